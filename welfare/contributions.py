"""Payments of member households: cash at the office, cash to a collector, or a bank transfer that the treasurer finds.

Cash is the fund's money as soon as it is written down: in the cash box, or with the collector who took it. A transfer
is the fund's money once a treasurer has seen it in the account. Each payment that arrived has a numbered receipt.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Household, Role, User
from lib.dates import thai_date
from lib.errors import Refused
from lib.money import baht
from welfare import ledger, receipts, slips
from welfare.contribution_dues import Standing, covered_until, rules_of, standing, standings
from welfare.fund_members import is_own, keepers_of, locked, tell_household
from welfare.models import Account, Contribution, Countersign, FundMember, Handover, Slip

__all__ = ["Standing", "confirm", "not_found", "pay", "send", "standing", "standings", "take_back"]

FURTHEST_AHEAD = timedelta(days=5 * 366)
PAID_INTO = {
    Contribution.Way.CASH: Account.Kind.CASH,
    Contribution.Way.COLLECTOR: Account.Kind.COLLECTOR,
    Contribution.Way.TRANSFER: Account.Kind.BANK,
}


@transaction.atomic
def pay(
    *,
    member: FundMember,
    amount: Decimal,
    way: str,
    paid_on: date,
    key: str,
    actor: User,
    slip: Slip | None = None,
) -> Contribution:
    """Write down a payment of `amount` baht; once for each key.

    Cash arrives at once and has its receipt; a transfer waits for the treasurer, who is told. Cash at the office is
    taken by a treasurer of another household, cash on the way by the household's collector, and a transfer is sent by
    who lives there. Raises Refused ("role"), ("own_household"), ("amount"), ("future"), ("before"), ("left"),
    ("no_rule"), ("too_much"), ("slip"), ("key_reused"), and what the ledger refuses.
    """
    member = locked(member)
    earlier = Contribution.objects.filter(key=key).first()
    if earlier:
        return _the_same(earlier, member, amount, way)
    _check_who(member, way, actor, slip)
    _check_payment(member, amount, paid_on)
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                key=key,
                member=member,
                community=member.community,
                amount=amount,
                way=way,
                paid_on=paid_on,
                status=Contribution.Status.SENT,
                slip=slip,
                recorded_by=actor,
            )
    except IntegrityError as error:
        raise Refused(_reused(), "key_reused") from error
    if way == Contribution.Way.TRANSFER:
        _tell_treasurers(contribution)
    else:
        _arrive(contribution, actor)
    return contribution


@transaction.atomic
def send(
    *, member: FundMember, amount: Decimal, paid_on: date, key: str, user: User, shown: dict[str, Any]
) -> Contribution:
    """The household says that it has sent `amount` baht, and shows the slip (`shown`: see `slips.show`).

    Pressing twice counts once; a refusal leaves the slip unused. Raises as `pay` and `slips.show`.
    """
    member = locked(member)
    earlier = Contribution.objects.filter(key=key).first()
    if earlier:
        return _the_same(earlier, member, amount, Contribution.Way.TRANSFER)
    slip = slips.show(document=f"contribution {member.household.code}", user=user, **shown)
    way = Contribution.Way.TRANSFER
    return pay(member=member, amount=amount, way=way, paid_on=paid_on, key=key, actor=user, slip=slip)


@transaction.atomic
def confirm(*, contribution: Contribution, amount: Decimal | None = None, actor: User) -> Contribution:
    """The treasurer has seen the money (`amount` baht, if another sum came) in the account. Pressing twice counts once.

    Money that was not found at first may still be confirmed. Raises Refused ("role"), ("own_household"), ("amount"), or
    ("answered") when another amount was confirmed before or it was taken back.
    """
    contribution = _locked(contribution)
    _check_treasurer(contribution, actor)
    amount = contribution.amount if amount is None else amount
    if contribution.status == Contribution.Status.ARRIVED and contribution.amount == amount:
        return contribution
    if contribution.status not in (Contribution.Status.SENT, Contribution.Status.NOT_FOUND):
        raise Refused(_("This payment was answered already."), "answered")
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much arrived: more than zero baht."), "amount")
    contribution.reason = ""
    if amount != contribution.amount:
        contribution.reason = _("%(amount)s was said to be sent") % {"amount": baht(contribution.amount)}
        contribution.amount = amount
    contribution.answered_by = actor
    _arrive(contribution, actor)
    text = gettext_lazy("{amount} for the fund from {household} has arrived. Thank you.")
    _tell_household(contribution, text)
    return contribution


@transaction.atomic
def not_found(*, contribution: Contribution, reason: str, actor: User) -> Contribution:
    """The treasurer looked and the money is not there; the household is told why.

    Raises Refused ("role"), ("own_household"), ("reason"), or ("answered") when it arrived or was taken back.
    """
    contribution = _locked(contribution)
    _check_treasurer(contribution, actor)
    if not reason.strip():
        raise Refused(_("Write what you looked for, so that the household knows what to check."), "reason")
    if contribution.status == Contribution.Status.NOT_FOUND:
        return contribution
    if contribution.status != Contribution.Status.SENT:
        raise Refused(_("This payment was answered already."), "answered")
    contribution.status, contribution.reason = Contribution.Status.NOT_FOUND, reason.strip()
    contribution.answered_by = actor
    contribution.save(update_fields=["status", "reason", "answered_by"])
    text = gettext_lazy(
        "The treasurer did not find {amount} from {household} in the fund's account: {reason}"
    )
    _tell_household(contribution, text)
    return contribution


@transaction.atomic
def take_back(*, contribution: Contribution, reason: str, actor: User) -> Countersign:
    """A payment was written down wrongly: the treasurer asks to take it back, and a second person has to agree.

    Then its entry is reversed and its receipt taken back with the number kept (`receipts.cancel`). Raises Refused
    ("role"), ("own_household"), ("reason"), ("not_arrived"), ("waiting") while this is asked already.
    """
    contribution = _locked(contribution)
    _check_treasurer(contribution, actor)
    if contribution.status != Contribution.Status.ARRIVED:
        raise Refused(_("Only what has arrived can be taken back."), "not_arrived")
    # What has arrived has its entry: the database sees to it.
    receipt = contribution.transfer.receipt  # type: ignore[union-attr]
    return receipts.ask_to_cancel(receipt=receipt, reason=reason, actor=actor)


def count_waiting(community: Community) -> int:
    """How many transfers and how much brought cash, in pieces, wait for the treasurer."""
    sent = Contribution.objects.waiting().filter(community=community).count()
    return sent + Handover.objects.filter(community=community, status=Handover.Status.BROUGHT).count()


def collector_account(community: Community, collector: User) -> Account:
    """The account of the cash that this person has collected and not handed over."""
    holder = str(collector.pk)
    return ledger.account(community, Account.Kind.COLLECTOR, holder=holder, name=collector.name)


def _arrive(contribution: Contribution, actor: User) -> None:
    """Post the money, note it as arrived, and give it a receipt."""
    community = contribution.community
    if contribution.way == Contribution.Way.COLLECTOR:
        money = collector_account(community, actor)
    else:
        money = ledger.account(community, PAID_INTO[Contribution.Way(contribution.way)])
    is_closed = contribution.way == Contribution.Way.TRANSFER and ledger.is_closed(
        community, contribution.paid_on
    )
    transfer = ledger.post(
        key=f"contribution:{contribution.code}",
        community=community,
        debit=money,
        credit=ledger.account(community, Account.Kind.CONTRIBUTION),
        amount=contribution.amount,
        document=f"contribution {contribution.code}",
        actor=actor,
        # A transfer of a month that is closed by now is entered today.
        value_date=timezone.localdate() if is_closed else contribution.paid_on,
    )
    contribution.transfer, contribution.status = transfer, Contribution.Status.ARRIVED
    contribution.save(update_fields=["transfer", "status", "amount", "reason", "answered_by"])
    with translation.override("th"):
        purpose = _("Member household's contribution to the community fund")
    receipts.issue(
        transfer=transfer,
        document=transfer.document,
        name=contribution.member.household.name,
        purpose=purpose,
        way=contribution.way,
        actor=actor,
    )


def _check_who(member: FundMember, way: str, actor: User, slip: Slip | None) -> None:
    if way == Contribution.Way.TRANSFER:
        if not is_own(member.household, actor):
            raise Refused(_("Somebody who lives there says that the money was sent."), "role")
        if slip is None:
            raise Refused(_("Show the slip of the transfer."), "slip")
    elif way == Contribution.Way.COLLECTOR:
        if member.collector != actor:
            raise Refused(_("Somebody else collects from this household."), "role")
    elif not Community.objects.treasured_by(actor).filter(pk=member.community_id).exists():
        raise Refused(_("Cash at the office is taken by the treasurer."), "role")
    elif is_own(member.household, actor):
        raise Refused(_own_household(), "own_household")


def _check_payment(member: FundMember, amount: Decimal, paid_on: date) -> None:
    today = timezone.localdate()
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much was paid: more than zero baht."), "amount")
    if paid_on > today:
        raise Refused(_("The day cannot be in the future."), "future")
    if paid_on < member.joined_on:
        raise Refused(_("This is before the household joined."), "before")
    if member.left_on:
        raise Refused(_("This household left the fund."), "left")
    rules = rules_of([member.community_id])
    if not any(rule.amount for rule in rules):
        raise Refused(_("The committee has not decided yet how much members pay."), "no_rule")
    paid = standings([member])[member.pk].paid + amount
    until = covered_until(rules, member.joined_on, paid, today)
    if until and until > today + FURTHEST_AHEAD:
        raise Refused(
            _("%(amount)s would pay until %(day)s. Please check the amount.")
            % {"amount": baht(amount), "day": thai_date(until)},
            "too_much",
        )


def _the_same(earlier: Contribution, member: FundMember, amount: Decimal, way: str) -> Contribution:
    if (earlier.member_id, earlier.way) == (member.pk, way) and earlier.amount == amount:
        return earlier
    raise Refused(_reused(), "key_reused")


def _reused() -> str:
    return _("This was recorded before with another amount. Please open the page again and look.")


def _own_household() -> str:
    return _("This is the payment of your own household. Ask another treasurer of the fund.")


def _locked(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("member__household", "community", "transfer", "recorded_by").get(
        pk=contribution.pk
    )


def _check_treasurer(contribution: Contribution, actor: User) -> None:
    if not Community.objects.treasured_by(actor).filter(pk=contribution.community_id).exists():
        raise Refused(_("Only the treasurer answers this."), "role")
    is_sender = contribution.way == Contribution.Way.TRANSFER and contribution.recorded_by == actor
    if is_sender or is_own(contribution.member.household, actor):
        raise Refused(_own_household(), "own_household")


def _tell_treasurers(contribution: Contribution) -> None:
    household: Household = contribution.member.household
    text = format_lazy(
        gettext_lazy("{household} says that it sent {amount} to the fund. Please look into the account."),
        household=household.name,
        amount=baht(contribution.amount),
    )
    url = reverse("welfare:contributions_waiting", args=[contribution.community.code])
    for treasurer in keepers_of(contribution.community, Role.Kind.TREASURER):
        notices.send(to=treasurer, text=text, url=url)


def _tell_household(contribution: Contribution, text) -> None:
    household = contribution.member.household
    said = format_lazy(
        text, amount=baht(contribution.amount), household=household.name, reason=contribution.reason
    )
    tell_household(household, said)
