"""What is left and what is promised: taken and given back by conditional updates.

Everything here, and everything that changes a listing, takes its locks in one order: shop, listing, variant.
Whoever takes many variants in one transaction goes through them in the order of (listing, variant). So two
checkouts can wait for each other, but never in a circle.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Value
from django.utils import timezone

from lib.fields import QuantityField
from market.models import Listing, MakingDay, Variant

DAYS_AHEAD = 30


@transaction.atomic
def take(*, variant_id: int, quantity: Decimal) -> bool:
    """Take `quantity` from the stock of a variant and of its listing, or nothing at all.

    False when less is left, or when the seller has just stopped selling it. Belongs into the transaction of
    the order.
    """
    enough = Variant.objects.filter(pk=variant_id, is_active=True, stock__gte=quantity)
    for_sale = Listing.objects.filter(
        pk__in=enough.values("listing_id"), is_public=True, is_sold_out=False, stock__gte=quantity
    )
    if not for_sale.update(stock=F("stock") - exactly(quantity), changed_at=timezone.now()):
        return False
    if enough.update(stock=F("stock") - exactly(quantity)):
        return True
    # Somebody else was faster while we waited for the listing.
    Listing.objects.filter(variants=variant_id).update(stock=F("stock") + exactly(quantity))
    return False


@transaction.atomic
def put_back(*, variant_id: int, quantity: Decimal) -> None:
    """Give back what `take` took. A variant that is no longer for sale keeps its own count."""
    lock_listing(Variant.objects.values_list("listing_id", flat=True).get(pk=variant_id))
    changed = Variant.objects.filter(pk=variant_id)
    changed.update(stock=F("stock") + exactly(quantity))
    Listing.objects.filter(pk__in=changed.filter(is_active=True).values("listing_id")).update(
        stock=F("stock") + exactly(quantity), changed_at=timezone.now()
    )


@transaction.atomic
def promise_day(*, listing: Listing, quantity: Decimal) -> dt.date | None:
    """The first day on which `quantity` of a made-to-order listing can be ready; from now on it is promised.

    Days on which the shop is closed or the season is over do not count. None when no day within a month has
    room, or when the listing is no longer for sale.
    """
    row = lock_listing(listing.pk)
    if not row.is_made_to_order or not row.can_be_ordered:
        return None
    if row.daily_cap is not None and quantity > row.daily_cap:
        return None
    first = timezone.localdate() + dt.timedelta(days=row.days_to_make)
    days = [first + dt.timedelta(days=number) for number in range(DAYS_AHEAD)]
    promised = dict(row.making_days.filter(day__in=days).values_list("day", "promised"))
    for day in days:
        if not row.shop.works_on(day) or (row.available_until and day > row.available_until):
            continue
        if row.daily_cap is None or promised.get(day, 0) + quantity <= row.daily_cap:
            _promise(row, day, quantity, is_first=day not in promised)
            return day
    return None


@transaction.atomic
def release_day(*, listing_id: int, day: dt.date, quantity: Decimal) -> None:
    """Give back what `promise_day` promised."""
    lock_listing(listing_id)
    MakingDay.objects.filter(listing_id=listing_id, day=day, promised__gte=quantity).update(
        promised=F("promised") - exactly(quantity)
    )


def exactly(quantity: Decimal) -> Value:
    """A quantity as the database keeps it, for arithmetic inside an update."""
    return Value(quantity, output_field=QuantityField())


def lock_listing(listing_id: int) -> Listing:
    """The listing as it is now, with its shop; nobody else changes its stock until the transaction ends.

    The lock is the one that a plain update takes: rows that point to the listing can still be added.
    """
    return (
        Listing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("shop", "unit", "category")
        .get(pk=listing_id)
    )


def _promise(listing: Listing, day: dt.date, quantity: Decimal, *, is_first: bool) -> None:
    """The listing is locked, so a day that had no row has none now."""
    if is_first:
        MakingDay.objects.create(listing=listing, day=day, promised=quantity)
    else:
        MakingDay.objects.filter(listing=listing, day=day).update(promised=F("promised") + exactly(quantity))
