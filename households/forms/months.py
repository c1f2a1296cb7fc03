"""The monthly form: at most six boxes in sight, "don't know" beside each, and nothing that JavaScript is needed for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.income_months import OTHER_SOURCES, Asked, Facts
from households.income_rows import ZERO, Figure
from households.models import IncomeRecord
from households.month_answers import OFTEN_THE_SAME, is_near
from lib.forms import ThaiDecimalField, ThaiIntegerField
from lib.words import Words

Source, Answer = IncomeRecord.Source, IncomeRecord.Answer
AMOUNT: dict[str, Any] = {"min_value": 0, "max_digits": 12, "decimal_places": 2, "required": False}
MOST_MEMBERS = 60
# So much of what somebody typed is kept in a draft.
DRAFT_FIGURES = 40

LABELS: dict[str, Words] = {
    Source.WAGE: _("Wages"),
    Source.FARMING: _("Farming: money from what you sold"),
    Source.TRADE: _("Trade outside this market: money from what you sold"),
    Source.WELFARE: _("Welfare card, pension, allowances"),
    Source.REMITTANCE: _("Money sent by children or relatives"),
    Source.OTHER: _("Other money"),
}
COSTS_LABELS: dict[str, Words] = {
    Source.FARMING: _("What farming cost: seed, fertiliser, fuel, wages you paid"),
    Source.TRADE: _("What that trade cost: goods, bags, fuel"),
}
WHY = [
    (Answer.AMOUNT, _("What stands in the box")),
    (Answer.DONT_KNOW, _("Don't know")),
    (Answer.REFUSED, _("Prefer not to say")),
]
SAME = [
    ("same", _("Yes, the same money. Count it once.")),
    ("other", _("No, other money. Count both.")),
]


class MonthForm(forms.Form):
    """A household's whole month. `facts` is what is written so far, `asked` which sources stand in sight."""

    members = ThaiIntegerField(
        label=_("How many people live from this money"),
        help_text=_("Everybody who eats from this purse, children too."),
        min_value=1,
        max_value=MOST_MEMBERS,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    shown = forms.DecimalField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, facts: Facts, asked: Asked, **kwargs):
        self.facts, self.asked = facts, asked
        super().__init__(*args, **kwargs)
        if facts.market is not None:
            self.add_market()
        for source in OTHER_SOURCES:
            self.add_source(source)
        for often in OFTEN_THE_SAME:
            self.fields[f"{often}_same"] = forms.ChoiceField(
                label=_("Is it the same money?"), choices=SAME, widget=forms.RadioSelect, required=False
            )

    def add_market(self) -> None:
        """The costs of what the market saw, and the right sum where it is wrong."""
        self.fields["market_costs"] = ThaiDecimalField(
            label=_("What it cost to make and sell them"),
            help_text=_(
                "Ingredients, bags, fuel, wages you paid. A good guess is enough. Write 0 if it cost nothing."
            ),
            **AMOUNT,
        )
        self.fields["market_unknown"] = forms.BooleanField(
            label=_("I don't know what it cost"), required=False
        )
        self.fields["market_gross"] = ThaiDecimalField(
            label=_("The right sum of all sales in the market this month"), **AMOUNT
        )

    def add_source(self, source: str) -> None:
        """A box, for sales a second one for their costs, and why there may be no number."""
        self.fields[source] = ThaiDecimalField(label=LABELS[source], **AMOUNT)
        if source in IncomeRecord.SELLING:
            self.fields[f"{source}_costs"] = ThaiDecimalField(label=COSTS_LABELS[source], **AMOUNT)
        self.fields[f"{source}_why"] = forms.ChoiceField(
            label=_("No number for this?"),
            choices=WHY,
            widget=forms.RadioSelect,
            required=False,
            initial=Answer.AMOUNT,
        )

    def clean(self) -> dict:
        """Sales need their costs, and a number is not also "don't know"."""
        super().clean()
        for source in OTHER_SOURCES:
            self.clean_source(source)
        cleaned = self.cleaned_data
        if "market_costs" in self.fields and not self.errors.get("market_costs"):
            total = cleaned.get("market_gross")
            total = self.facts.market if total is None else total
            is_known = cleaned.get("market_costs") is not None or cleaned.get("market_unknown")
            if total and total > 0 and not is_known:
                self.add_error(
                    "market_costs",
                    _("Write what it cost to earn this. Write 0 if it cost nothing."),
                )
        return cleaned

    def clean_source(self, source: str) -> None:
        """The boxes of one source against each other."""
        cleaned, costs_name = self.cleaned_data, f"{source}_costs"
        gross, costs = cleaned.get(source), cleaned.get(costs_name)
        why = cleaned.get(f"{source}_why") or Answer.AMOUNT
        has_costs = costs_name in self.fields
        if source in self.errors or costs_name in self.errors:
            return
        if why == Answer.AMOUNT:
            if gross and has_costs and costs is None:
                self.add_error(costs_name, _("Write what it cost to earn this. Write 0 if it cost nothing."))
            elif gross is None and costs:
                self.add_error(source, _("Write what came in as well. Write 0 if nothing came in."))
        # Who knows what came in but not what it cost says so with both.
        elif gross is not None and not (has_costs and costs is None and why == Answer.DONT_KNOW):
            self.add_error(source, _("Here is a number and another answer. Keep one of them."))
        elif costs is not None:
            self.add_error(costs_name, _("Here is a number and another answer. Keep one of them."))

    def figures(self) -> dict[str, Figure]:
        """What was filled in, by source. The market is among them only where its sum or its costs are special."""
        cleaned = self.cleaned_data
        found = {}
        for source in OTHER_SOURCES:
            gross, costs = cleaned.get(source), cleaned.get(f"{source}_costs")
            # The answer belongs to the sum about which was asked; another sum is asked about anew.
            if gross and cleaned.get(f"{source}_same") == "same" and self.is_near(gross):
                continue
            why = cleaned.get(f"{source}_why") or Answer.AMOUNT
            if gross is not None:
                selling = source in IncomeRecord.SELLING
                found[source.value] = Figure(gross, ZERO if selling and not gross else costs)
            elif why != Answer.AMOUNT:
                found[source.value] = Figure(answer=why)
        if self.facts.market is None:
            return found
        gross = cleaned.get("market_gross")
        if gross is not None or (cleaned.get("market_unknown") and cleaned.get("market_costs") is None):
            total = self.facts.market if gross is None else gross
            found[Source.MARKET.value] = Figure(total, cleaned.get("market_costs"))
        return found

    def is_near(self, gross: Decimal) -> bool:
        """Whether a sum may be the market's sales once more."""
        market = self.cleaned_data.get("market_gross")
        market = self.facts.market if market is None else market
        return market is not None and is_near(gross, market)

    def separate(self) -> set[str]:
        """Sources of which the person said that they are other money than the market's."""
        return {source for source in OFTEN_THE_SAME if self.cleaned_data.get(f"{source}_same") == "other"}


