"""The demo's sixty shops and their four hundred listings, opened one after another."""

import calendar
import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from config.demo import goods, people, photos
from config.demo.goods import Good, Trade
from config.demo.places import Home, Place, invented_id, phone
from config.demo.story import Story
from market import listings, shops
from market.defaults import ensure_catalogue
from market.listings import Offer
from market.models import Category, Listing, Shop, Unit, Variant

# When shops open, as a part of the story's days.
OPENINGS = [0.99, 0.96, 0.73, 0.55, 0.37, 0.17]
CLOSED_DAYS = [0b1111111] * 7 + [0b0111111, 0b1111110, 0b1011111]


@dataclass
class Ware:
    """A listing with its variants, and how much the story believes is left of each."""

    listing: Listing
    good: Good
    variants: list[Variant]


@dataclass
class Stall:
    """A shop with the home that keeps it."""

    place: Place
    home: Home
    trade: Trade
    weight: float
    # Opened on some day of the story.
    shop: Shop = None  # type: ignore[assignment]
    wares: list[Ware] = field(default_factory=list)


class Market:
    """All shops of the story."""

    def __init__(self, story: Story, places: list[Place]):
        ensure_catalogue()
        self.story = story
        self.units = {unit.name_th: unit for unit in Unit.objects.all()}
        self.categories = {category.code: category for category in Category.objects.all()}
        self.stalls: list[Stall] = []
        self.used: dict[str, int] = {}
        self.plan(places)

    def plan(self, places: list[Place]) -> None:
        """Which home opens which kind of shop on which day, and what it puts up when."""
        rng, size, trades = self.story.rng, self.story.size, list(goods.trades().values())
        chilli, fruit = goods.trades()["chilli"], goods.trades()["fruit"]
        kinds: list[Trade] = []
        for number in range(size.shops * len(places)):
            kinds.append(trades[number % len(trades)])
        rng.shuffle(kinds)
        kinds[kinds.index(chilli)], kinds[0] = kinds[0], chilli
        # The newest shop of each community sells fruit as far as there is such a shop: its goods are what is new.
        fruity = [number for number, trade in enumerate(kinds) if trade == fruit]
        for number, last in zip(fruity, range(size.shops - 1, len(kinds), size.shops), strict=False):
            kinds[number], kinds[last] = kinds[last], kinds[number]
        for number, trade in enumerate(kinds):
            place = places[number // size.shops]
            home = place.homes[number % size.shops]
            is_first, is_last = number == 0, number == size.shops - 1
            span = (self.story.today - place.opens_on).days
            days_ago = span - 3 if is_first else 2 if is_last else int(rng.choice(OPENINGS) * span)
            days_ago -= 0 if is_first or is_last else rng.randrange(max(span // 18, 1))
            weight = 4 if is_first else 0.2 if is_last else rng.choice([0.5, 1, 1, 2])
            stall = Stall(place, home, trade, weight)
            self.stalls.append(stall)
            share = size.listings // len(kinds) + (number < size.listings % len(kinds))
            self.story.at(self.story.moment(days_ago, rng.uniform(8, 12)), self.open, stall, number, share)

    def open(self, stall: Stall, number: int, share: int) -> None:
        """The household opens its shop, and puts up one thing after another."""
        story, rng, trade, shops_each = self.story, self.story.rng, stall.trade, self.story.size.shops
        turn = self.used.get(trade.code, 0)
        self.used[trade.code] = turn + 1
        takes_promptpay = number == 0 or rng.random() < 0.8
        delivers = number == 0 or rng.random() < 0.6
        first = trade.goods[turn % len(trade.goods)]
        stall.shop = shops.open_shop(
            household=stall.home.household,
            user=stall.home.user,
            name=trade.names[turn % len(trade.names)].format(who=stall.home.name.called),
            taken=[self.photo(first, "some")],
            story=trade.stories[turn % len(trade.stories)],
            phone=phone(rng.randrange(900)),
            opening_days=0b1111111 if number == 0 else rng.choice(CLOSED_DAYS),
            takes_promptpay=takes_promptpay,
            promptpay_id=invented_id(number + 101) if takes_promptpay else "",
            receiver_name=f"{stall.home.name.full} (สมมุติ)" if takes_promptpay else "",
            pickup_place=rng.choice(people.PICKUP_PLACES),
            offers_delivery=delivers,
            delivery_fee=Decimal(rng.choice([0, 10, 10, 15, 20])) if delivers else Decimal(0),
        )
        if number != shops_each - 1:
            story.at(story.later(30, 120), self.verify, stall)
        if number == 2 * shops_each + 1:
            story.at(story.moment(6, 10), self.suspend, stall)
        if number == shops_each + 2:
            story.at(story.moment(1, 9), self.go_on_holiday, stall)
        hours_left = (story.now - story.clock.moment) / dt.timedelta(hours=1)
        goods_in_turn = rng.sample(trade.goods, len(trade.goods))
        for at in range(share):
            good = goods_in_turn[at % len(goods_in_turn)]
            when = (
                story.later(0.1, 6)
                if at < 4 or number == shops_each - 1
                else story.later(24, max(25, min(story.size.days * 3.5, hours_left * 0.9)))
            )
            story.at(min(when, story.moment(0, 0)), self.put_up, stall, good)

    def put_up(self, stall: Stall, good: Good) -> None:
        """A new listing."""
        rng = self.story.rng
        listing = listings.add(
            shop=stall.shop,
            name=good.name,
            unit=self.units[good.unit],
            category=self.categories[good.category],
            price=self.priced(good.price),
            stock=Decimal(self.batch(good)),
            offers=[Offer(name, self.priced(price), Decimal(self.batch(good))) for name, price in good.sizes],
            taken=[] if "bare" in good.marks else self.photos(good),
            description=good.description
            or rng.choice(["", "", "ทำเองทุกขั้นตอน", "ถามได้ทางโทรศัพท์", "มีจำนวนจำกัดต่อวัน"]),
            condition=condition(good),
            supply=Listing.Supply.STOCK if good.days_to_make is None else Listing.Supply.TO_ORDER,
            days_to_make=good.days_to_make or 0,
            daily_cap=good.cap,
            **self.season(good),
        )
        if "gone" in good.marks:
            listing = listings.mark_sold_out(listing=listing)
        listing.unit, listing.shop = self.units[good.unit], stall.shop
        stall.wares.append(Ware(listing, good, list(listing.variants.order_by("position"))))

    def batch(self, good: Good) -> int:
        """How much a seller has at a time."""
        if "empty" in good.marks:
            return 0
        if good.marks & {"used", "gift"}:
            return 1 if good.price else 3
        return self.story.rng.choice([8, 12, 20, 30]) if good.price > 5 else 200

    def restock(self, ware: Ware) -> None:
        """A new batch of everything."""
        offers = [
            Offer(variant.name, variant.price, Decimal(self.batch(ware.good)), variant.pk)
            for variant in ware.variants
        ]
        listings.set_variants(listing=ware.listing, offers=offers)
        for variant, offer in zip(ware.variants, offers, strict=True):
            variant.stock = offer.stock or Decimal(0)

    def priced(self, price: Decimal) -> Decimal:
        """Every shop has its own prices, in steps that people pay."""
        step = Decimal(5) if price >= 30 else Decimal(1) if price >= 10 else Decimal("0.5")
        varied = price * Decimal(self.story.rng.choice([92, 100, 100, 108])) / 100
        return (varied / step).quantize(Decimal(1), ROUND_HALF_UP) * step

    def photos(self, good: Good) -> list:
        """One picture, sometimes two."""
        taken = [self.photo(good, "one")]
        return [*taken, self.photo(good, "some")] if self.story.rng.random() < 0.15 else taken

    def photo(self, good: Good, arrangement: str):
        """A picture on the ground of the good's category."""
        return photos.photo(good.sign, self.categories[good.category].tone, arrangement)

    def season(self, good: Good) -> dict:
        """The first season that is not over yet."""
        if not good.months:
            return {}
        first, last = good.months
        year = self.story.today.year + (last < self.story.today.month)
        until = dt.date(year, last, calendar.monthrange(year, last)[1])
        return {"available_from": dt.date(year, first, 1), "available_until": until}

    def verify(self, stall: Stall) -> None:
        """The committee has been there."""
        shops.verify(shop=stall.shop, actor=stall.place.holder("committee"))

    def suspend(self, stall: Stall) -> None:
        """One shop has to wait for a talk."""
        reason = "มีคนได้ของไม่ตรงกับรูปสองครั้ง ขอให้มาคุยกับกรรมการก่อนเปิดต่อ"
        shops.suspend(shop=stall.shop, reason=reason, actor=stall.place.holder("chair"))
        stall.wares.clear()

    def go_on_holiday(self, stall: Stall) -> None:
        """One shop is closed for some days."""
        shops.set_holiday(shop=stall.shop, is_on_holiday=True)


def condition(good: Good) -> str:
    """New, used or a gift."""
    if "gift" in good.marks:
        return Listing.Condition.GIVE_AWAY
    return Listing.Condition.SECOND_HAND if "used" in good.marks else Listing.Condition.NEW
