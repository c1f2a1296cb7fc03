"""Money between buyer and seller, as it really moved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.fields import MoneyField
from market.models.orders import Order
from welfare.models import Slip


class ShownSlip(models.Model):
    """A slip that a buyer showed for an order, and whether the seller found the money."""

    class Status(models.TextChoices):
        """The seller's answer."""

        WAITING = "waiting", _("waiting for the shop")
        FOUND = "found", _("money found")
        NOT_FOUND = "not_found", _("money not found")

    order = models.ForeignKey(Order, models.PROTECT, related_name="slips")
    slip = models.OneToOneField(Slip, models.PROTECT, related_name="shown_for_order")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)

    class Meta:
        verbose_name = _("slip for an order")
        verbose_name_plural = _("slips for orders")

    def __str__(self) -> str:
        return f"{self.order} {self.slip}"


class PaymentEntry(models.Model):
    """Money that arrived for an order or went back to the buyer. Append-only."""

    class Kind(models.TextChoices):
        """Which way the money went."""

        RECEIVED = "received", _("received")
        REFUND = "refund", _("given back")

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    method = models.CharField(_("how"), max_length=10, choices=Order.PayBy)
    amount = MoneyField(_("amount"))
    slip = models.OneToOneField(Slip, models.PROTECT, related_name="payment", null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("recorded by")
    )
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="payment_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount must be above zero."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.get_kind_display()} {self.amount}"
