"""Payments of a shop's share to the fund, from "sent" to "arrived", and reminders of what is owed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.ledger import Account
from welfare.models.slips import Slip
from welfare.querysets import SharePaymentQuerySet


class SharePayment(models.Model):
    """Money that a shop says it sent to the fund, until the treasurer has seen it arrive."""

    class Status(models.TextChoices):
        """Where the payment stands."""

        SENT = "sent", _("waiting for the treasurer")
        ARRIVED = "arrived", _("arrived")
        NOT_FOUND = "not_found", _("not found in the account")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    owed = models.ForeignKey(Account, models.PROTECT, related_name="share_payments", verbose_name=_("shop"))
    amount = MoneyField(_("amount"))
    slip = models.OneToOneField(
        Slip, models.PROTECT, related_name="share_payment", null=True, blank=True, verbose_name=_("slip")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SENT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    arrived_amount = MoneyField(_("amount that arrived"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = SharePaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment of a shop's share")
        verbose_name_plural = _("payments of shops' shares")
        constraints = [
            models.CheckConstraint(name="share_payment_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="share_payment_arrived_has_an_amount",
                condition=~Q(status="arrived") | Q(arrived_amount__gt=0),
            ),
            models.UniqueConstraint(
                fields=["owed"],
                condition=Q(status="sent"),
                name="one_share_payment_waiting_per_shop",
                violation_error_message=_("A payment of this shop is waiting for the treasurer already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"


class ShareReminder(models.Model):
    """A shop was reminded of what it owes. Append-only, so that it is seen who asked how often."""

    owed = models.ForeignKey(Account, models.PROTECT, related_name="reminders", verbose_name=_("shop"))
    amount = MoneyField(_("owed then"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder to a shop")
        verbose_name_plural = _("reminders to shops")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="share_reminder_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.owed} {self.amount}"
