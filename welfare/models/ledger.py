"""The fund's double-entry ledger: accounts, and one immutable row for each transfer between two of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.fields import MoneyField
from welfare.querysets import AccountQuerySet, TransferQuerySet


class Fund(models.Model):
    """The welfare fund of one community, and where money for it is sent."""

    community = models.OneToOneField(
        Community, models.PROTECT, related_name="fund", verbose_name=_("community")
    )
    promptpay_id = models.CharField(_("PromptPay number"), max_length=15, blank=True)
    receiver_name = models.CharField(_("name of the receiver"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")

    def __str__(self) -> str:
        return str(self.community)


class Account(models.Model):
    """A place in the books of one community's fund. `holder` tells apart accounts of the same kind."""

    class Kind(models.TextChoices):
        """What the account counts."""

        BANK = "bank", _("bank")
        CASH = "cash", _("cash box")
        OWED_BY_SHOP = "owed_by_shop", _("owed by a shop")
        SHARE_EXPECTED = "share_expected", _("market share not yet arrived")
        MARKET_SHARE = "market_share", _("market share")
        OPENING = "opening", _("opening balance")

    # Money that is really there. Kinds whose balance grows with debits are assets and costs.
    MONEY = (Kind.BANK, Kind.CASH)
    DEBIT_NORMAL = (Kind.BANK, Kind.CASH, Kind.OWED_BY_SHOP)

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    holder = models.CharField(
        _("holder"), max_length=20, blank=True, help_text=_("For example a shop's code.")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account in the books")
        verbose_name_plural = _("accounts in the books")
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "holder"], name="account_once_per_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}".strip()


class Transfer(models.Model):
    """An amount that moved from one account (credit) to another (debit). Never changed, never deleted."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    key = models.CharField(_("key"), max_length=120, unique=True)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits", verbose_name=_("to (debit)"))
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="credits", verbose_name=_("from (credit)")
    )
    amount = MoneyField(_("amount"))
    value_date = models.DateField(_("date"))
    document = models.CharField(_("document"), max_length=60)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("recorded by")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True, verbose_name=_("reverses")
    )
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
        ]
        indexes = [
            models.Index(fields=["debit", "value_date"], name="transfer_by_debit"),
            models.Index(fields=["credit", "value_date"], name="transfer_by_credit"),
            models.Index(fields=["community", "-id"], name="transfer_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount}"
