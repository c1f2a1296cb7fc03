"""Home, a community's market, kinds of goods, a listing and a shop: what each page shows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from households.models import Network
from lib.remember import forget_all
from market.models import Listing, ListingPicture, ShopPicture, Variant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_home_of_a_site_with_one_community_is_its_market(client, listing):
    text = page(client, "/")
    assert "ชุมชนบ้านสวน" in text
    assert "น้ำพริกหนุ่ม" in text
    assert "ครัวยายบุญ" in text


def test_home_of_a_larger_site_lets_the_visitor_choose_a_community(client, listing):
    factories.community(name="ชุมชนริมคลอง", code="rimklong")
    text = page(client, "/")
    assert 'href="/c/rimklong/"' in text
    assert 'href="/c/bansuan/"' in text


def test_a_community_is_remembered_for_the_next_visit(client, listing):
    other = factories.community(name="ชุมชนริมคลอง", code="rimklong")
    response = client.get(f"/c/{other.code}/")
    assert response.cookies["community"].value == "rimklong"
    assert "น้ำพริกหนุ่ม" not in page(client, "/")


def test_a_member_comes_home_to_the_own_community(client, listing, buyer):
    factories.community(name="ชุมชนริมคลอง", code="rimklong")
    client.force_login(buyer)
    assert 'href="/c/rimklong/"' not in page(client, "/")


def test_an_unknown_community_or_kind_is_not_found(client, community):
    page(client, "/c/nowhere/", 404)
    page(client, "/categories/nothing/", 404)


def test_goods_in_season_come_first_and_once(client, shop, listing):
    today = timezone.localdate()
    factories.listing(shop, name="มะม่วงอกร่อง", available_until=today + dt.timedelta(days=9))
    factories.listing(shop, name="ทุเรียนหมอนทอง", available_until=today - dt.timedelta(days=1))
    text = page(client, "/c/bansuan/")
    assert text.index('id="now"') < text.index("มะม่วงอกร่อง") < text.index("น้ำพริกหนุ่ม")
    assert text.count("มะม่วงอกร่อง") == 1
    assert "ทุเรียน" not in text


def test_the_newest_goods_fill_the_first_row_and_the_others_follow(client, shop):
    for number in range(6):
        factories.listing(shop, name=f"ของ{number}")
    text = page(client, "/c/bansuan/")
    assert (
        text.index("ของ5")
        < text.index("ของ2")
        < text.index('id="new"')
        < text.index("ของ1")
        < text.index("ของ0")
    )


def test_a_shop_on_holiday_is_not_among_those_open_today(client, shop, listing):
    shop.is_on_holiday = True
    shop.save()
    assert 'id="shops"' not in page(client, "/c/bansuan/")


def test_a_kind_of_goods_shows_its_goods_only(client, shop, listing):
    plants = factories.category("plants", name_th="ต้นไม้", name_en="Plants", sign="🌱")
    factories.listing(shop, name="กล้ามะนาว", category=plants)
    text = page(client, "/categories/plants/")
    assert "กล้ามะนาว" in text
    assert "น้ำพริกหนุ่ม" not in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "10 jar left"),
        ({"stock": Decimal("2.5")}, "2.5 jar left"),
        ({"stock": Decimal(0)}, "Sold out"),
        ({"is_sold_out": True}, "Sold out"),
        ({"supply": "to_order", "days_to_make": 2}, "ready in 2 days"),
        ({"available_until": dt.date(2024, 1, 31)}, "The season is over"),
    ],
)
def test_a_card_says_how_much_there_is(client, listing, change, words, english):
    Listing.objects.filter(pk=listing.pk).update(**change)
    assert words in page(client, "/search/")


def test_a_gift_costs_nothing_on_its_card(client, shop, english):
    factories.listing(shop, name="เสื้อเด็ก", price="0", condition="give_away")
    text = page(client, "/search/")
    assert "Free" in text
    assert "฿0" not in text


def test_a_card_follows_every_change_at_once(client, listing):
    assert "฿45" in page(client, "/search/")
    listing.price = 50
    listing.save()
    assert "฿50" in page(client, "/search/")


def test_a_listing_shows_what_a_buyer_needs(client, listing, english):
    ListingPicture.objects.create(listing=listing, digest="ab" * 16, width=1280, height=960, position=0)
    text = page(client, f"/listings/{listing.code}/")
    for words in (
        "น้ำพริกหนุ่ม",
        "฿45",
        "/ jar",
        "10 jar left",
        "ครัวยายบุญ",
        "ศาลาชุมชน",
        "PromptPay",
        "/media/pictures/ab/",
    ):
        assert words in text
    variant = listing.variants.get()
    assert f'name="variant" value="{variant.pk}"' in text
    assert 'action="/basket/add/"' in text


def test_sizes_can_be_chosen_and_the_first_that_is_there_is(client, listing):
    small = listing.variants.get()
    small.name, small.stock = "เล็ก", 0
    small.save()
    large = Variant.objects.create(listing=listing, name="ใหญ่", price=80, stock=4, position=1)
    text = page(client, f"/listings/{listing.code}/")
    assert f'value="{small.pk}" disabled' in " ".join(text.split())
    assert f'value="{large.pk}" checked' in " ".join(text.split())


def test_what_is_sold_out_has_no_button(client, listing):
    Listing.objects.filter(pk=listing.pk).update(stock=0)
    Variant.objects.filter(listing=listing).update(stock=0)
    assert "/basket/add/" not in page(client, f"/listings/{listing.code}/")


def test_a_withdrawn_listing_says_so_and_shows_other_goods(client, listing, shop):
    factories.listing(shop, name="ไข่เค็ม")
    Listing.objects.filter(pk=listing.pk).update(withdrawn_at=timezone.now(), is_public=False)
    text = page(client, f"/listings/{listing.code}/", 410)
    assert "ไข่เค็ม" in text
    assert "/basket/add/" not in text


def test_only_the_own_seller_sees_the_way_to_change_a_listing(client, listing, seller, buyer):
    edit = f"/sell/listings/{listing.code}/edit/"
    assert edit not in page(client, f"/listings/{listing.code}/")
    client.force_login(buyer)
    assert edit not in page(client, f"/listings/{listing.code}/")
    client.force_login(seller)
    assert edit in page(client, f"/listings/{listing.code}/")


def test_a_shop_shows_who_keeps_it_and_its_goods(client, shop, listing, english):
    ShopPicture.objects.create(shop=shop, digest="cd" * 16, width=640, height=480, position=0)
    shop.story, shop.line_url, shop.phone = "ทำมาสามสิบปี", "https://line.me/ti/p/demo", "0812345678"
    shop.save()
    text = page(client, f"/shops/{shop.code}/")
    for words in (
        "ทำมาสามสิบปี",
        "https://line.me/ti/p/demo",
        "tel:",
        "Every day",
        "น้ำพริกหนุ่ม",
        "Verified",
        "/media/pictures/cd/",
    ):
        assert words in text


def test_a_suspended_shop_says_it_is_closed_and_not_why(client, shop, listing):
    shop.suspended_at, shop.suspension_reason = timezone.now(), "ขายของปลอม"
    shop.save()
    text = page(client, f"/shops/{shop.code}/", 410)
    assert "ขายของปลอม" not in text


def test_words_of_sellers_are_never_code(client, shop):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    shop.name = shop.story = evil[:80]
    shop.save()
    row = factories.listing(shop, name=evil, description="</script><script>alert(3)</script>")
    for path in ("/", "/search/", f"/search/?q={evil}", f"/listings/{row.code}/", f"/shops/{shop.code}/"):
        text = page(client, path)
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_goods_of_the_network_come_first_and_all_others_on_request(client, shop, listing):
    network = Network.objects.create(name="เครือข่าย")
    near = factories.community(name="ชุมชนริมคลอง", code="rimklong", network=network)
    far = factories.community(name="ชุมชนไกล", code="far")
    listing.community.network = network
    listing.community.save()
    for place, name in ((near, "ปลาส้ม"), (far, "หมูยอ")):
        factories.listing(factories.shop(factories.representative(place)), name=name)
    forget_all()
    client.cookies["community"] = "bansuan"
    seen = {
        where: [
            name for name in ("น้ำพริกหนุ่ม", "ปลาส้ม", "หมูยอ") if name in page(client, f"/search/?where={where}")
        ]
        for where in ("", "network", "community", "all")
    }
    assert seen == {
        "": ["น้ำพริกหนุ่ม", "ปลาส้ม"],
        "network": ["น้ำพริกหนุ่ม", "ปลาส้ม"],
        "community": ["น้ำพริกหนุ่ม"],
        "all": ["น้ำพริกหนุ่ม", "ปลาส้ม", "หมูยอ"],
    }
