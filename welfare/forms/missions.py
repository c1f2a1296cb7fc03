"""What is written about a mission, its shifts, who came, and hours."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.codes import new_code
from lib.forms import ClockField, PhoneField, ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from welfare.models import Course, HelpCase, Hours, Mission, Shift, SignUp, Skill, Volunteer
from welfare.volunteering import hours, wording
from welfare.volunteering.missions import KIND_OF_CASE, Time, Told

NO_NAMES = _("Everybody reads this. Write no name of somebody who is helped.")
CHOOSE = ("", _("Please choose"))


class TimeForm(forms.Form):
    """When a shift is, and for how many. A night that ends the next morning is one shift."""

    day = ThaiDateField(label=_("Which day?"))
    start = ClockField(label=_("Begins at what time?"))
    end = ClockField(label=_("Ends at what time?"))
    places = ThaiIntegerField(label=_("How many people are needed?"), min_value=1, max_value=500, initial=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].min_value = timezone.localdate()
        self.fields["day"].max_value = timezone.localdate() + dt.timedelta(days=366)

    def clean(self):
        """The end after the start; at most twelve hours over midnight."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and cleaned.get("day") and self.time is None:
            self.add_error("end", _("It has to end after it starts."))
        return cleaned

    @property
    def time(self) -> Time | None:
        """What was written; None when the end does not fit."""
        cleaned = self.cleaned_data
        zone = timezone.get_default_timezone()
        starts = dt.datetime.combine(cleaned["day"], cleaned["start"], zone)
        ends = dt.datetime.combine(cleaned["day"], cleaned["end"], zone)
        if ends < starts:
            ends += dt.timedelta(days=1)
            if ends - starts > dt.timedelta(hours=12):
                return None
        return Time(starts, ends, cleaned.get("places") or 0) if ends > starts else None


