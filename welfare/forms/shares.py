"""Giving up what a shop owes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDecimalField


class WriteOffForm(forms.Form):
    """How much, and why."""

    amount = ThaiDecimalField(label=_("Amount to give up"), min_value=0.01, max_digits=12, decimal_places=2)
    reason = ThaiCharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("A second person reads this and has to agree. For example: the shop has closed."),
    )
