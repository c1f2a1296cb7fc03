"""Campaigns as everybody sees them."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from households.models import Community
from lib import paging
from welfare import campaign_figures, campaigns, moves
from welfare.models import Campaign

SPENDINGS_SHOWN = 24


def visible_to(user):
    """Campaigns that are or were open, and the drafts of one's own committee."""
    governed = Community.objects.governed_by(user)
    return Campaign.objects.filter(Q(pk__in=Campaign.objects.public()) | Q(community__in=governed))


@require_safe
def listed(request, code: str) -> HttpResponse:
    """All campaigns of a community, the newest first; the committee sees drafts, too."""
    community = get_object_or_404(Community, code=code)
    rows = visible_to(request.user).filter(community=community).select_related("community")
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    context: dict[str, Any] = {
        "community": community,
        "campaigns": campaign_figures.with_figures(community, page.items),
        "next_cursor": page.next_cursor,
        "governs": Community.objects.governed_by(request.user).filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/campaigns.html", context)


@require_safe
def campaign(request, code: str) -> HttpResponse:
    """One campaign: its story, how far it is, what happened since, and each baht it was spent on."""
    rows = visible_to(request.user).select_related("community", "leftover_campaign")
    found = get_object_or_404(rows, code=code)
    figures = campaign_figures.of(found)
    page = paging.page(
        campaign_figures.spendings(found), ["-id"], request.GET.get("after"), size=SPENDINGS_SHOWN
    )
    context: dict[str, Any] = {
        "campaign": found,
        "community": found.community,
        "figures": figures,
        "percent": figures.percent_of(found.goal),
        "pictures": list(found.pictures.all()),
        "news": [
            (row, moves.in_words(row.transfer) if row.transfer else None)
            for row in found.updates.select_related("transfer__debit", "transfer__credit")
        ],
        "spendings": [(moves.in_words(row), row.has_evidence) for row in page.items],
        "next_cursor": page.next_cursor,
        "evidence": campaign_figures.evidence(found),
        "takes_gifts": campaigns.takes_gifts(found),
        "governs": Community.objects.governed_by(request.user).filter(pk=found.community_id).exists(),
    }
    return render(request, "welfare/campaign_page.html", context)
