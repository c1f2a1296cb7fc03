"""Files made to harm, files made by mistake: each is refused with a sentence, and nothing else ever happens."""

import io
import random
import struct
import time
import zipfile

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lib.errors import Refused
from lib.sheets import Sheet, read, workbooks
from tests.lib import sheet_files as files

TABLE = [files.HEADS, *files.PEOPLE]
SHEET = "xl/worksheets/sheet1.xml"
ENDINGS = ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv", "jpg", ""]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(40)
HEIC = b"\0\0\0\x18ftypheic" + bytes(40)


def code_of(data, name: str, **limits) -> str:
    """Why the file is refused; the sentence ends as sentences do."""
    with translation.override("en"), pytest.raises(Refused) as refused:
        read(io.BytesIO(data) if isinstance(data, bytes) else data, name, **limits)
    assert str(refused.value).endswith(".")
    return refused.value.code


def with_cells(xml: bytes) -> io.BytesIO:
    """A workbook whose sheet holds `xml` in place of its rows."""
    book = files.xlsx(TABLE)
    before, rest = files.parts(book)[SHEET].split(b"<sheetData>")
    return files.changed(
        book, {SHEET: before + b"<sheetData>" + xml + b"</sheetData>" + rest.split(b"</sheetData>")[1]}
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = files.changed(files.xlsx(TABLE), {SHEET: bytes(150 * 1024 * 1024)})
    assert len(bomb.getvalue()) < 1024 * 1024
    started = time.perf_counter()
    assert code_of(bomb, "a.xlsx") == "too_heavy"
    assert time.perf_counter() - started < 1


def test_many_parts_that_are_heavy_together_are_refused():
    parts = {f"xl/media/{number}.bin": bytes(11 * 1024 * 1024) for number in range(20)}
    assert code_of(files.changed(files.xlsx(TABLE), parts), "a.xlsx") == "too_heavy"


def test_a_workbook_of_thousands_of_parts_is_refused():
    assert (
        code_of(files.changed(files.xlsx(TABLE), {f"{number}": b"" for number in range(2_001)}), "a.xlsx")
        == "too_heavy"
    )


def test_parts_that_share_their_bytes_are_refused():
    book = bytearray(files.xlsx(TABLE).getvalue())
    for part in zipfile.ZipFile(io.BytesIO(book)).infolist():
        place = book.find(b"PK\x01\x02")
        while place >= 0 and part.filename.encode() not in book[place : place + 46 + 60]:
            place = book.find(b"PK\x01\x02", place + 4)
        book[place + 20 : place + 24] = struct.pack("<I", len(book))
    assert code_of(bytes(book), "a.xlsx") == "damaged"


@pytest.mark.parametrize("last", [b"XFD1048576", b"Z1048576"])
def test_two_cells_at_the_ends_of_a_sheet_end_only_the_process_that_reads_them(last):
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="%s"><v>1</v></c></row>' % last
    started = time.perf_counter()
    assert code_of(with_cells(far), "a.xlsx") == "too_heavy"
    assert time.perf_counter() - started < 10


def test_a_cell_far_to_the_right_is_refused():
    wide = b'<row r="1"><c r="A1"><v>1</v></c><c r="CA1"><v>1</v></c></row>'
    assert code_of(with_cells(wide), "a.xlsx") == "columns"


def test_a_long_text_repeated_in_every_cell_is_refused():
    text = "ยาว" * 10_000
    rows = [["ก", "ข"], *([text] * 20 for _row in range(200))]
    assert code_of(files.xlsx(rows), "a.xlsx") == "text"


@pytest.mark.parametrize("place", [*range(40, 80, 4), 62, 76, 512, 520, 528])
@pytest.mark.parametrize("number", [0, 2, 0x7FFFFFFF, 0xFFFFFFF0])
def test_an_old_workbook_with_false_counts_and_circular_chains_takes_neither_time_nor_the_server(
    place, number
):
    data = bytearray(files.xls(TABLE).getvalue())
    struct.pack_into("<I", data, place, number)
    started = time.perf_counter()
    only_refused(bytes(data), "xls")
    assert time.perf_counter() - started < 10


def test_a_reader_that_works_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(workbooks, "CPU_SECONDS", 0)
    assert code_of(files.xlsx(TABLE * 2_000), "a.xlsx") == "too_heavy"


def test_a_sheet_repeated_a_million_times_in_ods_is_refused():
    book = files.ods(TABLE)
    content = files.parts(book)["content.xml"].decode()
    repeated = content.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    repeated = repeated.replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" '
    )
    started = time.perf_counter()
    assert code_of(files.changed(book, {"content.xml": repeated.encode()}), "a.ods") in (
        "too_heavy",
        "columns",
        "damaged",
    )
    assert time.perf_counter() - started < 60


