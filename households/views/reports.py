"""Reports for officers and committees: choosing one, reading it, taking it away, and the municipality's line."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import programmes, report_choices, report_line, report_pages, report_tables
from households.forms.reports import LineForm
from households.models import ReportEdition
from households.reports import editions, snapshots
from lib.spreadsheets import csv_response, xlsx_response

EDITIONS_SHOWN = 8
# Pages about the same things that other parts of the house may have.
NEIGHBOURS = ("households:programmes", "households:prices", "households:coverage_report")


def for_readers(view):
    """For people who read about some place; `request.places` are theirs. Everybody else finds no such page."""

    @wraps(view)
    @login_required
    def for_reader(request, *args, **kwargs):
        request.places = report_choices.places_of(request.user)
        if not request.places:
            raise Http404
        return view(request, *args, **kwargs)

    return for_reader


def chosen(request) -> report_choices.Choice:
    """What the address asks for; 404 for a place that this person does not read about."""
    choice = report_choices.choose(places=request.places, query=request.GET)
    if choice is None:
        raise Http404
    return choice


@for_readers
@require_GET
def index(request):
    """Choosing a report; those that are published; ways on."""
    choice = chosen(request)
    town = choice.parameters.place.municipality
    return render(
        request,
        "households/report_index.html",
        {
            "choice": choice,
            "kind_links": kind_links(choice, reverse("households:reports")),
            "editions": _newest_editions(request.user),
            "neighbours": _neighbours(choice),
            "town": town if choice.is_officer else None,
            "line_form": LineForm(initial={"line": town.reference_line}) if choice.is_officer else None,
        },
    )


@for_readers
@require_GET
def show(request):
    """The report that the address asks for."""
    choice = chosen(request)
    look = snapshots.look(choice.parameters)
    place = str(choice.parameters.place)
    context = {
        "choice": choice,
        "look": look,
        "kind_links": kind_links(choice, reverse("households:reports")),
        "place": place,
        "not_published": report_pages.not_published(),
    }
    if look.result is None:
        return render(request, "households/report_waiting.html", context)
    may_publish = look.result["is_shown"] and report_choices.may_publish(
        request.user, choice.parameters.place
    )
    context |= {
        "report": report_pages.page(look.result, place, choice.parameters.programme),
        "may_publish": may_publish,
    }
    return render(request, "households/report_show.html", context)


@for_readers
@require_GET
def show_csv(request) -> HttpResponse:
    """The report's figures as one long table."""
    return _file(request, "csv")


@for_readers
@require_GET
def show_xlsx(request) -> HttpResponse:
    """The same for Excel, with the notes on a sheet of their own."""
    return _file(request, "xlsx")


@login_required
@require_POST
def line(request):
    """The officer sets the municipality's line; every report uses it from now on."""
    towns = programmes.municipalities_served_by(request.user)
    town = get_object_or_404(towns, code=request.POST.get("municipality", ""))
    form = LineForm(request.POST)
    if form.is_valid():
        report_line.set_line(municipality=town, line=form.cleaned_data["line"], actor=request.user)
        messages.success(request, _("The line is set. Reports use it from now on."))
    else:
        messages.error(request, " ".join(map(str, form.errors["line"])))
    query = urlencode({"place": f"{report_choices.WHOLE}{town.code}"})
    return redirect(f"{reverse('households:reports')}?{query}")


@for_readers
@require_GET
def old_address(request):
    """Where the report used to be."""
    return redirect("households:reports", permanent=True)


def file_response(result, place_name: str, suffix: str, edition: ReportEdition | None = None) -> HttpResponse:
    """The figures and the notes of a report as a file."""
    heads, rows = report_tables.file_rows(result)
    about = report_pages.about(result, place_name, edition)
    name = report_pages.file_name(result, suffix, edition)
    if suffix == "xlsx":
        return xlsx_response(name, heads, rows, notes=(_("About this report"), about))
    empty = [None] * (len(heads) - 3)
    return csv_response(
        name, heads, [*rows, *([_("About this report"), item, *empty, note] for item, note in about)]
    )


def kind_links(choice: report_choices.Choice, address: str) -> list[tuple[str, str, bool]]:
    """Address, name and whether it is the present one, for each kind of period; the period itself starts anew."""
    kept = {name: value for name, value in choice.data.items() if name not in ("period", "kind")}
    return [
        (f"{address}?{urlencode({**kept, 'kind': kind})}", name, kind == choice.data["kind"])
        for kind, name in choice.kinds
    ]


def _file(request, suffix: str) -> HttpResponse:
    choice = chosen(request)
    look = snapshots.look(choice.parameters)
    if look.result is None:
        return redirect(f"{reverse('households:report')}?{choice.query}")
    return file_response(look.result, str(choice.parameters.place), suffix)


def _newest_editions(user):
    newest = (
        editions.visible_to(user).filter(corrected_by__isnull=True).defer("inputs", "result", "parameters")
    )
    return newest.select_related("municipality", "community").order_by("-pk")[:EDITIONS_SHOWN]


def _neighbours(choice: report_choices.Choice) -> list[tuple[str, str]]:
    """Programmes and prices, where the house has pages for them."""
    names = {
        "households:programmes": _("Programmes and their rounds"),
        "households:prices": _("Price index"),
        "households:coverage_report": _("How many take part"),
    }
    found = []
    for name in NEIGHBOURS:
        try:
            found.append((reverse(name), names[name]))
        except NoReverseMatch:
            continue
    return found if choice.is_officer else []
