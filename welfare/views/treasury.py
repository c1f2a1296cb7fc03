"""The treasurer's day: what is to do, what shops say they sent, what lies where; and the fund's settings."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.models import Community
from households.views.acting import done
from lib.money import baht
from welfare import funds, shares, slips, treasurer_day
from welfare.forms.funds import ConfirmForm, NotFoundForm, OpeningForm, ReceiverForm
from welfare.models import Account, SharePayment, Slip

ANSWERS_SHOWN = 12
ZERO = Decimal("0.00")
SHOWN_WHEN_EMPTY = (Account.Kind.BANK, Account.Kind.CASH)


@login_required
def treasurer(request, code: str):
    """What the treasurer of this community has to do today."""
    return _page(request, _community(request, code))


@login_required
def settings(request, code: str):
    """Where money for the fund is sent, and what its books began with."""
    return _settings(request, _community(request, code))


@require_POST
@login_required
def confirm(request, code: str, payment: str):
    """The money is in the account."""
    community = _community(request, code)
    sent = get_object_or_404(SharePayment.objects.of_community(community), code=payment)
    form = ConfirmForm(request.POST, auto_id=f"confirm-{payment}-%s")
    given = {"payment": sent, "actor": request.user}
    if form.is_valid() and done(form, shares.confirm, **given, amount=form.cleaned_data["amount"]):
        amount = baht(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is now in the fund.") % {"amount": amount})
        return redirect("welfare:treasurer", code)
    return _page(request, community, confirming={payment: form})


@require_POST
@login_required
def not_found(request, code: str, payment: str):
    """The money is not there."""
    community = _community(request, code)
    sent = get_object_or_404(SharePayment.objects.of_community(community), code=payment)
    form = NotFoundForm(request.POST, auto_id=f"missing-{payment}-%s")
    given = {"payment": sent, "actor": request.user}
    if form.is_valid() and done(form, shares.not_found, **given, reason=form.cleaned_data["reason"]):
        messages.success(request, _("The shop was told. You can still confirm the money when it comes."))
        return redirect("welfare:treasurer", code)
    return _page(request, community, missing={payment: form})


@require_POST
@login_required
def receiver(request, code: str):
    """Where shops send money for the fund."""
    community = _community(request, code)
    form = ReceiverForm(request.POST, auto_id="receiver-%s")
    if not form.is_valid():
        return _settings(request, community, receiver=form)
    funds.set_receiver(community=community, actor=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. The committee was told, so that somebody else looks at it too."))
    return redirect("welfare:fund_settings", code)


@require_POST
@login_required
def opening(request, code: str):
    """What the fund held when its books began."""
    community = _community(request, code)
    form = OpeningForm(request.POST, auto_id="opening-%s")
    if form.is_valid():
        amounts = {name: form.cleaned_data[name] or ZERO for name in ("bank", "cash", "wallet")}
        given = {"community": community, "actor": request.user, "on": form.cleaned_data["on"]}
        if done(form, funds.open_books, **given, **amounts):
            messages.success(request, _("The fund's books are open."))
            return redirect("welfare:fund_settings", code)
    return _settings(request, community, opening=form)


@login_required
def slip_picture(request, pk: int):
    """A slip's picture, for the one who showed it and the treasurer whom it concerns."""
    return slips.picture_response(get_object_or_404(Slip.objects.visible_to(request.user), pk=pk))


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.treasured_by(request.user).select_related("fund"), code=code)


def _page(request, community: Community, *, confirming=None, missing=None):
    """The page, with the form that has a mistake in its place."""
    payments = SharePayment.objects.of_community(community).select_related(
        "owed", "slip", "sent_by", "answered_by"
    )
    forms = (confirming or {}, missing or {})
    held, bound = treasurer_day.held(community)
    context = {
        "community": community,
        "tasks": treasurer_day.tasks(community, request.user),
        "held": [row for row in held if row.total or row.kind in SHOWN_WHEN_EMPTY],
        "bound": bound,
        "balance": sum((row.total for row in held), ZERO),
        "waiting": [_with_forms(payment, *forms) for payment in payments.waiting().order_by("id")],
        "answered": [
            _with_forms(payment, *forms)
            for payment in payments.answered().order_by("-answered_at")[:ANSWERS_SHOWN]
        ],
        "owing": Account.objects.filter(community=community).owing(),
        "pages": treasurer_day.pages(community),
        "is_open": _is_open(community),
    }
    return render(request, "welfare/fund_treasurer.html", context)


def _settings(request, community: Community, *, receiver=None, opening=None):
    """Where the money goes, and the opening of the books while they are not open."""
    fund = getattr(community, "fund", None)
    at_hand = {"promptpay_id": fund.promptpay_id, "receiver_name": fund.receiver_name} if fund else None
    if opening is None and not _is_open(community):
        opening = OpeningForm(auto_id="opening-%s")
    context = {
        "community": community,
        "receiver": receiver or ReceiverForm(initial=at_hand, auto_id="receiver-%s"),
        "opening": opening,
        "began": [(Account.Kind(kind).label, amount) for kind, amount in funds.began_with(community).items()],
    }
    return render(request, "welfare/fund_settings.html", context)


def _is_open(community: Community) -> bool:
    return bool(funds.began_with(community))


def _with_forms(payment: SharePayment, confirming: dict, missing: dict) -> dict:
    """A payment with its two forms, the ids in them its own."""
    code = payment.code
    return {
        "payment": payment,
        "confirm": confirming.get(code)
        or ConfirmForm(initial={"amount": payment.amount}, auto_id=f"confirm-{code}-%s"),
        "missing": missing.get(code) or NotFoundForm(auto_id=f"missing-{code}-%s"),
        "is_missing_open": code in missing,
        "is_confirm_open": code in confirming,
    }
