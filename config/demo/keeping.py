"""How the demo's fund is kept: the store, what is bought, the bank's statement, counting, costs, and the auditor."""

import datetime as dt
from decimal import Decimal

from config.demo.evidence import evidence
from config.demo.fund import BLANKETS, DAY, Fund
from welfare import purchases, stock, stores
from welfare.models import Account, GoodsKind, Lot, Purchase, Store

Origin = Lot.Origin
# goods, unit, quantity, low below, came as, from whom, worth in baht, good for so many days from today
GOODS = [
    ("ข้าวสาร", "กก.", 180, 50, Origin.GIVEN, "โรงสีตัวอย่าง", 5400, 240),
    ("น้ำดื่ม", "ขวด", 60, 100, Origin.GIVEN, "ร้านน้ำดื่มสมมุติ", 420, 300),
    ("หน้ากากอนามัย", "กล่อง", 24, None, Origin.LENT, "เทศบาลนครตัวอย่าง", 1200, 18),
]
STORE_DAYS = 80


class Keeping:
    """The store, purchases, and what treasurers and the auditor look at."""

    def __init__(self, fund: Fund):
        self.fund, self.story, self.place = fund, fund.story, fund.place
        self.community = fund.community
        self.store: Store
        self.kinds: dict[str, GoodsKind] = {}
        fund.at(STORE_DAYS, 9, self.fill_store)
        fund.at(122, 9, self.buy_blankets)
        fund.at(11, 9, self.buy_rice)

    # Goods

    def fill_store(self) -> None:
        """A store with rice, water and masks."""
        actor = self.place.holder("committee")
        self.store = stores.add_store(community=self.community, name="ห้องเก็บของศาลาชุมชน", actor=actor)
        for name, unit, quantity, low, origin, giver, worth, days in GOODS:
            kind = self.kinds[name] = stores.add_kind(
                community=self.community,
                name=name,
                unit=unit,
                low_below=None if low is None else Decimal(low),
                actor=actor,
            )
            stock.receive(
                store=self.store,
                kind=kind,
                quantity=Decimal(quantity),
                origin=origin,
                giver=giver,
                is_anonymous=False,
                worth=Decimal(worth),
                expires_on=self.story.today + dt.timedelta(days=days),
                key=f"demo-lot-{kind.pk}",
                actor=actor,
            )

    # Purchases

    def buy_blankets(self) -> None:
        """For the first campaign, out of its money: one offer is enough for this amount."""
        ordered = self.order(
            "ผ้าห่ม 24 ผืน เสื้อกันฝน 24 ตัว",
            "แจกบ้านริมคลองก่อนหน้าฝน",
            [("ร้านผ้าห่มตัวอย่าง", 4800)],
            self.fund.campaigns[BLANKETS],
        )
        received = self.receive(ordered, "มาครบ 24 ชุด สภาพดี")
        self.fund.at(119, 13, self.pay, received)

    def buy_rice(self) -> None:
        """Three offers; it has come and waits to be paid."""
        offers = [("โรงสีตัวอย่าง", 6900), ("ร้านค้าส่งสมมุติ", 7450), ("สหกรณ์จำลอง", 7200)]
        ordered = self.order("ข้าวสาร 200 กก. กับชุดยังชีพ 20 ชุด", "เติมห้องเก็บของก่อนหน้าน้ำ", offers, None)
        goods = purchases.Goods(self.store, self.kinds["ข้าวสาร"], Decimal(200), self.story.today + 300 * DAY)
        self.fund.at(3, 10, self.receive, ordered, "ข้าวสารครบ 200 กก. ชุดยังชีพครบ", goods)

    def order(self, what: str, why: str, offers: list[tuple[str, int]], campaign) -> Purchase:
        """Asked for by one, ordered by the chair at the best price."""
        asker = self.place.holder("committee")
        purchase = purchases.ask(
            community=self.community,
            what=what,
            why=why,
            estimate=Decimal(offers[0][1]),
            key=f"demo-{self.fund.number()}",
            actor=asker,
            campaign=campaign,
        )
        quotes = [
            purchases.add_quote(
                purchase=purchase,
                seller=seller,
                amount=Decimal(amount),
                actor=asker,
                picture=evidence("Offer", f"{amount:,} THB"),
            )
            for seller, amount in offers
        ]
        best = min(quotes, key=lambda quote: quote.amount)
        return purchases.order(purchase=purchase, quote=best, actor=self.place.holder("chair"))

    def receive(self, purchase: Purchase, words: str, goods: purchases.Goods | None = None) -> Purchase:
        """Somebody else looks at what came."""
        return purchases.receive(
            purchase=purchase,
            words=words,
            picture=evidence("Bill", f"No. {purchase.code}"),
            actor=self.place.posts["committee"][1],
            goods=goods,
        )

    def pay(self, purchase: Purchase) -> None:
        """The treasurer pays the seller."""
        purchases.pay(
            purchase=purchase,
            amount=purchase.chosen.amount if purchase.chosen else Decimal(0),
            way=Account.Kind.BANK,
            actor=self.place.holder("treasurer"),
            picture=evidence("Transfer done", f"No. {purchase.code}"),
        )
