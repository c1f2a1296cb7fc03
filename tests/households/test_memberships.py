"""Joining, representing and leaving a household."""

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, transaction

from households import memberships
from households.models import Household, Membership, Notice
from lib.errors import Refused
from tests import factories


@pytest.fixture
def newcomer(db):
    return factories.user(name="หลาน ตัวอย่าง")


@pytest.fixture
def asked(newcomer, home):
    return memberships.ask_to_join(user=newcomer, household_code=home.code)


@pytest.mark.parametrize("code", ["", "wrong", "../..", "🌼" * 8])
def test_an_unknown_code_is_refused_in_words_and_kept(client, newcomer, code):
    client.force_login(newcomer)
    page = client.get("/household/join/", {"code": code})
    assert page.status_code == 200
    assert page.context["household"] is None


def test_a_household_that_moved_away_takes_nobody(newcomer, home):
    Household.objects.update(status=Household.Status.MOVED)
    with pytest.raises(Refused):
        memberships.ask_to_join(user=newcomer, household_code=home.code)


def test_the_name_is_confirmed_before_asking(client, newcomer, home):
    client.force_login(newcomer)
    page = client.get("/household/join/", {"code": f" {home.code.upper()[:4]}-{home.code[4:]} "})
    assert home.name in page.content.decode()
    assert not Membership.objects.filter(person__user=newcomer).exists()
    client.post("/household/join/ask/", {"code": home.code})
    assert Membership.objects.get(person__user=newcomer).status == "asked"


def test_the_page_of_an_unconfirmed_household_shows_no_people(client, newcomer, home, buyer):
    client.force_login(newcomer)
    assert buyer.name not in client.get("/household/join/", {"code": home.code}).content.decode()


def test_asking_twice_is_one_request(newcomer, home, asked, work):
    memberships.ask_to_join(user=newcomer, household_code=home.code)
    assert Membership.objects.filter(person__user=newcomer).count() == 1
    assert work() == 1


def test_a_member_does_not_ask_again(buyer, home):
    with pytest.raises(Refused) as refusal:
        memberships.ask_to_join(user=buyer, household_code=home.code)
    assert refusal.value.code == "member_already"


def test_the_representative_is_told_and_approves_and_the_newcomer_is_told(
    client, buyer, newcomer, asked, work
):
    work()
    assert newcomer.name in Notice.objects.get(user=buyer).text
    client.force_login(buyer)
    assert newcomer.name in client.get("/household/").content.decode()
    client.post(f"/household/requests/{asked.pk}/approve/")
    asked.refresh_from_db()
    assert (asked.status, asked.decided_by) == ("active", buyer)
    work()
    assert Notice.objects.filter(user=newcomer).count() == 1


def test_without_a_representative_the_committee_is_told(newcomer, home, committee, work):
    Membership.objects.update(is_representative=False)
    memberships.ask_to_join(user=newcomer, household_code=home.code)
    work()
    assert Notice.objects.get().user == committee


def test_the_committee_may_approve(client, asked, committee):
    client.force_login(committee)
    client.post(f"/household/requests/{asked.pk}/approve/")
    asked.refresh_from_db()
    assert asked.status == "active"


@pytest.mark.parametrize("who", ["newcomer", "seller", "treasurer", "officer"])
def test_nobody_else_may_answer(client, asked, who, request):
    client.force_login(request.getfixturevalue(who))
    for verb in ("approve", "refuse"):
        assert client.post(f"/household/requests/{asked.pk}/{verb}/").status_code == 404
    assert client.post(f"/household/members/{asked.pk}/represent/").status_code == 404
    asked.refresh_from_db()
    assert (asked.status, asked.is_representative) == ("asked", False)


def test_a_member_who_does_not_represent_may_not_answer(client, home, asked):
    client.force_login(factories.member(home, name="น้อง ตัวอย่าง"))
    assert client.post(f"/household/requests/{asked.pk}/approve/").status_code == 404


def test_a_request_is_answered_once(buyer, asked):
    memberships.refuse(membership=asked, actor=buyer)
    with pytest.raises(Refused) as refusal:
        memberships.approve(membership=asked, actor=buyer)
    assert refusal.value.code == "answered"


def test_after_a_refusal_one_may_ask_again(buyer, newcomer, home, asked):
    memberships.refuse(membership=asked, actor=buyer)
    assert memberships.ask_to_join(user=newcomer, household_code=home.code).pk != asked.pk


def test_the_database_allows_one_representative_only(home):
    other = factories.member(home)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person__user=other).update(is_representative=True)


def test_the_representative_hands_over_and_it_is_on_record(
    client, buyer, home, work, django_capture_on_commit_callbacks
):
    other = factories.member(home, name="ป้า ตัวอย่าง")
    seat = other.person.memberships.get()
    client.force_login(buyer)
    client.post(f"/household/members/{seat.pk}/represent/")
    assert home.representative == other.person
    entry = LogEntry.objects.filter(object_pk=str(seat.pk), content_type__model="membership").first()
    assert entry.actor == buyer
    assert entry.changes_dict["is_representative"] == ["False", "True"]
    work()
    assert Notice.objects.filter(user__in=[buyer, other]).count() == 2


def test_somebody_who_left_cannot_represent(home, committee):
    other = factories.member(home)
    seat = other.person.memberships.get()
    memberships.leave(membership=seat, actor=other)
    with pytest.raises(Refused):
        memberships.make_representative(membership=seat, actor=committee)


def test_the_representative_hands_over_before_leaving(client, buyer, home):
    factories.member(home)
    client.force_login(buyer)
    client.post(f"/household/members/{buyer.person.memberships.get().pk}/leave/")
    assert buyer.person.memberships.get().status == "active"


def test_the_last_member_may_leave(client, buyer, home):
    client.force_login(buyer)
    client.post(f"/household/members/{buyer.person.memberships.get().pk}/leave/")
    seat = buyer.person.memberships.get()
    assert (seat.status, seat.is_representative) == ("left", False)


def test_nobody_leaves_for_somebody_else(client, buyer, committee):
    client.force_login(committee)
    assert client.post(f"/household/members/{buyer.person.memberships.get().pk}/leave/").status_code == 404


def test_the_committee_enters_a_household_in_its_own_community_only(client, committee, community):
    other = factories.community()
    client.force_login(committee)
    form = {"name": "บ้านใหม่", "house_number": "99/1", "address": ""}
    client.post("/household/new/", form | {"community": other.pk})
    assert not Household.objects.filter(name="บ้านใหม่").exists()
    client.post("/household/new/", form | {"community": community.pk})
    assert Household.objects.get(name="บ้านใหม่").community == community


def test_a_new_household_with_a_person_is_represented_by_that_person(community, newcomer):
    home = memberships.create_household(community=community, name="บ้าน", house_number="1", user=newcomer)
    assert home.representative.user == newcomer


def test_home_without_a_household_says_what_to_do(client, outsider):
    client.force_login(outsider)
    page = client.get("/household/").content.decode()
    assert "/household/join/" in page


def test_home_shows_the_code_to_share(client, buyer, home):
    client.force_login(buyer)
    assert home.code in client.get("/household/").content.decode()
