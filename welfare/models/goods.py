"""Goods of the fund: what is in which store, received from whom, and given out against requests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField, QuantityField
from welfare.models.aid import AidRequest
from welfare.models.campaigns import Campaign


class Store(models.Model):
    """A place where goods are kept."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: meeting hall"))
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="store_name_once",
                violation_error_message=_("There is a store of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoodsKind(models.Model):
    """A kind of goods: rice by the kilogram, water by the bottle, masks by the box."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=80)
    unit = models.CharField(_("unit"), max_length=30)
    low_below = QuantityField(_("say so when less than"), null=True, blank=True)

    class Meta:
        verbose_name = _("kind of goods")
        verbose_name_plural = _("kinds of goods")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "unit"],
                name="goods_kind_once",
                violation_error_message=_("These goods are on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class Lot(models.Model):
    """Goods of one kind that came together into one store. `left` is a checkpoint of its moves, never below zero."""

    class Origin(models.TextChoices):
        """Where they came from."""

        GIVEN = "given", _("as a gift")
        BOUGHT = "bought", _("bought by the fund")
        LENT = "authority", _("from an authority")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    store = models.ForeignKey(Store, models.PROTECT, related_name="lots", verbose_name=_("store"))
    kind = models.ForeignKey(GoodsKind, models.PROTECT, related_name="lots", verbose_name=_("which goods"))
    origin = models.CharField(_("came"), max_length=10, choices=Origin)
    giver = models.CharField(_("from whom"), max_length=120, blank=True)
    is_anonymous = models.BooleanField(_("show no name in public"), default=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("campaign")
    )
    worth = MoneyField(_("worth in all"), default=0)
    received = QuantityField(_("quantity received"))
    left = QuantityField(_("quantity left"))
    received_on = models.DateField(_("received on"))
    expires_on = models.DateField(_("best before"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received by")
    )

    class Meta:
        verbose_name = _("goods received")
        verbose_name_plural = _("goods received")
        ordering = ["expires_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="lot_has_goods", condition=Q(received__gt=0, left__gte=0, worth__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on:%Y-%m-%d}"


class LotMove(models.Model):
    """Goods that came into a lot (above zero) or left it. Append-only."""

    class Kind(models.TextChoices):
        """Why."""

        RECEIVED = "received", _("came into the store")
        GIVEN_OUT = "given_out", _("given out")
        RETURNED = "returned", _("came back")
        MOVED = "moved", _("moved to another store")
        COUNTED = "counted", _("difference found when counting")
        SPOILED = "spoiled", _("spoiled or past its date")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="moves", verbose_name=_("goods received"))
    key = models.CharField(_("key"), max_length=120, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    quantity = QuantityField(_("quantity"))
    request = models.ForeignKey(
        AidRequest,
        models.PROTECT,
        related_name="goods",
        null=True,
        blank=True,
        verbose_name=_("request for help"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("agreed by"),
    )
    moved_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("move of goods")
        verbose_name_plural = _("moves of goods")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="lot_move_in_its_direction",
                condition=Q(kind__in=["received", "returned"], quantity__gt=0)
                | Q(kind__in=["given_out", "spoiled"], quantity__lt=0)
                | (Q(kind__in=["counted", "moved"]) & ~Q(quantity=0)),
            ),
            models.CheckConstraint(
                name="goods_go_out_against_a_request",
                condition=~Q(kind="given_out") | Q(request__isnull=False),
                violation_error_message=_("Goods go out against a request."),
            ),
            models.CheckConstraint(
                name="counted_difference_takes_two_people",
                condition=~Q(kind="counted") | (Q(second__isnull=False) & ~Q(second=models.F("actor"))),
                violation_error_message=_("A second person has to agree."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.quantity}"


class Purchase(models.Model):
    """Something bought for the fund: offers, order, receipt and payment, by different people."""

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("offers are being collected")
        ORDERED = "ordered", _("ordered")
        RECEIVED = "received", _("looked at and received")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("given up")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="purchases", null=True, blank=True, verbose_name=_("campaign")
    )
    what = models.CharField(_("what"), max_length=200)
    why = models.CharField(_("why"), max_length=300)
    estimate = MoneyField(_("about how much"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    chosen = models.OneToOneField(
        "welfare.Quote",
        models.PROTECT,
        related_name="chosen_for",
        null=True,
        blank=True,
        verbose_name=_("offer"),
    )
    choice_reason = models.CharField(_("why this offer"), max_length=300, blank=True)
    received_words = models.CharField(_("what came"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("ordered by"),
    )
    ordered_at = models.DateTimeField(_("ordered"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("received by"),
    )
    received_at = models.DateTimeField(_("looked at and received"), null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("paid out by"),
    )
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    paid_amount = MoneyField(_("amount paid"), null=True, blank=True)
    transfer = models.OneToOneField(
        "welfare.Transfer",
        models.PROTECT,
        related_name="purchase",
        null=True,
        blank=True,
        verbose_name=_("entry"),
    )

    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("given up by"),
    )
    cancel_reason = models.CharField(_("why it was given up"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="purchase_estimate_above_zero", condition=Q(estimate__gt=0)),
            models.CheckConstraint(
                name="purchase_by_different_people",
                condition=(
                    Q(ordered_by__isnull=True)
                    | Q(received_by__isnull=True)
                    | ~Q(ordered_by=models.F("received_by"))
                )
                & (Q(ordered_by__isnull=True) | Q(paid_by__isnull=True) | ~Q(ordered_by=models.F("paid_by")))
                & (
                    Q(received_by__isnull=True)
                    | Q(paid_by__isnull=True)
                    | ~Q(received_by=models.F("paid_by"))
                ),
                violation_error_message=_("Who orders, who receives and who pays are different people."),
            ),
            models.CheckConstraint(
                name="paid_purchase_is_in_the_books",
                condition=~Q(status="paid")
                | Q(
                    transfer__isnull=False,
                    chosen__isnull=False,
                    ordered_by__isnull=False,
                    received_by__isnull=False,
                    paid_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="purchase_given_up_says_why",
                condition=~Q(status="cancelled") | (~Q(cancel_reason="") & Q(cancelled_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Quote(models.Model):
    """A seller's offer for a purchase. Append-only."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="quotes", verbose_name=_("purchase"))
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    seller = models.CharField(_("seller"), max_length=120)
    amount = MoneyField(_("amount"))
    words = models.CharField(_("words to it"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["amount", "id"]
        constraints = [
            models.CheckConstraint(name="quote_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["purchase", "seller"],
                name="one_quote_per_seller",
                violation_error_message=_("There is an offer of this seller already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} {self.amount}"
