"""A household's own page about the fund: what it has paid, until when, what is open, and how to pay."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community, Household
from households.views.acting import done, press
from lib import paging, promptpay, qr
from lib.money import baht
from welfare import contribution_rules, contributions, fund_members
from welfare.contribution_dues import Standing, standings
from welfare.forms.contributions import SentForm
from welfare.models import Contribution, Fund, FundMember

SHOWN = 12


@login_required
@require_safe
def mine(request) -> HttpResponse:
    """To the page of the own household; a choice for those with several."""
    homes = list(Household.objects.of_member(request.user).select_related("community").order_by("id"))
    if len(homes) == 1:
        return redirect("welfare:my_contributions", homes[0].code)
    context = {"homes": homes, "collects_in": _collects_in(request.user)}
    return render(request, "welfare/contribution_homes.html", context)


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """What is paid and open, one QR that pays it, and what was paid before."""
    return _page(request, _home(request, code))


@login_required
@require_POST
def send(request, code: str) -> HttpResponse:
    """The household has sent money; the slip counts only when the payment is taken down."""
    home = _home(request, code)
    member = _member(home)
    if member is None or member.left_on:
        raise Http404
    form = SentForm(request.POST, request.FILES)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("amount", "paid_on", "key")}
        given = {"member": member, "user": request.user, "shown": form.shown()}
        if done(form, contributions.send, **given, **fields):
            messages.success(request, _("The treasurer knows, and looks into the fund's account."))
            return redirect("welfare:my_contributions", home.code)
    return _page(request, home, form)


@login_required
@require_POST
def ask(request, code: str) -> HttpResponse:
    """The representative asks that the household may join."""
    home = _home(request, code)
    words = _("The committee knows, and enters your household when it has agreed.")
    press(request, words, fund_members.ask_to_join, household=home, user=request.user)
    return redirect("welfare:my_contributions", home.code)


@login_required
@require_safe
def qr_png(request, code: str) -> HttpResponse:
    """The QR code as a picture, for paying on the same phone."""
    home = _home(request, code)
    member, fund = _member(home), _fund(home)
    standing = standings([member])[member.pk] if member else Standing()
    if fund is None or standing.usual <= 0:
        raise Http404
    text = promptpay.payload(fund.promptpay_id, standing.usual)
    response = HttpResponse(qr.png(text), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="promptpay-fund-{home.code}.png"'
    response["Cache-Control"] = "private, no-store"
    return response


def _collects_in(user) -> list[Community]:
    """Communities in which this person collects from households."""
    places = FundMember.objects.collected_by(user).values("community")
    return list(Community.objects.filter(pk__in=places).order_by("name"))


def _home(request, code: str) -> Household:
    homes = Household.objects.of_member(request.user).select_related("community")
    return get_object_or_404(homes, code=code)


def _member(home: Household) -> FundMember | None:
    rows = FundMember.objects.filter(household=home).select_related("household", "community", "collector")
    return rows.order_by("-joined_on", "-id").first()


def _fund(home: Household) -> Fund | None:
    """The fund, when it has said where money is sent."""
    return Fund.objects.filter(community=home.community_id).exclude(promptpay_id="").first()


def _page(request, home: Household, form: SentForm | None = None) -> HttpResponse:
    member, fund = _member(home), _fund(home)
    standing = standings([member])[member.pk] if member else Standing()
    rule = contribution_rules.current(home.community)
    paid = Contribution.objects.filter(member__household=home).select_related("transfer__receipt")
    waiting = list(paid.waiting())
    context: dict[str, Any] = {
        "home": home,
        "member": member if member and not member.left_on else None,
        "former": member if member and member.left_on else None,
        "standing": standing,
        "rule_words": contribution_rules.in_words(rule) if rule else "",
        "fund": fund,
        "waiting": waiting,
        "page": paging.page(paid, ["-id"], request.GET.get("after"), size=SHOWN),
        "may_ask": Household.objects.represented_by(request.user).filter(pk=home.pk).exists(),
        "collects_in": _collects_in(request.user),
        "form": form or SentForm(initial={"amount": standing.usual or None}),
        "qr": "",
    }
    if fund and standing.usual > 0 and (form or not waiting):
        words = {"amount": baht(standing.usual), "name": fund.receiver_name}
        title = _("Pay %(amount)s to %(name)s by PromptPay") % words
        context["qr"] = qr.svg(promptpay.payload(fund.promptpay_id, standing.usual), title)
    return render(request, "welfare/contribution_page.html", context)
