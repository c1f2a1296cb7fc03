"""What happens once a month: shops pay their share, households write down what they earned."""

import datetime as dt
from decimal import Decimal

from config.demo.places import Home, Place
from config.demo.stalls import Stall
from config.demo.story import Story
from config.demo.trade import BANKS, Trade
from households import incomes
from households.models import IncomeProposal, IncomeRecord, User
from lib.dates import month_start
from welfare import shares, slips
from welfare.models import SharePayment

Source = IncomeRecord.Source
# Least and most baht in a month, and costs in percent of it (None: nobody asks).
PLANS: dict[str, tuple[int, int, tuple[int, int] | None]] = {
    Source.WAGE: (6500, 13500, None),
    Source.FARMING: (2200, 9500, (25, 50)),
    Source.TRADE: (2500, 7000, (35, 60)),
    Source.WELFARE: (600, 1600, None),
    Source.REMITTANCE: (1000, 4500, None),
}


class Months:
    """The first days of every month."""

    def __init__(self, story: Story, trade: Trade, places: list[Place]):
        self.story, self.trade = story, trade
        self.plans = {home.user.pk: self.plan(home) for place in places for home in place.homes}
        self.stall_of = {stall.home.user.pk: stall for stall in trade.market.stalls}
        for month in self.months():
            for place in places:
                for home in place.homes:
                    self.plan_month(home, month)

    def months(self) -> list[dt.date]:
        """The first day of each month of the story."""
        days = [self.story.today - dt.timedelta(days=number) for number in range(self.story.size.days - 10)]
        return sorted({month_start(day) for day in days})

    def plan(self, home: Home) -> list[tuple[str, Decimal]]:
        """What else this household lives from, and how much of it; some write nothing down."""
        rng = self.story.rng
        if rng.random() < 0.15 and not home.user.code.startswith("demo-"):
            return []
        chosen = rng.sample(list(PLANS), rng.choice([1, 1, 1, 2]))
        return [(source, Decimal(rng.randint(*PLANS[source][:2]))) for source in chosen]

    def plan_month(self, home: Home, month: dt.date) -> None:
        """When this household sits down with its papers."""
        rng, story = self.story.rng, self.story
        days_ago = (story.today - month).days
        hour = rng.uniform(17, 21)
        if rng.random() < 0.85:
            story.at(story.moment(days_ago - rng.randint(2, 8), hour), self.write_down, home, month)
        stall = self.stall_of.get(home.user.pk)
        if stall and rng.random() < 0.85:
            story.at(story.moment(days_ago - rng.randint(1, 6), hour), self.pay_share, stall)

    def pay_share(self, stall: Stall, must_wait: bool = False) -> bool:
        """The shop sends what it owes; the treasurer looks within days. Returns whether anything was sent."""
        story, shop = self.story, stall.shop
        is_recent = story.clock.moment > story.now - dt.timedelta(days=40)
        if shop is None or (stall.home.user.code == "demo-seller" and is_recent):
            return False
        community, seller = stall.place.community, stall.home.user
        owed = shares.owed_by(community, shop.code)
        if owed < 1:
            return False
        if SharePayment.objects.filter(owed__holder=shop.code, status=SharePayment.Status.SENT).exists():
            return False
        slip = slips.show(
            bank=story.rng.choice(BANKS),
            reference=self.trade.reference(),
            document=f"share {shop.code}",
            user=seller,
        )
        payment = shares.send_payment(
            community=community, shop_code=shop.code, shop_name=shop.name, amount=owed, slip=slip, user=seller
        )
        if not must_wait:
            story.at(story.later(5, 60), self.look_for_share, payment, stall.place.holder("treasurer"))
        return True

    def look_for_share(self, payment: SharePayment, treasurer: User) -> None:
        """The treasurer finds the money, nearly always."""
        if self.story.rng.random() < 0.02:
            shares.not_found(payment=payment, reason="ยังไม่มียอดนี้เข้าบัญชี", actor=treasurer)
        else:
            shares.confirm(payment=payment, amount=payment.amount, actor=treasurer)

    def accept_sales(self, home: Home, month: dt.date) -> None:
        """What the market saw in a month, with what it cost."""
        waiting = IncomeProposal.objects.unanswered().filter(household=home.household, month=month)
        sales = sum((proposal.gross for proposal in waiting), Decimal(0))
        if sales > 0:
            costs = (sales * self.story.rng.randint(35, 60) / 100).quantize(Decimal(1))
            incomes.accept_month(household=home.household, month=month, costs=costs, actor=home.user)

    def write_down(self, home: Home, month: dt.date) -> None:
        """Last month's market sales with their costs, and what else came in."""
        rng = self.story.rng
        last = month_start(month - dt.timedelta(days=1))
        if home.user.pk in self.stall_of:
            self.accept_sales(home, last)
        age = (month - (self.story.today - dt.timedelta(days=self.story.size.days))).days
        for source, usual in self.plans[home.user.pk]:
            gross = usual * Decimal(str(round(rng.uniform(0.8, 1.2) * (1 + age / 5000), 4)))
            percent = PLANS[source][2]
            incomes.record(
                household=home.household,
                month=last,
                source=source,
                gross=gross.quantize(Decimal(1)),
                costs=(gross * rng.randint(*percent) / 100).quantize(Decimal(1)) if percent else None,
                actor=home.user,
            )
