"""Orders: what a buyer ordered from one shop, with everything copied that might change later."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import AgreementVersion, Community
from lib.codes import digits, new_code
from lib.fields import MoneyField, QuantityField
from lib.money import share
from market.models.listings import Variant
from market.models.shops import Shop
from market.querysets import OrderQuerySet


def new_handover_code() -> str:
    """Four digits that the buyer says when the goods change hands."""
    return digits(4)


class Checkout(models.Model):
    """One press of "order": its key makes sure that it counts once."""

    key = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="checkouts")
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")

    def __str__(self) -> str:
        return self.key


class Order(models.Model):
    """An order with one shop. Names, prices, share and rules are copies as of the moment it was placed."""

    class Status(models.TextChoices):
        """The steps of an order, and the ways it can end early."""

        PLACED = "placed", _("placed")
        ACCEPTED = "accepted", _("accepted")
        READY = "ready", _("ready")
        OUT = "out", _("out for delivery")
        HANDED_OVER = "handed_over", _("handed over")
        COMPLETED = "completed", _("completed")
        DECLINED = "declined", _("declined by the shop")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("ran out of time")

    ENDED_EARLY = (Status.DECLINED, Status.CANCELLED, Status.EXPIRED)
    UNDER_WAY = (Status.PLACED, Status.ACCEPTED, Status.READY, Status.OUT, Status.HANDED_OVER)

    class Payment(models.TextChoices):
        """Where the money stands, apart from where the goods stand."""

        NOTHING_DUE = "nothing_due", _("nothing to pay")
        UNPAID = "unpaid", _("not paid yet")
        SLIP_SHOWN = "slip_shown", _("slip shown, not confirmed")
        TOO_LITTLE = "too_little", _("paid in part")
        PAID = "paid", _("paid")
        TOO_MUCH = "too_much", _("paid too much")
        REFUND_DUE = "refund_due", _("to be refunded")
        REFUNDED = "refunded", _("refunded")

    class Method(models.TextChoices):
        """How the goods reach the buyer."""

        PICKUP = "pickup", _("pick up")
        DELIVERY = "delivery", _("delivery nearby")

    class PayBy(models.TextChoices):
        """How the buyer pays the seller."""

        CASH = "cash", _("cash")
        PROMPTPAY = "promptpay", _("PromptPay")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    checkout = models.ForeignKey(Checkout, models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders", verbose_name=_("buyer")
    )
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="orders", verbose_name=_("shop"))
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLACED)
    payment = models.CharField(_("payment"), max_length=12, choices=Payment, default=Payment.UNPAID)
    buyer_name = models.CharField(_("buyer's name"), max_length=120)
    buyer_phone = models.CharField(_("buyer's phone"), max_length=20)
    shop_name = models.CharField(_("shop's name"), max_length=80)
    method = models.CharField(_("how it is handed over"), max_length=10, choices=Method)
    place = models.CharField(_("where"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    pay_by = models.CharField(_("paid by"), max_length=10, choices=PayBy)
    promptpay_id = models.CharField(_("PromptPay number"), max_length=15, blank=True)
    receiver_name = models.CharField(_("name of the receiver"), max_length=120, blank=True)
    goods_total = MoneyField(_("goods"))
    fee = MoneyField(_("delivery fee"), default=0)
    total = MoneyField(_("total"))
    share_percent = models.DecimalField(
        _("share to the fund, percent"), max_digits=5, decimal_places=2, default=0
    )
    share = MoneyField(_("share to the fund"), default=0)
    rules = models.ForeignKey(
        AgreementVersion,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("market rules"),
    )
    handover_code = models.CharField(
        _("handover code"), max_length=4, default=new_handover_code, editable=False
    )
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    accept_until = models.DateTimeField(_("to be accepted until"))
    pay_until = models.DateTimeField(_("to be paid until"), null=True, blank=True)
    promised_for = models.DateField(_("ready on"), null=True, blank=True)
    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    # Noted by the packing list.
    payment_words: str

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["checkout", "shop"], name="one_order_per_shop_and_checkout"),
            models.CheckConstraint(
                name="order_total_adds_up", condition=Q(total=F("goods_total") + F("fee"))
            ),
            models.CheckConstraint(
                name="order_amounts_not_negative", condition=Q(goods_total__gte=0, fee__gte=0, share__gte=0)
            ),
            models.CheckConstraint(name="order_share_within_goods", condition=Q(share__lte=F("goods_total"))),
            models.CheckConstraint(
                name="order_completed_has_a_time",
                condition=~Q(status="completed") | Q(completed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="order_by_buyer"),
            models.Index(fields=["shop", "-id"], name="order_by_shop"),
            models.Index(
                fields=["shop", "status"],
                condition=Q(status__in=["placed", "accepted", "ready", "out", "handed_over"]),
                name="order_under_way",
            ),
            models.Index(fields=["community", "-id"], name="order_by_community"),
            models.Index(fields=["shop", "completed_at"], name="order_takings"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The order's page, for buyer and seller."""
        return reverse("market:order", args=[self.code])

    def share_of(self, kept: Decimal) -> Decimal:
        """The fund's share when the shop keeps `kept` baht of it. What goes back goes back for goods first."""
        return min(self.share, share(max(kept - self.fee, Decimal(0)), self.share_percent))

    @property
    def is_under_way(self) -> bool:
        """Neither completed nor ended early."""
        return self.status in self.UNDER_WAY


class OrderLine(models.Model):
    """One variant in an order: name, unit and price as they were."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    listing_code = models.CharField(max_length=12)
    name = models.CharField(_("name"), max_length=100)
    variant_name = models.CharField(_("size or flavour"), max_length=60, blank=True)
    unit_name = models.CharField(_("unit"), max_length=60)
    price = MoneyField(_("price"))
    quantity = QuantityField(_("quantity"))
    amount = MoneyField(_("amount"))
    # What was taken when the order was placed, so that exactly that goes back.
    took_stock = models.BooleanField(default=False)
    making_day = models.DateField(_("made on"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="order_line_quantity_above_zero", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="order_line_amount_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"


class OrderEvent(models.Model):
    """A step of an order: who, when, why. Append-only."""

    class Kind(models.TextChoices):
        """What happened."""

        PLACED = "placed", _("The order was placed.")
        ACCEPTED = "accepted", _("The shop accepted the order.")
        DECLINED = "declined", _("The shop declined the order.")
        READY = "ready", _("The goods are ready.")
        OUT = "out", _("The goods are on their way.")
        HANDED_OVER = "handed_over", _("The goods were handed over.")
        COMPLETED = "completed", _("The order is completed.")
        CANCELLED = "cancelled", _("The order was cancelled.")
        NOT_ACCEPTED = "not_accepted", _("The shop did not accept the order in time.")
        NOT_PAID = "not_paid", _("The order was not paid in time.")
        SLIP_SHOWN = "slip_shown", _("The buyer showed a slip.")
        SLIP_REFUSED = "slip_refused", _("The shop did not find the money.")
        MONEY_IN = "money_in", _("The shop confirmed the money.")
        REFUNDED = "refunded", _("Money was given back.")
        WRONG_CODE = "wrong_code", _("A wrong handover code was entered.")

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("event of an order")
        verbose_name_plural = _("events of orders")
        ordering = ["id"]
        indexes = [models.Index(fields=["order", "id"], name="order_event_in_order")]

    def __str__(self) -> str:
        return f"{self.order} {self.get_kind_display()}"
