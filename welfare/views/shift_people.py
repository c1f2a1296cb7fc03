"""Who takes part in a shift, for who looks after the mission: names, phones, the code at the place, and who came."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from households.views.acting import done
from welfare.forms.missions import AttendForm, as_minutes
from welfare.models import Hours, Mission, Shift, SignUp
from welfare.volunteering import attendance, wording


@never_cache
@login_required
@require_safe
def show(request, pk: int) -> HttpResponse:
    """The list."""
    return _page(request, _shift(request, pk))


@login_required
@require_POST
def attend(request, pk: int) -> HttpResponse:
    """Who came and for how long. What was said before and is said again changes nothing."""
    shift = _shift(request, pk)
    form = AttendForm(request.POST, signups=_to_answer(request, _signups(shift)), shift=shift)
    if form.is_valid() and done(
        form, attendance.settle, shift=shift, actor=request.user, answers=_said(form)
    ):
        messages.success(request, _("Written down. The hours of those who came count now."))
        return redirect("welfare:shift_people", shift.pk)
    return _page(request, shift, form)


def _shift(request, pk: int) -> Shift:
    kept = Mission.objects.coordinated_by(request.user).values("pk")
    rows = Shift.objects.filter(mission__in=kept).select_related("mission__community")
    return get_object_or_404(rows, pk=pk)


def _signups(shift: Shift) -> list[SignUp]:
    rows = shift.signups.exclude(status=SignUp.Status.OFF).select_related("volunteer", "hours")
    return list(rows.order_by("pk"))


def _hours(signup: SignUp) -> Hours | None:
    return getattr(signup, "hours", None)


def _to_answer(request, signups: list[SignUp]) -> list[SignUp]:
    """Without oneself, and without those whose hours were answered: these stay."""
    return [
        one
        for one in signups
        if one.volunteer.user_id != request.user.pk
        and (_hours(one) is None or one.hours.status == Hours.Status.WAITING)
    ]


def _said(form: AttendForm) -> list[attendance.Answer]:
    answers = []
    for signup in form.signups:
        came = form.cleaned_data.get(f"came_{signup.pk}")
        length = form.cleaned_data.get(f"length_{signup.pk}")
        if came:
            minutes = as_minutes(length) if came == "came" and length else 0
            answers.append(attendance.Answer(signup=signup, came=came == "came", minutes=minutes))
    return answers


def _page(request, shift: Shift, form: AttendForm | None = None) -> HttpResponse:
    signups = _signups(shift)
    to_answer = _to_answer(request, signups)
    expected = [one for one in signups if one.status != SignUp.Status.WAITING]
    context: dict[str, Any] = {
        "shift": shift,
        "mission": shift.mission,
        "when": wording.when(shift),
        "signups": [(one, _words(one)) for one in expected],
        "waiting": [one for one in signups if one.status == SignUp.Status.WAITING],
        "form": form or AttendForm(signups=to_answer, shift=shift),
        "has_begun": shift.starts_at <= timezone.now(),
        "is_among": any(one.volunteer.user_id == request.user.pk for one in expected),
    }
    return render(request, "welfare/shift_people.html", context)


def _words(signup: SignUp) -> str:
    """Hours that count, if any."""
    row = _hours(signup)
    return str(wording.long(row.minutes)) if row and row.status == Hours.Status.CONFIRMED else ""
