"""What changes a listing: putting up for sale, price and stock, sold out, withdrawn and back again."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lib.codes import new_code
from lib.errors import Refused
from lib.templatetags.sirisuk import quantity
from market import pictures
from market.models import Category, Listing, Shop, Unit, Variant
from market.stocks import lock_listing, promise_day, put_back, release_day, take

__all__ = [
    "Offer",
    "add",
    "change",
    "copy",
    "mark_available",
    "mark_sold_out",
    "promise_day",
    "put_back",
    "refresh",
    "release_day",
    "set_stock",
    "set_variants",
    "take",
    "undo_withdraw",
    "withdraw",
]

# What a seller may say about a listing besides its price and stock.
DETAILS = frozenset(
    {
        "name",
        "unit",
        "category",
        "description",
        "condition",
        "supply",
        "days_to_make",
        "daily_cap",
        "available_from",
        "available_until",
    }
)
MOST_VARIANTS = 20


@dataclass(frozen=True)
class Offer:
    """One size or flavour with its price. `variant_id` is that of the variant it changes, if any.

    Without `stock` the count stays as it is: buyers take from it while a seller looks at a form.
    """

    name: str
    price: Decimal
    stock: Decimal | None = None
    variant_id: int | None = None


@transaction.atomic
def add(
    *,
    shop: Shop,
    name: str,
    unit: Unit,
    category: Category,
    price: Decimal,
    stock: Decimal = Decimal(0),
    offers: Iterable[Offer] = (),
    taken: Iterable[pictures.Taken] = (),
    code: str = "",
    **details: Any,
) -> Listing:
    """Put something up for sale. Without `offers` it has one plain variant with this price and stock.

    `details` are the other names in DETAILS. With a `code` of its own, sending it twice makes one listing.
    Raises Refused.
    """
    _check_names(details)
    shop = _lock_shop(shop.pk)
    code = code or new_code()
    if twin := shop.listings.filter(code=code).first():
        return twin
    listing = Listing(
        shop=shop,
        community_id=shop.community_id,
        code=code,
        name=name,
        unit=unit,
        category=category,
        **details,
    )
    _save(listing)
    set_variants(listing=listing, offers=list(offers) or [Offer("", price, stock)])
    pictures.add(owner=listing, taken=taken)
    return _newest(listing)


@transaction.atomic
def change(*, listing: Listing, offers: Iterable[Offer] = (), **details: Any) -> Listing:
    """Change what is said about a listing, and its `offers` when some are given (see `set_variants`).

    What is given away loses its price. Raises Refused.
    """
    _check_names(details)
    row = _lock(listing)
    for name, value in details.items():
        setattr(row, name, value)
    if row.condition == Listing.Condition.GIVE_AWAY:
        _make_free(row)
    _save(row)
    return set_variants(listing=row, offers=offers) if offers else refresh(row)


@transaction.atomic
def set_variants(*, listing: Listing, offers: Iterable[Offer]) -> Listing:
    """Make these the sizes or flavours of a listing, in this order; any other is no longer for sale.

    Nothing is deleted: orders and baskets point to variants. One that comes back under its old name is the
    old one. Raises Refused.
    """
    offers = list(offers)
    row = _lock(listing)
    _check_offers(row, offers)
    by_id: dict[int | None, Variant] = {variant.pk: variant for variant in row.variants.order_by("id")}
    chosen = [by_id.pop(offer.variant_id, None) for offer in offers]
    by_name = {variant.name: variant for variant in sorted(by_id.values(), key=lambda one: one.is_active)}
    pairs = [(offer, old or by_name.pop(offer.name, None)) for offer, old in zip(offers, chosen, strict=True)]
    staying = {old.pk for _offer, old in pairs if old}
    for variant in by_id.values():
        if variant.is_active and variant.pk not in staying:
            variant.is_active = False
            variant.save(update_fields=["is_active"])
    # Two variants may exchange their names, so nobody holds a name while they are given out.
    renamed = [old.pk for offer, old in pairs if old and old.name != offer.name]
    row.variants.filter(pk__in=renamed).update(is_active=False)
    for position, (offer, old) in enumerate(pairs):
        _write_variant(row, offer, old or Variant(listing=row), position)
    return refresh(row)


@transaction.atomic
def set_stock(*, listing: Listing, stock: Decimal) -> Listing:
    """Say how much is left of a listing without sizes; it is no longer marked as sold out. Raises Refused."""
    row = _lock(listing)
    variants = list(row.variants.filter(is_active=True))
    if len(variants) != 1:
        raise Refused(_("This has several sizes. Please write the stock of each of them."), "many_variants")
    _check_stock(row, stock)
    Variant.objects.filter(pk=variants[0].pk).update(stock=stock)
    row.is_sold_out = False
    row.save(update_fields=["is_sold_out", "changed_at"])
    return refresh(row)


@transaction.atomic
def mark_sold_out(*, listing: Listing) -> Listing:
    """Nobody can order it until it is available again. The counted stock stays as it is."""
    return _set(listing, is_sold_out=True)


@transaction.atomic
def mark_available(*, listing: Listing) -> Listing:
    """It can be ordered again, as far as there is stock."""
    return _set(listing, is_sold_out=False)


@transaction.atomic
def withdraw(*, listing: Listing) -> Listing:
    """Take it out of the market. What was ordered stays."""
    row = _lock(listing)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.is_public = timezone.now(), False
        row.save(update_fields=["withdrawn_at", "is_public", "changed_at"])
    return row


@transaction.atomic
def undo_withdraw(*, listing: Listing) -> Listing:
    """Bring it back into the market, unless its shop is suspended."""
    return _set(listing, withdrawn_at=None)


@transaction.atomic
def copy(*, listing: Listing) -> Listing:
    """A listing like this one, with its pictures and sizes. It stays out of the market until the seller puts
    it there, so that nobody sees the same thing twice."""
    row = _lock(listing)
    twin = Listing(
        shop=row.shop,
        community_id=row.community_id,
        withdrawn_at=timezone.now(),
        is_public=False,
        **{name: getattr(row, name) for name in DETAILS},
    )
    _save(twin)
    variants = row.variants.filter(is_active=True)
    set_variants(
        listing=twin, offers=[Offer(variant.name, variant.price, variant.stock) for variant in variants]
    )
    taken = [pictures.Taken(one.digest, one.width, one.height) for one in row.pictures.all()]
    pictures.add(owner=twin, taken=taken)
    return _newest(twin)


def refresh(listing: Listing) -> Listing:
    """Repeat on the listing what its variants and its shop say: lowest price, stock, shown or not.

    Belongs into the transaction of the change, after the shop's and the listing's locks.
    """
    sums = listing.variants.filter(is_active=True).aggregate(price=Min("price"), stock=Sum("stock"))
    suspended_at = Shop.objects.values_list("suspended_at", flat=True).get(pk=listing.shop_id)
    listing.price, listing.stock = sums["price"] or Decimal(0), sums["stock"] or Decimal(0)
    listing.is_public = listing.withdrawn_at is None and suspended_at is None
    listing.changed_at = timezone.now()
    Listing.objects.filter(pk=listing.pk).update(
        price=listing.price,
        stock=listing.stock,
        is_public=listing.is_public,
        changed_at=listing.changed_at,
    )
    return listing


def _lock_shop(shop_id: int) -> Shop:
    return Shop.objects.select_for_update(no_key=True).get(pk=shop_id)


def _lock(listing: Listing) -> Listing:
    """The listing as it is now, locked after its shop."""
    _lock_shop(listing.shop_id)
    return lock_listing(listing.pk)


def _newest(listing: Listing) -> Listing:
    listing.refresh_from_db()
    return listing


def _set(listing: Listing, **values: Any) -> Listing:
    row = _lock(listing)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "changed_at"])
    return refresh(row)


def _save(listing: Listing) -> None:
    """Write the row, or raise Refused for what the database would not take."""
    if not listing.is_made_to_order:
        listing.days_to_make, listing.daily_cap = 0, None
    if listing.daily_cap is not None and listing.daily_cap <= 0:
        raise Refused(_("The most in a day must be above zero."), "daily_cap")
    if (
        listing.available_from
        and listing.available_until
        and listing.available_until < listing.available_from
    ):
        raise Refused(_("The last day comes after the first day."), "season")
    listing.save()


def _write_variant(listing: Listing, offer: Offer, variant: Variant, position: int) -> None:
    variant.name, variant.price = offer.name, _price(listing, offer.price)
    variant.position, variant.is_active = position, True
    if offer.stock is not None:
        variant.stock = offer.stock
    variant.save()


def _make_free(listing: Listing) -> None:
    """Variants first, since the database lets no gift have a price."""
    listing.variants.update(price=0)
    listing.price = Decimal(0)


def _price(listing: Listing, price: Decimal) -> Decimal:
    return Decimal(0) if listing.condition == Listing.Condition.GIVE_AWAY else price


def _check_names(details: dict[str, Any]) -> None:
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"a listing has no such detail: {', '.join(sorted(unknown))}")


def _check_offers(listing: Listing, offers: list[Offer]) -> None:
    if not offers:
        raise Refused(_("At least one size must stay for sale."), "no_variant")
    if len(offers) > MOST_VARIANTS:
        words = format_lazy(_("A listing has at most {most} sizes or flavours."), most=MOST_VARIANTS)
        raise Refused(words, "too_many")
    names = [offer.name for offer in offers]
    if len(set(names)) != len(names):
        raise Refused(_("Each size or flavour has its own name."), "same_name")
    for offer in offers:
        if offer.price < 0:
            raise Refused(_("The price cannot be below zero."), "price")
        if offer.stock is not None:
            _check_stock(listing, offer.stock)


def _check_stock(listing: Listing, stock: Decimal) -> None:
    if stock < 0:
        raise Refused(_("The stock cannot be below zero."), "stock")
    if not listing.unit.measures(stock):
        raise Refused(
            _("%(unit)s is sold in steps of %(step)s. Please mend the stock.")
            % {"unit": listing.unit.name, "step": quantity(listing.unit.step)},
            "step",
        )
