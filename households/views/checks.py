"""The committee's pages about many people: what to look at, and who lives in the community."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import checks, register
from households.models import Community, Household, Membership, Person, Situation
from households.people_words import age_in_words, sentence, year_in_words
from households.views.acting import press
from households.views.paging import paging_url
from lib import paging

MOST_VILLAGES = 60
FILTERS = ("age", "village", "activity", "need")


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def _open(request, community: str, pk: int) -> Membership:
    rows = checks.open_in([_community(request, community)])
    return get_object_or_404(rows.select_related("household__community", "person__user"), pk=pk)


@login_required
@require_GET
def index(request, community):
    """What households entered and the committee has not looked at."""
    place = _community(request, community)
    rows = checks.open_in([place]).select_related("household", "person")
    page = paging.page(rows, ["id"], request.GET.get("after"))
    causes = checks.causes(page.items)
    years = checks.years_before(event for events in causes.values() for event in events)
    items = [
        {
            "membership": row,
            "born": year_in_words(row.person.birth_year),
            "is_member": row.status == Membership.Status.ACTIVE,
            "causes": [
                (sentence(event), event, year_in_words(years.get(event.pk))) for event in causes[row.pk]
            ],
        }
        for row in page.items
    ]
    context = {"community": place, "items": items, "next_url": paging_url(request, page.next_cursor)}
    return render(request, "households/checks.html", context)


@login_required
@require_POST
def accept(request, community, pk):
    """It is right."""
    given = {"membership": _open(request, community, pk), "actor": request.user}
    press(request, _("Noted as right."), checks.accept, **given)
    return redirect("households:checks", community)


@login_required
@require_POST
def take_back(request, community, pk):
    """It is wrong: as it was before."""
    given = {"membership": _open(request, community, pk), "actor": request.user}
    press(request, _("Taken back. Whoever entered it gets a message."), checks.take_back, **given)
    return redirect("households:checks", community)


@login_required
@require_GET
def people(request, community):
    """Everybody in the community's active households, found by name, age, village, activity and need."""
    place = _community(request, community)
    wanted = {
        name: request.GET.get(name, "").strip()[:100] for name in ("q", "age", "village", "activity", "need")
    }
    needs = Situation.objects.visible_to(request.user).running().order_by("id")
    rows = _found(Membership.objects.active(), place, wanted, needs)
    rows = rows.select_related("household", "person").prefetch_related(
        Prefetch("person__situations", queryset=needs, to_attr="needs")
    )
    page = paging.page(rows, ["household_id", "id"], request.GET.get("after"))
    for row in page.items:
        row.age_words = age_in_words(row.person)
        row.is_elderly = (row.person.birth_year or 9999) <= register.elderly_until()
    context = {
        "community": place,
        "page": page,
        "next_url": paging_url(request, page.next_cursor),
        "wanted": wanted,
        "is_filtered": any(wanted[name] for name in FILTERS),
        "villages": _villages(place),
        "activities": Person.Activity.choices,
        "kinds": Situation.Kind.choices,
    }
    return render(request, "households/people.html", context)


def _found(rows, place: Community, wanted: dict[str, str], needs):
    """Of these places, those in active households of the community that fit what is wanted."""
    rows = rows.filter(household__community=place, household__status=Household.Status.ACTIVE)
    if wanted["q"]:
        rows = rows.filter(
            Q(person__name__icontains=wanted["q"])
            | Q(household__name__icontains=wanted["q"])
            | Q(household__house_number=wanted["q"])
        )
    if wanted["age"] == "elderly":
        rows = rows.filter(person__birth_year__lte=register.elderly_until())
    if wanted["village"]:
        rows = rows.filter(household__village=wanted["village"])
    if wanted["activity"]:
        rows = rows.filter(person__activity=wanted["activity"])
    if wanted["need"] == "any":
        rows = rows.filter(person__in=needs.values("person"))
    elif wanted["need"]:
        rows = rows.filter(person__in=needs.filter(kind=wanted["need"]).values("person"))
    return rows


def _villages(place: Community) -> list[str]:
    """The names of the community's parts."""
    names = Household.objects.filter(community=place).exclude(village="").values_list("village", flat=True)
    return list(names.distinct().order_by("village")[:MOST_VILLAGES])
