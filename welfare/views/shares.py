"""What shops owe the fund: who is late, a reminder by one press, a shop's statement, and giving up a debt."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done, press
from lib.dates import thai_month
from lib.spreadsheets import csv_response
from welfare import share_debts, shares
from welfare.forms.shares import WriteOffForm
from welfare.ledger import ZERO
from welfare.models import Account


def _community(request, code: str, kinds=share_debts.READERS) -> Community:
    return get_object_or_404(Community.objects.with_role(request.user, *kinds), code=code)


def _account(community: Community, shop: str) -> Account:
    return get_object_or_404(
        Account.objects.select_related("community"),
        community=community,
        kind=Account.Kind.OWED_BY_SHOP,
        holder=shop,
    )


@login_required
@require_safe
def late(request, code: str) -> HttpResponse:
    """Shops that owe something, the longest late first."""
    community = _community(request, code)
    debtors = share_debts.debtors(community)
    context: dict[str, Any] = {
        "community": community,
        "debtors": debtors,
        "together": sum((row.debt for row in debtors), ZERO),
        "may_act": _may_act(request, community),
    }
    return render(request, "welfare/share_debts.html", context)


@login_required
@require_safe
def statement(request, code: str, shop: str) -> HttpResponse:
    """A shop's share by month."""
    community = _community(request, code)
    return _page(request, community, _account(community, shop))


@login_required
@require_safe
def statement_csv(request, code: str, shop: str) -> HttpResponse:
    """The same as a table to take away."""
    account = _account(_community(request, code), shop)
    heads = [_("Month"), _("Owed of sales"), _("Paid"), _("Given up"), _("Owed at the end")]
    rows = (
        [thai_month(row.month), row.owed, row.paid, row.given_up, row.rest]
        for row in share_debts.statement(account)
    )
    return csv_response(f"share-{account.holder}.csv", heads, rows)


@login_required
@require_POST
def remind(request, code: str, shop: str) -> HttpResponse:
    """Ask the shop to pay."""
    account = _account(_community(request, code, share_debts.KEEPERS), shop)
    words = _("%(shop)s was reminded.") % {"shop": account.name}
    press(request, words, share_debts.remind, account=account, actor=request.user)
    return redirect("welfare:shares", code)


@login_required
@require_POST
def write_off(request, code: str, shop: str) -> HttpResponse:
    """Ask a second person to give up what the shop owes."""
    community = _community(request, code, share_debts.KEEPERS)
    account = _account(community, shop)
    form = WriteOffForm(request.POST)
    given = {"account": account, "actor": request.user}
    if form.is_valid() and done(form, share_debts.ask_write_off, **given, **form.cleaned_data):
        messages.success(request, _("Somebody else of you now has to agree."))
        return redirect("welfare:share_statement", code, shop)
    return _page(request, community, account, form)


def _may_act(request, community: Community) -> bool:
    rows = Community.objects.with_role(request.user, *share_debts.KEEPERS)
    return rows.filter(pk=community.pk).exists()


def _page(request, community: Community, account: Account, form: WriteOffForm | None = None) -> HttpResponse:
    debt = shares.owed_by(community, account.holder)
    months = share_debts.statement(account)
    context: dict[str, Any] = {
        "community": community,
        "account": account,
        "debt": debt,
        "credit": -debt,
        "months": months,
        "has_given_up": any(row.given_up for row in months),
        "may_act": _may_act(request, community),
        "is_open": form is not None,
        "form": form or WriteOffForm(initial={"amount": debt}),
    }
    return render(request, "welfare/share_statement.html", context)
