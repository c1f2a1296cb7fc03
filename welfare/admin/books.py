"""In the committee's office: closed months and second signatures, to be read. Both are made on the site's own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import column, day, moment, money
from households.admin.lists import OwnRelatedFilter
from lib.documents import in_words
from welfare.admin.money import BooksAdmin
from welfare.models import Countersign, Period, PeriodAct


@admin.register(Countersign)
class CountersignAdmin(BooksAdmin):
    """Acts that take two people: who asked, who answered, and what."""

    list_display = ["code", "kind", "about", "baht", "asked_by", "asked", "verdict", "answered_by"]
    list_select_related = ["community", "asked_by", "answered_by"]
    list_filter = ["kind", "verdict", ("community", OwnRelatedFilter), "asked_at"]
    search_fields = ["=code", "document", "reason", "asked_by__name"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    asked = staticmethod(moment("asked_at", _("asked")))
    answered = staticmethod(moment("answered_at", _("answered")))
    about = staticmethod(column("document", _("document"), in_words))
    fields = [
        "code", "community", "kind", "about", "baht", "reason", "asked_by", "asked", "verdict", "answered_by", "answered",
        "answer",
    ]  # fmt: skip

    def links(self, request, row):
        """Where the second person answers."""
        page = reverse("welfare:countersigns", args=[row.community.code])
        return [(page, _("Second signatures"))]


@admin.register(Period)
class PeriodAdmin(BooksAdmin):
    """Months of the books."""

    list_display = ["__str__", "community", "is_closed", "until"]
    list_select_related = ["community"]
    list_filter = ["is_closed", ("community", OwnRelatedFilter)]
    search_fields = ["community__name"]
    ordering = ["-first_day", "id"]
    since = staticmethod(day("first_day", _("from")))
    until = staticmethod(day("last_day", _("until")))
    fields = ["community", "since", "until", "is_closed"]

    def links(self, request, row):
        """Where months are closed."""
        return [(reverse("welfare:periods", args=[row.community.code]), _("Months of the books"))]


@admin.register(PeriodAct)
class PeriodActAdmin(BooksAdmin):
    """Who closed a month or opened it again, and what the fund held then."""

    community_path = "period__community"
    list_display = ["period", "kind", "actor", "second", "baht", "done"]
    list_select_related = ["period__community", "actor", "second"]
    list_filter = ["kind", ("period__community", OwnRelatedFilter), "done_at"]
    search_fields = ["reason", "actor__name"]
    ordering = ["-id"]
    baht = staticmethod(money("held", _("money at the end of the month")))
    done = staticmethod(moment("done_at", _("done")))
    fields = ["period", "kind", "actor", "second", "reason", "baht", "last_number", "done"]
