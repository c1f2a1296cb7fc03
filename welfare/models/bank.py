"""The bank's own statement: lines as the bank wrote them, and which entries of the books they belong to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.ledger import Account, Transfer


class BankLayout(models.Model):
    """Which column of a bank's table holds what, kept from the last time. Known by the table's headings."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", verbose_name=_("community"))
    heads_digest = models.CharField(max_length=64)
    columns = models.JSONField(_("which column holds what"), default=dict)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("layout of a bank's table")
        verbose_name_plural = _("layouts of banks' tables")
        constraints = [
            models.UniqueConstraint(fields=["community", "heads_digest"], name="bank_layout_once"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}"


class BankStatement(models.Model):
    """One uploaded table of a bank. Its lines count once, however often the same days are uploaded."""

    class Status(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("waits for the columns to be matched")
        DONE = "done", _("taken in")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("account"), max_length=20, choices=Account.Kind, default=Account.Kind.BANK)
    file_name = models.CharField(_("file"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UPLOADED)
    heads = models.JSONField(_("headings of the columns"), default=list)
    rows = models.JSONField(_("rows as the bank wrote them"), default=list)
    columns = models.JSONField(_("which column holds what"), default=dict)
    lines_new = models.PositiveIntegerField(_("new lines"), default=0)
    lines_known = models.PositiveIntegerField(_("lines known before"), default=0)
    closing = MoneyField(_("balance at the end, as the bank says"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="bank_statement_of_bank_or_wallet", condition=Q(kind__in=["bank", "wallet"])
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class BankLine(models.Model):
    """One line of a bank's statement. Above zero came in, below went out. What the bank wrote never changes."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    statement = models.ForeignKey(
        BankStatement, models.PROTECT, related_name="lines", verbose_name=_("bank statement")
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("account"), max_length=20, choices=Account.Kind)
    booked_on = models.DateField(_("date"))
    amount = MoneyField(_("amount"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    words = models.CharField(_("what the bank wrote"), max_length=200, blank=True)
    balance = MoneyField(_("balance after it"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    matched = MoneyField(
        _("of it matched"), default=0, help_text=_("Between zero and the size of the amount.")
    )
    set_aside = models.CharField(_("why it is not the fund's"), max_length=200, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("set aside by"),
    )

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["-booked_on", "-id"]
        indexes = [models.Index(fields=["community", "-booked_on", "-id"], name="bank_line_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "fingerprint"], name="bank_line_once"),
            models.CheckConstraint(name="bank_line_moves_money", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="bank_line_matched_no_more_than_it_is",
                condition=Q(matched__gte=0) & Q(matched__lte=Abs(F("amount"))),
                violation_error_message=_("More is matched than the bank's line says."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on:%Y-%m-%d} {self.amount}"


class BankMatch(models.Model):
    """A part of a bank's line that is one entry of the books. Undone by naming who undid it; never deleted."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches", verbose_name=_("bank line"))
    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="bank_matches", verbose_name=_("entry")
    )
    amount = MoneyField(_("amount"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("matched by")
    )
    made_at = models.DateTimeField(_("matched"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("match with a bank line")
        verbose_name_plural = _("matches with bank lines")
        constraints = [
            models.CheckConstraint(name="bank_match_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["line", "transfer"],
                condition=Q(undone_at__isnull=True),
                name="bank_line_and_entry_matched_once",
                violation_error_message=_("These two belong together already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} – {self.transfer_id}"


class CashCount(models.Model):
    """The cash box (or e-wallet) counted on a day, beside what the books say. A difference is signed by two."""

    class Status(models.TextChoices):
        """Where it stands."""

        AGREES = "agrees", _("agrees with the books")
        WAITING = "waiting", _("differs: waits for a second person")
        ENTERED = "entered", _("differed: the difference is entered")
        REFUSED = "refused", _("differs: to be counted again")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="counts", verbose_name=_("account"))
    counted_at = models.DateTimeField(_("counted"), auto_now_add=True)
    counted = MoneyField(_("counted"))
    booked = MoneyField(_("in the books"))
    notes = models.JSONField(_("notes and coins"), default=dict, blank=True)
    words = models.CharField(_("words to it"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("counted by")
    )
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="cash_count", null=True, blank=True, verbose_name=_("entry")
    )

    class Meta:
        verbose_name = _("cash count")
        verbose_name_plural = _("cash counts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="cash_count_not_below_zero", condition=Q(counted__gte=0)),
            models.CheckConstraint(
                name="cash_count_that_agrees_is_equal",
                condition=~Q(status="agrees") | Q(counted=F("booked")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.counted}"
