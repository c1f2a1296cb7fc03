"""What one writes to follow a baht."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.codes import normalise_code
from lib.forms import ThaiCharField


class FollowForm(forms.Form):
    """The code of a gift, or of an order."""

    donation = ThaiCharField(
        label=_("Code of your gift"),
        max_length=30,
        required=False,
        help_text=_("It stands on the page of your gift and on the receipt."),
    )
    order = ThaiCharField(
        label=_("Or the code of your order"),
        max_length=30,
        required=False,
        help_text=_("It stands on the order's page."),
    )

    def clean_donation(self) -> str:
        """As the code is kept."""
        return normalise_code(self.cleaned_data["donation"])

    def clean_order(self) -> str:
        """As the code is kept."""
        return normalise_code(self.cleaned_data["order"])
