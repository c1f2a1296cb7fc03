"""Misspelt queries find what was meant; queries for things that nobody sells find nothing.

The even rows of misspellings.csv were used to choose the weights, the odd rows were not.
"""

import csv
from pathlib import Path

import pytest

from lib.similarity import CUT_OFF, alike, fold, rank
from lib.thai import search_key

HERE = Path(__file__).parent
with (HERE / "misspellings.csv").open(encoding="utf-8") as file:
    MISSPELLINGS = [(row["query"], row["title"]) for row in csv.DictReader(file)]
DISTRACTORS = (HERE / "distractors.txt").read_text(encoding="utf-8").splitlines()
TITLES = list(dict.fromkeys([title for _query, title in MISSPELLINGS] + DISTRACTORS))

NOT_SOLD = [
    "โทรทัศน์",
    "คอมพิวเตอร์",
    "รถยนต์",
    "หวยออนไลน์",
    "ประกันชีวิต",
    "กล้องวงจรปิด",
    "ทองคำแท่ง",
    "วีซ่า",
    "บุหรี่ไฟฟ้า",
    "เหล้าวิสกี้",
    "แว่นตากันแดด",
    "นาฬิกาข้อมือ",
    "โทรศัพท์",
    "ตั๋วคอนเสิร์ต",
    "ที่ดินเปล่า",
    "ลำโพงบลูทูธ",
    "asdfghjkl",
    "iphone",
    "รองเท้าฟุตบอล",
    "12345",
]
NOT_SOLD_UNSEEN = [
    "เฮลิคอปเตอร์",
    "สนามกอล์ฟ",
    "คอนโดมิเนียม",
    "บัตรเครดิต",
    "สัญญาณอินเทอร์เน็ต",
    "จรวด",
    "พาสปอร์ต",
    "ไมโครเวฟ",
    "วิดีโอเกม",
    "ปริ้นเตอร์",
    "ซีเมนต์",
    "ตั๋วรถทัวร์",
    "ยูทูบเบอร์",
    "ฟิตเนส",
    "แบตเตอรี่",
    "หุ้นกู้",
    "เปียโน",
    "กีตาร์ไฟฟ้า",
    "samsung",
    "bitcoin",
]


def recall(pairs):
    found = [title in [TITLES[match.index] for match in rank(query, TITLES)[:24]] for query, title in pairs]
    return sum(found) / len(found)


def test_the_collection_is_large_and_really_misspelt():
    by_key = [search_key(query) in search_key(title) for query, title in MISSPELLINGS]
    assert len(MISSPELLINGS) >= 160
    assert len(TITLES) >= 280
    assert sum(by_key) / len(by_key) < 0.4


@pytest.mark.parametrize("half", [0, 1], ids=["tuned on", "held out"])
def test_misspelt_queries_find_what_was_meant_among_the_first_24(half):
    assert recall(MISSPELLINGS[half::2]) >= 0.95


@pytest.mark.parametrize("queries", [NOT_SOLD, NOT_SOLD_UNSEEN], ids=["tuned on", "held out"])
def test_hardly_anything_is_offered_for_what_nobody_sells(queries):
    answered = {query: [TITLES[match.index] for match in rank(query, TITLES)][:3] for query in queries}
    assert len([query for query, titles in answered.items() if titles]) <= 1, answered


def test_the_list_stays_short():
    shown = [len(rank(query, TITLES)) for query, _title in MISSPELLINGS]
    assert sum(shown) / len(shown) < 4


def test_words_may_come_in_any_order():
    assert rank("แห้ง ปลาหมึก", ["ปลาทูนึ่ง", "ปลาหมึกแห้ง"])[0].index == 1


def test_matches_come_best_first_with_their_score():
    matches = rank("ทุเลียน", ["มังคุด", "ทุเรียนกวน", "ทุเรียน"])
    assert [match.index for match in matches] == [2, 1]
    assert 100 >= matches[0].score > matches[1].score >= CUT_OFF


@pytest.mark.parametrize("query", ["", " ", "ก", "!!", "\u200b"])
def test_too_short_a_query_finds_nothing(query):
    assert rank(query, TITLES) == []


@pytest.mark.parametrize(
    ("one", "other"), [("สมศักดิ์", "สมศักด์"), ("ศิริพร", "สิริพร"), ("สุนีย์", "สุณี"), ("ประเสริฐ", "ประเสิรฐ"), ("สมมติ", "สมมุติ")]
)  # fmt: skip
def test_a_misspelt_name_is_alike(one, other):
    assert alike(fold(one), fold(other)) >= 85


@pytest.mark.parametrize(
    ("one", "other"),
    [("สมชาย", "สมชัย"), ("วิไล", "วิไลวรรณ"), ("สมศรี", "สมศักดิ์"), ("อนันต์", "อนุชา"), ("มาลี", "มาลัย")],
)
def test_another_name_is_not_alike(one, other):
    assert alike(fold(one), fold(other)) < 85
