"""What happens to the demo's orders, from the basket to the last baht."""

import itertools
from decimal import ROUND_DOWN, Decimal

from config.demo.slips import slip_picture
from config.demo.stalls import Market, Stall, Ware
from config.demo.story import Story
from households.models import User
from market import checkouts, orders
from market.checkouts import Choice, Wish
from market.models import Order, Shop, ShownSlip
from welfare import slips

KILOS = [Decimal("0.5"), Decimal(1), Decimal(1), Decimal("1.5"), Decimal(2)]
NOTES = ["", "", "", "", "ขอเผ็ดน้อย", "แขวนไว้หน้าบ้านได้เลย", "โทรมาก่อนนะ", "ขอสุกๆ หน่อย", "มารับหลังเลิกงาน"]
WHY_NOT = ["วันนี้ของหมดแล้ว ขอโทษด้วยนะ", "ไม่สบาย ทำไม่ทัน", "เรือไม่ได้ออก ไม่มีของ"]
WHY_CANCELLED = ["สั่งผิดร้าน", "กลับบ้านไม่ทันมารับ", "ซื้อได้ใกล้กว่านี้แล้ว"]
WHY_BACK = ["ของช้ำไปบางส่วน คืนเงินให้", "ให้ของไม่ครบ", "ทำให้ไม่ทันตามนัด"]
BANKS = ["002", "004", "006", "014", "030", "034"]


