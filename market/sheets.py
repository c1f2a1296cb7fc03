"""What stands on a listing's and a shop's page, printed once for what it says and then remembered.

Like a card, a sheet is a pure function of rows, the language and the day: light statements read the rows each
time, so whatever changes shows at once. Only what differs between visitors is left open (see `lib.printed`).
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from households.models import Community
from lib.money import baht
from lib.prepared import prepared
from lib.printed import Piece, hole
from lib.templatetags.sirisuk import quantity
from market import cards, descriptions, sharing
from market.models import Category, Listing, ListingPicture, Shop, ShopPicture, Unit, Variant

KEPT = 1024
SHOP = [
    *("code", "name", "phone", "line_url", "verified_at", "created_at", "opening_days", "is_on_holiday"),
    *("offers_pickup", "pickup_place", "offers_delivery", "delivery_fee", "takes_cash", "takes_promptpay"),
]
# What a listing's page shows; other columns stay in the database.
LISTING = [
    *("id", "code", "name", "description", "condition", "supply", "days_to_make", "price", "stock"),
    *("is_sold_out", "is_public", "available_from", "available_until", "shop_id"),
    *(f"shop__{name}" for name in SHOP),
    *("community__code", "community__name"),
    *(f"category__{name}" for name in ("code", "name_th", "name_en", "sign", "tone")),
    *("unit__name_th", "unit__name_en", "unit__step"),
]
PICTURE = ["digest", "width", "height", "alt"]
VARIANT = ["id", "name", "price", "stock"]


class Sheet(NamedTuple):
    """The printed parts of a page."""

    title: SafeString
    description: SafeString
    head: SafeString
    body: Piece
    bar: SafeString | None = None
    others_head: SafeString | None = None


class ListingFacts(NamedTuple):
    """All that a listing's page says about it: its own row, its variants and pictures, its shop's first picture."""

    row: tuple
    maker_digest: str | None
    variants: tuple[tuple, ...]
    pictures: tuple[tuple, ...]

    @property
    def listing_id(self) -> int:
        """The listing's id."""
        return self.row[0]

    @property
    def shop_id(self) -> int:
        """The id of its shop."""
        return self.row[LISTING.index("shop_id")]

    @property
    def is_public(self) -> bool:
        """Whether it is shown in the market."""
        return self.row[LISTING.index("is_public")]


class ShopFacts(NamedTuple):
    """All that a shop's page says about it besides its goods."""

    row: tuple
    community: tuple[str, str]
    story: str
    pictures: tuple[tuple, ...]


def listing_facts(code: str) -> ListingFacts | None:
    """The listing with this code as it is now, in three statements."""
    found = _listing_rows(values=(code,))
    if not found:
        return None
    *row, maker_digest = found[0]
    own = (row[0],)
    return ListingFacts(
        tuple(row), maker_digest, tuple(_variant_rows(values=own)), tuple(_listing_pictures(values=own))
    )


def shop_facts(shop: Shop) -> ShopFacts:
    """This shop as it is now, and its pictures, in one statement."""
    row = tuple(getattr(shop, name) for name in SHOP)
    community = (shop.community.code, shop.community.name)
    return ShopFacts(row, community, shop.story, tuple(_shop_pictures(values=(shop.pk,))))


@lru_cache(KEPT)
def listing_sheet(facts: ListingFacts, _language: str, today: dt.date) -> Sheet:
    """A listing's page, in the language that is on."""
    listing, variants, pictures = _built(facts)
    about = _about(listing, pictures)
    buying = _buying(listing, variants, today)
    return _printed(
        "market/listing_sheet.html",
        Sheet._fields,
        {"listing": listing, "shop": listing.shop, "maker_digest": facts.maker_digest, **about, **buying},
    )


@lru_cache(KEPT)
def shop_sheet(facts: ShopFacts, _language: str, _today: dt.date, is_hidden: bool) -> Sheet:
    """A shop's page without its goods, in the language that is on."""
    code, place = facts.community
    shop = Shop(
        **dict(zip(SHOP, facts.row, strict=True)),
        story=facts.story,
        community=Community(code=code, name=place),
    )
    pictures = [ShopPicture(**dict(zip(PICTURE, row, strict=True))) for row in facts.pictures]
    open_words, open_kind = descriptions.open_now(shop)
    context = {
        "shop": shop,
        "cover": pictures[0] if pictures else None,
        "more_pictures": pictures[1:],
        "picture": sharing.picture_of(pictures),
        "open_words": open_words,
        "open_kind": open_kind,
        "rows": descriptions.shop_rows(shop),
        "is_hidden": is_hidden,
        "address": sharing.absolute(shop.get_absolute_url()),
    }
    return _printed("market/shop_sheet.html", Sheet._fields[:4], context)


