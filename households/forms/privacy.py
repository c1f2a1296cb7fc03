"""Forms of consent on paper, and of removing a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Consent, Person
from lib.forms import ThaiCharField

WAYS = [choice for choice in Consent.Way.choices if choice[0] != Consent.Way.SITE]


class PersonConsentForm(forms.Form):
    """What somebody in the register said to one purpose, on paper or by word of mouth."""

    purpose = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label=_("What did the person say?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, allowed")), ("no", _("No, not allowed"))],
    )
    way = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect, choices=WAYS)
    given_by = ThaiCharField(
        label=_("Who answered for the person"),
        max_length=120,
        required=False,
        help_text=_("Only when the person cannot answer: a parent, a child or a guardian."),
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = purposes_of(person)


def purposes_of(person: Person) -> list[tuple[str, str]]:
    """What can be asked of this person: without an account nobody gets messages."""
    left_out = () if person.user_id else (Consent.Purpose.MESSAGES,)
    return [choice for choice in Consent.Purpose.choices if choice[0] not in left_out]


class EraseForm(forms.Form):
    """The committee's word before a name goes for good."""

    reason = ThaiCharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Without the name: this line stays."),
    )
    is_sure = forms.BooleanField(label=_("I have talked to the person, and it is what they want"))
