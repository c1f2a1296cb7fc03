"""What follows from published totals: the sums and differences of them that rest on few households.

Households that are in exactly the same published groups cannot be told apart; each such class is a column, each
published total a row of zeros and ones. Whatever can be worked out from the totals by adding and subtracting is a
combination of rows. A combination that is zero except in columns of fewer than `threshold` households describes a
small group (Hundepool et al. 2012, section 4.4.1, linear relations between cells of linked tables).

Arithmetic is exact, with whole numbers modulo a prime. Rows that are independent there are so over the rationals,
and nothing that they give away is missed, because the prime then divides no common factor of their minors. Only a row
that the prime makes *look* dependent could slip through: its minor would have to be a multiple of a prime of
eight digits, while sets that are nested or apart, and tables with margins, have minors of -1, 0 and 1.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

# The largest prime below 2^25: products of two remainders stay below 2^50, sums of 4,096 of them below 2^63.
PRIME = 2**25 - 39
BLOCK = 4096
# Steps of the search before it gives up; some seconds. Published reports need a few.
MOST_STEPS = 5_000


class TooTangled(Exception):
    """The published groups overlap in so many small pieces that the search for leaks would take too long."""


class Columns:
    """Classes of households: which parts each column holds, and how many households each part.

    Columns may share parts (the same households in another month): they count once. The parts of columns that are
    large anyway are not needed; those are named in `large`.
    """

    def __init__(
        self, parts: Sequence[frozenset[int]], sizes: Sequence[int], large: frozenset[int] = frozenset()
    ):
        self.parts = list(parts)
        self.sizes = list(sizes)
        self.large = large

    def __len__(self) -> int:
        return len(self.parts)

    def people(self, parts: frozenset[int]) -> int:
        """Households in `parts`."""
        return sum(self.sizes[part] for part in parts)

    def parts_of(self, columns: Sequence[int]) -> frozenset[int]:
        """The parts of several columns together."""
        return frozenset().union(*(self.parts[column] for column in columns))


class Span:
    """All sums and differences of the rows so far, kept as a reduced basis.

    Columns of at least `threshold` households come first, so that the basis rows that begin after them span exactly
    the combinations in which every large class cancels out: the only ones that can describe a small group.
    """

    def __init__(self, columns: Columns, threshold: int):
        small = [
            column not in columns.large and columns.people(parts) < threshold
            for column, parts in enumerate(columns.parts)
        ]
        self.order = sorted(range(len(columns)), key=small.__getitem__)
        self.columns = Columns([columns.parts[column] for column in self.order], columns.sizes)
        self.large = small.count(False)
        self.threshold = threshold
        self.rows = np.zeros((0, len(columns)), dtype=np.int64)
        self.pivots: list[int] = []

    def extend(self, row: np.ndarray) -> bool:
        """Take in a published row without asking; False when it follows from those before."""
        rest = self._reduced(row)
        if rest is None:
            return False
        self._take(*rest)
        return True

    def extend_safely(self, row: np.ndarray) -> bool | None:
        """Take in `row` unless that describes a small group: True, or None when it follows from those before.

        False when it would, or when there are too many combinations to be sure. Expects that the rows so far
        describe none.
        """
        rest = self._reduced(row)
        if rest is None:
            return None
        new, pivot = rest
        if pivot >= self.large and self._gives_away(new, pivot):
            return False
        self._take(new, pivot)
        return True

    def small_supports(self) -> Iterator[frozenset[int]]:
        """The sets of columns of every smallest combination with under `threshold` households. Raises TooTangled."""
        tail = self._tail()
        for places in _components(tail):
            for found in _Search(self.columns, self.threshold).supports(tail[places]):
                yield frozenset(self.order[column] for column in found)

    def _gives_away(self, new: np.ndarray, pivot: int) -> bool:
        """Whether combinations with `new` describe a small group, or are too many to search."""
        tail = self._tail()
        touched = np.append(tail[:, pivot] != 0, True)
        tail = np.vstack([(tail - np.outer(tail[:, pivot], new)) % PRIME, new[np.newaxis]])
        search = _Search(self.columns, self.threshold)
        try:
            return any(
                next(search.supports(tail[places]), None) is not None
                for places in _components(tail)
                if touched[places].any()
            )
        except TooTangled:
            return True

    def _reduced(self, row: np.ndarray) -> tuple[np.ndarray, int] | None:
        rest = row[self.order].astype(np.int64) % PRIME
        factors = rest[self.pivots]
        used = np.flatnonzero(factors)
        for start in range(0, len(used), BLOCK):
            chosen = used[start : start + BLOCK]
            rest = (rest - factors[chosen] @ self.rows[chosen]) % PRIME
        left = np.flatnonzero(rest)
        if not len(left):
            return None
        pivot = int(left[0])
        return rest * _inverse(int(rest[pivot])) % PRIME, pivot

    def _take(self, new: np.ndarray, pivot: int) -> None:
        touched = np.flatnonzero(self.rows[:, pivot])
        self.rows[touched] = (self.rows[touched] - np.outer(self.rows[touched, pivot], new)) % PRIME
        self.rows = np.vstack([self.rows, new[np.newaxis]])
        self.pivots.append(pivot)

    def _tail(self) -> np.ndarray:
        return self.rows[[pivot >= self.large for pivot in self.pivots]]


class _Search:
    """Finds every smallest set of columns, of fewer than `threshold` households, that carries a combination.

    Branch and bound: a column is either absent from the combination (one dimension less) or present (its households
    are counted). Columns that are multiples of each other are present together; those that would make the group
    large enough are absent. Few steps, because fewer than `threshold` households can be present.
    """

    def __init__(self, columns: Columns, threshold: int):
        self.columns = columns
        self.threshold = threshold
        self.steps = MOST_STEPS

    def supports(self, rows: np.ndarray, present: frozenset[int] = frozenset()) -> Iterator[frozenset[int]]:
        """Column sets of combinations of `rows` in which all columns `present` take part."""
        self.steps -= 1
        if self.steps < 0:
            raise TooTangled
        open_columns = [int(c) for c in np.flatnonzero(rows.any(axis=0)) if c not in present]
        rows, rank = _echelon(rows, open_columns)
        if rank < len(rows):
            yield from (_support(row) for row in rows[rank:])
            return
        counted = self.columns.parts_of(list(present))
        rows, choice = self._without_large(rows, open_columns, counted)
        if len(rows) == 1:
            yield _support(rows[0])
        elif len(rows) and self._fewest(rows, open_columns, counted) < self.threshold:
            yield from self.supports(_without(rows, choice[0]), present)
            yield from self.supports(rows, present | set(choice))

    def _without_large(
        self, rows: np.ndarray, open_columns: list[int], counted: frozenset[int]
    ) -> tuple[np.ndarray, list[int]]:
        """`rows` without the columns that cannot be present, and the largest class of columns that can."""
        while len(rows):
            largest: list[int] = []
            most = 0
            for together in _parallel(rows, open_columns):
                people = self.columns.people(counted | self.columns.parts_of(together))
                if people > most:
                    largest, most = together, people
            if most < self.threshold:
                return rows, largest
            rows = _without(rows, largest[0])
        return rows, []

    def _fewest(self, rows: np.ndarray, open_columns: list[int], counted: frozenset[int]) -> int:
        """At least so many households are in every combination of `rows` (no more than threshold is looked for).

        Columns on which `rows` keep their rank meet every combination; sets of such columns that are apart each add
        their smallest column (disjoint information sets, Brouwer and Zimmermann's bound for codes).
        """
        least = self.columns.people(counted)
        used = counted
        left = sorted(open_columns, key=lambda column: -self.columns.people(self.columns.parts[column]))
        while least < self.threshold:
            left = [column for column in left if used.isdisjoint(self.columns.parts[column])]
            chosen = _basis(rows, left)
            if len(chosen) < len(rows):
                break
            least += min(self.columns.people(self.columns.parts[column]) for column in chosen)
            used |= self.columns.parts_of(chosen)
        return least


@lru_cache(maxsize=4096)
def _inverse(number: int) -> int:
    return pow(number, -1, PRIME)


def _support(row: np.ndarray) -> frozenset[int]:
    return frozenset(int(column) for column in np.flatnonzero(row))


def _components(rows: np.ndarray) -> Iterator[np.ndarray]:
    """Places of the rows that hang together by shared columns; a combination across falls apart into its pieces."""
    filled = rows != 0
    left = np.ones(len(rows), dtype=bool)
    while left.any():
        inside = np.zeros(len(rows), dtype=bool)
        inside[np.flatnonzero(left)[0]] = True
        while True:
            reached = filled[:, filled[inside].any(axis=0)].any(axis=1)
            if not (reached & ~inside).any():
                break
            inside |= reached
        left &= ~inside
        yield np.flatnonzero(inside)


def _parallel(rows: np.ndarray, columns: list[int]) -> list[list[int]]:
    """`columns` that are not zero, those together that are multiples of each other."""
    classes: dict[bytes, list[int]] = {}
    entries = rows[:, columns]
    firsts = entries[(entries != 0).argmax(axis=0), np.arange(len(columns))]
    scales = np.array([_inverse(first) if first else 0 for first in firsts.tolist()], dtype=np.int64)
    scaled = np.ascontiguousarray((entries * scales % PRIME).T)
    for place in np.flatnonzero(firsts).tolist():
        classes.setdefault(scaled[place].tobytes(), []).append(columns[place])
    return list(classes.values())


def _basis(rows: np.ndarray, columns: list[int]) -> list[int]:
    """The first of `columns` on which `rows` have as many dimensions as on all of them; looks at a few at first."""
    some = columns[: 4 * len(rows)]
    swept, rank = _echelon(rows[:, some], list(range(len(some))))
    if rank < len(rows):
        some = columns
        swept, rank = _echelon(rows[:, some], list(range(len(some))))
    return [some[int((line != 0).argmax())] for line in swept[:rank]]


def _without(rows: np.ndarray, column: int) -> np.ndarray:
    """The combinations of `rows` that are zero in `column`, where one row is not."""
    place = int(np.flatnonzero(rows[:, column])[0])
    pivot = rows[place] * _inverse(int(rows[place, column])) % PRIME
    others = np.delete(rows, place, axis=0)
    return (others - np.outer(others[:, column], pivot)) % PRIME


def _echelon(rows: np.ndarray, columns: list[int]) -> tuple[np.ndarray, int]:
    """`rows` swept over `columns`, and their rank there; the rows after the rank are zero in all of `columns`."""
    rows = rows.copy()
    rank = 0
    for column in columns:
        filled = np.flatnonzero(rows[rank:, column])
        if not len(filled):
            continue
        place = rank + int(filled[0])
        rows[[rank, place]] = rows[[place, rank]]
        rows[rank] = rows[rank] * _inverse(int(rows[rank, column])) % PRIME
        factors = rows[:, column].copy()
        factors[rank] = 0
        rows = (rows - np.outer(factors, rows[rank])) % PRIME
        rank += 1
        if rank == len(rows):
            break
    return rows, rank
