"""`ledger_check` finds every kind of fault that is planted in the books, and none where there is none."""

import re
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from market import orders
from tests import factories
from tests.market import steps
from tests.welfare import books_builders as build
from welfare import chain, corrections, costs, countersigns, ledger, periods, receipts, shares
from welfare.models import Account, Donation, Transfer


@pytest.fixture
def books(community, treasurer, committee):
    """Six entries: an opening, a reason, bound money, a cost by two, a reversal, and a donation with its receipt."""
    build.enter(community, "500.00", document="opening balance", on=build.month_ago(2))
    wrong = build.enter(community, "40.00", debit="cash", reason="กล่องเงินสด", on=build.month_ago(1))
    build.enter(community, "300.00", credit="other_income", purpose="flood")
    asked = costs.ask(community=community, amount=D("120.50"), words="ค่าไฟ", way="bank", actor=treasurer)
    countersigns.agree(countersign=asked, actor=committee)
    ledger.reverse(transfer=wrong, key="back", reason="เขียนผิด", actor=treasurer)
    _donate(community, treasurer)
    return community


def _donate(community, treasurer):
    gift = Donation.objects.create(community=community, key="d", amount=D(99), way="cash")
    row = build.enter(
        community, "99.00", debit="cash", credit="donation", document=f"donation {gift.code}", key="donation"
    )
    Donation.objects.filter(pk=gift.pk).update(
        status="arrived", arrived_amount=D(99), arrived_on=row.value_date, transfer=row
    )
    receipts.issue(
        transfer=row, document=row.document, name="", purpose="สวัสดิการ", way="cash", actor=treasurer
    )


@pytest.fixture
def check(capsys):
    """The faults that the command writes when it ends with 1; beside "whole" there are none when it ends with 0."""

    def check(code="bansuan"):
        with translation.override("en"):
            try:
                call_command("ledger_check", community=code)
                ended_with = 0
            except SystemExit as ended:
                ended_with = ended.code
        lines = capsys.readouterr().out.splitlines()
        assert ended_with in (0, 1)
        return lines if ended_with else lines[1:]

    return check


@pytest.fixture
def plant(db):
    """Change rows behind the back of every guard, as somebody who owns the database could."""

    def plant(statement, *values, table="welfare_transfer"):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            assert cursor.rowcount > 0

    return plant


def said(lines, *patterns):
    """Each pattern is found in some line, and nothing else is said."""
    for pattern in patterns:
        assert any(re.search(pattern, line) for line in lines), (pattern, lines)
    unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in patterns)]
    assert unexpected == []


def number(key):
    return Transfer.objects.get(key=key).number


def test_whole_books_are_called_whole(books, check):
    assert check() == []


def test_a_fund_without_books_is_whole(community, check):
    assert check() == []


@pytest.fixture
def sold(buyer, seller, listing):
    """Two jars at 45 baht were sold: the fund gets 1.80."""
    return steps.complete(factories.order(buyer, factories.wish(listing, "2")), seller)


def test_sales_are_whole(sold, check):
    assert Transfer.objects.get().amount == D("1.80")
    assert check() == []


def test_a_sale_of_which_a_part_went_back_is_whole(sold, seller, check):
    orders.refund(order=sold, amount=D(30), reason="เสีย", method="cash", key="r", actor=seller)
    assert Transfer.objects.order_by("-id").first().amount == D("1.20")
    assert check() == []


def test_a_sale_that_went_back_is_whole(sold, seller, check):
    orders.refund(order=sold, amount=D(90), reason="เสีย", method="cash", key="r", actor=seller)
    assert check() == []


def test_a_sale_whose_share_was_taken_back_alone_is_seen(sold, treasurer, check):
    ledger.reverse(transfer=Transfer.objects.get(), key="gone", reason="", actor=treasurer)
    said(check(), f"{sold.code} over ฿1.80 does not stand in the books")


def test_a_share_of_another_amount_is_seen(sold, check, plant):
    plant("UPDATE market_order SET share = 170", table="market_order")
    said(check(), "Entry 1 over ฿1.80 says .*, but there it is ฿1.70", "over ฿1.70 does not stand")


def test_the_command_checks_every_fund(books, capsys):
    other = factories.community()
    call_command("ledger_check")
    assert f"{other.code}: " in capsys.readouterr().out


def test_a_code_that_is_none_is_named(db):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("ledger_check", community="nowhere")


def test_a_changed_amount_breaks_the_seal_and_the_sums(books, check, plant):
    plant("UPDATE welfare_transfer SET amount = amount + 100 WHERE number = 1")
    said(
        check(),
        "Entry 1 does not fit its seal",
        "account .* is kept as",
        "What moved through .* is kept wrongly",
    )


