"""Sums that reports read instead of a million records: by household and month, by community and quarter.

`HouseholdMonth` is written inside the transaction of every act on incomes, from the rows themselves, so it is never
behind. `CommunityQuarter` is only marked there; whoever reads it next works it out. `rollup_check` compares both
with the records.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum

from households.models import Community, CommunityQuarter, Household, HouseholdMonth, Person
from households.reports.people import consenting
from households.rollup_sql import read_periods, read_quarters, write_sums
from lib.dates import month_start

MONTHS_IN_QUARTER = 3
SATANG = Decimal("0.01")
# Households worked out in one transaction of a rebuilding, which is how long their acts wait: tenths of a second.
BATCH = 500


class PeriodRow(NamedTuple):
    """What one household's complete months of a period come to. Amounts are satang of all these months together.

    `members` is the mean number of people (None: never said), `origin` is "" and `questions` is 0 where the months
    differ. A source is 0 where the household said so.
    """

    household: int
    community: int
    months: int
    net: int
    gross: int
    members: float | None
    origin: str
    questions: int
    market: int
    wage: int
    farming: int
    trade: int
    welfare: int
    remittance: int
    other: int


class QuarterRow(NamedTuple):
    """What one household's three complete months of a quarter come to: satang of all three, by the first day."""

    household: int
    community: int
    quarter: date
    net: int


def root_of(household: Household) -> Household:
    """The entry that stays, when this household was entered twice and joined with another; else itself."""
    fresh = Household.objects.get(pk=household.pk)
    while fresh.merged_into_id is not None:
        fresh = Household.objects.get(pk=fresh.merged_into_id)
    return fresh


@transaction.atomic
def refresh(*, household: Household, months: Iterable[date]) -> None:
    """Work out the household's sums of these months (any days in them) anew, and mark its community's quarters.

    Call it in the transaction of the act, after its rows are written: three statements for any number of months.
    """
    firsts = sorted({month_start(month) for month in months})
    if not firsts:
        return
    root = _locked_root(household.pk)
    _write(homes="h.id = %s", parameters=[root.pk], months=firsts)
    _mark((root.community_id, quarter_start(month)) for month in firsts)


@transaction.atomic
def apply_merge(*, root: Household, gone: Household) -> None:
    """Work out all months of both anew after `gone` was joined into `root`; what `gone` had alone goes away.

    Call it in the transaction of the act, after `merged_into` is set.
    """
    homes = [root.pk, gone.pk]
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk"))
    # The entry that stays may itself have been joined with another since.
    homes += {_locked_root(number).pk for number in homes}
    written = HouseholdMonth.objects.filter(household__in=homes)
    quarters = _quarters_of(written)
    written.delete()
    _write(homes=f"h.id IN ({', '.join(['%s'] * len(homes))})", parameters=homes)
    _mark(quarters | _quarters_of(written))


def undo_merge(*, root: Household, gone: Household) -> None:
    """Work out all months of both anew after `merged_into` of `gone` was cleared. The same work as for joining."""
    apply_merge(root=root, gone=gone)


