"""Money that comes into the demo's community fund: member households, a collector, gifts, campaigns, matching money."""

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile
from django.utils import timezone

from config.demo import photos
from config.demo.places import Home, Place
from config.demo.story import Story
from config.demo.trade import BANKS, Trade
from households.income_rows import months_before
from households.models import User
from lib.dates import month_start
from welfare import (
    campaigns,
    contribution_rules,
    contributions,
    countersigns,
    donations,
    fund_members,
    handovers,
    matching,
    periods,
    receipts,
)
from welfare.models import Campaign, Contribution, Donation, FundMember, MatchingSource

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
# So long ago members began to pay a baht a day, where the story is long enough.
PAID_DAYS = 270
# These households are none of the fund's members.
OUTSIDE = 5
Pays, Giver = FundMember.Pays, Donation.Giver
BLANKETS, BEDS = "blankets", "beds"
# days ago, baht, for which campaign, who gives, name, whether it is cash
GIFTS: list[tuple[float, int, str, str, str, bool]] = [
    (148, 1000, "", Giver.PERSON, "นายทวี ตัวอย่าง", False),
    (144, 2000, BLANKETS, Giver.COMPANY, "ร้านวัสดุก่อสร้างตัวอย่าง", False),
    (140, 1500, BLANKETS, Giver.PERSON, "", False),
    (136, 3000, BLANKETS, Giver.TEMPLE, "วัดสมมุติริมคลอง", False),
    (75, 500, "", Giver.PERSON, "นางสาวนิภา สมมุติ", True),
    (50, 700, "", Giver.PERSON, "นายณรงค์ ลองดู", True),
    (33, 3000, BEDS, Giver.FOUNDATION, "มูลนิธิเพื่อนบ้านตัวอย่าง", False),
    (28, 500, BEDS, Giver.PERSON, "", False),
    (21, 2500, BEDS, Giver.COMPANY, "สหกรณ์ร้านค้าตัวอย่าง", False),
    (16, 1000, BEDS, Giver.PERSON, "นางรัตนา ตัวอย่าง", True),
    (9, 2000, BEDS, Giver.PERSON, "นายธีระ จำลอง", False),
    (4, 1000, BEDS, Giver.PERSON, "", False),
    (0.2, 300, BEDS, Giver.PERSON, "นางสาวสมใจ ตัวอย่าง", False),
]
# The gift that was written down twice, and taken back by two.
TWICE = 5


@dataclass(frozen=True)
class Planned:
    """A campaign as it was written, in days before today."""

    name: str
    story: str
    goal: int
    began: int
    ends: int
    picture: tuple[str, str]
    alt: str


CAMPAIGNS = {
    BLANKETS: Planned(
        "ผ้าห่มกับเสื้อกันฝนให้บ้านริมคลอง",
        "บ้านริมคลองสิบสองหลังโดนฝนสาดทุกปี ขอซื้อผ้าห่มกับเสื้อกันฝนให้ทันก่อนหน้าฝน",
        6000,
        147,
        115,
        ("👕", "sea"),
        "เสื้อที่รวบรวมไว้แจกบ้านริมคลอง",
    ),
    BEDS: Planned(
        "ที่นอนลมกับของใช้ผู้ป่วยติดเตียง",
        "ในชุมชนมีผู้ป่วยติดเตียงหลายบ้าน ที่นอนลมช่วยไม่ให้เป็นแผลกดทับ ซื้อแล้วเวียนกันใช้ ได้ครบทุกบ้าน",
        20000,
        35,
        -30,
        ("🛏️", "mist"),
        "เตียงผู้ป่วยที่บ้าน",
    ),
}


