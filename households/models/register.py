"""What happens to the register: acts on record, facts about people that make them vulnerable, and merges."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.agreements import Consent
from households.models.communities import Community
from households.models.households import Household, Person
from households.querysets import SituationQuerySet


class RegisterEvent(models.Model):
    """One act in the register: what, on which day, by whom. Append-only, and without names: `facts` holds codes.

    What the fields held before is in the change log.
    """

    class Kind(models.TextChoices):
        """What was done."""

        HOUSEHOLD_CREATED = "created", _("household entered")
        STATUS_CHANGED = "status", _("status changed")
        SPLIT = "split", _("household divided")
        MERGED = "merged", _("duplicates joined")
        UNMERGED = "unmerged", _("joining undone")
        REPRESENTATIVE_CHANGED = "representative", _("representative changed")
        DEPUTY_CHANGED = "deputy", _("deputy changed")
        MEMBER_ADDED = "member_added", _("member added")
        MEMBER_LEFT = "member_left", _("member left")
        MEMBER_MOVED = "member_moved", _("member moved to another household")
        DIED = "died", _("member died")
        CORRECTED = "corrected", _("entry corrected")
        CHECKED = "checked", _("looked at by the committee")
        SITUATION_ADDED = "situation_added", _("need for help noted")
        SITUATION_ENDED = "situation_ended", _("need for help ended")
        IMPORTED = "imported", _("entered from a spreadsheet")
        EXPORTED = "exported", _("register taken away as a table")
        ASKED_AGAIN = "asked_again", _("households reminded of a round")
        SAMPLE_DRAWN = "sample_drawn", _("sample drawn")

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="events", null=True, blank=True, verbose_name=_("household")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="events", null=True, blank=True, verbose_name=_("person")
    )
    kind = models.CharField(_("what was done"), max_length=20, choices=Kind)
    happened_on = models.DateField(_("on"), default=timezone.localdate)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("act in the register")
        verbose_name_plural = _("acts in the register")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["household", "-id"], name="register_event_by_household"),
            models.Index(fields=["community", "-id"], name="register_event_by_community"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on:%Y-%m-%d}"


class Situation(models.Model):
    """Something that makes a person need more help, from one day to another. Old age follows from the year of birth.

    Health and disability are on record only with the person's consent.
    """

    class Kind(models.TextChoices):
        """The situations that the community looks after."""

        DISABLED = "disabled", _("disabled")
        BEDRIDDEN = "bedridden", _("bedridden")
        CHRONIC = "chronic", _("chronically ill")
        SINGLE_PARENT = "single_parent", _("raises children alone")
        NO_INCOME = "no_income", _("has no income")

    class Source(models.TextChoices):
        """Who says so."""

        SELF = "self", _("the person")
        FAMILY = "family", _("the family")
        CARD = "card", _("an official card or paper")
        VOLUNTEER = "volunteer", _("a health volunteer")
        COMMITTEE = "committee", _("the committee")

    HEALTH = (Kind.DISABLED, Kind.BEDRIDDEN, Kind.CHRONIC)

    person = models.ForeignKey(Person, models.PROTECT, related_name="situations", verbose_name=_("person"))
    kind = models.CharField(_("situation"), max_length=16, choices=Kind)
    source = models.CharField(_("who says so"), max_length=10, choices=Source)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("consent")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("looked at by"),
    )
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = _("need for help")
        verbose_name_plural = _("needs for help")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until__isnull=True),
                name="one_running_situation_per_person_and_kind",
                violation_error_message=_("This is on record already."),
            ),
            models.CheckConstraint(
                name="health_needs_consent",
                condition=~Q(kind__in=["disabled", "bedridden", "chronic"]) | Q(consent__isnull=False),
                violation_error_message=_("Health and disability are written down only with consent."),
            ),
            models.CheckConstraint(
                name="situation_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Merge(models.Model):
    """Two entries of the same household or the same person, joined. `moved` holds what undoing needs."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kept_household = models.ForeignKey(
        Household, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("stays")
    )
    gone_household = models.ForeignKey(
        Household, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entered twice")
    )
    kept_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("stays")
    )
    gone_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entered twice")
    )
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("joined"), auto_now_add=True)
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
        verbose_name = _("joined entries")
        verbose_name_plural = _("joined entries")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="merge_is_of_two_households_or_two_people",
                condition=Q(
                    kept_household__isnull=False,
                    gone_household__isnull=False,
                    kept_person__isnull=True,
                    gone_person__isnull=True,
                )
                | Q(
                    kept_household__isnull=True,
                    gone_household__isnull=True,
                    kept_person__isnull=False,
                    gone_person__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_household or self.gone_person} → {self.kept_household or self.kept_person}"
