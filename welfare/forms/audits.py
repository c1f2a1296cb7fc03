"""What the auditor fills in, and the answers to it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDateField, ThaiIntegerField
from welfare import audits
from welfare.audit_concerns import since
from welfare.models import AuditVisit


class DrawForm(forms.Form):
    """Of which days, and how many."""

    first_day = ThaiDateField(label=_("Paid from"), initial=since)
    last_day = ThaiDateField(label=_("until"), initial=timezone.localdate)
    size = ThaiIntegerField(
        label=_("How many to visit"), min_value=audits.LEAST, max_value=audits.MOST, initial=5
    )


class VisitForm(forms.Form):
    """What was found at the door."""

    result = forms.ChoiceField(
        label=_("What did you find?"),
        widget=forms.RadioSelect,
        choices=[choice for choice in AuditVisit.Result.choices if choice[0]],
    )
    words = ThaiCharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("Only the committee and the treasurer can read this."),
    )
    visited_on = ThaiDateField(label=_("Visited on"), initial=timezone.localdate)


class FindingForm(forms.Form):
    """Something found."""

    words = ThaiCharField(
        label=_("What did you find?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this on the fund's page: write no name of anybody who was helped."),
    )


class AnswerForm(forms.Form):
    """An answer to a finding."""

    words = ThaiCharField(
        label=_("Your answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this: write no name of anybody who was helped."),
    )
