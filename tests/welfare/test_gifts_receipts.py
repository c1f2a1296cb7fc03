"""Receipts: numbers without a gap, taken back by two people with the number kept."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from lib.errors import Refused
from tests import factories
from tests.welfare.gifts_builders import arrived, campaign, sent
from welfare import countersigns, donations, ledger, receipts
from welfare.models import (
    Account,
    Contribution,
    Countersign,
    FundMember,
    Receipt,
    ReceiptBook,
    ReceiptCancellation,
    Transfer,
)


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def take_back(receipt, first, second):
    asked = receipts.ask_to_cancel(receipt=receipt, reason="พิมพ์ยอดผิด", actor=first)
    return countersigns.agree(countersign=asked, actor=second)


def test_numbers_count_from_one_in_each_year(community, treasurer):
    for amount, on in (
        ("10", dt.date(2025, 12, 31)),
        ("20", dt.date(2026, 1, 1)),
        ("30", dt.date(2026, 1, 2)),
    ):
        donations.confirm(donation=sent(community, amount), amount=D(amount), on=on, actor=treasurer)
    assert [str(row) for row in Receipt.objects.order_by("id")] == ["1/2568", "1/2569", "2/2569"]
    assert receipts.years(community) == [2026, 2025]


def test_each_fund_counts_for_itself(community, treasurer):
    elsewhere = factories.community()
    arrived(community, treasurer)
    arrived(elsewhere, factories.with_role(elsewhere, "treasurer"))
    assert list(Receipt.objects.values_list("number", flat=True)) == [1, 1]


def test_one_transfer_has_one_receipt(community, treasurer):
    gift = arrived(community, treasurer)
    again = receipts.issue(
        transfer=gift.transfer, document="x", name="x", purpose="x", way="bank", actor=treasurer
    )
    assert again == Receipt.objects.get()
    assert ReceiptBook.objects.get().last_number == 1


def test_a_confirmation_that_is_rolled_back_leaves_no_gap(community, treasurer):
    arrived(community, treasurer)
    gift = sent(community)
    with transaction.atomic():
        donations.confirm(donation=gift, amount=D(100), actor=treasurer)
        transaction.set_rollback(True)
    arrived(community, treasurer)
    numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert (numbers, receipts.missing(community, Receipt.objects.first().year)) == ([1, 2], [])


def test_a_number_that_is_gone_is_noticed(community, treasurer):
    for _gift in range(3):
        arrived(community, treasurer)
    book = ReceiptBook.objects.get()
    ReceiptBook.objects.update(last_number=5)
    assert receipts.missing(community, book.year) == [4, 5]


def test_two_people_take_a_receipt_back_and_the_number_stays(community, treasurer, committee):
    gift = arrived(community, treasurer, "100")
    receipt = Receipt.objects.get()
    take_back(receipt, treasurer, committee)
    gift.refresh_from_db()
    cancellation = ReceiptCancellation.objects.get()
    assert (gift.status, gift.reason) == ("taken_back", "พิมพ์ยอดผิด")
    assert (cancellation.asked_by, cancellation.agreed_by) == (treasurer, committee)
    assert ledger.money(community)[Account.Kind.BANK] == D(0)
    assert cancellation.reversal.reverses == gift.transfer
    assert (receipt.number, receipts.missing(community, receipt.year)) == (1, [])


def test_nobody_takes_a_receipt_back_alone(community, treasurer):
    arrived(community, treasurer)
    with refused("same_person"):
        take_back(Receipt.objects.get(), treasurer, treasurer)
    assert Transfer.objects.count() == 1


def test_who_does_not_keep_the_fund_cannot_ask(community, treasurer, buyer):
    arrived(community, treasurer)
    with refused("role"):
        receipts.ask_to_cancel(receipt=Receipt.objects.get(), reason="ผิด", actor=buyer)


def test_a_receipt_is_taken_back_once(community, treasurer, committee):
    arrived(community, treasurer)
    take_back(Receipt.objects.get(), treasurer, committee)
    with refused("cancelled"):
        receipts.ask_to_cancel(receipt=Receipt.objects.get(), reason="อีกครั้ง", actor=treasurer)


def test_money_that_was_spent_already_is_not_taken_back(community, treasurer, committee):
    gift = arrived(community, treasurer, "100")
    ledger.post(
        key="cost",
        community=community,
        debit=ledger.account(community, Account.Kind.COSTS),
        credit=ledger.account(community, Account.Kind.BANK),
        amount=D(60),
        document="cost x",
    )
    with refused("short"):
        take_back(Receipt.objects.get(), treasurer, committee)
    gift.refresh_from_db()
    assert (gift.status, ReceiptCancellation.objects.count()) == ("arrived", 0)
    assert Countersign.objects.get().verdict == ""


def test_money_of_a_campaign_goes_out_of_the_campaign_again(community, treasurer, committee):
    roof = campaign(community, committee)
    arrived(community, treasurer, "50")
    gift = arrived(community, treasurer, "70", campaign=roof)
    take_back(Receipt.objects.get(transfer=gift.transfer), committee, treasurer)
    assert ledger.money(community, purpose=roof.code)[Account.Kind.BANK] == D(0)
    assert ledger.money(community)[Account.Kind.BANK] == D(50)


def test_the_receipt_of_a_contribution_is_taken_back_too(community, treasurer, committee):
    member = FundMember.objects.create(
        household=factories.household(community),
        community=community,
        joined_on=dt.date(2026, 1, 1),
        entered_by=treasurer,
    )
    transfer = ledger.post(
        key="contribution:c",
        community=community,
        debit=ledger.account(community, Account.Kind.CASH),
        credit=ledger.account(community, Account.Kind.CONTRIBUTION),
        amount=D(30),
        document="contribution c",
        actor=treasurer,
    )
    paid = Contribution.objects.create(
        key="c",
        member=member,
        community=community,
        amount=D(30),
        way="cash",
        paid_on=dt.date(2026, 2, 1),
        status="arrived",
        transfer=transfer,
        recorded_by=treasurer,
    )
    receipt = receipts.issue(
        transfer=transfer,
        document="contribution c",
        name="บ้าน",
        purpose="เงินสมทบ",
        way="cash",
        actor=treasurer,
    )
    take_back(receipt, treasurer, committee)
    paid.refresh_from_db()
    assert (paid.status, ledger.money(community)[Account.Kind.CASH]) == ("taken_back", D(0))


def test_what_stands_on_a_receipt_cannot_be_changed(community, treasurer):
    arrived(community, treasurer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE welfare_receipt SET amount = amount + 100")
