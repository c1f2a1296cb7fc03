"""The steps of a purchase, each with its own button: offer, order, receive, pay, give up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.models import Community, Role
from households.views.acting import done
from welfare import purchases
from welfare.countersigns import KEEPERS
from welfare.forms.purchases import ArrivalForm, BillForm, CancelForm, OrderForm, QuoteForm
from welfare.views.purchases import find, page

COMMITTEE = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)


@login_required
@require_POST
def quote(request, code: str):
    """A seller's offer."""
    purchase = find(request, code, *KEEPERS)
    form = QuoteForm(request.POST, request.FILES, auto_id="quote-%s")
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("seller", "amount", "words")}
        given |= {"purchase": purchase, "picture": form.path, "actor": request.user}
        if done(form, purchases.add_quote, **given):
            messages.success(request, _("The offer is written down."))
            return redirect("welfare:purchase", code)
    return page(request, purchase, quote=form)


@login_required
@require_POST
def order(request, code: str, quote: str):
    """The committee chooses this offer."""
    purchase = find(request, code, *COMMITTEE)
    chosen = get_object_or_404(purchase.quotes, code=quote)
    form = OrderForm(request.POST, auto_id=f"order-{quote}-%s")
    given = {"purchase": purchase, "quote": chosen, "actor": request.user}
    if form.is_valid() and done(form, purchases.order, **given, **form.cleaned_data):
        messages.success(request, _("Ordered. Somebody else receives it."))
        return redirect("welfare:purchase", code)
    return page(request, purchase, order={quote: form})


@login_required
@require_POST
def receive(request, code: str):
    """Somebody else has looked at what came."""
    purchase = find(request, code, *KEEPERS)
    may_store = Community.objects.governed_by(request.user).filter(pk=purchase.community_id).exists()
    form = ArrivalForm(
        request.POST, request.FILES, purchase=purchase, may_store=may_store, auto_id="receive-%s"
    )
    if form.is_valid():
        given = {"words": form.cleaned_data["words"], "picture": form.path, "goods": form.goods()}
        if done(form, purchases.receive, purchase=purchase, actor=request.user, **given):
            messages.success(request, _("Received. The treasurer was told to pay."))
            return redirect("welfare:purchase", code)
    return page(request, purchase, receive=form)


@login_required
@require_POST
def pay(request, code: str):
    """A third person pays."""
    purchase = find(request, code, Role.Kind.TREASURER)
    form = BillForm(request.POST, request.FILES, auto_id="pay-%s")
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("amount", "way")} | {"picture": form.path}
        if done(form, purchases.pay, purchase=purchase, actor=request.user, **given):
            messages.success(request, _("Paid, and written into the fund's books."))
            return redirect("welfare:purchase", code)
    return page(request, purchase, pay=form)


@login_required
@require_POST
def cancel(request, code: str):
    """The committee gives it up."""
    purchase = find(request, code, *COMMITTEE)
    form = CancelForm(request.POST, auto_id="cancel-%s")
    given = {"purchase": purchase, "actor": request.user}
    if form.is_valid() and done(form, purchases.cancel, **given, **form.cleaned_data):
        messages.success(request, _("The purchase is given up."))
        return redirect("welfare:purchase", code)
    return page(request, purchase, cancel=form)