@pytest.mark.parametrize(
    "change",
    ["value_date = '2020-01-05'", "document = 'opening balance '", "key = 'other'", "actor_id = NULL"],
)
def test_no_column_changes_unseen(books, check, plant, change):
    plant(f"UPDATE welfare_transfer SET {change} WHERE number = 5")
    assert any("Entry 5 does not fit its seal" in line for line in check())


def test_a_changed_reason_is_seen(books, check, plant):
    plant("UPDATE welfare_transfer SET reason = 'อื่น' WHERE number = 2")
    said(check(), "The reason of entry 2 was changed")


def test_a_reason_without_its_salt_is_a_removed_name(books, check, plant):
    plant("UPDATE welfare_transfer SET reason = '', reason_salt = '' WHERE number = 2")
    assert check() == []


def test_a_row_sealed_anew_breaks_the_next(books, check, plant):
    row = Transfer.objects.get(number=3)
    row.document = "entry 9"
    seal = chain.seal(row, Transfer.objects.get(number=2).seal)
    plant("UPDATE welfare_transfer SET document = 'entry 9', seal = %s WHERE number = 3", seal)
    said(check(), "Entry 4 does not fit its seal")


def test_a_missing_entry_leaves_a_gap(books, check, plant):
    plant("DELETE FROM welfare_transfer WHERE number = 3")
    lines = check()
    assert any("Entry 4 follows entry 2" in line for line in lines)


def test_missing_entries_at_the_end_are_counted(books, check, plant):
    plant("DELETE FROM welfare_receipt", table="welfare_receipt")
    plant("UPDATE welfare_donation SET transfer_id = NULL, status = 'sent'", table="welfare_donation")
    plant("DELETE FROM welfare_transfer WHERE number = 6")
    assert any("counts 6 entries, but the last one in the books is 5" in line for line in check())


def test_a_last_seal_that_was_changed_is_seen(books, check, plant):
    plant("UPDATE welfare_fund SET last_hash = %s", "0" * 64, table="welfare_fund")
    said(check(), "The last seal")


def test_a_balance_that_was_changed_is_seen(books, check, plant):
    plant("UPDATE welfare_balance SET debits = debits + 1 WHERE is_money", table="welfare_balance")
    said(check(), "is kept as", "Debits and credits of all accounts differ")


def test_an_account_of_money_without_its_guard_is_seen(books, check, plant):
    plant("UPDATE welfare_balance SET is_money = %s WHERE is_money", False, table="welfare_balance")
    said(check(), "no longer guarded")


def test_a_month_that_was_changed_is_seen(books, check, plant):
    plant("UPDATE welfare_accountmonth SET credits = credits + 1", table="welfare_accountmonth")
    said(check(), "is kept wrongly")


def _seal_again(plant):
    """Give every row of the chain its right seal, as a forger would who knows how."""
    before = chain.FIRST
    for row in Transfer.objects.filter(community__code="bansuan").order_by("number"):
        before = chain.seal(row, before)
        plant("UPDATE welfare_transfer SET seal = %s WHERE id = %s", before, row.pk)
    plant("UPDATE welfare_fund SET last_hash = %s", before, table="welfare_fund")


def test_money_below_zero_on_the_way_is_seen(books, check, plant):
    """The cost comes before the opening: the balance at the end is the same."""
    plant("UPDATE welfare_transfer SET number = 100 WHERE number = 1")
    plant("UPDATE welfare_transfer SET number = 1 WHERE number = 4")
    plant("UPDATE welfare_transfer SET number = 4 WHERE number = 100")
    _seal_again(plant)
    said(check(), "With entry 1 the account .* falls below zero: −฿120.50")


def test_bound_money_spent_for_something_else_is_seen(books, check, plant):
    bound = ledger.account(books, "bank", purpose="flood")
    plant("UPDATE welfare_transfer SET credit_id = %s WHERE document LIKE 'cost %%'", bound.pk)
    _seal_again(plant)
    assert any("takes money of a campaign for something else" in line for line in check())


def test_an_account_of_another_fund_is_seen(books, check, plant):
    elsewhere = ledger.account(factories.community(), Account.Kind.COSTS)
    plant("UPDATE welfare_transfer SET debit_id = %s WHERE document LIKE 'cost %%'", elsewhere.pk)
    assert any("uses an account of another fund" in line for line in check())


