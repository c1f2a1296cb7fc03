"""Large data for measuring: many households, shops, listings and orders, straight into the tables.

Rows are made in batches, so memory stays the same at any size. Names are put together from real words, so that
searching means something. Everything belongs to communities of its own, whose codes begin with "fill".
"""

import datetime as dt
import itertools
import random
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Model
from django.utils import timezone

from config.demo import goods, people, photos
from households.models import (
    Community,
    Consent,
    Household,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Municipality,
    Person,
    User,
)
from lib.codes import ALPHABET
from lib.dates import month_start
from lib.money import share
from market.baskets import amount
from market.defaults import ensure_catalogue
from market.models import (
    Category,
    Checkout,
    Listing,
    ListingPicture,
    Order,
    OrderEvent,
    OrderLine,
    PaymentEntry,
    Shop,
    Unit,
    Variant,
)
from welfare.models import Account, Transfer

BATCH = 2000
PREFIX = "fill"
SHARE_PERCENT = Decimal(2)
LISTINGS_PER_SHOP = 50
HOMES_PER_COMMUNITY = 300
MOST_COMMUNITIES = 200
MONTHS_OF_INCOME = 12
DAYS = 540

QUALITIES = [
    "สูตรโบราณ",
    "เจ้าเก่า",
    "ปลอดสาร",
    "คัดพิเศษ",
    "ทำสดทุกวัน",
    "หวานน้อย",
    "ของแท้",
    "พร้อมส่ง",
    "รสเด็ด",
    "ตากแดดเดียว",
    "ทำเอง",
    "ราคากันเอง",
    "สั่งได้ทุกวัน",
    "รับรองความสด",
    "ของฝาก",
    "แบ่งขาย",
    "ชุดใหญ่",
    "ชุดเล็ก",
    "เกรดเอ",
    "ลดราคา",
]
PLACES = [
    "นา",
    "ควน",
    "ท่า",
    "หนอง",
    "คลอง",
    "ดอน",
    "ทุ่ง",
    "บาง",
    "เขา",
    "ปาก",
    "โคก",
    "ห้วย",
    "วัง",
    "ไร่",
    "สวน",
    "ป่า",
    "เกาะ",
    "แหลม",
]
Status, Event = Order.Status, OrderEvent.Kind
# Every hundred orders: how many of them end how.
ENDS = [Status.COMPLETED] * 92 + [Status.CANCELLED] * 4 + [Status.DECLINED] * 2 + [Status.EXPIRED] * 2
STEPS = {
    Status.COMPLETED: [
        Event.PLACED,
        Event.ACCEPTED,
        Event.READY,
        Event.MONEY_IN,
        Event.HANDED_OVER,
        Event.COMPLETED,
    ],
    Status.CANCELLED: [Event.PLACED, Event.CANCELLED],
    Status.DECLINED: [Event.PLACED, Event.DECLINED],
    Status.EXPIRED: [Event.PLACED, Event.NOT_ACCEPTED],
}


