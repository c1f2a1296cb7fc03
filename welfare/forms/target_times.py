"""The centre's target times: a number and its unit, for each urgency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiIntegerField
from welfare.helpdesk import targets, times
from welfare.helpdesk.targets import Target
from welfare.models import HelpCase

UNITS = ((1, _("minutes")), (times.HOUR, _("hours")), (times.DAY, _("days")))
PARTS = (("answer", _("Taken in hand within")), ("solve", _("Solved within")))


class TargetTimesForm(forms.Form):
    """Two times for each urgency, filled with what holds now."""

    def __init__(self, *args, current: dict[str, Target], **kwargs):
        super().__init__(*args, **kwargs)
        for urgency in HelpCase.Urgency.values:
            for part, label in PARTS:
                number, unit = _split(getattr(current[urgency], part))
                self.fields[f"{urgency}_{part}"] = ThaiIntegerField(
                    label=label, min_value=1, max_value=1000, initial=number
                )
                self.fields[f"{urgency}_{part}_unit"] = forms.TypedChoiceField(
                    label=_("Unit"), choices=UNITS, coerce=int, initial=unit
                )

    def clean(self) -> dict:
        """Nothing is to be solved before it is answered."""
        cleaned = super().clean() or {}
        for urgency in HelpCase.Urgency.values:
            answer, solve = (self._minutes(cleaned, urgency, part) for part, _label in PARTS)
            if solve and solve > times.LONGEST:
                self.add_error(f"{urgency}_solve", _("Choose at most one year."))
            elif answer and solve and solve < answer:
                self.add_error(f"{urgency}_solve", _("Solving cannot be due before answering."))
        return cleaned

    def times(self) -> dict[str, Target]:
        """The chosen times, for a valid form."""
        return {
            urgency: Target(*(self._minutes(self.cleaned_data, urgency, part) for part, _label in PARTS))
            for urgency in HelpCase.Urgency.values
        }

    @property
    def groups(self) -> list[dict]:
        """Each urgency with its fields, and its usual times in words."""
        return [
            {
                "label": label,
                "code": urgency,
                "fields": [(self[f"{urgency}_{part}"], self[f"{urgency}_{part}_unit"]) for part, _l in PARTS],
                "usual": [
                    times.in_words(getattr(targets.USUAL[HelpCase.Urgency(urgency)], p)) for p, _l in PARTS
                ],
            }
            for urgency, label in HelpCase.Urgency.choices
        ]

    def _minutes(self, cleaned: dict, urgency: str, part: str) -> int:
        return (cleaned.get(f"{urgency}_{part}") or 0) * (cleaned.get(f"{urgency}_{part}_unit") or 0)


def _split(minutes: int) -> tuple[int, int]:
    """The largest unit in which it is a whole number."""
    unit = next(unit for unit in (times.DAY, times.HOUR, 1) if minutes % unit == 0)
    return minutes // unit, unit
