"""Private pictures that prove something: a paper for a request, a receipt for a payment, a signature."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from welfare.querysets import PaperQuerySet


class Paper(models.Model):
    """One picture, re-encoded and private, with what it belongs to as in the books (for example `payout abcd2345`)."""

    class Kind(models.TextChoices):
        """What it shows."""

        PAPER = "paper", _("paper for a request")
        RECEIPT = "receipt", _("bill or receipt")
        SIGNATURE = "signature", _("signature of the receiver")
        WITNESS = "witness", _("photo with a witness")
        TRANSFER = "transfer", _("proof of the transfer")
        QUOTE = "quote", _("offer of a seller")
        OTHER = "other", _("something else")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    document = models.CharField(_("document"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PAPER)
    path = models.CharField(_("picture"), max_length=120, blank=True)
    words = models.CharField(_("what it shows"), max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["id"]
        indexes = [models.Index(fields=["community", "document"], name="paper_by_document")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
