"""How much of each community is in the register: who is represented, has an account, LINE, consent, and reports.

Seven statements for any number of communities. The committee reads its own community in full; an officer's copy
hides small groups, on both sides: three households without an account are as few as three with one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from allauth.socialaccount.models import SocialAccount
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household, HouseholdMonth, Membership
from households.reports.people import consenting, registered
from lib.dates import month_start
from lib.disclosure import HIDDEN, Hidden, protect_table
from lib.remember import for_a_while
from lib.words import Words

MEASURES: dict[str, Words] = {
    "represented": _("with a representative"),
    "account": _("with somebody who has an account"),
    "line": _("with LINE linked"),
    "consent": _("that agreed to be counted"),
    "this_month": _("with figures of this month"),
    "last_month": _("with figures of last month"),
}
Number = int | Hidden


class Row(NamedTuple):
    """A community (None: all of them together): its active households, and how many fit each of MEASURES."""

    community: Community | None
    households: Number
    counts: dict[str, Number]

    def percent(self, measure: str) -> int | None:
        """How many in a hundred; None when hidden or when there are no households."""
        count = self.counts[measure]
        if isinstance(count, Hidden) or isinstance(self.households, Hidden) or not self.households:
            return None
        return round(100 * count / self.households)


def rows(communities: Sequence[Community], *, today: dt.date | None = None) -> list[Row]:
    """What is true in each community, in the order given. For the committee's eyes."""
    places = list(communities)
    homes = registered(places)
    everybody = _by_community(homes)
    counts = {name: _by_community(found) for name, found in _measured(homes, today).items()}
    return [
        Row(
            place,
            everybody.get(place.pk, 0),
            {name: by_place.get(place.pk, 0) for name, by_place in counts.items()},
        )
        for place in places
    ]


@for_a_while
def officers_copy(communities: tuple[int, ...], threshold: int) -> tuple[list[Row], Row]:
    """`for_officers` of these communities (by number), in this order: half a minute old at most."""
    places = Community.objects.in_bulk(communities)
    return for_officers(rows([places[number] for number in communities]), threshold)


def for_officers(full: Sequence[Row], threshold: int) -> tuple[list[Row], Row]:
    """The same with small groups hidden, and all communities together.

    For each measure the communities with and without are a table of their own (`protect_table`).
    """
    homes = [_known(row.households) for row in full]
    numbers: list[dict[str, Number]] = [{} for _row in full]
    totals: dict[str, Number] = {}
    hides_homes = [False] * len(full)
    hides_all = False
    for name in MEASURES if full else ():
        table = [
            [count := _known(row.counts[name]), home - count] for row, home in zip(full, homes, strict=True)
        ]
        hidden = protect_table(table, threshold)
        for place, (cells, (count, _without)) in enumerate(zip(hidden.cells, table, strict=True)):
            numbers[place][name] = HIDDEN if any(cells) else count
            hides_homes[place] |= hidden.rows[place]
        totals[name] = HIDDEN if any(hidden.columns) else sum(count for count, _without in table)
        hides_all |= hidden.total
    protected = [
        Row(row.community, HIDDEN if hides else row.households, counts)
        for row, hides, counts in zip(full, hides_homes, numbers, strict=True)
    ]
    return protected, Row(None, HIDDEN if hides_all else sum(homes), totals)


def _known(number: Number) -> int:
    """A number of the full copy, in which nothing is hidden."""
    if isinstance(number, Hidden):
        raise TypeError("small groups are hidden once, from the full numbers")
    return number


def _measured(homes: QuerySet[Household], today: dt.date | None) -> dict[str, QuerySet[Household]]:
    members = Membership.objects.active()
    lines = SocialAccount.objects.filter(provider="line")
    this_month = month_start(today or timezone.localdate())
    last_month = month_start(this_month - dt.timedelta(days=1))
    return {
        "represented": homes.filter(pk__in=members.filter(is_representative=True).values("household")),
        "account": homes.filter(pk__in=members.filter(person__user__is_active=True).values("household")),
        "line": homes.filter(
            pk__in=members.filter(person__user__is_active=True, person__user__in=lines.values("user")).values(
                "household"
            )
        ),
        "consent": homes.filter(pk__in=consenting(homes).order_by().values("pk")),
        "this_month": homes.filter(pk__in=_said(this_month)),
        "last_month": homes.filter(pk__in=_said(last_month)),
    }


def _said(month: dt.date) -> QuerySet:
    """Households that said anything about the month."""
    return HouseholdMonth.objects.filter(month=month).values("household")


def _by_community(homes: QuerySet[Household]) -> dict[int, int]:
    found = homes.order_by().values("community").annotate(count=Count("pk", distinct=True))
    return dict(found.values_list("community", "count"))
