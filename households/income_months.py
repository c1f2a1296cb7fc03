"""A household's income month by month, for the household itself to read, and what the monthly form starts from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from households.income_rows import ZERO, declared, family, mark, months_before, months_open, standing
from households.models import Household, HouseholdMonth, IncomeMonth, IncomeProposal, IncomeRecord, Membership
from households.month_answers import market_so_far
from lib.documents import in_words

Source = IncomeRecord.Source
MONTHS_SHOWN = 12
MONTHS_WITH_RECORDS = 24
# Asked of a household that has not written anything yet.
FIRST_SOURCES = (Source.WAGE, Source.FARMING, Source.WELFARE, Source.REMITTANCE, Source.OTHER)
OTHER_SOURCES = tuple(source for source in Source if source != Source.MARKET)
# So many boxes for numbers fit on one screen and into two minutes.
MOST_BOXES = 6
# A month that ended is asked for so many months long.
MONTHS_DUE = 3
MISSING = "missing"


@dataclass
class Row:
    """A month in the overview: `state` as in HouseholdMonth, or "missing"; `waiting` sales in baht or None."""

    month: date
    state: str = MISSING
    net: Decimal | None = None
    waiting: Decimal | None = None
    is_open: bool = True


def overview(household: Household) -> list[Row]:
    """The present month and those before it, the newest first; older ones only where something is written."""
    oldest, present = months_open()
    shown = [months_before(present, count) for count in range(MONTHS_SHOWN + 1)]
    rows = {month: Row(month) for month in shown}
    sums = HouseholdMonth.objects.filter(household=household).order_by("-month")[:MONTHS_WITH_RECORDS]
    for found in sums:
        row = rows.setdefault(found.month, Row(found.month))
        row.state, row.net = found.answer, found.net
    waiting = IncomeProposal.objects.unanswered().filter(household=household).order_by()
    for month, gross in waiting.values_list("month").annotate(sum=Sum("gross")):
        rows.setdefault(month, Row(month)).waiting = gross
    for row in rows.values():
        row.is_open = oldest <= row.month <= present
    return [rows[month] for month in sorted(rows, reverse=True)]


@dataclass
class Facts:
    """All that is written about one month: newest versions, versions before them, and what waits."""

    month: date
    waiting: list[IncomeProposal]
    records: dict[str, IncomeRecord]
    declared: IncomeMonth | None
    before: list[IncomeMonth]
    mark: str
    # Market sales of the month in baht, those that wait among them; None when there are none.
    market: Decimal | None = None
    newest_seen: int | None = None

    @property
    def proposed(self) -> Decimal:
        """The sales that wait for an answer, refunds taken off."""
        return sum((proposal.gross for proposal in self.waiting), ZERO)

    @property
    def net(self) -> Decimal | None:
        """What is left of all records after their costs; None where one of them is not known."""
        known = [record.net for record in self.records.values() if record.net is not None]
        return sum(known, ZERO) if len(known) == len(self.records) else None


def facts(household: Household, month: date) -> Facts:
    """What is written about a month. Records carry their former versions in `former`, what is left in `net`."""
    waiting = list(
        IncomeProposal.objects.unanswered().filter(household=household, month=month).order_by("id")
    )
    for proposal in waiting:
        proposal.words = in_words(proposal.document)
    keys = family(household)
    standing_now = {row.pk for row in standing(household, month, keys).values()}
    rows = IncomeRecord.objects.filter(household__in=keys, month=month).select_related("recorded_by")
    chains = defaultdict(list)
    for row in rows.order_by("-id"):
        chains[row.source].append(row)
    records = {}
    for source in Source:
        if source in chains:
            records[source.value] = newest = next(row for row in chains[source] if row.pk in standing_now)
            newest.former = [row for row in chains[source] if row != newest]
            newest.net = net(newest)
    said = declared(household, month, keys)
    others = IncomeMonth.objects.filter(household__in=keys, month=month).select_related("recorded_by")
    before = [row for row in others.order_by("-id") if row != said]
    found = Facts(month, waiting, records, said, before, mark(household, month, keys))
    so_far = records.get(Source.MARKET)
    if waiting or so_far:
        found.market = max(market_so_far(household, month, so_far) + found.proposed, ZERO)
    found.newest_seen = waiting[-1].pk if waiting else None
    return found


def net(record: IncomeRecord) -> Decimal | None:
    """What is left of one record after its costs; None where it names no sum, or no costs of a sale."""
    if record.gross is None:
        return None
    if record.costs is None and record.source in IncomeRecord.SELLING and record.gross:
        return None
    return record.gross - (record.costs or ZERO)


@dataclass
class Asked:
    """The sources of the form: those in sight, and the rest behind one line."""

    first: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def asked(household: Household, month: date, has_market: bool) -> Asked:
    """Which sources stand in sight: those this household used in the year before, as far as six boxes go."""
    records = IncomeRecord.objects.current().filter(
        Q(gross__isnull=True) | Q(gross__gt=0),
        household=household,
        month__gte=months_before(month, 12),
        month__lte=month,
    )
    used = set(records.order_by().values_list("source", flat=True).distinct())
    wished: Sequence[str] = [source for source in OTHER_SOURCES if source in used] or FIRST_SOURCES
    room = MOST_BOXES - has_market
    found = Asked()
    for source in wished:
        boxes = 2 if source in IncomeRecord.SELLING else 1
        if boxes <= room:
            found.first.append(source)
            room -= boxes
    found.rest = [source for source in OTHER_SOURCES if source not in found.first]
    return found


def usual_costs(household: Household, month: date) -> Decimal | None:
    """What it cost this household of each 100 baht sold in the market, over a year. None before the first record."""
    sold = (
        IncomeRecord.objects.current()
        .filter(
            household=household,
            source=Source.MARKET,
            costs__isnull=False,
            month__gte=months_before(month, 12),
            month__lt=month,
        )
        .aggregate(gross=Sum("gross"), costs=Sum("costs"))
    )
    return (sold["costs"] * 100 / sold["gross"]).quantize(Decimal(1)) if sold["gross"] else None


def living_here(household: Household) -> int | None:
    """How many people the register knows in the house; None when it knows nobody."""
    here = Membership.objects.active().filter(household=household, lives_here=True)
    return here.count() or None


def members_before(household: Household, month: date) -> int | None:
    """How many lived from the purse, as the household said for the newest month up to this one."""
    said = IncomeMonth.objects.current().filter(household=household, month__lte=month, members__isnull=False)
    return said.order_by("-month").values_list("members", flat=True).first()


def due(household: Household) -> date | None:
    """The newest ended month of which the household has not said that it is all; None when nothing is due."""
    _oldest, present = months_open()
    wanted = [months_before(present, count) for count in range(1, MONTHS_DUE + 1)]
    answered = set(
        IncomeMonth.objects.current()
        .filter(household__in=family(household), month__in=wanted)
        .values_list("month", flat=True)
    )
    return next((month for month in wanted if month not in answered), None)