def rebuild(*, community: Community | None = None) -> int:
    """Work out every sum anew, of one community or of all. Returns how many months of households were written.

    In batches, each with its households locked: acts of others wait for tenths of a second, none is overwritten.
    """
    homes = Household.objects.all() if community is None else Household.objects.filter(community=community)
    HouseholdMonth.objects.filter(household__in=homes.filter(merged_into__isnull=False)).delete()
    roots = homes.filter(merged_into__isnull=True).order_by("pk")
    count, last = 0, 0
    while batch := list(roots.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        count += _rebuild_batch(roots.filter(pk__gt=last, pk__lte=batch[-1]))
        last = batch[-1]
    places = CommunityQuarter.objects.all()
    (places if community is None else places.filter(community=community)).update(is_stale=True)
    _mark(
        _quarters_of(
            HouseholdMonth.objects.filter(household__in=homes) if community else HouseholdMonth.objects
        )
    )
    return count


def mark_stale(*, people: QuerySet[Person]) -> int:
    """All quarters of the communities of these people have to be worked out anew: their consent has changed.

    Call it at the end of the transaction of the act. Returns how many quarters there are.
    """
    places = Household.objects.filter(memberships__person__in=people).values("community")
    return CommunityQuarter.objects.filter(
        pk__in=CommunityQuarter.objects.filter(community__in=places)
        .select_for_update(no_key=True)
        .order_by("community_id", "quarter")
        .values("pk")
    ).update(is_stale=True)


def quarter(community: Community, first_day: date) -> CommunityQuarter | None:
    """The community's sums of the quarter that begins on `first_day`; None when nobody answered for it.

    Works them out when answers came since. Acts that write answers meanwhile wait for that, and mark it again.
    """
    row = CommunityQuarter.objects.filter(community=community, quarter=first_day).first()
    if row is None or not row.is_stale:
        return row
    with transaction.atomic():
        row = CommunityQuarter.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.is_stale:
            for name, value in worked_out(row).items():
                setattr(row, name, value)
            row.is_stale = False
            row.save()
    return row


def worked_out(row: CommunityQuarter) -> dict[str, int | Decimal | None]:
    """`households`, `total`, `mean` and `median` of the row's quarter, from the sums of its households' months.

    Of households that agreed to be counted; those that moved away since belong to the quarters they answered in.
    """
    first = row.quarter
    homes = Household.objects.filter(community_id=row.community_id)
    totals = sorted(
        HouseholdMonth.objects.filter(
            household__in=consenting(homes).order_by().values("pk"),
            community_id=row.community_id,
            month__gte=first,
            month__lte=first.replace(month=first.month + MONTHS_IN_QUARTER - 1),
            answer="complete",
        )
        .values("household")
        .annotate(months=Count("pk"), total=Sum("net"))
        .filter(months=MONTHS_IN_QUARTER)
        .values_list("total", flat=True)
    )
    if not totals:
        return {"households": 0, "total": None, "mean": None, "median": None}
    total = sum(totals, Decimal(0))
    middle = totals[(len(totals) - 1) // 2] + totals[len(totals) // 2]
    return {
        "households": len(totals),
        "total": total,
        "mean": _rounded(total / (len(totals) * MONTHS_IN_QUARTER)),
        "median": _rounded(middle / (2 * MONTHS_IN_QUARTER)),
    }


def panel_rows(*, households: QuerySet[Household], first: date, last: date) -> list[PeriodRow]:
    """A row for each of these households with at least one complete month from `first` to `last` (first days).

    Two statements at any size: who they are, and the sums of their communities. In the order of their numbers.
    """
    wanted = dict(households.order_by().values_list("pk", "community_id"))
    places = sorted(set(wanted.values()))
    if not places:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            read_periods(places=len(places)),
            [*places, month_start(first).isoformat(), month_start(last).isoformat()],
        )
        return [PeriodRow._make(row) for row in cursor if row[0] in wanted]


def quarter_rows(*, households: QuerySet[Household], quarters: Sequence[date]) -> list[QuarterRow]:
    """A row for each of these households and quarters (first days) with three complete months.

    Two statements for any number of quarters: the lines of many years cost one look at the table.
    """
    wanted = dict(households.order_by().values_list("pk", "community_id"))
    places = sorted(set(wanted.values()))
    months = [
        (first.replace(month=first.month + step).isoformat(), number)
        for number, first in enumerate(quarters)
        for step in range(MONTHS_IN_QUARTER)
    ]
    if not places or not months:
        return []
    days = [day for day, _number in months]
    with connection.cursor() as cursor:
        cursor.execute(
            read_quarters(places=len(places), months=len(months)),
            [*(part for pair in months for part in pair), *places, *days],
        )
        return [
            QuarterRow(household, wanted[household], quarters[number], net)
            for household, number, net in cursor
            if household in wanted
        ]


def quarter_start(day: date) -> date:
    """The first day of the quarter; those of the calendar and of the Thai fiscal year are the same."""
    return date(day.year, (day.month - 1) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER + 1, 1)


def _locked_root(number: int) -> Household:
    """The household that stays, locked, so that its sums are worked out by one act at a time."""
    household = Household.objects.select_for_update(no_key=True).get(pk=number)
    while household.merged_into_id is not None:
        household = Household.objects.select_for_update(no_key=True).get(pk=household.merged_into_id)
    return household


@transaction.atomic
def _rebuild_batch(roots: QuerySet[Household]) -> int:
    locked = list(roots.select_for_update(no_key=True).values_list("pk", flat=True))
    HouseholdMonth.objects.filter(household__in=locked).delete()
    return _write(homes=f"h.id IN ({', '.join(['%s'] * len(locked))})", parameters=locked)


def _write(*, homes: str, parameters: list[int], months: list[date] | None = None) -> int:
    days = [month.isoformat() for month in months or []]
    with connection.cursor() as cursor:
        cursor.execute(write_sums(homes=homes, months=len(days)), [*parameters, *days * 3])
        return cursor.rowcount


def _quarters_of(months) -> set[tuple[int, date]]:
    found = months.order_by().values_list("community_id", "month").distinct()
    return {(community, quarter_start(month)) for community, month in found}


def _mark(quarters: Iterable[tuple[int, date]]) -> None:
    """Mark quarters of communities as stale, and make what is not there: what only a reader made could be missed.

    Without looking whether it is stale already: the lock is what makes a reader that just works it out wait. In
    order, so that two acts never wait for each other.
    """
    CommunityQuarter.objects.bulk_create(
        [
            CommunityQuarter(community_id=community, quarter=first, is_stale=True)
            for community, first in sorted(set(quarters))
        ],
        update_conflicts=True,
        unique_fields=["community", "quarter"],
        update_fields=["is_stale"],
    )


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(SATANG, ROUND_HALF_UP)
