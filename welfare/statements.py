"""What the books say, for people to read: the fund's balance, money by month, and each move in words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community
from welfare.ledger import ZERO
from welfare.models import Account, Transfer

Kind = Account.Kind
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Overview:
    """A fund today, in baht. `owed` is not part of any other number: it has not arrived."""

    bank: Decimal
    cash: Decimal
    owed: Decimal
    income: Decimal
    opening: Decimal
    months: list[tuple[date, Decimal]]

    @property
    def balance(self) -> Decimal:
        """The money that is really there."""
        return self.bank + self.cash


@dataclass(frozen=True)
class Move:
    """Money that came into the fund (above zero) or left it (below), in words without a person's name."""

    on: date
    words: str
    amount: Decimal


def overview(community: Community) -> Overview:
    """Balance, what shops owe, and income by month, out of one question to the database."""
    rows = (
        Transfer.objects.filter(community=community)
        .order_by()
        .annotate(month=TruncMonth("value_date"))
        .values_list("debit__kind", "credit__kind", "month")
        .annotate(moved=Sum("amount"))
    )
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    income: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for debit, credit, month, amount in rows:
        held[debit] += amount
        held[credit] -= amount
        if Kind.MARKET_SHARE in (debit, credit):
            income[month] += amount if credit == Kind.MARKET_SHARE else -amount
    return Overview(
        bank=held[Kind.BANK],
        cash=held[Kind.CASH],
        owed=held[Kind.OWED_BY_SHOP],
        income=-held[Kind.MARKET_SHARE],
        opening=-held[Kind.OPENING],
        months=[(month, income[month]) for month in _last_months(income)],
    )


def money_moves(community: Community) -> QuerySet[Transfer]:
    """Transfers that changed the bank or the cash box."""
    money = Account.objects.money().filter(community=community).values("pk")
    return Transfer.objects.touching(money).filter(community=community).select_related("debit", "credit")


def in_words(transfer: Transfer) -> Move:
    """One transfer as everybody may read it."""
    comes_in = transfer.debit.kind in Account.MONEY
    return Move(transfer.value_date, _words(transfer), transfer.amount if comes_in else -transfer.amount)


def running(community: Community) -> Iterator[tuple[Move, Decimal]]:
    """Every move of money from the first to the last, with the fund's balance after it."""
    balance = ZERO
    for transfer in money_moves(community).order_by("id").iterator(chunk_size=2000):
        move = in_words(transfer)
        balance += move.amount
        yield move, balance


def _words(transfer: Transfer) -> str:
    if transfer.reverses_id:
        return _("An entry was taken back")
    if transfer.credit.kind == Kind.OWED_BY_SHOP:
        return _("A shop's share of its sales arrived")
    if transfer.credit.kind == Kind.OPENING:
        return _("What the fund held when its books began")
    return _("From %(credit)s to %(debit)s") % {
        "credit": transfer.credit.get_kind_display(),
        "debit": transfer.debit.get_kind_display(),
    }


def _last_months(income: dict[date, Decimal]) -> list[date]:
    """The last twelve months, or fewer when the fund is younger. Months without income are there too."""
    if not income:
        return []
    today = timezone.localdate()
    months: list[date] = []
    month = date(today.year, today.month, 1)
    while month >= min(income) and len(months) < MONTHS_SHOWN:
        months.append(month)
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return months[::-1]
