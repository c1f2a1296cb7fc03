"""The checkout's page: one form for all shops, and nothing is ever ordered twice."""

from decimal import Decimal

import pytest

from households import agreements
from households.models import Acceptance, Agreement
from market import baskets
from market.models import Basket, BasketLine, Listing, Order, Shop
from tests import factories
from tests.pages import form_to

PAGE = "/checkout/"


@pytest.fixture
def filled(client, buyer, listing):
    """The buyer, signed in, with two jars in the basket."""
    fill(buyer, listing, "2")
    client.force_login(buyer)
    return client


@pytest.fixture
def two_shops(filled, buyer, community):
    """Another shop's eggs beside the jars."""
    eggs = factories.listing(factories.shop(factories.representative(community)), name="ไข่เค็ม", price="10")
    fill(buyer, eggs, "3")
    return eggs


def fill(buyer, listing, quantity):
    basket = Basket.objects.get_or_create(user=buyer)[0]
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(quantity))


def sent(client, **changes) -> dict:
    """What the form would send, with these fields changed; the shop's fields by their plain names."""
    fields: dict = {}
    for name, value in form_to(client.get(PAGE).content.decode(), PAGE, "key").fields:
        fields.setdefault(name, []).append(value)
    for name, value in {"phone": "081-234-5678", **changes}.items():
        names = [key for key in fields if key.endswith(f"-{name}")] or [name]
        fields.update(dict.fromkeys(names, value))
    return fields


def order(client, **changes):
    return client.post(PAGE, sent(client, **changes))


def test_a_visitor_signs_in_first_and_comes_back(client, listing):
    client.post("/basket/add/", {"variant": listing.variants.get().pk})
    assert client.get(PAGE).url.endswith("?next=/checkout/")


def test_an_empty_basket_leads_back_to_the_basket(client, buyer):
    client.force_login(buyer)
    assert client.get(PAGE).url == "/basket/"


def test_without_a_phone_nothing_is_ordered_and_nothing_is_lost(filled):
    answer = order(filled, phone="", note="ไม่เผ็ด")
    assert not Order.objects.exists()
    assert "ไม่เผ็ด" in answer.content.decode()
    assert "field-error" in answer.content.decode()


def test_delivery_without_a_place_is_asked_for(filled, shop):
    answer = order(filled, method="delivery", total="100.00")
    assert not Order.objects.exists()
    assert f"id_shop{shop.pk}-place_error" in answer.content.decode()


def test_a_way_that_the_shop_does_not_offer_is_refused(filled, shop):
    fields = sent(filled, pay_by="promptpay")
    Shop.objects.update(takes_promptpay=False)
    filled.post(PAGE, fields)
    assert not Order.objects.exists()


def test_only_what_the_shop_offers_is_on_the_page(filled):
    Shop.objects.update(offers_delivery=False, takes_promptpay=False)
    html = filled.get(PAGE).content.decode()
    assert 'value="delivery"' not in html
    assert 'value="promptpay"' not in html


def test_one_press_orders(filled, buyer):
    answer = order(filled, pay_by="cash", note="ไม่เผ็ด")
    made = Order.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.buyer, made.total, made.note, made.buyer_phone) == (buyer, 90, "ไม่เผ็ด", "0812345678")
    assert not BasketLine.objects.exists()


def test_two_shops_become_two_orders(filled, two_shops):
    assert order(filled).url == "/orders/"
    assert sorted(Order.objects.values_list("total", flat=True)) == [30, 90]


def test_name_and_phone_are_filled_in(filled, buyer):
    buyer.phone = "0899999999"
    buyer.save()
    html = filled.get(PAGE).content.decode()
    assert buyer.name in html
    assert "089-999-9999" in html


def test_pressing_twice_makes_one_order(filled):
    fields = sent(filled)
    first, second = filled.post(PAGE, fields), filled.post(PAGE, fields)
    assert first.url == second.url
    assert Order.objects.count() == 1


def test_the_same_form_with_other_content_makes_no_second_order(filled, listing):
    fields = sent(filled)
    filled.post(PAGE, fields)
    variant = listing.variants.get().pk
    filled.post(PAGE, {**fields, "wishes": [f"{variant}:5:45.00"], "total": "225.00"})
    assert Order.objects.get().total == 90


def test_a_second_tab_after_the_order_leads_to_what_is_left(filled):
    first, second = sent(filled), sent(filled)
    assert first["key"] != second["key"]
    filled.post(PAGE, first)
    assert filled.get(PAGE).url == "/basket/"


def test_two_tabs_order_what_is_in_the_basket_once(filled):
    first, second = sent(filled), sent(filled)
    filled.post(PAGE, first)
    answer = filled.post(PAGE, second, follow=True)
    assert answer.redirect_chain == [("/basket/", 302)]
    assert "ไม่อยู่ในตะกร้าแล้ว" in answer.content.decode()
    assert Order.objects.get().total == 90


