"""A price index, pasted or as a file."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.forms.register import BirthYearField
from lib.forms import ThaiCharField

ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
MOST_CHARACTERS = 40_000


class YearField(BirthYearField):
    """A common year from "๒๕๖๖", "พ.ศ. 2566" or "2023"."""

    default_error_messages = {
        "invalid": _("Please write the year with four figures, such as 2566."),
    }


class PricesForm(forms.Form):
    """The table and where it is from. Either the lines are pasted or a file is chosen."""

    municipality = forms.ChoiceField(label=_("For which place"))
    source = ThaiCharField(
        label=_("Where the figures are from"),
        max_length=200,
        help_text=_("For example: Ministry of Commerce, consumer price index of the province, 2 July 2569"),
    )
    base_year = YearField(
        label=_("Base year"), help_text=_("The year in which the index is 100, for example 2566.")
    )
    lines = forms.CharField(
        label=_("Paste the table here"),
        max_length=MOST_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One month in each line, then the index: ม.ค. 2567 107.25"),
    )
    table = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("Excel or CSV with two columns: month and index."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
    )

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipalities = {one.code: one for one in municipalities}
        place = self.fields["municipality"]
        place.choices = [(code, str(one)) for code, one in self.municipalities.items()]
        if len(place.choices) == 1:
            place.initial, place.widget = place.choices[0][0], forms.HiddenInput()

    def clean_base_year(self) -> int:
        """An index is 100 in a year that has begun."""
        year = self.cleaned_data["base_year"]
        if not 1957 <= year <= timezone.localdate().year:
            raise forms.ValidationError(_("Please check the base year."), "base_year")
        return year

    def clean(self):
        """Something to read; the municipality instead of its code."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("lines", "").strip() and not cleaned.get("table"):
            self.add_error("lines", _("Please paste the table or choose a file."))
        cleaned["municipality"] = self.municipalities.get(cleaned.get("municipality", ""))
        return cleaned
