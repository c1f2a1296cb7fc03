"""Drafting and adopting the fund's rules."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from welfare.benefit_rules import LIMITS, OF_BENEFIT
from welfare.models import Benefit, BenefitRules

STEPS = 5
MOST_MONTHS = 1200
MOST_DAYS = 365


def _baht(**given) -> ThaiDecimalField:
    return ThaiDecimalField(min_value=Decimal(0), max_digits=12, decimal_places=2, **given)


class LimitsForm(forms.Form):
    """Who decides up to what amount, emergencies, appeals, offers."""

    one_up_to = _baht(label=_("One committee member decides up to"), help_text=_("Baht for one request."))
    two_up_to = _baht(label=_("Two decide up to"), help_text=_("Above it three decide."))
    emergency_up_to = _baht(
        label=_("In an emergency, at once, up to"), help_text=_("0: no payment before a decision.")
    )
    ratify_days = ThaiIntegerField(
        label=_("Days until an emergency payment is decided"), min_value=1, max_value=MOST_DAYS
    )
    appeal_days = ThaiIntegerField(label=_("Days for an appeal"), min_value=1, max_value=MOST_DAYS)
    quotes_above = _baht(label=_("Three offers for what costs more than"))

    BAHT = ("one_up_to", "two_up_to", "emergency_up_to", "quotes_above")

    @classmethod
    def of(cls, rules: BenefitRules, data=None) -> "LimitsForm":
        """The form with what the draft says now."""
        return cls(data, initial={name: getattr(rules, name) for name in LIMITS})

    @property
    def rows(self) -> list[tuple]:
        """Each field with the word behind its box."""
        return [(self[name], _("baht") if name in self.BAHT else _("days")) for name in self.fields]


class BenefitForm(forms.Form):
    """What the rules pay for one kind of event, with up to five steps by how long the household has paid."""

    amount = _baht(label=_("Amount"))
    per = forms.ChoiceField(label=_("How it is paid"), choices=Benefit.Per.choices)
    most_per_event = _baht(label=_("At most for one event or stay"), required=False)
    most_per_year = _baht(
        label=_("At most in a year"), required=False, help_text=_("A year is January to December.")
    )
    most_per_lifetime = _baht(label=_("At most in a lifetime"), required=False)
    months_needed = ThaiIntegerField(
        label=_("Months paid before the first time"),
        min_value=0,
        max_value=MOST_MONTHS,
        required=False,
        help_text=_("Empty: from the first day."),
    )
    papers = ThaiCharField(
        label=_("Papers to show"),
        max_length=200,
        required=False,
        help_text=_("For example: birth certificate."),
    )
    words = ThaiCharField(label=_("Words to it"), max_length=200, required=False)

    def __init__(self, *args, benefit: Benefit | None = None, **kwargs):
        initial = {}
        if benefit:
            initial = {name: getattr(benefit, name) for name in OF_BENEFIT if name != "event"}
            for number, step in enumerate(benefit.steps.all()[:STEPS]):
                initial[f"months_{number}"], initial[f"amount_{number}"] = step.months, step.amount
        super().__init__(*args, initial=initial, **kwargs)
        for number in range(STEPS):
            self.fields[f"months_{number}"] = ThaiIntegerField(
                label=_("From this many months paid"), min_value=1, max_value=MOST_MONTHS, required=False
            )
            self.fields[f"amount_{number}"] = _baht(label=_("it is this many baht"), required=False)

    def clean(self) -> dict:
        """A step has both numbers."""
        cleaned = super().clean() or {}
        for number in range(STEPS):
            months, amount = cleaned.get(f"months_{number}"), cleaned.get(f"amount_{number}")
            if (months is None) != (amount is None):
                missing = f"months_{number}" if months is None else f"amount_{number}"
                if missing not in self.errors:
                    self.add_error(missing, _("Write both, the months and the amount."))
        return cleaned

    def benefit(self) -> dict:
        """What `benefit_rules.put_benefit` takes, for a valid form."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in OF_BENEFIT if name != "event"}
        pairs = [(cleaned[f"months_{number}"], cleaned[f"amount_{number}"]) for number in range(STEPS)]
        steps = [(months, amount) for months, amount in pairs if months is not None]
        return plain | {"months_needed": plain["months_needed"] or 0, "steps": steps}

    @property
    def plain(self) -> list[tuple]:
        """The fields without the steps, each with the word behind its box."""
        units = {"amount": _("baht"), "months_needed": _("months")}
        units |= {name: _("baht") for name in ("most_per_event", "most_per_year", "most_per_lifetime")}
        return [(self[name], units.get(name, "")) for name in OF_BENEFIT if name != "event"]

    @property
    def steps(self) -> list[tuple]:
        """The fields of each step: months, baht."""
        return [(self[f"months_{number}"], self[f"amount_{number}"]) for number in range(STEPS)]


class AdoptForm(forms.Form):
    """That a meeting has adopted the draft."""

    resolution = ThaiCharField(
        label=_("Words of the resolution"),
        multiline=True,
        max_length=2000,
        help_text=_("As in the minutes: which meeting, how many were there, how many were for it."),
    )
    adopted_on = ThaiDateField(label=_("Day of the meeting"))
    valid_from = ThaiDateField(label=_("Holds from"), help_text=_("The day of the meeting or later."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adopted_on"].max_value = timezone.localdate()
