"""Paying out what was decided: once, by somebody who neither asked nor decided, to whom it is meant for, with proof.

A transfer's proof may come later and is missed until it does (`without_evidence`). Cash leaves the box only with the
receiver's signature, or a photo with a witness who is named. Goods are given out of the store; the books see no money.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, User
from lib.errors import Refused
from lib.money import baht
from welfare import aid_deciders, aid_decisions, ledger, papers, payees
from welfare.models import Account, AidRequest, Paper, Payout

DAYS_FOR_EVIDENCE = 3
SIGNATURE, WITNESS, PROOF = Paper.Kind.SIGNATURE, Paper.Kind.WITNESS, Paper.Kind.TRANSFER
PLACES = {Payout.Way.TRANSFER: Account.Kind.BANK, Payout.Way.CASH: Account.Kind.CASH}
Status, Way = Payout.Status, Payout.Way
# A picture as `papers.take` kept it, with what it shows.
Picture = tuple[str, str]


def document(payout: Payout) -> str:
    """The words under which the books and the pictures know it."""
    return f"payout {payout.code}"


@transaction.atomic
def pay(
    *,
    payout: Payout,
    way: str,
    payee_name: str,
    payee_account: str = "",
    differs_because: str = "",
    witness: str = "",
    pictures: Iterable[Picture] = (),
    actor: User,
) -> Payout:
    """It was paid or handed over: `pictures` are pairs of a paper's kind and its path.

    Pressing twice pays once. Raises Refused ("role"), ("asker"), ("household"), ("conflict"), ("decided"), ("ordered")
    for who has to keep out, ("not_payable") when it was paid otherwise, came back or was stopped, ("payee"),
    ("account"), ("differs") for another payee without a reason, ("evidence") and ("witness") for cash without proof,
    ("short") when the money is not there.
    """
    request, payout = _locked(payout)
    _check_treasurer(request, actor)
    pictures = [(kind, path) for kind, path in pictures if path]
    if payout.status == Status.PAID and (payout.paid_by, payout.way) == (actor, way):
        return payout
    if payout.status != Status.TO_PAY:
        raise Refused(
            _("This does not wait for payment any more: %(status)s.")
            % {"status": payout.get_status_display()},
            "not_payable",
        )
    payout.way, payout.payee_name, payout.payee_account = way, payee_name.strip(), payee_account.strip()
    payout.differs_because, payout.witness = differs_because.strip(), witness.strip()
    _check_payee(request, payout)
    if way == Way.CASH:
        _check_handed_over(payout, {kind for kind, _path in pictures}, actor)
    _add(payout, pictures, actor)
    _tell(request, gettext_lazy("The help that you asked for was paid out: {amount}."), payout)
    if way in PLACES:
        payout.transfer = _post(request, payout, actor)
    payout.status, payout.paid_by, payout.paid_at = Status.PAID, actor, timezone.now()
    payout.save()
    if request.status == AidRequest.Status.APPROVED:
        _set_status(request, AidRequest.Status.PAID)
    return payout


@transaction.atomic
def add_evidence(*, payout: Payout, pictures: Iterable[Picture], actor: User) -> Payout:
    """Pictures that come after the payment. Raises Refused ("role"), ("not_paid"), ("evidence") without a picture."""
    request, payout = _locked(payout)
    _check_role(request, actor)
    if payout.status not in (Status.PAID, Status.RETURNED):
        raise Refused(_("This was not paid yet, so there is nothing to prove."), "not_paid")
    if not (pictures := [(kind, path) for kind, path in pictures if path]):
        raise Refused(_("Choose a picture."), "evidence")
    _add(payout, pictures, actor)
    return payout


@transaction.atomic
def give_back(*, payout: Payout, reason: str, actor: User) -> Payout:
    """All of the money (or the goods) came back: the entry is reversed, and the decision can be paid anew.

    Twice is once. Raises Refused ("role"), ("reason"), ("not_paid"), and for who has to keep out.
    """
    request, payout = _locked(payout)
    _check_treasurer(request, actor)
    if payout.status == Status.RETURNED:
        return payout
    if payout.status != Status.PAID:
        raise Refused(_("This was not paid, so nothing can come back."), "not_paid")
    if not reason.strip():
        raise Refused(_("Write why it came back."), "reason")
    _tell(request, gettext_lazy("The {amount} that were paid out came back to the fund."), payout)
    if payout.transfer:
        key = f"{payout.transfer.key}:returned"
        ledger.reverse(transfer=payout.transfer, key=key, reason=reason.strip()[:200], actor=actor)
    payout.status, payout.reason = Status.RETURNED, reason.strip()
    payout.save(update_fields=["status", "reason"])
    if request.status == AidRequest.Status.PAID:
        _set_status(request, AidRequest.Status.APPROVED)
    return payout


@transaction.atomic
def stop(*, payout: Payout, reason: str, actor: User) -> Payout:
    """It is not paid for now, for example because something in the request turned out wrong. Twice is once.

    Raises Refused ("role"), ("reason"), ("paid") after it was paid, and for who has to keep out.
    """
    request, payout = _locked(payout)
    _check_treasurer(request, actor)
    if payout.status == Status.STOPPED:
        return payout
    if payout.status != Status.TO_PAY:
        raise Refused(_("This was paid already. If the money came back, write that it came back."), "paid")
    if not reason.strip():
        raise Refused(_("Write why it is not paid."), "reason")
    payout.status, payout.reason = Status.STOPPED, reason.strip()
    payout.save(update_fields=["status", "reason"])
    return payout


@transaction.atomic
def begin_again(*, request: AidRequest, actor: User) -> Payout:
    """A new payout for a decision whose payout came back or was stopped. While one stands, that one is given.

    Raises Refused ("role"), ("not_agreed") for what was not agreed to, and for who has to keep out.
    """
    request = aid_decisions.locked(request)
    _check_treasurer(request, actor)
    if standing := aid_decisions.standing_payout(request):
        return standing
    if request.status != AidRequest.Status.APPROVED:
        raise Refused(_("This was not agreed to, so it cannot be paid."), "not_agreed")
    return Payout.objects.create(
        request=request, community=request.community, amount=request.approved or Decimal(0)
    )


def to_pay(community: Community) -> QuerySet[Payout]:
    """What waits for the treasurer: what was let through at once first, then the oldest."""
    waiting = _of(community).filter(status=Status.TO_PAY)
    return waiting.order_by("-is_emergency", "id")


def count_to_pay(community: Community) -> int:
    """How many payouts wait."""
    return Payout.objects.filter(community=community, status=Status.TO_PAY).count()


def without_evidence(community: Community) -> QuerySet[Payout]:
    """Paid, and no picture proves it: the longest first."""
    paid = _of(community).filter(~Exists(_evidence()), status=Status.PAID)
    return paid.order_by("paid_at", "id")


def evidenced_late(community: Community) -> QuerySet[Payout]:
    """Paid, and the first picture came more than three days after; `evidence_at` is when."""
    first = Subquery(_evidence().order_by("id").values("added_at")[:1])
    late = _of(community).filter(paid_at__isnull=False).annotate(evidence_at=first)
    return late.filter(evidence_at__gt=F("paid_at") + dt.timedelta(days=DAYS_FOR_EVIDENCE)).order_by("-id")


def evidence(payout: Payout) -> QuerySet[Paper]:
    """The pictures that prove it."""
    return Paper.objects.of(document(payout)).filter(community=payout.community_id).order_by("id")


def _of(community: Community) -> QuerySet[Payout]:
    rows = Payout.objects.filter(community=community)
    return rows.select_related("request__person", "request__household", "request__campaign", "paid_by")


def _evidence() -> QuerySet[Paper]:
    words = Concat(Value("payout "), OuterRef("code"))
    return Paper.objects.filter(community=OuterRef("community"), document=words)


def _locked(payout: Payout) -> tuple[AidRequest, Payout]:
    """The request first, as everywhere, then the payout."""
    request = aid_decisions.locked(payout.request)
    rows = Payout.objects.select_for_update(of=("self",), no_key=True)
    return request, rows.select_related("community", "transfer", "paid_by").get(pk=payout.pk)


def _check_role(request: AidRequest, actor: User) -> None:
    if not Community.objects.treasured_by(actor).filter(pk=request.community_id).exists():
        raise Refused(_("Only the treasurer of this fund pays out."), "role")


def _check_treasurer(request: AidRequest, actor: User) -> None:
    _check_role(request, actor)
    if obstacle := aid_deciders.why_not_pay(request, actor):
        raise obstacle


def _check_payee(request: AidRequest, payout: Payout) -> None:
    if payout.way not in Way.values:
        raise Refused(_("Choose how it is paid."), "way")
    if not payout.payee_name:
        raise Refused(_("Write who got it."), "payee")
    if payout.way == Way.TRANSFER and not payout.payee_account:
        raise Refused(_("Write the account that it went to."), "account")
    warned = payees.warnings(request, payout.payee_name, payout.payee_account)
    if warned and not payout.differs_because:
        raise Refused(_("%(why)s Write why it is right all the same.") % {"why": " ".join(warned)}, "differs")


def _check_handed_over(payout: Payout, kinds: set[str], actor: User) -> None:
    if not kinds & {SIGNATURE, WITNESS}:
        raise Refused(
            _("Cash needs a photo: of the signed receipt, or of the receiver with a witness."), "evidence"
        )
    if SIGNATURE in kinds:
        return
    if not payout.witness:
        raise Refused(_("Write the name of the witness."), "witness")
    if any(payees.is_same_name(payout.witness, name) for name in (payout.payee_name, actor.name)):
        raise Refused(_("The witness is somebody other than who pays and who receives."), "witness")


def _add(payout: Payout, pictures: Iterable[Picture], actor: User) -> None:
    for kind, path in pictures:
        papers.add(community=payout.community, document=document(payout), kind=kind, path=path, actor=actor)


def _post(request: AidRequest, payout: Payout, actor: User):
    """The entry in the books: a campaign's money as relief, the rest as a benefit of its kind."""
    community, purpose = request.community, request.campaign.code if request.campaign else ""
    if purpose:
        spent = ledger.account(community, Account.Kind.RELIEF, purpose=purpose)
    else:
        spent = ledger.account(community, Account.Kind.BENEFIT, holder=request.event)
    place = ledger.account(community, PLACES[Payout.Way(payout.way)], purpose=purpose)
    try:
        with transaction.atomic():
            return ledger.post(
                key=f"payout:{payout.code}",
                community=community,
                debit=spent,
                credit=place,
                amount=payout.amount,
                document=document(payout),
                actor=actor,
            )
    except Refused as refused:
        if refused.code != "short":
            raise
        raise Refused(_short(payout, place), "short") from refused


def _short(payout: Payout, place: Account) -> str:
    names = {"amount": baht(payout.amount), "held": baht(ledger.balance(place))}
    if payout.way == Way.CASH:
        text = _(
            "There is not enough in the cash box for %(amount)s: it holds %(held)s. Nothing was written."
        )
    else:
        text = _("There is not enough in the bank for %(amount)s: it holds %(held)s. Nothing was written.")
    return text % names


def _set_status(request: AidRequest, status: str) -> None:
    request.status = status
    request.save(update_fields=["status"])


def _tell(request: AidRequest, text, payout: Payout) -> None:
    if request.asked_by:
        said = format_lazy(text, amount=baht(payout.amount))
        notices.send(to=request.asked_by, text=said, url=reverse("welfare:aid_follow", args=[request.code]))
