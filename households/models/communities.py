"""Municipalities, the communities in them, and networks of communities that trade with each other."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.querysets import CommunityQuerySet
from lib.fields import MoneyField


class Municipality(models.Model):
    """A local government. Its officers read numbers over its communities."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=60, blank=True, help_text=_("For example เทศบาลนคร, เทศบาลตำบล or อบต.")
    )
    province = models.CharField(_("province"), max_length=60, blank=True)
    reference_line = MoneyField(
        _("reference line, baht for one person in a month"),
        null=True,
        blank=True,
        help_text=_("Reports show which share of households lives below it."),
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.kind}{self.name}"


class Network(models.Model):
    """Communities that open their markets to each other."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("network of communities")
        verbose_name_plural = _("networks of communities")

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A community that runs itself on this site, with its settings."""

    code = models.SlugField(
        _("code"), max_length=30, unique=True, help_text=_("Part of its address: /c/CODE/")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="communities", verbose_name=_("municipality")
    )
    network = models.ForeignKey(
        Network, models.SET_NULL, related_name="communities", null=True, blank=True, verbose_name=_("network")
    )
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("about"), blank=True)
    share_percent = models.DecimalField(
        _("share of each sale to the fund, in percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    public_threshold = models.PositiveSmallIntegerField(_("smallest group shown to the public"), default=10)
    officer_threshold = models.PositiveSmallIntegerField(_("smallest group shown to officers"), default=5)
    contact_name = models.CharField(_("person to ask"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    line_url = models.URLField(_("LINE link"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    pickup_place = models.CharField(_("usual pickup place"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="community_share_between_0_and_50",
                condition=models.Q(share_percent__gte=0, share_percent__lte=50),
                violation_error_message=_("The share to the fund is between 0 and 50 percent."),
            ),
            models.CheckConstraint(
                name="community_thresholds_hide_single_households",
                condition=models.Q(public_threshold__gte=3, officer_threshold__gte=3),
                violation_error_message=_("Reports never show groups smaller than three households."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The community's home page."""
        return reverse("market:community", args=[self.code])


class EmergencyNumber(models.Model):
    """A number to call in this community when something is wrong."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="emergency_numbers")
    label = models.CharField(_("whom one reaches"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("emergency number")
        verbose_name_plural = _("emergency numbers")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.label} {self.phone}"
