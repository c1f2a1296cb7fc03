"""Requests to the help desk: taking one in, once, and writing each step on record."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Household, Person, Role, User
from lib.errors import Refused
from lib.thai import search_key
from welfare.helpdesk import targets
from welfare.models import CaseEvent, CaseSubject, CircleMember, HelpCase

Channel, Kind, Status = HelpCase.Channel, HelpCase.Kind, HelpCase.Status
# Who sits at the desk.
DESK = (Role.Kind.CASE_WORKER, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
# Written down by somebody of the desk, or by a volunteer on the way.
ENTERED = (Channel.PHONE, Channel.COUNTER, Channel.LINE, Channel.PAPER, Channel.VISIT)
OLDEST_TYPED = dt.timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """What is told: the four fields, and what else is known. Texts are shaped by the form that took them."""

    kind: str
    for_whom: str
    place: str
    urgency: str
    phone: str = ""
    words: str = ""
    topic: str = ""
    area: str = ""
    about: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@transaction.atomic
def receive(
    *,
    community: Community,
    asked: Asked,
    key: str,
    user: User | None,
    channel: str = Channel.SITE,
    typed_at: dt.datetime | None = None,
    household: Household | None = None,
    person: Person | None = None,
    subjects: Sequence[User] = (),
) -> HelpCase:
    """Take a request in, with or without an account; once for each `key`. The desk, or the small circle, is told.

    `subjects` are people complained about: to them the request does not exist, from the first moment on.
    Raises Refused ("unknown") for a kind, urgency or topic that there is not, ("not_theirs") when somebody writes down
    what others told without the role for it, ("whose") for a household of another community.
    """
    there = HelpCase.objects.filter(key=key).first()
    if there:
        return there
    _check(asked)
    is_entered = channel in ENTERED
    if is_entered and not may_enter(user, community):
        raise Refused(_("Only the centre and its volunteers write down what others told."), "not_theirs")
    if household is not None and household.community_id != community.pk:
        raise Refused(_("This household belongs to another community."), "whose")
    now = timezone.now()
    case = HelpCase(
        **asdict(asked),
        key=key,
        community=community,
        channel=channel,
        is_sensitive=asked.kind in HelpCase.SENSITIVE,
        household=household,
        person=person,
        asked_by=None if is_entered else user,
        entered_by=user if is_entered else None,
        typed_at=typed_at if typed_at and now - OLDEST_TYPED <= typed_at <= now else None,
        asked_at=now,
        place_key=search_key(asked.place)[:200],
        name_key=search_key(asked.for_whom)[:120],
    )
    case.due_at = targets.due_at(case)
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:
        # Sent twice at once: the other one was first.
        return HelpCase.objects.get(key=key)
    CaseSubject.objects.bulk_create(
        CaseSubject(case=case, user=subject, added_by=user) for subject in subjects
    )
    record(case, CaseEvent.Kind.RECEIVED, actor=user, facts={"channel": channel, "urgency": asked.urgency})
    _tell_desk(case)
    return case


def record(
    case: HelpCase, kind: str, *, actor: User | None, words: str = "", facts: dict | None = None
) -> CaseEvent:
    """Write one step down. Every action on a case calls this in its own transaction."""
    return CaseEvent.objects.create(case=case, kind=kind, words=words, facts=facts or {}, actor=actor)


def locked(case: HelpCase) -> HelpCase:
    """The case, locked until the end of the transaction and read anew."""
    rows = HelpCase.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "household", "person", "assignee", "merged_into").get(pk=case.pk)


def locked_for(case: HelpCase, actor: User) -> HelpCase:
    """The case, locked, for somebody who may take steps on it. Raises Refused ("not_theirs")."""
    case = locked(case)
    if not HelpCase.objects.workable_by(actor).filter(pk=case.pk).exists():
        raise Refused(_("This request is not in your hands."), "not_theirs")
    return case


def may_enter(user: User | None, community: Community) -> bool:
    """Whether this person may write down what somebody told: the desk and the community's volunteers."""
    if user is None or not user.is_authenticated:
        return False
    kinds = (*DESK, Role.Kind.VOLUNTEER)
    return Community.objects.with_role(user, *kinds).filter(pk=community.pk).exists()


def desk_of(community: Community) -> list[User]:
    """Everybody who sits at this community's desk today."""
    roles = Role.objects.active().filter(community=community, kind__in=DESK).select_related("user")
    return list({role.user_id: role.user for role in roles}.values())


def circle_of(community: Community) -> list[User]:
    """Everybody in this community's small circle today."""
    today = timezone.localdate()
    rows = CircleMember.objects.filter(community=community, since__lte=today).select_related("user")
    return [row.user for row in rows if row.until is None or row.until >= today]


def tell_chair_without_circle(case: HelpCase) -> None:
    """Nobody may read a sensitive request: the chair is told to appoint somebody, not what it is about.

    A chair who is complained about is told nothing.
    """
    complained = set(case.subjects.values_list("user", flat=True))
    if {user.pk for user in circle_of(case.community)} - complained:
        return
    chairs = Role.objects.active().filter(community=case.community, kind=Role.Kind.CHAIR)
    text = _(
        "A request waits that only a small circle may read. Please appoint people whom everybody trusts."
    )
    for role in chairs.exclude(user__in=complained).select_related("user"):
        notices.send(to=role.user, text=text, url=reverse("welfare:circle", args=[case.community.code]))


def _check(asked: Asked) -> None:
    topics = ("", *HelpCase.Topic.values)
    if (
        asked.kind not in Kind.values
        or asked.urgency not in HelpCase.Urgency.values
        or asked.topic not in topics
    ):
        raise Refused(_("Please choose what is needed, and how soon."), "unknown")


def _tell_desk(case: HelpCase) -> None:
    """No name, place or phone: whoever may read it opens the board. Those complained about are not told."""
    readers = circle_of(case.community) if case.is_sensitive else desk_of(case.community)
    text = (
        _("A request for the small circle has arrived.")
        if case.is_sensitive
        else format_lazy(
            _("Somebody asks the centre for help: {what}. How urgent: {urgency}."),
            what=Kind(case.kind).label,
            urgency=HelpCase.Urgency(case.urgency).label,
        )
    )
    complained = set(case.subjects.values_list("user", flat=True))
    for user in readers:
        if user.pk not in complained and user.pk != case.entered_by_id:
            notices.send(to=user, text=text, url=reverse("welfare:case", args=[case.code]))
    if case.is_sensitive:
        tell_chair_without_circle(case)