@prepared
def _listing_rows(code: str) -> QuerySet:
    maker = FilteredRelation("shop__pictures", condition=Q(shop__pictures__position=0))
    rows = Listing.objects.annotate(maker=maker, maker_digest=F("maker__digest"))
    return rows.filter(code=code).values_list(*LISTING, "maker_digest")


@prepared
def _variant_rows(listing_id: int) -> QuerySet:
    variants = Variant.objects.filter(listing=listing_id, is_active=True)
    return variants.order_by("position", "id").values_list(*VARIANT)


@prepared
def _listing_pictures(listing_id: int) -> QuerySet:
    pictures = ListingPicture.objects.filter(listing=listing_id)
    return pictures.order_by("position", "id").values_list(*PICTURE)


@prepared
def _shop_pictures(shop_id: int) -> QuerySet:
    return ShopPicture.objects.filter(shop=shop_id).order_by("position", "id").values_list(*PICTURE)


def _built(facts: ListingFacts) -> tuple[Listing, list[Variant], list[ListingPicture]]:
    """The rows as objects, for words and templates only: they are not for saving."""
    parts: dict[str, dict[str, Any]] = {"": {}, "shop": {}, "community": {}, "category": {}, "unit": {}}
    for name, value in zip(LISTING, facts.row, strict=True):
        owner, _dots, column = name.rpartition("__")
        parts[owner][column] = value
    del parts[""]["shop_id"]
    listing = Listing(
        **parts[""],
        shop=Shop(**parts["shop"]),
        community=Community(**parts["community"]),
        category=Category(**parts["category"]),
        unit=Unit(**parts["unit"]),
    )
    variants = [Variant(**dict(zip(VARIANT, row, strict=True))) for row in facts.variants]
    return (
        listing,
        variants,
        [ListingPicture(**dict(zip(PICTURE, row, strict=True))) for row in facts.pictures],
    )


def _about(listing: Listing, pictures: list[ListingPicture]) -> dict[str, Any]:
    """What a listing's page says about it."""
    return {
        "cover": pictures[0] if pictures else None,
        "more_pictures": pictures[1:],
        "picture_words": _("Another picture of %(name)s") % {"name": listing.name},
        "picture": sharing.picture_of(pictures),
        "season": descriptions.season(listing),
        "rows": descriptions.shop_rows(listing.shop),
        "address": sharing.absolute(listing.get_absolute_url()),
        "structured": sharing.product(listing, pictures),
        "crumbs": [
            (listing.community.get_absolute_url(), listing.community.name),
            (listing.category.get_absolute_url(), listing.category.name),
        ],
    }


def _buying(listing: Listing, choices: list[Variant], today: dt.date) -> dict[str, Any]:
    """What a listing's page offers to buy: sizes or flavours, how many at once, and the words of the button."""
    step = listing.unit.step
    for variant in choices:
        variant.can_be_had = listing.is_made_to_order or variant.stock >= step
    first = next((variant for variant in choices if variant.can_be_had), None)
    if first:
        first.is_chosen = True
    note, is_gone = cards.supply_words(listing, listing.unit.name, today)
    amount = Decimal(1) if listing.unit.measures(Decimal(1)) else step
    price = cards.price_words(listing.price)
    if len({variant.price for variant in choices}) > 1:
        price = _("from %(price)s") % {"price": price}
    one_price = len(choices) == 1 and listing.price > 0 and amount == 1
    return {
        "choices": choices,
        "price": price,
        "unit": listing.unit.name if listing.price else "",
        "note": note,
        "note_kind": "danger" if is_gone else "leaf",
        "is_gone": is_gone or first is None or listing.shop.is_on_holiday,
        "gone_words": _gone_words(listing.shop),
        "first_quantity": quantity(amount).replace(",", ""),
        "step": quantity(step).replace(",", ""),
        "most": "" if listing.is_made_to_order else quantity(listing.stock).replace(",", ""),
        "button": _("Put in the basket, %(price)s") % {"price": baht(listing.price)}
        if one_price
        else _("Put in the basket"),
    }


def _gone_words(shop: Shop) -> str:
    if shop.is_on_holiday:
        return _("The shop is on holiday. You can look around and order when it is back.")
    return _("It cannot be ordered today. Ask the shop when it will be there again.")


def _printed(template: str, parts: tuple[str, ...], context: dict[str, Any]) -> Sheet:
    """These parts of a page, each a partial of one template. The form token stays open, and so does `own`."""
    context |= {"csrf_token": hole("csrf_token"), "own": hole("own")}
    printed = {name: get_template(f"{template}#{name}").render(context).strip() for name in parts}
    body = Piece(printed.pop("body"))
    return Sheet(**{name: SafeString(text) for name, text in printed.items()}, body=body)
