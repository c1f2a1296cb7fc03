"""What stands in a market's window: season's goods, what is new, shops open today, the fund in one line."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from households.models import Community
from lib.prepared import prepared
from lib.remember import for_a_while
from market.cards import Goods, goods_rows, shop_rows
from market.models import Listing, Shop
from welfare.models import Account, Transfer

SEASON, NEW, SHOPS, OTHERS = 8, 16, 6, 8
# Fewer would look like an empty stall: the newest goods fill the place.
LEAST_NOW = 4


def now_and_new(community: Community | None) -> tuple[list[tuple], list[tuple]]:
    """Rows for cards, in one statement: goods whose season is on now, soonest over first, and the newest others.

    A few of the newest stand with the season's goods while those are fewer than LEAST_NOW.
    """
    rows = _now_and_new(timezone.localdate(), values=_id_of(community))
    rows.sort(key=lambda row: -row[0])
    until = Goods._fields.index("available_until")
    in_season = sorted((row for row in rows if row[until]), key=lambda row: row[until])
    others = [row for row in rows if not row[until]]
    filling = max(0, LEAST_NOW - len(in_season))
    return in_season + others[:filling], others[filling:]


@prepared
def _now_and_new(_today: dt.date, *community_id: int) -> QuerySet:
    goods = Listing.objects.orderable()
    if community_id:
        goods = goods.filter(community=community_id[0])
    season = (
        goods.filter(available_until__isnull=False).order_by("available_until", "id").values("pk")[:SEASON]
    )
    newest = goods.filter(available_until__isnull=True).order_by("-id").values("pk")[:NEW]
    halves = [goods_rows(Listing.objects.filter(pk__in=part)) for part in (season, newest)]
    return halves[0].union(halves[1], all=True)


def open_shops(community: Community | None) -> list[tuple]:
    """Rows for the cards of shops that work today, newest first."""
    return _open_shops(timezone.localdate(), values=_id_of(community))


@prepared
def _open_shops(_today: dt.date, *community_id: int) -> QuerySet:
    shops = Shop.objects.open_today()
    if community_id:
        shops = shops.filter(community=community_id[0])
    return shop_rows(shops.order_by("-id"))[:SHOPS]


@prepared
def goods_of(shop_id: int, but: int) -> QuerySet:
    """Rows for cards of a shop's newest goods, without one of them."""
    goods = Listing.objects.public().filter(shop=shop_id).exclude(pk=but)
    return goods_rows(goods.order_by("-id"))[:OTHERS]


@for_a_while
def fund_money(community_id: int) -> Decimal:
    """The money that a community's fund really has, in baht."""
    into, out = Q(debit__kind__in=Account.MONEY), Q(credit__kind__in=Account.MONEY)
    moved = Transfer.objects.filter(into | out, community=community_id).aggregate(
        into=Sum("amount", filter=into), out=Sum("amount", filter=out)
    )
    return (moved["into"] or Decimal(0)) - (moved["out"] or Decimal(0))


@for_a_while
def communities() -> tuple[Community, ...]:
    """The first communities of the site, to choose one's own from."""
    return tuple(Community.objects.order_by("id")[:24])


@prepared
def goods_among(*ids: int) -> QuerySet:
    """Rows for the cards of these listings, in any order."""
    return goods_rows(Listing.objects.filter(pk__in=ids))


@prepared
def shops_among(*ids: int) -> QuerySet:
    """Rows for the cards of these shops, in any order."""
    return shop_rows(Shop.objects.filter(pk__in=ids))


def in_order(rows_among: Callable[..., list[tuple]], ids: Sequence[int]) -> list[tuple]:
    """Rows for the cards of these ids (`goods_among` or `shops_among`), in this order."""
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(rows_among(values=tuple(ids)), key=lambda row: place[row[0]])


def _id_of(community: Community | None) -> tuple[int, ...]:
    return (community.pk,) if community else ()
