"""What is written when a month is closed or opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import MonthField, ThaiCharField


class CloseForm(forms.Form):
    """Which month."""

    month = MonthField(widget=forms.HiddenInput)


class ReopenForm(CloseForm):
    """Which month, and why."""

    reason = ThaiCharField(
        label=_("Why does it have to be opened again?"),
        max_length=200,
        help_text=_("For example: the electricity bill of 28 May came late."),
    )
