"""Giving to the fund, for everybody: how much, a QR code, the slip, and later the receipt. No account is needed."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community, User
from households.views.acting import done, made
from lib import promptpay, qr
from lib.errors import Refused
from lib.money import baht
from welfare import donations
from welfare.forms.gifts import GiveForm
from welfare.forms.slips import SlipForm
from welfare.models import Campaign, Donation, Fund

# Everything that a giver sends is counted by address; see ACCOUNT_RATE_LIMITS.
LIMIT = "gift"
UNPAID = (Donation.Status.PROMISED, Donation.Status.NOT_FOUND)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, code: str) -> HttpResponse:
    """How much, and from whom as far as it is told. `?campaign=` binds it to a campaign."""
    community = get_object_or_404(Community, code=code)
    campaign = _campaign(request, community)
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"community": community, "campaign": campaign, "amount": form.cleaned_data["amount"]}
        if gift := made(form, _give, request=request, **given, **form.said()):
            return redirect("welfare:donation", gift.code)
    if form.is_bound:
        form.renew_key()
    context = {"community": community, "campaign": campaign, "form": form, "fund": _fund(community)}
    return render(request, "welfare/give.html", context)


@require_safe
def donation(request, code: str) -> HttpResponse:
    """The giver's own page of one gift: how to send it, where it stands, the receipt."""
    return _page(request, _gift(code), SlipForm())


@require_POST
def slip(request, code: str) -> HttpResponse:
    """The giver has sent the money and shows the slip."""
    gift, form = _gift(code), SlipForm(request.POST, request.FILES)
    if form.is_valid() and done(form, _show_slip, request=request, donation=gift, **form.shown()):
        messages.success(request, _("Thank you. The treasurer knows, and looks into the account."))
        return redirect("welfare:donation", code)
    return _page(request, gift, form)


@require_POST
def cash(request, code: str) -> HttpResponse:
    """The giver will bring the money."""
    donations.bring_cash(donation=_gift(code))
    return redirect("welfare:donation", code)


@require_safe
def qr_png(request, code: str) -> HttpResponse:
    """The QR code as a picture, for paying on the same phone."""
    gift = _gift(code)
    fund = _fund(gift.community)
    if fund is None or gift.status not in UNPAID:
        raise Http404
    response = HttpResponse(
        qr.png(promptpay.payload(fund.promptpay_id, gift.amount)), content_type="image/png"
    )
    response["Content-Disposition"] = f'attachment; filename="promptpay-gift-{gift.code}.png"'
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """A page that is open to whoever knows its address: kept by no cache, found by no search, told to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def _give(request, **given: Any) -> Donation:
    _refuse_floods(request)
    return donations.give(user=_user(request), **given)


def _show_slip(request, **given: Any) -> Donation:
    _refuse_floods(request)
    return donations.show_slip(user=_user(request), **given)


def _user(request) -> User | None:
    return request.user if request.user.is_authenticated else None


def _refuse_floods(request) -> None:
    if ratelimit.consume(request, app="allauth.account", action=LIMIT) is None:
        raise Refused(
            _("Very many gifts come from your network just now. Please wait ten minutes, then press again."),
            "flood",
        )


def _campaign(request, community: Community) -> Campaign | None:
    """The campaign in the address, if it asks for gifts now. Raises Http404 for one that does not."""
    code = request.GET.get("campaign", "")
    if not code:
        return None
    return get_object_or_404(Campaign.objects.asking().filter(community=community), code=code)


def _gift(code: str) -> Donation:
    rows = Donation.objects.select_related("community", "campaign", "slip", "transfer__receipt")
    return get_object_or_404(rows, code=code)


def _fund(community: Community) -> Fund | None:
    """The fund, when it has said where money is sent."""
    return Fund.objects.filter(community=community).exclude(promptpay_id="").first()


def _page(request, gift: Donation, form: SlipForm) -> HttpResponse:
    fund, picture = _fund(gift.community), ""
    if fund and gift.status in UNPAID:
        words = {"amount": baht(gift.amount), "name": fund.receiver_name}
        title = _("Pay %(amount)s to %(name)s by PromptPay") % words
        picture = qr.svg(promptpay.payload(fund.promptpay_id, gift.amount), title)
    context = {
        "gift": gift,
        "community": gift.community,
        "fund": fund,
        "qr": picture,
        "form": form,
        "brings_cash": gift.status == Donation.Status.PROMISED and gift.way == Donation.Way.CASH,
        "receipt": getattr(gift.transfer, "receipt", None),
    }
    return private(render(request, "welfare/donation.html", context))
