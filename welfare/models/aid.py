"""Requests for help, and how they are decided: by how many, by whom not, and with what reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household, Person
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.benefits import Benefit, BenefitRules
from welfare.models.campaigns import Campaign
from welfare.querysets import AidRequestQuerySet


class AidRequest(models.Model):
    """Somebody needs help from the fund. `code` is also the word by which it is followed without an account."""

    class Urgency(models.TextChoices):
        """How soon."""

        NOW = "now", _("today")
        WEEK = "week", _("this week")
        LATER = "later", _("it can wait")

    class Asker(models.TextChoices):
        """Who asks."""

        SELF = "self", _("the person")
        RELATIVE = "relative", _("somebody of the household")
        HELPER = "helper", _("a helper")
        VOLUNTEER = "volunteer", _("a volunteer")
        COMMITTEE = "committee", _("the committee, in the person's name")

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("waits for a decision")
        APPROVED = "approved", _("agreed; will be paid")
        REFUSED = "refused", _("not agreed")
        PAID = "paid", _("paid")
        WITHDRAWN = "withdrawn", _("taken back")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        related_name="aid_requests",
        null=True,
        blank=True,
        verbose_name=_("household"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="aid_requests", null=True, blank=True, verbose_name=_("person")
    )
    event = models.CharField(_("what happened"), max_length=12, choices=Benefit.Event)
    words = models.CharField(_("what is needed"), max_length=500)
    for_whom = models.CharField(_("for whom"), max_length=120)
    urgency = models.CharField(_("how urgent"), max_length=6, choices=Urgency, default=Urgency.WEEK)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    event_on = models.DateField(_("when it happened"))
    units = models.PositiveSmallIntegerField(_("how many nights or months"), default=1)
    asker = models.CharField(_("who asks"), max_length=10, choices=Asker)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who asked"),
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    rules = models.ForeignKey(
        BenefitRules,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("rules that apply"),
    )
    proposed = MoneyField(_("amount by the rules"), null=True, blank=True)
    proposal = models.JSONField(_("how the amount came about"), default=list, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("out of the campaign"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    approved = MoneyField(_("amount agreed"), null=True, blank=True)
    is_appealed = models.BooleanField(_("heard again"), default=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = AidRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["community", "status", "-id"], name="aid_by_status"),
            models.Index(fields=["household", "-id"], name="aid_by_household"),
        ]
        constraints = [
            models.CheckConstraint(name="aid_has_units", condition=Q(units__gte=1)),
            models.CheckConstraint(
                name="agreed_aid_has_an_amount",
                condition=~Q(status__in=["approved", "paid"]) | Q(approved__gt=0),
            ),
            models.CheckConstraint(
                name="aid_is_decided_for_a_household",
                condition=Q(status__in=["asked", "refused", "withdrawn"]) | Q(household__isnull=False),
                violation_error_message=_("Say first which household it is for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.code}"


class AidDecision(models.Model):
    """One person's yes or no to a request, with the reason. Append-only.

    The database refuses it from who asked, from the household that it is for, from who declared a conflict, and in an
    appeal from who decided before.
    """

    class Verdict(models.TextChoices):
        """What was decided."""

        APPROVE = "approve", _("agreed")
        REFUSE = "refuse", _("not agreed")

    request = models.ForeignKey(
        AidRequest, models.PROTECT, related_name="decisions", verbose_name=_("request for help")
    )
    hearing = models.PositiveSmallIntegerField(
        _("hearing"), default=1, help_text=_("1: the first time; 2: after an appeal.")
    )
    step = models.PositiveSmallIntegerField(_("first, second or third"))
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    amount = MoneyField(_("amount"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a request")
        verbose_name_plural = _("decisions on requests")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "hearing", "step"], name="one_decision_per_step"),
            models.UniqueConstraint(
                fields=["request", "decider"],
                name="nobody_decides_a_request_twice",
                violation_error_message=_("You have decided on this request already."),
            ),
            models.CheckConstraint(
                name="decision_steps_are_few", condition=Q(step__gte=1, step__lte=3, hearing__in=[1, 2])
            ),
            models.CheckConstraint(
                name="decision_has_a_reason",
                condition=~Q(reason="")
                & (Q(verdict="refuse", amount=0) | Q(verdict="approve", amount__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.get_verdict_display()}"


class ConflictOfInterest(models.Model):
    """Somebody of the committee says that they are too close to a request to decide it. Append-only."""

    request = models.ForeignKey(
        AidRequest, models.PROTECT, related_name="conflicts", verbose_name=_("request for help")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    words = models.CharField(_("how close"), max_length=200)
    declared_at = models.DateTimeField(_("declared"), auto_now_add=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "user"],
                name="conflict_declared_once",
                violation_error_message=_("You have said this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.request}"


class EmergencyOrder(models.Model):
    """One committee member lets the fund pay at once, before the decision that has to follow. Append-only."""

    request = models.OneToOneField(
        AidRequest, models.PROTECT, related_name="emergency", verbose_name=_("request for help")
    )
    amount = MoneyField(_("amount"))
    reason = models.CharField(_("reason"), max_length=300)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("let through by")
    )
    ordered_at = models.DateTimeField(_("let through"), auto_now_add=True)
    ratify_by = models.DateField(_("to be decided by"))

    class Meta:
        verbose_name = _("emergency payment")
        verbose_name_plural = _("emergency payments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="emergency_has_amount_and_reason", condition=Q(amount__gt=0) & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.amount}"


class Appeal(models.Model):
    """Somebody asks that a refusal be looked at again, by other people. Append-only."""

    request = models.OneToOneField(
        AidRequest, models.PROTECT, related_name="appeal", verbose_name=_("request for help")
    )
    words = models.CharField(_("why it should be looked at again"), max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return str(self.request)


class Payout(models.Model):
    """What leaves the fund for one request: by transfer, in cash or as goods. One that stands for each request."""

    class Way(models.TextChoices):
        """How."""

        TRANSFER = "bank", _("bank transfer")
        CASH = "cash", _("cash")
        GOODS = "goods", _("goods out of the store")

    class Status(models.TextChoices):
        """Where it stands."""

        TO_PAY = "to_pay", _("to be paid")
        PAID = "paid", _("paid")
        RETURNED = "returned", _("came back")
        STOPPED = "stopped", _("stopped before it was paid")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    request = models.ForeignKey(
        AidRequest, models.PROTECT, related_name="payouts", verbose_name=_("request for help")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    amount = MoneyField(_("amount"))
    is_emergency = models.BooleanField(_("before the decision"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TO_PAY)
    way = models.CharField(_("way"), max_length=6, choices=Way, blank=True)
    payee_name = models.CharField(_("paid to"), max_length=120, blank=True)
    payee_account = models.CharField(
        _("account paid to"), max_length=40, blank=True, help_text=_("Bank and number, or PromptPay.")
    )
    differs_because = models.CharField(_("why it is paid to somebody else"), max_length=200, blank=True)
    witness = models.CharField(_("witness"), max_length=120, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who paid"),
    )
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    transfer = models.OneToOneField(
        "welfare.Transfer",
        models.PROTECT,
        related_name="payout",
        null=True,
        blank=True,
        verbose_name=_("entry"),
    )
    reason = models.CharField(_("why it came back or was stopped"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "status", "-id"], name="payout_by_status")]
        constraints = [
            models.CheckConstraint(name="payout_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status__in=["to_pay", "paid"]),
                name="one_payout_per_request",
                violation_error_message=_("This request has been paid, or is about to be."),
            ),
            models.CheckConstraint(
                name="paid_payout_says_how_and_by_whom",
                condition=~Q(status="paid")
                | (
                    Q(paid_by__isnull=False, paid_at__isnull=False)
                    & (Q(way="goods") | Q(way__in=["bank", "cash"], transfer__isnull=False))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"
