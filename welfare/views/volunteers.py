"""Volunteers as everybody sees them, signing up, and one's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import done, press
from welfare.forms.volunteers import VolunteerForm
from welfare.models import Course, Mission, Volunteer
from welfare.views.volunteer_office import LOOKED_AFTER_BY
from welfare.volunteering import figures, standing, volunteers

FORM = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 6


@require_safe
def public(request, code: str):
    """What volunteers do here, in numbers without names; missions, courses, and the way in."""
    community = get_object_or_404(Community, code=code)
    found = figures.public(community.pk, community.public_threshold)
    kept = Community.objects.with_role(request.user, *LOOKED_AFTER_BY)
    context = {
        "community": community,
        "figures": found,
        "charts": figures.charts(found),
        "missions": Mission.objects.filter(community=community, status="open").order_by("-id")[:SHOWN],
        "courses": Course.objects.public().filter(community=community).order_by("-id")[:SHOWN],
        "own": volunteers.of_user(request.user, community),
        "coordinates": kept.filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/volunteers.html", context)


@login_required
@never_cache
@FORM
def join(request, code: str):
    """Sign up. Who is a volunteer here already is led to what is kept."""
    community = get_object_or_404(Community, code=code)
    if volunteers.of_user(request.user, community):
        messages.info(request, _("You are a volunteer here already. Here you can change what you said."))
        return redirect("welfare:volunteer_me")
    form = VolunteerForm(request.POST or None, community=community, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = {"user": request.user, "community": community, "consented": form.cleaned_data["consent"]}
        if done(form, volunteers.join, offer=form.offer(), **given):
            messages.success(request, _("Thank you for helping! The centre calls when somebody needs you."))
            return redirect("welfare:volunteer_me")
    return render(request, "welfare/volunteer_join.html", {"community": community, "form": form})


@login_required
@never_cache
@require_safe
def me(request):
    """My own page: shifts to come, hours, courses, certificates, and what I said when I signed up."""
    rows = Volunteer.objects.filter(user=request.user).exclude(status="left")
    left = Volunteer.objects.filter(user=request.user, status="left")
    context = {
        "places": [_place(row) for row in rows.select_related("community", "user").order_by("id")],
        "left": [_place(row) for row in left.select_related("community", "user").order_by("id")],
        "communities": Community.objects.order_by("name")[:100],
    }
    return render(request, "welfare/volunteer_me.html", context)


@login_required
@never_cache
@FORM
def edit(request, code: str):
    """Say anew what I can do, where and when."""
    volunteer = _own(request, code)
    form = VolunteerForm(
        request.POST or None, community=volunteer.community, user=request.user, volunteer=volunteer
    )
    if request.method == "POST" and form.is_valid():
        given = {"volunteer": volunteer, "offer": form.offer(), "actor": request.user}
        if done(form, volunteers.change, **given):
            messages.success(request, _("Saved."))
            return redirect("welfare:volunteer_me")
    context = {"community": volunteer.community, "volunteer": volunteer, "form": form}
    return render(request, "welfare/volunteer_edit.html", context)


@login_required
@require_POST
def pause(request, code: str):
    """Rest for a while."""
    words = _("Have a good rest. Nobody asks you until you say that you are back.")
    press(request, words, volunteers.pause, volunteer=_own(request, code), actor=request.user)
    return redirect("welfare:volunteer_me")


@login_required
@require_POST
def back(request, code: str):
    """Help again."""
    words = _("Welcome back! The centre can ask you again.")
    press(request, words, volunteers.come_back, volunteer=_own(request, code), actor=request.user)
    return redirect("welfare:volunteer_me")


@login_required
@require_POST
def leave(request, code: str):
    """No longer be a volunteer. Pressed twice it stays as it is."""
    words = _("You have left. Thank you for everything; your hours and certificates stay yours.")
    press(request, words, volunteers.leave, volunteer=_own(request, code), actor=request.user)
    return redirect("welfare:volunteer_me")


def _own(request, code: str) -> Volunteer:
    """My own place among volunteers; 404 for others."""
    rows = Volunteer.objects.filter(user=request.user).select_related("community", "user")
    return get_object_or_404(rows, code=code)


def _place(volunteer: Volunteer) -> dict:
    """What my page says about one community."""
    return {
        "volunteer": volunteer,
        "skills": volunteer.skills.select_related("skill").order_by("skill__kind", "skill__name"),
        "times": volunteers.times_in_words(volunteer),
        "shifts": standing.to_come(volunteer),
        "years": standing.years(volunteer),
        "learning": standing.learning(volunteer),
        "papers": standing.papers(volunteer),
        "in_hand": standing.in_hand(volunteer),
        "is_trusted": bool(volunteers.trusted(volunteer)),
    }
