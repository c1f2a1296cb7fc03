"""Numbered receipts of a fund: without gaps in each year, taken back only with the number kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.ledger import Transfer


class ReceiptBook(models.Model):
    """The last number given out in one year. Its row is locked while a number is taken."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("receipt book")
        verbose_name_plural = _("receipt books")
        constraints = [models.UniqueConstraint(fields=["community", "year"], name="receipt_book_once")]

    def __str__(self) -> str:
        return f"{self.year + 543}"


class Receipt(models.Model):
    """A receipt for money that came in. What stands on it never changes."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="receipt", verbose_name=_("entry"))
    document = models.CharField(_("document"), max_length=60)
    name = models.CharField(_("received from"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=13, blank=True)
    purpose = models.CharField(_("for"), max_length=200)
    way = models.CharField(_("way"), max_length=20)
    amount = MoneyField(_("amount"))
    dated = models.DateField(_("date"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                name="receipt_has_number_and_amount", condition=Q(number__gte=1, amount__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year + 543}"


class ReceiptCancellation(models.Model):
    """A receipt taken back: its number stays, its money was reversed. Append-only, by two people."""

    receipt = models.OneToOneField(
        Receipt, models.PROTECT, related_name="cancellation", verbose_name=_("receipt")
    )
    reversal = models.OneToOneField(
        Transfer, models.PROTECT, related_name="cancelled_receipt", verbose_name=_("entry")
    )
    reason = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("agreed by")
    )
    done_at = models.DateTimeField(_("done"), auto_now_add=True)

    class Meta:
        verbose_name = _("receipt taken back")
        verbose_name_plural = _("receipts taken back")
        constraints = [
            models.CheckConstraint(
                name="receipt_is_taken_back_by_two", condition=~Q(asked_by=F("agreed_by"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.receipt)
