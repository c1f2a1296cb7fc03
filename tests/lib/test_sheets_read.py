"""Tables as people really save them: every encoding and program gives the same heads, rows and row numbers."""

import csv as csv_module
import datetime as dt
import io
import tracemalloc

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import Refused
from lib.sheets import read
from lib.sheets.reading import MAY_CHANGE, column_letter
from lib.thai import normalise
from tests.lib import sheet_files as files

ROWS = [(2, files.PEOPLE[0]), (3, files.PEOPLE[1])]
LINES = [",".join(row) for row in [files.HEADS, *files.PEOPLE]]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_of_any_kind_gives_the_same_table(kind):
    sheet = read(getattr(files, kind)([files.HEADS, *files.PEOPLE]), f"ทะเบียน.{kind.upper()}")
    assert (sheet.heads, sheet.rows, sheet.encoding) == (files.HEADS, ROWS, "")
    assert (sheet.header_row, sheet.letters) == (1, ["A", "B", "C", "D", "E"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp874", "cp874"),
        ("tis-620", "cp874"),
    ],
)
def test_a_text_file_gives_the_same_table_in_every_encoding_and_delimiter(encoding, found, delimiter, end):
    text = end.join(LINES).replace(",", delimiter) + end
    sheet = read(files.csv(text, encoding), "ทะเบียน.csv")
    assert (sheet.heads, sheet.rows, sheet.encoding) == (files.HEADS, ROWS, found)


def test_big_endian_unicode_text_is_read():
    data = b"\xfe\xff" + "\n".join(LINES).replace(",", "\t").encode("utf-16-be")
    assert read(io.BytesIO(data), "a.txt").rows == ROWS


def test_commas_inside_names_do_not_win_over_the_real_delimiter():
    text = "ชื่อ;ที่อยู่;จำนวน\nก ตัวอย่าง;1, หมู่ 2, ต.ตัวอย่าง;1,5\nข ตัวอย่าง;2, หมู่ 2, ต.ตัวอย่าง;2,5\n"
    assert read(files.csv(text), "a.csv").heads == ["ชื่อ", "ที่อยู่", "จำนวน"]


def test_excels_line_that_names_the_delimiter_is_obeyed_and_not_counted():
    sheet = read(files.csv("sep=|\nชื่อ|เพศ\nก|ช\n"), "a.csv")
    assert (sheet.heads, sheet.rows) == (["ชื่อ", "เพศ"], [(2, ["ก", "ช"])])


def test_a_line_break_in_quotes_stays_in_its_cell_and_row_numbers_are_excels():
    text = 'ชื่อ,ที่อยู่\r\n"ก ตัวอย่าง","12 หมู่ 3\r\nต.ตัวอย่าง"\r\n\r\n,,\r\n"ข ""เล็ก"" ตัวอย่าง",13\r\n'
    assert read(files.csv(text), "a.csv").rows == [
        (2, ["ก ตัวอย่าง", "12 หมู่ 3 ต.ตัวอย่าง"]),
        (5, ['ข "เล็ก" ตัวอย่าง', "13"]),
    ]


def test_an_inch_sign_is_no_open_quotation():
    text = 'ชื่อ,ขนาด\nท่อ,5"\n"ยาว\nมาก",6"\nสาย,7\n'
    assert [cells for _number, cells in read(files.csv(text), "a.csv").rows] == [
        ["ท่อ", '5"'],
        ["ยาว มาก", '6"'],
        ["สาย", "7"],
    ]


def test_titles_above_the_table_are_passed_over_and_numbers_stay_excels():
    rows = [
        ["ทะเบียนครัวเรือน บ้านตัวอย่าง"],
        [],
        ["หมู่ที่", "3"],
        ["ข้อมูล ณ วันที่", "1 ต.ค. 2569"],
        files.HEADS,
        files.PEOPLE[0],
        [],
        ["", "", " ", "\u200b"],
        files.PEOPLE[1],
    ]
    sheet = read(files.xlsx(rows), "a.xlsx")
    assert (sheet.heads, sheet.header_row) == (files.HEADS, 5)
    assert [number for number, _cells in sheet.rows] == [6, 9]


def test_the_header_row_can_be_chosen():
    sheet = read(files.csv("ก,ข\nค,ง\nจ,ฉ\n"), "a.csv", header_row=2)
    assert (sheet.heads, sheet.rows) == (["ค", "ง"], [(3, ["จ", "ฉ"])])


def test_blank_heads_get_their_letter_and_repeated_ones_a_number():
    rows = [["ชื่อ", "", "ชื่อ", "ชื่อ (2)"], ["ก", "ข", "ค", "ง"]]
    with translation.override("en"):
        assert read(files.xlsx(rows), "a.xlsx").heads == ["ชื่อ", "column B", "ชื่อ (3)", "ชื่อ (2)"]


