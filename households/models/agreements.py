"""Rules that people made together, who accepted which version, and consent by purpose."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community


class Agreement(models.Model):
    """A document that people accept: the market's rules, the privacy notice, the fund's rules."""

    class Kind(models.TextChoices):
        """What the document governs."""

        MARKET = "market", _("market rules")
        PRIVACY = "privacy", _("privacy notice")
        FUND = "fund", _("fund rules")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    community = models.ForeignKey(
        Community,
        models.CASCADE,
        related_name="agreements",
        null=True,
        blank=True,
        verbose_name=_("community"),
        help_text=_("Empty: holds on the whole site."),
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "community"],
                name="one_agreement_per_kind_and_community",
                violation_error_message=_(
                    "This community has such a document already: publish a new version of it."
                ),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(community__isnull=True),
                name="one_agreement_per_kind_for_the_site",
                violation_error_message=_(
                    "The site has such a document already: publish a new version of it."
                ),
            ),
        ]

    def __str__(self) -> str:
        place = f" – {self.community}" if self.community_id else ""
        return f"{self.get_kind_display()}{place}"


class AgreementVersion(models.Model):
    """One published text. It never changes; a new text is a new version."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="versions", verbose_name=_("agreement")
    )
    number = models.PositiveIntegerField(_("version"))
    summary = models.TextField(_("in short"), help_text=_("One screen, in plain words."))
    body = models.TextField(_("full text"))
    summary_en = models.TextField(_("in short, in English"), blank=True)
    body_en = models.TextField(_("full text in English"), blank=True)
    adopted = models.CharField(_("how it was adopted"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def summary_here(self) -> str:
        """What it says in short, in the reader's language where there is a translation."""
        return (get_language() == "en" and self.summary_en) or self.summary

    @property
    def body_here(self) -> str:
        """The full text in the reader's language where there is a translation. The Thai text governs."""
        return (get_language() == "en" and self.body_en) or self.body


class Acceptance(models.Model):
    """That a person accepted a version, and when. Append-only."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="acceptances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(_("accepted"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="accepted_once_per_version")]

    def __str__(self) -> str:
        return f"{self.user} – {self.version}"


class Consent(models.Model):
    """A person's yes or no to one purpose. Append-only; the newest row counts."""

    class Purpose(models.TextChoices):
        """What personal data may be used for beyond running orders."""

        MESSAGES = "messages", _("messages by e-mail or LINE about the community")
        INCOME = "income", _("my household's income in the community's reports, without names")
        SHOP_FACE = "shop_face", _("my name and picture on my shop's page")
        HEALTH = "health", _("my health or disability, so that the community can help me")

    class Way(models.TextChoices):
        """How the answer was given."""

        SITE = "site", _("on this site")
        PAPER = "paper", _("on paper")
        SPOKEN = "spoken", _("by word of mouth")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="consents",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    person = models.ForeignKey(
        "households.Person",
        models.PROTECT,
        related_name="consents",
        null=True,
        blank=True,
        verbose_name=_("person"),
        help_text=_("Somebody in the register who has no account."),
    )
    way = models.CharField(_("how"), max_length=10, choices=Way, default=Way.SITE)
    given_by = models.CharField(
        _("who answered for them"),
        max_length=120,
        blank=True,
        help_text=_("A parent or guardian, where the person cannot answer."),
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    is_given = models.BooleanField(_("given"))
    notice = models.ForeignKey(
        AgreementVersion, models.PROTECT, related_name="+", null=True, verbose_name=_("privacy notice shown")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(fields=["user", "purpose", "-id"], name="consent_newest_first"),
            models.Index(fields=["person", "purpose", "-id"], name="consent_of_person_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_is_somebodys",
                condition=models.Q(user__isnull=False) | models.Q(person__isnull=False),
                violation_error_message=_("A consent is somebody's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.person} – {self.get_purpose_display()}"
