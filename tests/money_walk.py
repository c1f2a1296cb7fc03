"""A walk through everything that may happen to orders, money and stock, in random order but always the same.

`Walk` acts by the real actions, as people do: it presses twice, presses late, and presses again what it
pressed long ago. What must hold after each step stands in `tests.money_rules`.
"""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

from django_tasks_db.models import DBTaskResult

from households import incomes
from households.models import Household, IncomeProposal, IncomeRecord, User
from lib.errors import Refused
from market import checkouts, listings, orders, shops
from market.models import Listing, Order, PaymentEntry, ShownSlip, Variant
from tests import factories
from tests.money_facts import PERCENTS, PRICES, amounts, taken_of
from tests.walking import BEGIN, Clock
from welfare import shares
from welfare.models import SharePayment

Kind = PaymentEntry.Kind


class Walk:
    """A small market and the people in it. `step` does one thing; `done` tells what was done so far."""

    def __init__(self, seed: int, clock: Clock):
        self.rng, self.clock, clock.moment = random.Random(seed), clock, BEGIN
        self.done: list[str] = []
        self.keyed: list[Callable] = []
        self.numbers = 0
        self.records: dict[tuple[int, dt.date], Decimal] = {}
        self.build()
        # What there was of each variant, counting what orders hold of it.
        self.all_of = {variant.pk: variant.stock for variant in Variant.objects.all()}

    def build(self) -> None:
        """Two communities, three shops, five listings of every kind, three buyers, a treasurer in each place."""
        self.places = [
            factories.community(code="a", share_percent=Decimal("2.5")),
            factories.community(code="b", share_percent=Decimal(50)),
        ]
        self.treasurers = {place.pk: factories.with_role(place, "treasurer") for place in self.places}
        self.sellers, self.shops = {}, []
        for place in (self.places[0], self.places[0], self.places[1]):
            seller = factories.representative(place)
            shop = factories.shop(seller, delivery_fee=Decimal("7.50"), hours_to_accept=30, hours_to_pay=6)
            self.shops.append(shop)
            self.sellers[shop.pk] = seller
        self.buyers = [factories.representative(self.places[0]) for _number in range(3)]
        first, second, third = self.shops
        kilogram = factories.unit("kg", step="0.5", name_th="กก.")
        factories.listing(first, price="45", stock="9")
        factories.listing(first, price="3.33", stock="6", unit=kilogram)
        factories.listing(second, price="99.99", stock="0", supply="to_order", days_to_make=1, daily_cap=3)
        factories.listing(second, price="0", stock="5", condition=Listing.Condition.GIVE_AWAY)
        sizes = factories.listing(third, price="12.75", stock="8")
        small = listings.Offer("เล็ก", Decimal("0.01"), Decimal(8))
        listings.set_variants(
            listing=sizes, offers=[small, listings.Offer("ใหญ่", Decimal("12.75"), Decimal(8))]
        )

    # How it walks

    def step(self) -> None:
        """Do one thing; a refusal is an answer like any other."""
        acts = (
            [self.order_act] * 24 + [self.place] * 5 + [self.seller_act, self.fund_act, self.income_act] * 2
        )
        self.rng.choice([*acts, self.wait, self.wait, self.replay])()

    def attempt(self, name: str, call: Callable, *, is_keyed: bool = False) -> object | None:
        """Do it, perhaps twice. The second press changes nothing. Returns what came of it, None when refused."""
        self.done.append(name)
        try:
            outcome = call()
        except Refused as refusal:
            self.done[-1] += f": refused {refusal.code}"
            return None
        if is_keyed:
            self.keyed.append(call)
        if self.rng.random() < 0.2:
            self.again(call)
        return outcome

    def again(self, call: Callable) -> None:
        """Press something a second time."""
        before = amounts()
        self.done.append("the same again")
        try:
            call()
        except Refused as refusal:
            self.done[-1] += f": refused {refusal.code}"
        assert amounts() == before, "a second press changed something"

    def replay(self) -> None:
        """Press again what was pressed at some time before, with its key."""
        if self.keyed:
            self.again(self.rng.choice(self.keyed))

    def number(self) -> int:
        """A number that was not used before."""
        self.numbers += 1
        return self.numbers

    def wait(self) -> None:
        """Time goes by, and the worker does what is due."""
        self.clock.moment += self.rng.choice(
            [dt.timedelta(minutes=20), dt.timedelta(hours=3), dt.timedelta(hours=9), dt.timedelta(days=4)]
        )
        self.done.append(f"wait until {self.clock.moment:%d %b %H:%M}")
        for task in DBTaskResult.objects.ready().filter(task_path="market.orders.expire_if_due"):
            orders.expire_if_due.call(**task.args_kwargs["kwargs"])
            task.delete()

    # Buying

    def place(self) -> None:
        """A buyer orders one to three things, from one shop or several."""
        buyer = self.rng.choice(self.buyers)
        variants = list(Variant.objects.select_related("listing__unit", "listing__shop").order_by("id"))
        chosen = self.rng.sample(variants, self.rng.choice([1, 1, 2, 3]))
        wishes = [
            checkouts.Wish(one.pk, one.listing.unit.step * self.rng.choice([1, 1, 2, 3]), one.price)
            for one in chosen
        ]
        choices = {one.listing.shop_id: self.choice() for one in chosen}
        key = f"checkout {self.number()}"
        self.attempt(
            f"place {[(wish.variant_id, str(wish.quantity)) for wish in wishes]}",
            lambda: checkouts.place(
                buyer=buyer, key=key, wishes=wishes, choices=choices, name="ผู้ซื้อ", phone="0812345678"
            ),
            is_keyed=True,
        )

    def choice(self) -> checkouts.Choice:
        """How one shop's order is fetched and paid."""
        method, pay_by = self.rng.choice(["pickup", "delivery"]), self.rng.choice(["cash", "promptpay"])
        return checkouts.Choice(method=method, pay_by=pay_by, place="บ้าน 9" if method == "delivery" else "")

    # An order's life

    def order_act(self) -> None:
        """Something happens to one of the newer orders: mostly what comes next, sometimes anything."""
        found = list(Order.objects.order_by("-id")[:6])
        if not found:
            return self.place()
        order = self.rng.choice(found)
        usual = {
            "placed": [*[self.accept] * 6, self.slip, self.slip, self.cancel, self.decline],
            "accepted": [*[self.ready] * 6, self.slip, self.money, self.answer_slip, self.stop],
            "ready": [
                *[self.hand_over] * 5,
                self.received,
                self.out,
                self.money,
                self.answer_slip,
                self.stop,
            ],
            "out": [*[self.hand_over] * 3, self.received, self.stop],
            "handed_over": [self.money, self.money, self.answer_slip, self.slip],
            "completed": [self.refund, self.refund, self.money, self.answer_slip],
        }.get(order.status, [self.refund, self.answer_slip, self.money, self.slip])
        anything = [
            act for acts in (usual, [self.refund, self.cancel, self.stop, self.ready]) for act in acts
        ]
        act = self.rng.choice(usual if self.rng.random() < 0.8 else anything)
        return act(order, self.sellers[order.shop_id], f"{act.__name__} {order.pk} ({order.status})")

    def accept(self, order: Order, seller: User, name: str) -> None:
        """The shop takes it on."""
        self.attempt(name, lambda: orders.accept(order=order, actor=seller))

    def decline(self, order: Order, seller: User, name: str) -> None:
        """The shop does not."""
        self.attempt(name, lambda: orders.decline(order=order, reason="หมด", actor=seller))

    def ready(self, order: Order, seller: User, name: str) -> None:
        """Packed."""
        self.attempt(name, lambda: orders.mark_ready(order=order, actor=seller))

    def out(self, order: Order, seller: User, name: str) -> None:
        """On its way."""
        self.attempt(name, lambda: orders.send_out(order=order, actor=seller))

    def hand_over(self, order: Order, seller: User, name: str) -> None:
        """With the code or a wrong one, with the cash or without."""
        code = (
            order.handover_code if self.rng.random() < 0.9 else f"{(int(order.handover_code) + 1) % 10000:04}"
        )
        has_cash = self.rng.random() < 0.7
        self.attempt(
            f"{name} {'right' if code == order.handover_code else 'wrong'} code, {'cash' if has_cash else 'no cash'}",
            lambda: orders.hand_over(order=order, code=code, actor=seller, has_cash=has_cash),
        )

    def received(self, order: Order, _seller: User, name: str) -> None:
        """The buyer says so."""
        self.attempt(name, lambda: orders.confirm_received(order=order, actor=order.buyer))

    def cancel(self, order: Order, _seller: User, name: str) -> None:
        """The buyer takes it back."""
        self.attempt(name, lambda: orders.cancel(order=order, reason="", actor=order.buyer))

    def stop(self, order: Order, seller: User, name: str) -> None:
        """The shop ends it."""
        self.attempt(name, lambda: orders.cancel(order=order, reason="ป่วย", actor=seller, by_shop=True))

    # Money of an order

    def slip(self, order: Order, _seller: User, name: str) -> None:
        """The buyer shows a slip, now and then a used one."""
        number = self.number() if self.rng.random() < 0.9 else self.rng.randint(1, self.numbers + 1)
        reference = f"REFERENCE{number:09}"
        self.attempt(
            f"{name} {reference}",
            lambda: orders.show_slip(order=order, bank="014", reference=reference, actor=order.buyer),
        )

    def answer_slip(self, order: Order, seller: User, name: str) -> None:
        """The shop finds the money of one of the order's slips, exactly or not quite, or does not find it."""
        shown = self.rng.choice([*ShownSlip.objects.filter(order=order).order_by("id"), None])
        if shown is None:
            return
        if self.rng.random() < 0.35:
            call = lambda: orders.slip_not_found(order=order, shown=shown, reason="ไม่พบ", actor=seller)  # noqa: E731
            self.attempt(f"{name} {shown.pk} not found", call)
            return
        key = f"slip {shown.pk}" if self.rng.random() < 0.5 else f"slip {shown.pk} {self.number()}"
        self.confirm(order, seller, f"{name} {shown.pk} found", key, shown)

    def money(self, order: Order, seller: User, name: str) -> None:
        """Money comes in without a slip."""
        self.confirm(order, seller, name, f"money {self.number()}", None)

    def confirm(self, order: Order, seller: User, name: str, key: str, shown: ShownSlip | None) -> None:
        """An amount, mostly the right one."""
        odd = [order.total + 10, order.total - 1, order.total / 2, Decimal("0.01"), Decimal(0), Decimal(500)]
        amount = order.total if self.rng.random() < 0.6 else self.rng.choice(odd).quantize(Decimal("0.01"))
        self.attempt(
            f"{name} {amount} by key {key}",
            lambda: orders.confirm_money(
                order=order, amount=amount, method="promptpay", key=key, actor=seller, shown=shown
            ),
            is_keyed=True,
        )

    def refund(self, order: Order, seller: User, name: str) -> None:
        """The shop gives back all, a part, a satang, or more than it has."""
        entries = list(PaymentEntry.objects.filter(order=order))
        held = sum((e.amount if e.kind == Kind.RECEIVED else -e.amount for e in entries), Decimal(0))
        parts = [held, held / 2, held / 3, Decimal("0.01"), held + 1]
        amount, key = self.rng.choice(parts).quantize(Decimal("0.01")), f"refund {self.number()}"
        self.attempt(
            f"{name} {amount} of {held}",
            lambda: orders.refund(
                order=order, amount=amount, reason="เสีย", method="cash", key=key, actor=seller
            ),
            is_keyed=True,
        )

    # The shop's goods

    def seller_act(self) -> None:
        """A shop changes what it sells, or how; the committee closes it for a while."""
        listing = self.rng.choice(list(Listing.objects.select_related("shop", "unit").order_by("id")))
        act = self.rng.choice([self.restock, self.reprice, self.retire, self.switch, self.switch])
        act(listing)

    def restock(self, listing: Listing) -> None:
        """The shop counts what lies there; orders hold theirs beside it."""
        stock = listing.unit.step * self.rng.choice([0, 4, 9])
        variants = list(listing.variants.filter(is_active=True))
        if self.attempt(
            f"{listing.pk} stock {stock}", lambda: listings.set_stock(listing=listing, stock=stock)
        ):
            self.all_of[variants[0].pk] = stock + taken_of(variants[0])

    def reprice(self, listing: Listing) -> None:
        """Other prices, the stock as it is."""
        offers = [
            listings.Offer(one.name, Decimal(self.rng.choice(PRICES)), None, one.pk)
            for one in listing.variants.filter(is_active=True)
        ]
        self.attempt(f"{listing.pk} prices", lambda: listings.set_variants(listing=listing, offers=offers))

    def retire(self, listing: Listing) -> None:
        """One size is given up, or every size comes back."""
        variants = list(listing.variants.order_by("id"))
        kept = variants if self.rng.random() < 0.6 else [self.rng.choice(variants)]
        offers = [listings.Offer(one.name, one.price, None, one.pk) for one in kept]
        self.attempt(
            f"{listing.pk} sells {[one.pk for one in kept]}",
            lambda: listings.set_variants(listing=listing, offers=offers),
        )

    def switch(self, listing: Listing) -> None:
        """Sold out, withdrawn, on holiday, suspended, another share: and back again."""
        shop, seller = listing.shop, self.sellers[listing.shop_id]
        place, percent = shop.community, self.rng.choice(PERCENTS)
        acts = {
            "sold out": lambda: listings.mark_sold_out(listing=listing),
            "available": lambda: listings.mark_available(listing=listing),
            "withdraw": lambda: listings.withdraw(listing=listing),
            "bring back": lambda: listings.undo_withdraw(listing=listing),
            "holiday": lambda: shops.set_holiday(shop=shop, is_on_holiday=True),
            "work": lambda: shops.set_holiday(shop=shop, is_on_holiday=False),
            "suspend": lambda: shops.suspend(shop=shop, reason="ตรวจ", actor=seller),
            "unsuspend": lambda: shops.unsuspend(shop=shop, actor=seller),
            "fee": lambda: shops.change_shop(shop=shop, delivery_fee=percent),
            "percent": lambda: type(place).objects.filter(pk=place.pk).update(share_percent=percent),
        }
        # What closes is soon opened again, or nothing would be sold.
        opening = ["available", "bring back", "work", "unsuspend", "fee", "percent"]
        name = self.rng.choice([*acts, *opening, *opening])
        self.attempt(f"{listing.pk} {name}", acts[name])

    # The fund

    def fund_act(self) -> None:
        """A shop pays its share, or the treasurer answers: with what was sent, with another amount, or not found."""
        payment = self.rng.choice([None, *SharePayment.objects.order_by("-id")[:3]])
        if payment is None:
            self.send_share(self.rng.choice(self.shops))
            return
        treasurer = self.treasurers[payment.owed.community_id]
        if self.rng.random() < 0.3:
            call = lambda: shares.not_found(payment=payment, reason="ไม่พบ", actor=treasurer)  # noqa: E731
            self.attempt(f"share {payment.pk} not found", call)
            return
        amount = payment.amount if self.rng.random() < 0.7 else payment.amount + Decimal("1.11")
        self.attempt(
            f"share {payment.pk} arrived {amount}",
            lambda: shares.confirm(payment=payment, amount=amount, actor=treasurer),
            is_keyed=True,
        )

    def send_share(self, shop) -> None:
        """What is owed, or a round sum."""
        owed = shares.owed_by(shop.community, shop.code)
        amount = owed if self.rng.random() < 0.8 else Decimal(5)
        self.attempt(
            f"shop {shop.pk} sends {amount}",
            lambda: shares.send_payment(
                community=shop.community,
                shop_code=shop.code,
                shop_name=shop.name,
                amount=amount,
                slip=None,
                user=self.sellers[shop.pk],
            ),
        )

    # The household's income

    def income_act(self) -> None:
        """A household answers for a month, or corrects what it said."""
        waiting = IncomeProposal.objects.unanswered().order_by("id").select_related("household")
        records = IncomeRecord.objects.current().order_by("id").select_related("household")
        chosen = self.rng.choice([*waiting[:5], *records[:5], None])
        if isinstance(chosen, IncomeProposal):
            self.answer_month(chosen.household, chosen.month)
        elif chosen:
            self.correct(chosen)

    def answer_month(self, home: Household, month: dt.date) -> None:
        """Accept as proposed or with another sum, or decline."""
        actor, place = home.memberships.get().person.user, (home.pk, month)
        gross = Decimal(77) if self.rng.random() < 0.2 else None
        waiting = IncomeProposal.objects.unanswered().filter(household=home, month=month)
        proposed = sum(waiting.values_list("gross", flat=True), Decimal(0))
        if self.rng.random() < 0.2:
            call = lambda: incomes.decline(household=home, month=month, actor=actor)  # noqa: E731
            self.attempt(f"household {home.pk} declines {month}", call)
            return
        if self.attempt(
            f"household {home.pk} accepts {month} {proposed} as {gross}",
            lambda: incomes.accept_month(
                household=home, month=month, costs=Decimal("1.50"), gross=gross, actor=actor
            ),
        ):
            assert not waiting.exists(), "a sale waits though its month was accepted"
            added = proposed if gross is None else gross
            self.records[place] = max(self.records.get(place, Decimal(0)) + added, Decimal(0))

    def correct(self, record: IncomeRecord) -> None:
        """Another figure for what was recorded."""
        gross = Decimal(self.rng.choice(["0", "12.34", "400"]))
        if self.attempt(
            f"record {record.pk} is {gross}",
            lambda: incomes.correct(
                record=record, gross=gross, costs=Decimal(0), actor=record.recorded_by, note="แก้"
            ),
        ):
            self.records[record.household_id, record.month] = gross
