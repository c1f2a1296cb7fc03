"""What members pay into the fund: the rule, who takes part, each payment, and cash on its way through a collector."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.ledger import Transfer
from welfare.models.slips import Slip
from welfare.querysets import ContributionQuerySet, FundMemberQuerySet


class ContributionRule(models.Model):
    """How much each member household pays, from a day on; decided by a resolution. Append-only."""

    class Per(models.TextChoices):
        """For how long the amount is."""

        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    amount = MoneyField(_("amount"))
    per = models.CharField(_("for"), max_length=6, choices=Per, default=Per.DAY)
    valid_from = models.DateField(_("from"))
    resolution = models.CharField(_("resolution"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    decided_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("rule of contributions")
        verbose_name_plural = _("rules of contributions")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(name="contribution_rule_not_below_zero", condition=Q(amount__gte=0)),
            models.UniqueConstraint(
                fields=["community", "valid_from"],
                name="one_contribution_rule_from_a_day",
                violation_error_message=_("There is a rule from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_per_display()}"


class FundMember(models.Model):
    """A household that takes part in the fund, from one day to another."""

    class Pays(models.TextChoices):
        """How often it likes to pay."""

        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        YEARLY = "yearly", _("once a year")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="fund_memberships", verbose_name=_("household")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    joined_on = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    pays = models.CharField(_("pays"), max_length=8, choices=Pays, default=Pays.MONTHLY)
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("collector"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    objects = FundMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the fund")
        verbose_name_plural = _("members of the fund")
        ordering = ["id"]
        indexes = [models.Index(fields=["community", "id"], name="fund_member_by_community")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(left_on__isnull=True),
                name="household_takes_part_once",
                violation_error_message=_("This household takes part already."),
            ),
            models.CheckConstraint(
                name="fund_member_leaves_after_joining",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.household)


class Contribution(models.Model):
    """One payment of a member household."""

    class Way(models.TextChoices):
        """How it was paid."""

        CASH = "cash", _("cash at the office")
        COLLECTOR = "collector", _("cash to a collector")
        TRANSFER = "bank", _("bank transfer")

    class Status(models.TextChoices):
        """Where it stands."""

        SENT = "sent", _("waiting for the treasurer")
        ARRIVED = "arrived", _("arrived")
        NOT_FOUND = "not_found", _("not found in the account")
        TAKEN_BACK = "taken_back", _("taken back")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    member = models.ForeignKey(
        FundMember, models.PROTECT, related_name="contributions", verbose_name=_("member of the fund")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    amount = MoneyField(_("amount"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    paid_on = models.DateField(_("paid on"))
    status = models.CharField(_("status"), max_length=10, choices=Status)
    slip = models.OneToOneField(
        Slip, models.PROTECT, related_name="contribution", null=True, blank=True, verbose_name=_("slip")
    )
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="contribution", null=True, blank=True, verbose_name=_("entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "status", "-id"], name="contribution_by_status")]
        constraints = [
            models.CheckConstraint(name="contribution_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="contribution_that_arrived_is_in_the_books",
                condition=~Q(status="arrived") | Q(transfer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"


class Handover(models.Model):
    """Cash that a collector brings to the treasurer: said by one, counted and confirmed by the other."""

    class Status(models.TextChoices):
        """Where it stands."""

        BROUGHT = "brought", _("waiting for the treasurer to count")
        COUNTED = "counted", _("counted and taken in")
        REFUSED = "refused", _("not taken in")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("collector")
    )
    amount = MoneyField(_("amount"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.BROUGHT)
    brought_at = models.DateTimeField(_("brought"), auto_now_add=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("counted by"),
    )
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="handover", null=True, blank=True, verbose_name=_("entry")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cash brought by a collector")
        verbose_name_plural = _("cash brought by collectors")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="handover_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="handover_is_counted_by_somebody_else",
                condition=Q(counted_by__isnull=True) | ~Q(counted_by=F("collector")),
                violation_error_message=_("Somebody else has to count what a collector brings."),
            ),
            models.UniqueConstraint(
                fields=["community", "collector"],
                condition=Q(status="brought"),
                name="one_handover_waiting_per_collector",
                violation_error_message=_("What you brought last is still waiting to be counted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"
