"""From inputs to the result of a report: a pure function, the same for a page, a file and a published edition."""

from typing import Any

import numpy as np

from households.reports import beside, equality
from households.reports.inputs import SOURCES, Inputs
from households.reports.places import Period
from households.reports.shown import HIDDEN, about, baht, parted, percent, span
from households.reports.sums import Sums
from lib import disclosure, statistics

METHOD = "1"
# A change of at most so many baht a month counts as the same.
SAME_WITHIN = 100
FEW_MATCHED = 30
MANY_MISSING = 0.4
STEPS = ("registered", "asked", "answered", "agreed")


def work_out(inputs: Inputs, parameters: dict[str, Any]) -> dict[str, Any]:
    """The result for pages, charts and files. `parameters` as `Parameters.as_json` writes them.

    Amounts are text of baht a household a month, rounded to ten; {"hidden": true} stands where a group is small,
    null where nothing is known. The larger and more important groups are let through the guard first.
    """
    threshold = parameters["threshold"]
    sums = _sums(inputs, parameters)
    is_shown = sums.n >= threshold
    flow = _flow(inputs, sums, threshold)
    result: dict[str, Any] = {
        "method": METHOD,
        "parameters": parameters,
        "is_shown": is_shown,
        "flow": flow["all"],
        "left_out": inputs.left_out,
        "leavers": _leavers(inputs, parameters, threshold),
        "prices": inputs.prices,
        "warnings": _warnings(inputs, sums),
        "headline": None,
        "distribution": None,
        "inequality": None,
        "sources": [],
        "communities": [],
        "comparison": None,
        "trend": beside.trend(inputs, threshold),
        "verification": beside.verification(inputs, threshold),
    }
    if is_shown:
        result["headline"] = _headline(inputs, sums, threshold)
        result["distribution"] = equality.distribution(
            sums.before, sums.after, threshold, is_part_of_more=not _is_whole(inputs)
        )
        result["inequality"] = equality.inequality(
            sums, threshold, _line(parameters), _members(inputs), is_part_of_more=not _is_whole(inputs)
        )
        result["sources"] = _sources(inputs, sums, threshold)
        result["comparison"] = beside.comparison(inputs, sums, threshold, result["trend"])
        result["communities"] = beside.communities(inputs, sums, threshold, flow)
    return result


def _sums(inputs: Inputs, parameters: dict[str, Any]) -> Sums:
    """Satang of whole periods as baht a month; in the prices of the follow-up where a price index is set."""
    panel = inputs.panel
    factors = _price_factors(inputs)
    months = (
        Period.from_json(parameters["baseline"]).months,
        Period.from_json(parameters["followup"]).months,
    )
    before, after = (
        np.asarray(satang, dtype=float) / 100 / length * factor
        for satang, length, factor in zip((panel.before, panel.after), months, factors, strict=True)
    )
    return Sums(np.asarray(panel.households), np.asarray(panel.communities), before, after, months, factors)


def _price_factors(inputs: Inputs) -> tuple[float, float]:
    """What makes the baseline's baht the follow-up's: the means of the index over each period's months."""
    prices = inputs.prices
    if not prices or not prices["baseline"] or not prices["followup"]:
        return (1.0, 1.0)
    return (statistics.deflate(1.0, float(prices["baseline"]), float(prices["followup"])), 1.0)


def _flow(inputs: Inputs, sums: Sums, threshold: int) -> dict[str, dict[str, Any]]:
    """Registered, asked, answered, agreed to be counted: rounded; matched: exact. Of all ("all") and each community.

    Only one step of the chain is exact, so that no few households between two steps are counted out.
    """
    rows = {"all": [len(_everyone(inputs.people[name])) for name in STEPS]}
    rows |= {
        place: [len(inputs.people[name].get(place, [])) for name in STEPS] for place in inputs.communities
    }
    matched = {place: len(inputs.people["matched"].get(place, [])) for place in inputs.communities}
    matched["all"] = sums.n
    return {place: _steps(numbers, matched[place], threshold) for place, numbers in rows.items()}


