"""What a household writes about its income."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import IncomeRecord
from lib.dates import thai_month
from lib.forms import ThaiCharField, ThaiDecimalField

MONTHS_OFFERED = 24
# Selling something costs something: for these sources the costs are asked, zero is an answer.
WITH_COSTS = (IncomeRecord.Source.MARKET, IncomeRecord.Source.FARMING, IncomeRecord.Source.TRADE)
AMOUNT: dict[str, Any] = {"min_value": 0, "max_digits": 12, "decimal_places": 2}


class AcceptForm(forms.Form):
    """The costs of a month's sales, and the right sum when the market's is not."""

    costs = ThaiDecimalField(
        label=_("What it cost to make and sell them"),
        help_text=_(
            "Ingredients, bags, fuel, wages you paid. A good guess is enough. Write 0 if it cost nothing."
        ),
        **AMOUNT,
    )
    gross = ThaiDecimalField(
        label=_("The right sum of sales, if the one above is wrong"), required=False, **AMOUNT
    )
    note = ThaiCharField(label=_("Why it differs"), required=False, max_length=200)
    shown = forms.DecimalField(widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """The sum that the person saw when saying no."""

    shown = forms.DecimalField(widget=forms.HiddenInput)


class FiguresForm(forms.Form):
    """One source in one month: what came in and what it cost."""

    gross = ThaiDecimalField(label=_("Money that came in"), **AMOUNT)
    costs = ThaiDecimalField(
        label=_("What it cost to earn it"),
        required=False,
        help_text=_(
            "For farming and trade: seed, goods, fuel, wages. Leave it empty for wages and pensions."
        ),
        **AMOUNT,
    )
    note = ThaiCharField(label=_("Note for yourselves"), required=False, max_length=200)

    def __init__(self, *args, source: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source

    def clean(self) -> dict:
        """Sales without their costs are not income."""
        super().clean()
        cleaned = self.cleaned_data
        source = cleaned.get("source") or self.source
        if source in WITH_COSTS and cleaned.get("costs") is None and "costs" not in self.errors:
            self.add_error("costs", _("Write what it cost to earn this. Write 0 if it cost nothing."))
        return cleaned


class RecordForm(FiguresForm):
    """A source and month that the market does not know of."""

    source = forms.ChoiceField(label=_("Where the money came from"))  # type: ignore[assignment]
    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    field_order = ("month", "source", "gross", "costs", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sources = [
            choice for choice in IncomeRecord.Source.choices if choice[0] != IncomeRecord.Source.MARKET
        ]
        market = (IncomeRecord.Source.MARKET, _("sales in the market that it has not proposed"))
        self.fields["source"].choices = [("", _("Choose")), *sources, market]
        self.fields["month"].choices = [(month.isoformat(), thai_month(month)) for month in last_months()]


def last_months() -> list[date]:
    """The months that can be written down, the present one first."""
    today = timezone.localdate()
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count, count - MONTHS_OFFERED, -1)]
