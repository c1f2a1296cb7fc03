"""Money that people, companies and authorities give or promise to the fund."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.campaigns import Campaign
from welfare.models.ledger import Transfer
from welfare.models.slips import Slip
from welfare.querysets import DonationQuerySet


class Donation(models.Model):
    """A gift to the fund or to a campaign, from "sent" to "arrived". The giver needs no account and no name."""

    class Giver(models.TextChoices):
        """Who gives."""

        PERSON = "person", _("a person")
        COMPANY = "company", _("a company or shop")
        FOUNDATION = "foundation", _("a foundation or association")
        TEMPLE = "temple", _("a temple, school or other body")

    class Way(models.TextChoices):
        """How the money comes."""

        PROMPTPAY = "promptpay", _("PromptPay")
        TRANSFER = "bank", _("bank transfer")
        CASH = "cash", _("cash at the office")

    class Status(models.TextChoices):
        """Where it stands."""

        PROMISED = "promised", _("not sent yet")
        SENT = "sent", _("waiting for the treasurer")
        ARRIVED = "arrived", _("arrived")
        NOT_FOUND = "not_found", _("not found in the account")
        TAKEN_BACK = "taken_back", _("taken back")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="donations", verbose_name=_("community")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="donations",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    giver = models.CharField(_("who gives"), max_length=10, choices=Giver, default=Giver.PERSON)
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=13, blank=True)
    is_anonymous = models.BooleanField(_("show no name in public"), default=True)
    amount = MoneyField(_("amount"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROMISED)
    slip = models.OneToOneField(
        Slip, models.PROTECT, related_name="donation", null=True, blank=True, verbose_name=_("slip")
    )
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="donation", null=True, blank=True, verbose_name=_("entry")
    )
    arrived_amount = MoneyField(_("amount that arrived"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("account of the giver"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = DonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "status", "-id"], name="donation_by_status")]
        constraints = [
            models.CheckConstraint(name="donation_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="donation_that_arrived_is_in_the_books",
                condition=~Q(status="arrived") | Q(transfer__isnull=False, arrived_amount__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"


class MatchingSource(models.Model):
    """An authority or body that adds money to what members pay."""

    class Kind(models.TextChoices):
        """Which kind of body."""

        LOCAL = "local", _("local government")
        STATE = "state", _("the state")
        OTHER = "other", _("another body")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("source of matching money")
        verbose_name_plural = _("sources of matching money")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="matching_source_once",
                violation_error_message=_("This source is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatchingPledge(models.Model):
    """Money that a source has promised for a day. A promise to follow up, never income before it has come."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    source = models.ForeignKey(
        MatchingSource, models.PROTECT, related_name="pledges", verbose_name=_("source")
    )
    amount = MoneyField(_("amount"))
    pledged_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("due on"))
    document = models.CharField(_("letter or resolution"), max_length=120)
    given_up_on = models.DateField(_("no longer expected since"), null=True, blank=True)
    given_up_reason = models.CharField(_("why"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("promise of matching money")
        verbose_name_plural = _("promises of matching money")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(name="matching_pledge_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount}"


class MatchingArrival(models.Model):
    """A part of a promise that has come, perhaps in several parts. Append-only."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    pledge = models.ForeignKey(
        MatchingPledge, models.PROTECT, related_name="arrivals", verbose_name=_("promise")
    )
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="matching_arrival", verbose_name=_("entry")
    )
    amount = MoneyField(_("amount"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("matching money that came")
        verbose_name_plural = _("matching money that came")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="matching_arrival_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.amount}"