def test_a_table_that_begins_in_the_middle_keeps_excels_names():
    rows = [[], [], [None, None, "ชื่อ", None, "", "เพศ"], [None, None, "ก", None, "4", "ช"]]
    with translation.override("en"):
        sheet = read(files.xlsx(rows), "a.xlsx")
    assert (sheet.heads, sheet.letters) == (["ชื่อ", "column E", "เพศ"], ["C", "E", "F"])
    assert sheet.rows == [(4, ["ก", "4", "ช"])]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_excel_names_them(index, letters):
    assert column_letter(index) == letters


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (2531, "2531"),
        (2531.0, "2531"),
        (0.1 + 0.2, "0.3"),
        (1250.5, "1250.5"),
        (1101700203451, "1101700203451"),
        (1e-7, "0.0000001"),
        (-20, "-20"),
        (True, "TRUE"),
        (dt.date(2026, 1, 5), "2026-01-05"),
        (dt.datetime(2026, 1, 5, 14, 30), "2026-01-05 14:30"),
        (dt.date(2569, 1, 5), "2569-01-05"),
        ("'0812345678", "0812345678"),
        ('="0812345678"', "0812345678"),
        ("=1+1", "=1+1"),
        ("๑๒/๓", "๑๒/๓"),
        ("  สอง   คำ\u00a0\n", "สอง คำ"),
    ],
)
def test_a_cell_becomes_the_text_a_person_sees(cell, text):
    assert read(files.xlsx([["ก", "ข"], [cell, "x"]]), "a.xlsx").rows[0][1][0] == text


@pytest.mark.parametrize("written", ["น้ำ", "นํ้า", "น้ํา"])
def test_water_is_spelt_one_way(written):
    for file, name in [
        (files.csv(f"ชื่อ,ข\n{written},1\n"), "a.csv"),
        (files.xlsx([["ก", "ข"], [written, "1"]]), "a.xlsx"),
    ]:
        assert read(file, name).rows[0][1][0] == "น้ำ"


def test_a_formula_gives_its_kept_result_and_is_never_evaluated():
    cell = b'<c r="A2" t="str"><f>HYPERLINK("http://example.invalid","x")</f><v>kept</v></c>'
    sheet = files.xlsx([["ก", "ข"], ["MARK", "x"]])
    plain = b'<c r="A2" t="s"><v>2</v></c>'
    part = "xl/worksheets/sheet1.xml"
    xml = files.parts(sheet)[part]
    assert plain in xml
    assert read(files.changed(sheet, {part: xml.replace(plain, cell)}), "a.xlsx").rows[0][1][0] == "kept"


def test_the_first_visible_sheet_with_something_in_it_is_read_or_the_chosen_one():
    table = [files.HEADS, *files.PEOPLE]
    book = files.xlsx(ว่าง=[], สมาชิก=table, รายได้=[["เดือน", "บาท"], ["ม.ค. 69", 100]])
    sheet = read(book, "a.xlsx")
    assert (sheet.name, sheet.names, sheet.heads) == ("สมาชิก", ["ว่าง", "สมาชิก", "รายได้"], files.HEADS)
    book.seek(0)
    assert read(book, "a.xlsx", sheet="รายได้").rows == [(2, ["ม.ค. 69", "100"])]
    book.seek(0)
    with pytest.raises(Refused) as refused:
        read(book, "a.xlsx", sheet="ไม่มี")
    assert refused.value.code == "no_sheet"


def test_a_house_number_merged_beside_its_people_holds_for_each_of_them():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "ทะเบียนตัวอย่าง")
        sheet.write_row("A2", ["บ้านเลขที่", "ชื่อ", "หมายเหตุ"])
        sheet.merge_range("A3:A5", "12/1")
        sheet.write_column("B3", ["ก", "ข", "ค", "ง"])
        sheet.merge_range("C3:C4", "ลูก")
        sheet.write("A6", "12/2")
    output.seek(0)
    assert read(output, "a.xlsx").rows == [
        (3, ["12/1", "ก", "ลูก"]),
        (4, ["12/1", "ข", "ลูก"]),
        (5, ["12/1", "ค", ""]),
        (6, ["12/2", "ง", ""]),
    ]


def test_rows_with_too_few_and_too_many_cells_are_as_wide_as_the_table():
    sheet = read(files.csv("ก,ข\n1\n1,2,3\n"), "a.csv")
    assert [len(cells) for _number, cells in sheet.rows] == [len(sheet.heads)] * 2 == [3, 3]


def test_memory_stays_within_a_few_times_the_table():
    output = io.StringIO()
    table = csv_module.writer(output)
    table.writerow([f"หัว {column}" for column in range(20)])
    table.writerows([[f"{row}/{column} ม.3" for column in range(20)] for row in range(4_000)])
    file = files.csv(output.getvalue(), "cp874")
    tracemalloc.start()
    try:
        sheet = read(file, "a.csv")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(sheet.rows) == 4_000
    assert peak < 30 * 1024 * 1024


@settings(max_examples=1_000, deadline=None)
@given(st.text(alphabet="กนสเแโใไะาำัิีึืฺุู็่้๊๋์ํ๎ๅๆฯ๑ aB1'=-é\u200b\u00a0", max_size=8))
def test_cells_that_are_spared_normalising_would_not_change(text):
    assert MAY_CHANGE.search(text) or normalise(text) == text
