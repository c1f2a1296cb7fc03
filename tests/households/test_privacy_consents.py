"""Consent of people with and without an account: recorded, read, taken back, and what follows."""

import datetime as dt

import pytest

from households import agreements, consents, situations
from households.models import CommunityQuarter, Consent, Household, Membership, Person, RegisterEvent
from households.reports import people
from lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def grandmother(home):
    """Somebody in the register who has no account."""
    person = Person.objects.create(name="ยาย ตัวอย่าง", birth_year=1940)
    return Membership.objects.create(person=person, household=home, status="active")


def say(person, purpose, is_given, by, **extra):
    return consents.answer(
        person=person,
        purpose=purpose,
        is_given=is_given,
        recorded_by=by,
        **{"way": "paper", **extra},
    )


def test_the_answer_on_paper_says_who_answered_and_who_wrote_it_down(grandmother, committee, privacy):
    made = say(grandmother.person, "income", True, committee, given_by="ลูกสาว ตัวอย่าง")
    assert (made.person, made.user, made.way, made.given_by, made.recorded_by, made.notice) == (
        grandmother.person, None, "paper", "ลูกสาว ตัวอย่าง", committee, privacy,
    )  # fmt: skip


def test_the_newest_answer_of_a_person_counts(grandmother, committee):
    assert not agreements.has_consent(grandmother.person, "income")
    say(grandmother.person, "income", True, committee)
    assert agreements.has_consent(grandmother.person, "income")
    say(grandmother.person, "income", False, committee)
    assert not agreements.has_consent(grandmother.person, "income")


def test_an_answer_to_one_purpose_says_nothing_on_another(grandmother, committee):
    say(grandmother.person, "income", True, committee)
    assert not agreements.has_consent(grandmother.person, "health")


def test_an_unknown_purpose_or_way_is_refused(grandmother, committee):
    with pytest.raises(Refused):
        say(grandmother.person, "everything", True, committee)
    with pytest.raises(Refused):
        say(grandmother.person, "income", True, committee, way="guessed")


def test_what_was_said_before_there_was_an_account_still_holds(grandmother, committee):
    say(grandmother.person, "income", True, committee)
    account = factories.user(name="ยาย ตัวอย่าง")
    Person.objects.filter(pk=grandmother.person_id).update(user=account)
    assert agreements.has_consent(account, "income")


def test_the_account_takes_back_what_was_said_on_paper(grandmother, home, committee):
    say(grandmother.person, "income", True, committee)
    account = factories.user(name="ยาย ตัวอย่าง")
    Person.objects.filter(pk=grandmother.person_id).update(user=account)
    consents.answer_for_oneself(user=account, purpose="income", is_given=False)
    assert not people.consenting(Household.objects.filter(pk=home.pk)).exists()


def test_a_household_counts_again_when_the_account_says_yes_after_a_no_on_paper(grandmother, home, committee):
    say(grandmother.person, "income", False, committee)
    account = factories.user(name="ยาย ตัวอย่าง")
    Person.objects.filter(pk=grandmother.person_id).update(user=account)
    consents.answer_for_oneself(user=account, purpose="income", is_given=True)
    assert people.consenting(Household.objects.filter(pk=home.pk)).exists()


def test_a_no_to_health_ends_what_is_noted_of_it_and_nothing_else(grandmother, committee):
    day = {"since": dt.date(2026, 1, 5), "source": "self", "actor": committee}
    ill = situations.add(membership=grandmother, kind="chronic", has_consented=True, **day)
    alone = situations.add(membership=grandmother, kind="no_income", **day)
    say(grandmother.person, "health", False, committee)
    ill.refresh_from_db()
    alone.refresh_from_db()
    assert ill.until is not None
    assert alone.until is None
    assert RegisterEvent.objects.filter(kind="situation_ended", person=grandmother.person).count() == 1


def test_a_no_on_the_consent_page_ends_health_too(client, buyer, committee):
    place = Membership.objects.get(person__user=buyer)
    ill = situations.add(
        membership=place,
        kind="disabled",
        source="self",
        since=dt.date(2026, 1, 5),
        actor=committee,
        has_consented=True,
    )
    client.force_login(buyer)
    client.post("/household/consent/save/", {"purpose": "health", "answer": "no"})
    ill.refresh_from_db()
    assert ill.until is not None


@pytest.mark.parametrize("is_given", [True, False])
def test_an_answer_on_incomes_makes_the_sums_be_worked_out_anew(grandmother, community, committee, is_given):
    row = CommunityQuarter.objects.create(community=community, quarter="2026-01-01", is_stale=False)
    say(grandmother.person, "income", is_given, committee)
    row.refresh_from_db()
    assert row.is_stale


def test_another_community_is_left_alone(grandmother, committee):
    far = factories.community(code="faraway")
    row = CommunityQuarter.objects.create(community=far, quarter="2026-01-01", is_stale=False)
    say(grandmother.person, "income", False, committee)
    row.refresh_from_db()
    assert not row.is_stale


def test_answers_are_only_added(grandmother, committee):
    say(grandmother.person, "income", True, committee)
    say(grandmother.person, "income", False, committee)
    assert Consent.objects.filter(person=grandmother.person).count() == 2
