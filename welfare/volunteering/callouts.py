"""Calls to volunteers who can what a mission needs, and the gaps that are still to fill."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.errors import Refused
from lib.thai import search_key
from lib.words import Words
from welfare.models import CallOut, Mission, Shift, Volunteer
from welfare.volunteering import abilities, shifts, wording
from welfare.volunteering.missions import locked_for, url

SAME, NEAR, OTHER, UNKNOWN = "same", "near", "other", "unknown"
FAR: dict[str, Words] = {
    SAME: _("in your part of the community"),
    NEAR: _("near your part of the community"),
    OTHER: _("in another part of the community"),
    UNKNOWN: "",
}
ORDER = (SAME, NEAR, OTHER, UNKNOWN)
# How far ahead gaps are looked for, and how many are shown.
AHEAD = dt.timedelta(days=14)
MOST_GAPS = 30


@dataclass(frozen=True)
class Gap:
    """A shift with places free, and how many could be asked, by distance."""

    shift: Shift
    free: int
    can: int = 0
    by_distance: dict[str, int] = field(default_factory=dict)
    called_today: bool = False

    @property
    def when(self):
        """Day and times in words."""
        return wording.when(self.shift)

    @property
    def distances(self) -> list[tuple[int, Words]]:
        """How many are how far away, in words."""
        return in_words(self.by_distance)


def distance(area: str, place: str) -> str:
    """How far a volunteer's area is from a place, by their words alone: the same, one word in common, or none.

    Nothing is said when the volunteer named no area.
    """
    own, there = _words(area), _words(place)
    if not own or not there:
        return UNKNOWN
    if own <= there or there <= own:
        return SAME
    return NEAR if own & there else OTHER


def by_distance(volunteers: list[Volunteer], place: str) -> dict[str, int]:
    """How many of them are how far away, the nearest first; only what there is."""
    counts = Counter(distance(one.area, place) for one in volunteers)
    return {name: counts[name] for name in ORDER if counts[name]}


def in_words(found: dict[str, int]) -> list[tuple[int, Words]]:
    """How many are how far away; nothing of those who named no area."""
    return [(count, FAR[name]) for name, count in found.items() if FAR[name]]


def gaps(community: Community) -> list[Gap]:
    """Shifts of the next 14 days with places free, the next first. The same few questions for any number."""
    now = timezone.now()
    rows = shifts.counted(Shift.objects.filter(ends_at__gt=now, starts_at__lt=now + AHEAD))
    rows = rows.filter(mission__community=community, mission__status=Mission.Status.OPEN)
    rows = rows.select_related("mission__course").order_by("starts_at", "pk")
    rows = rows.prefetch_related("mission__skills")
    found = list(rows.filter(holding__lt=F("places"))[:MOST_GAPS])
    able = abilities.who_can(list({shift.mission_id: shift.mission for shift in found}.values()))
    called = _called_today([shift.mission_id for shift in found])
    return [
        Gap(
            shift=shift,
            free=shift.places - shift.holding,
            can=len(able[shift.mission_id]),
            by_distance=by_distance(able[shift.mission_id], shift.mission.place),
            called_today=shift.mission_id in called,
        )
        for shift in found
    ]


def next_gap(mission: Mission) -> Shift | None:
    """The next shift of the mission with places free."""
    rows = shifts.counted(mission.shifts.filter(ends_at__gt=timezone.now()))
    return rows.filter(holding__lt=F("places")).order_by("starts_at", "pk").first()


@transaction.atomic
def call(*, mission: Mission, words: str, actor: User) -> CallOut:
    """Ask everybody who can and is not signed up, once a day at most.

    Raises Refused ("not_theirs", "over", "today", "full", "nobody").
    """
    mission = locked_for(mission, actor)
    if mission.status != Mission.Status.OPEN:
        raise Refused(_("Only for an open mission are volunteers called."), "over")
    if _called_today([mission.pk]):
        raise Refused(
            _("Volunteers were called for this mission today. Please wait until tomorrow."), "today"
        )
    gap = next_gap(mission)
    if gap is None:
        raise Refused(_("Every shift to come is full."), "full")
    asked = [one for one in abilities.who_can([mission])[mission.pk] if one.user_id != actor.pk]
    if not asked:
        raise Refused(_("Nobody is left who can do it and is not signed up. Ask people yourself."), "nobody")
    users = {one.pk: one for one in User.objects.filter(pk__in=[one.user_id for one in asked])}
    for one in asked:
        far = distance(one.area, mission.place)
        notices.send(to=users[one.user_id], text=_text(mission, gap, far, words), url=url(mission))
    return CallOut.objects.create(mission=mission, words=words, asked=len(asked), sent_by=actor)


def _text(mission: Mission, gap: Shift, far: str, words: str):
    told = {"title": mission.title, "when": wording.when(gap), "far": FAR[far], "words": words}
    if far == UNKNOWN:
        return format_lazy(_("Can you help? “{title}”, {when}. {words}"), **told)
    return format_lazy(_("Can you help? “{title}”, {when}, {far}. {words}"), **told)


def _words(text: str) -> set[str]:
    """Folded words; single letters and the word for "village number" alone tell nothing, so numbers go with it."""
    text = re.sub(r"(หมู่ที่|หมู่|ม\.|ซอย|ซ\.)\s*", r" \1", text)
    parts = (search_key(part) for part in re.split(r"[\s,/()]+", text))
    return {part for part in parts if len(part) > 1}


def _called_today(missions: list[int]) -> set[int]:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = CallOut.objects.filter(mission__in=missions, sent_at__gte=today)
    return set(rows.values_list("mission", flat=True))
