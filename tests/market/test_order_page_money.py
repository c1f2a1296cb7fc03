"""Paying, confirming and giving back on an order's page."""

import io
from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image

from lib import promptpay
from market import orders
from market.models import Order, PaymentEntry, ShownSlip
from tests import factories
from tests.market.steps import SLIP, page, press
from tests.pages import form_to

Status, Payment = Order.Status, Order.Payment


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
