"""Who came to a shift: by the code said at the place, and by the word of who looks after the mission."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import User
from lib.errors import Refused
from lib.thai import arabic_digits
from welfare.models import Hours, Mission, Shift, SignUp, Volunteer
from welfare.volunteering import hours, shifts, wording
from welfare.volunteering.missions import locked_for, url

Status = SignUp.Status
# One may come a little early.
EARLY = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Answer:
    """Whether somebody was there, and for how many minutes."""

    signup: SignUp
    came: bool
    minutes: int = 0


@transaction.atomic
def check_in(*, shift: Shift, volunteer: Volunteer, code: str) -> SignUp:
    """By the four figures said at the place. The hours then wait for who looks after the mission.

    Who guesses is held back by the page. Raises Refused ("over", "early", "not_there", "wrong_code").
    """
    shift = shifts.locked(shift)
    now = timezone.now()
    signup = shift.signups.filter(volunteer=volunteer).exclude(status=Status.OFF).first()
    if signup and signup.checked_in_at:
        return signup
    if signup is None or signup.status != Status.GOING:
        raise Refused(_("You are not signed up for this shift."), "not_there")
    if shift.mission.status == Mission.Status.CANCELLED or now > shift.ends_at:
        raise Refused(_("This shift is over or was called off."), "over")
    if now < shift.starts_at - EARLY:
        raise Refused(_("You can check in from 30 minutes before it starts."), "early")
    if not secrets.compare_digest(arabic_digits(code).strip().encode(), shift.checkin.encode()):
        raise Refused(_("That is not the code of this place. Please ask for it once more."), "wrong_code")
    signup.checked_in_at = now
    signup.save(update_fields=["checked_in_at", "changed_at"])
    if not Hours.objects.filter(signup=signup).exists():
        _write(shift, signup, wording.minutes_of(shift))
    return signup


@transaction.atomic
def settle(*, shift: Shift, answers: Sequence[Answer], actor: User) -> list[Hours]:
    """Who came and for how long, and who could not come. What somebody else confirmed is confirmed, and counts.

    Raises Refused ("not_theirs", "early", "whose", "own", "answered", "minutes", "too_much").
    """
    locked_for(shift.mission, actor)
    shift = shifts.locked(shift)
    if timezone.now() < shift.starts_at:
        raise Refused(_("This shift has not begun yet."), "early")
    rows = shift.signups.exclude(status=Status.OFF).select_related("volunteer__user")
    signups = {signup.pk: signup for signup in rows}
    confirmed = []
    for answer in answers:
        signup = signups.get(answer.signup.pk)
        if signup is None:
            raise Refused(_("Somebody is no longer signed up. Please look at the list again."), "whose")
        if answer.came:
            confirmed.append(_came(shift, signup, answer.minutes, actor))
        else:
            _could_not_come(shift, signup, actor)
    return confirmed


def _came(shift: Shift, signup: SignUp, minutes: int, actor: User) -> Hours:
    if not 1 <= minutes <= hours.DAY:
        raise Refused(_("A day has 24 hours."), "minutes")
    row = Hours.objects.select_for_update(no_key=True).filter(signup=signup).first()
    if row is None:
        row = _write(shift, signup, minutes)
    elif row.status == Hours.Status.WAITING and row.minutes != minutes:
        hours.check_day(signup.volunteer, row.day, minutes, but=row)
        row.minutes = minutes
    if row.status == Hours.Status.CONFIRMED and row.minutes == minutes:
        return row
    row.volunteer = signup.volunteer
    return hours.settle(row, Hours.Status.CONFIRMED, actor)


def _could_not_come(shift: Shift, signup: SignUp, actor: User) -> None:
    if signup.status == Status.ABSENT:
        return
    if signup.volunteer.user_id == actor.pk:
        raise Refused(_("Nobody confirms the own hours. Somebody else of you does it."), "own")
    row = Hours.objects.select_for_update(no_key=True).filter(signup=signup).first()
    if row:
        hours.settle(row, Hours.Status.REFUSED, actor, hours.absent_reason())
    signup.status = Status.ABSENT
    signup.save(update_fields=["status", "changed_at"])
    text = format_lazy(
        _("We missed you at “{title}”, {when}. That happens. You are welcome at the next one."),
        title=shift.mission.title,
        when=wording.when(shift),
    )
    notices.send(to=signup.volunteer.user, text=text, url=url(shift.mission))


def _write(shift: Shift, signup: SignUp, minutes: int) -> Hours:
    return hours.write(
        volunteer=signup.volunteer,
        day=timezone.localdate(shift.starts_at),
        minutes=minutes,
        key=hours.key_of(signup),
        kind=shift.mission.kind,
        words=shift.mission.title,
        signup=signup,
        case=None,
    )
