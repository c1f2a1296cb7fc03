"""Many windows at once: an order is made once, its money moves once. On PostgreSQL only."""

from decimal import Decimal

import pytest
from django.db import connection

from households.models import IncomeProposal
from market import baskets, checkouts, orders
from market.models import Basket, Listing, Order, PaymentEntry
from tests import factories
from tests.racing import AT_ONCE, together
from welfare import shares

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


@pytest.fixture
def done(buyer, seller, listing):
    """A completed order of 90 baht, paid in cash."""
    order = factories.order(buyer, factories.wish(listing, "2"))
    orders.accept(order=order, actor=seller)
    orders.mark_ready(order=order, actor=seller)
    return orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)


def test_one_basket_in_many_windows_is_ordered_once(buyer, listing, shop):
    basket = Basket.objects.create(user=buyer)
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=Decimal(2))
    wish = factories.wish(listing, "2")

    def place(number):
        return checkouts.place(
            buyer=buyer,
            key=f"window {number}",
            wishes=[wish],
            choices={shop.pk: checkouts.Choice("pickup", "cash")},
            name="สมใจ",
            phone="0812345678",
            basket=basket,
        ).pk

    outcomes = together(place)
    assert outcomes.count("ordered") == AT_ONCE - 1
    assert (Order.objects.count(), Listing.objects.get().stock) == (1, 8)


def test_a_refund_in_many_windows_is_written_down_once(done, seller, shop):
    together(
        lambda _number: (
            orders.refund(
                order=done, amount=Decimal(40), reason="เสีย", method="cash", key="one", actor=seller
            ).pk
        )
    )
    assert PaymentEntry.objects.get(kind="refund").amount == Decimal(40)
    assert shares.owed_by(shop.community, shop.code) == Decimal("1.00")


def test_refunds_at_once_never_give_back_more_than_came(done, seller, shop):
    outcomes = together(
        lambda number: (
            orders.refund(
                order=done, amount=Decimal(40), reason="เสีย", method="cash", key=f"r{number}", actor=seller
            ).pk
        )
    )
    assert outcomes.count("too_much") == AT_ONCE - 2
    # 10 baht stay: 2 % of them is 0.20.
    assert shares.owed_by(shop.community, shop.code) == Decimal("0.20")
    assert sum(IncomeProposal.objects.values_list("gross", flat=True)) == Decimal(10)


def test_an_order_that_many_want_to_end_gives_its_stock_back_once(buyer, seller, listing):
    order = factories.order(buyer, factories.wish(listing, "2"))
    Order.objects.update(accept_until=order.placed_at)
    ways = [
        lambda: orders.expire_if_due.call(order_id=order.pk),
        lambda: orders.cancel(order=order, reason="", actor=buyer),
        lambda: orders.decline(order=order, reason="หมด", actor=seller),
    ]
    together(lambda number: ways[number % 3]())
    row = Listing.objects.get()
    assert (row.stock, row.variants.get().stock, order.events.count()) == (10, 10, 2)
