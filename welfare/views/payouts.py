"""The treasurer's payouts: what is to be paid, how it was paid, its proof, and what came back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.models import Community, Role
from households.views.acting import done
from lib import paging
from lib.errors import Refused
from lib.money import baht, baht_text
from welfare import aid_deciders, aid_decisions, payees, payouts
from welfare.forms.aid_decisions import ConflictForm
from welfare.forms.payouts import BackForm, CashForm, EvidenceForm, GoodsForm, TransferForm
from welfare.models import AidDecision, AidRequest, Payout

READERS = (Role.Kind.TREASURER, Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.AUDITOR)
TREASURER = (Role.Kind.TREASURER,)
WAYS = {Payout.Way.TRANSFER: TransferForm, Payout.Way.CASH: CashForm, Payout.Way.GOODS: GoodsForm}
RELATED = tuple(
    f"request__{name}" for name in ("community", "household", "person", "rules", "campaign", "asked_by")
)
UNPROVED_SHOWN = 50


@login_required
def payouts_page(request, code: str):
    """To pay, paid without a proof, and everything that was paid, the newest first."""
    mine = Community.objects.with_role(request.user, *READERS)
    community = get_object_or_404(mine, code=code)
    ended = Payout.objects.filter(community=community).exclude(status=Payout.Status.TO_PAY)
    page = paging.page(ended.select_related("request__person", "paid_by"), ["-id"], request.GET.get("after"))
    context = {
        "community": community,
        "to_pay": payouts.to_pay(community),
        "unproved": payouts.without_evidence(community)[:UNPROVED_SHOWN],
        "page": page,
    }
    return render(request, "welfare/payouts_page.html", context)


@login_required
def payout(request, code: str):
    """One payout: for whom, decided by whom, how it is paid, its proof."""
    return _page(request, _payout(request, code, READERS))


@require_POST
@login_required
def pay(request, code: str, way: str):
    """It was paid."""
    row = _payout(request, code, TREASURER)
    if way not in WAYS:
        raise Http404
    form = WAYS[Payout.Way(way)](request.POST, request.FILES, auto_id="pay-%s")
    if form.is_valid() and done(form, payouts.pay, payout=row, way=way, actor=request.user, **form.how()):
        amount = baht(row.amount)
        messages.success(request, _("%(amount)s are written down as paid.") % {"amount": amount})
        return redirect("welfare:payout", code)
    return _page(request, row, way=way, bound={"pay": form})


@require_POST
@login_required
def conflict(request, code: str):
    """The treasurer keeps out."""
    row = _payout(request, code, TREASURER)
    form = ConflictForm(request.POST, auto_id="conflict-%s")
    given = {"request": row.request, "actor": request.user}
    if form.is_valid() and done(form, aid_decisions.declare_conflict, **given, **form.cleaned_data):
        messages.success(request, _("Thank you for saying so. Another treasurer pays this one."))
        return redirect("welfare:payout", code)
    return _page(request, row, bound={"conflict": form})


@require_POST
@login_required
def evidence(request, code: str):
    """A picture that came later."""
    row = _payout(request, code, TREASURER)
    form = EvidenceForm(request.POST, request.FILES, auto_id="evidence-%s")
    given = {"payout": row, "actor": request.user}
    if form.is_valid() and done(form, payouts.add_evidence, **given, pictures=form.pictures()):
        messages.success(request, _("The picture is kept with the payment."))
        return redirect("welfare:payout", code)
    return _page(request, row, bound={"evidence": form})


@require_POST
@login_required
def back(request, code: str):
    """It came back."""
    return _end(request, code, payouts.give_back, "back", _("Written down: it came back to the fund."))


@require_POST
@login_required
def stop(request, code: str):
    """It is not paid."""
    return _end(request, code, payouts.stop, "stop", _("Stopped. It can be begun again."))


@require_POST
@login_required
def again(request, code: str):
    """The decision is paid anew."""
    row = _payout(request, code, TREASURER)
    try:
        anew = payouts.begin_again(request=row.request, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("welfare:payout", code)
    return redirect("welfare:payout", anew.code)


@login_required
def voucher(request, code: str):
    """A sheet of paper to be signed by who receives cash."""
    row = _payout(request, code, TREASURER)
    expected = payees.expected_name(row.request)
    context = {"payout": row, "aid": row.request, "expected": expected, "in_words": baht_text(row.amount)}
    return render(request, "welfare/payout_voucher.html", context)


def _end(request, code: str, act, name: str, said: str):
    row = _payout(request, code, TREASURER)
    form = BackForm(request.POST, auto_id=f"{name}-%s")
    given = {"payout": row, "actor": request.user}
    if form.is_valid() and done(form, act, **given, reason=form.cleaned_data["reason"]):
        messages.success(request, said)
        return redirect("welfare:payout", code)
    return _page(request, row, bound={name: form})


def _payout(request, code: str, kinds: tuple[str, ...]) -> Payout:
    mine = Community.objects.with_role(request.user, *kinds)
    rows = Payout.objects.filter(community__in=mine)
    return get_object_or_404(rows.select_related("community", "transfer", "paid_by", *RELATED), code=code)


def _page(request, row: Payout, *, way: str = "", bound: dict[str, Any] | None = None):
    aid = row.request
    standing = aid_decisions.standing_payout(aid)
    context = {
        "payout": row,
        "aid": aid,
        "expected": payees.expected_name(aid),
        "decisions": aid.decisions.select_related("decider").filter(verdict=AidDecision.Verdict.APPROVE),
        "emergency": getattr(aid, "emergency", None),
        "evidence_kept": payouts.evidence(row),
        "can_begin_again": standing is None and aid.status == AidRequest.Status.APPROVED,
        **_forms(request, row, way, bound or {}),
    }
    return render(request, "welfare/payout_page.html", context)


def _forms(request, row: Payout, way: str, begun: dict) -> dict:
    """What the treasurer may fill in now; for everybody else, and for who has to keep out, nothing but why."""
    treasures = Community.objects.treasured_by(request.user).filter(pk=row.community_id).exists()
    if not treasures:
        return {}
    obstacle = aid_deciders.why_not_pay(row.request, request.user)
    forms = {"treasures": True, "obstacle": obstacle.message if obstacle else "", "begun": begun}
    if row.status in (Payout.Status.PAID, Payout.Status.RETURNED):
        forms["evidence"] = begun.get("evidence") or EvidenceForm(auto_id="evidence-%s")
    if row.status == Payout.Status.PAID and not obstacle:
        forms["back"] = begun.get("back") or BackForm(auto_id="back-%s")
    if row.status == Payout.Status.TO_PAY and not obstacle:
        way = way or request.GET.get("way", "")
        way = way if way in WAYS else Payout.Way.TRANSFER
        initial = {"payee_name": payees.expected_name(row.request)}
        forms["way"], forms["ways"] = str(way), _ways(row)
        forms["pay"] = begun.get("pay") or WAYS[Payout.Way(way)](auto_id="pay-%s", initial=initial)
        forms["stop"] = begun.get("stop") or BackForm(auto_id="stop-%s")
        forms["conflict_form"] = begun.get("conflict") or ConflictForm(auto_id="conflict-%s")
    return forms


def _ways(row: Payout) -> list[tuple[str, str, str]]:
    """The three ways to pay: code, words, address."""
    page = reverse("welfare:payout", args=[row.code])
    return [(way.value, str(way.label), f"{page}?way={way.value}") for way in WAYS]
