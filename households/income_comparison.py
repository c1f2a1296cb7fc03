"""A household's own quarter beside the middle of its community, once the group is large enough."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from households import rollups
from households.income_rows import months_before, months_open
from households.models import Household, HouseholdMonth

# The middle is shown to the nearest hundred: seen again after one more answer it tells nothing about that one.
ROUNDED_TO = Decimal(100)


@dataclass(frozen=True)
class Comparison:
    """A quarter by its first day; `own` and `median` in baht a month, None where they cannot be shown."""

    quarter: date
    own: Decimal | None
    median: Decimal | None
    threshold: int


def with_community(household: Household) -> Comparison:
    """The last ended quarter of the household, and of its community when enough households answered.

    `own` is the mean of the quarter's three months after costs, None unless all three are complete. `median`
    is rounded to 100 baht, None while fewer than the community's public threshold answered.
    """
    _oldest, present = months_open()
    first = months_before(rollups.quarter_start(present), rollups.MONTHS_IN_QUARTER)
    months = [months_before(first, -number) for number in range(rollups.MONTHS_IN_QUARTER)]
    rows = HouseholdMonth.objects.filter(household=household, month__in=months, answer="complete")
    kept = [amount for amount in rows.values_list("net", flat=True) if amount is not None]
    own = sum(kept, Decimal(0)) / len(months) if len(kept) == len(months) else None
    threshold = household.community.public_threshold
    sums = rollups.quarter(household.community, first)
    median = sums.median if sums and sums.households >= threshold else None
    if median is not None:
        median = (median / ROUNDED_TO).quantize(Decimal(1), ROUND_HALF_UP) * ROUNDED_TO
    return Comparison(first, own, median, threshold)
