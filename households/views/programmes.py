"""Programmes: which there are, who takes part since when, their rounds, and how many were asked and answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households import programmes, rounds
from households.forms.programmes import ProgrammeForm, RoundForm, StartForm
from households.models import Community, Programme, Round
from households.round_words import months_words, table_of
from households.views.acting import done, press
from households.views.paging import paging_url
from lib import paging
from lib.errors import Refused

FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_GET
def index(request):
    """The programmes of one's municipality, the newest first."""
    if not programmes.municipalities_of(request.user).exists():
        raise Http404
    found = programmes.readable_by(request.user).select_related("municipality")
    page = paging.page(found, ["-id"], request.GET.get("after"))
    context = {"page": page, "next_url": paging_url(request, page.next_cursor)}
    return render(request, "households/programme_list.html", context)


@login_required
@FORM
def new(request):
    """Make a programme: for a municipality, or as a committee that takes part from the start."""
    places = _places(request.user)
    if not places:
        raise Http404
    choices = [(code, str(place)) for code, place in places.items()]
    form = ProgrammeForm(request.POST or None, places=choices)
    if request.method == "POST" and form.is_valid():
        place = places[form.cleaned_data["place"]]
        own = place if isinstance(place, Community) else None
        given = {
            "municipality": own.municipality if own else place,
            "community": own,
            "name": form.cleaned_data["name"],
            "about": form.cleaned_data["about"],
            "actor": request.user,
        }
        try:
            made = programmes.create(**given)
        except Refused as error:
            form.add_error("name", error.message)
        else:
            messages.success(
                request, _("The programme is made. Next: the communities, then the first round.")
            )
            return redirect("households:programme", made.code)
    return render(request, "households/programme_new.html", {"form": form})


@login_required
@require_GET
def show(request, code):
    """A programme: its communities, its rounds, and numbers of asked and answered. Never a name."""
    programme = _find(programmes.readable_by(request.user), code)
    is_officer = (
        programmes.municipalities_served_by(request.user).filter(pk=programme.municipality_id).exists()
    )
    mine = list(Community.objects.governed_by(request.user).filter(municipality=programme.municipality_id))
    own = {one.pk for one in mine}
    taking_part = {one.community_id: one for one in programme.participations.select_related("community")}
    communities = list(programme.municipality.communities.order_by("name", "pk"))
    manages = programmes.managed_by(request.user).filter(pk=programme.pk).exists()
    place = f"all:{programme.municipality.code}" if is_officer else next((one.code for one in mine), "")
    context = {
        "programme": programme,
        "manages": manages,
        "is_officer": is_officer,
        "communities": [
            (one, taking_part.get(one.pk), is_officer or one.pk in own)
            for one in communities
            if one.pk in taking_part or is_officer or one.pk in own
        ],
        "takes_part": bool(taking_part),
        "rounds": _rounds(programme, taking_part, mine, place),
    }
    return render(request, "households/programme_show.html", context)


@login_required
@FORM
def start(request, code, community):
    """The day on which the market started in a community, or that it takes part and has not started."""
    programme = _find(programmes.readable_by(request.user), code)
    place = get_object_or_404(programmes.communities_set_by(request.user, programme), code=community)
    now = programme.participations.filter(community=place).first()
    form = StartForm(request.POST or None, initial={"started_on": now.started_on if now else None})
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "community": place, "actor": request.user, **form.cleaned_data}
        if done(form, programmes.take_part, **given):
            messages.success(request, _("It is on record."))
            return redirect("households:programme", programme.code)
    context = {"form": form, "programme": programme, "community": place, "takes_part": now is not None}
    return render(request, "households/programme_start.html", context)


@login_required
@require_POST
def leave(request, code, community):
    """A community that was entered by mistake no longer takes part."""
    programme = _find(programmes.readable_by(request.user), code)
    place = get_object_or_404(programmes.communities_set_by(request.user, programme), code=community)
    words = _("%(community)s no longer takes part.") % {"community": place.name}
    press(request, words, programmes.leave, programme=programme, community=place, actor=request.user)
    return redirect("households:programme", programme.code)


@login_required
@FORM
def round_add(request, code):
    """The months of the next round."""
    programme = _find(programmes.managed_by(request.user), code)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "actor": request.user, **form.cleaned_data}
        if done(form, programmes.add_round, **given):
            messages.success(request, _("The round is set. Next: ask the households."))
            return redirect("households:programme", programme.code)
    earlier = [(one, months_words(one)) for one in programme.rounds.order_by("number")]
    context = {"form": form, "programme": programme, "earlier": earlier}
    return render(request, "households/round_add.html", context)


@login_required
@require_POST
def round_remove(request, code, number):
    """Take back the latest round as long as nobody was asked."""
    one = _round(programmes.managed_by(request.user), code, number)
    press(request, _("The round is taken back."), programmes.remove_round, round=one, actor=request.user)
    return redirect("households:programme", code)


@login_required
@require_POST
def round_ask_all(request, code, number):
    """The officer asks all households of all communities that take part."""
    served = programmes.municipalities_served_by(request.user).values("pk")
    one = _round(Programme.objects.filter(municipality__in=served), code, number)
    places = [row.community for row in one.programme.participations.select_related("community")]
    ask_and_say(request, one, places)
    return redirect("households:programme", code)


def ask_and_say(request, one: Round, places: list[Community]) -> None:
    """Ask, and say how many are asked now."""
    try:
        count = rounds.ask(round=one, communities=places, actor=request.user)
    except Refused as error:
        messages.error(request, error.message)
        return
    if count:
        words = ngettext("%(count)s household is asked.", "%(count)s households are asked.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Every household was asked already."))


def _places(user) -> dict[str, Any]:
    """For which places this person may make a programme, by their codes in the form."""
    towns = {f"town:{one.code}": one for one in programmes.municipalities_served_by(user)}
    own = Community.objects.governed_by(user).select_related("municipality").order_by("name", "pk")
    return {**towns, **{f"community:{one.code}": one for one in own}}


def _find(found, code: str) -> Programme:
    return get_object_or_404(found.select_related("municipality", "created_by"), code=code)


def _round(found, code: str, number: int) -> Round:
    return get_object_or_404(
        Round.objects.select_related("programme__municipality"), programme__in=found, programme__code=code, number=number
    )  # fmt: skip


def _rounds(programme: Programme, taking_part: dict, mine: list[Community], place: str) -> list[dict]:
    """The rounds for the page, the newest first; `mine` are the reader's communities, `place` that of the report."""
    counted, found = rounds.tallies(programme), list(programme.rounds.order_by("-number"))
    communities, own = [row.community for row in taking_part.values()], {one.pk for one in mine}
    return [
        {
            "round": one,
            "months": months_words(one),
            "table": table_of(one, communities, counted, own),
            "is_last": one == found[0],
            "is_asked": any(pk == one.pk for pk, _place in counted),
            "report_url": _report_url(one, place),
            "offices": [
                (reverse("households:round", args=[near.code, programme.code, one.number]), near.name)
                for near in mine
                if near.pk in taking_part
            ],
        }
        for one in found
    ]


def _report_url(one: Round, place: str) -> str:
    """The report of the baseline and this round, once both are over."""
    if not (one.number and place and rounds.is_over(one)):
        return ""
    query = urlencode({"place": place, "kind": "round", "period": f"{one.programme.code}-{one.number}"})
    try:
        return f"{reverse('households:report')}?{query}"
    except NoReverseMatch:
        return ""
