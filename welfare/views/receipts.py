"""Receipts: one to read and to print, the book of a year, and taking one back by two people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from households.desks import MONEY_READERS
from households.models import Community
from households.views.acting import done
from lib import paging
from lib.dates import BUDDHIST_YEARS
from lib.money import baht_text
from lib.spreadsheets import csv_response
from welfare import countersigns, receipts
from welfare.forms.gifts import CancelReceiptForm
from welfare.models import Contribution, Countersign, Donation, Receipt, ReceiptCancellation
from welfare.views.gifts import private

WAYS = {**dict(Contribution.Way.choices), **dict(Donation.Way.choices)}


@require_safe
def show(request, code: str) -> HttpResponse:
    """One receipt, for whoever was given its address; it prints on A4."""
    receipt = get_object_or_404(_rows(), code=code)
    context = {
        "receipt": receipt,
        "community": receipt.community,
        "cancellation": _cancellation(receipt),
        "way": WAYS.get(receipt.way, receipt.way),
        "amount_in_words": baht_text(receipt.amount),
        "may_cancel": request.user.is_authenticated
        and countersigns.is_keeper(request.user, receipt.community),
        "is_asked": Countersign.objects.waiting().filter(document=f"receipt {receipt.code}").exists(),
    }
    return private(render(request, "welfare/receipt.html", context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, code: str) -> HttpResponse:
    """One of those who keep the fund asks to take a receipt back."""
    kept = Community.objects.with_role(request.user, *countersigns.KEEPERS)
    receipt = get_object_or_404(_rows().filter(community__in=kept), code=code)
    form = CancelReceiptForm(request.POST or None)
    given = {"receipt": receipt, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, receipts.ask_to_cancel, **given, **form.cleaned_data):
        messages.success(request, _("Asked. The receipt stands until a second person agrees."))
        return redirect("welfare:receipt", code)
    return render(request, "welfare/receipt_cancel.html", {"receipt": receipt, "form": form})


@login_required
@require_safe
def book(request, code: str) -> HttpResponse:
    """The receipts of one year, the last one on top, and whether a number is missing."""
    community = _read_community(request, code)
    years = receipts.years(community)
    year = _year(request, years)
    rows = _rows().filter(community=community, year=year).select_related("cancellation")
    context = {
        "community": community,
        "years": [(each, each + BUDDHIST_YEARS) for each in years],
        "year": year,
        "year_text": str(year or ""),
        "thai_year": year + BUDDHIST_YEARS if year else None,
        "missing": receipts.missing(community, year) if year else [],
        "page": paging.page(rows, ["-number"], request.GET.get("after")),
        "keeps_money": Community.objects.treasured_by(request.user).filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/receipts.html", context)


@login_required
@require_safe
def book_csv(request, code: str) -> HttpResponse:
    """The receipts of one year as a table to take away, in the order of their numbers."""
    community = _read_community(request, code)
    year = _year(request, receipts.years(community))
    heads = [
        _("Number"),
        _("Date"),
        _("Received from"),
        _("For"),
        _("Way"),
        _("Amount of money"),
        _("Taken back"),
    ]
    found = _rows().filter(community=community, year=year).select_related("cancellation").order_by("number")
    rows = (
        [
            str(row),
            row.dated,
            row.name or _("no name given"),
            row.purpose,
            WAYS.get(row.way, row.way),
            row.amount,
            row.cancellation.reason if hasattr(row, "cancellation") else "",
        ]
        for row in found.iterator(chunk_size=2000)
    )
    return csv_response(f"receipts-{community.code}-{(year or 0) + BUDDHIST_YEARS}.csv", heads, rows)


def _rows():
    return Receipt.objects.select_related("community", "issued_by")


def _cancellation(receipt: Receipt) -> ReceiptCancellation | None:
    return ReceiptCancellation.objects.filter(receipt=receipt).select_related("asked_by", "agreed_by").first()


def _read_community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.with_role(request.user, *MONEY_READERS), code=code)


def _year(request, years: list[int]) -> int | None:
    """The year asked for, if the fund has receipts of it; else the latest."""
    asked = request.GET.get("year", "")
    found = [year for year in years if str(year) == asked]
    return next(iter(found or years), None)
