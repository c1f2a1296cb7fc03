"""Forms of the door."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What we ask of a newcomer beyond e-mail and password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request, user):
        """Keep the name on the account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
