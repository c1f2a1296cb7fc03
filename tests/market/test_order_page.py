"""An order's page, for buyer, shop and committee, and what each can press."""

import io
import re
from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image

from lib import promptpay
from market import orders
from market.models import Listing, Order, OrderEvent, PaymentEntry, ShownSlip
from tests import factories
from tests.pages import form_to

Status, Payment = Order.Status, Order.Payment
SLIP = {"bank": "014", "reference": "0123456789ABCDEF"}


@pytest.fixture
def order(buyer, listing):
    """Two jars at 45 baht, picked up and paid in cash."""
    return factories.order(buyer, factories.wish(listing, "2"))


@pytest.fixture
def paid_by_phone(buyer, listing):
    """The same, paid by PromptPay."""
    return factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")


@pytest.fixture
def shown(paid_by_phone, buyer):
    """The PromptPay order with a slip that waits for the shop."""
    orders.show_slip(order=paid_by_phone, actor=buyer, **SLIP)
    paid_by_phone.refresh_from_db()
    return paid_by_phone


@pytest.fixture
def ready(order, seller):
    """The cash order, packed."""
    orders.accept(order=order, actor=seller)
    return orders.mark_ready(order=order, actor=seller)


def page(client, order, user) -> str:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(order.get_absolute_url()).content.decode()


def press(client, order, user, verb, **fields):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.post(f"{order.get_absolute_url()}{verb}/", fields)
    order.refresh_from_db()
    return answer


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


# Paying


def test_the_qr_code_pays_exactly_what_is_due(client, paid_by_phone, buyer):
    assert "นางบุญ ใจดี" in page(client, paid_by_phone, buyer)
    picture = client.get(f"{paid_by_phone.get_absolute_url()}qr.png")
    text = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))[0].text
    said = promptpay.decode(text)
    assert (said["receiver"], said["amount"]) == ("0812223333", Decimal("90.00"))


def test_the_qr_code_is_for_the_buyer_alone(client, paid_by_phone, seller, committee):
    for user in (seller, committee):
        client.force_login(user)
        assert client.get(f"{paid_by_phone.get_absolute_url()}qr.png").status_code == 404


def test_a_cash_order_has_no_qr_code(client, order, buyer):
    assert 'class="qr"' not in page(client, order, buyer)
    assert client.get(f"{order.get_absolute_url()}qr.png").status_code == 404


def test_a_slip_without_anything_is_asked_for(client, paid_by_phone, buyer):
    html = press(client, paid_by_phone, buyer, "slip").content.decode()
    assert "Choose a picture of the slip, or type its reference." in html
    assert not ShownSlip.objects.exists()


def test_a_slip_is_shown_and_waits_for_the_shop(client, paid_by_phone, buyer, seller):
    assert press(client, paid_by_phone, buyer, "slip", **SLIP).status_code == 302
    assert paid_by_phone.payment == Payment.SLIP_SHOWN
    assert "Is ฿90 in your bank account?" in page(client, paid_by_phone, seller)


def test_a_used_slip_is_refused_and_what_was_typed_stays(client, shown, buyer, listing):
    second = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    html = press(client, second, buyer, "slip", **SLIP).content.decode()
    assert "This slip was used before." in html
    assert SLIP["reference"] in html
    assert second.payment == Payment.UNPAID


def test_the_shop_confirms_the_money_and_accepts_in_one_press(client, shown, seller):
    fields = dict(form_to(page(client, shown, seller), f"{shown.get_absolute_url()}money/").fields)
    assert fields["amount"] == "90"
    press(client, shown, seller, "money", **fields)
    assert (shown.status, shown.payment) == (Status.ACCEPTED, Payment.PAID)


def test_money_pressed_twice_counts_once(client, shown, seller):
    fields = dict(form_to(page(client, shown, seller), f"{shown.get_absolute_url()}money/").fields)
    press(client, shown, seller, "money", **fields)
    press(client, shown, seller, "money", **fields)
    assert PaymentEntry.objects.count() == 1


def test_cash_confirmed_in_two_windows_counts_once(client, order, seller):
    address = f"{order.get_absolute_url()}money/"
    first, second = (dict(form_to(page(client, order, seller), address).fields) for _window in range(2))
    press(client, order, seller, "money", **first)
    press(client, order, seller, "money", **second)
    assert PaymentEntry.objects.get().amount == 90


def test_a_refund_in_two_windows_counts_once(client, order, seller):
    orders.confirm_money(order=order, amount=Decimal(90), method="cash", key="k", actor=seller)
    address = f"{order.get_absolute_url()}refund/"
    windows = [dict(form_to(page(client, order, seller), address).fields) for _window in range(2)]
    for fields in windows:
        press(client, order, seller, "refund", **{**fields, "amount": "40", "reason": "เสีย"})
    assert PaymentEntry.objects.get(kind="refund").amount == 40


