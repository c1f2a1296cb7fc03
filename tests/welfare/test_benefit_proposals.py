"""The amount by the rules, by worked examples, and how it came about in words."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone, translation

from households.models import Membership, Person
from tests import factories
from tests.welfare.requests_builders import adopt, ask, put, settle, village_rules
from welfare import aid_requests, benefit_rules, contribution_dues, proposals
from welfare.models import AidRequest, Payout


@pytest.fixture
def rules(community):
    return village_rules(community)


@pytest.fixture
def home(community):
    return factories.household(community)


@pytest.fixture
def person(home):
    found = Person.objects.create(name="แก้ว ตัวอย่าง")
    Membership.objects.create(person=found, household=home, status="active")
    return found


@pytest.fixture(autouse=True)
def any_day(monkeypatch):
    """The days of these examples never become too old to ask for."""
    monkeypatch.setattr(aid_requests, "OLDEST_DAYS", 36500)


@pytest.fixture
def paid_for(monkeypatch):
    def months(number):
        standing = type("Standing", (), {"months_paid": number})
        monkeypatch.setattr(contribution_dues, "standing", lambda household, on=None: standing)

    months(24)
    return months


@pytest.fixture
def request_for(community, committee, home, rules, paid_for):
    """A request in the household's name, by the committee."""

    def made(event="hospital", day=dt.date(2025, 3, 10), **given):
        given = {"household": home, **given}
        return ask(community, event, user=committee, asker="committee", event_on=day, **given)

    return made


@pytest.mark.parametrize(("nights", "baht"), [(1, "200"), (2, "400"), (3, "600"), (4, "600"), (30, "600")])
def test_nights_in_hospital_up_to_the_limit_of_a_stay(request_for, nights, baht):
    assert request_for(units=nights).proposed == D(baht)


def test_the_year_leaves_what_was_not_agreed_yet(request_for):
    settle(request_for(units=3), "600")
    assert request_for(units=3, day=dt.date(2025, 9, 1)).proposed == D(400)
    settle(request_for(units=2, day=dt.date(2025, 9, 2)), "400", status="approved")
    assert request_for(units=1, day=dt.date(2025, 12, 31)).proposed == D(0)


def test_a_new_calendar_year_begins_anew(request_for):
    settle(request_for(units=3, day=dt.date(2024, 12, 31)), "600")
    settle(request_for(units=3, day=dt.date(2024, 12, 31)), "400")
    assert request_for(units=3, day=dt.date(2025, 1, 1)).proposed == D(600)


def test_requests_that_wait_or_were_refused_use_nothing_up(request_for):
    request_for(units=3)
    settle(request_for(units=3), "600", status="refused")
    settle(request_for(units=3), "600", status="withdrawn")
    assert request_for(units=3).proposed == D(600)


@pytest.mark.parametrize("status", ["asked", "refused"])
@pytest.mark.parametrize(
    ("payout", "left"), [("to_pay", 400), ("paid", 400), ("stopped", 600), ("returned", 600)]
)
def test_what_was_let_through_at_once_uses_up_the_year(request_for, treasurer, status, payout, left):
    helped = request_for(units=3)
    made = Payout.objects.create(request=helped, community=helped.community, amount=D(600), is_emergency=True)
    paid = {"way": "goods", "paid_by": treasurer, "paid_at": timezone.now()}
    Payout.objects.filter(pk=made.pk).update(
        status=payout, **(paid if payout in ("paid", "returned") else {})
    )
    AidRequest.objects.filter(pk=helped.pk).update(status=status)
    assert request_for(units=3).proposed == D(left)


def test_limits_are_of_the_person_where_one_is_named(request_for, home, person):
    sibling = Person.objects.create(name="คำ ตัวอย่าง")
    Membership.objects.create(person=sibling, household=home, status="active")
    for _number in range(2):
        settle(request_for(units=3, person=person), "500")
    assert request_for(units=3, person=person).proposed == D(0)
    assert request_for(units=3, person=sibling).proposed == D(600)
    # Nobody named: what anybody of the house got counts.
    assert request_for(units=3).proposed == D(0)


