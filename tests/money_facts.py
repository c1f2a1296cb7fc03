"""What a money walk sells for, and what the database says during it."""

from decimal import Decimal

from households.models import IncomeProposal, IncomeRecord
from market.models import Order, PaymentEntry, ShownSlip, Variant
from welfare.models import Transfer

PERCENTS = [Decimal(text) for text in ("0", "2", "2.5", "7.25", "33.33", "50")]
PRICES = ["0.01", "3.33", "12.75", "45", "99.99"]


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
