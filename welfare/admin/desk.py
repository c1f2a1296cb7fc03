"""The help desk in the office: facts to be read. Phones, places, names and words stand on the page of the request alone.

Sensitive requests are here only for those of the small circle, and none for whoever it complains about. Whom a
request complains about is in no register at all.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeInline
from households.admin.columns import day, moment
from households.admin.lists import OwnRelatedFilter
from households.desks import CHAIR, COMMITTEE, REGISTER_READERS
from welfare.admin.money import BooksAdmin
from welfare.models import (
    CaseEvent,
    CaseFile,
    CaseLink,
    CircleMember,
    HelpCase,
    TargetTime,
    VillageMap,
)


class CaseEventInline(OfficeInline):
    """Every step, without its words."""

    model = CaseEvent
    fields = readonly_fields = ["when", "kind", "actor"]
    when = staticmethod(moment("at", _("at")))

    def get_queryset(self, request):
        """With who did it."""
        return super().get_queryset(request).select_related("actor").order_by("id")


class CaseLinkInline(OfficeInline):
    """What it is connected with."""

    model = CaseLink
    fields = readonly_fields = ["document", "added_by", "added"]
    added = staticmethod(moment("added_at", _("added")))

    def get_queryset(self, request):
        """With who added it."""
        return super().get_queryset(request).select_related("added_by").order_by("id")


class CaseFileInline(OfficeInline):
    """That photos and voice notes came, not what is in them."""

    model = CaseFile
    fields = readonly_fields = ["kind", "seconds", "added"]
    added = staticmethod(moment("added_at", _("added")))


@admin.register(HelpCase)
class HelpCaseAdmin(BooksAdmin):
    """Requests to the help desk, for those who handle them."""

    readers = COMMITTEE
    list_display = ["code", "kind", "urgency", "status", "assignee", "until", "asked", "outcome"]
    list_select_related = ["community", "assignee"]
    list_filter = ["status", "urgency", "kind", "channel", ("community", OwnRelatedFilter), "asked_at"]
    search_fields = ["=code", "assignee__name"]
    search_help_text = _("Code, or the name of who has it in hand")
    ordering = ["-id"]
    inlines = [CaseEventInline, CaseLinkInline, CaseFileInline]
    until = staticmethod(moment("due_at", _("by when")))
    asked = staticmethod(moment("asked_at", _("asked")))
    answered = staticmethod(moment("answered_at", _("first taken in hand")))
    closed = staticmethod(moment("closed_at", _("closed")))
    call = staticmethod(moment("call_at", _("call back at")))
    fields = [
        "code", "community", "kind", "topic", "is_sensitive", "urgency", "channel", "asked", "status", "assignee", "until",
        "call", "tries", "answered", "closed", "outcome", "reopened", "merged_into",
    ]  # fmt: skip

    def within(self, rows, desk, kinds):
        """What this person may handle at the desk, in the office as on the site."""
        return (
            super()
            .within(rows, desk, kinds)
            .filter(pk__in=HelpCase.objects.handled_by(desk.user).values("pk"))
        )

    def links(self, request, row):
        """The request's page, where phone and place stand."""
        return [(reverse("welfare:case", args=[row.code]), _("The request's page"))]


@admin.register(CircleMember)
class CircleMemberAdmin(BooksAdmin):
    """Who is and was in the small circle. The chair changes it on the circle's page."""

    readers = CHAIR
    list_display = ["user", "community", "first", "last", "added_by"]
    list_select_related = ["community", "user", "added_by"]
    list_filter = [("community", OwnRelatedFilter), "since"]
    search_fields = ["user__name"]
    ordering = ["-id"]
    first = staticmethod(day("since", _("from")))
    last = staticmethod(day("until", _("until")))
    fields = ["community", "user", "first", "last", "added_by"]

    def links(self, request, row):
        """The circle's page."""
        return [(reverse("welfare:circle", args=[row.community.code]), _("The small circle"))]


@admin.register(TargetTime)
class TargetTimeAdmin(BooksAdmin):
    """How soon the centre answers and solves."""

    readers = REGISTER_READERS
    list_display = ["urgency", "community", "answer_minutes", "solve_minutes"]
    list_select_related = ["community"]
    list_filter = ["urgency", ("community", OwnRelatedFilter)]
    search_fields = ["community__name"]
    ordering = ["community", "id"]
    fields = ["community", "urgency", "answer_minutes", "solve_minutes"]


@admin.register(VillageMap)
class VillageMapAdmin(BooksAdmin):
    """Pictures of villages: who set them, and whether places from phones can be put on them."""

    readers = COMMITTEE
    list_display = ["community", "credit", "set_by", "set_on"]
    list_select_related = ["community", "set_by"]
    list_filter = [("community", OwnRelatedFilter)]
    search_fields = ["credit", "community__name"]
    ordering = ["pk"]
    set_on = staticmethod(moment("set_at", _("set")))
    fields = ["community", "width", "height", "credit", "set_by", "set_on"]
