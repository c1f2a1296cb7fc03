"""Money of an order: slips, what arrived, what went back, and what follows for fund and income."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from households.models import IncomeProposal
from lib.errors import Refused
from market import orders, payments
from market.models import Listing, Order, PaymentEntry, ShownSlip
from tests import factories
from tests.market.steps import complete, later, make_ready, slip
from welfare import ledger, shares
from welfare.models import Account

Status, Payment = Order.Status, Order.Payment


def test_completion_posts_the_share_as_owed_and_not_as_money(order, seller, community, shop):
    complete(order, seller)
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    income = ledger.account(community, Account.Kind.MARKET_SHARE)
    assert ledger.balance(income) == 0


def test_goods_handed_over_before_the_money_wait_for_it(paid_by_phone, seller):
    make_ready(paid_by_phone, seller)
    waiting = orders.hand_over(order=paid_by_phone, code=paid_by_phone.handover_code, actor=seller)
    assert waiting.status == Status.HANDED_OVER
    done = orders.confirm_money(order=waiting, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    assert done.status == Status.COMPLETED


def test_a_slip_serves_once_in_all_shops(paid_by_phone, buyer, listing, community):
    slip(paid_by_phone, buyer)
    other = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    with pytest.raises(Refused) as refusal:
        slip(other, buyer)
    assert refusal.value.code == "slip_used"


def test_a_slip_shown_waits_for_the_shop(paid_by_phone, buyer):
    slip(paid_by_phone, buyer)
    paid_by_phone.refresh_from_db()
    assert paid_by_phone.payment == Payment.SLIP_SHOWN


def test_money_not_found_asks_again(paid_by_phone, buyer, seller):
    shown = slip(paid_by_phone, buyer)
    again = orders.slip_not_found(order=paid_by_phone, shown=shown, reason="ไม่มีเงินเข้า", actor=seller)
    assert (again.payment, ShownSlip.objects.get().status) == (Payment.UNPAID, "not_found")


@pytest.mark.parametrize(
    ("arrived", "state", "missing"),
    [("90", Payment.PAID, "0"), ("50", Payment.TOO_LITTLE, "40"), ("100", Payment.TOO_MUCH, "-10")],
)
def test_what_arrived_is_recorded_as_it_is(paid_by_phone, buyer, seller, arrived, state, missing):
    shown = slip(paid_by_phone, buyer)
    order = orders.confirm_money(
        order=paid_by_phone, amount=Decimal(arrived), method="promptpay", key="k", actor=seller, shown=shown
    )
    assert (order.payment, payments.missing(order)) == (state, Decimal(missing))


def test_a_top_up_settles_what_was_missing(paid_by_phone, seller):
    for key, amount in (("a", "50"), ("b", "40")):
        order = orders.confirm_money(
            order=paid_by_phone, amount=Decimal(amount), method="promptpay", key=key, actor=seller
        )
    assert order.payment == Payment.PAID


def test_giving_back_too_much_settles_it_and_leaves_share_and_income(paid_by_phone, seller, shop, community):
    orders.confirm_money(order=paid_by_phone, amount=Decimal(100), method="promptpay", key="a", actor=seller)
    make_ready(paid_by_phone, seller)
    done = orders.hand_over(order=paid_by_phone, code=paid_by_phone.handover_code, actor=seller)
    assert (done.status, done.payment) == (Status.COMPLETED, Payment.TOO_MUCH)
    done = orders.refund(order=done, amount=Decimal(10), reason="เกิน", method="cash", key="r", actor=seller)
    assert done.payment == Payment.PAID
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    assert IncomeProposal.objects.count() == 1


def test_the_same_confirmation_twice_counts_once(paid_by_phone, seller):
    for _press in range(2):
        order = orders.confirm_money(
            order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller
        )
    assert payments.totals(order) == (Decimal(90), Decimal(0))


def test_the_same_key_with_another_amount_is_refused(paid_by_phone, seller):
    orders.confirm_money(order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    with pytest.raises(Refused):
        orders.confirm_money(
            order=paid_by_phone, amount=Decimal(80), method="promptpay", key="k", actor=seller
        )


def test_money_of_a_cancelled_order_is_to_be_given_back(paid_by_phone, seller):
    orders.confirm_money(order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    ended = orders.cancel(order=paid_by_phone, reason="ป่วย", actor=seller, by_shop=True)
    assert ended.payment == Payment.REFUND_DUE
    ended = orders.refund(
        order=ended, amount=Decimal(90), reason="คืน", method="promptpay", key="r", actor=seller
    )
    assert ended.payment == Payment.REFUNDED


def test_more_than_was_received_cannot_be_given_back(order, seller):
    done = complete(order, seller)
    with pytest.raises(Refused):
        orders.refund(order=done, amount=Decimal("90.01"), reason="x", method="cash", key="r", actor=seller)


def test_a_full_refund_after_completion_reverses_share_and_income(order, seller, community, shop):
    done = complete(order, seller)
    done = orders.refund(order=done, amount=Decimal(90), reason="เสีย", method="cash", key="r", actor=seller)
    assert done.payment == Payment.REFUNDED
    assert shares.owed_by(community, shop.code) == 0
    assert sum(IncomeProposal.objects.values_list("gross", flat=True)) == 0


def test_a_refund_in_part_leaves_the_share_of_what_stays_sold(order, seller, community, shop):
    # 90 − 30 = 60 baht stay sold; 2 % of that is 1.20.
    done = complete(order, seller)
    orders.refund(order=done, amount=Decimal(30), reason="เสีย", method="cash", key="r", actor=seller)
    assert shares.owed_by(community, shop.code) == Decimal("1.20")
    assert sum(IncomeProposal.objects.values_list("gross", flat=True)) == Decimal(60)


def test_refunding_twice_by_the_same_key_counts_once(order, seller, community, shop):
    done = complete(order, seller)
    for _press in range(2):
        orders.refund(order=done, amount=Decimal(90), reason="เสีย", method="cash", key="r", actor=seller)
    assert payments.totals(order)[1] == Decimal(90)


def test_a_slip_stops_the_clock_of_payment(paid_by_phone, seller, buyer):
    orders.accept(order=paid_by_phone, actor=seller)
    slip(paid_by_phone, buyer)
    later(paid_by_phone, -5)
    assert orders.expire_if_due.call(order_id=paid_by_phone.pk) is False


def test_cash_orders_need_no_slip(order, buyer):
    with pytest.raises(Refused):
        slip(order, buyer)


def test_another_orders_slip_cannot_be_answered_here(paid_by_phone, buyer, seller, listing):
    shown = slip(paid_by_phone, buyer)
    other = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    with pytest.raises(Refused):
        orders.slip_not_found(order=other, shown=shown, reason="ไม่มี", actor=seller)
    with pytest.raises(Refused):
        orders.confirm_money(
            order=other, amount=Decimal(45), method="promptpay", key="k", actor=seller, shown=shown
        )
    shown.refresh_from_db()
    assert (shown.status, PaymentEntry.objects.count()) == (ShownSlip.Status.WAITING, 0)


def test_money_that_comes_again_after_a_refund_counts_again(order, seller, community, shop):
    done = complete(order, seller)
    orders.refund(order=done, amount=Decimal(90), reason="ผิด", method="cash", key="r", actor=seller)
    done = orders.confirm_money(order=done, amount=Decimal(90), method="cash", key="again", actor=seller)
    assert done.payment == Payment.PAID
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    assert sum(IncomeProposal.objects.values_list("gross", flat=True)) == Decimal(90)


def test_an_unanswered_slip_does_not_keep_a_paid_order_open(paid_by_phone, buyer, seller):
    slip(paid_by_phone, buyer)
    make_ready(paid_by_phone, seller)
    done = orders.hand_over(
        order=paid_by_phone, code=paid_by_phone.handover_code, actor=seller, has_cash=True
    )
    assert (done.status, done.payment) == (Status.COMPLETED, Payment.SLIP_SHOWN)
    done = orders.slip_not_found(order=done, shown=ShownSlip.objects.get(), reason="จ่ายสดแล้ว", actor=seller)
    assert done.payment == Payment.PAID


def test_a_gift_paid_by_mistake_and_given_back_can_be_handed_over(buyer, seller, shop):
    gift = factories.listing(shop, price="0", stock="1", condition=Listing.Condition.GIVE_AWAY)
    order = factories.order(buyer, factories.wish(gift))
    orders.confirm_money(order=order, amount=Decimal(10), method="cash", key="a", actor=seller)
    orders.refund(order=order, amount=Decimal(10), reason="ผิด", method="cash", key="r", actor=seller)
    assert complete(order, seller).status == Status.COMPLETED


def test_a_slip_that_comes_after_the_order_ran_out_leads_to_a_refund(paid_by_phone, buyer, seller):
    later(paid_by_phone, 1)
    orders.expire_if_due.call(order_id=paid_by_phone.pk)
    shown = slip(paid_by_phone, buyer)
    ended = orders.confirm_money(
        order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    assert (ended.status, ended.payment) == (Status.EXPIRED, Payment.REFUND_DUE)


def test_after_a_slip_without_money_there_is_time_to_pay_and_then_none(paid_by_phone, buyer, seller, listing):
    orders.accept(order=paid_by_phone, actor=seller)
    shown = slip(paid_by_phone, buyer)
    later(paid_by_phone, -5)
    assert orders.expire_if_due.call(order_id=paid_by_phone.pk) is False
    orders.slip_not_found(order=paid_by_phone, shown=shown, reason="ไม่มีเงินเข้า", actor=seller)
    assert orders.expire_if_due.call(order_id=paid_by_phone.pk) is False
    paid_by_phone.refresh_from_db()
    assert paid_by_phone.pay_until > timezone.now() + datetime.timedelta(hours=23)
    clock = DBTaskResult.objects.filter(run_after=paid_by_phone.pay_until).get()
    later(paid_by_phone, -5)
    assert clock.task.call(**clock.args_kwargs["kwargs"]) is True
    listing.refresh_from_db()
    assert listing.stock == 10


def test_the_same_slip_pressed_twice_is_one_slip(paid_by_phone, buyer):
    first = slip(paid_by_phone, buyer, "0123 4567 89AB CDEF")
    assert slip(paid_by_phone, buyer) == first
    assert paid_by_phone.events.filter(kind="slip_shown").count() == 1


def test_money_found_is_not_unfound_from_another_tab(paid_by_phone, buyer, seller):
    shown = slip(paid_by_phone, buyer)
    orders.confirm_money(
        order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    with pytest.raises(Refused) as refusal:
        orders.slip_not_found(order=paid_by_phone, shown=shown, reason="ไม่มี", actor=seller)
    assert refusal.value.code == "answered"
    with pytest.raises(Refused):
        orders.confirm_money(
            order=paid_by_phone, amount=Decimal(80), method="promptpay", key="k2", actor=seller, shown=shown
        )
    assert payments.totals(paid_by_phone)[0] == Decimal(90)


def test_money_that_was_not_found_may_still_come(paid_by_phone, buyer, seller):
    shown = slip(paid_by_phone, buyer)
    orders.slip_not_found(order=paid_by_phone, shown=shown, reason="ไม่มี", actor=seller)
    order = orders.confirm_money(
        order=paid_by_phone, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    shown.refresh_from_db()
    assert (order.payment, shown.status) == (Payment.PAID, ShownSlip.Status.FOUND)