def test_a_page_that_is_out_of_date_writes_down_no_money(client, shown, seller):
    orders.confirm_money(
        order=shown,
        amount=Decimal(90),
        method="promptpay",
        key="k",
        actor=seller,
        shown=ShownSlip.objects.get(),
    )
    fields = {"amount": "90", "method": "cash", "key": "0"}
    html = press(client, shown, seller, "money", **fields).content.decode()
    assert "written down meanwhile" in html
    assert PaymentEntry.objects.count() == 1


def test_a_slip_confirmed_from_two_pages_counts_once(client, shown, seller):
    fields = {"amount": "90", "method": "promptpay", "slip": ShownSlip.objects.get().pk}
    for key in ("first-page", "second-page"):
        assert press(client, shown, seller, "money", key=key, **fields).status_code == 302
    assert PaymentEntry.objects.get().amount == 90


def test_too_little_is_recorded_and_the_rest_is_asked_for(client, shown, seller, buyer):
    waiting = ShownSlip.objects.get().pk
    press(client, shown, seller, "money", amount="60", method="promptpay", slip=waiting)
    assert shown.payment == Payment.TOO_LITTLE
    html = page(client, shown, buyer)
    assert "Pay the missing ฿30" in html
    picture = client.get(f"{shown.get_absolute_url()}qr.png")
    text = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))[0].text
    assert promptpay.decode(text)["amount"] == Decimal("30.00")


def test_too_much_is_recorded_and_given_back(client, shown, seller, buyer):
    press(client, shown, seller, "money", amount="100", method="promptpay", slip=ShownSlip.objects.get().pk)
    assert shown.payment == Payment.TOO_MUCH
    fields = dict(form_to(page(client, shown, seller), f"{shown.get_absolute_url()}refund/").fields)
    assert fields["amount"] == "10"
    press(client, shown, seller, "refund", **{**fields, "reason": "โอนเกิน"})
    assert shown.payment == Payment.PAID


def test_more_than_was_received_cannot_be_given_back(client, shown, seller):
    press(client, shown, seller, "money", amount="90", method="promptpay", slip=ShownSlip.objects.get().pk)
    fields = {"amount": "100", "reason": "ผิด", "method": "cash", "key": "1"}
    html = press(client, shown, seller, "refund", **fields).content.decode()
    assert "More cannot be given back than was received." in html
    assert 'value="100"' in html


@pytest.mark.parametrize("amount", ["", "มาก", "0", "-5", "1.234"])
def test_a_wrong_amount_is_said_and_stays_in_the_form(client, shown, seller, amount):
    html = press(
        client, shown, seller, "money", amount=amount, method="promptpay", slip=ShownSlip.objects.get().pk
    ).content.decode()
    assert "field-error" in html
    assert not PaymentEntry.objects.exists()


def test_another_orders_slip_cannot_be_confirmed_here(client, shown, seller, buyer, listing):
    other = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    slip = ShownSlip.objects.get().pk
    press(client, other, seller, "money", amount="45", method="promptpay", slip=slip)
    assert not PaymentEntry.objects.exists()


def test_money_that_is_not_there_needs_a_reason_and_opens_the_way_for_another_slip(
    client, shown, seller, buyer
):
    waiting = ShownSlip.objects.get().pk
    press(client, shown, seller, "slip-not-found", slip=waiting)
    assert shown.payment == Payment.SLIP_SHOWN
    press(client, shown, seller, "slip-not-found", slip=waiting, reason="ยังไม่เข้า")
    assert shown.payment == Payment.UNPAID
    assert "Pay ฿90" in page(client, shown, buyer)


def test_a_slips_picture_is_for_buyer_shop_and_committee_only(
    client, paid_by_phone, buyer, seller, committee, outsider
):
    photo = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(photo, "PNG")
    photo.seek(0)
    photo.name = "slip.png"
    client.force_login(buyer)
    client.post(f"{paid_by_phone.get_absolute_url()}slip/", {**SLIP, "picture": photo})
    address = f"{paid_by_phone.get_absolute_url()}slips/{ShownSlip.objects.get().pk}/"
    for user, status in ((buyer, 200), (seller, 200), (committee, 200), (outsider, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status


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


def test_money_sent_too_late_is_found_and_given_back(client, paid_by_phone, buyer, seller):
    orders.decline(order=paid_by_phone, reason="หมด", actor=seller)
    assert "Did you send money for this order?" in page(client, paid_by_phone, buyer)
    press(client, paid_by_phone, buyer, "slip", **SLIP)
    assert paid_by_phone.payment == Payment.SLIP_SHOWN
    fields = dict(
        form_to(page(client, paid_by_phone, seller), f"{paid_by_phone.get_absolute_url()}money/").fields
    )
    assert fields["amount"] == "90"
    press(client, paid_by_phone, seller, "money", **fields)
    assert (paid_by_phone.status, paid_by_phone.payment) == (Status.DECLINED, Payment.REFUND_DUE)
