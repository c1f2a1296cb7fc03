"""Narrowing and ordering lists of goods."""

import pytest

from market.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db

GOODS = ["ไก่ย่าง", "เกลือ", "กะปิ", "ขนมชั้น"]


def seen(client, path, **query):
    text = client.get(path, query).content.decode()
    places = {name: text.find(f">{name}</a>") for name in GOODS}
    return [name for name, place in sorted(places.items(), key=lambda item: item[1]) if place >= 0]


@pytest.fixture
def goods(shop):
    prices = {"ไก่ย่าง": "120", "เกลือ": "10", "กะปิ": "80", "ขนมชั้น": "5.50"}
    return {name: factories.listing(shop, name=name, price=price) for name, price in prices.items()}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["ขนมชั้น", "กะปิ", "เกลือ", "ไก่ย่าง"]),
        ("new", ["ขนมชั้น", "กะปิ", "เกลือ", "ไก่ย่าง"]),
        ("price", ["ขนมชั้น", "เกลือ", "กะปิ", "ไก่ย่าง"]),
        ("name", ["กะปิ", "เกลือ", "ไก่ย่าง", "ขนมชั้น"]),
        ("nonsense", ["ขนมชั้น", "กะปิ", "เกลือ", "ไก่ย่าง"]),
    ],
)
def test_goods_stand_in_the_chosen_order(client, goods, sort, order):
    assert seen(client, "/search/", sort=sort) == order


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"price_from": "80"}, {"กะปิ", "ไก่ย่าง"}),
        ({"price_to": "๑๐"}, {"ขนมชั้น", "เกลือ"}),
        ({"price_from": "5.50", "price_to": "10 บาท"}, {"ขนมชั้น", "เกลือ"}),
        ({"price_from": "0"}, set(GOODS)),
        ({"price_to": "0"}, set()),
        ({"price_from": "cheap"}, set(GOODS)),
        ({"price_from": "99999999999999999999"}, set(GOODS)),
    ],
)
def test_prices_narrow_the_list_in_either_figures(client, goods, query, left):
    assert set(seen(client, "/search/", **query)) == left


def test_a_price_that_is_none_is_named_and_kept(client, goods):
    client.cookies["django_language"] = "en"
    text = client.get("/search/", {"price_from": "cheap"}).content.decode()
    assert 'value="cheap"' in text
    assert "field-error" in text


def test_only_what_can_be_had_now(client, goods):
    Listing.objects.filter(pk=goods["กะปิ"].pk).update(stock=0)
    Listing.objects.filter(pk=goods["เกลือ"].pk).update(is_sold_out=True)
    Listing.objects.filter(pk=goods["ขนมชั้น"].pk).update(supply="to_order", stock=0)
    assert set(seen(client, "/search/", in_stock="1")) == {"ไก่ย่าง", "ขนมชั้น"}


def test_only_verified_shops_and_those_that_deliver(client, goods, community):
    stall = factories.shop(factories.representative(community), name="แผงใหม่", offers_delivery=False)
    Listing.objects.filter(pk=goods["กะปิ"].pk).update(shop=stall)
    assert "กะปิ" not in seen(client, "/search/", verified="1")
    assert "กะปิ" not in seen(client, "/search/", delivery="1")
    assert "เกลือ" in seen(client, "/search/", verified="1", delivery="1")


def test_used_goods_and_gifts_alone(client, goods, shop):
    Listing.objects.filter(pk=goods["เกลือ"].pk).update(condition="second_hand")
    assert seen(client, "/search/", condition="second_hand") == ["เกลือ"]
    assert "เกลือ" not in seen(client, "/search/", condition="new")


def test_a_filter_stays_chosen_in_its_form(client, goods):
    text = client.get("/search/", {"sort": "price", "verified": "1", "category": "food"}).content.decode()
    assert '<option value="price" selected>' in text
    assert '<option value="food" selected>' in text
    assert 'name="verified" value="1" checked' in text


@pytest.mark.parametrize("sort", ["new", "price", "name"])
def test_more_goods_follow_without_gap_or_repeat(client, shop, sort):
    for number in range(53):
        factories.listing(shop, name=f"ของ{number % 7}", price=str(number % 5 + 1))
    codes, path = [], f"/search/?sort={sort}"
    for _page in range(5):
        text = client.get(path).content.decode()
        codes += [part.split("/")[0] for part in text.split('href="/listings/')[1:]]
        if 'class="more"' not in text:
            break
        path = text.split('more-link" href="')[1].split('"')[0].replace("&amp;", "&")
    assert len(codes) == len(set(codes)) == 53


def test_a_cursor_from_nowhere_leads_to_the_first_page(client, goods):
    assert len(seen(client, "/search/", after="nonsense")) == 4
