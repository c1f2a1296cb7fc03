"""Many at once: what must count once counts once. On PostgreSQL only; SQLite lets one writer in at a time."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection

from households import incomes
from households.models import Household, IncomeRecord
from tests.racing import AT_ONCE, together
from welfare import ledger, shares, slips
from welfare.models import Account, SharePayment, Slip, Transfer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


def test_one_key_is_posted_once(community):
    bank = ledger.account(community, Account.Kind.BANK)
    opening = ledger.account(community, Account.Kind.OPENING)

    def post(_number):
        return ledger.post(
            key="k", community=community, debit=bank, credit=opening, amount=D(5), document="d"
        )

    assert len(set(together(post))) == 1
    assert ledger.balance(bank) == D(5)


def test_an_account_is_opened_once(community):
    assert len(set(together(lambda _number: ledger.account(community, Account.Kind.CASH)))) == 1


def test_a_slip_is_taken_by_one(buyer):
    def show(number):
        return slips.show(bank="004", reference="REFERENCE1", document=f"order {number}", user=buyer).document

    outcomes = together(show)
    assert outcomes.count("slip_used") == AT_ONCE - 1
    assert Slip.objects.count() == 1


def test_a_payment_is_confirmed_once(owe, pay, treasurer, books):
    owe("9.00")
    payment = pay("9.00")
    together(lambda _number: shares.confirm(payment=payment, amount=D("9.00"), actor=treasurer).status)
    assert (books(Account.Kind.BANK), books(Account.Kind.MARKET_SHARE)) == (D("9.00"), D("9.00"))


def test_two_treasurers_with_two_amounts_confirm_one(owe, pay, treasurer, books):
    owe("9.00")
    payment = pay("9.00")
    outcomes = together(
        lambda number: shares.confirm(payment=payment, amount=D(number + 1), actor=treasurer).status
    )
    assert outcomes.count("answered") == AT_ONCE - 1
    assert books(Account.Kind.BANK) == SharePayment.objects.get().arrived_amount


def test_one_refund_is_corrected_once(owe, correct, community):
    owe("9.00")
    together(lambda _number: correct("4.00"))
    assert (shares.owed_by(community, "shop7"), Transfer.objects.count()) == (D("4.00"), 3)


def test_a_shop_has_one_payment_waiting(pay):
    outcomes = together(lambda number: pay("9.00", reference=f"REFERENCE{number}").status)
    assert outcomes.count("waiting") == AT_ONCE - 1


def test_a_month_is_accepted_once(seller):
    home = Household.objects.of_member(seller).get()
    may = date(2026, 5, 1)
    incomes.propose(household=home, month=may, gross=D(45), document="order a", key="a")
    together(lambda _number: incomes.accept_month(household=home, month=may, costs=D(5), actor=seller).pk)
    assert IncomeRecord.objects.get().gross == D(45)
