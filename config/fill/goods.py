"""Many listings, whose names are put together from real words, so that searching means something."""

from collections.abc import Callable
from decimal import Decimal

from config.demo import goods, people, photos
from config.fill.homes import FIRST_NAMES
from config.fill.tools import PREFIX, Codes, Filler, make
from households.models import Household
from market.defaults import ensure_catalogue
from market.models import Category, Listing, ListingPicture, Shop, Unit, Variant

LISTINGS_PER_SHOP = 50
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


class Goods(Filler):
    """Shops and what they sell."""

    def __init__(self, seed: int, say: Callable[[str], None]):
        super().__init__(seed, say)
        ensure_catalogue()
        self.units = {unit.name_th: unit for unit in Unit.objects.all()}
        self.categories = {category.code: category for category in Category.objects.all()}
        self.goods = [(good, trade) for trade in goods.trades().values() for good in trade.goods]

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
        name = f"{good.name} {rng.choice(QUALITIES)} บ้าน{rng.choice(PLACES)}{rng.choice(FIRST_NAMES)}"[:100]
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
