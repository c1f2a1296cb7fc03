"""Missions as everybody sees them: the list, and the page of one."""

from typing import Any

from django.db.models import Min, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from households.models import Community
from households.views.paging import paging_url
from lib import paging
from welfare.models import Mission, Shift
from welfare.views import mission_page
from welfare.volunteering import callouts, hours, shifts, volunteers, wording

UNPLANNED_SHOWN = 20


@never_cache
@require_safe
def listed(request, code: str) -> HttpResponse:
    """Missions that look for people, by their next shift; who looks after volunteers sees the gaps on top."""
    community = get_object_or_404(Community, code=code)
    coming = Min("shifts__starts_at", filter=Q(shifts__ends_at__gt=timezone.now()))
    rows = Mission.objects.filter(community=community, status=Mission.Status.OPEN).annotate(next_at=coming)
    page = paging.page(
        rows.filter(next_at__isnull=False), ["next_at", "id"], request.GET.get("after"), size=20
    )
    context: dict[str, Any] = {
        "community": community,
        "cards": _cards(page.items),
        "next_url": paging_url(request, page.next_cursor),
        "own": volunteers.of_user(request.user, community),
        "is_keeper": mission_page.keeps(request.user, community),
    }
    if context["is_keeper"]:
        waiting = Mission.objects.filter(community=community, status__in=("draft", "open"))
        unplanned = waiting.annotate(next_at=coming).filter(Q(status="draft") | Q(next_at__isnull=True))
        context |= {
            "gaps": callouts.gaps(community),
            "unplanned": list(unplanned[:UNPLANNED_SHOWN]),
            "hours_waiting": hours.count_waiting(community),
        }
    return render(request, "welfare/mission_list.html", context)


@never_cache
@require_safe
def show(request, code: str) -> HttpResponse:
    """One mission: what, where, when, how many are still needed, what is needed, and a button."""
    mission = get_object_or_404(mission_page.visible_to(request.user), code=code)
    return mission_page.page(request, mission)


def _cards(missions: list[Mission]) -> list[dict[str, Any]]:
    """Each mission with its next shift and how many are still needed, in one question."""
    rows = Shift.objects.filter(mission__in=missions, ends_at__gt=timezone.now())
    by_mission: dict[int, list[Any]] = {}
    for shift in shifts.counted(rows).order_by("starts_at", "pk"):
        by_mission.setdefault(shift.mission_id, []).append(shift)
    return [
        {
            "mission": mission,
            "when": wording.when(by_mission[mission.pk][0]) if by_mission.get(mission.pk) else "",
            "more": len(by_mission.get(mission.pk, [])) - 1,
            "needed": sum(max(one.places - one.holding, 0) for one in by_mission.get(mission.pk, [])),
        }
        for mission in missions
    ]
