"""The guard that every published number passes, and the auditor that tries to get round it."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from lib.disclosure.marks import HIDDEN
from lib.disclosure.span import Columns, Span

# Households by id (any collection of hashable ids or an integer array), or as a mask: place i is the household i.
Group = Collection[Hashable] | np.ndarray
TIMELESS = frozenset([None])


class Published(NamedTuple):
    """One published number: the households it is made of, and the periods (months) it sums, if it sums over time."""

    group: Group
    periods: Collection[Hashable] | None = None


class Guard:
    """Remembers which groups were published for each measure, and refuses what would give a small group away.

    Each measure is treated as a sum over households, the worst case: medians and shares give away less. Ask for the
    important groups first; what is refused later is what would have spoilt them. With `periods`, a group's number
    is a sum over those periods (a fiscal year and its quarters); give them for all groups of a measure or for none.

    Raises ValueError for a threshold under 2, which would hide nothing.
    """

    def __init__(self, threshold: int):
        if threshold < 2:
            raise ValueError("a threshold of one household hides nothing")
        self.threshold = threshold
        self._register = _Register()
        self._ledgers: dict[Hashable, _Ledger] = {}

    def admit(self, measure: Hashable, group: Group, periods: Collection[Hashable] | None = None) -> bool:
        """Whether the number of `group` may be published; when it may, it counts as published.

        False when the group has 1 to threshold - 1 households, or when this number and those published before
        would together describe so few: total less parts, overlapping areas, year less quarters, whole less complement.

        An empty group is always admitted: its zero follows from nobody's answer. That the cell is empty may say
        something about everybody elsewhere ("nobody's income rose"); `shares` hides those cases.
        """
        members = self._register.places(group)
        if not len(members) or (periods is not None and not len(periods)):
            return True
        if len(members) < self.threshold:
            return False
        ledger = self._ledgers.setdefault(measure, _Ledger()).with_row(members, periods)
        columns, rows = ledger.table(self.threshold)
        span = Span(columns, self.threshold)
        for row in rows[:-1]:
            span.extend(row)
        admitted = span.extend_safely(rows[-1])
        if admitted:
            self._ledgers[measure] = ledger
        return admitted is not False

    def show(
        self, measure: Hashable, group: Group, value: Any, periods: Collection[Hashable] | None = None
    ) -> Any:
        """`value` when its group is admitted, else HIDDEN."""
        return value if self.admit(measure, group, periods) else HIDDEN


def derivable(groups: Iterable[Group | Published], threshold: int) -> list[frozenset]:
    """The small groups that somebody could work out from sums published for `groups`, all of one measure.

    Tries every linear combination at once, so also every pair. Each answer is the households (1 to threshold - 1)
    that some combination rests on, none containing another; empty when nothing is given away. Small groups published
    outright are among them. Raises TooTangled when the groups overlap too much to be searched.
    """
    register = _Register()
    ledger = _Ledger()
    for group in groups:
        one = group if isinstance(group, Published) else Published(group)
        members = register.places(one.group)
        if len(members) and (one.periods is None or len(one.periods)):
            ledger = ledger.with_row(members, one.periods)
    columns, rows = ledger.table(threshold)
    span = Span(columns, threshold)
    for row in rows:
        span.extend(row)
    found = {register.names(ledger.members(columns.parts_of(list(place)))) for place in span.small_supports()}
    smallest = [group for group in found if not any(other < group for other in found)]
    return sorted(smallest, key=lambda group: (len(group), sorted(map(repr, group))))


def changed_households(old_group: Group, new_group: Group, threshold: int) -> bool:
    """Whether a new edition of a report may be about `new_group` where the old one was about `old_group`.

    False when 1 to threshold - 1 households came in, or as many went out: the two editions' difference would then be
    about them, though both editions are safe alone. The new edition must keep the old households.
    """
    register = _Register()
    old = set(register.places(old_group).tolist())
    new = set(register.places(new_group).tolist())
    return not any(0 < len(moved) < threshold for moved in (old - new, new - old, old ^ new))


class _Register:
    """Households by id, each with a place in the arrays."""

    def __init__(self) -> None:
        self._places: dict[Hashable, int] = {}

    def places(self, group: Group) -> np.ndarray:
        """The different places of a group's households; new households get the next ones."""
        if isinstance(group, np.ndarray):
            ids: Iterable[Hashable] = (np.flatnonzero(group) if group.dtype == bool else group).tolist()
        else:
            ids = group
        places = self._places
        return np.array(sorted({places.setdefault(one, len(places)) for one in ids}), dtype=np.int64)

    def names(self, places: np.ndarray) -> frozenset:
        """The ids at `places`."""
        by_place = list(self._places)
        return frozenset(by_place[place] for place in places)


