"""Cells as committees write them. Expected values are read off the cell by a person, not computed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from lib import sheets
from lib.errors import Refused

TODAY = dt.date(2026, 11, 20)


def code_of(function, *arguments, **options) -> str:
    """The code of the refusal, which has a sentence."""
    with translation.override("en"), pytest.raises(Refused) as refused:
        function(*arguments, **options)
    assert str(refused.value).endswith(".")
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2510", 1967),
        ("๒๕๑๐", 1967),
        ("พ.ศ. 2510", 1967),
        ("พศ2510", 1967),
        ("เกิด พ.ศ. ๒๕๑๐", 1967),
        ("1967", 1967),
        ("1/5/2510", 1967),
        ("1 พ.ค. 10", 1967),
        ("1 พฤษภาคม พ.ศ. 2510", 1967),
        ("พ.ค. 2510", 1967),
        ("1967-05-01", 1967),
        ("1967-05-01 00:00", 1967),
        ("2510-05-01", 1967),
        ("อายุ 45 ปี", 1981),
        ("๔๕ ปี", 1981),
        ("45 years", 1981),
        ("5 ปี 3 เดือน", 2021),
        ("8 เดือน", 2026),
        ("11 เดือน", 2025),
        ("2449", 1906),
        ("2569", 2026),
    ],
)
def test_a_year_of_birth_is_read(cell, year):
    assert sheets.birth_year(cell, TODAY) == year


def test_a_bare_number_is_an_age_only_in_a_column_of_ages():
    assert sheets.birth_year("45", TODAY, is_age=True) == 1981
    assert code_of(sheets.birth_year, "45", TODAY) == "birth_year"


def test_a_year_in_a_column_of_ages_is_still_a_year():
    assert sheets.birth_year("2510", TODAY, is_age=True) == 1967


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2570", "future"),
        ("21/11/2569", "future"),
        ("ธ.ค. 2569", "future"),
        ("2448", "too_old"),
        ("121 ปี", "too_old"),
        ("24593", "birth_year"),
        ("30/2/2510", "birth_year"),
        ("ไม่ทราบ", "birth_year"),
        ("", "birth_year"),
        ("10", "birth_year"),
    ],
)
def test_an_impossible_year_of_birth_is_refused(cell, code):
    assert code_of(sheets.birth_year, cell, TODAY) == code


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        (cell, "female")
        for cell in ["ญ", "ญ.", "หญิง", " หญิง ", "F", "female", "นาง", "นางสาว", "น.ส.", "ด.ญ.", "Mrs."]
    ]
    + [(cell, "male") for cell in ["ช", "ช.", "ชาย", "เพศชาย", "m", "MALE", "นาย", "นายสมมุติ ตัวอย่าง", "ด.ช."]]
    + [("อื่น ๆ", "other")],
)
def test_sex_is_read_from_words_letters_and_titles(cell, sex):
    assert sheets.sex(cell) == sex


@pytest.mark.parametrize("cell", ["", "1", "2", "ดร.", "ไม่ระบุ", "ชาย/หญิง", "ชญ"])
def test_what_does_not_tell_the_sex_is_refused(cell):
    assert code_of(sheets.sex, cell) == "sex"


@pytest.mark.parametrize(
    ("cell", "answer"),
    [(cell, True) for cell in ["ใช่", "มี", "✓", "✔️", "1", "๑", "yes", "Y", "TRUE", "/", "ใช่ค่ะ"]]
    + [(cell, False) for cell in ["ไม่", "ไม่ใช่", "ไม่มี", "0", "No", "FALSE", "✗", "ไม่มีครับ"]],
)
def test_yes_and_no_are_read(cell, answer):
    assert sheets.yes_no(cell) is answer


@pytest.mark.parametrize("cell", ["", "x", "2", "-", "อาจจะ", "ใช่ไม่"])
def test_neither_yes_nor_no_is_refused(cell):
    assert code_of(sheets.yes_no, cell) == "yes_no"


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("ม.ค. 69", dt.date(2026, 1, 1)),
        ("มกราคม ๒๕๖๙", dt.date(2026, 1, 1)),
        ("1/2569", dt.date(2026, 1, 1)),
        ("2026-01-15", dt.date(2026, 1, 1)),
        ("2569-01-01 00:00", dt.date(2026, 1, 1)),
        ("31/12/2568", dt.date(2025, 12, 1)),
    ],
)
def test_a_month_is_read(cell, month):
    assert sheets.month(cell) == month


@pytest.mark.parametrize("cell", ["", "มกราคม", "13/2569", "มกรา 1", "0/2569", "9999999/2569"])
def test_what_is_no_month_is_refused(cell):
    assert code_of(sheets.month, cell) == "month"


@pytest.mark.parametrize(
    "cell", ["5/1/2569", "๕ ม.ค. ๒๕๖๙", "2026-01-05", "2026-01-05 14:30", "2026-01-05T00:00:00"]
)
def test_a_date_is_read(cell):
    assert sheets.day(cell) == dt.date(2026, 1, 5)


@pytest.mark.parametrize("cell", ["", "32/1/2569", "เมื่อวาน", "46027"])
def test_what_is_no_date_is_refused(cell):
    assert code_of(sheets.day, cell) == "date"


@pytest.mark.parametrize(
    ("cell", "baht"),
    [
        ("๑,๒๕๐", "1250"),
        ("1,250.-", "1250"),
        ("1250,-", "1250"),
        ("฿1250.50", "1250.50"),
        ("1,250 บาท", "1250"),
        ("0", "0"),
        ("0.5", "0.50"),
        ("1250.500", "1250.50"),
    ],
)
def test_an_amount_is_read(cell, baht):
    assert sheets.amount(cell) == Decimal(baht)
    assert isinstance(sheets.amount(cell), Decimal)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "amount"),
        ("-", "amount"),
        ("ไม่ทราบ", "amount"),
        ("3,000-4,000", "amount"),
        ("100 200", "amount"),
        ("1,25", "amount"),
        ("1.250,50", "amount"),
        ("5 พัน", "amount"),
        ("1e5", "amount"),
        ("NaN", "amount"),
        ("-500", "negative"),
        ("0.005", "satang"),
        ("9" * 30, "too_large"),
    ],
)
def test_what_is_no_amount_is_refused(cell, code):
    assert code_of(sheets.amount, cell) == code


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("081-234-5678", "0812345678"),
        ("812345678", "0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("53121585", "053121585"),
        ("โทร. 053-121585 ต่อ 18", "053121585 ต่อ 18"),
    ],
)
def test_a_phone_is_read_with_the_zero_that_excel_takes(cell, phone):
    assert sheets.phone(cell) == phone


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "phone"),
        ("12345", "phone"),
        ("ไม่มี", "phone"),
        ("081-234-5678, 089-876-5432", "several"),
        ("0812345678/0898765432", "several"),
    ],
)
def test_what_is_no_single_phone_is_refused(cell, code):
    assert code_of(sheets.phone, cell) == code


@pytest.mark.parametrize(
    ("cell", "split"),
    [
        ("นางสาวสมศรี  ตัวอย่าง", ("นางสาว", "สมศรี ตัวอย่าง")),
        ("น.ส.สมศรี ตัวอย่าง", ("น.ส.", "สมศรี ตัวอย่าง")),
        ("น.ส สมศรี ตัวอย่าง", ("น.ส", "สมศรี ตัวอย่าง")),
        ("นาย เข้ม ตัวอย่าง", ("นาย", "เข้ม ตัวอย่าง")),
        ("นางเเดง ตัวอย่าง", ("นาง", "แดง ตัวอย่าง")),
        ("ด.ญ.นํ้าใส ตัวอย่าง", ("ด.ญ.", "น้ำใส ตัวอย่าง")),
        ("เด็กชายเก่ง ตัวอย่าง", ("เด็กชาย", "เก่ง ตัวอย่าง")),
        ("ว่าที่ ร.ต.หญิง สมใจ ตัวอย่าง", ("ว่าที่ ร.ต.หญิง", "สมใจ ตัวอย่าง")),
        ("พ.ต.ท. ดร.มานะ ตัวอย่าง", ("พ.ต.ท. ดร.", "มานะ ตัวอย่าง")),
        ("Mr.John Example", ("Mr.", "John Example")),
        ("คุณ สมศรี", ("คุณ", "สมศรี")),
        ("คุณวุฒิ ตัวอย่าง", ("", "คุณวุฒิ ตัวอย่าง")),
        ("นายิกา ตัวอย่าง", ("", "นายิกา ตัวอย่าง")),
        ("น.สมศรี ตัวอย่าง", ("", "น.สมศรี ตัวอย่าง")),
        ("ส. ตัวอย่าง", ("", "ส. ตัวอย่าง")),
        ("Missara Example", ("", "Missara Example")),
        ("สมศรี ตัวอย่าง", ("", "สมศรี ตัวอย่าง")),
        ("นาย", ("นาย", "")),
        ("", ("", "")),
    ],
)
def test_a_title_is_parted_from_the_name(cell, split):
    assert sheets.split_name(cell) == split


@pytest.mark.parametrize(
    ("cell", "number", "village"),
    [
        ("12 หมู่ 3", "12", 3),
        ("12/1 ม.3", "12/1", 3),
        ("๑๒/๑ หมู่ที่ ๓", "12/1", 3),
        ("12 / 1 ม. 3", "12/1", 3),
        ("12ม3", "12", 3),
        ("หมู่ 3, 12/1", "12/1", 3),
        ("บ้านเลขที่ 45/2", "45/2", None),
        ("เลขที่ 7 หมู่บ้านที่ 4", "7", 4),
        ("House no. 12 Moo 3", "12", 3),
        ("88/1-3", "88/1-3", None),
        ("12/ก", "12/ก", None),
        ("ชค. 5 หมู่ 2", "ชค. 5", 2),
    ],
)
def test_a_house_number_and_its_village_are_read(cell, number, village):
    assert sheets.house_number(cell) == (number, village)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-01-12", "made_a_date"),
        ("2026-01-12 00:00", "made_a_date"),
        ("", "house"),
        ("ม.3", "house"),
        ("12 หมู่ 0", "house"),
        ("12 ถนนตัวอย่าง", "house"),
        ("12 หมู่ 3 ต.ตัวอย่าง", "house"),
        ("ไม่มีเลขที่", "house"),
    ],
)
def test_more_or_less_than_a_house_number_is_refused(cell, code):
    assert code_of(sheets.house_number, cell) == code


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "...", "N/A", "\u200b"])
def test_nothing_is_blank(cell):
    assert sheets.is_blank(cell)


@pytest.mark.parametrize("cell", ["0", "ไม่มี", "ไม่ทราบ", "ก"])
def test_an_answer_is_not_blank(cell):
    assert not sheets.is_blank(cell)
