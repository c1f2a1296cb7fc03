"""Sums that reports read, prices that make baht of different years comparable, and reports once published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community, Municipality
from households.models.households import Household
from households.models.incomes import IncomeMonth, Origin
from households.models.programmes import Programme
from lib.codes import new_code
from lib.fields import MoneyField, QuantityField


class HouseholdMonth(models.Model):
    """What a household's answers of one month come to. Kept by every act on incomes; made from them alone.

    Amounts are what is left after costs; None where the household did not say. `origin` is empty where
    answers of different origin are mixed.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="months")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    month = models.DateField()
    answer = models.CharField(
        max_length=10,
        choices=[*IncomeMonth.Answer.choices, ("partial", _("not everything is known"))],
        help_text="`complete` only when the household said so and every amount and cost is known.",
    )
    origin = models.CharField(max_length=10, choices=Origin, blank=True)
    questions = models.PositiveSmallIntegerField(default=1)
    members = models.PositiveSmallIntegerField(null=True)
    gross = MoneyField(null=True)
    net = MoneyField(null=True)
    market = MoneyField(null=True)
    wage = MoneyField(null=True)
    farming = MoneyField(null=True)
    trade = MoneyField(null=True)
    welfare = MoneyField(null=True)
    remittance = MoneyField(null=True)
    other = MoneyField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "month"], name="one_sum_per_household_and_month"),
        ]
        indexes = [models.Index(fields=["community", "month"], name="sum_by_community_and_month")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month:%Y-%m}"


class CommunityQuarter(models.Model):
    """What a community's households with three complete months had left in a quarter, for lines over years.

    An act on incomes only marks the row as stale; whoever reads it next works it out.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="quarters")
    quarter = models.DateField(help_text="Its first day.")
    households = models.PositiveIntegerField(default=0)
    median = MoneyField(null=True, help_text="Baht for a household in a month.")
    mean = MoneyField(null=True)
    total = MoneyField(null=True, help_text="Baht of all these households in the quarter.")
    is_stale = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "quarter"], name="one_sum_per_community_and_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.quarter:%Y-%m}"


class PriceTable(models.Model):
    """A consumer price index as the officer entered it. Append-only: new figures are a new table."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="price_tables", verbose_name=_("municipality")
    )
    base_year = models.PositiveSmallIntegerField(
        _("base year"), help_text=_("The year in which the index is 100.")
    )
    source = models.CharField(_("where the figures are from"), max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("price index")
        verbose_name_plural = _("price indexes")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.source} ({self.base_year + 543} = 100)"


class Price(models.Model):
    """The index of one month. Append-only."""

    table = models.ForeignKey(PriceTable, models.PROTECT, related_name="prices")
    month = models.DateField(_("month"))
    index = QuantityField(_("index"))

    class Meta:
        verbose_name = _("index of a month")
        verbose_name_plural = _("indexes of months")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["table", "month"], name="one_price_per_table_and_month"),
            models.CheckConstraint(name="price_is_above_zero", condition=Q(index__gt=0)),
            models.CheckConstraint(name="price_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.index}"


class ReportSnapshot(models.Model):
    """A report as it was last worked out, shown until enough households changed that nobody can be told apart."""

    key = models.CharField(max_length=64, unique=True, help_text="Digest of place, periods and parameters.")
    parameters = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict, help_text="What it was worked out from; never shown.")
    mark = models.JSONField(default=dict, help_text="Newest rows that were read.")
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key


class ReportEdition(models.Model):
    """A published report: result, parameters and inputs as they were. Append-only; a correction is a new edition."""

    class Audience(models.TextChoices):
        """Who reads it, which decides how small a group may be."""

        OFFICERS = "officers", _("officers and committees")
        PUBLIC = "public", _("everybody")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="report_editions", verbose_name=_("municipality")
    )
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="report_editions",
        null=True,
        blank=True,
        verbose_name=_("community"),
        help_text=_("Empty: all communities of the municipality."),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("for"), max_length=10, choices=Audience)
    number = models.PositiveSmallIntegerField(_("edition"), default=1)
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name=_("corrects")
    )
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict)
    result = models.JSONField(_("result"), default=dict)
    inputs = models.JSONField(
        _("inputs"),
        default=dict,
        help_text=_("The figures without names from which it can be worked out again."),
    )
    prices = models.ForeignKey(
        PriceTable, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("price index")
    )
    method = models.CharField(_("version of the method"), max_length=20)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("published report")
        verbose_name_plural = _("published reports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="new_edition_says_what_changed",
                condition=Q(number=1, corrects__isnull=True)
                | (Q(number__gt=1, corrects__isnull=False) & ~Q(what_changed="")),
                violation_error_message=_("Say what changed since the former edition."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
