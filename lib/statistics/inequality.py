"""How income is spread over households: Gini, Lorenz curve, shares of the poorest, percentiles, a reference line."""

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
    replicates,
    stratum_codes,
    studentised_interval,
)


@dataclass(frozen=True)
class Gini:
    """Inequality of `n` incomes, 0 (all alike) to 1 (one has all); `corrected` is `raw` times n / (n - 1).

    Both are None when the incomes sum to nothing or less, where the figure has no meaning; `corrected` also for one
    household alone. With `negatives` (incomes below zero) the figure may pass 1: say so beside it.
    """

    n: int
    raw: float | None
    corrected: float | None
    negatives: int

    @property
    def is_defined(self) -> bool:
        """Whether the mean is above zero."""
        return self.raw is not None


@dataclass(frozen=True)
class Lorenz:
    """Points of the curve: the poorest `population[i]` (0 to 1) hold `income[i]` of the total."""

    population: tuple[float, ...]
    income: tuple[float, ...]


@dataclass(frozen=True)
class Below:
    """How many of `n` incomes are under the line: `count`, and `share` from 0 to 1."""

    n: int
    count: int
    share: float


def gini(values: ArrayLike) -> Gini:
    """The Gini coefficient of baht incomes, one for each household: half the relative mean difference.

    Raw: sum of (2i - n - 1) x_i over n squared times the mean, x ascending (Sen, "On Economic Inequality", 1973,
    section 2.8). The raw figure of a small group is too low, by (n - 1) / n at least: Deltas, "The Small-Sample Bias
    of the Gini Coefficient", Review of Economics and Statistics 85 (2003).
    Raises ValueError for no incomes, or ones that are missing or infinite.
    """
    incomes = np.sort(checked(values))
    size, total = incomes.size, float(incomes.sum())
    negatives = int((incomes < 0).sum())
    if total <= 0:
        return Gini(size, None, None, negatives)
    raw = float(_gaps(incomes) / (size * total))
    return Gini(size, raw, raw * size / (size - 1) if size > 1 else None, negatives)


