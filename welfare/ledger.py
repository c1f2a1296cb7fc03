"""The fund's books: double entry, one immutable row for each transfer. Nothing here changes or deletes a row.

Each fund's row is locked while something is posted to its books: transfers get their number and seal one after the
other, and what an account holds is looked at after the lock. Lock your own rows first and post last.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import ExpressionWrapper, F, Q, Sum, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.dates import thai_month
from lib.errors import Refused
from lib.fields import MoneyField
from lib.money import baht
from welfare import chain
from welfare.models import Account, AccountMonth, Balance, Fund, Period, Transfer

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class TrialLine:
    """What moved into (debit) and out of (credit) one account, in baht, since the books began."""

    account: Account
    debit: Decimal
    credit: Decimal


def account(
    community: Community, kind: str, holder: str = "", name: str = "", *, purpose: str = ""
) -> Account:
    """The account of this kind, holder and purpose (a campaign's code), opened when it is not there yet.

    A new `name` is kept.
    """
    found, is_new = Account.objects.get_or_create(
        community=community, kind=kind, holder=holder, purpose=purpose, defaults={"name": name}
    )
    if name and not is_new and found.name != name:
        found.name = name
        found.save(update_fields=["name"])
    return found


@transaction.atomic
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
    has fractions of a satang, ("closed") for a month that is closed, ("future") for a day to come, ("short") when an
    account of money would fall below zero, ValueError for accounts of another community, one account twice, or
    two purposes (see `release`).
    """
    if debit.purpose != credit.purpose:
        raise ValueError("bound money pays for nothing else")
    return _post(
        key=key,
        community=community,
        debit=debit,
        credit=credit,
        amount=amount,
        document=document,
        actor=actor,
        reason=reason,
        value_date=value_date,
        reverses=reverses,
    )


@transaction.atomic
def release(
    *,
    key: str,
    community: Community,
    kind: str,
    from_purpose: str,
    to_purpose: str,
    amount: Decimal,
    document: str,
    actor: User,
    reason: str,
) -> Transfer:
    """Money of a campaign becomes money of the general fund ("") or of another campaign: it stays where it lies.

    For what is left over of a campaign alone, after two people agreed. Raises as `post`, ValueError for an account that
    is no money.
    """
    if kind not in (Account.Kind.BANK, Account.Kind.CASH, Account.Kind.WALLET) or from_purpose == to_purpose:
        raise ValueError("only money is unbound")
    return _post(
        key=key,
        community=community,
        debit=account(community, kind, purpose=to_purpose),
        credit=account(community, kind, purpose=from_purpose),
        amount=amount,
        document=document,
        actor=actor,
        reason=reason,
        is_release=True,
    )


@transaction.atomic
def reverse(*, transfer: Transfer, key: str, reason: str, actor: User | None) -> Transfer:
    """Take a transfer back by its opposite, once, dated today. A second time with the same key gives back the first row.

    Raises Refused ("reversed") when it was taken back under another key, ("is_reversal") for a reversal, ("short") when
    the money is no longer there.
    """
    if transfer.reverses_id:
        raise Refused(_("This entry takes another one back. Record the right amount anew."), "is_reversal")
    earlier = Transfer.objects.filter(reverses=transfer).first()
    if earlier and earlier.key != key:
        raise Refused(_("This entry was taken back already."), "reversed")
    return _post(
        key=key,
        community=transfer.community,
        debit=transfer.credit,
        credit=transfer.debit,
        amount=transfer.amount,
        document=transfer.document,
        actor=actor,
        reason=reason,
        reverses=transfer,
        is_release=transfer.is_release,
    )


def is_closed(community: Community, on: date) -> bool:
    """Whether this day takes no more entries: its month is closed, or a later one."""
    return Period.objects.filter(community=community, is_closed=True, last_day__gte=on).exists()


def balance(account: Account) -> Decimal:
    """What the account holds, in baht; above zero on its normal side."""
    return balances([account])[account.pk]


def balances(accounts: list[Account]) -> dict[int, Decimal]:
    """What each of these accounts holds, by its id, in one question to the database."""
    kept = {row.account_id: row.debits - row.credits for row in Balance.objects.filter(account__in=accounts)}
    held = {}
    for row in accounts:
        amount = kept.get(row.pk, ZERO)
        held[row.pk] = amount if row.kind in Account.DEBIT_NORMAL else -amount
    return held


def money(community: Community, *, purpose: str = "") -> dict[str, Decimal]:
    """What lies where (bank, cash, wallet, collector) for one purpose, in baht. Kinds without a row are zero."""
    rows = Account.objects.money().filter(community=community, purpose=purpose).select_related("balance")
    held: dict[str, Decimal] = dict.fromkeys(Account.MONEY, ZERO)
    for row in rows:
        kept = getattr(row, "balance", None)
        held[row.kind] += kept.debits - kept.credits if kept else ZERO
    return held


def trial_balance(community: Community) -> list[TrialLine]:
    """Every account of the fund with its debits and credits, out of its transfers; both columns have the same sum."""
    accounts = list(Account.objects.filter(community=community).order_by("id"))
    debits, credits_ = _moved("debit", accounts), _moved("credit", accounts)
    return [TrialLine(row, debits.get(row.pk, ZERO), credits_.get(row.pk, ZERO)) for row in accounts]


def locked_fund(community: Community) -> Fund:
    """The fund's row, locked until the transaction ends; made when the community had none."""
    Fund.objects.get_or_create(community=community)
    return Fund.objects.select_for_update(no_key=True).get(community=community)


def _post(*, key, community, debit, credit, amount, document, value_date=None, reason="", **rest) -> Transfer:
    _check(community, debit, credit, amount)
    fund = locked_fund(community)
    value_date = value_date or timezone.localdate()
    transfer = Transfer(
        community=community,
        number=fund.last_number + 1,
        key=key,
        debit=debit,
        credit=credit,
        amount=amount,
        value_date=value_date,
        document=document,
        reason=reason,
        **rest,
    )
    first = Transfer.objects.filter(key=key).first()
    if first:
        return _the_same(first, transfer)
    _check_day(community, value_date)
    if reason:
        transfer.reason_salt = chain.new_salt()
        transfer.reason_digest = chain.reason_digest(transfer.reason_salt, reason)
    transfer.seal = chain.seal(transfer, fund.last_hash)
    _count(debit, value_date, debits=amount)
    _count(credit, value_date, credits=amount)
    transfer.save(force_insert=True)
    Fund.objects.filter(pk=fund.pk).update(last_number=transfer.number, last_hash=transfer.seal)
    return transfer


def _the_same(first: Transfer, again: Transfer) -> Transfer:
    content = ("community_id", "debit_id", "credit_id", "amount", "document", "reverses_id", "is_release")
    if all(getattr(first, name) == getattr(again, name) for name in content):
        return first
    raise Refused(
        _("This was recorded before with another amount. Please open the page again and look."), "key_reused"
    )


def _count(account: Account, on: date, *, debits: Decimal = ZERO, credits: Decimal = ZERO) -> None:
    """Add to the checkpoints of an account. Raises Refused ("short") where money would fall below zero."""
    added = {"debits": _plus("debits", debits), "credits": _plus("credits", credits)}
    enough = Q(is_money=False) | Q(debits__gte=_plus("credits", credits - debits))
    if not Balance.objects.filter(enough, account=account).update(**added):
        is_money = account.kind in Account.MONEY
        if Balance.objects.filter(account=account).exists() or (is_money and credits > debits):
            raise Refused(
                _("There is not enough money for this: %(account)s holds %(amount)s.")
                % {"account": account, "amount": baht(balance(account))},
                "short",
            )
        Balance.objects.create(account=account, is_money=is_money, debits=debits, credits=credits)
    month = on.replace(day=1)
    if not AccountMonth.objects.filter(account=account, month=month).update(**added):
        AccountMonth.objects.create(account=account, month=month, debits=debits, credits=credits)


def _plus(name: str, amount: Decimal) -> ExpressionWrapper:
    """A column of money and an amount, both in the database's satang."""
    return ExpressionWrapper(F(name) + Value(amount, MoneyField()), MoneyField())


def _moved(side: str, accounts: list[Account]) -> dict[int, Decimal]:
    rows = Transfer.objects.filter(**{f"{side}__in": accounts}).order_by().values_list(side)
    return dict(rows.annotate(moved=Sum("amount")))


def _check(community: Community, debit: Account, credit: Account, amount: Decimal) -> None:
    if not isinstance(amount, Decimal):
        raise TypeError("money is counted in Decimal baht")
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("The amount must be above zero, with at most two figures after the dot."), "amount")
    if debit.pk == credit.pk or {debit.community_id, credit.community_id} != {community.pk}:
        raise ValueError("a transfer joins two accounts of one community")


def _check_day(community: Community, on: date) -> None:
    if on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "future")
    if is_closed(community, on):
        raise Refused(
            _("The books of %(month)s are closed. Use a day of a month that is open.")
            % {"month": thai_month(on)},
            "closed",
        )
