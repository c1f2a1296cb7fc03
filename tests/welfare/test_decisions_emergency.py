"""Paid at once and decided afterwards; refused and heard again by others."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.appendonly import lifted
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from welfare import aid_decisions, aid_follow, payouts
from welfare.models import AidRequest, EmergencyOrder, Payout


@pytest.fixture
def seats(community):
    return make.committee(community)


@pytest.fixture
def asked(community, committee):
    return make.aid(community, rules=make.rules(community, committee))


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def order(asked, actor, amount="800", reason="ไม่มีข้าวกิน"):
    return aid_decisions.order_emergency(request=asked, amount=D(amount), reason=reason, actor=actor)


def paid(asked, treasurer):
    make.fill(asked.community)
    payout = Payout.objects.get(request=asked)
    return payouts.pay(
        payout=payout, way="bank", payee_name="จันทร์ ทองดี", payee_account="1234567890 ธ", actor=treasurer
    )


def status(asked):
    asked.refresh_from_db()
    return asked.status


def to_be_decided(days):
    """The order's last day for a decision moves to so many days ago: the row is frozen, which is lifted for it."""
    with lifted("welfare_emergencyorder"):
        EmergencyOrder.objects.update(ratify_by=timezone.localdate() - dt.timedelta(days=days))


def test_one_person_lets_it_be_paid_at_once(asked, seats, treasurer):
    made = order(asked, seats[0])
    payout = Payout.objects.get()
    assert (payout.is_emergency, payout.amount, payout.status) == (True, D(800), "to_pay")
    assert made.ratify_by == timezone.localdate() + dt.timedelta(days=7)
    assert status(asked) == "asked"
    assert paid(asked, treasurer).status == "paid"


def test_the_same_order_twice_is_one(asked, seats):
    assert order(asked, seats[0]) == order(asked, seats[0])
    with refused("once"):
        order(asked, seats[1])
    assert Payout.objects.count() == 1


@pytest.mark.parametrize(("amount", "code"), [("1000.01", "limit"), ("0", "amount"), ("-1", "amount")])
def test_the_limit_of_the_rules_holds(asked, seats, amount, code):
    with refused(code):
        order(asked, seats[0], amount)


def test_the_limit_itself_may_be_paid(asked, seats):
    assert order(asked, seats[0], "1000").amount == D(1000)


@pytest.mark.parametrize("changes", [None, {"emergency_up_to": 0}])
def test_without_a_rule_nothing_is_paid_at_once(community, committee, seats, changes):
    asked = make.aid(community, rules=make.rules(community, committee, **changes) if changes else None)
    with refused("no_emergency"):
        order(asked, seats[0], "1")


def test_it_takes_a_reason_and_a_household(asked, seats):
    with refused("reason"):
        order(asked, seats[0], reason=" ")
    AidRequest.objects.filter(pk=asked.pk).update(household=None)
    with refused("no_household"):
        order(asked, seats[0])


def test_agreeing_to_what_was_paid_makes_no_second_payout(asked, seats, treasurer):
    order(asked, seats[0])
    paid(asked, treasurer)
    with refused("amount_differs"):
        make.yes(asked, seats[1], "1000")
    make.yes(asked, seats[1], "800")
    make.yes(asked, seats[2], "800")
    assert (status(asked), asked.approved, Payout.objects.count()) == ("paid", D(800), 1)


def test_agreeing_before_it_is_paid_leaves_it_to_be_paid(asked, seats):
    order(asked, seats[0])
    make.yes(asked, seats[1], "800")
    make.yes(asked, seats[2], "800")
    assert (status(asked), Payout.objects.get().status) == ("approved", "to_pay")


def test_a_no_stops_what_is_not_paid_yet(asked, seats, community):
    order(asked, seats[0])
    make.no(asked, seats[1])
    assert (status(asked), Payout.objects.get().status) == ("refused", "stopped")
    assert not aid_decisions.not_ratified(community).exists()


