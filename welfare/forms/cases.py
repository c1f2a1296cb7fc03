"""Asking the centre for help: what, for whom and where, how soon, which phone; and what else one may want to say."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Community, Membership, Role, User
from lib.codes import new_code
from lib.forms import PhoneField, ThaiCharField
from welfare.forms.asking import SOMEBODY_ELSE, PicturesField, ShortForm, own_places
from welfare.helpdesk import cases
from welfare.models import HelpCase

Kind = HelpCase.Kind
MOST_HIDDEN_FROM = 40


class VoiceField(forms.FileField):
    """One voice note. What is in it is looked at when it is taken."""

    widget = forms.FileInput(attrs={"accept": "audio/*,.m4a,.mp3,.ogg,.wav,.webm,.3gp,.amr"})
    default_error_messages = {
        "empty": _(
            "This file cannot be heard. Please record it once more with your phone, or write it in words."
        )
    }


class FilesForm(forms.Form):
    """Photos and a voice note for a request."""

    photos = PicturesField(label=_("Photos"), required=False)
    voice = VoiceField(
        label=_("Voice note"),
        required=False,
        max_length=None,
        help_text=_("Say it instead of writing: at most 3 minutes."),
    )


class NotSolvedForm(forms.Form):
    """What is still to do."""

    words = ThaiCharField(label=_("What is still to do?"), multiline=True, max_length=500, required=False)


class AskForm(ShortForm, FilesForm):
    """Who lives in a household here chooses from its people; everybody else writes for whom and where."""

    kind = forms.ChoiceField(label=_("What is needed?"), widget=forms.RadioSelect, choices=Kind.choices)
    topic = forms.ChoiceField(
        label=_("What is not safe?"),
        required=False,
        choices=[("", _("Please choose")), *HelpCase.Topic.choices],
    )
    hidden_from = forms.MultipleChoiceField(
        label=_("Who must not see this?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For example because it is about this person. To them the request does not exist."),
    )
    who = forms.ChoiceField(label=_("For whom?"), required=False)
    for_whom = ThaiCharField(label=_("For whom?"), max_length=120, help_text=_("Your own name, or theirs."))
    place = ThaiCharField(
        label=_("Where is it?"), max_length=200, help_text=_("House number, or a place that everybody knows.")
    )
    urgency = forms.ChoiceField(
        label=_("How soon is help needed?"), widget=forms.RadioSelect, choices=HelpCase.Urgency.choices
    )
    phone = PhoneField(
        label=_("Phone that we can call"),
        required=False,
        help_text=_("Your own or that of somebody close by."),
    )
    words = ThaiCharField(label=_("Tell us more"), multiline=True, max_length=500, required=False)
    latitude = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    MAIN = ("who", "for_whom", "place", "urgency", "phone")
    MORE = ("words", "photos", "voice")

    def __init__(self, *args, community, user, kind="", **kwargs):
        kwargs["initial"] = {"key": new_code(24), "kind": kind, "phone": getattr(user, "phone", "")}
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in own_places(community, user)}
        self.readers = _readers(community)
        self.fields["hidden_from"].choices = [(str(pk), words) for pk, (_user, words) in self.readers.items()]
        if not self.readers:
            del self.fields["hidden_from"]
        self._name_people()

    def _name_people(self) -> None:
        if not self.places:
            del self.fields["who"]
            return
        names = [(key, place.person.name) for key, place in self.places.items()]
        self.fields["who"].choices = [*names, (SOMEBODY_ELSE, _("Somebody else"))]
        self.fields["who"].required = True
        self.fields["for_whom"].label = _("Name, if it is somebody else")
        self.fields["place"].help_text = _(
            "Empty: at your home. Otherwise a house number, or a place known to all."
        )
        self.fields["for_whom"].required = self.fields["place"].required = False

    def clean(self) -> dict:
        """What is still missing."""
        cleaned = super().clean() or {}
        if cleaned.get("who") == SOMEBODY_ELSE:
            for name in ("for_whom", "place"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        kind = cleaned.get("kind")
        if not cleaned.get("phone") and kind not in HelpCase.SENSITIVE and "phone" not in self.errors:
            self.add_error("phone", _("Please fill this in."))
        if kind == Kind.OTHER and not cleaned.get("words") and not cleaned.get("voice"):
            self.add_error("words", _("Please write in a few words what is needed."))
        return cleaned

    def received(self, about: str = "") -> dict:
        """What `cases.receive` takes, for a valid form: what is asked, the key, whose it is, who must not see it."""
        cleaned = self.cleaned_data
        place = self.places.get(cleaned.get("who", ""))
        latitude, longitude = _degrees(cleaned["latitude"], cleaned["longitude"])
        asked = cases.Asked(
            kind=cleaned["kind"],
            for_whom=place.person.name if place else cleaned["for_whom"],
            place=cleaned["place"] or (_address(place) if place else ""),
            urgency=cleaned["urgency"],
            phone=cleaned["phone"],
            words=cleaned["words"],
            topic=cleaned["topic"] if cleaned["kind"] == Kind.SAFETY else "",
            area=place.household.village if place and not cleaned["place"] else "",
            about=about,
            latitude=latitude,
            longitude=longitude,
        )
        return {
            "asked": asked,
            "key": cleaned["key"],
            "household": place.household if place else None,
            "person": place.person if place else None,
            "subjects": self._subjects(),
        }

    @property
    def plain_kinds(self) -> list:
        """The choices that the whole desk reads."""
        return [radio for radio in self["kind"] if radio.data["value"] not in HelpCase.SENSITIVE]

    @property
    def sensitive_kinds(self) -> list:
        """The choices that only the small circle reads."""
        return [radio for radio in self["kind"] if radio.data["value"] in HelpCase.SENSITIVE]

    def _subjects(self) -> list[User]:
        """Only of what goes to the circle: names ticked for something else hide nothing."""
        if self.cleaned_data["kind"] not in HelpCase.SENSITIVE:
            return []
        return [self.readers[int(pk)][0] for pk in self.cleaned_data.get("hidden_from", [])]


def _readers(community: Community) -> dict[int, tuple[User, str]]:
    """Who sits at the desk and in the circle, by first name and role: strangers learn no more."""
    roles = Role.objects.active().filter(community=community, kind__in=cases.DESK).select_related("user")
    named = {role.user_id: (role.user, role.get_kind_display()) for role in roles}
    for user in cases.circle_of(community):
        named.setdefault(user.pk, (user, _("small circle")))
    shown = {pk: (user, f"{user.get_short_name()} ({role})") for pk, (user, role) in named.items()}
    return dict(list(shown.items())[:MOST_HIDDEN_FROM])


def _address(place: Membership) -> str:
    home = place.household
    said = _("House %(number)s") % {"number": home.house_number}
    return " ".join(str(part) for part in (said, home.village, home.address) if part)[:200]


def _degrees(latitude: str, longitude: str) -> tuple[Decimal | None, Decimal | None]:
    """The place of the phone, to about a metre. What is none is left out: it must not hold up a call for help."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return None, None
    return Decimal(f"{north:.5f}"), Decimal(f"{east:.5f}")
