"""Writing courses: what they say, their lessons, questions and days. For those who keep the college."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import done, made, press
from lib.pictures import PictureRefused
from welfare.forms.college import CourseForm, DayForm, LessonForm, QuestionForm
from welfare.models import Course
from welfare.volunteering import course_days, courses, lesson_files, lessons, quizzes

FORM = ["GET", "HEAD", "POST"]


def kept(view):
    """For who keeps the course; the view takes the course. Everybody else finds none."""

    @wraps(view)
    @login_required
    def for_keeper(request, code: str, **arguments):
        rows = Course.objects.kept_by(request.user).select_related("community")
        return view(request, get_object_or_404(rows, code=code), **arguments)

    return for_keeper


@login_required
@require_http_methods(FORM)
def write(request, code: str) -> HttpResponse:
    """A new draft."""
    kept_here = Community.objects.with_role(request.user, *courses.KEEPERS)
    community = get_object_or_404(kept_here, code=code)
    form = CourseForm(request.POST or None)
    given = {"community": community, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and (course := made(form, courses.write, **given, **form.cleaned_data)):
        messages.success(request, _("The draft is kept. Now write the first lesson."))
        return redirect("welfare:course_edit", course.code)
    return render(request, "welfare/course_write.html", {"community": community, "form": form})


@kept
@require_safe
def edit(request, course: Course) -> HttpResponse:
    """Everything that can be changed about a course."""
    context = {
        "course": course,
        "community": course.community,
        "lessons": list(course.lessons.all()),
        "questions": list(course.questions.all()),
        "days": list(course_days.with_taken(course)),
        "learners": course.enrolments.exclude(status="left").count(),
    }
    return render(request, "welfare/course_edit.html", context)


@kept
@require_http_methods(FORM)
def change(request, course: Course) -> HttpResponse:
    """Other words and conditions."""
    form = CourseForm(request.POST or None, course=course)
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, courses.change, course=course, actor=request.user, **form.cleaned_data):
        return _saved(request, course)
    context = {"community": course.community, "course": course, "form": form}
    return render(request, "welfare/course_write.html", context)


@kept
@require_POST
def open_it(request, course: Course) -> HttpResponse:
    """Volunteers may join."""
    return _press(
        request, course, _("The course is open: volunteers can join."), courses.open_it, course=course
    )


@kept
@require_POST
def close(request, course: Course) -> HttpResponse:
    """Nobody new joins."""
    words = _("Nobody new can join. Who learns it now may finish.")
    return _press(request, course, words, courses.close, course=course)


@kept
@require_http_methods(FORM)
def lesson(request, course: Course, pk: int | None = None) -> HttpResponse:
    """A new lesson, or a change of one."""
    row = get_object_or_404(course.lessons, pk=pk) if pk else None
    form = LessonForm(request.POST or None, request.FILES or None, lesson=row)
    if request.method == "POST":
        if form.is_valid() and _put_lesson(form, course=course, lesson=row, actor=request.user):
            return _saved(request, course)
        for name in set(request.FILES) & {"photo", "file"} - set(form.errors):
            form.add_error(name, _("Please choose the file once more."))
    context = {"course": course, "lesson": row, "form": form}
    return render(request, "welfare/lesson_write.html", context)


@kept
@require_POST
def lesson_up(request, course: Course, pk: int) -> HttpResponse:
    """One place nearer to the beginning."""
    row = get_object_or_404(course.lessons, pk=pk)
    return _press(request, course, _("Moved."), lessons.move_up, lesson=row)


@kept
@require_POST
def lesson_remove(request, course: Course, pk: int) -> HttpResponse:
    """Take a lesson out."""
    row = get_object_or_404(course.lessons, pk=pk)
    return _press(request, course, _("The lesson is gone."), lessons.remove, lesson=row)


@kept
@require_http_methods(FORM)
def question(request, course: Course, pk: int | None = None) -> HttpResponse:
    """A new question, or a change of one."""
    row = get_object_or_404(course.questions, pk=pk) if pk else None
    form = QuestionForm(request.POST or None, question=row)
    is_right = request.method == "POST" and form.is_valid()
    if is_right and made(form, quizzes.put, course=course, question=row, actor=request.user, **form.said()):
        return _saved(request, course)
    context = {"course": course, "question": row, "form": form}
    return render(request, "welfare/course_question.html", context)


@kept
@require_POST
def question_remove(request, course: Course, pk: int) -> HttpResponse:
    """Take a question out."""
    row = get_object_or_404(course.questions, pk=pk)
    return _press(request, course, _("The question is gone."), quizzes.remove, question=row)


@kept
@require_http_methods(FORM)
def day(request, course: Course, pk: int | None = None) -> HttpResponse:
    """A new day, or a change of one."""
    row = get_object_or_404(course.sessions, pk=pk) if pk else None
    form = DayForm(request.POST or None, session=row)
    is_right = request.method == "POST" and form.is_valid()
    if is_right and made(
        form, course_days.put, course=course, session=row, actor=request.user, **form.said()
    ):
        return _saved(request, course)
    context = {"course": course, "day": row, "form": form}
    return render(request, "welfare/course_day.html", context)


@kept
@require_POST
def day_remove(request, course: Course, pk: int) -> HttpResponse:
    """Call a day off."""
    row = get_object_or_404(course.sessions, pk=pk)
    words = _("The day is called off, and everybody who had a place is told.")
    return _press(request, course, words, course_days.remove, session=row)


def _put_lesson(form: LessonForm, **given: Any) -> bool:
    """As `made`; what is wrong with a picture or a file stands beside its field."""
    try:
        return made(form, lessons.put, **given, **form.said()) is not None
    except PictureRefused as refused:
        form.add_error("photo", str(refused))
    except lesson_files.FileRefused as refused:
        form.add_error("file", str(refused))
    return False


def _press(request, course: Course, words: str, act: Callable, /, **given: Any) -> HttpResponse:
    press(request, words, act, actor=request.user, **given)
    return redirect("welfare:course_edit", course.code)


def _saved(request, course: Course) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("welfare:course_edit", course.code)
