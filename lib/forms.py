"""Form fields that take what Thai people type: Thai figures, Buddhist years, baht signs.

Numbers are text fields with a number pad: `<input type="number">` drops Thai figures without a word.
"""

import datetime as dt
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.dates import parse_thai_date, parse_thai_month, thai_date
from lib.phones import SHORT, format_phone, normalise_phone
from lib.promptpay import normalise_receiver
from lib.thai import arabic_digits, normalise, normalise_lines

# Sixteen figures fit into the 64-bit integers that money and quantities are kept in.
MOST_FIGURES = 15
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?", re.ASCII)
REQUIRED = _("Please fill this in.")


def plain_number(text: str) -> str:
    """`text` as Python writes numbers: without baht, commas and Thai figures. Raises ValueError."""
    text = re.sub(r"\s|฿|บาท|บ\.$|thb|baht|\.-$|,-$", "", arabic_digits(normalise(text)).lower())
    if not NUMBER.fullmatch(text) or not re.search(r"\d", text):
        raise ValueError("not a number")
    return text.replace(",", "")


class ThaiCharField(forms.CharField):
    """Text with one spelling for each thing seen and nothing invisible; `multiline` keeps line breaks."""

    default_error_messages = {"required": REQUIRED}

    def __init__(self, *, multiline=False, **kwargs):
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value):
        """The cleaned text."""
        value = super().to_python(value)
        if value in self.empty_values:
            return self.empty_value
        return (normalise_lines(value) if self.multiline else normalise(value)) or self.empty_value


class NumberMessages:
    """What the two number fields share."""

    widget = forms.TextInput
    number_pad = "decimal"
    number_messages = {
        "required": REQUIRED,
        "min_value": _("This must be %(limit_value)s or more."),
        "max_value": _("This must be %(limit_value)s or less."),
        "too_large": _("This number is too large. Please check it."),
    }

    def widget_attrs(self, widget):
        """The number pad of a phone, and no suggestions from other pages."""
        return {**super().widget_attrs(widget), "inputmode": self.number_pad, "autocomplete": "off"}

    def read_number(self, value) -> str:
        """`value` as Python writes numbers; raises ValidationError in words."""
        try:
            number = plain_number(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if len(re.sub(r"^[+-]?0*|\..*", "", number)) > MOST_FIGURES:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return number


class ThaiDecimalField(NumberMessages, forms.DecimalField):
    """A `Decimal` from "๑,๒๕๐.๕๐ บาท", "฿1,250.50" or "1250.5"."""

    default_error_messages = {
        **NumberMessages.number_messages,
        "invalid": _("Please write a number with figures only, such as 25 or 12.50."),
        "max_decimal_places": _("Use at most %(max)s figures after the dot."),
        "max_digits": _("This number is too large. Please check it."),
        "max_whole_digits": _("This number is too large. Please check it."),
    }

    def to_python(self, value):
        """The number, or None when nothing was typed."""
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        return Decimal(self.read_number(value))

    def prepare_value(self, value):
        """Numbers without useless zeros ("30", "12.50"); what a person typed stays as it is."""
        if isinstance(value, Decimal) and value.is_finite():
            if value == value.to_integral_value():
                return f"{value:.0f}"
            places = 2 if value == round(value, 2) else -int(value.normalize().as_tuple().exponent)
            return f"{value:.{places}f}"
        return value


class ThaiIntegerField(NumberMessages, forms.IntegerField):
    """An `int` from "๑๒", "1,200" or "12"."""

    number_pad = "numeric"
    default_error_messages = {
        **NumberMessages.number_messages,
        "invalid": _("Please write a whole number with figures only, such as 12."),
    }

    def to_python(self, value):
        """The number, or None when nothing was typed."""
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        number = Decimal(self.read_number(value))
        if number != number.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number)


class ThaiDateField(forms.Field):
    """A `date` from "5/1/2569", "๕ ม.ค. ๒๕๖๙" or "2026-01-05"; `min_value` and `max_value` are dates."""

    widget = forms.TextInput
    shown_as = "numbers"
    default_error_messages = {
        "required": REQUIRED,
        "invalid": _("Please write the date as day/month/year, such as 5/1/2026."),
        "min_value": _("The date must be %(limit)s or later."),
        "max_value": _("The date must be %(limit)s or earlier."),
    }

    def __init__(self, *, min_value=None, max_value=None, **kwargs):
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """No suggestions from other pages: most dates here are not birthdays."""
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def read(self, text: str) -> dt.date:
        """The date in `text`; raises ValueError."""
        return parse_thai_date(text)

    def to_python(self, value):
        """The date, or None when nothing was typed."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return self.read(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value):
        """Within the limits."""
        super().validate(value)
        if value is None:
            return
        for code, limit, is_beyond in (
            ("min_value", self.min_value, lambda limit: value < limit),
            ("max_value", self.max_value, lambda limit: value > limit),
        ):
            if limit is not None and is_beyond(limit):
                raise ValidationError(
                    self.error_messages[code], code=code, params={"limit": thai_date(limit, self.shown_as)}
                )

    def prepare_value(self, value):
        """A date as people write it; what a person typed stays as it is."""
        return thai_date(value, self.shown_as) if isinstance(value, dt.date) else value


class MonthField(ThaiDateField):
    """The first day of a month, from "มกราคม 2569", "ม.ค. 69", "1/2569" or "2026-01"."""

    shown_as = "month"
    default_error_messages = {
        "invalid": _("Please write the month and the year, such as January 2026 or 1/2026."),
        "min_value": _("The month must be %(limit)s or later."),
        "max_value": _("The month must be %(limit)s or earlier."),
    }

    def read(self, text: str) -> dt.date:
        """The first day of the month in `text`; raises ValueError."""
        return parse_thai_month(text)


class PhoneField(forms.CharField):
    """A Thai telephone number in the form it is kept in; `allow_short` lets 191 and 1669 through."""

    widget = forms.TelInput
    default_error_messages = {
        "required": REQUIRED,
        "invalid": _("Please write a Thai telephone number, such as 081-234-5678 or 053-121-585."),
    }

    def __init__(self, *, allow_short=True, **kwargs):
        self.allow_short = allow_short
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """The telephone's keys, and the phone's own number as a suggestion."""
        return {**super().widget_attrs(widget), "inputmode": "tel", "autocomplete": "tel"}

    def to_python(self, value):
        """The number as it is kept, or the empty value."""
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        try:
            number = normalise_phone(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not self.allow_short and SHORT.fullmatch(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value):
        """The kept number in groups; what a person typed wrongly stays as it is."""
        return format_phone(value) if value else value


class PromptPayField(forms.CharField):
    """Whom a PromptPay payment goes to: a mobile, a 13-digit id or a 15-digit e-wallet, as figures only."""

    default_error_messages = {
        "required": REQUIRED,
        "invalid": _(
            "Please check the PromptPay number: a mobile number has 10 figures, a national id has 13. "
            "One figure may be missing or wrong."
        ),
    }

    def widget_attrs(self, widget):
        """Figures, and no suggestions: a wrong receiver loses money."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value):
        """The receiver's number, or the empty value."""
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        try:
            return normalise_receiver(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
