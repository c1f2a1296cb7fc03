"""The market's shelves: which goods a visitor asked for, and in which order."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connections
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import timezone

from households.models import Community
from lib import paging
from lib.prepared import prepared
from lib.remember import for_a_while
from market import places
from market.forms.filters import GoodsFilter
from market.models import Category, Listing

ORDERS = {"new": ("-id",), "price": ("price", "id"), "name": ("name_order", "id")}


class Kind(NamedTuple):
    """A kind of goods as a link."""

    code: str
    sign: str
    name: str
    url: str


@dataclass(frozen=True)
class Wanted:
    """What a visitor narrowed a list by. Empty values narrow nothing."""

    q: str = ""
    where: str = ""
    category: str = ""
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    in_stock: bool = False
    delivery: bool = False
    verified: bool = False
    condition: str = ""
    sort: str = ""
    errors: tuple[tuple[str, str, str], ...] = field(default=(), compare=False)

    def query(self, **changes) -> str:
        """These wishes as the query part of an address, with some of them changed."""
        values = {**vars(self), **changes}
        values.pop("errors")
        return urlencode({name: _as_text(value) for name, value in values.items() if _says_something(value)})

    def without_filters(self) -> str:
        """The same words, place and order, as the query part of an address."""
        return Wanted(q=self.q, where=self.where, sort=self.sort).query()

    def is_narrowed(self) -> bool:
        """Whether anything besides the words and the place narrows the list."""
        return any(
            (
                self.category,
                self.price_from is not None,
                self.price_to is not None,
                self.in_stock,
                self.delivery,
                self.verified,
                self.condition,
            )
        )


def wanted(query: QueryDict, **fixed) -> Wanted:
    """The wishes in a page's address. `fixed` are those that the page itself decides.

    Values that make no sense are left out; `errors` names them as (field, what was typed, what is wrong).
    """
    if query.keys() <= {"after"}:
        return Wanted(**fixed)
    form = GoodsFilter(query)
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    errors = tuple(
        (name, query.get(name, ""), str(messages[0]))
        for name, messages in form.errors.items()
        if name.startswith("price")
    )
    return Wanted(**{**values, **fixed}, errors=errors)


def goods(asked: Wanted, community: Community | None) -> QuerySet[Listing]:
    """Public listings that match the wishes (their words apart), for a visitor whose community this is."""
    found = Listing.objects.orderable() if asked.in_stock else Listing.objects.public()
    if community and asked.where == "community":
        found = found.filter(community=community)
    elif community and asked.where != "all":
        found = _from_any(found, places.open_to(community))
    if asked.category:
        found = found.filter(category=category(asked.category))
    conditions = {
        "price__gte": asked.price_from,
        "price__lte": asked.price_to,
        "shop__offers_delivery": asked.delivery,
        "condition": asked.condition,
    }
    found = found.filter(**{name: value for name, value in conditions.items() if _says_something(value)})
    return found.filter(shop__verified_at__isnull=False) if asked.verified else found


def page(asked: Wanted, community: Community | None, cursor: str | None) -> paging.Page:
    """A page of the ids of `goods`, each as the last of its row of sorted values."""
    order = ORDERS.get(asked.sort, ORDERS["new"])
    after = paging.read_cursor(Listing.objects.all(), order, cursor) or ()
    # A place among whole numbers is a value of one statement; any other is rare enough to be one of its own.
    values = after if all(type(value) is int for value in after) else ()
    places_open = places.open_to(community) if community else ()
    shape = (asked, community, places_open, category(asked.category), timezone.localdate())
    return paging.cut(_keys(order, () if values else after, *shape, values=values), tuple)


@prepared
def _keys(
    order: tuple[str, ...],
    after: tuple,
    asked: Wanted,
    community: Community | None,
    _places_open: tuple[int, ...],
    _category: Category | None,
    _today: dt.date,
    *values: int,
) -> QuerySet:
    """The keys of a page of goods. What stands with an underscore decides, out of sight, what `goods` asks for."""
    keys = goods(asked, community).values_list(*(name.removeprefix("-") for name in order))
    return paging.rows_after(keys, order, values or after or None)


def is_mixed(asked: Wanted, community: Community | None) -> bool:
    """Whether the goods may come from several communities, so that cards name them."""
    if community is None or asked.where == "all":
        return True
    return asked.where != "community" and community.network_id is not None


def _from_any(rows: QuerySet[Listing], communities: tuple[int, ...]) -> QuerySet[Listing]:
    """Goods of these communities. SQLite would first gather and sort all of them; what no index knows (`+ 0`)
    lets it walk along the order of the page instead and stop when the page is full."""
    if connections[rows.db].vendor == "sqlite":
        return rows.alias(place=F("community_id") + 0).filter(place__in=communities)
    return rows.filter(community__in=communities)


@for_a_while
def categories() -> tuple[Category, ...]:
    """The kinds of goods in use, in the committee's order."""
    return tuple(Category.objects.filter(is_active=True))


def category(code: str) -> Category | None:
    """The kind of goods with this code, if it is in use."""
    return next((row for row in categories() if row.code == code), None)


@for_a_while
def kinds(language: str) -> tuple[Kind, ...]:
    """The kinds of goods in use, as links in the language that is on."""
    return tuple(Kind(row.code, row.sign, row.name, row.get_absolute_url()) for row in categories())


def _says_something(value) -> bool:
    """A price of 0 does; an empty box does not."""
    return value not in ("", None) and value is not False


def _as_text(value) -> str:
    return "1" if value is True else str(value)
