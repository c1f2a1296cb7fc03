"""Hours of volunteers: said, confirmed by somebody else, and only then counted."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.errors import Refused
from welfare.models import HelpCase, Hours, Mission, Shift, SignUp, Volunteer
from welfare.volunteering import wording

Status = Hours.Status
DAY = 24 * 60
# Hours of long ago are hard to confirm.
OLDEST = dt.timedelta(days=90)


@transaction.atomic
def log(
    *,
    volunteer: Volunteer,
    kind: str,
    day: dt.date,
    minutes: int,
    key: str,
    actor: User,
    words: str = "",
    case: HelpCase | None = None,
    signup: SignUp | None = None,
) -> Hours:
    """Say how long one helped; it waits for a coordinator. Once for each `key`, and once for each shift.

    Raises Refused ("not_theirs", "unknown", "day", "minutes", "whose", "not_yet", "twice", "too_much").
    """
    there = Hours.objects.filter(key=key).first()
    if there:
        return there
    if volunteer.user_id != actor.pk or volunteer.status == Volunteer.Status.LEFT:
        raise Refused(_("Everybody writes down the own hours."), "not_theirs")
    _check(kind, day, minutes)
    if case is not None and not cases_of(actor).filter(pk=case.pk, community=volunteer.community_id).exists():
        raise Refused(_("This request is not in your hands."), "whose")
    if signup is not None:
        signup = _own_shift(signup, volunteer)
        day, kind = _day_of(signup.shift), signup.shift.mission.kind
    return write(
        volunteer=volunteer,
        kind=kind,
        day=day,
        minutes=minutes,
        key=key,
        words=words,
        case=case,
        signup=signup,
    )


def write(*, volunteer: Volunteer, day: dt.date, minutes: int, key: str, **fields) -> Hours:
    """Keep hours that wait, within the 24 hours of a day; part of an action. Raises Refused ("too_much", "twice")."""
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk=volunteer.pk).values("pk"))
    signup = fields.get("signup")
    if signup and Hours.objects.filter(signup=signup).exists():
        raise Refused(_("The hours of this shift are written down already."), "twice")
    check_day(volunteer, day, minutes)
    try:
        with transaction.atomic():
            return Hours.objects.create(volunteer=volunteer, day=day, minutes=minutes, key=key, **fields)
    except IntegrityError:
        # Sent twice at once: the other one was first.
        return Hours.objects.get(key=key)


def check_day(volunteer: Volunteer, day: dt.date, minutes: int, *, but: Hours | None = None) -> None:
    """Raises Refused ("too_much") when a day would have more than 24 hours. Refused hours do not count."""
    rows = Hours.objects.filter(volunteer=volunteer, day=day).exclude(status=Status.REFUSED)
    if but:
        rows = rows.exclude(pk=but.pk)
    said = rows.aggregate(total=Sum("minutes"))["total"] or 0
    if said + minutes > DAY:
        words = _("A day has 24 hours. For this day {said} are written down already.")
        raise Refused(format_lazy(words, said=wording.long(said)), "too_much")


@transaction.atomic
def confirm(*, hours: Hours, actor: User) -> Hours:
    """They count from now on, and stay as they are. Pressing twice is harmless.

    Raises Refused ("not_theirs", "own", "answered", "running").
    """
    hours = locked_for(hours, actor)
    if hours.status == Status.CONFIRMED:
        return hours
    if hours.signup and hours.signup.shift.ends_at > timezone.now():
        raise Refused(_("This shift is not over yet."), "running")
    return settle(hours, Status.CONFIRMED, actor)


@transaction.atomic
def refuse(*, hours: Hours, reason: str, actor: User) -> Hours:
    """They do not count; the volunteer reads why. Raises Refused ("not_theirs", "own", "answered", "reason")."""
    hours = locked_for(hours, actor)
    if not reason:
        raise Refused(_("Say why they are not confirmed."), "reason")
    if hours.status == Status.REFUSED:
        return hours
    settle(hours, Status.REFUSED, actor, reason)
    text = format_lazy(
        _("{hours} on {day} were not confirmed: {reason}"),
        hours=wording.long(hours.minutes),
        day=wording.day(hours.day),
        reason=reason,
    )
    notices.send(to=hours.volunteer.user, text=text, url=reverse("welfare:hours_log"))
    return hours


def settle(hours: Hours, status: str, actor: User, reason: str = "") -> Hours:
    """Answer hours that wait; part of an action that holds their lock. Raises Refused ("own", "answered")."""
    if hours.volunteer.user_id == actor.pk:
        raise Refused(_("Nobody confirms the own hours. Somebody else of you does it."), "own")
    if hours.status != Status.WAITING:
        raise Refused(_("These hours were answered already. They stay as they are."), "answered")
    hours.status, hours.answered_by, hours.answered_at, hours.reason = status, actor, timezone.now(), reason
    hours.save()
    if hours.signup_id:
        came = SignUp.Status.CAME if status == Status.CONFIRMED else SignUp.Status.ABSENT
        SignUp.objects.filter(pk=hours.signup_id).update(status=came, changed_at=timezone.now())
    return hours


def locked_for(hours: Hours, actor: User) -> Hours:
    """The hours, locked after their shift, for who looks after volunteers. Raises Refused ("not_theirs")."""
    if hours.signup_id:
        list(Shift.objects.select_for_update(no_key=True).filter(signups=hours.signup_id).values("pk"))
    rows = Hours.objects.select_for_update(of=("self",), no_key=True)
    hours = rows.select_related("volunteer__user", "signup__shift").get(pk=hours.pk)
    if not coordinated_by(actor).filter(pk=hours.pk).exists():
        raise Refused(_("Somebody else confirms these hours."), "not_theirs")
    return hours


def coordinated_by(user: User) -> QuerySet[Hours]:
    """Hours that this person may answer: committee and case workers of the community."""
    return Hours.objects.filter(volunteer__in=Volunteer.objects.coordinated_by(user).values("pk"))


def waiting(community: Community) -> QuerySet[Hours]:
    """Hours that wait to be confirmed. A shift that is not over yet does not wait for anybody."""
    rows = Hours.objects.filter(volunteer__community=community, status=Status.WAITING)
    return rows.exclude(signup__shift__ends_at__gt=timezone.now())


def count_waiting(community: Community) -> int:
    """How many wait to be confirmed."""
    return waiting(community).count()


def confirmed_minutes(volunteer: Volunteer, *, year: int | None = None) -> int:
    """Minutes that were confirmed, in all or in one year of the common era."""
    rows = Hours.objects.filter(volunteer=volunteer, status=Hours.Status.CONFIRMED)
    if year is not None:
        rows = rows.filter(day__year=year)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


def cases_of(user: User) -> QuerySet[HelpCase]:
    """Requests for which somebody may write hours: those in hand, and those closed in the last month."""
    since = timezone.now() - dt.timedelta(days=30)
    closed = HelpCase.objects.filter(assignee=user, status="closed", closed_at__gte=since)
    return HelpCase.objects.given_to(user) | closed.not_about(user)


def shifts_of(volunteer: Volunteer) -> QuerySet[SignUp]:
    """Shifts that are over, in which the volunteer took part, without hours until now."""
    now = timezone.now()
    rows = SignUp.objects.filter(
        volunteer=volunteer,
        status=SignUp.Status.GOING,
        shift__ends_at__lte=now,
        shift__ends_at__gte=now - OLDEST,
        hours__isnull=True,
    )
    return rows.select_related("shift__mission").order_by("-shift__starts_at")


def key_of(signup: SignUp) -> str:
    """Under which the hours of a shift are kept when they come from being there."""
    return f"signup:{signup.pk}"


def absent_reason() -> str:
    """What stands beside hours of somebody who checked in and was not there, says the coordinator."""
    return _now("was not there")


def _own_shift(signup: SignUp, volunteer: Volunteer) -> SignUp:
    list(Shift.objects.select_for_update(no_key=True).filter(pk=signup.shift_id).values("pk"))
    signup = SignUp.objects.select_related("shift__mission").get(pk=signup.pk)
    if signup.volunteer_id != volunteer.pk:
        raise Refused(_("You are not signed up for this shift."), "whose")
    if Hours.objects.filter(signup=signup).exists():
        raise Refused(_("The hours of this shift are written down already."), "twice")
    if signup.status in (SignUp.Status.ABSENT, SignUp.Status.CAME):
        raise Refused(
            _("It was answered already whether you were there. Please tell the centre."), "answered"
        )
    if signup.status != SignUp.Status.GOING or signup.shift.ends_at > timezone.now():
        raise Refused(_("Hours of a shift can be written down once it is over."), "not_yet")
    return signup


def _day_of(shift: Shift) -> dt.date:
    return timezone.localdate(shift.starts_at)


def _check(kind: str, day: dt.date, minutes: int) -> None:
    today = timezone.localdate()
    if kind not in Mission.Kind.values:
        raise Refused(_("Please choose the kind of work."), "unknown")
    if day > today:
        raise Refused(_("This day is still to come. Please check the date."), "day")
    if day < today - OLDEST:
        raise Refused(_("This is more than three months ago. Please tell the centre."), "day")
    if not 1 <= minutes <= DAY:
        raise Refused(_("A day has 24 hours."), "minutes")
