"""What the centre hangs on the wall and takes along on paper: the screen's numbers, and the day's list by area."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.db.models import Count, Q
from django.utils import timezone

from households.models import Community, User
from lib.thai import sort_key
from welfare.models import HelpCase

MOST_LISTED = 500
MOST_ON_SCREEN = 8
ONE_LOOK = dt.timedelta(minutes=10)
LIST = "day list of the help desk"
RANK = {urgency: rank for rank, urgency in enumerate(HelpCase.Urgency.values)}


@dataclass
class Screen:
    """The numbers of the wall: nothing in them tells who or where exactly. Those of the small circle do not count."""

    waiting: int = 0
    in_hand: int = 0
    late: int = 0
    done_today: int = 0
    pressing: list[HelpCase] = field(default_factory=list)


@dataclass(frozen=True)
class Area:
    """One part of the community on the day's list."""

    name: str
    cases: Sequence[HelpCase]


def screen(community: Community, viewer: User) -> Screen:
    """What is open now, and what was done since midnight."""
    # Told to a small circle only: a number on the wall would tell that there is one.
    told = HelpCase.objects.filter(community=community, is_sensitive=False).not_about(viewer)
    now = timezone.now()
    found = told.open().aggregate(
        waiting=Count("pk", filter=Q(status="waiting")),
        in_hand=Count("pk", filter=Q(status="in_hand")),
        late=Count("pk", filter=Q(due_at__lt=now)),
    )
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time.min))
    done = told.filter(closed_at__gte=midnight, merged_into=None).count()
    # Only what may stand on a wall is read at all.
    pressing = (
        told.open().order_by("due_at", "id").only("kind", "area", "urgency", "asked_at", "due_at", "status")
    )
    return Screen(**found, done_today=done, pressing=list(pressing[:MOST_ON_SCREEN]))


def areas(rows) -> tuple[list[Area], bool]:
    """These open requests by area, the most urgent first in each; and whether there were too many for one list.

    Requests of the small circle never stand on paper.
    """
    found = list(rows.filter(is_sensitive=False).order_by("due_at", "id")[: MOST_LISTED + 1])
    is_cut = len(found) > MOST_LISTED
    parts: dict[str, list[HelpCase]] = {}
    for case in sorted(found[:MOST_LISTED], key=lambda case: (RANK[case.urgency], case.due_at, case.pk)):
        parts.setdefault(case.area, []).append(case)
    # What has no area stands last.
    names = sorted(parts, key=lambda name: (not name, sort_key(name)))
    return [Area(name, parts[name]) for name in names], is_cut


def note_look(*, community: Community, viewer: User, count: int) -> bool:
    """Write into the change log that somebody saw names, places and phones of so many requests.

    The same look within ten minutes is written once. Tells whether it was written now.
    """
    since = timezone.now() - ONE_LOOK
    rows = LogEntry.objects.get_for_object(community).filter(action=LogEntry.Action.ACCESS, actor=viewer)
    recent = rows.filter(timestamp__gte=since).values_list("additional_data", flat=True)
    if any(kept and kept.get("list") == LIST for kept in recent):
        return False
    LogEntry.objects.log_create(
        community,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        actor=viewer,
        additional_data={"list": LIST, "requests": count},
    )
    return True
