"""The centre's screen on the wall, and the day's list to print."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from welfare.helpdesk import board
from welfare.helpdesk import day_list as lists
from welfare.models import HelpCase
from welfare.views import desk_rooms


@never_cache
@require_GET
def screen(request, code):
    """Large numbers for the wall; they come anew every half minute."""
    if request.htmx and not request.user.is_authenticated:
        # Signed out elsewhere: the whole page leads to the door, not its numbers alone.
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _screen(request, code)


@login_required
def _screen(request, code):
    community = desk_rooms.of_desk(request, code)
    now = timezone.now()
    found = lists.screen(community, request.user)
    pressing = [
        {"case": case, "due": board.due_words(case.due_at, now), "is_late": case.due_at < now}
        for case in found.pressing
    ]
    context = {"community": community, "screen": found, "pressing": pressing, "now": now}
    return render(request, "welfare/desk_screen.html", context)


@never_cache
@login_required
@require_GET
def day_list(request, code):
    """What is open, by area, with what one needs on the way. Who looks is written into the change log."""
    community = desk_rooms.of_desk(request, code)
    rows = HelpCase.objects.handled_by(request.user).open().filter(community=community)
    areas, is_cut = lists.areas(rows.select_related("assignee"))
    count = sum(len(area.cases) for area in areas)
    if count:
        lists.note_look(community=community, viewer=request.user, count=count)
    context = {
        "community": community,
        "areas": areas,
        "count": count,
        "is_cut": is_cut,
        "most": lists.MOST_LISTED,
        "now": timezone.now(),
    }
    return render(request, "welfare/desk_list.html", context)
