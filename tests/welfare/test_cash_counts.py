"""The cash box is counted beside the books; a difference takes two people."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.errors import Refused
from tests import factories
from welfare import cash_counts, countersigns, funds, ledger
from welfare.models import Account, CashCount, Countersign, Transfer


@pytest.fixture
def box(community, treasurer):
    """The books say that 1,000 baht lie in the cash box."""
    funds.open_books(community=community, bank=D(0), cash=D(1000), on=timezone.localdate(), actor=treasurer)


@pytest.fixture
def count(community, treasurer, box):
    """The treasurer counts."""

    def count(amount, words="", **about):
        content = {"community": community, "kind": "cash", "actor": treasurer, **about}
        return cash_counts.count(counted=D(amount), words=words, **content)

    return count


def test_what_agrees_is_written_down_and_nothing_is_posted(count):
    made = count("1000")
    assert (made.status, made.booked) == ("agrees", D(1000))
    assert Transfer.objects.count() == 1


def test_notes_and_coins_are_added_up():
    pieces = {D(500): 1, D(20): 3, D("0.25"): 2}
    assert cash_counts.total(pieces) == D("560.50")


def test_there_is_no_note_of_thirty_baht():
    with pytest.raises(Refused):
        cash_counts.total({D(30): 1})


def test_notes_that_are_worth_another_sum_are_refused(count):
    with pytest.raises(Refused):
        count("1000", pieces={D(500): 1})


def test_a_difference_without_an_explanation_is_counted_once_more(count):
    with pytest.raises(Refused) as refused:
        count("990")
    assert refused.value.code == "words"
    assert not CashCount.objects.exists()


def test_a_difference_waits_for_a_second_person(count, books):
    made = count("990.25", "อาจทอนเงินเกิน")
    asked = Countersign.objects.get()
    assert (made.status, asked.kind, asked.amount) == ("waiting", "difference", D("9.75"))
    assert asked.document == f"count {made.code}"
    assert books("cash") == D(1000)


@pytest.mark.parametrize(("counted", "difference"), [("990", D(10)), ("1005", D(-5))])
def test_the_second_persons_yes_enters_the_difference(count, books, committee, counted, difference):
    made = count(counted, "นับสองรอบแล้ว")
    countersigns.agree(countersign=Countersign.objects.get(), actor=committee)
    made.refresh_from_db()
    assert (made.status, made.transfer.key) == ("entered", f"count:{made.code}")
    assert books("cash") == D(counted)
    assert books("difference") == difference


def test_who_counted_cannot_agree(count, treasurer):
    count("990", "นับแล้ว")
    with pytest.raises(Refused) as refused:
        countersigns.agree(countersign=Countersign.objects.get(), actor=treasurer)
    assert refused.value.code == "same_person"


def test_the_second_persons_no_means_counting_again(count, community, committee, books):
    made = count("990", "นับแล้ว")
    assert cash_counts.to_count(community) == []
    countersigns.refuse(countersign=Countersign.objects.get(), actor=committee, words="ยังไม่เชื่อ")
    made.refresh_from_db()
    assert made.status == "refused"
    assert books("cash") == D(1000)
    assert cash_counts.to_count(community) == ["cash"]


def test_nothing_is_counted_while_a_difference_waits(count):
    count("990", "นับแล้ว")
    with pytest.raises(Refused) as refused:
        count("1000")
    assert refused.value.code == "waiting"


def test_counting_twice_with_one_press_too_many_is_one_count(count):
    assert count("1000") == count("1000")
    assert count("990", "นับแล้ว") == count("990", "นับแล้ว")


def test_money_of_campaigns_lies_in_the_same_box(count, community):
    for kind, holder in (("cash", ""), ("donation", "")):
        ledger.account(community, kind, holder=holder, purpose="campaign1")
    ledger.post(
        key="gift",
        community=community,
        debit=ledger.account(community, "cash", purpose="campaign1"),
        credit=ledger.account(community, "donation", purpose="campaign1"),
        amount=D(200),
        document="donation x",
    )
    assert count("1200").status == "agrees"


@pytest.mark.parametrize("kind", ["bank", "collector", "costs"])
def test_only_what_can_be_counted_is_counted(count, kind):
    with pytest.raises(Refused):
        count("10", kind=kind)


def test_less_than_nothing_cannot_lie_there(count):
    with pytest.raises(Refused):
        count("-1", "ผิด")


def test_the_box_is_to_be_counted_after_a_week(count, community):
    assert cash_counts.to_count(community) == ["cash"]
    count("1000")
    assert cash_counts.to_count(community) == []
    CashCount.objects.update(counted_at=timezone.now() - dt.timedelta(days=8))
    assert cash_counts.to_count(community) == ["cash"]


def test_an_empty_box_needs_no_counting(db):
    assert cash_counts.to_count(factories.community(code="new")) == []


def test_the_difference_belongs_to_the_general_fund(count, committee):
    count("990", "นับแล้ว")
    countersigns.agree(countersign=Countersign.objects.get(), actor=committee)
    assert Account.objects.get(kind="difference").purpose == ""
