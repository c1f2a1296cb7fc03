"""What a press on an order's page does. Each answers a POST and ends on the order's page, or where it came from."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from households.views import acting
from lib.network import next_path
from market import orders
from market.forms.orders import (
    CancelForm,
    DeclineForm,
    HandOverForm,
    MoneyForm,
    NotFoundForm,
    RefundForm,
    ShopCancelForm,
)
from market.models import Order
from market.views.orders import full, page
from welfare.forms.slips import SlipForm


def buyers(user):
    """Orders that this person may act on as buyer."""
    return Order.objects.bought_by(user)


def shops(user):
    """Orders that this person may act on for the shop."""
    return Order.objects.sold_by(user)


def press(whose: Callable, done) -> Callable:
    """A button without a form: `act(order, user)`, then `done` is said; a refusal is said in its place."""

    def decorate(act: Callable[[Order, Any], None]) -> Callable:
        @login_required
        @require_POST
        @wraps(act)
        def view(request, code: str) -> HttpResponse:
            order = get_object_or_404(whose(request.user), code=code)
            acting.press(request, done, lambda: act(order, request.user))
            return redirect(next_path(request) or order)

        return view

    return decorate


def send(whose: Callable, name: str, form_class: type, done) -> Callable:
    """A form: `act(order, form, user)`, then `done` is said. Mistakes and refusals come back inside the form."""

    def decorate(act: Callable[[Order, Any, Any], None]) -> Callable:
        @login_required
        @require_POST
        @wraps(act)
        def view(request, code: str) -> HttpResponse:
            order = get_object_or_404(whose(request.user), code=code)
            form = form_class(request.POST, order=order)
            if form.is_valid() and acting.done(form, lambda: act(order, form, request.user)):
                messages.success(request, done)
                return redirect(next_path(request) or order)
            return page(request, full(request.user).get(pk=order.pk), {name: form})

        return view

    return decorate


@login_required
@require_POST
def show_slip(request, code: str) -> HttpResponse:
    """The buyer shows the proof of a transfer."""
    order = get_object_or_404(buyers(request.user), code=code)
    form = SlipForm(request.POST, request.FILES, auto_id="slip-%s")
    given = {"order": order, "actor": request.user}
    if form.is_valid() and acting.done(form, orders.show_slip, **given, **form.shown()):
        messages.success(request, _("The shop has your slip and looks into its bank account."))
        return redirect(order)
    return page(request, full(request.user).get(pk=order.pk), {"slip": form})


@send(buyers, "cancel", CancelForm, gettext_lazy("Your order is cancelled."))
def cancel(order, form, user):
    """The buyer takes the order back."""
    orders.cancel(order=order, reason=form.cleaned_data["reason"], actor=user)


@press(buyers, gettext_lazy("Thank you. The shop knows that you have the goods."))
def received(order, user):
    """The buyer has the goods."""
    orders.confirm_received(order=order, actor=user)


@press(shops, gettext_lazy("You accepted the order. The buyer knows."))
def accept(order, user):
    """The shop takes the order on."""
    orders.accept(order=order, actor=user)


@send(shops, "decline", DeclineForm, gettext_lazy("You declined the order. The buyer knows why."))
def decline(order, form, user):
    """The shop does not take the order on."""
    orders.decline(order=order, reason=form.cleaned_data["reason"], actor=user)


@send(shops, "money", MoneyForm, gettext_lazy("The money is written down. The buyer knows."))
@transaction.atomic
def money(order, form, user):
    """Money arrived; with `accept`, the order is taken on in the same press."""
    values = form.cleaned_data
    orders.confirm_money(
        order=order,
        amount=values["amount"],
        method=values["method"],
        key=form.money_key(),
        actor=user,
        shown=values["slip"],
    )
    order.refresh_from_db()
    if values["accept"] and order.status == Order.Status.PLACED:
        orders.accept(order=order, actor=user)


@send(shops, "not_found", NotFoundForm, gettext_lazy("The buyer knows that you did not find the money."))
def slip_not_found(order, form, user):
    """The shop looked and found nothing."""
    values = form.cleaned_data
    orders.slip_not_found(order=order, shown=values["slip"], reason=values["reason"], actor=user)


@press(shops, gettext_lazy("The goods are ready. The buyer knows."))
def ready(order, user):
    """The goods are packed."""
    orders.mark_ready(order=order, actor=user)


@press(shops, gettext_lazy("The goods are on their way. The buyer knows."))
def out(order, user):
    """The goods leave the shop."""
    orders.send_out(order=order, actor=user)


@send(shops, "hand_over", HandOverForm, gettext_lazy("The goods are handed over. Well done."))
def hand_over(order, form, user):
    """The goods change hands, with the buyer's code and perhaps the cash."""
    values = form.cleaned_data
    orders.hand_over(order=order, code=values["code"], has_cash=values["has_cash"], actor=user)


@send(shops, "refund", RefundForm, gettext_lazy("The money given back is written down. The buyer knows."))
def refund(order, form, user):
    """The shop gave money back."""
    values = form.cleaned_data
    orders.refund(
        order=order,
        amount=values["amount"],
        reason=values["reason"],
        method=values["method"],
        key=form.money_key(),
        actor=user,
    )


@send(shops, "stop", ShopCancelForm, gettext_lazy("The order is cancelled. The buyer knows why."))
def stop(order, form, user):
    """The shop ends an order that it had accepted."""
    orders.cancel(order=order, reason=form.cleaned_data["reason"], actor=user, by_shop=True)
