"""The long parts of an import, as the worker runs them: checking in chunks, entering in one transaction."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from households import notices
from households.imports import writing
from households.imports.checking import DECIDED, WRITTEN, Check
from households.models import Community, ImportRow, RegisterImport
from lib.errors import Refused

__all__ = ["DECIDED", "check", "write"]

Status = RegisterImport.Status
# How often to prepare anew when others write into the register meanwhile.
TRIES = 3


def check(batch_id: int, run: int) -> None:
    """Read, place and compare every row; each chunk is kept at once, so that progress shows.

    Stops when somebody started another check. A fault leaves the import to be checked again.
    """
    batch = _of(batch_id)
    with override(batch.uploaded_by.language):
        try:
            seen = writing.state_of_register(batch.community)
            bad = 0
            for rows in Check(batch).chunks():
                bad += sum(1 for row in rows if row.problems and row.choice != ImportRow.Choice.SKIP)
                if not _keep(batch_id, run, rows):
                    return
        except Exception:
            _stop(
                batch_id, Status.CHECKING, Status.FAILED, _("The check stopped by a fault. Please try again.")
            )
            raise

    def finish(locked: RegisterImport) -> None:
        locked.status, locked.rows_bad = Status.CHECKED, bad
        locked.counts = {**locked.counts, "seen": seen}

    _change(batch_id, run, finish)


def write(batch_id: int) -> None:
    """Enter a confirmed import: everything, or nothing and the reason. Does nothing when it is entered already."""
    batch = _of(batch_id)
    if batch.status != Status.WRITING:
        return
    with override(batch.uploaded_by.language):
        try:
            if not any(_entered(batch) for _try in range(TRIES)):
                raise writing.changed()
        except Refused as error:
            _stop(batch_id, Status.WRITING, Status.CHECKED, str(error))
        except Exception:
            fault = _("Entering stopped by a fault; nothing was entered. Please confirm again.")
            _stop(batch_id, Status.WRITING, Status.CHECKED, fault)
            raise


def _entered(batch: RegisterImport) -> bool:
    """True when all is entered; False when the register moved between preparing and locking."""
    seen = writing.state_of_register(batch.community)
    plan = writing.prepare(batch)
    with transaction.atomic():
        # One import at a time in a community; then the import itself, which another task may have entered.
        Community.objects.select_for_update(no_key=True).get(pk=batch.community_id)
        locked = _locked(batch.pk)
        if locked.status != Status.WRITING:
            return True
        if locked.confirmed_by is None:
            raise TypeError("a table is entered only after somebody confirmed it")
        if writing.state_of_register(batch.community) != seen:
            return False
        entered = writing.enter(plan, locked)
        locked.status, locked.finished_at = Status.DONE, timezone.now()
        locked.counts = {**locked.counts, **entered}
        locked.save(update_fields=["status", "finished_at", "counts"])
        notices.send(
            to=locked.confirmed_by,
            text=format_lazy(
                gettext_lazy(
                    "Your table is in the register: {people} people in {households} new households."
                ),
                people=entered["people"],
                households=entered["households"],
            ),
            url=f"/office/{batch.community.code}/import/{batch.code}/",
        )
    return True


def _of(batch_id: int) -> RegisterImport:
    return RegisterImport.objects.select_related("community", "uploaded_by", "confirmed_by").get(pk=batch_id)


def _locked(batch_id: int) -> RegisterImport:
    return RegisterImport.objects.select_for_update(of=("self",)).get(pk=batch_id)


def _keep(batch_id: int, run: int, rows: list[ImportRow]) -> bool:
    """Keep what was found about some rows. False when this check is no longer the one that counts."""

    def more(locked: RegisterImport) -> None:
        ImportRow.objects.bulk_create(
            rows, update_conflicts=True, update_fields=WRITTEN, unique_fields=["id"]
        )
        locked.rows_checked += len(rows)
        locked.counts = {**locked.counts, "beat": timezone.now().isoformat()}

    return _change(batch_id, run, more)


@transaction.atomic
def _change(batch_id: int, run: int, change: Callable[[RegisterImport], None]) -> bool:
    locked = _locked(batch_id)
    if locked.status != Status.CHECKING or locked.counts.get("run") != run:
        return False
    change(locked)
    locked.save()
    return True


@transaction.atomic
def _stop(batch_id: int, before: str, after: str, fault: str) -> None:
    locked = _locked(batch_id)
    if locked.status == before:
        locked.status, locked.fault = after, fault[:200]
        locked.save(update_fields=["status", "fault"])
