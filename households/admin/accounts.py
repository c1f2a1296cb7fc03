"""Accounts, the roles that people hold, and entry codes on paper."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import accounts, roles
from households.admin.base import OfficeAdmin, OfficeInline
from households.admin.buttons import Button
from households.admin.columns import day, moment
from households.admin.lists import OwnRelatedFilter, filled
from households.desks import CHAIR, COMMITTEE, desk_of
from households.models import EntryCode, Membership, Role, User

# What a committee member may give; the chair gives every role of the community, the technician an officer's.
HELPING_ROLES = (Role.Kind.SELLER, Role.Kind.RIDER, Role.Kind.VOLUNTEER, Role.Kind.CASE_WORKER)
COMMUNITY_ROLES = tuple(kind for kind in Role.Kind if kind != Role.Kind.OFFICER)


def of_communities(users, communities):
    """Of these accounts, those of people who live in the communities, asked to, or hold a role there."""
    places = Membership.objects.filter(household__community__in=communities)
    held = Role.objects.filter(community__in=communities)
    return users.filter(Q(pk__in=places.values("person__user")) | Q(pk__in=held.values("user")))


def is_member(request, user) -> bool:
    """Whether the person lives in a household of a community whose committee one sits on."""
    return Membership.objects.active_governed_by(request.user).filter(person__user=user).exists()


class RoleInline(OfficeInline):
    """The roles that a person holds or held."""

    model = Role
    fk_name = "user"
    fields = ["kind", "community", "municipality", "since_day", "until_day"]
    readonly_fields = fields
    since_day = staticmethod(day("since", _("from")))
    until_day = staticmethod(day("until", _("until")))

    def get_queryset(self, request):
        """Only roles in one's own communities."""
        rows = super().get_queryset(request).select_related("community", "municipality").order_by("-id")
        return desk_of(request).within(rows, "community", self.admin_site.get_model_admin(Role).readers)


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """Accounts: people keep their own. The committee can switch one off and print an entry code."""

    list_display = ["name", "email", "phone", "is_active", "joined"]
    list_filter = ["is_active", "is_trusted"]
    search_fields = ["name", "email", "phone", "=code"]
    ordering = ["-id"]
    fields = [
        "name",
        "code",
        "email",
        "phone",
        "language",
        "wants_email",
        "joined",
        "last",
        "is_active",
        "is_trusted",
    ]
    readonly_fields = fields
    joined = staticmethod(moment("date_joined", _("joined")))
    last = staticmethod(moment("last_login", _("last here")))
    inlines = [RoleInline]
    buttons = (
        Button(
            "switch-off",
            _("Switch the account off"),
            lambda request, row, reason: accounts.switch_off(user=row, actor=request.user),
            _("The account is switched off. Nobody can enter by it."),
            fits=lambda request, row: row.is_active and is_member(request, row),
            is_danger=True,
            in_lists=False,
        ),
        Button(
            "switch-on",
            _("Switch the account on"),
            lambda request, row, reason: accounts.switch_on(user=row, actor=request.user),
            _("The account is switched on again."),
            fits=lambda request, row: not row.is_active and is_member(request, row),
            in_lists=False,
        ),
    )

    def within(self, rows, desk, kinds):
        """Accounts of people of these communities."""
        return rows if desk.is_technician else of_communities(rows, desk.communities(kinds))

    def _holds(self, request, obj, kinds):
        desk = desk_of(request)
        if obj is None or desk.is_technician:
            return desk.sits(kinds)
        return self.within(User.objects.filter(pk=obj.pk), desk, kinds).exists()

    def may_press(self, request, button, row):
        """Committee of a community that the person belongs to."""
        return self._holds(request, row, button.kinds)

    def links(self, request, row):
        """Entry codes are printed on the site."""
        place = Membership.objects.active_governed_by(request.user).filter(person__user=row)
        home = place.values_list("household__code", flat=True).first()
        if not home or row.is_trusted:
            return []
        return [(f"{reverse('households:codes')}?q={home}", _("Print an entry code"))]


