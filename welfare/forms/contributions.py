"""What members, collectors, the treasurer and the committee fill in about contributions."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.codes import new_code
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField
from welfare.forms.slips import SlipForm
from welfare.models import ContributionRule, FundMember


def new_key() -> str:
    """A key for one press."""
    return new_code(24)


def amount_field(**options) -> ThaiDecimalField:
    """Baht above zero."""
    return ThaiDecimalField(min_value=0.01, max_digits=12, decimal_places=2, **options)


class KeyForm(forms.Form):
    """A form that counts once, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)


class SentForm(SlipForm):
    """How much the household sent, when, and the slip."""

    amount = amount_field(label=_("Amount that you sent"))
    paid_on = ThaiDateField(label=_("Sent on"), initial=timezone.localdate)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)


class CollectForm(KeyForm):
    """One household in the collector's row: the usual amount, or another one."""

    usual = forms.DecimalField(widget=forms.HiddenInput, min_value=0, max_digits=12, decimal_places=2)
    amount = amount_field(label=_("Another amount"), required=False)

    def paid(self):
        """The amount that was typed, else the usual one that the page showed."""
        return self.cleaned_data["amount"] or self.cleaned_data["usual"]


class HandOverForm(forms.Form):
    """How much cash a collector brings."""

    amount = amount_field(label=_("Cash that I bring"))


class CountedForm(forms.Form):
    """How much the treasurer counted."""

    amount = amount_field(
        label=_("Amount that I counted"),
        help_text=_("Change it when it is another amount; the rest stays with the collector."),
    )


class ArrivedForm(forms.Form):
    """How much of a household's transfer has arrived."""

    amount = amount_field(
        label=_("Amount that is in the account"), help_text=_("Change it when another amount arrived.")
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = ThaiCharField(label=_("Why?"), max_length=200, help_text=_("The other person reads this."))


class CashForm(KeyForm):
    """Cash at the office."""

    amount = amount_field(label=_("Cash received"))
    paid_on = ThaiDateField(label=_("Received on"), initial=timezone.localdate)


class RuleForm(forms.Form):
    """How much each member household pays."""

    amount = ThaiDecimalField(
        label=_("Amount"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        initial=1,
        help_text=_("For example 1 baht a day, or 365 baht a year."),
    )
    per = forms.ChoiceField(label=_("For how long"), choices=ContributionRule.Per.choices)
    valid_from = ThaiDateField(label=_("Valid from"), initial=timezone.localdate)
    resolution = ThaiCharField(
        label=_("Which meeting decided it"), max_length=200, help_text=_("For example: meeting 3/2569, 5 May")
    )
    is_sure = forms.BooleanField(
        label=_("The meeting decided this. I know that it cannot be changed later."),
        error_messages={"required": _("Please look at it again, then tick this.")},
    )


class CollectorChoice(forms.ModelChoiceField):
    """Somebody who may collect, by name."""

    def label_from_instance(self, obj) -> str:
        """The name alone."""
        return obj.name


class MemberForm(forms.Form):
    """How a household takes part. `collectors` are the accounts to choose from."""

    pays = forms.ChoiceField(label=_("Likes to pay"), choices=FundMember.Pays.choices, initial="monthly")
    collector = CollectorChoice(
        queryset=None,
        label=_("Who comes to collect"),
        required=False,
        empty_label=_("Nobody: they pay at the office or by transfer"),
    )

    def __init__(self, *args, collectors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["collector"].queryset = collectors


class JoinForm(MemberForm):
    """A household joins."""

    joined_on = ThaiDateField(
        label=_("Member since"),
        initial=timezone.localdate,
        help_text=_("For a household that belonged to the fund before: the day it joined then."),
    )
    field_order = ["joined_on", "pays", "collector"]


class LeaveForm(forms.Form):
    """A household leaves."""

    left_on = ThaiDateField(label=_("Last day as a member"), initial=timezone.localdate)
