"""What keepers of the college write, and what volunteers answer there."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.forms import REQUIRED, ClockField, ThaiCharField, ThaiDateField, ThaiIntegerField
from welfare.models import Course, CourseSession, Lesson, Question
from welfare.volunteering import quizzes, wording

LATER = "later"
DAYS_BACK, DAYS_AHEAD = 366, 3 * 366


class CourseForm(forms.Form):
    """What a course is about, and what it asks for."""

    title = ThaiCharField(label=_("Name of the course"), max_length=120)
    words = ThaiCharField(
        label=_("What one learns"),
        max_length=1500,
        multiline=True,
        help_text=_("Everybody reads this: for whom it is, and what one can do afterwards."),
    )
    pass_percent = ThaiIntegerField(
        label=_("Right answers needed, in percent"),
        min_value=1,
        max_value=100,
        initial=80,
        help_text=_("Counts only if the course has questions."),
    )
    needs_session = forms.BooleanField(
        label=_("One has to be there on a day of the course"),
        required=False,
        help_text=_("For what is learned with one's hands, such as first aid."),
    )
    valid_months = ThaiIntegerField(
        label=_("The certificate holds for so many months"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Empty: for good."),
    )

    def __init__(self, *args, course: Course | None = None, **kwargs):
        if course:
            kwargs.setdefault("initial", {name: getattr(course, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)


class LessonForm(forms.Form):
    """One page of a course."""

    title = ThaiCharField(label=_("Name of the lesson"), max_length=120)
    words = ThaiCharField(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        multiline=True,
        help_text=_("Short sentences. An empty line begins a new paragraph."),
    )
    photo = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_words = ThaiCharField(
        label=_("What does it show?"),
        max_length=120,
        required=False,
        help_text=_("For people who cannot see it."),
    )
    file = forms.FileField(
        label=_("File to take along"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("A PDF of at most 5 MB, for example a page to print."),
    )
    drops_picture = forms.BooleanField(label=_("Without the picture"), required=False)
    drops_file = forms.BooleanField(label=_("Without the file"), required=False)

    def __init__(self, *args, lesson: Lesson | None = None, **kwargs):
        if lesson:
            texts = ("title", "words", "picture_words")
            kwargs.setdefault("initial", {name: getattr(lesson, name) for name in texts})
        super().__init__(*args, **kwargs)
        if not (lesson and lesson.picture):
            del self.fields["drops_picture"]
        if not (lesson and lesson.file):
            del self.fields["drops_file"]
        self.has_picture = bool(lesson and lesson.picture)

    def clean(self) -> dict:
        """A picture needs words for who cannot see it."""
        cleaned = super().clean() or {}
        shows = cleaned.get("photo") or (self.has_picture and not cleaned.get("drops_picture"))
        if shows and not cleaned.get("picture_words") and "picture_words" not in self.errors:
            self.add_error("picture_words", REQUIRED)
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `lessons.put` takes, for a valid form."""
        said = dict(self.cleaned_data)
        return said | {"picture": said.pop("photo")}


class QuestionForm(forms.Form):
    """A question with two to five answers."""

    words = ThaiCharField(label=_("Question"), max_length=300)
    right = forms.ChoiceField(
        label=_("Which one is right?"),
        choices=[(str(number), str(number)) for number in range(1, quizzes.MOST + 1)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, question: Question | None = None, **kwargs):
        if question:
            answers = {f"answer_{number}": text for number, text in enumerate(question.answers, start=1)}
            kwargs.setdefault(
                "initial", {"words": question.words, "right": str(question.right + 1), **answers}
            )
        super().__init__(*args, **kwargs)
        for number in range(1, quizzes.MOST + 1):
            self.fields[f"answer_{number}"] = ThaiCharField(
                label=_("Answer %(number)s") % {"number": number},
                max_length=200,
                required=number <= quizzes.FEWEST,
            )
        self.order_fields(["words", *(f"answer_{number}" for number in range(1, quizzes.MOST + 1)), "right"])

    def clean(self) -> dict:
        """The right answer is one of those that were written."""
        cleaned = super().clean() or {}
        right = cleaned.get("right")
        if right and f"answer_{right}" not in self.errors and not cleaned.get(f"answer_{right}"):
            self.add_error("right", _("This answer is empty."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `quizzes.put` takes, for a valid form: empty answers are left out."""
        cleaned = self.cleaned_data
        written = [
            (number, cleaned[f"answer_{number}"])
            for number in range(1, quizzes.MOST + 1)
            if cleaned[f"answer_{number}"]
        ]
        right = [number for number, _text in written].index(int(cleaned["right"]))
        return {"words": cleaned["words"], "answers": [text for _number, text in written], "right": right}


class DayForm(forms.Form):
    """A day on which a course is taught."""

    day = ThaiDateField(label=_("Day"))
    starts = ClockField(label=_("It begins at"))
    ends = ClockField(label=_("It ends at"))
    place = ThaiCharField(label=_("At which place"), max_length=120)
    trainers = ThaiCharField(
        label=_("Who teaches"),
        max_length=200,
        help_text=_("Everybody reads this: ask them first."),
    )
    places = ThaiIntegerField(label=_("How many people"), min_value=1, max_value=1000, initial=20)

    def __init__(self, *args, session: CourseSession | None = None, **kwargs):
        if session:
            starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
            given = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
            texts = {name: getattr(session, name) for name in ("place", "trainers", "places")}
            kwargs.setdefault("initial", given | texts)
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        day = self.fields["day"]
        day.min_value, day.max_value = (
            today - dt.timedelta(days=DAYS_BACK),
            today + dt.timedelta(days=DAYS_AHEAD),
        )

    def clean(self) -> dict:
        """It ends on the same day, after it starts."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It has to end after it starts."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `course_days.put` takes, for a valid form."""
        said = dict(self.cleaned_data)
        day = said.pop("day")
        return said | {
            "starts_at": timezone.make_aware(dt.datetime.combine(day, said.pop("starts"))),
            "ends_at": timezone.make_aware(dt.datetime.combine(day, said.pop("ends"))),
        }


class DayChoiceForm(forms.Form):
    """A place on one of the days that are offered, or none yet."""

    session = forms.ChoiceField(label=_("On which day?"), widget=forms.RadioSelect)

    def __init__(self, *args, days: list, chosen: CourseSession | None = None, **kwargs):
        kwargs.setdefault("initial", {"session": str(chosen.pk) if chosen else LATER})
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days if day.free or (chosen and day.pk == chosen.pk)}
        named = [(key, f"{wording.when(day)} · {day.place}") for key, day in self.days.items()]
        self.fields["session"].choices = [*named, (LATER, _("I choose a day later"))]

    @property
    def chosen(self) -> CourseSession | None:
        """The day, for a valid form."""
        return self.days.get(self.cleaned_data["session"])


class QuizForm(forms.Form):
    """The questions of a course. Which answer is right is not in the page."""

    def __init__(self, *args, questions: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=question.words,
                choices=[(str(number), text) for number, text in enumerate(question.answers)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose an answer.")},
            )

    def answers(self) -> dict[int, int]:
        """Question to the number of its answer, for a valid form."""
        return {int(name[1:]): int(answer) for name, answer in self.cleaned_data.items()}


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = ThaiCharField(
        label=_("Why is it taken back?"), max_length=200, help_text=_("The volunteer reads this.")
    )
