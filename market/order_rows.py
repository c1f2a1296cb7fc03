"""The small steps that every action on an order is made of: hold its row, check, move, tell.

Everything here runs inside the transaction of an action in `market.orders`.
"""

import datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import User
from lib.errors import Refused
from market import payments
from market.models import Order, OrderEvent


def sellers_of(shop) -> list[User]:
    """Accounts of the household that keeps the shop."""
    return list(
        User.objects.filter(
            is_active=True,
            person__memberships__household_id=shop.household_id,
            person__memberships__status="active",
        ).distinct()
    )


def income_month(order: Order) -> datetime.date:
    """The month of the sale, as its first day, by the calendar in Bangkok."""
    return timezone.localdate(order.completed_at).replace(day=1)


def locked(order: Order) -> Order:
    """The order's row, held until the transaction ends."""
    return (
        Order.objects.select_for_update(of=("self",), no_key=True)
        .select_related("shop__household", "community", "buyer")
        .get(pk=order.pk)
    )


def require(order: Order, *statuses: str) -> None:
    """Refuse when the order has moved on, naming where it stands."""
    if order.status not in statuses:
        raise Refused(
            format_lazy(
                _("This order has moved on. It is now: {status}."), status=order.get_status_display()
            ),
            "moved_on",
        )


def needed(reason: str) -> str:
    """A reason that the other side can read."""
    if not reason.strip():
        raise Refused(_("Please write a short reason, so that the other side understands."), "reason")
    return reason.strip()


def move(order: Order, status: str, event: str, actor: User | None, *fields: str, reason: str = "") -> None:
    """Set the status and write the event."""
    order.status = status
    order.save(update_fields=["status", *fields])
    OrderEvent.objects.create(order=order, kind=event, actor=actor, reason=reason)


def save_payment_state(order: Order) -> None:
    """Work out the payment state anew and keep it."""
    order.payment = payments.state(order)
    order.save(update_fields=["payment"])


def tell_buyer(order: Order, sentence) -> None:
    """A line in the buyer's inbox that leads to the order."""
    text = format_lazy(sentence, code=order.code, shop=order.shop_name)
    notices.send(to=order.buyer, text=text, url=order.get_absolute_url())


def tell_sellers(order: Order, sentence) -> None:
    """A line in the inbox of everyone who keeps the shop."""
    text = format_lazy(sentence, code=order.code, shop=order.shop_name)
    for user in sellers_of(order.shop):
        notices.send(to=user, text=text, url=order.get_absolute_url())
