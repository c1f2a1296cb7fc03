"""What happens to an order after it was placed. Each action locks the order's row, then decides."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from households import incomes
from households.models import User
from lib.errors import Refused
from market import order_rows, payments, stocks
from market.models import Order, OrderEvent, PaymentEntry, ShownSlip
from welfare import shares, slips

MOST_WRONG_CODES = 5
Status, Payment, Event = Order.Status, Order.Payment, OrderEvent.Kind


@transaction.atomic
def accept(*, order: Order, actor: User) -> Order:
    """The shop takes the order on."""
    order = order_rows.locked(order)
    order_rows.require(order, Status.PLACED)
    order_rows.move(order, Status.ACCEPTED, Event.ACCEPTED, actor)
    order_rows.tell_buyer(order, _("{shop} accepted your order {code}."))
    return order


@transaction.atomic
def decline(*, order: Order, reason: str, actor: User) -> Order:
    """The shop does not take the order on; what was taken from stock goes back."""
    order = order_rows.locked(order)
    order_rows.require(order, Status.PLACED)
    end_early(order, Status.DECLINED, Event.DECLINED, actor, order_rows.needed(reason))
    order_rows.tell_buyer(order, _("{shop} could not take your order {code}. The reason is on its page."))
    return order


@transaction.atomic
def mark_ready(*, order: Order, actor: User) -> Order:
    """The goods are packed."""
    order = order_rows.locked(order)
    order_rows.require(order, Status.ACCEPTED)
    order_rows.move(order, Status.READY, Event.READY, actor)
    order_rows.tell_buyer(order, _("Your order {code} from {shop} is ready."))
    return order


@transaction.atomic
def send_out(*, order: Order, actor: User) -> Order:
    """The goods are on their way to the buyer."""
    order = order_rows.locked(order)
    order_rows.require(order, Status.READY)
    if order.method != Order.Method.DELIVERY:
        raise Refused(_("This order is picked up, so it is not sent out."), "method")
    order_rows.move(order, Status.OUT, Event.OUT, actor)
    order_rows.tell_buyer(
        order, _("Your order {code} from {shop} is on its way. Have your four figures ready.")
    )
    return order


def hand_over(*, order: Order, code: str, actor: User, has_cash: bool = False) -> Order:
    """The goods changed hands, proven by the buyer's four figures; `has_cash` says the missing money came along.

    A wrong code is remembered even though the action is refused; after five, only the buyer can confirm.
    """
    order, was_right = _try_code(order, code, actor, has_cash)
    if not was_right:
        left = MOST_WRONG_CODES - order.wrong_codes
        if left <= 0:
            raise Refused(
                _("Too many wrong codes. Ask the buyer to press “I have the goods” on the order's page."),
                "locked",
            )
        raise Refused(
            format_lazy(_("That is not the buyer's code. {left} tries are left."), left=left), "wrong_code"
        )
    return order


@transaction.atomic
def _try_code(order: Order, code: str, actor: User, has_cash: bool) -> tuple[Order, bool]:
    order = order_rows.locked(order)
    order_rows.require(order, Status.READY, Status.OUT)
    if order.wrong_codes >= MOST_WRONG_CODES:
        return order, False
    if code != order.handover_code:
        order.wrong_codes += 1
        order.save(update_fields=["wrong_codes"])
        OrderEvent.objects.create(order=order, kind=Event.WRONG_CODE, actor=actor)
        return order, False
    if has_cash:
        receive_missing_cash(order, actor)
    order_rows.move(order, Status.HANDED_OVER, Event.HANDED_OVER, actor)
    complete_if_paid(order, actor)
    return order, True


@transaction.atomic
def confirm_received(*, order: Order, actor: User) -> Order:
    """The buyer says that the goods arrived; no code is needed then."""
    order = order_rows.locked(order)
    order_rows.require(order, Status.READY, Status.OUT)
    order_rows.move(order, Status.HANDED_OVER, Event.HANDED_OVER, actor)
    complete_if_paid(order, actor)
    order_rows.tell_sellers(order, _("The buyer of order {code} has the goods."))
    return order


@transaction.atomic
def cancel(*, order: Order, reason: str, actor: User, by_shop: bool = False) -> Order:
    """End an order: the buyer until the shop accepted it, shop and committee until it was handed over."""
    order = order_rows.locked(order)
    if by_shop:
        order_rows.require(order, Status.PLACED, Status.ACCEPTED, Status.READY, Status.OUT)
        order_rows.needed(reason)
    elif order.status != Status.PLACED:
        raise Refused(
            _("The shop has accepted this order already. Please call the shop to change or cancel it."),
            "too_late",
        )
    end_early(order, Status.CANCELLED, Event.CANCELLED, actor, reason)
    if by_shop:
        order_rows.tell_buyer(
            order, _("Your order {code} from {shop} was cancelled. The reason is on its page.")
        )
    else:
        order_rows.tell_sellers(order, _("The buyer cancelled order {code}."))
    return order


@task()
def expire_if_due(order_id: int) -> bool:
    """End an order that nobody accepted or paid in time. Returns whether it ended now."""
    with transaction.atomic():
        order = order_rows.locked(Order(pk=order_id))
        event = overdue(order, timezone.now())
        if not event:
            return False
        end_early(order, Status.EXPIRED, event, None, "")
        order_rows.tell_buyer(order, _("Your order {code} from {shop} ran out of time and was ended."))
        order_rows.tell_sellers(order, _("Order {code} ran out of time and was ended."))
        return True


def overdue(order: Order, now: datetime.datetime) -> str:
    """The event that ends the order because its time has run out, or nothing."""
    if order.status == Status.PLACED and now >= order.accept_until:
        return Event.NOT_ACCEPTED
    waits_for_money = order.status in (Status.PLACED, Status.ACCEPTED) and order.payment == Payment.UNPAID
    if order.pay_until and waits_for_money and now >= order.pay_until:
        return Event.NOT_PAID
    return ""


@transaction.atomic
def show_slip(
    *, order: Order, bank: str, reference: str, actor: User, picture: str = "", was_read: bool = False
) -> ShownSlip:
    """The buyer shows the proof of a transfer. A reference serves once in all shops and funds.

    The same slip again is the first one. An order that ended meanwhile still takes one: its money may be in
    the shop's bank, and is then given back.
    """
    order = order_rows.locked(order)
    if order.pay_by != Order.PayBy.PROMPTPAY:
        raise Refused(_("This order is paid in cash, so it needs no slip."), "method")
    if earlier := payments.shown_before(order, reference):
        return earlier
    if payments.missing(order) <= 0 and not (order.status in Order.ENDED_EARLY and order.total):
        raise Refused(_("This order is paid already."), "paid")
    slip = slips.show(
        bank=bank,
        reference=reference,
        picture=picture,
        was_read=was_read,
        document=f"order {order.code}",
        user=actor,
    )
    shown = ShownSlip.objects.create(order=order, slip=slip)
    OrderEvent.objects.create(order=order, kind=Event.SLIP_SHOWN, actor=actor)
    order_rows.save_payment_state(order)
    order_rows.tell_sellers(order, _("A slip for order {code} was shown. Please check your bank."))
    return shown


@transaction.atomic
def slip_not_found(*, order: Order, shown: ShownSlip, reason: str, actor: User) -> Order:
    """The seller looked and the money is not there. The buyer is told and has time to show another slip."""
    order = order_rows.locked(order)
    if payments.answer(order, shown, ShownSlip.Status.NOT_FOUND) == ShownSlip.Status.NOT_FOUND:
        return order
    OrderEvent.objects.create(
        order=order, kind=Event.SLIP_REFUSED, actor=actor, reason=order_rows.needed(reason)
    )
    order_rows.save_payment_state(order)
    give_time_to_pay(order)
    order_rows.tell_buyer(
        order, _("{shop} has not found the money for order {code}. Please look at its page.")
    )
    return order


@transaction.atomic
def confirm_money(
    *, order: Order, amount: Decimal, method: str, key: str, actor: User, shown: ShownSlip | None = None
) -> Order:
    """The seller says that money arrived: exactly this amount, whatever the order costs.

    What is missing stays to be paid, what is too much stays to be given back. An order that was handed
    over and is now paid is completed. Money that was given back after completion and comes again counts again.
    """
    order = order_rows.locked(order)
    if amount <= 0:
        raise Refused(_("Please enter the amount that arrived."), "amount")
    entry, is_new = payments.record(
        order=order,
        kind=PaymentEntry.Kind.RECEIVED,
        method=method,
        amount=amount,
        key=key,
        actor=actor,
        shown=shown,
    )
    if not is_new:
        return order
    OrderEvent.objects.create(order=order, kind=Event.MONEY_IN, actor=actor, amount=amount)
    if order.status == Status.COMPLETED:
        correct_fund_and_income(order, entry, actor)
    order_rows.save_payment_state(order)
    complete_if_paid(order, actor)
    order_rows.tell_buyer(order, _("{shop} has received your money for order {code}."))
    return order


@transaction.atomic
def refund(*, order: Order, amount: Decimal, reason: str, method: str, key: str, actor: User) -> Order:
    """The seller gave money back. After completion the fund's share and the proposed income follow."""
    order = order_rows.locked(order)
    if amount <= 0:
        raise Refused(_("Please enter the amount that you gave back."), "amount")
    received, refunded = payments.totals(order)
    already = PaymentEntry.objects.filter(key=key).exists()
    if not already and amount > received - refunded:
        raise Refused(_("More cannot be given back than was received."), "too_much")
    entry, is_new = payments.record(
        order=order,
        kind=PaymentEntry.Kind.REFUND,
        method=method,
        amount=amount,
        key=key,
        actor=actor,
        reason=order_rows.needed(reason),
    )
    if not is_new:
        return order
    OrderEvent.objects.create(order=order, kind=Event.REFUNDED, actor=actor, amount=amount, reason=reason)
    if order.status == Status.COMPLETED:
        correct_fund_and_income(order, entry, actor)
    order_rows.save_payment_state(order)
    give_time_to_pay(order)
    order_rows.tell_buyer(order, _("{shop} has given money back for order {code}."))
    return order


