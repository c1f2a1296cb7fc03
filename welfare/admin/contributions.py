"""Members' contributions in the office: to be read. What is paid and who takes part is written on the site's pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import day, moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import COMMITTEE, MONEY_READERS
from welfare import contribution_rules
from welfare.admin.money import BooksAdmin
from welfare.models import Contribution, ContributionRule, FundMember, Handover


@admin.register(ContributionRule)
class ContributionRuleAdmin(BooksAdmin):
    """How much members pay, as meetings decided it."""

    readers = (*MONEY_READERS, *COMMITTEE)
    list_display = ["words", "community", "from_day", "resolution", "decided_by"]
    list_select_related = ["community", "decided_by"]
    list_filter = [("community", OwnRelatedFilter), "per"]
    search_fields = ["resolution"]
    ordering = ["-valid_from", "-id"]
    from_day = staticmethod(day("valid_from", _("from")))
    baht = staticmethod(money("amount", _("amount")))
    entered = staticmethod(moment("decided_at", _("entered")))
    fields = ["community", "baht", "per", "from_day", "resolution", "decided_by", "entered"]

    @admin.display(description=_("rule"))
    def words(self, row):
        """The rule in words."""
        return contribution_rules.in_words(row)


@admin.register(FundMember)
class FundMemberAdmin(BooksAdmin):
    """Households that take part in the fund."""

    readers = (*MONEY_READERS, *COMMITTEE)
    list_display = ["household", "community", "since", "until", "pays", "collector"]
    list_select_related = ["household", "community", "collector"]
    list_filter = [("community", OwnRelatedFilter), "pays", "joined_on"]
    search_fields = ["household__name", "=household__house_number", "=household__code"]
    ordering = ["-id"]
    since = staticmethod(day("joined_on", _("since")))
    until = staticmethod(day("left_on", _("until")))
    entered = staticmethod(moment("entered_at", _("entered")))
    fields = ["household", "community", "since", "until", "pays", "collector", "entered_by", "entered"]

    def links(self, request, row):
        """The household's page in the fund."""
        url = reverse("welfare:fund_member", args=[row.community.code, row.household.code])
        return [(url, _("The household in the fund"))]


@admin.register(Contribution)
class ContributionAdmin(BooksAdmin):
    """Payments of member households."""

    list_display = ["code", "paid", "baht", "member", "way", "status", "recorded_by"]
    list_select_related = ["member__household", "community", "recorded_by"]
    list_filter = [("community", OwnRelatedFilter), "status", "way", "paid_on"]
    search_fields = ["=code", "member__household__name", "=member__household__house_number"]
    ordering = ["-id"]
    paid = staticmethod(day("paid_on", _("paid on")))
    baht = staticmethod(money("amount", _("amount")))
    recorded = staticmethod(moment("recorded_at", _("recorded")))
    fields = [
        "code", "member", "baht", "way", "paid", "status", "slip", "transfer", "recorded", "recorded_by",
        "answered_by", "reason",
    ]  # fmt: skip


@admin.register(Handover)
class HandoverAdmin(BooksAdmin):
    """Cash that collectors bring."""

    list_display = ["code", "brought", "collector", "baht", "status", "counted_by"]
    list_select_related = ["community", "collector", "counted_by"]
    list_filter = [("community", OwnRelatedFilter), "status", "brought_at"]
    search_fields = ["=code", "collector__name"]
    ordering = ["-id"]
    brought = staticmethod(moment("brought_at", _("brought")))
    baht = staticmethod(money("amount", _("amount")))
    fields = [
        "code",
        "community",
        "collector",
        "baht",
        "status",
        "brought",
        "counted_by",
        "transfer",
        "reason",
    ]
