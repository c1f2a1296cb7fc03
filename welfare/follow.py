"""Following a baht: what became of the money with which a gift or a share lay together.

Money in a fund is pooled. Nobody can say on what one baht was spent, and this does not pretend to: no "first in, first
out". It says of all the money that lay together since the month in which the baht arrived how much went where.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from households.models import Community
from lib.dates import month_start
from lib.money import split
from welfare import shares, statements
from welfare.ledger import ZERO
from welfare.models import Account, Campaign, Donation, Transfer
from welfare.statements import Line

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Baht:
    """Money to follow: how much, when it arrived (None: not yet), for which campaign (None: the general fund)."""

    amount: Decimal
    on: date | None
    campaign: Campaign | None = None
    is_share: bool = False


@dataclass(frozen=True)
class Pool:
    """The general fund's money since the first day of `since`, in baht: there before, came in, went out, is left.

    `of_hundred` shares out 100 baht of the pool: each line of `went_out`, in its order, and last what is left.
    """

    since: date
    opening: Decimal
    came_in: Decimal
    went_out: list[Line]
    left: Decimal
    of_hundred: list[Decimal]

    @property
    def spent(self) -> Decimal:
        """All that went out."""
        return sum((line.parts.free for line in self.went_out), ZERO)

    @property
    def all(self) -> Decimal:
        """What lay together: there before, and come in since."""
        return self.opening + self.came_in


def donation(community: Community, code: str) -> Baht | None:
    """A gift by its code, whoever asks; None when there is no such gift."""
    found = Donation.objects.filter(community=community, code=code).select_related("campaign").first()
    if found is None:
        return None
    if found.status != Donation.Status.ARRIVED:
        return Baht(found.amount, None, found.campaign)
    return Baht(found.arrived_amount or found.amount, found.arrived_on, found.campaign)


def order_share(community: Community, code: str) -> Baht | None:
    """The share of an order by the order's code; None without one. It has arrived with the shop's next payment."""
    owed = shares.standing(code)
    if owed is None or owed.community_id != community.pk:
        return None
    paid = (
        Transfer.objects.filter(
            credit=owed.debit_id,
            debit__kind__in=Account.MONEY,
            pk__gt=owed.pk,
            reverses__isnull=True,
            reversed_by__isnull=True,
        )
        .order_by("id")
        .first()
    )
    return Baht(owed.amount, paid.value_date if paid else None, is_share=True)


def pool(community: Community, since: date) -> Pool:
    """Where the general fund's money went since the month of this day. One question to the database."""
    since = month_start(since)
    opening, spent, left = statements.free_money(community, since)
    went_out = [line for line in spent if line.parts.free > 0]
    out = sum((line.parts.free for line in went_out), ZERO)
    weights = [*(line.parts.free for line in went_out), left]
    return Pool(
        since=since,
        opening=opening,
        came_in=left + out - opening,
        went_out=went_out,
        left=left,
        of_hundred=split(HUNDRED, weights) if any(weights) else [],
    )


def months_to_choose(community: Community) -> list[date]:
    """The months since which one can follow, the newest first."""
    return [month for month, _closed in statements.months_of(community)]
