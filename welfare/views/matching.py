"""Matching money as the treasurer sees it: who promised what, what has come, what is late."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done
from lib.money import baht
from welfare import matching
from welfare.forms.gifts import GiveUpForm, PartArrivedForm, PledgeForm, SourceForm
from welfare.models import MatchingPledge


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """Sources, promises, and what is late."""
    return _page(request, _community(request, code))


@login_required
@require_POST
def source(request, code: str) -> HttpResponse:
    """A new body that adds money."""
    community, form = _community(request, code), SourceForm(request.POST, auto_id="source-%s")
    if form.is_valid() and done(form, matching.add_source, community=community, **form.cleaned_data):
        messages.success(request, _("Written down. Now enter what this body has promised."))
        return redirect("welfare:matching", code)
    return _page(request, community, source=form)


@login_required
@require_POST
def pledge(request, code: str) -> HttpResponse:
    """A new promise."""
    community = _community(request, code)
    form = PledgeForm(request.POST, community=community, auto_id="pledge-%s")
    if form.is_valid() and done(form, matching.pledge, actor=request.user, **form.cleaned_data):
        messages.success(request, _("The promise is written down. It counts as money once it arrives."))
        return redirect("welfare:matching", code)
    return _page(request, community, pledge=form)


@login_required
@require_safe
def one(request, code: str, pledge: str) -> HttpResponse:
    """One promise with what has come of it."""
    community = _community(request, code)
    return _one(request, community, _pledge(community, pledge))


@login_required
@require_POST
def arrived(request, code: str, pledge: str) -> HttpResponse:
    """A part, or all of it, is in the account."""
    community = _community(request, code)
    row, form = _pledge(community, pledge), PartArrivedForm(request.POST, auto_id="arrived-%s")
    given = {"pledge": row, "actor": request.user}
    if form.is_valid() and done(form, matching.arrive, **given, **form.cleaned_data):
        amount = baht(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is now in the fund.") % {"amount": amount})
        return redirect("welfare:matching", code)
    return _one(request, community, row, arriving=form)


@login_required
@require_POST
def given_up(request, code: str, pledge: str) -> HttpResponse:
    """The rest is no longer expected."""
    community = _community(request, code)
    row, form = _pledge(community, pledge), GiveUpForm(request.POST, auto_id="given-up-%s")
    if form.is_valid() and done(form, matching.give_up, pledge=row, **form.cleaned_data):
        messages.success(request, _("Written down. What comes after all can still be entered."))
        return redirect("welfare:matching", code)
    return _one(request, community, row, giving_up=form)


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.treasured_by(request.user), code=code)


def _pledge(community: Community, code: str) -> MatchingPledge:
    rows = MatchingPledge.objects.filter(source__community=community).select_related("source")
    return get_object_or_404(rows, code=code)


def _page(request, community: Community, source=None, pledge=None) -> HttpResponse:
    context = {
        "community": community,
        "sources": matching.by_source(community),
        "states": matching.states(community),
        "source": source or SourceForm(auto_id="source-%s"),
        "pledge": pledge or PledgeForm(community=community, auto_id="pledge-%s"),
        "is_source_open": source is not None,
        "is_pledge_open": pledge is not None,
    }
    return render(request, "welfare/matching.html", context)


def _one(request, community: Community, row: MatchingPledge, arriving=None, giving_up=None) -> HttpResponse:
    state = matching.state(row)
    at_hand = {"amount": state.expected} if state.expected else None
    context = {
        "community": community,
        "state": state,
        "arrivals": row.arrivals.select_related("transfer__reversed_by", "recorded_by"),
        "arriving": arriving or PartArrivedForm(initial=at_hand, auto_id="arrived-%s"),
        "giving_up": giving_up or GiveUpForm(auto_id="given-up-%s"),
        "is_giving_up": giving_up is not None,
    }
    return render(request, "welfare/matching_pledge.html", context)
