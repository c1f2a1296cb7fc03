"""The help desk: what somebody needs, where, how soon, and everything that was done about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household, Person
from lib.codes import new_code
from welfare.help_querysets import HelpCaseQuerySet


class HelpCase(models.Model):
    """Somebody asks the community's centre for help. `code` is the word by which it is followed without an account.

    `due_at` is the time by which the next thing has to happen: an answer while it waits, an outcome while it is in
    hand. `place_key` and `name_key` are folded (`lib.thai.search_key`), so that what is told twice is found.
    """

    class Kind(models.TextChoices):
        """What is needed."""

        FOOD = "food", _("food or water")
        MEDICINE = "medicine", _("medicine")
        RIDE = "ride", _("a lift, for example to the hospital")
        CARE = "care", _("somebody to look after a person")
        REPAIR = "repair", _("a repair at the house")
        SAFETY = "safety", _("something is not safe")
        RESCUE = "rescue", _("rescue from danger")
        VIOLENCE = "violence", _("violence at home or from somebody")
        ABUSE = "abuse", _("a child or an old person is treated badly")
        FRAUD = "fraud", _("somebody in charge cheats or takes money")
        PRIVACY = "privacy", _("somebody's private facts came out")
        OTHER = "other", _("something else")

    # Told to a small circle only.
    SENSITIVE = (Kind.VIOLENCE, Kind.ABUSE, Kind.FRAUD, Kind.PRIVACY)

    class Topic(models.TextChoices):
        """What is not safe, for the security of the market and the streets."""

        STRANGER = "stranger", _("a stranger")
        THEFT = "theft", _("theft")
        HAZARD = "hazard", _("a danger on the way or at a house")
        LOST = "lost", _("lost or found")
        SCAM = "scam", _("a shop or person that cheats")

    class Urgency(models.TextChoices):
        """How soon."""

        DANGER = "danger", _("at once, somebody is in danger")
        TODAY = "today", _("today")
        DAYS = "days", _("within a few days")
        LATER = "later", _("it can wait")

    class Channel(models.TextChoices):
        """How it came."""

        SITE = "site", _("on the site")
        PHONE = "phone", _("by telephone")
        COUNTER = "counter", _("at the counter")
        LINE = "line", _("by LINE")
        PAPER = "paper", _("on a printed form")
        VISIT = "visit", _("told to a volunteer on the way")

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waits")
        IN_HAND = "in_hand", _("in hand")
        CLOSED = "closed", _("closed")

    class Outcome(models.TextChoices):
        """How it ended."""

        HELPED = "helped", _("helped")
        PARTLY = "partly", _("partly helped")
        PASSED_ON = "passed_on", _("passed on to somebody who can help")
        NOT_NEEDED = "not_needed", _("no longer needed")
        NOT_REACHED = "not_reached", _("could not be reached")
        NOT_POSSIBLE = "not_possible", _("could not be helped")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("what is needed"), max_length=10, choices=Kind)
    topic = models.CharField(_("what is not safe"), max_length=10, choices=Topic, blank=True)
    is_sensitive = models.BooleanField(_("only for the small circle"), default=False)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=120)
    place = models.CharField(_("where"), max_length=200)
    area = models.CharField(_("part of the community"), max_length=80, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    map_x = models.PositiveSmallIntegerField(
        _("place on the map, from the left"),
        null=True,
        blank=True,
        help_text=_("In thousandths of its width."),
    )
    map_y = models.PositiveSmallIntegerField(
        _("place on the map, from the top"),
        null=True,
        blank=True,
        help_text=_("In thousandths of its height."),
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    place_key = models.CharField(max_length=200, blank=True, editable=False)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    urgency = models.CharField(_("how urgent"), max_length=6, choices=Urgency, default=Urgency.TODAY)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel, default=Channel.SITE)
    about = models.CharField(_("order or shop that it is about"), max_length=60, blank=True)
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        related_name="help_cases",
        null=True,
        blank=True,
        verbose_name=_("household"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="help_cases", null=True, blank=True, verbose_name=_("person")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who asked"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("written down by"),
    )
    typed_at = models.DateTimeField(
        _("written down"),
        null=True,
        blank=True,
        help_text=_("Where there was no net: before it arrived here."),
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="help_cases",
        null=True,
        blank=True,
        verbose_name=_("in whose hand"),
    )
    due_at = models.DateTimeField(_("by when"))
    call_at = models.DateTimeField(_("call back at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("calls that nobody answered"), default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    answered_at = models.DateTimeField(_("first taken in hand"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times it was not solved"), default=0)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        verbose_name=_("told twice; counted in"),
    )

    objects = HelpCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to the help desk")
        verbose_name_plural = _("requests to the help desk")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["community", "due_at", "id"],
                condition=Q(status__in=["waiting", "in_hand"], merged_into__isnull=True),
                name="case_open_by_due",
            ),
            models.Index(fields=["community", "-closed_at"], name="case_by_closing"),
            models.Index(fields=["community", "phone", "-id"], name="case_by_phone"),
            models.Index(fields=["community", "name_key", "-id"], name="case_by_name"),
            models.Index(fields=["community", "place_key", "-id"], name="case_by_place"),
            models.Index(fields=["assignee", "status", "due_at"], name="case_by_assignee"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closes_with_an_outcome",
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(outcome="", closed_at__isnull=True),
                violation_error_message=_("Say how it ended before it is closed."),
            ),
            models.CheckConstraint(
                name="case_in_hand_is_in_a_hand",
                condition=~Q(status="in_hand") | Q(assignee__isnull=False),
                violation_error_message=_("Say who does it."),
            ),
            models.CheckConstraint(
                name="sensitive_kinds_stay_in_the_circle",
                condition=~Q(kind__in=["violence", "abuse", "fraud", "privacy"]) | Q(is_sensitive=True),
            ),
            models.CheckConstraint(
                name="case_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="case_location_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
            ),
            models.CheckConstraint(
                name="case_place_is_on_the_map",
                condition=Q(map_x__isnull=True, map_y__isnull=True) | Q(map_x__lte=1000, map_y__lte=1000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to do."""
        return self.status != self.Status.CLOSED


