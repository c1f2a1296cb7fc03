"""Forms of the register: people, houses, and what happens to them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from households.models import Consent, Household, Membership, Person, Situation
from households.register import Entry
from lib.dates import BUDDHIST_YEARS, LAST_COMMON_YEAR
from lib.forms import PhoneField, ThaiCharField, ThaiDateField, ThaiIntegerField

OPEN = ("", _("not known"))
Why = Membership.EndReason


class BirthYearField(ThaiIntegerField):
    """A common year from "๒๔๙๘", "พ.ศ. 2498" or "1955"."""

    default_error_messages = {
        "invalid": _("Please write the year of birth with four figures, such as 2498."),
        "max_value": _("Please check the year of birth."),
        "min_value": _("Please check the year of birth."),
    }

    def to_python(self, value):
        """The year as it is kept, or None."""
        if isinstance(value, str):
            value = value.replace("พ.ศ.", "").replace("พ.ศ", "").replace("ค.ศ.", "").strip()
        year = super().to_python(value)
        if year is None:
            return None
        year -= BUDDHIST_YEARS if year > LAST_COMMON_YEAR else 0
        if not 1880 <= year <= timezone.localdate().year:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return year

    def prepare_value(self, value):
        """The kept year as people here count; what a person typed stays as it is."""
        if isinstance(value, int) and not (get_language() or "th").startswith("en"):
            return value + BUDDHIST_YEARS
        return value


def past_date(**given) -> ThaiDateField:
    """A day that is not still to come."""
    return ThaiDateField(help_text=_("Day/month/year, for example 5/1/2569"), **given)


class PastDates(forms.Form):
    """A form whose dates lie in the past; today is read when the form is made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ThaiDateField):
                field.max_value = timezone.localdate()


class EntryForm(PastDates):
    """What is known of a person. Only the name is needed."""

    name = ThaiCharField(label=_("Name and family name"), max_length=120)
    birth_year = BirthYearField(
        label=_("Year of birth"), required=False, help_text=_("For example 2498. The age follows from it.")
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[OPEN, *Person.Sex.choices])
    relation = forms.ChoiceField(
        label=_("Who this is to the head of the household"),
        required=False,
        choices=[OPEN, *Membership.Relation.choices],
    )
    activity = forms.ChoiceField(
        label=_("What the person does now"), required=False, choices=[OPEN, *Person.Activity.choices]
    )
    occupation = ThaiCharField(
        label=_("Occupation"), max_length=80, required=False, help_text=_("For example rice farmer")
    )
    phone = PhoneField(label=_("Phone"), required=False, allow_short=False)
    lives_here = forms.BooleanField(label=_("Sleeps in this house most nights"), required=False, initial=True)
    since = past_date(
        label=_("Belongs to the household since"),
        required=False,
    )

    def entry(self) -> Entry:
        """What was filled in."""
        return Entry(**self.cleaned_data)


class HouseForm(forms.Form):
    """Where the household is and what neighbours call it."""

    name = ThaiCharField(label=_("Name of the household"), max_length=120)
    house_number = ThaiCharField(label=_("House number"), max_length=30)
    village = ThaiCharField(
        label=_("Village or part of the community"),
        max_length=60,
        required=False,
        help_text=_("For example หมู่ 3"),
    )
    address = ThaiCharField(label=_("Address in words"), max_length=200, required=False)


class EndForm(PastDates):
    """Why somebody no longer belongs to the household, and since when."""

    why = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[
            (Why.AWAY, _("Moved away")),
            (Why.MOVED, _("Moved to another household here")),
            (Why.DIED, _("Died")),
            (Why.MISTAKE, _("Was entered by mistake")),
        ],
    )
    code = ThaiCharField(
        label=_("Code of the other household"),
        max_length=40,
        required=False,
        help_text=_("Only when the person moved to another household. It is on that household's card."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    on = past_date(label=_("When"))
    reason = ThaiCharField(label=_("More about it"), max_length=200, required=False)

    def clean(self):
        """A move says where to."""
        cleaned = super().clean() or {}
        if cleaned.get("why") == Why.MOVED and not cleaned.get("code"):
            self.add_error("code", _("Please write the code of the household that the person moved to."))
        return cleaned


class BackForm(PastDates):
    """Since when somebody belongs to the household again."""

    since = past_date(
        label=_("Came back on"),
        required=False,
    )


class StatusForm(PastDates):
    """What happened to a household as a whole."""

    status = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[
            (Household.Status.MOVED, _("The whole household moved away")),
            (Household.Status.CLOSED, _("Nobody lives here any more")),
            (Household.Status.ACTIVE, _("The household lives here again")),
        ],
    )
    on = past_date(label=_("Since when"))
    reason = ThaiCharField(label=_("More about it"), max_length=200, required=False)

    def __init__(self, *args, now: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            choice for choice in self.fields["status"].choices if choice[0] != now
        ]


class SplitForm(PastDates, HouseForm):
    """Who leaves to be a household of their own, and where it is."""

    leaving = forms.MultipleChoiceField(label=_("Who leaves?"), widget=forms.CheckboxSelectMultiple)
    representative = forms.ChoiceField(label=_("Who of them represents the new household?"))
    on = past_date(label=_("Since when"))
    field_order = ["leaving", "representative", "name", "house_number", "village", "address", "on"]

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        places = household.memberships.active().select_related("person").order_by("id")
        self.places = {str(place.pk): place for place in places}
        names = [(key, place.person.name) for key, place in self.places.items()]
        self.fields["leaving"].choices = names
        self.fields["representative"].choices = [("", _("Please choose")), *names]

    def clean(self):
        """Places instead of their numbers; the representative is one of those who leave."""
        cleaned = super().clean() or {}
        leaving, speaker = cleaned.get("leaving"), cleaned.get("representative")
        if leaving and speaker and speaker not in leaving:
            self.add_error(
                "representative", _("The new household is represented by somebody who belongs to it.")
            )
        cleaned["leaving"] = [self.places[key] for key in leaving or []]
        cleaned["representative"] = self.places.get(speaker or "")
        return cleaned


class SituationForm(PastDates):
    """A need for help. Health and disability are taken only with the person's yes."""

    kind = forms.ChoiceField(
        label=_("What kind of need is it?"), widget=forms.RadioSelect, choices=Situation.Kind.choices
    )
    since = past_date(label=_("Since when"))
    source = forms.ChoiceField(label=_("Who says so?"), choices=Situation.Source.choices)
    has_consented = forms.BooleanField(
        label=_("The person agrees that this is written down, so that the community can help"),
        required=False,
        help_text=_("Needed for disability and illness. The person may take it back at any time."),
    )
    way = forms.ChoiceField(
        label=_("How the person agreed"),
        choices=[choice for choice in Consent.Way.choices if choice[0] != Consent.Way.SITE],
        required=False,
    )
    given_by = ThaiCharField(
        label=_("Who agreed for the person"),
        max_length=120,
        required=False,
        help_text=_("Only when the person cannot answer: a parent, a child or a guardian."),
    )

    def clean(self):
        """Health and disability need the person's yes."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") in Situation.HEALTH and not cleaned.get("has_consented"):
            self.add_error(
                "has_consented", _("Please ask the person first. Without a yes we do not write it down.")
            )
        cleaned["way"] = cleaned.get("way") or Consent.Way.SPOKEN
        return cleaned
