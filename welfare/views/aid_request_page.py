"""What stands on the page of one request for those who decide, in the order in which one decides."""

from typing import Any

from households.models import Community, User
from lib.words import Words
from welfare import aid_deciders, aid_decisions, aid_histories, aid_requests, ledger, proposals
from welfare.forms.aid_decisions import ApproveForm, ConflictForm, EmergencyForm, MoneyForm, RefuseForm
from welfare.models import Account, AidRequest, Paper

RELATED = ("community", "household", "person", "rules", "campaign", "asked_by")
HISTORY_SHOWN = 20


def context(aid: AidRequest, user: User, forms: dict[str, Any]) -> dict[str, Any]:
    """Everything; `forms` are those with a mistake in them."""
    received = aid_histories.history(aid.household) if aid.household else []
    return {
        "aid": aid,
        "community": aid.community,
        "sentences": proposals.sentences(aid),
        "hints": aid_histories.hints(aid),
        "received": received[:HISTORY_SHOWN],
        "received_more": len(received) - HISTORY_SHOWN,
        "received_total": sum((row.amount or ledger.ZERO for row in received), ledger.ZERO),
        "papers": Paper.objects.of(f"aid {aid.code}").filter(community=aid.community),
        "decisions": aid.decisions.select_related("decider").order_by("id"),
        "conflicts": aid.conflicts.select_related("user").order_by("id"),
        "emergency": getattr(aid, "emergency", None),
        "appeal": getattr(aid, "appeal", None),
        "payouts": aid.payouts.order_by("id"),
        "held": _held(aid),
        **_state(aid),
        **_acts(aid, user, forms),
    }


def _held(aid: AidRequest):
    """What lies in bank, cash box and wallet for this."""
    money = ledger.money(aid.community, purpose=aid.campaign.code if aid.campaign else "")
    return sum((amount for kind, amount in money.items() if kind != Account.Kind.COLLECTOR), ledger.ZERO)


def _state(aid: AidRequest) -> dict[str, Any]:
    """How many have agreed of how many, and who is left."""
    if aid.status != AidRequest.Status.ASKED:
        return {"is_open": False}
    able, needed = aid_deciders.able(aid), aid_decisions.needed(aid)
    agreed = aid_decisions.approvals(aid).count()
    return {
        "is_open": True,
        "needed": needed,
        "agreed": agreed,
        "able": able,
        "too_few": len(able) < needed - agreed,
        "is_above": (aid_decisions.fixed_amount(aid) or ledger.ZERO) > (aid.proposed or ledger.ZERO),
    }


def _acts(aid: AidRequest, user: User, forms: dict[str, Any]) -> dict[str, Any]:
    """The forms that this person may fill in, and why not the others."""
    governs = Community.objects.governed_by(user).filter(pk=aid.community_id).exists()
    if aid.status != AidRequest.Status.ASKED or not governs:
        return {}
    obstacle = aid_deciders.why_not_decide(aid, user)
    fixed = aid_decisions.fixed_amount(aid)
    acts: dict[str, Any] = {"obstacle": _said(obstacle), "fixed": fixed, "begun": forms}
    if not obstacle:
        acts["approve"] = forms.get("approve") or ApproveForm(
            auto_id="approve-%s", fixed=fixed, initial={"amount": aid.proposed or None}
        )
        acts["refuse"] = forms.get("refuse") or RefuseForm(auto_id="refuse-%s")
        acts["conflict_form"] = forms.get("conflict") or ConflictForm(auto_id="conflict-%s")
        acts |= _at_once(aid, user, fixed, forms)
    acts["money_form"] = _out_of(aid, fixed, forms)
    return acts


def _at_once(aid: AidRequest, user: User, fixed, forms: dict[str, Any]) -> dict[str, Any]:
    """The form to let it be paid before the decision, where the rules allow one."""
    limit = aid.rules.emergency_up_to if aid.rules else ledger.ZERO
    is_ordered = getattr(aid, "emergency", None) is not None
    if is_ordered or not limit or not aid.household_id or (fixed or ledger.ZERO) > limit:
        return {}
    amount = fixed or min(aid.proposed or limit, limit)
    form = forms.get("emergency") or EmergencyForm(auto_id="emergency-%s", initial={"amount": amount})
    return {"emergency_form": form, "emergency_limit": limit}


def _out_of(aid: AidRequest, fixed, forms: dict[str, Any]) -> MoneyForm | None:
    """The form to choose a campaign's money, while nobody has decided and where there is a campaign."""
    campaigns = aid_requests.paying_campaigns(aid.community)
    if fixed or aid.decisions.exists() or not campaigns:
        return None
    chosen = aid.campaign.code if aid.campaign else ""
    return forms.get("money") or MoneyForm(
        auto_id="money-%s", campaigns=campaigns, initial={"campaign": chosen}
    )


def _said(obstacle) -> Words:
    return obstacle.message if obstacle else ""
