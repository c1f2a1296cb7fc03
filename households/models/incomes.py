"""What a household earned and spent: proposals from the market, and the household's own records."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community
from households.models.households import Household
from households.querysets import CurrentQuerySet, IncomeProposalQuerySet, IncomeRecordQuerySet
from lib.fields import MoneyField


class Origin(models.TextChoices):
    """Who says so: compared are only answers of the same origin."""

    HOUSEHOLD = "household", _("the household itself")
    MARKET = "market", _("the market's figures, accepted by the household")
    COMMITTEE = "committee", _("the committee, for the household")


class IncomeRecord(models.Model):
    """Income of one household from one source in one month. Append-only: a correction names what it replaces."""

    class Source(models.TextChoices):
        """Where the money came from."""

        MARKET = "market", _("sales in the community's market")
        WAGE = "wage", _("wages")
        FARMING = "farming", _("farming")
        TRADE = "trade", _("trade elsewhere")
        WELFARE = "welfare", _("welfare and pensions")
        REMITTANCE = "remittance", _("money sent by relatives")
        OTHER = "other", _("other")

    # Selling something costs something: what is sold is not yet income.
    SELLING = (Source.MARKET, Source.FARMING, Source.TRADE)

    class Answer(models.TextChoices):
        """An amount, or why there is none. Neither is zero, and neither is a missing answer."""

        AMOUNT = "amount", _("an amount")
        DONT_KNOW = "dont_know", _("don't know")
        REFUSED = "refused", _("prefer not to say")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="incomes", verbose_name=_("household")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    source = models.CharField(_("source"), max_length=12, choices=Source)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.AMOUNT)
    gross = MoneyField(_("money that came in"), null=True, blank=True)
    costs = MoneyField(_("what it cost to earn it"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    evidence = models.CharField(
        _("paper that shows it"),
        max_length=120,
        blank=True,
        help_text=_("For example a payslip or a bank book."),
    )
    origin = models.CharField(_("who says so"), max_length=10, choices=Origin, default=Origin.HOUSEHOLD)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("replaces")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    # Noted by `income_months.facts`.
    former: list["IncomeRecord"]
    net: Decimal | None

    objects = IncomeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("income record")
        verbose_name_plural = _("income records")
        constraints = [
            models.CheckConstraint(
                name="income_is_not_negative",
                condition=Q(gross__gte=0) & (Q(costs__isnull=True) | Q(costs__gte=0)),
                violation_error_message=_("Income and costs cannot be below zero."),
            ),
            models.CheckConstraint(
                name="income_has_an_amount_or_says_why_not",
                condition=Q(answer="amount", gross__isnull=False)
                | (~Q(answer="amount") & Q(gross__isnull=True, costs__isnull=True)),
                violation_error_message=_("Write an amount, or say why there is none."),
            ),
            models.CheckConstraint(
                name="income_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message=_("The month is written as its first day."),
            ),
            models.UniqueConstraint(
                fields=["household", "month", "source"],
                condition=Q(replaces__isnull=True),
                name="one_first_record_per_month_and_source",
                violation_error_message=_(
                    "There is a record for this month and source already: correct that one."
                ),
            ),
        ]
        indexes = [models.Index(fields=["community", "month"], name="income_by_community_month")]

    def __str__(self) -> str:
        return f"{self.household} {self.month:%Y-%m} {self.get_source_display()}"


class IncomeProposal(models.Model):
    """Sales that the market saw, for the household to accept with its costs. Append-only.

    `gross` is below zero when a sale was refunded after it was proposed.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="income_proposals")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    gross = MoneyField(_("sales"))
    document = models.CharField(_("document"), max_length=60, help_text=_("For example order abcd2345"))
    key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IncomeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed income")
        verbose_name_plural = _("proposed incomes")
        constraints = [
            models.CheckConstraint(name="proposal_month_is_a_first_day", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["household", "month"], name="proposal_by_household_month")]

    def __str__(self) -> str:
        return f"{self.household} {self.month:%Y-%m} {self.document}"


class IncomeAnswer(models.Model):
    """What the household made of a proposal: part of a record, or (without one) not its income. Append-only."""

    proposal = models.OneToOneField(IncomeProposal, models.PROTECT, related_name="answer")
    record = models.ForeignKey(IncomeRecord, models.PROTECT, related_name="answers", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answer to a proposal")
        verbose_name_plural = _("answers to proposals")

    def __str__(self) -> str:
        return str(self.proposal)


class IncomeMonth(models.Model):
    """What a household says of one month as a whole. Append-only: a later answer names what it replaces.

    With "complete", what has no record is zero because the household said so. Without such a row the month
    is missing, which is never zero.
    """

    class Answer(models.TextChoices):
        """Whether the month's records are all there is."""

        COMPLETE = "complete", _("that is everything")
        DONT_KNOW = "dont_know", _("don't know")
        REFUSED = "refused", _("prefer not to say")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="income_months", verbose_name=_("household")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    members = models.PositiveSmallIntegerField(_("how many live from this purse"), null=True, blank=True)
    questions = models.PositiveSmallIntegerField(_("version of the questions"), default=1)
    origin = models.CharField(_("who says so"), max_length=10, choices=Origin, default=Origin.HOUSEHOLD)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("replaces")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer for a month")
        verbose_name_plural = _("answers for months")
        constraints = [
            models.CheckConstraint(name="answered_month_is_a_first_day", condition=Q(month__day=1)),
            models.UniqueConstraint(
                fields=["household", "month"],
                condition=Q(replaces__isnull=True),
                name="one_first_answer_per_month",
            ),
        ]
        indexes = [models.Index(fields=["community", "month"], name="answer_by_community_month")]

    def __str__(self) -> str:
        return f"{self.household} {self.month:%Y-%m} {self.get_answer_display()}"


class ExpenseRecord(models.Model):
    """What a household spent on one group of things in one month: its own account book, for nobody else.

    Append-only: a correction names what it replaces.
    """

    class Group(models.TextChoices):
        """Few groups, as people speak of them."""

        FOOD = "food", _("food and the kitchen")
        HOUSE = "house", _("house, water, electricity, phone")
        TRAVEL = "travel", _("travel and fuel")
        SCHOOL = "school", _("school and children")
        HEALTH = "health", _("health")
        DEBT = "debt", _("paying back debts")
        SOCIAL = "social", _("merit, weddings, funerals")
        OTHER = "other", _("other")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="expenses", verbose_name=_("household")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    group = models.CharField(_("what for"), max_length=10, choices=Group)
    amount = MoneyField(_("amount"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("replaces")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        constraints = [
            models.CheckConstraint(
                name="expense_is_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("An expense cannot be below zero."),
            ),
            models.CheckConstraint(name="expense_month_is_a_first_day", condition=Q(month__day=1)),
            models.UniqueConstraint(
                fields=["household", "month", "group"],
                condition=Q(replaces__isnull=True),
                name="one_first_expense_per_month_and_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.month:%Y-%m} {self.get_group_display()}"
