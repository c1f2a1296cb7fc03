"""A volunteer's place in a shift: sign up, cancel, pass on, check in."""

from functools import partial, wraps

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.views.acting import done, press
from lib.errors import Refused
from welfare.forms.missions import CodeForm, OfferForm
from welfare.models import Shift, SignUp, Volunteer
from welfare.views import mission_page
from welfare.volunteering import attendance, shifts

# Four figures are 10,000 codes; only wrong tries count.
RATE = {"shift_checkin": "5/30m/key"}


def of_volunteer(view):
    """For a volunteer of the community in which the shift is; the view takes both. Everybody else finds none."""

    @wraps(view)
    @login_required
    @require_POST
    def for_volunteer(request, pk: int):
        visible = mission_page.visible_to(request.user).values("pk")
        rows = Shift.objects.filter(mission__in=visible).select_related(
            "mission__community", "mission__course"
        )
        shift = get_object_or_404(rows, pk=pk)
        here = Volunteer.objects.filter(user=request.user, community=shift.mission.community)
        volunteer = get_object_or_404(here.exclude(status=Volunteer.Status.LEFT))
        return view(request, shift, volunteer)

    return for_volunteer


@of_volunteer
def join(request, shift: Shift, volunteer: Volunteer) -> HttpResponse:
    """Take part, or wait for a place. Who helps elsewhere at that time is warned first, and may go on."""
    anyway = request.POST.get("anyway") == "yes"
    try:
        signup = shifts.join(shift=shift, volunteer=volunteer, anyway=anyway)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        going = _("You take part. Thank you! The exact place and whom to ask stand here now.")
        waiting = _("It is full. You are on the waiting list and move up when somebody cancels.")
        messages.success(request, going if signup.status == SignUp.Status.GOING else waiting)
    return redirect("welfare:mission", shift.mission.code)


@of_volunteer
def off(request, shift: Shift, volunteer: Volunteer) -> HttpResponse:
    """Not take part after all."""
    words = _("You are no longer signed up. Thank you for saying so.")
    press(request, words, shifts.cancel, shift=shift, volunteer=volunteer)
    return redirect("welfare:mission", shift.mission.code)


@of_volunteer
def offer(request, shift: Shift, volunteer: Volunteer) -> HttpResponse:
    """Offer the own place to somebody else, or take the offer back."""
    act = partial(shifts.offer, shift=shift, volunteer=volunteer)
    if request.POST.get("back"):
        press(request, _("The offer is taken back. The place is yours."), act, to=None)
        return redirect("welfare:mission", shift.mission.code)
    others = mission_page.others(volunteer, shift.mission, shift)
    form = OfferForm(request.POST, others=others, auto_id=f"offer-{shift.pk}-%s")
    if form.is_valid() and done(form, act, to=form.cleaned_data["to"]):
        messages.success(request, _("The place is offered. It stays yours until the other one accepts."))
        return redirect("welfare:mission", shift.mission.code)
    return mission_page.page(request, shift.mission, offered=(shift.pk, form))


@login_required
@require_POST
def accept(request, pk: int) -> HttpResponse:
    """Take over a place that was offered, or say that one cannot."""
    rows = SignUp.objects.filter(offered_to__user=request.user).select_related("shift__mission")
    signup = get_object_or_404(rows, pk=pk)
    given = {"signup": signup, "actor": request.user}
    if request.POST.get("answer") == "no":
        press(request, _("The other one is told that you cannot go."), shifts.decline, **given)
    else:
        anyway = request.POST.get("anyway") == "yes"
        press(request, _("You take part. Thank you!"), shifts.accept, anyway=anyway, **given)
    return redirect("welfare:mission", signup.shift.mission.code)


@of_volunteer
def check_in(request, shift: Shift, volunteer: Volunteer) -> HttpResponse:
    """I am here: the four figures said at the place."""
    form = CodeForm(request.POST)
    usage = ratelimit.consume(
        request, app="welfare", action="shift_checkin", config=RATE, key=f"{shift.pk}:{request.user.pk}"
    )
    if usage is None:
        messages.error(request, _("Too many tries. Please ask the person in charge to tick you off."))
    elif not form.is_valid():
        usage.rollback()
        messages.error(request, _("Please write the four figures."))
    else:
        _try(request, usage, shift, volunteer, form.cleaned_data["code"])
    return redirect("welfare:mission", shift.mission.code)


def _try(request, usage, shift: Shift, volunteer: Volunteer, code: str) -> None:
    """Only a wrong code counts as a try."""
    try:
        attendance.check_in(shift=shift, volunteer=volunteer, code=code)
    except Refused as refused:
        messages.error(request, refused.message)
        if refused.code == "wrong_code":
            return
    else:
        messages.success(request, _("You are checked in. Have a good time!"))
    usage.rollback()