def test_a_reversal_of_another_amount_is_seen(books, check, plant):
    plant("UPDATE welfare_transfer SET amount = 3000 WHERE key = 'back'")
    _seal_again(plant)
    assert any("Entry 5 is not the opposite" in line for line in check())


def test_a_reversal_the_same_way_round_is_seen(books, check, plant):
    plant("UPDATE welfare_transfer SET debit_id = credit_id, credit_id = debit_id WHERE key = 'back'")
    _seal_again(plant)
    assert any("Entry 5 is not the opposite" in line for line in check())


@pytest.fixture
def closed(books, treasurer):
    periods.close(community=books, month=build.month_ago(2), actor=treasurer)
    return books


def test_closed_months_are_whole(closed, check, treasurer):
    periods.close(community=closed, month=build.month_ago(1), actor=treasurer)
    assert check() == []


@pytest.mark.parametrize("months", [2, 5])
def test_an_entry_written_into_a_closed_month_is_seen(closed, check, plant, months):
    plant("UPDATE welfare_period SET is_closed = %s", False, table="welfare_period")
    build.enter(closed, "7.00", on=build.month_ago(months), key="late")
    plant("UPDATE welfare_period SET is_closed = %s", True, table="welfare_period")
    said(check(), f"Entry {number('late')} was written into .* after", "was closed with ฿500, but")


def test_a_month_opened_by_nobody_is_seen(closed, check, plant):
    plant("UPDATE welfare_period SET is_closed = %s", False, table="welfare_period")
    said(check(), "was closed or opened without anybody's name")


def test_an_entry_after_opening_again_is_whole(closed, check, treasurer, committee):
    asked = periods.ask_reopen(community=closed, month=build.month_ago(2), reason="ลืม", actor=treasurer)
    countersigns.agree(countersign=asked, actor=committee)
    build.enter(closed, on=build.month_ago(2))
    periods.close(community=closed, month=build.month_ago(2), actor=treasurer)
    assert check() == []


def test_an_entry_without_its_document_is_seen(community, check):
    build.enter(community, document="payout nowhere1")
    said(check(), "Entry 1 says .*nowhere1, but there it is not said")


def test_a_document_of_words_that_nobody_knows_is_seen(community, check):
    build.enter(community, document="favour abcd3467")
    said(check(), "names a document that nobody knows: favour abcd3467")


def test_a_document_with_another_amount_is_seen(books, check, plant):
    plant("UPDATE welfare_donation SET arrived_amount = 10000", table="welfare_donation")
    said(check(), "Entry 6 over ฿99 says .*, but there it is ฿100", "over ฿100 does not stand")


def test_a_donation_said_to_have_arrived_without_an_entry_is_seen(books, check, plant, community):
    gift = Donation.objects.create(community=community, key="e", amount=D(7), way="cash")
    values = {"status": "arrived", "arrived_amount": D(7), "transfer": Transfer.objects.get(key="back")}
    Donation.objects.filter(pk=gift.pk).update(**values)
    said(check(), f"{gift.code} over ฿7 does not stand in the books")


def test_a_gift_that_went_back_unsaid_is_seen(books, check, treasurer):
    ledger.reverse(transfer=Transfer.objects.get(key="donation"), key="gone", reason="", actor=treasurer)
    said(check(), "over ฿99 does not stand in the books", "Receipt 1/.* were not taken back together")


def test_a_cost_corrected_by_two_is_whole(books, check, treasurer, committee):
    row = Transfer.objects.get(document__startswith="cost ")
    asked = corrections.ask(transfer=row, reason="จ่ายผิด", actor=treasurer)
    countersigns.agree(countersign=asked, actor=committee)
    assert check() == []


def test_a_shops_payment_needs_both_of_its_entries(owe, pay, treasurer, check, plant):
    payment = pay("9.00")
    shares.confirm(payment=payment, amount=D("9.00"), actor=treasurer)
    assert check() == []
    income = Transfer.objects.get(key=f"share:{payment.code}:income")
    ledger.reverse(transfer=income, key="half", reason="", actor=treasurer)
    said(check(), f"{payment.code} over ฿9 does not stand in the books")


def test_a_receipt_that_is_missing_is_seen(books, check, plant):
    plant("UPDATE welfare_receipt SET number = 2", table="welfare_receipt")
    said(check(), "Before receipt 2/.* a number is missing", "end at 2, but 1 numbers")


def test_a_receipt_over_another_amount_is_seen(books, check, plant):
    plant("UPDATE welfare_receipt SET amount = 9901", table="welfare_receipt")
    said(check(), "Receipt 1/.* differ in the amount")
