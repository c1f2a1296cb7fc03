"""What the auditor looks at: payouts drawn by lot and visited, findings, and the answers to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from welfare.models.aid import Payout


class AuditSample(models.Model):
    """Payouts of some months drawn by lot. The seed lets anybody draw the same again. Append-only."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    seed = models.CharField(_("seed"), max_length=32)
    payouts_then = models.PositiveIntegerField(_("payouts to draw from"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)

    class Meta:
        verbose_name = _("sample of payouts")
        verbose_name_plural = _("samples of payouts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="audit_sample_days_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.first_day:%Y-%m-%d}"


class AuditVisit(models.Model):
    """One payout of a sample: to be visited, then what was found."""

    class Result(models.TextChoices):
        """What the visit showed."""

        WAITING = "", _("to be visited")
        RIGHT = "right", _("it arrived as written")
        WRONG = "wrong", _("something is not right")
        NOT_MET = "not_met", _("nobody could be met")

    sample = models.ForeignKey(
        AuditSample, models.PROTECT, related_name="visits", verbose_name=_("sample of payouts")
    )
    payout = models.ForeignKey(Payout, models.PROTECT, related_name="audit_visits", verbose_name=_("payout"))
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    words = models.CharField(_("what was found"), max_length=300, blank=True)
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("visited by"),
    )

    class Meta:
        verbose_name = _("visit of the auditor")
        verbose_name_plural = _("visits of the auditor")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "payout"], name="payout_once_per_sample"),
            models.CheckConstraint(
                name="audit_result_has_its_visit",
                condition=Q(result="") | Q(visited_on__isnull=False, visited_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout} {self.get_result_display()}"


class Finding(models.Model):
    """Something that the auditor found; public in words without names, with the answer of those who keep the fund."""

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed by the auditor")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    document = models.CharField(_("document"), max_length=60, blank=True)
    words = models.CharField(
        _("what was found"), max_length=500, help_text=_("Everybody can read this: write no name.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("found by")
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.words[:60]


class FindingAnswer(models.Model):
    """What was said to a finding, by the committee or the treasurer, or by the auditor in closing it. Append-only."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers", verbose_name=_("finding"))
    words = models.CharField(_("answer"), max_length=500)
    closes = models.BooleanField(_("closes the finding"), default=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer to a finding")
        verbose_name_plural = _("answers to findings")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words[:60]
