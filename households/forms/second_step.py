"""The second step's forms: allauth's, with our words."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

from lib.forms import REQUIRED


class OurCode:
    """One box for the six figures."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the app")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "text"})
        field.error_messages["required"] = REQUIRED


class AuthenticateForm(OurCode, base_forms.AuthenticateForm):
    """The app's code at the door, or a spare code."""


class ReauthenticateForm(OurCode, base_forms.ReauthenticateForm):
    """The app's code before something delicate."""


class ActivateTOTPForm(OurCode, totp_forms.ActivateTOTPForm):
    """The first code proves that the app is set up."""


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A key in the phone or on a key ring, as a second step only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What do you call this key?")
        self.fields["name"].help_text = _("For example: my phone.")
        self.fields.pop("passwordless", None)
