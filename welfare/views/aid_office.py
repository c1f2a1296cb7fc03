"""Requests for help in the committee's office: the list, whom a request is for, and asking in somebody's name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from households.models import Community, Household, Membership
from households.views.acting import done
from households.views.paging import paging_url
from lib import paging
from welfare import aid_histories, aid_requests
from welfare.forms.aid import LinkForm
from welfare.models import AidRequest, Benefit

Urgency, Status = AidRequest.Urgency, AidRequest.Status
MOST_HOUSEHOLDS = 20
RANK = Case(
    When(urgency=Urgency.NOW, then=Value(0)),
    When(urgency=Urgency.WEEK, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@never_cache
@login_required
@require_GET
def requests(request, code):
    """Those that wait: the most urgent first, then the oldest. Others by a filter, the newest first."""
    community = _governed(request, code)
    wanted = {name: request.GET.get(name, "") for name in ("status", "event", "urgency", "linked")}
    rows = _filtered(community, wanted).select_related("household", "person")
    waits = wanted["status"] in ("", Status.ASKED)
    order = ["rank", "id"] if waits else ["-id"]
    page = paging.page(rows.annotate(rank=RANK), order, request.GET.get("after"))
    hints = aid_histories.hints_of(page.items)
    context = {
        "community": community,
        "rows": [(row, hints[row.pk]) for row in page.items],
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "statuses": Status.choices,
        "events": Benefit.Event.choices,
        "urgencies": Urgency.choices,
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/aid_list.html", context)


@login_required
@require_GET
def ask_for(request, code):
    """Find the household in whose name the committee asks."""
    community = _governed(request, code)
    words = request.GET.get("q", "").strip()[:100]
    context = {"community": community, "words": words, "homes": _homes(community, words)}
    return render(request, "welfare/aid_for.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, code):
    """Say for which household and person a request is."""
    governed = Community.objects.governed_by(request.user)
    rows = AidRequest.objects.filter(community__in=governed.values("pk"))
    asked = get_object_or_404(rows.select_related("community", "household", "person"), code=code)
    words = request.GET.get("q", asked.for_whom).strip()[:100]
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        household, person = _place(asked.community, form.cleaned_data["place"])
        given = {"request": asked, "household": household, "person": person, "actor": request.user}
        if done(form, aid_requests.link, **given):
            messages.success(request, _("It is noted for whom the request is."))
            return redirect("welfare:aid_request", asked.code)
    homes = _homes(asked.community, words, phone=asked.phone)
    context = {"asked": asked, "community": asked.community, "words": words, "homes": homes, "form": form}
    return render(request, "welfare/aid_link.html", context)


def _governed(request, code: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def _filtered(community: Community, wanted: dict[str, str]):
    rows = AidRequest.objects.filter(community=community)
    status = wanted["status"] or Status.ASKED
    if status in Status.values:
        rows = rows.filter(status=status)
    if wanted["event"] in Benefit.Event.values:
        rows = rows.filter(event=wanted["event"])
    if wanted["urgency"] in Urgency.values:
        rows = rows.filter(urgency=wanted["urgency"])
    if wanted["linked"] == "no":
        rows = rows.filter(household__isnull=True)
    return rows


def _homes(community: Community, words: str, *, phone: str = "") -> list[Household]:
    """Households that the words or the phone point to, with their people."""
    if not words:
        return []
    by_phone = Membership.objects.active().filter(Q(person__phone=phone) | Q(person__user__phone=phone))
    homes = Household.objects.filter(community=community, status=Household.Status.ACTIVE)
    found = homes.matching(words)
    if phone:
        found = found | homes.filter(pk__in=by_phone.values("household"))
    people = Membership.objects.filter(
        Q(status=Membership.Status.ACTIVE) | Q(end_reason=Membership.EndReason.DIED)
    ).select_related("person")
    members = Prefetch("memberships", queryset=people.order_by("id"), to_attr="members")
    return list(found.order_by("id").prefetch_related(members)[:MOST_HOUSEHOLDS])


def _place(community: Community, place: str):
    """The household and the person that were chosen; 404 for what is not of this community."""
    code, _colon, person_code = place.partition(":")
    household = get_object_or_404(Household.objects.filter(community=community), code=code)
    if not person_code:
        return household, None
    members = Membership.objects.filter(household=household).select_related("person")
    return household, get_object_or_404(members, person__code=person_code).person
