"""Hours of volunteers: written down by themselves, and confirmed by who looks after volunteers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import done, press
from households.views.paging import paging_url
from lib import paging
from welfare.forms.missions import HoursForm, ReasonForm, state_of
from welfare.models import Hours, Volunteer
from welfare.volunteering import hours, wording
from welfare.volunteering.missions import KEEPERS


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request) -> HttpResponse:
    """Write down hours, and see what became of those written before."""
    own = Volunteer.objects.filter(user=request.user).exclude(status=Volunteer.Status.LEFT)
    own = own.select_related("community").order_by("pk")
    if not own:
        raise Http404("no volunteer")
    initial = {name: request.GET[key] for name, key in (("signup", "shift"),) if request.GET.get(key)}
    form = HoursForm(request.POST or None, user=request.user, volunteers=own, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, hours.log, actor=request.user, **form.said())
    ):
        messages.success(request, _("Written down. It counts when somebody of the centre has confirmed it."))
        return redirect("welfare:hours_log")
    return render(request, "welfare/hours_log.html", {"form": form, **_own_hours(request)})


@never_cache
@login_required
@require_safe
def waiting(request, code: str) -> HttpResponse:
    """Hours that wait to be confirmed, the oldest first."""
    community = get_object_or_404(Community.objects.with_role(request.user, *KEEPERS), code=code)
    return _page(request, community)


@login_required
@require_POST
def answer(request, code: str) -> HttpResponse:
    """Confirm with one press, or refuse with a reason."""
    rows = hours.coordinated_by(request.user).select_related("volunteer__community")
    row = get_object_or_404(rows, code=code)
    community = row.volunteer.community
    if request.POST.get("answer") != "refuse":
        press(request, _("Confirmed. The hours count."), hours.confirm, hours=row, actor=request.user)
        return redirect("welfare:hours_waiting", community.code)
    form = ReasonForm(request.POST, auto_id=f"refuse-{row.code}-%s")
    given = {"hours": row, "actor": request.user}
    if form.is_valid() and done(form, hours.refuse, reason=form.cleaned_data["reason"], **given):
        messages.success(request, _("Not confirmed. The volunteer reads why."))
        return redirect("welfare:hours_waiting", community.code)
    return _page(request, community, sent=(row, form))


def _own_hours(request) -> dict[str, Any]:
    rows = Hours.objects.filter(volunteer__user=request.user).select_related("volunteer__community")
    page = paging.page(rows, ["-day", "-id"], request.GET.get("after"))
    year = timezone.localdate().year
    of_year = sum(
        hours.confirmed_minutes(one, year=year) for one in Volunteer.objects.filter(user=request.user)
    )
    return {
        "rows": [(row, wording.long(row.minutes), state_of(row)) for row in page.items],
        "next_url": paging_url(request, page.next_cursor),
        "of_year": wording.long(of_year),
    }


def _page(request, community: Community, *, sent: tuple[Hours, ReasonForm] | None = None) -> HttpResponse:
    """The list; a row with a mistake is on it wherever it comes from."""
    rows = hours.waiting(community).select_related("volunteer", "case", "signup__shift")
    page = paging.page(rows, ["day", "id"], request.GET.get("after"))
    items = page.items if sent is None or sent[0] in page.items else [sent[0], *page.items]
    context: dict[str, Any] = {
        "community": community,
        "rows": [_row(request, row, sent) for row in items],
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/hours_waiting.html", context)


def _row(request, row: Hours, sent: tuple[Hours, ReasonForm] | None) -> dict[str, Any]:
    is_open = sent is not None and sent[0] == row
    return {
        "hours": row,
        "length": wording.long(row.minutes),
        "is_own": row.volunteer.user_id == request.user.pk,
        "form": sent[1] if sent and is_open else ReasonForm(auto_id=f"refuse-{row.code}-%s"),
        "is_open": is_open,
    }
