"""Missions: written by who looks after volunteers, opened, given shifts, and done or called off."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.errors import Refused
from welfare.helpdesk import cases
from welfare.models import CaseEvent, CaseLink, Course, HelpCase, Mission, Shift, SignUp, Skill
from welfare.volunteering import wording

Status = Mission.Status
# Who looks after volunteers.
KEEPERS = ("committee", "chair", "case_worker")
LONGEST = dt.timedelta(hours=24)
# What kind of work a request usually becomes. Nothing is said of what a small circle keeps.
KIND_OF_CASE = {
    HelpCase.Kind.FOOD: Mission.Kind.FOOD,
    HelpCase.Kind.MEDICINE: Mission.Kind.RIDE,
    HelpCase.Kind.RIDE: Mission.Kind.RIDE,
    HelpCase.Kind.CARE: Mission.Kind.CARE,
    HelpCase.Kind.REPAIR: Mission.Kind.REPAIR,
    HelpCase.Kind.SAFETY: Mission.Kind.SAFETY,
    HelpCase.Kind.RESCUE: Mission.Kind.SAFETY,
}


@dataclass(frozen=True)
class Told:
    """What a mission says. `address` is only for those who take part."""

    kind: str
    title: str
    place: str
    contact_name: str
    contact_phone: str
    words: str = ""
    address: str = ""
    course: Course | None = None


@dataclass(frozen=True)
class Time:
    """When a shift is, and for how many."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    places: int


@transaction.atomic
def write(
    *,
    community: Community,
    told: Told,
    skills: Sequence[Skill],
    first: Time | None,
    actor: User,
    case: HelpCase | None = None,
    opens: bool = False,
) -> Mission:
    """A new mission with its first shift, as a draft or open at once. A mission of a case is on the case's record.

    Raises Refused ("not_theirs", "elsewhere", "time", "no_shift", or as the case refuses).
    """
    if not Community.objects.with_role(actor, *KEEPERS).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee and case workers write missions."), "not_theirs")
    _check(community, told, skills)
    if case is not None:
        case = cases.locked_for(case, actor)
        if case.community_id != community.pk:
            raise Refused(_("This request belongs to another community."), "elsewhere")
    mission = Mission.objects.create(community=community, coordinator=actor, case=case, **_fields(told))
    mission.skills.set(skills)
    if first:
        _add(mission, first)
    if case is not None:
        document = f"mission {mission.code}"
        CaseLink.objects.create(case=case, document=document, added_by=actor)
        cases.record(case, CaseEvent.Kind.LINKED, actor=actor, facts={"document": document})
    return open_to_volunteers(mission=mission, actor=actor) if opens else mission


@transaction.atomic
def change(*, mission: Mission, told: Told, skills: Sequence[Skill], actor: User) -> Mission:
    """Other words. Who takes part is told when the place is another. Raises Refused ("over", "elsewhere")."""
    mission = locked_for(mission, actor)
    _require(mission, Status.DRAFT, Status.OPEN)
    _check(mission.community, told, skills)
    has_moved = (mission.place, mission.address) != (told.place, told.address)
    for name, value in _fields(told).items():
        setattr(mission, name, value)
    mission.save()
    mission.skills.set(skills)
    if has_moved:
        text = format_lazy(_("“{title}” is at another place now. Please look at it."), title=mission.title)
        _tell(mission, _coming(mission), text)
    return mission


@transaction.atomic
def open_to_volunteers(*, mission: Mission, actor: User) -> Mission:
    """Everybody can see it and sign up. Raises Refused ("no_shift") without a shift to come."""
    mission = locked_for(mission, actor)
    if mission.status == Status.OPEN:
        return mission
    _require(mission, Status.DRAFT)
    if not mission.shifts.filter(ends_at__gt=timezone.now()).exists():
        raise Refused(_("First say when it is: add a shift."), "no_shift")
    mission.status = Status.OPEN
    mission.save(update_fields=["status"])
    return mission


@transaction.atomic
def add_shift(*, mission: Mission, time: Time, actor: User) -> Shift:
    """Another time. Raises Refused ("over", "time", "same")."""
    mission = locked_for(mission, actor)
    _require(mission, Status.DRAFT, Status.OPEN)
    return _add(mission, time)


