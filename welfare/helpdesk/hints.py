"""Was this told before? Requests that look alike, with the reasons in words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from households.models import User
from lib.words import Words
from welfare.models import HelpCase

# Older ones are a new need, not the same one told twice.
NEAR = dt.timedelta(days=30)
SOON = dt.timedelta(hours=24)
EACH = 10
SHOWN = 6
# So many requests before and after are looked at for a name that is written otherwise.
AROUND = 150
ALIKE = 80


@dataclass(frozen=True)
class Hint:
    """A request that looks like the same, and why."""

    case: HelpCase
    reasons: list[Words]


def like(case: HelpCase, *, user: User) -> list[Hint]:
    """Requests of the last weeks that may tell the same, the likeliest first. Only what this person handles.

    Three statements at most, each by an index.
    """
    handled = HelpCase.objects.handled_by(user).filter(community=case.community_id, merged_into=None)
    rows = handled.exclude(pk=case.pk).order_by("-id")
    found: dict[int, HelpCase] = {}
    if case.phone:
        found |= {row.pk: row for row in rows.filter(phone=case.phone)[:EACH]}
    if case.place_key:
        found |= {row.pk: row for row in rows.filter(place_key=case.place_key)[:EACH]}
    if case.name_key:
        # No order: with one, the databases would read along it instead of looking into the indexes.
        around = Q(pk__range=(case.pk - AROUND, case.pk + AROUND))
        alike = rows.order_by().filter(Q(name_key=case.name_key) | around)[: 2 * AROUND]
        found |= {row.pk: row for row in alike if _name_alike(case, row)}
    hints = [Hint(row, _reasons(case, row)) for row in found.values() if _apart(case, row) <= NEAR]
    return sorted(hints, key=lambda hint: (-len(hint.reasons), not hint.case.is_open, -hint.case.pk))[:SHOWN]


def _reasons(case: HelpCase, other: HelpCase) -> list[Words]:
    reasons: list[Words] = []
    if case.phone and case.phone == other.phone:
        reasons.append(_("the same phone"))
    if case.place_key and case.place_key == other.place_key:
        reasons.append(_("the same place"))
    if case.name_key and case.name_key == other.name_key:
        reasons.append(_("the same name"))
    elif _name_alike(case, other):
        reasons.append(_("a name much alike"))
    if case.kind == other.kind:
        reasons.append(_("the same need"))
    if _apart(case, other) <= SOON:
        reasons.append(_("asked within a day of each other"))
    return reasons


def _name_alike(case: HelpCase, other: HelpCase) -> bool:
    if min(len(case.name_key), len(other.name_key)) < 3:
        return case.name_key == other.name_key
    return fuzz.ratio(case.name_key, other.name_key) >= ALIKE


def _apart(case: HelpCase, other: HelpCase) -> dt.timedelta:
    return abs(case.asked_at - other.asked_at)
