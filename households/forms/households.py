"""Forms of households and their people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.forms import ThaiCharField


class JoinForm(forms.Form):
    """The code that a household shares with those who live in it."""

    code = ThaiCharField(
        label=_("Household code"),
        max_length=40,
        help_text=_(
            "The representative sees it on the household's page. Capital or small letters do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class HouseholdForm(forms.Form):
    """A new household, in one of the committee's communities."""

    community = forms.ModelChoiceField(Community.objects.none(), label=_("Community"), empty_label=None)
    name = ThaiCharField(
        label=_("Name of the household"),
        max_length=120,
        help_text=_("As neighbours call it, for example บ้านยายบุญ"),
    )
    house_number = ThaiCharField(label=_("House number"), max_length=30)
    village = ThaiCharField(
        label=_("Village or part of the community"),
        max_length=60,
        required=False,
        help_text=_("For example หมู่ 3"),
    )
    address = ThaiCharField(label=_("Address in words"), max_length=200, required=False)

    def __init__(self, *args, communities: list[Community], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.filter(
            pk__in=[place.pk for place in communities]
        )
        if len(communities) == 1:
            self.fields["community"].initial = communities[0]
            self.fields["community"].widget = forms.HiddenInput()
