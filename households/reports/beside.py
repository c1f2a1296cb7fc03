"""What stands beside the headline: communities, those that joined later, quarters, visits that verified."""

from collections import Counter
from typing import Any

import numpy as np

from households.reports.inputs import Inputs
from households.reports.shown import HIDDEN, about, baht, span
from households.reports.sums import Sums
from lib import statistics

# Quarters that a trend before the start needs to be spoken of.
FEWEST_EARLIER = 3
MONTHS_IN_QUARTER = 3


def communities(
    inputs: Inputs, sums: Sums, threshold: int, flow: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each community's change; none where there is only one."""
    if len(inputs.communities) < 2:
        return []
    rows = []
    for place, names in inputs.communities.items():
        at = np.flatnonzero(sums.communities == int(place))
        change = _change(sums, at) if at.size >= threshold else None
        if at.size < threshold and place in _some_matched(inputs):
            change = dict(HIDDEN)
        rows.append({**names, "flow": flow[place], "n": flow[place]["matched"], "median_change": change})
    return rows


def _some_matched(inputs: Inputs) -> set[str]:
    """Communities with households in both periods, also those that are left out as too small."""
    return {place for place, group in inputs.people["matched"].items() if group}


def _change(sums: Sums, at: np.ndarray) -> dict[str, Any]:
    change = statistics.paired_change(sums.before[at], sums.after[at])
    return span(change.median, change.median_interval)


def comparison(
    inputs: Inputs, sums: Sums, threshold: int, quarters: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Difference in differences of communities that started against those that had not; None without both."""
    started = np.asarray(inputs.panel.started)
    own, others = np.flatnonzero(started == 1), np.flatnonzero(started == 0)
    if not own.size or not others.size:
        return None
    if min(own.size, others.size) < threshold or not inputs.shows_means:
        return dict(HIDDEN)
    found = statistics.difference_in_differences(
        sums.before[own],
        sums.after[own],
        sums.before[others],
        sums.after[others],
        treated_strata=sums.communities[own],
        comparison_strata=sums.communities[others],
    )
    return {
        "n_started": found.treated,
        "n_later": found.comparison,
        "did": span(found.estimate, found.interval),
        "did_median": span(found.median_estimate, found.median_interval),
        "earlier_slopes": _earlier(quarters),
    }


def _earlier(quarters: list[dict[str, Any]]) -> dict[str, Any] | None:
    """How both groups' medians ran a quarter before the start, where enough quarters are known."""
    pairs = [
        (float(row["started"]), float(row["later"]))
        for row in quarters
        if row["is_before"] and isinstance(row["started"], str) and isinstance(row["later"], str)
    ]
    if len(pairs) < FEWEST_EARLIER:
        return None
    trend = statistics.earlier_trend(*zip(*pairs, strict=True))
    return {
        "started": baht(trend.treated),
        "later": baht(trend.comparison),
        "difference": baht(trend.difference),
        "quarters": trend.periods,
    }


def trend(inputs: Inputs, threshold: int) -> list[dict[str, Any]]:
    """Each quarter's median of a household a month, in baht of the day, by group; null where nobody answered."""
    return [
        {
            "quarter": row["quarter"],
            "is_before": row["is_before"],
            **{name: _median(row[name], threshold) for name in ("started", "later")},
        }
        for row in inputs.trend
    ]


def _median(satang: list[int], threshold: int) -> Any:
    if not satang:
        return None
    if len(satang) < threshold:
        return dict(HIDDEN)
    return baht(float(np.median(satang)) / 100 / MONTHS_IN_QUARTER)


def verification(inputs: Inputs, threshold: int) -> dict[str, Any] | None:
    """What visits found beside what the drawn households had reported; None when none were drawn.

    Of several communities, those count in which enough visits were made.
    """
    if not inputs.visits:
        return None
    met = Counter(visit["community"] for visit in inputs.visits if visit["verified"] is not None)
    done = [
        visit
        for visit in inputs.visits
        if visit["verified"] is not None and met[visit["community"]] >= threshold
    ]
    sizes = {"sampled": about(len(inputs.visits), threshold), "visited": about(met.total(), threshold)}
    if not done:
        return {**sizes, "difference": dict(HIDDEN) if met else None}
    found = statistics.verified_difference(
        [visit["reported"] / 100 for visit in done],
        [visit["verified"] / 100 for visit in done],
        [visit["community"] for visit in done],
    )
    return {
        **sizes,
        "reported_mean": baht(float(np.mean([visit["reported"] for visit in done])) / 100),
        "verified_mean": baht(float(np.mean([visit["verified"] for visit in done])) / 100),
        "difference": span(found.mean, found.mean_interval),
    }