class SkillsField(forms.ModelMultipleChoiceField):
    """From the community's list."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Skill):
        """With a word where the committee looks first."""
        return (
            format_lazy(_("{name} (the committee looks first)"), name=obj.name)
            if obj.needs_check
            else obj.name
        )


class MissionForm(forms.Form):
    """What a mission says. `mission` is the one that is changed; `case` the request that it is for."""

    kind = forms.ChoiceField(label=_("What kind of work is it?"), choices=[CHOOSE, *Mission.Kind.choices])
    title = ThaiCharField(label=_("What is to be done?"), max_length=120, help_text=NO_NAMES)
    words = ThaiCharField(label=_("Tell more"), max_length=1500, multiline=True, required=False)
    place = ThaiCharField(
        label=_("Where, roughly?"), max_length=120, help_text=_("Everybody reads this: a village or a lane.")
    )
    address = ThaiCharField(
        label=_("The exact place"),
        max_length=200,
        required=False,
        help_text=_("Only those who take part see it."),
    )
    contact_name = ThaiCharField(label=_("Person to ask"), max_length=80)
    contact_phone = PhoneField(
        label=_("Phone of the person to ask"), help_text=_("Only those who are signed up see it.")
    )
    skills = SkillsField(
        label=_("What people have to be able to do or bring"), queryset=Skill.objects.none(), required=False
    )
    course = forms.ModelChoiceField(
        label=_("Course that is needed first"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args, community, user: User, mission=None, case: HelpCase | None = None, **kwargs):
        kwargs["initial"] = _kept(mission) if mission else _first_words(user, case)
        super().__init__(*args, **kwargs)
        kept = [skill.pk for skill in mission.skills.all()] if mission else []
        skills = Skill.objects.filter(community=community)
        self.fields["skills"].queryset = skills.filter(is_offered=True) | skills.filter(pk__in=kept)
        courses = Course.objects.filter(community=community)
        own = courses.filter(pk=mission.course_id) if mission else courses.none()
        self.fields["course"].queryset = courses.public() | own
        for name in ("skills", "course"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    @property
    def told(self) -> Told:
        """What a valid form says."""
        names = ("kind", "title", "words", "place", "address", "contact_name", "contact_phone")
        kept = {name: self.cleaned_data[name] for name in names}
        return Told(**kept, course=self.cleaned_data.get("course"))

    @property
    def needed(self) -> list[Skill]:
        """The chosen skills."""
        return list(self.cleaned_data.get("skills") or [])


class ReasonForm(forms.Form):
    """Why a mission is called off, or hours are not confirmed."""

    reason = ThaiCharField(label=_("Why?"), max_length=200)


class CallForm(forms.Form):
    """A call to volunteers."""

    words = ThaiCharField(
        label=_("A word to those who are asked"),
        max_length=120,
        required=False,
        help_text=_("What it is and when stands in the message already."),
    )


class CodeForm(forms.Form):
    """The four figures said at the place."""

    code = forms.CharField(
        label=_("The four figures said at the place"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OtherField(forms.ModelChoiceField):
    """Another volunteer, by first name and area."""

    def label_from_instance(self, obj: Volunteer):
        """Never more than the first name."""
        name = wording.shown_name(obj)
        return f"{name} · {obj.area}" if obj.area else name


class OfferForm(forms.Form):
    """To whom the own place is offered."""

    to = OtherField(label=_("Who could go instead of you?"), queryset=Volunteer.objects.none())

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Volunteer.objects.filter(pk__in=[one.pk for one in others]).order_by(
            "name"
        )


def length_field(**given) -> ThaiDecimalField:
    """How many hours, such as 1.5."""
    return ThaiDecimalField(min_value=Decimal("0.1"), max_value=24, max_digits=5, decimal_places=2, **given)


def as_minutes(length: Decimal) -> int:
    """Hours as whole minutes."""
    return round(length * 60)


class AttendForm(forms.Form):
    """Who came and for how long: two fields for each person who was expected."""

    CHOICES = (("", _("not said yet")), ("came", _("was there")), ("absent", _("could not come")))

    def __init__(self, *args, signups: list[SignUp], shift: Shift, **kwargs):
        super().__init__(*args, **kwargs)
        self.signups = signups
        usual = Decimal(wording.minutes_of(shift)) / 60
        for signup in signups:
            said = {"came": "came", "absent": "absent"}.get(signup.status, "")
            self.fields[f"came_{signup.pk}"] = forms.ChoiceField(
                label=signup.volunteer.name,
                choices=self.CHOICES,
                required=False,
                initial=said or ("came" if signup.checked_in_at else ""),
            )
            self.fields[f"length_{signup.pk}"] = length_field(
                label=_("How many hours?"), required=False, initial=round(usual, 2)
            )

    def clean(self):
        """Hours for everybody who came."""
        cleaned = super().clean() or self.cleaned_data
        for signup in self.signups:
            name = f"length_{signup.pk}"
            came = cleaned.get(f"came_{signup.pk}") == "came"
            if came and name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, _("Please write how many hours."))
        return cleaned

    @property
    def rows(self) -> list[tuple]:
        """Each person with the two fields."""
        return [(one, self[f"came_{one.pk}"], self[f"length_{one.pk}"]) for one in self.signups]


class HoursForm(forms.Form):
    """Hours that a volunteer writes down: of a shift that is over, or of a day."""

    volunteer = forms.ModelChoiceField(
        label=_("In which community?"), queryset=Volunteer.objects.none(), empty_label=None
    )
    signup = forms.ModelChoiceField(
        label=_("Was it one of your shifts?"),
        queryset=SignUp.objects.none(),
        required=False,
        empty_label=_("No, something else"),
    )
    day = ThaiDateField(label=_("Which day?"), required=False, initial=timezone.localdate)
    length = length_field(
        label=_("How many hours?"), help_text=_("For example 2, or 1.5 for one and a half.")
    )
    kind = forms.ChoiceField(
        label=_("What kind of work was it?"), choices=[CHOOSE, *Mission.Kind.choices], required=False
    )
    words = ThaiCharField(
        label=_("What did you do?"), max_length=200, help_text=_("Write no name of somebody who is helped.")
    )
    case = forms.ModelChoiceField(
        label=_("For a request to the desk?"),
        queryset=HelpCase.objects.none(),
        required=False,
        empty_label=_("No"),
    )
    key = forms.CharField(max_length=60, min_length=16, widget=forms.HiddenInput)

    def __init__(self, *args, user: User, volunteers, **kwargs):
        kwargs["initial"] = {"key": new_code(24), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["volunteer"].queryset = volunteers
        self.fields["volunteer"].label_from_instance = lambda row: row.community.name
        ended = [one.pk for row in volunteers for one in hours.shifts_of(row)]
        self.fields["signup"].queryset = SignUp.objects.filter(pk__in=ended).select_related("shift__mission")
        self.fields["signup"].label_from_instance = _shift_label
        self.fields["case"].queryset = hours.cases_of(user)
        self.fields["case"].label_from_instance = lambda case: f"{case.get_kind_display()} · {case.code}"
        if len(volunteers) == 1:
            self.fields["volunteer"].widget = forms.HiddenInput()
            self.fields["volunteer"].initial = volunteers[0].pk
        if not ended:
            del self.fields["signup"]
            self.fields["day"].required = self.fields["kind"].required = True
        if not self.fields["case"].queryset.exists():
            del self.fields["case"]

    def clean(self):
        """Day and kind, unless the shift says them."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("signup"):
            shift = cleaned["signup"].shift
            cleaned["day"], cleaned["kind"] = timezone.localdate(shift.starts_at), shift.mission.kind
            return cleaned
        if not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Please fill this in."))
        if not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Please choose the kind of work."))
        return cleaned

    def said(self) -> dict:
        """What `hours.log` takes, for a valid form."""
        kept = {
            name: self.cleaned_data.get(name)
            for name in ("volunteer", "day", "kind", "words", "signup", "case")
        }
        key = f"log:{self.user.pk}:{self.cleaned_data['key']}"[:60]
        return kept | {"minutes": as_minutes(self.cleaned_data["length"]), "key": key}


def state_of(row: Hours) -> str:
    """The colour of its badge."""
    return {Hours.Status.CONFIRMED: "leaf", Hours.Status.WAITING: "accent"}.get(Hours.Status(row.status), "")


def _shift_label(signup: SignUp) -> str:
    return f"{signup.shift.mission.title} · {wording.when(signup.shift)}"


def _kept(mission: Mission) -> dict:
    names = ("kind", "title", "words", "place", "address", "contact_name", "contact_phone", "course")
    return {name: getattr(mission, name) for name in names} | {"skills": list(mission.skills.all())}


def _first_words(user: User, case: HelpCase | None) -> dict:
    """The writer is the person to ask. Of a request comes the kind; where it is only for those who take part.

    Of what a small circle keeps comes nothing.
    """
    found = {"contact_name": user.get_short_name(), "contact_phone": user.phone}
    if case is None or case.is_sensitive:
        return found
    kind = KIND_OF_CASE.get(HelpCase.Kind(case.kind), Mission.Kind.OTHER)
    return found | {"kind": kind, "place": case.area, "address": case.place}
