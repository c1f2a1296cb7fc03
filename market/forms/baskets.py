"""What a visitor types to fill a basket."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiDecimalField, ThaiIntegerField


class AddForm(forms.Form):
    """A quantity of one variant; one piece when nothing was typed."""

    variant = ThaiIntegerField(min_value=1)
    quantity = ThaiDecimalField(
        label=_("How many"), required=False, min_value=0, max_value=100_000, decimal_places=3
    )


class QuantityForm(forms.Form):
    """The new quantity of a line; zero takes it out."""

    quantity = ThaiDecimalField(label=_("How many"), min_value=0, max_value=100_000, decimal_places=3)
