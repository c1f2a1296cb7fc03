"""A household's income month by month, for the household itself to read."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from households.models import Household, IncomeProposal, IncomeRecord
from lib.documents import in_words

ZERO = Decimal("0.00")
MONTHS_SHOWN = 24


@dataclass
class Month:
    """What the market saw and waits for, and what the household says it earned (newest versions)."""

    first_day: date
    waiting: list[IncomeProposal] = field(default_factory=list)
    records: list[IncomeRecord] = field(default_factory=list)

    @property
    def proposed(self) -> Decimal:
        """The sales that wait for an answer, refunds taken off."""
        return sum((proposal.gross for proposal in self.waiting), ZERO)

    @property
    def net(self) -> Decimal:
        """What is left of the recorded income after its costs."""
        return sum((net(record) for record in self.records), ZERO)


def net(record: IncomeRecord) -> Decimal:
    """What is left of one record after its costs."""
    return record.gross - (record.costs or ZERO)


def of_household(household: Household) -> list[Month]:
    """The newest months with something in them, the newest first. Former versions hang on `record.former`."""
    months: dict[date, Month] = {}
    waiting = IncomeProposal.objects.unanswered().filter(household=household).order_by("id")
    for proposal in waiting:
        proposal.words = in_words(proposal.document)
        months.setdefault(proposal.month, Month(proposal.month)).waiting.append(proposal)
    versions = defaultdict(list)
    records = IncomeRecord.objects.filter(household=household).select_related("recorded_by").order_by("id")
    for record in records:
        versions[record.month, record.source].append(record)
    for (month, _source), chain in versions.items():
        newest = chain[-1]
        newest.former = chain[-2::-1]
        newest.net = net(newest)
        months.setdefault(month, Month(month)).records.append(newest)
    return [months[month] for month in sorted(months, reverse=True)[:MONTHS_SHOWN]]


def usual_costs(months: list[Month]) -> Decimal | None:
    """What it cost this household, of each 100 baht sold in the market, so far. None before the first record."""
    sold = [record for month in months for record in month.records if record.source == record.Source.MARKET]
    gross = sum((record.gross for record in sold), ZERO)
    costs = sum((record.costs or ZERO for record in sold), ZERO)
    return (costs * 100 / gross).quantize(Decimal(1)) if gross else None
