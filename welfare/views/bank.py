"""The bank beside the books: statements to take in, and why the two say different amounts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from households.models import Community
from households.views.acting import done, press
from households.views.paging import paging_url
from lib import paging
from lib.errors import Refused
from welfare import bank_import, bank_lines, bank_proposals
from welfare.forms.bank import ColumnsForm, StatementForm
from welfare.models import Account, BankLine, BankStatement

ROWS_SHOWN = 30


def kept(request, code: str) -> Community:
    """The community, for its treasurer; 404 for everybody else."""
    return get_object_or_404(Community.objects.treasured_by(request.user), code=code)


@login_required
@require_GET
def bank(request, code: str):
    """The balance of the bank and of the books, a file to bring, and the statements before."""
    return _home(request, kept(request, code), StatementForm())


@login_required
@require_POST
def upload(request, code: str):
    """Take the bank's file; then look at what it brings."""
    community = kept(request, code)
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        table = form.cleaned_data["table"]
        try:
            statement = bank_import.upload(
                community=community,
                kind=form.cleaned_data["kind"],
                file=table,
                name=table.name,
                actor=request.user,
            )
            return redirect("welfare:bank_statement", code, statement.code)
        except Refused as refused:
            form.add_error("table", str(refused))
    return _home(request, community, form)


@login_required
@require_GET
def statement(request, code: str, statement: str):
    """One statement: its columns, and what it brings or brought."""
    return _statement(request, *_of(request, code, statement))


@login_required
@require_POST
def columns(request, code: str, statement: str):
    """Which column holds what."""
    community, found = _of(request, code, statement)
    form = ColumnsForm(request.POST, statement=found)
    if form.is_valid():
        given = {"statement": found, "places": form.places, "actor": request.user}
        if done(form, bank_import.match_columns, **given):
            return redirect("welfare:bank_statement", code, found.code)
    return _statement(request, community, found, form)


@login_required
@require_POST
def take_in(request, code: str, statement: str):
    """Enter the statement's new lines, all or none."""
    _community, found = _of(request, code, statement)
    try:
        taken = bank_import.take_in(statement=found, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("welfare:bank_statement", code, found.code)
    said = ngettext("%(count)s new line of the bank is here.", "%(count)s new lines of the bank are here.", taken.lines_new)  # fmt: skip
    messages.success(request, said % {"count": taken.lines_new})
    return redirect("welfare:bank_lines", code)


@login_required
@require_POST
def drop(request, code: str, statement: str):
    """Put a table away that was not taken in."""
    _community, found = _of(request, code, statement)
    words = _("The table is put away. Nothing of it was taken in.")
    press(request, words, bank_import.drop, statement=found, actor=request.user)
    return redirect("welfare:bank", code)


def _of(request, code: str, statement: str) -> tuple[Community, BankStatement]:
    community = kept(request, code)
    rows = BankStatement.objects.select_related("uploaded_by", "community")
    return community, get_object_or_404(rows, community=community, code=statement)


def _home(request, community: Community, form: StatementForm):
    statements = BankStatement.objects.filter(community=community).defer("rows", "heads")
    page = paging.page(statements.select_related("uploaded_by"), ["-id"], request.GET.get("after"), size=12)
    kinds = [Account.Kind.BANK]
    if BankLine.objects.filter(community=community, kind=Account.Kind.WALLET).exists():
        kinds.append(Account.Kind.WALLET)
    context = {
        "community": community,
        "form": form,
        "page": page,
        "more_url": paging_url(request, page.next_cursor),
        "accounts": [(kind, bank_lines.reconcile(community, kind)) for kind in kinds],
        "open_lines": bank_lines.open_lines(community).count(),
        "certain": len(bank_proposals.certain(community)),
    }
    return render(request, "welfare/bank_home.html", context)


def _statement(request, community: Community, found: BankStatement, form: ColumnsForm | None = None):
    context: dict[str, Any] = {"community": community, "statement": found}
    if found.status == BankStatement.Status.UPLOADED:
        context["form"] = form or ColumnsForm(statement=found)
        try:
            preview = bank_import.preview(found)
            context |= {
                "preview": preview,
                "bad": preview.bad[:ROWS_SHOWN],
                "shown": preview.lines[-ROWS_SHOWN:],
            }
        except Refused as refused:
            context["why_not"] = str(refused)
    return render(request, "welfare/bank_statement.html", context)
