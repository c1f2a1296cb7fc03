"""Households as a whole: who speaks for them, moving, closing, dividing, and putting together again."""

import datetime as dt

import pytest
from django.utils import timezone

from households import divisions, memberships, register
from households.models import Household, Membership, RegisterEvent
from lib.errors import Refused
from tests import factories

DAY = dt.date(2026, 2, 1)


@pytest.fixture
def aunt(home):
    """The aunt's place in Somjai's household."""
    return factories.member(home, name="ป้า ตัวอย่าง").person.memberships.get()


def divide(home, actor, *leaving, **other):
    given = {"name": "บ้านนก", "house_number": "9/9", "village": "", "address": "", "on": DAY}
    return divisions.split(
        household=home, leaving=leaving, representative=leaving[0], actor=actor, **{**given, **other}
    )


# The deputy


def test_a_change_of_representative_is_on_record_once(buyer, child):
    memberships.make_representative(membership=child, actor=buyer)
    memberships.make_representative(membership=child, actor=buyer)
    event = RegisterEvent.objects.get(kind="representative")
    assert (event.person, event.actor, event.household) == (child.person, buyer, child.household)


def test_a_deputy_can_become_the_representative(buyer, child):
    memberships.make_deputy(membership=child, actor=buyer)
    memberships.make_representative(membership=child, actor=buyer)
    child.refresh_from_db()
    assert (child.is_representative, child.is_deputy) == (True, False)


def test_the_representative_may_live_elsewhere(buyer, home):
    seat = home.memberships.get()
    register.correct_person(
        membership=seat, entry=register.Entry(seat.person.name, lives_here=False), actor=buyer
    )
    assert home.representative == buyer.person
    assert Household.objects.represented_by(buyer).get() == home


def test_the_deputy_looks_after_the_household(client, buyer, home, child):
    deputy = child.person.user
    client.force_login(deputy)
    assert client.post(f"/household/{home.code}/add/", {"name": "ยายมา"}).status_code == 404
    memberships.make_deputy(membership=child, actor=buyer)
    assert client.post(f"/household/{home.code}/add/", {"name": "ยายมา"}).status_code == 302
    memberships.end_deputy(membership=child, actor=buyer)
    assert client.post(f"/household/{home.code}/add/", {"name": "ตามี"}).status_code == 404


def test_the_deputy_lets_people_in_and_hears_of_them(buyer, home, child, work):
    memberships.make_deputy(membership=child, actor=buyer)
    asked = memberships.ask_to_join(user=factories.user(name="หลาน ตัวอย่าง"), household_code=home.code)
    work()
    assert child.person.user.notices.filter(text__startswith="หลาน").exists()
    assert Membership.objects.decidable_by(child.person.user).get() == asked


def test_the_deputy_does_not_choose_who_speaks_for_the_household(client, buyer, home, child, aunt):
    memberships.make_deputy(membership=child, actor=buyer)
    client.force_login(child.person.user)
    for place in (child, aunt):
        assert client.post(f"/household/members/{place.pk}/represent/").status_code == 404
        assert client.post(f"/household/members/{place.pk}/deputy/").status_code == 404
    assert home.representative == buyer.person


def test_there_is_one_deputy_and_the_former_one_hears_of_it(buyer, child, aunt, work):
    memberships.make_deputy(membership=child, actor=buyer)
    memberships.make_deputy(membership=aunt, actor=buyer)
    child.refresh_from_db()
    assert child.is_deputy is False
    work()
    assert child.person.user.notices.count() == 2


def test_the_representative_is_not_the_deputy_as_well(buyer, home):
    with pytest.raises(Refused):
        memberships.make_deputy(membership=home.memberships.get(), actor=buyer)


def test_a_deputy_who_leaves_is_none_any_more(buyer, child):
    memberships.make_deputy(membership=child, actor=buyer)
    memberships.leave(membership=child, actor=child.person.user)
    child.refresh_from_db()
    assert (child.status, child.is_deputy) == ("left", False)


# Moving, closing, coming back


def test_the_committee_writes_down_that_a_household_moved_and_came_back(client, committee, home):
    client.force_login(committee)
    client.post(f"/household/{home.code}/status/", {"status": "moved", "on": "1/2/2569", "reason": "ไปลำปาง"})
    home.refresh_from_db()
    assert (home.status, home.status_since) == ("moved", DAY)
    assert home.memberships.active().exists()
    divisions.change_status(household=home, status="active", on=DAY, actor=committee)
    home.refresh_from_db()
    assert home.status == "active"
    facts = [event.facts for event in RegisterEvent.objects.filter(kind="status").order_by("id")]
    assert [(fact["from"], fact["to"]) for fact in facts] == [("active", "moved"), ("moved", "active")]


