"""What must hold at any moment between orders, money, stock, fund and income; worked out anew from the rows."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from households.models import IncomeProposal, IncomeRecord
from market import takings
from market.models import Listing, MakingDay, Order, OrderEvent, PaymentEntry, Shop, ShownSlip, Variant
from tests.money_walk import Walk
from welfare import ledger, moves, shares, statements
from welfare.models import Account, SharePayment

ZERO = Decimal(0)
Status, Payment, Event, Kind = Order.Status, Order.Payment, OrderEvent.Kind, Account.Kind
BANGKOK = dt.timezone(dt.timedelta(hours=7))
# Which event brought an order where it stands, and from where.
STEPS = {
    Event.PLACED: ("", Status.PLACED),
    Event.ACCEPTED: (Status.PLACED, Status.ACCEPTED),
    Event.DECLINED: (Status.PLACED, Status.DECLINED),
    Event.READY: (Status.ACCEPTED, Status.READY),
    Event.OUT: (Status.READY, Status.OUT),
    Event.HANDED_OVER: ((Status.READY, Status.OUT), Status.HANDED_OVER),
    Event.COMPLETED: (Status.HANDED_OVER, Status.COMPLETED),
    Event.CANCELLED: ((Status.PLACED, Status.ACCEPTED, Status.READY, Status.OUT), Status.CANCELLED),
    Event.NOT_ACCEPTED: (Status.PLACED, Status.EXPIRED),
    Event.NOT_PAID: ((Status.PLACED, Status.ACCEPTED), Status.EXPIRED),
}


class Found:
    """The rows of the market, read once, with what was received and given back of each order."""

    def __init__(self):
        self.orders = list(
            Order.objects.select_related("shop__household").prefetch_related(
                "lines", "events", "payments", "slips"
            )
        )
        for order in self.orders:
            order.received = added(order.payments.all(), PaymentEntry.Kind.RECEIVED)
            order.refunded = added(order.payments.all(), PaymentEntry.Kind.REFUND)
            order.held = order.received - order.refunded
            order.kept = min(order.held, order.total)
        self.sold = [order for order in self.orders if order.status == Status.COMPLETED]
        self.live = [order for order in self.orders if order.status not in Order.ENDED_EARLY]


def added(rows, kind: str) -> Decimal:
    """The sum of the amounts of the rows of one kind."""
    return sum((row.amount for row in rows if row.kind == kind), ZERO)


def check(walk: Walk, *, pages: bool = True) -> None:
    """Raise AssertionError when something does not hold; with `pages`, also when a page would say otherwise."""
    found = Found()
    check_stock(walk, found)
    check_days(found)
    for order in found.orders:
        check_steps(order)
        check_time(walk, order)
        check_money(order)
    check_fund(walk, found)
    check_income(walk, found)
    if pages:
        check_fund_pages(walk)
        check_takings(walk, found)


def check_stock(walk: Walk, found: Found) -> None:
    """Nothing is lost, nothing is there twice; a listing repeats what its variants say."""
    taken: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in (line for order in found.live for line in order.lines.all() if line.took_stock):
        taken[line.variant_id] += line.quantity
    of_listing: dict[int, list[Variant]] = defaultdict(list)
    for variant in Variant.objects.all():
        assert variant.stock + taken[variant.pk] == walk.all_of[variant.pk], f"stock of variant {variant.pk}"
        if variant.is_active:
            of_listing[variant.listing_id].append(variant)
    for listing in Listing.objects.select_related("shop"):
        active = of_listing[listing.pk]
        assert listing.stock == sum((one.stock for one in active), ZERO), f"stock of listing {listing.pk}"
        assert listing.price == min(one.price for one in active), f"price of listing {listing.pk}"
        is_open = listing.withdrawn_at is None and listing.shop.suspended_at is None
        assert listing.is_public == is_open, f"listing {listing.pk} is shown"


def check_days(found: Found) -> None:
    """What is promised for a day is what live orders wait for, and never more than can be made."""
    promised: dict[tuple, Decimal] = defaultdict(lambda: ZERO)
    listing_of = dict(Variant.objects.values_list("pk", "listing_id"))
    for line in (line for order in found.live for line in order.lines.all() if line.making_day):
        promised[listing_of[line.variant_id], line.making_day] += line.quantity
    rows = {(day.listing_id, day.day): day.promised for day in MakingDay.objects.all() if day.promised}
    assert rows == promised, "promised days"
    caps = dict(Listing.objects.values_list("pk", "daily_cap"))
    assert all(amount <= caps[listing] for (listing, _day), amount in rows.items()), "more than a day's work"


def check_steps(order: Order) -> None:
    """The events tell a possible story that ends where the order stands."""
    status = ""
    for event in order.events.all():
        if event.kind in STEPS:
            before, after = STEPS[Event(event.kind)]
            assert status == before or status in before, f"{order.pk}: {event.kind} after {status}"
            status = after
    assert status == order.status, f"{order.pk} stands at {order.status}, its events at {status}"
    in_events = {kind: added(order.events.all(), kind) for kind in (Event.MONEY_IN, Event.REFUNDED)}
    assert in_events == {Event.MONEY_IN: order.received, Event.REFUNDED: order.refunded}, (
        f"{order.pk}: events"
    )


def check_time(walk: Walk, order: Order) -> None:
    """After the worker has passed, nothing waits beyond its time."""
    if not walk.done[-1].startswith("wait until"):
        return
    now = walk.clock.moment
    assert not (order.status == Status.PLACED and order.accept_until < now), f"{order.pk} was not ended"
    is_unpaid = order.status in (Status.PLACED, Status.ACCEPTED) and order.payment == Payment.UNPAID
    assert not (is_unpaid and order.pay_until and order.pay_until < now), f"{order.pk} was never paid"


def check_money(order: Order) -> None:
    """The payment state says what the entries say; goods and money together complete an order."""
    assert order.held >= 0, f"{order.pk}: more given back than received"
    assert order.payment == expected_payment(order), f"{order.pk} is {order.payment} with {order.held}"
    assert order.status != Status.HANDED_OVER or order.held < order.total, f"{order.pk} is not completed"
    assert order.status != Status.COMPLETED or order.received >= order.total, f"{order.pk} was not paid"
    with_slip = {entry.slip_id for entry in order.payments.all() if entry.slip_id}
    answered = {shown.slip_id for shown in order.slips.all() if shown.status == ShownSlip.Status.FOUND}
    assert with_slip == answered, f"{order.pk}: slips and money"


def expected_payment(order: Order) -> str:
    """The payment state, told as a table."""
    if any(shown.status == ShownSlip.Status.WAITING for shown in order.slips.all()):
        return Payment.SLIP_SHOWN
    gave_all_back = bool(order.refunded) and order.held == 0
    if order.status in Order.ENDED_EARLY:
        if order.held:
            return Payment.REFUND_DUE
        return Payment.REFUNDED if gave_all_back else Payment.NOTHING_DUE
    if order.held > order.total:
        return Payment.TOO_MUCH
    if order.total == 0 or order.status == Status.COMPLETED:
        return Payment.REFUNDED if gave_all_back else Payment.PAID if order.total else Payment.NOTHING_DUE
    if order.held == order.total:
        return Payment.PAID
    return Payment.TOO_LITTLE if order.held else Payment.UNPAID


def share_of(order: Order) -> Decimal:
    """The fund's share of what the shop keeps for goods, half a satang rounded up, by whole numbers."""
    goods = max(order.kept - order.fee, ZERO)
    satang = Fraction(goods) * 100 * Fraction(order.share_percent) / 100
    return Decimal(int(satang + Fraction(1, 2))) / 100