class RoleForm(forms.ModelForm):
    """Who gets which role where, within what the giver may give."""

    desk = None

    def clean(self):
        """Nobody gives a role to oneself; the committee gives helping roles, the chair every other."""
        super().clean()
        cleaned = self.cleaned_data
        kind, community = cleaned.get("kind"), cleaned.get("community")
        if self.desk.is_technician or not kind or not cleaned.get("user"):
            return cleaned
        if cleaned["user"] == self.desk.user:
            self.add_error(
                "user", _("You cannot give a role to yourself. Ask somebody else of the committee.")
            )
        if not community:
            self.add_error("community", _("Please choose the community."))
        elif not may_decide(self.desk, kind, community.pk):
            self.add_error("kind", _("This role is given by the chair."))
        return cleaned


def may_decide(desk, kind: str, community_id: int | None) -> bool:
    """Whether the person at this desk gives and ends roles of this kind in this community."""
    return desk.keeps(community_id, COMMITTEE if kind in HELPING_ROLES else CHAIR)


def _may_end(request, row) -> bool:
    is_held = row.until is None or row.until >= timezone.localdate()
    return is_held and (row.user == request.user or may_decide(desk_of(request), row.kind, row.community_id))


@admin.register(Role)
class RoleAdmin(OfficeAdmin):
    """Who is trusted with what."""

    can_add = True
    form = RoleForm
    list_display = ["user", "kind", "community", "since_day", "until_day", "granted_by"]
    list_select_related = ["user", "community", "municipality", "granted_by"]
    list_filter = [
        "kind",
        filled("until", _("is the role still held"), _("It has ended"), _("It is held now")),
        ("community", OwnRelatedFilter),
    ]
    search_fields = ["user__name", "user__email"]
    ordering = ["-id"]
    autocomplete_fields = ["user"]
    since_day = staticmethod(day("since", _("from")))
    until_day = staticmethod(day("until", _("until")))
    buttons = (
        Button(
            "end",
            _("End the role"),
            lambda request, row, reason: roles.end(role=row, actor=request.user),
            _("The role has ended. It stays on record."),
            fits=_may_end,
            is_danger=True,
            in_lists=False,
        ),
    )

    def get_fields(self, request, obj=None):
        """Officers belong to a municipality, which is the technician's matter."""
        if obj:
            return ["user", "kind", "community", "municipality", "since_day", "until_day", "granted_by"]
        place = ["community", "municipality"] if desk_of(request).is_technician else ["community"]
        return ["user", "kind", *place]

    def get_readonly_fields(self, request, obj=None):
        """A role that was given stays as it is; it can be ended."""
        return self.get_fields(request, obj) if obj else []

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Only the roles that one may give."""
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if field is not None and db_field.name == "kind":
            desk = desk_of(request)
            kinds = COMMUNITY_ROLES if desk.sits(CHAIR) else HELPING_ROLES
            kinds = tuple(Role.Kind) if desk.is_technician else kinds
            field.choices = [("", "–"), *((kind.value, kind.label) for kind in kinds)]
        return field

    def save_model(self, request, obj, form, change):
        """Through the action, which also lets the person into the office."""
        made = roles.grant(
            user=obj.user,
            kind=obj.kind,
            community=obj.community,
            municipality=obj.municipality,
            actor=request.user,
        )
        obj.__dict__.update(made.__dict__)


@admin.register(EntryCode)
class EntryCodeAdmin(OfficeAdmin):
    """Which codes were printed, by whom, and whether they were used. The codes themselves are kept nowhere."""

    list_display = ["user", "printed", "created_by", "valid_until", "used"]
    list_select_related = ["user", "created_by"]
    list_filter = [filled("used_at", _("was used"), _("yes"), _("no"))]
    search_fields = ["user__name", "created_by__name"]
    ordering = ["-id"]
    fields = readonly_fields = ["user", "printed", "created_by", "valid_until", "used"]
    printed = staticmethod(moment("created_at", _("printed")))
    valid_until = staticmethod(moment("expires_at", _("valid until")))
    used = staticmethod(moment("used_at", _("used")))

    def within(self, rows, desk, kinds):
        """Codes of people of these communities."""
        if desk.is_technician:
            return rows
        people = of_communities(User.objects.all(), desk.communities(kinds))
        return rows.filter(user__in=people.values("pk"))

    def _holds(self, request, obj, kinds):
        desk = desk_of(request)
        if obj is None or desk.is_technician:
            return desk.sits(kinds)
        return self.within(EntryCode.objects.filter(pk=obj.pk), desk, kinds).exists()
