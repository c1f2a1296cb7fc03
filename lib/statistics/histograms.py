"""One picture of two rounds: columns with the same readable edges, none of them telling of a few households."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.statistics.resampling import Floats, checked

MOST_BINS = 12
# The last column is open: it starts at or before the income that only this share of households pass.
TAIL = 0.05


@dataclass(frozen=True)
class Bin:
    """Households from `lower` baht up to, not with, `upper`; None for open. Columns may differ in width."""

    lower: float | None
    upper: float | None
    before: int
    after: int


@dataclass(frozen=True)
class Histogram:
    """Columns from low to high; `step` is the width in baht of one that was not merged."""

    bins: tuple[Bin, ...]
    step: float


def histogram(
    before: ArrayLike, after: ArrayLike, *, threshold: int = 1, most_bins: int = MOST_BINS
) -> Histogram | None:
    """Households by income in both rounds, in at most `most_bins` columns with the same edges in both.

    Edges are multiples of 1, 2 or 5 times a power of ten baht; the last column is open above, the first below when
    losses go beyond its edge. Neighbours are merged, as few as can be, until no column of either round holds between 1 and
    `threshold` - 1 households (none is allowed: it names nobody). None when a whole round has fewer than `threshold`.
    Raises ValueError for no households, numbers that are missing or infinite, and fewer than four columns.
    """
    first, second = checked(before, "before"), checked(after, "after")
    if most_bins < 4:
        raise ValueError("A histogram needs room for four columns.")
    edges = readable_edges(np.concatenate([first, second]), most_bins)
    cells, bounds = _columns(first, second, edges)
    runs = _merged(cells, threshold)
    if runs is None:
        return None
    bins = []
    for start, end in runs:
        sums = _sums(cells[start:end])
        bins.append(Bin(bounds[start], bounds[end], sums[0], sums[1]))
    return Histogram(tuple(bins), edges[1] - edges[0])


def readable_edges(values: ArrayLike, most_bins: int = MOST_BINS) -> list[float]:
    """Ascending edges in baht, a step of 1, 2 or 5 times a power of ten apart, for at most `most_bins` columns.

    From zero, or from the loss that one household in twenty passes, to the income that one in twenty passes: the one
    largest income sets no edge. Raises ValueError as `histogram` does.
    """
    low, high = np.quantile(checked(values), [TAIL, 1 - TAIL])
    low = min(float(low), 0.0)
    high = max(float(high), 0.0)
    step = 1.0
    for step in _steps(high - low, most_bins):
        start, end = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
        if end - start + 2 <= most_bins:
            break
    return [place * step for place in range(start, end + 1)]


def _columns(
    first: Floats, second: Floats, edges: list[float]
) -> tuple[list[tuple[int, int]], list[float | None]]:
    """Households of both rounds in each column, and the columns' bounds; none that is open and empty."""
    counts = [
        np.bincount(np.searchsorted(edges, row, side="right"), minlength=len(edges) + 1).tolist()
        for row in (first, second)
    ]
    cells = list(zip(*counts, strict=True))
    bounds: list[float | None] = [None, *edges, None]
    if not any(cells[0]):
        cells, bounds = cells[1:], bounds[1:]
    while len(cells) > 1 and not any(cells[-1]):
        cells, bounds = cells[:-1], [*bounds[:-2], None]
    return cells, bounds


def _steps(span: float, most_bins: int) -> Sequence[float]:
    """Readable steps from one that is too small for `span` baht to one that is large enough."""
    power = math.floor(math.log10(max(span / most_bins, 1)))
    return [digit * 10.0**exponent for exponent in range(power, power + 3) for digit in (1, 2, 5)]


def _merged(cells: list[tuple[int, int]], threshold: int) -> list[tuple[int, int]] | None:
    """Runs (start, end) of neighbouring cells, as many as the threshold allows, then as even as can be."""
    best: list[tuple[int, int, list[tuple[int, int]]] | None] = [(0, 0, [])]
    for end in range(1, len(cells) + 1):
        found = None
        for start in range(end):
            before = best[start]
            if before is None or not _is_safe(cells[start:end], threshold):
                continue
            candidate = (before[0] + 1, before[1] - (end - start) ** 2, [*before[2], (start, end)])
            if found is None or candidate[:2] > found[:2]:
                found = candidate
        best.append(found)
    whole = best[-1]
    return None if whole is None else whole[2]


def _is_safe(cells: list[tuple[int, int]], threshold: int) -> bool:
    """Whether these cells together hold none or enough households in each round."""
    return all(number == 0 or number >= threshold for number in _sums(cells))


def _sums(cells: list[tuple[int, int]]) -> tuple[int, int]:
    """Households of these cells in each round."""
    return sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)
