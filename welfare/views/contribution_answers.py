"""What waits for the treasurer: transfers of member households to find, and cash of collectors to count."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done
from lib import paging
from lib.money import baht
from welfare import contributions, handovers
from welfare.forms.contributions import ArrivedForm, CountedForm, ReasonForm
from welfare.models import Account, Contribution, Handover

NOT_FOUND_SHOWN = 12


@login_required
@require_safe
def waiting(request, code: str) -> HttpResponse:
    """Transfers and cash that wait, and what collectors have in their hands."""
    return _page(request, _community(request, code))


@require_POST
@login_required
def confirm(request, code: str, contribution: str) -> HttpResponse:
    """The money is in the account."""
    community = _community(request, code)
    sent = get_object_or_404(_transfers(community), code=contribution)
    form = ArrivedForm(request.POST, auto_id=f"arrived-{contribution}-%s")
    given = {"contribution": sent, "actor": request.user}
    if form.is_valid() and done(form, contributions.confirm, **given, **form.cleaned_data):
        amount = baht(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is now in the fund.") % {"amount": amount})
        return redirect("welfare:contributions_waiting", code)
    return _page(request, community, forms={f"yes-{contribution}": form})


@require_POST
@login_required
def not_found(request, code: str, contribution: str) -> HttpResponse:
    """The money is not there."""
    community = _community(request, code)
    sent = get_object_or_404(_transfers(community), code=contribution)
    form = ReasonForm(request.POST, auto_id=f"missing-{contribution}-%s")
    given = {"contribution": sent, "actor": request.user}
    if form.is_valid() and done(form, contributions.not_found, **given, **form.cleaned_data):
        messages.success(request, _("The household was told. You can still confirm the money when it comes."))
        return redirect("welfare:contributions_waiting", code)
    return _page(request, community, forms={f"no-{contribution}": form})


@require_POST
@login_required
def count(request, code: str, handover: str) -> HttpResponse:
    """The cash is counted and lies in the box."""
    community = _community(request, code)
    brought = get_object_or_404(Handover.objects.filter(community=community), code=handover)
    form = CountedForm(request.POST, auto_id=f"counted-{handover}-%s")
    given = {"handover": brought, "actor": request.user}
    if form.is_valid() and done(form, handovers.count, **given, **form.cleaned_data):
        amount = baht(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is in the cash box now.") % {"amount": amount})
        return redirect("welfare:contributions_waiting", code)
    return _page(request, community, forms={f"yes-{handover}": form})


@require_POST
@login_required
def refuse(request, code: str, handover: str) -> HttpResponse:
    """The cash is not taken in."""
    community = _community(request, code)
    brought = get_object_or_404(Handover.objects.filter(community=community), code=handover)
    form = ReasonForm(request.POST, auto_id=f"refused-{handover}-%s")
    given = {"handover": brought, "actor": request.user}
    if form.is_valid() and done(form, handovers.refuse, **given, **form.cleaned_data):
        messages.success(request, _("The collector was told. The cash stays there."))
        return redirect("welfare:contributions_waiting", code)
    return _page(request, community, forms={f"no-{handover}": form})


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.treasured_by(request.user), code=code)


def _transfers(community: Community):
    rows = Contribution.objects.filter(community=community, way=Contribution.Way.TRANSFER)
    return rows.select_related("member__household", "slip", "recorded_by")


def _page(request, community: Community, *, forms: dict | None = None) -> HttpResponse:
    """The page, with the form that has a mistake in its place."""
    forms = forms or {}
    page = paging.page(_transfers(community).waiting(), ["id"], request.GET.get("after"))
    missing = _transfers(community).filter(status=Contribution.Status.NOT_FOUND)[:NOT_FOUND_SHOWN]
    brought = Handover.objects.filter(community=community, status=Handover.Status.BROUGHT)
    holding = Account.objects.filter(community=community, kind=Account.Kind.COLLECTOR).with_debt()
    context = {
        "community": community,
        "sent": [_with_forms(one, ArrivedForm, "arrived", "missing", forms) for one in page.items],
        "page": page,
        "missing": [_with_forms(one, ArrivedForm, "arrived", "missing", forms) for one in missing],
        "brought": [
            _with_forms(one, CountedForm, "counted", "refused", forms)
            for one in brought.select_related("collector").order_by("id")
        ],
        "holding": holding.filter(debt__gt=0).order_by("-debt", "id"),
    }
    return render(request, "welfare/contributions_waiting.html", context)


def _with_forms(row, form_class, yes: str, no: str, forms: dict) -> dict:
    """A row with its two forms, the ids in them its own."""
    code = row.code
    return {
        "row": row,
        "yes": forms.get(f"yes-{code}")
        or form_class(initial={"amount": row.amount}, auto_id=f"{yes}-{code}-%s"),
        "no": forms.get(f"no-{code}") or ReasonForm(auto_id=f"{no}-{code}-%s"),
        "is_no_open": f"no-{code}" in forms,
    }
