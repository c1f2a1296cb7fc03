"""Deciding on requests for help: by as many people as the amount asks for, none of them close to it.

How many: the bands of the rules that apply to the request; one more for an amount above what the rules give, three at
most. Without adopted rules three decide. All agree to the same amount: the first names it, whoever thinks otherwise does
not agree. One "not agreed" ends the hearing; an appeal opens a second one before other people.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Role, User
from lib.dates import thai_date
from lib.errors import Refused
from lib.money import baht
from welfare import aid_deciders, aid_requests
from welfare.models import (
    AidDecision,
    AidRequest,
    Appeal,
    ConflictOfInterest,
    EmergencyOrder,
    Payout,
)

MOST_DECIDERS = 3
APPEAL_DAYS = 30
APPROVE, REFUSE = AidDecision.Verdict.APPROVE, AidDecision.Verdict.REFUSE
Status = AidRequest.Status


def locked(request: AidRequest) -> AidRequest:
    """The request as it is now, locked until the transaction ends. Lock it before its payout."""
    rows = AidRequest.objects.select_for_update(of=("self",), no_key=True)
    related = rows.select_related("community", "household", "person", "rules", "campaign", "asked_by")
    return related.get(pk=request.pk)


def hearing(request: AidRequest) -> int:
    """1: the first time; 2: after an appeal."""
    return 2 if request.is_appealed else 1


def approvals(request: AidRequest) -> QuerySet[AidDecision]:
    """Who has agreed in this hearing, the first one first."""
    return request.decisions.filter(hearing=hearing(request), verdict=APPROVE).order_by("step")


def standing_payout(request: AidRequest) -> Payout | None:
    """What is to be paid for the request, or has been."""
    return request.payouts.filter(status__in=[Payout.Status.TO_PAY, Payout.Status.PAID]).first()


def fixed_amount(request: AidRequest) -> Decimal | None:
    """The amount that whoever agrees now has to agree to: named by the first, or ordered at once. None: still open."""
    first = approvals(request).first()
    if first:
        return first.amount
    payout = standing_payout(request)
    return payout.amount if payout else None


def needed(request: AidRequest, amount: Decimal | None = None) -> int:
    """How many people have to agree to `amount` (else: to what is asked for as it stands)."""
    if amount is None:
        amount = fixed_amount(request) or request.proposed or Decimal(0)
    rules = request.rules
    if rules is None:
        return MOST_DECIDERS
    people = 1 if amount <= rules.one_up_to else 2 if amount <= rules.two_up_to else 3
    if amount > (request.proposed or 0):
        people += 1
    return min(people, MOST_DECIDERS)


@transaction.atomic
def decide(
    *, request: AidRequest, verdict: str, amount: Decimal | None, reason: str, actor: User
) -> AidDecision:
    """One person's yes (to `amount` baht) or no. The last yes makes the payout; one no ends the hearing.

    Pressing twice decides once. Raises Refused ("role"), ("closed") when it waits for no decision, ("asker"),
    ("household"), ("conflict"), ("decided"), ("ordered"), ("paid") for who has to keep out, ("no_household") before it is
    known whom it is for, ("reason"), ("amount"), ("amount_differs").
    """
    request = locked(request)
    amount = amount or Decimal(0) if verdict == APPROVE else Decimal(0)
    earlier = request.decisions.filter(decider=actor, hearing=hearing(request)).first()
    if earlier and (earlier.verdict, earlier.amount) == (verdict, amount):
        return earlier
    aid_deciders.check_governs(request, actor)
    if obstacle := aid_deciders.why_not_decide(request, actor):
        raise obstacle
    _check_open(request)
    if not reason.strip():
        raise Refused(_("Write why. Whoever asked reads it, and the auditor too."), "reason")
    request = _worked_out(request)
    if verdict == APPROVE:
        _check_amount(request, amount)
    decision = AidDecision.objects.create(
        request=request,
        hearing=hearing(request),
        step=approvals(request).count() + 1,
        decider=actor,
        verdict=verdict,
        amount=amount,
        reason=reason.strip(),
    )
    if verdict == REFUSE:
        _end_refused(request, decision)
    elif decision.step >= needed(request):
        _end_approved(request, amount)
    else:
        _ask_the_next(request)
    return decision


@transaction.atomic
def declare_conflict(*, request: AidRequest, words: str, actor: User) -> ConflictOfInterest:
    """Somebody of the committee or the treasurer is too close to decide or to pay. It stays so.

    Raises Refused ("role"), ("decided") after a decision of theirs, ("ordered"), ("paid"), ("words") without saying how.
    """
    request = locked(request)
    kinds = (*aid_deciders.DECIDERS, Role.Kind.TREASURER)
    if not Community.objects.with_role(actor, *kinds).filter(pk=request.community_id).exists():
        raise Refused(_("Only the committee and the treasurer can say this."), "role")
    earlier = request.conflicts.filter(user=actor).first()
    if earlier:
        return earlier
    obstacle = aid_deciders.why_not_decide(request, actor)
    if obstacle and obstacle.code in ("decided", "ordered", "paid"):
        raise Refused(_("You have acted on this request already. Tell the auditor instead."), obstacle.code)
    if not words.strip():
        raise Refused(_("Write how you are close to it, for example “my cousin”."), "words")
    return ConflictOfInterest.objects.create(request=request, user=actor, words=words.strip())


@transaction.atomic
def order_emergency(*, request: AidRequest, amount: Decimal, reason: str, actor: User) -> EmergencyOrder:
    """One committee member lets the fund pay at once, up to the limit of the rules; others decide afterwards.

    Raises Refused ("role"), ("closed"), ("once"), ("no_household"), ("no_emergency"), ("limit"), ("reason"),
    ("amount"), ("amount_differs") when somebody has agreed to another amount, and for who has to keep out.
    """
    request = locked(request)
    earlier = getattr(request, "emergency", None)
    if earlier and (earlier.ordered_by_id, earlier.amount) == (actor.pk, amount):
        return earlier
    aid_deciders.check_governs(request, actor)
    if earlier:
        raise Refused(_("This was let through at once already. Now it takes a decision."), "once")
    if obstacle := aid_deciders.why_not_order(request, actor):
        raise obstacle
    _check_open(request)
    request = _worked_out(request)
    _check_limit(request, amount)
    if not reason.strip():
        raise Refused(_("Write why this cannot wait."), "reason")
    _check_amount(request, amount)
    order = EmergencyOrder.objects.create(
        request=request,
        amount=amount,
        reason=reason.strip(),
        ordered_by=actor,
        # `_check_limit` refuses a request without rules.
        ratify_by=timezone.localdate() + dt.timedelta(days=request.rules.ratify_days),  # type: ignore[union-attr]
    )
    payout = Payout.objects.create(
        request=request, community=request.community, amount=amount, is_emergency=True
    )
    _tell_treasurers(request, payout, gettext_lazy("To be paid at once, before the decision: {amount}."))
    _ask_the_next(request)
    return order


@transaction.atomic
def appeal(*, request: AidRequest, words: str, user: User | None = None) -> Appeal:
    """Whoever has the code asks that a refusal be looked at again: by other people, once.

    Raises Refused ("once"), ("not_refused"), ("late") after the days that the rules give, ("words").
    """
    request = locked(request)
    if request.is_appealed:
        raise Refused(_("This request was looked at a second time already."), "once")
    if request.status != Status.REFUSED:
        raise Refused(_("This request was not refused, so nothing has to be looked at again."), "not_refused")
    if timezone.localdate() > appeal_until(request):
        raise Refused(
            _("The time to ask again ended on %(day)s. You can send a new request.")
            % {"day": thai_date(appeal_until(request))},
            "late",
        )
    if not words.strip():
        raise Refused(_("Write why it should be looked at again."), "words")
    made = Appeal.objects.create(request=request, words=words.strip(), made_by=user)
    request.status, request.is_appealed, request.decided_at = Status.ASKED, True, None
    request.save(update_fields=["status", "is_appealed", "decided_at"])
    _ask_the_next(request)
    return made


def appeal_until(request: AidRequest) -> dt.date:
    """The last day on which a refusal can be appealed."""
    return timezone.localdate(request.decided_at) + dt.timedelta(days=appeal_days(request))


def appeal_days(request: AidRequest) -> int:
    """How many days after a refusal it can be appealed: as the request's rules say, else the usual 30."""
    return request.rules.appeal_days if request.rules else APPEAL_DAYS


