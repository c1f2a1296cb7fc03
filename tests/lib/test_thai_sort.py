"""The order of a Thai dictionary, in a column that any database can sort."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.thai import sort_key

# Headwords in the order of the Royal Institute's dictionary, then goods of a market between them.
ORDERED = [
    "10 บาท",
    "๒ ชิ้น",
    "Apple",
    "banana",
    "กก",
    "กกุธภัณฑ์",
    "กฎ",
    "กรรม",
    "กล้วย",
    "กะทิ",
    "กะปิ",
    "กา",
    "ก้าน",
    "กำ",
    "กิน",
    "กุ้ง",
    "เก่ง",
    "เกลือ",
    "แกง",
    "โกโก้",
    "ใกล้",
    "ไก่",
    "ขนม",
    "ข้าว",
    "ไข่",
    "เงาะ",
    "จาน",
    "น้ำ",
    "ปลา",
    "เป็ด",
    "ฤดู",
    "ลำไย",
    "สตรี",
    "เสื่อ",
    "หมู",
    "แหนม",
    "อ้อย",
    "ฮ่องกง",
]


def test_words_come_out_as_in_a_dictionary():
    shuffled = random.Random(7).sample(ORDERED, len(ORDERED))
    assert sorted(shuffled, key=sort_key) == ORDERED


@pytest.mark.parametrize(
    "ordered",
    [
        ["กาน", "ก่าน", "ก้าน"],
        ["เก", "เก็ง", "เก่ง", "เก้ง"],
        ["ไข", "ไข่", "ไข้"],
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก"],
        ["เสือ", "เสื่อ", "เสื้อ"],
        ["พัน", "พันธ์", "พันธุ์"],
    ],
)
def test_marks_decide_between_words_that_are_otherwise_the_same(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_case_spaces_and_brackets_do_not_count():
    assert sort_key("Apple (ไทย)") == sort_key("apple ไทย")


def test_a_long_title_still_fits_its_column():
    assert len(sort_key("กล้วย" * 100)) == 200


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=20))
def test_the_key_is_plain_letters_and_figures(text):
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
