"""Matching money: promised, arrived in parts, late, given up."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.errors import Refused
from tests.welfare.gifts_builders import pledged
from welfare import ledger, matching
from welfare.models import Account, MatchingArrival, Transfer

MARCH = dt.date(2026, 3, 10)


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def line(community):
    found = matching.by_source(community)[0]
    return found.pledged, found.due, found.received, found.late


def far():
    return timezone.localdate() + dt.timedelta(days=60)


def test_a_promise_is_no_money(community, treasurer):
    pledged(community, treasurer, "5000")
    assert not Transfer.objects.exists()


def test_what_arrives_in_parts_is_income_from_its_source(community, treasurer):
    promise = pledged(community, treasurer, "5000")
    for key, amount in (("a", "2000"), ("b", "1000.50")):
        matching.arrive(pledge=promise, amount=D(amount), on=MARCH, key=key, actor=treasurer)
    income = Account.objects.get(kind=Account.Kind.MATCHING)
    assert (income.holder, ledger.balance(income)) == (promise.source.code, D("3000.50"))
    assert ledger.money(community)[Account.Kind.BANK] == D("3000.50")
    assert line(community) == (D(5000), D(5000), D("3000.50"), D("1999.50"))


def test_an_arrival_is_named_in_the_books_by_its_code(community, treasurer):
    arrival = matching.arrive(
        pledge=pledged(community, treasurer), amount=D(10), on=MARCH, key="a", actor=treasurer
    )
    assert (arrival.transfer.key, arrival.transfer.document) == (
        f"matching:{arrival.code}",
        f"matching {arrival.code}",
    )


def test_one_press_counts_once(community, treasurer):
    promise = pledged(community, treasurer)
    for _press in range(2):
        matching.arrive(pledge=promise, amount=D(10), on=MARCH, key="a", actor=treasurer)
    assert MatchingArrival.objects.count() == 1
    with refused("key_reused"):
        matching.arrive(pledge=promise, amount=D(11), on=MARCH, key="a", actor=treasurer)


def test_no_more_comes_than_was_promised(community, treasurer):
    promise = pledged(community, treasurer, "100")
    matching.arrive(pledge=promise, amount=D(80), on=MARCH, key="a", actor=treasurer)
    with refused("too_much"):
        matching.arrive(pledge=promise, amount=D(21), on=MARCH, key="b", actor=treasurer)
    matching.arrive(pledge=promise, amount=D(20), on=MARCH, key="c", actor=treasurer)


def test_a_promise_is_late_from_the_day_after_it_was_due(community, treasurer):
    pledged(community, treasurer, "300", due=timezone.localdate())
    assert (line(community), matching.late(community)) == ((D(300), D(300), D(0), D(0)), [])
    matching.MatchingPledge.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert line(community) == (D(300), D(300), D(0), D(300))
    assert len(matching.late(community)) == 1


def test_what_is_due_later_is_not_due_today(community, treasurer):
    pledged(community, treasurer, "300", due=far())
    assert line(community) == (D(300), D(0), D(0), D(0))


def test_what_was_given_up_is_late_no_more_and_may_still_come(community, treasurer):
    promise = pledged(community, treasurer, "300")
    matching.give_up(pledge=promise, reason="งบถูกตัด")
    assert line(community) == (D(300), D(0), D(0), D(0))
    matching.arrive(pledge=promise, amount=D(100), on=MARCH, key="a", actor=treasurer)
    assert line(community) == (D(300), D(100), D(100), D(0))


def test_giving_up_needs_a_reason_and_something_missing(community, treasurer):
    promise = pledged(community, treasurer, "300")
    with refused("reason"):
        matching.give_up(pledge=promise, reason=" ")
    matching.arrive(pledge=promise, amount=D(300), on=MARCH, key="a", actor=treasurer)
    with refused("arrived"):
        matching.give_up(pledge=promise, reason="งบถูกตัด")


def test_an_entry_that_was_taken_back_has_not_come(community, treasurer):
    promise = pledged(community, treasurer, "300")
    arrival = matching.arrive(pledge=promise, amount=D(300), on=MARCH, key="a", actor=treasurer)
    ledger.reverse(transfer=arrival.transfer, key="back", reason="ผิด", actor=treasurer)
    assert line(community) == (D(300), D(300), D(0), D(300))
    matching.arrive(pledge=promise, amount=D(300), on=MARCH, key="b", actor=treasurer)


def test_the_same_promise_by_the_same_letter_is_written_once(community, treasurer):
    promise = pledged(community, treasurer)
    with refused("again"):
        matching.pledge(
            source=promise.source,
            amount=promise.amount,
            pledged_on=promise.pledged_on,
            due_on=promise.due_on,
            document=promise.document,
            actor=treasurer,
        )


def test_a_promise_cannot_be_due_before_it_was_made(community, treasurer):
    with refused("day"):
        pledged(community, treasurer, due=dt.date(2026, 1, 14))


def test_a_source_is_there_once(community, treasurer):
    pledged(community, treasurer)
    with refused("source"):
        pledged(community, treasurer)


def test_each_source_has_its_line(community, treasurer):
    pledged(community, treasurer, "100")
    pledged(community, treasurer, "900", name="พมจ.")
    assert [(row.source.name, row.pledged) for row in matching.by_source(community)] == [
        ("เทศบาลบ้านสวน", D(100)),
        ("พมจ.", D(900)),
    ]
