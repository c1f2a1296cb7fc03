"""How the market is sorted and measured: categories and units."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lib.fields import QuantityField


class TwoNames(models.Model):
    """Something with a Thai and an English name that the committee keeps."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th


class Category(TwoNames):
    """A kind of goods, with the sign and soft colour that stand in for a missing picture."""

    class Tone(models.TextChoices):
        """Soft colours of the palette."""

        LEAF = "leaf", _("banana leaf")
        TURMERIC = "turmeric", _("turmeric")
        CHILLI = "chilli", _("chilli")
        SEA = "sea", _("sea")
        MIST = "mist", _("mist")

    sign = models.CharField(_("sign"), max_length=8, help_text=_("One emoji."))
    tone = models.CharField(_("colour"), max_length=10, choices=Tone, default=Tone.LEAF)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]

    def get_absolute_url(self) -> str:
        """The page with the category's goods."""
        return reverse("market:category", args=[self.code])


class Unit(TwoNames):
    """A unit that goods are sold by. Quantities are multiples of its step."""

    step = QuantityField(_("smallest step"), default=1)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="unit_step_above_zero",
                condition=Q(step__gt=0),
                violation_error_message=_("The step must be above zero."),
            )
        ]

    def measures(self, quantity: Decimal) -> bool:
        """Whether `quantity` is a multiple of the step."""
        return quantity % self.step == 0
