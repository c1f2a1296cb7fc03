"""The life of an order after it was placed."""

from decimal import Decimal

import pytest
from django.utils import timezone

from households.models import IncomeProposal
from lib.errors import Refused
from market import orders
from market.models import Order, OrderEvent
from tests import factories
from tests.market.steps import complete, later, make_ready
from welfare.models import Transfer

Status, Payment = Order.Status, Order.Payment


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


def test_an_order_that_nobody_accepts_runs_out_and_stock_returns(order, listing):
    assert orders.expire_if_due.call(order_id=order.pk) is False
    later(order, 1)
    assert orders.expire_if_due.call(order_id=order.pk) is True
    order.refresh_from_db()
    listing.refresh_from_db()
    assert (order.status, order.events.last().kind, listing.stock) == (Status.EXPIRED, "not_accepted", 10)


def test_an_accepted_order_that_nobody_pays_runs_out(paid_by_phone, seller):
    orders.accept(order=paid_by_phone, actor=seller)
    later(paid_by_phone, -5)
    assert orders.expire_if_due.call(order_id=paid_by_phone.pk) is True
    assert paid_by_phone.events.last().kind == OrderEvent.Kind.NOT_PAID


def test_a_day_of_making_is_given_back(buyer, shop, seller):
    cake = factories.listing(
        shop, name="ขนมเค้ก", price="200", stock="0", supply="to_order", days_to_make=1, daily_cap=Decimal(1)
    )
    first = factories.order(buyer, factories.wish(cake))
    orders.decline(order=first, reason="ป่วย", actor=seller)
    assert factories.order(buyer, factories.wish(cake)).promised_for == first.promised_for
