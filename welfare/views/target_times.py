"""The centre's target times: what holds, what is usual, and how the committee changes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from households.views.acting import made
from welfare.forms.target_times import TargetTimesForm
from welfare.helpdesk import targets, times
from welfare.views import desk_rooms


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def target_times(request, code):
    """How soon the centre wants to answer and to solve what is how urgent."""
    community = desk_rooms.of_committee(request, code)
    current = targets.of(community)
    form = TargetTimesForm(request.POST or None, current=current)
    if request.method == "POST" and form.is_valid():
        given = {"community": community, "times": form.times(), "actor": request.user}
        changed = made(form, times.choose, **given)
        if changed is not None:
            messages.success(request, times.said(changed))
            return redirect("welfare:desk_times", community.code)
    context = {"community": community, "form": form, "is_usual": current == targets.USUAL}
    return render(request, "welfare/desk_times.html", context)


@login_required
@require_POST
def reset(request, code):
    """Back to the usual times."""
    community = desk_rooms.of_committee(request, code)
    times.reset(community=community, actor=request.user)
    messages.success(request, _("The usual times hold again."))
    return redirect("welfare:desk_times", community.code)
