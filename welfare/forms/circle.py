"""Choosing somebody of the community."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField


class SearchForm(forms.Form):
    """A part of a name."""

    q = ThaiCharField(
        label=_("Part of the name"), min_length=2, max_length=60, widget=forms.TextInput({"type": "search"})
    )


class ChosenForm(forms.Form):
    """The code of the account that was chosen."""

    user = forms.SlugField(max_length=12, widget=forms.HiddenInput)
