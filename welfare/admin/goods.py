"""Goods and purchases in the office: to be read. What changes them stands on the pages of the site."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import day, moment, money
from households.admin.lists import OwnRelatedFilter
from welfare.admin.money import BooksAdmin
from welfare.models import GoodsKind, Lot, LotMove, Purchase, Quote, Store


@admin.register(Store)
class StoreAdmin(BooksAdmin):
    """Places where goods are kept."""

    list_display = ["name", "community", "is_open"]
    list_select_related = ["community"]
    list_filter = [("community", OwnRelatedFilter), "is_open"]
    search_fields = ["name"]
    ordering = ["id"]
    fields = ["community", "name", "is_open"]

    def links(self, request, row):
        """The store on the site."""
        return [(reverse("welfare:goods", args=[row.community.code]), _("Goods of the fund"))]


@admin.register(GoodsKind)
class GoodsKindAdmin(BooksAdmin):
    """Kinds of goods."""

    list_display = ["name", "unit", "low_below", "community"]
    list_select_related = ["community"]
    list_filter = [("community", OwnRelatedFilter)]
    search_fields = ["name"]
    ordering = ["name", "id"]
    fields = ["community", "name", "unit", "low_below"]


@admin.register(Lot)
class LotAdmin(BooksAdmin):
    """Goods that came together into one store."""

    list_display = ["code", "kind", "store", "origin", "giver", "received", "left", "came", "until"]
    list_select_related = ["kind", "store"]
    list_filter = ["origin", ("community", OwnRelatedFilter)]
    search_fields = ["=code", "giver", "kind__name"]
    ordering = ["-id"]
    came = staticmethod(day("received_on", _("received on")))
    until = staticmethod(day("expires_on", _("best before")))
    value = staticmethod(money("worth", _("worth in all")))
    fields = [
        "code", "community", "store", "kind", "origin", "giver", "is_anonymous", "campaign", "value", "received", "left", "came",
        "until", "received_by",
    ]  # fmt: skip

    def links(self, request, row):
        """The lot's book on the site."""
        return [(reverse("welfare:lot", args=[row.code]), _("Book of the lot"))]


@admin.register(LotMove)
class LotMoveAdmin(BooksAdmin):
    """Every quantity that came into a lot or left it."""

    community_path = "lot__community"
    list_display = ["recorded", "lot", "kind", "quantity", "actor", "second"]
    list_select_related = ["lot__kind", "actor", "second"]
    list_filter = ["kind", ("lot__community", OwnRelatedFilter), "moved_at"]
    search_fields = ["=lot__code", "reason", "actor__name"]
    ordering = ["-id"]
    recorded = staticmethod(moment("moved_at", _("recorded")))
    fields = ["recorded", "lot", "kind", "quantity", "reason", "actor", "second", "key"]


@admin.register(Purchase)
class PurchaseAdmin(BooksAdmin):
    """What was bought, and by whom it was asked for, ordered, received and paid."""

    list_display = ["code", "what", "community", "status", "about", "paid", "asked"]
    list_select_related = ["community"]
    list_filter = ["status", ("community", OwnRelatedFilter), "asked_at"]
    search_fields = ["=code", "what", "chosen__seller"]
    ordering = ["-id"]
    about = staticmethod(money("estimate", _("about how much")))
    paid = staticmethod(money("paid_amount", _("amount paid")))
    asked = staticmethod(moment("asked_at", _("asked")))
    ordered = staticmethod(moment("ordered_at", _("ordered")))
    came = staticmethod(moment("received_at", _("looked at and received")))
    paid_on = staticmethod(moment("paid_at", _("paid")))
    fields = [
        "code", "community", "campaign", "what", "why", "about", "status", "chosen", "choice_reason", "received_words", "asked",
        "asked_by", "ordered", "ordered_by", "came", "received_by", "paid_on", "paid_by", "paid", "transfer", "cancelled_by",
        "cancel_reason",
    ]  # fmt: skip

    def links(self, request, row):
        """The purchase on the site."""
        return [(reverse("welfare:purchase", args=[row.code]), row.what)]


@admin.register(Quote)
class QuoteAdmin(BooksAdmin):
    """Sellers' offers."""

    community_path = "purchase__community"
    list_display = ["code", "seller", "price", "purchase", "added", "added_by"]
    list_select_related = ["purchase", "added_by"]
    list_filter = [("purchase__community", OwnRelatedFilter), "added_at"]
    search_fields = ["=code", "seller", "purchase__what"]
    ordering = ["-id"]
    price = staticmethod(money("amount", _("amount")))
    added = staticmethod(moment("added_at", _("added")))
    fields = ["code", "purchase", "seller", "price", "words", "added", "added_by"]
