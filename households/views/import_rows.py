"""The rows of an import: those with mistakes, those that may be there already, and the decisions on them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import imports
from households.imports.columns import BY_FIELD, NAME, buddhist
from households.models import ImportRow, Membership, Person, RegisterImport
from households.views.imports import batch_of
from households.views.paging import paging_url
from lib import paging
from lib.dates import BUDDHIST_YEARS
from lib.errors import Refused
from lib.phones import format_phone
from lib.spreadsheets import xlsx_response

BAD, ALIKE, EXACT, EVERY = "bad", "alike", "exact", "all"


@login_required
@require_GET
def rows(request, community, code):
    """The rows of one kind, in the order of the table."""
    batch = batch_of(request, community, code)
    show = request.GET.get("show", EVERY)
    kinds = {
        BAD: _("With mistakes"),
        ALIKE: _("Perhaps there already"),
        EXACT: _("There already"),
        EVERY: _("All"),
    }
    if show not in kinds:
        show = EVERY
    places = Membership.objects.active().select_related("household")
    queryset = _of_kind(batch, show).select_related("same_household", "same_person")
    queryset = queryset.prefetch_related(
        Prefetch("same_person__memberships", queryset=places, to_attr="places")
    )
    page = paging.page(queryset, ["number"], request.GET.get("after"))
    context = {
        "batch": batch,
        "community": batch.community,
        "show": show,
        "kinds": kinds.items(),
        "rows": [_shown(batch, row) for row in page.items],
        "more_url": paging_url(request, page.next_cursor),
        "may_decide": batch.status == RegisterImport.Status.CHECKED,
    }
    return render(request, "households/import_rows.html", context)


@login_required
@require_POST
def decide(request, community, code, number):
    """New, the same, or left out: one row."""
    batch = batch_of(request, community, code)
    try:
        imports.decide(batch=batch, number=number, choice=request.POST.get("choice", ""), actor=request.user)
    except ImportRow.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        messages.error(request, error.message)
    return _back(request, batch, f"#row-{number}")


@login_required
@require_POST
def decide_all(request, community, code):
    """The same answer for all rows of a kind."""
    batch = batch_of(request, community, code)
    try:
        count = imports.decide_all(
            batch=batch,
            which=request.POST.get("which", ""),
            choice=request.POST.get("choice", ""),
            actor=request.user,
        )
        messages.success(request, _("Done for %(count)s rows.") % {"count": count})
    except Refused as error:
        messages.error(request, error.message)
    return _back(request, batch)


@login_required
@require_GET
def bad(request, community, code) -> HttpResponse:
    """The rows with mistakes as a table to mend: number of the row, the cells as they were, the reasons."""
    batch = batch_of(request, community, code)
    heads = [imports.row_number_head(), *batch.heads, _("What is wrong")]
    lines = (
        [row.number, *_cells(batch, row), " ".join(f"{_heading(field)}: {words}" for field, words in row.problems)]
        for row in imports.bad_rows(batch).order_by("number").iterator()
    )  # fmt: skip
    return xlsx_response(f"mend-{batch.code}.xlsx", heads, lines, to_fill_in=True)


def _of_kind(batch: RegisterImport, show: str):
    if show == BAD:
        return imports.bad_rows(batch)
    if show == ALIKE:
        return batch.rows.filter(likeness__lt=100)
    return batch.rows.filter(likeness=100) if show == EXACT else batch.rows.all()


def _back(request, batch: RegisterImport, anchor: str = ""):
    """To the list that the button stood on."""
    kept = {name: request.POST[name] for name in ("show", "after") if request.POST.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    address = reverse("households:import_rows", args=[batch.community.code, batch.code])
    return redirect(f"{address}{query}{anchor}")


def _shown(batch: RegisterImport, row: ImportRow) -> dict:
    """A row as the page shows it."""
    fields = row.fields
    cells = _cells(batch, row)
    person = row.same_person
    return {
        "row": row,
        "title": fields.get(NAME) or _("no name"),
        "house": fields.get("house_number", ""),
        "village": fields.get("village", ""),
        "about": _about(fields.get("birth_year"), fields.get("phone", "")),
        "problems": [(_heading(field), _typed(batch, field, cells), words) for field, words in row.problems],
        "same": person,
        "same_about": _about(person.birth_year, person.phone) if person else "",
        "same_house": next((str(place.household) for place in person.places), "") if person else "",
        "why": _why(fields.get("why", "")),
        "twin": fields.get("twin"),
        "differs": [
            (_heading(name), _value(name, held), _value(name, fields[name]))
            for name, held in fields.get("differs", {}).items()
        ],
    }


def _cells(batch: RegisterImport, row: ImportRow) -> list[str]:
    cells = row.cells[: len(batch.heads)]
    return cells + [""] * (len(batch.heads) - len(cells))


def _typed(batch: RegisterImport, field: str, cells: list[str]) -> str:
    place = batch.columns.get(field)
    return cells[place] if place is not None and place < len(cells) else ""


def _heading(field: str) -> str:
    return str(BY_FIELD[field].heading) if field in BY_FIELD else field


def _about(birth_year: int | None, phone: str) -> str:
    born = _("born %(year)s") % {"year": _value("birth_year", birth_year)} if birth_year else ""
    return ", ".join(filter(None, [born, format_phone(phone) if phone else ""]))


def _value(field: str, value) -> str:
    """A value in words."""
    choices = {
        "sex": Person.Sex.choices,
        "activity": Person.Activity.choices,
        "relation": Membership.Relation.choices,
    }
    if field == "birth_year" and buddhist():
        return str(value + BUDDHIST_YEARS)
    return str(dict(choices.get(field, [])).get(value, value))


def _why(code: str) -> str:
    return {
        "exact": _("the same name in the same house"),
        "name": _("the same name"),
        "phone": _("the same phone and a like name"),
        "house": _("nearly the same name in the same house"),
        "village": _("nearly the same name in the same village"),
    }.get(code, "")
