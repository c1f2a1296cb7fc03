"""The pictures of a report, drawn from its figures alone: each says one thing in its title."""

from itertools import dropwhile
from typing import Any

from django.utils.translation import gettext as _

from households.report_tables import quarter_name, step_names, steps
from households.report_words import Cell, cell, shown
from lib.chart_pictures import Estimate, Gap, Step, distribution, flow, interval, lorenz, plain, trend
from lib.charts import Chart

DRAWN_PERCENTILES = (10, 25, 50, 75, 90)


def who(result: dict[str, Any]) -> Chart:
    """From the register to the households that are compared."""
    names = step_names()
    lost = {
        "asked": _("about %(count)s were not asked"),
        "answered": _("about %(count)s did not answer for every month"),
        "agreed": _("about %(count)s did not agree to be counted"),
        "matched": _("about %(count)s lack the first time, or were asked otherwise"),
    }
    counts = steps(result["flow"])
    drawn = [Step(names[key], count, lost.get(key, "")) for key, count in counts.items()]
    matched = cell(result["flow"]["matched"])
    if isinstance(matched, Gap) or matched is None:
        title = _("Who is in this report, and who is missing")
    else:
        title = _("%(count)s households can be compared") % {"count": plain(matched)}
    return flow(title, drawn, label=_("Step"))


def spread(result: dict[str, Any]) -> Chart | None:
    """Before and after on one picture."""
    found = result["distribution"]
    if not found:
        return None
    bins = found["bins"]
    edges = [shown(bins[0]["lower"]), *(shown(one["upper"]) for one in bins)]
    before, after = (
        {part: _hidden_if_none(found["percentiles"][str(part)], side) for part in DRAWN_PERCENTILES}
        for side in (0, 1)
    )
    headline = result["headline"]
    middle = [shown(headline["baseline_median"]), shown(headline["followup_median"])]
    title = _("Income before and after")
    if None not in middle:
        title = _("The middle income was %(before)s baht a month, and is %(after)s") % {
            "before": plain(middle[0]),  # type: ignore[arg-type]
            "after": plain(middle[1]),  # type: ignore[arg-type]
        }
    return distribution(
        title,
        [_hidden_if_none(one["before"]) for one in bins],
        [_hidden_if_none(one["after"]) for one in bins],
        edges,
        before,
        after,
        unit=_("households"),
        axis=_("Baht a month"),
        label=_("Baht a month"),
    )


def shares(result: dict[str, Any]) -> Chart | None:
    """The Lorenz curves."""
    found = (result["inequality"] or {}).get("lorenz")
    if not found:
        return None
    before, after = ([cell(share) for _part, share in found[time]] for time in ("before", "after"))
    return lorenz(_("How all income is shared, from the poorest to the richest"), before, after)


def communities(result: dict[str, Any]) -> Chart | None:
    """Each community's change with its interval, the whole first."""
    if not result["communities"]:
        return None
    rows = [_estimate(_("All"), result["headline"]["median_change"])]
    rows += [_estimate(one["name"], one["median_change"]) for one in result["communities"]]
    return interval(
        _("How the middle income changed in each community"),
        rows,
        label=_("Community"),
        value_head=_("Baht a month"),
    )


def quarters(result: dict[str, Any]) -> Chart | None:
    """The middle income quarter by quarter; two lines where communities start at different times."""
    rows = list(dropwhile(lambda row: row["started"] is None and row["later"] is None, result["trend"]))
    series = [("started", _("Started")), ("later", _("Not started yet"))]
    drawn = [(key, name) for key, name in series if any(row[key] is not None for row in rows)]
    if not any(isinstance(row[key], str) for row in rows for key, _name in drawn):
        return None
    if len(drawn) == 1:
        drawn = [(drawn[0][0], _("In the middle"))]
    has_programme = result["parameters"]["programme"] is not None
    start = next((place for place, row in enumerate(rows) if not row["is_before"]), None)
    return trend(
        _("The middle income before the start and after, in baht of the day")
        if has_programme
        else _("The middle income quarter by quarter, in baht of the day"),
        [quarter_name(row["quarter"]) for row in rows],
        [(name, [_missing_if_none(row[key]) for row in rows]) for key, name in drawn],
        start=start if has_programme and start else None,
        start_words=_("After the first time"),
        label=_("Quarter/fiscal year"),
    )


def _estimate(name: str, found: dict[str, Any] | None) -> Estimate:
    if not found or "hidden" in found:
        return Estimate(name, Gap.HIDDEN if found else Gap.MISSING)
    return Estimate(name, *(cell(found[part]) for part in ("value", "low", "high")))


def _hidden_if_none(value: Any, side: int | None = None) -> Cell:
    if side is not None and isinstance(value, list):
        value = value[side]
    found = cell(value)
    return Gap.HIDDEN if found is None else found


def _missing_if_none(value: Any) -> Cell:
    found = cell(value)
    return Gap.MISSING if found is None else found
