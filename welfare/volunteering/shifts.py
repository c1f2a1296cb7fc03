"""Places in shifts: signing up, the waiting list, cancelling, and passing one's place on.

Every action locks the shift first: never do more people take part than there are places.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import User
from lib.errors import Refused
from welfare.models import Mission, Shift, SignUp, Volunteer
from welfare.volunteering import abilities, wording

Status = SignUp.Status
# Who holds a place.
HOLDING = (Status.GOING, Status.CAME)
SHIFTS_TOLD = 3


@transaction.atomic
def join(*, shift: Shift, volunteer: Volunteer, anyway: bool = False) -> SignUp:
    """A place in the shift, or the end of its waiting list; pressing twice gives the same one.

    `anyway` goes on though the volunteer helps elsewhere at that time. Raises Refused ("over", "not_active",
    "elsewhere", "skill", "unchecked", "course", "clash").
    """
    shift = locked(shift)
    there = _of(shift, volunteer)
    if there:
        return there
    check_open(shift)
    check_able(volunteer, shift.mission)
    if not anyway:
        check_clash(shift, volunteer)
    status = Status.GOING if free(shift) > 0 else Status.WAITING
    return SignUp.objects.create(shift=shift, volunteer=volunteer, status=status)


@transaction.atomic
def cancel(*, shift: Shift, volunteer: Volunteer) -> SignUp:
    """Give the place back; the first of the waiting list gets it, and who looks after the mission is told.

    Raises Refused ("not_there", "over").
    """
    shift = locked(shift)
    signup = _expected(shift, volunteer)
    if shift.ends_at <= timezone.now() or signup.checked_in_at:
        raise Refused(_("This shift has begun. Please tell the person to ask."), "over")
    was_going = signup.status == Status.GOING
    _leave(signup)
    if was_going:
        text = format_lazy(
            _("Somebody cannot come to “{title}”, {when}."),
            title=shift.mission.title,
            when=wording.when(shift),
        )
        notices.send(to=shift.mission.coordinator, text=text, url=people_url(shift))
        move_up(shift)
    return signup


@transaction.atomic
def offer(*, shift: Shift, volunteer: Volunteer, to: Volunteer | None) -> SignUp:
    """Offer the own place to another volunteer, who may accept; to nobody takes the offer back.

    Raises Refused ("not_there", "over", "not_going", "whom", and as `join` does for the other one).
    """
    shift = locked(shift)
    check_open(shift)
    signup = _expected(shift, volunteer)
    if signup.status != Status.GOING or signup.checked_in_at:
        raise Refused(_("Only a place that is yours can be passed on."), "not_going")
    if to is not None:
        _check_other(shift, volunteer, to)
        text = format_lazy(
            _("{name} cannot come to “{title}”, {when}, and offers you the place. Can you go?"),
            name=wording.shown_name(volunteer),
            title=shift.mission.title,
            when=wording.when(shift),
        )
        notices.send(to=to.user, text=text, url=_mission_url(shift.mission))
    signup.offered_to = to
    signup.save(update_fields=["offered_to", "changed_at"])
    return signup


@transaction.atomic
def accept(*, signup: SignUp, actor: User, anyway: bool = False) -> SignUp:
    """Take over the place that was offered. Raises Refused ("gone", "over", and as `join` does)."""
    shift = locked(signup.shift)
    signup, to = _offered(signup, actor)
    check_open(shift)
    check_able(to, shift.mission)
    if not anyway:
        check_clash(shift, to)
    _leave(signup)
    own = _of(shift, to) or SignUp(shift=shift, volunteer=to)
    own.status = Status.GOING
    own.save()
    text = format_lazy(
        _("{name} takes your place at “{title}”, {when}. Thank you for asking."),
        name=wording.shown_name(to),
        title=shift.mission.title,
        when=wording.when(shift),
    )
    notices.send(to=signup.volunteer.user, text=text, url=_mission_url(shift.mission))
    return own


@transaction.atomic
def decline(*, signup: SignUp, actor: User) -> SignUp:
    """Not take over the place that was offered; who offered is told. Raises Refused ("gone")."""
    shift = locked(signup.shift)
    signup, to = _offered(signup, actor)
    signup.offered_to = None
    signup.save(update_fields=["offered_to", "changed_at"])
    text = format_lazy(
        _("{name} cannot take your place at “{title}”, {when}. It is still yours."),
        name=wording.shown_name(to),
        title=shift.mission.title,
        when=wording.when(shift),
    )
    notices.send(to=signup.volunteer.user, text=text, url=_mission_url(shift.mission))
    return signup


def move_up(shift: Shift) -> list[SignUp]:
    """Give free places to who waits, in their order; part of the action that freed them, with the shift locked.

    Who rests or has left, or can no longer do it, is passed over.
    """
    if shift.mission.status != Mission.Status.OPEN or shift.ends_at <= timezone.now():
        return []
    moved: list[SignUp] = []
    waiting = shift.signups.filter(status=Status.WAITING).select_related("volunteer__user").order_by("pk")
    left = free(shift)
    for signup in waiting:
        if len(moved) >= left:
            break
        if not _is_able(signup.volunteer, shift.mission):
            continue
        signup.status = Status.GOING
        signup.save(update_fields=["status", "changed_at"])
        moved.append(signup)
        text = format_lazy(
            _("A place is free: you take part in “{title}”, {when}. You cannot come? Please cancel soon."),
            title=shift.mission.title,
            when=wording.when(shift),
        )
        notices.send(to=signup.volunteer.user, text=text, url=_mission_url(shift.mission))
    return moved


def of_volunteer(volunteer: Volunteer) -> QuerySet[SignUp]:
    """What this volunteer is signed up for and is not over, the next one first."""
    expected = (Status.GOING, Status.WAITING)
    rows = SignUp.objects.filter(volunteer=volunteer, status__in=expected, shift__ends_at__gt=timezone.now())
    return rows.select_related("shift__mission").order_by("shift__starts_at", "pk")


def release(volunteer: Volunteer) -> int:
    """Give all coming places of somebody who leaves back. Returns how many; part of the action of leaving."""
    coming = list(of_volunteer(volunteer))
    for signup in sorted(coming, key=lambda one: one.shift_id):
        if not signup.checked_in_at:
            cancel(shift=signup.shift, volunteer=volunteer)
    return len(coming)


def clashes(shifts: Iterable[Shift], volunteer: Volunteer) -> dict[int, SignUp]:
    """For each of these shifts another one in which the volunteer takes part at the same time, if any."""
    own = [one for one in of_volunteer(volunteer) if one.status == Status.GOING]
    found: dict[int, SignUp] = {}
    for shift in shifts:
        for one in own:
            other = one.shift
            if other.pk != shift.pk and other.starts_at < shift.ends_at and shift.starts_at < other.ends_at:
                found.setdefault(shift.pk, one)
    return found


def counted(rows: QuerySet[Shift]) -> QuerySet[Any]:
    """With `holding` and `waiting`: how many hold a place, and how many wait for one."""
    return rows.annotate(
        holding=Count("signups", filter=Q(signups__status__in=HOLDING)),
        waiting=Count("signups", filter=Q(signups__status=Status.WAITING)),
    )


def free(shift: Shift) -> int:
    """How many places nobody holds."""
    return max(shift.places - shift.signups.filter(status__in=HOLDING).count(), 0)


def locked(shift: Shift) -> Shift:
    """The shift with its mission, locked until the end of the transaction and read anew."""
    rows = Shift.objects.select_for_update(of=("self",), no_key=True)
    shift = rows.get(pk=shift.pk)
    # Read after the lock is there: the mission may have been called off meanwhile.
    missions = Mission.objects.select_related("community", "coordinator", "course")
    shift.mission = missions.prefetch_related("skills").get(pk=shift.mission_id)
    return shift


def people_url(shift: Shift) -> str:
    """The page of who takes part."""
    return reverse("welfare:shift_people", args=[shift.pk])


def check_open(shift: Shift) -> None:
    """Raises Refused ("over") unless one may still sign up."""
    if shift.mission.status != Mission.Status.OPEN or shift.ends_at <= timezone.now():
        raise Refused(_("This shift is over or was called off."), "over")


def check_able(volunteer: Volunteer, mission: Mission) -> None:
    """Raises Refused, in words that say what is missing, unless this volunteer may take part."""
    if volunteer.community_id != mission.community_id:
        raise Refused(_("This mission belongs to another community."), "elsewhere")
    if volunteer.status != Volunteer.Status.ACTIVE:
        raise Refused(_("You are resting from helping. Say on your page that you are back."), "not_active")
    lacking, unchecked = abilities.missing_skills(volunteer, mission)
    if lacking:
        words = _("This needs: {names}. If you can do it, add it on your volunteer page first.")
        raise Refused(format_lazy(words, names=", ".join(lacking)), "skill")
    if unchecked:
        words = _("The committee first has to look at this: {names}. Please talk to them.")
        raise Refused(format_lazy(words, names=", ".join(unchecked)), "unchecked")
    if abilities.lacks_course(volunteer, mission):
        words = _("First learn “{course}”. With its certificate you can sign up.")
        raise Refused(format_lazy(words, course=mission.course.title if mission.course else ""), "course")


def check_clash(shift: Shift, volunteer: Volunteer) -> None:
    """Raises Refused ("clash") when the volunteer helps elsewhere at that time."""
    clash = clashes([shift], volunteer).get(shift.pk)
    if clash:
        words = _("At the same time you help at “{title}”, {when}.")
        title = clash.shift.mission.title
        raise Refused(format_lazy(words, title=title, when=wording.when(clash.shift)), "clash")


def _is_able(volunteer: Volunteer, mission: Mission) -> bool:
    try:
        check_able(volunteer, mission)
    except Refused:
        return False
    return True


def _check_other(shift: Shift, volunteer: Volunteer, to: Volunteer) -> None:
    there = _of(shift, to)
    if to.user_id == volunteer.user_id or (there and there.status != Status.WAITING):
        raise Refused(_("This person is in the shift already. Please choose somebody else."), "whom")
    if not _is_able(to, shift.mission):
        raise Refused(_("This person cannot do what the mission needs. Please choose somebody else."), "whom")


def _of(shift: Shift, volunteer: Volunteer) -> SignUp | None:
    return shift.signups.filter(volunteer=volunteer).exclude(status=Status.OFF).first()


def _expected(shift: Shift, volunteer: Volunteer) -> SignUp:
    signup = _of(shift, volunteer)
    if signup is None or signup.status not in (Status.GOING, Status.WAITING):
        raise Refused(_("You are not signed up for this shift."), "not_there")
    return signup


def _offered(signup: SignUp, actor: User) -> tuple[SignUp, Volunteer]:
    """The place and to whom it is offered, read anew after the shift is locked."""
    signup = SignUp.objects.select_related("volunteer__user", "offered_to").get(pk=signup.pk)
    to = signup.offered_to
    if to is None or to.user_id != actor.pk or signup.status != Status.GOING:
        raise Refused(_("This place is no longer offered to you."), "gone")
    return signup, to


def _leave(signup: SignUp) -> None:
    signup.status, signup.offered_to = Status.OFF, None
    signup.save(update_fields=["status", "offered_to", "changed_at"])


def _mission_url(mission: Mission) -> str:
    return reverse("welfare:mission", args=[mission.code])
