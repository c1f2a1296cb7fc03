"""The committee's office for rounds: ask all households, see who has not answered, remind them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import rounds
from households.models import Community, Programme, Round
from households.round_words import months_words
from households.views.acting import press
from households.views.paging import paging_url
from households.views.programmes import ask_and_say
from lib import paging


@login_required
@require_GET
def index(request, community):
    """The programmes that the community takes part in, each with its rounds; and those it could join."""
    place = _place(request, community)
    rows = place.participations.select_related("programme").order_by("-programme")
    taken = [
        {"participation": row, "rounds": _rounds(row.programme, place)}
        for row in rows.prefetch_related("programme__rounds")
    ]
    others = Programme.objects.filter(municipality=place.municipality_id).exclude(
        participations__community=place
    )
    context = {"community": place, "taken": taken, "others": others}
    return render(request, "households/round_list.html", context)


@login_required
@require_GET
def show(request, community, code, number):
    """A round here: how many answered, and the households to call on. Names, but no amounts."""
    place, one = _find(request, community, code, number)
    due = rounds.months_due(one)
    waiting = rounds.not_answered(one, place) if due else rounds.not_answered(one, place).none()
    page = paging.page(waiting, ["id"], request.GET.get("after"))
    months = rounds.open_months(one, page.items)
    last = rounds.last_reminder(one, place)
    context = {
        "community": place,
        "round": one,
        "months": months_words(one),
        "due": due,
        "tally": rounds.tallies(one.programme, place).get((one.pk, place.pk), rounds.Tally()),
        "not_asked": rounds.not_asked_count(one, place),
        "homes": [(home, months.get(home.pk), len(due) - home.said) for home in page.items],
        "next_url": paging_url(request, page.next_cursor),
        "last": last,
        "may_remind": bool(due)
        and (last is None or timezone.now() - last.recorded_at >= rounds.BETWEEN_REMINDERS),
    }
    return render(request, "households/round_show.html", context)


@login_required
@require_POST
def ask(request, community, code, number):
    """Ask all households of the community that were not asked yet."""
    place, one = _find(request, community, code, number)
    ask_and_say(request, one, [place])
    return redirect("households:round", community, code, number)


@login_required
@require_POST
def remind(request, community, code, number):
    """Remind those who have not answered."""
    place, one = _find(request, community, code, number)
    words = _("They get a message. Thank you!")
    press(request, words, rounds.remind, round=one, community=place, actor=request.user)
    return redirect("households:round", community, code, number)


def _place(request, community: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=community)


def _find(request, community: str, code: str, number: int) -> tuple[Community, Round]:
    place = _place(request, community)
    one = get_object_or_404(
        Round.objects.select_related("programme"),
        programme__code=code,
        programme__participations__community=place,
        number=number,
    )
    return place, one


def _rounds(programme: Programme, place: Community) -> list[dict]:
    """The rounds of a programme here, the newest first."""
    counted = rounds.tallies(programme, place)
    return [
        {"round": one, "months": months_words(one), "tally": counted.get((one.pk, place.pk), rounds.Tally())}
        for one in sorted(programme.rounds.all(), key=lambda one: -one.number)
    ]
