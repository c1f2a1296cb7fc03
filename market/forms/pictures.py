"""Choosing pictures: several at once, from a phone's camera or gallery."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField


class PicturesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/*", "multiple": True, "data-preview": "chosen", **(attrs or {})})


class PicturesField(forms.FileField):
    """The chosen files as a list. What is in them is looked at when they are taken."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        """The files, in the order in which they came."""
        return list(data or [])


class PicturesForm(forms.Form):
    """More pictures for a shop or a listing."""

    pictures = PicturesField(label=_("Take or choose pictures"), required=False)


class DescriptionForm(forms.Form):
    """What a picture shows, in words."""

    alt = ThaiCharField(label=_("What does the picture show?"), max_length=120, required=False)