def gini_interval(
    values: ArrayLike,
    strata: ArrayLike | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """The interval of the corrected Gini from resampled households within strata, or None when there is none to give.

    The bootstrap-t with the standard error of Davidson, "Reliable Inference for the Gini Index", Journal of
    Econometrics 150 (2009). On lognormal incomes with a Gini of 0.43 the nominal 95 % holds the truth in 93 to 94 %
    of samples of 60 and 94 % of 200 (`python -m bench.coverage`); plain percentiles hold it in 88 and 92 %.
    None for too few households, for incomes that sum to nothing or may do so in a resample (losses as large as
    incomes, a single earner), and when too many resamples have no spread. Raises ValueError as `gini` does.
    """
    incomes = checked(values)
    codes = stratum_codes(strata, incomes.size)
    order = np.lexsort((codes, incomes))
    ordered, size = incomes[order], incomes.size
    if ordered.sum() <= 0 or not enough(size, confidence):
        return None
    pairs = replicates(codes[order], lambda counts: _gini_and_error(counts, ordered), draws=draws, seed=seed)
    raw, error = _gini_and_error(np.ones((1, size), dtype=np.int64), ordered)[0]
    if not np.isfinite(pairs).all():
        return None
    correction = size / (size - 1)
    interval = studentised_interval(
        pairs[:, 0] * correction,
        pairs[:, 1],
        centre=raw,
        estimate=raw * correction,
        error=error,
        confidence=confidence,
    )
    if interval is None or ordered[0] < 0:
        return interval
    return Interval(max(interval.low, 0.0), min(interval.high, 1.0), confidence)


def share_of_poorest(values: ArrayLike, fraction: float) -> float | None:
    """What part of all income (0 to 1) the poorest `fraction` (0 to 1) of the households hold.

    A fifth of 12 households is 2.4: the third poorest counts with 0.4 of its income, which is the Lorenz curve drawn
    straight between households (Lorenz 1905; Cowell, "Measuring Inequality", 2011, section 2.2). Below zero when
    the poorest lost money; None when the incomes sum to nothing or less. Raises ValueError for a fraction outside
    0 to 1 and as `gini` does.
    """
    if not 0 <= fraction <= 1:
        raise ValueError("fraction must lie between 0 and 1.")
    curve = _cumulative(checked(values))
    if curve is None:
        return None
    return float(np.interp(fraction * (curve.size - 1), np.arange(curve.size), curve))


def lorenz(values: ArrayLike, *, steps: int = 20) -> Lorenz | None:
    """The Lorenz curve at `steps` + 1 even places, from (0, 0) to (1, 1); None when the incomes sum to nothing or less.

    Never one point for each household: their differences would be everybody's income. Raises ValueError for fewer
    than one step and as `gini` does.
    """
    if steps < 1:
        raise ValueError("A curve needs at least one step.")
    curve = _cumulative(checked(values))
    if curve is None:
        return None
    places = np.linspace(0, 1, steps + 1)
    held = np.interp(places * (curve.size - 1), np.arange(curve.size), curve)
    return Lorenz(tuple(places.tolist()), tuple(held.tolist()))


def percentiles(values: ArrayLike, wanted: Sequence[float]) -> tuple[float, ...]:
    """The baht below which each of `wanted` per cent (0 to 100) of the households lie, in the order asked.

    Straight between neighbours (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
    Statistician 50, 1996), as spreadsheets' PERCENTILE.INC does. Raises ValueError for one outside 0 to 100 and as
    `gini` does.
    """
    return tuple(float(value) for value in np.percentile(checked(values), list(wanted)))


def share_below(values: ArrayLike, line: float) -> Below:
    """How many households have less than `line` baht; one that has just the line is not below it.

    The headcount of Foster, Greer and Thorbecke (Econometrica 52, 1984). Raises ValueError as `gini` does.
    """
    incomes = checked(values)
    count = int((incomes < line).sum())
    return Below(incomes.size, count, count / incomes.size)


def _gaps(ordered: Floats) -> float:
    """The sum of all differences between two incomes, each pair once."""
    size = ordered.size
    return float((2 * np.arange(size) - size + 1) @ ordered)


def _gini_and_error(counts: Counts, ordered: Floats) -> Floats:
    """The raw Gini and its standard error of each resample, NaN where it sums to nothing.

    The error is the infinitesimal jackknife's (Efron and Tibshirani 1993, section 21.2), which is Davidson's (2009) but
    for a term of order 1/n: the standard deviation of Z over the mean and the root of n, where
    Z_i = 2i x_i / n - (G + 1) x_i - 2/n times the sum of x up to i. Households that tie have the same Z.
    """
    size = ordered.size
    drawn = counts.astype(np.float64)
    places = drawn.cumsum(axis=1)
    sums = (drawn * ordered).cumsum(axis=1)
    totals = sums[:, -1].copy()
    # 2i - n - 1 summed over the places of one household that was drawn c times, the last at i, is c (2i - c - n).
    gaps = np.einsum("ij,ij,j->i", drawn, 2 * places - drawn - size, ordered)
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = np.where(totals > 0, gaps / (size * totals), np.nan)
    scores = places * (2 / size)
    scores -= (figures + 1)[:, None]
    scores *= ordered
    sums *= 2 / size
    scores -= sums
    means = np.einsum("ij,ij->i", drawn, scores) / size
    scores -= means[:, None]
    spreads = np.sqrt(np.einsum("ij,ij,ij->i", drawn, scores, scores) / size)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = spreads * np.sqrt(size) / totals
    # A draw of equal incomes has no spread but what rounding leaves.
    errors[errors < 1e-12] = 0
    return np.stack([figures, errors], axis=1)


def _cumulative(incomes: Floats) -> Floats | None:
    """Share of the total held by the poorest 0, 1, … n households."""
    total = incomes.sum()
    if total <= 0:
        return None
    return np.concatenate([[0.0], np.cumsum(np.sort(incomes)) / total])
