"""Courses of the volunteers' college: written by those who keep the centre, opened, and no longer given."""

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import Community, User
from lib.errors import Refused
from welfare.models import Course, Enrolment, Volunteer
from welfare.volunteering import enrolments

KEEPERS = ("committee", "chair", "case_worker")
Status = Course.Status


def visible_to(user: User) -> QuerySet[Course]:
    """Open courses, those that this person keeps, and those that this person learns or has passed."""
    rows = Course.objects.select_related("community")
    if not user.is_authenticated:
        return rows.filter(status=Status.OPEN)
    own = Enrolment.objects.filter(volunteer__in=people(user)).exclude(status=Enrolment.Status.LEFT)
    kept = Course.objects.kept_by(user).values("pk")
    return rows.filter(Q(status=Status.OPEN) | Q(pk__in=kept) | Q(pk__in=own.values("course")))


def listed(community: Community, user: User) -> QuerySet[Course]:
    """The community's courses as this person may see them, each with `pages`: how many lessons it has."""
    return visible_to(user).filter(community=community).annotate(pages=Count("lessons"))


def people(user: User) -> QuerySet[Volunteer]:
    """This person as a volunteer, in every community where they have not left."""
    return Volunteer.objects.filter(user=user).exclude(status=Volunteer.Status.LEFT)


def is_keeper(user: User, community: Community) -> bool:
    """Whether this person writes and trains the community's courses."""
    return Community.objects.with_role(user, *KEEPERS).filter(pk=community.pk).exists()


@transaction.atomic
def write(
    *,
    community: Community,
    title: str,
    words: str,
    pass_percent: int,
    needs_session: bool,
    valid_months: int | None,
    actor: User,
) -> Course:
    """A new draft, seen only by those who keep the college. Raises Refused ("not_theirs")."""
    if not is_keeper(actor, community):
        raise _not_theirs()
    return Course.objects.create(
        community=community,
        title=title,
        words=words,
        pass_percent=pass_percent,
        needs_session=needs_session,
        valid_months=valid_months,
        made_by=actor,
    )


@transaction.atomic
def change(
    *,
    course: Course,
    title: str,
    words: str,
    pass_percent: int,
    needs_session: bool,
    valid_months: int | None,
    actor: User,
) -> Course:
    """Other words and conditions from now on. Who has passed has passed; results stay as they were.

    Who has everything that is asked for now passes at once. Raises Refused ("not_theirs").
    """
    course = locked_for(course, actor)
    course.title, course.words, course.pass_percent = title, words, pass_percent
    course.needs_session, course.valid_months = needs_session, valid_months
    course.save(update_fields=["title", "words", "pass_percent", "needs_session", "valid_months"])
    enrolments.settle_all(course, actor=actor)
    return course


@transaction.atomic
def open_it(*, course: Course, actor: User) -> Course:
    """Everybody sees it and volunteers may join. Doing it twice changes nothing.

    Raises Refused ("not_theirs"), or ("no_lesson") for a course that teaches nothing yet.
    """
    course = locked_for(course, actor)
    if not course.lessons.exists():
        raise Refused(_("Write at least one lesson first."), "no_lesson")
    course.status = Status.OPEN
    course.save(update_fields=["status"])
    return course


@transaction.atomic
def close(*, course: Course, actor: User) -> Course:
    """Nobody new joins; who learns it may finish. Doing it twice changes nothing.

    Raises Refused ("not_theirs"), or ("draft") for one that was never open.
    """
    course = locked_for(course, actor)
    if course.status == Status.DRAFT:
        raise Refused(_("This course is still being written."), "draft")
    course.status = Status.CLOSED
    course.save(update_fields=["status"])
    return course


def locked_for(course: Course, actor: User) -> Course:
    """The course, locked until the end of the transaction, for somebody who keeps it. Raises Refused ("not_theirs")."""
    course = enrolments.locked_course(course)
    if not Course.objects.kept_by(actor).filter(pk=course.pk).exists():
        raise _not_theirs()
    return course


def _not_theirs() -> Refused:
    return Refused(_("Courses are kept by the committee and the case workers."), "not_theirs")
