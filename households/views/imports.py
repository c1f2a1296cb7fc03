"""Bringing a table of people: the template, the file, its columns, and how far it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import imports
from households.forms.imports import ColumnsForm, ConfirmForm, TableForm
from households.imports.columns import IN_TEMPLATE, template_heads, template_rows
from households.models import Community, ImportRow, RegisterImport
from households.views.paging import paging_url
from lib import paging
from lib.errors import Refused
from lib.spreadsheets import csv_response, xlsx_response

Status = RegisterImport.Status


def place_of(request, community: str) -> Community:
    """The community, for its committee; 404 for everybody else."""
    return get_object_or_404(Community.objects.governed_by(request.user), code=community)


def batch_of(request, community: str, code: str) -> RegisterImport:
    """An import of the community, for its committee; 404 for everybody else."""
    queryset = RegisterImport.objects.select_related("community", "uploaded_by", "confirmed_by")
    return get_object_or_404(queryset, community=place_of(request, community), code=code)


@login_required
@require_GET
def home(request, community):
    """The template, the field for the file, and earlier imports."""
    return _home(request, place_of(request, community), TableForm())


@login_required
@require_GET
def template_xlsx(request, community) -> HttpResponse:
    """The table to fill in, for Excel, with a second sheet that explains the columns."""
    place_of(request, community)
    general = [
        [_("How to fill in the table"), ""],
        ["", _("One person in each row. Everybody with the same house number is one household.")],
        ["", _("The two people in the first sheet are examples. Write over them or delete them.")],
        ["", _("Leave a cell empty when you do not know. Never write down illnesses or disabilities here.")],
        ["", ""],
    ]
    notes = [*general, *([str(column.heading), str(column.explanation)] for column in IN_TEMPLATE)]
    return xlsx_response(
        "people.xlsx", template_heads(), template_rows(), notes=(_("How to fill in"), notes), to_fill_in=True
    )


@login_required
@require_GET
def template_csv(request, community) -> HttpResponse:
    """The table to fill in, for other programs."""
    place_of(request, community)
    return csv_response("people.csv", template_heads(), template_rows())


@login_required
@require_POST
def upload(request, community):
    """Take the file; then its columns are matched."""
    place = place_of(request, community)
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        table = form.cleaned_data["table"]
        try:
            batch = imports.upload(community=place, file=table, name=table.name, actor=request.user)
            return redirect("households:import_columns", place.code, batch.code)
        except Refused as error:
            form.add_error("table", error.message)
    return _home(request, place, form)


@login_required
@require_GET
def show(request, community, code):
    """How far the import is, and what to do next."""
    return _show(request, batch_of(request, community, code), TableForm())


@login_required
@require_GET
def columns(request, community, code):
    """What does each column of the file hold?"""
    batch = batch_of(request, community, code)
    if batch.status not in (Status.UPLOADED, Status.CHECKED, Status.FAILED):
        return redirect("households:import_show", community, code)
    return _columns(request, batch, ColumnsForm(batch=batch))


@login_required
@require_POST
def columns_save(request, community, code):
    """Keep what the columns hold, and start the check."""
    batch = batch_of(request, community, code)
    form = ColumnsForm(request.POST, batch=batch)
    if form.is_valid():
        try:
            imports.match(batch=batch, **form.cleaned_data, actor=request.user)
            return redirect("households:import_show", community, code)
        except Refused as error:
            form.add_error(None, error.message)
    return _columns(request, batch, form)


@login_required
@require_POST
def mend(request, community, code):
    """Take the mended rows in place of the bad ones, and check again."""
    batch = batch_of(request, community, code)
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        table = form.cleaned_data["table"]
        try:
            count = imports.mend(batch=batch, file=table, name=table.name, actor=request.user)
            messages.success(request, _("%(count)s rows were replaced.") % {"count": count})
            return redirect("households:import_show", community, code)
        except Refused as error:
            form.add_error("table", error.message)
            if batch.status != Status.CHECKED:
                messages.error(request, error.message)
                return redirect("households:import_show", community, code)
    return _show(request, batch, form)


def _home(request, place: Community, form: TableForm):
    earlier = RegisterImport.objects.filter(community=place).exclude(status=Status.DROPPED)
    page = paging.page(earlier.select_related("uploaded_by"), ["-id"], request.GET.get("after"))
    context = {
        "community": place,
        "form": form,
        "page": page,
        "more_url": paging_url(request, page.next_cursor),
    }
    return render(request, "households/import_home.html", context)


def _columns(request, batch: RegisterImport, form: ColumnsForm):
    return render(
        request,
        "households/import_columns.html",
        {"batch": batch, "community": batch.community, "form": form},
    )


def _show(request, batch: RegisterImport, form: TableForm):
    is_under_way = batch.status in (Status.CHECKING, Status.WRITING)
    context = {
        "batch": batch,
        "community": batch.community,
        "form": form,
        "confirm_form": ConfirmForm(),
        "is_under_way": is_under_way and not imports.is_silent(batch),
        "is_silent": is_under_way and imports.is_silent(batch),
        "has_rows": batch.rows.exists(),
        "steps": _steps(batch),
    }
    if batch.status == Status.CHECKED:
        context |= _tally(batch)
    return render(request, "households/import_show.html", context)


def _tally(batch: RegisterImport) -> dict:
    """How many rows go which way."""
    rows, choice = batch.rows, ImportRow.Choice
    return {
        "new": rows.filter(choice=choice.NEW).count() - batch.rows_bad,
        "same": rows.filter(choice=choice.SAME).count(),
        "skipped": rows.filter(choice=choice.SKIP).count(),
        "alike": rows.filter(likeness__lt=100).count(),
        "exact": rows.filter(likeness=100).count(),
        "differing": rows.filter(choice=choice.SAME, fields__differs__isnull=False).count(),
    }


def _steps(batch: RegisterImport) -> list[dict]:
    """The four steps, for the line at the top."""
    at = {
        Status.UPLOADED: 1,
        Status.CHECKING: 2,
        Status.FAILED: 2,
        Status.CHECKED: 3,
        Status.WRITING: 3,
        Status.DONE: 4,
    }.get(Status(batch.status), 0)
    labels = [_("The file"), _("What the columns hold"), _("Check"), _("Look and confirm")]
    return [
        {"label": label, "state": "done" if number < at else "now" if number == at else ""}
        for number, label in enumerate(labels)
    ]
