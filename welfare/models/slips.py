"""Proofs of bank transfers. Each reference serves once, for shops and fund together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.slips import BANKS
from welfare.querysets import SlipQuerySet


class Slip(models.Model):
    """A bank's reference that somebody showed as proof. Append-only.

    The reference alone is unique: with the bank in the key, the same slip could be used again
    by naming another bank. A donor without an account shows one too: then nobody is named.
    """

    bank = models.CharField(_("bank"), max_length=3)
    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("This slip was used before.")},
    )
    picture = models.CharField(_("picture"), max_length=120, blank=True)
    was_read_from_picture = models.BooleanField(_("read from the picture's code"), default=False)
    document = models.CharField(_("document"), max_length=60, help_text=_("For example order abcd2345"))
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("shown by"),
    )
    shown_at = models.DateTimeField(_("shown"), auto_now_add=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")

    def __str__(self) -> str:
        return f"{self.bank} {self.reference}"

    @property
    def bank_name(self) -> str:
        """The bank in words."""
        return str(BANKS.get(self.bank, _("another bank")))