def correct_fund_and_income(order: Order, entry: PaymentEntry, actor: User) -> None:
    """Money moved after completion: share and income follow what the shop now keeps of the sale.

    Money that was paid beyond the order's total, and goes back, was never income.
    """
    received, refunded = payments.totals(order)
    change = entry.amount if entry.kind == PaymentEntry.Kind.RECEIVED else -entry.amount
    kept = min(received - refunded, order.total)
    kept_before = min(received - refunded - change, order.total)
    if kept == kept_before:
        return
    if order.share > 0:
        shares.correct(
            community=order.community,
            shop_code=order.shop.code,
            shop_name=order.shop_name,
            order_code=order.code,
            amount=order.share_of(kept),
            actor=actor,
        )
    incomes.propose(
        household=order.shop.household,
        month=order_rows.income_month(order),
        gross=kept - kept_before,
        document=f"order {order.code}",
        key=f"{entry.kind}:{entry.pk}:income",
    )


def receive_missing_cash(order: Order, actor: User) -> None:
    """Whatever was missing came in cash with the goods."""
    amount = payments.missing(order)
    if amount <= 0:
        return
    payments.record(
        order=order,
        kind=PaymentEntry.Kind.RECEIVED,
        method=Order.PayBy.CASH,
        amount=amount,
        key=f"order:{order.code}:cash",
        actor=actor,
    )
    OrderEvent.objects.create(order=order, kind=Event.MONEY_IN, actor=actor, amount=amount)
    order_rows.save_payment_state(order)


