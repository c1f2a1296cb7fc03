"""One of everything for the sweeps: decisions and payouts."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from tests import factories
from welfare.models import AidDecision, AidRequest, ConflictOfInterest, Payout

DAY = dt.date(2026, 1, 1)


def build(here, there, people) -> dict:
    """A request that waits, one that was refused, and for a third one a payout to be made and one that was made."""
    decider = factories.with_role(here, "chair", name="ประธานสอง ตัวอย่าง")
    home = factories.household(here, name="บ้านตาคำ ตัวอย่าง")
    waiting, refused, agreed, paid = (_request(here, home, number) for number in range(4))
    ConflictOfInterest.objects.create(request=waiting, user=decider, words="ญาติ")
    AidDecision.objects.create(
        request=refused, step=1, decider=decider, verdict="refuse", amount=0, reason="ยังขาดเอกสาร"
    )
    AidRequest.objects.filter(pk=refused.pk).update(status="refused", decided_at=timezone.now())
    AidRequest.objects.filter(pk__in=[agreed.pk, paid.pk]).update(status="approved", approved=Decimal(300))
    due, done = (
        Payout.objects.create(request=row, community=here, amount=Decimal(300)) for row in (agreed, paid)
    )
    Payout.objects.filter(pk=done.pk).update(
        status="paid",
        way="goods",
        payee_name="คำ ตัวอย่าง",
        paid_by=people["treasurer"],
        paid_at=timezone.now(),
    )
    return {"aid_waiting": waiting, "aid_refused": refused, "payout_due": due, "payout_done": done}


def _request(here, home, number) -> AidRequest:
    return AidRequest.objects.create(
        key=f"world-decision-{number}",
        community=here,
        household=home,
        event="hardship",
        words="ข้าวสารหมด",
        for_whom="ตาคำ ตัวอย่าง",
        event_on=DAY,
        asker="helper",
    )


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post = "GET", "POST"
    everyone = {
        f"{far}{role}" for role in ("seller", "committee", "treasurer", "officer") for far in ("", "foreign_")
    } | {"visitor", "outsider", "buyer", "auditor"}
    waiting, refused = (w["aid_waiting"].code,), (w["aid_refused"].code,)
    due, done = w["payout_due"].code, (w["payout_done"].code,)
    readers, treasurer, committee = {"committee", "treasurer", "auditor"}, {"treasurer"}, {"committee"}
    return {
        "welfare:aid_request": (get, {"committee", "auditor"}, waiting),
        "welfare:aid_approve": (post, committee, waiting),
        "welfare:aid_refuse": (post, committee, waiting),
        "welfare:aid_conflict": (post, committee, waiting),
        "welfare:aid_emergency": (post, committee, waiting),
        "welfare:aid_money": (post, committee, waiting),
        "welfare:appeal": (get, everyone, refused),
        "welfare:appeal_make": (post, everyone, refused),
        "welfare:payouts": (get, readers, (w["community"].code,)),
        "welfare:payout": (get, readers, (due,)),
        "welfare:payout_pay": (post, treasurer, (due, "bank")),
        "welfare:payout_conflict": (post, treasurer, (due,)),
        "welfare:payout_stop": (post, treasurer, (due,)),
        "welfare:payout_again": (post, treasurer, (due,)),
        "welfare:payout_voucher": (get, treasurer, (due,)),
        "welfare:payout_evidence": (post, treasurer, done),
        "welfare:payout_back": (post, treasurer, done),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    waiting, due, done = (w[name].code for name in ("aid_waiting", "payout_due", "payout_done"))
    pay = {"payee_name": "x", "bank": "014", "number": "1234567890", "differs_because": "x", "taken": "x"}
    cash = {"payee_name": "x", "kind": "witness", "witness": "x", "differs_because": "x", "taken": "x"}
    return [
        ("committee", f"/decisions/{waiting}/approve/", {"amount": "1", "reason": "x"}),
        ("committee", f"/decisions/{waiting}/refuse/", {"reason": "x"}),
        ("committee", f"/decisions/{waiting}/conflict/", {"words": "x"}),
        ("committee", f"/decisions/{waiting}/emergency/", {"amount": "1", "reason": "x"}),
        ("committee", f"/decisions/{waiting}/money/", {"campaign": "x"}),
        ("visitor", f"/appeals/{w['aid_refused'].code}/make/", {"words": "x"}),
        ("treasurer", f"/payouts/{due}/pay/bank/", pay),
        ("treasurer", f"/payouts/{due}/pay/cash/", cash),
        ("treasurer", f"/payouts/{due}/pay/goods/", {"payee_name": "x", "differs_because": "x"}),
        ("treasurer", f"/payouts/{due}/conflict/", {"words": "x"}),
        ("treasurer", f"/payouts/{due}/stop/", {"reason": "x"}),
        ("treasurer", f"/payouts/{done}/back/", {"reason": "x"}),
        ("treasurer", f"/payouts/{done}/evidence/", {"kind": "transfer", "taken": "x"}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    due, done = w["payout_due"].code, w["payout_done"].code
    return [
        ("treasurer", f"/payouts/{due}/pay/bank/", "picture"),
        ("treasurer", f"/payouts/{due}/pay/cash/", "picture"),
        ("treasurer", f"/payouts/{done}/evidence/", "picture"),
    ]
