"""What the fund pays for: rules in versions, each adopted by a resolution."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField


class BenefitRules(models.Model):
    """One version of a fund's rules: benefits, who has to agree to what amount, emergencies. Adopted, it never changes."""

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        DROPPED = "dropped", _("put away")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    one_up_to = MoneyField(
        _("one committee member decides up to"), default=500, help_text=_("Baht for one request.")
    )
    two_up_to = MoneyField(_("two decide up to"), default=5000, help_text=_("Above it three decide."))
    emergency_up_to = MoneyField(
        _("in an emergency, at once, up to"), default=1000, help_text=_("0: no payment before a decision.")
    )
    ratify_days = models.PositiveSmallIntegerField(_("days until an emergency payment is decided"), default=7)
    appeal_days = models.PositiveSmallIntegerField(_("days for an appeal"), default=30)
    quotes_above = MoneyField(_("three offers for what costs more than"), default=5000)
    resolution = models.TextField(_("resolution"), blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    cost_before = models.JSONField(
        _("what it would have cost"), default=dict, blank=True, help_text=_("As worked out when adopted.")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("entered as adopted by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("rules of the fund")
        verbose_name_plural = _("rules of the fund")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="benefit_rules_number_once"),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(status="draft"),
                name="one_draft_of_rules",
                violation_error_message=_("There is a draft already."),
            ),
            models.CheckConstraint(
                name="adopted_rules_name_their_resolution",
                condition=~Q(status="adopted")
                | (
                    ~Q(resolution="")
                    & Q(adopted_on__isnull=False, valid_from__isnull=False, adopted_by__isnull=False)
                ),
                violation_error_message=_("Write the resolution and its day."),
            ),
            models.CheckConstraint(
                name="decision_bands_rise",
                condition=Q(one_up_to__gte=0, two_up_to__gte=F("one_up_to"), emergency_up_to__gte=0),
                violation_error_message=_("Two people decide at least as much as one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.number}"


class Benefit(models.Model):
    """What the fund pays for one kind of event, within a version of its rules."""

    class Event(models.TextChoices):
        """What happened to somebody."""

        BIRTH = "birth", _("a child is born")
        HOSPITAL = "hospital", _("nights in hospital")
        ELDERLY = "elderly", _("old age")
        DISABILITY = "disability", _("disability")
        BEDRIDDEN = "bedridden", _("bedridden, cared for at home")
        SCHOOLING = "schooling", _("school")
        DEATH = "death", _("a death")
        DISASTER = "disaster", _("fire, flood, storm")
        HARDSHIP = "hardship", _("no money for food or medicine")
        OTHER = "other", _("something else")

    class Per(models.TextChoices):
        """What the amount is for."""

        EVENT = "event", _("each time")
        NIGHT = "night", _("a night")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    rules = models.ForeignKey(
        BenefitRules, models.CASCADE, related_name="benefits", verbose_name=_("rules of the fund")
    )
    event = models.CharField(_("what happened"), max_length=12, choices=Event)
    amount = MoneyField(_("amount"))
    per = models.CharField(_("for"), max_length=6, choices=Per, default=Per.EVENT)
    most_per_event = MoneyField(
        _("at most for one event or stay"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    most_per_year = MoneyField(_("at most in a year"), null=True, blank=True)
    most_per_lifetime = MoneyField(_("at most in a lifetime"), null=True, blank=True)
    months_needed = models.PositiveSmallIntegerField(_("months paid before the first time"), default=0)
    papers = models.CharField(_("papers to show"), max_length=200, blank=True)
    words = models.CharField(_("words to it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "event"],
                name="benefit_once_per_event",
                violation_error_message=_("There is a rule for this already."),
            ),
            models.CheckConstraint(
                name="benefit_amounts_not_below_zero",
                condition=Q(amount__gte=0)
                & (Q(most_per_event__isnull=True) | Q(most_per_event__gte=0))
                & (Q(most_per_year__isnull=True) | Q(most_per_year__gte=0))
                & (Q(most_per_lifetime__isnull=True) | Q(most_per_lifetime__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_event_display()


class TenureStep(models.Model):
    """From this many months paid on, another amount (for example a death: 3,000 after 6 months, 10,000 after 5 years)."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="steps", verbose_name=_("benefit"))
    months = models.PositiveSmallIntegerField(_("months paid"))
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("step by months paid")
        verbose_name_plural = _("steps by months paid")
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "months"], name="tenure_step_once"),
            models.CheckConstraint(name="tenure_step_not_below_zero", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.months}: {self.amount}"
