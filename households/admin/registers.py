"""The registers: municipalities, communities, households and the people in them."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import memberships
from households.admin.base import OfficeAdmin, OfficeInline, TechnicianAdmin
from households.admin.buttons import Button
from households.admin.columns import moment
from households.admin.lists import OwnRelatedFilter
from households.desks import EVERYBODY, desk_of
from households.models import Community, EmergencyNumber, Household, Membership, Municipality, Network, Person


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
    fields = ["person", "status", "is_representative", "asked_on"]
    readonly_fields = ["asked_on"]
    asked_on = staticmethod(moment("asked_at", _("asked")))
    show_change_link = True

    def get_queryset(self, request):
        """With the people's names."""
        return super().get_queryset(request).select_related("person").order_by("id")


@admin.register(Household)
class HouseholdAdmin(OfficeAdmin):
    """Houses and those who live from one purse in them."""

    can_add = can_change = True
    list_display = ["name", "house_number", "speaker", "code", "community", "status"]
    list_select_related = ["community"]
    list_filter = ["status", ("community", OwnRelatedFilter)]
    search_fields = ["name", "=code", "house_number", "memberships__person__name"]
    search_help_text = _("Name, house number, code, or a person who lives there")
    inlines = [MembershipInline]

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
        fields = ["name", "house_number", "address", "community"]
        return [*fields, "code", "status", "status_since"] if obj else fields

    def get_readonly_fields(self, request, obj=None):
        """The code is printed on paper, so it stays."""
        return ["code", "community"] if obj else []

    def get_inlines(self, request, obj):
        """Nobody lives in a household that is being entered."""
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        """A new household goes through the action."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = memberships.create_household(
            community=obj.community,
            name=obj.name,
            house_number=obj.house_number,
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
        ]


@admin.register(Person)
class PersonAdmin(OfficeAdmin):
    """People in the register, with or without an account."""

    community_path = "memberships__household__community"
    can_change = True
    list_display = ["name", "household", "account", "code"]
    list_select_related = ["user"]
    search_fields = ["name", "=code", "memberships__household__name", "=memberships__household__house_number"]
    search_help_text = _("Name, code, or the household")
    ordering = ["-id"]
    fields = ["name", "code", "user"]
    readonly_fields = ["code", "user"]

    def within(self, rows, desk, kinds):
        """People who live in one of these communities or asked to."""
        if desk.is_technician:
            return rows
        places = Membership.objects.filter(household__community__in=desk.communities(kinds))
        return rows.filter(pk__in=places.values("person"))

    def _holds(self, request, obj, kinds):
        desk = desk_of(request)
        if obj is None or desk.is_technician:
            return desk.sits(kinds)
        return self.within(Person.objects.filter(pk=obj.pk), desk, kinds).exists()

    def get_queryset(self, request):
        """With the name of the household."""
        seat = Membership.objects.filter(person=OuterRef("pk"), status=Membership.Status.ACTIVE)
        return super().get_queryset(request).annotate(home=Subquery(seat.values("household__name")[:1]))

    @admin.display(description=_("household"), ordering="home")
    def household(self, row):
        """Where the person lives."""
        return row.home

    @admin.display(description=_("has an account"), boolean=True)
    def account(self, row):
        """Whether the person can enter the site."""
        return row.user_id is not None


def _is_asked(request, row) -> bool:
    return row.status == Membership.Status.ASKED


def _is_member(request, row) -> bool:
    return row.status == Membership.Status.ACTIVE


@admin.register(Membership)
class MembershipAdmin(OfficeAdmin):
    """Requests to join, and who lives where."""

    community_path = "household__community"
    list_display = ["person", "household", "status", "is_representative", "asked_on"]
    list_select_related = ["person", "household"]
    list_filter = ["status", "is_representative", ("household__community", OwnRelatedFilter)]
    search_fields = ["person__name", "household__name", "=household__house_number", "=household__code"]
    ordering = ["-id"]
    fields = [
        "person",
        "household",
        "status",
        "is_representative",
        "asked_on",
        "decided_on",
        "decided_by",
        "ended_on",
    ]
    asked_on = staticmethod(moment("asked_at", _("asked")))
    decided_on = staticmethod(moment("decided_at", _("decided")))
    ended_on = staticmethod(moment("ended_at", _("ended")))
    buttons = (
        Button(
            "approve",
            _("Let them in"),
            lambda request, row, reason: memberships.approve(membership=row, actor=request.user),
            _("They belong to the household now."),
            fits=_is_asked,
        ),
        Button(
            "refuse",
            _("Say no"),
            lambda request, row, reason: memberships.refuse(membership=row, actor=request.user),
            _("The request was answered with no."),
            fits=_is_asked,
            is_danger=True,
        ),
        Button(
            "represent",
            _("Make representative"),
            lambda request, row, reason: memberships.make_representative(membership=row, actor=request.user),
            _("This person represents the household now."),
            fits=lambda request, row: _is_member(request, row) and not row.is_representative,
            in_lists=False,
        ),
        Button(
            "leave",
            _("End the membership"),
            lambda request, row, reason: memberships.leave(membership=row, actor=request.user),
            _("The membership has ended."),
            fits=_is_member,
            is_danger=True,
            in_lists=False,
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """Everything: the buttons change it."""
        return self.fields

    def get_queryset(self, request):
        """With what tells the community."""
        return super().get_queryset(request).select_related("household", "person")
