"""Gifts as the treasurer sees them: what was sent and waits, what was promised, what was answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import done, made
from lib import paging
from lib.money import baht
from welfare import donations
from welfare.forms.gifts import ArrivedForm, GiftNotFoundForm, RecordGiftForm
from welfare.models import Donation

ANSWERED_SHOWN = 12


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """The lists; the longest waiting on top."""
    community = _community(request, code)
    context = {
        "community": community,
        "waiting": paging.page(donations.waiting(community), ["id"], request.GET.get("waiting")),
        "awaited": paging.page(donations.awaited(community), ["-id"], request.GET.get("awaited")),
        "answered": paging.page(
            donations.answered(community), ["-id"], request.GET.get("after"), size=ANSWERED_SHOWN
        ),
    }
    return render(request, "welfare/donations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, code: str) -> HttpResponse:
    """A gift that is there already gets its receipt at once."""
    community = _community(request, code)
    form = RecordGiftForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        content = {name: form.cleaned_data[name] for name in ("amount", "way", "on", "campaign")}
        given = {"community": community, "actor": request.user, **content, **form.said()}
        if gift := made(form, donations.record, **given):
            messages.success(request, _("Entered. The receipt can be printed now."))
            return redirect("welfare:receipt", gift.transfer.receipt.code)
    return render(request, "welfare/donation_record.html", {"community": community, "form": form})


@login_required
@require_safe
def check(request, code: str, donation: str) -> HttpResponse:
    """One gift, with the two answers."""
    community = _community(request, code)
    return _page(request, community, _gift(community, donation))


@login_required
@require_POST
def confirm(request, code: str, donation: str) -> HttpResponse:
    """The money is there."""
    community = _community(request, code)
    gift, form = _gift(community, donation), ArrivedForm(request.POST, auto_id="confirm-%s")
    given = {"donation": gift, "actor": request.user}
    if form.is_valid() and done(form, donations.confirm, **given, **form.cleaned_data):
        amount = baht(form.cleaned_data["amount"])
        messages.success(
            request, _("%(amount)s is now in the fund, and the receipt is written.") % {"amount": amount}
        )
        return redirect("welfare:donations", code)
    return _page(request, community, gift, confirming=form)


@login_required
@require_POST
def not_found(request, code: str, donation: str) -> HttpResponse:
    """The money is not there."""
    community = _community(request, code)
    gift, form = _gift(community, donation), GiftNotFoundForm(request.POST, auto_id="missing-%s")
    given = {"donation": gift, "actor": request.user}
    if form.is_valid() and done(form, donations.not_found, **given, **form.cleaned_data):
        messages.success(request, _("The giver reads it. You can still confirm the money when it comes."))
        return redirect("welfare:donations", code)
    return _page(request, community, gift, missing=form)


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.treasured_by(request.user), code=code)


def _gift(community: Community, code: str) -> Donation:
    rows = Donation.objects.filter(community=community)
    return get_object_or_404(rows.select_related("campaign", "slip", "transfer__receipt"), code=code)


def _page(request, community: Community, gift: Donation, confirming=None, missing=None) -> HttpResponse:
    context = {
        "community": community,
        "gift": gift,
        "can_arrive": gift.status not in (Donation.Status.ARRIVED, Donation.Status.TAKEN_BACK),
        "can_be_missing": gift.status in (Donation.Status.PROMISED, Donation.Status.SENT),
        "confirm": confirming or ArrivedForm(initial={"amount": gift.amount}, auto_id="confirm-%s"),
        "missing": missing or GiftNotFoundForm(auto_id="missing-%s"),
        "is_missing_open": missing is not None,
        "receipt": getattr(gift.transfer, "receipt", None),
    }
    return render(request, "welfare/donation_check.html", context)
