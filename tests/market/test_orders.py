"""The life of an order after it was placed."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from households.models import IncomeProposal
from lib.errors import Refused
from market import orders, payments
from market.models import Listing, Order, OrderEvent, PaymentEntry, ShownSlip
from tests import factories
from welfare import ledger, shares
from welfare.models import Account, Transfer

Status, Payment = Order.Status, Order.Payment


@pytest.fixture
def order(buyer, listing):
    """Two jars at 45 baht, picked up and paid in cash; 2 % of 90 is 1.80 for the fund."""
    return factories.order(buyer, factories.wish(listing, "2"))


@pytest.fixture
def transfer_order(buyer, listing):
    """The same, paid by PromptPay."""
    return factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")


def make_ready(order, seller):
    orders.accept(order=order, actor=seller)
    return orders.mark_ready(order=order, actor=seller)


def complete(order, seller):
    make_ready(order, seller)
    return orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)


def slip(order, buyer, reference="0123456789ABCDEF"):
    return orders.show_slip(order=order, bank="014", reference=reference, actor=buyer)


def test_cash_and_code_complete_an_order(order, seller):
    done = complete(order, seller)
    assert (done.status, done.payment) == (Status.COMPLETED, Payment.PAID)


def test_every_step_is_on_record_with_its_actor(order, seller):
    complete(order, seller)
    kinds = list(order.events.values_list("kind", "actor__name"))
    assert kinds == [
        ("placed", "สมใจ ตัวอย่าง"),
        ("accepted", "บุญ ใจดี"),
        ("ready", "บุญ ใจดี"),
        ("money_in", "บุญ ใจดี"),
        ("handed_over", "บุญ ใจดี"),
        ("completed", "บุญ ใจดี"),
    ]


def test_completion_posts_the_share_as_owed_and_not_as_money(order, seller, community, shop):
    complete(order, seller)
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    income = ledger.account(community, Account.Kind.MARKET_SHARE)
    assert ledger.balance(income) == 0


def test_completion_proposes_the_income_to_the_sellers_household(order, seller, shop):
    done = complete(order, seller)
    proposal = IncomeProposal.objects.get()
    assert (proposal.household, proposal.gross) == (shop.household, Decimal(90))
    assert proposal.month == timezone.localdate(done.completed_at).replace(day=1)


def test_a_community_without_a_share_owes_nothing(order, seller, community, buyer, listing):
    community.share_percent = 0
    community.save()
    listing.refresh_from_db()
    complete(factories.order(buyer, factories.wish(listing)), seller)
    assert not Transfer.objects.exists()


def test_goods_handed_over_before_the_money_wait_for_it(transfer_order, seller):
    make_ready(transfer_order, seller)
    waiting = orders.hand_over(order=transfer_order, code=transfer_order.handover_code, actor=seller)
    assert waiting.status == Status.HANDED_OVER
    done = orders.confirm_money(order=waiting, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    assert done.status == Status.COMPLETED


def test_a_wrong_code_is_refused_and_counted(order, seller):
    make_ready(order, seller)
    wrong = "0000" if order.handover_code != "0000" else "1111"
    for _try in range(5):
        with pytest.raises(Refused):
            orders.hand_over(order=order, code=wrong, actor=seller)
    with pytest.raises(Refused) as refusal:
        orders.hand_over(order=order, code=order.handover_code, actor=seller)
    assert refusal.value.code == "locked"
    assert order.events.filter(kind="wrong_code").count() == 5


def test_the_buyer_can_confirm_without_the_code(order, seller, buyer):
    make_ready(order, seller)
    assert orders.confirm_received(order=order, actor=buyer).status == Status.HANDED_OVER


def test_steps_cannot_be_skipped_or_repeated(order, seller):
    with pytest.raises(Refused):
        orders.mark_ready(order=order, actor=seller)
    orders.accept(order=order, actor=seller)
    with pytest.raises(Refused) as refusal:
        orders.accept(order=order, actor=seller)
    assert refusal.value.code == "moved_on"


def test_a_pickup_is_not_sent_out(order, seller):
    make_ready(order, seller)
    with pytest.raises(Refused):
        orders.send_out(order=order, actor=seller)


def test_stock_returns_exactly_once(order, buyer, listing):
    orders.cancel(order=order, reason="", actor=buyer)
    with pytest.raises(Refused):
        orders.cancel(order=order, reason="", actor=buyer)
    listing.refresh_from_db()
    assert (listing.stock, listing.variants.get().stock) == (10, 10)


def test_a_declined_order_gives_a_reason(order, seller):
    with pytest.raises(Refused):
        orders.decline(order=order, reason=" ", actor=seller)
    assert orders.decline(order=order, reason="ของหมด", actor=seller).events.last().reason == "ของหมด"


def test_the_buyer_cancels_only_until_the_shop_accepted(order, seller, buyer):
    orders.accept(order=order, actor=seller)
    with pytest.raises(Refused) as refusal:
        orders.cancel(order=order, reason="", actor=buyer)
    assert refusal.value.code == "too_late"


def test_the_shop_cancels_with_a_reason_until_it_is_handed_over(order, seller):
    make_ready(order, seller)
    ended = orders.cancel(order=order, reason="ป่วย", actor=seller, by_shop=True)
    assert ended.status == Status.CANCELLED


def test_a_slip_serves_once_in_all_shops(transfer_order, buyer, listing, community):
    slip(transfer_order, buyer)
    other = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    with pytest.raises(Refused) as refusal:
        slip(other, buyer)
    assert refusal.value.code == "slip_used"


def test_a_slip_shown_waits_for_the_shop(transfer_order, buyer):
    slip(transfer_order, buyer)
    transfer_order.refresh_from_db()
    assert transfer_order.payment == Payment.SLIP_SHOWN


def test_money_not_found_asks_again(transfer_order, buyer, seller):
    shown = slip(transfer_order, buyer)
    again = orders.slip_not_found(order=transfer_order, shown=shown, reason="ไม่มีเงินเข้า", actor=seller)
    assert (again.payment, ShownSlip.objects.get().status) == (Payment.UNPAID, "not_found")


@pytest.mark.parametrize(
    ("arrived", "state", "missing"),
    [("90", Payment.PAID, "0"), ("50", Payment.TOO_LITTLE, "40"), ("100", Payment.TOO_MUCH, "-10")],
)
def test_what_arrived_is_recorded_as_it_is(transfer_order, buyer, seller, arrived, state, missing):
    shown = slip(transfer_order, buyer)
    order = orders.confirm_money(
        order=transfer_order, amount=Decimal(arrived), method="promptpay", key="k", actor=seller, shown=shown
    )
    assert (order.payment, payments.missing(order)) == (state, Decimal(missing))


def test_a_top_up_settles_what_was_missing(transfer_order, seller):
    for key, amount in (("a", "50"), ("b", "40")):
        order = orders.confirm_money(
            order=transfer_order, amount=Decimal(amount), method="promptpay", key=key, actor=seller
        )
    assert order.payment == Payment.PAID


def test_giving_back_too_much_settles_it_and_leaves_share_and_income(transfer_order, seller, shop, community):
    orders.confirm_money(order=transfer_order, amount=Decimal(100), method="promptpay", key="a", actor=seller)
    make_ready(transfer_order, seller)
    done = orders.hand_over(order=transfer_order, code=transfer_order.handover_code, actor=seller)
    assert (done.status, done.payment) == (Status.COMPLETED, Payment.TOO_MUCH)
    done = orders.refund(order=done, amount=Decimal(10), reason="เกิน", method="cash", key="r", actor=seller)
    assert done.payment == Payment.PAID
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    assert IncomeProposal.objects.count() == 1


def test_the_same_confirmation_twice_counts_once(transfer_order, seller):
    for _press in range(2):
        order = orders.confirm_money(
            order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller
        )
    assert payments.totals(order) == (Decimal(90), Decimal(0))


def test_the_same_key_with_another_amount_is_refused(transfer_order, seller):
    orders.confirm_money(order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    with pytest.raises(Refused):
        orders.confirm_money(
            order=transfer_order, amount=Decimal(80), method="promptpay", key="k", actor=seller
        )


def test_money_of_a_cancelled_order_is_to_be_given_back(transfer_order, seller):
    orders.confirm_money(order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller)
    ended = orders.cancel(order=transfer_order, reason="ป่วย", actor=seller, by_shop=True)
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


def later(order, hours):
    Order.objects.filter(pk=order.pk).update(
        accept_until=timezone.now() - datetime.timedelta(hours=hours),
        pay_until=order.pay_until and timezone.now(),
    )


def test_an_order_that_nobody_accepts_runs_out_and_stock_returns(order, listing):
    assert orders.expire_if_due.call(order_id=order.pk) is False
    later(order, 1)
    assert orders.expire_if_due.call(order_id=order.pk) is True
    order.refresh_from_db()
    listing.refresh_from_db()
    assert (order.status, order.events.last().kind, listing.stock) == (Status.EXPIRED, "not_accepted", 10)


def test_an_accepted_order_that_nobody_pays_runs_out(transfer_order, seller):
    orders.accept(order=transfer_order, actor=seller)
    later(transfer_order, -5)
    assert orders.expire_if_due.call(order_id=transfer_order.pk) is True
    assert transfer_order.events.last().kind == OrderEvent.Kind.NOT_PAID


def test_a_slip_stops_the_clock_of_payment(transfer_order, seller, buyer):
    orders.accept(order=transfer_order, actor=seller)
    slip(transfer_order, buyer)
    later(transfer_order, -5)
    assert orders.expire_if_due.call(order_id=transfer_order.pk) is False


def test_cash_orders_need_no_slip(order, buyer):
    with pytest.raises(Refused):
        slip(order, buyer)


def test_another_orders_slip_cannot_be_answered_here(transfer_order, buyer, seller, listing):
    shown = slip(transfer_order, buyer)
    other = factories.order(buyer, factories.wish(listing), pay_by="promptpay")
    with pytest.raises(Refused):
        orders.slip_not_found(order=other, shown=shown, reason="ไม่มี", actor=seller)
    with pytest.raises(Refused):
        orders.confirm_money(
            order=other, amount=Decimal(45), method="promptpay", key="k", actor=seller, shown=shown
        )
    shown.refresh_from_db()
    assert (shown.status, PaymentEntry.objects.count()) == (ShownSlip.Status.WAITING, 0)


def test_a_day_of_making_is_given_back(buyer, shop, seller):
    cake = factories.listing(
        shop, name="ขนมเค้ก", price="200", stock="0", supply="to_order", days_to_make=1, daily_cap=Decimal(1)
    )
    first = factories.order(buyer, factories.wish(cake))
    orders.decline(order=first, reason="ป่วย", actor=seller)
    assert factories.order(buyer, factories.wish(cake)).promised_for == first.promised_for


def test_money_that_comes_again_after_a_refund_counts_again(order, seller, community, shop):
    done = complete(order, seller)
    orders.refund(order=done, amount=Decimal(90), reason="ผิด", method="cash", key="r", actor=seller)
    done = orders.confirm_money(order=done, amount=Decimal(90), method="cash", key="again", actor=seller)
    assert done.payment == Payment.PAID
    assert shares.owed_by(community, shop.code) == Decimal("1.80")
    assert sum(IncomeProposal.objects.values_list("gross", flat=True)) == Decimal(90)


def test_an_unanswered_slip_does_not_keep_a_paid_order_open(transfer_order, buyer, seller):
    slip(transfer_order, buyer)
    make_ready(transfer_order, seller)
    done = orders.hand_over(
        order=transfer_order, code=transfer_order.handover_code, actor=seller, has_cash=True
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


def test_a_slip_that_comes_after_the_order_ran_out_leads_to_a_refund(transfer_order, buyer, seller):
    later(transfer_order, 1)
    orders.expire_if_due.call(order_id=transfer_order.pk)
    shown = slip(transfer_order, buyer)
    ended = orders.confirm_money(
        order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    assert (ended.status, ended.payment) == (Status.EXPIRED, Payment.REFUND_DUE)


def test_after_a_slip_without_money_there_is_time_to_pay_and_then_none(
    transfer_order, buyer, seller, listing
):
    orders.accept(order=transfer_order, actor=seller)
    shown = slip(transfer_order, buyer)
    later(transfer_order, -5)
    assert orders.expire_if_due.call(order_id=transfer_order.pk) is False
    orders.slip_not_found(order=transfer_order, shown=shown, reason="ไม่มีเงินเข้า", actor=seller)
    assert orders.expire_if_due.call(order_id=transfer_order.pk) is False
    transfer_order.refresh_from_db()
    assert transfer_order.pay_until > timezone.now() + datetime.timedelta(hours=23)
    clock = DBTaskResult.objects.filter(run_after=transfer_order.pay_until).get()
    later(transfer_order, -5)
    assert clock.task.call(**clock.args_kwargs["kwargs"]) is True
    listing.refresh_from_db()
    assert listing.stock == 10


def test_the_same_slip_pressed_twice_is_one_slip(transfer_order, buyer):
    first = slip(transfer_order, buyer, "0123 4567 89AB CDEF")
    assert slip(transfer_order, buyer) == first
    assert transfer_order.events.filter(kind="slip_shown").count() == 1


def test_money_found_is_not_unfound_from_another_tab(transfer_order, buyer, seller):
    shown = slip(transfer_order, buyer)
    orders.confirm_money(
        order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    with pytest.raises(Refused) as refusal:
        orders.slip_not_found(order=transfer_order, shown=shown, reason="ไม่มี", actor=seller)
    assert refusal.value.code == "answered"
    with pytest.raises(Refused):
        orders.confirm_money(
            order=transfer_order, amount=Decimal(80), method="promptpay", key="k2", actor=seller, shown=shown
        )
    assert payments.totals(transfer_order)[0] == Decimal(90)


def test_money_that_was_not_found_may_still_come(transfer_order, buyer, seller):
    shown = slip(transfer_order, buyer)
    orders.slip_not_found(order=transfer_order, shown=shown, reason="ไม่มี", actor=seller)
    order = orders.confirm_money(
        order=transfer_order, amount=Decimal(90), method="promptpay", key="k", actor=seller, shown=shown
    )
    shown.refresh_from_db()
    assert (order.payment, shown.status) == (Payment.PAID, ShownSlip.Status.FOUND)
