"""What a shop has taken: sums by day and month over completed orders, and what it owes the fund."""

import datetime
from decimal import Decimal

from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Least, TruncDate, TruncMonth
from django.utils import timezone

from lib.dates import month_start
from lib.fields import MoneyField
from market.models import Order, PaymentEntry, Shop
from welfare.models import Account, Transfer

NOTHING = Value(Decimal(0), MoneyField())


def with_kept(orders: QuerySet) -> QuerySet:
    """`orders` with `kept`: baht that the shop really keeps of each, at most its total, less what it gave back."""
    received = _payments(PaymentEntry.Kind.RECEIVED)
    refunded = _payments(PaymentEntry.Kind.REFUND)
    kept = Least(F("total"), received - refunded, output_field=MoneyField())
    return orders.annotate(refunded=refunded, kept=kept)


def completed(shop: Shop) -> QuerySet:
    """The shop's completed orders with `kept`."""
    return with_kept(Order.objects.filter(shop=shop, status=Order.Status.COMPLETED))


def by_day(shop: Shop, days: int) -> list[tuple[datetime.date, Decimal]]:
    """Baht kept on each of the last `days` days, today last."""
    today = timezone.localdate()
    first = today - datetime.timedelta(days=days - 1)
    sums = _sums(shop, TruncDate("completed_at"), first)
    dates = [first + datetime.timedelta(days=number) for number in range(days)]
    return [(day, sums.get(day, Decimal(0))) for day in dates]


def by_month(shop: Shop, months: int) -> list[tuple[datetime.date, Decimal]]:
    """Baht kept in each of the last `months` months, this month last."""
    starts = [month_start(timezone.localdate())]
    while len(starts) < months:
        starts.append(month_start(starts[-1] - datetime.timedelta(days=1)))
    sums = _sums(shop, TruncMonth("completed_at"), starts[-1])
    by_start = {(moment.year, moment.month): amount for moment, amount in sums.items()}
    return [(start, by_start.get((start.year, start.month), Decimal(0))) for start in reversed(starts)]


def with_sums(shops: QuerySet) -> QuerySet:
    """`shops` with `today`, `this_month` (baht kept) and `owed` (baht owed to the fund, below zero a credit)."""
    today = timezone.localdate()
    return shops.annotate(
        today=_kept_since(today),
        this_month=_kept_since(month_start(today)),
        owed=ExpressionWrapper(_transfers("debit") - _transfers("credit"), MoneyField()),
    )


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment a day begins, by the clock in Bangkok."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _sums(shop: Shop, period, first: datetime.date) -> dict:
    rows = completed(shop).filter(completed_at__gte=midnight(first)).annotate(period=period)
    return dict(rows.order_by().values_list("period").annotate(sum=Sum("kept", output_field=MoneyField())))


def _total(rows: QuerySet, field: str) -> Coalesce:
    """The sum of `field` over the rows that belong to an outer row, zero when there are none."""
    one_group = rows.order_by().annotate(all=Value("", CharField())).values("all")
    summed = one_group.annotate(sum=Sum(field, output_field=MoneyField())).values("sum")
    return Coalesce(Subquery(summed, output_field=MoneyField()), NOTHING, output_field=MoneyField())


def _payments(kind: str) -> Coalesce:
    return _total(PaymentEntry.objects.filter(order=OuterRef("pk"), kind=kind), "amount")


def _kept_since(day: datetime.date) -> Coalesce:
    orders = Order.objects.filter(
        shop=OuterRef("pk"), status=Order.Status.COMPLETED, completed_at__gte=midnight(day)
    )
    return _total(with_kept(orders), "kept")


def _transfers(side: str) -> Coalesce:
    account = {
        f"{side}__kind": Account.Kind.OWED_BY_SHOP,
        f"{side}__holder": OuterRef("code"),
        f"{side}__community": OuterRef("community"),
    }
    return _total(Transfer.objects.filter(**account), "amount")
