"""What the fund's books must say of each order: its share, once it is completed and for what the shop kept of it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce

from households.models import Community
from lib.fields import MoneyField
from market.models import Order, PaymentEntry
from welfare.documents import Entered

AT_ONCE = 2000


def amounts(community: Community, codes: Iterable[str]) -> dict[str, Decimal | None]:
    """The share of these orders today, in baht, by the order's code."""
    return {order.code: share for order, share in _with_share(_completed(community).filter(code__in=codes))}


def entered(community: Community) -> Iterator[Entered]:
    """Every completed order with a share to the fund."""
    rows = _completed(community).filter(share__gt=0)
    for order, share in _with_share(rows.iterator(chunk_size=AT_ONCE)):
        if share > 0:
            yield Entered(f"order {order.code}", share)


def _completed(community: Community):
    return (
        Order.objects.filter(community=community, status=Order.Status.COMPLETED)
        .annotate(received=_sum(PaymentEntry.Kind.RECEIVED), refunded=_sum(PaymentEntry.Kind.REFUND))
        .order_by("pk")
    )


def _sum(kind: str):
    return Coalesce(
        Sum("payments__amount", filter=Q(payments__kind=kind)),
        Value(0, MoneyField()),
        output_field=MoneyField(),
    )


def _with_share(orders) -> Iterator[tuple[Order, Decimal]]:
    """The share is the order's own while the whole price stands, and follows what the shop keeps of it after that."""
    for order in orders:
        kept = min(order.received - order.refunded, order.total)
        yield order, order.share if kept == order.total else order.share_of(kept)
