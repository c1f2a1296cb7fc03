"""Shops and listings: looked at here, kept by their sellers, verified and suspended by the committee."""

from collections.abc import Callable

from django.contrib import admin
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeAdmin, OfficeInline
from households.admin.buttons import Button
from households.admin.columns import amount, masked, moment, money
from households.admin.lists import OwnRelatedFilter, filled
from lib.spreadsheets import xlsx_response
from lib.thai import search_key
from market import listings, shops
from market.models import Listing, Shop, Variant

# A file that a spreadsheet still opens on an old computer.
MOST_ROWS = 20_000


class FindableAdmin(OfficeAdmin):
    """A register that is searched like the market: forgiving tone marks, by one column of keys."""

    def get_search_results(self, request, queryset, search_term):
        """Rows whose name contains the words, or whose code they are."""
        key = search_key(search_term)
        if not search_term.strip():
            return queryset, False
        by_name = queryset.filter(search_key__contains=key) if key else queryset.none()
        return by_name | queryset.filter(code=search_term.strip().lower()), False


class FileMixin:
    """A list that can be taken away as an Excel file, as it is filtered now."""

    file_heads: list = []
    # The cells of one row, said by each register.
    file_row: Callable[..., list]

    def get_urls(self):
        """The file's address."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("file.xlsx", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def file_view(self, request):
        """The rows of the list with its filters, the newest first."""
        rows = self.get_changelist_instance(request).get_queryset(request)
        heads = [str(head) for head in self.file_heads]
        cells = (self.file_row(row) for row in rows[:MOST_ROWS].iterator(chunk_size=1000))
        return xlsx_response(f"{self.opts.model_name}s.xlsx", heads, cells)

    def changelist_view(self, request, extra_context=None):
        """The list, with the address of its file."""
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_file")
        query = request.GET.copy()
        query.pop("p", None)
        words = {"file_url": f"{url}?{query.urlencode()}" if query else url, **(extra_context or {})}
        return super().changelist_view(request, words)


def _is_suspended(request, shop) -> bool:
    return shop.suspended_at is not None


@admin.register(Shop)
class ShopAdmin(FindableAdmin):
    """Shops of the community's households."""

    list_display = ["name", "household", "phone", "is_verified", "is_suspended", "opened", "code"]
    list_select_related = ["household"]
    list_filter = [
        filled("verified_at", _("has the badge"), _("yes"), _("no")),
        filled("suspended_at", _("is suspended"), _("yes"), _("no")),
        "is_on_holiday",
        ("community", OwnRelatedFilter),
    ]
    search_fields = ["name", "code"]
    search_help_text = _("The shop's name, or its code")
    ordering = ["-id"]
    opened = staticmethod(moment("created_at", _("opened")))
    verified = staticmethod(moment("verified_at", _("verified")))
    suspended = staticmethod(moment("suspended_at", _("suspended")))
    fee = staticmethod(money("delivery_fee", _("delivery fee")))
    promptpay = staticmethod(masked("promptpay_id", _("PromptPay number")))
    fieldsets = [
        (
            None,
            {"fields": ["name", "code", "community", "household", "story", "phone", "line_url", "opened"]},
        ),
        (
            _("The committee's word"),
            {"fields": ["verified", "verified_by", "suspended", "suspended_by", "suspension_reason"]},
        ),
        (_("Payment"), {"fields": ["takes_cash", "takes_promptpay", "promptpay", "receiver_name"]}),
        (
            _("Delivery and times"),
            {
                "fields": [
                    "offers_pickup",
                    "pickup_place",
                    "offers_delivery",
                    "fee",
                    "hours_to_accept",
                    "hours_to_pay",
                    "is_on_holiday",
                ]
            },
        ),
    ]
    buttons = (
        Button(
            "verify",
            _("Verify the shop"),
            lambda request, row, reason: shops.verify(shop=row, actor=request.user),
            _("The shop is verified. Buyers see its badge."),
            fits=lambda request, row: row.verified_at is None and row.suspended_at is None,
        ),
        Button(
            "unverify",
            _("Take the badge away"),
            lambda request, row, reason: shops.unverify(shop=row, actor=request.user),
            _("The shop has no badge any more."),
            fits=lambda request, row: row.verified_at is not None,
            is_danger=True,
        ),
        Button(
            "suspend",
            _("Suspend the shop"),
            lambda request, row, reason: shops.suspend(shop=row, reason=reason, actor=request.user),
            _("The shop is suspended. Its people have been told why."),
            fits=lambda request, row: row.suspended_at is None,
            question=_(
                "The shop and everything it sells leave the market. What was ordered stays. "
                "The people of the shop read your reason."
            ),
            is_danger=True,
        ),
        Button(
            "lift",
            _("Lift the suspension"),
            lambda request, row, reason: shops.unsuspend(shop=row, actor=request.user),
            _("The shop is in the market again."),
            fits=_is_suspended,
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """A shop's words are its own."""
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    @admin.display(description=_("badge"), boolean=True, ordering="verified_at")
    def is_verified(self, row):
        """Whether it carries the badge."""
        return row.verified_at is not None

    @admin.display(description=_("in the market"), boolean=True, ordering="suspended_at")
    def is_suspended(self, row):
        """A tick for a shop that is not suspended."""
        return row.suspended_at is None

    def links(self, request, row):
        """Its page, what it sells, what was ordered."""
        return [
            (row.get_absolute_url(), _("See it on the site")),
            (f"{reverse('admin:market_listing_changelist')}?shop__id__exact={row.pk}", _("What it sells")),
            (f"{reverse('admin:market_order_changelist')}?shop__id__exact={row.pk}", _("Its orders")),
        ]


class VariantInline(OfficeInline):
    """Sizes or flavours with their prices."""

    model = Variant
    fields = readonly_fields = ["name", "baht", "left", "is_active"]
    baht = staticmethod(money("price", _("price")))
    left = staticmethod(amount("stock", _("stock")))


@admin.register(Listing)
class ListingAdmin(FileMixin, FindableAdmin):
    """What the community's shops sell or give away."""

    list_display = ["name", "shop", "category", "baht", "left", "unit", "is_public", "added"]
    list_select_related = ["shop", "category", "unit"]
    list_filter = [
        "is_public",
        "condition",
        ("category", OwnRelatedFilter),
        filled("withdrawn_at", _("was withdrawn"), _("yes"), _("no")),
        ("community", OwnRelatedFilter),
    ]
    search_fields = ["name", "code"]
    search_help_text = _("What it is called, or its code")
    ordering = ["-id"]
    baht = staticmethod(money("price", _("lowest price")))
    left = staticmethod(amount("stock", _("stock of all variants")))
    added = staticmethod(moment("created_at", _("added")))
    withdrawn = staticmethod(moment("withdrawn_at", _("withdrawn")))
    fields = readonly_fields = [
        "name",
        "code",
        "shop",
        "category",
        "unit",
        "description",
        "condition",
        "supply",
        "days_to_make",
        "is_sold_out",
        "is_public",
        "added",
        "withdrawn",
    ]
    inlines = [VariantInline]
    file_heads = [
        _("code"),
        _("name"),
        _("shop"),
        _("category"),
        _("price"),
        _("unit"),
        _("stock"),
        _("shown in the market"),
        _("added"),
    ]
    buttons = (
        Button(
            "withdraw",
            _("Take it out of the market"),
            lambda request, row, reason: listings.withdraw(listing=row),
            _("It is out of the market. What was ordered stays."),
            fits=lambda request, row: row.withdrawn_at is None,
            is_danger=True,
        ),
        Button(
            "bring-back",
            _("Bring it back into the market"),
            lambda request, row, reason: listings.undo_withdraw(listing=row),
            _("It is back, unless its shop is suspended."),
            fits=lambda request, row: row.withdrawn_at is not None,
        ),
    )

    def file_row(self, row):
        """One listing."""
        return [
            row.code,
            row.name,
            row.shop.name,
            row.category.name,
            row.price,
            row.unit.name,
            row.stock,
            _("yes") if row.is_public else _("no"),
            row.created_at,
        ]

    def links(self, request, row):
        """Its page."""
        return [(row.get_absolute_url(), _("See it on the site"))] if row.is_public else []
