"""What households enter themselves, and the committee looks at."""

import datetime as dt

import pytest

from households import checks, departures, divisions, memberships, register
from households.models import Household, Membership, RegisterEvent
from lib.errors import Refused
from tests import factories

DAY = dt.date(2026, 2, 1)


@pytest.fixture
def entered(home, buyer):
    """Somebody whom the representative entered."""
    return register.enter_person(household=home, entry=register.Entry("ยายมา ตัวอย่าง"), actor=buyer)


def test_the_office_counts_what_waits_and_the_list_says_what_and_by_whom(
    client, committee, community, entered
):
    client.force_login(committee)
    card = next(
        card for card in client.get(f"/office/{community.code}/").context["cards"] if card["icon"] == "check"
    )
    assert card["count"] == 1
    page = client.get(f"/office/{community.code}/checks/").content.decode()
    assert "ยายมา ตัวอย่าง" in page
    assert "สมใจ ตัวอย่าง" in page


def test_what_is_right_waits_no_longer(client, committee, community, entered):
    client.force_login(committee)
    client.post(f"/office/{community.code}/checks/{entered.pk}/accept/")
    entered.refresh_from_db()
    assert (entered.needs_check, entered.checked_by, entered.status) == (False, committee, "active")
    assert RegisterEvent.objects.get(kind="checked").facts["accepted"] == ["member_added"]
    assert checks.count(community) == 0


def test_a_new_member_that_is_wrong_is_taken_back_and_the_household_hears_of_it(
    client, committee, community, buyer, entered, work
):
    client.force_login(committee)
    client.post(f"/office/{community.code}/checks/{entered.pk}/take-back/")
    entered.refresh_from_db()
    assert (entered.status, entered.end_reason, entered.needs_check) == ("left", "mistake", False)
    work()
    assert "ยายมา" in buyer.notices.get().text


def test_a_year_of_birth_that_is_wrong_is_as_it_was(committee, buyer, child):
    register.correct_person(
        membership=child, entry=register.Entry("นก ตัวอย่าง", birth_year=1990), actor=committee
    )
    register.correct_person(membership=child, entry=register.Entry("นก ตัวอย่าง", birth_year=1991), actor=buyer)
    register.correct_person(membership=child, entry=register.Entry("นก ใหม่", birth_year=1992), actor=buyer)
    checks.take_back(membership=child, actor=committee)
    child.person.refresh_from_db()
    assert (child.person.birth_year, child.person.name) == (1990, "นก ใหม่")


def test_the_list_says_which_year_stood_there_before(client, committee, community, buyer, child):
    register.correct_person(membership=child, entry=register.Entry("นก", birth_year=1990), actor=committee)
    register.correct_person(membership=child, entry=register.Entry("นก", birth_year=1985), actor=buyer)
    client.force_login(committee)
    page = client.get(f"/office/{community.code}/checks/").content.decode()
    assert "2533" in page
    assert "2528" in page


def test_a_year_of_birth_that_was_not_known_is_not_known_again(committee, buyer, child):
    register.correct_person(membership=child, entry=register.Entry("นก ตัวอย่าง", birth_year=1991), actor=buyer)
    checks.take_back(membership=child, actor=committee)
    child.person.refresh_from_db()
    assert child.person.birth_year is None


def test_what_was_right_before_stays_when_something_later_is_taken_back(committee, buyer, entered):
    checks.accept(membership=entered, actor=committee)
    register.correct_person(
        membership=entered, entry=register.Entry("ยายมา ตัวอย่าง", birth_year=1991), actor=buyer
    )
    checks.take_back(membership=entered, actor=committee)
    entered.refresh_from_db()
    assert entered.status == "active"


def test_a_death_that_is_wrong_is_undone(committee, buyer, child):
    departures.record_death(membership=child, on=DAY, actor=buyer)
    checks.take_back(membership=child, actor=committee)
    child.refresh_from_db()
    assert (child.status, child.person.died_on, child.needs_check) == ("active", None, False)
    assert child.person.user.is_active


def test_a_division_that_is_wrong_is_undone_and_the_empty_household_closes(committee, buyer, home, child):
    new = divisions.split(
        household=home, leaving=[child], representative=child, name="บ้านนก", house_number="9", village="",
        address="", on=DAY, actor=buyer,
    )  # fmt: skip
    checks.take_back(membership=new.memberships.get(), actor=committee)
    assert Household.objects.get(pk=new.pk).status == "closed"
    assert home.memberships.active().filter(person=child.person).exists()


def test_two_of_the_committee_look_once(committee, entered):
    checks.accept(membership=entered, actor=committee)
    with pytest.raises(Refused) as refusal:
        checks.take_back(membership=entered, actor=committee)
    assert refusal.value.code == "looked_at"


def test_somebody_whom_the_representative_lets_in_is_looked_at_too(buyer, home, community):
    asked = memberships.ask_to_join(user=factories.user(name="หลาน ตัวอย่าง"), household_code=home.code)
    memberships.approve(membership=asked, actor=buyer)
    assert [place.person.name for place in checks.open_in([community])] == ["หลาน ตัวอย่าง"]


@pytest.mark.parametrize("who", ["buyer", "treasurer", "officer", "outsider"])
def test_nobody_else_looks(client, community, entered, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/office/{community.code}/checks/").status_code == 404
    assert client.post(f"/office/{community.code}/checks/{entered.pk}/accept/").status_code == 404


def test_another_communitys_committee_sees_and_decides_nothing(client, entered):
    there = factories.community(code="there")
    client.force_login(factories.with_role(there, "committee"))
    assert client.get("/office/there/checks/").context["items"] == []
    assert client.post(f"/office/there/checks/{entered.pk}/accept/").status_code == 404


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_takes_the_same_few_statements_for_few_and_for_many(
    client, committee, community, buyer, home, rows, django_assert_max_num_queries
):
    for number in range(rows):
        register.enter_person(household=home, entry=register.Entry(f"คน {number}"), actor=buyer)
    client.force_login(committee)
    client.get(f"/office/{community.code}/checks/")
    with django_assert_max_num_queries(8):
        client.get(f"/office/{community.code}/checks/")


# The office's front page


def test_the_office_leads_to_ones_only_community(client, committee, community):
    client.force_login(committee)
    assert client.get("/office/")["Location"] == f"/office/{community.code}/"


def test_who_serves_two_communities_chooses(client, committee, community):
    other = factories.community(name="ชุมชนไกล")
    other.roles.create(user=committee, kind="auditor")
    client.force_login(committee)
    page = client.get("/office/").content.decode()
    assert "ชุมชนบ้านสวน" in page
    assert "ชุมชนไกล" in page


def test_each_role_sees_its_own_cards(client, treasurer, community):
    client.force_login(treasurer)
    urls = {card["url"] for card in client.get(f"/office/{community.code}/").context["cards"]}
    assert f"/fund/{community.code}/treasurer/" in urls
    assert f"/office/{community.code}/checks/" not in urls


@pytest.mark.parametrize("who", ["buyer", "officer", "outsider"])
def test_the_office_is_not_there_for_others(client, community, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/office/").status_code == 404
    assert client.get(f"/office/{community.code}/").status_code == 404


def test_every_card_of_the_office_opens(client, community):
    chair = factories.with_role(community, "chair")
    client.force_login(chair)
    cards = client.get(f"/office/{community.code}/").context["cards"]
    assert {card["url"]: client.get(card["url"]).status_code for card in cards} == {
        card["url"]: 200 for card in cards
    }
    assert Membership.objects.count() == 0
