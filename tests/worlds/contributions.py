"""One of everything for the sweeps: members' contributions."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from households.models import Household
from tests import factories
from welfare import contributions, handovers, slips
from welfare.models import ContributionRule, FundMember


def build(here, there, people) -> dict:
    """The seller's household in the fund, with cash on its way, a transfer, and a household that asks to join."""
    today, committee = timezone.localdate(), people["committee"]
    home = Household.objects.of_member(people["seller"]).get()
    ContributionRule.objects.create(
        community=here,
        amount=1,
        per="day",
        valid_from=dt.date(2026, 1, 1),
        resolution="ประชุม",
        decided_by=committee,
    )
    member = FundMember.objects.create(
        household=home,
        community=here,
        joined_on=min(today, dt.date(2026, 1, 1)),
        collector=committee,
        entered_by=committee,
    )
    way = {"member": member, "amount": Decimal(30), "paid_on": today}
    cash = contributions.pay(way="collector", key="world-cash", actor=committee, **way)
    slip = slips.show(
        bank="014", reference="FEDCBA9876500000", document="contribution", user=people["seller"]
    )
    sent = contributions.pay(way="bank", key="world-sent", actor=people["seller"], slip=slip, **way)
    return {
        "fund_home": home,
        "contribution_cash": cash,
        "contribution": sent,
        "handover": handovers.bring(community=here, collector=committee, amount=Decimal(20)),
        "home_to_join": factories.household(here, name="บ้านรอเข้า ตัวอย่าง"),
    }


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post = "GET", "POST"
    people = {
        "outsider", "buyer", "seller", "foreign_seller", "committee", "foreign_committee", "treasurer",
        "foreign_treasurer", "auditor", "officer", "foreign_officer",
    }  # fmt: skip
    code, home = w["community"].code, w["fund_home"].code
    household, keepers, treasurer = {"seller"}, {"committee", "treasurer"}, {"treasurer"}
    sent, handover = (code, w["contribution"].code), (code, w["handover"].code)
    return {
        "welfare:my_fund": (get, people, ()),
        "welfare:my_contributions": (get, household, (home,)),
        "welfare:my_contributions_qr": (get, household, (home,)),
        "welfare:my_contributions_sent": (post, household, (home,)),
        "welfare:my_contributions_ask": (post, household, (home,)),
        "welfare:contribution_rules": (get, people | {"visitor"}, (code,)),
        "welfare:contribution_rule_decide": (post, {"committee"}, (code,)),
        "welfare:fund_members": (get, keepers | {"auditor"}, (code,)),
        "welfare:fund_member": (get, keepers | {"auditor"}, (code, home)),
        "welfare:fund_member_new": (get, keepers, (code,)),
        "welfare:fund_member_join": (post, keepers, (code, w["home_to_join"].code)),
        "welfare:fund_member_change": (post, keepers, (code, home)),
        "welfare:fund_member_leave": (post, keepers, (code, home)),
        "welfare:fund_member_back": (post, keepers, (code, home)),
        "welfare:contribution_cash": (post, treasurer, (code, home)),
        "welfare:contribution_take_back": (post, treasurer, (code, w["contribution_cash"].code)),
        "welfare:contributions_waiting": (get, treasurer, (code,)),
        "welfare:contribution_confirm": (post, treasurer, sent),
        "welfare:contribution_not_found": (post, treasurer, sent),
        "welfare:handover_count": (post, treasurer, handover),
        "welfare:handover_refuse": (post, treasurer, handover),
        "welfare:collect": (get, {"committee"}, (code,)),
        "welfare:collect_pay": (post, {"committee"}, (code, home)),
        "welfare:collect_hand_over": (post, {"committee"}, (code,)),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    fund, home = f"/fund/{w['community'].code}", w["fund_home"].code
    cash, sent, handover = (w[name].code for name in ("contribution_cash", "contribution", "handover"))
    slip = {"bank": "014", "reference": "x", "taken": "x"}
    rule = {"amount": "1", "per": "day", "valid_from": "1/1/2570", "resolution": "x", "is_sure": "on"}
    joining = {"joined_on": "1/1/2569", "pays": "monthly", "collector": "1"}
    return [
        (
            "seller",
            f"/contributions/{home}/sent/",
            {"amount": "1", "paid_on": "1/1/2569", "key": "k", **slip},
        ),
        ("seller", f"/contributions/{home}/ask/", {}),
        ("committee", f"{fund}/rule/decide/", rule),
        ("committee", f"{fund}/members/new/{w['home_to_join'].code}/", joining),
        ("committee", f"{fund}/members/{home}/change/", {"pays": "weekly", "collector": "1"}),
        ("committee", f"{fund}/members/{home}/leave/", {"left_on": "1/1/2569"}),
        ("committee", f"{fund}/members/{home}/back/", {}),
        ("treasurer", f"{fund}/members/{home}/cash/", {"amount": "1", "paid_on": "1/1/2569", "key": "k"}),
        ("treasurer", f"{fund}/contributions/{cash}/take-back/", {"reason": "x"}),
        ("treasurer", f"{fund}/contributions/{sent}/confirm/", {"amount": "1"}),
        ("treasurer", f"{fund}/contributions/{sent}/not-found/", {"reason": "x"}),
        ("treasurer", f"{fund}/handovers/{handover}/count/", {"amount": "1"}),
        ("treasurer", f"{fund}/handovers/{handover}/refuse/", {"reason": "x"}),
        ("committee", f"{fund}/collect/{home}/", {"key": "k", "usual": "30", "amount": "1"}),
        ("committee", f"{fund}/collect/hand-over/", {"amount": "1"}),
    ]
