"""What the treasurer writes of costs, other income, money that changes its place, and wrong entries."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.codes import ALPHABET, new_code
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from lib.pictures import PictureRefused
from welfare import papers
from welfare.models import Account, Campaign

Kind = Account.Kind
KEY = re.compile(f"[{ALPHABET}]{{12}}")
ACCEPTED = "image/jpeg,image/png,image/webp"


class KeyForm(forms.Form):
    """A form that counts once, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=12)

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, **{**kwargs, "initial": {"key": new_code(12), **(kwargs.get("initial") or {})}}
        )

    def clean_key(self):
        """As our own page made it."""
        key = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("Please open the page again."))
        return key


class AmountForm(KeyForm):
    """How much, and whether it is of the bank or of the cash box."""

    amount = ThaiDecimalField(label=_("Amount"), min_value=0.01, max_digits=12, decimal_places=2)
    way = forms.ChoiceField(
        label=_("Where is the money?"),
        choices=[(Kind.BANK, Kind.BANK.label), (Kind.CASH, Kind.CASH.label)],
        widget=forms.RadioSelect,
        initial=Kind.BANK,
    )


class PurposeMixin:
    """To which money it belongs: the general fund's, or that of a campaign."""

    def offer_purposes(self, community) -> None:
        """The campaigns of this community, settled ones left out."""
        rows = Campaign.objects.filter(community=community).exclude(
            status__in=[Campaign.Status.DRAFT, Campaign.Status.SETTLED]
        )
        choices = [("", _("The general fund")), *rows.order_by("name").values_list("code", "name")]
        self.fields["purpose"].choices = choices
        if len(choices) == 1:
            self.fields["purpose"].widget = forms.HiddenInput()


class CostForm(PurposeMixin, AmountForm):
    """A cost of the fund itself, with a picture of the bill."""

    words = ThaiCharField(
        label=_("What for?"), max_length=200, help_text=_("For example: copies of the forms, bill no. 12.")
    )
    purpose = forms.ChoiceField(label=_("Out of which money?"), required=False)
    bill = forms.FileField(
        label=_("Picture of the bill"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("The second person looks at it. Only who keeps the fund sees it."),
    )
    field_order = ["key", "words", "amount", "way", "purpose", "bill"]

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_purposes(community)
        self.path = ""

    def clean_bill(self):
        """Keep the picture; what is no picture is refused in words."""
        bill = self.cleaned_data["bill"]
        if bill:
            try:
                self.path = papers.take(bill)
            except PictureRefused as error:
                raise forms.ValidationError(str(error)) from error
        return bill


class IncomeForm(AmountForm):
    """Income of another kind."""

    words = ThaiCharField(
        label=_("What is it?"), max_length=200, help_text=_("For example: the bank's interest of June.")
    )
    field_order = ["key", "words", "amount", "way"]


class MoveForm(PurposeMixin, KeyForm):
    """Money that changes its place."""

    PLACES = [(kind, kind.label) for kind in (Kind.CASH, Kind.BANK, Kind.WALLET)]

    from_kind = forms.ChoiceField(label=_("From"), choices=PLACES, initial=Kind.CASH)
    to_kind = forms.ChoiceField(label=_("To"), choices=PLACES, initial=Kind.BANK)
    amount = ThaiDecimalField(label=_("Amount"), min_value=0.01, max_digits=12, decimal_places=2)
    purpose = forms.ChoiceField(label=_("Which money?"), required=False)
    on = ThaiDateField(label=_("On which day?"), initial=timezone.localdate)

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_purposes(community)


class TakeBackForm(forms.Form):
    """Which entry is wrong, and why."""

    number = ThaiIntegerField(
        label=_("Number of the entry"), min_value=1, help_text=_("It stands in the list below.")
    )
    reason = ThaiCharField(label=_("What is wrong with it?"), max_length=200)
