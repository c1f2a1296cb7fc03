"""Orders with everything that happened to them. Read-only, but for ending one with a reason."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeAdmin, OfficeInline
from households.admin.buttons import Button
from households.admin.columns import amount, column, day, masked, moment, money
from households.admin.lists import OwnRelatedFilter
from lib.templatetags.sirisuk import quantity
from market import orders
from market.admin.shops import FileMixin
from market.models import Order, OrderEvent, OrderLine, PaymentEntry, ShownSlip

CAN_BE_CANCELLED = (Order.Status.PLACED, Order.Status.ACCEPTED, Order.Status.READY, Order.Status.OUT)


class WaitingFilter(admin.SimpleListFilter):
    """Orders that wait too long for the shop."""

    title = _("waiting for the shop")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        """One choice."""
        return [("long", _("more than half of its time"))]

    def queryset(self, request, queryset):
        """Only those, when chosen."""
        return queryset.waiting_long() if self.value() == "long" else queryset


class LineInline(OfficeInline):
    """What was ordered, as it was then."""

    model = OrderLine
    verbose_name_plural = _("What was ordered")
    fields = readonly_fields = ["name", "variant_name", "number", "unit_name", "each", "sum"]
    number = staticmethod(amount("quantity", _("quantity")))
    each = staticmethod(money("price", _("price")))
    sum = staticmethod(money("amount", _("amount")))


class EventInline(OfficeInline):
    """What happened, who did it, why."""

    model = OrderEvent
    verbose_name_plural = _("What happened")
    fields = readonly_fields = ["when", "kind", "actor", "reason", "baht"]
    when = staticmethod(moment("at", _("when")))
    baht = staticmethod(money("amount", _("amount")))

    def get_queryset(self, request):
        """With the people's names."""
        return super().get_queryset(request).select_related("actor")


class PaymentInline(OfficeInline):
    """Money that arrived or went back."""

    model = PaymentEntry
    fields = readonly_fields = ["when", "kind", "method", "baht", "actor", "reason"]
    when = staticmethod(moment("at", _("recorded")))
    baht = staticmethod(money("amount", _("amount")))

    def get_queryset(self, request):
        """With the people's names."""
        return super().get_queryset(request).select_related("actor")


class ShownSlipInline(OfficeInline):
    """Slips that the buyer showed."""

    model = ShownSlip
    fields = readonly_fields = ["bank", "reference", "when", "status"]
    bank = staticmethod(column("slip__bank_name", _("bank"), str, is_sortable=False))
    reference = staticmethod(column("slip__reference", _("reference"), str))
    when = staticmethod(moment("slip__shown_at", _("shown")))

    def get_queryset(self, request):
        """With the banks' words."""
        return super().get_queryset(request).select_related("slip")


@admin.register(Order)
class OrderAdmin(FileMixin, OfficeAdmin):
    """Every order of the community's shops."""

    list_display = ["code", "placed", "shop_name", "buyer_name", "status", "payment", "baht", "pay_by"]
    list_filter = [
        "status",
        "payment",
        WaitingFilter,
        "placed_at",
        "method",
        "pay_by",
        ("community", OwnRelatedFilter),
    ]
    search_fields = ["=code", "buyer_name", "=buyer_phone", "shop_name"]
    search_help_text = _("The order's code, the buyer's name or phone, or the shop's name")
    ordering = ["-id"]
    inlines = [LineInline, EventInline, PaymentInline, ShownSlipInline]
    placed = staticmethod(moment("placed_at", _("placed")))
    accept = staticmethod(moment("accept_until", _("to be accepted until")))
    pay = staticmethod(moment("pay_until", _("to be paid until")))
    completed = staticmethod(moment("completed_at", _("completed")))
    promised = staticmethod(day("promised_for", _("ready on")))
    goods = staticmethod(money("goods_total", _("goods")))
    delivery = staticmethod(money("fee", _("delivery fee")))
    baht = staticmethod(money("total", _("total")))
    share_baht = staticmethod(money("share", _("share to the fund")))
    share_rate = staticmethod(column("share_percent", _("share to the fund, percent"), quantity))
    promptpay = staticmethod(masked("promptpay_id", _("PromptPay number")))
    fieldsets = [
        (
            None,
            {"fields": ["code", "status", "payment", "shop", "buyer", "buyer_name", "buyer_phone", "note"]},
        ),
        (
            _("How and when"),
            {"fields": ["method", "place", "placed", "accept", "pay", "promised", "completed"]},
        ),
        (
            _("Money"),
            {
                "fields": [
                    "goods",
                    "delivery",
                    "baht",
                    "pay_by",
                    "promptpay",
                    "receiver_name",
                    "share_rate",
                    "share_baht",
                    "rules",
                ]
            },
        ),
    ]
    file_heads = [
        _("code"),
        _("placed"),
        _("shop"),
        _("buyer's name"),
        _("status"),
        _("payment"),
        _("goods"),
        _("delivery fee"),
        _("total"),
        _("share to the fund"),
        _("paid by"),
        _("completed"),
    ]
    buttons = (
        Button(
            "cancel",
            _("Cancel the order"),
            lambda request, row, reason: orders.cancel(
                order=row, reason=reason, actor=request.user, by_shop=True
            ),
            _("The order is cancelled. What was taken from stock is back, and the buyer has been told."),
            fits=lambda request, row: row.status in CAN_BE_CANCELLED,
            question=_("The order ends and the goods go back into stock. Buyer and shop read your reason."),
            is_danger=True,
            in_lists=False,
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """All of it: an order says what was agreed."""
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def file_row(self, row):
        """One order."""
        return [
            row.code,
            row.placed_at,
            row.shop_name,
            row.buyer_name,
            row.get_status_display(),
            row.get_payment_display(),
            row.goods_total,
            row.fee,
            row.total,
            row.share,
            row.get_pay_by_display(),
            row.completed_at,
        ]

    def links(self, request, row):
        """The page that buyer and seller see."""
        if not self._holds(request, row, self.writers):
            return []
        return [(reverse("market:order", args=[row.code]), _("See it on the site"))]
