"""Who and what may be in the register twice: suggestions, side by side, joining and undoing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from households import merge_suggestions, merges
from households.models import Community, Household, Membership, Merge, Person
from households.people_words import year_in_words
from households.views.acting import press
from lib.dates import thai_date
from lib.phones import format_phone

WHY = {
    "exact": gettext_lazy("Same name in the same house"),
    "name": gettext_lazy("Same name"),
    "phone": gettext_lazy("Same phone"),
    "house": gettext_lazy("A similar name in the same house"),
    "village": gettext_lazy("A similar name and the same year of birth"),
    "address": gettext_lazy("The same address"),
}
MOST_SHOWN = 30


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def _people(place: Community):
    """People whom this committee looks after and whose entry is in use."""
    homes = Household.objects.filter(community=place)
    rows = Person.objects.filter(memberships__household__in=homes, merged_into__isnull=True)
    return rows.filter(erased_at__isnull=True).distinct()


@login_required
@require_GET
def index(request, community):
    """Pairs that look alike, and what was joined lately."""
    place = _community(request, community)
    joined = Merge.objects.filter(community=place, undone_at__isnull=True)
    context = {
        "community": place,
        "people": _shown(merge_suggestions.people(place), Person),
        "households": _shown(merge_suggestions.households(place), Household),
        "joined": joined.select_related(
            "kept_person", "gone_person", "kept_household", "gone_household", "made_by"
        ).order_by("-id")[:MOST_SHOWN],
    }
    return render(request, "households/duplicates.html", context)


def _shown(pairs, model) -> list[dict[str, Any]]:
    """Pairs with their rows and words, in two statements."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    rows = model.objects.in_bulk(keys)
    if model is Person:
        places = Membership.objects.active().filter(person__in=keys).select_related("household")
        homes = {place.person_id: place.household for place in places}
        for key, row in rows.items():
            row.home = homes.get(key)
    return [
        {"one": rows[pair.one], "other": rows[pair.other], "percent": pair.percent, "why": WHY[pair.why]}
        for pair in pairs
        if pair.one in rows and pair.other in rows
    ]


@login_required
@require_GET
def people(request, community, one, other):
    """Two people side by side."""
    place = _community(request, community)
    pair = [get_object_or_404(_people(place), code=code) for code in _two(one, other)]
    context = {"community": place, "pair": pair, "rows": _beside([_of_person(row) for row in pair])}
    context |= _choice(pair)
    return render(request, "households/duplicate_people.html", context)


@login_required
@require_POST
def people_join(request, community, one, other):
    """The one with the code `one` stays, the other goes."""
    place = _community(request, community)
    kept, gone = (get_object_or_404(_people(place), code=code) for code in _two(one, other))
    words = _("Joined. You can undo it here.")
    if press(request, words, merges.join_people, kept=kept, gone=gone, actor=request.user):
        return redirect("households:duplicates", place.code)
    return redirect("households:duplicate_people", place.code, one, other)


@login_required
@require_GET
def homes(request, community, one, other):
    """Two households side by side."""
    place = _community(request, community)
    rows = Household.objects.filter(community=place, status=Household.Status.ACTIVE)
    pair = [get_object_or_404(rows, code=code) for code in _two(one, other)]
    context = {"community": place, "pair": pair, "rows": _beside([_of_home(row) for row in pair])}
    context |= _choice(pair)
    return render(request, "households/duplicate_households.html", context)


@login_required
@require_POST
def homes_join(request, community, one, other):
    """The household with the code `one` stays, the other goes."""
    place = _community(request, community)
    rows = Household.objects.filter(community=place, status=Household.Status.ACTIVE)
    kept, gone = (get_object_or_404(rows, code=code) for code in _two(one, other))
    words = _("Joined. You can undo it here.")
    if press(request, words, merges.join_households, kept=kept, gone=gone, actor=request.user):
        return redirect("households:duplicates", place.code)
    return redirect("households:duplicate_households", place.code, one, other)


@login_required
@require_POST
def undo(request, community, pk):
    """Two entries again."""
    place = _community(request, community)
    merge = get_object_or_404(Merge.objects.filter(community=place), pk=pk)
    press(request, _("There are two entries again."), merges.undo, merge=merge, actor=request.user)
    return redirect("households:duplicates", place.code)


def _two(one: str, other: str) -> tuple[str, str]:
    if one == other:
        raise Http404
    return one, other


def _choice(pair) -> dict[str, list[str]]:
    """Heads of the two columns, and the words of the buttons."""
    numbered = [
        _("%(name)s (entry %(number)s)") % {"name": row.name, "number": n} for n, row in enumerate(pair, 1)
    ]
    return {
        "heads": [_("Entry %(number)s") % {"number": n} for n in (1, 2)],
        "labels": [_("Keep %(entry)s") % {"entry": words} for words in numbered],
    }


def _beside(columns: list[list[tuple[str, str]]]) -> list[dict[str, Any]]:
    """Rows of a table with both; those that differ are marked."""
    first, second = columns
    return [
        {"label": label, "one": words or "–", "other": others or "–", "differs": words != others}
        for (label, words), (_label, others) in zip(first, second, strict=True)
    ]


def _of_person(person: Person) -> list[tuple[str, str]]:
    places = person.memberships.active().select_related("household")
    return [
        (_("Name"), person.name),
        (_("Household"), ", ".join(str(place.household) for place in places)),
        (_("Born in"), year_in_words(person.birth_year)),
        (_("Sex"), person.get_sex_display()),
        (_("Phone"), format_phone(person.phone) if person.phone else ""),
        (_("Occupation"), person.occupation),
        (_("Account"), _("Yes") if person.user_id else _("No")),
    ]


def _of_home(home: Household) -> list[tuple[str, str]]:
    members = home.memberships.active().select_related("person").order_by("pk")
    newest = home.income_months.order_by("-month").first()
    return [
        (_("Name"), home.name),
        (_("House number"), home.house_number),
        (_("Village"), home.village),
        (_("Address"), home.address),
        (_("People"), ", ".join(place.person.name for place in members)),
        (_("Entered"), thai_date(home.created_at)),
        (_("Income written down"), _("Yes") if newest else _("No")),
        (_("Code"), home.code),
    ]
