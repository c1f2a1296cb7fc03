"""The seller's side of listings: the shop's list, putting up for sale, changing, and one-tap buttons."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.views.acting import done, press
from lib import paging
from lib.codes import new_code
from lib.errors import Refused
from lib.network import next_path
from market import defaults, listings, pictures
from market.forms.listings import ListingForm, NewListingForm, OffersForm, StockForm
from market.listings import Offer
from market.models import Category, Listing, Shop

KEY = signing.Signer(salt="market.listings.new")


def find(request, code: str) -> Listing:
    """One's own listing; 404 for anybody else's."""
    own = Listing.objects.managed_by(request.user).select_related("shop", "unit", "category")
    return get_object_or_404(own, code=code)


@login_required
@require_safe
def index(request, code: str) -> HttpResponse:
    """A shop with all that it sells, newest first."""
    own = Shop.objects.managed_by(request.user).select_related("community")
    shop = get_object_or_404(own, code=code)
    withdrawn = request.GET.get("show") == "withdrawn"
    rows = (
        shop.listings.filter(withdrawn_at__isnull=not withdrawn)
        .select_related("unit", "category")
        .with_picture()
        .with_sizes()
    )
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    query = request.GET.copy()
    query["after"] = page.next_cursor or ""
    context = {
        "shop": shop,
        "page": page,
        "withdrawn": withdrawn,
        "is_first": "after" not in request.GET,
        "next_url": f"{request.path}?{query.urlencode()}",
        "back": request.get_full_path(),
    }
    return render(request, "market/sell_listings.html", context)


@login_required
def new(request, code: str) -> HttpResponse:
    """Put something up for sale in under a minute."""
    shop = get_object_or_404(Shop.objects.managed_by(request.user), code=code)
    selection = pictures.take(request.FILES.getlist("pictures"), pictures.kept(request.POST.get("kept", "")))
    form = NewListingForm(
        request.POST or None,
        shop=shop,
        has_picture=bool(selection.taken),
        refusals=selection.refusals,
        initial={"days_to_make": 1},
    )
    if request.method == "POST" and form.is_valid():
        listing = add(shop, form.cleaned_data, selection.taken, request.POST.get("key", ""))
        for refusal in selection.refusals:
            messages.warning(request, refusal)
        messages.success(request, _("%(name)s is for sale now.") % {"name": listing.name})
        return redirect("market:sell_listings", shop.code)
    context = {
        "shop": shop,
        "form": form,
        "taken": selection.taken,
        "kept": pictures.keep(selection.taken),
        "refusals": selection.refusals,
        "key": request.POST.get("key") or KEY.sign(new_code()),
    }
    return render(request, "market/sell_listing_new.html", context)


def add(shop: Shop, cleaned: dict[str, Any], taken: list[pictures.Taken], key: str) -> Listing:
    """The new listing; the same form sent twice makes it once."""
    try:
        code = KEY.unsign(key)
    except signing.BadSignature:
        code = ""
    details = {name: value for name, value in cleaned.items() if name != "pictures"}
    details["category"] = details["category"] or likely_category(shop, details["name"])
    return listings.add(shop=shop, taken=taken, code=code, **details)


def likely_category(shop: Shop, name: str) -> Category:
    """By the words in the name, else the one that the shop used last, else "other"."""
    in_use = Category.objects.filter(is_active=True)
    guessed = in_use.filter(code=defaults.guess_category(name)).first()
    last = in_use.filter(pk__in=shop.listings.order_by("-id").values("category")[:1]).first()
    return guessed or last or in_use.filter(code=defaults.OTHER).first() or in_use.order_by("-position")[0]


@login_required
def edit(request, code: str) -> HttpResponse:
    """Everything about a listing but its pictures and sizes, which have pages of their own."""
    listing = find(request, code)
    variants = list(listing.variants.filter(is_active=True))
    form = ListingForm(request.POST or None, shop=listing.shop, initial=answers(listing, variants))
    if len(variants) > 1:
        del form.fields["price"], form.fields["stock"]
    elif listing.is_made_to_order and not form.is_bound:
        form.initial["stock"] = None
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, lambda: save(request, listing, variants, form)):
        messages.success(request, _("Saved."))
        return redirect("market:sell_listings", listing.shop.code)
    context = {
        "listing": listing,
        "shop": listing.shop,
        "form": form,
        "sizes": len(variants),
        "images": listing.pictures.all(),
    }
    return render(request, "market/sell_listing_edit.html", context)


def answers(listing: Listing, variants: list) -> dict[str, Any]:
    """What the form shows at first."""
    shown = {name: getattr(listing, name) for name in listings.DETAILS}
    shown |= {"unit": listing.unit.code, "category": listing.category.code}
    if len(variants) == 1:
        shown |= {"price": variants[0].price, "stock": variants[0].stock}
    return shown


def save(request, listing: Listing, variants: list, form: ListingForm) -> None:
    """Change the listing as its form says, and put it into the market if that button was pressed."""
    cleaned = dict(form.cleaned_data)
    price, stock = cleaned.pop("price", None), cleaned.pop("stock", None)
    cleaned["category"] = cleaned["category"] or likely_category(listing.shop, cleaned["name"])
    offers = []
    if len(variants) == 1:
        stock = stock if "stock" in form.changed_data else None
        offers = [Offer(variants[0].name, price or Decimal(0), stock, variants[0].pk)]
    listings.change(listing=listing, offers=offers, **cleaned)
    if "publish" in request.POST:
        listings.undo_withdraw(listing=listing)


@login_required
def variants(request, code: str) -> HttpResponse:
    """Sizes and flavours, one in each row."""
    listing = find(request, code)
    rows = [
        {"variant": row.pk, "name": row.name, "price": row.price, "stock": row.stock}
        for row in listing.variants.filter(is_active=True)
    ]
    offers = OffersForm(request.POST or None, initial=rows, form_kwargs={"listing": listing})
    if request.method == "POST" and offers.is_valid():
        used = [offer(form) for form in offers if form.is_used]
        if press(request, _("Saved."), listings.set_variants, listing=listing, offers=used):
            if "another" in request.POST:
                return redirect("market:sell_listing_variants", listing.code)
            return redirect("market:sell_listing_edit", listing.code)
    return render(request, "market/sell_listing_variants.html", {"listing": listing, "offers": offers})


def offer(form) -> Offer:
    """A row as the action takes it."""
    cleaned = form.cleaned_data
    stock = cleaned.get("stock") if "stock" in form.changed_data or not cleaned.get("variant") else None
    return Offer(cleaned["name"], cleaned.get("price") or Decimal(0), stock, cleaned.get("variant"))


def go_back(request, listing: Listing) -> HttpResponse:
    """To the part of the list that was pressed in."""
    wanted = next_path(request) or reverse("market:sell_listings", args=[listing.shop.code])
    return redirect(f"{wanted}#{listing.code}")


@login_required
@require_POST
def sold_out(request, code: str) -> HttpResponse:
    """Nobody can order it for now."""
    listing = find(request, code)
    listings.mark_sold_out(listing=listing)
    undo = reverse("market:sell_listing_available", args=[listing.code])
    words = _("%(name)s is marked as sold out.") % {"name": listing.name}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return go_back(request, listing)


@login_required
@require_POST
def available(request, code: str) -> HttpResponse:
    """It can be ordered again."""
    listing = find(request, code)
    listings.mark_available(listing=listing)
    messages.success(request, _("%(name)s can be ordered again.") % {"name": listing.name})
    return go_back(request, listing)


@login_required
@require_POST
def stock(request, code: str) -> HttpResponse:
    """Write how many there are."""
    listing = find(request, code)
    form = StockForm(request.POST)
    try:
        if form.is_valid():
            listings.set_stock(listing=listing, stock=form.cleaned_data["stock"])
            messages.success(request, _("The stock of %(name)s is written down.") % {"name": listing.name})
        else:
            messages.error(request, f"{listing.name}: {form.errors['stock'][0]}")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return go_back(request, listing)


@login_required
@require_POST
def withdraw(request, code: str) -> HttpResponse:
    """Take it out of the market; one press brings it back."""
    listing = find(request, code)
    listings.withdraw(listing=listing)
    undo = reverse("market:sell_listing_undo_withdraw", args=[listing.code])
    words = _("%(name)s is no longer in the market.") % {"name": listing.name}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return go_back(request, listing)


@login_required
@require_POST
def undo_withdraw(request, code: str) -> HttpResponse:
    """Bring it back into the market."""
    listing = find(request, code)
    listings.undo_withdraw(listing=listing)
    messages.success(request, _("%(name)s is in the market again.") % {"name": listing.name})
    return go_back(request, listing)


@login_required
@require_POST
def copy(request, code: str) -> HttpResponse:
    """One like it, to be changed before it is put up for sale."""
    twin = listings.copy(listing=find(request, code))
    messages.success(request, _("This is a copy. Change what is different, then put it up for sale."))
    return redirect("market:sell_listing_edit", twin.code)