def not_ratified(community: Community) -> QuerySet[EmergencyOrder]:
    """Payments before the decision that were not agreed to afterwards: refused, or not decided in time.

    Money that came back, and what was never paid, is no matter of these any more.
    """
    payouts = Payout.objects.filter(request=OuterRef("request"), is_emergency=True)
    late = Q(request__status=Status.ASKED, ratify_by__lt=timezone.localdate())
    refused = Q(request__status__in=[Status.REFUSED, Status.WITHDRAWN])
    orders = EmergencyOrder.objects.filter(
        late & Exists(payouts.filter(status__in=[Payout.Status.TO_PAY, Payout.Status.PAID]))
        | refused & Exists(payouts.filter(status=Payout.Status.PAID)),
        request__community=community,
    )
    return orders.select_related("request", "ordered_by").order_by("ratify_by", "id")


def _worked_out(request: AidRequest) -> AidRequest:
    """With the amount by the rules of today, while nobody has decided: the bands look at that one."""
    aid_requests.work_out_again(request=request)
    return locked(request)


def _check_open(request: AidRequest) -> None:
    if request.status != Status.ASKED:
        raise Refused(_("This request is not waiting for a decision any more."), "closed")


def _check_limit(request: AidRequest, amount: Decimal) -> None:
    limit = request.rules.emergency_up_to if request.rules else Decimal(0)
    if limit == 0:
        raise Refused(_("The rules of this fund let nothing be paid before the decision."), "no_emergency")
    if amount > limit:
        raise Refused(
            _("At once the rules let at most %(amount)s be paid.") % {"amount": baht(limit)}, "limit"
        )


