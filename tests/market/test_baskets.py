"""The basket's own rules."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.test import RequestFactory

from lib.errors import Refused
from market import baskets
from market.models import Basket, BasketLine
from tests import factories


@pytest.fixture
def basket(buyer):
    return Basket.objects.create(user=buyer)


def test_adding_twice_adds_up(basket, listing):
    for _press in range(2):
        line = baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(2))
    assert line.quantity == 4


def test_more_than_is_left_is_refused(basket, listing):
    with pytest.raises(Refused) as refusal:
        baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(11))
    assert refusal.value.code == "short"


def test_zero_takes_a_line_out(basket, listing):
    line = baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(2))
    assert baskets.change(line=line, quantity=Decimal(0)) is None
    assert not basket.lines.exists()


def test_a_changed_price_is_shown_beside_the_old_one(basket, listing):
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(2))
    listing.variants.update(price=Decimal(50))
    line = baskets.review(basket)[0].lines[0]
    assert (line.old_price, line.amount) == (Decimal(45), Decimal(100))


def test_what_is_gone_does_not_count(basket, listing):
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(2))
    listing.variants.update(stock=1)
    group = baskets.review(basket)[0]
    assert (group.lines[0].problem.code, group.total) == ("short", 0)


def test_the_basket_comes_along_at_login(buyer, listing, shop):
    egg = factories.listing(shop, name="ไข่เค็ม", price="10")
    own = Basket.objects.create(user=buyer)
    baskets.add(basket=own, variant=listing.variants.get(), quantity=Decimal(1))
    visitor = Basket.objects.create(token="visitor")
    baskets.add(basket=visitor, variant=listing.variants.get(), quantity=Decimal(3))
    baskets.add(basket=visitor, variant=egg.variants.get(), quantity=Decimal(2))
    request = RequestFactory().get("/")
    request.COOKIES[baskets.COOKIE] = "visitor"
    request.session = {}
    user_logged_in.send(sender=buyer.__class__, request=request, user=buyer)
    quantities = dict(BasketLine.objects.values_list("variant__listing__name", "quantity"))
    assert quantities == {"น้ำพริกหนุ่ม": 3, "ไข่เค็ม": 2}
    assert Basket.objects.count() == 1


def test_a_basket_has_an_end(basket, shop, monkeypatch):
    monkeypatch.setattr(baskets, "MOST_LINES", 1)
    first, second = factories.listing(shop, name="หนึ่ง"), factories.listing(shop, name="สอง")
    baskets.add(basket=basket, variant=first.variants.get(), quantity=Decimal(1))
    with pytest.raises(Refused):
        baskets.add(basket=basket, variant=second.variants.get(), quantity=Decimal(1))


def test_prices_once_seen_are_known(basket, listing):
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(1))
    listing.variants.update(price=Decimal(50))
    baskets.see_prices(basket=basket)
    assert baskets.review(basket)[0].lines[0].old_price is None


def test_looking_at_the_basket_takes_few_statements(basket, shop, django_assert_max_num_queries):
    for number in range(12):
        row = factories.listing(shop, name=f"ของ {number}")
        baskets.add(basket=basket, variant=row.variants.get(), quantity=Decimal(1))
    with django_assert_max_num_queries(2):
        baskets.review(basket)


def test_cookies_of_baskets_stay_away_from_scripts(listing, client):
    response = baskets.remember(client.get("/healthz"), Basket.objects.create(token="visitor"))
    cookie = response.cookies[baskets.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert bool(cookie["secure"]) is settings.SESSION_COOKIE_SECURE


def test_nobody_can_order_from_a_shop_on_holiday(basket, listing, shop):
    shop.is_on_holiday = True
    shop.save()
    listing.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(1))
    assert refusal.value.code == "holiday"


def test_a_line_that_another_window_took_out_is_not_changed(basket, listing):
    line = baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(1))
    BasketLine.objects.filter(pk=line.pk).delete()
    assert baskets.change(line=line, quantity=Decimal(2)) is None
    assert not basket.lines.exists()


def test_nobody_orders_for_more_than_can_be_paid_at_once(basket, shop):
    boat = factories.listing(shop, price="5000000", stock="0", supply="to_order")
    with pytest.raises(Refused) as refusal:
        baskets.add(basket=basket, variant=boat.variants.get(), quantity=Decimal(2))
    assert refusal.value.code == "too_much"
