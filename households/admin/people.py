"""The registers of people, and of who lives where."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import checks, memberships, register
from households.admin.base import OfficeAdmin, OfficeInline
from households.admin.buttons import Button
from households.admin.columns import day, moment
from households.admin.lists import OwnRelatedFilter
from households.desks import COMMITTEE, desk_of
from households.forms.register import BirthYearField
from households.models import Membership, Person, Situation
from households.people_words import year_in_words
from lib.errors import Refused
from lib.forms import PhoneField


class SituationInline(OfficeInline):
    """What makes the person need more help. Only those who need to know see it."""

    model = Situation
    fields = readonly_fields = ["kind", "source", "since_day", "until_day"]
    since_day = staticmethod(day("since", _("since")))
    until_day = staticmethod(day("until", _("until")))

    def get_queryset(self, request):
        """What this person may see."""
        visible = Situation.objects.visible_to(request.user)
        return super().get_queryset(request).filter(pk__in=visible.values("pk")).order_by("-id")


@admin.register(Person)
class PersonAdmin(OfficeAdmin):
    """People in the register, with or without an account."""

    community_path = "memberships__household__community"
    can_change = True
    list_display = ["name", "household", "born", "activity", "account", "code"]
    list_select_related = ["user"]
    list_filter = ["activity", "sex"]
    search_fields = ["name", "=code", "memberships__household__name", "=memberships__household__house_number"]
    search_help_text = _("Name, code, or the household")
    ordering = ["-id"]
    fields = ["name", "birth_year", "sex", "activity", "occupation", "phone", "died", "code", "user"]
    readonly_fields = ["died", "code", "user"]
    inlines = [SituationInline]
    died = staticmethod(day("died_on", _("died")))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Years in both eras, and Thai telephone numbers."""
        if db_field.name == "birth_year":
            return BirthYearField(label=db_field.verbose_name, required=False)
        if db_field.name == "phone":
            return PhoneField(label=db_field.verbose_name, required=False, allow_short=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        """Needs for help only for the committee."""
        return self.inlines if obj and desk_of(request).sits(COMMITTEE) else []

    def save_model(self, request, obj, form, change):
        """A correction is written down where the person lives."""
        places = (
            desk_of(request)
            .within(obj.memberships.active(), "household__community", COMMITTEE)
            .select_related("household", "person")
        )
        place = places.first()
        if place is None:
            raise Refused(_("This person no longer belongs to the household."), code="not_a_member")
        said: dict[str, Any] = {
            name: getattr(obj, name) or ("" if name != "birth_year" else None) for name in register.OF_PERSON
        }
        entry = replace(register.entry_of(place), **said)
        register.correct_person(membership=place, entry=entry, actor=request.user)

    def links(self, request, row):
        """The page on the site, where somebody moves, leaves and comes back."""
        rows = Membership.objects.correctable_by(request.user).active().filter(person=row)
        return [
            (reverse("households:person", args=[place.pk]), _("See it on the site")) for place in rows[:3]
        ]

    @admin.display(description=_("year of birth"), ordering="birth_year")
    def born(self, row):
        """As the reader counts years."""
        return year_in_words(row.birth_year) or "–"

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


def _waits_for_a_look(request, row) -> bool:
    return row.needs_check


@admin.register(Membership)
class MembershipAdmin(OfficeAdmin):
    """Requests to join, and who lives where."""

    community_path = "household__community"
    list_display = ["person", "household", "status", "is_representative", "asked_on"]
    list_select_related = ["person", "household"]
    list_filter = ["status", "needs_check", "is_representative", ("household__community", OwnRelatedFilter)]
    search_fields = ["person__name", "household__name", "=household__house_number", "=household__code"]
    ordering = ["-id"]
    fields = [
        "person",
        "household",
        "status",
        "is_representative",
        "is_deputy",
        "relation",
        "lives_here",
        "since_day",
        "until_day",
        "end_reason",
        "needs_check",
        "checked_by",
        "asked_on",
        "decided_on",
        "decided_by",
        "ended_on",
    ]
    since_day = staticmethod(day("since", _("belongs since")))
    until_day = staticmethod(day("until", _("belonged until")))
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
            "deputy",
            _("Make deputy"),
            lambda request, row, reason: memberships.make_deputy(membership=row, actor=request.user),
            _("The household has a new deputy."),
            fits=lambda request, row: (
                _is_member(request, row) and not row.is_representative and not row.is_deputy
            ),
            in_lists=False,
        ),
        Button(
            "no-deputy",
            _("No longer deputy"),
            lambda request, row, reason: memberships.end_deputy(membership=row, actor=request.user),
            _("The household has no deputy now."),
            fits=lambda request, row: row.is_deputy,
            in_lists=False,
        ),
        Button(
            "right",
            _("It is right"),
            lambda request, row, reason: checks.accept(membership=row, actor=request.user),
            _("Noted as right."),
            fits=_waits_for_a_look,
        ),
        Button(
            "take-back",
            _("It is wrong: take it back"),
            lambda request, row, reason: checks.take_back(membership=row, actor=request.user),
            _("Taken back. Whoever entered it gets a message."),
            fits=_waits_for_a_look,
            is_danger=True,
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
