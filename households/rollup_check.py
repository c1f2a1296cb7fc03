"""Whether the sums that reports read are what the records say, to the satang. Worked out here in plain Python.

On purpose nothing is shared with the statement that writes the sums: two ways to the same number, so that a mistake
in one of them shows.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households import rollups
from households.models import (
    Community,
    CommunityQuarter,
    Household,
    HouseholdMonth,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
)
from lib.dates import thai_month
from lib.errors import Refused

SOURCES = tuple(IncomeRecord.Source.values)
COLUMNS = ("community_id", "answer", "origin", "questions", "members", "gross", "net", *SOURCES)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Finding:
    """Something that a person should know. With `is_wrong` a sum is not what its records come to."""

    words: str
    is_wrong: bool = True


class Entry(NamedTuple):
    """Where an entry of the register counts: the one that stays, its community, and how many joinings away."""

    root: int
    community: int
    distance: int


class Cell(NamedTuple):
    """The newest version of one record."""

    household: int
    month: date
    source: str
    answer: str
    gross: Decimal | None
    costs: Decimal | None
    origin: str


class Word(NamedTuple):
    """The newest version of an answer for a whole month."""

    household: int
    month: date
    answer: str
    members: int | None
    questions: int
    origin: str


def check(*, community: Community | None = None) -> Iterator[Finding]:
    """Compare every sum, of one community or of all, with its records.

    Where something differs the household is locked and looked at again: it may just have been at work.
    """
    homes = Household.objects.all() if community is None else Household.objects.filter(community=community)
    leftover = HouseholdMonth.objects.filter(household__in=homes.filter(merged_into__isnull=False))
    for code, month in leftover.values_list("household__code", "month"):
        yield Finding(
            _("Household %(code)s, %(month)s: it was joined with another one, but has sums of its own.")
            % {"code": code, "month": thai_month(month)}
        )
    roots = homes.filter(merged_into__isnull=True).order_by("pk")
    last = 0
    while batch := list(roots.filter(pk__gt=last).values_list("pk", flat=True)[: rollups.BATCH]):
        last = batch[-1]
        sums, clashes = recomputed(batch)
        if suspects := {household for household, _month in _differing(batch, sums)}:
            yield from _second_look(sorted(suspects))
        yield from clashes
    yield from _quarters(community)


def verdict(wrong: int) -> str:
    """What to tell after so many sums were found wrong."""
    if not wrong:
        return _("All sums are what the records say, to the satang.")
    return ngettext(
        "%(count)s sum is not what its records come to. Run this with --mend.",
        "%(count)s sums are not what their records come to. Run this with --mend.",
        wrong,
    ) % {"count": wrong}


def rebuilt(count: int) -> str:
    """What to tell after so many months of households were worked out anew."""
    return _("The sums of %(count)s months of households were worked out anew.") % {"count": f"{count:,}"}


def community_of(code: str | None) -> Community | None:
    """The community with this code; None without a code, which means all. Raises Refused where there is none."""
    if not code:
        return None
    community = Community.objects.filter(code=code).first()
    if community is None:
        raise Refused(_("There is no community with the code “%(code)s”.") % {"code": code}, "unknown")
    return community


def recomputed(roots: list[int]) -> tuple[dict[tuple[int, date], dict], list[Finding]]:
    """What the records of these households come to by household and month, and where joined entries disagree."""
    family = _family(roots)
    cells: dict[tuple[int, date], dict[str, Cell]] = defaultdict(dict)
    words: dict[tuple[int, date], Word] = {}
    clashes: list[Finding] = []
    for cell in _nearest_first(IncomeRecord, Cell, family):
        key = (family[cell.household].root, cell.month)
        if cell.source in cells[key]:
            clashes.append(_clash(key, str(IncomeRecord.Source(cell.source).label)))
        cells[key].setdefault(cell.source, cell)
    for word in _nearest_first(IncomeMonth, Word, family):
        key = (family[word.household].root, word.month)
        if key in words:
            clashes.append(_clash(key, _("the whole month")))
        words.setdefault(key, word)
    waiting = {
        (family[household].root, month)
        for household, month in IncomeProposal.objects.unanswered()
        .filter(household__in=list(family))
        .values_list("household_id", "month")
    }
    places = {entry.root: entry.community for entry in family.values()}
    sums = {
        key: {"community_id": places[key[0]], **_month(cells.get(key, {}), words.get(key), key in waiting)}
        for key in {*cells, *words}
    }
    return sums, clashes


def _family(roots: list[int]) -> dict[int, Entry]:
    family = {
        root: Entry(root, community, 0)
        for root, community in Household.objects.filter(pk__in=roots).values_list("pk", "community_id")
    }
    newest = dict(family)
    while newest:
        joined = Household.objects.filter(merged_into__in=list(newest)).values_list("pk", "merged_into_id")
        newest = {
            gone: newest[into]._replace(distance=newest[into].distance + 1)
            for gone, into in joined
            if gone not in family
        }
        family |= newest
    return family


def _nearest_first(model, row_type, family: dict[int, Entry]):
    """The newest versions that these entries have: those of the one that stays come first."""
    columns = ["household_id" if name == "household" else name for name in row_type._fields]
    rows = model.objects.current().filter(household__in=list(family)).order_by().values_list(*columns)
    return sorted(map(row_type._make, rows), key=lambda row: (family[row.household].distance, row.household))


def _month(cells: dict[str, Cell], word: Word | None, is_waiting: bool) -> dict:
    said_everything = word is not None and word.answer == "complete"
    left = {
        source: _left(cells[source]) if source in cells else ZERO if said_everything else None
        for source in SOURCES
    }
    if is_waiting:
        left["market"] = None
    is_known = said_everything and None not in left.values()
    origins = {
        "committee" if row.origin == "committee" else "household" for row in [*cells.values(), word] if row
    }
    return {
        "answer": word.answer if word and not said_everything else "complete" if is_known else "partial",
        "origin": origins.pop() if len(origins) == 1 else "",
        "questions": word.questions if word else 1,
        "members": word.members if word else None,
        "gross": sum((cell.gross or ZERO for cell in cells.values()), ZERO) if is_known else None,
        "net": sum((amount or ZERO for amount in left.values()), ZERO) if is_known else None,
        **left,
    }


def _left(cell: Cell) -> Decimal | None:
    if cell.gross is None:
        return None
    if cell.costs is None and cell.gross and cell.source in IncomeRecord.SELLING:
        return None
    return cell.gross - (cell.costs or ZERO)


def _differing(roots: list[int], sums: dict) -> Iterator[tuple[int, date]]:
    written = _written(roots)
    return (key for key in {*sums, *written} if sums.get(key) != written.get(key))


def _written(roots: list[int]) -> dict[tuple[int, date], dict]:
    rows = HouseholdMonth.objects.filter(household__in=roots).values_list("household_id", "month", *COLUMNS)
    return {(household, month): dict(zip(COLUMNS, values, strict=True)) for household, month, *values in rows}


@transaction.atomic
def _second_look(roots: list[int]) -> list[Finding]:
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk"))
    codes = dict(Household.objects.filter(pk__in=roots).values_list("pk", "code"))
    sums, written = recomputed(roots)[0], _written(roots)
    return [
        Finding(_difference(codes[key[0]], key[1], sums.get(key), written.get(key)))
        for key in sorted({*sums, *written})
        if sums.get(key) != written.get(key)
    ]


def _difference(code: str, month: date, right: dict | None, found: dict | None) -> str:
    place = {"code": code, "month": thai_month(month)}
    if found is None:
        return _("Household %(code)s, %(month)s: there are records, but no sums.") % place
    if right is None:
        return _("Household %(code)s, %(month)s: there are sums, but no records.") % place
    parts = [
        _("%(what)s should be %(right)s and is %(found)s")
        % {"what": name, "right": right[name], "found": found[name]}
        for name in COLUMNS
        if right[name] != found[name]
    ]
    return _("Household %(code)s, %(month)s: %(parts)s.") % {**place, "parts": "; ".join(parts)}


def _clash(key: tuple[int, date], what: str) -> Finding:
    code = Household.objects.values_list("code", flat=True).get(pk=key[0])
    return Finding(
        _(
            "Household %(code)s, %(month)s: it was entered twice, and both entries have figures for “%(what)s”. Those "
            "of the entry that stays count."
        )
        % {"code": code, "month": thai_month(key[1]), "what": what},
        is_wrong=False,
    )


def _quarters(community: Community | None) -> Iterator[Finding]:
    """Quarters that count as worked out, and answers in quarters that nobody marked."""
    rows = CommunityQuarter.objects.select_related("community").order_by("community", "quarter")
    months = HouseholdMonth.objects.order_by()
    if community is not None:
        rows, months = rows.filter(community=community), months.filter(community=community)
    places = dict(Community.objects.values_list("pk", "code"))
    marked = {(row.community_id, row.quarter) for row in rows}
    answered = {
        (place, rollups.quarter_start(month))
        for place, month in months.values_list("community_id", "month").distinct()
    }
    for place, first in sorted(answered - marked):
        yield Finding(
            _("Community %(code)s, the quarter from %(month)s: there are answers, but it has no line.")
            % {"code": places[place], "month": thai_month(first)}
        )
    for row in rows.filter(is_stale=False):
        right = rollups.worked_out(row)
        if any(getattr(row, name) != value for name, value in right.items()):
            yield Finding(
                _("Community %(code)s, the quarter from %(month)s: its line is not what its months come to.")
                % {"code": row.community.code, "month": thai_month(row.quarter)}
            )
