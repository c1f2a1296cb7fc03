"""The clock of a money walk, and what the database says during it."""

import datetime as dt
from decimal import Decimal

from households.models import IncomeProposal, IncomeRecord
from market.models import Order, PaymentEntry, ShownSlip, Variant
from welfare.models import Transfer

# One in the morning of 1 June in Bangkok, still 31 May in UTC.
BEGIN = dt.datetime(2026, 5, 31, 18, 0, tzinfo=dt.UTC)
PERCENTS = [Decimal(text) for text in ("0", "2", "2.5", "7.25", "33.33", "50")]
PRICES = ["0.01", "3.33", "12.75", "45", "99.99"]


class Clock:
    """What `timezone.now` says during a walk."""

    def __init__(self):
        self.moment = BEGIN

    def __call__(self) -> dt.datetime:
        """Now; no two moments are the same."""
        self.moment += dt.timedelta(milliseconds=1)
        return self.moment


def taken_of(variant: Variant) -> Decimal:
    """How much of a variant is with orders that were not ended early."""
    live = Order.objects.exclude(status__in=Order.ENDED_EARLY)
    rows = live.filter(lines__variant=variant, lines__took_stock=True)
    return sum(rows.values_list("lines__quantity", flat=True), Decimal(0))


def amounts() -> tuple:
    """Everything that a second press must leave alone."""
    return (
        list(Variant.objects.order_by("id").values_list("pk", "stock")),
        list(Order.objects.order_by("id").values_list("pk", "status", "payment")),
        list(PaymentEntry.objects.order_by("id").values_list("pk", "amount")),
        Transfer.objects.count(),
        list(IncomeProposal.objects.order_by("id").values_list("pk", "answer")),
        IncomeRecord.objects.count(),
        list(ShownSlip.objects.order_by("id").values_list("pk", "status")),
    )