class Trade:
    """Buyers, and what they do with what the market has."""

    def __init__(self, story: Story, market: Market):
        self.story, self.market = story, market
        self.references = itertools.count(1)
        self.buyers: list[tuple[User, object]] = []
        for place in dict.fromkeys(id(stall.place) for stall in market.stalls):
            homes = next(stall.place for stall in market.stalls if id(stall.place) == place).homes
            self.buyers += [(home.user, home) for home in homes]
        self.weights = [8 if user.code == "demo-buyer" else 1 for user, _home in self.buyers]
        self.home_of = {stall.home.user.pk: stall for stall in market.stalls}
        self.place_of = {home.user.pk: stall.place for stall in market.stalls for home in stall.place.homes}
        for _order in range(story.size.orders):
            # More and more of them as the market grows.
            days_ago = int((story.size.days - 15) * (1 - story.rng.random() ** 0.6))
            story.at(story.moment(days_ago, story.rng.uniform(6, 20.5)), self.shop_around)

    def shop_around(self) -> None:
        """Somebody fills a basket from one or two shops and orders."""
        rng = self.story.rng
        user = self.buyer()
        near = [stall for stall in self.open_stalls(user) if stall.place is self.place_of[user.pk]]
        pool = near if near and rng.random() < 0.93 else self.open_stalls(user)
        if not pool:
            return
        chosen = {
            id(stall): stall
            for stall in rng.choices(pool, [s.weight for s in pool], k=rng.choice([1, 1, 1, 2]))
        }
        self.order(user, list(chosen.values()))

    def buyer(self) -> User:
        """Somebody of a community whose market has opened."""
        while True:
            user, _home = self.story.rng.choices(self.buyers, self.weights)[0]
            if self.story.on(self.place_of[user.pk].opens_on, 0) <= self.story.clock.moment:
                return user

    def open_stalls(self, user: User) -> list[Stall]:
        """Shops that sell today, other than one's own."""
        own = self.home_of.get(user.pk)
        return [stall for stall in self.market.stalls if stall.wares and stall is not own]

    def order(
        self, user: User, stalls: list[Stall], pay_by: str = "", method: str = "", live: bool = True
    ) -> list[Order]:
        """Place the orders; with `live`, they go their way by themselves."""
        rng, wishes, choices = self.story.rng, [], {}
        for stall in stalls:
            wares = [ware for ware in stall.wares if ware.listing.can_be_ordered or self.can_come_back(ware)]
            if not wares:
                continue
            some = rng.sample(wares, min(len(wares), rng.choice([1, 1, 2, 2, 3, 4])))
            mine = [wish for ware in some if (wish := self.wish(ware))]
            if mine:
                wishes += mine
                is_free = not any(wish.price for wish in mine)
                choices[stall.shop.pk] = self.choice(stall.shop, pay_by, method, is_free)
        if not wishes:
            return []
        try:
            checkout = checkouts.place(
                buyer=user,
                key=f"demo-{next(self.references)}",
                wishes=wishes,
                choices=choices,
                name=user.name,
                phone=user.phone,
            )
        except checkouts.Short:
            # All coming days of something made to order are full: these buyers go home without.
            return []
        placed = list(checkout.orders.select_related("shop").order_by("id"))
        if live:
            by_shop = {stall.shop.pk: stall for stall in stalls}
            for order in placed:
                self.let_live(order, by_shop[order.shop_id])
        return placed

    def can_come_back(self, ware: Ware) -> bool:
        """Whether the seller will bring a new batch of what is sold out."""
        listing = ware.listing
        return listing.is_public and not listing.is_sold_out and listing.is_in_season and not ware.good.marks

    def wish(self, ware: Ware) -> Wish | None:
        """How much of it; the seller brings more when there is not enough."""
        rng = self.story.rng
        variant = rng.choice(ware.variants)
        quantity = self.quantity(ware)
        if not ware.listing.is_made_to_order:
            if variant.stock < quantity:
                if ware.good.marks:
                    return None
                self.market.restock(ware)
                ware.listing.stock = sum(each.stock for each in ware.variants)
            if variant.stock < quantity:
                return None
            variant.stock -= quantity
            ware.listing.stock -= quantity
        return Wish(variant.pk, quantity, variant.price)

    def quantity(self, ware: Ware) -> Decimal:
        """As much as people take of such a thing."""
        rng, good = self.story.rng, ware.good
        if good.marks or good.price >= 100 or good.unit == "ครั้ง":
            return Decimal(1)
        if good.unit == "กก.":
            return rng.choice(KILOS)
        most = 10 if good.unit in ("ฟอง", "ต้น") else 3
        quantity = Decimal(rng.randint(1, most))
        return min(quantity, good.cap) if good.cap else quantity

    def choice(self, shop: Shop, pay_by: str, method: str, is_free: bool) -> Choice:
        """How to get and how to pay it."""
        rng = self.story.rng
        by_promptpay = shop.takes_promptpay and not is_free and rng.random() < 0.62
        delivered = shop.offers_delivery and rng.random() < 0.45
        method = method or (Order.Method.DELIVERY if delivered else Order.Method.PICKUP)
        return Choice(
            method=method,
            pay_by=pay_by or (Order.PayBy.PROMPTPAY if by_promptpay else Order.PayBy.CASH),
            place="ที่บ้าน" if method == Order.Method.DELIVERY else "",
            note=rng.choice(NOTES),
        )

    # The ways an order can go

    def let_live(self, order: Order, stall: Stall) -> None:
        """Draw the order's fate."""
        story, seller = self.story, stall.home.user
        fate = story.rng.random()
        soon = story.later(0.3, 9)
        if fate < 0.03:
            story.at(soon, self.decline, order, seller)
        elif fate < 0.055:
            story.at(story.later(0.1, 0.25), self.cancel, order)
        elif fate < 0.07:
            story.at(order.accept_until, orders.expire_if_due.call, order.pk)
        elif fate < 0.085 and order.pay_until:
            story.at(soon, self.accept, order, seller, "never paid")
        elif fate < 0.1 and order.pay_until:
            story.at(soon, self.accept, order, seller, "shop cancels")
        else:
            story.at(soon, self.accept, order, seller, "")

    def accept(self, order: Order, seller: User, fate: str) -> None:
        """The shop takes it on; then money or goods come next."""
        orders.accept(order=order, actor=seller)
        story = self.story
        if fate == "never paid" and order.pay_until:
            story.at(order.pay_until, orders.expire_if_due.call, order.pk)
        elif order.pay_until:
            story.at(story.later(0.1, 3), self.pay, order, seller, fate)
        else:
            self.pack(order, seller)

    def pay(self, order: Order, seller: User, fate: str) -> None:
        """The buyer shows a slip; the seller looks into the account."""
        shown = self.show_slip(order)
        story = self.story
        if story.rng.random() < 0.04:
            story.at(story.later(0.3, 2), self.look_in_vain, order, seller, shown)
        else:
            story.at(story.later(0.2, 4), self.find_money, order, seller, shown, fate)

    def show_slip(self, order: Order, with_picture: bool = False) -> ShownSlip:
        """A transfer's reference, sometimes with the slip's picture."""
        bank, reference = self.story.rng.choice(BANKS), self.reference()
        taken = slips.take(slip_picture(bank, reference, order.total)) if with_picture else None
        return orders.show_slip(
            order=order,
            bank=bank,
            reference=reference,
            picture=taken.path if taken else "",
            was_read=bool(taken and taken.reference),
            actor=order.buyer,
        )

    def reference(self) -> str:
        """A reference that no bank gave."""
        return f"9999{next(self.references):016d}"

    def look_in_vain(self, order: Order, seller: User, shown: ShownSlip) -> None:
        """The seller does not find the money; the buyer shows the right slip."""
        orders.slip_not_found(order=order, shown=shown, reason="ยังไม่เห็นเงินเข้า ช่วยดูสลิปอีกครั้ง", actor=seller)
        self.find_money(order, seller, self.show_slip(order), "")

    def find_money(self, order: Order, seller: User, shown: ShownSlip, fate: str) -> None:
        """The money is there, sometimes not quite as much as it should be."""
        rng = self.story.rng
        amount = order.total
        luck = rng.random()
        if not fate and luck < 0.03 and amount > 20:
            amount -= rng.choice([1, 5, 10])
        elif not fate and luck < 0.05:
            amount += rng.choice([1, 5, 10])
        self.receive(order, seller, amount, shown)
        if amount > order.total:
            self.refund(order, seller, amount - order.total, "โอนเกินมา คืนให้")
        if fate == "shop cancels":
            orders.cancel(order=order, reason=rng.choice(WHY_NOT), actor=seller, by_shop=True)
            self.refund(order, seller, amount, "ยกเลิกแล้ว คืนเงินให้")
        else:
            self.pack(order, seller)

    def receive(self, order: Order, seller: User, amount: Decimal, shown: ShownSlip | None) -> None:
        """The seller confirms money."""
        orders.confirm_money(
            order=order,
            amount=amount,
            method=order.pay_by,
            key=f"demo:{order.code}:in",
            actor=seller,
            shown=shown,
        )

    def refund(self, order: Order, seller: User, amount: Decimal, reason: str) -> None:
        """The seller gives money back."""
        orders.refund(
            order=order,
            amount=amount,
            reason=reason,
            method=order.pay_by,
            key=f"demo:{order.code}:back:{next(self.references)}",
            actor=seller,
        )

    def pack(self, order: Order, seller: User) -> None:
        """Soon, or on the day it was promised for."""
        story = self.story
        when = story.later(0.5, 14)
        if order.promised_for:
            when = max(when, story.moment((story.today - order.promised_for).days, story.rng.uniform(7, 11)))
        story.at(when, self.be_ready, order, seller)

    def be_ready(self, order: Order, seller: User) -> None:
        """Packed; now it goes out or is picked up."""
        orders.mark_ready(order=order, actor=seller)
        story = self.story
        if order.method == Order.Method.DELIVERY:
            story.at(story.later(0.3, 4), self.send_out, order, seller)
        else:
            story.at(story.later(0.5, 26), self.hand_over, order, seller)

    def send_out(self, order: Order, seller: User) -> None:
        """On its way."""
        orders.send_out(order=order, actor=seller)
        self.story.at(self.story.later(0.2, 1.5), self.hand_over, order, seller)

    def hand_over(self, order: Order, seller: User) -> None:
        """Goods for four figures, or for the buyer's own word; sometimes there is an epilogue."""
        rng, story = self.story.rng, self.story
        if rng.random() < 0.08:
            orders.confirm_received(order=order, actor=order.buyer)
            story.at(story.later(0.5, 20), self.settle, order, seller)
        else:
            orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)
        if rng.random() < 0.02 and order.total >= 20:
            story.at(story.later(22, 60), self.give_some_back, order, seller)

    def settle(self, order: Order, seller: User) -> None:
        """Cash that the buyer brought later."""
        missing = orders.payments.missing(order)
        if missing > 0:
            orders.confirm_money(
                order=order,
                amount=missing,
                method=Order.PayBy.CASH,
                key=f"demo:{order.code}:rest",
                actor=seller,
            )

    def give_some_back(self, order: Order, seller: User) -> None:
        """A part of the price, or all of it, when something was wrong with the goods."""
        rng = self.story.rng
        share = rng.choice([Decimal("0.25"), Decimal("0.5"), Decimal(1)])
        received, refunded = orders.payments.totals(order)
        amount = ((received - refunded) * share).quantize(Decimal(1), ROUND_DOWN)
        if amount:
            self.refund(order, seller, amount, rng.choice(WHY_BACK))

    def decline(self, order: Order, seller: User) -> None:
        """Not this time."""
        orders.decline(order=order, reason=self.story.rng.choice(WHY_NOT), actor=seller)

    def cancel(self, order: Order) -> None:
        """The buyer changed their mind."""
        orders.cancel(order=order, reason=self.story.rng.choice(WHY_CANCELLED), actor=order.buyer)
