"""Finding goods and shops by what people type, tone marks forgiven, and by what they may have meant."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Case, IntegerField, QuerySet, Value, When
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
BEST = ("-holds", "-id")


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
    page = paging.page(_containing(rows, key, query).values_list("id", *_columns(order)), order, cursor)
    if page.items or cursor:
        return Found([row[0] for row in page.items], page.next_cursor)
    return _nearest(query, key, rows)


def find_shops(query: str, shops: QuerySet[Shop]) -> list[int]:
    """The ids of a few shops whose name contains `query`."""
    key = _key(query)
    if not key:
        return []
    return list(_containing(shops, key, query).order_by(*BEST).values_list("pk", flat=True)[:SHOPS_SHOWN])


def suggest(query: str, listings: QuerySet[Listing], shops: QuerySet[Shop]) -> tuple[list[str], list[Shop]]:
    """What the words may become while they are typed: names of goods (each once), and shops."""
    key = _key(query)
    if not key:
        return [], []
    names = _containing(listings, key, query).order_by(*BEST).values_list("name", flat=True)
    goods = list(dict.fromkeys(names[: 4 * SUGGESTED_GOODS]))[:SUGGESTED_GOODS]
    found = _containing(shops, key, query).order_by(*BEST).only("code", "name")
    return goods, list(found[:SUGGESTED_SHOPS])


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


def _columns(order: Sequence[str]) -> list[str]:
    return [column for column in (name.removeprefix("-") for name in order) if column != "id"]


def _containing(rows: QuerySet, key: str, query: str) -> QuerySet:
    part = searchindex.containing(rows.model._meta.db_table, key, connections[rows.db].vendor)
    holds = Case(
        When(name__icontains=normalise(query), then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return rows.filter(pk__in=part).annotate(holds=holds)


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