def _check_amount(request: AidRequest, amount: Decimal) -> None:
    if not request.household_id:
        raise Refused(_("Say first which household it is for."), "no_household")
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write an amount above zero, with at most two figures after the dot."), "amount")
    fixed = fixed_amount(request)
    if fixed is not None and amount != fixed:
        raise Refused(
            _("It is about %(amount)s: everybody agrees to the same amount, or does not agree.")
            % {"amount": baht(fixed)},
            "amount_differs",
        )


def _end_approved(request: AidRequest, amount: Decimal) -> None:
    """Everybody needed has agreed: what was not let through at once is to be paid now."""
    payout = standing_payout(request)
    is_paid = payout is not None and payout.status == Payout.Status.PAID
    request.status = Status.PAID if is_paid else Status.APPROVED
    request.approved, request.decided_at = amount, timezone.now()
    request.save(update_fields=["status", "approved", "decided_at"])
    if payout is None:
        payout = Payout.objects.create(request=request, community=request.community, amount=amount)
        _tell_treasurers(request, payout, gettext_lazy("Agreed and to be paid: {amount}."))
    _tell_asker(request, gettext_lazy("The help that you asked for was agreed to: {amount}."), amount)


def _end_refused(request: AidRequest, decision: AidDecision) -> None:
    """What was let through at once and not paid yet is stopped; what was paid stays, and the auditor sees it."""
    request.status, request.decided_at = Status.REFUSED, decision.decided_at
    request.save(update_fields=["status", "decided_at"])
    request.payouts.filter(status=Payout.Status.TO_PAY).update(
        status=Payout.Status.STOPPED, reason=decision.reason[:200]
    )
    text = gettext_lazy("The help that you asked for was not agreed to. Read why, and what you can do.")
    _tell_asker(request, text, Decimal(0))


def _ask_the_next(request: AidRequest) -> None:
    text = gettext_lazy("A request for help waits for your decision.")
    for user in aid_deciders.able(request):
        notices.send(to=user, text=text, url=reverse("welfare:aid_request", args=[request.code]))


def _tell_asker(request: AidRequest, text, amount: Decimal) -> None:
    if request.asked_by:
        said = format_lazy(text, amount=baht(amount))
        notices.send(to=request.asked_by, text=said, url=reverse("welfare:aid_follow", args=[request.code]))


def _tell_treasurers(request: AidRequest, payout: Payout, text) -> None:
    roles = Role.objects.active().filter(community=request.community, kind=Role.Kind.TREASURER)
    said = format_lazy(text, amount=baht(payout.amount))
    for role in roles.select_related("user"):
        notices.send(to=role.user, text=said, url=reverse("welfare:payout", args=[payout.code]))
