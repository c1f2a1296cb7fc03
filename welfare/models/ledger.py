"""The fund's double-entry ledger: accounts, and one immutable row for each transfer between two of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.fields import MoneyField
from welfare.querysets import AccountQuerySet, TransferQuerySet


class Fund(models.Model):
    """The welfare fund of one community, where money for it is sent, and the end of its chain of transfers."""

    community = models.OneToOneField(
        Community, models.PROTECT, related_name="fund", verbose_name=_("community")
    )
    promptpay_id = models.CharField(_("PromptPay number"), max_length=15, blank=True)
    receiver_name = models.CharField(_("name of the receiver"), max_length=120, blank=True)
    last_number = models.PositiveBigIntegerField(_("transfers so far"), default=0, editable=False)
    last_hash = models.CharField(_("seal of the last transfer"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")

    def __str__(self) -> str:
        return str(self.community)


class Account(models.Model):
    """A place in the books of one community's fund.

    `holder` tells apart accounts of the same kind (a shop's code, a benefit's kind, a source). `purpose` is the code
    of the campaign to which the money is bound; empty is the general fund.
    """

    class Kind(models.TextChoices):
        """What the account counts."""

        BANK = "bank", _("bank")
        CASH = "cash", _("cash box")
        WALLET = "wallet", _("e-wallet")
        COLLECTOR = "collector", _("with a collector")
        OWED_BY_SHOP = "owed_by_shop", _("owed by a shop")
        SHARE_EXPECTED = "share_expected", _("market share not yet arrived")
        CONTRIBUTION = "contribution", _("contributions of members")
        MARKET_SHARE = "market_share", _("market share")
        DONATION = "donation", _("donations")
        MATCHING = "matching", _("matching money")
        OTHER_INCOME = "other_income", _("interest and other income")
        BENEFIT = "benefit", _("benefits")
        RELIEF = "relief", _("relief")
        PROCUREMENT = "procurement", _("things bought")
        COSTS = "costs", _("costs")
        DIFFERENCE = "difference", _("differences found when counting")
        OPENING = "opening", _("opening balance")

    # Money that is really there: never below zero. Kinds whose balance grows with debits are assets and spending.
    MONEY = (Kind.BANK, Kind.CASH, Kind.WALLET, Kind.COLLECTOR)
    INCOME = (Kind.CONTRIBUTION, Kind.MARKET_SHARE, Kind.DONATION, Kind.MATCHING, Kind.OTHER_INCOME)
    SPENDING = (Kind.BENEFIT, Kind.RELIEF, Kind.PROCUREMENT, Kind.COSTS, Kind.DIFFERENCE)
    DEBIT_NORMAL = (*MONEY, Kind.OWED_BY_SHOP, *SPENDING)

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    holder = models.CharField(
        _("holder"), max_length=20, blank=True, help_text=_("For example a shop's code.")
    )
    purpose = models.CharField(
        _("bound to"),
        max_length=12,
        blank=True,
        help_text=_("Code of a campaign; empty for the general fund."),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account in the books")
        verbose_name_plural = _("accounts in the books")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "holder", "purpose"], name="account_once_per_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}".strip()


class Transfer(models.Model):
    """An amount that moved from one account (credit) to another (debit). Never changed, never deleted.

    `number` counts within the fund without gaps. `seal` is a SHA-256 over this row and the seal of the row before it
    (`welfare.chain`); it covers the reason by `reason_digest` alone, so that a name in it can be removed.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    number = models.PositiveBigIntegerField(_("number"))
    key = models.CharField(_("key"), max_length=120, unique=True)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits", verbose_name=_("to (debit)"))
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="credits", verbose_name=_("from (credit)")
    )
    amount = MoneyField(_("amount"))
    value_date = models.DateField(_("date"))
    document = models.CharField(_("document"), max_length=60)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reason_salt = models.CharField(max_length=32, blank=True, editable=False)
    reason_digest = models.CharField(max_length=64, blank=True, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("recorded by")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True, verbose_name=_("reverses")
    )
    is_release = models.BooleanField(_("unbinds money of a campaign"), default=False)
    seal = models.CharField(_("seal"), max_length=64)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(
                name="transfer_amount_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount must be above zero."),
            ),
            models.CheckConstraint(
                name="transfer_between_two_accounts",
                condition=~Q(debit=F("credit")),
                violation_error_message=_("Money moves between two different accounts."),
            ),
            models.UniqueConstraint(fields=["community", "number"], name="transfer_number_once_per_fund"),
        ]
        indexes = [
            models.Index(fields=["debit", "value_date"], name="transfer_by_debit"),
            models.Index(fields=["credit", "value_date"], name="transfer_by_credit"),
            models.Index(fields=["community", "-id"], name="transfer_newest_first"),
            models.Index(fields=["community", "document"], name="transfer_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount}"


class Balance(models.Model):
    """What one account holds now: a checkpoint kept by each posting, and refused below zero where money is counted."""

    account = models.OneToOneField(
        Account, models.PROTECT, primary_key=True, related_name="balance", verbose_name=_("account")
    )
    is_money = models.BooleanField(_("really there"))
    debits = MoneyField(_("came in by debits"), default=0)
    credits = MoneyField(_("went out by credits"), default=0)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.CheckConstraint(
                name="no_money_below_zero",
                condition=Q(is_money=False) | Q(debits__gte=F("credits")),
                violation_error_message=_("There is not enough money for this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"


class AccountMonth(models.Model):
    """What moved through one account in one month: kept by each posting, for statements and charts."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="months", verbose_name=_("account"))
    month = models.DateField(_("month"))
    debits = MoneyField(_("came in by debits"), default=0)
    credits = MoneyField(_("went out by credits"), default=0)

    class Meta:
        verbose_name = _("month of an account")
        verbose_name_plural = _("months of accounts")
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="account_month_once"),
            models.CheckConstraint(name="account_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m}"
