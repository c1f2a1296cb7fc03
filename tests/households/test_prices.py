"""The price index: pasted in all the ways people paste, each bad line by its number, kept as it is."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.db import IntegrityError, transaction

from households import prices
from households.models import Price, PriceTable
from lib.errors import Refused

JANUARY, FEBRUARY, MARCH = (dt.date(2024, month, 1) for month in (1, 2, 3))


@pytest.mark.parametrize(
    "line",
    [
        "ม.ค. 2567\t107.25", "มกราคม 2567 107.25", "ม.ค. 67,107.25", "1/2567;107.25", "๑/๒๕๖๗ ๑๐๗.๒๕", "2567-01 107.25",
        "2024-01,107.25", "January 2024\t107.25", "01/2567 | 107.25", '"ม.ค. 2567","107.25"', "  ม.ค. 2567   107.25  ", "ม.ค.2567 107.25,",
    ],
)  # fmt: skip
def test_a_line_is_understood_as_people_write_it(line):
    assert prices.read(line) == ({JANUARY: Decimal("107.25")}, [])


def test_headings_on_top_and_empty_lines_are_left_out():
    text = "เดือน\tดัชนี\n\nม.ค. 2567\t107.25\n\nก.พ. 2567\t107.5\n"
    assert prices.read(text).prices == {JANUARY: Decimal("107.25"), FEBRUARY: Decimal("107.5")}


def test_each_bad_line_is_named_by_its_number():
    text = "เดือน ดัชนี\nม.ค. 2567 107.25\nกุมภา 107\nมี.ค. 2567\nม.ค. 2567 108\nเม.ย. 2567 n/a\nพ.ค. 2567 0\nมิ.ย. 2567 1.23456\nบาท"
    reading = prices.read(text)
    assert list(reading.prices) == [JANUARY]
    assert [fault.number for fault in reading.faults] == [3, 4, 5, 6, 7, 8, 9]
    assert reading.faults[0].text == "กุมภา 107"
    assert all(fault.why for fault in reading.faults)


def test_a_month_between_without_an_index_is_named():
    reading = prices.read("1/2567 100\n3/2567 102")
    assert reading.gaps == [FEBRUARY]


def test_years_that_lie_absurdly_apart_do_not_stall_the_page():
    assert prices.read("1/1900 100\n3/9999 102").gaps == []


def workbook(rows) -> BytesIO:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "d/m/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                (sheet.write_datetime if isinstance(cell, dt.date) else sheet.write)(number, place, cell)
    file.seek(0)
    return file


def test_a_workbook_keeps_the_numbers_of_its_rows():
    rows = [
        ["ดัชนีราคาผู้บริโภค"],
        ["เดือน", "จังหวัด", "ดัชนี"],
        ["ม.ค. 2567", "สงขลา", 107.25],
        ["กุมภา", "สงขลา", 107],
    ]
    reading = prices.read(prices.text_of(workbook(rows), "cpi.xlsx"))
    assert reading.prices == {JANUARY: Decimal("107.25")}
    assert [fault.number for fault in reading.faults] == [4]


def test_dates_of_excel_are_months():
    rows = [["month", "index"], [dt.date(2024, 1, 1), 107.25], [dt.date(2024, 2, 1), 107.5]]
    reading = prices.read(prices.text_of(workbook(rows), "cpi.xlsx"))
    assert reading.prices == {JANUARY: Decimal("107.25"), FEBRUARY: Decimal("107.5")}


def test_a_table_without_headings_loses_no_month():
    text = prices.text_of(BytesIO("ม.ค. 2567,107.25\nก.พ. 2567,107.5\n".encode("cp874")), "cpi.csv")
    assert list(prices.read(text).prices) == [JANUARY, FEBRUARY]


def test_a_table_with_other_columns_than_these_two_is_refused():
    file = BytesIO("ก,ข,ค\n1,2,3\n4,5,6\n".encode())
    with pytest.raises(Refused) as caught:
        prices.text_of(file, "cpi.csv")
    assert caught.value.code == "columns"


@pytest.fixture
def keep(community, officer):
    def keep(found):
        return prices.save(
            municipality=community.municipality, source="กระทรวง", base_year=2023, prices=found, actor=officer
        )

    return keep


def test_the_newest_table_is_used_and_the_others_stay(keep, community):
    first = keep({JANUARY: Decimal("107.25")})
    second = keep({JANUARY: Decimal("107.3"), FEBRUARY: Decimal(108)})
    assert prices.newest(community.municipality) == second
    assert first.prices.get().index == Decimal("107.25")
    assert str(first) == "กระทรวง (2566 = 100)"


@pytest.mark.parametrize(("model", "changes"), [(PriceTable, {"base_year": 2019}), (Price, {"index": 99})])
def test_a_kept_table_is_never_changed(keep, model, changes):
    keep({JANUARY: Decimal("107.25")})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk__gt=0)._raw_delete(using="default")


def test_an_empty_table_is_not_kept(keep):
    with pytest.raises(Refused):
        keep({})
    assert not PriceTable.objects.exists()
