"""Missions for who looks after volunteers: writing, opening, shifts, calling, done and called off."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from households.models import Community
from households.views.acting import done, made, press
from welfare.forms.missions import CallForm, MissionForm, ReasonForm, TimeForm
from welfare.models import HelpCase, Mission
from welfare.views import mission_page
from welfare.volunteering import callouts, missions
from welfare.volunteering.missions import KEEPERS

FORM = require_http_methods(["GET", "HEAD", "POST"])


def of_keeper(view):
    """For who looks after the mission; the view takes the mission. Everybody else finds none."""

    @wraps(view)
    @login_required
    def for_keeper(request, code: str):
        rows = Mission.objects.coordinated_by(request.user).prefetch_related("skills")
        rows = rows.select_related("community", "course", "case", "coordinator")
        return view(request, get_object_or_404(rows, code=code))

    return for_keeper


@login_required
@FORM
def write(request, code: str) -> HttpResponse:
    """A new mission with its first shift; from a request to the desk with what everybody may know of it."""
    community = get_object_or_404(Community.objects.with_role(request.user, *KEEPERS), code=code)
    case = _case(request, community)
    form = MissionForm(request.POST or None, community=community, user=request.user, case=case)
    time = TimeForm(request.POST or None)
    # Both are looked at, so that everything wrong is said at once.
    if request.method == "POST" and all([form.is_valid(), time.is_valid()]):
        given: dict[str, Any] = {"community": community, "actor": request.user, "case": case}
        opens = request.POST.get("opens") == "yes"
        said = {"told": form.told, "skills": form.needed, "first": time.time, "opens": opens}
        mission = made(form, missions.write, **given, **said)
        if mission:
            words = (
                _("Everybody can sign up now.")
                if opens
                else _("The draft is kept. Open it when it is ready.")
            )
            messages.success(request, words)
            return redirect("welfare:mission", mission.code)
    context = {"community": community, "form": form, "time": time, "case": case}
    return render(request, "welfare/mission_write.html", context)


@of_keeper
@FORM
def edit(request, mission: Mission) -> HttpResponse:
    """Other words."""
    given = {"community": mission.community, "user": request.user, "mission": mission}
    form = MissionForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        said = {"told": form.told, "skills": form.needed}
        if done(form, missions.change, mission=mission, actor=request.user, **said):
            messages.success(request, _("Saved."))
            return redirect("welfare:mission", mission.code)
    context = {"community": mission.community, "mission": mission, "form": form}
    return render(request, "welfare/mission_write.html", context)


@of_keeper
@FORM
def add_shift(request, mission: Mission) -> HttpResponse:
    """Another time."""
    form = TimeForm(request.POST or None)
    given = {"mission": mission, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, missions.add_shift, time=form.time, **given):
        messages.success(request, _("The shift is there."))
        return redirect("welfare:mission", mission.code)
    context = {"community": mission.community, "mission": mission, "form": form}
    return render(request, "welfare/shift_add.html", context)


@of_keeper
@require_POST
def open_it(request, mission: Mission) -> HttpResponse:
    """Everybody can sign up from now on."""
    words = _("Everybody can sign up now.")
    press(request, words, missions.open_to_volunteers, mission=mission, actor=request.user)
    return redirect("welfare:mission", mission.code)


@of_keeper
@require_POST
def finish(request, mission: Mission) -> HttpResponse:
    """What was to be done is done; the page then offers to close its request."""
    words = _("The mission is done. Thank you, everybody.")
    press(request, words, missions.finish, mission=mission, actor=request.user)
    return redirect("welfare:mission", mission.code)


@of_keeper
@require_POST
def cancel(request, mission: Mission) -> HttpResponse:
    """It does not take place; everybody who is signed up is told why."""
    form = ReasonForm(request.POST, auto_id="cancel-%s")
    given = {"mission": mission, "actor": request.user}
    if form.is_valid() and done(form, missions.cancel, reason=form.cleaned_data["reason"], **given):
        messages.success(request, _("It is called off. Everybody who was signed up is told."))
        return redirect("welfare:mission", mission.code)
    return mission_page.page(request, mission, cancel=form)


@of_keeper
@require_POST
def call(request, mission: Mission) -> HttpResponse:
    """Ask everybody who can."""
    form = CallForm(request.POST, auto_id="call-%s")
    given = {"mission": mission, "actor": request.user}
    if form.is_valid() and (sent := made(form, callouts.call, words=form.cleaned_data["words"], **given)):
        words = ngettext("%(count)s volunteer is asked.", "%(count)s volunteers are asked.", sent.asked)
        messages.success(request, words % {"count": sent.asked})
        return redirect("welfare:mission", mission.code)
    return mission_page.page(request, mission, call=form)


def _case(request, community: Community) -> HelpCase | None:
    """The request that the mission is for; 404 for one that this person does not handle."""
    code = request.GET.get("case", "")
    rows = HelpCase.objects.handled_by(request.user).filter(community=community)
    return get_object_or_404(rows, code=code) if code else None
