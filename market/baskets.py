"""What changes a basket: it works before login and is joined to the account's own at login."""

import secrets
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from market.models import Basket, BasketLine, Listing, Shop, Variant

COOKIE = "basket"
COOKIE_SECONDS = 60 * 60 * 24 * 60
MOST_LINES = 50
# For one line: as much as the shop can write down as one payment.
MOST_BAHT = Decimal(9_999_999)


def find(request) -> Basket | None:
    """The visitor's basket, by account or by cookie; None when nothing was ever put in."""
    if request.user.is_authenticated:
        return Basket.objects.filter(user=request.user).first()
    token = request.COOKIES.get(COOKIE)
    return Basket.objects.filter(token=token).first() if token else None


def open_for(request) -> Basket:
    """The visitor's basket, made now if there is none. A view then calls `remember` on its response."""
    basket = find(request)
    if basket:
        return basket
    if request.user.is_authenticated:
        return Basket.objects.get_or_create(user=request.user)[0]
    return Basket.objects.create(token=secrets.token_urlsafe(32))


def remember(response, basket: Basket):
    """Keep an anonymous basket's token in the visitor's cookie. Returns the response."""
    if basket.token:
        response.set_cookie(
            COOKIE,
            basket.token,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def count_lines(request) -> int:
    """How many lines the visitor's basket has: one statement, none for visitors without a basket."""
    if request.user.is_authenticated:
        return BasketLine.objects.filter(basket__user=request.user).count()
    token = request.COOKIES.get(COOKIE)
    return BasketLine.objects.filter(basket__token=token).count() if token else 0


@transaction.atomic
def add(*, basket: Basket, variant: Variant, quantity: Decimal) -> BasketLine:
    """Put a quantity of a variant in, on top of what is there. Raises Refused when it cannot be had."""
    line = BasketLine.objects.select_for_update().filter(basket=basket, variant=variant).first()
    wanted = quantity + (line.quantity if line else 0)
    check(variant=variant, quantity=wanted)
    if line is None and basket.lines.count() >= MOST_LINES:
        raise Refused(_("The basket is full. Please order what is in it first."), "full")
    line, _created = BasketLine.objects.update_or_create(
        basket=basket, variant=variant, defaults={"quantity": wanted, "price_seen": variant.price}
    )
    touch(basket)
    return line


@transaction.atomic
def change(*, line: BasketLine, quantity: Decimal) -> BasketLine | None:
    """Set the quantity of a line; zero takes it out. The present price counts as seen."""
    if quantity <= 0:
        line.delete()
        touch(line.basket)
        return None
    check(variant=line.variant, quantity=quantity)
    line.quantity = quantity
    line.price_seen = line.variant.price
    # Another window may have ordered it or taken it out meanwhile.
    still_there = BasketLine.objects.filter(pk=line.pk)
    if not still_there.update(quantity=line.quantity, price_seen=line.price_seen):
        return None
    touch(line.basket)
    return line


def see_prices(*, basket: Basket) -> None:
    """The buyer has read the changed prices: from now on they are the known ones."""
    for line in basket.lines.select_related("variant"):
        if line.price_seen != line.variant.price:
            BasketLine.objects.filter(pk=line.pk).update(price_seen=line.variant.price)


def touch(basket: Basket) -> None:
    """Note that the basket was used; forgotten anonymous baskets are cleared by this date."""
    Basket.objects.filter(pk=basket.pk).update(changed_at=timezone.now())


@transaction.atomic
def join_at_login(*, user: User, token: str) -> None:
    """Move an anonymous basket's lines into the account's basket. What is in both keeps the larger quantity."""
    anonymous = Basket.objects.select_for_update().filter(token=token).first()
    if anonymous is None:
        return
    own, _created = Basket.objects.get_or_create(user=user)
    mine = {line.variant_id: line for line in own.lines.all()}
    for line in anonymous.lines.all():
        twin = mine.get(line.variant_id)
        if twin is None:
            BasketLine.objects.filter(pk=line.pk).update(basket=own)
        elif line.quantity > twin.quantity:
            BasketLine.objects.filter(pk=twin.pk).update(quantity=line.quantity)
    anonymous.delete()


def check(*, variant: Variant, quantity: Decimal) -> None:
    """Raise Refused with what is wrong and what to do, when this quantity cannot be ordered now."""
    listing = variant.listing
    if not variant.is_active or not listing.is_public:
        raise Refused(format_lazy(_("“{name}” is no longer for sale."), name=listing.name), "gone")
    if not listing.can_be_ordered:
        raise Refused(format_lazy(_("“{name}” is sold out for now."), name=listing.name), "sold_out")
    if listing.shop.is_on_holiday:
        raise Refused(
            format_lazy(
                _("{shop} is on holiday. You can order again when it is back."), shop=listing.shop.name
            ),
            "holiday",
        )
    step = listing.unit.step
    if quantity <= 0 or quantity % step:
        raise Refused(
            format_lazy(
                _("“{name}” is sold in steps of {step} {unit}."),
                name=listing.name,
                step=plain(step),
                unit=listing.unit.name,
            ),
            "step",
        )
    if amount(variant.price, quantity) > MOST_BAHT:
        raise Refused(
            format_lazy(_("So much of “{name}” is too much for one order."), name=listing.name), "too_much"
        )
    if not listing.is_made_to_order and quantity > variant.stock:
        raise Refused(
            format_lazy(
                _("Only {left} {unit} of “{name}” left."),
                name=listing.name,
                left=plain(variant.stock),
                unit=listing.unit.name,
            ),
            "short",
        )
    if listing.is_made_to_order and listing.daily_cap and quantity > listing.daily_cap:
        raise Refused(
            format_lazy(
                _("At most {cap} {unit} of “{name}” can be made in a day."),
                name=listing.name,
                cap=plain(listing.daily_cap),
                unit=listing.unit.name,
            ),
            "cap",
        )


def plain(quantity: Decimal) -> str:
    """A quantity without trailing zeros: 1.500 → 1.5, 10.000 → 10."""
    return f"{quantity.normalize():f}"


def amount(price: Decimal, quantity: Decimal) -> Decimal:
    """The price of a quantity in baht, rounded half up to the satang."""
    return (price * quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass
class ReviewedLine:
    """A line of the basket as it stands now."""

    line: BasketLine
    problem: Refused | None = None
    old_price: Decimal | None = None
    # What the page offers for it: one step less, one more, and of what is short as much as could be had.
    less: str = ""
    more: str = ""
    what_is_left: Decimal | int = 0

    @property
    def variant(self) -> Variant:
        """What is ordered."""
        return self.line.variant

    @property
    def listing(self) -> Listing:
        """Which listing it belongs to."""
        return self.line.variant.listing

    @property
    def amount(self) -> Decimal:
        """Baht for the whole line at the present price."""
        return amount(self.line.variant.price, self.line.quantity)


@dataclass
class ShopGroup:
    """The lines of one shop."""

    shop: Shop
    lines: list[ReviewedLine] = field(default_factory=list)

    @property
    def good_lines(self) -> list[ReviewedLine]:
        """Lines that can be ordered now."""
        return [line for line in self.lines if line.problem is None]

    @property
    def total(self) -> Decimal:
        """Baht for what can be ordered now, without delivery."""
        return sum((line.amount for line in self.good_lines), Decimal(0))


def review(basket: Basket | None) -> list[ShopGroup]:
    """The basket by shop, each line with what changed since it was put in. Two statements."""
    if basket is None:
        return []
    groups: dict[int, ShopGroup] = {}
    lines = (
        basket.lines.select_related(
            "variant__listing__shop__community", "variant__listing__unit", "variant__listing__category"
        )
        .prefetch_related("variant__listing__pictures")
        .order_by("variant__listing__shop_id", "id")
    )
    for line in lines:
        shop = line.variant.listing.shop
        reviewed = ReviewedLine(line)
        try:
            check(variant=line.variant, quantity=line.quantity)
        except Refused as problem:
            reviewed.problem = problem
        if line.price_seen != line.variant.price:
            reviewed.old_price = line.price_seen
        groups.setdefault(shop.pk, ShopGroup(shop)).lines.append(reviewed)
    return list(groups.values())
