"""Numbers about a community's volunteers: for everybody with small groups hidden, and who can be asked for what."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community
from lib.charts import Chart, bars
from lib.dates import month_start, thai_month
from lib.disclosure import Hidden, nested_counts, sources
from lib.remember import for_a_while
from welfare.help_querysets import VolunteerQuerySet
from welfare.models import Hours, Mission, Skill, Volunteer
from welfare.volunteering import certificates

OTHER = "other"


@dataclass(frozen=True)
class Figures:
    """What the public page says. `hours` is None while too few gave any; a month that is hidden is None."""

    active: int | Hidden
    trained: int | Hidden
    new: int | Hidden
    since: dt.date
    hours: int | None = None
    kinds: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    months: list[tuple[dt.date, int | None]] = field(default_factory=list)


@for_a_while
def public(community: int, threshold: int) -> Figures:
    """Volunteers by number, and hours of the last twelve whole months by kind and by month: half a minute old at most.

    Groups smaller than `threshold` volunteers are hidden: numbers with `nested_counts`, kinds and months together in
    one line with `sources`, so that none follows from the total less the others.
    """
    today = timezone.localdate()
    until = month_start(today)
    since = dt.date(until.year - 1, until.month, 1)
    active = Volunteer.objects.active().filter(community=community)
    trained = active.filter(pk__in=certificates.valid().filter(kind="course").values("volunteer"))
    new = active.filter(joined_on__year=today.year)
    everybody = active.count()
    # Both are parts of the active ones, but not of each other.
    parts = {
        name: nested_counts([("active", everybody), (name, rows.count())], threshold).steps
        for name, rows in (("trained", trained), ("new", new))
    }
    given = _given(community, since, until)
    total = _shown(given, 0, threshold)
    return Figures(
        parts["new"]["active"],
        parts["trained"]["trained"],
        parts["new"]["new"],
        since,
        hours=_whole_hours(minutes for _key, minutes in given) if total else None,
        kinds=total,
        months=_months(given, since, threshold) if total else [],
    )


def charts(figures: Figures) -> list[Chart]:
    """The two pictures of the public page; none while hours are hidden."""
    if figures.hours is None:
        return []
    labels = dict(Mission.Kind.choices)
    kinds = [
        (
            str(labels[names[0]]) if len(names) == 1 and names[0] != OTHER else _("several kinds together"),
            hours,
        )
        for names, hours in figures.kinds
    ]
    months = [(thai_month(month), hours) for month, hours in figures.months]
    unit = _("hours")
    return [
        bars(_("What volunteers gave their time to"), kinds, unit, label=_("kind of work")),
        bars(_("Hours of volunteers, month by month"), months, unit, label=_("Month")),
    ]


def skills_of(community: Community) -> QuerySet[Any]:
    """The list of skills and tools, each with how many active volunteers can be asked (`able`) and how many wait to be
    looked at (`waiting`)."""
    active = Q(volunteers__volunteer__status=Volunteer.Status.ACTIVE)
    checked = Q(needs_check=False) | Q(volunteers__checked_at__isnull=False)
    waits = Q(needs_check=True, volunteers__checked_at__isnull=True)
    return Skill.objects.filter(community=community).annotate(
        able=Count("volunteers", filter=active & checked), waiting=Count("volunteers", filter=active & waits)
    )


def count_to_check(community: Community) -> int:
    """How many volunteers wait until the committee has looked at them."""
    return waiting_for_check(Volunteer.objects.active().filter(community=community)).count()


def waiting_for_check(rows: VolunteerQuerySet) -> VolunteerQuerySet:
    """Those with something that the committee has to look at first."""
    waits = rows.filter(skills__skill__needs_check=True, skills__checked_at__isnull=True)
    return rows.filter(pk__in=waits.values("pk"))


def _given(community: int, since: dt.date, until: dt.date) -> list[tuple[tuple[str, dt.date, int], int]]:
    """((kind, month, volunteer), minutes) of all confirmed hours."""
    rows = (
        Hours.objects.filter(
            volunteer__community=community, status=Hours.Status.CONFIRMED, day__gte=since, day__lt=until
        )
        .annotate(month=TruncMonth("day"))
        .order_by()
        .values_list("kind", "month", "volunteer")
        .annotate(total=Sum("minutes"))
    )
    return [((kind, month, volunteer), total) for kind, month, volunteer, total in rows]


def _shown(given: list, part: int, threshold: int) -> list[tuple[tuple, int]]:
    """(names, hours) by kind (part 0) or by month (part 1), the most first; small ones together, or not at all."""
    people: dict = defaultdict(set)
    minutes: dict = defaultdict(int)
    for key, total in given:
        people[key[part]].add(key[2])
        minutes[key[part]] += total
    everybody = {key[2] for key, _total in given}
    lines = [line for line in sources(people, everybody, threshold, other=OTHER) if line.shown]
    rows = [(line.names, _whole_hours(minutes[name] for name in line.names)) for line in lines]
    return sorted(rows, key=lambda row: (len(row[0]) > 1, -row[1]))


def _months(given: list, since: dt.date, threshold: int) -> list[tuple[dt.date, int | None]]:
    shown = {names[0]: hours for names, hours in _shown(given, 1, threshold) if len(names) == 1}
    had = {key[1] for key, _total in given}
    twelve = [
        dt.date(since.year + (since.month - 1 + n) // 12, (since.month - 1 + n) % 12 + 1, 1)
        for n in range(12)
    ]
    return [(month, shown.get(month) if month in had else 0) for month in twelve]


def _whole_hours(minutes) -> int:
    return round(sum(minutes) / 60)
