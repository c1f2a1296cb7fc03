"""Joining a household, and who belongs to it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import memberships
from households.forms.households import JoinForm
from households.models import Membership
from households.views.acting import press
from lib.errors import Refused


@login_required
@require_GET
def join(request):
    """Step 1: the household's code, typed or scanned. Step 2: is it the right one?"""
    form = JoinForm(request.GET if "code" in request.GET else None)
    household = None
    if form.is_bound and form.is_valid():
        try:
            household = memberships.find_household(form.cleaned_data["code"])
        except Refused as error:
            form.add_error("code", error.message)
    return render(request, "households/join.html", {"form": form, "household": household})


@login_required
@require_POST
def ask(request):
    """Ask for a place in the household."""
    words = _("Your request is on its way. You get a message when somebody answers.")
    given = {"user": request.user, "household_code": request.POST.get("code", "")}
    press(request, words, memberships.ask_to_join, **given)
    return redirect("households:home")


@login_required
@require_POST
def approve(request, pk):
    """Let somebody in."""
    membership = get_object_or_404(Membership.objects.answerable_by(request.user), pk=pk)
    return _act(request, membership, memberships.approve, _("Now a member of the household."))


@login_required
@require_POST
def refuse(request, pk):
    """Say no to a request."""
    membership = get_object_or_404(Membership.objects.answerable_by(request.user), pk=pk)
    return _act(request, membership, memberships.refuse, _("The request was not accepted."))


@login_required
@require_POST
def represent(request, pk):
    """Let a member speak for the household."""
    membership = get_object_or_404(Membership.objects.appointable_by(request.user), pk=pk)
    return _act(
        request, membership, memberships.make_representative, _("The household has a new representative.")
    )


@login_required
@require_POST
def leave(request, pk):
    """Leave a household oneself."""
    membership = get_object_or_404(Membership.objects.active(), pk=pk, person__user=request.user)
    given = {"membership": membership, "actor": request.user}
    press(request, _("You have left the household."), memberships.leave, **given)
    return redirect("households:home")


def _act(request, membership, action, words):
    press(request, words, action, membership=membership, actor=request.user)
    return redirect("households:household", membership.household.code)
