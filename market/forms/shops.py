"""What a household says about its shop, in three steps or on one page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from lib.forms import PhoneField, PromptPayField, ThaiCharField, ThaiDecimalField, ThaiIntegerField
from lib.thai import normalise
from market.models.shops import EVERY_DAY

LINE_ADDRESS = re.compile(r"(https?://)?((www\.)?line\.me|lin\.ee)/\S+", re.IGNORECASE)
LINE_ID = re.compile(r"@?[a-z0-9][a-z0-9._-]{2,39}", re.IGNORECASE)


class LineField(forms.CharField):
    """A link to LINE, from a link or from a LINE id: "boon55" (a person) or "@boonshop" (an account)."""

    default_error_messages = {
        "invalid": _("Please write a LINE id such as boon55, or a link that begins with https://line.me/.")
    }

    def to_python(self, value):
        """The address of a page on line.me or lin.ee, or nothing."""
        text = normalise(super().to_python(value) or "")
        if not text:
            return ""
        if LINE_ADDRESS.fullmatch(text):
            return f"https://{re.sub(r'^https?://', '', text, flags=re.IGNORECASE)}"
        if not LINE_ID.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if text.startswith("@"):
            return f"https://line.me/R/ti/p/%40{text[1:]}"
        return f"https://line.me/ti/p/~{text}"


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Days of the week as the bits of a number, Monday first."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=list(WEEKDAYS.items()), coerce=int, **kwargs)

    def clean(self, value):
        """The bits of the chosen days."""
        return sum(1 << day for day in super().clean(value))

    def prepare_value(self, value):
        """The days in a number."""
        if isinstance(value, int):
            return [day for day in WEEKDAYS if value & 1 << day]
        return value


class AboutForm(forms.Form):
    """Name and story."""

    name = ThaiCharField(
        label=_("Name of the shop"),
        max_length=80,
        help_text=_("As neighbours call it, for example ครัวยายบุญ"),
    )
    story = ThaiCharField(
        label=_("Tell about your shop"),
        multiline=True,
        required=False,
        max_length=2000,
        help_text=_("Who makes it, with what, since when? Two lines are enough."),
    )


class WaysForm(forms.Form):
    """How goods and money change hands."""

    offers_pickup = forms.BooleanField(label=_("Buyers fetch it"), required=False, initial=True)
    pickup_place = ThaiCharField(
        label=_("Where?"),
        max_length=120,
        required=False,
        help_text=_("For example: my house, next to the temple"),
    )
    offers_delivery = forms.BooleanField(label=_("I deliver nearby"), required=False)
    delivery_fee = ThaiDecimalField(
        label=_("Delivery fee"),
        min_value=0,
        max_value=10_000,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty when delivery is free."),
    )
    takes_cash = forms.BooleanField(label=_("Cash"), required=False, initial=True)
    takes_promptpay = forms.BooleanField(label=_("PromptPay"), required=False)
    promptpay_id = PromptPayField(
        label=_("PromptPay number"),
        max_length=30,
        required=False,
        help_text=_("Phone number or national id. Buyers pay straight into this account."),
    )
    receiver_name = ThaiCharField(
        label=_("Name of the receiver"),
        max_length=120,
        required=False,
        help_text=_("The name that the bank shows, so that buyers see they pay the right person."),
    )

    def clean(self) -> dict[str, Any]:
        """At least one way for the goods and one for the money, each with what it needs."""
        super().clean()
        cleaned = self.cleaned_data
        cleaned["delivery_fee"] = cleaned.get("delivery_fee") or 0
        if not (cleaned.get("offers_pickup") or cleaned.get("offers_delivery")):
            self.add_error("offers_pickup", _("Choose at least one way for buyers to get the goods."))
        if cleaned.get("offers_pickup") and not cleaned.get("pickup_place"):
            self.add_error("pickup_place", _("Please say where buyers fetch the goods."))
        if not (cleaned.get("takes_cash") or cleaned.get("takes_promptpay")):
            self.add_error("takes_cash", _("Choose at least one way to be paid."))
        if cleaned.get("takes_promptpay"):
            for name in ("promptpay_id", "receiver_name"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("PromptPay needs the number and the name of the receiver."))
        return cleaned


class ContactForm(forms.Form):
    """How buyers reach the shop, and when it works."""

    phone = PhoneField(label=_("Phone"), allow_short=False, required=False)
    line_url = LineField(
        label=_("LINE"),
        max_length=200,
        required=False,
        help_text=_("Your LINE id or a link to your LINE, so that buyers can ask."),
    )
    opening_days = WeekdaysField(
        label=_("Days on which you sell"),
        initial=EVERY_DAY,
        error_messages={"required": _("Choose at least one day. A holiday has its own switch.")},
    )

    def clean(self) -> dict[str, Any]:
        """Somebody can be asked."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not (cleaned.get("phone") or cleaned.get("line_url")):
            self.add_error("phone", _("Please give a phone number or LINE, so that buyers can ask."))
        return cleaned


class ShopForm(AboutForm, WaysForm, ContactForm):
    """Everything about a shop that is open already."""

    hours_to_accept = ThaiIntegerField(
        label=_("Hours that I need to answer an order"), min_value=1, max_value=168
    )
    hours_to_pay = ThaiIntegerField(
        label=_("Hours that buyers have for paying by PromptPay"), min_value=1, max_value=168
    )


STEPS = [AboutForm, WaysForm, ContactForm]
