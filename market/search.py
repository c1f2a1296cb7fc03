"""Finding goods and shops by what people type, tone marks forgiven, and by what they may have meant."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Case, Q, QuerySet, Value, When
from rapidfuzz import fuzz

from lib import paging, searchindex
from lib.similarity import rank
from lib.thai import LEADING_VOWELS, bigrams, normalise, search_key
from market.models import Listing, Shop

# No name is longer; a longer query can only be a mistake or an attack.
LONGEST_KEY = 100
# So many names are compared with a misspelt query.
CANDIDATES = {"sqlite": 200, "postgresql": 400}
SHOPS_SHOWN = 4
SUGGESTED_GOODS, SUGGESTED_SHOPS = 6, 2
# The names looked at for suggestions.
LOOKED_AT = 48
CURSOR = re.compile(r"([01])\.(\d{1,18})", re.ASCII)
LAST_ID = 10**18 - 1
# The best match first; not an order of the database.
BEST = ()


@dataclass(frozen=True)
class Found:
    """A page of what was found: ids in order, where the next page starts, and what was probably meant.

    `meant` is empty when the words were found as they are.
    """

    ids: list[int]
    next_cursor: str | None = None
    meant: str = ""


def find(query: str, rows: QuerySet, order: Sequence[str], cursor: str | None) -> Found:
    """Rows whose name contains `query`, in `order`; when there are none, those that it may mean.

    With the order BEST, names that contain exactly what was typed come first.
    """
    key = _key(query)
    if not key:
        return Found([])
    names = _containing(rows, key)
    if order == BEST:
        found = _best_first(names, normalise(query), cursor)
    else:
        page = paging.page(_keys(names, order), order, cursor)
        found = Found([row[-1] for row in page.items], page.next_cursor)
    return found if found.ids or cursor else _nearest(query, key, rows)


def find_shops(query: str, shops: QuerySet[Shop]) -> list[int]:
    """The ids of a few shops whose name contains `query`."""
    key = _key(query)
    if not key:
        return []
    names = _containing(shops, key).order_by("-id").values_list("id", "name")[: 4 * SHOPS_SHOWN]
    return [pk for pk, _name in _holding_first(names, normalise(query))][:SHOPS_SHOWN]


def suggest(query: str, listings: QuerySet[Listing], shops: QuerySet[Shop]) -> tuple[list[str], list[Shop]]:
    """What the words may become while they are typed: names of goods (each once), and shops."""
    key = _key(query)
    if not key:
        return [], []
    # The newest few dozen are enough to choose from; sorting thousands at each letter is not.
    names = _containing(listings, key).order_by("-id").values_list("name", flat=True)
    goods = [
        name
        for _none, name in _holding_first(
            ((0, name) for name in dict.fromkeys(names[:LOOKED_AT])), normalise(query)
        )
    ]
    found = _containing(shops, key).order_by("-id").only("code", "name")
    return goods[:SUGGESTED_GOODS], list(found[:SUGGESTED_SHOPS])


def likely_meant(query: str, name: str) -> str:
    """The part of `name` that a misspelt `query` stands for: whole letters with their vowels and tones."""
    typed = normalise(query)
    if len(typed) >= len(name):
        return name
    place = fuzz.partial_ratio_alignment(typed, name)
    if place is None:
        return name
    start, end = place.dest_start, place.dest_end
    while start > 0 and (_hangs(name[start]) or name[start - 1] in LEADING_VOWELS):
        start -= 1
    while end < len(name) and (_hangs(name[end]) or name[end - 1] in LEADING_VOWELS):
        end += 1
    part = name[start:end].strip()
    return part if search_key(part) not in ("", search_key(query)) else name


def _key(query: str) -> str:
    key = search_key(query)[:LONGEST_KEY]
    return key if bigrams(key) else ""


def _keys(rows: QuerySet, order: Sequence[str]) -> QuerySet:
    return rows.values_list(*(name.removeprefix("-") for name in order))


def _containing(rows: QuerySet, key: str) -> QuerySet:
    return rows.filter(searchindex.containing(rows.model._meta.db_table, key, connections[rows.db].vendor))


def _holding_first(names: Iterable[tuple[int, str]], typed: str) -> list[tuple[int, str]]:
    return sorted(names, key=lambda row: typed.lower() not in row[1].lower())


def _best_first(rows: QuerySet, typed: str, cursor: str | None) -> Found:
    """First the names that hold exactly what was typed, then those that hold it but for tone marks and the like,
    the newest first in each. One statement that stops when the page is full, however common a word is."""
    known = CURSOR.fullmatch(cursor or "")
    half, after = (int(known[1]), int(known[2])) if known else (0, LAST_ID)
    newest, one_more = rows.order_by("-id"), paging.SIZE + 1
    holds = Q(name__contains=typed)
    if half == 1:
        rest = newest.filter(pk__lt=after).exclude(holds)
        return _a_page([], list(rest.values_list("id", flat=True)[:one_more]))
    holding = newest.filter(holds, pk__lt=after)
    # On the first page, when few hold it, the newest of all contain enough others to fill it.
    others = newest.exclude(holds) if known else newest
    parts = [
        rows.model.objects.filter(pk__in=part.values("pk")[:one_more])
        .annotate(holds=Case(When(holds, then=Value(1)), default=Value(0)))
        .values_list("id", "holds")
        for part in (holding, others)
    ]
    found = sorted(parts[0].union(parts[1]), reverse=True)
    first = [pk for pk, is_holding in found if is_holding and pk < after]
    return _a_page(
        first, [] if len(first) > paging.SIZE else [pk for pk, is_holding in found if not is_holding]
    )


def _a_page(holding: list[int], others: list[int]) -> Found:
    """The first of these ids, and a cursor "half.id" when there are more of them."""
    page = [*holding, *others][: paging.SIZE]
    if len(holding) + len(others) <= paging.SIZE:
        return Found(page)
    used = len(page) - len(holding)
    if used < 0:
        return Found(page, f"0.{page[-1]}")
    return Found(page, f"1.{page[-1] if used else LAST_ID}")


def _nearest(query: str, key: str, rows: QuerySet) -> Found:
    vendor = connections[rows.db].vendor
    alike = searchindex.most_like(rows.model._meta.db_table, key, vendor, CANDIDATES[vendor])
    candidates = list(rows.filter(pk__in=alike).order_by("-id").values_list("pk", "name"))
    matches = rank(query, [name for _pk, name in candidates])[: paging.SIZE]
    if not matches:
        return Found([])
    return Found(
        [candidates[match.index][0] for match in matches],
        meant=likely_meant(query, candidates[matches[0].index][1]),
    )


def _hangs(char: str) -> bool:
    """Whether a letter cannot stand at the beginning of a word."""
    return unicodedata.category(char) == "Mn" or char in "ะาำๅๆ"
