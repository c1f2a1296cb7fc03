"""Cash on its way from a collector to the treasurer: one says how much it is, the other counts it. Always two people."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Household, Role, User
from lib.errors import Refused
from lib.money import baht
from welfare import ledger
from welfare.contributions import collector_account
from welfare.fund_members import keepers_of
from welfare.models import Account, Handover


@transaction.atomic
def bring(*, community: Community, collector: User, amount: Decimal) -> Handover:
    """The collector brings `amount` baht; the treasurers are told. Nothing is posted before it is counted.

    Pressing twice says it once. Raises Refused ("amount"), ("too_much") when the collector has less than that in hand,
    ("waiting") while something else that was brought is not counted.
    """
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much you hand over: more than zero baht."), "amount")
    ledger.locked_fund(community)
    waiting = Handover.objects.filter(
        community=community, collector=collector, status=Handover.Status.BROUGHT
    ).first()
    if waiting:
        if waiting.amount == amount:
            return waiting
        raise Refused(_waiting(), "waiting")
    held = in_hand(community, collector)
    if amount > held:
        raise Refused(
            _("You wrote down %(amount)s so far. You cannot hand over more than that.")
            % {"amount": baht(held)},
            "too_much",
        )
    try:
        with transaction.atomic():
            handover = Handover.objects.create(community=community, collector=collector, amount=amount)
    except IntegrityError as error:
        raise Refused(_waiting(), "waiting") from error
    text = format_lazy(
        gettext_lazy("{name} brings {amount} in cash for the fund. Please count it."),
        name=collector.name,
        amount=baht(amount),
    )
    url = reverse("welfare:contributions_waiting", args=[community.code])
    for treasurer in keepers_of(community, Role.Kind.TREASURER) - {collector}:
        notices.send(to=treasurer, text=text, url=url)
    return handover


@transaction.atomic
def count(*, handover: Handover, amount: Decimal, actor: User) -> Handover:
    """The treasurer has counted `amount` baht: they lie in the cash box now. Pressing twice counts once.

    When it is another amount than was said, what was counted is taken in and the rest stays with the collector. Raises
    Refused ("role"), ("same_person"), ("own_household"), ("amount"), ("answered"), ("short") when the collector had
    less in hand.
    """
    handover = _locked(handover)
    _check_counter(handover, actor)
    if handover.status == Handover.Status.COUNTED and handover.transfer.amount == amount:  # type: ignore[union-attr]  # counted cash is posted
        return handover
    if handover.status != Handover.Status.BROUGHT:
        raise Refused(_("This was answered already."), "answered")
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much you counted: more than zero baht."), "amount")
    handover.transfer = ledger.post(
        key=f"handover:{handover.code}",
        community=handover.community,
        debit=ledger.account(handover.community, Account.Kind.CASH),
        credit=collector_account(handover.community, handover.collector),
        amount=amount,
        document=f"handover {handover.code}",
        actor=actor,
    )
    handover.status, handover.counted_by = Handover.Status.COUNTED, actor
    handover.save(update_fields=["transfer", "status", "counted_by"])
    text = gettext_lazy("{name} counted {amount} and took it in. Thank you.")
    if amount != handover.amount:
        text = gettext_lazy("{name} counted {amount}; you had said {said}. The rest stays with you.")
    _tell_collector(handover, text, amount)
    return handover


@transaction.atomic
def refuse(*, handover: Handover, reason: str, actor: User) -> Handover:
    """Nothing is taken in, with the reason; the cash stays with the collector.

    Raises Refused ("role"), ("same_person"), ("own_household"), ("reason"), ("answered").
    """
    handover = _locked(handover)
    _check_counter(handover, actor)
    if not reason.strip():
        raise Refused(_("Write why you do not take it in."), "reason")
    if handover.status == Handover.Status.REFUSED:
        return handover
    if handover.status != Handover.Status.BROUGHT:
        raise Refused(_("This was answered already."), "answered")
    handover.status, handover.reason, handover.counted_by = Handover.Status.REFUSED, reason.strip(), actor
    handover.save(update_fields=["status", "reason", "counted_by"])
    text = gettext_lazy("{name} did not take in the {amount} that you brought: {reason}")
    _tell_collector(handover, text, handover.amount)
    return handover


def in_hand(community: Community, collector: User) -> Decimal:
    """What the collector has taken and nobody has counted yet, in baht."""
    found = Account.objects.filter(
        community=community, kind=Account.Kind.COLLECTOR, holder=str(collector.pk), purpose=""
    ).first()
    return ledger.balance(found) if found else ledger.ZERO


def _waiting() -> str:
    return _("What you brought last is still waiting to be counted.")


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "collector", "transfer").get(pk=handover.pk)


def _check_counter(handover: Handover, actor: User) -> None:
    if not Community.objects.treasured_by(actor).filter(pk=handover.community_id).exists():
        raise Refused(_("Only the treasurer counts what collectors bring."), "role")
    if handover.collector == actor:
        raise Refused(_("You brought this yourself. Somebody else has to count it."), "same_person")
    theirs = Household.objects.of_member(handover.collector).values("pk")
    if Household.objects.of_member(actor).filter(pk__in=theirs).exists():
        raise Refused(
            _("The collector lives in your household. Ask another treasurer to count it."), "own_household"
        )


def _tell_collector(handover: Handover, text, amount: Decimal) -> None:
    said = format_lazy(
        text,
        name=handover.counted_by.name if handover.counted_by else "",
        amount=baht(amount),
        said=baht(handover.amount),
        reason=handover.reason,
    )
    notices.send(
        to=handover.collector, text=said, url=reverse("welfare:collect", args=[handover.community.code])
    )
