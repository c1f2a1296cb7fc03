"""Finding goods by words through the real database: parts of names, misspellings, and what nobody sells."""

import csv
from pathlib import Path

import pytest

from lib.thai import search_key
from market import catalogue, search
from market.models import Listing, Shop
from tests import factories

pytestmark = pytest.mark.django_db

LIB = Path(__file__).parent.parent / "lib"
with (LIB / "misspellings.csv").open(encoding="utf-8") as file:
    MISSPELLINGS = [(row["query"], row["title"]) for row in csv.DictReader(file)]
DISTRACTORS = (LIB / "distractors.txt").read_text(encoding="utf-8").split("\n")
NAMES = [name for name in dict.fromkeys([title for _query, title in MISSPELLINGS] + DISTRACTORS) if name]
# Parts of those names that people type, two letters too, with tone marks or without.
PARTS = [
    "ปู",
    "ไข่",
    "ไข",
    "ปลา",
    "น้ำ",
    "ข้าว",
    "ขาว",
    "กล้วย",
    "มะม่วง",
    "พริก",
    "น้ำพริก",
    "เค็ม",
    "แห้ง",
    "ส้ม",
    "หมู",
    "ไก่",
    "กุ้ง",
    "กะปิ",
    "หวาน",
    "ขนม",
    "สด",
    "ชา",
    "ผ้า",
    "กบ",
    "แย้",
    "งา",
    "มัน",
    "ถั่ว",
    "ใบ",
    "ดอก",
    "ทอด",
    "เผา",
    "ต้ม",
]


@pytest.fixture
def names(shop):
    common = {
        "shop": shop,
        "community": shop.community,
        "category": factories.category(),
        "unit": factories.unit(),
    }
    Listing.objects.bulk_create(Listing(name=name, **common, **Listing.keys(name)) for name in NAMES)


def found_names(query, order=search.BEST):
    found = search.find(query, Listing.objects.public(), order, None)
    by_id = dict(Listing.objects.values_list("pk", "name"))
    return [by_id[pk] for pk in found.ids]


@pytest.mark.parametrize("part", PARTS)
def test_every_name_that_holds_a_part_is_found(names, part):
    wanted = {name for name in NAMES if part in name}
    found, cursor = set(), None
    while True:
        page = search.find(part, Listing.objects.public(), search.BEST, cursor)
        found |= set(page.ids)
        cursor = page.next_cursor
        if cursor is None:
            break
    by_id = dict(Listing.objects.values_list("pk", "name"))
    found = {by_id[pk] for pk in found}
    assert wanted
    assert wanted <= found
    assert all(search_key(part) in search_key(name) for name in found)


def test_tone_marks_may_be_left_out(names):
    assert "น้ำพริกตาแดง" in found_names("นำพริกตาแดง")
    assert "ไข่เค็มไชยา" in found_names("ไขเคม")


def test_names_with_exactly_what_was_typed_stand_first(shop):
    for name in ("ข้าวหอม", "ผ้าขาว", "ข้าวหลาม"):
        factories.listing(shop, name=name)
    assert found_names("ขาว") == ["ผ้าขาว", "ข้าวหลาม", "ข้าวหอม"]
    assert found_names("ข้าว") == ["ข้าวหลาม", "ข้าวหอม", "ผ้าขาว"]


def test_misspelt_words_find_what_was_meant_among_the_first_24(names):
    misses = [(query, title) for query, title in MISSPELLINGS if title not in found_names(query)[:24]]
    assert len(misses) <= 0.05 * len(MISSPELLINGS), misses


@pytest.mark.parametrize("query", ["โทรทัศน์", "หวยออนไลน์", "ทองคำแท่ง", "bitcoin", "เฮลิคอปเตอร์"])
def test_nothing_is_offered_for_what_nobody_sells(names, query):
    assert found_names(query) == []


@pytest.mark.parametrize("query", ["", " ", "%", "ก" * 5000, "\x00", "😀", "่่่", "\ud800"])
def test_odd_words_find_nothing_and_break_nothing(client, names, query):
    assert found_names(query) == []
    assert client.get("/search/", {"q": query.encode("utf-8", "replace").decode()}).status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "meant"),
    [
        ("ปลาล้า", "ปลาร้าต้มสุก", "ปลาร้า"),
        ("สัปปะรด", "สับปะรดภูแล", "สับปะรด"),
        ("น้ำพลิกตาแดง", "น้ำพริกตาแดง", "น้ำพริกตาแดง"),
    ],
)
def test_the_likely_word_is_a_part_of_the_name(query, name, meant):
    assert search.likely_meant(query, name) == meant


