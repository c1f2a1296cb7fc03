"""Counts of households in the words of a report: who was asked and answered, who went up, who earns from what."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from lib.disclosure.marks import HIDDEN, Hidden
from lib.disclosure.tables import hidden_parts


class Nested(NamedTuple):
    """A chain of counts by name, and the differences asked for, each a number or HIDDEN ("nearly all of them")."""

    steps: dict[str, int | Hidden]
    differences: dict[str, int | Hidden]


class Source(NamedTuple):
    """A line of the table of income by source: which sources it holds and how many households have one of them.

    `households` is HIDDEN when nearly all have it: the few who have none would be counted. `shown` is False when not
    even the amount may be shown.
    """

    names: tuple[Hashable, ...]
    households: int | Hidden
    shown: bool


def nested_counts(
    steps: Sequence[tuple[str, int]],
    threshold: int,
    *,
    differences: Mapping[str, tuple[str, str]] | None = None,
) -> Nested:
    """Which counts of a chain (registered, asked, answered, matched) to show; the most important comes first.

    A count is shown when it is zero or at least threshold, and differs from each count shown by nothing or by at
    least threshold households. `differences` names further groups as (whole, rest), such as leavers: answered then but
    not matched; one is shown only when both its ends are, since it gives away either from the other. Raises
    ValueError for a count below zero or a difference that would be.
    """
    counts = dict(steps)
    if min(counts.values(), default=0) < 0:
        raise ValueError("no count is below zero")
    shown: dict[str, int | Hidden] = {}
    for name, count in steps:
        others = [value for value in shown.values() if not isinstance(value, Hidden)]
        clear = all(not 0 < abs(count - other) < threshold for other in [0, *others])
        shown[name] = count if clear else HIDDEN
    apart: dict[str, int | Hidden] = {}
    for name, (whole, rest) in (differences or {}).items():
        count = counts[whole] - counts[rest]
        if count < 0:
            raise ValueError("the rest is within the whole")
        visible = shown[whole] is not HIDDEN and shown[rest] is not HIDDEN
        apart[name] = count if visible else HIDDEN
    return Nested(shown, apart)


def shares(categories: Mapping[Any, int], threshold: int) -> frozenset:
    """Which categories to hide where the number of all households is known: up, down and the same, of n.

    Those of 1 to threshold - 1 households, and others as `hidden_parts` says. When one category holds everybody, all are
    hidden: the zero of the others would tell each household's answer (group disclosure, Hundepool et al. 2012,
    section 5.2.1). Other zeros are shown. Raises ValueError for a count below zero.
    """
    if min(categories.values(), default=0) < 0:
        raise ValueError("no count is below zero")
    filled = [name for name, count in categories.items() if count]
    hidden = hidden_parts(categories, threshold)
    if hidden is None or (len(filled) == 1 and len(categories) > 1):
        return frozenset(categories)
    return hidden


def sources(
    households: Mapping[Any, Collection[Hashable]],
    everybody: Collection[Hashable],
    threshold: int,
    *,
    other: Hashable = "other",
) -> list[Source]:
    """The lines of a table of income by source, beside a total over `everybody`; small sources in one line "other".

    `households` gives those who have each source; a household may have several. Sources of 1 to threshold - 1
    households go into the line of `other`, then the smallest of the rest until the line has threshold households in
    all; if they never come to that, the line is not shown. No line is shown when `everybody` is a small group. The other lines keep their order, `other` is last; a source that nobody has is shown as zero. Raises ValueError
    for a household that is not of `everybody`.
    """
    whole = frozenset(everybody)
    having = {name: frozenset(group) for name, group in households.items()}
    if any(group - whole for group in having.values()):
        raise ValueError("who has a source is among everybody")
    small = {name for name, group in having.items() if 0 < len(group) < threshold}
    rest = sorted(
        (name for name, group in having.items() if len(group) >= threshold and name != other),
        key=lambda name: len(having[name]),
    )
    if small:
        small |= {other} & having.keys()
    while rest and small and len(_together(having, small)) < threshold:
        small.add(rest.pop(0))
    lines = [((name,), having[name]) for name in having if name not in small]
    if small:
        lines.append((tuple(name for name in having if name in small), _together(having, small)))
    return [_line(names, group, len(whole), threshold) for names, group in lines]


def _together(having: Mapping[Hashable, frozenset], names: Collection[Hashable]) -> frozenset:
    return frozenset().union(*(having[name] for name in names))


def _line(names: tuple, group: frozenset, everybody: int, threshold: int) -> Source:
    shown = not 0 < len(group) < threshold and not 0 < everybody < threshold
    counted = shown and not 0 < everybody - len(group) < threshold
    return Source(names, len(group) if counted else HIDDEN, shown)
