"""The seller's side of a shop: opening it in three steps, changing it, its holiday."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households import agreements
from households.models import Household
from households.views.acting import done
from lib.codes import new_code
from lib.errors import Refused
from lib.network import next_path
from market import pictures, shops
from market.forms.shops import STEPS, ContactForm, ShopForm, WaysForm
from market.models import Shop

DRAFT = "new_shop"


class Draft:
    """A shop that is not open yet: what was typed on each screen, kept in the person's session."""

    def __init__(self, request: HttpRequest, homes: list[Household]):
        self.session = request.session
        self.kept = self.session.get(DRAFT) or {"code": new_code(), "steps": {}, "pictures": ""}
        self.home = next((home for home in homes if home.code == self.kept.get("home")), homes[0])

    def save(self) -> None:
        """Keep it until the next screen."""
        self.session[DRAFT] = self.kept

    def take(self, request: HttpRequest, step: int) -> list[str]:
        """Keep what was sent from a screen. Returns a sentence for each picture that was refused."""
        self.kept["steps"][str(step)] = request.POST.urlencode()
        self.kept["home"] = request.POST.get("household", self.home.code)
        selection = pictures.take(request.FILES.getlist("pictures"), self.pictures)
        self.kept["pictures"] = pictures.keep(selection.taken)
        self.save()
        return selection.refusals

    @property
    def pictures(self) -> list[pictures.Taken]:
        """The pictures that were taken so far."""
        return pictures.kept(self.kept["pictures"])

    def form(self, step: int, initial: dict[str, Any]):
        """The form of a screen, with what was typed before."""
        typed = self.kept["steps"].get(str(step))
        return STEPS[step - 1](QueryDict(typed)) if typed is not None else STEPS[step - 1](initial=initial)

    def first_gap(self) -> int | None:
        """The first screen that still lacks something."""
        return next((step for step in (1, 2, 3) if not self.form(step, {}).is_valid()), None)

    def details(self) -> dict[str, Any]:
        """Everything that was typed on all screens."""
        details: dict[str, Any] = {}
        for step in (1, 2, 3):
            form = self.form(step, {})
            form.full_clean()
            details |= form.cleaned_data
        return details


@login_required
def new(request, step: int | str = 1) -> HttpResponse:
    """One of the three screens on which a shop is opened."""
    step = int(step)
    homes = list(
        Household.objects.of_member(request.user).filter(status="active").select_related("community")
    )
    if not homes:
        return render(request, "market/sell_no_household.html")
    draft = Draft(request, homes)
    rules = agreements.missing(request.user, "market", draft.home.community)
    if rules:
        draft.save()
        return redirect(agreements.accept_url(rules, request.path))
    refusals = draft.take(request, step) if request.method == "POST" else []
    form = draft.form(step, first_answers(request, draft.home, step))
    if "back" in request.POST:
        return redirect("market:sell_shop_new_step", max(1, step - 1))
    if request.method == "POST" and form.is_valid() and not refusals:
        return open_or_go_on(request, draft, step)
    context = {"form": form, "step": step, "homes": homes, "draft": draft, "refusals": refusals}
    return render(request, f"market/sell_shop_new_{step}.html", context)


def first_answers(request, home: Household, step: int) -> dict[str, Any]:
    """What is known already, so that nobody types it again."""
    if STEPS[step - 1] is WaysForm:
        return {"pickup_place": home.community.pickup_place, "receiver_name": request.user.name}
    if STEPS[step - 1] is ContactForm:
        return {"phone": request.user.phone}
    return {}


def open_or_go_on(request, draft: Draft, step: int) -> HttpResponse:
    """To the next screen, or after the last one to the shop itself."""
    gap = draft.first_gap()
    if step < len(STEPS):
        return redirect("market:sell_shop_new_step", step + 1)
    if gap:
        return redirect("market:sell_shop_new_step", gap)
    try:
        shop = shops.open_shop(
            household=draft.home,
            user=request.user,
            taken=draft.pictures,
            code=draft.kept["code"],
            **draft.details(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("market:sell_shop_new")
    request.session.pop(DRAFT, None)
    messages.success(request, _("Your shop is open. Now put up the first thing for sale."))
    return redirect("market:sell_listings", shop.code)


@login_required
def edit(request, code: str) -> HttpResponse:
    """Everything that a shop says about itself, on one page."""
    shop = get_object_or_404(Shop.objects.managed_by(request.user), code=code)
    initial = {name: getattr(shop, name) for name in ShopForm.base_fields}
    form = ShopForm(request.POST or None, initial=initial)
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, shops.change_shop, shop=shop, **form.cleaned_data):
        messages.success(request, _("Your shop's page is changed."))
        return redirect("market:sell_listings", shop.code)
    return render(request, "market/sell_shop_edit.html", {"shop": shop, "form": form})


@login_required
@require_POST
def set_holiday(request, code: str) -> HttpResponse:
    """Close for a while, or open again, with one press."""
    shop = get_object_or_404(Shop.objects.managed_by(request.user), code=code)
    shop = shops.set_holiday(shop=shop, is_on_holiday=request.POST.get("holiday") == "yes")
    if shop.is_on_holiday:
        words = _("The shop is on holiday: nobody can order until you open it again.")
    else:
        words = _("The shop is open again.")
    messages.success(request, words)
    return redirect(next_path(request) or reverse("market:sell_listings", args=[shop.code]))
