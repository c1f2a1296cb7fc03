"""What people are trusted with, each role in one community or one municipality."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community, Municipality
from households.querysets import RoleQuerySet


class Role(models.Model):
    """A task that a person holds from one day to another."""

    class Kind(models.TextChoices):
        """The tasks there are."""

        SELLER = "seller", _("seller")
        RIDER = "rider", _("rider")
        VOLUNTEER = "volunteer", _("volunteer")
        CASE_WORKER = "case_worker", _("case worker")
        COMMITTEE = "committee", _("committee member")
        CHAIR = "chair", _("chair")
        TREASURER = "treasurer", _("treasurer")
        AUDITOR = "auditor", _("auditor")
        OFFICER = "officer", _("municipal officer")

    # Roles that see other people's money or incomes: a second step at the door, a short session, the admin.
    TRUSTED = (Kind.COMMITTEE, Kind.CHAIR, Kind.TREASURER, Kind.AUDITOR, Kind.OFFICER)
    IN_ADMIN = (Kind.COMMITTEE, Kind.CHAIR, Kind.TREASURER, Kind.AUDITOR)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("account")
    )
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    community = models.ForeignKey(
        Community, models.CASCADE, related_name="roles", null=True, blank=True, verbose_name=_("community")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        related_name="roles",
        null=True,
        blank=True,
        verbose_name=_("municipality"),
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("given by"),
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                name="role_has_its_place",
                condition=Q(kind="officer", municipality__isnull=False, community__isnull=True)
                | (~Q(kind="officer") & Q(community__isnull=False, municipality__isnull=True)),
                violation_error_message=_(
                    "An officer belongs to a municipality, every other role to a community."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "community"],
                condition=Q(until__isnull=True),
                name="role_once_per_community",
                violation_error_message=_("This person holds the role already."),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "municipality"],
                condition=Q(until__isnull=True),
                name="role_once_per_municipality",
                violation_error_message=_("This person holds the role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_kind_display()}"
