"""Signing up as a volunteer, saying it anew, finding volunteers, and the community's list of skills and tools."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lib.forms import PhoneField, ThaiCharField, ThaiIntegerField
from welfare.models import Skill, Volunteer
from welfare.volunteering.volunteers import DAYS, PARTS, TIMES, Offer

Kind, Status = Volunteer.Kind, Volunteer.Status
MOST_PEOPLE = 999


class Ticks(forms.MultipleChoiceField):
    """Large boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class VolunteerForm(forms.Form):
    """Who helps, with what, where and when. `volunteer` is given to say it anew: then nobody agrees a second time."""

    kind = forms.ChoiceField(label=_("Who helps?"), widget=forms.RadioSelect, choices=Kind.choices)
    name = ThaiCharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Your own, or that of the shop, temple, school or company."),
    )
    people = ThaiIntegerField(
        label=_("How many people come along?"), min_value=1, max_value=MOST_PEOPLE, required=False
    )
    phone = PhoneField(
        label=_("Phone that the centre calls"),
        allow_short=False,
        help_text=_("Only those who look after volunteers see it, never the public."),
    )
    can = Ticks(label=_("What can you do?"), required=False)
    brings = Ticks(label=_("What can you bring?"), required=False)
    area = ThaiCharField(
        label=_("Where can you help?"),
        max_length=120,
        required=False,
        help_text=_("For example one lane, the whole village, or as far as the hospital."),
    )
    times = Ticks(label=_("When can you help?"), required=False, choices=[(time, time) for time in TIMES])
    words = ThaiCharField(label=_("Anything else?"), multiline=True, max_length=300, required=False)
    consent = forms.BooleanField(
        label=_("Yes, the centre may keep this and ask me for help."),
        error_messages={
            "required": _("Please tick this. Without it nobody may keep your phone and ask you.")
        },
    )

    def __init__(self, *args: Any, community, user, volunteer: Volunteer | None = None, **kwargs: Any):
        kwargs["initial"] = _known(user, volunteer)
        super().__init__(*args, **kwargs)
        if volunteer:
            del self.fields["consent"]
        held = volunteer.skills.values("skill") if volunteer else []
        rows = Skill.objects.filter(Q(is_offered=True) | Q(pk__in=held), community=community)
        self.skills = {str(skill.pk): skill for skill in rows.order_by("name")}
        for name, kind in (("can", Skill.Kind.SKILL), ("brings", Skill.Kind.TOOL)):
            choices = [(key, _label(skill)) for key, skill in self.skills.items() if skill.kind == kind]
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]

    def clean(self) -> dict:
        """A shop or a temple has a name of its own."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") not in (None, Kind.PERSON) and not cleaned.get("name"):
            self.add_error("name", _("Please write the name."))
        return cleaned

    def offer(self) -> Offer:
        """What `volunteers.join` and `change` take, for a valid form."""
        cleaned = self.cleaned_data
        chosen = [*cleaned.get("can", []), *cleaned.get("brings", [])]
        return Offer(
            **{name: cleaned[name] for name in ("kind", "name", "phone", "area", "times", "words")},
            people=cleaned["people"] or 1,
            skills=[self.skills[key] for key in chosen],
        )

    @property
    def abilities(self) -> list:
        """The two lists, as far as the community has them."""
        return [self[name] for name in ("can", "brings") if name in self.fields]

    @property
    def days(self) -> list[tuple]:
        """The week to tick: day and its parts as (value, label, is ticked)."""
        ticked = set(self["times"].value() or [])
        return [
            (label, [(f"{day}-{part}", words, f"{day}-{part}" in ticked) for part, words in PARTS.items()])
            for day, label in DAYS.items()
        ]


class FindForm(forms.Form):
    """Which volunteers to show. Everything may be left open; what does not fit is left out."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", Status.ACTIVE.label), *Status.choices[1:]]
    )
    skill = forms.ChoiceField(label=_("Can do or bring"), required=False)
    check = forms.ChoiceField(
        label=_("Looked at and trained"),
        required=False,
        choices=[
            ("", _("All")),
            ("waits", _("waits to be looked at")),
            ("trained", _("has a certificate of a course")),
            ("untrained", _("has no certificate yet")),
        ],
    )
    area = ThaiCharField(label=_("Where can they help?"), max_length=120, required=False)
    day = forms.ChoiceField(label=_("Day"), required=False, choices=[("", _("Any day")), *DAYS.items()])
    part = forms.ChoiceField(
        label=_("Time of day"), required=False, choices=[("", _("Any time")), *PARTS.items()]
    )
    kind = forms.ChoiceField(label=_("Who"), required=False, choices=[("", _("All")), *Kind.choices])

    MAIN = ("skill", "check")

    def __init__(self, *args: Any, community, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = Skill.objects.filter(community=community).order_by("name")
        self.skills = {str(skill.pk): skill for skill in rows}
        groups = [
            (label, [(key, row.name) for key, row in self.skills.items() if row.kind == kind])
            for kind, label in Skill.Kind.choices
        ]
        self.fields["skill"].choices = [
            ("", _("Any skill or tool")),
            *(group for group in groups if group[1]),
        ]

    def wanted(self) -> dict[str, Any]:
        """What is asked for; a value that does not fit counts as left open."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return {**found, "skill": self.skills.get(found["skill"])}

    @property
    def main(self) -> list:
        """What is asked most."""
        return [self[name] for name in self.MAIN]

    @property
    def more(self) -> list:
        """What else can be asked."""
        return [self[name] for name in self.fields if name not in self.MAIN]

    @property
    def has_more(self) -> bool:
        """Whether something is asked there."""
        return any(self.data.get(name) for name in self.fields if name not in self.MAIN)


class SkillForm(forms.Form):
    """A name on the list, and whether the committee looks at people first."""

    name = ThaiCharField(label=_("Name"), max_length=80)
    needs_check = forms.BooleanField(
        label=_("The committee looks at people first"),
        required=False,
        help_text=_("For work with children, in homes or with money."),
    )


class NewSkillForm(SkillForm):
    """One more on the list."""

    kind = forms.ChoiceField(
        label=_("What sort?"), widget=forms.RadioSelect, choices=Skill.Kind.choices, initial=Skill.Kind.SKILL
    )
    field_order = ("kind", "name", "needs_check")


def _known(user, volunteer: Volunteer | None) -> dict[str, Any]:
    if volunteer is None:
        return {"kind": Kind.PERSON, "name": user.name, "people": 1, "phone": user.phone}
    held = [str(pk) for pk in volunteer.skills.values_list("skill", flat=True)]
    names = ("kind", "name", "people", "phone", "area", "times", "words")
    return {name: getattr(volunteer, name) for name in names} | {"can": held, "brings": held}


def _label(skill: Skill):
    if not skill.needs_check:
        return skill.name
    return format_lazy(_("{skill} – the committee looks at you first"), skill=skill.name)
