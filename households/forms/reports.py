"""What a reader of reports chooses, and what publishing one asks."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from households.models import ReportEdition
from lib.forms import ThaiCharField, ThaiDecimalField

# Lines so far apart that nobody counts households one by one by moving the line a little.
LINE_STEP = Decimal(500)
LINE_MOST = Decimal(20000)


class ChoiceForm(forms.Form):
    """Place, periods, prices, line and readers of a report, sent in the address (GET).

    `choices` gives the places and periods (or rounds) there are; `asks` whether the time before, prices, and a line
    to try are asked for.
    """

    place = forms.ChoiceField(label=_("Which place"))
    period = forms.ChoiceField(label=_("Which months"))
    against = forms.ChoiceField(
        label=_("Compared with"),
        choices=[
            ("year", _("the same time a year before")),
            ("before", _("the time just before")),
            ("two_years", _("the same time two years before")),
        ],
        required=False,
    )
    prices = forms.ChoiceField(
        label=_("Amounts"),
        choices=[
            ("real", _("in the prices of the second time (rising prices taken out)")),
            ("nominal", _("as it was said at the time")),
        ],
        required=False,
    )
    line = ThaiDecimalField(
        label=_("Line to compare with, baht for one person in a month"),
        help_text=_(
            "For this look only, in steps of 500. Left empty, the municipality's own line is used, if there is one."
        ),
        required=False,
        min_value=LINE_STEP,
        max_value=LINE_MOST,
    )
    audience = forms.ChoiceField(
        label=_("What may be shown"),
        choices=[
            ("officers", _("for officers and committees")),
            ("public", _("as everybody would see it")),
        ],
        required=False,
    )

    def __init__(self, *args, choices: dict[str, list[tuple[str, str]]], asks: dict[str, bool], **kwargs):
        super().__init__(*args, auto_id="id_choice_%s", **kwargs)
        for name in ("place", "period"):
            self.fields[name].choices = choices[name]
        for name, is_asked in asks.items():
            if not is_asked:
                del self.fields[name]

    def clean_line(self) -> Decimal | None:
        """Only lines far apart."""
        line = self.cleaned_data["line"]
        if line is not None and line % LINE_STEP:
            raise ValidationError(_("Please choose a line in steps of 500 baht."), code="step")
        return line


class LineForm(forms.Form):
    """The municipality's own line."""

    line = ThaiDecimalField(
        label=_("The municipality's line, baht for one person in a month"),
        help_text=_("For example the national poverty line. Left empty, reports have none."),
        required=False,
        min_value=1,
        max_value=LINE_MOST,
        decimal_places=2,
    )


class PublishForm(forms.Form):
    """What a published report is called, and who reads it."""

    title = ThaiCharField(label=_("Title"), max_length=200)
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=ReportEdition.Audience.choices, widget=forms.RadioSelect
    )


class CorrectionForm(forms.Form):
    """A new edition of a published report."""

    title = ThaiCharField(label=_("Title"), max_length=200)
    what_changed = ThaiCharField(
        label=_("What changed since the former edition?"),
        help_text=_("One or two sentences. They are printed on the report."),
        max_length=300,
        multiline=True,
    )
