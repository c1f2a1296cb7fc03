"""The committee's spreadsheet on its way into the register: the file's rows, what was made of them, how far it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.communities import Community
from households.models.households import Household, Person
from lib.codes import new_code


class RegisterImport(models.Model):
    """One uploaded table. Nothing of it is in the register before it is confirmed; then all of it or nothing."""

    class Status(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("waits for the columns to be matched")
        CHECKING = "checking", _("is being checked")
        CHECKED = "checked", _("checked: look at it and confirm")
        WRITING = "writing", _("is being entered")
        DONE = "done", _("entered into the register")
        FAILED = "failed", _("stopped by a fault; nothing was entered")
        DROPPED = "dropped", _("put away")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="register_imports", verbose_name=_("community")
    )
    file_name = models.CharField(_("file"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UPLOADED)
    heads = models.JSONField(_("headings of the columns"), default=list)
    columns = models.JSONField(
        _("which column holds what"), default=dict, help_text=_("Field to position, from 0.")
    )
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_checked = models.PositiveIntegerField(_("rows checked"), default=0)
    rows_bad = models.PositiveIntegerField(_("rows with a mistake"), default=0)
    counts = models.JSONField(_("what was entered"), default=dict)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("confirmed by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("register from a spreadsheet")
        verbose_name_plural = _("registers from spreadsheets")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the table, as typed, with what was read from it. Removed some weeks after the import is over."""

    class Choice(models.TextChoices):
        """What to do with the row."""

        NEW = "new", _("enter as new")
        SAME = "same", _("is the one that is there already")
        SKIP = "skip", _("leave out")

    batch = models.ForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"), help_text=_("As the spreadsheet counts."))
    cells = models.JSONField(default=list)
    fields = models.JSONField(default=dict, help_text=_("What was read: field to value."))
    problems = models.JSONField(
        default=list, help_text=_("Field and sentence, in the language of the upload.")
    )
    same_household = models.ForeignKey(
        Household, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("household")
    )
    same_person = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("person")
    )
    likeness = models.PositiveSmallIntegerField(_("likeness in percent"), null=True, blank=True)
    choice = models.CharField(_("what to do"), max_length=5, choices=Choice, default=Choice.NEW)

    # Noted by `imports.checking`: who was found when the row was checked before.
    same_person_before: int | None

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
