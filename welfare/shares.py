"""The community's share of sales: owed by shops when orders complete, income when the money has arrived."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Household, Role, User
from lib.errors import Refused
from lib.money import baht
from welfare import ledger
from welfare.models import Account, SharePayment, Slip, Transfer


@transaction.atomic
def owe(
    *,
    community: Community,
    shop_code: str,
    shop_name: str,
    amount: Decimal,
    order_code: str,
    actor: User | None,
) -> Transfer | None:
    """A completed order: the shop now owes the fund `amount` baht. Once for each order; nothing for zero."""
    if amount == 0:
        return None
    return _post_owed(
        key=_order_key(order_code),
        owed=owed_account(community, shop_code, shop_name),
        amount=amount,
        order_code=order_code,
        actor=actor,
        reason="",
    )


@transaction.atomic
def correct(
    *,
    community: Community,
    shop_code: str,
    shop_name: str,
    order_code: str,
    amount: Decimal,
    actor: User | None,
    reason: str = "",
) -> Transfer | None:
    """After a refund: what stands for this order is taken back and `amount` is owed instead (0: nothing).

    Doing it again changes nothing. A shop that has paid already gets a credit towards its next payment.
    """
    owed = owed_account(community, shop_code, shop_name)
    Account.objects.select_for_update(no_key=True).get(pk=owed.pk)
    standing, free_key = _standing(order_code)
    if standing and standing.amount == amount:
        return standing
    if standing:
        ledger.reverse(transfer=standing, key=f"{standing.key}:reversed", reason=reason, actor=actor)
    if amount == 0:
        return None
    return _post_owed(
        key=free_key, owed=owed, amount=amount, order_code=order_code, actor=actor, reason=reason
    )


def standing(order_code: str) -> Transfer | None:
    """What counts of an order's share now: its entry, or None when nothing is owed for it."""
    return _standing(order_code)[0]


def owed_account(community: Community, shop_code: str, shop_name: str = "") -> Account:
    """The account of what one shop owes the fund."""
    return ledger.account(community, Account.Kind.OWED_BY_SHOP, holder=shop_code, name=shop_name)


def owed_by(community: Community, shop_code: str) -> Decimal:
    """What the shop owes the fund, in baht; below zero is the shop's credit."""
    found = Account.objects.filter(
        community=community, kind=Account.Kind.OWED_BY_SHOP, holder=shop_code
    ).first()
    return ledger.balance(found) if found else ledger.ZERO


@transaction.atomic
def send_payment(
    *,
    community: Community,
    shop_code: str,
    shop_name: str,
    amount: Decimal,
    slip: Slip | None,
    user: User,
) -> SharePayment:
    """The shop says that it has sent `amount` baht to the fund; the treasurers are told.

    Nothing is posted before a treasurer has seen the money. Call it in the transaction in which the slip was
    shown, so that a refusal leaves the slip unused. Raises Refused ("amount"), or ("waiting") while an
    earlier payment of the shop has no answer.
    """
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much you sent: more than zero baht."), "amount")
    try:
        with transaction.atomic():
            payment = SharePayment.objects.create(
                owed=owed_account(community, shop_code, shop_name), amount=amount, slip=slip, sent_by=user
            )
    except IntegrityError as error:
        raise Refused(
            _("Your last payment is still waiting for the treasurer. Please wait for the answer."), "waiting"
        ) from error
    text = format_lazy(
        gettext_lazy("{shop} says that it sent {amount} to the fund. Please look into the account."),
        shop=shop_name,
        amount=baht(amount),
    )
    for role in (
        Role.objects.active().filter(community=community, kind=Role.Kind.TREASURER).select_related("user")
    ):
        notices.send(to=role.user, text=text, url=reverse("welfare:treasurer", args=[community.code]))
    return payment


