import pytest
from django.urls import reverse

from households import agreements
from households.models import Household
from market import shops
from market.models import Shop
from tests.market import files

ABOUT = {"name": "สวนยายบุญ", "story": "ปลูกเองทุกต้น"}
WAYS = {
    "offers_pickup": "on",
    "pickup_place": "หน้าวัด",
    "delivery_fee": "",
    "takes_promptpay": "on",
    "promptpay_id": "๐๘๑-๒๒๒-๓๓๓๓",
    "receiver_name": "นางบุญ ใจดี",
}
CONTACT = {"phone": "081 222 3333", "line_url": "boon55", "opening_days": ["0", "5"]}


def step(number):
    return reverse("market:sell_shop_new_step", args=[number])


@pytest.fixture
def selling(client, seller):
    client.force_login(seller)
    return client


@pytest.fixture
def edited(shop):
    return reverse("market:sell_shop_edit", args=[shop.code])


def everything(**changes):
    return {**ABOUT, **WAYS, **CONTACT, "hours_to_accept": "12", "hours_to_pay": "6", **changes}


def test_a_shop_opens_in_three_screens(selling, seller):
    assert selling.post(step(1), {**ABOUT, "pictures": [files.photo()]}).url == step(2)
    assert selling.post(step(2), WAYS).url == step(3)
    response = selling.post(step(3), CONTACT)
    shop = Shop.objects.get()
    assert response.url == reverse("market:sell_listings", args=[shop.code])
    assert shop.household == Household.objects.of_member(seller).get()
    assert (shop.name, shop.story) == (ABOUT["name"], ABOUT["story"])
    assert (shop.promptpay_id, shop.takes_cash, shop.takes_promptpay) == ("0812223333", False, True)
    assert (shop.phone, shop.line_url) == ("0812223333", "https://line.me/ti/p/~boon55")
    assert shop.opening_days == 0b0100001
    assert shop.pictures.count() == 1


def test_the_new_shop_s_page_says_what_to_do_first(selling, seller):
    for number, answers in ((1, ABOUT), (2, WAYS), (3, CONTACT)):
        response = selling.post(step(number), answers, follow=True)
    shop = Shop.objects.get()
    assert reverse("market:sell_listing_new", args=[shop.code]) in response.content.decode()


def test_going_back_finds_what_was_typed(selling):
    selling.post(step(1), {**ABOUT, "pictures": [files.photo()]})
    assert selling.post(step(2), {"pickup_place": "หน้าวัด", "back": "1"}).url == step(1)
    first = selling.get(step(1))
    assert first.context["form"]["name"].value() == ABOUT["name"]
    assert len(first.context["draft"].pictures) == 1
    assert selling.get(step(2)).context["form"]["pickup_place"].value() == "หน้าวัด"


def test_sending_the_last_screen_twice_opens_one_shop(selling):
    selling.post(step(1), ABOUT)
    selling.post(step(2), WAYS)
    draft = selling.session["new_shop"]
    selling.post(step(3), CONTACT)
    session = selling.session
    session["new_shop"] = draft
    session.save()
    response = selling.post(step(3), CONTACT)
    assert response.url == reverse("market:sell_listings", args=[Shop.objects.get().code])


def test_the_last_screen_leads_back_to_one_that_was_left_out(selling):
    selling.post(step(1), ABOUT)
    assert selling.post(step(3), CONTACT).url == step(2)
    assert not Shop.objects.exists()


def test_promptpay_without_a_name_is_named_and_nothing_is_lost(selling):
    response = selling.post(step(2), {**WAYS, "receiver_name": ""})
    assert response.status_code == 200
    assert "receiver_name" in response.context["form"].errors
    assert WAYS["promptpay_id"] in response.content.decode()


