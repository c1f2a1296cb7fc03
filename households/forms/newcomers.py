"""What we ask of every newcomer, by e-mail or by LINE. (allauth builds its own forms upon this one.)"""

from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from households import agreements
from households.models import Agreement
from lib.forms import REQUIRED, ThaiCharField


def _accept_label(version) -> str:
    text = _(
        'I have read the <a href="{url}" target="_blank">privacy notice</a>, version {number}, and accept it.'
    )
    return format_html(
        str(text), url=reverse("households:agreement", args=["privacy"]), number=version.number
    )


accept_label = lazy(_accept_label, str)


class NewcomerForm(forms.Form):
    """A name, and the privacy notice that holds now, if one is published."""

    name = ThaiCharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The name your neighbours know you by."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = agreements.current(Agreement.Kind.PRIVACY)
        if self.notice:
            self.fields["privacy"] = forms.BooleanField(
                label=accept_label(self.notice),
                error_messages={
                    "required": _(
                        "Please read and accept the privacy notice. It says how we keep what you tell us."
                    )
                },
            )
            # A page left open while a new version came out must not accept the new one unread.
            self.fields["privacy_version"] = forms.IntegerField(
                initial=self.notice.pk, widget=forms.HiddenInput, error_messages={"required": REQUIRED}
            )

    def clean(self):
        """The version that the person saw is the one that holds."""
        super().clean()
        cleaned = self.cleaned_data
        if self.notice and cleaned.get("privacy_version") not in (None, self.notice.pk):
            data = self.data.copy()
            data["privacy_version"] = self.notice.pk
            data.pop("privacy", None)
            self.data = data
            self.add_error(
                "privacy", _("There is a newer version of the privacy notice. Please read that one.")
            )
        return cleaned

    def signup(self, request, user):
        """Keep what was accepted; the adapter has put the name on the account."""
        if self.notice:
            agreements.accept(user=user, version=self.notice, recorded_by=user)