@transaction.atomic
def finish(*, mission: Mission, actor: User) -> Mission:
    """What was to be done is done. Raises Refused ("to_come") while people are still expected."""
    mission = locked_for(mission, actor)
    if mission.status == Status.DONE:
        return mission
    _require(mission, Status.OPEN)
    _lock_shifts(mission)
    if _coming(mission).filter(shift__starts_at__gt=timezone.now(), status=SignUp.Status.GOING).exists():
        raise Refused(
            _(
                "People are signed up for a shift that is still to come. Call the mission off, or wait for it."
            ),
            "to_come",
        )
    _coming(mission).filter(status=SignUp.Status.WAITING).update(status=SignUp.Status.OFF)
    mission.status = Status.DONE
    mission.save(update_fields=["status"])
    return mission


@transaction.atomic
def cancel(*, mission: Mission, reason: str, actor: User) -> Mission:
    """It does not take place. Everybody who is signed up is told why, and that nobody has to come.

    Shifts that are over stay: who was there is still confirmed. Raises Refused ("reason", "over").
    """
    mission = locked_for(mission, actor)
    if not reason:
        raise Refused(_("Say why it is called off."), "reason")
    _require(mission, Status.DRAFT, Status.OPEN)
    _lock_shifts(mission)
    mission.status, mission.cancel_reason = Status.CANCELLED, reason
    mission.save(update_fields=["status", "cancel_reason"])
    coming = list(_coming(mission).select_related("volunteer__user", "shift"))
    for one in coming:
        text = format_lazy(
            _("Called off: “{title}”, {when}. You do not have to come. Why: {reason}"),
            title=mission.title,
            when=wording.when(one.shift),
            reason=reason,
        )
        _tell(mission, [one], text)
    SignUp.objects.filter(pk__in=[one.pk for one in coming]).update(
        status=SignUp.Status.OFF, offered_to=None, changed_at=timezone.now()
    )
    return mission


def locked_for(mission: Mission, actor: User) -> Mission:
    """The mission, locked, for who looks after it. Raises Refused ("not_theirs")."""
    rows = Mission.objects.select_for_update(of=("self",), no_key=True).select_related("community", "course")
    mission = rows.get(pk=mission.pk)
    if not Mission.objects.coordinated_by(actor).filter(pk=mission.pk).exists():
        raise Refused(_("Somebody else looks after this mission."), "not_theirs")
    return mission


def url(mission: Mission) -> str:
    """The mission's page."""
    return reverse("welfare:mission", args=[mission.code])


def _fields(told: Told) -> dict:
    return dict(vars(told))


def _require(mission: Mission, *statuses: str) -> None:
    if mission.status not in statuses:
        raise Refused(_("This mission is over already."), "over")


def _check(community: Community, told: Told, skills: Sequence[Skill]) -> None:
    if told.kind not in Mission.Kind.values:
        raise Refused(_("Please choose the kind of work."), "unknown")
    foreign = [skill for skill in skills if skill.community_id != community.pk]
    if foreign or (told.course and told.course.community_id != community.pk):
        raise Refused(_("What is needed comes from the lists of this community."), "elsewhere")


def _add(mission: Mission, time: Time) -> Shift:
    if not dt.timedelta(0) < time.ends_at - time.starts_at <= LONGEST:
        raise Refused(_("A shift ends after it starts, within a day."), "time")
    if time.ends_at <= timezone.now():
        raise Refused(_("This time is over already. Please check the day."), "time")
    if mission.shifts.filter(starts_at=time.starts_at, ends_at=time.ends_at).exists():
        raise Refused(_("This mission has a shift at this time already."), "same")
    return Shift.objects.create(mission=mission, **vars(time))


def _lock_shifts(mission: Mission) -> None:
    """In a fixed order, so that nobody signs up meanwhile."""
    list(Shift.objects.select_for_update(no_key=True).filter(mission=mission).order_by("pk").values("pk"))


def _coming(mission: Mission):
    """Who is signed up for what is not over yet."""
    expected = (SignUp.Status.GOING, SignUp.Status.WAITING)
    return SignUp.objects.filter(
        shift__mission=mission, shift__ends_at__gt=timezone.now(), status__in=expected
    )


def _tell(mission: Mission, signups, text) -> None:
    for user in {one.volunteer.user for one in signups}:
        notices.send(to=user, text=text, url=url(mission))
