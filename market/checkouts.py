"""Turning a basket into orders: one press, one transaction, one order per shop."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import agreements, notices
from households.models import Agreement, User
from lib.errors import Refused
from lib.money import baht, share
from market import baskets, order_rows, orders, stocks
from market.models import Basket, BasketLine, Checkout, Listing, Order, OrderEvent, OrderLine, Shop, Variant

MOST_LINES = baskets.MOST_LINES


@dataclass(frozen=True)
class Wish:
    """One line as the buyer saw it: the price is part of what was agreed to."""

    variant_id: int
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True)
class Choice:
    """How the buyer wants one shop's order: `method` and `pay_by` are values of Order.Method and Order.PayBy."""

    method: str
    pay_by: str
    place: str = ""
    note: str = ""


class Short(Refused):
    """Some lines cannot be had as wished. `problems` names every one of them; the others could go on."""

    def __init__(self, problems: Mapping[int, object]):
        super().__init__(
            _("Some things cannot be had as you ordered them. Nothing was ordered yet."), "short"
        )
        self.problems = dict(problems)


@dataclass
class Draft:
    """One shop's order while it is being put together."""

    shop: Shop
    choice: Choice
    lines: list[OrderLine] = field(default_factory=list)

    @property
    def goods_total(self) -> Decimal:
        """Baht for the goods."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def fee(self) -> Decimal:
        """Baht for delivery."""
        return self.shop.delivery_fee if self.choice.method == Order.Method.DELIVERY else Decimal(0)


def place(
    *,
    buyer: User,
    key: str,
    wishes: Sequence[Wish],
    choices: Mapping[int, Choice],
    name: str,
    phone: str,
    basket: Basket | None = None,
) -> Checkout:
    """Order what the buyer wishes, one order per shop; `choices` is by the shop's id.

    The same key with the same content returns the first checkout, whatever happened to stock since. With
    `basket`, every wish is taken out of it, so that what it held is ordered once, from however many windows.
    Raises Short when lines cannot be had, Refused (code `key_reused`) when the key came with other content
    before, (`ordered`) when the basket no longer holds a wish.
    """
    fingerprint = fingerprint_of(wishes, choices, name, phone)
    earlier = Checkout.objects.filter(key=key).first()
    if earlier is None:
        try:
            return _place_once(buyer, key, fingerprint, wishes, choices, name, phone, basket)
        except IntegrityError:
            earlier = Checkout.objects.filter(key=key).first()
            if earlier is None:
                raise
    if earlier.buyer_id != buyer.pk or earlier.fingerprint != fingerprint:
        raise Refused(
            _(
                "This form was sent before with other content. Please look at your orders, then open the basket anew."
            ),
            "key_reused",
        )
    return earlier


@transaction.atomic
def _place_once(buyer, key, fingerprint, wishes, choices, name, phone, basket) -> Checkout:
    if not wishes:
        raise Refused(_("Your basket is empty."), "empty")
    checkout = Checkout.objects.create(key=key, fingerprint=fingerprint, buyer=buyer)
    if basket is not None:
        require_in(basket, wishes)
    variants = lock_variants([wish.variant_id for wish in wishes])
    drafts = draft_orders(wishes, choices, variants, buyer)
    now = timezone.now()
    placed = [build_order(checkout, draft, now, name, phone) for draft in drafts]
    Order.objects.bulk_create(placed)
    for order, draft in zip(placed, drafts, strict=True):
        for line in draft.lines:
            line.order = order
    OrderLine.objects.bulk_create([line for draft in drafts for line in draft.lines])
    OrderEvent.objects.bulk_create(
        [OrderEvent(order=order, kind=OrderEvent.Kind.PLACED, actor=buyer, at=now) for order in placed]
    )
    BasketLine.objects.filter(basket__user=buyer, variant__in=[wish.variant_id for wish in wishes]).delete()
    remember_contact(buyer, phone)
    announce(placed)
    return checkout


def require_in(basket: Basket, wishes: Sequence[Wish]) -> None:
    """Refuse what the basket does not hold any more; its lines stay held until the transaction ends."""
    lines = basket.lines.select_for_update(of=("self",)).filter(variant__in=[w.variant_id for w in wishes])
    if len(lines.order_by("pk")) < len(wishes):
        raise Refused(
            _(
                "Some of these things are no longer in your basket. Perhaps you ordered them in another window."
            ),
            "ordered",
        )


def lock_variants(ids: Sequence[int]) -> dict[int, Variant]:
    """The variants with listing, unit, shop and community, their listings held in the order of their ids."""
    found = list(Variant.objects.filter(pk__in=ids))
    rows = (
        Listing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "shop__community")
        .filter(pk__in={variant.listing_id for variant in found})
        .order_by("pk")
    )
    held = {listing.pk: listing for listing in rows}
    # Read again now that the listings are held: what was read before the lock may be old.
    variants = Variant.objects.filter(pk__in=[variant.pk for variant in found]).order_by("listing_id", "pk")
    by_id = {}
    for variant in variants:
        variant.listing = held[variant.listing_id]
        by_id[variant.pk] = variant
    return by_id


def draft_orders(wishes, choices, variants: dict[int, Variant], buyer: User) -> list[Draft]:
    """Take stock for every wish, in the order of listings; gather what is short and raise it all at once."""
    problems: dict[int, object] = {}
    drafts: dict[int, Draft] = {}
    known = {wish.variant_id: wish for wish in wishes}
    for variant_id in known.keys() - variants.keys():
        problems[variant_id] = _("This is no longer for sale.")
    for variant in variants.values():
        shop = variant.listing.shop
        try:
            line = take(variant, known[variant.pk])
        except Refused as problem:
            problems[variant.pk] = problem.message
            continue
        if shop.pk not in drafts:
            drafts[shop.pk] = Draft(shop, checked_choice(shop, choices.get(shop.pk), buyer))
        drafts[shop.pk].lines.append(line)
    if problems:
        raise Short(problems)
    return list(drafts.values())


def take(variant: Variant, wish: Wish) -> OrderLine:
    """Take one wish from stock or from a day of making. Raises Refused with what is wrong."""
    listing = variant.listing
    baskets.check(variant=variant, quantity=wish.quantity)
    if variant.price != wish.price:
        raise Refused(
            format_lazy(
                _("“{name}” now costs {new} instead of {old}."),
                name=listing.name,
                new=baht(variant.price),
                old=baht(wish.price),
            ),
            "price",
        )
    making_day = None
    if listing.is_made_to_order:
        making_day = stocks.promise_day(listing=listing, quantity=wish.quantity)
        if making_day is None:
            raise Refused(format_lazy(_("The coming days of “{name}” are full."), name=listing.name), "full")
    elif not stocks.take(variant_id=variant.pk, quantity=wish.quantity):
        raise Refused(format_lazy(_("“{name}” is sold out for now."), name=listing.name), "short")
    return OrderLine(
        variant=variant,
        listing_code=listing.code,
        name=listing.name,
        variant_name=variant.name,
        unit_name=listing.unit.name_th,
        price=variant.price,
        quantity=wish.quantity,
        amount=baskets.amount(variant.price, wish.quantity),
        took_stock=not listing.is_made_to_order,
        making_day=making_day,
    )


def checked_choice(shop: Shop, choice: Choice | None, buyer: User) -> Choice:
    """The choice, if the shop offers it. Raises Refused otherwise, and for buying from one's own household."""
    if choice is None:
        raise Refused(
            format_lazy(_("Please choose how to get and pay the goods of {shop}."), shop=shop.name), "choice"
        )
    offered: dict[str, bool] = {
        Order.Method.PICKUP: shop.offers_pickup,
        Order.Method.DELIVERY: shop.offers_delivery,
        Order.PayBy.CASH: shop.takes_cash,
        Order.PayBy.PROMPTPAY: shop.takes_promptpay,
    }
    if not offered.get(choice.method) or not offered.get(choice.pay_by):
        raise Refused(
            format_lazy(
                _("{shop} has changed how it delivers or is paid. Please choose anew."), shop=shop.name
            ),
            "choice",
        )
    if choice.method == Order.Method.DELIVERY and not choice.place.strip():
        raise Refused(
            format_lazy(_("Where should {shop} deliver? Please write the place."), shop=shop.name), "place"
        )
    if Shop.objects.managed_by(buyer).filter(pk=shop.pk).exists():
        raise Refused(format_lazy(_("{shop} is your own household's shop."), shop=shop.name), "own_shop")
    return choice


