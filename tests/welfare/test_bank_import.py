"""Bank statements: whatever a bank saves is read, and each line counts once."""

import datetime as dt
from decimal import Decimal as D

import pytest

from lib.errors import Refused
from tests.lib import sheet_files
from tests.welfare.bank_builders import HEADS, ROWS, taken_in, uploaded
from welfare import bank_import, bank_rows
from welfare.models import BankLayout, BankLine, BankStatement


def lines():
    return list(BankLine.objects.order_by("booked_on", "id").values_list("booked_on", "amount", "balance"))


FIRST = [
    (dt.date(2025, 10, 1), D("100.00"), D("1100.00")),
    (dt.date(2025, 10, 1), D("100.00"), D("1200.00")),
    (dt.date(2025, 10, 2), D("-50.50"), D("1149.50")),
    (dt.date(2025, 10, 3), D("0.75"), D("1150.25")),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_table_with_two_columns_of_amounts_is_read_without_help(community, treasurer, encoding):
    statement = taken_in(community, treasurer, encoding=encoding)
    assert lines() == FIRST
    assert (statement.lines_new, statement.lines_known, statement.closing) == (4, 0, D("1150.25"))


@pytest.mark.parametrize("make", [sheet_files.xlsx, sheet_files.xls])
def test_workbooks_are_read_as_well(community, treasurer, make):
    name = f"ธนาคาร.{make.__name__}"
    statement = bank_import.upload(
        community=community, kind="bank", file=make([HEADS, *ROWS]), name=name, actor=treasurer
    )
    bank_import.take_in(statement=statement, actor=treasurer)
    assert lines() == FIRST


def test_titles_sums_and_the_balance_brought_forward_are_no_lines(community, treasurer):
    rows = [
        ["01/10/68", "", "ยอดยกมา", "", "", "1,000.00", ""],
        *ROWS,
        ["", "", "รวม", "50.50", "200.75", "", ""],
    ]
    taken_in(community, treasurer, rows)
    assert lines() == FIRST


def test_a_table_that_begins_with_the_newest_line_ends_with_the_same_balance(community, treasurer):
    statement = taken_in(community, treasurer, ROWS[::-1])
    assert statement.closing == D("1150.25")
    assert lines() == FIRST


def test_the_balances_tell_which_way_a_single_day_runs(community, treasurer):
    statement = taken_in(community, treasurer, ROWS[:2][::-1])
    assert statement.closing == D("1200.00")


@pytest.mark.parametrize(
    ("heads", "row", "amount"),
    [
        (["Date", "Descriptions", "Amount", "Balance"], ["02/10/2025", "Transfer", "-50.50", ""], "-50.50"),
        (["วันที่ทำรายการ", "รายละเอียด", "จำนวนเงิน (บาท)"], ["2 ต.ค. 2568", "โอน", "+1,000.00"], "1000"),
        (["Date", "Particulars", "Withdrawal", "Deposit"], ["02 Oct 25", "ATM", "300.00", ""], "-300"),
        (["วันที่", "รายการ", "ถอน", "ฝาก", "คงเหลือ"], ["2/10/2568", "ฝาก", "", "๒๕.๕๐", ""], "25.50"),
        (["Date", "Details", "Amount", "Dr/Cr"], ["2025-10-02", "fee", "15.00", "DR"], "-15"),
        (["Date", "Details", "Debit", "Credit"], ["02/10/2025 14:30:22", "x", "(15.00)", "0.00"], "-15"),
    ],
)
def test_headings_of_thai_banks_are_known(community, treasurer, heads, row, amount):
    taken_in(community, treasurer, [row, [""] * len(row)], heads)
    assert BankLine.objects.get().amount == D(amount)
    assert BankLine.objects.get().booked_on == dt.date(2025, 10, 2)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1,250.-", "1250"), ("50.00-", "-50"), ("−50", "-50"), ("(50.00)", "-50"), ("50 CR", "50"), ("-", "0")],
)
def test_signs_are_read_as_banks_write_them(written, amount):
    assert bank_rows.signed(written) == D(amount)


