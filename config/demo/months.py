"""What happens once a month: shops pay the fund its share."""

import datetime as dt

from config.demo.stalls import Stall
from config.demo.story import Story
from config.demo.trade import BANKS, Trade
from households.models import User
from lib.dates import month_start
from welfare import shares, slips
from welfare.models import SharePayment


class Months:
    """The first days of every month."""

    def __init__(self, story: Story, trade: Trade):
        self.story, self.trade = story, trade
        for month in self.months():
            for stall in trade.market.stalls:
                self.plan_month(stall, month)

    def months(self) -> list[dt.date]:
        """The first day of each month of the story."""
        days = [self.story.today - dt.timedelta(days=number) for number in range(self.story.size.days - 10)]
        return sorted({month_start(day) for day in days})

    def plan_month(self, stall: Stall, month: dt.date) -> None:
        """When this shop thinks of the fund; some months it forgets."""
        rng, story = self.story.rng, self.story
        days_ago = (story.today - month).days
        if rng.random() < 0.85:
            moment = story.moment(days_ago - rng.randint(1, 6), rng.uniform(17, 21))
            story.at(moment, self.pay_share, stall)

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
