"""The fund's books in the office: to be read. What moves money stands on the treasurer's page of the site."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeAdmin
from households.admin.columns import column, day, masked, moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import MONEY_READERS, TREASURER
from lib.documents import in_words
from welfare import funds
from welfare.forms.funds import ReceiverForm
from welfare.models import Account, Benefit, Fund, SharePayment, Slip, Transfer


class FundForm(ReceiverForm, forms.ModelForm):
    """Where money for the fund is sent."""

    class Meta:
        model = Fund
        fields = ["promptpay_id", "receiver_name"]


@admin.register(Fund)
class FundAdmin(OfficeAdmin):
    """Where money for each fund is sent. The committee is told of every change."""

    readers = MONEY_READERS
    writers = TREASURER
    can_change = True
    form = FundForm
    list_display = ["community", "number", "receiver_name"]
    list_select_related = ["community"]
    search_fields = ["community__name", "receiver_name"]
    fields = ["community", "promptpay_id", "receiver_name"]
    readonly_fields = ["community"]
    number = staticmethod(masked("promptpay_id", _("PromptPay number")))

    def save_model(self, request, obj, form, change):
        """Through the action, which tells the committee."""
        funds.set_receiver(
            community=obj.community,
            promptpay_id=form.cleaned_data["promptpay_id"],
            receiver_name=form.cleaned_data["receiver_name"],
            actor=request.user,
        )

    def links(self, request, row):
        """The public page, and the treasurer's."""
        code = row.community.code
        pages = [(reverse("welfare:fund", args=[code]), _("The fund's public page"))]
        if self.has_change_permission(request, row):
            pages.append((reverse("welfare:treasurer", args=[code]), _("The treasurer's page")))
        return pages


class BooksAdmin(OfficeAdmin):
    """Money: read by treasurer, chair and auditor, changed by nobody here."""

    readers = MONEY_READERS
    writers = ()

    def get_readonly_fields(self, request, obj=None):
        """Everything."""
        return self.fields


def _holder(holder: str) -> str:
    """A benefit in words; any other holder by its code."""
    return str(dict(Benefit.Event.choices).get(holder, holder))


@admin.register(Account)
class AccountAdmin(BooksAdmin):
    """Accounts in the books."""

    list_display = ["__str__", "community", "kind", "held_for"]
    held_for = staticmethod(column("holder", _("holder"), _holder))
    list_select_related = ["community"]
    list_filter = ["kind", ("community", OwnRelatedFilter)]
    search_fields = ["name", "=holder"]
    ordering = ["id"]
    fields = ["community", "kind", "name", "held_for"]


@admin.register(Transfer)
class TransferAdmin(BooksAdmin):
    """Every amount that moved from one account to another."""

    list_display = ["id", "on", "baht", "debit", "credit", "about", "actor"]
    list_select_related = ["debit", "credit", "actor"]
    list_filter = [("community", OwnRelatedFilter), "debit__kind", "credit__kind", "value_date"]
    search_fields = ["=key", "document", "reason", "debit__name", "credit__name"]
    ordering = ["-id"]
    on = staticmethod(day("value_date", _("date")))
    baht = staticmethod(money("amount", _("amount")))
    recorded = staticmethod(moment("created_at", _("recorded")))
    about = staticmethod(column("document", _("document"), in_words))
    fields = [
        "community", "on", "baht", "debit", "credit", "about", "reason", "reverses", "actor", "recorded", "key",
    ]  # fmt: skip


@admin.register(SharePayment)
class SharePaymentAdmin(BooksAdmin):
    """Shares that shops say they sent. The treasurer answers on the treasurer's page."""

    community_path = "owed__community"
    list_display = ["code", "owed", "baht", "status", "sent", "sent_by", "arrived"]
    list_select_related = ["owed__community", "sent_by"]
    list_filter = ["status", ("owed__community", OwnRelatedFilter), "sent_at"]
    search_fields = ["=code", "owed__name", "=owed__holder", "sent_by__name"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    arrived = staticmethod(money("arrived_amount", _("amount that arrived")))
    sent = staticmethod(moment("sent_at", _("sent")))
    answered = staticmethod(moment("answered_at", _("answered")))
    fields = [
        "code",
        "owed",
        "baht",
        "slip",
        "status",
        "sent",
        "sent_by",
        "arrived",
        "answered",
        "answered_by",
        "reason",
    ]

    def links(self, request, row):
        """Where the treasurer answers."""
        if not self._holds(request, row, TREASURER):
            return []
        return [(reverse("welfare:treasurer", args=[row.owed.community.code]), _("The treasurer's page"))]


@admin.register(Slip)
class SlipAdmin(BooksAdmin):
    """Proofs of transfers to the fund. Those of orders stand on the order."""

    community_path = "share_payment__owed__community"
    list_display = ["reference", "bank_name", "about", "shown", "shown_by"]
    list_select_related = ["shown_by", "share_payment__owed"]
    search_fields = ["=reference", "document", "shown_by__name"]
    ordering = ["-id"]
    shown = staticmethod(moment("shown_at", _("shown")))
    about = staticmethod(column("document", _("document"), in_words))
    fields = ["bank_name", "reference", "about", "shown", "shown_by", "was_read_from_picture"]

    @admin.display(description=_("bank"), ordering="bank")
    def bank_name(self, row):
        """The bank in words."""
        return row.bank_name

    def community_of(self, row):
        """A slip shown for an order belongs to no fund."""
        payment = SharePayment.objects.filter(slip=row).select_related("owed").first()
        return payment.owed.community_id if payment else None