def check_fund(walk: Walk, found: Found) -> None:
    """Each shop owes its shares less what arrived; the books agree with themselves and with their pages."""
    arrived: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for payment in SharePayment.objects.filter(status="arrived").select_related("owed"):
        arrived[payment.owed.community_id, payment.owed.holder] += payment.arrived_amount
    for place in walk.places:
        lines = ledger.trial_balance(place)
        assert sum((line.debit - line.credit for line in lines), ZERO) == 0, "trial balance"
        there, owed = ZERO, ZERO
        for shop in (shop for shop in walk.shops if shop.community_id == place.pk):
            due = sum((share_of(order) for order in found.sold if order.shop_id == shop.pk), ZERO)
            owed_now = due - arrived[place.pk, shop.code]
            assert shares.owed_by(place, shop.code) == owed_now, f"shop {shop.pk} owes {owed_now}"
            there, owed = there + arrived[place.pk, shop.code], owed + owed_now
        held = dict.fromkeys(Kind.values, ZERO)
        for line in lines:
            held[line.account.kind] += line.debit - line.credit
        assert (held[Kind.BANK], held[Kind.MARKET_SHARE]) == (there, -there), "money of the fund"
        assert (held[Kind.OWED_BY_SHOP], held[Kind.SHARE_EXPECTED]) == (owed, -owed), "owed to the fund"


def check_fund_pages(walk: Walk) -> None:
    """What everybody reads about the fund is what its books hold."""
    for place in walk.places:
        bank, owed = (
            sum((ledger.balance(row) for row in Account.objects.filter(community=place, kind=kind)), ZERO)
            for kind in (Kind.BANK, Kind.OWED_BY_SHOP)
        )
        overview = statements.overview(place)
        assert (overview.balance, overview.owed, overview.income) == (bank, owed, bank), "the fund's page"
        balances = [balance for _move, balance in moves.running(place)]
        assert (balances or [ZERO])[-1] == bank, "the fund's table"


def month_of(order: Order) -> dt.date:
    """The first day of the month in which it was completed, by a clock in Bangkok."""
    return order.completed_at.astimezone(BANGKOK).date().replace(day=1)


def check_income(walk: Walk, found: Found) -> None:
    """Proposed is what shops keep, month by month; recorded is what households said, each proposal once."""
    kept: dict[tuple, Decimal] = defaultdict(lambda: ZERO)
    for order in found.sold:
        kept[order.shop.household_id, month_of(order)] += order.kept
    sums = IncomeProposal.objects.values_list("household", "month").annotate(sum=Sum("gross")).order_by()
    proposed = {(home, month): amount for home, month, amount in sums}
    assert {key: value for key, value in proposed.items() if value} == {
        key: value for key, value in kept.items() if value
    }, "proposed income"
    current = IncomeRecord.objects.current().values_list("household", "month", "gross")
    assert {(home, month): gross for home, month, gross in current} == walk.records, "recorded income"


def check_takings(walk: Walk, found: Found) -> None:
    """What a seller reads about the shop is what is there."""
    today = walk.clock.moment.astimezone(BANGKOK).date()
    for shop in takings.with_sums(Shop.objects.order_by("id")):
        mine = [order for order in found.sold if order.shop_id == shop.pk]
        this_month = sum((order.kept for order in mine if month_of(order) == today.replace(day=1)), ZERO)
        assert shop.this_month == this_month, f"this month in shop {shop.pk}"
        assert shop.owed == shares.owed_by(shop.community, shop.code), f"owed in shop {shop.pk}"
        by_month = {month: amount for month, amount in takings.by_month(shop, 12) if amount}
        expected: dict[dt.date, Decimal] = defaultdict(lambda: ZERO)
        for order in mine:
            expected[month_of(order)] += order.kept
        assert by_month == {month: amount for month, amount in expected.items() if amount}, "months"
