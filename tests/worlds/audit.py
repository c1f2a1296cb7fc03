"""One of everything for the sweeps: the auditor's sample, visit and finding."""

from django.utils import timezone

from tests.welfare import decisions_builders as make
from welfare import audits
from welfare.models import AuditSample, AuditVisit


def build(here, there, people) -> dict:
    """Objects by the name under which `rows` uses them."""
    today = timezone.localdate()
    payout = make.aid(here).payouts.create(community=here, amount=500)
    sample = AuditSample.objects.create(
        community=here,
        first_day=today,
        last_day=today,
        seed="7",
        payouts_then=1,
        drawn_by=people["auditor"],
    )
    visit = AuditVisit.objects.create(sample=sample, payout=payout)
    finding = audits.find(community=here, words="ใบเสร็จหายสองใบ", actor=people["auditor"])
    return {"audit_sample": sample, "audit_visit": visit, "finding": finding}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    readers, place = {"committee", "treasurer", "auditor"}, (w["community"].code,)
    sample, finding = (w["audit_sample"].code,), (w["finding"].code,)
    return {
        "welfare:audit": ("GET", readers, place),
        "welfare:audit_draw": ("POST", {"auditor"}, place),
        "welfare:audit_sample": ("GET", readers, sample),
        "welfare:audit_visit": ("POST", {"auditor"}, (*sample, w["audit_visit"].pk)),
        "welfare:findings": ("GET", readers, place),
        "welfare:finding_add": ("POST", {"auditor"}, place),
        "welfare:finding_answer": ("POST", readers, finding),
    }
