"""What buyer, shop and committee read: the list of orders, an order's page, its document and pictures."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib import paging, promptpay, qr
from lib.money import baht, baht_text
from market.forms.orders import (
    CancelForm,
    DeclineForm,
    HandOverForm,
    MoneyForm,
    NotFoundForm,
    RefundForm,
    ShopCancelForm,
)
from market.models import Order, OrderEvent, Shop, ShownSlip
from market.views import order_words
from welfare import slips
from welfare.forms.slips import SlipForm

Status, Payment = Order.Status, Order.Payment
NEEDS_BUYER = Q(status__in=[Status.READY, Status.OUT]) | Q(
    status__in=Order.UNDER_WAY, pay_by=Order.PayBy.PROMPTPAY, payment__in=[Payment.UNPAID, Payment.TOO_LITTLE]
)


@dataclass(frozen=True)
class Reader:
    """Who looks at an order: its buyer, its shop (both, in one's own household), or the committee."""

    is_buyer: bool
    is_seller: bool


@login_required
@require_safe
def index(request) -> HttpResponse:
    """One's own purchases: first what needs the buyer, then what is under way, then the rest, newest first."""
    rank = Case(
        When(NEEDS_BUYER, then=Value(0)),
        When(status__in=Order.UNDER_WAY, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    orders = Order.objects.bought_by(request.user).annotate(rank=rank).prefetch_related("lines")
    page = paging.page(orders, ["rank", "-id"], request.GET.get("after"))
    for order in page.items:
        order.status_words, order.status_kind = order_words.status_badge(order)
        order.payment_words, order.payment_kind = order_words.payment_badge(order)
        order.needs_me = order.rank == 0
    return render(request, "market/orders.html", {"page": page, "is_first": "after" not in request.GET})


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """An order's page. htmx asks for the state alone, and gets nothing while nothing has happened."""
    if not (request.htmx and "seen" in request.GET):
        return page(request, get_object_or_404(full(request.user), code=code))
    counted = Order.objects.visible_to(request.user).annotate(count=Count("events"))
    if request.GET["seen"] == str(get_object_or_404(counted, code=code).count):
        return HttpResponse(status=204)
    order = get_object_or_404(full(request.user), code=code)
    context = {**page_context(request, order, {}), "has_changed": True}
    return render(request, "market/order_page.html#state", context)


def full(user):
    """Orders that this person may see, with all that the page shows."""
    return (
        Order.objects.visible_to(user)
        .select_related("shop", "community", "buyer")
        .prefetch_related(
            "lines",
            "payments",
            Prefetch("events", OrderEvent.objects.select_related("actor").order_by("id")),
            Prefetch("slips", ShownSlip.objects.select_related("slip").order_by("-id")),
        )
    )


def reader_of(order: Order, user) -> Reader:
    """In which of the roles this person looks at the order."""
    keeps_it = Shop.objects.managed_by(user).filter(pk=order.shop_id).exists()
    return Reader(is_buyer=order.buyer_id == user.pk, is_seller=keeps_it)


def page(request, order: Order, forms: dict[str, Any] | None = None) -> HttpResponse:
    """The whole page; `forms` holds those that came back with something to mend."""
    return render(request, "market/order_page.html", page_context(request, order, forms or {}))


def page_context(request, order: Order, forms: dict[str, Any]) -> dict[str, Any]:
    """All that the page shows, by who reads it. The handover code is for the buyer alone."""
    reader, due = reader_of(order, request.user), order_words.money(order)
    events = list(order.events.all())
    waiting = next((shown for shown in order.slips.all() if shown.status == ShownSlip.Status.WAITING), None)
    by_shop = reader.is_seller or not reader.is_buyer
    shows_code = reader.is_buyer and order.status in (Status.ACCEPTED, Status.READY, Status.OUT)
    return {
        "order": order,
        "reader": reader,
        "due": due,
        "next": (order_words.for_seller if by_shop else order_words.for_buyer)(order, due),
        "steps": order_words.steps(order, events),
        "status": order_words.status_badge(order),
        "payment": order_words.payment_badge(order),
        "seen": len(events),
        "history": order_words.history(events, buyer_id=order.buyer_id),
        "slips": list(order.slips.all()),
        "waiting_slip": waiting,
        "code": order.handover_code if shows_code else "",
        "rows": _rows(order),
        "forms": {
            **(_buyer_forms(order, due) if reader.is_buyer else {}),
            **(_shop_forms(order, due, waiting) if reader.is_seller else {}),
            **forms,
        },
        "qr": payment_qr(order, due) if reader.is_buyer else "",
    }


def _rows(order: Order) -> list[tuple[str, str]]:
    rows = [(_("Goods"), baht(order.goods_total))]
    return [*rows, (_("Delivery"), baht(order.fee))] if order.fee else rows


def can_pay_now(order: Order, due: order_words.Money) -> bool:
    """Whether the buyer should send money by PromptPay now."""
    return order.pay_by == Order.PayBy.PROMPTPAY and order.status in Order.UNDER_WAY and due.missing > 0


def may_have_paid(order: Order) -> bool:
    """Whether money may have been on its way when the order ended; a slip then brings it back."""
    return order.pay_by == Order.PayBy.PROMPTPAY and order.status in Order.ENDED_EARLY and order.total > 0


def payload(order: Order, due: order_words.Money) -> str:
    """The text of the QR code that pays exactly what is missing."""
    return promptpay.payload(order.promptpay_id, due.missing)


def payment_qr(order: Order, due: order_words.Money) -> str:
    """The QR code as a drawing, when there is something to pay; nothing while a slip is being checked."""
    if not can_pay_now(order, due) or order.payment == Payment.SLIP_SHOWN:
        return ""
    words = {"amount": baht(due.missing), "name": order.receiver_name}
    return qr.svg(payload(order, due), _("Pay %(amount)s to %(name)s by PromptPay") % words)


def _buyer_forms(order: Order, due: order_words.Money) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    if can_pay_now(order, due) or may_have_paid(order):
        forms["slip"] = SlipForm(auto_id="slip-%s")
    if order.status == Status.PLACED:
        forms["cancel"] = CancelForm(order=order)
    return forms


def _shop_forms(order: Order, due: order_words.Money, waiting: ShownSlip | None) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    if order.status == Status.PLACED:
        forms["decline"] = DeclineForm(order=order)
    elif order.status in (Status.ACCEPTED, Status.READY, Status.OUT):
        forms["stop"] = ShopCancelForm(order=order)
    if order.status in (Status.READY, Status.OUT):
        forms["hand_over"] = HandOverForm(order=order)
    if waiting:
        initial = {"slip": waiting.pk, "amount": due.missing or order.total, "method": Order.PayBy.PROMPTPAY}
        forms["money"] = MoneyForm(order=order, initial={**initial, "accept": order.status == Status.PLACED})
        forms["not_found"] = NotFoundForm(order=order, initial={"slip": waiting.pk})
    elif due.missing:
        forms["money"] = MoneyForm(order=order, initial={"amount": due.missing, "method": order.pay_by})
    if due.received > due.refunded:
        forms["refund"] = RefundForm(
            order=order, initial={"amount": due.to_refund or None, "method": order.pay_by}
        )
    return forms


@login_required
@require_safe
def document(request, code: str) -> HttpResponse:
    """The order on paper: a receipt once it is paid."""
    order = get_object_or_404(full(request.user), code=code)
    due = order_words.money(order)
    context = {
        "order": order,
        "due": due,
        "kept": due.received - due.refunded,
        "is_receipt": due.received > due.refunded and not due.missing,
        "total_in_words": baht_text(order.total),
        "payment": order_words.payment_badge(order)[0],
    }
    return render(request, "market/order_document.html", context)


@login_required
@require_safe
def qr_png(request, code: str) -> HttpResponse:
    """The QR code as a picture to keep: a banking app on the same phone opens it from the gallery."""
    order = get_object_or_404(Order.objects.bought_by(request.user).prefetch_related("payments"), code=code)
    due = order_words.money(order)
    if not can_pay_now(order, due):
        raise Http404
    response = HttpResponse(qr.png(payload(order, due)), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="promptpay-{order.code}.png"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def slip_picture(request, code: str, slip_id: int) -> FileResponse:
    """A slip's picture, for the buyer, the shop and the committee."""
    order = get_object_or_404(Order.objects.visible_to(request.user), code=code)
    shown = get_object_or_404(order.slips.select_related("slip"), pk=slip_id)
    return slips.picture_response(shown.slip)