class Filler:
    """Makes rows of everything, and says how far it is."""

    def __init__(self, seed: int, say: Callable[[str], None]):
        self.rng = random.Random(seed)  # noqa: S311
        self.say = say
        self.now = timezone.now()
        ensure_catalogue()
        self.units = {unit.name_th: unit for unit in Unit.objects.all()}
        self.categories = {category.code: category for category in Category.objects.all()}
        self.goods = [(good, trade) for trade in goods.trades().values() for good in trade.goods]
        self.firsts = [*people.WOMEN, *people.MEN]

    def batches(self, what: str, count: int) -> Iterator[range]:
        """Ranges of at most BATCH numbers up to `count`, each in a transaction of its own, with a line of progress."""
        started = said = time.monotonic()
        for start in range(0, count, BATCH):
            stop = min(start + BATCH, count)
            with transaction.atomic():
                yield range(start, stop)
            now = time.monotonic()
            if stop == count or now - said > 5:
                said = now
                self.say(f"  {what}: {stop:,} of {count:,} ({stop / (now - started):,.0f} a second)")

    # Who

    def households(self, count: int) -> None:
        """Households in communities of their own, each with its representative and a year of income."""
        if not count:
            return
        places = self.communities(-(-count // HOMES_PER_COMMUNITY))
        codes = {model: Codes(model) for model in (User, Household, Person)}
        for numbers in self.batches("households", count):
            names = [self.person_name() for _number in numbers]
            users = make(
                User(code=codes[User].next(), name=name, password="!", wants_email=False)  # noqa: S106
                for name in names
            )
            homes = make(
                Household(
                    code=codes[Household].next(),
                    community=places[number % len(places)],
                    name=f"บ้าน{user.name.split()[0]}",
                    house_number=f"{number // len(places) + 1}",
                )
                for number, user in zip(numbers, users, strict=True)
            )
            persons = make(Person(code=codes[Person].next(), name=user.name, user=user) for user in users)
            make(
                Membership(person=person, household=home, status="active", is_representative=True)
                for person, home in zip(persons, homes, strict=True)
            )
            make(
                Consent(user=user, purpose=Consent.Purpose.INCOME, is_given=True, recorded_by=user)
                for user in users
                if self.rng.random() < 0.9
            )
            self.incomes(homes, users)

    def communities(self, count: int) -> list[Community]:
        """As many communities as are wanted, in one municipality."""
        municipality, _is_new = Municipality.objects.get_or_create(
            code=PREFIX, defaults={"name": "ข้อมูลจำนวนมาก", "kind": "เทศบาล"}
        )
        count = min(count, MOST_COMMUNITIES)
        for number in range(1, count + 1):
            Community.objects.get_or_create(
                code=f"{PREFIX}{number}",
                defaults={
                    "name": f"ชุมชนทดลองที่ {number}",
                    "municipality": municipality,
                    "share_percent": SHARE_PERCENT,
                },
            )
        return list(Community.objects.filter(municipality=municipality).order_by("id")[:count])

    def incomes(self, homes: list[Household], users: list[User]) -> None:
        """One figure for each of the last twelve months."""
        months = [month_start(self.now)]
        while len(months) < MONTHS_OF_INCOME:
            months.append(month_start(months[-1] - dt.timedelta(days=1)))
        sources = [IncomeRecord.Source.WAGE, IncomeRecord.Source.FARMING, IncomeRecord.Source.TRADE]
        rng = self.rng
        usual = {home.pk: (rng.choice(sources), rng.randint(3000, 15000)) for home in homes}
        make(
            IncomeRecord(
                household=home,
                community_id=home.community_id,
                month=month,
                source=usual[home.pk][0],
                gross=Decimal(usual[home.pk][1] + rng.randint(-900, 900)),
                recorded_by=user,
            )
            for month in reversed(months)
            for home, user in zip(homes, users, strict=True)
        )

    def person_name(self) -> str:
        """Somebody invented."""
        return f"{self.rng.choice(self.firsts)} {self.rng.choice(people.SURNAMES)}"

    # What is for sale

    def listings(self, count: int) -> None:
        """Listings with a variant and a picture each, in shops of fifty."""
        if not count:
            return
        homes = list(
            Household.objects.filter(community__code__startswith=PREFIX).order_by("id")[
                : -(-count // LISTINGS_PER_SHOP)
            ]
        )
        pictures = {
            trade.code: photos.photo(trade.goods[0].sign, self.categories[trade.goods[0].category].tone)
            for trade in goods.trades().values()
        }
        codes = {model: Codes(model) for model in (Shop, Listing)}
        shop_rows: list[Shop] = []
        for numbers in self.batches("listings", count):
            last = (numbers[-1]) // LISTINGS_PER_SHOP
            new = range(len(shop_rows), last + 1)
            shop_rows += make(
                self.shop(codes[Shop].next(), homes[number % len(homes)], number) for number in new
            )
            chosen = [self.rng.choice(self.goods) for _number in numbers]
            rows = make(
                self.listing(codes[Listing].next(), shop_rows[number // LISTINGS_PER_SHOP], good)
                for number, (good, _trade) in zip(numbers, chosen, strict=True)
            )
            make(Variant(listing=row, price=row.price, stock=row.stock) for row in rows)
            make(
                ListingPicture(
                    listing=row, digest=picture.digest, width=picture.width, height=picture.height, position=0
                )
                for row, (_good, trade) in zip(rows, chosen, strict=True)
                for picture in (pictures[trade.code],)
            )

    def shop(self, code: str, home: Household, number: int) -> Shop:
        """A shop row."""
        _good, trade = self.rng.choice(self.goods)
        name = self.rng.choice(trade.names).format(who=f"{home.name.removeprefix('บ้าน')} {number + 1}")
        return Shop(
            code=code,
            household=home,
            community_id=home.community_id,
            name=name,
            story=trade.stories[0],
            pickup_place=people.PICKUP_PLACES[0],
            offers_delivery=number % 2 == 0,
            delivery_fee=Decimal(10) if number % 2 == 0 else Decimal(0),
            verified_at=self.now if number % 5 else None,
            **Shop.keys(name),
        )

    def listing(self, code: str, shop: Shop, good: goods.Good) -> Listing:
        """A listing row with its keys."""
        rng = self.rng
        name = f"{good.name} {rng.choice(QUALITIES)} บ้าน{rng.choice(PLACES)}{rng.choice(self.firsts)}"[:100]
        is_free = "gift" in good.marks
        return Listing(
            code=code,
            shop=shop,
            community_id=shop.community_id,
            category=self.categories[good.category],
            unit=self.units[good.unit],
            name=name,
            description=good.description,
            condition="give_away" if is_free else "second_hand" if "used" in good.marks else "new",
            price=Decimal(0) if is_free else good.price + rng.randint(0, 40),
            stock=Decimal(rng.choice([0, 5, 20, 100, 500, 1000])),
            **Listing.keys(name),
        )

    # Orders

    def orders(self, count: int) -> None:
        """Orders of the last eighteen months with lines, events, money, the fund's share and proposed income."""
        if not count:
            return
        variants_of = self.variants_by_shop()
        buyers = list(
            Membership.objects.filter(household__community__code__startswith=PREFIX).values_list(
                "person__user_id", "person__name"
            )[:20_000]
        )
        self.accounts: dict[tuple[int, str], Account] = {}
        codes, first = Codes(Order), last_id(Order) + 1
        for numbers in self.batches("orders", count):
            chosen = [self.rng.choice(variants_of) for _number in numbers]
            wanted = [
                self.rng.sample(range(low, high + 1), min(self.rng.choice([1, 1, 2, 3]), high - low + 1))
                for _shop, low, high in chosen
            ]
            variants = Variant.objects.select_related("listing__unit").in_bulk(
                set(itertools.chain.from_iterable(wanted))
            )
            shop_rows = Shop.objects.select_related("household").in_bulk({shop for shop, *_range in chosen})
            buyer_rows = [self.rng.choice(buyers) for _number in numbers]
            moments = [self.placed_at(number, count) for number in numbers]
            checkouts = make(
                Checkout(key=f"fill-{first + number}", fingerprint="-", buyer_id=buyer, placed_at=at)
                for number, (buyer, _name), at in zip(numbers, buyer_rows, moments, strict=True)
            )
            lines, orders = [], []
            for checkout, (shop, _low, _high), ids, (_buyer, name) in zip(
                checkouts, chosen, wanted, buyer_rows, strict=True
            ):
                mine = [self.line(variants[number]) for number in ids]
                orders.append(self.order(codes.next(), checkout, shop_rows[shop], mine, name))
                lines.append(mine)
            make(orders)
            for order, mine in zip(orders, lines, strict=True):
                for line in mine:
                    line.order = order
            make(itertools.chain.from_iterable(lines))
            self.what_follows(orders)

    def variants_by_shop(self) -> list[tuple[int, int, int]]:
        """Shops with the first and last of their variants, which were made one after another."""
        rows = (
            Variant.objects.filter(listing__community__code__startswith=PREFIX)
            .values_list("listing__shop_id")
            .annotate(low=Min("id"), high=Max("id"), count=Count("id"))
            .order_by("listing__shop_id")
        )
        return [(shop, low, high) for shop, low, high, number in rows if high - low + 1 == number]

    def placed_at(self, number: int, count: int) -> dt.datetime:
        """Moments spread evenly, the last one an hour ago."""
        return self.now - dt.timedelta(hours=1, days=DAYS * (1 - (number + 1) / count))

    def line(self, variant: Variant) -> OrderLine:
        """One line with everything copied."""
        quantity = Decimal(self.rng.randint(1, 3))
        return OrderLine(
            variant=variant,
            listing_code=variant.listing.code,
            name=variant.listing.name,
            unit_name=variant.listing.unit.name_th,
            price=variant.price,
            quantity=quantity,
            amount=amount(variant.price, quantity),
            took_stock=True,
        )

    def order(self, code: str, checkout: Checkout, shop: Shop, lines: list[OrderLine], name: str) -> Order:
        """An order that has ended one way or the other."""
        at, status = checkout.placed_at, self.rng.choice(ENDS)
        goods_total = sum((line.amount for line in lines), Decimal(0))
        is_completed = status == Status.COMPLETED
        return Order(
            code=code,
            checkout=checkout,
            buyer_id=checkout.buyer_id,
            shop=shop,
            community_id=shop.community_id,
            status=status,
            payment=Order.Payment.PAID if is_completed and goods_total else Order.Payment.NOTHING_DUE,
            buyer_name=name,
            shop_name=shop.name,
            method=Order.Method.PICKUP,
            place=shop.pickup_place,
            pay_by=Order.PayBy.CASH,
            goods_total=goods_total,
            total=goods_total,
            share_percent=SHARE_PERCENT,
            share=share(goods_total, SHARE_PERCENT),
            handover_code=f"{self.rng.randrange(10_000):04d}",
            accept_until=at + dt.timedelta(days=1),
            placed_at=at,
            completed_at=at + dt.timedelta(minutes=50) if is_completed else None,
        )

    def what_follows(self, orders: list[Order]) -> None:
        """Events, and for completed orders the money, the share and the proposed income."""
        make(
            OrderEvent(order=order, kind=kind, at=order.placed_at + dt.timedelta(minutes=10 * step))
            for order in orders
            for step, kind in enumerate(STEPS[order.status])
        )
        sold = [order for order in orders if order.status == Status.COMPLETED and order.total]
        make(
            PaymentEntry(
                order=order,
                kind=PaymentEntry.Kind.RECEIVED,
                method=order.pay_by,
                amount=order.total,
                key=f"order:{order.code}:cash",
                at=order.completed_at,
            )
            for order in sold
        )
        make(self.transfer(order) for order in sold if order.share)
        make(
            IncomeProposal(
                household_id=order.shop.household_id,
                community_id=order.community_id,
                month=month_start(order.completed_at),
                gross=order.total,
                document=f"order {order.code}",
                key=f"order:{order.code}:income",
            )
            for order in sold
        )

    def transfer(self, order: Order) -> Transfer:
        """What the shop owes the fund for this order."""
        return Transfer(
            key=f"order:{order.code}:share",
            community_id=order.community_id,
            debit=self.account(
                order.community_id, Account.Kind.OWED_BY_SHOP, order.shop.code, order.shop_name
            ),
            credit=self.account(order.community_id, Account.Kind.SHARE_EXPECTED),
            amount=order.share,
            value_date=timezone.localdate(order.completed_at),
            document=f"order {order.code}",
        )

    def account(self, community: int, kind: str, holder: str = "", name: str = "") -> Account:
        """An account in a community's books, looked up once."""
        key = (community, kind + holder)
        if key not in self.accounts:
            self.accounts[key] = Account.objects.get_or_create(
                community_id=community, kind=kind, holder=holder, defaults={"name": name}
            )[0]
        return self.accounts[key]


class Codes:
    """Short codes that never repeat, however many: running numbers, well stirred."""

    LENGTH = 8
    STIR = 21_474_836_487

    def __init__(self, model: type[Model]):
        self.numbers = itertools.count(last_id(model) + 1)

    def next(self) -> str:
        """The next code."""
        rest = next(self.numbers) * self.STIR % len(ALPHABET) ** self.LENGTH
        letters = []
        for _place in range(self.LENGTH):
            rest, letter = divmod(rest, len(ALPHABET))
            letters.append(ALPHABET[letter])
        return "".join(letters)


def make(rows: Iterable[Model]) -> list:
    """Write rows at once. Returns them with their ids."""
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows, batch_size=BATCH) if rows else []


def last_id(model: type[Model]) -> int:
    """The newest id in a table."""
    return model.objects.aggregate(last=Max("id"))["last"] or 0


def fill(*, listings: int, orders: int, households: int, seed: int, say: Callable[[str], None]) -> None:
    """Add so many of each. Shops come with listings; the homes that keep them come when there are none."""
    filler = Filler(seed, say)
    if (
        (listings or orders)
        and not households
        and not Household.objects.filter(community__code__startswith=PREFIX).exists()
    ):
        households = max(40, -(-listings // (LISTINGS_PER_SHOP * 2)))
    filler.households(households)
    filler.listings(listings)
    filler.orders(orders)
    say("  counting for the query planner")
    with connection.cursor() as cursor:
        is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if is_alone else "ANALYZE")
