"""Money of an order as it really moved, and what follows from it for the order's payment state.

Everything here runs inside the transaction of an action in `market.orders`, which holds the order's row.
"""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from lib.fields import MoneyField
from lib.slips import normalise_reference
from market.models import Order, PaymentEntry, ShownSlip


def totals(order: Order) -> tuple[Decimal, Decimal]:
    """Baht received for the order and baht given back."""
    sums = dict(
        order.payments.values_list("kind").annotate(total=Sum("amount", output_field=MoneyField())).order_by()
    )
    return sums.get(PaymentEntry.Kind.RECEIVED, Decimal(0)), sums.get(PaymentEntry.Kind.REFUND, Decimal(0))


def missing(order: Order) -> Decimal:
    """Baht that the buyer still owes. Below zero when the shop owes them back."""
    received, refunded = totals(order)
    return amount_due(order, received - refunded) - (received - refunded)


def amount_due(order: Order, held: Decimal) -> Decimal:
    """Baht the order costs the buyer as it stands, when the shop holds `held` of theirs.

    An order that ended early costs nothing. A completed one was paid in full: what went back later was a
    reduction of its price.
    """
    if order.status in Order.ENDED_EARLY:
        return Decimal(0)
    if order.status == Order.Status.COMPLETED:
        return min(order.total, held)
    return order.total


def state(order: Order) -> str:
    """The payment state that follows from the order's status, its slips and its entries."""
    received, refunded = totals(order)
    if order.slips.filter(status=ShownSlip.Status.WAITING).exists():
        return Order.Payment.SLIP_SHOWN
    held = received - refunded
    due = amount_due(order, held)
    if held > due:
        return Order.Payment.REFUND_DUE if order.status in Order.ENDED_EARLY else Order.Payment.TOO_MUCH
    if refunded and held == 0 and due == 0:
        return Order.Payment.REFUNDED
    if due == 0:
        return Order.Payment.NOTHING_DUE
    if held == due:
        return Order.Payment.PAID
    return Order.Payment.TOO_LITTLE if held > 0 else Order.Payment.UNPAID


def record(
    *,
    order: Order,
    kind: str,
    method: str,
    amount: Decimal,
    key: str,
    actor: User | None,
    shown: ShownSlip | None = None,
    reason: str = "",
) -> tuple[PaymentEntry, bool]:
    """Write down money that moved. Returns the entry and whether it is new: the same key counts once.

    With `shown`, the money of that slip was found. Raises Refused when the key was used for something else.
    """
    entry = PaymentEntry.objects.filter(key=key).first()
    if entry is None:
        if shown:
            answer(order, shown, ShownSlip.Status.FOUND)
        entry = PaymentEntry.objects.create(
            order=order,
            kind=kind,
            method=method,
            amount=amount,
            key=key,
            actor=actor,
            slip_id=shown.slip_id if shown else None,
            reason=reason,
        )
        return entry, True
    if (entry.order_id, entry.kind, entry.amount) != (order.pk, kind, amount):
        raise Refused(
            _("This form was sent before with another amount. Please open the page anew."), "key_reused"
        )
    return entry, False


def shown_before(order: Order, reference: str) -> ShownSlip | None:
    """The slip with this reference that the buyer showed for this very order, unless its money was not found."""
    try:
        reference = normalise_reference(reference)
    except ValueError:
        return None
    standing = order.slips.exclude(status=ShownSlip.Status.NOT_FOUND)
    return standing.filter(slip__reference=reference).first()


def answer(order: Order, shown: ShownSlip, status: str) -> str:
    """Set the seller's answer to a slip of this order. Returns the answer that stood before.

    Money that was not found at first may come later; money that was found stays found. Raises Refused
    ("answered") otherwise, and for another order's slip.
    """
    row = order.slips.filter(pk=shown.pk).first()
    if row is None:
        raise Refused(_("This slip belongs to another order."), "slip")
    if row.status == ShownSlip.Status.FOUND:
        raise Refused(_("The money of this slip was confirmed already."), "answered")
    before, row.status = row.status, status
    row.save(update_fields=["status"])
    return before
