"""What is for sale: listings, their variants and pictures, and how much can be made on a day."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField, QuantityField
from lib.thai import sort_key
from market.models.catalogue import Category, Unit
from market.models.findable import Findable
from market.models.pictures import Picture
from market.models.shops import Shop
from market.querysets import ListingQuerySet


class Listing(Findable):
    """Something a shop sells or gives away. Price and stock live in its variants (always at least one).

    `price`, `stock` and `is_public` repeat what variants and shop say, so that a catalogue page is one
    query; `market.listings.refresh` keeps them, in the same transaction as every change below.
    """

    class Condition(models.TextChoices):
        """New goods, used goods, or a gift."""

        NEW = "new", _("new")
        SECOND_HAND = "second_hand", _("second-hand")
        GIVE_AWAY = "give_away", _("to give away")

    class Supply(models.TextChoices):
        """Whether it lies ready or is made when ordered."""

        STOCK = "stock", _("ready now")
        TO_ORDER = "to_order", _("made to order")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="listings", verbose_name=_("shop"))
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True, max_length=3000)
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, default=Condition.NEW)
    supply = models.CharField(_("supply"), max_length=10, choices=Supply, default=Supply.STOCK)
    days_to_make = models.PositiveSmallIntegerField(_("days needed"), default=0)
    daily_cap = QuantityField(_("most in a day"), null=True, blank=True, validators=[MinValueValidator(0)])
    available_from = models.DateField(_("can be had from"), null=True, blank=True)
    available_until = models.DateField(_("can be had until"), null=True, blank=True)
    price = MoneyField(_("lowest price"), default=0, editable=False)
    stock = QuantityField(_("stock of all variants"), default=0, editable=False)
    is_sold_out = models.BooleanField(_("marked as sold out"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    is_public = models.BooleanField(_("shown in the market"), default=True, editable=False)
    name_order = models.CharField(max_length=200, editable=False, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.CheckConstraint(name="listing_price_not_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(name="listing_stock_not_negative", condition=Q(stock__gte=0)),
            models.CheckConstraint(
                name="listing_gift_costs_nothing",
                condition=~Q(condition="give_away") | Q(price=0),
                violation_error_message=_("What is given away has no price."),
            ),
            models.CheckConstraint(
                name="listing_daily_cap_above_zero",
                condition=Q(daily_cap__isnull=True) | Q(daily_cap__gt=0),
                violation_error_message=_("The most in a day must be above zero."),
            ),
            models.CheckConstraint(
                name="listing_season_ends_after_it_begins",
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                violation_error_message=_("The last day comes after the first day."),
            ),
            models.CheckConstraint(
                name="listing_withdrawn_is_not_public",
                condition=Q(withdrawn_at__isnull=True) | Q(is_public=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(is_public=True), name="listing_new"),
            models.Index(
                fields=["community", "-id"], condition=Q(is_public=True), name="listing_new_community"
            ),
            models.Index(
                fields=["category", "-id"], condition=Q(is_public=True), name="listing_new_category"
            ),
            models.Index(fields=["price", "id"], condition=Q(is_public=True), name="listing_price"),
            models.Index(
                fields=["category", "price", "id"], condition=Q(is_public=True), name="listing_price_category"
            ),
            models.Index(fields=["name_order", "id"], condition=Q(is_public=True), name="listing_name"),
            models.Index(
                fields=["community", "available_until", "id"],
                condition=Q(is_public=True, available_until__isnull=False),
                name="listing_season",
            ),
            models.Index(fields=["shop", "-id"], name="listing_by_shop"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keys(cls, name: str) -> dict[str, str]:
        """The columns that are made from the name: to be found, and to stand in Thai order."""
        return {**super().keys(name), "name_order": sort_key(name, 200)}

    def get_absolute_url(self) -> str:
        """The listing's page."""
        return reverse("market:listing", args=[self.code])

    @property
    def is_made_to_order(self) -> bool:
        """Made when ordered, so no stock is counted."""
        return self.supply == self.Supply.TO_ORDER

    @property
    def is_in_season(self) -> bool:
        """Whether today lies between its first and last day."""
        today = timezone.localdate()
        return (self.available_from or today) <= today <= (self.available_until or today)

    @property
    def can_be_ordered(self) -> bool:
        """Whether a buyer can order it now (how much is left is the variants' matter)."""
        return (
            self.is_public
            and not self.is_sold_out
            and self.is_in_season
            and (self.is_made_to_order or self.stock > 0)
        )


class Variant(models.Model):
    """A size or flavour of a listing, with its own price and stock. The only one of a plain listing has no name."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="variants")
    name = models.CharField(_("size or flavour"), max_length=60, blank=True)
    price = MoneyField(_("price"))
    stock = QuantityField(_("stock"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    # Noted by pages that offer a choice.
    can_be_had: bool
    is_chosen: bool

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="variant_price_not_negative",
                condition=Q(price__gte=0),
                violation_error_message=_("The price cannot be below zero."),
            ),
            models.CheckConstraint(
                name="variant_stock_not_negative",
                condition=Q(stock__gte=0),
                violation_error_message=_("The stock cannot be below zero."),
            ),
            models.UniqueConstraint(
                fields=["listing", "name"],
                condition=Q(is_active=True),
                name="variant_name_once_per_listing",
                violation_error_message=_("Each size or flavour has its own name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.listing)


class MakingDay(models.Model):
    """How much of a made-to-order listing is promised for one day."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="making_days")
    day = models.DateField(_("day"))
    promised = QuantityField(_("promised"), default=0)

    class Meta:
        verbose_name = _("day of making")
        verbose_name_plural = _("days of making")
        constraints = [
            models.UniqueConstraint(fields=["listing", "day"], name="making_day_once_per_listing"),
            models.CheckConstraint(name="making_day_not_negative", condition=Q(promised__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.day}"


class ListingPicture(Picture):
    """A photo of a listing; the one in the first position is on its card."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="pictures")

    class Meta(Picture.Meta):
        verbose_name = _("picture of a listing")
        verbose_name_plural = _("pictures of listings")
        constraints = [
            models.CheckConstraint(
                name="listing_has_at_most_8_pictures",
                condition=Q(position__lt=8),
                violation_error_message=_("A listing has at most 8 pictures."),
            ),
            models.UniqueConstraint(fields=["listing", "position"], name="listing_picture_place_once"),
        ]
