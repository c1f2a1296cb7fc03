"""Proof that comes later or never, money that comes back, payments that are stopped and begun again."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import transaction

from households.models import Person
from lib.appendonly import frozen, lifted
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from tests.welfare.test_payouts_pay import PROOF, due, pay, refused, seats
from welfare import ledger, own_payouts, payouts
from welfare.models import Account, Payout, Transfer

__all__ = ["due", "seats"]
BANK, BENEFIT = Account.Kind.BANK, Account.Kind.BENEFIT


def test_a_payment_without_proof_is_missed_until_one_comes(due, treasurer, community):
    pay(due, treasurer)
    assert list(payouts.without_evidence(community)) == [due]
    assert not payouts.without_evidence(factories.community()).exists()
    payouts.add_evidence(payout=due, pictures=PROOF, actor=treasurer)
    assert not payouts.without_evidence(community).exists()
    assert not payouts.evidenced_late(community).exists()


def test_what_is_not_paid_misses_no_proof(due, community, treasurer):
    assert not payouts.without_evidence(community).exists()
    with refused("not_paid"):
        payouts.add_evidence(payout=due, pictures=PROOF, actor=treasurer)


@pytest.mark.parametrize(("hours", "is_late"), [(71, False), (73, True)])
def test_proof_after_three_days_is_late(due, treasurer, community, hours, is_late):
    paid = pay(due, treasurer)
    Payout.objects.update(paid_at=paid.paid_at - dt.timedelta(hours=hours))
    payouts.add_evidence(payout=due, pictures=PROOF, actor=treasurer)
    assert payouts.evidenced_late(community).exists() == is_late


def test_proof_is_a_picture_of_the_treasurer(due, treasurer, committee):
    pay(due, treasurer)
    with refused("evidence"):
        payouts.add_evidence(payout=due, pictures=[("transfer", "")], actor=treasurer)
    with refused("role"):
        payouts.add_evidence(payout=due, pictures=PROOF, actor=committee)


def test_money_that_comes_back_is_a_reversal(due, treasurer, community):
    paid = pay(due, treasurer)
    payouts.give_back(payout=due, reason="บัญชีปิด", actor=treasurer)
    row = Transfer.objects.get(key=f"payout:{due.code}:returned")
    due.refresh_from_db()
    due.request.refresh_from_db()
    assert (row.reverses, row.reason) == (paid.transfer, "บัญชีปิด")
    assert (make.held(community, BANK), make.held(community, BENEFIT)) == (D(10000), D(0))
    assert (due.status, due.reason, due.request.status) == ("returned", "บัญชีปิด", "approved")


def test_it_comes_back_once(due, treasurer, community):
    pay(due, treasurer)
    for _time in range(2):
        payouts.give_back(payout=due, reason="บัญชีปิด", actor=treasurer)
    assert make.held(community, BANK) == D(10000)
    with refused("not_payable"):
        pay(due, treasurer)


def test_what_was_not_paid_does_not_come_back_and_it_takes_a_reason(due, treasurer):
    with refused("not_paid"):
        payouts.give_back(payout=due, reason="x", actor=treasurer)
    pay(due, treasurer)
    with refused("reason"):
        payouts.give_back(payout=due, reason=" ", actor=treasurer)


def test_goods_come_back_without_an_entry(due, treasurer):
    pay(due, treasurer, "goods")
    before = Transfer.objects.count()
    assert payouts.give_back(payout=due, reason="ของเสีย", actor=treasurer).status == "returned"
    assert Transfer.objects.count() == before


def test_what_came_back_is_paid_anew_by_a_new_payout(due, treasurer, community):
    pay(due, treasurer)
    payouts.give_back(payout=due, reason="บัญชีปิด", actor=treasurer)
    anew = payouts.begin_again(request=due.request, actor=treasurer)
    assert payouts.begin_again(request=due.request, actor=treasurer) == anew
    assert (anew.amount, anew.status, anew == due) == (D(2000), "to_pay", False)
    pay(anew, treasurer)
    assert make.held(community, BANK) == D(8000)
    due.request.refresh_from_db()
    assert due.request.status == "paid"


def test_a_payment_is_stopped_and_begun_again(due, treasurer):
    for _time in range(2):
        assert payouts.stop(payout=due, reason="รอใบรับรอง", actor=treasurer).status == "stopped"
    with refused("not_payable"):
        pay(due, treasurer)
    assert payouts.begin_again(request=due.request, actor=treasurer).status == "to_pay"


def test_what_was_paid_is_not_stopped(due, treasurer):
    with refused("reason"):
        payouts.stop(payout=due, reason="", actor=treasurer)
    pay(due, treasurer)
    with refused("paid"):
        payouts.stop(payout=due, reason="x", actor=treasurer)


def test_only_what_was_agreed_to_is_begun_again(community, committee, treasurer):
    asked = make.aid(community, rules=make.rules(community, committee))
    with refused("not_agreed"):
        payouts.begin_again(request=asked, actor=treasurer)


def test_the_committee_neither_stops_nor_begins_payments(due, committee):
    for act in (
        lambda: payouts.stop(payout=due, reason="x", actor=committee),
        lambda: payouts.begin_again(request=due.request, actor=committee),
        lambda: payouts.give_back(payout=due, reason="x", actor=committee),
    ):
        with pytest.raises(Refused):
            act()


def test_what_waits_is_counted_the_urgent_first(due, community, committee, seats):
    urgent = make.aid(
        community, rules=due.request.rules, for_whom="ตาดำ", household=factories.household(community)
    )
    make.yes(urgent, seats[0], "300")
    Payout.objects.filter(request=urgent).update(is_emergency=True)
    assert [row.amount for row in payouts.to_pay(community)] == [D(300), D(2000)]
    assert payouts.count_to_pay(community) == 2


def test_money_comes_back_and_names_go_though_who_paid_has_moved_in_since(due, treasurer, community):
    pay(due, treasurer)
    living = Person.objects.create(name=treasurer.name, user=treasurer)
    living.memberships.create(household=due.request.household, status="active")
    payouts.give_back(
        payout=due, reason="บัญชีปิด", actor=factories.with_role(community, "treasurer", name="รอง ตัวอย่าง")
    )
    with transaction.atomic(), lifted(*sorted(frozen())):
        own_payouts.erase(due.request.person)
    due.refresh_from_db()
    assert (due.status, due.payee_name, due.paid_by) == ("returned", "", treasurer)


def test_a_payment_of_a_closed_month_comes_back_today(due, treasurer, community):
    paid = pay(due, treasurer)
    assert ledger.balance(paid.transfer.debit) == D(2000)
    payouts.give_back(payout=due, reason="คืน", actor=treasurer)
    assert ledger.balance(paid.transfer.debit) == D(0)
