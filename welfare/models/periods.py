"""Months of the books that are closed, and acts that two people sign."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.querysets import CountersignQuerySet


class Period(models.Model):
    """One month of a fund's books. While it is closed, the database takes no transfer dated in it."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    is_closed = models.BooleanField(_("closed"), default=True)

    class Meta:
        verbose_name = _("month of the books")
        verbose_name_plural = _("months of the books")
        ordering = ["-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["community", "first_day"], name="period_once_per_fund"),
            models.CheckConstraint(
                name="period_is_a_month",
                condition=Q(first_day__day=1, last_day__gt=F("first_day"))
                & Q(last_day__month=F("first_day__month"), last_day__year=F("first_day__year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class PeriodAct(models.Model):
    """Closing or opening a month again: who, when, why, and what the fund held. Append-only."""

    class Kind(models.TextChoices):
        """What was done."""

        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    period = models.ForeignKey(Period, models.PROTECT, related_name="acts", verbose_name=_("month"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by")
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("agreed by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    held = MoneyField(_("money at the end of the month"))
    last_number = models.PositiveBigIntegerField(_("last transfer"), default=0)
    done_at = models.DateTimeField(_("done"), auto_now_add=True)

    class Meta:
        verbose_name = _("closing or opening of a month")
        verbose_name_plural = _("closings and openings of months")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="reopening_takes_two_people",
                condition=Q(kind="closed")
                | (Q(second__isnull=False) & ~Q(second=F("actor")) & ~Q(reason="")),
                violation_error_message=_("A second person has to agree."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.get_kind_display()}"


class Countersign(models.Model):
    """An act with the fund's money that waits for a second person. What was asked never changes; it is answered once."""

    class Kind(models.TextChoices):
        """What a second person has to agree to."""

        REOPEN = "reopen", _("open a closed month again")
        WRITE_OFF = "write_off", _("give up what a shop owes")
        DIFFERENCE = "difference", _("enter a difference found when counting")
        LEFTOVER = "leftover", _("pass on what is left of a campaign")
        COST = "cost", _("pay a cost of the fund")
        CANCEL_RECEIPT = "receipt", _("take back a receipt")
        STOCK = "stock", _("enter a difference in the store")
        OTHER_INCOME = "income", _("enter interest or other income")
        CORRECTION = "correction", _("take back an entry of the books")

    class Verdict(models.TextChoices):
        """What the second person said."""

        WAITING = "", _("waits for a second person")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    document = models.CharField(_("document"), max_length=60)
    amount = MoneyField(_("amount"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    particulars = models.JSONField(_("particulars"), default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("words to it"), max_length=200, blank=True)

    objects = CountersignQuerySet.as_manager()

    class Meta:
        verbose_name = _("second signature")
        verbose_name_plural = _("second signatures")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "verdict"], name="countersign_waiting")]
        constraints = [
            models.CheckConstraint(
                name="nobody_signs_twice",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                violation_error_message=_("Somebody else has to agree."),
            ),
            models.CheckConstraint(
                name="countersign_answer_has_its_person",
                condition=Q(verdict="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(verdict="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["kind", "document"],
                condition=Q(verdict=""),
                name="one_countersign_waiting_per_document",
                violation_error_message=_("This is waiting for a second person already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