def complete_if_paid(order: Order, actor: User | None) -> None:
    """Close an order whose goods and money have both arrived, and let the sale reach fund and household."""
    if order.status != Status.HANDED_OVER or payments.missing(order) > 0:
        return
    order.completed_at = timezone.now()
    order_rows.move(order, Status.COMPLETED, Event.COMPLETED, actor, "completed_at")
    if order.share > 0:
        shares.owe(
            community=order.community,
            shop_code=order.shop.code,
            shop_name=order.shop_name,
            amount=order.share,
            order_code=order.code,
            actor=actor,
        )
    if order.total > 0:
        incomes.propose(
            household=order.shop.household,
            month=order_rows.income_month(order),
            gross=order.total,
            document=f"order {order.code}",
            key=f"order:{order.code}:income",
        )


def end_early(order: Order, status: str, event: str, actor: User | None, reason: str) -> None:
    """End an order before it was handed over: stock goes back, once, because the status can leave a step only once."""
    order_rows.move(order, status, event, actor, reason=reason)
    for line in order.lines.select_related("variant").order_by("variant__listing_id", "variant_id"):
        if line.took_stock:
            stocks.put_back(variant_id=line.variant_id, quantity=line.quantity)
        elif line.making_day:
            stocks.release_day(
                listing_id=line.variant.listing_id, day=line.making_day, quantity=line.quantity
            )
    order_rows.save_payment_state(order)


def give_time_to_pay(order: Order) -> None:
    """An order that is unpaid again gets the shop's time for paying anew, when the first one has run out."""
    waits = order.status in (Status.PLACED, Status.ACCEPTED) and order.payment == Payment.UNPAID
    if not waits or order.pay_until is None or order.pay_until > timezone.now():
        return
    order.pay_until = timezone.now() + datetime.timedelta(hours=order.shop.hours_to_pay)
    order.save(update_fields=["pay_until"])
    expire_if_due.using(run_after=order.pay_until).enqueue(order_id=order.pk)