@transaction.atomic
def confirm(*, payment: SharePayment, amount: Decimal, actor: User) -> SharePayment:
    """The treasurer has seen `amount` baht in the account: now it is the fund's money and income.

    Pressing twice counts once. Money that was not found at first may still be confirmed when it comes.
    Raises Refused ("amount"), ("own_household"), or ("answered") when another amount was confirmed before.
    """
    payment = _locked(payment)
    _refuse_own_household(payment, actor)
    if payment.status == SharePayment.Status.ARRIVED:
        if payment.arrived_amount == amount:
            return payment
        raise Refused(_("This payment was confirmed already, with another amount."), "answered")
    owed = payment.owed
    community = owed.community
    moves = (
        ("money", ledger.account(community, Account.Kind.BANK), owed),
        (
            "income",
            ledger.account(community, Account.Kind.SHARE_EXPECTED),
            ledger.account(community, Account.Kind.MARKET_SHARE),
        ),
    )
    for part, debit, credit in moves:
        ledger.post(
            key=f"share:{payment.code}:{part}",
            community=community,
            debit=debit,
            credit=credit,
            amount=amount,
            document=f"share payment {payment.code}",
            actor=actor,
        )
    payment.arrived_amount = amount
    _answer(payment, SharePayment.Status.ARRIVED, actor)
    _tell_sender(payment, gettext_lazy("Your {amount} for the fund has arrived. Thank you."), amount)
    return payment


@transaction.atomic
def not_found(*, payment: SharePayment, reason: str, actor: User) -> SharePayment:
    """The treasurer has looked and the money is not there; the sender is told why.

    Raises Refused ("reason") without one, ("own_household"), or ("answered") when the money was confirmed.
    """
    payment = _locked(payment)
    _refuse_own_household(payment, actor)
    if not reason.strip():
        raise Refused(_("Write what you looked for, so that the shop knows what to check."), "reason")
    if payment.status == SharePayment.Status.ARRIVED:
        raise Refused(_("This payment was confirmed already."), "answered")
    if payment.status == SharePayment.Status.NOT_FOUND:
        return payment
    payment.reason = reason.strip()
    _answer(payment, SharePayment.Status.NOT_FOUND, actor)
    text = gettext_lazy("The treasurer did not find your {amount} in the fund's account: {reason}")
    _tell_sender(payment, text, payment.amount)
    return payment


def _order_key(order_code: str) -> str:
    return f"order:{order_code}:share"


def _standing(order_code: str) -> tuple[Transfer | None, str]:
    """The transfer that counts for this order now, if any, and the first key that is free."""
    standing, key, number = None, _order_key(order_code), 1
    while found := Transfer.objects.filter(key=key).select_related("community", "debit", "credit").first():
        standing = None if Transfer.objects.filter(reverses=found).exists() else found
        number += 1
        key = f"{_order_key(order_code)}:{number}"
    return standing, key


def _post_owed(*, key: str, owed: Account, amount: Decimal, order_code: str, actor, reason: str) -> Transfer:
    return ledger.post(
        key=key,
        community=owed.community,
        debit=owed,
        credit=ledger.account(owed.community, Account.Kind.SHARE_EXPECTED),
        amount=amount,
        document=f"order {order_code}",
        actor=actor,
        reason=reason,
    )


def _locked(payment: SharePayment) -> SharePayment:
    return (
        SharePayment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owed__community", "sent_by")
        .get(pk=payment.pk)
    )


def _refuse_own_household(payment: SharePayment, actor: User) -> None:
    theirs = Household.objects.of_member(payment.sent_by).values("pk")
    if actor == payment.sent_by or Household.objects.of_member(actor).filter(pk__in=theirs).exists():
        raise Refused(
            _(
                "This payment comes from your own household. Ask another treasurer of the fund to look and to answer."
            ),
            "own_household",
        )


def _answer(payment: SharePayment, status: str, actor: User) -> None:
    payment.status = status
    payment.answered_by = actor
    payment.answered_at = timezone.now()
    payment.save()


def _tell_sender(payment: SharePayment, text, amount: Decimal) -> None:
    notices.send(
        to=payment.sent_by,
        text=format_lazy(text, amount=baht(amount), reason=payment.reason),
        url=reverse("welfare:fund", args=[payment.owed.community.code]),
    )
