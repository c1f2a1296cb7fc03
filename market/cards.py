"""Cards of goods and shops: one light row from the database each, printed once and then remembered.

A card is a pure function of its row, the language and the day, so a remembered card can never be stale:
whatever changes, changes the row. Memory is bounded by the number of cards kept.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lib.dates import thai_date
from lib.money import baht
from lib.pictures import srcset, url
from lib.templatetags.sirisuk import quantity
from market.models import Listing, Shop

KEPT = 4096
# Nobody counts more than this; the card then says only that there is some.
MOST_TOLD = 100


class Goods(NamedTuple):
    """What a listing's card shows."""

    id: int
    code: str
    name: str
    price: Decimal
    condition: str
    supply: str
    days_to_make: int
    stock: Decimal
    is_sold_out: bool
    available_from: dt.date | None
    available_until: dt.date | None
    unit_th: str
    unit_en: str
    sign: str
    tone: str
    shop: str
    community: str
    digest: str | None
    width: int | None
    height: int | None


GOODS_COLUMNS = (
    *Goods._fields[:11],
    "unit__name_th",
    "unit__name_en",
    "category__sign",
    "category__tone",
    "shop__name",
    "community__name",
    "cover__digest",
    "cover__width",
    "cover__height",
)


class ShopCard(NamedTuple):
    """What a shop's card shows."""

    id: int
    code: str
    name: str
    story: str
    is_verified: object
    is_on_holiday: bool
    opening_days: int
    offers_delivery: bool
    community: str
    digest: str | None


SHOP_COLUMNS = (
    "id",
    "code",
    "name",
    "story",
    "verified_at",
    "is_on_holiday",
    "opening_days",
    "offers_delivery",
    "community__name",
    "cover__digest",
)


def goods_rows(listings: QuerySet[Listing], *more: str) -> QuerySet:
    """The listings as rows for cards, in one statement, with `more` columns at their ends."""
    return _with_cover(listings).values_list(*GOODS_COLUMNS, *more)


def shop_rows(shops: QuerySet[Shop]) -> QuerySet:
    """The shops as rows for cards, in one statement."""
    return _with_cover(shops).values_list(*SHOP_COLUMNS)


def print_goods(rows: Iterable[tuple], *, with_place: bool = False, eager: int = 2) -> SafeString:
    """The cards of these rows. `with_place` names the community; the first `eager` pictures load at once."""
    language, today = get_language(), timezone.localdate()
    cards = (
        _goods(row[: len(GOODS_COLUMNS)], language, today, with_place, place < eager)
        for place, row in enumerate(rows)
    )
    return SafeString("".join(cards))


def print_shops(rows: Iterable[tuple], *, with_place: bool = False) -> SafeString:
    """The cards of these rows of shops."""
    language, today = get_language(), timezone.localdate()
    return SafeString("".join(_shop(row, language, today, with_place) for row in rows))


def supply_words(goods: Goods | Listing, unit: str, today: dt.date) -> tuple[str, bool]:
    """How much there is or when it can be had, in words, and whether it cannot be had now."""
    if goods.available_until and goods.available_until < today:
        return _("The season is over"), True
    if goods.is_sold_out or (goods.supply != Listing.Supply.TO_ORDER and goods.stock <= 0):
        return _("Sold out"), True
    if goods.available_from and goods.available_from > today:
        return _("From %(day)s") % {"day": thai_date(goods.available_from)}, True
    if goods.supply == Listing.Supply.TO_ORDER:
        days = goods.days_to_make
        if not days:
            return _("Made to order, ready the same day"), False
        return ngettext(
            "Made to order, ready in %(days)s day", "Made to order, ready in %(days)s days", days
        ) % {"days": days}, False
    if goods.stock >= MOST_TOLD:
        return _("Ready now"), False
    return _("%(quantity)s %(unit)s left") % {"quantity": quantity(goods.stock), "unit": unit}, False


def price_words(price: Decimal) -> str:
    """A price as a card shows it; what costs nothing is free."""
    return baht(price) if price else _("Free")


@lru_cache(KEPT)
def _goods(row: tuple, language: str, today: dt.date, with_place: bool, is_eager: bool) -> str:
    goods = Goods(*row)
    unit = goods.unit_en if language == "en" else goods.unit_th
    note, is_gone = supply_words(goods, unit, today)
    badges: dict[str, str] = {
        Listing.Condition.SECOND_HAND: _("Second-hand"),
        Listing.Condition.GIVE_AWAY: _("Give-away"),
    }
    return get_template("components/listing_card.html").render(
        {
            "url": reverse("market:listing", args=[goods.code]),
            "name": goods.name,
            "price": price_words(goods.price),
            "unit": unit if goods.price else "",
            "src": url(goods.digest, 320) if goods.digest else "",
            "srcset": srcset(goods.digest, goods.width) if goods.digest else "",
            "width": goods.width,
            "height": goods.height,
            "tone": goods.tone,
            "sign": goods.sign,
            "line": f"{goods.shop} · {goods.community}" if with_place else goods.shop,
            "note": note,
            "badge": badges.get(goods.condition, ""),
            "badge_kind": "accent",
            "gone": is_gone,
            "eager": is_eager,
        }
    )


@lru_cache(KEPT // 4)
def _shop(row: tuple, language: str, today: dt.date, with_place: bool) -> str:
    shop = ShopCard(*row)
    if shop.is_on_holiday:
        note = _("On holiday now")
    elif not shop.opening_days & 1 << today.weekday():
        note = _("Closed today")
    else:
        note = _("Open today · delivers nearby") if shop.offers_delivery else _("Open today")
    return get_template("components/shop_card.html").render(
        {
            "url": reverse("market:shop", args=[shop.code]),
            "name": shop.name,
            "text": Truncator(shop.story).chars(70),
            "note": f"{shop.community} · {note}" if with_place else note,
            "src": url(shop.digest, 320) if shop.digest else "",
            "badge": _("Verified") if shop.is_verified else "",
        }
    )


def _with_cover(rows: QuerySet) -> QuerySet:
    return rows.annotate(cover=FilteredRelation("pictures", condition=Q(pictures__position=0)))
