"""Checking a drawn sample: drawing, the list for the visitors, each visit, and what came out of it."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import privacy, verifications
from households.forms.verifications import DrawForm, VisitForm
from households.models import Community, IncomeLook, Verification, VerificationSample
from households.views.acting import done
from households.views.paging import paging_url
from lib import paging
from lib.errors import Refused

WAITING = Verification.Status.WAITING


@login_required
@require_GET
def index(request, community):
    """Drawn samples, the newest first, and how large one of a month would be."""
    return _index(
        request, _place(request, community), DrawForm(request.GET if "month" in request.GET else None)
    )


@login_required
@require_POST
def draw(request, community):
    """Draw the sample of a month."""
    place = _place(request, community)
    form = DrawForm(request.POST)
    if form.is_valid():
        try:
            sample = verifications.draw(community=place, actor=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error("month", error.message)
        else:
            messages.success(request, _("The sample is drawn. Print the list, and visit the households."))
            return redirect("households:sample", place.code, sample.code)
    return _index(request, place, form)


@login_required
@require_GET
def show(request, community, code):
    """A sample: how it was drawn, its households and what was found so far. No household's figure."""
    sample = _sample(request, community, code)
    visits = sample.visits.select_related("household", "visited_by").defer("reported", "verified")
    page = paging.page(visits, ["id"], request.GET.get("after"))
    context = {
        "community": sample.community,
        "sample": sample,
        "visits": page.items,
        "next_url": paging_url(request, page.next_cursor),
        "finding": verifications.finding(sample),
    }
    return render(request, "households/sample_show.html", context)


@login_required
@require_GET
def print_list(request, community, code):
    """The list for the visitors, on A4: where to go, nothing of what was reported."""
    sample = _sample(request, community, code)
    visits = sample.visits.select_related("household").defer("reported", "verified")
    ordered = sorted(
        visits, key=lambda visit: (visit.household.village, visit.household.house_number, visit.pk)
    )
    context = {"community": sample.community, "sample": sample, "visits": ordered}
    return render(request, "households/sample_print.html", context)


@login_required
@require_GET
def draw_csv(request, community, code):
    """The draw as a table that anybody can repeat."""
    sample = _sample(request, community, code)
    response = HttpResponse(verifications.draw_table(sample), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{sample.code}.csv"'
    return response


@login_required
@require_GET
def visit(request, community, code, pk):
    """One household: what to write down, and once it is, what had been reported."""
    return _visit(request, _find(request, community, code, pk), None)


@login_required
@require_POST
def visit_save(request, community, code, pk):
    """Write down what came of the visit."""
    found = _find(request, community, code, pk)
    form = VisitForm(request.POST)
    if form.is_valid():
        given = {"visit": found, "actor": request.user, **form.cleaned_data}
        if done(form, verifications.record, **given):
            messages.success(request, _("Written down. You can correct it later."))
            return redirect("households:visit", community, code, pk)
    return _visit(request, found, form)


def _visit(request, found: Verification, form: VisitForm | None):
    """The reported figure is on the page only after a figure was found, and the look is written down."""
    is_own = verifications.is_own(found, request.user)
    is_compared = found.status == Verification.Status.DONE and not is_own
    if is_compared:
        reason = IncomeLook.Reason.VERIFICATION
        privacy.note_looks(households=[found.household], viewer=request.user, reason=reason)
    if form is None:
        former = ("status", "verified", "visited_on", "note") if found.status != WAITING else ()
        form = VisitForm(initial={name: getattr(found, name) for name in former if not is_own})
    context = {
        "visit": found,
        "sample": found.sample,
        "community": found.sample.community,
        "form": form,
        "is_own": is_own,
        "is_waiting": found.status == WAITING,
        "compared": _compared(found) if is_compared else None,
    }
    return render(request, "households/visit_show.html", context)


def _compared(found: Verification) -> dict[str, Decimal] | None:
    """Both figures in baht, and how far apart they are; a visited household has both."""
    if found.reported is None or found.verified is None:
        return None
    return {
        "reported": found.reported,
        "verified": found.verified,
        "difference": found.verified - found.reported,
    }


def _index(request, place: Community, form: DrawForm):
    samples = place.samples.select_related("drawn_by")
    page = paging.page(samples, ["-id"], request.GET.get("after"))
    context = {
        "community": place,
        "form": form,
        "page": page,
        "next_url": paging_url(request, page.next_cursor),
        "size": None,
    }
    if form.is_bound and form.is_valid():
        # Asked for by GET: nothing is drawn yet.
        count = verifications.population(place, form.cleaned_data["month"]).count()
        wanted = {name: form.cleaned_data[name] for name in ("confidence", "margin")}
        context["count"], context["size"] = count, verifications.size_for(count, **wanted)
    return render(request, "households/sample_list.html", context)


def _place(request, community: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=community)


def _sample(request, community: str, code: str) -> VerificationSample:
    found = VerificationSample.objects.select_related("community", "drawn_by")
    return get_object_or_404(found, community=_place(request, community), code=code)


def _find(request, community: str, code: str, pk: int) -> Verification:
    found = Verification.objects.select_related("sample__community", "household", "visited_by")
    return get_object_or_404(found, sample=_sample(request, community, code), pk=pk)