def _steps(numbers: list[int], matched: int, threshold: int) -> dict[str, Any]:
    """The chain of one place. No rounded step stands below one that follows it: each holds the next."""
    steps = {name: about(number, threshold) for name, number in zip(STEPS, numbers, strict=True)}
    least = matched if matched >= threshold else 0
    for name in reversed(STEPS):
        if not isinstance(steps[name], dict):
            least = steps[name] = max(least, steps[name])
    return {**steps, "matched": dict(HIDDEN) if 0 < matched < threshold else matched}


def _everyone(groups: dict[str, list[int]]) -> list[int]:
    return [pk for group in groups.values() for pk in group]


def _leavers(inputs: Inputs, parameters: dict[str, Any], threshold: int) -> dict[str, Any]:
    """Households of the baseline without an answer in the follow-up, and what they had left then.

    Of several communities, those count that had enough of them.
    """
    if not any(inputs.leavers.values()):
        return {"count": 0, "baseline_median": None}
    satang = [net for group in inputs.leavers.values() if len(group) >= threshold for net in group.values()]
    if not satang:
        return {"count": dict(HIDDEN), "baseline_median": dict(HIDDEN)}
    months = Period.from_json(parameters["baseline"]).months
    amounts = np.asarray(satang, dtype=float) / 100 / months * _price_factors(inputs)[0]
    return {"count": about(len(satang), threshold), "baseline_median": baht(float(np.median(amounts)))}


def _headline(inputs: Inputs, sums: Sums, threshold: int) -> dict[str, Any]:
    change = statistics.paired_change(sums.before, sums.after, sums.communities, tolerance=SAME_WITHIN)
    parts = {"up": change.up, "same": change.same, "down": change.down}
    return {
        "n": sums.n,
        "median_change": span(change.median, change.median_interval),
        "mean_change": _mean(inputs, span(change.mean, change.mean_interval)),
        "trimmed_mean": _mean(inputs, span(change.trimmed_mean, change.trimmed_mean_interval)),
        **parted(parts, threshold, is_part_of_more=not _is_whole(inputs)),
        "without_largest_seller": _without_largest(inputs, sums, threshold),
        "per_member": _per_member(inputs, sums, threshold),
        "baseline_median": baht(float(np.median(sums.before))),
        "followup_median": baht(float(np.median(sums.after))),
        "baseline_mean": _mean(inputs, baht(float(sums.before.mean()))),
        "followup_mean": _mean(inputs, baht(float(sums.after.mean()))),
    }


def _is_whole(inputs: Inputs) -> bool:
    """Whether the report is of one community: its counts are exact, those of several are rounded."""
    return len(inputs.communities) < 2


def _mean(inputs: Inputs, shown: Any) -> Any:
    """A mean is a sum that may be subtracted from another report's: hidden where that would tell of a few."""
    return shown if inputs.shows_means else dict(HIDDEN)


def _without_largest(inputs: Inputs, sums: Sums, threshold: int) -> dict[str, Any] | None:
    """The median alone: from two means, one could work out what the largest seller earned."""
    at = np.flatnonzero(sums.households == inputs.largest_seller)
    if not at.size:
        return None
    if sums.n - 1 < threshold:
        return dict(HIDDEN)
    change = statistics.without_largest(sums.before, sums.after, sums.communities, largest=int(at[0]))
    return span(change.median, change.median_interval)


