"""Taking the register away as a table."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from households import exports
from households.forms.imports import ExportForm
from households.views.imports import place_of
from lib.errors import Refused
from lib.spreadsheets import csv_response, xlsx_response


@login_required
@require_GET
def show(request, community):
    """What for, and as what?"""
    return _show(request, place_of(request, community), ExportForm())


@login_required
@require_POST
def make(request, community):
    """The file, once the purpose is on record."""
    place = place_of(request, community)
    form = ExportForm(request.POST)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            table = exports.take_away(
                community=place, purpose=form.cleaned_data["purpose"], kind=kind, actor=request.user
            )
        except Refused as error:
            form.add_error("purpose", error.message)
            return _show(request, place, form)
        answer = xlsx_response if kind == "xlsx" else csv_response
        return answer(f"register-{place.code}.{kind}", table.heads, table.rows)
    return _show(request, place, form)


def _show(request, place, form: ExportForm):
    return render(request, "households/register_export.html", {"community": place, "form": form})