def test_what_was_paid_and_then_refused_is_on_the_auditors_list_until_it_comes_back(
    asked, seats, treasurer, community
):
    made = order(asked, seats[0])
    payout = paid(asked, treasurer)
    assert not aid_decisions.not_ratified(community).exists()
    make.no(asked, seats[1])
    assert list(aid_decisions.not_ratified(community)) == [made]
    payouts.give_back(payout=payout, reason="คืนเงิน", actor=treasurer)
    assert not aid_decisions.not_ratified(community).exists()


def test_what_nobody_decided_in_time_is_on_the_auditors_list(asked, seats, community):
    made = order(asked, seats[0])
    to_be_decided(0)
    assert not aid_decisions.not_ratified(community).exists()
    to_be_decided(1)
    assert list(aid_decisions.not_ratified(community)) == [made]
    assert not aid_decisions.not_ratified(factories.community()).exists()


def test_after_it_came_back_the_decision_is_free_again(asked, seats, treasurer):
    order(asked, seats[0])
    payouts.give_back(payout=paid(asked, treasurer), reason="คืนเงิน", actor=treasurer)
    make.yes(asked, seats[1], "2000")
    make.yes(asked, seats[2], "2000")
    assert (status(asked), Payout.objects.filter(status="to_pay").get().amount) == ("approved", D(2000))


def test_a_refusal_is_heard_again_by_others(asked, seats, buyer):
    make.yes(asked, seats[0])
    make.no(asked, seats[1])
    made = aid_decisions.appeal(request=asked, words="ขาดใบรับรองแพทย์ ตอนนี้มีแล้ว", user=buyer)
    assert (status(asked), asked.is_appealed, made.made_by) == ("asked", True, buyer)
    for seat in seats[:2]:
        with refused("decided"):
            make.yes(asked, seat)
    make.yes(asked, seats[2])
    assert status(asked) == "asked"
    make.yes(asked, seats[3])
    assert status(asked) == "approved"


def test_a_refusal_is_heard_again_once(asked, seats):
    make.no(asked, seats[0])
    aid_decisions.appeal(request=asked, words="ขอให้ดูอีกครั้ง")
    make.no(asked, seats[1])
    with refused("once"):
        aid_decisions.appeal(request=asked, words="ขอให้ดูอีกครั้ง")


def test_only_a_refusal_is_heard_again_and_with_words(asked, seats):
    with refused("not_refused"):
        aid_decisions.appeal(request=asked, words="ขอ")
    make.no(asked, seats[0])
    with refused("words"):
        aid_decisions.appeal(request=asked, words=" ")


@pytest.mark.parametrize(("days", "is_late"), [(30, False), (31, True)])
def test_an_appeal_comes_within_its_days(asked, seats, days, is_late):
    make.no(asked, seats[0])
    AidRequest.objects.update(decided_at=timezone.now() - dt.timedelta(days=days))
    if is_late:
        with refused("late"):
            aid_decisions.appeal(request=asked, words="ขอให้ดูอีกครั้ง")
    else:
        assert aid_decisions.appeal(request=asked, words="ขอให้ดูอีกครั้ง").pk


@pytest.mark.parametrize(("days", "is_late"), [(30, False), (31, True)])
def test_an_appeal_is_offered_as_long_as_it_is_taken(asked, seats, days, is_late):
    make.no(asked, seats[0])
    AidRequest.objects.update(decided_at=timezone.now() - dt.timedelta(days=days))
    asked.refresh_from_db()
    assert aid_follow.standing(asked).may_appeal is not is_late


def test_who_ordered_at_once_does_not_hear_the_appeal(asked, seats):
    order(asked, seats[0])
    make.no(asked, seats[1])
    aid_decisions.appeal(request=asked, words="ขอให้ดูอีกครั้ง")
    with refused("ordered"):
        make.yes(asked, seats[0])
