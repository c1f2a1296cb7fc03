"""What is kept printed is never old: each change shows on the very next page."""

from decimal import Decimal

import pytest
from django.test import Client

from market import listings, pictures, shops, stocks
from market.models import Category, Unit
from tests import factories
from tests.pages import form_to

pytestmark = pytest.mark.django_db

PICTURE = pictures.Taken("ab" * 16, 1280, 960)
OTHER = pictures.Taken("cd" * 16, 1280, 960)


@pytest.fixture
def page(client):
    """Reads a page in English, and knows its address again."""
    client.cookies["django_language"] = "en"

    def read(row):
        return client.get(row.get_absolute_url()).content.decode()

    return read


def show_picture(listing, **_people):
    pictures.add(owner=listing, taken=[PICTURE])


def describe_picture(listing, **_people):
    pictures.describe(owner=listing, digest=PICTURE.digest, alt="ในครกหิน")


def offer_sizes(listing, **_people):
    listings.set_variants(
        listing=listing,
        offers=[
            listings.Offer("เล็ก", Decimal(30), Decimal(2)),
            listings.Offer("ใหญ่", Decimal(60), Decimal(2)),
        ],
    )


def take_an_order(listing, **_people):
    assert stocks.take(variant_id=listing.variants.get().pk, quantity=Decimal(3))


CHANGES = {
    "price": (
        lambda listing, **_: listings.change(listing=listing, offers=[listings.Offer("", Decimal(52))]),
        "฿52",
    ),
    "stock": (lambda listing, **_: listings.set_stock(listing=listing, stock=Decimal(4)), "4 jar left"),
    "an order": (take_an_order, "7 jar left"),
    "sold out": (lambda listing, **_: listings.mark_sold_out(listing=listing), "Sold out"),
    "name": (lambda listing, **_: listings.change(listing=listing, name="น้ำพริกอ่อง"), "น้ำพริกอ่อง"),
    "description": (lambda listing, **_: listings.change(listing=listing, description="ตำเอง"), "ตำเอง"),
    "sizes": (offer_sizes, "from ฿30"),
    "picture": (show_picture, PICTURE.digest),
    "words of a picture": (
        lambda listing, **_: (show_picture(listing), describe_picture(listing)),
        "ในครกหิน",
    ),
    "withdrawn": (lambda listing, **_: listings.withdraw(listing=listing), "no longer for sale"),
    "unit": (lambda **_: Unit.objects.update(name_en="pot"), "10 pot left"),
    "kind of goods": (lambda **_: Category.objects.update(name_en="Relish"), "Relish"),
    "shop's name": (lambda shop, **_: shops.change_shop(shop=shop, name="ครัวตาบุญ"), "ครัวตาบุญ"),
    "shop's phone": (lambda shop, **_: shops.change_shop(shop=shop, phone="0812345678"), "081-234-5678"),
    "shop's picture": (lambda shop, **_: pictures.add(owner=shop, taken=[OTHER]), OTHER.digest),
    "holiday": (
        lambda shop, **_: shops.set_holiday(shop=shop, is_on_holiday=True),
        "The shop is on holiday.",
    ),
    "suspended": (
        lambda shop, committee, **_: shops.suspend(shop=shop, reason="ของไม่ตรง", actor=committee),
        "no longer for sale",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once_on_the_listings_page(page, listing, shop, committee, change):
    act, words = CHANGES[change]
    assert words not in page(listing)
    act(listing=listing, shop=shop, committee=committee)
    assert words in page(listing)


SHOP_CHANGES = {
    "name": (lambda shop, **_: shops.change_shop(shop=shop, name="ครัวตาบุญ"), "ครัวตาบุญ"),
    "story": (lambda shop, **_: shops.change_shop(shop=shop, story="ทำมาสามสิบปี"), "ทำมาสามสิบปี"),
    "holiday": (lambda shop, **_: shops.set_holiday(shop=shop, is_on_holiday=True), "On holiday now"),
    "picture": (lambda shop, **_: pictures.add(owner=shop, taken=[OTHER]), OTHER.digest),
    "goods": (lambda shop, **_: factories.listing(shop, name="ไข่เค็ม"), "ไข่เค็ม"),
    "stock of goods": (
        lambda listing, **_: listings.set_stock(listing=listing, stock=Decimal(4)),
        "4 jar left",
    ),
    "suspended": (
        lambda shop, committee, **_: shops.suspend(shop=shop, reason="ของไม่ตรง", actor=committee),
        "closed this shop",
    ),
}


@pytest.mark.parametrize("change", SHOP_CHANGES)
def test_a_change_shows_at_once_on_the_shops_page(page, listing, shop, committee, change):
    act, words = SHOP_CHANGES[change]
    assert words not in page(shop)
    act(listing=listing, shop=shop, committee=committee)
    assert words in page(shop)


@pytest.mark.parametrize("kind", ["listing", "shop"])
def test_the_badge_comes_and_goes_at_once(page, listing, shop, committee, kind):
    row = {"listing": listing, "shop": shop}[kind]
    shops.unverify(shop=shop, actor=committee)
    assert "Verified</span>" not in page(row)
    shops.verify(shop=shop, actor=committee)
    assert "Verified</span>" in page(row)


def test_what_is_kept_for_the_seller_is_not_shown_to_others(client, listing, seller, buyer):
    edit = f"/sell/listings/{listing.code}/edit/"
    client.force_login(seller)
    assert edit in client.get(listing.get_absolute_url()).content.decode()
    client.force_login(buyer)
    assert edit not in client.get(listing.get_absolute_url()).content.decode()


def test_a_kept_page_takes_an_order_from_each_visitor(listing):
    for _visitor in range(2):
        visitor = Client(enforce_csrf_checks=True)
        form = form_to(visitor.get(listing.get_absolute_url()).content.decode(), "/basket/add/")
        assert visitor.post("/basket/add/", {**dict(form.fields), "quantity": "1"}).status_code == 302


def test_a_shop_on_holiday_takes_no_orders_and_says_so(page, listing, shop):
    assert "/basket/add/" in page(listing)
    shops.set_holiday(shop=shop, is_on_holiday=True)
    text = page(listing)
    assert "/basket/add/" not in text
    assert "order when it is back" in text
    assert "schema.org/OutOfStock" in text
