"""Tables to take away: read back by other libraries, and no cell begins a formula."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from lib.spreadsheets import csv_response, harmless, xlsx_response

FORMULAS = [
    "=1+1",
    "+66812345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://example.org")',
]
PLAIN = ["น้ำพริก", "a=b", "ถุง - เล็ก", "081-234-5678", "", "1,250", "'quoted'"]


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def read_xlsx(response):
    """The cells of the first sheet as (kind, text), read from the file itself."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        text = book.read("xl/worksheets/sheet1.xml").decode()
    rows = []
    for row in sheet.findall(".//x:row", space):
        rows.append([(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.findall("x:c", space)])
    return rows, text


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_a_formula_is_made_harmless(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_no_cell_of_a_csv_begins_a_formula():
    rows = read_csv(csv_response("a.csv", FORMULAS, [FORMULAS]))
    assert all(cell.startswith("'") for row in rows for cell in row)


def test_no_cell_of_an_xlsx_is_a_formula():
    rows, text = read_xlsx(xlsx_response("a.xlsx", FORMULAS, [FORMULAS]))
    assert "<f>" not in text
    assert all(cell.startswith("'") for row in rows for _kind, cell in row)


def test_a_csv_opens_with_its_thai_text_in_excel():
    response = csv_response("a.csv", ["ชื่อ"], [["น้ำพริก"]])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert read_csv(response) == [["ชื่อ"], ["น้ำพริก"]]


def test_numbers_dates_and_gaps_in_a_csv_are_plain():
    row = [Decimal("-1250.50"), -3, None, date(2026, 1, 5), datetime(2026, 1, 5, 20, 30, tzinfo=UTC), True]
    assert read_csv(csv_response("a.csv", ["x"], [row]))[1] == [
        "-1250.50",
        "-3",
        "",
        "2026-01-05",
        "2026-01-06 03:30",
        "True",
    ]


def test_numbers_in_an_xlsx_are_numbers():
    rows, _text = read_xlsx(
        xlsx_response("a.xlsx", ["x"], [[Decimal("-1250.50"), 7, date(2026, 1, 5), "ไข่"]])
    )
    assert rows[1] == [("n", "-1250.50"), ("n", "7"), ("n", "46027"), ("inlineStr", "ไข่")]


def test_a_moment_in_an_xlsx_is_bangkok_time():
    rows, _text = read_xlsx(xlsx_response("a.xlsx", ["x"], [[datetime(2026, 1, 5, 17, 0, tzinfo=UTC)]]))
    assert rows[1] == [("n", "46028")]


@pytest.mark.parametrize(
    "number", [Decimal("NaN"), float("inf"), Decimal("12345678901234.56"), 12345678901234567]
)
def test_a_number_that_a_sheet_would_change_is_text(number):
    rows, _text = read_xlsx(xlsx_response("a.xlsx", ["x"], [[number]]))
    assert rows[1] == [("inlineStr", str(number))]


def test_a_very_long_text_is_cut_rather_than_lost():
    rows, _text = read_xlsx(xlsx_response("a.xlsx", ["x"], [["ก" * 40_000]]))
    assert rows[1][0][1] == "ก" * 32_767


@pytest.mark.parametrize("respond", [csv_response, xlsx_response])
def test_a_thai_name_of_a_file_is_kept(respond):
    disposition = respond("ยอดขาย 2569.csv", ["x"], [])["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert unquote(re.search(r"filename\*=utf-8''(\S+)", disposition)[1]) == "ยอดขาย 2569.csv"
