"""The registers: municipalities, communities, households and the people in them."""

from django.contrib import admin
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import divisions, memberships, register
from households.admin.base import OfficeAdmin, OfficeInline, TechnicianAdmin
from households.admin.buttons import Button
from households.admin.columns import day, moment
from households.admin.lists import OwnRelatedFilter
from households.desks import COMMITTEE, EVERYBODY, desk_of
from households.models import (
    Community,
    EmergencyNumber,
    Household,
    Membership,
    Municipality,
    Network,
    RegisterEvent,
)
from households.people_words import sentence
from households.register_events import OF_NEEDS
from lib.dates import thai_date


@admin.register(Municipality)
class MunicipalityAdmin(TechnicianAdmin):
    """Set up by the technician; the committee only sees its own in the community's settings."""

    can_add = can_change = True
    list_display = ["name", "kind", "province", "code"]
    search_fields = ["name", "code", "province"]


@admin.register(Network)
class NetworkAdmin(TechnicianAdmin):
    """Communities that open their markets to each other."""

    can_add = can_change = True
    list_display = ["name"]
    search_fields = ["name"]


class EmergencyNumberInline(OfficeInline):
    """Numbers to call in this community."""

    model = EmergencyNumber
    fields = ["label", "phone", "position"]
    can_change = can_delete = True
    template = "admin/edit_inline/tabular.html"


@admin.register(Community)
class CommunityAdmin(OfficeAdmin):
    """A community's settings."""

    community_path = "pk"
    readers = EVERYBODY
    can_change = True
    list_display = ["name", "municipality", "network", "share_percent", "contact_name", "phone"]
    list_select_related = ["municipality", "network"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["municipality", "network"]
    inlines = [EmergencyNumberInline]
    fieldsets = [
        (None, {"fields": ["name", "about", "code", "municipality", "network"]}),
        (_("Whom people can ask"), {"fields": ["contact_name", "phone", "line_url", "address"]}),
        (
            _("Market and reports"),
            {"fields": ["pickup_place", "share_percent", "public_threshold", "officer_threshold"]},
        ),
    ]

    def has_add_permission(self, request):
        """A new community is set up by the technician."""
        return desk_of(request).is_technician

    def get_readonly_fields(self, request, obj=None):
        """Addresses and belonging are the technician's matter."""
        return [] if desk_of(request).is_technician else ["code", "municipality", "network"]

    def links(self, request, row):
        """Its home page."""
        return [(row.get_absolute_url(), _("See it on the site"))]


class MembershipInline(OfficeInline):
    """Who lives here, and who has asked to. Each has its own page with the buttons."""

    model = Membership
    fields = ["person", "status", "is_representative", "is_deputy", "relation", "asked_on"]
    readonly_fields = ["asked_on"]
    asked_on = staticmethod(moment("asked_at", _("asked")))
    show_change_link = True

    def get_queryset(self, request):
        """With the people's names."""
        return super().get_queryset(request).select_related("person").order_by("id")


class EventInline(OfficeInline):
    """What was done in the register, newest first. Needs for help are the committee's matter alone."""

    model = RegisterEvent
    fields = readonly_fields = ["day", "words", "reason", "actor"]
    ordering = ["-id"]

    def get_queryset(self, request):
        """With names; without what tells that somebody needs help, for those who need not know."""
        rows = super().get_queryset(request).select_related("person", "actor")
        desk = desk_of(request)
        if desk.is_technician:
            return rows
        return rows.filter(~Q(kind__in=OF_NEEDS) | Q(community__in=desk.communities(COMMITTEE)))

    @admin.display(description=_("on"))
    def day(self, row):
        """The day in words."""
        return thai_date(row.happened_on)

    @admin.display(description=_("what was done"))
    def words(self, row):
        """A sentence."""
        return sentence(row)


def _change(status: str):
    def press(request, row, reason):
        return divisions.change_status(
            household=row, status=status, on=timezone.localdate(), actor=request.user, reason=reason
        )

    return press


def _is(*statuses: str):
    return lambda request, row: row.status in statuses


Status = Household.Status


@admin.register(Household)
class HouseholdAdmin(OfficeAdmin):
    """Houses and those who live from one purse in them."""

    can_add = can_change = True
    list_display = ["name", "house_number", "speaker", "code", "community", "status"]
    list_select_related = ["community"]
    list_filter = ["status", ("community", OwnRelatedFilter)]
    search_fields = ["name", "=code", "house_number", "memberships__person__name"]
    search_help_text = _("Name, house number, code, or a person who lives there")
    inlines = [MembershipInline, EventInline]
    buttons = (
        Button(
            "moved",
            _("The household moved away"),
            _change(Status.MOVED),
            _("It is on record."),
            fits=_is(Status.ACTIVE),
            question=_("Where to, and why? The day is today; another day is chosen on the site."),
            in_lists=False,
        ),
        Button(
            "closed",
            _("Nobody lives here any more"),
            _change(Status.CLOSED),
            _("It is on record."),
            fits=_is(Status.ACTIVE, Status.MOVED),
            question=_("Why? The day is today; another day is chosen on the site."),
            is_danger=True,
            in_lists=False,
        ),
        Button(
            "active",
            _("The household lives here again"),
            _change(Status.ACTIVE),
            _("It is on record."),
            fits=_is(Status.MOVED, Status.CLOSED, Status.SPLIT),
            in_lists=False,
        ),
    )

    def get_queryset(self, request):
        """With the name of the representative."""
        seat = Membership.objects.filter(household=OuterRef("pk"), is_representative=True)
        return super().get_queryset(request).annotate(speaker=Subquery(seat.values("person__name")[:1]))

    @admin.display(description=_("representative"), ordering="speaker", empty_value=_("nobody yet"))  # type: ignore[call-overload]
    def speaker(self, row):
        """The representative's name."""
        return row.speaker

    def get_fields(self, request, obj=None):
        """Where a household lives is fixed once it is in the register."""
        fields = ["name", "house_number", "village", "address", "community"]
        return [*fields, "code", "status", "since", "origin", "merged_into"] if obj else fields

    def get_readonly_fields(self, request, obj=None):
        """The code is printed on paper, so it stays; what became of the household, the buttons write down."""
        return ["code", "community", "status", "since", "origin", "merged_into"] if obj else []

    since = staticmethod(day("status_since", _("since")))

    def get_inlines(self, request, obj):
        """Nobody lives in a household that is being entered."""
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        """A new household and a corrected one go through the actions."""
        if change:
            given = {name: getattr(obj, name) for name in register.OF_HOUSE}
            register.correct_household(household=obj, actor=request.user, **given)
            return
        made = memberships.create_household(
            community=obj.community,
            name=obj.name,
            house_number=obj.house_number,
            village=obj.village,
            address=obj.address,
            actor=request.user,
        )
        obj.__dict__.update(made.__dict__)

    def links(self, request, row):
        """Entering people and printing codes is done on the site."""
        if not self.has_change_permission(request, row):
            return []
        return [
            (reverse("households:member_add", args=[row.code]), _("Enter a person of this household")),
            (f"{reverse('households:codes')}?q={row.code}", _("Print an entry code")),
            (reverse("households:household", args=[row.code]), _("See it on the site")),
        ]
