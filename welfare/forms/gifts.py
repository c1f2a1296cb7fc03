"""What givers, and those who keep the money, fill in about gifts, receipts and matching money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.codes import new_code
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField
from lib.money import baht
from lib.nationalid import normalise_national_id
from welfare.forms.funds import ConfirmForm, NotFoundForm
from welfare.models import Campaign, Donation, MatchingSource

KEY_LENGTH = 24
AMOUNTS = (50, 100, 300, 500)
MOST = Decimal("9999999.99")


def money_field(label, **options) -> ThaiDecimalField:
    """An amount in baht that may be given."""
    return ThaiDecimalField(
        label=label, min_value=Decimal(1), max_value=MOST, max_digits=12, decimal_places=2, **options
    )


def day_field(label, **options) -> ThaiDateField:
    """A day, today at first."""
    return ThaiDateField(label=label, initial=timezone.localdate, **options)


class GiverForm(forms.Form):
    """Who gives, as far as it is told."""

    giver = forms.ChoiceField(
        label=_("Who gives?"),
        choices=Donation.Giver.choices,
        initial=Donation.Giver.PERSON,
        widget=forms.RadioSelect,
    )
    name = ThaiCharField(
        label=_("Name for the receipt"),
        required=False,
        max_length=120,
        help_text=_("Leave it empty to give without a name."),
    )
    shows_name = forms.BooleanField(label=_("Everybody may see my name on the fund's page"), required=False)
    address = ThaiCharField(label=_("Address for the receipt"), required=False, max_length=200)
    tax_id = ThaiCharField(
        label=_("Tax number for the receipt"),
        required=False,
        max_length=30,
        help_text=_("13 figures. Only when the receipt has to show it."),
    )
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    # Set when the form was carried out.

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_code(KEY_LENGTH)

    def clean_tax_id(self) -> str:
        """Its 13 figures."""
        if not self.cleaned_data["tax_id"]:
            return ""
        try:
            return normalise_national_id(self.cleaned_data["tax_id"])
        except ValueError as error:
            raise forms.ValidationError(
                _("A tax number has 13 figures. One of them may be wrong or missing.")
            ) from error

    def clean(self) -> dict:
        """A receipt with an address or a tax number needs a name, and so does a name that is shown."""
        cleaned = super().clean() or {}
        needs_name = [cleaned.get(name) for name in ("address", "tax_id", "shows_name")]
        if any(needs_name) and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name too."))
        return cleaned

    def giver_fields(self) -> list:
        """The fields about who gives, for the page."""
        return [self[name] for name in ("giver", "name", "shows_name", "address", "tax_id")]

    def said(self) -> dict[str, Any]:
        """What the giver said, as `donations.give` takes it. For a valid form."""
        cleaned = self.cleaned_data
        told = {name: cleaned[name] for name in ("giver", "name", "address", "tax_id", "key")}
        return {**told, "is_anonymous": not cleaned["shows_name"]}

    def renew_key(self) -> None:
        """Let the same page be sent as a new gift."""
        told = self.data.copy()
        told[self.add_prefix("key")] = new_code(KEY_LENGTH)
        self.data = told


class GiveForm(GiverForm):
    """How much somebody gives, by one press or in figures. What was typed counts before what was pressed."""

    choice = forms.ChoiceField(
        label=_("How much would you like to give?"),
        choices=[(str(amount), baht(amount)) for amount in AMOUNTS],
        widget=forms.RadioSelect,
        required=False,
    )
    other = money_field(_("Or write how much"), required=False)
    field_order = ["choice", "other", "giver", "name", "shows_name", "address", "tax_id", "key"]

    def clean(self) -> dict:
        """The amount out of the two."""
        cleaned = super().clean()
        choice, other = cleaned.get("choice"), cleaned.get("other")
        cleaned["amount"] = Decimal(choice) if other is None and choice else other
        if cleaned["amount"] is None and not {"choice", "other"} & set(self.errors):
            self.add_error("choice", _("Choose an amount, or write one."))
        return cleaned


class RecordGiftForm(GiverForm):
    """A gift that is there already: cash on the table, or money in the account."""

    WAYS = [
        (Donation.Way.CASH, _("cash at the office")),
        (Donation.Way.TRANSFER, _("it is in the bank account already")),
    ]
    amount = money_field(_("Amount of money"))
    way = forms.ChoiceField(
        label=_("How did it come?"), choices=WAYS, initial=Donation.Way.CASH, widget=forms.RadioSelect
    )
    on = day_field(_("Arrived on"))
    campaign = forms.ModelChoiceField(
        label=_("For"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("the community's welfare fund"),
    )
    shows_name = forms.BooleanField(label=_("The giver wants the name on the fund's page"), required=False)
    field_order = [
        "amount",
        "way",
        "on",
        "campaign",
        "giver",
        "name",
        "shows_name",
        "address",
        "tax_id",
        "key",
    ]

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        running = Campaign.objects.filter(community=community, status__in=("open", "ended"))
        self.fields["campaign"].queryset = running


class ArrivedForm(ConfirmForm):
    """How much of a gift arrived, and on which day."""

    on = day_field(_("Arrived on"))


class GiftNotFoundForm(NotFoundForm):
    """Why a gift is not confirmed."""

    reason = ThaiCharField(
        label=_("What did you look for?"),
        max_length=200,
        help_text=_("The giver reads this. For example: no transfer of 100 baht on 5 May."),
    )


class CancelReceiptForm(forms.Form):
    """Why a receipt is to be taken back."""

    reason = ThaiCharField(
        label=_("Why has it to be taken back?"),
        max_length=200,
        help_text=_("It stands on the receipt. For example: the amount was typed wrongly."),
    )


class SourceForm(forms.Form):
    """A body that adds money."""

    name = ThaiCharField(label=_("Name of the body"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Which kind of body?"), choices=MatchingSource.Kind.choices, widget=forms.RadioSelect
    )


class PledgeForm(forms.Form):
    """What a source has promised."""

    source = forms.ModelChoiceField(
        label=_("Who promises?"), queryset=MatchingSource.objects.none(), empty_label=_("Choose who promises")
    )
    amount = money_field(_("Amount of money"))
    pledged_on = day_field(_("Promised on"))
    due_on = ThaiDateField(label=_("To be paid by"))
    document = ThaiCharField(
        label=_("Letter or resolution"),
        max_length=120,
        help_text=_("For example: letter 55/2569 of the municipality."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = MatchingSource.objects.filter(community=community)


class PartArrivedForm(forms.Form):
    """A part of a promise, or all of it, that came."""

    amount = money_field(_("Amount that is in the account"))
    on = day_field(_("Arrived on"))
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_code(KEY_LENGTH)


class GiveUpForm(forms.Form):
    """Why a promise is no longer expected."""

    reason = ThaiCharField(label=_("Why is it no longer expected?"), max_length=200)
