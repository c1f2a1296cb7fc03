"""Statistics of household incomes: plain functions over rows of baht, without models, pages or settings.

Money comes in as numbers (missing answers left out before, and counted by the caller) and goes out as floats in
frozen dataclasses: round to Decimal where it meets a page. Nothing here hides small groups except `histogram`.
"""

from lib.statistics.differences import (
    DifferenceInDifferences,
    EarlierTrend,
    difference_in_differences,
    difference_of_changes,
    earlier_trend,
)
from lib.statistics.histograms import Bin, Histogram, histogram
from lib.statistics.inequality import (
    Below,
    Gini,
    Lorenz,
    gini,
    gini_interval,
    lorenz,
    percentiles,
    share_below,
    share_of_poorest,
)
from lib.statistics.paired import (
    PairedChange,
    VerifiedDifference,
    paired_change,
    verified_difference,
    without_largest,
)
from lib.statistics.prices import deflate
from lib.statistics.resampling import CONFIDENCE, DRAWS, SEED, Interval
from lib.statistics.samples import draw_sample, sample_size

__all__ = [
    "CONFIDENCE",
    "DRAWS",
    "SEED",
    "Below",
    "Bin",
    "DifferenceInDifferences",
    "EarlierTrend",
    "Gini",
    "Histogram",
    "Interval",
    "Lorenz",
    "PairedChange",
    "VerifiedDifference",
    "deflate",
    "difference_in_differences",
    "difference_of_changes",
    "draw_sample",
    "earlier_trend",
    "gini",
    "gini_interval",
    "histogram",
    "lorenz",
    "paired_change",
    "percentiles",
    "sample_size",
    "share_below",
    "share_of_poorest",
    "verified_difference",
    "without_largest",
]
