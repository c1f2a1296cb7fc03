"""Published reports: freezing one, reading it, correcting it by a new edition."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from households import report_choices, report_pages
from households.forms.reports import CorrectionForm, PublishForm
from households.models import ReportEdition
from households.reports import editions
from households.reports.places import Parameters, Place
from households.views.acting import made
from households.views.paging import paging_url
from households.views.reports import chosen, file_response, for_readers
from lib import paging


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request):
    """What freezing means, and the form that does it."""
    choice = chosen(request)
    parameters = choice.parameters
    if not report_choices.may_publish(request.user, parameters.place):
        raise Http404
    form = PublishForm(
        request.POST or None,
        initial={"title": report_pages.usual_title(parameters), "audience": parameters.audience},
    )
    if request.method == "POST" and form.is_valid():
        wanted = replace(parameters, audience=form.cleaned_data["audience"])
        given = {"parameters": wanted, "title": form.cleaned_data["title"], "actor": request.user}
        if edition := made(form, editions.publish, **given):
            messages.success(request, _("The report is published. It stays as it is now."))
            return redirect("households:report_edition", edition.code)
    first, second = report_pages.period_names(parameters)
    context = {
        "form": form,
        "choice": choice,
        "place": str(parameters.place),
        "first": first,
        "second": second,
        "public_query": choice.query_with(audience="public"),
    }
    return render(request, "households/report_publish.html", context)


@require_GET
def edition(request, code):
    """A published report as it was."""
    one = _found(request.user, code)
    later = ReportEdition.objects.filter(corrects=one).only("code", "number").first()
    return render(
        request,
        "households/report_edition.html",
        {
            "edition": one,
            "edition_words": report_pages.edition_words(one),
            "later": later,
            "place": place_name(one),
            "report": report_pages.page(one.result, place_name(one), one.programme),
            "may_correct": later is None and report_choices.may_publish(request.user, _place(one)),
        },
    )


@require_GET
def edition_csv(request, code) -> HttpResponse:
    """Its figures as one long table."""
    one = _found(request.user, code)
    return file_response(one.result, place_name(one), "csv", one)


@require_GET
def edition_xlsx(request, code) -> HttpResponse:
    """The same for Excel."""
    one = _found(request.user, code)
    return file_response(one.result, place_name(one), "xlsx", one)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, code):
    """A new edition with the figures of today, which says what changed."""
    one = _found(request.user, code)
    if not report_choices.may_publish(request.user, _place(one)):
        raise Http404
    form = CorrectionForm(request.POST or None, initial={"title": one.title})
    if request.method == "POST" and form.is_valid():
        given = {"parameters": Parameters.from_json(one.parameters), "actor": request.user, "corrects": one}
        if edition := made(form, editions.publish, **given, **form.cleaned_data):
            messages.success(request, _("The new edition is published."))
            return redirect("households:report_edition", edition.code)
    return render(request, "households/report_correct.html", {"form": form, "edition": one})


@require_GET
def published(request):
    """Reports for everybody, the newest first."""
    rows = (
        ReportEdition.objects.filter(audience=ReportEdition.Audience.PUBLIC, corrected_by__isnull=True)
        .defer("inputs", "result", "parameters")
        .select_related("municipality", "community")
    )
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    return render(
        request,
        "households/report_published.html",
        {"editions": page.items, "more_url": paging_url(request, page.next_cursor)},
    )


def place_name(one: ReportEdition) -> str:
    """The place as it was called when the report was published, where that was kept."""
    if one.community_id is None:
        return str(one.municipality)
    return one.named[str(one.community_id)]["name"]  # type: ignore[attr-defined]


def _place(one: ReportEdition) -> Place:
    return Place(one.municipality, one.community)


def _found(user, code: str) -> ReportEdition:
    """The edition, if this person may read it; 404 otherwise. `named` holds its communities' names of then."""
    large = ("inputs", "corrects__inputs", "corrects__result", "corrects__parameters")
    rows = editions.visible_to(user).annotate(named=F("inputs__communities")).defer(*large)
    return get_object_or_404(
        rows.select_related("municipality", "community", "programme", "corrects"), code=code
    )