def written(facts: Facts, members: int | None) -> dict:
    """What the form begins with: the figures that stand there, so that correcting is the same form."""
    initial: dict[str, Any] = {"members": members, "seen": facts.mark, "shown": facts.proposed}
    for source, record in facts.records.items():
        if source == Source.MARKET:
            initial["market_costs"] = record.costs
            initial["market_unknown"] = bool(record.gross and record.costs is None and not facts.waiting)
            continue
        is_selling = source in IncomeRecord.SELLING
        if record.answer == Answer.AMOUNT:
            # Zero came from an empty box; it is shown as one.
            initial[source] = record.gross or None
            if is_selling and record.gross:
                initial[f"{source}_costs"] = record.costs
                if record.costs is None:
                    initial[f"{source}_why"] = Answer.DONT_KNOW
        else:
            initial[f"{source}_why"] = record.answer
    return initial


def draft_of(data) -> dict[str, str]:
    """What was typed, as it was typed, for the visitor's session."""
    names = [name for source in Source for name in (source, f"{source}_costs", f"{source}_why")]
    names += ["members", "market_gross", "market_unknown"]
    typed = {name: str(data.get(name, ""))[:DRAFT_FIGURES] for name in names}
    return {name: text for name, text in typed.items() if text}


def expected_costs(market: Decimal | None, usual: Decimal | None) -> Decimal | None:
    """What the household's usual share of costs comes to here, in whole baht."""
    return (usual * market / 100).quantize(Decimal(1)) if usual and market and market > 0 else None
