"""How soon a request is answered and solved: the community's own times, or the usual ones."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from households.models import Community
from welfare.models import HelpCase, TargetTime

Urgency = HelpCase.Urgency


@dataclass(frozen=True)
class Target:
    """Minutes until somebody has taken it in hand, and until it is solved, both from the moment it was asked."""

    answer: int
    solve: int


# What holds where a community has not set its own.
USUAL = {
    Urgency.DANGER: Target(10, 2 * 60),
    Urgency.TODAY: Target(60, 12 * 60),
    Urgency.DAYS: Target(24 * 60, 4 * 24 * 60),
    Urgency.LATER: Target(3 * 24 * 60, 14 * 24 * 60),
}


def of(community: Community) -> dict[str, Target]:
    """The target of each urgency in this community."""
    own = {
        row.urgency: Target(row.answer_minutes, row.solve_minutes)
        for row in TargetTime.objects.filter(community=community)
    }
    return {urgency: own.get(urgency, usual) for urgency, usual in USUAL.items()}


def due_at(
    case: HelpCase, *, now: dt.datetime | None = None, times: dict[str, Target] | None = None
) -> dt.datetime:
    """By when the next thing has to happen: an answer while it waits, an outcome while it is in hand.

    Counted from when it was asked, or from `now` once it was opened again. A call that was promised comes first when
    it is sooner. `times` are the community's targets, for whoever counts many at once.
    """
    target = (times or of(case.community))[Urgency(case.urgency)]
    start = case.asked_at or timezone.now()
    if case.reopened and now:
        start = now
    minutes = target.answer if case.status == HelpCase.Status.WAITING else target.solve
    due = start + dt.timedelta(minutes=minutes)
    return min(due, case.call_at) if case.call_at else due
