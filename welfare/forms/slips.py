"""Showing the proof of a transfer: a picture of the slip, or its reference typed by hand."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField
from lib.pictures import PictureRefused
from lib.slips import BANKS, normalise_reference
from welfare import slips

SALT = "welfare.slip"
# An uploaded picture waits this long for its reference to be typed.
SECONDS_KEPT = 24 * 60 * 60
OTHER_BANK = "000"
ACCEPTED = "image/jpeg,image/png,image/webp"


class SlipForm(forms.Form):
    """A slip's picture, or bank and reference. Also used by the market for the slips of orders.

    When the picture's code cannot be read, the picture is kept (`taken`) and only the reference is asked for.
    A code that was read counts more than what was typed. After validation, `shown()` gives what
    `slips.show` takes.
    """

    picture = forms.FileField(
        label=_("Picture of the slip"),
        required=False,
        help_text=_("Save the slip in your banking app, then choose it here. Only the receiver sees it."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    bank = forms.ChoiceField(label=_("Your bank"), required=False)
    reference = ThaiCharField(
        label=_("Reference on the slip"),
        required=False,
        max_length=60,
        help_text=_("Only needed without a picture, or when the picture cannot be read."),
    )
    taken = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank"].choices = [
            ("", _("Choose your bank")),
            *BANKS.items(),
            (OTHER_BANK, _("Another bank")),
        ]
        self.fields["reference"].widget.attrs.update(autocomplete="off", autocapitalize="characters")
        self.picture_taken: slips.TakenPicture | None = None

    def clean_taken(self) -> str:
        """An uploaded picture from the step before; one that is not ours or too old is forgotten."""
        token = self.cleaned_data["taken"]
        if token:
            try:
                content = signing.loads(token, salt=SALT, max_age=SECONDS_KEPT)
                self.picture_taken = slips.TakenPicture(**content)
            except signing.BadSignature:
                return ""
        return token

    def clean_reference(self) -> str:
        """The reference as banks write it."""
        reference = self.cleaned_data["reference"]
        if not reference:
            return ""
        try:
            return normalise_reference(reference)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict:
        """Keep a new picture and read it; ask for what is then still missing."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("picture"):
            self._take(cleaned["picture"])
        if self.picture_taken and self.picture_taken.reference:
            self.errors.pop("reference", None)
            return cleaned
        if "reference" in self.errors or "picture" in self.errors:
            return cleaned
        if not cleaned.get("reference"):
            self.add_error("reference", self._what_is_missing())
        elif not cleaned.get("bank"):
            self.add_error("bank", _("Choose the bank that you paid from."))
        return cleaned

    def shown(self) -> dict:
        """Bank, reference, picture and was_read, as `slips.show` takes them. For a valid form."""
        taken = self.picture_taken
        if taken and taken.reference:
            return {"bank": taken.bank, "reference": taken.reference, "picture": taken.path, "was_read": True}
        return {
            "bank": self.cleaned_data["bank"],
            "reference": self.cleaned_data["reference"],
            "picture": taken.path if taken else "",
            "was_read": False,
        }

    def _take(self, file) -> None:
        try:
            taken = slips.take(file)
        except PictureRefused as error:
            self.add_error("picture", str(error))
            return
        self.picture_taken = taken
        content = {"path": taken.path, "bank": taken.bank, "reference": taken.reference}
        data = self.data.copy()
        data[self.add_prefix("taken")] = signing.dumps(content, salt=SALT)
        self.data = data

    def _what_is_missing(self):
        if self.picture_taken:
            return _(
                "We keep your picture, but could not read its code. Please type the reference that stands on the slip."
            )
        return _("Choose a picture of the slip, or type its reference.")
