"""The checkout: one page for all shops in the basket, one press."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from households import agreements
from households.models import Agreement, AgreementVersion
from lib.errors import Refused
from market import baskets, checkouts
from market.forms.checkouts import CheckoutForm, ShopForm, write_wish
from market.models import Checkout, Shop, Variant


@dataclass
class Line:
    """A line of the page: what the buyer sees and agrees to."""

    variant: Variant
    wish: checkouts.Wish
    is_new_price: bool = False

    @property
    def text(self) -> str:
        """The hidden value that comes back with the form."""
        return write_wish(self.wish)

    @property
    def amount(self) -> Decimal:
        """Baht for the line."""
        return baskets.amount(self.wish.price, self.wish.quantity)


@dataclass
class Stall:
    """One shop on the page: its lines and its form."""

    shop: Shop
    form: ShopForm
    lines: list[Line] = field(default_factory=list)

    @property
    def goods(self) -> Decimal:
        """Baht for the goods."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Baht with delivery as chosen."""
        return self.goods + self.form.fee


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request) -> HttpResponse:
    """Show the page, or order. Whatever is refused comes back with all that was typed."""
    if request.method == "POST":
        return _order(request)
    groups = baskets.review(baskets.find(request))
    good = [line for group in groups for line in group.good_lines][: checkouts.MOST_LINES]
    if not good:
        return redirect("market:basket")
    wishes = [checkouts.Wish(line.variant.pk, line.line.quantity, line.variant.price) for line in good]
    stalls = _stalls(wishes, {line.variant.pk: line.variant for line in good}, None)
    form = CheckoutForm(user=request.user, rules=_missing_rules(request.user, stalls))
    left_out = sum(len(group.lines) for group in groups) - len(good)
    return _page(request, form, stalls, left_out=left_out)


def _order(request) -> HttpResponse:
    form, stalls = _sent(request)
    earlier = Checkout.objects.filter(key=request.POST.get("key", "")[:64], buyer=request.user).first()
    if form.errors.get("wishes") or form.errors.get("key") or not stalls:
        return _to_orders(request, earlier) if earlier else redirect("market:basket")
    forms_are_valid = all([form.is_valid(), *[stall.form.is_valid() for stall in stalls]])
    if not forms_are_valid:
        return _to_orders(request, earlier) if earlier else _page(request, form, stalls)
    total = sum((stall.total for stall in stalls), Decimal(0))
    if not earlier and request.POST.get("total") != str(total):
        messages.info(request, _("The total has changed with your choice. Please look at it, then order."))
        return _page(request, form, stalls)
    try:
        return _to_orders(request, _place(request, form, stalls))
    except checkouts.Short as short:
        return _short(request, form, short)
    except Refused as refusal:
        if refusal.code == "ordered":
            messages.error(request, refusal.message)
            return redirect("market:basket")
        form.add_error(None, refusal.message)
        return _page(request, form, stalls)


def _place(request, form: CheckoutForm, stalls: list[Stall]) -> Checkout:
    for version in form.rules:
        agreements.accept(user=request.user, version=version, recorded_by=request.user)
    return checkouts.place(
        buyer=request.user,
        basket=baskets.open_for(request),
        key=form.cleaned_data["key"],
        wishes=form.cleaned_data["wishes"],
        choices={stall.shop.pk: stall.form.choice() for stall in stalls},
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
    )


@login_required
@require_POST
def totals(request) -> HttpResponse:
    """The sums for what is chosen right now, to put in place of the shown ones."""
    form, stalls = _sent(request)
    if not stalls:
        return HttpResponse(status=204)
    return render(request, "market/checkout.html#sums", _context(form, stalls))


def _short(request, form: CheckoutForm, short: checkouts.Short) -> HttpResponse:
    """Name everything that cannot be had, and offer the rest in one press. New prices count as shown now."""
    variants = _variants(form.cleaned_data["wishes"])
    rest, repriced = [], set()
    for wish in form.cleaned_data["wishes"]:
        variant = variants.get(wish.variant_id)
        if wish.variant_id not in short.problems:
            rest.append(wish)
        elif variant and _is_only_repriced(variant, wish):
            rest.append(checkouts.Wish(wish.variant_id, wish.quantity, variant.price))
            repriced.add(wish.variant_id)
    stalls = _stalls(rest, variants, request.POST, repriced)
    problems: dict[int, dict[str, Any]] = {
        variant_id: {
            "name": variants[variant_id].listing.name if variant_id in variants else "",
            "text": text,
        }
        for variant_id, text in short.problems.items()
    }
    if not stalls:
        for problem in problems.values():
            messages.error(request, problem["text"])
        return redirect("market:basket")
    return _page(request, form, stalls, problems=list(problems.values()), title=short.message)


def _is_only_repriced(variant: Variant, wish: checkouts.Wish) -> bool:
    if variant.price == wish.price:
        return False
    try:
        baskets.check(variant=variant, quantity=wish.quantity)
    except Refused:
        return False
    return True


def _sent(request) -> tuple[CheckoutForm, list[Stall]]:
    """The forms as they came, for the shops of the lines that came with them."""
    lines = CheckoutForm(request.POST, user=request.user, rules=[])
    lines.full_clean()
    wishes = lines.cleaned_data.get("wishes") or []
    stalls = _stalls(wishes, _variants(wishes), request.POST)
    return CheckoutForm(request.POST, user=request.user, rules=_missing_rules(request.user, stalls)), stalls


def _variants(wishes: list[checkouts.Wish]) -> dict[int, Variant]:
    found = Variant.objects.select_related("listing__shop__community", "listing__unit", "listing__category")
    return found.prefetch_related("listing__pictures").in_bulk([wish.variant_id for wish in wishes])


def _stalls(
    wishes, variants: dict[int, Variant], sent, repriced: Collection[int] = frozenset()
) -> list[Stall]:
    stalls: dict[int, Stall] = {}
    for wish in wishes:
        variant = variants.get(wish.variant_id)
        if variant is None:
            continue
        shop = variant.listing.shop
        if shop.pk not in stalls:
            stalls[shop.pk] = Stall(shop, ShopForm(sent, shop=shop))
        stalls[shop.pk].lines.append(Line(variant, wish, wish.variant_id in repriced))
    return list(stalls.values())


def _missing_rules(user, stalls: list[Stall]) -> list[AgreementVersion]:
    communities = {stall.shop.community_id: stall.shop.community for stall in stalls}
    found = [agreements.missing(user, Agreement.Kind.MARKET, place) for place in communities.values()]
    return list({version.pk: version for version in found if version}.values())


def _context(form: CheckoutForm, stalls: list[Stall]) -> dict:
    return {
        "form": form,
        "stalls": stalls,
        "shops": len(stalls),
        "total": sum((stall.total for stall in stalls), Decimal(0)),
    }


def _page(request, form, stalls, *, problems=(), title="", left_out=0) -> HttpResponse:
    context = {**_context(form, stalls), "problems": problems, "problems_title": title, "left_out": left_out}
    return render(request, "market/checkout.html", context)


def _to_orders(request, placed: Checkout) -> HttpResponse:
    """The one order that was made, or the list of them: the same answer for every repeat of the same press."""
    orders = list(placed.orders.all()[:2])
    messages.success(request, _("Your order was sent."))
    return redirect(orders[0]) if len(orders) == 1 else redirect("market:orders")
