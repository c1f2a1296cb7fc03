"""In the committee's office: benefit rules and requests for help. To be read; they change on the site's own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import day, moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import COMMITTEE, EVERYBODY, REGISTER_READERS
from welfare import benefit_words, proposals
from welfare.admin.money import BooksAdmin
from welfare.models import AidRequest, BenefitRules


@admin.register(BenefitRules)
class BenefitRulesAdmin(BooksAdmin):
    """Every version of the fund's rules."""

    readers = EVERYBODY
    list_display = ["number", "community", "status", "held_from", "drafted_by", "adopted_by"]
    list_select_related = ["community", "drafted_by", "adopted_by"]
    list_filter = ["status", ("community", OwnRelatedFilter)]
    search_fields = ["=code", "resolution"]
    ordering = ["-id"]
    held_from = staticmethod(day("valid_from", _("valid from")))
    adopted_day = staticmethod(day("adopted_on", _("adopted on")))
    one = staticmethod(money("one_up_to", _("one committee member decides up to")))
    two = staticmethod(money("two_up_to", _("two decide up to")))
    at_once = staticmethod(money("emergency_up_to", _("in an emergency, at once, up to")))
    quotes = staticmethod(money("quotes_above", _("three offers for what costs more than")))
    fields = [
        "community", "number", "status", "benefits_in_words", "one", "two", "at_once", "ratify_days", "appeal_days",
        "quotes", "resolution", "adopted_day", "held_from", "drafted_by", "adopted_by",
    ]  # fmt: skip

    @admin.display(description=_("benefits"))
    def benefits_in_words(self, row):
        """What it pays for, one after the other."""
        return "; ".join(f"{benefit.event}: {benefit.amount}" for benefit in benefit_words.in_words(row))

    def links(self, request, row):
        """The page that everybody reads, or the draft."""
        code = row.community.code
        if row.status == BenefitRules.Status.ADOPTED:
            return [(reverse("welfare:rules_version", args=[code, row.number]), _("What the fund pays for"))]
        if row.status == BenefitRules.Status.DRAFT and self._holds(request, row, COMMITTEE):
            return [(reverse("welfare:rules_draft", args=[code]), _("The next version of the rules"))]
        return []


@admin.register(AidRequest)
class AidRequestAdmin(BooksAdmin):
    """Requests for help. What was written about health stays on the page of the request."""

    readers = REGISTER_READERS
    list_display = ["code", "event", "for_whom", "urgency", "status", "by_rules", "agreed", "asked"]
    list_filter = ["status", "urgency", "event", ("community", OwnRelatedFilter), "asked_at"]
    list_select_related = ["community"]
    search_fields = ["=code", "for_whom", "household__name", "person__name"]
    ordering = ["-id"]
    asked = staticmethod(moment("asked_at", _("asked")))
    decided = staticmethod(moment("decided_at", _("decided")))
    happened = staticmethod(day("event_on", _("when it happened")))
    by_rules = staticmethod(money("proposed", _("amount by the rules")))
    agreed = staticmethod(money("approved", _("amount agreed")))
    fields = [
        "code", "community", "event", "for_whom", "household", "person", "urgency", "happened", "units", "asker",
        "asked_by", "asked", "rules", "by_rules", "way_to_it", "status", "agreed", "is_appealed", "decided",
    ]  # fmt: skip

    @admin.display(description=_("how the amount came about"))
    def way_to_it(self, row):
        """The steps in words."""
        return " ".join(proposals.sentences(row))

    def links(self, request, row):
        """Where the committee decides."""
        if not self._holds(request, row, COMMITTEE):
            return []
        return [(reverse("welfare:aid_request", args=[row.code]), _("The request's page"))]