def test_an_endless_entity_in_xml_is_not_unfolded():
    book = files.xlsx(TABLE)
    xml = files.parts(book)["xl/sharedStrings.xml"]
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (letter, *[letter - 1] * 8)
        for letter in range(98, 112)
    )
    bomb = xml.replace(b"<sst", entities + b"]><sst", 1).replace("ลำดับ".encode(), b"&o;")
    try:
        sheet = read(files.changed(book, {"xl/sharedStrings.xml": bomb}), "a.xlsx")
    except Refused:
        return
    assert len(str(sheet)) < 10_000


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_truncated_workbook_is_refused(kind, share):
    data = getattr(files, kind)([files.HEADS, *files.PEOPLE * 60]).getvalue()
    data = data[: int(len(data) * share)]
    assert code_of(data, f"a.{kind}") in ("damaged", "empty")


def test_a_truncated_csv_in_thai_is_not_misread():
    data = "ชื่อ,เพศ\nก ตัวอย่าง,หญิง".encode()
    assert code_of(data[:-1], "a.csv") == "encoding"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (files.xlsx(TABLE).getvalue(), "a.csv", "wrong_ending"),
        (files.xlsx(TABLE).getvalue(), "a.xls", "wrong_ending"),
        (files.xls(TABLE).getvalue(), "a.xlsx", "wrong_ending"),
        ("ก,ข\n1,2\n".encode(), "a.xlsx", "wrong_ending"),
        (files.xlsx(TABLE).getvalue(), "a", "ending"),
        ("ก,ข\n1,2\n".encode(), "a.exe", "ending"),
        (PNG, "a.xlsx", "picture"),
        (JPEG, "a.csv", "picture"),
        (HEIC, "a.xls", "picture"),
        (b"BM" + bytes(60), "a.csv", "picture"),
        (b"%PDF-1.7\n", "a.xlsx", "pdf"),
        (files.zipped({"word/document.xml": b"<x/>"}).getvalue(), "a.xlsx", "document"),
        (files.zipped({"readme.txt": b"x"}).getvalue(), "a.xlsx", "archive"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "html"),
        (b"\xef\xbb\xbf <!DOCTYPE html><table>", "a.xls", "html"),
        ("\ufeff<table border=1>".encode("utf-16-le"), "a.xls", "html"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "a.xls",
            "html",
        ),
        (files.compound("EncryptedPackage", b"x").getvalue(), "a.xlsx", "password"),
    ],
)
def test_another_thing_under_a_tables_name_is_named(data, name, code):
    assert code_of(data, name) == code


def test_a_word_that_begins_like_a_picture_is_a_table():
    assert read(files.csv("BMI,ชื่อ\n22,ก\n"), "a.csv").heads == ["BMI", "ชื่อ"]


def test_a_locked_zip_is_refused():
    data = bytearray(files.zipped({"xl/workbook.xml": b"<x/>"}).getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(data), "a.xlsx") == "password"


@pytest.mark.parametrize("data", [b"a\0b,c\n1,2\n", b"a,b\n" + bytes(200), "ก,ข\nค\0,ง".encode("utf-16")])
def test_nul_characters_are_refused(data):
    assert code_of(data, "a.csv") == "not_a_table"


@pytest.mark.parametrize(
    "data",
    [
        "名前,性別\n例,女\n".encode("shift-jis"),
        "Name,Café\nÉté,ñandú\n".encode("latin-1"),
        "ชื่อ,เพศ\nก,หญิง\n".encode() + b"\xe0\xb8",
        "Имя,Пол\nПример,ж\n".encode("cp1251"),
    ],
)
def test_letters_of_another_encoding_are_refused_and_not_garbled(data):
    assert code_of(data, "a.csv") == "encoding"


