"""Saying yes or no to a request for help, letting it be paid at once, keeping out of it, and asking again."""

from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDecimalField
from welfare.models import Campaign


class RefuseForm(forms.Form):
    """Why not."""

    reason = ThaiCharField(
        label=_("Why not"),
        max_length=300,
        multiline=True,
        help_text=_("Whoever asked reads this, together with how to ask again."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ApproveForm(forms.Form):
    """How much, and why. `fixed` is the amount that somebody has named already: then only the reason is asked for."""

    amount = ThaiDecimalField(label=_("How much"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    reason = ThaiCharField(
        label=_("Why"),
        max_length=300,
        multiline=True,
        help_text=_("Whoever asked reads this. For more than the rules give: why more."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, fixed: Decimal | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if fixed is not None:
            self.fields["amount"].widget = forms.HiddenInput()
            self.initial["amount"] = fixed


class EmergencyForm(forms.Form):
    """How much at once, and why it cannot wait."""

    amount = ThaiDecimalField(
        label=_("How much at once"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    reason = ThaiCharField(
        label=_("Why it cannot wait"),
        max_length=300,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoneyForm(forms.Form):
    """Out of which money it is paid."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Out of which money?"),
        empty_label=_("the general fund"),
        help_text=_("Money of a campaign pays only for what people gave it for."),
    )

    def __init__(self, *args, campaigns: QuerySet[Campaign], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = campaigns


class ConflictForm(forms.Form):
    """How one is close to it."""

    words = ThaiCharField(
        label=_("How you are close to it"),
        max_length=200,
        help_text=_("For example: my cousin; we do business together."),
    )


class AppealForm(forms.Form):
    """Why it should be looked at again."""

    words = ThaiCharField(
        label=_("Why should it be looked at again?"),
        max_length=500,
        multiline=True,
        help_text=_("Write what the committee did not know, or what you see otherwise."),
    )
