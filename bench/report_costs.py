"""What keeping and reading the sums behind reports costs in this database, a line each: label, tab, figure."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from unittest import mock

from django.db import connection

from households import incomes, rollup_check, rollups
from households.models import CommunityQuarter, Household, HouseholdMonth, IncomeRecord
from households.reports.people import consenting

ACTS = 200
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    homes = Household.objects.filter(community__code__startswith="fill", status="active", merged_into=None)
    months = sorted(HouseholdMonth.objects.order_by().values_list("month", flat=True).distinct())
    say("records", f"{IncomeRecord.objects.count():,}")
    say("months of households", f"{HouseholdMonth.objects.count():,}")
    acts(homes)
    last = months[-1]
    timed("rows of a quarter, all households", lambda: period(homes, months[-3], last))
    timed("rows of a year, all households", lambda: period(homes, months[-12], last))
    timed("the same, read from the records", lambda: from_records(homes, months[-12], last))
    timed("lines of twelve quarters, all households", lambda: lines(homes, months))
    timed("who agreed to be counted", lambda: len(consenting(homes).order_by().values_list("pk", flat=True)))
    community = homes.order_by("id").first().community
    timed(
        "rows of a quarter, one community",
        lambda: period(homes.filter(community=community), months[-3], last),
    )
    start = rollups.quarter_start(months[-4])

    def stale() -> None:
        CommunityQuarter.objects.filter(community=community).update(is_stale=True)
        rollups.quarter(community, start)

    timed("one community's quarter, worked out", stale)
    timed("one community's quarter, kept", lambda: rollups.quarter(community, start))
    once("compare all sums with the records", lambda: len(list(rollup_check.check())), "differences")
    once("work out all sums anew", rollups.rebuild, "months of households")


def acts(homes) -> None:
    """Milliseconds of correcting a figure, with the sums kept and without, in turn, each in its own transaction."""
    records = list(
        IncomeRecord.objects.current()
        .filter(household__in=homes.order_by("id")[: ACTS * 2], source=IncomeRecord.Source.MARKET)
        .filter(gross__gt=0)
        .order_by("household", "-month")
        .select_related("household", "recorded_by")[: ACTS * 2]
    )
    took: dict[bool, list[float]] = {True: [], False: []}
    for number, record in enumerate(records):
        is_kept = number % 2 == 0
        with mock.patch.object(rollups, "refresh", rollups.refresh if is_kept else lambda **_words: None):
            started = time.perf_counter()
            incomes.correct(
                record=record,
                gross=record.gross + 1,
                costs=record.costs or Decimal(0),
                actor=record.recorded_by,
            )
            took[is_kept].append((time.perf_counter() - started) * 1000)
        if not is_kept:
            rollups.refresh(household=record.household, months=[record.month])
    kept, bare = statistics.median(took[True]), statistics.median(took[False])
    say("correcting a figure, sums kept", f"{kept:.2f} ms")
    say("correcting a figure, without", f"{bare:.2f} ms")
    say("so the sums cost", f"{kept - bare:.2f} ms")


def period(homes, first, last) -> int:
    """Rows of a period."""
    return len(rollups.panel_rows(households=homes, first=first, last=last))


def lines(homes, months) -> int:
    """Rows of up to twelve whole quarters."""
    quarters = sorted({rollups.quarter_start(month) for month in months})[-13:-1]
    return len(rollups.quarter_rows(households=homes, quarters=quarters))


def from_records(homes, first, last) -> int:
    """The control: what one would do without sums, and still without knowing whether a month is complete."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.household_id, COUNT(*), SUM(r.gross - COALESCE(r.costs, 0)) FROM households_incomerecord r "
            "WHERE r.month BETWEEN %s AND %s AND NOT EXISTS "
            "(SELECT 1 FROM households_incomerecord n WHERE n.replaces_id = r.id) GROUP BY r.household_id",
            [first.isoformat(), last.isoformat()],
        )
        wanted = set(homes.order_by().values_list("pk", flat=True))
        return len([row for row in cursor if row[0] in wanted])


def timed(label: str, read: Callable[[], object]) -> None:
    """Milliseconds, the median of five."""
    took = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        read()
        took.append((time.perf_counter() - started) * 1000)
    say(label, f"{statistics.median(took):.1f} ms")


def once(label: str, work: Callable[[], int], what: str) -> None:
    """Seconds of something long."""
    started = time.perf_counter()
    count = work()
    say(label, f"{time.perf_counter() - started:.1f} s ({count:,} {what})")


def say(label: str, figure: str) -> None:
    """A line, at once."""
    sys.stdout.write(f"{label}\t{figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