def test_half_a_letter_of_utf_16_is_refused():
    assert code_of("ก,ข\nค,ง\n".encode("utf-16") + b"x", "a.csv") == "encoding"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ก,ข\n" + "x" * 5_000_000, "line"),
        ("ก,ข\n" + "x," * 2_500_000, "line"),
        ("ก,ข\n" + "x" * 40_000 + ",1", "text"),
        ('ก,ข\n"' + "x\n" * 100_000, "text"),
        ('ก,ข\n"ค,ง\nจ,ฉ\n', "quotation"),
        ("ก,ข\n" + "," * 60 + "x\n", "columns"),
        ("ก,ข\n" + "1,2\n" * 25_001, "rows"),
        ("", "empty"),
        (" \n \n\t", "empty"),
        (",,,\n,,\n", "empty"),
        ("\ufeff", "empty"),
        ("ก,ข\n", "only_heads"),
        ("ทะเบียนตัวอย่าง\nก,ข,ค\n", "only_heads"),
        ("ก\nข\nค\n", "no_table"),
    ],
)
def test_a_text_file_that_is_no_table_or_too_large_is_refused(text, code):
    assert code_of(files.csv(text), "a.csv") == code


def test_the_limits_are_the_callers():
    table = [["ก", "ข", "ค"], *[["1", "2", "3"]] * 5]
    assert code_of(files.xlsx(table), "a.xlsx", max_rows=4) == "rows"
    assert code_of(files.xlsx(table), "a.xlsx", max_columns=2) == "columns"
    assert code_of(files.xlsx(table), "a.xlsx", max_bytes=1_000) == "too_large"
    assert code_of(files.csv("ก,ข\n1,2\n"), "a.csv", header_row=9) == "header_row"
    assert len(read(files.xlsx(table), "a.xlsx", max_rows=5, max_columns=3).rows) == 5


@pytest.mark.parametrize(("rows", "code"), [([], "empty"), ([files.HEADS], "only_heads")])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_without_data_is_refused(kind, rows, code):
    assert code_of(getattr(files, kind)(rows), f"a.{kind}") == code


def test_two_workbooks_are_never_read_at_once(monkeypatch):
    monkeypatch.setattr(workbooks, "WALL_SECONDS", 0.05)
    with workbooks.TURN:
        assert code_of(files.xlsx(TABLE), "a.xlsx") == "busy"


def test_the_reader_sees_nothing_of_the_servers_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for workbooks")
    seen = {}

    def run(*_arguments, **options):
        seen.update(options["env"])
        raise workbooks.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(workbooks.subprocess, "run", run)
    assert code_of(files.xlsx(TABLE), "a.xlsx") == "too_heavy"
    assert "SECRET_KEY" not in seen


def only_refused(data: bytes, ending: str) -> None:
    """Read, and let nothing but a table or a refusal come of it."""
    try:
        sheet = read(io.BytesIO(data), f"a.{ending}")
    except Refused:
        return
    assert isinstance(sheet, Sheet)
    assert {len(cells) for _number, cells in sheet.rows} == {len(sheet.heads)}
    assert len(set(sheet.heads)) == len(sheet.heads)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(ENDINGS))
@example(b"\xff\xfe\x00\xd8", "csv")
@example(b"PK\x03\x04", "xlsx")
def test_random_bytes_are_refused_or_read(data, ending):
    only_refused(data, ending)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="กขเ้ำ๑\"',;\t\r\n= \ufeff\u200bx0", max_size=120),
    st.sampled_from(["utf-8", "utf-16", "cp874"]),
)
def test_random_text_is_refused_or_read(text, encoding):
    only_refused(text.encode(encoding, "replace"), "csv")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_changed_bytes_is_refused_or_read(kind, seed):
    chance = random.Random(seed)
    data = bytearray(getattr(files, kind)(TABLE).getvalue())
    for _change in range(chance.choice([1, 3, 30])):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    only_refused(bytes(data), kind)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_changed_parts_is_refused_or_read(kind, seed):
    chance = random.Random(seed)
    book = getattr(files, kind)(TABLE)
    name, content = chance.choice(sorted(files.parts(book).items()))
    place = chance.randrange(len(content) or 1)
    changed = (
        content[:place]
        + chance.randbytes(chance.choice([0, 1, 9]))
        + content[place + chance.choice([0, 1, 40]) :]
    )
    only_refused(files.changed(book, {name: changed}).getvalue(), kind)


def test_a_packing_of_the_future_is_refused():
    """A part that says it needs version 9.9 of the format: the reader gives up on it with an error of its own."""
    book = bytearray(files.xlsx(TABLE).getvalue())
    entry = book.index(b"PK\x01\x02")
    book[entry + 6 : entry + 8] = struct.pack("<H", 99)
    assert code_of(bytes(book), "table.xlsx") == "damaged"
