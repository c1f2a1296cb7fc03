"""The volunteers' college: courses, who learns, and certificates that anybody can check."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from welfare.help_querysets import CourseQuerySet
from welfare.models.volunteers import Volunteer


class Course(models.Model):
    """A course of a community. It is passed by its lessons, its quiz if it has one, and its session if it has any."""

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("being written")
        OPEN = "open", _("open")
        CLOSED = "closed", _("no longer given")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="courses", verbose_name=_("community")
    )
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("what one learns"), max_length=1500)
    pass_percent = models.PositiveSmallIntegerField(_("right answers needed, percent"), default=80)
    needs_session = models.BooleanField(_("being there is needed"), default=False)
    valid_months = models.PositiveSmallIntegerField(
        _("certificate holds for, months"), null=True, blank=True, help_text=_("Empty: for good.")
    )
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    made_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="course_percent_up_to_100",
                condition=Q(pass_percent__lte=100),
                violation_error_message=_("At most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One page of a course: text, and a picture or a file if it needs one."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons", verbose_name=_("course"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("text"), max_length=8000)
    picture = models.CharField(_("picture"), max_length=64, blank=True)
    picture_words = models.CharField(_("what the picture shows"), max_length=120, blank=True)
    file = models.CharField(_("file to take along"), max_length=120, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of a course's quiz. `answers` are the choices; `right` is the number of the right one, from 0."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions", verbose_name=_("course"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    words = models.CharField(_("question"), max_length=300)
    answers = models.JSONField(_("answers"), default=list)
    right = models.PositiveSmallIntegerField(_("the right answer"))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.words


class CourseSession(models.Model):
    """A day on which a course is taught at a place."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sessions", verbose_name=_("course"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("where"), max_length=120)
    trainers = models.CharField(_("who teaches"), max_length=200)
    places = models.PositiveSmallIntegerField(_("how many people"))

    class Meta:
        verbose_name = _("day of a course")
        verbose_name_plural = _("days of courses")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It has to end after it starts."),
            ),
            models.CheckConstraint(name="session_has_places", condition=Q(places__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class Enrolment(models.Model):
    """A volunteer learns a course. `read` lists the lessons seen."""

    class Status(models.TextChoices):
        """Where it stands."""

        LEARNING = "learning", _("learning")
        PASSED = "passed", _("passed")
        LEFT = "left", _("stopped")

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name=_("course"))
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="enrolments", verbose_name=_("volunteer")
    )
    session = models.ForeignKey(
        CourseSession, models.PROTECT, related_name="enrolments", null=True, blank=True, verbose_name=_("day")
    )
    read = models.JSONField(_("lessons seen"), default=list, blank=True)
    best_percent = models.PositiveSmallIntegerField(_("best result, percent"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("times tried"), default=0)
    attended_at = models.DateTimeField(_("was there"), null=True, blank=True)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("confirmed by"),
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.LEARNING)
    passed_at = models.DateTimeField(_("passed"), null=True, blank=True)
    made_at = models.DateTimeField(_("began"), auto_now_add=True)

    class Meta:
        verbose_name = _("place in a course")
        verbose_name_plural = _("places in courses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "volunteer"],
                condition=Q(status="learning"),
                name="enrolment_once",
                violation_error_message=_("You learn this course already."),
            ),
            models.CheckConstraint(
                name="passed_on_a_day",
                condition=Q(status="passed", passed_at__isnull=False) | ~Q(status="passed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.volunteer_id}"


class Certificate(models.Model):
    """A numbered paper for a course passed or for the hours of a year. Who has its code can check it.

    What it says is kept as it was said; it is taken back, never changed.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        COURSE = "course", _("course passed")
        HOURS = "hours", _("hours of a year")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="certificates", verbose_name=_("volunteer")
    )
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("for what"), max_length=160)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="certificates", null=True, blank=True, verbose_name=_("course")
    )
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    issued_on = models.DateField(_("issued"), default=timezone.localdate)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("issued by"),
    )
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    revoked_on = models.DateField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )
    revoke_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "year", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["volunteer", "year"],
                condition=Q(kind="hours", revoked_on__isnull=True),
                name="hours_of_a_year_once",
            ),
            models.CheckConstraint(
                name="certificate_taken_back_with_a_reason",
                condition=Q(revoked_on__isnull=True) | Q(revoked_by__isnull=False) & ~Q(revoke_reason=""),
                violation_error_message=_("Say why it is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year + 543}"