class _Ledger:
    """The published groups of one measure, told apart by classes of households and classes of periods.

    Two households are in one class when no published group has one without the other. Never changed in place: a new
    row makes a new ledger, which is forgotten when the row is refused.
    """

    def __init__(self) -> None:
        self.labels = np.zeros(0, dtype=np.int64)  # household -> class; class 0 is in no group
        self.in_class = np.zeros((0, 1), dtype=bool)  # groups x classes of households
        self.periods: dict[Hashable, int] = {}  # period -> class
        self.in_periods = np.zeros((0, 1), dtype=bool)  # groups x classes of periods

    def with_row(self, members: np.ndarray, periods: Collection[Hashable] | None) -> "_Ledger":
        """This ledger and one group more, its classes split where the group cuts through them."""
        after = _Ledger()
        height = max(len(self.labels), int(members[-1]) + 1)
        labels = np.zeros(height, dtype=np.int64)
        labels[: len(self.labels)] = self.labels
        inside = np.zeros(height, dtype=np.int64)
        inside[members] = 1
        after.labels, after.in_class = _split(labels, inside, self.in_class)
        span = TIMELESS if periods is None else frozenset(periods)
        known = [*self.periods, *(period for period in span if period not in self.periods)]
        period_labels, after.in_periods = _split(
            np.array([self.periods.get(period, 0) for period in known]),
            np.array([period in span for period in known], dtype=np.int64),
            self.in_periods,
        )
        after.periods = dict(zip(known, period_labels.tolist(), strict=True))
        return after

    def table(self, threshold: int) -> tuple[Columns, np.ndarray]:
        """The groups as rows of zeros and ones over columns that are (class of households, class of periods).

        Columns in which all rows agree are one; a column's parts are its classes of households.
        """
        sizes = np.bincount(self.labels, minlength=self.in_class.shape[1])
        classes: dict[bytes, list[np.ndarray]] = {}
        vectors: dict[bytes, np.ndarray] = {}
        for in_period in self.in_periods.T[1:]:
            for vector, members in _alike(self.in_class & in_period[:, np.newaxis]):
                classes.setdefault(vector.tobytes(), []).append(members)
                vectors[vector.tobytes()] = vector
        parts = [np.unique(np.concatenate(lists)) for lists in classes.values()]
        large = frozenset(place for place, held in enumerate(parts) if sizes[held].sum() >= threshold)
        named = [
            frozenset() if place in large else frozenset(held.tolist()) for place, held in enumerate(parts)
        ]
        rows = np.array(list(vectors.values()), dtype=bool).T.reshape(len(self.in_class), len(vectors))
        return Columns(named, sizes.tolist(), large), rows

    def members(self, classes: frozenset[int]) -> np.ndarray:
        """Places of the households in some classes."""
        return np.flatnonzero(np.isin(self.labels, list(classes)))


def _alike(table: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The different columns of `table` that are not zero (there are some), each with the places where it stands."""
    filled = np.flatnonzero(table.any(axis=0))
    packed = np.ascontiguousarray(np.packbits(table[:, filled], axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, firsts, kinds = np.unique(keys, return_index=True, return_inverse=True)
    in_order = filled[np.argsort(kinds, kind="stable")]
    ends = np.cumsum(np.bincount(kinds))
    for first, members in zip(firsts, np.split(in_order, ends[:-1]), strict=True):
        yield table[:, filled[first]], members


def _split(labels: np.ndarray, inside: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labels refined by `inside` (0 or 1), and `table` with its columns split alike and the new row below.

    Class 0 stays what is outside every group.
    """
    codes = labels * 2 + inside
    found = np.bincount(codes, minlength=2 * table.shape[1]) > 0
    found[0] = True
    kept = np.flatnonzero(found)
    renamed = np.cumsum(found) - 1
    return renamed[codes], np.vstack([table[:, kept // 2], (kept % 2).astype(bool)[np.newaxis]])