def test_a_person_entered_twice_has_one_year(request_for, home, person):
    twin = Person.objects.create(name="แก้ว ตัวอย่าง", merged_into=person)
    Membership.objects.create(person=twin, household=home, status="left", end_reason="merged")
    settle(request_for(units=3, person=twin), "600")
    assert request_for(units=3, person=person).proposed == D(400)


def test_another_kind_of_event_uses_nothing_up(request_for):
    settle(request_for(units=3), "600")
    assert request_for("birth").proposed == D(1000)


@pytest.mark.parametrize(
    ("months", "baht"), [(5, "0"), (6, "3000"), (59, "3000"), (60, "10000"), (179, "10000"), (180, "30000")]
)
def test_a_death_by_how_long_the_household_has_paid(request_for, paid_for, months, baht):
    paid_for(months)
    assert request_for("death").proposed == D(baht)


def test_what_is_paid_once_a_year_cannot_be_had_twice_in_it(request_for):
    settle(request_for("schooling"), "500")
    assert request_for("schooling").proposed == D(0)
    assert request_for("schooling", day=dt.date(2024, 5, 1)).proposed == D(500)


def test_a_lifetime_leaves_the_rest(request_for):
    for year in (2023, 2024):
        settle(request_for("schooling", day=dt.date(year, 5, 1)), "500")
    assert request_for("schooling", day=dt.date(2025, 5, 1)).proposed == D(200)


def test_the_rules_of_the_day_it_happened_apply(request_for, community, committee, rules):
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1500")
    second = adopt(draft, valid_from=dt.date(2025, 3, 1))
    before, after = request_for("birth", dt.date(2025, 2, 28)), request_for("birth", dt.date(2025, 3, 1))
    assert (before.rules, before.proposed) == (rules, D(1000))
    assert (after.rules, after.proposed) == (second, D(1500))


def test_without_rules_without_household_or_without_a_word_in_the_rules_there_is_no_amount(
    community, committee, home
):
    bare = ask(community, user=committee, asker="committee", household=home)
    assert (bare.rules, bare.proposed, bare.proposal) == (None, None, [{"code": "no_rules"}])
    rules = village_rules(community)
    unknown = ask(community)
    assert (unknown.rules, unknown.proposed, unknown.proposal[-1]["code"]) == (rules, None, "no_household")
    unnamed = ask(community, "disaster", user=committee, asker="committee", household=home)
    assert (unnamed.proposed, unnamed.proposal[-1]["code"]) == (None, "not_in_rules")


def test_linking_a_household_works_the_amount_out(community, committee, home, person, rules, paid_for):
    request = ask(community, units=4)
    linked = aid_requests.link(request=request, household=home, person=person, actor=committee)
    assert (linked.proposed, linked.person) == (D(600), person)


def test_the_way_is_told_in_the_readers_language(request_for):
    settle(request_for(units=3), "600")
    request = request_for(units=4, day=dt.date(2025, 9, 1))
    with translation.override("en"):
        assert proposals.sentences(request) == [
            "By the rules, version 1, in force since 1 Jan 2020.",
            "nights in hospital: ฿200 a night.",
            "4 nights at ฿200: ฿800.",
            "At most ฿600 for one event or stay.",
            "At most ฿1,000 in a year. In 2025 ฿600 was agreed already, so ฿400 is left.",
            "So the rules give ฿400.",
        ]
    with translation.override("th"):
        thai = proposals.sentences(request)
    assert "2568" in thai[4]
    assert len(thai) == 6


def test_too_early_is_told_with_both_numbers(request_for, paid_for):
    paid_for(3)
    with translation.override("en"):
        assert proposals.sentences(request_for("death"))[-1] == (
            "The household has paid for 3 months; the rules ask for 6 months first. So they give nothing yet."
        )


def test_a_step_that_is_not_known_is_left_out(request_for):
    request = request_for("birth")
    request.proposal = [*request.proposal, {"code": "something new"}]
    assert len(proposals.sentences(request)) == 3
