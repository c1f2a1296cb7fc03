"""Courses, lessons, questions and volunteers who learn, made through the real actions."""

import datetime as dt
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from welfare.models import Course, CourseSession, Enrolment, Hours, Question, Volunteer
from welfare.volunteering import course_days, courses, enrolments, lessons, quizzes

numbers = itertools.count(1)
WORDS = {
    "title": "ปฐมพยาบาล",
    "words": "ช่วยคนเจ็บก่อนรถมา",
    "pass_percent": 80,
    "needs_session": False,
    "valid_months": None,
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"


def volunteer(community, user=None, **fields) -> Volunteer:
    """Somebody who helps in the community."""
    user = user or factories.user(name=f"จิตอาสา คนที่{next(numbers)}")
    given = {"name": user.name, "phone": "0812345678", **fields}
    return Volunteer.objects.create(community=community, user=user, **given)


def course(community, actor, pages=2, is_open=True, **said) -> Course:
    """A course with so many lessons."""
    made = courses.write(community=community, actor=actor, **{**WORDS, **said})
    for number in range(pages):
        lesson(made, actor, title=f"บทที่ {number + 1}")
    return courses.open_it(course=made, actor=actor) if is_open else made


def lesson(of, actor, **said):
    """A lesson at the end."""
    return lessons.put(course=of, actor=actor, **{"title": "ห้ามเลือด", "words": "กดแผลไว้\n\nยกให้สูง", **said})


def question(
    of, actor, right=1, answers=("ปล่อยไว้", "กดแผล", "ล้างด้วยเหล้า"), words="เลือดออกทำอย่างไร"
) -> Question:
    """A question; the second answer is right."""
    return quizzes.put(course=of, words=words, answers=answers, right=right, actor=actor)


def day(of, actor, places=2, starts_in=dt.timedelta(days=7), **said) -> CourseSession:
    """A day of three hours; `begin` makes it one that has begun."""
    starts = timezone.now() + starts_in
    given = {"place": "ศาลา", "trainers": "พยาบาลแดง", "places": places, **said}
    ends = starts + dt.timedelta(hours=3)
    return course_days.put(course=of, starts_at=starts, ends_at=ends, actor=actor, **given)


def begin(session: CourseSession) -> CourseSession:
    """The day has come."""
    starts = timezone.now() - dt.timedelta(minutes=5)
    session.starts_at, session.ends_at = starts, starts + dt.timedelta(hours=3)
    session.save()
    return session


def learner(of, user=None, session=None) -> Enrolment:
    """A volunteer who joined the course."""
    one = volunteer(of.community, user)
    return enrolments.join(course=of, user=one.user, session=session)


def read_all(enrolment: Enrolment) -> Enrolment:
    """Every lesson was seen."""
    for page in enrolment.course.lessons.all():
        enrolment = enrolments.see(enrolment=enrolment, lesson=page, user=enrolment.volunteer.user)
    return enrolment


def passed(of, user=None) -> Enrolment:
    """Somebody who has passed a course of lessons only."""
    return read_all(learner(of, user))


def hours(one: Volunteer, minutes=60, day=None, by=None) -> Hours:
    """Time that was given, confirmed by somebody (`by`) or still waiting."""
    row = Hours.objects.create(
        volunteer=one,
        key=f"college-{next(numbers)}",
        kind="food",
        day=day or timezone.localdate(),
        minutes=minutes,
    )
    if by:
        row.status, row.answered_by, row.answered_at = "confirmed", by, timezone.now()
        row.save()
    return row


def pdf(content: bytes = PDF, name: str = "ใบความรู้.pdf") -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")