def test_a_misspelt_search_says_what_was_meant(client, listing):
    text = client.get("/search/", {"q": "น้ำพลิกหนุ่ม"}).content.decode()
    assert "น้ำพริกหนุ่ม</a>" in text
    assert f"/listings/{listing.code}/" in text


def test_shops_are_found_beside_goods(client, shop, listing):
    assert f"/shops/{shop.code}/" in client.get("/search/", {"q": "ครัวยาย"}).content.decode()


def test_a_search_without_result_says_what_to_try(client, listing):
    client.cookies["django_language"] = "en"
    client.cookies["community"] = "bansuan"
    text = client.get("/search/", {"q": "โทรทัศน์", "verified": "1"}).content.decode()
    assert "Take all filters away" in text
    assert "Look in all communities" in text
    assert "/categories/food/" in text


def test_filters_narrow_a_search(client, shop, listing):
    factories.listing(shop, name="น้ำพริกเผา", price="90")
    text = client.get("/search/", {"q": "น้ำพริก", "price_to": "๕๐"}).content.decode()
    assert "น้ำพริกหนุ่ม" in text
    assert "น้ำพริกเผา" not in text


def test_withdrawn_goods_and_suspended_shops_are_not_found(client, shop, listing):
    Listing.objects.filter(pk=listing.pk).update(is_public=False)
    Shop.objects.filter(pk=shop.pk).update(suspended_at="2024-01-01T00:00Z", suspension_reason="x")
    text = (
        client.get("/search/", {"q": "น้ำพริก"}).content.decode()
        + client.get("/search/", {"q": "ยาย"}).content.decode()
    )
    assert listing.code not in text
    assert shop.code not in text


def test_suggestions_name_each_thing_once_and_shops_too(client, shop):
    for name in ("ยาหม่อง", "ยาหม่อง", "กล้วยยาย"):
        factories.listing(shop, name=name)
    text = client.get("/search/suggestions/", {"q": "ยา"}).content.decode()
    assert text.count("ยาหม่อง</span>") == 1
    assert "กล้วยยาย" in text
    assert f"/shops/{shop.code}/" in text


def test_suggestions_for_nothing_are_empty(client, listing):
    assert client.get("/search/suggestions/").content.strip() == b""


@pytest.mark.parametrize(
    ("exact", "others"), [(0, 60), (5, 60), (24, 60), (25, 60), (60, 5), (48, 0), (30, 24), (24, 1), (7, 17)]
)
def test_the_best_match_comes_first_over_all_pages(shop, exact, others):
    common = {
        "shop": shop,
        "community": shop.community,
        "category": factories.category(),
        "unit": factories.unit(),
    }
    names = ["ผ้าขาว"] * exact + ["ข้าวหอม"] * others
    Listing.objects.bulk_create(Listing(name=name, **common, **Listing.keys(name)) for name in names[::-1])
    seen, cursor, pages = [], None, 0
    while pages < 9:
        page = search.find("ขาว", Listing.objects.public(), search.BEST, cursor)
        seen, cursor, pages = seen + page.ids, page.next_cursor, pages + 1
        if not cursor:
            break
    by_id = dict(Listing.objects.values_list("pk", "name"))
    assert [by_id[pk] for pk in seen] == names
    assert len(set(seen)) == exact + others
    assert pages == -(-(exact + others) // 24)


@pytest.mark.parametrize("cursor", ["x", "2.5", "0.99999999999999999999", "1.", "0.๕"])
def test_a_strange_cursor_leads_to_the_first_page(listing, cursor):
    assert search.find("น้ำพริก", Listing.objects.public(), search.BEST, cursor).ids == [listing.pk]


def test_search_pages_follow_each_other_without_gap_or_repeat(client, shop):
    names = [f"ขนม{number}" for number in range(60)]
    for name in names:
        factories.listing(shop, name=name)
    seen, cursor = [], None
    while True:
        page = search.find("ขนม", catalogue.goods(catalogue.Wanted(), None), ("name_order", "id"), cursor)
        seen += page.ids
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 60
