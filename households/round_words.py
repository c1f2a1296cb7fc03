"""Rounds in words and tables, for pages."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from households.models import Community, Round
from households.rounds import Tally
from lib import disclosure
from lib.dates import thai_month


def months_words(round: Round) -> str:
    """The months of a round: "July 2025", or "July 2025 to September 2025"."""
    return months_between(round.first_month, round.last_month)


def months_between(first: date, last: date) -> str:
    """The months from the first to the last; one alone when they are the same."""
    if first == last:
        return thai_month(first)
    return _("%(first)s to %(last)s") % {"first": thai_month(first), "last": thai_month(last)}


def table_of(
    round: Round,
    communities: Collection[Community],
    counted: Mapping[tuple[int, int], Tally],
    own: Collection[int],
) -> dict[str, Any]:
    """Asked, answered and complete by community: heads, rows and foot for the table on the page.

    Exact for one's own communities. Elsewhere small groups, and small differences between the numbers of a row, are
    hidden; the sum is left out as soon as anything would be hidden from somebody who sees no names, so that it
    gives nothing away.
    """
    rows, sums, is_clear = [], [0, 0, 0], True
    for place in sorted(communities, key=lambda one: (one.name, one.pk)):
        tally = counted.get((round.pk, place.pk), Tally())
        shown = shown_to_others(tally, place.officer_threshold)
        is_clear = is_clear and disclosure.HIDDEN not in shown
        rows.append([place.name, *(tally if place.pk in own else shown)])
        sums = [total + count for total, count in zip(sums, tally, strict=True)]
    return {
        "heads": [_("Community"), _("Asked"), _("Answered"), _("With all figures")],
        "rows": rows,
        "foot": [_("Together"), *sums] if is_clear and len(rows) > 1 else None,
        "has_hidden": any(cell is disclosure.HIDDEN for row in rows for cell in row),
    }


def shown_to_others(tally: Tally, threshold: int) -> list[int | disclosure.Hidden]:
    """The three counts as somebody outside the community's committee may see them."""
    steps = list(zip(Tally._fields, tally, strict=True))
    return list(disclosure.nested_counts(steps, threshold).steps.values())
