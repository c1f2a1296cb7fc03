"""Asking the fund for help: four fields, and what else one may want to say."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Membership
from lib.codes import new_code
from lib.forms import PhoneField, ThaiCharField, ThaiDateField, ThaiIntegerField
from welfare.aid_requests import MOST_UNITS
from welfare.forms.asking import SOMEBODY_ELSE, PicturesField, ShortForm, own_places, people_of
from welfare.models import AidRequest, Benefit

Asker = AidRequest.Asker


class PicturesForm(forms.Form):
    """More photos for a request."""

    pictures = PicturesField(
        label=_("Photos of papers"),
        required=False,
        help_text=_("For example a bill or a letter of the hospital. Please no identity cards."),
    )


class AidForm(ShortForm, PicturesForm):
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
    return people_of([household]) if household else own_places(community, user)


class LinkForm(forms.Form):
    """Which household, and who in it: "household code" or "household code:person code"."""

    place = forms.CharField(max_length=40)
