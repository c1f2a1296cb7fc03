"""Asking the fund for help: four fields, and what else one may want to say."""

import secrets

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Household, Membership
from lib.codes import new_code
from lib.forms import PhoneField, ThaiCharField, ThaiDateField, ThaiIntegerField
from welfare.aid_requests import MOST_PAPERS, MOST_UNITS
from welfare.models import AidRequest, Benefit

SALT = "welfare.aid.sum"
SECONDS_FOR_SUM = 60 * 60
SOMEBODY_ELSE = "else"
Asker = AidRequest.Asker


class PicturesInput(forms.FileInput):
    """A file input that takes several pictures."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__(
            {
                "accept": "image/jpeg,image/png,image/webp",
                "multiple": True,
                "data-preview": "chosen",
                **(attrs or {}),
            }
        )


class PicturesField(forms.FileField):
    """The chosen files as a list. What is in them is looked at when they are taken."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        """The files, in the order in which they came."""
        chosen = list(data or [])
        if len(chosen) > MOST_PAPERS:
            raise forms.ValidationError(_("Choose at most 8 photos."), code="too_many")
        return chosen


class PicturesForm(forms.Form):
    """More photos for a request."""

    pictures = PicturesField(
        label=_("Photos of papers"),
        required=False,
        help_text=_("For example a bill or a letter of the hospital. Please no identity cards."),
    )


class AidForm(PicturesForm):
    """Who asks without an account fills in four fields; who lives in a household here chooses from its people.

    `household` is given when the committee asks in somebody's name.
    """

    event = forms.ChoiceField(label=_("What happened?"))
    who = forms.ChoiceField(label=_("For whom?"), required=False)
    for_whom = ThaiCharField(
        label=_("For whom?"),
        max_length=120,
        required=False,
        help_text=_("The name, and the house if you know it."),
    )
    urgency = forms.ChoiceField(
        label=_("How soon is help needed?"), widget=forms.RadioSelect, choices=AidRequest.Urgency.choices
    )
    phone = PhoneField(
        label=_("Phone that we can call"), help_text=_("Your own or that of somebody close by.")
    )
    words = ThaiCharField(label=_("Tell us more"), multiline=True, max_length=500, required=False)
    event_on = ThaiDateField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("Empty: today. For a stay, its first day."),
    )
    units = ThaiIntegerField(
        label=_("How many nights or months?"), min_value=1, max_value=MOST_UNITS, required=False
    )
    asker = forms.ChoiceField(label=_("Who are you?"), required=False)
    puzzle = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = ThaiIntegerField(label=_("A small sum"), required=False)
    key = forms.CharField(max_length=60, min_length=16, widget=forms.HiddenInput)

    MAIN = ("event", "who", "for_whom", "urgency", "phone")
    MORE = ("words", "event_on", "units", "pictures", "asker")

    def __init__(self, *args, community, user, household=None, **kwargs):
        kwargs["initial"] = {"key": new_code(24), "urgency": "", "phone": getattr(user, "phone", "")} | (
            {"phone": ""} if household else {}
        )
        super().__init__(*args, **kwargs)
        self.user, self.household = user, household
        self.places = {str(place.pk): place for place in _places(community, user, household)}
        self.fields["event"].choices = [("", _("Please choose")), *Benefit.Event.choices]
        self.fields["event_on"].max_value = timezone.localdate()
        others = [choice for choice in Asker.choices if choice[0] != Asker.COMMITTEE]
        self.fields["asker"].choices = [("", _("Please choose")), *others]
        self.fields["phone"].required = household is None
        self._name_people()

    def _name_people(self) -> None:
        if not self.places and not self.household:
            del self.fields["who"]
            self.fields["for_whom"].required = True
            return
        last = _("The household as a whole") if self.household else _("Somebody else")
        names = [(key, place.person.name) for key, place in self.places.items()]
        self.fields["who"].choices = [*names, (SOMEBODY_ELSE, last)]
        self.fields["who"].required = True
        if self.household:
            del self.fields["for_whom"], self.fields["asker"]
        else:
            self.fields["for_whom"].label = _("Name, if it is somebody else")

    def clean(self) -> dict:
        """What is still missing."""
        cleaned = super().clean() or {}
        is_else = cleaned.get("who") == SOMEBODY_ELSE and not self.household
        if is_else and not cleaned.get("for_whom"):
            self.add_error("for_whom", _("Please write the name."))
        if cleaned.get("event") == Benefit.Event.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Please write in a few words what is needed."))
        return cleaned

    def asked(self) -> dict:
        """What `aid_requests.ask` takes, for a valid form."""
        cleaned = self.cleaned_data
        place = self.places.get(cleaned.get("who", ""))
        kept = {name: cleaned[name] for name in ("event", "words", "urgency", "phone", "key")}
        return kept | {
            "event_on": cleaned["event_on"] or timezone.localdate(),
            "units": cleaned["units"] or 1,
            "asker": self._asker(place),
            "household": place.household if place else self.household,
            "person": place.person if place else None,
            "for_whom": self._for_whom(place),
        }

    def is_answered(self) -> bool:
        """Whether the small sum is there and right."""
        try:
            one, other = signing.loads(
                self.cleaned_data.get("puzzle", ""), salt=SALT, max_age=SECONDS_FOR_SUM
            )
        except signing.BadSignature:
            return False
        return self.cleaned_data.get("answer") == one + other

    def ask_sum(self) -> None:
        """Put a small sum under the form: many requests came from one address, and people can answer it."""
        numbers = [secrets.randbelow(8) + 1, secrets.randbelow(8) + 1]
        told = self.data.copy()
        told["puzzle"], told["answer"] = signing.dumps(numbers, salt=SALT), ""
        self.data = told
        self.fields["answer"].label = _("How much is %(one)s and %(other)s?") % {
            "one": numbers[0],
            "other": numbers[1],
        }
        self.add_error(
            "answer", _("Many requests come from here right now. Please answer this, then send once more.")
        )

    @property
    def main(self) -> list:
        """The four fields."""
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def more(self) -> list:
        """What else can be said."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def has_more(self) -> bool:
        """Whether something was said there, or is to be mended there."""
        return any(self.errors.get(name) or (self.data.get(name)) for name in self.MORE)

    def _asker(self, place: Membership | None) -> str:
        if self.household:
            return Asker.COMMITTEE
        if place:
            return Asker.SELF if place.person.user_id == self.user.pk else Asker.RELATIVE
        default = Asker.HELPER if self.places else Asker.SELF
        return self.cleaned_data.get("asker") or default

    def _for_whom(self, place: Membership | None) -> str:
        if place:
            return place.person.name
        return self.household.name if self.household else self.cleaned_data["for_whom"]


def _places(community, user, household):
    """The people among whom one chooses: of the household that the committee asks for, else of one's own."""
    homes = [household] if household else Household.objects.of_member(user).filter(community=community)
    return (
        Membership.objects.active()
        .filter(household__in=homes)
        .select_related("person", "household")
        .order_by("household", "-is_representative", "id")
    )


class LinkForm(forms.Form):
    """Which household, and who in it: "household code" or "household code:person code"."""

    place = forms.CharField(max_length=40)
