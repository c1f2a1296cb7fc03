"""In the committee's office: decisions and payouts. To be read; they are made on the site's own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import EVERYBODY, REGISTER_READERS
from welfare.admin.money import BooksAdmin
from welfare.models import AidDecision, Appeal, ConflictOfInterest, EmergencyOrder, Payout


class OfRequestAdmin(BooksAdmin):
    """What belongs to a request for help: read by who may read the request."""

    community_path = "request__community"
    readers = REGISTER_READERS
    ordering = ["-id"]

    def links(self, request, row):
        """The page of the request."""
        return [(reverse("welfare:aid_request", args=[row.request.code]), _("The request"))]


@admin.register(AidDecision)
class AidDecisionAdmin(OfRequestAdmin):
    """Who said yes or no to what, and why."""

    list_display = ["request", "hearing", "step", "decider", "verdict", "baht", "decided"]
    list_select_related = ["request", "decider"]
    list_filter = ["verdict", "hearing", ("request__community", OwnRelatedFilter), "decided_at"]
    search_fields = ["=request__code", "decider__name"]
    baht = staticmethod(money("amount", _("amount")))
    decided = staticmethod(moment("decided_at", _("decided")))
    fields = ["request", "hearing", "step", "decider", "verdict", "baht", "reason", "decided"]


@admin.register(ConflictOfInterest)
class ConflictOfInterestAdmin(OfRequestAdmin):
    """Who keeps out of what."""

    list_display = ["request", "user", "words", "declared"]
    list_select_related = ["request", "user"]
    list_filter = [("request__community", OwnRelatedFilter), "declared_at"]
    search_fields = ["=request__code", "user__name"]
    declared = staticmethod(moment("declared_at", _("declared")))
    fields = ["request", "user", "words", "declared"]


@admin.register(EmergencyOrder)
class EmergencyOrderAdmin(OfRequestAdmin):
    """What was let through before the decision."""

    list_display = ["request", "baht", "ordered_by", "ordered", "ratify_by"]
    list_select_related = ["request", "ordered_by"]
    list_filter = [("request__community", OwnRelatedFilter), "ordered_at"]
    search_fields = ["=request__code", "ordered_by__name"]
    baht = staticmethod(money("amount", _("amount")))
    ordered = staticmethod(moment("ordered_at", _("ordered")))
    fields = ["request", "baht", "reason", "ordered_by", "ordered", "ratify_by"]


@admin.register(Appeal)
class AppealAdmin(OfRequestAdmin):
    """Refusals that were looked at again."""

    list_display = ["request", "made", "made_by"]
    list_select_related = ["request", "made_by"]
    list_filter = [("request__community", OwnRelatedFilter), "made_at"]
    search_fields = ["=request__code", "made_by__name"]
    made = staticmethod(moment("made_at", _("made")))
    fields = ["request", "words", "made_by", "made"]


@admin.register(Payout)
class PayoutAdmin(BooksAdmin):
    """What left the fund for requests."""

    readers = EVERYBODY
    list_display = ["code", "request", "baht", "status", "way", "payee_name", "paid"]
    list_select_related = ["request", "paid_by"]
    list_filter = ["status", "way", "is_emergency", ("community", OwnRelatedFilter), "paid_at"]
    search_fields = ["=code", "=request__code", "payee_name"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    paid = staticmethod(moment("paid_at", _("paid")))
    fields = [
        "code", "community", "request", "baht", "is_emergency", "status", "way", "payee_name", "payee_account",
        "differs_because", "witness", "paid_by", "paid", "transfer", "reason",
    ]  # fmt: skip

    def links(self, request, row):
        """The page of the payout."""
        return [(reverse("welfare:payout", args=[row.code]), _("The payout"))]
