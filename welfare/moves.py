"""Each move of the fund's money in words that everybody may read: never a person's name, never what help was for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Community
from welfare.ledger import ZERO
from welfare.models import Account, Campaign, Transfer

Kind = Account.Kind
# By the first words of the document; the longest fitting one counts. Payouts are told by kind of account alone: next to
# counts of who was helped, the event of a single payout could tell who it was.
WORDS: dict[str, str | Promise] = {
    "opening balance": gettext_lazy("What the fund held when its books began"),
    "share payment": gettext_lazy("A shop's share of its sales arrived"),
    "contribution": gettext_lazy("A household's contribution arrived"),
    "handover": gettext_lazy("A collector handed over contributions"),
    "donation": gettext_lazy("A donation arrived"),
    "matching": gettext_lazy("Matching money arrived"),
    "purchase": gettext_lazy("Goods were bought for those in need"),
    "count": gettext_lazy("A difference found when counting"),
    "leftover": gettext_lazy("What a campaign had left over was passed on"),
    "cost": gettext_lazy("A cost of the fund was paid"),
    "income": gettext_lazy("Interest or other income arrived"),
    "move": gettext_lazy("Money was moved between bank, cash box and e-wallet"),
}
BY_SPENDING: dict[str, str | Promise] = {
    Kind.BENEFIT: gettext_lazy("Help was paid to a household"),
    Kind.RELIEF: gettext_lazy("Relief was paid to a household"),
}


@dataclass(frozen=True)
class Move:
    """One entry: what the fund has more (above zero) or less (below) by it; `within` is baht that only changed place."""

    on: date
    words: str
    amount: Decimal
    within: Decimal = ZERO
    campaign: str = ""
    campaign_name: str = ""


def money_moves(community: Community) -> QuerySet[Transfer]:
    """Transfers that touched money. By kind of account, so that the newest are read straight from the fund's index."""
    money = Q(debit__kind__in=Account.MONEY) | Q(credit__kind__in=Account.MONEY)
    return Transfer.objects.filter(money, community=community).select_related("debit", "credit", "reverses")


def campaign_names(community: Community) -> dict[str, str]:
    """The name of each campaign by its code; one question for many moves."""
    return dict(Campaign.objects.filter(community=community).values_list("code", "name"))


def in_words(transfer: Transfer, campaigns: Mapping[str, str] | None = None) -> Move:
    """One transfer as everybody may read it. `campaigns` are names by code (see `campaign_names`)."""
    comes_in, goes_out = transfer.debit.kind in Account.MONEY, transfer.credit.kind in Account.MONEY
    purpose = transfer.credit.purpose or transfer.debit.purpose
    amount = transfer.amount * (comes_in - goes_out)
    return Move(
        on=transfer.value_date,
        words=_words(transfer),
        amount=amount,
        within=transfer.amount if comes_in and goes_out else ZERO,
        campaign=purpose,
        campaign_name=(campaigns or {}).get(purpose, ""),
    )


def running(community: Community) -> Iterator[tuple[Move, Decimal]]:
    """Every move of money from the first to the last, with the fund's balance after it. Reads a few rows at a time."""
    balance, campaigns = ZERO, campaign_names(community)
    for transfer in money_moves(community).order_by("id").iterator(chunk_size=2000):
        move = in_words(transfer, campaigns)
        balance += move.amount
        yield move, balance


def _words(transfer: Transfer) -> str:
    if transfer.reverses_id:
        return _("Taken back: %(what)s") % {"what": _plain(transfer)}
    return _plain(transfer)


def _plain(transfer: Transfer) -> str:
    first, second = transfer.credit.kind, transfer.debit.kind
    if transfer.reverses_id:
        first, second = second, first
    for start, words in WORDS.items():
        if transfer.document == start or transfer.document.startswith(f"{start} "):
            return str(words)
    if second in BY_SPENDING:
        return str(BY_SPENDING[second])
    return _("From %(credit)s to %(debit)s") % {"credit": Kind(first).label, "debit": Kind(second).label}