@pytest.mark.parametrize("missing", ["offers_pickup", "takes_promptpay"])
def test_goods_can_be_had_and_paid(selling, missing):
    answers = {name: value for name, value in WAYS.items() if name != missing}
    assert selling.post(step(2), answers).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("boon55", "https://line.me/ti/p/~boon55"),
        ("@boonshop", "https://line.me/R/ti/p/%40boonshop"),
        ("line.me/ti/p/abc", "https://line.me/ti/p/abc"),
        ("https://lin.ee/abc", "https://lin.ee/abc"),
    ],
)
def test_line_takes_an_id_or_a_link(selling, edited, shop, typed, kept):
    assert selling.post(edited, everything(line_url=typed)).status_code == 302
    shop.refresh_from_db()
    assert shop.line_url == kept


@pytest.mark.parametrize("typed", ["https://evil.example/line.me", "javascript:alert(1)", "ไลน์ยายบุญ"])
def test_line_takes_nothing_else(selling, edited, typed):
    response = selling.post(edited, everything(line_url=typed))
    assert "line_url" in response.context["form"].errors


def test_a_file_that_is_no_picture_is_refused_by_name(selling):
    response = selling.post(step(1), {**ABOUT, "pictures": [files.drawing("logo.svg"), files.photo()]})
    assert response.status_code == 200
    assert "logo.svg" in response.context["refusals"][0]
    assert len(response.context["draft"].pictures) == 1
    assert selling.post(step(1), ABOUT).url == step(2)


def test_somebody_without_a_household_reads_how_to_join_one(client, outsider):
    client.force_login(outsider)
    response = client.get(reverse("market:sell_shop_new"))
    assert response.status_code == 200
    assert reverse("households:home") in response.content.decode()


def test_a_visitor_signs_in_first(client):
    assert reverse("account_login") in client.get(reverse("market:sell_shop_new")).url


def test_the_market_rules_come_first(selling, community, committee):
    version = agreements.publish(
        kind="market", community=community, summary="ซื่อตรง", body="ขายตรงตามบอก", adopted="", actor=committee
    )
    response = selling.get(step(1))
    assert response.url == agreements.accept_url(version, step(1))


def test_the_page_shows_what_the_shop_says_now(selling, shop, edited):
    form = selling.get(edited).context["form"]
    assert form["name"].value() == shop.name
    assert form["opening_days"].value() == [0, 1, 2, 3, 4, 5, 6]


def test_a_shop_changes_its_page(selling, shop, edited):
    selling.post(edited, everything(name="สวนลุงมี"))
    shop.refresh_from_db()
    assert (shop.name, shop.hours_to_accept) == ("สวนลุงมี", 12)


def test_one_press_starts_a_holiday_and_one_ends_it(selling, shop):
    url = reverse("market:sell_shop_holiday", args=[shop.code])
    selling.post(url, {"holiday": "yes"})
    shop.refresh_from_db()
    assert shop.is_on_holiday
    selling.post(url, {"holiday": "no"})
    shop.refresh_from_db()
    assert not shop.is_on_holiday


def test_the_seller_of_a_suspended_shop_reads_why_and_whom_to_call(selling, shop, committee):
    shops.suspend(shop=shop, reason="ของไม่ตรงกับรูป", actor=committee)
    words = selling.get(reverse("market:sell_listings", args=[shop.code])).content.decode()
    assert "ของไม่ตรงกับรูป" in words
    assert "tel:+6677123456" in words


@pytest.mark.parametrize("name", ["sell_listings", "sell_shop_edit", "sell_listing_new"])
def test_somebody_else_finds_no_such_shop(client, buyer, shop, name):
    client.force_login(buyer)
    assert client.get(reverse(f"market:{name}", args=[shop.code])).status_code == 404


def test_somebody_else_cannot_send_a_shop_on_holiday(client, buyer, shop):
    client.force_login(buyer)
    assert (
        client.post(reverse("market:sell_shop_holiday", args=[shop.code]), {"holiday": "yes"}).status_code
        == 404
    )
