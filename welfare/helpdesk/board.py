"""The board of the centre: what waits, what is in hand, what is late, and which of them somebody wants to see."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Community, User
from lib.codes import normalise_code
from lib.dates import thai_date
from lib.phones import normalise_phone
from lib.thai import search_key
from welfare.helpdesk import cases
from welfare.models import CircleMember, HelpCase

Status = HelpCase.Status
PILES = ("waiting", "in_hand", "late", "closed")
FILTERS = ("pile", "kind", "urgency", "area", "assignee", "channel", "sensitive", "reopened", "q")
BY_DUE, BY_CLOSING = ["due_at", "id"], ["-closed_at", "id"]
# The numbers of the piles look at so many requests at most, the most pressing ones.
MOST_COUNTED = 500


@dataclass
class Piles:
    """How many wait, are in hand and are late, among the most pressing ones; and where, and in whose hands they are."""

    waiting: int = 0
    in_hand: int = 0
    late: int = 0
    is_more: bool = False
    areas: list[str] = field(default_factory=list)
    hands: list[int] = field(default_factory=list)

    def shown(self, name: str) -> str:
        """The number, with a plus where there may be more."""
        number = getattr(self, name)
        # The late ones stand first: all were counted when one that is not late was reached.
        is_whole = not self.is_more or (name == "late" and number < MOST_COUNTED)
        return str(number) if is_whole else f"{number}+"


def communities_of(user: User) -> QuerySet[Community]:
    """Communities on whose board this person sees something: at the desk, or in the small circle."""
    desk = Community.objects.with_role(user, *cases.DESK).values("pk")
    return Community.objects.filter(Q(pk__in=desk) | Q(pk__in=_circles(user)))


def cards(user: User, community: Community, wanted: Mapping[str, str]) -> QuerySet[HelpCase]:
    """The requests that this person handles and wants to see; unknown words in a filter are passed over.

    Order them by `order(wanted)`: the most pressing first, or the last closed first.
    """
    handled = HelpCase.objects.handled_by(user).filter(community=community)
    is_closed = wanted.get("pile") == "closed"
    rows = handled.filter(status=Status.CLOSED, merged_into=None) if is_closed else handled.open()
    rows = _in_pile(rows, wanted.get("pile", ""))
    for name, choices in (
        ("kind", HelpCase.Kind), ("urgency", HelpCase.Urgency), ("channel", HelpCase.Channel),
    ):  # fmt: skip
        if wanted.get(name) in choices.values:
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("area"):
        rows = rows.filter(area=wanted["area"][:80])
    if wanted.get("assignee", "").isdecimal() and len(wanted["assignee"]) < 15:
        rows = rows.filter(assignee=int(wanted["assignee"]))
    if wanted.get("sensitive"):
        rows = rows.filter(is_sensitive=True)
    if wanted.get("reopened"):
        rows = rows.filter(reopened__gt=0)
    rows = _matching(rows, wanted.get("q", ""), is_closed)
    return rows.select_related("household", "assignee")


def order(wanted: Mapping[str, str]) -> list[str]:
    """The order of `cards`, for paging."""
    return BY_CLOSING if wanted.get("pile") == "closed" else BY_DUE


def piles(user: User, community: Community) -> Piles:
    """The numbers of the board, in one statement that reads a bounded number of rows."""
    rows = HelpCase.objects.handled_by(user).filter(community=community).open().order_by(*BY_DUE)
    facts = rows.values_list("status", "due_at", "area", "assignee")[: MOST_COUNTED + 1]
    now, found = timezone.now(), Piles()
    areas, hands = set(), set()
    for number, (status, due_at, area, assignee) in enumerate(facts):
        if number == MOST_COUNTED:
            found.is_more = True
            break
        found.waiting += status == Status.WAITING
        found.in_hand += status == Status.IN_HAND
        found.late += due_at < now
        areas.add(area)
        hands.add(assignee)
    found.areas = sorted(areas - {""})
    found.hands = sorted(hands - {None})
    return found


def count_waiting(community: Community) -> int:
    """How many wait for somebody to take them, for the card in the office; those of the circle are not told there."""
    rows = HelpCase.objects.open().filter(community=community, status=Status.WAITING, is_sensitive=False)
    return rows.order_by(*BY_DUE)[:MOST_COUNTED].count()


def due_words(due_at: dt.datetime, now: dt.datetime | None = None) -> str:
    """By when, in words: "in 20 minutes", "40 minutes late"; the day itself when that is over a week away."""
    seconds = int((due_at - (now or timezone.now())).total_seconds())
    minutes = abs(seconds) // 60
    if minutes < 1:
        return _("now")
    if minutes >= 7 * 24 * 60:
        words = _("late since %(day)s") if seconds < 0 else _("by %(day)s")
        return words % {"day": thai_date(due_at)}
    if minutes >= 48 * 60:
        count = minutes // (24 * 60)
        late, soon = (
            ngettext("%(count)s day late", "%(count)s days late", count),
            ngettext("in %(count)s day", "in %(count)s days", count),
        )
    elif minutes >= 120:
        count = minutes // 60
        late, soon = (
            ngettext("%(count)s hour late", "%(count)s hours late", count),
            ngettext("in %(count)s hour", "in %(count)s hours", count),
        )
    else:
        count = minutes
        late, soon = (
            ngettext("%(count)s minute late", "%(count)s minutes late", count),
            ngettext("in %(count)s minute", "in %(count)s minutes", count),
        )
    return (late if seconds < 0 else soon) % {"count": count}


def _in_pile(rows: QuerySet[HelpCase], pile: str) -> QuerySet[HelpCase]:
    if pile in (Status.WAITING, Status.IN_HAND):
        return rows.filter(status=pile)
    return rows.filter(due_at__lt=timezone.now()) if pile == "late" else rows


def _matching(rows: QuerySet[HelpCase], words: str, is_closed: bool) -> QuerySet[HelpCase]:
    """By code, phone, name or place. Closed ones, of which there are many, only as a whole."""
    key = search_key(words)[:100]
    if not key:
        return rows
    found = Q(code=normalise_code(words)[:12])
    with contextlib.suppress(ValueError):
        found |= Q(phone=normalise_phone(words))
    within = "" if is_closed else "__contains"
    return rows.filter(found | Q(**{f"name_key{within}": key}) | Q(**{f"place_key{within}": key}))


def _circles(user: User):
    if not user.is_authenticated:
        return CircleMember.objects.none().values("community")
    today = timezone.localdate()
    ends = Q(until__isnull=True) | Q(until__gte=today)
    return CircleMember.objects.filter(ends, user=user, since__lte=today).values("community")
