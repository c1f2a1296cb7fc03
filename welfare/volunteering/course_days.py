"""Days on which a course is taught: set, changed, called off. A day never has more people than places."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import User
from lib.errors import Refused
from welfare.models import Course, CourseSession, Enrolment
from welfare.volunteering import courses, enrolments

MOST_HOURS = 24


def with_taken(course: Course) -> QuerySet[CourseSession]:
    """The days of a course, each with `taken`: how many have a place."""
    return course.sessions.annotate(taken=Count("enrolments")).order_by("starts_at", "id")


def ahead(course: Course) -> list[CourseSession]:
    """Days that have not begun, with `taken` and `free`."""
    rows = list(with_taken(course).filter(starts_at__gt=timezone.now()))
    for row in rows:
        row.free = max(0, row.places - row.taken)  # type: ignore[attr-defined]
    return rows


@transaction.atomic
def put(
    *,
    course: Course,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str,
    trainers: str,
    places: int,
    actor: User,
    session: CourseSession | None = None,
) -> CourseSession:
    """A new day, or a change of one; who has a place there is told when time or place change.

    Raises Refused ("not_theirs"), ("times") unless it ends after it starts, on the same day or in the night after it,
    ("places") for fewer places than are taken.
    """
    course = courses.locked_for(course, actor)
    if not starts_at < ends_at <= starts_at + dt.timedelta(hours=MOST_HOURS):
        raise Refused(_("It has to end after it starts."), "times")
    session = _of(course, session) if session else CourseSession(course=course)
    if session.pk and places < enrolments.taken(session):
        raise Refused(_("More people have a place already. Move some to another day first."), "places")
    is_other = session.pk and (session.starts_at, session.place) != (starts_at, place)
    session.starts_at, session.ends_at, session.place = starts_at, ends_at, place
    session.trainers, session.places = trainers, places
    session.save()
    if is_other:
        _tell(session, _("The day of the course {course} has changed. Please look at time and place."))
    return session


@transaction.atomic
def remove(*, session: CourseSession, actor: User) -> None:
    """Call a day off: who had a place there is told and chooses another day.

    Raises Refused ("not_theirs"), or ("taught") once somebody was there: then it stays on record.
    """
    course = courses.locked_for(session.course, actor)
    session = _of(course, session)
    if session.enrolments.filter(attended_at__isnull=False).exists():
        raise Refused(_("People were there on this day, so it stays on record."), "taught")
    _tell(session, _("The day of the course {course} is called off. Please choose another day."))
    session.enrolments.update(session=None)
    session.delete()


def _of(course: Course, session: CourseSession) -> CourseSession:
    found = course.sessions.filter(pk=session.pk).first()
    if found is None:
        raise Refused(_("This day was called off meanwhile."), "gone")
    return found


def _tell(session: CourseSession, text) -> None:
    rows = session.enrolments.filter(status=Enrolment.Status.LEARNING, attended_at__isnull=True)
    for enrolment in rows.select_related("volunteer__user"):
        notices.send(
            to=enrolment.volunteer.user,
            text=format_lazy(text, course=session.course.title),
            url=reverse("welfare:course", args=[session.course.code]),
        )
