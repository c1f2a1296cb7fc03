"""Who learns a course: joining, seeing lessons, being there, and passing as soon as everything is done.

Whoever takes or gives a place on a day locks the course first, so that a day never has more people than places.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.errors import Refused
from welfare.models import Certificate, Course, CourseSession, Enrolment, Lesson, Volunteer
from welfare.volunteering import certificates

Status = Enrolment.Status


@dataclass(frozen=True)
class Plan:
    """What a course asks for."""

    lessons: list[int]
    has_quiz: bool
    pass_percent: int
    needs_session: bool

    @classmethod
    def of(cls, course: Course) -> "Plan":
        """As it is now."""
        return cls(
            lessons=list(course.lessons.order_by("position", "id").values_list("pk", flat=True)),
            has_quiz=course.questions.exists(),
            pass_percent=course.pass_percent,
            needs_session=course.needs_session,
        )


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a course."""

    plan: Plan
    enrolment: Enrolment

    @cached_property
    def seen(self) -> set[int]:
        """Lessons seen, of those that there are now."""
        return set(self.enrolment.read) & set(self.plan.lessons)

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.plan.lessons)

    @property
    def next_lesson(self) -> int | None:
        """The first lesson that was not seen yet."""
        return next((pk for pk in self.plan.lessons if pk not in self.seen), None)

    @property
    def has_read(self) -> bool:
        """Every lesson was seen; there is at least one."""
        return bool(self.plan.lessons) and len(self.seen) == self.total

    @property
    def has_answered(self) -> bool:
        """Enough right answers, or no question to answer."""
        best = self.enrolment.best_percent
        return not self.plan.has_quiz or (best is not None and best >= self.plan.pass_percent)

    @property
    def was_there(self) -> bool:
        """Was there, or need not be."""
        return not self.plan.needs_session or self.enrolment.attended_at is not None

    @property
    def is_done(self) -> bool:
        """Nothing is missing."""
        return self.has_read and self.has_answered and self.was_there


def standing(enrolment: Enrolment) -> Standing:
    """How far this person is."""
    return Standing(Plan.of(enrolment.course), enrolment)


def learner(user: User, community: Community) -> Volunteer | None:
    """This person as an active volunteer of the community."""
    if not user.is_authenticated:
        return None
    return Volunteer.objects.active().filter(user=user, community=community).first()


def of_user(course: Course, user: User) -> Enrolment | None:
    """This person's place in the course: the newest that was not given up."""
    if not user.is_authenticated:
        return None
    rows = Enrolment.objects.filter(course=course, volunteer__user=user)
    rows = rows.exclude(status=Status.LEFT).exclude(volunteer__status=Volunteer.Status.LEFT)
    return rows.select_related("course__community", "volunteer", "session").order_by("-id").first()


def by_course(volunteer: Volunteer | None) -> dict[int, Enrolment]:
    """What somebody learns or has passed, by course; the newest place counts."""
    if volunteer is None:
        return {}
    rows = Enrolment.objects.filter(volunteer=volunteer).exclude(status=Status.LEFT).order_by("pk")
    return {row.course_id: row for row in rows}


def papers_of(course: Course, volunteers: Collection[int]) -> dict[int, Certificate]:
    """The newest certificate of the course of each of these volunteers, taken back or not."""
    rows = Certificate.objects.filter(course=course, volunteer__in=volunteers).order_by("pk")
    return {row.volunteer_id: row for row in rows}


@transaction.atomic
def join(*, course: Course, user: User, session: CourseSession | None = None) -> Enrolment:
    """An active volunteer begins, or goes on where they stopped; with a place on a day if one is chosen.

    Raises Refused ("closed"), ("not_volunteer"), ("there") for who learns it already, ("passed") for who has a
    certificate that will hold for a while, and as `choose_day`.
    """
    course = locked_course(course)
    volunteer = learner(user, course.community)
    if course.status != Course.Status.OPEN:
        raise Refused(_("This course is not given now."), "closed")
    if volunteer is None:
        raise Refused(_("Sign up as a volunteer of the community first."), "not_volunteer")
    last = Enrolment.objects.filter(course=course, volunteer=volunteer).order_by("-id").first()
    if last and last.status == Status.LEARNING:
        raise Refused(_("You learn this course already."), "there")
    if certificates.holds_on(volunteer, course):
        raise Refused(_("You have passed this course, and the certificate still holds."), "passed")
    _check_day(course, session)
    goes_on = last if last and last.status == Status.LEFT else None
    enrolment = goes_on or Enrolment(course=course, volunteer=volunteer)
    enrolment.status = Status.LEARNING
    if enrolment.attended_at is None:
        enrolment.session = session
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError as error:
        raise Refused(_("You learn this course already."), "there") from error
    return settle(enrolment)


@transaction.atomic
def leave(*, enrolment: Enrolment, user: User) -> Enrolment:
    """Stop. The place on a day is free for others; what was learned is kept. Doing it twice changes nothing.

    Raises Refused ("not_theirs"), or ("passed") for who has passed.
    """
    enrolment = _locked(enrolment)
    _check_own(enrolment, user)
    if enrolment.status == Status.PASSED:
        raise Refused(_("You have passed this course already."), "passed")
    enrolment.status = Status.LEFT
    if enrolment.attended_at is None:
        enrolment.session = None
    enrolment.save(update_fields=["status", "session"])
    return enrolment


