"""What came in for a campaign, what it was spent on, and with what evidence; out of the books."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from households.models import Community
from lib.fields import MoneyField
from welfare.ledger import ZERO
from welfare.models import Account, Balance, Campaign, Paper, Transfer

EVIDENCE = (Paper.Kind.RECEIPT, Paper.Kind.TRANSFER, Paper.Kind.SIGNATURE, Paper.Kind.WITNESS)


@dataclass(frozen=True)
class Figures:
    """A campaign's money in baht. `passed_on` is what was left over and went on; below zero, what it was given so."""

    given: Decimal = ZERO
    spent: Decimal = ZERO
    left: Decimal = ZERO

    @property
    def passed_on(self) -> Decimal:
        """What is neither spent nor there."""
        return self.given - self.spent - self.left

    def percent_of(self, goal: Decimal) -> int:
        """How much of the goal was given, in whole percent, rounded down: 100 is reached."""
        return int(self.given * 100 / goal)


def by_code(community: Community, codes: list[str] | None = None) -> dict[str, Figures]:
    """The figures of each campaign with money, by its code; one question to the database."""
    rows = Balance.objects.filter(account__community=community).exclude(account__purpose="")
    if codes is not None:
        rows = rows.filter(account__purpose__in=codes)
    sums = (
        rows.order_by()
        .values_list("account__purpose", "account__kind")
        .annotate(Sum("debits", output_field=MoneyField()), Sum("credits", output_field=MoneyField()))
    )
    held: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for code, kind, debits, credits in sums:
        held[code][kind] += debits - credits
    return {
        code: Figures(
            given=-_sum(kinds, Account.INCOME),
            spent=_sum(kinds, Account.SPENDING),
            left=_sum(kinds, Account.MONEY),
        )
        for code, kinds in held.items()
    }


def of(campaign: Campaign) -> Figures:
    """The figures of one campaign."""
    return by_code(campaign.community, [campaign.code]).get(campaign.code, Figures())


def with_figures(community: Community, rows: list[Campaign]) -> list[tuple[Campaign, Figures, int]]:
    """Each campaign with its figures and the percent of its goal that was given."""
    figures = by_code(community, [row.code for row in rows]) if rows else {}
    found = [(row, figures.get(row.code, Figures())) for row in rows]
    return [(row, figure, figure.percent_of(row.goal)) for row, figure in found]


def spendings(campaign: Campaign) -> QuerySet[Any]:
    """What it was spent on: entries, each with `has_evidence`. Those taken back and their reversals are there too."""
    accounts = list(
        Account.objects.filter(
            community=campaign.community_id, purpose=campaign.code, kind__in=Account.SPENDING
        ).values_list("pk", flat=True)
    )
    papers = Paper.objects.filter(
        community=OuterRef("community"), document=OuterRef("document"), kind__in=EVIDENCE
    )
    return (
        Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
        .annotate(has_evidence=Exists(papers))
        .select_related("debit", "credit", "reverses")
    )


def evidence(campaign: Campaign) -> tuple[int, int]:
    """How many spendings that stand have evidence, and how many there are."""
    rows = spendings(campaign).filter(reverses__isnull=True, reversed_by__isnull=True)
    answers = list(rows.values_list("has_evidence", flat=True))
    return sum(answers), len(answers)


def _sum(held: dict[str, Decimal], kinds) -> Decimal:
    return sum((held[kind] for kind in kinds), ZERO)
