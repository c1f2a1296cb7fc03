"""The fund itself: where money for it is sent, and what it held when its books were opened."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Role, User
from lib.errors import Refused
from lib.promptpay import mask_receiver
from welfare import ledger
from welfare.models import Account, Fund, Transfer


@transaction.atomic
def set_receiver(*, community: Community, promptpay_id: str, receiver_name: str, actor: User) -> Fund:
    """Where shops send money for the fund. The committee is told of every change, because it moves money."""
    fund = ledger.locked_fund(community)
    if (fund.promptpay_id, fund.receiver_name) == (promptpay_id, receiver_name):
        return fund
    fund.promptpay_id, fund.receiver_name = promptpay_id, receiver_name
    fund.save(update_fields=["promptpay_id", "receiver_name"])
    text = format_lazy(
        gettext_lazy("{name} changed where money for the fund is sent: {receiver}, {number}. Is that right?"),
        name=actor.name,
        receiver=receiver_name,
        number=mask_receiver(promptpay_id),
    )
    keepers = (Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.TREASURER, Role.Kind.AUDITOR)
    roles = Role.objects.active().filter(community=community, kind__in=keepers).select_related("user")
    for user in {role.user for role in roles} - {actor}:
        notices.send(to=user, text=text, url=reverse("welfare:fund", args=[community.code]))
    return fund


def began_with(community: Community) -> dict[str, Decimal]:
    """What the fund held when its books were opened, by kind of account, in baht; empty while they are not."""
    rows = Transfer.objects.filter(community=community, credit__kind=Account.Kind.OPENING).select_related(
        "debit"
    )
    return {row.debit.kind: row.amount for row in rows}


@transaction.atomic
def open_books(
    *,
    community: Community,
    bank: Decimal,
    cash: Decimal,
    on: date,
    actor: User,
    wallet: Decimal = ledger.ZERO,
) -> None:
    """What the fund held in the bank, the cash box and the e-wallet on the day its books begin. Once for each fund.

    Raises Refused ("opened") when the books were opened with other amounts, ("amount") when there is nothing.
    """
    ledger.locked_fund(community)
    if bank == cash == wallet == 0:
        raise Refused(_("Write what the fund has in the bank, in the cash box or in the e-wallet."), "amount")
    wanted = {Account.Kind.BANK: bank, Account.Kind.CASH: cash, Account.Kind.WALLET: wallet}
    there = began_with(community)
    wanted = {kind: amount for kind, amount in wanted.items() if amount}
    if there and there != wanted:
        raise Refused(_("The books were opened already. What they began with stays."), "opened")
    for kind, amount in wanted.items():
        ledger.post(
            key=f"opening:{community.code}:{kind}",
            community=community,
            debit=ledger.account(community, kind),
            credit=ledger.account(community, Account.Kind.OPENING),
            amount=amount,
            document="opening balance",
            actor=actor,
            value_date=on,
        )
