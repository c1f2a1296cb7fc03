"""From an uploaded table to people in the register: upload, match the columns, check, decide, confirm.

Everything before `confirm` only fills the import's own rows. The long parts run in the background; each says how far it is,
and one that was killed is started again by the same press.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from households.imports import background, columns
from households.imports.columns import HOUSE_NUMBER, NAME, SAME_AS_ABOVE
from households.models import Community, ImportRow, RegisterImport, User
from lib import sheets
from lib.errors import Refused
from lib.sheets.reading import Row, Sheet

Status = RegisterImport.Status
BATCH = 1_000
# A long part says at least this often that it is still there.
SILENCE = dt.timedelta(minutes=2)
# Pressing the upload twice gives one import.
TWICE = dt.timedelta(minutes=2)
EXACT, ALIKE = "exact", "alike"


def upload(*, community: Community, file, name: str, actor: User) -> RegisterImport:
    """Keep the table's rows, as typed, for matching. Raises Refused for what is no table, or one without people.

    The same table again within two minutes gives back the import that is there.
    """
    sheet = sheets.read(file, name)
    rows = [(number, cells) for number, cells in sheet.rows if not columns.is_example(cells)]
    if not rows:
        raise Refused(
            _("Only the examples of the template are in this file. Write your own people in their place."),
            "only_examples",
        )
    with transaction.atomic():
        Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        return _pressed_twice(community, sheet, rows, name, actor) or _kept(
            community, sheet, rows, name, actor
        )


@transaction.atomic
def match(
    *, batch: RegisterImport, places: Mapping[str, int], same_as_above: bool = False, actor: User
) -> RegisterImport:
    """Say which column holds what (field to position), and start the check. Raises Refused."""
    locked = _locked(batch)
    _must_be(locked, Status.UPLOADED, Status.CHECKED, Status.FAILED)
    for field in (HOUSE_NUMBER, NAME):
        if field not in places:
            raise Refused(
                _("Say which column holds this: %(field)s.") % {"field": columns.BY_FIELD[field].heading},
                f"no_{field}",
            )
    if any(not 0 <= place < len(locked.heads) or field not in columns.BY_FIELD for field, place in places.items()):  # fmt: skip
        raise Refused(_("There is no such column in the file."), "column")
    locked.columns = {**places, SAME_AS_ABOVE: int(same_as_above)}
    return _start_check(locked)


@transaction.atomic
def check_again(*, batch: RegisterImport, actor: User) -> RegisterImport:
    """Start the check anew, after the register changed or a check stopped. What people decided stays."""
    locked = _locked(batch)
    if locked.status == Status.CHECKING and not is_silent(locked):
        return locked
    _must_be(locked, Status.CHECKING, Status.CHECKED, Status.FAILED)
    if HOUSE_NUMBER not in locked.columns:
        raise Refused(_("First say what the columns hold."), "no_columns")
    return _start_check(locked)


@transaction.atomic
def decide(*, batch: RegisterImport, number: int, choice: str, actor: User) -> ImportRow:
    """What to do with one row: enter as new, same as the suggestion, or leave out. Raises Refused."""
    locked = _locked(batch)
    _must_be(locked, Status.CHECKED)
    row = locked.rows.get(number=number)
    if choice not in ImportRow.Choice.values:
        raise Refused(_("Please choose what to do with the row."), "choice")
    if choice == ImportRow.Choice.SAME and not row.same_person_id:
        raise Refused(_("For this row there is nobody in the register to be the same as."), "nobody")
    row.choice = choice
    row.fields[background.DECIDED] = choice
    row.save(update_fields=["choice", "fields"])
    _count_bad(locked)
    return row


@transaction.atomic
def decide_all(*, batch: RegisterImport, which: str, choice: str, actor: User) -> int:
    """The same answer for all rows that are exactly alike somebody in the register ("exact") or nearly ("alike")."""
    locked = _locked(batch)
    _must_be(locked, Status.CHECKED)
    if which not in (EXACT, ALIKE) or choice not in ImportRow.Choice.values:
        raise Refused(_("Please choose what to do with the rows."), "choice")
    like = Q(likeness=100) if which == EXACT else Q(likeness__lt=100)
    changed = []
    for row in locked.rows.filter(like, same_person__isnull=False).defer("cells", "problems"):
        row.choice = choice
        row.fields[background.DECIDED] = choice
        changed.append(row)
    ImportRow.objects.bulk_update(changed, ["choice", "fields"], batch_size=BATCH)
    _count_bad(locked)
    return len(changed)


@transaction.atomic
def leave_out_bad(*, batch: RegisterImport, actor: User) -> int:
    """Go on without the rows that have mistakes. Returns how many these are."""
    locked = _locked(batch)
    _must_be(locked, Status.CHECKED)
    count = bad_rows(locked).update(choice=ImportRow.Choice.SKIP)
    _count_bad(locked)
    return count


def mend(*, batch: RegisterImport, file, name: str, actor: User) -> int:
    """Replace rows by those of a mended table, by the number of the row, and check again. Returns how many.

    The table is the one of bad rows that was taken away: its headings, with the number of the row in the first column.
    Raises Refused for any other.
    """
    sheet = sheets.read(file, name)
    with transaction.atomic():
        locked = _locked(batch)
        _must_be(locked, Status.CHECKED, Status.FAILED)
        mended = _mended(locked, sheet)
        rows = list(locked.rows.filter(number__in=list(mended)))
        if len(rows) != len(mended):
            missing = sorted(set(mended) - {row.number for row in rows})
            raise Refused(
                _("The first table has no row %(row)s. Please keep the numbers of the rows as they are.")
                % {"row": missing[0]},
                "number",
            )
        for row in rows:
            row.cells = mended[row.number]
            row.choice = ImportRow.Choice.NEW
            row.fields.pop(background.DECIDED, None)
        ImportRow.objects.bulk_update(rows, ["cells", "choice", "fields"], batch_size=BATCH)
        _start_check(locked)
    return len(rows)


@transaction.atomic
def confirm(*, batch: RegisterImport, file_is_right: bool = False, actor: User) -> RegisterImport:
    """Enter everything, in the background. Pressing twice enters once. Raises Refused while rows are wrong.

    With `file_is_right` the table replaces what the register says of people who are there; otherwise it only fills
    what is empty.
    """
    locked = _locked(batch)
    if locked.status == Status.DONE or (locked.status == Status.WRITING and not is_silent(locked)):
        return locked
    _must_be(locked, Status.CHECKED, Status.WRITING)
    _count_bad(locked)
    if locked.rows_bad:
        raise Refused(
            _("Some rows still have mistakes. Mend them, or leave them out; then confirm."), "bad_rows"
        )
    if not locked.rows.exclude(choice=ImportRow.Choice.SKIP).exists():
        raise Refused(_("All rows are left out; there is nothing to enter."), "nothing")
    locked.status, locked.confirmed_by, locked.fault = Status.WRITING, actor, ""
    locked.counts = {**locked.counts, "file_is_right": file_is_right, "beat": timezone.now().isoformat()}
    locked.save(update_fields=["status", "confirmed_by", "counts", "fault"])
    write.enqueue(batch_id=locked.pk)
    return locked


@transaction.atomic
def drop(*, batch: RegisterImport, actor: User) -> RegisterImport:
    """Put an import away: its rows are deleted, that it was there stays on record. Raises Refused while it is entered."""
    locked = _locked(batch)
    if locked.status == Status.DROPPED:
        return locked
    if locked.status == Status.WRITING and not is_silent(locked):
        raise Refused(_("The table is just being entered. Please wait a moment."), "writing")
    ImportRow.objects.filter(batch=locked).delete()
    if locked.status != Status.DONE:
        locked.status, locked.finished_at = Status.DROPPED, timezone.now()
        locked.save(update_fields=["status", "finished_at"])
    return locked


@transaction.atomic
def forget(*, before: dt.datetime) -> int:
    """Delete the rows of imports that were over, or left lying, before this moment. Returns how many rows."""
    waiting = RegisterImport.objects.filter(
        status__in=[Status.UPLOADED, Status.CHECKED, Status.FAILED], uploaded_at__lt=before
    )
    waiting.update(status=Status.DROPPED, finished_at=before)
    over = RegisterImport.objects.filter(status__in=[Status.DONE, Status.DROPPED], finished_at__lte=before)
    return ImportRow.objects.filter(batch__in=over).delete()[0]


def bad_rows(batch: RegisterImport):
    """Rows with mistakes that nobody has left out."""
    return batch.rows.exclude(choice=ImportRow.Choice.SKIP).exclude(problems=[])


def is_silent(batch: RegisterImport) -> bool:
    """True when a long part has said nothing for so long that it must have been stopped."""
    beat = batch.counts.get("beat")
    return not beat or timezone.now() - dt.datetime.fromisoformat(beat) > SILENCE


@task()
def check(batch_id: int, run: int) -> None:
    """Go through all rows of an import; see `households.imports.background`."""
    background.check(batch_id, run)


@task()
def write(batch_id: int) -> None:
    """Enter a confirmed import; see `households.imports.background`."""
    background.write(batch_id)


def _locked(batch: RegisterImport) -> RegisterImport:
    return RegisterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _must_be(batch: RegisterImport, *statuses: str) -> None:
    if batch.status not in statuses:
        raise Refused(
            _("This is not possible now: the table %(status)s.") % {"status": batch.get_status_display()},
            "status",
        )


def _start_check(batch: RegisterImport) -> RegisterImport:
    run = batch.counts.get("run", 0) + 1
    batch.status, batch.rows_checked, batch.rows_bad, batch.fault = Status.CHECKING, 0, 0, ""
    batch.counts = {"run": run, "beat": timezone.now().isoformat()}
    batch.save()
    check.enqueue(batch_id=batch.pk, run=run)
    return batch


def _count_bad(batch: RegisterImport) -> None:
    batch.rows_bad = bad_rows(batch).count()
    batch.save(update_fields=["rows_bad"])


def _kept(community: Community, sheet: Sheet, rows: list[Row], name: str, actor: User) -> RegisterImport:
    batch = RegisterImport.objects.create(
        community=community,
        file_name=_file_name(name),
        heads=sheet.heads,
        columns=columns.guess(sheet.heads),
        rows_total=len(rows),
        uploaded_by=actor,
    )
    ImportRow.objects.bulk_create(
        [ImportRow(batch=batch, number=number, cells=cells) for number, cells in rows], BATCH
    )
    return batch


def _pressed_twice(
    community: Community, sheet: Sheet, rows: list[Row], name: str, actor: User
) -> RegisterImport | None:
    before = RegisterImport.objects.filter(
        community=community,
        uploaded_by=actor,
        file_name=_file_name(name),
        status=Status.UPLOADED,
        rows_total=len(rows),
        uploaded_at__gt=timezone.now() - TWICE,
    ).first()
    if before is None or before.heads != sheet.heads:
        return None
    kept = list(before.rows.order_by("number").values_list("number", "cells"))
    return before if kept == rows else None


def _file_name(name: str) -> str:
    return name.rpartition("/")[2].rpartition("\\")[2].replace("\0", "")[-200:]


def _mended(batch: RegisterImport, sheet: Sheet) -> dict[int, list[Any]]:
    """The cells of each row in the order of the first table, by the number of the row."""
    places = {head: place for place, head in enumerate(sheet.heads)}
    number_head = next((head for head in _row_number_heads() if head in places), None)
    if number_head is None or any(head not in places for head in batch.heads):
        raise Refused(
            _("This is another table. Please take away the rows with mistakes, mend them there, and bring that file."),
            "another_table",
        )  # fmt: skip
    mended = {}
    for number, cells in sheet.rows:
        written = cells[places[number_head]]
        if not written.isdecimal() or int(written) in mended:
            raise Refused(
                _("In row %(row)s of the file the number of the row is missing or there twice.")
                % {"row": number},
                "number",
            )
        mended[int(written)] = [cells[places[head]] for head in batch.heads]
    return mended


def row_number_head() -> str:
    """The heading over the numbers of the rows in the table of bad rows."""
    return _("Row in the first table")


def _row_number_heads() -> list[str]:
    """That heading in each language of the site: the file may have been taken away in another one."""
    heads = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            heads.append(row_number_head())
    return heads
