"""Headings as committees write them find the field that is meant, and no other."""

import random

import pytest

from lib.sheets import guess_columns

WANTED = {
    "house": ["บ้านเลขที่", "House no."],
    "name": ["ชื่อ-สกุล", "ชื่อ นามสกุล", "Full name"],
    "first": ["ชื่อ", "First name"],
    "birth": ["ปีเกิด", "พ.ศ.เกิด", "Year of birth"],
    "birthday": ["วันเกิด", "วันเดือนปีเกิด", "Date of birth"],
    "sex": ["เพศ", "Sex"],
    "phone": ["เบอร์โทร", "โทรศัพท์", "Phone"],
    "income": ["รายได้", "Income"],
}


def field_of(head: str) -> str | None:
    """The one field that a heading is taken for."""
    found = guess_columns([head], WANTED)
    return next((field for field, column in found.items() if column == 0), None)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("บ้านเลขที่", "house"),
        ("เลขที่บ้าน", "house"),
        ("บ้าน เลขที่.", "house"),
        ("บ้านเลขทื่", "house"),
        ("HOUSE NO", "house"),
        ("ชื่อ - สกุล", "name"),
        ("ชื่อ – นามสกุล", "name"),
        ("ชื่อ-สกลุ", "name"),
        ("ชื่อ", "first"),
        ("ปีเกิด", "birth"),
        ("ปี เกิด (พ.ศ.)", "birth"),
        ("พ.ศ. เกิด", "birth"),
        ("พศ.เกิด", "birth"),
        ("วันเกดิ", "birthday"),
        ("วัน/เดือน/ปีเกิด", "birthday"),
        ("เพศ (ช/ญ)", "sex"),
        ("โทรศัพย์", "phone"),
        ("รายได้ (บาท/เดือน)", "income"),
        ("ชื่อพ่อ", None),
        ("ชื่อคู่สมรส", None),
        ("นามสกุล", None),
        ("เลขที่บัตร", None),
        ("รายจ่าย", None),
        ("ลำดับ", None),
        ("หมู่ที่", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_heading_is_taken_for_what_it_means(head, field):
    assert field_of(head) == field


def test_each_column_is_used_once_and_the_exact_one_wins():
    heads = ["วันเกดิ", "วันเกิด", "ชื่อ-สกุล", "Full name"]
    found = guess_columns(heads, WANTED)
    assert found["birthday"] == 1
    assert found["name"] == 2
    assert [column for column in found.values() if column is not None] == [2, 1]


def test_two_fields_of_one_name_get_one_column_each_in_order():
    wanted = {"before": ["รายได้"], "after": ["รายได้"]}
    assert guess_columns(["รายได้", "รายได้"], wanted) == {"before": 0, "after": 1}
    assert guess_columns(["รายได้"], wanted) == {"before": 0, "after": None}


def test_the_order_of_columns_changes_nothing():
    heads = ["ลำดับ", "เลขที่บ้าน", "ชื่อ - สกุล", "เพศ", "พ.ศ. เกิด", "โทรศัพย์", "รายได้ (บาท)"]
    expected = {
        field: heads[column] for field, column in guess_columns(heads, WANTED).items() if column is not None
    }
    assert len(expected) == 6
    for seed in range(20):
        mixed = random.Random(seed).sample(heads, len(heads))
        found = guess_columns(mixed, WANTED)
        assert {field: mixed[column] for field, column in found.items() if column is not None} == expected
