"""Two at once: two who agree, two presses on pay, paying while it comes back. On PostgreSQL only."""

from decimal import Decimal as D

import pytest
from django.db import connection

from tests.racing import AT_ONCE, together
from tests.welfare import decisions_builders as make
from welfare import aid_decisions, payouts
from welfare.models import Account, AidDecision, Payout, Transfer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


@pytest.fixture
def asked(community, committee):
    make.fill(community)
    return make.aid(community, rules=make.rules(community, committee))


@pytest.fixture
def due(asked, community):
    for seat in make.committee(community, 2):
        make.yes(asked, seat)
    return asked.payouts.get()


def pay(due, treasurer):
    return payouts.pay(
        payout=due, way="bank", payee_name="จันทร์ ทองดี", payee_account="1234567890 ธ", actor=treasurer
    ).status


def test_eight_who_agree_at_once_make_one_payout(asked, community):
    seats = make.committee(community, AT_ONCE)
    outcomes = together(lambda number: make.yes(asked, seats[number]).step)
    assert sorted(str(outcome) for outcome in outcomes) == ["1", "2"] + ["closed"] * (AT_ONCE - 2)
    assert (Payout.objects.count(), AidDecision.objects.count()) == (1, 2)


def test_eight_with_eight_amounts_agree_to_one(asked, community):
    seats = make.committee(community, AT_ONCE)
    outcomes = together(lambda number: make.yes(asked, seats[number], str(600 + number)).step)
    assert outcomes.count("amount_differs") == AT_ONCE - 1
    assert AidDecision.objects.count() == 1


def test_a_yes_and_a_no_at_once_never_both_end_it(asked, community):
    seats = make.committee(community, AT_ONCE)
    together(lambda number: (make.no if number % 2 else make.yes)(asked, seats[number]).step)
    asked.refresh_from_db()
    has_no = AidDecision.objects.filter(verdict="refuse").exists()
    assert (asked.status, Payout.objects.count()) == (("refused", 0) if has_no else ("approved", 1))


def test_one_orders_at_once(asked, community):
    seats = make.committee(community, AT_ONCE)
    outcomes = together(
        lambda number: (
            aid_decisions.order_emergency(request=asked, amount=D(500), reason="ด่วน", actor=seats[number]).pk
        )
    )
    assert outcomes.count("once") == AT_ONCE - 1
    assert Payout.objects.count() == 1


def test_eight_presses_pay_once(due, treasurer, community):
    assert together(lambda _number: pay(due, treasurer)) == ["paid"] * AT_ONCE
    assert make.held(community, Account.Kind.BANK) == D(8000)


def test_paying_while_it_comes_back_pays_once_and_takes_back_once(due, treasurer, community):
    def press(number):
        if number % 2:
            return payouts.give_back(payout=due, reason="คืน", actor=treasurer).status
        return pay(due, treasurer)

    together(press)
    due.refresh_from_db()
    expected = {"paid": D(8000), "returned": D(10000)}[due.status]
    assert make.held(community, Account.Kind.BANK) == expected
    assert Transfer.objects.filter(document=f"payout {due.code}").count() == (
        1 if due.status == "paid" else 2
    )


def test_it_is_begun_again_once(due, treasurer):
    payouts.stop(payout=due, reason="รอ", actor=treasurer)
    codes = together(lambda _number: payouts.begin_again(request=due.request, actor=treasurer).code)
    assert len(set(codes)) == 1
