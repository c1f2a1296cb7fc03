"""Closing months of the books, and opening them again."""

import datetime
from decimal import Decimal as D

import pytest

from lib.errors import Refused
from tests import factories
from tests.welfare.books_builders import enter, month_ago
from welfare import countersigns, periods
from welfare.models import Countersign, Period, PeriodAct


@pytest.fixture
def two_months(community):
    """100 baht came in three months ago, 30 went out two months ago; since then nothing."""
    enter(community, "100.00", on=month_ago(3))
    enter(community, "30.00", debit="costs", credit="bank", on=month_ago(2))


@pytest.fixture
def close(community, treasurer):
    return lambda month: periods.close(community=community, month=month, actor=treasurer)


@pytest.fixture
def reopen(community, treasurer, committee):
    def reopen(month):
        asked = periods.ask_reopen(community=community, month=month, reason="ลืมบิลค่าไฟ", actor=treasurer)
        return countersigns.agree(countersign=asked, actor=committee)

    return reopen


def code_of(action, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return refused.value.code


def test_months_are_closed_from_the_first_entry_on(community, two_months):
    assert periods.closable(community) == [month_ago(3), month_ago(2), month_ago(1)]


def test_a_fund_without_entries_has_nothing_to_close(community):
    assert periods.closable(community) == []


def test_closing_writes_what_the_fund_held_and_how_far_the_books_were(
    community, two_months, close, treasurer
):
    close(month_ago(3))
    close(month_ago(2))
    acts = PeriodAct.objects.order_by("id").values_list("kind", "held", "last_number", "actor")
    assert list(acts) == [("closed", D(100), 2, treasurer.pk), ("closed", D(70), 2, treasurer.pk)]


def test_closing_twice_closes_once(two_months, close):
    assert close(month_ago(3)) == close(month_ago(3))
    assert PeriodAct.objects.count() == 1


def test_a_month_waits_for_the_ones_before_it(two_months, close):
    assert code_of(close, month_ago(2)) == "order"


def test_a_month_that_is_not_over_stays_open(two_months, close):
    assert code_of(close, month_ago(0)) == "not_over"


def test_a_month_before_the_books_began_is_not_closed_alone(two_months, close):
    assert code_of(close, month_ago(5)) == "empty"


@pytest.mark.parametrize("months", [3, 9])
def test_no_entry_is_dated_in_a_closed_month_or_before_it(community, two_months, close, months):
    close(month_ago(3))
    assert code_of(enter, community, on=month_ago(months)) == "closed"


def test_the_last_day_of_a_closed_month_takes_no_entry(community, two_months, close):
    close(month_ago(3))
    last_day = month_ago(2) - datetime.timedelta(days=1)
    assert code_of(enter, community, on=last_day) == "closed"


def test_the_month_after_a_closed_one_takes_entries(community, two_months, close):
    close(month_ago(3))
    enter(community, on=month_ago(2))
    assert periods.held_at_end(community, month_ago(2)) == D(170)


def test_one_person_alone_opens_nothing(community, two_months, close, treasurer):
    close(month_ago(3))
    asked = periods.ask_reopen(community=community, month=month_ago(3), reason="ลืม", actor=treasurer)
    assert code_of(countersigns.agree, countersign=asked, actor=treasurer) == "same_person"
    assert Period.objects.get().is_closed


def test_two_people_open_a_month_again(community, two_months, close, reopen, treasurer, committee):
    close(month_ago(3))
    reopen(month_ago(3))
    act = PeriodAct.objects.first()
    assert (act.kind, act.actor, act.second, act.reason) == (
        "reopened",
        treasurer,
        committee,
        "ลืมบิลค่าไฟ",
    )
    enter(community, on=month_ago(3))


def test_a_month_that_was_opened_again_is_closed_again(community, two_months, close, reopen):
    close(month_ago(3))
    reopen(month_ago(3))
    enter(community, "5.00", on=month_ago(3))
    close(month_ago(3))
    assert Period.objects.count() == 1
    assert [act.held for act in PeriodAct.objects.order_by("id")] == [D(100), D(100), D(105)]


def test_only_the_last_closed_month_is_opened_again(community, two_months, close, treasurer):
    close(month_ago(3))
    close(month_ago(2))
    asking = {"community": community, "reason": "ลืม", "actor": treasurer}
    assert code_of(periods.ask_reopen, month=month_ago(3), **asking) == "later"
    assert code_of(periods.ask_reopen, month=month_ago(1), **asking) == "later"


def test_a_later_month_closed_meanwhile_keeps_the_month_closed(
    community, two_months, close, treasurer, committee
):
    close(month_ago(3))
    asked = periods.ask_reopen(community=community, month=month_ago(3), reason="ลืม", actor=treasurer)
    close(month_ago(2))
    assert code_of(countersigns.agree, countersign=asked, actor=committee) == "later"
    assert Countersign.objects.get().verdict == ""


def test_the_months_are_listed_with_what_they_began_and_ended_with(community, two_months, close):
    close(month_ago(3))
    found = [(line.month, line.opening, line.closing, line.is_closed) for line in periods.lines(community)]
    assert found == [
        (month_ago(0), D(70), D(70), False),
        (month_ago(1), D(70), D(70), False),
        (month_ago(2), D(100), D(70), False),
        (month_ago(3), D(0), D(100), True),
    ]


def test_every_month_but_the_running_one_is_over(community, two_months):
    assert [line.is_over for line in periods.lines(community)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)),
        (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(community, treasurer, month, last):
    enter(community, on=month)
    assert periods.close(community=community, month=month, actor=treasurer).last_day == last


def test_the_books_of_another_community_stay_open(two_months, close):
    close(month_ago(3))
    assert enter(factories.community(), on=month_ago(3)).amount == D(100)
