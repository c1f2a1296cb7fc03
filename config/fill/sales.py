"""Many orders of the last eighteen months, with all that followed from them."""

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Count, Max, Min
from django.utils import timezone

from config.fill.books import Entry, write
from config.fill.tools import PREFIX, SHARE_PERCENT, Codes, Filler, last_id, make
from households.models import IncomeProposal, Membership
from lib.dates import month_start
from lib.money import share
from market.baskets import amount
from market.models import Checkout, Order, OrderEvent, OrderLine, PaymentEntry, Shop, Variant
from welfare.models import Account

DAYS = 540
MOST_BUYERS = 20_000
Status, Event = Order.Status, OrderEvent.Kind
# Every hundred orders: how many of them end how.
ENDS = [Status.COMPLETED] * 92 + [Status.CANCELLED] * 4 + [Status.DECLINED] * 2 + [Status.EXPIRED] * 2
STEPS: dict[str, list[OrderEvent.Kind]] = {
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


class Sales(Filler):
    """Orders that have ended one way or the other."""

    def __init__(self, seed: int, say: Callable[[str], None]):
        super().__init__(seed, say)
        self.accounts: dict[tuple[int, str], Account] = {}

    def orders(self, count: int) -> None:
        """Orders of the last eighteen months with lines, events, money, the fund's share and proposed income."""
        if not count:
            return
        variants_of = self.variants_by_shop()
        buyers = list(
            Membership.objects.filter(
                household__community__code__startswith=PREFIX, is_representative=True
            ).values_list("person__user_id", "person__name")[:MOST_BUYERS]
        )
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
            share=share(goods_total, Decimal(SHARE_PERCENT)),
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
            if order.completed_at
        )
        write(self.entry(order) for order in sold if order.share)
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
            if order.completed_at
        )

    def entry(self, order: Order) -> Entry:
        """What the shop owes the fund for this order."""
        return Entry(
            f"order:{order.code}:share",
            order.community_id,
            self.account(order.community_id, Account.Kind.OWED_BY_SHOP, order.shop.code, order.shop_name),
            self.account(order.community_id, Account.Kind.SHARE_EXPECTED),
            int(order.share.scaleb(2)),
            timezone.localdate(order.completed_at),
            f"order {order.code}",
        )

    def account(self, community: int, kind: str, holder: str = "", name: str = "") -> Account:
        """An account in a community's books, looked up once."""
        key = (community, kind + holder)
        if key not in self.accounts:
            self.accounts[key] = Account.objects.get_or_create(
                community_id=community, kind=kind, holder=holder, defaults={"name": name}
            )[0]
        return self.accounts[key]
