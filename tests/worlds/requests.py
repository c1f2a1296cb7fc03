"""One of everything for the sweeps: benefit rules and requests for help."""

import datetime as dt
from decimal import Decimal

from tests import factories
from welfare import aid_requests, benefit_rules
from welfare.models import BenefitRules

DAY = dt.date(2026, 1, 1)


def build(here, there, people) -> dict:
    """Adopted rules, a draft of the next version, and a request that somebody without an account sent."""
    adopter = factories.with_role(here, "chair", name="ประธาน ตัวอย่าง")
    rules = _write(here, people["committee"])
    benefit_rules.adopt(rules=rules, resolution="มติ", adopted_on=DAY, valid_from=DAY, actor=adopter)
    draft = benefit_rules.draft(community=here, actor=people["committee"])
    asked = aid_requests.ask(
        community=here,
        event="hospital",
        words="นอนโรงพยาบาล",
        for_whom="ยายแก้ว ตัวอย่าง",
        urgency="week",
        phone="0812345678",
        asker="self",
        user=None,
        event_on=DAY,
        key="world-request-0001",
    )
    return {"rules": rules, "rules_draft": draft, "asked_by_nobody": asked}


def _write(here, actor) -> BenefitRules:
    rules = benefit_rules.draft(community=here, actor=actor)
    plain = dict.fromkeys(("most_per_event", "most_per_year", "most_per_lifetime"))
    benefit_rules.put_benefit(
        rules=rules,
        event="hospital",
        amount=Decimal(200),
        per="night",
        months_needed=0,
        papers="",
        words="",
        actor=actor,
        **plain,
    )
    return rules


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    everyone = {
        f"{far}{role}" for role in ("seller", "committee", "treasurer", "officer") for far in ("", "foreign_")
    } | {"visitor", "outsider", "buyer", "auditor"}
    here, asked = (w["community"].code,), (w["asked_by_nobody"].code,)
    office = {"committee"}
    return {
        "welfare:rules": ("GET", everyone, here),
        "welfare:rules_version": ("GET", everyone, (*here, w["rules"].number)),
        "welfare:rules_draft": ("GET", office, here),
        "welfare:rules_begin": ("POST", office, here),
        "welfare:rules_limits": ("GET", office, here),
        "welfare:rules_benefit": ("GET", office, (*here, "hospital")),
        "welfare:rules_take_out": ("POST", office, (*here, "hospital")),
        "welfare:rules_drop": ("POST", office, here),
        "welfare:rules_adopt": ("GET", office, here),
        "welfare:aid_ask": ("GET", everyone, here),
        "welfare:aid_find": ("GET", everyone, ()),
        "welfare:aid_follow": ("GET", everyone, asked),
        "welfare:aid_papers": ("POST", everyone, asked),
        "welfare:aid_withdraw": ("POST", everyone, asked),
        "welfare:aid_list": ("GET", office, here),
        "welfare:aid_for": ("GET", office, here),
        "welfare:aid_link": ("GET", office, asked),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    fund = f"/fund/{w['community'].code}"
    follow = f"/follow/{w['asked_by_nobody'].code}"
    asked = {
        "event": "hospital",
        "for_whom": "x",
        "urgency": "now",
        "phone": "0812345678",
        "words": "x",
        "event_on": "1/1/2569",
        "units": "1",
        "asker": "self",
        "who": "else",
        "puzzle": "x",
        "answer": "1",
        "key": "a-key-of-sixteen-1",
    }
    benefit = {
        "amount": "1", "per": "event", "most_per_event": "1", "most_per_year": "1", "most_per_lifetime": "1",
        "months_needed": "1", "papers": "x", "words": "x", "months_0": "6", "amount_0": "1",
    }  # fmt: skip
    limits = {
        "one_up_to": "1", "two_up_to": "2", "emergency_up_to": "1", "ratify_days": "1", "appeal_days": "1",
        "quotes_above": "1",
    }  # fmt: skip
    resolution = {"resolution": "x", "adopted_on": "1/1/2569", "valid_from": "1/1/2569"}
    return [
        ("visitor", f"{fund}/ask/", asked),
        ("buyer", f"{fund}/ask/", asked),
        ("visitor", f"{follow}/papers/", {"pictures": "x"}),
        ("visitor", f"{follow}/withdraw/", {}),
        ("committee", f"/requests/{w['asked_by_nobody'].code}/link/", {"place": "x:y"}),
        ("committee", f"{fund}/rules/draft/begin/", {}),
        ("committee", f"{fund}/rules/draft/limits/", limits),
        ("committee", f"{fund}/rules/draft/pays/hospital/", benefit),
        ("committee", f"{fund}/rules/draft/out/hospital/", {}),
        ("committee", f"{fund}/rules/draft/adopt/", resolution),
        ("committee", f"{fund}/rules/draft/away/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return [
        ("visitor", f"/follow/{w['asked_by_nobody'].code}/papers/", "pictures"),
        ("visitor", f"/fund/{w['community'].code}/ask/", "pictures"),
    ]
