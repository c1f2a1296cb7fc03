"""The desk's forms: writing down what was told, looking at a request first, and each step on it."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Household, User
from lib.codes import new_code, normalise_code
from lib.dates import BANGKOK
from lib.forms import PhoneField, ThaiCharField, ThaiDateField
from welfare.helpdesk import linking
from welfare.helpdesk.cases import ENTERED, Asked
from welfare.helpdesk.steps import IN_WORDS, LATEST_CALL
from welfare.models import HelpCase

PLEASE = ("", _("Please choose"))


class EnterForm(forms.Form):
    """What somebody told by telephone, at the counter, by LINE, on paper or on the way."""

    kind = forms.ChoiceField(label=_("What is needed?"), choices=[PLEASE, *HelpCase.Kind.choices])
    topic = forms.ChoiceField(
        label=_("What is not safe?"), choices=[PLEASE, *HelpCase.Topic.choices], required=False
    )
    for_whom = ThaiCharField(label=_("For whom?"), max_length=120)
    place = ThaiCharField(
        label=_("Where is it?"), max_length=200, help_text=_("House number, or what stands near by.")
    )
    phone = PhoneField(label=_("Phone"), required=False)
    urgency = forms.ChoiceField(
        label=_("How soon?"), widget=forms.RadioSelect, choices=HelpCase.Urgency.choices, initial="today"
    )
    words = ThaiCharField(label=_("In their words"), multiline=True, max_length=500, required=False)
    area = ThaiCharField(label=_("Part of the community"), max_length=80, required=False)
    channel = forms.ChoiceField(label=_("How was it told?"), choices=[])
    key = forms.CharField(max_length=60, min_length=16, widget=forms.HiddenInput)

    def __init__(self, *args, household: Household | None = None, channel: str = "", **kwargs):
        known = channel if channel in ENTERED else HelpCase.Channel.PHONE
        kwargs["initial"] = {"key": new_code(24), "urgency": "today", "channel": known}
        if household:
            kwargs["initial"] |= {
                "for_whom": household.name,
                "place": _place_of(household),
                "area": household.village,
            }
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.value, one.label) for one in ENTERED]
        self.fields["words"].widget.attrs["rows"] = 2
        self.fields["phone"].widget.attrs["autocomplete"] = "off"

    def asked(self) -> Asked:
        """What was told, for a valid form."""
        kept = ("kind", "for_whom", "place", "urgency", "phone", "words", "topic", "area")
        told = {name: self.cleaned_data[name] for name in kept}
        return Asked(**told | {"topic": told["topic"] if told["kind"] == HelpCase.Kind.SAFETY else ""})


class SortForm(forms.Form):
    """What it is, how urgent, where and whose; and whether only the small circle reads it."""

    kind = forms.ChoiceField(label=_("What is needed?"), choices=HelpCase.Kind.choices)
    topic = forms.ChoiceField(
        label=_("What is not safe?"), choices=[PLEASE, *HelpCase.Topic.choices], required=False
    )
    urgency = forms.ChoiceField(label=_("How urgent"), choices=HelpCase.Urgency.choices)
    area = ThaiCharField(label=_("Part of the community"), max_length=80, required=False)
    household = forms.ChoiceField(label=_("Household"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Only for the small circle"),
        required=False,
        help_text=_("Violence, abuse, fraud and private facts always are."),
    )
    words = ThaiCharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, *args, case: HelpCase, homes: list[Household], **kwargs):
        kwargs["initial"] = {
            "kind": case.kind,
            "topic": case.topic,
            "urgency": case.urgency,
            "area": case.area,
            "household": case.household.code if case.household else "",
            "is_sensitive": case.is_sensitive,
        }
        super().__init__(*args, **kwargs)
        offered = [*([case.household] if case.household else []), *homes]
        self.homes = {home.code: home for home in offered}
        self.fields["household"].choices = [
            ("", _("not known yet")),
            *((code, str(home)) for code, home in self.homes.items()),
        ]

    def sorted(self) -> dict:
        """What `sorting.sort` takes, for a valid form."""
        return self.cleaned_data | {"household": self.homes.get(self.cleaned_data["household"])}


class GiveForm(forms.Form):
    """To whom, and what to do."""

    to = forms.ChoiceField(label=_("To whom"))
    words = ThaiCharField(
        label=_("What to do"), max_length=500, required=False, help_text=_("Who gets it reads this.")
    )

    def __init__(self, *args, offered: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in offered}
        self.fields["to"].choices = [PLEASE, *((key, user.name) for key, user in self.people.items())]


class CallForm(forms.Form):
    """When to call back."""

    SOON = {"30": _("in half an hour"), "60": _("in an hour"), "180": _("in three hours")}
    when = forms.ChoiceField(
        label=_("When"),
        choices=[*SOON.items(), ("tomorrow", _("tomorrow at nine")), ("day", _("on another day"))],
    )
    day = ThaiDateField(label=_("Which day"), required=False)
    clock = forms.TimeField(
        label=_("What time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Please write the time as hours and minutes, such as 14:30.")},
    )  # fmt: skip
    words = ThaiCharField(label=_("Words to it"), max_length=500, required=False)

    def clean(self) -> dict:
        """The moment, from now on."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "day" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Please choose the day."))
        if not self.errors:
            cleaned["at"] = self._moment(cleaned)
        return cleaned

    def _moment(self, cleaned: dict) -> dt.datetime:
        now = timezone.now()
        if cleaned["when"] in self.SOON:
            return now + dt.timedelta(minutes=int(cleaned["when"]))
        nine, tomorrow = dt.time(9), timezone.localdate(now, BANGKOK) + dt.timedelta(days=1)
        if cleaned["when"] == "tomorrow":
            return dt.datetime.combine(tomorrow, nine, BANGKOK)
        farthest = timezone.localdate(now, BANGKOK) + LATEST_CALL
        return dt.datetime.combine(min(cleaned["day"], farthest), cleaned.get("clock") or nine, BANGKOK)


class WordsForm(forms.Form):
    """Some words."""

    words = ThaiCharField(label=_("What to write"), multiline=True, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["rows"] = 2


class MaybeWordsForm(WordsForm):
    """Some words, or none."""

    words = ThaiCharField(label=_("Words to it"), multiline=True, max_length=500, required=False)


class LinkForm(forms.Form):
    """What a request is connected with."""

    kind = forms.ChoiceField(label=_("With what"), choices=[PLEASE, *linking.KINDS.items()])
    code = forms.CharField(label=_("Its code"), max_length=20)


class MergeForm(forms.Form):
    """The other request, by its code."""

    code = forms.CharField(label=_("Code of the other request"), max_length=20)

    def clean_code(self) -> str:
        """The code that was meant."""
        return normalise_code(self.cleaned_data["code"])


class CloseForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=[PLEASE, *HelpCase.Outcome.choices])
    words = ThaiCharField(
        label=_("In words"),
        multiline=True,
        max_length=500,
        required=False,
        help_text=_("Needed when it was passed on, or when nobody could help: to whom, or why."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["rows"] = 2

    def clean(self) -> dict:
        """Words where they are needed."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") in IN_WORDS and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say it in a few words."))
        return cleaned


def _place_of(household: Household) -> str:
    number = household.house_number
    return " ".join(part for part in (number, household.village, household.address) if part)[:200]
