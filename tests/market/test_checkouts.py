"""Placing orders: once per key, all or nothing, with everything copied."""

from decimal import Decimal

import pytest

from lib.errors import Refused
from market import baskets, checkouts
from market.models import BasketLine, Checkout, Listing, Order, Variant
from tests import factories


def test_one_press_makes_one_order_per_shop(buyer, listing, community):
    other = factories.listing(factories.shop(factories.representative(community)), name="ไข่เค็ม", price="10")
    checkout = factories.place(buyer, factories.wish(listing, "2"), factories.wish(other, "3"))
    totals = dict(checkout.orders.values_list("shop__listings__name", "total"))
    assert totals == {"น้ำพริกหนุ่ม": Decimal("90.00"), "ไข่เค็ม": Decimal("30.00")}


def test_stock_is_taken_from_variant_and_listing(buyer, listing):
    factories.order(buyer, factories.wish(listing, "3"))
    listing.refresh_from_db()
    assert (listing.stock, listing.variants.get().stock) == (7, 7)


def test_the_share_is_rounded_once_per_order(buyer, listing):
    # 2 % of 3 × 45.25 = 135.75 is 2.715, half a satang goes up.
    listing.variants.update(price=Decimal("45.25"))
    assert factories.order(buyer, factories.wish(listing, "3")).share == Decimal("2.72")


def test_the_share_is_taken_from_the_goods_and_not_from_the_delivery(buyer, listing):
    order = factories.order(buyer, factories.wish(listing, "2"), method="delivery", place="บ้าน 9")
    assert (order.fee, order.total, order.share) == (Decimal(10), Decimal(100), Decimal("1.80"))


def test_names_and_prices_are_copies(buyer, listing):
    order = factories.order(buyer, factories.wish(listing, "1"))
    Listing.objects.filter(pk=listing.pk).update(name="ชื่อใหม่")
    listing.variants.update(price=Decimal(99))
    line = order.lines.get()
    assert (line.name, line.price, line.unit_name) == ("น้ำพริกหนุ่ม", Decimal(45), "กระปุก")


def test_the_same_key_twice_is_one_order(buyer, listing):
    first = factories.place(buyer, factories.wish(listing), key="same")
    again = factories.place(buyer, factories.wish(listing), key="same")
    assert first == again
    assert Order.objects.count() == 1


def test_the_same_key_returns_the_order_even_when_stock_is_gone_since(buyer, listing):
    first = factories.place(buyer, factories.wish(listing, "10"), key="same")
    assert factories.place(buyer, factories.wish(listing, "10"), key="same") == first


def test_the_same_key_with_other_content_is_refused(buyer, listing):
    factories.place(buyer, factories.wish(listing, "1"), key="same")
    with pytest.raises(Refused) as refusal:
        factories.place(buyer, factories.wish(listing, "2"), key="same")
    assert refusal.value.code == "key_reused"
    assert Order.objects.count() == 1


def test_somebody_elses_key_is_refused(buyer, outsider, listing):
    factories.place(buyer, factories.wish(listing), key="same")
    with pytest.raises(Refused) as refusal:
        factories.place(outsider, factories.wish(listing), key="same")
    assert refusal.value.code == "key_reused"


def test_everything_that_is_short_is_named_at_once_and_nothing_is_ordered(buyer, listing, shop):
    egg = factories.listing(shop, name="ไข่เค็ม", price="10", stock="1")
    mat = factories.listing(shop, name="เสื่อ", price="300", stock="1")
    wishes = [factories.wish(listing), factories.wish(egg, "2"), factories.wish(mat, price="250")]
    with pytest.raises(checkouts.Short) as short:
        factories.place(buyer, *wishes)
    assert set(short.value.problems) == {wishes[1].variant_id, wishes[2].variant_id}
    listing.refresh_from_db()
    assert (listing.stock, Checkout.objects.count()) == (10, 0)


def test_a_changed_price_is_not_ordered_silently(buyer, listing):
    wish = factories.wish(listing)
    listing.variants.update(price=Decimal(50))
    with pytest.raises(checkouts.Short):
        factories.place(buyer, wish)


