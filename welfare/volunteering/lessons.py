"""Lessons of a course: written, put in order, taken out; their pictures and files."""

import datetime as dt
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from welfare.models import Course, Lesson
from welfare.volunteering import courses, enrolments, lesson_files


def put(
    *,
    course: Course,
    title: str,
    words: str,
    actor: User,
    lesson: Lesson | None = None,
    picture: BinaryIO | None = None,
    picture_words: str = "",
    file: BinaryIO | None = None,
    drops_picture: bool = False,
    drops_file: bool = False,
) -> Lesson:
    """A new lesson at the end, or other words for one. A new picture or file takes the place of the old one.

    Raises Refused ("not_theirs"), ("gone"), `lib.pictures.PictureRefused` and `lesson_files.FileRefused`.
    """
    # Pictures take their time: nobody waits for the course meanwhile, and nothing is kept before both are good.
    content = lesson_files.checked(file) if file else b""
    picture_path = lesson_files.PICTURES.take(picture) if picture else ""
    file_path = lesson_files.keep(content) if content else ""
    with transaction.atomic():
        course = courses.locked_for(course, actor)
        lesson = _of(course, lesson) if lesson else Lesson(course=course, position=_last(course) + 1)
        lesson.title, lesson.words = title, words
        if picture_path or drops_picture:
            lesson.picture = picture_path
        lesson.picture_words = picture_words if lesson.picture else ""
        if file_path or drops_file:
            lesson.file = file_path
            lesson.file_name = lesson_files.plain_name(getattr(file, "name", None) or "") if file_path else ""
        lesson.save()
    return lesson


@transaction.atomic
def move_up(*, lesson: Lesson, actor: User) -> None:
    """One place nearer to the beginning; the first one stays. Raises Refused ("not_theirs")."""
    course = courses.locked_for(lesson.course, actor)
    rows = list(course.lessons.order_by("position", "id"))
    place = next((number for number, row in enumerate(rows) if row.pk == lesson.pk), 0)
    if place:
        rows.insert(place - 1, rows.pop(place))
    for number, row in enumerate(rows, start=1):
        row.position = number
    Lesson.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove(*, lesson: Lesson, actor: User) -> None:
    """Take a lesson out. Who has seen all others and has the rest passes at once.

    Raises Refused ("not_theirs"), or ("last") for the only lesson of a course that is open.
    """
    course = courses.locked_for(lesson.course, actor)
    if course.status != Course.Status.DRAFT and not course.lessons.exclude(pk=lesson.pk).exists():
        raise Refused(_("A course needs at least one lesson. Write another one first."), "last")
    Lesson.objects.filter(pk=lesson.pk, course=course).delete()
    enrolments.settle_all(course, actor=actor)


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete pictures and files older than a week that no lesson shows. Returns how many went."""
    kept: set[str] = set()
    for names in Lesson.objects.values_list("picture", "file"):
        kept.update(names)
    return lesson_files.delete_orphans(kept, now)


def _of(course: Course, lesson: Lesson) -> Lesson:
    found = course.lessons.filter(pk=lesson.pk).first()
    if found is None:
        raise Refused(_("This lesson was taken out meanwhile."), "gone")
    return found


def _last(course: Course) -> int:
    return course.lessons.aggregate(last=Max("position"))["last"] or 0
