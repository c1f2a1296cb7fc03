"""Lists of areas with a total, and tables with margins on both sides: which cells to hide with the small ones."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lib.disclosure.marks import HIDDEN, Hidden
from lib.disclosure.span import Columns, Span


class ProtectedRows(NamedTuple):
    """Counts of households by area, and their total, each a number or HIDDEN."""

    rows: dict
    total: int | Hidden


class HiddenCells(NamedTuple):
    """Which cells and margins of a table stay hidden; the same shape for its counts, sums and medians."""

    cells: tuple[tuple[bool, ...], ...]
    rows: tuple[bool, ...]
    columns: tuple[bool, ...]
    total: bool


def protect_rows(counts: Mapping[Hashable, int], total: int, threshold: int) -> ProtectedRows:
    """Primary and secondary suppression of a list of areas (Hundepool et al. 2012, sections 4.2 and 4.4).

    Areas of 1 to threshold - 1 households are hidden, and others as `hidden_parts` says; what the total holds beside the
    areas counts as one more that is not shown. A zero is shown, there is nobody whom it could describe, unless the
    total is hidden, and all areas with it: then it would help to guess the others. Raises ValueError when the areas
    hold more than the total.
    """
    beside = total - sum(counts.values())
    if beside < 0 or min(counts.values(), default=0) < 0:
        raise ValueError("areas are apart, not below zero, and within the total")
    hidden = hidden_parts(counts, threshold, beside=beside)
    if hidden is None or 0 < total < threshold:
        return ProtectedRows(dict.fromkeys(counts, HIDDEN), HIDDEN)
    return ProtectedRows({area: HIDDEN if area in hidden else count for area, count in counts.items()}, total)


def hidden_parts(counts: Mapping[Hashable, int], threshold: int, *, beside: int = 0) -> frozenset | None:
    """Which parts of a known total to hide; None when hiding the parts alone does not help.

    The small ones; then the smallest others (the earlier among equals) until what is hidden is at least threshold
    households; and on, while somebody who knows this rule could tell a hidden count from the sum of the hidden ones
    and the smallest shown (4 and 4, when 8 are missing beside a 5 and the threshold is 5).
    """
    hidden = {part for part, count in counts.items() if 0 < count < threshold}
    others = sorted((part for part in counts if counts[part] >= threshold), key=lambda part: counts[part])
    while True:
        missing = sum(counts[part] for part in hidden)
        enough = not 0 < missing + beside < threshold
        told = hidden and not beside and _tells(len(hidden), missing, counts, others, threshold)
        if enough and not told:
            return frozenset(hidden)
        if not others:
            return None
        hidden.add(others.pop(0))


def _tells(hidden: int, missing: int, counts: Mapping, others: list, threshold: int) -> bool:
    """Whether `missing` households fall on `hidden` parts in only one way that the rule would hide just so.

    The rule hides small parts that are threshold together, or fewer and one larger part below the smallest shown. If
    either leaves parts that are not all equal, then each of them can also be another, and none is told.
    """
    if hidden < missing < hidden * (threshold - 1):
        return False
    least = max(threshold, missing - threshold + 1)
    most = missing - hidden + 1
    if others:
        most = min(most, counts[others[0]] - 1)
    return hidden < 2 or least > most


def protect_table(
    counts: Sequence[Sequence[int]], threshold: int, *, same_households: bool = False
) -> HiddenCells:
    """Which cells and margins to hide in a table of household counts, so that no small group can be worked out.

    Rows are areas. Columns are kinds of households, or with `same_households` periods, in which an area's households
    come back: then three periods of four households are four, not twelve. Margins are kept before cells and large
    before small (the earlier among equals), each shown when it gives nothing away beside those shown already, so
    nobody could be shown in addition. Zero cells are shown, except in line with a hidden cell: three cells hidden under
    a margin of three would be one each if none could be zero. Raises ValueError for a ragged table.
    """
    table = np.array(counts, dtype=np.int64)
    if table.ndim != 2 or (table < 0).any():
        raise ValueError("a table has rows of one length and no count below zero")
    places = [(int(row), int(column)) for row, column in np.argwhere(table)]
    columns = _columns(table, places, same_households=same_households)
    span = Span(columns, threshold)

    def hides(inside: list[bool]) -> bool:
        parts = columns.parts_of([place for place, held in enumerate(inside) if held])
        if not any(inside):
            return False
        return columns.people(parts) < threshold or span.extend_safely(np.array(inside)) is False

    height, width = table.shape
    total = hides([True] * len(places))
    margins = [(0, row) for row in range(height)] + [(1, column) for column in range(width)]
    sums = [table.sum(axis=1), table.sum(axis=0)]
    hidden_margin = {
        (axis, line): hides([place[axis] == line for place in places])
        for axis, line in sorted(margins, key=lambda margin: -sums[margin[0]][margin[1]])
    }
    hidden_cell = {
        cell: hides([place == cell for place in places])
        for cell in sorted(places, key=lambda place: -table[place])
    }
    in_rows = {row for (row, _), one in hidden_cell.items() if one}
    in_columns = {column for (_, column), one in hidden_cell.items() if one}
    for row, column in np.argwhere(table == 0).tolist():
        # A line of zeros is told by its margin, whatever its cells show.
        partly = sums[0][row] and sums[1][column]
        hidden_cell[row, column] = bool(partly and (row in in_rows or column in in_columns))
    return HiddenCells(
        tuple(tuple(hidden_cell[row, column] for column in range(width)) for row in range(height)),
        tuple(hidden_margin[0, row] for row in range(height)),
        tuple(hidden_margin[1, column] for column in range(width)),
        total,
    )


def _columns(table: np.ndarray, places: list[tuple[int, int]], *, same_households: bool) -> Columns:
    """The cells as columns of the span, with the fewest households that they can hold together.

    The same households come back when they can: a cell of 4 is within a cell of 6 in the same row, so a row is cut
    into layers of 4 and 2.
    """
    if not same_households:
        return Columns(
            [frozenset([part]) for part in range(len(places))], [int(table[place]) for place in places]
        )
    layers: dict[tuple[int, int], int] = {}
    sizes: list[int] = []
    for row in range(len(table)):
        below = 0
        for level in sorted({int(count) for count in table[row] if count}):
            layers[row, level] = len(sizes)
            sizes.append(level - below)
            below = level
    parts = [
        frozenset(part for (row, level), part in layers.items() if row == place[0] and level <= table[place])
        for place in places
    ]
    return Columns(parts, sizes)
