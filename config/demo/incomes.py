"""What the demo's households write down each month.

Every household has a level of its own (lognormal), which drifts a little from month to month and grows slowly; farming
follows the seasons. Where a market opened, its sellers have what their sales leave, also of what they sell for cash on
the Saturday market, and a few neighbours find some work. That is the whole difference between the communities.
"""

import datetime as dt
import math
from dataclasses import dataclass, field
from decimal import Decimal

from config.demo.places import Home, Place
from config.demo.stalls import Stall
from config.demo.story import Story
from config.demo.trade import Trade
from households import expenses, incomes
from households.income_rows import Figure, months_before
from households.models import ExpenseRecord, IncomeMonth, IncomeProposal, IncomeRecord, User
from households.month_answers import OFTEN_THE_SAME

Source, Group = IncomeRecord.Source, ExpenseRecord.Group
# What households mainly live from and how often, and what comes beside it.
MAIN = {Source.WAGE: 45, Source.FARMING: 30, Source.TRADE: 25}
BESIDE = [Source.WELFARE, Source.REMITTANCE, Source.WAGE, Source.OTHER]
# Costs in percent of what comes in, where something is sold.
COSTS: dict[str, int] = {Source.FARMING: 35, Source.TRADE: 45, Source.MARKET: 45}
MEDIAN, SPREAD = 16_500, 0.4
GROWTH = 0.025
# Around the harvest in December there is that much more than over the year.
SEASON: dict[str, float] = {Source.FARMING: 0.1}
NOISE: dict[str, float] = {Source.WAGE: 0.02, Source.FARMING: 0.05, Source.TRADE: 0.04}
DRIFT = 0.006
# Baht a month of sales for cash, and of work that others find, when the market has run for half a year.
CASH, WORK = (900, 2600), (-60, 340)
RAMP_MONTHS = 6
# Parts of the year's spending by group, in percent of what a household has.
SPENT = {Group.FOOD: 38, Group.HOUSE: 13, Group.TRAVEL: 11, Group.SCHOOL: 8, Group.DEBT: 12, Group.SOCIAL: 6}
# How many households of the first community answer late, so that a report has to be corrected (which fewer than five
# would not allow); and for how many the committee writes.
SLOW, WRITTEN_FOR = 8, 2


@dataclass
class Purse:
    """What a household lives from, and how it answers. Amounts are baht left a month, before growth and season."""

    home: Home
    place: Place
    sources: dict[str, float]
    actor: User
    first: dt.date
    last: dt.date
    misses: float = 0.004
    stall: Stall | None = None
    cash: float = 0
    work: float = 0
    drift: float = 0
    left_out: list[dt.date] = field(default_factory=list)


