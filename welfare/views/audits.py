"""The auditor's pages: what to look at, payouts drawn by lot, and findings with their answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.models import Community, Role
from households.views.acting import done, made
from lib import paging
from welfare import audit_concerns, audits, countersigns
from welfare.forms.audits import AnswerForm, DrawForm, FindingForm, VisitForm
from welfare.models import AuditSample, AuditVisit, Finding

SAMPLES_SHOWN = 12
READERS = (*countersigns.KEEPERS, Role.Kind.AUDITOR)


@login_required
@require_GET
def audit(request, code: str):
    """Everything that an auditor should look at, and the samples drawn so far."""
    return _audit(request, _community(request, code))


@login_required
@require_POST
def draw(request, code: str):
    """Draw payouts by lot."""
    community = _community(request, code, Role.Kind.AUDITOR)
    form = DrawForm(request.POST, auto_id="draw-%s")
    given = {"community": community, "actor": request.user}
    if form.is_valid() and (drawn := made(form, audits.draw, **given, **form.cleaned_data)):
        messages.success(request, _("Drawn. Visit these households, and write down what you find."))
        return redirect("welfare:audit_sample", drawn.code)
    return _audit(request, community, draw=form)


@login_required
@require_GET
def sample(request, code: str):
    """A sample: where to go, and what was found."""
    return _sample(request, get_object_or_404(_samples(request), code=code))


@login_required
@require_POST
def visit(request, code: str, pk: int):
    """What was found at one door."""
    drawn = get_object_or_404(_samples(request, Role.Kind.AUDITOR), code=code)
    row = get_object_or_404(AuditVisit, sample=drawn, pk=pk)
    form = VisitForm(request.POST, auto_id=f"visit-{pk}-%s")
    given = {"visit": row, "actor": request.user}
    if form.is_valid() and done(form, audits.record_visit, **given, **form.cleaned_data):
        messages.success(request, _("Written down."))
        return redirect("welfare:audit_sample", code)
    return _sample(request, drawn, {pk: form})


@login_required
@require_GET
def findings(request, code: str):
    """What the auditor found, and what was said to it."""
    return _findings(request, _community(request, code))


@login_required
@require_POST
def finding_add(request, code: str):
    """A new finding."""
    community = _community(request, code, Role.Kind.AUDITOR)
    form = FindingForm(request.POST, auto_id="finding-%s")
    if form.is_valid():
        audits.find(community=community, words=form.cleaned_data["words"], actor=request.user)
        messages.success(request, _("Written down. The committee and the treasurer were told."))
        return redirect("welfare:findings", code)
    return _findings(request, community, adding=form)


@login_required
@require_POST
def finding_answer(request, code: str):
    """An answer of those who keep the fund, or the auditor's last word."""
    mine = Community.objects.with_role(request.user, *READERS)
    finding = get_object_or_404(
        Finding.objects.filter(community__in=mine).select_related("community"), code=code
    )
    act = audits.close if audits.is_auditor(request.user, finding.community) else audits.answer
    form = AnswerForm(request.POST, auto_id=f"answer-{code}-%s")
    given = {"finding": finding, "actor": request.user}
    if form.is_valid() and done(form, act, **given, words=form.cleaned_data["words"]):
        messages.success(request, _("Your answer stands beside it."))
        return redirect("welfare:findings", finding.community.code)
    return _findings(request, finding.community, answering={code: form})


def _community(request, code: str, *kinds: str) -> Community:
    mine = Community.objects.with_role(request.user, *(kinds or READERS))
    return get_object_or_404(mine, code=code)


def _samples(request, *kinds: str):
    mine = Community.objects.with_role(request.user, *(kinds or READERS))
    return AuditSample.objects.filter(community__in=mine).select_related("community", "drawn_by")


def _audit(request, community: Community, *, draw: DrawForm | None = None):
    context = {
        "community": community,
        "since": audit_concerns.since(),
        "concerns": audit_concerns.all_of(community),
        "samples": AuditSample.objects.filter(community=community)[:SAMPLES_SHOWN],
        "draw": draw or DrawForm(auto_id="draw-%s"),
        "is_auditor": audits.is_auditor(request.user, community),
        "open_findings": audits.count_open(community),
    }
    return render(request, "welfare/audit_page.html", context)


def _sample(request, drawn: AuditSample, bound: dict[int, VisitForm] | None = None):
    is_auditor = audits.is_auditor(request.user, drawn.community)
    rows = drawn.visits.select_related("payout__request__household", "visited_by").order_by("id")
    visits: list[dict[str, Any]] = [
        {
            "visit": row,
            "form": (bound or {}).get(row.pk) or VisitForm(auto_id=f"visit-{row.pk}-%s"),
            "is_open": row.pk in (bound or {}),
        }
        for row in rows
    ]
    context = {
        "community": drawn.community,
        "sample": drawn,
        "visits": visits,
        "is_auditor": is_auditor,
        "visited": sum(bool(row["visit"].result) for row in visits),
    }
    return render(request, "welfare/audit_sample.html", context)


def _findings(request, community: Community, *, adding=None, answering=None):
    is_auditor = audits.is_auditor(request.user, community)
    page = paging.page(audits.findings(community), ["-id"], request.GET.get("after"))
    rows = [
        {
            "finding": finding,
            "form": (answering or {}).get(finding.code) or AnswerForm(auto_id=f"answer-{finding.code}-%s"),
            "is_open": finding.code in (answering or {}),
        }
        for finding in page.items
    ]
    context = {
        "community": community,
        "findings": rows,
        "next_cursor": page.next_cursor,
        "adding": adding or FindingForm(auto_id="finding-%s"),
        "is_adding": adding is not None,
        "is_auditor": is_auditor,
    }
    return render(request, "welfare/audit_findings.html", context)
