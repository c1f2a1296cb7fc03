"""Campaigns: money asked for one thing, bound to it, and told about until it is spent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community
from lib.codes import new_code
from lib.fields import MoneyField
from welfare.models.ledger import Transfer
from welfare.querysets import CampaignQuerySet


class Campaign(models.Model):
    """What money is asked for, until when, and where what is left over goes. Its code binds accounts in the books."""

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("asks for donations")
        ENDED = "ended", _("asks no more; the money is being used")
        SETTLED = "settled", _("all used or passed on")

    class Leftover(models.TextChoices):
        """Where money goes that is left over, as said before the first donation."""

        FUND = "fund", _("to the community's welfare fund")
        CAMPAIGN = "campaign", _("to another campaign")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="campaigns", verbose_name=_("community")
    )
    name = models.CharField(_("name"), max_length=120)
    story = models.TextField(_("what it is for"))
    goal = MoneyField(_("goal"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    leftover = models.CharField(
        _("money left over goes"), max_length=10, choices=Leftover, default=Leftover.FUND
    )
    leftover_campaign = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("which campaign")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("opened by"),
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_goal_above_zero",
                condition=Q(goal__gt=0),
                violation_error_message=_("The goal must be above zero."),
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                name="campaign_leftover_names_its_campaign",
                condition=Q(leftover="fund", leftover_campaign__isnull=True)
                | Q(leftover="campaign", leftover_campaign__isnull=False),
                violation_error_message=_("Say to which campaign the money goes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignPicture(models.Model):
    """A public picture of a campaign; see `lib.pictures`."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="pictures", verbose_name=_("campaign")
    )
    digest = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("what the picture shows"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture of a campaign")
        verbose_name_plural = _("pictures of campaigns")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "digest"], name="campaign_picture_once")]

    def __str__(self) -> str:
        return self.alt or self.digest[:8]


class CampaignUpdate(models.Model):
    """What happened since, for those who gave: words, perhaps a public picture, perhaps what was paid. Append-only."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="updates", verbose_name=_("campaign"))
    words = models.TextField(_("what happened"))
    picture = models.CharField(_("picture"), max_length=64, blank=True)
    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entry")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("news of a campaign")
        verbose_name_plural = _("news of campaigns")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.words[:60]
