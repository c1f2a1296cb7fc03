"""Baskets: what somebody means to buy, from many shops at once, before and after login."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.fields import MoneyField, QuantityField
from market.models.listings import Variant


class Basket(models.Model):
    """One basket per account, or per visitor's cookie."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="basket", null=True, blank=True
    )
    token = models.CharField(max_length=43, unique=True, null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")
        constraints = [
            models.CheckConstraint(
                name="basket_has_one_owner",
                condition=Q(user__isnull=False, token__isnull=True)
                | Q(user__isnull=True, token__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class BasketLine(models.Model):
    """A quantity of one variant, with the price that the buyer saw when putting it in."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = QuantityField(_("quantity"))
    price_seen = MoneyField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("line of a basket")
        verbose_name_plural = _("lines of baskets")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "variant"], name="basket_line_once_per_variant"),
            models.CheckConstraint(name="basket_quantity_above_zero", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.variant} × {self.quantity}"
