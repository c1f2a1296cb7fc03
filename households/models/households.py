"""Households, the people in them, and who speaks for each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community
from households.querysets import HouseholdQuerySet, MembershipQuerySet
from lib.codes import new_code


class Household(models.Model):
    """A house and those who live from one purse in it."""

    class Status(models.TextChoices):
        """Whether the household still lives here."""

        ACTIVE = "active", _("lives here")
        MOVED = "moved", _("moved away")
        CLOSED = "closed", _("closed")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="households", verbose_name=_("community")
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As neighbours call it, for example บ้านยายบุญ")
    )
    house_number = models.CharField(_("house number"), max_length=30)
    address = models.CharField(_("address in words"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField(_("since"), default=timezone.localdate)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["id"]
        indexes = [models.Index(fields=["community", "id"], name="household_by_community")]

    def __str__(self) -> str:
        return f"{self.name} ({self.house_number})"

    @property
    def representative(self) -> "Person | None":
        """The person who speaks for this household, if there is one."""
        seat = self.memberships.active().filter(is_representative=True).select_related("person__user").first()
        return seat.person if seat else None


class Person(models.Model):
    """Someone in the register, with or without an account. One identity through every move."""

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

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a household: asked for, held, or ended."""

    class Status(models.TextChoices):
        """Where the request or the membership stands."""

        ASKED = "asked", _("asked to join")
        ACTIVE = "active", _("member")
        REFUSED = "refused", _("not accepted")
        LEFT = "left", _("left")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", verbose_name=_("household")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    is_representative = models.BooleanField(_("represents the household"), default=False)
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
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.household}"
