"""Somebody who downloads every report and subtracts: what they could work out of a few households."""

from collections.abc import Iterable
from typing import Any

from households.models import Municipality, ReportEdition, ReportSnapshot
from households.reports import places, snapshots
from households.reports.book import months_of
from households.reports.places import Parameters, Period, Place
from lib import disclosure

HIDDEN = {"hidden": True}


def every_report(municipality: Municipality, audience: str = "officers", count: int = 4) -> list[Parameters]:
    """Each place of the municipality with its last quarters and fiscal year, each beside the year before."""
    spots = [
        Place(municipality),
        *(Place(municipality, one) for one in municipality.communities.order_by("pk")),
    ]
    return [
        Parameters(
            place=spot,
            kind=kind,
            followup=period,
            baseline=Period(places.months_later(period.first, -12), places.months_later(period.last, -12)),
            audience=audience,
        )
        for kind in ("quarter", "fiscal_year")
        for period in places.ended_periods(kind, 1 if kind == "fiscal_year" else count)
        for spot in spots
    ]


def look_at(reports: Iterable[Parameters]) -> list[dict[str, Any]]:
    """The results that a reader sees, in this order."""
    return [result for one in reports if (result := snapshots.look(one).result)]


def shown_sums(rows: Iterable[tuple[dict, dict, dict]]) -> list[disclosure.Published]:
    """The sums (mean times households) that these results show: (result, inputs, parameters) of each."""
    found = []
    for result, inputs, parameters in rows:
        if not result["is_shown"]:
            continue
        for side, name in (("baseline_mean", "baseline"), ("followup_mean", "followup")):
            if result["headline"][side] != HIDDEN:
                months = months_of(Period.from_json(parameters[name]))
                found.append(disclosure.Published(inputs["panel"]["households"], months))
    return found


def everything_shown(audience: str) -> list[disclosure.Published]:
    """The sums of every snapshot and edition that this audience can read."""
    fields = ("result", "inputs", "parameters")
    snapshots_ = ReportSnapshot.objects.filter(parameters__audience=audience).values_list(*fields)
    editions = ReportEdition.objects.filter(audience=audience).values_list(*fields)
    return shown_sums([*snapshots_, *editions])


def few_between(
    whole: dict[str, Any], parts: list[dict[str, Any]], names: Iterable[str], threshold: int
) -> list:
    """Categories whose count outside the parts is certain to be of 1 to threshold - 1 households.

    `whole` is the municipality's headline with shares of rounded counts, `parts` those of communities with exact
    shares; a share and its number of households give the count back.
    """
    found = []
    for name in names:
        if whole[name] == HIDDEN or any(part[name] == HIDDEN for part in parts):
            continue
        known = sum(round(int(part[name]) * part["n"] / 100) for part in parts)
        near = round(int(whole[name]) * whole["n"] / 100)
        slack = threshold // 2 + whole["n"] // 100
        possible = range(near - slack - known, near + slack - known + 1)
        if all(0 < count < threshold for count in possible):
            found.append((name, possible))
    return found
