"""Learning: lessons one after the other with their pictures and files, and the quiz at the end."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.views.acting import made
from lib.errors import Refused
from welfare.forms.college import QuizForm
from welfare.models import Course, Enrolment, Lesson
from welfare.views.courses import own_place
from welfare.volunteering import courses, enrolments, lesson_files, quizzes

# Where the last answers are remembered until the result was read.
ANSWERS = "quiz-answers"


class Opened(NamedTuple):
    """A course opened by who learns it, or looked at by who keeps it (then without a place)."""

    course: Course
    enrolment: Enrolment | None


@login_required
@require_safe
def show(request, code: str, pk: int) -> HttpResponse:
    """One lesson."""
    course, enrolment = _opened(request, code)
    lessons = list(course.lessons.all())
    place = next((number for number, lesson in enumerate(lessons) if lesson.pk == pk), None)
    if place is None:
        raise Http404
    context = {
        "course": course,
        "lesson": lessons[place],
        "number": place + 1,
        "total": len(lessons),
        "before": lessons[place - 1] if place else None,
        "after": lessons[place + 1] if place + 1 < len(lessons) else None,
        "enrolment": enrolment,
        "has_quiz": course.questions.exists(),
    }
    return render(request, "welfare/lesson_page.html", context)


@login_required
@require_POST
def seen(request, code: str, pk: int) -> HttpResponse:
    """Going on: this lesson was seen. To the next one, or to what is left to do."""
    enrolment = own_place(request, code)
    lesson = get_object_or_404(Lesson, pk=pk, course=enrolment.course)
    try:
        enrolment = enrolments.see(enrolment=enrolment, lesson=lesson, user=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("welfare:course", code)
    plan = enrolments.Plan.of(enrolment.course)
    after = plan.lessons[plan.lessons.index(pk) + 1 :] if pk in plan.lessons else []
    if after:
        return redirect("welfare:lesson", code, after[0])
    is_asked = plan.has_quiz and not enrolments.Standing(plan, enrolment).has_answered
    return redirect("welfare:quiz" if is_asked else "welfare:course", code)


@login_required
@require_safe
def picture(request, code: str, pk: int) -> FileResponse:
    """The picture of a lesson."""
    course, _enrolment = _opened(request, code)
    return lesson_files.PICTURES.response(get_object_or_404(Lesson, pk=pk, course=course).picture)


@login_required
@require_safe
def file(request, code: str, pk: int) -> FileResponse:
    """The file of a lesson, to take along."""
    course, _enrolment = _opened(request, code)
    lesson = get_object_or_404(Lesson, pk=pk, course=course)
    return lesson_files.response(lesson.file, lesson.file_name)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, code: str) -> HttpResponse:
    """The questions. Which answers are right is shown once they were sent."""
    course, enrolment = _opened(request, code)
    questions = list(course.questions.all())
    if not questions:
        raise Http404
    if request.method == "POST" and enrolment is None:
        raise Http404
    form = QuizForm(request.POST if request.method == "POST" else None, questions=questions)
    if enrolment and form.is_valid():
        answers = form.answers()
        if made(form, quizzes.answer, enrolment=enrolment, answers=answers, user=request.user):
            request.session[ANSWERS] = {"course": code, "answers": {str(k): v for k, v in answers.items()}}
            return redirect("welfare:quiz_result", code)
    context = {"course": course, "enrolment": enrolment, "form": form, "total": len(questions)}
    return render(request, "welfare/quiz_page.html", context)


@never_cache
@login_required
@require_safe
def result(request, code: str) -> HttpResponse:
    """What was right in the answers that were just sent."""
    enrolment = own_place(request, code)
    kept = request.session.get(ANSWERS) or {}
    if kept.get("course") != code:
        return redirect("welfare:quiz", code)
    answers = {int(pk): answer for pk, answer in kept["answers"].items()}
    questions = [question for question in enrolment.course.questions.all() if question.pk in answers]
    context = {
        "course": enrolment.course,
        "enrolment": enrolment,
        "standing": enrolments.standing(enrolment),
        "result": quizzes.grade(enrolment.course, answers),
        "rows": [_answered(question, answers[question.pk]) for question in questions],
    }
    return render(request, "welfare/quiz_result.html", context)


def _answered(question, answer: int) -> dict:
    def said(number: int) -> str:
        return (
            question.answers[number] if 0 <= number < len(question.answers) else _("an answer that is gone")
        )

    return {
        "words": question.words,
        "said": said(answer),
        "right": said(question.right),
        "is_right": answer == question.right,
    }


def _opened(request, code: str) -> Opened:
    """For who learns the course or has passed it, and for who keeps it; 404 for everybody else."""
    course = get_object_or_404(courses.visible_to(request.user), code=code)
    enrolment = enrolments.of_user(course, request.user)
    if enrolment is None and not courses.is_keeper(request.user, course.community):
        raise Http404
    return Opened(course, enrolment)