def test_the_representative_does_not_close_the_household(client, buyer, home):
    client.force_login(buyer)
    assert client.get(f"/household/{home.code}/status/").status_code == 404


def test_nobody_lives_in_a_household_that_is_closed(committee, home):
    with pytest.raises(Refused) as refusal:
        divisions.change_status(household=home, status="closed", on=DAY, actor=committee)
    assert refusal.value.code == "people_live_here"
    memberships.leave(membership=home.memberships.get(), actor=committee)
    divisions.change_status(household=home, status="closed", on=DAY, actor=committee)
    home.refresh_from_db()
    assert home.status == "closed"


def test_a_household_that_was_joined_with_another_stays_so(committee, home, seller):
    other = seller.person.memberships.get().household
    Household.objects.filter(pk=home.pk).update(status="merged", merged_into=other)
    with pytest.raises(Refused):
        divisions.change_status(household=home, status="active", on=DAY, actor=committee)


# Dividing


def test_some_people_become_a_household_of_their_own(client, buyer, home, child, aunt):
    client.force_login(buyer)
    form = {"leaving": [child.pk, aunt.pk], "representative": child.pk, "name": "บ้านนก", "house_number": "9/9", "on": "1/2/2569"}  # fmt: skip
    assert client.post(f"/household/{home.code}/split/", form).status_code == 302
    new = Household.objects.get(name="บ้านนก")
    home.refresh_from_db()
    assert (new.origin, new.community, new.status, home.status) == (home, home.community, "active", "active")
    assert new.representative == child.person
    assert set(new.memberships.values_list("person__name", "since", "needs_check")) == {
        ("นก ตัวอย่าง", DAY, True),
        ("ป้า ตัวอย่าง", DAY, True),
    }
    assert set(home.memberships.values_list("person__name", "status", "end_reason")) == {
        ("สมใจ ตัวอย่าง", "active", ""),
        ("นก ตัวอย่าง", "left", "split"),
        ("ป้า ตัวอย่าง", "left", "split"),
    }


def test_a_household_that_everybody_leaves_is_divided(committee, home, child):
    seat = home.memberships.get(is_representative=True)
    divide(home, committee, seat, child)
    home.refresh_from_db()
    assert home.status == "split"


def test_the_representative_does_not_leave_others_without_one(committee, home, child):
    with pytest.raises(Refused) as refusal:
        divide(home, committee, home.memberships.get(is_representative=True))
    assert refusal.value.code == "represents_others"


def test_only_members_can_leave(committee, home, child, seller):
    with pytest.raises(Refused):
        divide(home, committee, child, seller.person.memberships.get())
    assert not Household.objects.filter(origin=home).exists()


def test_the_new_household_is_represented_by_somebody_in_it(client, buyer, home, child, aunt):
    client.force_login(buyer)
    form = {
        "leaving": [child.pk],
        "representative": aunt.pk,
        "name": "บ้านนก",
        "house_number": "9/9",
        "on": "1/2/2569",
    }
    page = client.post(f"/household/{home.code}/split/", form)
    assert "representative" in page.context["form"].errors
    assert not Household.objects.filter(origin=home).exists()


@pytest.mark.parametrize("everybody", [False, True])
def test_a_division_is_undone(client, committee, home, child, everybody):
    leaving = list(home.memberships.all()) if everybody else [child]
    new = divide(home, committee, *leaving)
    client.force_login(committee)
    client.post(f"/household/{new.code}/split/undo/")
    new.refresh_from_db()
    home.refresh_from_db()
    assert (new.status, home.status) == ("closed", "active")
    assert not new.memberships.active().exists()
    assert home.memberships.active().count() == 2
    assert home.representative.name == "สมใจ ตัวอย่าง"


def test_a_division_is_not_undone_over_the_heads_of_others(committee, home, child):
    new = divide(home, committee, child)
    register.enter_person(household=new, entry=register.Entry("เขย ตัวอย่าง"), actor=committee)
    with pytest.raises(Refused) as refusal:
        divisions.undo_split(household=new, actor=committee)
    assert refusal.value.code == "others_live_here"


def test_only_the_committee_undoes_a_division(client, buyer, home, child):
    new = divide(home, buyer, child)
    for person in (buyer, child.person.user):
        client.force_login(person)
        assert client.post(f"/household/{new.code}/split/undo/").status_code == 404


def test_nothing_happens_on_a_day_that_is_still_to_come(committee, home, child):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Refused):
        divide(home, committee, child, on=tomorrow)
    with pytest.raises(Refused):
        divisions.change_status(household=home, status="moved", on=tomorrow, actor=committee)
