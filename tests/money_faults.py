"""Faults that somebody could make in the market, for showing that the walks notice each of them.

Each takes pytest's `monkeypatch` and puts one wrong piece in the place of a right one.
"""

import datetime as dt
from decimal import ROUND_DOWN, Decimal

from django.db.models import F

from households import income_rows, incomes
from market import checkouts, order_rows, orders, payments, stocks
from market.models import Variant
from tests.walking import Faults
from welfare import ledger, shares

FAULTS = Faults()
fault = FAULTS.fault


@fault(5)
def stock_of_an_ended_order_is_lost(patch):
    patch.setattr(stocks, "put_back", lambda **_what: None)


@fault(5)
def stock_goes_back_to_the_variant_alone(patch):
    def put_back(*, variant_id, quantity):
        Variant.objects.filter(pk=variant_id).update(stock=F("stock") + stocks.exactly(quantity))

    patch.setattr(stocks, "put_back", put_back)


@fault(4)
def stock_is_not_taken(patch):
    patch.setattr(stocks, "take", lambda **_what: True)


@fault(3)
def a_day_of_making_stays_promised(patch):
    patch.setattr(stocks, "release_day", lambda **_what: None)


@fault(6)
def a_second_press_counts_again(patch):
    right, numbers = payments.record, iter(range(10**6))
    patch.setattr(
        payments,
        "record",
        lambda *, key, **what: right(key=f"{key} {next(numbers)}", **{**what, "shown": None}),
    )


@fault(2)
def more_may_be_given_back_than_came(patch):
    right = payments.totals
    patch.setattr(payments, "totals", lambda order: (right(order)[0] + 1000, right(order)[1]))


@fault(4)
def refunds_are_forgotten(patch):
    right = payments.totals
    patch.setattr(payments, "totals", lambda order: (right(order)[0], Decimal(0)))


@fault(5)
def the_state_is_not_kept(patch):
    patch.setattr(order_rows, "save_payment_state", lambda order: None)


@fault(4)
def goods_alone_complete_an_order(patch):
    patch.setattr(payments, "missing", lambda order: Decimal(0))


@fault(4)
def the_share_stays_after_a_refund(patch):
    patch.setattr(shares, "correct", lambda **_what: None)


@fault(4)
def the_share_is_rounded_down(patch):
    patch.setattr(
        checkouts,
        "share",
        lambda amount, percent: (amount * percent / 100).quantize(Decimal("0.01"), ROUND_DOWN),
    )


@fault(4)
def a_refund_leaves_the_income(patch):
    right = incomes.propose
    patch.setattr(incomes, "propose", lambda **what: right(**what) if what["gross"] > 0 else None)


@fault(4)
def the_month_is_that_of_greenwich(patch):
    patch.setattr(
        order_rows, "income_month", lambda order: order.completed_at.astimezone(dt.UTC).date().replace(day=1)
    )


@fault(4)
def sales_can_be_accepted_again(patch):
    patch.setattr(income_rows, "answer", lambda *_what: None)


@fault(1)
def money_arrives_and_is_no_income(patch):
    right = ledger.post
    patch.setattr(
        ledger, "post", lambda *, key, **what: None if key.endswith(":income") else right(key=key, **what)
    )


@fault(7)
def nothing_runs_out_of_time(patch):
    patch.setattr(orders, "overdue", lambda order, now: "")


@fault(0)
def steps_can_be_skipped(patch):
    patch.setattr(order_rows, "require", lambda order, *statuses: None)