def test_a_tab_with_more_does_not_order_again_what_another_tab_ordered(filled, buyer, community):
    old = sent(filled)
    eggs = factories.listing(factories.shop(factories.representative(community)), price="10")
    fill(buyer, eggs, "1")
    new = sent(filled)
    filled.post(PAGE, old)
    filled.post(PAGE, new)
    assert Order.objects.get().total == 90
    assert BasketLine.objects.get().variant == eggs.variants.get()


def test_a_basket_that_grew_too_long_at_login_can_be_ordered_in_parts(filled, buyer, shop):
    own = Basket.objects.get(user=buyer)
    for _number in range(50):
        variant = factories.listing(shop, price="1").variants.get()
        BasketLine.objects.create(basket=own, variant=variant, quantity=1, price_seen=1)
    assert order(filled).status_code == 302
    assert Order.objects.get().lines.count() == 50
    assert own.lines.count() == 1


def test_the_key_stays_when_the_form_comes_back(filled):
    fields = sent(filled, phone="")
    html = filled.post(PAGE, fields).content.decode()
    assert fields["key"][0] in html


def test_delivery_changes_the_total_and_asks_for_another_look(filled):
    answer = order(filled, method="delivery", place="บ้านเลขที่ 9")
    html = answer.content.decode()
    assert not Order.objects.exists()
    assert "฿100" in html
    fields = dict(form_to(html, PAGE, "key").fields)
    assert filled.post(PAGE, fields).status_code == 302
    assert (Order.objects.get().fee, Order.objects.get().total) == (10, 100)


def test_the_totals_follow_the_choice_at_once(filled):
    html = filled.post("/checkout/totals/", sent(filled, method="delivery")).content.decode()
    assert "฿100" in html
    assert "<html" not in html


def test_everything_that_is_short_is_named_at_once_and_the_rest_goes_on(filled, two_shops, buyer, listing):
    third = factories.listing(listing.shop, name="กล้วยตาก", price="20")
    fill(buyer, third, "1")
    fields = sent(filled)
    Listing.objects.filter(pk=listing.pk).update(is_sold_out=True)
    third.variants.update(stock=0)
    Listing.objects.filter(pk=third.pk).update(stock=0)
    html = filled.post(PAGE, fields).content.decode()
    assert not Order.objects.exists()
    assert "น้ำพริกหนุ่ม:" in html
    assert "กล้วยตาก:" in html
    rest = form_to(html, PAGE, "key").fields
    assert filled.post(PAGE, dict(rest)).status_code == 302
    assert Order.objects.get().lines.get().name == "ไข่เค็ม"


def test_nothing_left_leads_back_to_the_basket_with_the_reason(filled, listing):
    fields = sent(filled)
    Listing.objects.update(is_sold_out=True)
    answer = filled.post(PAGE, fields, follow=True)
    assert answer.redirect_chain == [("/basket/", 302)]
    assert "message-error" in answer.content.decode()


def test_a_new_price_is_shown_and_ordered_with_a_second_press(filled, listing):
    fields = sent(filled)
    listing.variants.update(price=Decimal(50))
    html = filled.post(PAGE, fields).content.decode()
    assert not Order.objects.exists()
    filled.post(PAGE, dict(form_to(html, PAGE, "key").fields))
    assert Order.objects.get().total == 100


def test_the_rules_are_accepted_with_the_first_order(filled, buyer, community):
    version = agreements.publish(
        kind=Agreement.Kind.MARKET, community=community, summary="สั้น", body="ยาว", adopted="", actor=None
    )
    order(filled)
    assert not Order.objects.exists()
    order(filled, **{f"rules_{version.pk}": "on"})
    assert Order.objects.get().rules == version
    assert Acceptance.objects.get(user=buyer).version == version


def test_ones_own_shop_is_refused_in_words(client, seller, listing):
    fill(seller, listing, "1")
    client.force_login(seller)
    answer = order(client)
    assert not Order.objects.exists()
    assert 'class="errors"' in answer.content.decode()


@pytest.mark.parametrize(
    "wishes",
    ["", "1", "a:b:c", "1:NaN:1", "1:1:Infinity", "1:1e40:1", "-1:1:1", f"{2**70}:1:1", "1:0.0001:1"],
)
def test_lines_that_no_page_sent_order_nothing(filled, wishes):
    answer = filled.post(PAGE, {**sent(filled), "wishes": [wishes]})
    assert answer.url == "/basket/"
    assert not Order.objects.exists()


def test_the_page_asks_the_database_the_same_for_few_and_many_lines(
    client, shop, buyer, django_assert_max_num_queries
):
    client.force_login(buyer)
    for _number in range(3):
        fill(buyer, factories.listing(shop), "1")
    with django_assert_max_num_queries(12) as few:
        client.get(PAGE)
    for _number in range(40):
        fill(buyer, factories.listing(shop), "1")
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)
