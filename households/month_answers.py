"""A household's word on a whole month: every source at once, the market's sales with their costs, and "that is all"."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from households import income_rows, rollups
from households.income_rows import ZERO, Figure
from households.models import Household, IncomeMonth, IncomeProposal, IncomeRecord, Origin, User
from lib.dates import month_start
from lib.errors import Refused

Source, Answer = IncomeRecord.Source, IncomeRecord.Answer
# The version of the questions that the form asks: answers to other questions are not compared.
QUESTIONS = 1
# Sources under which people write sales in the market once more, and how near the sums then are.
OFTEN_THE_SAME = (Source.TRADE, Source.FARMING, Source.OTHER)
NEAR = Decimal("0.05")


class SameMoney(Refused):
    """A self-reported sum looks like the market's sales again. `sources` are those to ask about."""

    def __init__(self, sources: Sequence[str]):
        super().__init__(
            _("One sum is nearly the same as your sales in the market. Is it the same money?"), "same_money"
        )
        self.sources = sources


@transaction.atomic
def save_month(
    *,
    household: Household,
    month: date,
    figures: Mapping[str, Figure],
    market_costs: Decimal | None = None,
    shown: Decimal | None = None,
    answer: str = IncomeMonth.Answer.COMPLETE,
    members: int | None = None,
    actor: User,
    seen: str = "",
    separate: Collection[str] = (),
) -> IncomeMonth:
    """The monthly form in one act: a version of each figure that changed, the market's sales, the declaration.

    With "complete" a source without a figure is zero because the person said so; what the market proposed is
    accepted, with `market_costs` (baht) as the costs of ALL the month's market sales; `figures["market"]`, if
    there, is the right sum of all of them. With "dont_know" and "refused" only the declaration is written.
    `members` is how many live from the purse (None: as before). `shown` is the sum of waiting sales and
    `seen` the `income_rows.mark` of the page the person looked at. `separate` names sources about which the
    person said: this is other money. Saying the same again writes nothing.

    Raises SameMoney ("same_money"), Refused ("changed") when something was written meanwhile, ("future",
    "too_old", "amount", "outsider").
    """
    household, month = income_rows.locked(household), month_start(month)
    income_rows.check_month(month)
    origin = income_rows.origin_of(household, actor)
    said = _Said(household, month, origin, actor)
    is_complete = answer == IncomeMonth.Answer.COMPLETE
    wanted = said.wanted(figures, market_costs) if is_complete else {}
    changes = {
        source: figure for source, figure in wanted.items() if not figure.is_said_by(said.records.get(source))
    }
    former = income_rows.declared(household, month)
    if members is None and former:
        members = former.members
    is_declared = former is not None and (former.answer, former.members) == (answer, members)
    if former and is_declared and not changes and not (is_complete and said.waiting):
        return former
    if seen and seen != income_rows.mark(household, month):
        raise Refused(_("Something new was written for this month. Please look at it again."), "changed")
    if is_complete:
        income_rows.check_seen(said.waiting, shown, None)
        said.check_same_money(wanted, changes, separate)
        said.write(wanted, changes)
    if not former or not is_declared or former.origin != origin:
        former = _declare(household, month, answer, members, origin, actor, former)
    rollups.refresh(household=household, months=[month])
    return former


def _declare(household, month, answer, members, origin, actor, former) -> IncomeMonth:
    if origin == Origin.COMMITTEE:
        income_rows.note_entry(household, actor)
    return IncomeMonth.objects.create(
        household=household,
        community_id=household.community_id,
        month=month,
        answer=answer,
        members=members,
        questions=QUESTIONS,
        origin=origin,
        recorded_by=actor,
        replaces=former if former and former.household_id == household.pk else None,
    )


def is_near(amount: Decimal, market: Decimal) -> bool:
    """Whether a sum in baht may be the market's sales written once more."""
    return abs(amount - market) <= market * NEAR


def market_so_far(household: Household, month: date, former: IncomeRecord | None) -> Decimal:
    """What stands for the market without the waiting sales; where no sum was told, what was accepted of it."""
    if former is None:
        return ZERO
    if former.gross is not None:
        return former.gross
    accepted = IncomeProposal.objects.filter(household=household, month=month, answer__record__isnull=False)
    return max(sum(accepted.values_list("gross", flat=True), ZERO), ZERO)


class _Said:
    """What stands for a month, and what the form makes of it."""

    def __init__(self, household: Household, month: date, origin: str, actor: User):
        self.household, self.month, self.origin, self.actor = household, month, origin, actor
        self.waiting = list(income_rows.waiting(household, month))
        self.records = income_rows.standing(household, month)

    def wanted(self, figures: Mapping[str, Figure], market_costs: Decimal | None) -> dict[str, Figure]:
        """What each source shall say: the form's figure, or nothing came in."""
        wanted = {
            source: figure
            for source, figure in figures.items()
            if figure.gross != 0 or source in self.records
        }
        for source in self.records:
            if source not in figures and source != Source.MARKET:
                wanted[source] = Figure(ZERO, ZERO if source in IncomeRecord.SELLING else None)
        former = self.records.get(Source.MARKET)
        if Source.MARKET not in figures and (self.waiting or (former and former.gross is not None)):
            wanted[Source.MARKET] = self.market(former, market_costs)
        return wanted

    def market(self, former: IncomeRecord | None, costs: Decimal | None) -> Figure:
        """All market sales of the month, those that wait among them."""
        new = sum((proposal.gross for proposal in self.waiting), ZERO)
        gross = max(market_so_far(self.household, self.month, former) + new, ZERO)
        if costs is None and former and not self.waiting:
            costs = former.costs
        return Figure(gross, costs)

    def check_same_money(self, wanted, changes, separate: Collection[str]) -> None:
        """Raise SameMoney where a new sum comes near the market's and nobody said that it is other money."""
        market = wanted.get(Source.MARKET)
        if market is None or not market.gross:
            return
        is_new = bool(self.waiting) or Source.MARKET in changes
        near = [
            source
            for source in OFTEN_THE_SAME
            if source in wanted
            and source not in separate
            and wanted[source].gross
            and is_near(wanted[source].gross, market.gross)
            and (is_new or source in changes)
        ]
        if near:
            raise SameMoney(near)

    def write(self, wanted: Mapping[str, Figure], changes: Mapping[str, Figure]) -> None:
        """The changed figures as new versions, and the answer to every waiting sale."""
        for source, figure in changes.items():
            self.records[source] = income_rows.write(
                household=self.household,
                month=self.month,
                source=source,
                figure=figure,
                origin=self.origin_of(source, figure),
                actor=self.actor,
                replaces=self.records.get(source),
            )
        income_rows.answer(self.waiting, self.records.get(Source.MARKET), self.actor)

    def origin_of(self, source: str, figure: Figure) -> str:
        """The market's sum that a member left as it is came from the market."""
        if source != Source.MARKET or self.origin != Origin.HOUSEHOLD:
            return self.origin
        former = self.records.get(source)
        new = sum((proposal.gross for proposal in self.waiting), ZERO)
        own = former is not None and former.origin == Origin.HOUSEHOLD
        as_proposed = figure.gross == max(market_so_far(self.household, self.month, former) + new, ZERO)
        return Origin.MARKET if as_proposed and not own else Origin.HOUSEHOLD
