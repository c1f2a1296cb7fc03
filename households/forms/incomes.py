"""What a household writes about single figures of its income."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField


class DeclineForm(forms.Form):
    """The sum, and the newest sale in it, that the person saw when saying no."""

    shown = forms.DecimalField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NoteForm(forms.Form):
    """What belongs to a figure in words."""

    note = ThaiCharField(label=_("Note for yourselves"), required=False, max_length=200)
    evidence = ThaiCharField(
        label=_("Paper that shows it"),
        help_text=_("For example a payslip or a bank book. The paper itself stays with you."),
        required=False,
        max_length=120,
    )