@transaction.atomic
def choose_day(*, enrolment: Enrolment, session: CourseSession | None, user: User) -> Enrolment:
    """A place on this day instead of another; None gives it up.

    Raises Refused ("not_theirs"), ("left"), ("attended") for who was there already, ("day") for a day that has begun or
    is of another course, ("full").
    """
    course = locked_course(enrolment.course)
    enrolment = locked_of(enrolment, user)
    if enrolment.attended_at:
        raise Refused(_("You were there already."), "attended")
    if session is None or session.pk != enrolment.session_id:
        _check_day(course, session)
        enrolment.session = session
        enrolment.save(update_fields=["session"])
    return enrolment


@transaction.atomic
def see(*, enrolment: Enrolment, lesson: Lesson, user: User) -> Enrolment:
    """Remember that a lesson was seen; the first time counts. Raises Refused ("not_theirs"), ("left")."""
    enrolment = locked_of(enrolment, user)
    if lesson.course_id == enrolment.course_id and lesson.pk not in enrolment.read:
        enrolment.read = [*enrolment.read, lesson.pk]
        enrolment.save(update_fields=["read"])
    return settle(enrolment)


@transaction.atomic
def attend(*, enrolment: Enrolment, actor: User, session: CourseSession | None = None) -> Enrolment:
    """Somebody who keeps the course confirms that the person was there; on `session` if they had no place before.

    Confirming twice changes nothing. Raises Refused ("not_theirs"), ("own") for oneself, ("left"), ("no_day"),
    ("early") before the day has begun, ("full").
    """
    course = locked_course(enrolment.course)
    enrolment = _locked(enrolment)
    _check_keeper(enrolment, actor)
    if enrolment.attended_at:
        return enrolment
    if session and session.pk != enrolment.session_id:
        _check_day(course, session, is_begun=True)
        enrolment.session = session
    if enrolment.session is None:
        raise Refused(_("Choose the day on which this person was there."), "no_day")
    if enrolment.session.starts_at > timezone.now():
        raise Refused(_("This day has not begun yet."), "early")
    enrolment.attended_at, enrolment.attended_by = timezone.now(), actor
    enrolment.save(update_fields=["session", "attended_at", "attended_by"])
    return settle(enrolment, actor=actor)


@transaction.atomic
def take_back_attendance(*, enrolment: Enrolment, actor: User) -> Enrolment:
    """It was a mistake. Raises Refused ("not_theirs"), ("own"), ("left") also for who has passed meanwhile."""
    enrolment = _locked(enrolment)
    _check_keeper(enrolment, actor)
    enrolment.attended_at = enrolment.attended_by = None
    enrolment.save(update_fields=["attended_at", "attended_by"])
    return enrolment


@transaction.atomic
def settle(enrolment: Enrolment, *, actor: User | None = None) -> Enrolment:
    """Who has everything has passed, and gets a certificate at once. Changes nothing for anybody else."""
    enrolment = _locked(enrolment)
    if enrolment.status != Status.LEARNING or not standing(enrolment).is_done:
        return enrolment
    enrolment.status, enrolment.passed_at = Status.PASSED, timezone.now()
    enrolment.save(update_fields=["status", "passed_at"])
    certificate = certificates.issue_for_course(
        volunteer=enrolment.volunteer, course=enrolment.course, actor=actor
    )
    notices.send(
        to=enrolment.volunteer.user,
        text=format_lazy(
            _("You have passed the course {course}. Here is your certificate."), course=enrolment.course.title
        ),
        url=reverse("welfare:certificate", args=[certificate.code]),
    )
    return enrolment


def settle_all(course: Course, *, actor: User | None = None) -> None:
    """After a course asks for less: everybody who has everything passes."""
    for enrolment in course.enrolments.filter(status=Status.LEARNING).order_by("pk"):
        settle(enrolment, actor=actor)


def taken(session: CourseSession) -> int:
    """How many have a place on this day, or were there. Who stops before gives the place up."""
    return session.enrolments.count()


def locked_course(course: Course) -> Course:
    """The course, locked until the end of the transaction and read anew."""
    rows = Course.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=course.pk)


def locked_of(enrolment: Enrolment, user: User) -> Enrolment:
    """The own place in a course that was not given up, locked. Raises Refused ("not_theirs"), ("left")."""
    enrolment = _locked(enrolment)
    _check_own(enrolment, user)
    if enrolment.status == Status.LEFT:
        raise Refused(_("You have stopped this course. Join it again to go on."), "left")
    return enrolment


def _locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course__community", "volunteer__user", "session").get(pk=enrolment.pk)


def _check_own(enrolment: Enrolment, user: User) -> None:
    if enrolment.volunteer.user_id != user.pk:
        raise Refused(_("This is somebody else's place in the course."), "not_theirs")


def _check_keeper(enrolment: Enrolment, actor: User) -> None:
    if not Course.objects.kept_by(actor).filter(pk=enrolment.course_id).exists():
        raise Refused(_("Courses are kept by the committee and the case workers."), "not_theirs")
    if enrolment.volunteer.user_id == actor.pk:
        raise Refused(_("Somebody else has to confirm that you were there."), "own")
    if enrolment.status != Status.LEARNING:
        raise Refused(_("This person does not learn the course now."), "left")


def _check_day(course: Course, session: CourseSession | None, *, is_begun: bool = False) -> None:
    """The course is locked, so what is counted here stays true until the place is written down."""
    if session is None:
        return
    found = course.sessions.filter(pk=session.pk).first()
    if found is None or (found.starts_at <= timezone.now()) != is_begun:
        raise Refused(_("Choose one of the days shown."), "day")
    if taken(found) >= found.places:
        raise Refused(_("No place is free on this day any more. Choose another one."), "full")