def build_order(checkout: Checkout, draft: Draft, now: datetime.datetime, name: str, phone: str) -> Order:
    """The order's row with everything copied that may change later."""
    shop, choice = draft.shop, draft.choice
    community = shop.community
    goods_total, fee = draft.goods_total, draft.fee
    total = goods_total + fee
    by_promptpay = choice.pay_by == Order.PayBy.PROMPTPAY
    days = [line.making_day for line in draft.lines if line.making_day]
    return Order(
        checkout=checkout,
        buyer=checkout.buyer,
        shop=shop,
        community=community,
        payment=Order.Payment.UNPAID if total else Order.Payment.NOTHING_DUE,
        buyer_name=name,
        buyer_phone=phone,
        shop_name=shop.name,
        method=choice.method,
        place=choice.place.strip() if choice.method == Order.Method.DELIVERY else shop.pickup_place,
        note=choice.note.strip(),
        pay_by=choice.pay_by,
        promptpay_id=shop.promptpay_id if by_promptpay else "",
        receiver_name=shop.receiver_name if by_promptpay else "",
        goods_total=goods_total,
        fee=fee,
        total=total,
        share_percent=community.share_percent,
        share=share(goods_total, community.share_percent),
        rules=agreements.current(Agreement.Kind.MARKET, community),
        accept_until=now + datetime.timedelta(hours=shop.hours_to_accept),
        pay_until=now + datetime.timedelta(hours=shop.hours_to_pay) if by_promptpay and total else None,
        promised_for=max(days) if days else None,
        placed_at=now,
    )


def announce(placed: Sequence[Order]) -> None:
    """Tell each shop's household, and set the clock for orders that nobody accepts or pays."""
    for order in placed:
        text = format_lazy(
            _("New order {code} for {shop}: {total}."),
            code=order.code,
            shop=order.shop_name,
            total=baht(order.total),
        )
        for user in order_rows.sellers_of(order.shop):
            notices.send(to=user, text=text, url=order.get_absolute_url())
        for deadline in {order.accept_until, order.pay_until or order.accept_until}:
            orders.expire_if_due.using(run_after=deadline).enqueue(order_id=order.pk)


def remember_contact(buyer: User, phone: str) -> None:
    """Keep the phone for the next order of somebody who had none on record."""
    if not buyer.phone and phone:
        buyer.phone = phone
        buyer.save(update_fields=["phone"])


def fingerprint_of(wishes: Sequence[Wish], choices: Mapping[int, Choice], name: str, phone: str) -> str:
    """A digest of all that the buyer sent, the same for the same content in any order of lines."""
    content = {
        "wishes": sorted([w.variant_id, str(w.quantity.normalize()), str(w.price)] for w in wishes),
        "choices": {str(shop): asdict(choice) for shop, choice in sorted(choices.items())},
        "name": name,
        "phone": phone,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
