"""The centre's board, what is in one's own hand, and writing down what was told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from households.models import Community, Household, User
from households.views.acting import made
from households.views.paging import paging_url
from lib import paging
from welfare.forms.desk import EnterForm
from welfare.helpdesk import board, cases, hands, hints
from welfare.models import HelpCase

MOST_HOMES = 10


@never_cache
@login_required
@require_GET
def show(request, code):
    """What waits, what is in hand and what is late; the most pressing first."""
    community = get_object_or_404(board.communities_of(request.user), code=code)
    wanted = _wanted(request.GET)
    rows = board.cards(request.user, community, wanted)
    page = paging.page(rows, board.order(wanted), request.GET.get("after"))
    piles = board.piles(request.user, community)
    context = {
        "community": community,
        "cards": with_due(page.items),
        "wanted": wanted,
        "is_filtered": any(value for name, value in wanted.items() if name != "pile"),
        "piles": [
            ("waiting", _("waits"), piles.shown("waiting")),
            ("in_hand", _("in hand"), piles.shown("in_hand")),
            ("late", _("late"), piles.shown("late")),
        ],
        **_choices(piles, wanted),
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/desk_board.html", context)


@never_cache
@login_required
@require_GET
def mine(request):
    """What is in one's own hand, the most pressing first."""
    rows = HelpCase.objects.given_to(request.user).select_related("community")
    page = paging.page(rows, board.BY_DUE, request.GET.get("after"))
    context = {
        "cards": with_due(page.items),
        "boards": board.communities_of(request.user),
        "enters": Community.objects.with_role(request.user, *hands.HELPERS)[:20],
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/desk_mine.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, code):
    """Write down what somebody told, one after the other; the desk finds the household first."""
    entering = Community.objects.with_role(request.user, *hands.HELPERS)
    community = get_object_or_404(entering, code=code)
    is_desk = Community.objects.with_role(request.user, *cases.DESK).filter(pk=community.pk).exists()
    household = _chosen(request, community) if is_desk else None
    channel = request.GET.get("channel", "" if is_desk else HelpCase.Channel.VISIT)
    form = EnterForm(request.POST or None, household=household, channel=channel)
    if request.method == "POST" and form.is_valid():
        given = {"asked": form.asked(), "key": form.cleaned_data["key"], "household": household}
        channel = form.cleaned_data["channel"]
        case = made(form, cases.receive, community=community, user=request.user, channel=channel, **given)
        if case:
            messages.success(request, _("It is written down. Its code is %(code)s.") % {"code": case.code})
            again = urlencode({"channel": channel, "done": case.code})
            return redirect(f"{reverse('welfare:desk_enter', args=[community.code])}?{again}")
    context = {"community": community, "form": form, "household": household, "is_desk": is_desk}
    return render(request, "welfare/desk_enter.html", context | _before(request, community, is_desk))


def with_due(rows: list[HelpCase]) -> list[dict[str, Any]]:
    """Each request with its time in words."""
    now = timezone.now()
    return [
        {"case": case, "due": board.due_words(case.due_at, now), "is_late": case.due_at < now}
        for case in rows
    ]


def _wanted(query: QueryDict) -> dict[str, str]:
    return {name: query.get(name, "").strip()[:100].replace("\0", "") for name in board.FILTERS}


def _choices(piles: board.Piles, wanted: dict[str, str]) -> dict[str, Any]:
    """What the filters offer: kinds and channels, and the places and hands that there are."""
    named = User.objects.filter(pk__in=piles.hands) if piles.hands else User.objects.none()
    areas = piles.areas
    if wanted["area"] and wanted["area"] not in areas:
        areas = [*areas, wanted["area"]]
    return {
        "kinds": HelpCase.Kind.choices,
        "urgencies": HelpCase.Urgency.choices,
        "channels": HelpCase.Channel.choices,
        "areas": areas,
        "assignees": [(str(user.pk), user.name) for user in named.order_by("name")],
    }


def _chosen(request, community: Community) -> Household | None:
    """The household for which it is written down; 404 for one of another community."""
    code = request.POST.get("household", request.GET.get("household", ""))
    rows = Household.objects.filter(community=community, status=Household.Status.ACTIVE)
    return get_object_or_404(rows, code=code) if code else None


def _before(request, community: Community, is_desk: bool) -> dict[str, Any]:
    """Households that were looked for, and the last one written down with those that look alike."""
    words = request.GET.get("q", "").strip()[:100].replace("\0", "") if is_desk else ""
    homes = Household.objects.filter(community=community, status=Household.Status.ACTIVE).matching(words)
    handled = HelpCase.objects.handled_by(request.user).filter(community=community)
    code = request.GET.get("done", "")[:12].replace("\0", "")
    done = handled.filter(code=code).first() if code else None
    return {
        "words": words,
        "homes": homes.order_by("id")[:MOST_HOMES] if words else [],
        "done": done,
        "hints": hints.like(done, user=request.user) if done else [],
    }
