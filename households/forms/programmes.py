"""What is told about a programme, its communities and its rounds."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.dates import month_start
from lib.forms import MonthField, ThaiCharField, ThaiDateField


class ProgrammeForm(forms.Form):
    """A new programme. Who keeps only one place is not asked where."""

    place = forms.ChoiceField(label=_("For which place"))
    name = ThaiCharField(
        label=_("Name of the programme"),
        max_length=120,
        help_text=_("For example: Our community's market 2569"),
    )
    about = ThaiCharField(
        label=_("What it is about"),
        max_length=300,
        required=False,
        multiline=True,
        help_text=_("One or two sentences. Households read the name, officers read both."),
    )

    def __init__(self, *args, places: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        place.choices = places
        if len(places) == 1:
            place.initial, place.widget = places[0][0], forms.HiddenInput()


class StartForm(forms.Form):
    """The day on which the market started in a community."""

    started_on = ThaiDateField(
        label=_("The day on which the market started here"),
        required=False,
        help_text=_("Day/month/year, for example 5/1/2569. Leave it empty while it has not started."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["started_on"].max_value = timezone.localdate()


class RoundForm(forms.Form):
    """The months of a round."""

    first_month = MonthField(label=_("From which month"), help_text=_("For example ก.ค. 2568 or 7/2568"))
    last_month = MonthField(
        label=_("Until which month"), help_text=_("The same month again when the round is one month long.")
    )

    def clean(self):
        """First days of months."""
        super().clean()
        return {name: value and month_start(value) for name, value in self.cleaned_data.items()}
