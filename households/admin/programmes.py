"""Programmes, rounds, visits and prices in the committee's office: to read only. No list names a household's figure."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeAdmin
from households.admin.columns import column, day, moment
from households.desks import COMMITTEE
from households.models import (
    Community,
    Participation,
    PriceTable,
    Programme,
    ReportEdition,
    Round,
    RoundAsk,
    Verification,
    VerificationSample,
)
from lib.dates import thai_month


class TownAdmin(OfficeAdmin):
    """Rows that belong to a municipality (at `town_path`): read by the committees of its communities."""

    readers = COMMITTEE
    writers = ()
    community_path = ""
    town_path = "municipality"

    def within(self, rows, desk, kinds):
        """Rows of the municipalities in which the person serves a community."""
        if desk.is_technician:
            return rows
        towns = Community.objects.filter(
            pk__in=desk.communities(kinds), municipality=OuterRef(self.town_path)
        )
        return rows.filter(Exists(towns))

    def _holds(self, request, obj, kinds) -> bool:
        """A row is read by whoever has it in the list."""
        if not super()._holds(request, None, kinds):
            return False
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()


@admin.register(Programme)
class ProgrammeAdmin(TownAdmin):
    """What is compared before and after."""

    list_display = ["name", "municipality", "created_by", "when"]
    list_select_related = ["municipality", "created_by"]
    search_fields = ["name", "code"]
    fields = readonly_fields = ["name", "about", "municipality", "code", "created_by", "when"]
    when = staticmethod(moment("created_at", _("made")))

    def links(self, request, row):
        """The page with its rounds."""
        return [(reverse("households:programme", args=[row.code]), _("See the programme"))]


@admin.register(Round)
class RoundAdmin(TownAdmin):
    """The months that are asked about."""

    town_path = "programme__municipality"
    list_display = ["programme", "__str__", "first", "last", "created_by", "when"]
    list_select_related = ["programme", "created_by"]
    search_fields = ["programme__name", "programme__code"]
    ordering = ["-id"]
    fields = readonly_fields = ["programme", "number", "first", "last", "created_by", "when"]
    first = staticmethod(column("first_month", _("first month"), thai_month))
    last = staticmethod(column("last_month", _("last month"), thai_month))
    when = staticmethod(moment("created_at", _("set")))


@admin.register(Participation)
class ParticipationAdmin(OfficeAdmin):
    """Communities in programmes, and since when."""

    readers = COMMITTEE
    writers = ()
    list_display = ["programme", "community", "started"]
    list_select_related = ["programme", "community"]
    search_fields = ["programme__name", "community__name"]
    ordering = ["-id"]
    fields = readonly_fields = ["programme", "community", "started"]
    started = staticmethod(day("started_on", _("started on")))


@admin.register(RoundAsk)
class RoundAskAdmin(OfficeAdmin):
    """Who was asked, by whom and when."""

    readers = COMMITTEE
    writers = ()
    list_display = ["household", "round", "programme_shown", "asked_by", "when"]
    list_select_related = ["household", "round__programme", "asked_by"]
    search_fields = ["household__name", "household__house_number", "household__code"]
    ordering = ["-id"]
    fields = readonly_fields = ["household", "round", "programme_shown", "asked_by", "when"]
    programme_shown = staticmethod(column("round__programme", _("programme"), str))
    when = staticmethod(moment("asked_at", _("asked")))


@admin.register(VerificationSample)
class SampleAdmin(OfficeAdmin):
    """Samples drawn by lot."""

    readers = COMMITTEE
    writers = ()
    list_display = [
        "community",
        "month_shown",
        "size",
        "population",
        "confidence",
        "margin",
        "drawn_by",
        "when",
    ]
    list_select_related = ["community", "drawn_by"]
    search_fields = ["code", "community__name"]
    fields = readonly_fields = [
        "community", "month_shown", "confidence", "margin", "population", "size", "seed", "drawn_by", "when",
    ]  # fmt: skip
    month_shown = staticmethod(column("month", _("month"), thai_month))
    when = staticmethod(moment("drawn_at", _("drawn")))

    def links(self, request, row):
        """The page with its households."""
        return [(reverse("households:sample", args=[row.community.code, row.code]), _("See the sample"))]


@admin.register(Verification)
class VerificationAdmin(OfficeAdmin):
    """What came of the visits. The figures stand on the visit's own page, where each look is written down."""

    community_path = "sample__community"
    readers = COMMITTEE
    writers = ()
    list_display = ["household", "sample", "status_shown", "visited", "visited_by"]
    list_select_related = ["household", "sample__community", "visited_by"]
    list_filter = ["status"]
    search_fields = ["household__name", "household__house_number", "household__code"]
    ordering = ["-id"]
    fields = readonly_fields = ["household", "sample", "status_shown", "visited", "visited_by", "note"]
    visited = staticmethod(day("visited_on", _("visited")))

    @admin.display(description=_("what came of it"))
    def status_shown(self, row):
        """In the words of the visit's own page."""
        is_done = row.status == Verification.Status.DONE
        return _("visited and compared") if is_done else row.get_status_display()

    def links(self, request, row):
        """The visit's own page."""
        sample = row.sample
        return [
            (
                reverse("households:visit", args=[sample.community.code, sample.code, row.pk]),
                _("See the visit"),
            )
        ]


@admin.register(PriceTable)
class PriceTableAdmin(TownAdmin):
    """Price indexes that officers brought."""

    list_display = ["source", "municipality", "base_year_shown", "entered_by", "when"]
    list_select_related = ["municipality", "entered_by"]
    search_fields = ["source"]
    fields = readonly_fields = ["source", "municipality", "base_year_shown", "entered_by", "when"]
    base_year_shown = staticmethod(column("base_year", _("base year"), lambda year: year + 543))
    when = staticmethod(moment("entered_at", _("entered")))

    def links(self, request, row):
        """The page with its months."""
        return [(reverse("households:prices_table", args=[row.pk]), _("See the months"))]


@admin.register(ReportEdition)
class ReportEditionAdmin(TownAdmin):
    """Published reports: which there are, not what stands in them."""

    list_display = ["title", "place_shown", "audience", "number", "published_by", "when"]
    list_select_related = ["municipality", "community", "published_by"]
    list_filter = ["audience"]
    search_fields = ["title", "code"]
    fields = readonly_fields = [
        "title", "place_shown", "audience", "number", "corrects", "what_changed", "method", "published_by", "when",
    ]  # fmt: skip
    when = staticmethod(moment("published_at", _("published")))

    @admin.display(description=_("place"))
    def place_shown(self, row):
        """The community, or the whole municipality."""
        return row.community or row.municipality

    def within(self, rows, desk, kinds):
        """Of a single community: for that community's committee only."""
        found = super().within(rows, desk, kinds)
        if desk.is_technician:
            return found
        own = desk.communities(kinds)
        return found.filter(community__isnull=True) | found.filter(community__in=own)
