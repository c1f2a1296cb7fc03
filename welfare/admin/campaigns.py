"""In the committee's office: campaigns, what was told of them, and reminders to shops. Only to be read."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import day, moment, money
from households.admin.lists import OwnRelatedFilter
from welfare.admin.money import BooksAdmin
from welfare.models import Campaign, CampaignUpdate, ShareReminder


@admin.register(Campaign)
class CampaignAdmin(BooksAdmin):
    """What money is asked for. The committee changes it on the campaign's page of the site."""

    list_display = ["name", "community", "status", "baht", "first", "last", "code"]
    list_select_related = ["community"]
    list_filter = ["status", ("community", OwnRelatedFilter)]
    search_fields = ["name", "=code"]
    ordering = ["-id"]
    baht = staticmethod(money("goal", _("goal")))
    first = staticmethod(day("starts_on", _("from")))
    last = staticmethod(day("ends_on", _("until")))
    written = staticmethod(moment("created_at", _("written")))
    fields = [
        "code", "community", "name", "story", "baht", "first", "last", "leftover", "leftover_campaign", "status",
        "created_by", "opened_by", "written",
    ]  # fmt: skip

    def links(self, request, row):
        """The page that everybody sees."""
        return [(reverse("welfare:campaign", args=[row.code]), _("The campaign's page"))]


@admin.register(CampaignUpdate)
class CampaignUpdateAdmin(BooksAdmin):
    """What was told to those who gave."""

    community_path = "campaign__community"
    list_display = ["__str__", "campaign", "told", "written_by"]
    list_select_related = ["campaign", "written_by"]
    search_fields = ["words", "campaign__name"]
    ordering = ["-id"]
    told = staticmethod(moment("written_at", _("written")))
    fields = ["campaign", "words", "transfer", "written_by", "told"]


@admin.register(ShareReminder)
class ShareReminderAdmin(BooksAdmin):
    """Shops that were reminded of what they owe."""

    community_path = "owed__community"
    list_display = ["owed", "baht", "sent", "sent_by"]
    list_select_related = ["owed", "sent_by"]
    list_filter = [("owed__community", OwnRelatedFilter)]
    search_fields = ["owed__name", "=owed__holder"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("owed then")))
    sent = staticmethod(moment("sent_at", _("sent")))
    fields = ["owed", "baht", "sent", "sent_by"]
