"""What an order's page says to the person who reads it: the line of steps, what happens next, what is due."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lib.dates import thai_date
from lib.money import baht
from market.models import Order, OrderEvent, PaymentEntry

Status, Payment = Order.Status, Order.Payment

PAYMENT_KINDS = {
    Payment.PAID: "leaf",
    Payment.REFUNDED: "leaf",
    Payment.NOTHING_DUE: "",
    Payment.SLIP_SHOWN: "accent",
    Payment.UNPAID: "accent",
    Payment.TOO_LITTLE: "accent",
    Payment.TOO_MUCH: "accent",
    Payment.REFUND_DUE: "danger",
}


@dataclass(frozen=True)
class Money:
    """What really moved for one order, and what is still to move."""

    received: Decimal
    refunded: Decimal
    missing: Decimal
    to_refund: Decimal


@dataclass(frozen=True)
class Next:
    """The sentence at the top of an order's page, and whether the reader has to do something."""

    title: str
    text: str = ""
    is_mine: bool = False
    # The part of the page in which the reader does it.
    anchor: str = ""


def money(order: Order) -> Money:
    """The sums of an order's payments; reads `order.payments` (prefetch it)."""
    entries = order.payments.all()
    received = sum((e.amount for e in entries if e.kind == PaymentEntry.Kind.RECEIVED), Decimal(0))
    refunded = sum((e.amount for e in entries if e.kind == PaymentEntry.Kind.REFUND), Decimal(0))
    due = Decimal(0) if order.status in Order.ENDED_EARLY else order.total
    kept = received - refunded
    # After completion a refund is a correction of the sale, not a debt of the buyer.
    missing = Decimal(0) if order.status == Status.COMPLETED else max(due - kept, Decimal(0))
    return Money(received, refunded, missing, max(kept - due, Decimal(0)))


def status_badge(order: Order) -> tuple[str, str]:
    """The order's state in one or two words, and the badge's kind."""
    words = {
        Status.PLACED: (_("Waiting for the shop"), "accent"),
        Status.ACCEPTED: (_("Being prepared"), "info"),
        Status.READY: (_("Ready"), "accent"),
        Status.OUT: (_("On its way"), "accent"),
        Status.HANDED_OVER: (_("Handed over"), "info"),
        Status.COMPLETED: (_("Completed"), "leaf"),
        Status.DECLINED: (_("Declined by the shop"), "danger"),
        Status.CANCELLED: (_("Cancelled"), "danger"),
        Status.EXPIRED: (_("Ran out of time"), "danger"),
    }
    return words[Status(order.status)]


def payment_badge(order: Order) -> tuple[str, str]:
    """Where the money stands, and the badge's kind."""
    words = {
        Payment.NOTHING_DUE: _("Nothing to pay"),
        Payment.UNPAID: _("Pay in cash") if order.pay_by == Order.PayBy.CASH else _("Not paid yet"),
        Payment.SLIP_SHOWN: _("Slip shown, the shop is checking"),
        Payment.TOO_LITTLE: _("Paid in part"),
        Payment.PAID: _("Paid"),
        Payment.TOO_MUCH: _("Paid too much"),
        Payment.REFUND_DUE: _("Money to be given back"),
        Payment.REFUNDED: _("Money given back"),
    }
    payment = Payment(order.payment)
    return words[payment], PAYMENT_KINDS[payment]


def steps(order: Order, events: list[OrderEvent]) -> list[dict]:
    """The line of steps for components/progress.html."""
    when = {event.kind: event.at for event in events}
    line = [
        (OrderEvent.Kind.PLACED, _("Ordered")),
        (OrderEvent.Kind.ACCEPTED, _("The shop accepts")),
        (OrderEvent.Kind.READY, _("Ready")),
    ]
    if order.method == Order.Method.DELIVERY:
        line.append((OrderEvent.Kind.OUT, _("On its way")))
    line += [(OrderEvent.Kind.HANDED_OVER, _("Handed over")), (OrderEvent.Kind.COMPLETED, _("Completed"))]
    if order.status in Order.ENDED_EARLY:
        reached = [(kind, words) for kind, words in line if kind in when]
        done = [_step(words, when[kind], "done") for kind, words in reached]
        return [*done, _step(status_badge(order)[0], when.get(order.status), "stopped")]
    kinds: list[str] = [kind for kind, _words in line]
    here = kinds.index(order.status) if order.status in kinds else 0
    last = order.status == Status.COMPLETED
    return [
        _step(words, when.get(kind), "done" if place <= here else "now" if place == here + 1 else "")
        for place, (kind, words) in enumerate(line)
        if not last or kind in when
    ]


def _step(label: str, at, state: str) -> dict:
    return {"label": label, "note": thai_date(at, "time") if at else "", "state": state}


