"""The fund's share: what a shop owes, one QR that pays it, and whether it has arrived."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.views.acting import done
from lib import paging, promptpay, qr
from lib.money import baht
from market.models import Shop
from welfare import shares, slips
from welfare.forms.slips import SlipForm
from welfare.models import Fund, SharePayment, Transfer

LAST_PAYMENTS = 12


def _shop(request, code: str) -> Shop:
    return get_object_or_404(Shop.objects.managed_by(request.user).select_related("community"), code=code)


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """What is owed, how to pay it, and where earlier payments stand."""
    return _page(request, _shop(request, code), SlipForm())


@login_required
@require_POST
def send(request, code: str) -> HttpResponse:
    """The shop has sent what it owes. The slip counts only when the payment is taken down."""
    shop = _shop(request, code)
    form = SlipForm(request.POST, request.FILES)
    if form.is_valid() and done(form, lambda: _send(shop, form, request.user)):
        messages.success(request, _("The treasurer knows, and looks into the fund's account."))
        return redirect("market:sell_share", shop.code)
    return _page(request, shop, form)


@transaction.atomic
def _send(shop: Shop, form: SlipForm, user) -> SharePayment:
    slip = slips.show(document=f"share {shop.code}", user=user, **form.shown())
    return shares.send_payment(
        community=shop.community,
        shop_code=shop.code,
        shop_name=shop.name,
        amount=shares.owed_by(shop.community, shop.code),
        slip=slip,
        user=user,
    )


@login_required
@require_safe
def qr_png(request, code: str) -> HttpResponse:
    """The QR code as a picture, for paying on the same phone."""
    shop = _shop(request, code)
    owed, fund = shares.owed_by(shop.community, shop.code), _fund(shop)
    if fund is None or owed <= 0:
        raise Http404
    response = HttpResponse(qr.png(promptpay.payload(fund.promptpay_id, owed)), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="promptpay-fund-{shop.code}.png"'
    response["Cache-Control"] = "private, no-store"
    return response


def _fund(shop: Shop) -> Fund | None:
    """The fund, when it has said where money is sent."""
    return Fund.objects.filter(community=shop.community_id).exclude(promptpay_id="").first()


def _page(request, shop: Shop, form: SlipForm) -> HttpResponse:
    owed, fund = shares.owed_by(shop.community, shop.code), _fund(shop)
    account = {"kind": "owed_by_shop", "holder": shop.code, "community": shop.community_id}
    payments = SharePayment.objects.filter(**{f"owed__{name}": value for name, value in account.items()})
    last = list(payments.select_related("slip").order_by("-id")[:LAST_PAYMENTS])
    waiting = next((payment for payment in last if payment.status == SharePayment.Status.SENT), None)
    moved = Transfer.objects.filter(**{f"debit__{name}": value for name, value in account.items()})
    context: dict[str, Any] = {
        "shop": shop,
        "owed": owed,
        "credit": -owed,
        "fund": fund,
        "form": form,
        "waiting": waiting,
        "payments": last,
        "page": paging.page(moved.filter(reversed_by__isnull=True), ["-id"], request.GET.get("after")),
        "qr": "",
    }
    for transfer in context["page"].items:
        kind, _space, code = transfer.document.partition(" ")
        transfer.order_code = code if kind == "order" else ""
    if fund and owed > 0 and not waiting:
        words = {"amount": baht(owed), "name": fund.receiver_name}
        title = _("Pay %(amount)s to %(name)s by PromptPay") % words
        context["qr"] = qr.svg(promptpay.payload(fund.promptpay_id, owed), title)
    return render(request, "market/share_page.html", context)
