"""An order's page, for buyer, shop and committee, and what each can press."""

import re

import pytest

from market import orders
from market.models import Listing, Order, OrderEvent
from tests import factories
from tests.market.steps import page, press
from tests.pages import form_to

Status, Payment = Order.Status, Order.Payment


# Who sees it


def test_an_outsider_finds_nothing(client, order, outsider):
    client.force_login(outsider)
    for part in ("", "document/", "qr.png"):
        assert client.get(f"{order.get_absolute_url()}{part}").status_code == 404


VERBS = [
    "slip",
    "cancel",
    "received",
    "accept",
    "decline",
    "money",
    "slip-not-found",
    "ready",
    "out",
    "hand-over",
    "refund",
    "stop",
]


@pytest.mark.parametrize("verb", VERBS)
def test_an_outsider_and_the_committee_can_press_nothing(client, order, outsider, committee, verb):
    assert press(client, order, outsider, verb).status_code == 404
    assert press(client, order, committee, verb).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_presses_are_posts_only(client, order, buyer, verb):
    client.force_login(buyer)
    assert client.get(f"{order.get_absolute_url()}{verb}/").status_code == 405


def test_the_buyer_cannot_act_for_the_shop(client, order, buyer):
    assert press(client, order, buyer, "accept").status_code == 404
    assert order.status == Status.PLACED


def test_the_shop_cannot_act_for_the_buyer(client, order, seller):
    assert press(client, order, seller, "cancel").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, order):
    assert client.get(order.get_absolute_url()).url.startswith("/accounts/login/")


def test_only_the_buyer_sees_the_code(client, ready, buyer, seller, committee):
    Order.objects.update(handover_code="4821")
    assert "4821" in page(client, ready, buyer)
    assert "4821" not in page(client, ready, seller)
    assert "4821" not in page(client, ready, committee)


def test_the_committee_reads_and_has_no_forms(client, order, committee):
    html = page(client, order, committee)
    assert order.buyer_name in html
    assert f"{order.get_absolute_url()}accept/" not in html


# The way of the goods


def test_the_shop_accepts(client, order, seller, buyer):
    press(client, order, seller, "accept")
    assert order.status == Status.ACCEPTED
    assert "The shop is preparing your goods." in page(client, order, buyer)


def test_accepting_from_the_day_returns_to_the_day(client, order, seller):
    assert press(client, order, seller, "accept", next="/sell/").url == "/sell/"


def test_accepting_twice_says_that_the_order_moved_on(client, order, seller):
    press(client, order, seller, "accept")
    answer = press(client, order, seller, "accept")
    assert "This order has moved on" in client.get(answer.url).content.decode()


def test_declining_needs_a_reason(client, order, seller, buyer, listing):
    assert "field-error" in press(client, order, seller, "decline").content.decode()
    press(client, order, seller, "decline", reason="ของหมด")
    assert order.status == Status.DECLINED
    assert "ของหมด" in page(client, order, buyer)
    listing.refresh_from_db()
    assert listing.stock == 10


def test_a_wrong_code_is_said_and_counted(client, ready, seller):
    wrong = "0000" if ready.handover_code != "0000" else "1111"
    html = press(client, ready, seller, "hand-over", code=wrong).content.decode()
    assert "4 tries are left" in html
    assert ready.status == Status.READY


@pytest.mark.parametrize("code", ["", "12", "abcd", "12345"])
def test_what_is_no_code_costs_no_try(client, ready, seller, code):
    assert "field-error" in press(client, ready, seller, "hand-over", code=code).content.decode()
    assert ready.wrong_codes == 0


def test_code_and_cash_complete_the_order(client, ready, seller, buyer):
    Order.objects.update(handover_code="4821")
    press(client, ready, seller, "hand-over", code="๔๘ ๒๑", has_cash="on")
    assert (ready.status, ready.payment) == (Status.COMPLETED, Payment.PAID)
    assert "Everything is done." in page(client, ready, buyer)


def test_code_without_cash_leaves_the_money_open(client, ready, seller):
    press(client, ready, seller, "hand-over", code=ready.handover_code)
    assert (ready.status, ready.payment) == (Status.HANDED_OVER, Payment.UNPAID)
    fields = dict(form_to(page(client, ready, seller), f"{ready.get_absolute_url()}money/").fields)
    press(client, ready, seller, "money", **fields)
    assert ready.status == Status.COMPLETED


def test_the_buyer_says_that_the_goods_are_there(client, ready, buyer):
    press(client, ready, buyer, "received")
    assert ready.status == Status.HANDED_OVER


