"""What the second person writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField


class AgreeForm(forms.Form):
    """Words to a yes, if there are any."""

    words = ThaiCharField(label=_("Words to it"), max_length=200, required=False)


class RefuseForm(forms.Form):
    """Why not."""

    words = ThaiCharField(
        label=_("Why not?"),
        max_length=200,
        help_text=_("The one who asked reads this, and can ask again."),
    )
