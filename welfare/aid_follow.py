"""Where a request stands, in words for whoever has its code: the line of steps, what is next, why not."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from lib.dates import thai_date
from lib.money import baht
from welfare import aid_decisions, rules_in_force
from welfare.models import AidDecision, AidRequest, Payout

Status = AidRequest.Status


@dataclass
class Standing:
    """The steps (as components/progress.html takes them), what happens next, the reason and papers that are missing."""

    steps: list[dict[str, str]] = field(default_factory=list)
    next: str = ""
    reason: str = ""
    papers: str = ""
    may_appeal: bool = False
    appeal_days: int = 0


def standing(request: AidRequest) -> Standing:
    """What may be told without knowing who reads: no names, an amount only when it is decided."""
    paid = request.payouts.filter(status=Payout.Status.PAID).order_by("-id").first()
    found = Standing(steps=_steps(request, paid), next=_next(request, paid))
    rules = request.rules or rules_in_force.current(request.community)
    if request.status == Status.ASKED and rules:
        found.papers = (
            rules.benefits.filter(event=request.event).values_list("papers", flat=True).first() or ""
        )
    if request.status == Status.REFUSED:
        said = request.decisions.filter(verdict=AidDecision.Verdict.REFUSE).order_by("-id").first()
        found.reason = said.reason if said else ""
        found.appeal_days = aid_decisions.appeal_days(request)
        found.may_appeal = not request.is_appealed and timezone.localdate() <= aid_decisions.appeal_until(
            request
        )
    return found


def _steps(request: AidRequest, paid: Payout | None) -> list[dict[str, str]]:
    received = {"label": _("Received"), "state": "done", "note": thai_date(request.asked_at)}
    if request.status == Status.WITHDRAWN:
        return [received, {"label": _("Taken back"), "state": "stopped"}]
    if request.status == Status.REFUSED:
        return [
            received,
            {"label": _("Not agreed"), "state": "stopped", "note": thai_date(request.decided_at)},
        ]
    agreed = {"label": _("Agreed"), "state": "now"}
    money = {"label": _("Paid"), "state": ""}
    if request.status in (Status.APPROVED, Status.PAID):
        agreed |= {"state": "done", "note": thai_date(request.decided_at)}
        money["state"] = "now"
    if request.status == Status.PAID:
        money |= {"state": "done", "note": thai_date(paid.paid_at) if paid else ""}
    return [received, agreed, money]


def _next(request: AidRequest, paid: Payout | None) -> str:
    amount = baht(Decimal(request.approved)) if request.approved is not None else ""
    if request.status == Status.ASKED and paid:
        return _("First help was given at once. The committee still decides about the whole.")
    if request.status == Status.ASKED and request.is_appealed:
        return _("Other people than before look at it once more. You find their answer here.")
    if request.status == Status.ASKED and request.urgency == AidRequest.Urgency.NOW:
        return _("The committee has been told. If nobody calls you within the hour, please call yourself.")
    words = {
        Status.ASKED: _("The committee looks at it and may call you. You find the answer here."),
        Status.APPROVED: _("%(amount)s was agreed. The treasurer pays it out and calls you."),
        Status.PAID: _("%(amount)s was paid. If it has not reached you, please call."),
        Status.REFUSED: _(
            "The fund does not pay for this. You can call and ask, or have it looked at again."
        ),
        Status.WITHDRAWN: _("You can ask again at any time."),
    }
    return words[Status(request.status)] % {"amount": amount}
