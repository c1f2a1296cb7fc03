"""The fund's books: double entry, one immutable row for each transfer. Nothing here changes or deletes a row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.errors import Refused
from welfare.models import Account, Transfer

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class TrialLine:
    """What moved into (debit) and out of (credit) one account, in baht, since the books began."""

    account: Account
    debit: Decimal
    credit: Decimal


def account(community: Community, kind: str, holder: str = "", name: str = "") -> Account:
    """The account of this kind and holder, opened when it is not there yet. A new `name` is kept."""
    found, is_new = Account.objects.get_or_create(
        community=community, kind=kind, holder=holder, defaults={"name": name}
    )
    if name and not is_new and found.name != name:
        found.name = name
        found.save(update_fields=["name"])
    return found


def post(
    *,
    key: str,
    community: Community,
    debit: Account,
    credit: Account,
    amount: Decimal,
    document: str,
    actor: User | None = None,
    reason: str = "",
    value_date: date | None = None,
    reverses: Transfer | None = None,
) -> Transfer:
    """Write one transfer of `amount` baht into `debit`, out of `credit`; once for each `key`.

    The same key with the same content gives back the first row; with other content it is Refused
    ("key_reused"). Raises TypeError for what is no Decimal, Refused ("amount") for what is not above zero or
    has fractions of a satang, ValueError for accounts of another community or one account twice.
    """
    _check_amount(amount)
    if debit.pk == credit.pk or {debit.community_id, credit.community_id} != {community.pk}:
        raise ValueError("a transfer joins two accounts of one community")
    content = {"debit_id": debit.pk, "credit_id": credit.pk, "amount": amount, "document": document}
    try:
        with transaction.atomic():
            return Transfer.objects.create(
                key=key,
                community=community,
                **content,
                reason=reason,
                actor=actor,
                value_date=value_date or timezone.localdate(),
                reverses=reverses,
            )
    except IntegrityError:
        first = Transfer.objects.filter(key=key).first()
        if first is None:
            raise
    is_same = all(getattr(first, name) == value for name, value in content.items())
    if is_same and first.reverses_id == (reverses.pk if reverses else None):
        return first
    raise Refused(
        _("This was recorded before with another amount. Please open the page again and look."), "key_reused"
    )


def reverse(*, transfer: Transfer, key: str, reason: str, actor: User | None) -> Transfer:
    """Take a transfer back by its opposite, once. A second time with the same key gives back the first row.

    Raises Refused ("reversed") when it was taken back under another key, ("is_reversal") for a reversal.
    """
    if transfer.reverses_id:
        raise Refused(_("This entry takes another one back. Record the right amount anew."), "is_reversal")
    earlier = Transfer.objects.filter(reverses=transfer).first()
    if earlier and earlier.key != key:
        raise Refused(_("This entry was taken back already."), "reversed")
    return post(
        key=key,
        community=transfer.community,
        debit=transfer.credit,
        credit=transfer.debit,
        amount=transfer.amount,
        document=transfer.document,
        actor=actor,
        reason=reason,
        reverses=transfer,
    )


def balance(account: Account) -> Decimal:
    """What the account holds, in baht; above zero on its normal side."""
    return balances([account])[account.pk]


def balances(accounts: list[Account]) -> dict[int, Decimal]:
    """What each of these accounts holds, by its id, in one question to the database for each side."""
    debits, credits_ = _moved("debit", accounts), _moved("credit", accounts)
    held = {}
    for row in accounts:
        amount = debits.get(row.pk, ZERO) - credits_.get(row.pk, ZERO)
        held[row.pk] = amount if row.kind in Account.DEBIT_NORMAL else -amount
    return held


def trial_balance(community: Community) -> list[TrialLine]:
    """Every account of the fund with its debits and credits; both columns have the same sum."""
    accounts = list(Account.objects.filter(community=community).order_by("id"))
    debits, credits_ = _moved("debit", accounts), _moved("credit", accounts)
    return [TrialLine(row, debits.get(row.pk, ZERO), credits_.get(row.pk, ZERO)) for row in accounts]


def _moved(side: str, accounts: list[Account]) -> dict[int, Decimal]:
    rows = Transfer.objects.filter(**{f"{side}__in": accounts}).order_by().values_list(side)
    return dict(rows.annotate(moved=Sum("amount")))


def _check_amount(amount: Decimal) -> None:
    if not isinstance(amount, Decimal):
        raise TypeError("money is counted in Decimal baht")
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("The amount must be above zero, with at most two figures after the dot."), "amount")