def _members(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
    """People living from each purse in both periods; NaN where the household never said."""
    panel = inputs.panel
    return tuple(  # type: ignore[return-value]
        np.asarray([one or np.nan for one in row], dtype=float)
        for row in (panel.members_before, panel.members_after)
    )


def _per_member(inputs: Inputs, sums: Sums, threshold: int) -> dict[str, Any] | None:
    before, after = _members(inputs)
    known = ~(np.isnan(before) | np.isnan(after))
    unknown = sums.n - int(known.sum())
    if known.sum() < threshold or 0 < unknown < threshold:
        return dict(HIDDEN)
    change = statistics.paired_change(
        sums.before[known] / before[known], sums.after[known] / after[known], sums.communities[known]
    )
    return {**span(change.median, change.median_interval), "n": change.n}


def _sources(inputs: Inputs, sums: Sums, threshold: int) -> list[dict[str, Any]]:
    """What a matched household had left from each source, on average a month, and its share of all.

    A source stands for itself in the communities where enough households have it; elsewhere it is in "other".
    """
    panel = inputs.panel
    before, after = (
        np.asarray(satang, dtype=float) / 100 / months * factor
        for satang, months, factor in zip(
            (panel.sources_before, panel.sources_after), sums.months, sums.factors, strict=True
        )
    )
    cells, having = _cells(sums, before, after, threshold)
    totals = (float(before.sum()), float(after.sum()))
    lines = []
    for names, group in having.items():
        own = [float(sum(row[at].sum() for at in cells[names])) for row in (before, after)]
        is_shown = not 0 < len(group) < threshold
        lines.append(
            {
                "sources": list(names),
                "households": about(len(group), threshold),
                **{
                    side: _mean(inputs, baht(amount / sums.n)) if is_shown else dict(HIDDEN)
                    for side, amount in zip(("before", "after"), own, strict=True)
                },
                **{
                    side: percent(amount / total) if is_shown and total > 0 else None
                    for side, amount, total in zip(("share_before", "share_after"), own, totals, strict=True)
                },
            }
        )
    return lines


def _cells(
    sums: Sums, before: np.ndarray, after: np.ndarray, threshold: int
) -> tuple[dict[tuple[str, ...], list[Any]], dict[tuple[str, ...], set[int]]]:
    """Cells (households, sources) of each line of the table, by the sources it names; and who is in the line."""
    cells: dict[tuple[str, ...], list[Any]] = {}
    people: dict[tuple[str, ...], set[int]] = {}
    merged: set[str] = set()
    for community in np.unique(sums.communities):
        at = np.flatnonzero(sums.communities == community)
        own = {
            source: [int(place) for place in at if before[place, column] or after[place, column]]
            for column, source in enumerate(SOURCES)
        }
        for line in disclosure.sources(own, at.tolist(), threshold):
            sources = tuple(str(name) for name in line.names)
            name = sources if len(sources) == 1 and line.shown else ("other",)
            merged |= set(sources) if name == ("other",) else set()
            columns = np.array([SOURCES.index(source) for source in sources])
            cells.setdefault(name, []).append(np.ix_(at, columns))
            people.setdefault(name, set()).update(place for source in sources for place in own[source])
    order = [(source,) for source in SOURCES if (source,) in cells]
    names = {key: key if key != ("other",) else _named(merged) for key in order}
    return {names[key]: cells[key] for key in order}, {names[key]: people[key] for key in order}


def _named(merged: set[str]) -> tuple[str, ...]:
    """What the line "other" holds, in the order of the sources."""
    return tuple(source for source in SOURCES if source in merged | {"other"})


def _line(parameters: dict[str, Any]) -> float | None:
    return None if parameters["line"] is None else float(parameters["line"])


def _warnings(inputs: Inputs, sums: Sums) -> list[str]:
    """What a reader has to know before believing the figures."""
    found = []
    agreed = sum(len(group) for group in inputs.people["agreed"].values())
    asked = sum(len(group) for group in inputs.people["asked"].values())
    if sums.n < FEW_MATCHED:
        found.append("few_matched")
    if asked and 1 - agreed / asked > MANY_MISSING:
        found.append("many_missing")
    if inputs.mixed_origin:
        found.append("mixed_origin")
    if inputs.other_questions:
        found.append("different_questions")
    if inputs.prices is None:
        found.append("no_prices")
    elif inputs.prices["missing"]:
        found.append("prices_missing_months")
    return found
