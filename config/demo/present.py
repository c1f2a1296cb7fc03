"""What waits for the cast on the day of the demo, so that everybody has something to press."""

import datetime as dt

from config.demo.months import Months
from config.demo.places import Place, phone
from config.demo.trade import Trade
from households import agreements, memberships
from households.models import User
from market import orders
from market.models import Order

HOUR = dt.timedelta(hours=1)
PROMPTPAY, CASH = Order.PayBy.PROMPTPAY, Order.PayBy.CASH


def plan(trade: Trade, months: Months, place: Place) -> None:
    """Put the present piles into the story's last hours."""
    story = trade.story
    seller = trade.market.stalls[0]
    neighbours = [home.user for home in place.homes[-4:]]
    homes = {home.user.code: home for home in place.homes}
    buyer = homes["demo-buyer"].user
    others = trade.market.stalls[1 : story.size.shops - 1]
    # Where none of them takes transfers, a neighbouring community's shop does.
    anywhere = [*trade.market.stalls[story.size.shops :], *others]
    acts: list[tuple] = [
        (30, to_hand_over, trade, seller, neighbours[0]),
        (20, to_pack, trade, seller, neighbours[1]),
        (3, to_accept_with_slip, trade, seller, neighbours[2]),
        (1.2, to_accept, trade, seller, neighbours[3]),
        (26, to_pick_up, trade, others, buyer),
        (5, to_pay, trade, anywhere, buyer),
        (28, ask_to_join, place, "นางสาวราตรี ลองดู", place.homes[-5]),
        (9, ask_to_join, place, "นายสุทิน ตัวอย่าง", homes["demo-repr"]),
        (22, share_to_confirm, months, others),
    ]
    for hours_ago, act, *args in acts:
        story.at(story.now - hours_ago * HOUR, act, *args)


def ordered(trade: Trade, buyer: User, stall, pay_by: str, method: str = "") -> list[Order]:
    """An order that now waits for people; tried again when what was wished for cannot be had."""
    for _try in range(9):
        if placed := trade.order(buyer, [stall], pay_by, method, live=False):
            return placed
    return []


def sells(stall) -> bool:
    """Whether this shop has something that costs money."""
    return any(ware.good.price and ware.listing.is_in_season for ware in stall.wares)


def to_accept_with_slip(trade: Trade, stall, buyer: User) -> None:
    """Paid by QR with a slip to look at, and not accepted yet."""
    for order in ordered(trade, buyer, stall, PROMPTPAY):
        trade.show_slip(order, with_picture=True)


def to_accept(trade: Trade, stall, buyer: User) -> None:
    """Just ordered, paid when it is handed over."""
    ordered(trade, buyer, stall, CASH)


def to_pack(trade: Trade, stall, buyer: User) -> None:
    """Accepted and paid."""
    for order in ordered(trade, buyer, stall, PROMPTPAY):
        orders.accept(order=order, actor=stall.home.user)
        trade.receive(order, stall.home.user, order.total, trade.show_slip(order))


def to_hand_over(trade: Trade, stall, buyer: User) -> None:
    """Packed; the buyer comes for it with cash and four figures."""
    for order in ordered(trade, buyer, stall, CASH, Order.Method.PICKUP):
        orders.accept(order=order, actor=stall.home.user)
        orders.mark_ready(order=order, actor=stall.home.user)


def to_pick_up(trade: Trade, stalls: list, buyer: User) -> None:
    """The buyer's goods lie ready."""
    stall = next(stall for stall in stalls if sells(stall))
    to_hand_over(trade, stall, buyer)


def to_pay(trade: Trade, stalls: list, buyer: User) -> None:
    """The buyer's order is accepted and waits for the money."""
    for stall in reversed(stalls):
        if sells(stall) and stall.shop.takes_promptpay:
            for order in ordered(trade, buyer, stall, PROMPTPAY):
                orders.accept(order=order, actor=stall.home.user)
            return


def ask_to_join(place: Place, name: str, home) -> None:
    """Somebody new asks for a place in a household."""
    user = User.objects.create_user(name=name, phone=phone(899), wants_email=False)
    if privacy := agreements.current("privacy"):
        agreements.accept(user=user, version=privacy, recorded_by=user)
    memberships.ask_to_join(user=user, household_code=home.household.code)


def share_to_confirm(months: Months, stalls: list) -> None:
    """A shop's money for the fund is on its way."""
    for stall in stalls:
        if stall.shop and months.pay_share(stall, must_wait=True):
            return
