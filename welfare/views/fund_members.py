"""The committee's and treasurer's pages about member households: the list with who is behind, and each household."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community, Household
from households.views.acting import done, press
from lib import paging
from lib.money import baht
from welfare import contributions, fund_members
from welfare.contribution_dues import standings
from welfare.forms.contributions import CashForm, JoinForm, LeaveForm, MemberForm, ReasonForm
from welfare.models import Contribution, FundMember

READERS = (*fund_members.ENTERED_BY, "auditor")
LATE_AT_A_TIME = 200
FOUND_SHOWN = 24
PAYMENTS_SHOWN = 12


@login_required
@require_safe
def members(request, code: str) -> HttpResponse:
    """Households in the fund with where each stands; those behind, when asked. Never public."""
    community = _community(request, code, *READERS)
    query, only_late = _query(request), request.GET.get("show") == "late"
    rows = FundMember.objects.filter(community=community).running().select_related("household", "collector")
    if query:
        rows = rows.filter(_matches("household__", query))
    if only_late:
        page, stands = _late(rows, request.GET.get("after"))
    else:
        page = paging.page(rows, ["id"], request.GET.get("after"))
        stands = standings(page.items)
    kept = {"q": query, "show": "late" if only_late else "", "after": page.next_cursor or ""}
    context = {
        "community": community,
        "rows": [(member, stands[member.pk]) for member in page.items],
        "query": query,
        "only_late": only_late,
        "next_url": f"?{urlencode({name: value for name, value in kept.items() if value})}"
        if page.has_next
        else "",
        "may_enter": _may(request, community, *fund_members.ENTERED_BY),
    }
    return render(request, "welfare/fund_members.html", context)


@login_required
@require_safe
def new(request, code: str) -> HttpResponse:
    """Find the household that joins."""
    community = _community(request, code, *fund_members.ENTERED_BY)
    query = _query(request)
    chosen = _homes(community).filter(code=request.GET.get("household", "").replace("\x00", "")).first()
    return _new_page(request, community, query, chosen)


@login_required
@require_POST
def join(request, code: str, household: str) -> HttpResponse:
    """The household takes part."""
    community = _community(request, code, *fund_members.ENTERED_BY)
    home = get_object_or_404(_homes(community), code=household)
    form = JoinForm(request.POST, collectors=fund_members.collectors_of(community))
    given = {"household": home, "actor": request.user}
    if form.is_valid() and done(form, fund_members.join, **given, **form.cleaned_data):
        messages.success(request, _("%(household)s takes part in the fund now.") % {"household": home.name})
        return redirect("welfare:fund_member", code, household)
    return _new_page(request, community, "", home, form)


@login_required
@require_safe
def member(request, code: str, household: str) -> HttpResponse:
    """One household: where it stands, what it paid, and what can be done."""
    community = _community(request, code, *READERS)
    return _page(request, community, _member(community, household))


@login_required
@require_POST
def change(request, code: str, household: str) -> HttpResponse:
    """How often it pays, and who collects."""
    community = _community(request, code, *fund_members.ENTERED_BY)
    row = _member(community, household)
    form = MemberForm(request.POST, collectors=fund_members.collectors_of(community), auto_id="change-%s")
    given = {"member": row, "actor": request.user}
    if form.is_valid() and done(form, fund_members.change, **given, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("welfare:fund_member", code, household)
    return _page(request, community, row, change=form)


@login_required
@require_POST
def leave(request, code: str, household: str) -> HttpResponse:
    """The household leaves the fund; this can be undone."""
    community = _community(request, code, *fund_members.ENTERED_BY)
    row = _member(community, household)
    form = LeaveForm(request.POST, auto_id="leave-%s")
    given = {"member": row, "actor": request.user}
    if form.is_valid() and done(form, fund_members.leave, **given, **form.cleaned_data):
        undo = reverse("welfare:fund_member_back", args=[code, household])
        words = _("%(household)s left the fund.") % {"household": row.household.name}
        messages.success(request, words, extra_tags=f"undo:{undo}")
        return redirect("welfare:fund_member", code, household)
    return _page(request, community, row, leave=form)


@login_required
@require_POST
def back(request, code: str, household: str) -> HttpResponse:
    """It left by mistake."""
    community = _community(request, code, *fund_members.ENTERED_BY)
    given = {"member": _member(community, household), "actor": request.user}
    press(request, _("The household takes part as before."), fund_members.come_back, **given)
    return redirect("welfare:fund_member", code, household)


@login_required
@require_POST
def cash(request, code: str, household: str) -> HttpResponse:
    """Cash at the office, taken by the treasurer."""
    community = _community(request, code, "treasurer")
    row = _member(community, household)
    form = CashForm(request.POST, auto_id="cash-%s")
    given = {"member": row, "way": Contribution.Way.CASH, "actor": request.user}
    if form.is_valid() and done(form, contributions.pay, **given, **form.cleaned_data):
        amount = baht(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is in the cash box now.") % {"amount": amount})
        return redirect("welfare:fund_member", code, household)
    return _page(request, community, row, cash=form)


@login_required
@require_POST
def take_back(request, code: str, contribution: str) -> HttpResponse:
    """A payment was written down wrongly."""
    community = _community(request, code, "treasurer")
    rows = Contribution.objects.filter(community=community).select_related("member__household")
    payment = get_object_or_404(rows, code=contribution)
    household = payment.member.household.code
    form = ReasonForm(request.POST, auto_id=f"back-{contribution}-%s")
    given = {"contribution": payment, "actor": request.user}
    if form.is_valid() and done(form, contributions.take_back, **given, **form.cleaned_data):
        messages.success(request, _("Asked. The payment stands until a second person agrees."))
        return redirect("welfare:fund_member", code, household)
    return _page(request, community, _member(community, household), back={contribution: form})


def _community(request, code: str, *kinds: str) -> Community:
    return get_object_or_404(Community.objects.with_role(request.user, *kinds), code=code)


def _may(request, community: Community, *kinds: str) -> bool:
    return Community.objects.with_role(request.user, *kinds).filter(pk=community.pk).exists()


def _query(request) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:60]


def _matches(prefix: str, query: str) -> Q:
    """House number from its beginning, or a part of the name."""
    return Q(**{f"{prefix}house_number__istartswith": query}) | Q(**{f"{prefix}name__icontains": query})


def _homes(community: Community):
    return Household.objects.filter(community=community, status=Household.Status.ACTIVE)


def _member(community: Community, household: str) -> FundMember:
    """The newest membership of the household."""
    rows = FundMember.objects.filter(community=community, household__code=household).select_related(
        "household", "community", "collector"
    )
    return get_object_or_404(rows.order_by("-joined_on", "-id")[:1])


def _late(rows, cursor: str | None) -> tuple[paging.Page, dict]:
    """A page of households that are behind, looked for among all, some hundreds at a time."""
    after = paging.read_cursor(rows, ["id"], cursor)
    found: list[FundMember] = []
    stands: dict = {}
    while some := list(paging.rows_after(rows, ["id"], after, LATE_AT_A_TIME)):
        there = standings(some)
        found += [member for member in some if there[member.pk].arrears and member.pk not in stands]
        stands |= there
        after = (some[-1].pk,)
        if len(found) > paging.SIZE:
            break
    return paging.cut(found, lambda member: [member.pk]), stands


def _new_page(
    request, community: Community, query: str, chosen, form: JoinForm | None = None
) -> HttpResponse:
    taking_part = FundMember.objects.running().filter(community=community)
    homes = _homes(community).exclude(pk__in=taking_part.values("household"))
    if query:
        homes = homes.filter(_matches("", query))
    context = {
        "community": community,
        "query": query,
        "found": homes.order_by("id")[:FOUND_SHOWN] if query else [],
        "chosen": chosen,
        "form": form or JoinForm(collectors=fund_members.collectors_of(community)),
    }
    return render(request, "welfare/fund_member_new.html", context)


def _page(
    request, community: Community, row: FundMember, *, back: dict | None = None, **forms
) -> HttpResponse:
    """A household's page, with the form that has a mistake in its place."""
    standing = standings([row])[row.pk]
    payments = Contribution.objects.filter(member__household=row.household).select_related(
        "transfer__receipt", "recorded_by"
    )
    page = paging.page(payments, ["-id"], request.GET.get("after"), size=PAYMENTS_SHOWN)
    context: dict[str, Any] = {
        "community": community,
        "member": row,
        "standing": standing,
        "keeps_money": _may(request, community, "treasurer"),
        "may_enter": _may(request, community, *fund_members.ENTERED_BY),
        "page": page,
        "payments": [
            (one, (back or {}).get(one.code) or ReasonForm(auto_id=f"back-{one.code}-%s"))
            for one in page.items
        ],
        "open_back": next(iter(back or {}), ""),
        "cash": forms.get("cash") or CashForm(initial={"amount": standing.usual or None}, auto_id="cash-%s"),
        "change": forms.get("change")
        or MemberForm(
            initial={"pays": row.pays, "collector": row.collector_id},
            collectors=fund_members.collectors_of(community),
            auto_id="change-%s",
        ),
        "leave": forms.get("leave") or LeaveForm(auto_id="leave-%s"),
        "open": next(iter(forms), ""),
    }
    return render(request, "welfare/fund_member.html", context)
