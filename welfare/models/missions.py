"""Missions of volunteers, their shifts, who takes part, and the hours that count."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import digits, new_code
from welfare.help_querysets import MissionQuerySet
from welfare.models.cases import HelpCase
from welfare.models.college import Course
from welfare.models.volunteers import Skill, Volunteer


class Mission(models.Model):
    """Something that volunteers are asked to do. `place` is for everybody, `address` for those who take part."""

    class Kind(models.TextChoices):
        """What sort of work."""

        CARE = "care", _("care and visits")
        RIDE = "ride", _("lifts and carrying")
        FOOD = "food", _("food and goods")
        REPAIR = "repair", _("repair and cleaning")
        SAFETY = "safety", _("watch and rescue")
        TEACHING = "teaching", _("teaching and learning")
        OFFICE = "office", _("telephone and writing")
        OTHER = "other", _("something else")

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("being written")
        OPEN = "open", _("looking for people")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("called off")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="missions", verbose_name=_("community")
    )
    kind = models.CharField(_("kind of work"), max_length=10, choices=Kind)
    title = models.CharField(_("what is to be done"), max_length=120)
    words = models.TextField(_("in words"), max_length=1500, blank=True)
    place = models.CharField(_("where, for everybody"), max_length=120)
    address = models.CharField(_("exact place, for those who take part"), max_length=200, blank=True)
    contact_name = models.CharField(_("person to ask"), max_length=80)
    contact_phone = models.CharField(_("phone of the person to ask"), max_length=20)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("looked after by")
    )
    skills = models.ManyToManyField(Skill, related_name="missions", blank=True, verbose_name=_("needed"))
    course = models.ForeignKey(
        Course,
        models.PROTECT,
        related_name="missions",
        null=True,
        blank=True,
        verbose_name=_("course needed first"),
    )
    case = models.ForeignKey(
        HelpCase,
        models.PROTECT,
        related_name="missions",
        null=True,
        blank=True,
        verbose_name=_("request to the desk"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    cancel_reason = models.CharField(_("why it was called off"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "status", "-id"], name="mission_by_status")]
        constraints = [
            models.CheckConstraint(
                name="mission_called_off_with_a_reason",
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                violation_error_message=_("Say why it is called off."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """When a mission is, and for how many. `checkin` is told at the place."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="shifts", verbose_name=_("mission"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    places = models.PositiveSmallIntegerField(_("how many people"))
    checkin = models.CharField(_("code at the place"), max_length=4, default=digits, editable=False)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It has to end after it starts."),
            ),
            models.CheckConstraint(name="shift_needs_somebody", condition=Q(places__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.starts_at:%Y-%m-%d %H:%M}"


class SignUp(models.Model):
    """A volunteer's place in a shift, or in its waiting list (by number)."""

    class Status(models.TextChoices):
        """Where it stands."""

        GOING = "going", _("takes part")
        WAITING = "waiting", _("on the waiting list")
        OFF = "off", _("cancelled")
        CAME = "came", _("was there")
        ABSENT = "absent", _("could not come")

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="signups", verbose_name=_("shift"))
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="signups", verbose_name=_("volunteer")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.GOING)
    offered_to = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("place offered to")
    )
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    made_at = models.DateTimeField(_("signed up"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("place in a shift")
        verbose_name_plural = _("places in shifts")
        ordering = ["id"]
        indexes = [models.Index(fields=["volunteer", "status"], name="signup_by_volunteer")]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=~Q(status="off"),
                name="signup_once",
                violation_error_message=_("You are on the list of this shift already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.volunteer_id}"


class Hours(models.Model):
    """Time that a volunteer gave. It counts once somebody else has confirmed it; then it stays as it is."""

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waits to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("not confirmed")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="hours", verbose_name=_("volunteer")
    )
    kind = models.CharField(_("kind of work"), max_length=10, choices=Mission.Kind)
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    words = models.CharField(_("what was done"), max_length=200, blank=True)
    signup = models.OneToOneField(
        SignUp,
        models.PROTECT,
        related_name="hours",
        null=True,
        blank=True,
        verbose_name=_("place in a shift"),
    )
    case = models.ForeignKey(
        HelpCase,
        models.PROTECT,
        related_name="hours",
        null=True,
        blank=True,
        verbose_name=_("request to the desk"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("written down"), auto_now_add=True)

    class Meta:
        verbose_name = _("hours of a volunteer")
        verbose_name_plural = _("hours of volunteers")
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["volunteer", "status", "-day"], name="hours_by_volunteer")]
        constraints = [
            models.CheckConstraint(
                name="hours_within_a_day",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message=_("A day has 24 hours."),
            ),
            models.CheckConstraint(
                name="hours_answered_by_somebody",
                condition=Q(status="waiting", answered_by__isnull=True)
                | ~Q(status="waiting") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes}"


class CallOut(models.Model):
    """A call to volunteers who can what a mission needs. Append-only."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="callouts", verbose_name=_("mission"))
    words = models.CharField(_("words"), max_length=300)
    asked = models.PositiveIntegerField(_("how many were asked"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("call to volunteers")
        verbose_name_plural = _("calls to volunteers")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.mission_id}"
