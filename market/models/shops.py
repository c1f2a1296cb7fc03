"""Shops: a household's stall in the community's market."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household
from lib.codes import new_code
from lib.fields import MoneyField
from market.models.findable import Findable
from market.models.pictures import Picture
from market.querysets import ShopQuerySet

EVERY_DAY = 0b1111111


class Shop(Findable):
    """A shop page that a household keeps."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="shops", verbose_name=_("community")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="shops", verbose_name=_("household")
    )
    name = models.CharField(_("name"), max_length=80)
    story = models.TextField(_("story"), blank=True, max_length=2000)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    line_url = models.URLField(_("LINE link"), blank=True)
    # Monday is bit 0, as in date.weekday().
    opening_days = models.PositiveSmallIntegerField(_("opening days"), default=EVERY_DAY)
    is_on_holiday = models.BooleanField(_("on holiday"), default=False)
    promptpay_id = models.CharField(_("PromptPay number"), max_length=15, blank=True)
    receiver_name = models.CharField(_("name of the receiver"), max_length=120, blank=True)
    takes_cash = models.BooleanField(_("takes cash"), default=True)
    takes_promptpay = models.BooleanField(_("takes PromptPay"), default=False)
    offers_pickup = models.BooleanField(_("can be picked up"), default=True)
    pickup_place = models.CharField(_("pickup place"), max_length=120, blank=True)
    offers_delivery = models.BooleanField(_("delivers nearby"), default=False)
    delivery_fee = MoneyField(_("delivery fee"), default=0)
    hours_to_accept = models.PositiveSmallIntegerField(_("hours to accept an order"), default=24)
    hours_to_pay = models.PositiveSmallIntegerField(_("hours to pay an order"), default=24)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("verified by"),
    )
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("suspended by"),
    )
    suspension_reason = models.CharField(_("reason of the suspension"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    # Grows with each change that a card or page shows.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ShopQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [
            models.CheckConstraint(
                name="shop_can_be_paid",
                condition=Q(takes_cash=True) | Q(takes_promptpay=True),
                violation_error_message=_("Choose at least one way to be paid."),
            ),
            models.CheckConstraint(
                name="shop_promptpay_has_number_and_name",
                condition=Q(takes_promptpay=False) | (~Q(promptpay_id="") & ~Q(receiver_name="")),
                violation_error_message=_("PromptPay needs the number and the name of the receiver."),
            ),
            models.CheckConstraint(
                name="shop_goods_can_be_had",
                condition=Q(offers_pickup=True) | Q(offers_delivery=True),
                violation_error_message=_("Choose at least one way for buyers to get the goods."),
            ),
            models.CheckConstraint(
                name="shop_delivery_fee_not_negative",
                condition=Q(delivery_fee__gte=0),
                violation_error_message=_("The delivery fee cannot be below zero."),
            ),
            models.CheckConstraint(
                name="shop_opening_days_are_days",
                condition=Q(opening_days__lte=EVERY_DAY),
                violation_error_message=_("Choose days of the week."),
            ),
            models.CheckConstraint(
                name="shop_suspension_has_a_reason",
                condition=Q(suspended_at__isnull=True) | ~Q(suspension_reason=""),
                violation_error_message=_("A suspension needs a reason that the seller can read."),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-id"], name="shop_by_community"),
            models.Index(fields=["household"], name="shop_by_household"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The shop's page."""
        return reverse("market:shop", args=[self.code])

    @property
    def is_open_today(self) -> bool:
        """Whether the shop works today, by its opening days and holiday switch."""
        return not self.is_on_holiday and self.suspended_at is None and self.works_on(timezone.localdate())

    def works_on(self, day: dt.date) -> bool:
        """Whether `day` is one of the weekdays on which the shop works."""
        return bool(self.opening_days & 1 << day.weekday())


class ShopPicture(Picture):
    """A picture on a shop's page."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="pictures")

    class Meta(Picture.Meta):
        verbose_name = _("picture of a shop")
        verbose_name_plural = _("pictures of shops")
