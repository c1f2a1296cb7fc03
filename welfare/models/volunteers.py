"""People, companies, shops, temples, schools and foundations that help, and what they can do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from welfare.help_querysets import VolunteerQuerySet


class Skill(models.Model):
    """Something that volunteers can do or bring; each community keeps its own list."""

    class Kind(models.TextChoices):
        """What sort."""

        SKILL = "skill", _("can do")
        TOOL = "tool", _("can bring")

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="skills", verbose_name=_("community")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.SKILL)
    name = models.CharField(_("name"), max_length=80)
    needs_check = models.BooleanField(
        _("the committee looks first"),
        default=False,
        help_text=_("For work with children, in homes or with money."),
    )
    is_offered = models.BooleanField(_("on the list"), default=True)

    class Meta:
        verbose_name = _("skill or tool")
        verbose_name_plural = _("skills and tools")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "name"],
                name="skill_once",
                violation_error_message=_("This is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Volunteer(models.Model):
    """Somebody who helps in one community, with the account of the person to ask.

    `times` lists when ("sat-morning"); `consented_at` is when they agreed that the centre keeps and uses this.
    """

    class Kind(models.TextChoices):
        """Who helps."""

        PERSON = "person", _("a person")
        COMPANY = "company", _("a company")
        SHOP = "shop", _("a shop")
        TEMPLE = "temple", _("a temple")
        SCHOOL = "school", _("a school")
        FOUNDATION = "foundation", _("a foundation or club")

    class Status(models.TextChoices):
        """Where they stand."""

        ACTIVE = "active", _("helps")
        PAUSED = "paused", _("rests for a while")
        LEFT = "left", _("has left")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="volunteers", verbose_name=_("community")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="volunteering", verbose_name=_("account")
    )
    kind = models.CharField(_("who helps"), max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=120)
    people = models.PositiveSmallIntegerField(_("how many people"), default=1)
    phone = models.CharField(_("phone"), max_length=20)
    area = models.CharField(_("where they can help"), max_length=120, blank=True)
    times = models.JSONField(_("when they can help"), default=list, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE)
    consented_at = models.DateTimeField(_("agreed"), default=timezone.now)
    joined_on = models.DateField(_("since"), default=timezone.localdate)
    left_on = models.DateField(_("left"), null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "status", "-id"], name="volunteer_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=~Q(status="left"),
                name="volunteer_once",
                violation_error_message=_("You are a volunteer here already."),
            ),
            models.CheckConstraint(
                name="volunteer_left_on_a_day",
                condition=Q(status="left", left_on__isnull=False)
                | ~Q(status="left") & Q(left_on__isnull=True),
            ),
            models.CheckConstraint(name="volunteer_is_somebody", condition=Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class VolunteerSkill(models.Model):
    """What one volunteer can do or bring; looked at by the committee where the skill needs it."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="skills", verbose_name=_("volunteer")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="volunteers", verbose_name=_("skill or tool")
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("looked at by"),
    )
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("skill of a volunteer")
        verbose_name_plural = _("skills of volunteers")
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "skill"], name="volunteer_skill_once"),
            models.CheckConstraint(
                name="volunteer_skill_checked_by_somebody",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}"
