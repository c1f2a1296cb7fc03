"""The collector's page: many households in a row, one press for each payment, and the cash in one's hands."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done, made
from lib.money import baht
from welfare import contributions, handovers
from welfare.contribution_dues import standings
from welfare.forms.contributions import CollectForm, HandOverForm
from welfare.models import Account, Contribution, FundMember, Handover

ROWS = 40
HANDOVERS_SHOWN = 6


@login_required
@require_safe
def collect(request, code: str) -> HttpResponse:
    """Every household to which this person goes, by house number."""
    return _page(request, _community(request, code))


@login_required
@require_POST
def pay(request, code: str, household: str) -> HttpResponse:
    """One household has paid in cash; once for each key."""
    community = _community(request, code)
    members = FundMember.objects.collected_by(request.user).filter(community=community)
    member = get_object_or_404(members.select_related("household"), household__code=household)
    form = CollectForm(request.POST, auto_id=f"row-{household}-%s")
    if form.is_valid():
        payment = made(
            form,
            contributions.pay,
            member=member,
            amount=form.paid(),
            way=Contribution.Way.COLLECTOR,
            paid_on=timezone.localdate(),
            key=form.cleaned_data["key"],
            actor=request.user,
        )
        if payment:
            words = {"amount": baht(payment.amount), "household": member.household.name}
            messages.success(request, _("%(amount)s from %(household)s written down.") % words)
            return redirect(_back(request, code))
    return _page(request, community, sent={member.pk: form})


@login_required
@require_POST
def hand_over(request, code: str) -> HttpResponse:
    """The collector brings the cash to the treasurer."""
    community = _community(request, code)
    form = HandOverForm(request.POST, auto_id="hand-over-%s")
    given = {"community": community, "collector": request.user}
    if form.is_valid() and done(form, handovers.bring, **given, **form.cleaned_data):
        messages.success(request, _("The treasurer knows, counts it with you, and takes it in."))
        return redirect("welfare:collect", code)
    return _page(request, community, handing=form)


def _community(request, code: str) -> Community:
    """Where this person collects, or still holds cash that was collected."""
    goes_to = FundMember.objects.collected_by(request.user).values("community")
    holding = Account.objects.filter(kind=Account.Kind.COLLECTOR, holder=str(request.user.pk))
    mine = Q(pk__in=goes_to) | Q(pk__in=holding.values("community"))
    return get_object_or_404(Community.objects.filter(mine), code=code)


def _back(request, code: str) -> str:
    """The same place of the same list."""
    kept = {name: request.GET[name] for name in ("q", "after") if request.GET.get(name)}
    return f"{reverse('welfare:collect', args=[code])}?{urlencode(kept)}#list"


def _page(request, community: Community, *, sent: dict | None = None, handing=None) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    members = list(_found(request.user, community, query))
    members.sort(key=lambda member: _by_house(member.household))
    start = _start(members, request.GET.get("after", ""))
    shown = members[start : start + ROWS]
    stands = standings(shown)
    held = handovers.in_hand(community, request.user)
    brought = Handover.objects.filter(community=community, collector=request.user).select_related(
        "counted_by", "transfer"
    )[:HANDOVERS_SHOWN]
    context: dict[str, Any] = {
        "community": community,
        "query": query,
        "rows": [_row(member, stands[member.pk], sent or {}) for member in shown],
        "kept": urlencode({name: request.GET[name] for name in ("q", "after") if request.GET.get(name)}),
        "next_url": _next(query, shown[-1]) if len(members) > start + ROWS else "",
        "held": held,
        "waiting": next((one for one in brought if one.status == Handover.Status.BROUGHT), None),
        "brought": brought,
        "handing": handing or HandOverForm(initial={"amount": held}, auto_id="hand-over-%s"),
        "is_handing_open": handing is not None,
    }
    return render(request, "welfare/collect_page.html", context)


def _next(query: str, last: FundMember) -> str:
    """The address of the households after this one."""
    kept = {"q": query, "after": last.household.code}
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _found(user, community: Community, query: str):
    members = FundMember.objects.collected_by(user).filter(community=community).select_related("household")
    if query:
        members = members.filter(
            Q(household__house_number__istartswith=query) | Q(household__name__icontains=query)
        )
    return members


def _by_house(household) -> tuple:
    """House 9 before house 10, 12/1 before 12/10."""
    figures = re.findall(r"[0-9]{1,9}", household.house_number)
    return household.village, [int(figure) for figure in figures], household.house_number, household.pk


def _start(members: list[FundMember], after: str) -> int:
    """The place after the household with this code; the beginning for any other."""
    codes = [member.household.code for member in members]
    return codes.index(after) + 1 if after in codes else 0


def _row(member: FundMember, standing, sent: dict) -> dict:
    form = sent.get(member.pk) or CollectForm(
        initial={"usual": standing.usual}, auto_id=f"row-{member.household.code}-%s"
    )
    return {"member": member, "standing": standing, "form": form, "is_open": member.pk in sent}
