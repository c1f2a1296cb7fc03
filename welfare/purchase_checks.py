"""Purchases seen together: whether one was split to stay below the limit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from households.models import Community
from lib.thai import search_key
from welfare import purchases
from welfare.models import Purchase, Quote

NEAR = timedelta(days=30)
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class SplitHint:
    """Purchases from one seller that together are above the limit, each alone not. Only a hint: somebody has to look."""

    seller: str
    purchases: list[Purchase]
    total: Decimal


def split_hints(community: Community) -> list[SplitHint]:
    """Where, in the last year, purchases from one seller within 30 days together were above the limit for three offers."""
    limit = purchases.limit(community)
    since = timezone.now() - LOOKED_BACK
    by_seller: dict[str, list[Purchase]] = defaultdict(list)
    for purchase in _ordered(community).filter(ordered_at__gte=since).order_by("ordered_at", "id"):
        if purchase.chosen and purchase.chosen.amount <= limit:
            by_seller[search_key(purchase.chosen.seller)].append(purchase)
    return [hint for rows in by_seller.values() for hint in _hints(rows, limit)]


def near_orders(quote: Quote) -> SplitHint | None:
    """For who orders: what was ordered from this seller within 30 days, when together with this offer it is above the limit."""
    community = quote.purchase.community
    rows = _ordered(community).filter(ordered_at__gte=timezone.now() - NEAR).exclude(pk=quote.purchase_id)
    same = [row for row in rows if row.chosen and search_key(row.chosen.seller) == search_key(quote.seller)]
    total = quote.amount + _sum(same)
    if not same or total <= purchases.limit(community) or quote.amount > purchases.limit(community):
        return None
    return SplitHint(quote.seller, same, total)


def _ordered(community: Community):
    rows = Purchase.objects.filter(community=community, chosen__isnull=False)
    return rows.exclude(status=Purchase.Status.CANCELLED).select_related("chosen")


def _hints(rows: list[Purchase], limit: Decimal) -> Iterator[SplitHint]:
    """Runs of purchases of one seller, in the order of their days, none of them told twice."""
    start = 0
    while start < len(rows):
        near = [row for row in rows[start:] if _day(row) - _day(rows[start]) <= NEAR]
        if len(near) > 1 and _sum(near) > limit:
            # `_ordered` leaves out those without a chosen offer.
            yield SplitHint(near[0].chosen.seller, near, _sum(near))  # type: ignore[union-attr]
            start += len(near)
        else:
            start += 1


def _sum(rows: list[Purchase]) -> Decimal:
    return sum((row.chosen.amount for row in rows if row.chosen), Decimal(0))


def _day(purchase: Purchase) -> datetime:
    if purchase.ordered_at is None:
        raise ValueError("not ordered")
    return purchase.ordered_at
