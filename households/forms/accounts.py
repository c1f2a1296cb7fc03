"""The door's forms: allauth's, with our words."""

from allauth.account import forms as allauth_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.forms import REQUIRED, PhoneField, ThaiCharField

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code from the e-mail"),
}
PASSWORD_HELP = _("At least 8 letters or figures. Three short words are easy to keep in mind.")


class OurWords:
    """Labels in plain words, no words inside the boxes, and nothing that only a keyboard's owner would know."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name) or LABELS.get(name) or field.label
            if name != "privacy":
                field.error_messages["required"] = REQUIRED
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "Please check the e-mail. It looks like name@example.com."
                )
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class LoginForm(OurWords, allauth_forms.LoginForm):
    """E-mail and password."""


class SignupForm(OurWords, allauth_forms.SignupForm):
    """A new account by e-mail."""

    labels = {"password1": _("Choose a password")}
    field_order = ["name", "email", "password1", "privacy"]


class LineSignupForm(OurWords, social_forms.SignupForm):
    """A new account by LINE: the name, and the privacy notice. No e-mail is asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"]


class AddEmailForm(OurWords, allauth_forms.AddEmailForm):
    """Another e-mail in place of the present one."""

    labels = {"email": _("New e-mail")}


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):
    """A new password in place of the present one."""


class SetPasswordForm(OurWords, allauth_forms.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):
    """Ask for a code to choose a new password."""


class ResetPasswordKeyForm(OurWords, allauth_forms.ResetPasswordKeyForm):
    """Choose a new password after the code."""


class ConfirmEmailForm(OurWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an e-mail."""


class ConfirmResetForm(OurWords, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that lets choose a new password."""


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):
    """The password once more, before something delicate."""


class EntryCodeForm(forms.Form):
    """The code on the paper slip."""

    entry_code = ThaiCharField(
        label=_("Code on your paper"),
        max_length=40,
        help_text=_(
            "Twelve letters and figures, for example acde-3467-fghk. Capital or small letters do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class SettingsForm(forms.ModelForm):
    """What a person may change about the own account."""

    name = ThaiCharField(label=_("Your name"), max_length=120)
    phone = PhoneField(label=_("Phone"), required=False, allow_short=False)

    class Meta:
        model = User
        fields = ["name", "phone", "language", "wants_email"]
        labels = {
            "language": _("Language of messages to me"),
            "wants_email": _("Also send messages to my e-mail"),
        }
        widgets = {"language": forms.RadioSelect}
