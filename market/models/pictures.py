"""What shop and listing pictures have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """A re-encoded photo, known by the digest of its content; its files are kept in three widths."""

    digest = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("what the picture shows"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt or self.digest[:8]
