"""The quarter's income in numbers, never a name, and never a number made of few households."""

import statistics
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, Consent, Household, IncomeProposal, IncomeRecord
from lib.dates import thai_fiscal_year, thai_month

QUARTERS_OFFERED = 8
# Rounded, so that one more household's figure cannot be read off two looks at the same number.
MEDIAN_STEP, SALES_STEP = Decimal(10), Decimal(100)
SELLING = (IncomeRecord.Source.MARKET, IncomeRecord.Source.FARMING, IncomeRecord.Source.TRADE)


@dataclass(frozen=True)
class Quarter:
    """Three months of the government's fiscal year, which begins in October."""

    start: date

    @property
    def end(self) -> date:
        """The first day after it."""
        return _months_later(self.start, 3)

    @property
    def code(self) -> str:
        """The Buddhist fiscal year and the number of the quarter in it: 2569-1 is October to December 2568."""
        return f"{thai_fiscal_year(self.start)}-{self.number}"

    @property
    def number(self) -> int:
        """1 begins in October."""
        return (self.start.month - 10) % 12 // 3 + 1

    def __str__(self) -> str:
        return _("quarter %(number)s of fiscal year %(year)s (%(first)s to %(last)s)") % {
            "number": self.number,
            "year": thai_fiscal_year(self.start),
            "first": thai_month(self.start),
            "last": thai_month(_months_later(self.start, 2)),
        }


@dataclass(frozen=True)
class Lines:
    """One community in one quarter. None stands for a number made of too few households to be shown."""

    community: Community
    registered: int | None
    consenting: int | None
    reporting: int | None
    median: Decimal | None
    selling: int | None
    sales: Decimal | None


def ended_quarters(today: date | None = None) -> list[Quarter]:
    """The last eight quarters that are over, the newest first: a running one would change from look to look."""
    today = today or timezone.localdate()
    running = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [Quarter(_months_later(running, -3 * back)) for back in range(1, QUARTERS_OFFERED + 1)]


def lines(community: Community, quarter: Quarter) -> Lines:
    """The community's numbers for the quarter, small groups left out.

    Households count with their figures when a member agreed to that and none refused.
    """
    limit = community.officer_threshold
    active = Household.objects.filter(community=community, status=Household.Status.ACTIVE)
    consenting = _consenting(active)
    reporting, nets = _nets(consenting, quarter)
    sellers = _sales(community, quarter)
    return Lines(
        community=community,
        registered=_shown(active.count(), limit),
        consenting=_shown(consenting.count(), limit),
        reporting=_shown(reporting, limit),
        median=_step(statistics.median(nets), MEDIAN_STEP) if len(nets) >= limit else None,
        selling=_shown(len(sellers), limit),
        sales=_step(sum(sellers, Decimal(0)), SALES_STEP) if len(sellers) >= limit else None,
    )


def _consenting(households):
    """Households in which somebody's newest answer is yes and nobody's newest answer is no."""
    newest = (
        Consent.objects.filter(purpose=Consent.Purpose.INCOME)
        .order_by()
        .values("user")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    answers = Consent.objects.filter(pk__in=newest)
    member = {"memberships__status": "active"}
    yes = households.filter(
        **member, memberships__person__user__in=answers.filter(is_given=True).values("user")
    )
    no = households.filter(
        **member, memberships__person__user__in=answers.filter(is_given=False).values("user")
    )
    return households.filter(pk__in=yes.values("pk")).exclude(pk__in=no.values("pk"))


def _nets(households, quarter: Quarter) -> tuple[int, list[Decimal]]:
    """How many households have records in the quarter, and what each has left over by them.

    Sales whose costs are not known say nothing about what is left, so such a household has no figure.
    """
    rows = list(
        IncomeRecord.objects.current()
        .filter(household__in=households.values("pk"), month__gte=quarter.start, month__lt=quarter.end)
        .order_by()
        .values("household")
        .annotate(
            gross_sum=Sum("gross"),
            costs_sum=Sum("costs"),
            unknown=Count("pk", filter=Q(costs__isnull=True, source__in=SELLING)),
        )
    )
    return len(rows), [row["gross_sum"] - (row["costs_sum"] or 0) for row in rows if not row["unknown"]]


def _sales(community: Community, quarter: Quarter) -> list[Decimal]:
    """What each selling household sold in the market in the quarter, refunds taken off."""
    rows = (
        IncomeProposal.objects.filter(community=community, month__gte=quarter.start, month__lt=quarter.end)
        .order_by()
        .values("household")
        .annotate(sold=Sum("gross"))
    )
    return [row["sold"] for row in rows if row["sold"] > 0]


def _shown(count: int, limit: int) -> int | None:
    return count if count >= limit else None


def _step(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