def test_a_suspended_shop_sells_nothing(buyer, listing):
    Listing.objects.filter(pk=listing.pk).update(is_public=False)
    with pytest.raises(checkouts.Short):
        factories.order(buyer, factories.wish(listing))


@pytest.mark.parametrize("quantity", ["0.5", "0", "-1"])
def test_quantities_are_whole_steps_above_zero(buyer, listing, quantity):
    with pytest.raises(checkouts.Short):
        factories.order(buyer, factories.wish(listing, quantity))


def test_half_kilograms_are_sold_where_the_unit_allows_them(buyer, shop):
    kilogram = factories.unit("kg", step="0.5", name_th="กก.", name_en="kg")
    fish = factories.listing(shop, name="ปลาทู", price="80", stock="5", unit=kilogram)
    assert factories.order(buyer, factories.wish(fish, "1.5")).total == Decimal(120)


def test_one_cannot_buy_from_ones_own_household(seller, listing):
    with pytest.raises(Refused) as refusal:
        factories.order(seller, factories.wish(listing))
    assert refusal.value.code == "own_shop"


def test_delivery_needs_a_place(buyer, listing):
    with pytest.raises(Refused) as refusal:
        factories.order(buyer, factories.wish(listing), method="delivery")
    assert refusal.value.code == "place"


def test_what_the_shop_does_not_offer_is_refused(buyer, listing, shop):
    shop.offers_delivery = False
    shop.save()
    with pytest.raises(Refused) as refusal:
        factories.order(buyer, factories.wish(listing), method="delivery", place="บ้าน 9")
    assert refusal.value.code == "choice"


def test_a_gift_has_nothing_to_pay(buyer, shop):
    gift = factories.listing(shop, name="เสื้อเด็ก", price="0", stock="1", condition=Listing.Condition.GIVE_AWAY)
    order = factories.order(buyer, factories.wish(gift), pay_by="promptpay")
    assert (order.payment, order.pay_until) == (Order.Payment.NOTHING_DUE, None)


def test_made_to_order_takes_the_first_day_with_room(buyer, shop):
    cake = factories.listing(
        shop, name="ขนมเค้ก", price="200", stock="0", supply="to_order", days_to_make=1, daily_cap=Decimal(2)
    )
    first = factories.order(buyer, factories.wish(cake, "2"))
    second = factories.order(buyer, factories.wish(cake, "1"))
    assert (second.promised_for - first.promised_for).days == 1


def test_the_basket_loses_only_what_was_ordered(buyer, listing, shop):
    egg = factories.listing(shop, name="ไข่เค็ม", price="10")
    basket = baskets.Basket.objects.create(user=buyer)
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(1))
    baskets.add(basket=basket, variant=egg.variants.get(), quantity=Decimal(1))
    factories.order(buyer, factories.wish(listing))
    assert BasketLine.objects.get().variant == egg.variants.get()


def test_the_sellers_hear_of_the_order(buyer, seller, listing, work):
    order = factories.order(buyer, factories.wish(listing))
    work()
    assert order.code in seller.notices.get().text


def test_a_checkout_of_two_shops_takes_few_statements(
    buyer, listing, community, django_assert_max_num_queries
):
    other = factories.listing(factories.shop(factories.representative(community)), name="ไข่เค็ม", price="10")
    wishes = [factories.wish(listing), factories.wish(other)]
    with django_assert_max_num_queries(36):
        factories.place(buyer, *wishes)


def test_the_content_in_another_order_is_the_same_content(buyer, listing, shop):
    egg = factories.listing(shop, name="ไข่เค็ม", price="10")
    a, b = factories.wish(listing), factories.wish(egg)
    assert factories.place(buyer, a, b, key="same") == factories.place(buyer, b, a, key="same")


def test_a_variant_that_is_no_longer_used_is_named_as_gone(buyer, listing):
    wish = factories.wish(listing)
    Variant.objects.update(is_active=False)
    with pytest.raises(checkouts.Short) as short:
        factories.place(buyer, wish)
    assert list(short.value.problems) == [wish.variant_id]
