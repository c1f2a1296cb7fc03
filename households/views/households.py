"""A household's page, one's own households, and the committee's new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from households import agreements, memberships, office
from households.decorators import committee_only
from households.forms.households import HouseholdForm
from households.models import Agreement, Household, Membership, Role
from households.people_words import age_in_words
from lib import qr

MOST_FORMER = 20


@login_required
@require_GET
def home(request):
    """One's own households, what waits there, and the ways on."""
    mine = list(Household.objects.of_member(request.user).select_related("community"))
    held = set(Role.objects.held_by(request.user, *Role.TRUSTED).values_list("kind", flat=True))
    waiting = Membership.objects.waiting().filter(person__user=request.user).select_related("household")
    return render(
        request,
        "households/home.html",
        {
            "households": [facts(request, household) for household in mine],
            "waiting": waiting,
            "has_desk": request.user.is_superuser or bool(held & set(Role.IN_ADMIN)),
            "is_officer": Role.Kind.OFFICER in held,
            "is_on_committee": request.user.is_superuser or bool(held & set(office.COMMITTEE)),
            "privacy": agreements.missing(request.user, Agreement.Kind.PRIVACY),
        },
    )


@login_required
@require_GET
def show(request, code):
    """A household as its members and the committee see it."""
    household = get_object_or_404(
        Household.objects.visible_to(request.user).select_related("community"), code=code
    )
    return render(request, "households/household.html", {"facts": facts(request, household)})


@committee_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The committee enters a new household, and then the people in it."""
    form = HouseholdForm(request.POST or None, communities=request.communities)
    if request.method == "POST" and form.is_valid():
        household = memberships.create_household(**form.cleaned_data, actor=request.user)
        messages.success(request, _("The household is in the register. Now enter who lives there."))
        return redirect("households:member_add", household.code)
    return render(request, "households/household_new.html", {"form": form})


def facts(request, household: Household) -> dict:
    """What a household's page shows, and what this person may do there."""
    members = list(
        household.memberships.active()
        .select_related("person__user")
        .order_by("-is_representative", "-is_deputy", "id")
    )
    own = next((member for member in members if member.person.user_id == request.user.pk), None)
    governs = Household.objects.governed_by(request.user).filter(pk=household.pk).exists()
    may_decide = governs or bool(own and (own.is_representative or own.is_deputy))
    if not own and not governs:
        raise Http404
    join_url = request.build_absolute_uri(f"{reverse('households:join')}?code={household.code}")
    for member in members:
        member.age_words = age_in_words(member.person) if may_decide or member == own else ""
    return {
        "household": household,
        "is_active": household.status == Household.Status.ACTIVE,
        "members": members,
        "own": own,
        "governs": governs,
        "may_decide": may_decide,
        "requests": household.memberships.decidable_by(request.user).select_related("person")
        if may_decide
        else [],
        "former": former(household) if may_decide else [],
        "links": links(household, may_decide=may_decide, governs=governs),
        "join_url": join_url,
        "join_qr": qr.svg(join_url, _("Scan to join this household")),
    }


def former(household: Household) -> list[Membership]:
    """Who belonged to the household before, the last to leave first; entries by mistake are left out."""
    ended = household.memberships.filter(status=Membership.Status.LEFT, until__isnull=False)
    hidden = (Membership.EndReason.MISTAKE, Membership.EndReason.MERGED)
    return list(
        ended.exclude(end_reason__in=hidden).select_related("person").order_by("-until", "-id")[:MOST_FORMER]
    )


def links(household: Household, *, may_decide: bool, governs: bool) -> list[tuple[str, str]]:
    """Ways on from a household's page, each with its words."""
    is_active = household.status == Household.Status.ACTIVE
    ways = [
        ("household_card", _("Print the household's card"), True),
        ("household_edit", _("Correct the name or the address"), may_decide),
        ("household_split", _("Some of us become a household of their own"), may_decide and is_active),
        ("household_status", _("The household moved, closed or came back"), governs),
        ("household_history", _("What was written down, and by whom"), True),
    ]
    return [
        (reverse(f"households:{name}", args=[household.code]), words) for name, words, shown in ways if shown
    ]
