"""How a community's centre is set up: who is in the small circle, target times, and the picture of the village."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community
from welfare.models.cases import HelpCase


class CircleMember(models.Model):
    """Somebody of the small circle that reads sensitive requests, from one day to another."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="circles", verbose_name=_("account")
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("member of the small circle")
        verbose_name_plural = _("members of the small circle")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=Q(until__isnull=True),
                name="circle_member_once",
                violation_error_message=_("This person is in the circle already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class TargetTime(models.Model):
    """How soon the centre wants to answer and to solve what is this urgent; without a row the usual times hold."""

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="target_times", verbose_name=_("community")
    )
    urgency = models.CharField(_("how urgent"), max_length=6, choices=HelpCase.Urgency)
    answer_minutes = models.PositiveIntegerField(_("taken in hand within, minutes"))
    solve_minutes = models.PositiveIntegerField(_("solved within, minutes"))

    class Meta:
        verbose_name = _("target time")
        verbose_name_plural = _("target times")
        constraints = [
            models.UniqueConstraint(fields=["community", "urgency"], name="target_time_once"),
            models.CheckConstraint(
                name="target_times_in_order",
                condition=Q(answer_minutes__gte=1, solve_minutes__gte=models.F("answer_minutes")),
                violation_error_message=_("Solving cannot be due before answering."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_urgency_display()


class VillageMap(models.Model):
    """The community's own picture of its village, on which places are shown.

    Two known points (thousandths of the picture, and degrees) let places from phones be put on it.
    """

    community = models.OneToOneField(
        Community, models.CASCADE, primary_key=True, related_name="village_map", verbose_name=_("community")
    )
    picture = models.CharField(_("picture"), max_length=64)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    credit = models.CharField(_("who made it"), max_length=120, blank=True)
    points = models.JSONField(_("two known points"), default=list, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set"), auto_now=True)

    class Meta:
        verbose_name = _("picture of the village")
        verbose_name_plural = _("pictures of villages")

    def __str__(self) -> str:
        return f"{self.community}"
