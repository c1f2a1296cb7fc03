"""Households, the people in them, and who speaks for each."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community
from households.querysets import HouseholdQuerySet, MembershipQuerySet, PersonQuerySet
from lib.codes import new_code


class Household(models.Model):
    """A house and those who live from one purse in it."""

    class Status(models.TextChoices):
        """Whether the household still lives here."""

        ACTIVE = "active", _("lives here")
        MOVED = "moved", _("moved away")
        MERGED = "merged", _("entered twice, joined with another")
        SPLIT = "split", _("divided into other households")
        CLOSED = "closed", _("closed")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="households", verbose_name=_("community")
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As neighbours call it, for example บ้านยายบุญ")
    )
    house_number = models.CharField(_("house number"), max_length=30)
    village = models.CharField(
        _("village or part of the community"), max_length=60, blank=True, help_text=_("For example หมู่ 3")
    )
    address = models.CharField(_("address in words"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField(_("since"), default=timezone.localdate)
    origin = models.ForeignKey(
        "self", models.PROTECT, related_name="offshoots", null=True, blank=True, verbose_name=_("came out of")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, verbose_name=_("joined with")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["id"]
        indexes = [models.Index(fields=["community", "id"], name="household_by_community")]
        constraints = [
            models.CheckConstraint(
                name="merged_household_names_its_other",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                violation_error_message=_("A household that was entered twice names the one that stays."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.house_number})"

    @property
    def representative(self) -> "Person | None":
        """The person who speaks for this household, if there is one."""
        seat = self.memberships.active().filter(is_representative=True).select_related("person__user").first()
        return seat.person if seat else None


class Person(models.Model):
    """Someone in the register, with or without an account. One identity through split, marriage, move and death."""

    class Sex(models.TextChoices):
        """As the person says; may stay open."""

        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other")

    class Activity(models.TextChoices):
        """What the person mostly does; may stay open."""

        SCHOOL = "school", _("in school")
        WORKING = "working", _("working")
        HOME = "home", _("keeps the house or cares for somebody")
        UNEMPLOYED = "unemployed", _("looking for work")
        RETIRED = "retired", _("no longer works")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    activity = models.CharField(_("what the person does"), max_length=12, choices=Activity, blank=True)
    occupation = models.CharField(_("occupation"), max_length=80, blank=True)
    died_on = models.DateField(_("died"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, verbose_name=_("same person as")
    )
    erased_at = models.DateTimeField(_("name removed"), null=True, blank=True, editable=False)

    # Noted by `views.import_rows`: where the person lives.
    places: list["Membership"]

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="birth_year_is_a_common_year",
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1880, birth_year__lte=2200),
                violation_error_message=_("Please check the year of birth."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def age(self, on: date | None = None) -> int | None:
        """Age in years reached during the year of `on` (today); None when the year of birth is not known."""
        return None if self.birth_year is None else (on or timezone.localdate()).year - self.birth_year


class Membership(models.Model):
    """A person's place in a household: asked for, held, or ended."""

    class Status(models.TextChoices):
        """Where the request or the membership stands."""

        ASKED = "asked", _("asked to join")
        ACTIVE = "active", _("member")
        REFUSED = "refused", _("not accepted")
        LEFT = "left", _("left")

    class Relation(models.TextChoices):
        """To the person who heads the household; may stay open."""

        HEAD = "head", _("head of the household")
        SPOUSE = "spouse", _("husband or wife")
        CHILD = "child", _("son or daughter")
        PARENT = "parent", _("father or mother")
        GRANDCHILD = "grandchild", _("grandchild")
        GRANDPARENT = "grandparent", _("grandfather or grandmother")
        SIBLING = "sibling", _("brother or sister")
        IN_LAW = "in_law", _("in-law")
        RELATIVE = "relative", _("other relative")
        OTHER = "other", _("not related")

    class EndReason(models.TextChoices):
        """Why a membership ended."""

        MOVED = "moved", _("moved to another household")
        AWAY = "away", _("moved away")
        DIED = "died", _("died")
        SPLIT = "split", _("the household was divided")
        MISTAKE = "mistake", _("was entered by mistake")
        MERGED = "merged", _("was entered twice")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", verbose_name=_("household")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    is_representative = models.BooleanField(_("represents the household"), default=False)
    is_deputy = models.BooleanField(_("speaks when the representative cannot"), default=False)
    relation = models.CharField(_("relation to the head"), max_length=12, choices=Relation, blank=True)
    lives_here = models.BooleanField(_("lives in the house"), default=True)
    since = models.DateField(_("belongs since"), null=True, blank=True)
    until = models.DateField(_("belonged until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=EndReason, blank=True)
    needs_check = models.BooleanField(_("the committee has to look"), default=False)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("looked at by"),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_representative=True),
                name="one_representative_per_household",
                violation_error_message=_("This household has a representative already."),
            ),
            models.UniqueConstraint(
                fields=["person", "household"],
                condition=Q(status__in=["asked", "active"]),
                name="one_place_per_person_and_household",
                violation_error_message=_("This person already belongs to the household or has asked to."),
            ),
            models.CheckConstraint(
                name="representative_is_an_active_member",
                condition=Q(is_representative=False) | Q(status="active"),
                violation_error_message=_("Only a member can represent a household."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_deputy=True),
                name="one_deputy_per_household",
                violation_error_message=_("This household has a deputy already."),
            ),
            models.CheckConstraint(
                name="deputy_is_another_active_member",
                condition=Q(is_deputy=False) | Q(status="active", is_representative=False),
                violation_error_message=_("The deputy is a member other than the representative."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.household}"