class Incomes:
    """The monthly answers of all households, from before the market until last month."""

    def __init__(self, story: Story, trade: Trade, places: list[Place]):
        self.story = story
        self.stalls = {stall.home.user.pk: stall for stall in trade.market.stalls}
        self.last = months_before(story.month, 1)
        self.purses = [self.purse(place, home) for place in places for home in place.homes]
        self.special(places[0])
        for purse in self.purses:
            for month in self.months(purse):
                self.plan_month(purse, month)

    def purse(self, place: Place, home: Home) -> Purse:
        """Chance decides how much a household has, and whether it answers to the end."""
        rng, story = self.story.rng, self.story
        level = MEDIAN * math.exp(rng.gauss(0, SPREAD)) * (len(home.family) / 3.5) ** 0.45
        main = rng.choices(list(MAIN), list(MAIN.values()))[0]
        part = rng.uniform(0.6, 0.95)
        beside = rng.choice([source for source in BESIDE if source != main])
        purse = Purse(
            home,
            place,
            {main: level * part, beside: level * (1 - part)},
            home.user,
            story.first_month,
            self.last,
            stall=self.stalls.get(home.user.pk),
        )
        if purse.stall and rng.random() < 0.8:
            purse.cash = rng.uniform(*CASH)
        elif not purse.stall:
            purse.work = rng.uniform(*WORK)
        self.habit(purse)
        purse.last = min(purse.last, home.leaves_on.replace(day=1))
        return purse

    def habit(self, purse: Purse) -> None:
        """Most answer every month; some stop one day, some begin late, some forget now and then, a few never begin."""
        rng, story, luck = self.story.rng, self.story, self.story.rng.random()
        span = len(self.months(purse))
        if purse.home.is_cast or luck > 0.16:
            return
        if luck < 0.06:
            purse.last = months_before(
                story.first_month, -rng.randrange(span // 3, max(span - 3, span // 3 + 1))
            )
        elif luck < 0.11:
            purse.first = months_before(story.first_month, -rng.randrange(story.size.lead, span))
        elif luck < 0.14:
            purse.misses = 0.15
        else:
            purse.first = months_before(self.last, -1)

    def special(self, place: Place) -> None:
        """The slow ones of the first community, those for whom its committee writes, and what is left for today."""
        free = [purse for purse in self.purses if purse.place is place and not purse.home.is_cast]
        free.sort(key=lambda purse: (bool(purse.stall), purse.home.family[0].birth_year))
        for purse in free[:WRITTEN_FOR]:
            purse.actor = place.holder("committee")
        slow = [purse for purse in free[WRITTEN_FOR:] if purse.home.has_agreed][:SLOW]
        for purse in [*free[:WRITTEN_FOR], *slow]:
            purse.first, purse.last, purse.misses = self.story.first_month, self.last, 0
        late = months_before(self.story.month, 3)
        for number, purse in enumerate(slow):
            purse.left_out.append(late)
            day = months_before(self.story.month, 1) + dt.timedelta(days=13 + number)
            self.story.at(self.story.on(day, 18), self.write_down, purse, late)
        for purse in self.purses:
            # Something to press for the seller and for the representative.
            if purse.home.user.code in ("demo-seller", "demo-repr"):
                purse.last = months_before(self.story.month, 2)

    def months(self, purse: Purse) -> list[dt.date]:
        """The months for which this household answers."""
        count = (purse.last.year - purse.first.year) * 12 + purse.last.month - purse.first.month + 1
        return [months_before(purse.first, -number) for number in range(count)]

    def plan_month(self, purse: Purse, month: dt.date) -> None:
        """When this household sits down with its papers, early in the month after."""
        rng, story = self.story.rng, self.story
        if month in purse.left_out or (rng.random() < purse.misses and not purse.home.is_cast):
            return
        day = months_before(month, -1) + dt.timedelta(days=rng.randint(1, 7))
        story.at(story.on(day, rng.uniform(17, 21)), self.write_down, purse, month)

    def write_down(self, purse: Purse, month: dt.date) -> None:
        """The month's form: figures, the market's sales with their costs, "that is all"; or a word why not."""
        rng = self.story.rng
        answer = IncomeMonth.Answer.COMPLETE
        if not purse.home.is_cast and not purse.left_out and rng.random() < 0.008:
            answer = rng.choice([IncomeMonth.Answer.DONT_KNOW, IncomeMonth.Answer.REFUSED])
        figures = {
            source: self.figure(source, left, month) for source, left in self.left(purse, month).items()
        }
        if not purse.home.is_cast and not purse.left_out and rng.random() < 0.004:
            figures[next(iter(figures))] = Figure(answer=IncomeRecord.Answer.DONT_KNOW)
        sales, total = self.sales(purse, month)
        if total > sales:
            figures[Source.MARKET] = Figure(total, cost_of(total, COSTS[Source.MARKET]))
        incomes.save_month(
            household=purse.home.household,
            month=month,
            figures=figures,
            market_costs=cost_of(sales, rng.randint(35, 55)),
            answer=answer,
            members=len(purse.home.family),
            actor=purse.actor,
            separate=OFTEN_THE_SAME,
        )
        if purse.home.is_cast:
            self.note_expenses(purse, month, sum(self.left(purse, month, drifts=False).values()))
        if answer == IncomeMonth.Answer.COMPLETE and rng.random() < 0.012:
            self.story.at(self.story.later(48, 160), self.correct, purse, month)

    def left(self, purse: Purse, month: dt.date, drifts: bool = True) -> dict[str, float]:
        """Baht that each source leaves in this month."""
        rng = self.story.rng
        if drifts:
            purse.drift += rng.gauss(0, DRIFT)
        years = (month - self.story.first_month).days / 365
        grown = math.exp(GROWTH * years + purse.drift)
        found = {}
        for number, (source, usual) in enumerate(purse.sources.items()):
            season = 1 + SEASON.get(source, 0) * math.cos(2 * math.pi * month.month / 12)
            noise = 1 + rng.gauss(0, NOISE.get(source, 0.01))
            extra = purse.work * self.ramp(purse.place, month) if number == 0 else 0
            found[source] = max(usual * grown * season * noise + extra, 0)
        return found

    def ramp(self, place: Place, month: dt.date) -> float:
        """How far the market has come in this month, from 0 to 1."""
        return min(max((month - place.opens_on).days / 30 + 1, 0) / RAMP_MONTHS, 1)

    def figure(self, source: str, left: float, month: dt.date) -> Figure:
        """What comes in and what it costs, in tens of baht, as people say it."""
        percent = COSTS.get(source)
        gross = Decimal(round(left / (1 - (percent or 0) / 100), -1)).quantize(Decimal(1))
        return Figure(gross, cost_of(gross, percent) if percent else None)

    def sales(self, purse: Purse, month: dt.date) -> tuple[Decimal, Decimal]:
        """What the market saw this household sell in the month, and that with what it sold for cash."""
        if purse.stall is None or purse.stall.shop is None:
            return Decimal(0), Decimal(0)
        waiting = IncomeProposal.objects.unanswered().filter(household=purse.home.household, month=month)
        sales = max(sum((proposal.gross for proposal in waiting), Decimal(0)), Decimal(0))
        cash = purse.cash * self.ramp(purse.place, month) * self.story.rng.uniform(0.85, 1.15)
        return sales, sales + Decimal(round(cash, -1)).quantize(Decimal(1))

    def correct(self, purse: Purse, month: dt.date) -> None:
        """Somebody found the payslip: a new version of what the household mainly lives from."""
        source = next(iter(purse.sources))
        record = (
            IncomeRecord.objects.current()
            .filter(household=purse.home.household, month=month, source=source, gross__isnull=False)
            .first()
        )
        if record:
            gross = (record.gross * self.story.rng.randint(96, 106) / 100).quantize(Decimal(1))
            incomes.correct(
                record=record, gross=gross, costs=record.costs, actor=purse.actor, note="เจอใบเสร็จแล้ว แก้ให้ตรง"
            )

    def note_expenses(self, purse: Purse, month: dt.date, left: float) -> None:
        """The account book of the cast's households."""
        rng = self.story.rng
        amounts: dict[str, Decimal] = {
            group: Decimal(round(left * percent / 100 * rng.uniform(0.8, 1.2), -1)).quantize(Decimal(1))
            for group, percent in SPENT.items()
        }
        expenses.save_expenses(
            household=purse.home.household, month=month, amounts=amounts, actor=purse.home.user
        )


def cost_of(gross: Decimal, percent: int) -> Decimal:
    """So many percent of a sum, in whole baht."""
    return (gross * percent / 100).quantize(Decimal(1))
