"""What the treasurer fills in."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.forms import PromptPayField, ThaiCharField, ThaiDateField, ThaiDecimalField


class ConfirmForm(forms.Form):
    """How much of a payment has arrived."""

    amount = ThaiDecimalField(
        label=_("Amount that is in the account"),
        min_value=0.01,
        max_digits=12,
        decimal_places=2,
        help_text=_("Change it when another amount arrived."),
    )


class NotFoundForm(forms.Form):
    """Why a payment is not confirmed."""

    reason = ThaiCharField(
        label=_("What did you look for?"),
        max_length=200,
        help_text=_("The shop reads this. For example: no transfer of 120 baht between 1 and 5 May."),
    )


class ReceiverForm(forms.Form):
    """Where money for the fund is sent."""

    promptpay_id = PromptPayField(label=_("The fund's PromptPay number"), max_length=25)
    receiver_name = ThaiCharField(
        label=_("Name of the account"),
        max_length=120,
        help_text=_("As the banking app shows it, so that shops can see that it is right."),
    )


class OpeningForm(forms.Form):
    """What the fund held when its books begin."""

    bank = ThaiDecimalField(label=_("In the bank"), min_value=0, max_digits=12, decimal_places=2, initial=0)
    cash = ThaiDecimalField(
        label=_("In the cash box"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    wallet = ThaiDecimalField(
        label=_("In the e-wallet"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    on = ThaiDateField(label=_("Counted on"), initial=timezone.localdate)
    is_checked = forms.BooleanField(
        label=_("Two of us have counted it and looked at the bank book."),
        error_messages={"required": _("Please count together with somebody, then tick this.")},
    )

    def clean_on(self):
        """Nobody counts in the future."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day of counting cannot be in the future."))
        return on