def test_the_buyer_cancels_until_the_shop_accepted(client, order, buyer, seller):
    assert f"{order.get_absolute_url()}cancel/" in page(client, order, buyer)
    orders.accept(order=order, actor=seller)
    assert f"{order.get_absolute_url()}cancel/" not in page(client, order, buyer)
    html = press(client, order, buyer, "cancel", reason="เปลี่ยนใจ").content.decode()
    assert "Please call the shop" in html
    assert order.status == Status.ACCEPTED


def test_the_buyer_cancels(client, order, buyer):
    press(client, order, buyer, "cancel")
    assert order.status == Status.CANCELLED


def test_the_shop_cancels_with_a_reason(client, ready, seller):
    press(client, ready, seller, "stop")
    assert ready.status == Status.READY
    press(client, ready, seller, "stop", reason="ป่วย")
    assert ready.status == Status.CANCELLED


def test_a_delivery_is_sent_out(client, buyer, listing, seller):
    order = factories.order(buyer, factories.wish(listing), method="delivery", place="บ้าน 9")
    for verb in ("accept", "ready", "out"):
        press(client, order, seller, verb)
    assert order.status == Status.OUT
    assert "on their way" in page(client, order, buyer)


# Reading


def test_each_step_tells_both_what_happens_next(client, order, seller, buyer):
    assert "Wait for the shop to accept." in page(client, order, buyer)
    assert "Can you do this order?" in page(client, order, seller)


def test_the_history_is_in_words_with_who_and_why(client, order, seller, buyer):
    orders.decline(order=order, reason="ฝนตก", actor=seller)
    html = page(client, order, buyer)
    assert "The shop declined the order." in html
    assert "ฝนตก" in html
    assert seller.name in html


def test_asking_for_the_state_answers_only_when_something_happened(client, order, buyer, seller):
    client.force_login(buyer)
    address = f"{order.get_absolute_url()}?seen=1"
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    orders.accept(order=order, actor=seller)
    html = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'id="order-state"' in html
    assert "<html" not in html


def test_the_document_becomes_a_receipt_once_paid(client, ready, seller, buyer):
    client.force_login(buyer)
    client.cookies["django_language"] = "en"
    address = f"{ready.get_absolute_url()}document/"
    assert ">Order slip</h1>" in client.get(address).content.decode()
    orders.hand_over(order=ready, code=ready.handover_code, actor=seller, has_cash=True)
    html = client.get(address).content.decode()
    assert ">Receipt</h1>" in html
    assert "เก้าสิบบาทถ้วน" in html


def test_a_page_costs_the_same_for_a_long_history(
    client, order, buyer, seller, django_assert_max_num_queries
):
    client.force_login(buyer)
    with django_assert_max_num_queries(14) as short:
        client.get(order.get_absolute_url())
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, kind=OrderEvent.Kind.WRONG_CODE, actor=seller) for _number in range(200)
    )
    with django_assert_max_num_queries(len(short)):
        client.get(order.get_absolute_url())


# The list


def test_ones_orders_stand_with_what_needs_the_buyer_first(client, order, buyer, seller, listing):
    orders.accept(order=order, actor=seller)
    orders.mark_ready(order=order, actor=seller)
    later = factories.order(buyer, factories.wish(listing))
    ended = factories.order(buyer, factories.wish(listing))
    orders.cancel(order=ended, reason="", actor=buyer)
    client.force_login(buyer)
    html = client.get("/orders/").content.decode()
    places = [
        html.index(f'<h2 class="card-title grow"><a href="/orders/{o.code}/">') for o in (order, later, ended)
    ]
    assert places == sorted(places)


def test_somebody_elses_orders_are_not_in_the_list(client, order, outsider):
    client.force_login(outsider)
    assert order.code not in client.get("/orders/").content.decode()


@pytest.mark.parametrize("count", [10, 60])
def test_the_list_asks_the_same_for_few_and_many(
    client, buyer, listing, count, django_assert_max_num_queries
):
    listing.variants.update(stock=500)
    Listing.objects.update(stock=500)
    for _number in range(count):
        factories.order(buyer, factories.wish(listing))
    client.force_login(buyer)
    with django_assert_max_num_queries(8):
        html = client.get("/orders/").content.decode()
    seen = set(re.findall(r"/orders/([a-z0-9]{8})/", html))
    if more := re.search(r'href="(\?after=[^"]+)"', html):
        seen |= set(re.findall(r"/orders/([a-z0-9]{8})/", client.get(f"/orders/{more[1]}").content.decode()))
    assert len(seen) == min(count, 48)
