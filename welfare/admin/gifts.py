"""In the committee's office: donations, receipts and matching money. To be read; what moves money stands on the site's own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import column, day, masked, moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import TREASURER
from lib.documents import in_words
from welfare.admin.money import BooksAdmin
from welfare.models import (
    Contribution,
    Donation,
    MatchingArrival,
    MatchingPledge,
    MatchingSource,
    Receipt,
    ReceiptCancellation,
)

WAYS = {**dict(Contribution.Way.choices), **dict(Donation.Way.choices)}


@admin.register(Donation)
class DonationAdmin(BooksAdmin):
    """Gifts, from the promise to the receipt."""

    list_display = ["code", "community", "campaign", "giver", "baht", "way", "status", "written"]
    list_select_related = ["community", "campaign"]
    list_filter = ["status", "way", "giver", ("community", OwnRelatedFilter)]
    search_fields = ["=code", "name", "=slip__reference"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    arrived = staticmethod(money("arrived_amount", _("amount that arrived")))
    day_arrived = staticmethod(day("arrived_on", _("arrived on")))
    written = staticmethod(moment("created_at", _("written")))
    tax_number = staticmethod(masked("tax_id", _("tax number")))
    fields = [
        "code", "community", "campaign", "giver", "name", "address", "tax_number", "is_anonymous", "baht", "way", "status",
        "slip", "transfer", "arrived", "day_arrived", "recorded_by", "answered_by", "reason", "written",
    ]  # fmt: skip

    def links(self, request, row):
        """Where the treasurer answers."""
        if not self._holds(request, row, TREASURER):
            return []
        page = reverse("welfare:donation_check", args=[row.community.code, row.code])
        return [(page, _("Look at this gift"))]


@admin.register(Receipt)
class ReceiptAdmin(BooksAdmin):
    """Numbered receipts."""

    list_display = ["__str__", "community", "name", "baht", "on", "issued_by"]
    list_select_related = ["community", "issued_by"]
    list_filter = ["year", ("community", OwnRelatedFilter)]
    search_fields = ["=code", "=number", "name"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    on = staticmethod(day("dated", _("date")))
    issued = staticmethod(moment("issued_at", _("issued")))
    tax_number = staticmethod(masked("tax_id", _("tax number")))
    about = staticmethod(column("document", _("document"), in_words))
    paid_by_way = staticmethod(column("way", _("way"), lambda way: WAYS.get(way, way)))
    fields = [
        "community", "year", "number", "name", "address", "tax_number", "purpose", "paid_by_way", "baht", "on", "about", "transfer",
        "issued_by", "issued",
    ]  # fmt: skip

    def links(self, request, row):
        """The receipt itself."""
        return [(reverse("welfare:receipt", args=[row.code]), _("See and print the receipt"))]


@admin.register(ReceiptCancellation)
class ReceiptCancellationAdmin(BooksAdmin):
    """Receipts that two people took back."""

    community_path = "receipt__community"
    list_display = ["receipt", "reason", "asked_by", "agreed_by", "done"]
    list_select_related = ["receipt__community", "asked_by", "agreed_by"]
    list_filter = [("receipt__community", OwnRelatedFilter)]
    search_fields = ["=receipt__number", "reason"]
    ordering = ["-id"]
    done = staticmethod(moment("done_at", _("done")))
    fields = ["receipt", "reversal", "reason", "asked_by", "agreed_by", "done"]


@admin.register(MatchingSource)
class MatchingSourceAdmin(BooksAdmin):
    """Bodies that add money."""

    list_display = ["name", "kind", "community"]
    list_select_related = ["community"]
    list_filter = ["kind", ("community", OwnRelatedFilter)]
    search_fields = ["name", "=code"]
    ordering = ["id"]
    fields = ["community", "kind", "name", "code"]


@admin.register(MatchingPledge)
class MatchingPledgeAdmin(BooksAdmin):
    """What they promised."""

    community_path = "source__community"
    list_display = ["source", "baht", "promised", "due", "given_up"]
    list_select_related = ["source__community"]
    list_filter = [("source__community", OwnRelatedFilter)]
    search_fields = ["source__name", "document", "=code"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    promised = staticmethod(day("pledged_on", _("promised on")))
    due = staticmethod(day("due_on", _("due on")))
    given_up = staticmethod(day("given_up_on", _("no longer expected since")))
    recorded = staticmethod(moment("recorded_at", _("recorded")))
    fields = [
        "code", "source", "baht", "promised", "due", "document", "given_up", "given_up_reason", "recorded_by", "recorded",
    ]  # fmt: skip


@admin.register(MatchingArrival)
class MatchingArrivalAdmin(BooksAdmin):
    """What came of the promises."""

    community_path = "pledge__source__community"
    list_display = ["pledge", "baht", "recorded", "recorded_by"]
    list_select_related = ["pledge__source__community", "recorded_by"]
    list_filter = [("pledge__source__community", OwnRelatedFilter)]
    search_fields = ["=code", "pledge__source__name"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    recorded = staticmethod(moment("recorded_at", _("recorded")))
    fields = ["code", "pledge", "baht", "transfer", "recorded_by", "recorded"]