class Fund:
    """The first community's fund, and who keeps it."""

    def __init__(self, story: Story, trade: Trade, places: list[Place]):
        self.story, self.trade, self.place = story, trade, places[0]
        self.community = self.place.community
        self.numbers = itertools.count(1)
        self.first_day = max(story.market_day + 2 * DAY, story.today - PAID_DAYS * DAY)
        self.campaigns: dict[str, Campaign] = {}
        self.members: dict[str, FundMember] = {}
        self.gifts: dict[int, Donation] = {}
        self.cast = {home.user.code: home for home in self.place.homes}
        self.collector = self.cast["demo-helper"].user
        self.homes = self.place.homes[:-OUTSIDE]
        for place in places[1:]:
            story.at(story.on(place.opens_on, 12), self.decide_rule, place, place.opens_on)
        story.at(story.on(self.first_day, 9), self.decide_rule, self.place, self.first_day)
        story.at(story.on(self.first_day, 10), self.join_all)
        self.plan_payments()
        self.plan_campaigns()
        for number, (days, *_row) in enumerate(GIFTS):
            self.at(days, 11 + number % 6, self.give, number)
        self.at(45, 10, self.ask_back)
        self.plan_matching()
        for month in self.months()[:-1]:
            # The last month that is over is left for the treasurer to close.
            if month < months_before(story.month, 1):
                story.at(story.on(periods.next_month(month) + 19 * DAY, 16), self.close, month)

    def at(self, days: float, hour: float, act, *args) -> None:
        """Let it happen so many days ago, at that hour unless it was just now."""
        story = self.story
        moment = story.moment(int(days), hour) if days >= 2 else story.now - days * DAY
        story.at(moment, act, *args)

    def months(self) -> list[dt.date]:
        """The months since the books of the fund began."""
        found, month = [], month_start(self.story.market_day)
        while month <= self.story.today:
            found.append(month)
            month = periods.next_month(month)
        return found

    def number(self) -> int:
        """A number that was not used before."""
        return next(self.numbers)

    def keeper(self, kind: str, home: Home | None = None) -> User:
        """Somebody with this role who does not live in that house."""
        return next(user for user in self.place.posts[kind] if home is None or user != home.user)

    def shown(self) -> dict[str, Any]:
        """The bank and the reference on a slip."""
        return {"bank": self.story.rng.choice(BANKS), "reference": self.trade.reference()}

    # Members

    def decide_rule(self, place: Place, valid_from: dt.date) -> None:
        """A baht a day, as the meeting said."""
        contribution_rules.decide(
            community=place.community,
            amount=Decimal(1),
            per="day",
            valid_from=valid_from,
            resolution="มติประชาคม ออมวันละบาท ครั้งที่ 1",
            actor=place.holder("chair"),
        )

    def join_all(self) -> None:
        """Most households take part, nearly all since before the books began."""
        for number, home in enumerate(self.homes):
            is_new = number % 9 == 8
            is_collected = number % 2 == 0 and home.user != self.collector
            self.members[home.household.code] = fund_members.join(
                household=home.household,
                joined_on=self.first_day - dt.timedelta(days=0 if is_new else 90 + 37 * number),
                pays=self.rhythm(number),
                actor=self.keeper("committee", home),
                collector=self.collector if is_collected else None,
            )

    def rhythm(self, number: int) -> str:
        """How often this household likes to pay."""
        return Pays.YEARLY if number % 4 == 1 else Pays.MONTHLY

    def plan_payments(self) -> None:
        """Who pays in which month: some all at once, some later than the others, some no more."""
        rng, story = self.story.rng, self.story
        months = [month for month in self.months() if month >= month_start(self.first_day)]
        for number, home in enumerate(self.homes):
            stops = story.today - (60 + 7 * number) * DAY if number % 5 == 3 else story.today
            # Every third one comes with the money of several months.
            step = 3 if number % 3 == 0 else 1
            mine = months[:1] if self.rhythm(number) == Pays.YEARLY else months[::step]
            for month in mine:
                day = max(month, self.first_day) + rng.randint(2, 12) * DAY
                if day < stops:
                    story.at(story.on(day, rng.uniform(8, 19)), self.pay, home, number, step)
        for month in months:
            story.at(story.on(month + 15 * DAY, 17), self.hand_over)
        collected = self.homes[::2]
        for number, days in enumerate((5, 4, 3, 2)):
            self.at(days, 9, self.pay_ahead, collected[number])
        self.at(0.9, 9, self.bring_some)
        self.at(0.3, 9, self.send, self.cast["demo-buyer"], Decimal(60))

    def pay(self, home: Home, number: int, step: int) -> None:
        """A household pays what it usually does; who comes seldom pays months ahead."""
        member = self.members[home.household.code]
        usual = contributions.standing(home.household).usual
        amount = Decimal(365) if self.rhythm(number) == Pays.YEARLY else usual + 30 * (step - 1)
        if amount < 1:
            return
        if not member.collector and number % 3 == 1:
            self.send(home, amount)
            return
        self.pay_cash(home, amount)

    def pay_cash(self, home: Home, amount: Decimal) -> None:
        """To the collector who comes by, else at the office."""
        member = self.members[home.household.code]
        is_collected = member.collector is not None
        contributions.pay(
            member=member,
            amount=amount,
            way=Contribution.Way.COLLECTOR if is_collected else Contribution.Way.CASH,
            paid_on=timezone.localdate(),
            key=f"demo-pay-{self.number()}",
            actor=member.collector or self.keeper("treasurer", home),
        )

    def pay_ahead(self, home: Home) -> None:
        """Lately collected: still in the collector's hand."""
        if self.members[home.household.code].collector:
            self.pay_cash(home, Decimal(60))

    def send(self, home: Home, amount: Decimal) -> None:
        """By transfer; a treasurer of another house finds it, unless it came just now."""
        sent = contributions.send(
            member=self.members[home.household.code],
            amount=amount,
            paid_on=timezone.localdate(),
            key=f"demo-pay-{self.number()}",
            user=home.user,
            shown=self.shown(),
        )
        if self.story.clock.moment < self.story.now - 3 * DAY:
            self.story.at(self.story.later(5, 40), self.find, sent, self.keeper("treasurer", home))

    def find(self, sent: Contribution, treasurer: User) -> None:
        """The treasurer sees it in the account."""
        contributions.confirm(contribution=sent, actor=treasurer)

    def hand_over(self) -> None:
        """The collector brings all of the month; the treasurer counts on the next day."""
        held = handovers.in_hand(self.community, self.collector)
        if held and self.story.clock.moment < self.story.now - 10 * DAY:
            brought = handovers.bring(community=self.community, collector=self.collector, amount=held)
            self.story.at(self.story.later(14, 18), self.count, brought)

    def count(self, brought) -> None:
        """Counted, and in the cash box."""
        handovers.count(handover=brought, amount=brought.amount, actor=self.keeper("treasurer"))

    def bring_some(self) -> None:
        """Yesterday the collector brought all but the last household's money; it waits to be counted."""
        held = handovers.in_hand(self.community, self.collector)
        handovers.bring(community=self.community, collector=self.collector, amount=held - 60)

    # Gifts

    def plan_campaigns(self) -> None:
        """One that is over, with what was left passed on, and one that asks now."""
        for key, planned in CAMPAIGNS.items():
            self.at(planned.began, 9, self.begin, key)
        self.at(114, 10, self.end, BLANKETS)
        self.at(100, 10, self.settle, BLANKETS)
        self.at(112, 15, self.tell, BLANKETS, "แจกครบทุกหลังแล้ว บ้านละสองผืน ขอบคุณทุกคนที่ช่วยกัน", ("👕", "leaf"))
        words = "ยอดถึงหนึ่งในสี่แล้ว ทีมเยี่ยมบ้านไปวัดเตียงมาสามบ้าน ได้ขนาดที่ต้องซื้อแล้ว"
        self.at(25, 15, self.tell, BEDS, words, ("🛏️", "leaf"))
        self.at(6, 15, self.tell, BEDS, "ได้ครึ่งทางแล้ว ร้านเสนอราคามาสามร้าน กรรมการกำลังเทียบราคา", None)

    def begin(self, key: str) -> None:
        """Written by one, opened by another."""
        planned, writer = CAMPAIGNS[key], self.place.holder("committee")
        today = self.story.today
        campaign = campaigns.write(
            community=self.community,
            actor=writer,
            name=planned.name,
            story=planned.story,
            goal=Decimal(planned.goal),
            starts_on=today - planned.began * DAY,
            ends_on=today - planned.ends * DAY,
        )
        campaigns.add_picture(
            campaign=campaign, file=self.picture(*planned.picture), alt=planned.alt, actor=writer
        )
        self.campaigns[key] = campaigns.open_to_gifts(campaign=campaign, actor=self.place.holder("chair"))

    def picture(self, sign: str, tone: str) -> BinaryIO:
        """A painted picture as a phone would send it."""
        return cast(BinaryIO, ContentFile(photos.painted(sign, tone, "some"), name="photo.jpg"))

    def tell(self, key: str, words: str, picture: tuple[str, str] | None) -> None:
        """News for those who gave."""
        campaigns.tell(
            campaign=self.campaigns[key],
            words=words,
            actor=self.place.holder("committee"),
            picture=self.picture(*picture) if picture else None,
        )

    def end(self, key: str) -> None:
        """It asks for nothing more."""
        campaigns.end(campaign=self.campaigns[key], actor=self.place.holder("committee"))

    def settle(self, key: str) -> None:
        """What is left goes where the campaign had said, by two."""
        reason = "ซื้อและแจกครบแล้ว เงินที่เหลือเข้ากองทุนตามที่บอกไว้ตอนเปิดรับ"
        asked = campaigns.settle(
            campaign=self.campaigns[key], reason=reason, actor=self.place.holder("committee")
        )
        if asked:
            countersigns.agree(countersign=asked, actor=self.place.holder("chair"))

    def give(self, number: int) -> None:
        """A gift in cash at the office, or by transfer with its slip."""
        days, amount, key, giver, name, is_cash = GIFTS[number]
        content: dict[str, Any] = {
            "community": self.community,
            "amount": Decimal(amount),
            "campaign": self.campaigns.get(key),
            "key": f"demo-gift-{number}",
            "giver": giver,
            "name": name,
            "is_anonymous": not name,
        }
        if is_cash:
            self.gifts[number] = donations.record_cash(**content, actor=self.keeper("treasurer"))
            return
        user = self.cast["demo-buyer"].user if days < 1 else None
        gift = donations.show_slip(donation=donations.give(**content, user=user), **self.shown(), user=user)
        if days > 1:
            self.story.at(self.story.later(4, 30), self.receive, number, gift)

    def receive(self, number: int, gift: Donation) -> None:
        """The treasurer sees it in the account; it has its receipt."""
        actor = self.keeper("treasurer")
        self.gifts[number] = donations.confirm(donation=gift, amount=gift.amount, actor=actor)

    def ask_back(self) -> None:
        """A gift was written down twice: one asks to take the receipt back, another agrees."""
        asked = receipts.ask_to_cancel(
            receipt=self.gifts[TWICE].transfer.receipt,  # type: ignore[union-attr]  # it has arrived
            reason="ลงรายการซ้ำ เงินก้อนนี้บันทึกไปแล้วตอนรับหน้างาน",
            actor=self.keeper("treasurer"),
        )
        countersigns.agree(countersign=asked, actor=self.place.holder("chair"))

    # Matching money

    def plan_matching(self) -> None:
        """The town has paid; another body is late."""
        self.at(130, 10, self.promise, MatchingSource.Kind.LOCAL, "เทศบาลนครตัวอย่าง", 12000, 90)
        self.at(125, 10, self.promise, MatchingSource.Kind.STATE, "สถาบันพัฒนาชุมชนสมมุติ", 15000, 40)

    def promise(self, kind: str, name: str, amount: int, due: int) -> None:
        """A letter says how much comes and when; of the second nothing has come yet."""
        source = matching.add_source(community=self.community, kind=kind, name=name)
        pledge = matching.pledge(
            source=source,
            amount=Decimal(amount),
            pledged_on=timezone.localdate(),
            due_on=self.story.today - due * DAY,
            document=f"หนังสือตัวอย่างที่ {amount // 1000}/2569",
            actor=self.keeper("treasurer"),
        )
        if kind == MatchingSource.Kind.LOCAL:
            self.at(88, 14, self.arrive, pledge)

    def arrive(self, pledge) -> None:
        """All of it is in the account."""
        matching.arrive(
            pledge=pledge,
            amount=pledge.amount,
            on=timezone.localdate(),
            key=f"demo-matching-{pledge.pk}",
            actor=self.keeper("treasurer"),
        )

    def close(self, month: dt.date) -> None:
        """The books of a month are closed, some weeks after it is over."""
        periods.close(community=self.community, month=month, actor=self.keeper("treasurer"))
