"""The seller's day: what to accept, to pack and to hand over, and the paper that goes with it."""

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from market import takings
from market.models import Order, Shop, ShownSlip
from market.views import order_words

Status, Payment = Order.Status, Order.Payment
MOST_ORDERS = 100
# Money that the shop holds and the buyer should have back, or that a slip says may be in the bank.
OWES_BUYER = Q(payment__in=[Payment.REFUND_DUE, Payment.TOO_MUCH, Payment.SLIP_SHOWN])


@login_required
@require_safe
def show(request) -> HttpResponse:
    """One shop's day; with several shops, the one named in the address, else the oldest."""
    mine = list(takings.with_sums(Shop.objects.managed_by(request.user)).order_by("id"))
    shop = next((shop for shop in mine if shop.code == request.GET.get("shop")), mine[0] if mine else None)
    if shop is None:
        return render(request, "market/day.html", {"shop": None})
    orders = _to_do(shop)
    shown = orders[:MOST_ORDERS]
    context = {
        "shop": shop,
        "mine": mine if len(mine) > 1 else [],
        "here": f"{reverse('market:sell_day')}?shop={shop.code}",
        "to_accept": [order for order in shown if order.status == Status.PLACED],
        "to_pack": [order for order in shown if order.status == Status.ACCEPTED],
        "to_hand_over": [order for order in shown if order.status in (Status.READY, Status.OUT)],
        "open_money": [order for order in shown if _waits_for_money(order)],
        "has_more": len(orders) > MOST_ORDERS,
    }
    return render(request, "market/day.html", context)


def _to_do(shop: Shop) -> list[Order]:
    """What waits for the shop, oldest first, each with its lines and its unanswered slip."""
    waiting = ShownSlip.objects.filter(order=OuterRef("pk"), status=ShownSlip.Status.WAITING)
    orders = (
        takings.with_kept(Order.objects.filter(Q(status__in=Order.UNDER_WAY) | OWES_BUYER, shop=shop))
        .annotate(waiting_slip=Subquery(waiting.order_by("id").values("pk")[:1]))
        .prefetch_related("lines")
        .order_by("id")
    )
    found = list(orders[: MOST_ORDERS + 1])
    for order in found:
        order.missing = order.total - order.kept
        order.payment_words, order.payment_kind = order_words.payment_badge(order)
    return found


def _waits_for_money(order: Order) -> bool:
    """Only the money is still open: it is missing after the handover, or has to be given back."""
    return order.status == Status.HANDED_OVER or order.status not in Order.UNDER_WAY


@login_required
@require_safe
def packing(request, code: str) -> HttpResponse:
    """Packing list and labels on paper, for what is accepted and not yet handed over."""
    shop = get_object_or_404(Shop.objects.managed_by(request.user).select_related("community"), code=code)
    statuses = [Status.ACCEPTED, Status.READY, Status.OUT]
    orders = list(
        Order.objects.filter(shop=shop, status__in=statuses)
        .prefetch_related("lines")
        .order_by("id")[:MOST_ORDERS]
    )
    for order in orders:
        order.payment_words = order_words.payment_badge(order)[0]
    return render(
        request, "market/packing_list.html", {"shop": shop, "orders": orders, "goods": _all_goods(orders)}
    )


def _all_goods(orders: list[Order]) -> list[list]:
    """How much of each thing is in all these orders together."""
    sums: dict[tuple, list] = {}
    for line in (line for order in orders for line in order.lines.all()):
        name = f"{line.name} {line.variant_name}".strip()
        row = sums.setdefault((line.variant_id, name, line.unit_name), [name, 0, line.unit_name])
        row[1] += line.quantity
    return sorted(sums.values(), key=lambda row: row[0])
