"""Change beside the change of a comparison group, and whether both were on the same road before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.statistics.resampling import (
    CONFIDENCE,
    DRAWS,
    SEED,
    Counts,
    Floats,
    Interval,
    checked,
    enough,
    medians,
    percentile_interval,
    replicates,
    stratum_codes,
)


@dataclass(frozen=True)
class DifferenceInDifferences:
    """Change of the treated less change of the comparison households, baht.

    `estimate` compares mean changes, `median_estimate` median changes. `standard_error` (baht) and
    `degrees_of_freedom` are Welch's, None for fewer than two households in a group; the intervals are the
    bootstrap's, None when a group is too small to carry one.
    """

    treated: int
    comparison: int
    estimate: float
    standard_error: float | None
    degrees_of_freedom: float | None
    interval: Interval | None
    median_estimate: float
    median_interval: Interval | None
    draws: int
    seed: int


@dataclass(frozen=True)
class EarlierTrend:
    """Least-squares slopes in baht for each period before the start, and `difference`: treated less comparison."""

    periods: int
    treated: float
    comparison: float
    difference: float


def difference_of_changes(
    treated_before: float, treated_after: float, comparison_before: float, comparison_after: float
) -> float:
    """The two-by-two estimate from four group means, in their unit (Card and Krueger 1994, table 3, row 3)."""
    return (treated_after - treated_before) - (comparison_after - comparison_before)


def difference_in_differences(
    treated_before: ArrayLike,
    treated_after: ArrayLike,
    comparison_before: ArrayLike,
    comparison_after: ArrayLike,
    *,
    treated_strata: ArrayLike | None = None,
    comparison_strata: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = CONFIDENCE,
) -> DifferenceInDifferences:
    """Two-by-two difference in differences on a panel: row i of `before` and `after` is the same household, in baht.

    With two rounds and a balanced panel this is the regression with household and round effects (Angrist and
    Pischke, "Mostly Harmless Econometrics", 2009, section 5.2); its standard error, with the household as the unit,
    is that of a difference of two means of changes (Welch, Biometrika 34, 1947). The intervals are percentiles of
    households resampled within group and stratum. None of them knows of what struck a whole community in one round:
    with few communities the truth is less certain than they say.
    Raises ValueError for an empty group, unequal lengths, or numbers that are missing or infinite.
    """
    treated, treated_codes = _ordered(treated_before, treated_after, treated_strata)
    comparison, comparison_codes = _ordered(comparison_before, comparison_after, comparison_strata)
    first = treated.size

    def figures_of(counts: Counts) -> Floats:
        own, others = counts[:, :first], counts[:, first:]
        means = own @ treated / first - others @ comparison / comparison.size
        return np.stack([means, medians(own, treated) - medians(others, comparison)], axis=1)

    spans: list[Interval | None] = [None, None]
    if enough(min(first, comparison.size), confidence):
        codes = np.concatenate([treated_codes, comparison_codes + treated_codes.max() + 1])
        figures = replicates(codes, figures_of, draws=draws, seed=seed)
        spans = [percentile_interval(column, confidence) for column in figures.T]
    error, freedom = _welch(treated, comparison)
    return DifferenceInDifferences(
        treated=first,
        comparison=comparison.size,
        estimate=float(treated.mean() - comparison.mean()),
        standard_error=error,
        degrees_of_freedom=freedom,
        interval=spans[0],
        median_estimate=float(np.median(treated) - np.median(comparison)),
        median_interval=spans[1],
        draws=draws,
        seed=seed,
    )


def earlier_trend(treated: Sequence[float], comparison: Sequence[float]) -> EarlierTrend:
    """How each group's mean (baht, one for each even period before the start, oldest first) ran.

    The comparison rests on equal slopes (Angrist and Pischke 2009, section 5.2). A difference near zero over a few
    periods does not prove them equal: draw both lines. Raises ValueError for fewer than two periods, unequal
    lengths, or means that are missing.
    """
    rows = checked(treated, "treated"), checked(comparison, "comparison")
    if rows[0].size != rows[1].size or rows[0].size < 2:
        raise ValueError("A trend needs both groups in at least two periods.")
    places = np.arange(rows[0].size) - (rows[0].size - 1) / 2
    slopes = [float(places @ row / (places @ places)) for row in rows]
    return EarlierTrend(rows[0].size, slopes[0], slopes[1], slopes[0] - slopes[1])


def _ordered(before: ArrayLike, after: ArrayLike, strata: ArrayLike | None) -> tuple[Floats, np.ndarray]:
    """Changes in ascending order and their strata's codes."""
    first, second = checked(before, "before"), checked(after, "after")
    if first.size != second.size:
        raise ValueError("Each household needs a figure of both rounds.")
    changes = second - first
    codes = stratum_codes(strata, changes.size)
    order = np.lexsort((codes, changes))
    return changes[order], codes[order]


def _welch(treated: Floats, comparison: Floats) -> tuple[float | None, float | None]:
    """Standard error of the difference of two means and its degrees of freedom (Satterthwaite, 1946)."""
    if min(treated.size, comparison.size) < 2:
        return None, None
    own, others = (float(group.var(ddof=1)) / group.size for group in (treated, comparison))
    whole = own + others
    if not whole:
        return 0.0, None
    freedom = whole**2 / (own**2 / (treated.size - 1) + others**2 / (comparison.size - 1))
    return whole**0.5, freedom
