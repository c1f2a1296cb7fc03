"""Writing down how something was paid out, one form for each way, and the pictures that prove it."""

import re
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField
from lib.pictures import PictureRefused
from lib.slips import BANKS
from lib.thai import arabic_digits
from welfare import papers
from welfare.models import Paper

SALT = "welfare.paper"
# An uploaded picture waits this long for the rest of its form to be mended.
SECONDS_KEPT = 24 * 60 * 60
ACCEPTED = "image/jpeg,image/png,image/webp"
PROMPTPAY, OTHER_BANK = "promptpay", "000"
FIGURES = re.compile(r"[0-9]{8,16}")


class PictureForm(forms.Form):
    """A form with one private picture, which stays taken while something else in the form is mended."""

    kind: Any = ""
    must_show = False
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )
    taken = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.path = ""

    def clean_taken(self) -> str:
        """The picture of the step before; one that is not ours or too old is forgotten."""
        token = self.cleaned_data["taken"]
        try:
            self.path = signing.loads(token, salt=SALT, max_age=SECONDS_KEPT) if token else ""
        except signing.BadSignature:
            return ""
        return token

    def clean(self) -> dict:
        """Keep a new picture."""
        cleaned = super().clean() or {}
        if file := self.cleaned_data.get("picture"):
            self._take(file)
        if self.must_show and not self.path and "picture" not in self.errors:
            self.add_error("picture", _("Choose a picture."))
        return cleaned

    @property
    def is_taken(self) -> bool:
        """A picture is kept already, and only the rest has to be mended."""
        return bool(self.path)

    def pictures(self) -> list[tuple[str, str]]:
        """What `payouts.pay` and `payouts.add_evidence` take. For a valid form."""
        kind = self.cleaned_data.get("kind") or self.kind
        return [(kind, self.path)] if self.path else []

    def _take(self, file) -> None:
        try:
            self.path = papers.take(file)
        except PictureRefused as error:
            self.add_error("picture", str(error))
            return
        data = self.data.copy()
        data[self.add_prefix("taken")] = signing.dumps(self.path, salt=SALT)
        self.data = data


class EvidenceForm(PictureForm):
    """A picture that proves a payment."""

    must_show = True
    kind = forms.ChoiceField(
        label=_("What it shows"),
        choices=[
            (Paper.Kind.TRANSFER, Paper.Kind.TRANSFER.label),
            (Paper.Kind.SIGNATURE, Paper.Kind.SIGNATURE.label),
            (Paper.Kind.WITNESS, Paper.Kind.WITNESS.label),
            (Paper.Kind.RECEIPT, Paper.Kind.RECEIPT.label),
        ],
    )
    field_order = ["kind", "picture"]


class PayForm(PictureForm):
    """What all ways have in common: who got it, and why it is somebody else."""

    payee_name = ThaiCharField(label=_("Who got it"), max_length=120)
    differs_because = ThaiCharField(
        label=_("Why it went to somebody else"),
        required=False,
        max_length=200,
        help_text=_(
            "Only if it is not the person in the request. For example: her daughter, who cares for her."
        ),
    )

    def how(self) -> dict:
        """What `payouts.pay` takes besides the payout, the way and who pays."""
        names = ("payee_name", "payee_account", "differs_because", "witness")
        return {name: self.cleaned_data.get(name, "") for name in names} | {"pictures": self.pictures()}


class TransferForm(PayForm):
    """By bank transfer. The proof may come later."""

    kind = Paper.Kind.TRANSFER
    bank = forms.ChoiceField(label=_("To which bank"))
    number = ThaiCharField(label=_("Number of the account or PromptPay"), max_length=30)
    field_order = ["payee_name", "bank", "number", "differs_because", "picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank"].choices = [
            ("", _("Choose the bank")),
            (PROMPTPAY, _("PromptPay")),
            *BANKS.items(),
            (OTHER_BANK, _("Another bank")),
        ]
        self.fields["number"].widget.attrs.update(inputmode="numeric", autocomplete="off")
        self.fields["picture"].label = _("Proof of the transfer")
        self.fields["picture"].help_text = _(
            "You can add it later; until then the payment stands as not proved."
        )

    def clean_number(self) -> str:
        """Figures only."""
        figures = re.sub(r"[\s-]", "", arabic_digits(self.cleaned_data["number"]))
        if not FIGURES.fullmatch(figures):
            raise forms.ValidationError(_("Please check the number: it has 8 to 16 figures."))
        return figures

    def how(self) -> dict:
        """With the account as it is kept: the number, and as much of the bank's name as fits."""
        bank = dict(self.fields["bank"].choices)[self.cleaned_data["bank"]]
        return super().how() | {"payee_account": f"{self.cleaned_data['number']} {bank}"[:40]}


class CashForm(PayForm):
    """In cash, with a photo that proves it."""

    must_show = True
    kind = forms.ChoiceField(
        label=_("What the photo shows"),
        choices=[
            (Paper.Kind.SIGNATURE, _("the receipt with the receiver's signature")),
            (Paper.Kind.WITNESS, _("the receiver with a witness")),
        ],
        widget=forms.RadioSelect,
        initial=Paper.Kind.SIGNATURE,
    )
    witness = ThaiCharField(
        label=_("Name of the witness"),
        required=False,
        max_length=120,
        help_text=_("Needed when the photo shows a witness."),
    )
    field_order = ["payee_name", "kind", "picture", "witness", "differs_because"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Photo")


class GoodsForm(PayForm):
    """As goods out of the store."""

    kind = Paper.Kind.SIGNATURE
    field_order = ["payee_name", "differs_because", "picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Signature of the receiver")
        self.fields["picture"].help_text = _("You can add it later.")


class BackForm(forms.Form):
    """Why it came back, or is not paid."""

    reason = ThaiCharField(label=_("Why"), max_length=200)
