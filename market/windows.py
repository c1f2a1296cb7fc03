"""What stands in a market's window: season's goods, what is new, shops open today, the fund in one line."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db.models import Manager, Q, Sum

from households.models import Community
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
    goods = Listing.objects.orderable()
    if community:
        goods = goods.filter(community=community)
    season = (
        goods.filter(available_until__isnull=False).order_by("available_until", "id").values("pk")[:SEASON]
    )
    newest = goods.filter(available_until__isnull=True).order_by("-id").values("pk")[:NEW]
    halves = [goods_rows(Listing.objects.filter(pk__in=part)) for part in (season, newest)]
    rows = sorted(halves[0].union(halves[1], all=True), key=lambda row: -row[0])
    until = Goods._fields.index("available_until")
    in_season = sorted((row for row in rows if row[until]), key=lambda row: row[until])
    others = [row for row in rows if not row[until]]
    filling = max(0, LEAST_NOW - len(in_season))
    return in_season + others[:filling], others[filling:]


def open_shops(community: Community | None) -> list[tuple]:
    """Rows for the cards of shops that work today, newest first."""
    shops = Shop.objects.open_today()
    if community:
        shops = shops.filter(community=community)
    return list(shop_rows(shops.order_by("-id"))[:SHOPS])


def goods_of(shop: Shop, but: Listing | None = None) -> list[tuple]:
    """Rows for cards of a shop's newest goods, without one of them."""
    goods = Listing.objects.public().filter(shop=shop.pk).order_by("-id")
    return list(goods_rows(goods.exclude(pk=but.pk) if but else goods)[:OTHERS])


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


def in_order(rows_of: Callable, manager: Manager, ids: Sequence[int]) -> list[tuple]:
    """Rows for the cards of these ids, in this order."""
    if not ids:
        return []
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(rows_of(manager.filter(pk__in=ids)), key=lambda row: place[row[0]])
