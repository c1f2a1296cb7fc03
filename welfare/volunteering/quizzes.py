"""The quiz of a course: its questions, and what somebody's answers are worth. The best try counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from welfare.models import Course, Enrolment, Question
from welfare.volunteering import courses, enrolments

FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class Result:
    """How many answers of how many were right."""

    right: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 80 percent are reached, not nearly reached."""
        return self.right * 100 // self.total if self.total else 0


@transaction.atomic
def put(
    *,
    course: Course,
    words: str,
    answers: Sequence[str],
    right: int,
    actor: User,
    question: Question | None = None,
) -> Question:
    """A new question at the end, or another text for one. Results of earlier tries stay as they were.

    `right` is the number of the right answer, from 0. Raises Refused ("not_theirs"), ("answers") for fewer than two,
    more than five or the same answer twice, ("right") for a number without an answer.
    """
    course = courses.locked_for(course, actor)
    if not FEWEST <= len(answers) <= MOST or len(set(answers)) < len(answers) or not all(answers):
        raise Refused(_("Write two to five different answers."), "answers")
    if not 0 <= right < len(answers):
        raise Refused(_("Say which answer is right."), "right")
    if question is None:
        last = course.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question(course=course, position=last + 1)
    elif not course.questions.filter(pk=question.pk).exists():
        raise Refused(_("This question was taken out meanwhile."), "gone")
    question.words, question.answers, question.right = words, list(answers), right
    question.save()
    return question


@transaction.atomic
def remove(*, question: Question, actor: User) -> None:
    """Take a question out. Results stay; without any question left, the quiz keeps nobody from passing.

    Raises Refused ("not_theirs").
    """
    course = courses.locked_for(question.course, actor)
    Question.objects.filter(pk=question.pk, course=course).delete()
    enrolments.settle_all(course, actor=actor)


def grade(course: Course, answers: Mapping[int, int]) -> Result:
    """What these answers (question to number of the answer) are worth. What was not answered is not right."""
    questions = list(course.questions.all())
    right = sum(answers.get(question.pk) == question.right for question in questions)
    return Result(right, len(questions))


@transaction.atomic
def answer(*, enrolment: Enrolment, answers: Mapping[int, int], user: User) -> Result:
    """One try. The best of all counts; who has everything now passes at once.

    Raises Refused ("not_theirs"), ("left") for who stopped, ("no_quiz") for a course without questions.
    """
    enrolment = enrolments.locked_of(enrolment, user)
    result = grade(enrolment.course, answers)
    if not result.total:
        raise Refused(_("This course has no questions."), "no_quiz")
    enrolment.tries += 1
    enrolment.best_percent = max(result.percent, enrolment.best_percent or 0)
    enrolment.save(update_fields=["tries", "best_percent"])
    enrolments.settle(enrolment)
    return result