@pytest.mark.parametrize("written", ["2025-10-02", "abc", "1 2", "5-5"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(Refused):
        bank_rows.signed(written)


def test_a_second_import_of_the_same_table_brings_nothing_new(community, treasurer):
    taken_in(community, treasurer)
    again = taken_in(community, treasurer)
    assert (again.lines_new, again.lines_known) == (0, 4)
    assert lines() == FIRST


def test_overlapping_days_in_another_layout_and_order_count_once(community, treasurer):
    taken_in(community, treasurer, ROWS[:3])
    heads = ["Date", "Descriptions", "Withdrawal", "Deposit", "Outstanding Balance"]
    later = [
        ["03/10/2025", "Interest", "", "0.75", "1150.25"],
        ["02/10/2025", "Transfer out", "50.50", "", "1149.50"],
        ["01/10/2025", "Transfer in", "", "100.00", "1200.00"],
        ["01/10/2025", "Transfer in", "", "100.00", "1100.00"],
    ]
    again = taken_in(community, treasurer, later, heads)
    assert (again.lines_new, again.lines_known) == (1, 3)
    assert lines() == FIRST


def test_lines_that_are_the_same_on_one_day_are_counted_one_by_one(community, treasurer):
    heads = ["วันที่", "จำนวนเงิน", "รายการ"]
    taken_in(community, treasurer, [["1/10/68", "100", "โอน"]] * 2, heads)
    again = taken_in(community, treasurer, [["1/10/68", "100", "โอน"]] * 3, heads)
    assert (again.lines_new, again.lines_known) == (1, 2)
    assert BankLine.objects.count() == 3


def test_the_same_line_in_the_e_wallet_is_another_line(community, treasurer):
    taken_in(community, treasurer)
    assert taken_in(community, treasurer, kind="wallet").lines_new == 4


def test_one_bad_row_keeps_everything_out(community, treasurer):
    rows = [*ROWS, ["31/02/68", "", "โอน", "", "10.00", "", ""]]
    with pytest.raises(Refused) as refused:
        taken_in(community, treasurer, rows)
    assert refused.value.code == "bad_rows"
    assert not BankLine.objects.exists()
    assert [line.number for line in bank_import.preview(BankStatement.objects.get()).bad] == [6]


@pytest.mark.parametrize(
    "row",
    [
        ["1/10/2600", "", "โอน", "", "10.00", "", ""],
        ["1/10/68", "", "โอน", "5.00", "10.00", "", ""],
        ["1/10/68", "", "โอน", "", "สิบบาท", "", ""],
        ["", "", "โอน", "", "10.00", "", ""],
    ],
)
def test_rows_that_cannot_be_are_shown_with_the_reason(community, treasurer, row):
    found = bank_import.preview(uploaded(community, treasurer, [*ROWS, row]))
    assert len(found.bad) == 1
    assert found.bad[0].problem


def test_a_balance_that_does_not_follow_is_told(community, treasurer):
    found = bank_import.preview(uploaded(community, treasurer, [ROWS[0], *ROWS[2:]]))
    assert [line.amount for line in found.breaks] == [D("-50.50")]


def test_a_line_beside_one_of_the_same_day_and_amount_is_told(community, treasurer):
    taken_in(community, treasurer, ROWS[:1])
    heads = ["วันที่", "จำนวนเงิน", "รายการ"]
    found = bank_import.preview(uploaded(community, treasurer, [["1/10/68", "100", "โอนเข้า"]], heads))
    assert len(found.new) == len(found.likely) == 1


def test_the_columns_chosen_last_time_are_proposed_again(community, treasurer):
    heads = ["ก", "ข", "ค"]
    statement = uploaded(community, treasurer, [["1/10/68", "5.00", "โอน"]], heads)
    assert statement.columns == {}
    places = {"date": 0, "amount": 1, "words": 2}
    bank_import.match_columns(statement=statement, places=places, actor=treasurer)
    again = uploaded(community, treasurer, [["2/10/68", "7.00", "โอน"]], heads, name="next.csv")
    assert again.columns == places
    assert BankLayout.objects.count() == 1


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ({"amount": 4}, "no_date"),
        ({"date": 0}, "no_amount"),
        ({"date": 0, "amount": 4, "deposit": 3}, "no_amount"),
        ({"date": 0, "amount": 0}, "twice"),
        ({"date": 0, "amount": 99}, "column"),
    ],
)
def test_columns_that_do_not_tell_day_and_amount_are_refused(community, treasurer, places, code):
    with pytest.raises(Refused) as refused:
        bank_import.match_columns(statement=uploaded(community, treasurer), places=places, actor=treasurer)
    assert refused.value.code == code


def test_taking_in_twice_takes_in_once(community, treasurer):
    statement = uploaded(community, treasurer)
    for _press in range(2):
        bank_import.take_in(statement=statement, actor=treasurer)
    assert BankLine.objects.count() == 4


def test_pressing_upload_twice_gives_one_statement(community, treasurer):
    assert uploaded(community, treasurer) == uploaded(community, treasurer)


def test_what_was_not_taken_in_can_be_put_away(community, treasurer):
    bank_import.drop(statement=uploaded(community, treasurer), actor=treasurer)
    assert not BankStatement.objects.exists()


def test_what_was_taken_in_stays(community, treasurer):
    with pytest.raises(Refused):
        bank_import.drop(statement=taken_in(community, treasurer), actor=treasurer)
