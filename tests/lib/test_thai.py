"""One spelling for what looks the same, and the key that titles are found by."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import thai

THAI_TEXT = st.text(st.sampled_from("กขงจดนมรลวสหอะัาำิีึืุู็่้๊๋์ํเแโใไๆ๐๕ aB\u200b"), max_size=14)

NAM = "\u0e19\u0e49\u0e33"


@pytest.mark.parametrize(
    "written",
    [
        "\u0e19\u0e49\u0e33",
        "\u0e19\u0e33\u0e49",
        "\u0e19\u0e49\u0e4d\u0e32",
        "\u0e19\u0e4d\u0e49\u0e32",
        "\u0e19\u0e4d\u0e32\u0e49",
        "\u0e19\u200b\u0e49\u0e33",
        "\u0e19\u0e49\u0e49\u0e33",
    ],
)
def test_every_way_to_write_water_becomes_one(written):
    assert thai.normalise(written) == NAM


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("เเกง", "แกง"),
        ("ที\u200b่", "ที่"),
        ("ท่ี", "ที่"),
        ("มา้", "ม้า"),
        ("  น้ำ \t พริก \n", "น้ำ พริก"),
        ("\u202eปลา\u202c\ufeff\x00", "ปลา"),
        ("ดีี", "ดี"),
        ("cafe\u0301", "café"),
        ("１๐", "１๐"),
        ("", ""),
    ],
)
def test_normalise_mends_what_cannot_be_seen(written, kept):
    assert thai.normalise(written) == kept


def test_normalise_leaves_correct_thai_alone():
    text = "ผู้ใหญ่บ้านซื้อกุ้งที่น้ำตก เพื่อทำข้าวเกรียบสูตรโบราณ ณ ศาลาสิริสุข ๒๕๖๙"
    assert thai.normalise(text) == text


def test_lines_stay_apart_in_longer_text():
    assert thai.normalise_lines(" หนึ่ง  สอง\r\n\r\n\r\n\r\nสาม\u200b ") == "หนึ่ง สอง\n\nสาม"


@settings(max_examples=150, deadline=None)
@given(THAI_TEXT)
def test_normalise_changes_nothing_the_second_time(text):
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("น้ำพริก", "นำพริก"),
        ("ไข่เค็ม", "ไขเคม"),
        ("ใข่เค็ม", "ไขเคม"),
        ("กระเพรา", "กะเพรา"),
        ("สวนสัตว์", "สวนสัต"),
        ("พันธุ์ไม้ ๒ ต้น", "พันไม2ตน"),
        ("Brownie ชิ้นใหญ่", "brownieชินไหญ"),
    ],
)
def test_the_search_key_folds(text, key):
    assert thai.search_key(text) == key


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("กระเพา", "กะเพา"),
        ("เหลื่อมล่ำ", "เหลื่อมล้ำ"),
        ("น้ํา ปลา", "น้ำปลาแท้"),
        ("เเกงใตปลา", "แกงไตปลา"),
        ("ไข่", "ขนมไข่"),
    ],
)
def test_a_title_is_found_by_a_key_inside_its_key(query, title):
    assert thai.search_key(query) in thai.search_key(title)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สับปะรด", "สัปปะรด"),
        ("สะเดา", "สเดา"),
        ("มัดจุก", "มัตจุก"),
        ("ปลาสลิด", "ปลาซะลิต"),
        ("ผัดไทย", "ผัดใท"),
        ("โบราณ", "โบลาน"),
        ("อัญชัน", "อันชัน"),
        ("กรรม", "กำ"),
        ("หน่อไม้", "น่อไม้"),
        ("ทราย", "ซาย"),
        ("ภัย", "ไพ"),
        ("แท้ๆ", "แท้ (!)"),
    ],
)
def test_words_of_one_sound_share_a_fuzzy_key(one, other):
    assert thai.fuzzy_key(one) == thai.fuzzy_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ปลา", "ไก่"), ("มะม่วง", "มะนาว"), ("ข้าว", "แกง"), ("หมู", "ปู"), ("กบ", "นก")]
)
def test_other_words_keep_other_fuzzy_keys(one, other):
    assert thai.fuzzy_key(one) != thai.fuzzy_key(other)


@pytest.mark.parametrize(
    ("key", "pairs"), [("ปลาทู", "ปล ลา าท ทู"), ("ปู", "ปู"), ("ก", "ก"), ("", ""), ("a-b!", "ab"), ("!!", "")]
)
def test_bigrams_overlap(key, pairs):
    assert thai.bigrams(key) == pairs


TITLES = ["ไข่เค็มไชยา", "น้ำพริกเผา (แห้ง)", "ปลาทูนึ่ง", "ปูม้าสด", "ข้าวหอมมะลิ 105", 'ขนม "ลา"', "ไข่ปลาทู"]


@pytest.fixture(scope="module")
def index():
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE titles USING fts5"
        "(pairs, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
    )
    for title in TITLES:
        connection.execute("INSERT INTO titles VALUES (?)", [thai.bigrams(thai.search_key(title))])
    yield connection
    connection.close()


def find(index, expression):
    rows = index.execute("SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY rowid", [expression])
    return [TITLES[rowid - 1] for (rowid,) in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ไข่", ["ไข่เค็มไชยา", "ไข่ปลาทู"]),
        ("ปู", ["ปูม้าสด"]),
        ("ปลาทู", ["ปลาทูนึ่ง", "ไข่ปลาทู"]),
        ("พริกเผาแห้ง", ["น้ำพริกเผา (แห้ง)"]),
        ("ม", ["ไข่เค็มไชยา", "ปูม้าสด", "ข้าวหอมมะลิ 105", 'ขนม "ลา"']),
        ("๑๐๕", ["ข้าวหอมมะลิ 105"]),
        ('"ลา"', ["ปลาทูนึ่ง", 'ขนม "ลา"', "ไข่ปลาทู"]),
        ('" OR ปู*', []),
        ("ทูปลา", []),
    ],
)
def test_sqlite_finds_parts_of_titles_by_pairs(index, query, found):
    assert find(index, thai.bigram_query(thai.search_key(query))) == found


def test_any_shared_pair_makes_a_candidate(index):
    assert find(index, thai.any_bigram_query(thai.search_key("ปาทู"))) == ["ปลาทูนึ่ง", "ไข่ปลาทู"]


@pytest.mark.parametrize("expression", [thai.bigram_query("!"), thai.any_bigram_query("")])
def test_nothing_to_look_for_gives_no_expression(expression):
    assert expression == ""


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=10))
def test_no_text_breaks_the_query_language(text):
    with_quotes = thai.bigram_query(thai.search_key(text))
    assert with_quotes.count('"') in (0, 2)