def for_buyer(order: Order, due: Money) -> Next:
    """What happens next, said to the buyer."""
    if order.status in Order.ENDED_EARLY:
        return _ended(order, due, _("The shop gives you back %(amount)s.") % {"amount": baht(due.to_refund)})
    if order.status == Status.COMPLETED:
        return _completed_for_buyer(due)
    if _must_pay_first(order):
        until = _until(order.pay_until)
        return Next(
            _("Pay %(amount)s by PromptPay, then show the slip.") % {"amount": baht(due.missing)},
            until,
            True,
            "pay",
        )
    if order.status == Status.PLACED:
        title = _("Wait for the shop to accept.")
        if order.payment == Payment.SLIP_SHOWN:
            title = _("The shop checks its bank account, then accepts.")
        return Next(
            title, _("The shop answers by %(when)s.") % {"when": thai_date(order.accept_until, "time")}
        )
    if order.status == Status.ACCEPTED:
        return Next(_("The shop is preparing your goods."), _promised(order))
    if order.status == Status.HANDED_OVER:
        return Next(_("You have the goods. The shop still has to confirm the money."))
    text = _cash(order, due)
    if order.method == Order.Method.PICKUP:
        return Next(
            _("Your goods are ready. Pick them up at %(place)s.") % {"place": order.place or order.shop_name},
            text,
            True,
        )
    if order.status == Status.READY:
        return Next(_("Your goods are ready. The shop brings them to you."), text)
    return Next(_("Your goods are on their way."), text)


def _completed_for_buyer(due: Money) -> Next:
    if due.to_refund:
        return Next(_("The shop gives you back %(amount)s.") % {"amount": baht(due.to_refund)})
    return Next(_("Everything is done. Thank you for buying from your community."))


def _must_pay_first(order: Order) -> bool:
    return order.pay_by == Order.PayBy.PROMPTPAY and order.payment in (Payment.UNPAID, Payment.TOO_LITTLE)


def for_seller(order: Order, due: Money) -> Next:
    """What happens next, said to the shop."""
    back = _("Give %(amount)s back to the buyer.") % {"amount": baht(due.to_refund)}
    if order.status in Order.ENDED_EARLY:
        return _ended(order, due, back, is_mine=bool(due.to_refund))
    if order.status == Status.COMPLETED:
        if due.to_refund:
            return Next(back, "", True, "refund")
        return Next(_("The order is completed."), _("It stands in your takings."))
    if order.payment == Payment.SLIP_SHOWN:
        return Next(
            _("The buyer showed a slip. Is %(amount)s in your bank account?") % {"amount": baht(due.missing)},
            _("Look into your bank first: a slip alone is no money."),
            True,
            "money",
        )
    if order.status == Status.PLACED:
        when = thai_date(order.accept_until, "time")
        if _must_pay_first(order):
            return Next(
                _("The buyer has not paid yet."),
                _("You can accept now, or wait. Answer by %(when)s.") % {"when": when},
                True,
            )
        return Next(_("Can you do this order?"), _("Answer by %(when)s.") % {"when": when}, True)
    if order.status == Status.ACCEPTED:
        return Next(_("Pack the goods. Press when they are ready."), _promised(order), True)
    if order.status == Status.READY and order.method == Order.Method.DELIVERY:
        return Next(_("Bring the goods to the buyer."), order.place, True)
    if order.status == Status.HANDED_OVER:
        return _handed_over_for_seller(order, due)
    return Next(
        _("Ask the buyer for the 4-digit code when you hand over."), _cash(order, due), True, "hand-over"
    )


def _handed_over_for_seller(order: Order, due: Money) -> Next:
    if due.missing and order.pay_by == Order.PayBy.PROMPTPAY:
        return Next(_("The money is missing: %(amount)s.") % {"amount": baht(due.missing)}, "", True, "money")
    if due.missing:
        return Next(
            _("Confirm that you got %(amount)s in cash.") % {"amount": baht(due.missing)}, "", True, "money"
        )
    return Next(_("The goods are with the buyer."))


def _ended(order: Order, due: Money, refund: str, *, is_mine: bool = False) -> Next:
    titles = {
        Status.DECLINED: _("The shop could not take this order."),
        Status.CANCELLED: _("This order was cancelled."),
        Status.EXPIRED: _("This order ran out of time."),
    }
    return Next(
        titles[Status(order.status)], refund if due.to_refund else "", is_mine, "refund" if is_mine else ""
    )


def _until(moment) -> str:
    return _("Please pay by %(when)s.") % {"when": thai_date(moment, "time")} if moment else ""


def _promised(order: Order) -> str:
    if order.promised_for is None:
        return ""
    return _("Promised for %(day)s.") % {"day": thai_date(order.promised_for, "long")}


def _cash(order: Order, due: Money) -> str:
    if order.pay_by != Order.PayBy.CASH or not due.missing:
        return ""
    return _("%(amount)s in cash.") % {"amount": baht(due.missing)}


def history(events: list[OrderEvent], *, buyer_id: int) -> list[dict]:
    """The events for components/timeline.html, newest first; strangers' names are not told."""
    return [
        {
            "when": thai_date(event.at, "time"),
            "what": event.get_kind_display(),
            "who": _who(event, buyer_id),
            "note": " · ".join(filter(None, [baht(event.amount), event.reason])),
        }
        for event in reversed(events)
    ]


def _who(event: OrderEvent, buyer_id: int) -> str:
    if event.actor_id == buyer_id:
        return _("the buyer")
    return event.actor.name if event.actor else _("by itself")
