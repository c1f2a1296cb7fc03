"""One-time entry codes on paper, for members without e-mail or LINE."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryCode(models.Model):
    """A code that lets one person in once. Only its keyed hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_codes", verbose_name=_("account")
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("printed by")
    )
    created_at = models.DateTimeField(_("printed"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry code")
        verbose_name_plural = _("entry codes")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
