"""The seller's day, and the paper that goes with it."""

from decimal import Decimal

import pytest

from market import orders
from market.models import Listing, Order, ShownSlip
from tests import factories
from tests.pages import form_to
from welfare import shares

PAGE = "/sell/"


@pytest.fixture
def plenty(listing):
    """Enough jars for many orders."""
    listing.variants.update(stock=500)
    Listing.objects.update(stock=500)
    return listing


def page(client, user, address=PAGE) -> str:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(address).content.decode()


def accepted(buyer, listing, seller, **choice):
    order = factories.order(buyer, factories.wish(listing, "2"), **choice)
    return orders.accept(order=order, actor=seller)


def test_somebody_without_a_shop_is_led_to_open_one(client, buyer):
    assert "You have no shop yet." in page(client, buyer)


def test_a_visitor_signs_in_first(client, db):
    assert client.get(PAGE).status_code == 302


def test_a_new_order_waits_to_be_accepted(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing, "2"))
    html = page(client, seller)
    assert 'id="to-accept"' in html
    assert "น้ำพริกหนุ่ม × 2" in html
    assert form_to(html, f"/orders/{order.code}/accept/").fields


def test_one_press_says_that_the_money_is_in_and_accepts(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")
    orders.show_slip(order=order, bank="014", reference="0123456789ABCDEF", actor=buyer)
    html = page(client, seller)
    assert "Slip shown: check your bank" in html
    answer = client.post(
        f"/orders/{order.code}/money/", dict(form_to(html, f"/orders/{order.code}/money/").fields)
    )
    order.refresh_from_db()
    assert (order.status, order.payment) == (Order.Status.ACCEPTED, Order.Payment.PAID)
    assert answer.url.startswith("/sell/?shop=")


def test_after_a_part_payment_the_day_asks_only_for_the_rest(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")
    shown = orders.show_slip(order=order, bank="014", reference="0123456789ABCDEF", actor=buyer)
    orders.confirm_money(
        order=order, amount=Decimal(60), method="promptpay", key="a", actor=seller, shown=shown
    )
    orders.show_slip(order=order, bank="014", reference="FEDCBA9876543210", actor=buyer)
    fields = dict(form_to(page(client, seller), f"/orders/{order.code}/money/").fields)
    assert (fields["amount"], fields["slip"]) == ("30.00", str(ShownSlip.objects.last().pk))


def test_the_piles_follow_the_order(client, buyer, listing, seller):
    order = accepted(buyer, listing, seller)
    assert 'id="to-pack"' in page(client, seller)
    orders.mark_ready(order=order, actor=seller)
    html = page(client, seller)
    assert 'id="to-hand-over"' in html
    assert 'id="to-pack"' not in html


def test_money_to_give_back_is_not_forgotten(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")
    orders.confirm_money(order=order, amount=Decimal(90), method="cash", key="a", actor=seller)
    orders.cancel(order=order, reason="", actor=buyer)
    html = page(client, seller)
    assert 'id="open-money"' in html
    assert f"/orders/{order.code}/#refund" in html


def test_a_slip_of_an_order_that_ended_is_not_forgotten(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")
    orders.show_slip(order=order, bank="014", reference="0123456789ABCDEF", actor=buyer)
    orders.cancel(order=order, reason="", actor=buyer)
    html = page(client, seller)
    assert 'id="open-money"' in html
    assert f"/orders/{order.code}/#money" in html


def test_sold_today_this_month_and_what_is_owed(client, buyer, listing, seller, shop, community):
    order = accepted(buyer, listing, seller)
    orders.mark_ready(order=order, actor=seller)
    orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)
    html = page(client, seller)
    assert '<p class="stat-value">฿90</p>' in html
    # 2 % of 90 baht
    assert "Owed to the fund ฿1.80" in html
    assert shares.owed_by(community, shop.code) == Decimal("1.80")


def test_a_refund_takes_back_what_was_sold_and_owed(client, buyer, listing, seller):
    order = accepted(buyer, listing, seller)
    orders.mark_ready(order=order, actor=seller)
    orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)
    orders.refund(order=order, amount=Decimal(40), reason="แตก", method="cash", key="r", actor=seller)
    html = page(client, seller)
    assert '<p class="stat-value">฿50</p>' in html
    assert "Owed to the fund ฿1<" in html


def test_somebody_elses_orders_are_not_here(client, buyer, listing, community):
    order = factories.order(buyer, factories.wish(listing))
    stranger = factories.representative(community)
    factories.shop(stranger)
    assert order.code not in page(client, stranger)


def test_several_shops_are_chosen_by_name(client, seller, shop):
    second = factories.shop(seller, name="สวนยายบุญ")
    html = page(client, seller, f"/sell/?shop={second.code}")
    assert "<h1>สวนยายบุญ</h1>" in html
    assert f"?shop={shop.code}" in html


def test_the_holiday_switch_goes_both_ways_and_comes_back(client, seller, shop):
    for value, state in (("yes", True), ("no", False)):
        html = page(client, seller)
        fields = dict(form_to(html, f"/sell/shops/{shop.code}/holiday/").fields)
        assert f'name="holiday" value="{value}"' in html
        answer = client.post(f"/sell/shops/{shop.code}/holiday/", {**fields, "holiday": value})
        shop.refresh_from_db()
        assert (shop.is_on_holiday, answer.url) == (state, f"/sell/?shop={shop.code}")


def test_the_sellers_addresses_do_not_exist_for_others(client, outsider, committee, shop):
    for user in (outsider, committee):
        client.force_login(user)
        for part in ("packing/", "takings/", "takings.csv", "takings.xlsx", "share/", "share/qr.png"):
            assert client.get(f"/sell/{shop.code}/{part}").status_code == 404
        assert client.post(f"/sell/{shop.code}/share/sent/").status_code == 404


def test_the_packing_list_adds_up_over_orders(client, buyer, plenty, seller, shop):
    for _number in range(3):
        accepted(buyer, plenty, seller)
    factories.order(buyer, factories.wish(plenty, "50"))
    html = page(client, seller, f"/sell/{shop.code}/packing/")
    assert '<th scope="row">น้ำพริกหนุ่ม</th><td class="number">6 กระปุก</td>' in html


def test_nothing_to_pack_is_said(client, seller, shop):
    assert "Nothing to pack." in page(client, seller, f"/sell/{shop.code}/packing/")


@pytest.mark.parametrize("count", [10, 200])
def test_the_day_asks_the_same_for_few_and_many_orders(
    client, buyer, plenty, seller, count, django_assert_max_num_queries
):
    for _number in range(count):
        factories.order(buyer, factories.wish(plenty))
    client.force_login(seller)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