class CaseEvent(models.Model):
    """One step of a case. Append-only. `facts` holds what changed, as plain values for the words on the page."""

    class Kind(models.TextChoices):
        """What was done."""

        RECEIVED = "received", _("received")
        SORTED = "sorted", _("looked at")
        GIVEN = "given", _("given to somebody")
        TAKEN = "taken", _("taken in hand")
        LEFT = "left", _("put back to wait")
        TRIED = "tried", _("could not be reached")
        CALL = "call", _("call back planned")
        NOTE = "note", _("note")
        TOLD = "told", _("told to the person")
        LINKED = "linked", _("linked")
        MERGED = "merged", _("told twice")
        UNMERGED = "unmerged", _("not the same after all")
        CLOSED = "closed", _("closed")
        NOT_SOLVED = "not_solved", _("not solved, says the person")
        REOPENED = "reopened", _("opened again")

    case = models.ForeignKey(HelpCase, models.PROTECT, related_name="events", verbose_name=_("request"))
    kind = models.CharField(_("what was done"), max_length=12, choices=Kind)
    words = models.CharField(_("words"), max_length=500, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by whom"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"


class CaseLink(models.Model):
    """What a case is connected with, as in the books: `aid abcd2345`, `order …`, `mission …`, `goods …`."""

    case = models.ForeignKey(HelpCase, models.PROTECT, related_name="links", verbose_name=_("request"))
    document = models.CharField(_("document"), max_length=60)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("link of a request")
        verbose_name_plural = _("links of requests")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "document"], name="case_linked_once"),
        ]

    def __str__(self) -> str:
        return self.document


class CaseFile(models.Model):
    """A photo or a voice note that came with a case; private. `path` is empty once it was thrown away."""

    class Kind(models.TextChoices):
        """What it is."""

        PHOTO = "photo", _("photo")
        VOICE = "voice", _("voice note")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(HelpCase, models.PROTECT, related_name="files", verbose_name=_("request"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    path = models.CharField(_("file"), max_length=120, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo or voice note of a request")
        verbose_name_plural = _("photos and voice notes of requests")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"


class CaseSubject(models.Model):
    """Somebody with an account whom a case complains about. To that person the case does not exist."""

    case = models.ForeignKey(HelpCase, models.PROTECT, related_name="subjects", verbose_name=_("request"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("complained about")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("person complained about")
        verbose_name_plural = _("people complained about")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="subject_once_per_case")]

    def __str__(self) -> str:
        return f"{self.case_id}"
