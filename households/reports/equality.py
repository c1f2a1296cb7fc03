"""How incomes are spread: one picture of both periods, and how equal they are."""

from typing import Any

import numpy as np

from households.reports.shown import HIDDEN, about, baht, parted, percent, ratio
from households.reports.sums import Sums
from lib import statistics

PERCENTILES = (10, 25, 50, 75, 90)
FIFTH, TWO_FIFTHS = 0.2, 0.4


def distribution(
    before: np.ndarray, after: np.ndarray, threshold: int, *, is_part_of_more: bool
) -> dict[str, Any] | None:
    """Households by income in columns of which none tells of a small group, and percentiles of both periods in baht.

    `is_part_of_more` as in `shown.parted`: counts are then rounded.
    """
    columns = statistics.histogram(before, after, threshold=threshold)
    if columns is None:
        return None
    lows, highs = (statistics.percentiles(row, PERCENTILES) for row in (before, after))
    return {
        "bins": [
            {
                "lower": baht(one.lower),
                "upper": baht(one.upper),
                "before": about(one.before, threshold) if is_part_of_more else one.before,
                "after": about(one.after, threshold) if is_part_of_more else one.after,
            }
            for one in columns.bins
        ],
        "percentiles": {
            str(wanted): [baht(lows[at]), baht(highs[at])]
            if before.size * min(wanted, 100 - wanted) / 100 >= threshold
            else dict(HIDDEN)
            for at, wanted in enumerate(PERCENTILES)
        },
    }


def inequality(
    sums: Sums,
    threshold: int,
    line: float | None,
    members: tuple[np.ndarray, np.ndarray],
    *,
    is_part_of_more: bool,
) -> dict[str, Any]:
    """Gini with its interval, what the poorest hold, and who is below the line (baht for one person a month)."""
    rows = (sums.before, sums.after)
    return {
        "gini": dict(zip(("before", "after"), (_gini(row, sums.communities) for row in rows), strict=True)),
        "poorest_fifth": _poorest(rows, FIFTH, threshold),
        "poorest_two_fifths": _poorest(rows, TWO_FIFTHS, threshold),
        "below_line": None
        if line is None
        else _below(rows, members, line, threshold, is_part_of_more=is_part_of_more),
        "negative": [
            _part(int((row < 0).sum()), row.size, threshold, is_part_of_more=is_part_of_more) for row in rows
        ],
        "lorenz": _lorenz(rows, threshold),
    }


def _gini(incomes: np.ndarray, communities: np.ndarray) -> dict[str, Any]:
    figure, interval = statistics.gini(incomes), statistics.gini_interval(incomes, communities)
    return {
        "value": ratio(figure.raw),
        "corrected": ratio(figure.corrected),
        "low": ratio(interval.low) if interval else None,
        "high": ratio(interval.high) if interval else None,
    }


def _poorest(rows: tuple[np.ndarray, np.ndarray], fraction: float, threshold: int) -> Any:
    if rows[0].size * fraction < threshold:
        return dict(HIDDEN)
    return [percent(statistics.share_of_poorest(row, fraction)) for row in rows]


def _below(
    rows: tuple[np.ndarray, np.ndarray],
    members: tuple[np.ndarray, np.ndarray],
    line: float,
    threshold: int,
    *,
    is_part_of_more: bool,
) -> dict[str, Any]:
    """The share of households whose income for one person is under the line; only those that said how many they are."""
    known = ~(np.isnan(members[0]) | np.isnan(members[1]))
    unknown = known.size - int(known.sum())
    if known.sum() < threshold or 0 < unknown < threshold:
        return dict(HIDDEN)
    counts = [
        int((row[known] / people[known] < line).sum()) for row, people in zip(rows, members, strict=True)
    ]
    shares = [
        _part(number, int(known.sum()), threshold, is_part_of_more=is_part_of_more) for number in counts
    ]
    return {"n": int(known.sum()), "before": shares[0], "after": shares[1]}


def _part(number: int, size: int, threshold: int, *, is_part_of_more: bool) -> Any:
    """A share in percent of two parts, or hidden when one of them is small."""
    return parted({"in": number, "out": size - number}, threshold, is_part_of_more=is_part_of_more)["in"]


def _lorenz(rows: tuple[np.ndarray, np.ndarray], threshold: int) -> dict[str, Any] | None:
    """Points of both curves at fifths and tenths that stand for enough households."""
    curves = [statistics.lorenz(row, steps=10) for row in rows]
    if None in curves or rows[0].size * 0.1 < threshold:
        return None
    return {
        name: [[percent(x), percent(y)] for x, y in zip(curve.population, curve.income, strict=True)]
        for name, curve in zip(("before", "after"), curves, strict=True)
        if curve is not None
    }
