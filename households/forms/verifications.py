"""Drawing a sample, and writing down what a visit found."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Verification
from households.verifications import months_to_check
from lib.dates import thai_month
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField

Status = Verification.Status
MOST_BAHT = Decimal(99_999_999)


class DrawForm(forms.Form):
    """The month to check, and how sure and how exact the result should be."""

    month = forms.ChoiceField(label=_("Which month?"))
    confidence = ThaiIntegerField(
        label=_("How sure, in percent"),
        initial=90,
        min_value=80,
        max_value=99,
        help_text=_("Between 80 and 99. The surer, the more houses to visit. 90 is usual."),
    )
    margin = ThaiIntegerField(
        label=_("How exact, in percent"),
        initial=10,
        min_value=1,
        max_value=30,
        help_text=_("Between 1 and 30. The smaller, the more houses to visit. 10 is usual."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        months = {month.isoformat(): month for month in months_to_check()}
        self.months = months
        self.fields["month"].choices = [(code, thai_month(month)) for code, month in months.items()]

    def clean_month(self):
        """The first day of the month."""
        return self.months[self.cleaned_data["month"]]


class VisitForm(forms.Form):
    """What came of a visit. The reported figure is not here: it is shown only after this is sent."""

    status = forms.ChoiceField(
        label=_("What came of the visit?"),
        widget=forms.RadioSelect,
        choices=[
            (Status.DONE, _("We asked, and went through the figures together")),
            (Status.NOT_MET, _("Nobody was at home")),
            (Status.REFUSED, _("The household did not want to")),
        ],
    )
    verified = ThaiDecimalField(
        label=_("What was left after costs in this month"),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=-MOST_BAHT,
        max_value=MOST_BAHT,
        help_text=_(
            "All that came in less what it cost to earn it, in baht. With a minus in front when costs were higher."
        ),
    )
    visited_on = ThaiDateField(label=_("When"), help_text=_("Day/month/year, for example 5/1/2569"))
    note = ThaiCharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("For example which papers you saw. No illnesses and no quarrels, please."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].max_value = timezone.localdate()
        self.fields["visited_on"].initial = timezone.localdate

    def clean(self):
        """A verified household has a figure."""
        super().clean()
        cleaned = self.cleaned_data
        if (
            cleaned.get("status") == Status.DONE
            and cleaned.get("verified") is None
            and "verified" not in self.errors
        ):
            self.add_error("verified", _("Write the figure that was found."))
        return cleaned
