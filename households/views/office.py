"""The office's front page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from households import office


@login_required
@require_GET
def home(request):
    """To the office of one's only community, or a choice of them."""
    communities = list(office.communities_of(request.user).order_by("name"))
    if not communities:
        raise Http404
    if len(communities) == 1:
        return redirect("households:office", communities[0].code)
    return render(request, "households/office_home.html", {"communities": communities})


@login_required
@require_GET
def show(request, community):
    """What this person can do in this community's office."""
    place = get_object_or_404(office.communities_of(request.user), code=community)
    cards = office.cards(request.user, place)
    return render(request, "households/office.html", {"community": place, "cards": cards})
