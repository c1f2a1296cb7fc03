"""The basket's page, and what a press on it does. Works before login."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lib.errors import Refused
from lib.network import next_path
from market import baskets
from market.forms.baskets import AddForm, QuantityForm
from market.models import BasketLine, Variant


@require_safe
def show(request) -> HttpResponse:
    """What is in the basket, by shop, with what changed since it was put in."""
    groups = baskets.review(baskets.find(request))
    ready = [group for group in groups if group.good_lines]
    for line in (line for group in groups for line in group.lines):
        _offer_changes(line)
    context = {
        "groups": groups,
        "shops": len(ready),
        "total": sum((group.total for group in ready), Decimal(0)),
        "has_new_prices": any(line.old_price is not None for group in groups for line in group.good_lines),
    }
    return render(request, "market/basket.html", context)


def _offer_changes(line: baskets.ReviewedLine) -> None:
    """What − and + may send for this line, and how much of a line that is short could still be had."""
    listing, step, quantity = line.listing, line.listing.unit.step, line.line.quantity
    most = listing.daily_cap if listing.is_made_to_order else line.variant.stock
    line.less = baskets.plain(quantity - step) if quantity > step else ""
    line.more = baskets.plain(quantity + step) if most is None or quantity + step <= most else ""
    is_short = line.problem is not None and line.problem.code in ("short", "cap")
    line.what_is_left = most - most % step if is_short and most is not None else 0


@require_POST
def add(request) -> HttpResponse:
    """Put something in and return to its page (or to where the form says)."""
    form = AddForm(request.POST)
    form.full_clean()
    variant = get_object_or_404(
        Variant.objects.select_related("listing__unit", "listing__shop"),
        pk=form.cleaned_data.get("variant") or 0,
        listing__is_public=True,
    )
    back = next_path(request) or variant.listing.get_absolute_url()
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(back)
    quantity = form.cleaned_data["quantity"]
    return _put(request, variant, variant.listing.unit.step if quantity is None else quantity, back)


@require_POST
def put_back(request, variant_id: int, quantity: str) -> HttpResponse:
    """Undo a removal."""
    form = AddForm({"variant": variant_id, "quantity": quantity})
    if not form.is_valid():
        return redirect("market:basket")
    variant = get_object_or_404(Variant.objects.select_related("listing__unit"), pk=variant_id)
    return _put(request, variant, form.cleaned_data["quantity"], reverse("market:basket"))


def _put(request, variant: Variant, quantity: Decimal, back: str) -> HttpResponse:
    basket = baskets.open_for(request)
    try:
        baskets.add(basket=basket, variant=variant, quantity=quantity)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        words = {
            "name": variant.listing.name,
            "quantity": baskets.plain(quantity),
            "unit": variant.listing.unit.name,
        }
        messages.success(request, _("In your basket: %(name)s, %(quantity)s %(unit)s.") % words)
    return baskets.remember(redirect(back), basket)


@require_POST
def change(request, line_id: int) -> HttpResponse:
    """Another quantity of one line; zero takes it out."""
    line = _line(request, line_id)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["quantity"]))
    elif form.cleaned_data["quantity"] == 0:
        return _take_out(request, line)
    else:
        try:
            baskets.change(line=line, quantity=form.cleaned_data["quantity"])
        except Refused as refusal:
            messages.error(request, refusal.message)
    return redirect("market:basket")


@require_POST
def remove(request, line_id: int) -> HttpResponse:
    """Take a line out; one press brings it back."""
    return _take_out(request, _line(request, line_id))


@require_POST
def see_prices(request) -> HttpResponse:
    """The visitor has read the new prices."""
    basket = baskets.find(request)
    if basket:
        baskets.see_prices(basket=basket)
    return redirect("market:basket")


def _take_out(request, line: BasketLine) -> HttpResponse:
    back = reverse("market:basket_put_back", args=[line.variant_id, baskets.plain(line.quantity)])
    baskets.change(line=line, quantity=Decimal(0))
    text = _("Taken out: %(name)s.") % {"name": line.variant.listing.name}
    messages.success(request, text, extra_tags=f"undo:{back}")
    return redirect("market:basket")


def _line(request, line_id: int) -> BasketLine:
    lines = BasketLine.objects.select_related("basket", "variant__listing__unit")
    return get_object_or_404(lines, pk=line_id, basket=baskets.find(request))
