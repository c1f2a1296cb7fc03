"""One listing, and one shop with its goods."""

from decimal import Decimal

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib import paging
from lib.money import baht
from lib.templatetags.sirisuk import quantity
from market import cards, descriptions, sharing, windows
from market.models import Listing, ListingPicture, Shop, Variant

GONE = 410
# What a listing's page shows; other columns stay in the database.
SHOWN = [
    *("code", "name", "description", "condition", "supply", "days_to_make", "price", "stock"),
    *("is_sold_out", "is_public", "available_from", "available_until"),
    *(
        f"shop__{name}"
        for name in ("code", "name", "phone", "line_url", "verified_at", "created_at", "opening_days")
    ),
    *(f"shop__{name}" for name in ("offers_pickup", "pickup_place", "offers_delivery", "delivery_fee")),
    *(f"shop__{name}" for name in ("takes_cash", "takes_promptpay")),
    *("community__code", "community__name"),
    *(f"category__{name}" for name in ("code", "name_th", "name_en", "sign", "tone")),
    *("unit__name_th", "unit__name_en", "unit__step"),
]


@require_safe
def listing(request, code: str) -> HttpResponse:
    """A listing: picture, price, how many are left, who made it, and one button."""
    row = get_object_or_404(_listings(), code=code)
    context = {
        "listing": row,
        "shop": row.shop,
        "others": cards.print_goods(windows.goods_of(row.shop, but=row), eager=0),
        "is_mine": request.user.is_authenticated
        and Shop.objects.managed_by(request.user).filter(pk=row.shop_id).exists(),
        "edit_url": reverse("market:sell_listing_edit", args=[row.code]),
    }
    if not row.is_public:
        return render(
            request, "market/listing_gone.html", {**context, "words": row.name.split()[0]}, status=GONE
        )
    return render(request, "market/listing.html", {**context, **_about(row), **_buying(row)})


def _listings() -> QuerySet[Listing]:
    """Listings with all that their page shows, in three statements."""
    maker = FilteredRelation("shop__pictures", condition=Q(shop__pictures__position=0))
    return (
        Listing.objects.select_related("shop", "community", "category", "unit")
        .only(*SHOWN)
        .annotate(maker=maker, maker_digest=F("maker__digest"))
        .prefetch_related(
            Prefetch("variants", Variant.objects.filter(is_active=True)),
            Prefetch("pictures", ListingPicture.objects.order_by("position", "id")),
        )
    )


def _about(row: Listing) -> dict:
    """What a listing's page says about it."""
    pictures = list(row.pictures.all())
    return {
        "cover": pictures[0] if pictures else None,
        "more_pictures": pictures[1:],
        "picture_words": _("Another picture of %(name)s") % {"name": row.name},
        "picture": sharing.picture_of(pictures),
        "season": descriptions.season(row),
        "rows": descriptions.shop_rows(row.shop),
        "address": sharing.absolute(row.get_absolute_url()),
        "structured": sharing.product(row),
        "crumbs": [
            (row.community.get_absolute_url(), row.community.name),
            (row.category.get_absolute_url(), row.category.name),
        ],
    }


def _buying(row: Listing) -> dict:
    """What a listing's page offers to buy: sizes or flavours, how many at once, and the words of the button."""
    choices = list(row.variants.all())
    for variant in choices:
        variant.can_be_had = row.is_made_to_order or variant.stock >= row.unit.step
    first = next((variant for variant in choices if variant.can_be_had), None)
    if first:
        first.is_chosen = True
    note, is_gone = cards.supply_words(row, row.unit.name, timezone.localdate())
    step = row.unit.step
    amount = Decimal(1) if row.unit.measures(Decimal(1)) else step
    price = cards.price_words(row.price)
    if len({variant.price for variant in choices}) > 1:
        price = _("from %(price)s") % {"price": price}
    one_price = len(choices) == 1 and row.price > 0 and amount == 1
    return {
        "choices": choices,
        "price": price,
        "unit": row.unit.name if row.price else "",
        "note": note,
        "note_kind": "danger" if is_gone else "leaf",
        "is_gone": is_gone or first is None,
        "gone_words": _("It cannot be ordered today. Ask the shop when it will be there again."),
        "first_quantity": quantity(amount).replace(",", ""),
        "step": quantity(step).replace(",", ""),
        "most": "" if row.is_made_to_order else quantity(row.stock).replace(",", ""),
        "button": _("Put in the basket, %(price)s") % {"price": baht(row.price)}
        if one_price
        else _("Put in the basket"),
    }


@require_safe
def shop(request, code: str) -> HttpResponse:
    """A shop: who keeps it, when it is open, how to reach it, and its goods."""
    row = get_object_or_404(Shop.objects.select_related("community"), code=code)
    if row.suspended_at is not None:
        return render(request, "market/shop_gone.html", {"shop": row}, status=GONE)
    page = paging.page(cards.goods_rows(row.listings.public()), ("-id",), request.GET.get("after"))
    pictures = list(row.pictures.all())
    open_words, open_kind = descriptions.open_now(row)
    context = {
        "shop": row,
        "cover": pictures[0] if pictures else None,
        "more_pictures": pictures[1:],
        "picture": sharing.picture_of(pictures),
        "open_words": open_words,
        "open_kind": open_kind,
        "rows": descriptions.shop_rows(row),
        "goods": cards.print_goods(page.items),
        "next": f"after={page.next_cursor}" if page.next_cursor else "",
        "is_hidden": "after" in request.GET,
        "address": sharing.absolute(row.get_absolute_url()),
        "crumbs": [(row.community.get_absolute_url(), row.community.name)],
    }
    return render(request, "market/shop.html", context)
