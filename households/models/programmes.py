"""A programme such as the start of a market, its rounds before and after, who was asked, and visits that verify."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community, Municipality
from households.models.households import Household
from lib.codes import new_code
from lib.fields import MoneyField


class Programme(models.Model):
    """What is compared before and after: usually that communities start a market."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="programmes", verbose_name=_("municipality")
    )
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("about"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="programme_name_once",
                violation_error_message=_("There is a programme with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """A community in a programme, and the day on which it started there; later ones are the comparison."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="participations", verbose_name=_("programme")
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="participations", verbose_name=_("community")
    )
    started_on = models.DateField(
        _("started on"), null=True, blank=True, help_text=_("Empty: it has not started yet.")
    )

    class Meta:
        verbose_name = _("community in a programme")
        verbose_name_plural = _("communities in programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "community"], name="community_once_per_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.community} – {self.programme}"


class Round(models.Model):
    """Months that are asked about: the baseline (number 0), then the follow-ups."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="rounds", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("0 is the baseline."))
    first_month = models.DateField(_("first month"))
    last_month = models.DateField(_("last month"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="round_number_once"),
            models.CheckConstraint(
                name="round_has_its_months_in_order",
                condition=Q(first_month__day=1, last_month__day=1, last_month__gte=F("first_month")),
                violation_error_message=_("The last month cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("baseline")) if self.number == 0 else _("follow-up %(number)s") % {"number": self.number}


class RoundAsk(models.Model):
    """That a household was asked for a round. Append-only."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asks", verbose_name=_("round"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="round_asks", verbose_name=_("household")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("household asked")
        verbose_name_plural = _("households asked")
        constraints = [models.UniqueConstraint(fields=["round", "household"], name="asked_once_per_round")]
        indexes = [models.Index(fields=["round", "community"], name="ask_by_round_and_community")]

    def __str__(self) -> str:
        return f"{self.household} – {self.round}"


class VerificationSample(models.Model):
    """Households drawn at random whose figures of one month are checked by a visit."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="samples", verbose_name=_("community")
    )
    month = models.DateField(_("month"))
    confidence = models.PositiveSmallIntegerField(
        _("confidence, in percent"), default=90, validators=[MinValueValidator(80), MaxValueValidator(99)]
    )
    margin = models.PositiveSmallIntegerField(
        _("margin, in percent"), default=10, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    population = models.PositiveIntegerField(_("households with figures"))
    size = models.PositiveIntegerField(_("households drawn"))
    seed = models.PositiveIntegerField(_("number that the draw started from"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)

    class Meta:
        verbose_name = _("drawn sample")
        verbose_name_plural = _("drawn samples")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "month"],
                name="one_sample_per_community_and_month",
                violation_error_message=_("A sample of this month has been drawn already."),
            ),
            models.CheckConstraint(name="sample_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.month:%Y-%m}"


class Verification(models.Model):
    """One drawn household: what it had reported when it was visited, and what the visitors found."""

    class Status(models.TextChoices):
        """What came of the visit."""

        WAITING = "waiting", _("not visited yet")
        DONE = "done", _("visited and checked")
        NOT_MET = "not_met", _("nobody met")
        REFUSED = "refused", _("did not want to")

    sample = models.ForeignKey(
        VerificationSample, models.PROTECT, related_name="visits", verbose_name=_("sample")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="verifications", verbose_name=_("household")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    reported = MoneyField(_("reported, left after costs"), null=True, blank=True)
    verified = MoneyField(_("found, left after costs"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    visited_on = models.DateField(_("visited"), null=True, blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("visited by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("verifying visit")
        verbose_name_plural = _("verifying visits")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "household"], name="household_once_per_sample"),
            models.CheckConstraint(
                name="verified_means_both_figures",
                condition=~Q(status="done") | Q(reported__isnull=False, verified__isnull=False),
                violation_error_message=_("Write the figure that was found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.get_status_display()}"
