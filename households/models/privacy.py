"""Who looked at a household's income, and whose name was removed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.households import Household, Person


class IncomeLook(models.Model):
    """That somebody from outside the household saw its income, when and why. Append-only; the household reads it."""

    class Reason(models.TextChoices):
        """What the person was doing."""

        REGISTER = "register", _("looked into the register of incomes")
        VERIFICATION = "verification", _("checked a drawn sample")
        ENTRY = "entry", _("wrote down figures for the household")
        EXPORT = "export", _("downloaded a table")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="income_looks", verbose_name=_("household")
    )
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    reason = models.CharField(_("why"), max_length=14, choices=Reason)
    seen_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("look at a household's income")
        verbose_name_plural = _("looks at households' incomes")
        ordering = ["-id"]
        indexes = [models.Index(fields=["household", "-id"], name="income_look_by_household")]

    def __str__(self) -> str:
        return f"{self.viewer} {self.get_reason_display()}"


class Erasure(models.Model):
    """That a person's name was removed on request. Append-only; repeated after a backup was restored."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("by")
    )
    done_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("removed name")
        verbose_name_plural = _("removed names")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.done_at:%Y-%m-%d}"
