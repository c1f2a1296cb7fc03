"""One request for help before those who decide it, and the second look that a refusal can be given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.models import Community, Role
from households.views.acting import done
from welfare import aid_decisions, aid_requests
from welfare.forms.aid_decisions import (
    AppealForm,
    ApproveForm,
    ConflictForm,
    EmergencyForm,
    MoneyForm,
    RefuseForm,
)
from welfare.models import AidDecision, AidRequest
from welfare.views import aid_request_page

READERS = (Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.AUDITOR)


@login_required
def aid_request(request, code: str):
    """Everything that one looks at before deciding, in that order. The auditor reads it too."""
    return _page(request, _request(request, code, *READERS))


@require_POST
@login_required
def approve(request, code: str):
    """One person says yes."""
    aid = _request(request, code, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    form = ApproveForm(request.POST, auto_id="approve-%s", fixed=aid_decisions.fixed_amount(aid))
    given = {"request": aid, "verdict": AidDecision.Verdict.APPROVE, "actor": request.user}
    if form.is_valid() and done(form, aid_decisions.decide, **given, **form.cleaned_data):
        messages.success(request, _("Your yes is written down."))
        return redirect("welfare:aid_request", code)
    return _page(request, aid, approve=form)


@require_POST
@login_required
def refuse(request, code: str):
    """One person says no."""
    aid = _request(request, code, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    form = RefuseForm(request.POST, auto_id="refuse-%s")
    given = {"request": aid, "verdict": AidDecision.Verdict.REFUSE, "amount": None, "actor": request.user}
    if form.is_valid() and done(form, aid_decisions.decide, **given, reason=form.cleaned_data["reason"]):
        messages.success(request, _("Your no is written down, and whoever asked reads why."))
        return redirect("welfare:aid_request", code)
    return _page(request, aid, refuse=form)


@require_POST
@login_required
def conflict(request, code: str):
    """Somebody keeps out."""
    aid = _request(request, code, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    form = ConflictForm(request.POST, auto_id="conflict-%s")
    given = {"request": aid, "actor": request.user}
    if form.is_valid() and done(form, aid_decisions.declare_conflict, **given, **form.cleaned_data):
        messages.success(request, _("Thank you for saying so. The others decide this one."))
        return redirect("welfare:aid_request", code)
    return _page(request, aid, conflict=form)


@require_POST
@login_required
def emergency(request, code: str):
    """Somebody lets it be paid at once."""
    aid = _request(request, code, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    form = EmergencyForm(request.POST, auto_id="emergency-%s")
    given = {"request": aid, "actor": request.user}
    if form.is_valid() and done(form, aid_decisions.order_emergency, **given, **form.cleaned_data):
        messages.success(request, _("The treasurer was told to pay at once. The others decide now."))
        return redirect("welfare:aid_request", code)
    return _page(request, aid, emergency=form)


@require_POST
@login_required
def money(request, code: str):
    """Out of which money it is paid."""
    aid = _request(request, code, Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    form = MoneyForm(request.POST, auto_id="money-%s", campaigns=aid_requests.paying_campaigns(aid.community))
    given = {"request": aid, "actor": request.user}
    if form.is_valid() and done(form, aid_requests.pay_out_of, **given, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("welfare:aid_request", code)
    return _page(request, aid, money=form)


def appeal(request, code: str):
    """For whoever has the code of a refused request: why it was refused, and how to ask again."""
    return _appeal_page(request, _refused(code), AppealForm(auto_id="appeal-%s"))


@require_POST
def appeal_make(request, code: str):
    """Ask again."""
    aid = _refused(code)
    form = AppealForm(request.POST, auto_id="appeal-%s")
    given = {"request": aid, "user": request.user if request.user.is_authenticated else None}
    if form.is_valid() and done(form, aid_decisions.appeal, **given, **form.cleaned_data):
        messages.success(request, _("Other people of the committee look at it now."))
        return redirect("welfare:aid_follow", code)
    return _appeal_page(request, aid, form)


def _request(request, code: str, *kinds: str) -> AidRequest:
    mine = Community.objects.with_role(request.user, *kinds)
    rows = AidRequest.objects.filter(community__in=mine).select_related(*aid_request_page.RELATED)
    return get_object_or_404(rows, code=code)


def _refused(code: str) -> AidRequest:
    return get_object_or_404(AidRequest.objects.select_related("community", "rules"), code=code)


def _page(request, aid: AidRequest, **forms):
    return render(request, "welfare/aid_request.html", aid_request_page.context(aid, request.user, forms))


def _appeal_page(request, aid: AidRequest, form: AppealForm):
    is_refused = aid.status == AidRequest.Status.REFUSED
    context = {
        "aid": aid,
        "form": form,
        "is_refused": is_refused,
        "until": aid_decisions.appeal_until(aid) if is_refused else None,
        "decisions": aid.decisions.filter(verdict=AidDecision.Verdict.REFUSE).order_by("id"),
    }
    return render(request, "welfare/aid_appeal.html", context)
