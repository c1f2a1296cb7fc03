"""What is kept no longer than it is needed: run daily by `manage.py retention`.

Looks at incomes (`IncomeLook`) are left: the household has a right to know who looked, and the table only grows.
The same holds for consents, acceptances, incomes and books.
"""

import datetime as dt
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from households.models import EntryCode, ImportRow, Notice, RegisterImport, ReportSnapshot
from lib.words import Words

BATCH = 2000
OVER = (RegisterImport.Status.DONE, RegisterImport.Status.DROPPED, RegisterImport.Status.FAILED)
TASKS_OVER = ("SUCCESSFUL", "FAILED")

JOBS: dict[str, tuple[Words, Callable[[], int]]] = {}


def register(label: Words, job: Callable[[], int]) -> None:
    """A room tells what it throws away: words for what, and a function that does it and returns how many."""
    JOBS[f"{job.__module__}.{job.__qualname__}"] = (label, job)


def run() -> list[tuple[Words, int]]:
    """Do all of it. What was done, and how many of each went."""
    return [(label, job()) for label, job in JOBS.values()]


def vacuum() -> bool:
    """On PostgreSQL overwrite what deleted and changed rows leave behind. SQLite does that as it deletes.

    Cannot run inside a transaction; does nothing there. Returns whether it ran.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return True


def sessions() -> int:
    """Sessions that have run out."""
    return _drop(Session.objects.filter(expire_date__lt=timezone.now()))


def entry_codes() -> int:
    """Entry codes on paper that were used or ran out more than 30 days ago."""
    before = _days_ago(30)
    return _drop(
        EntryCode.objects.filter(Q(used_at__lt=before) | Q(used_at__isnull=True, expires_at__lt=before))
    )


def import_rows() -> int:
    """Rows of spreadsheets whose import was finished or put away more than 30 days ago; one left half-way too."""
    before = _days_ago(30)
    over = RegisterImport.objects.filter(status__in=OVER).filter(
        Q(finished_at__lt=before) | Q(finished_at__isnull=True, uploaded_at__lt=before)
    )
    return _drop(ImportRow.objects.filter(batch__in=over.values("pk")))


def notices() -> int:
    """Messages that were read more than a year ago."""
    return _drop(Notice.objects.filter(read_at__lt=_days_ago(365)))


def snapshots() -> int:
    """Reports that nobody has had worked out for 90 days. Published ones stay."""
    return _drop(ReportSnapshot.objects.filter(made_at__lt=_days_ago(90)))


def tasks() -> int:
    """Background work that ended more than 14 days ago."""
    return _drop(DBTaskResult.objects.filter(status__in=TASKS_OVER, finished_at__lt=_days_ago(14)))


def _days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _drop(rows: QuerySet) -> int:
    """Delete in batches, so that nobody waits long. Returns how many went."""
    model: type[Model] = rows.model
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        model._base_manager.filter(pk__in=keys).delete()
        count += len(keys)
    return count


register(_("sessions that have run out"), sessions)
register(_("old entry codes on paper"), entry_codes)
register(_("rows of spreadsheets that are entered or put away"), import_rows)
register(_("messages read more than a year ago"), notices)
register(_("reports that nobody has looked at for long"), snapshots)
register(_("finished work in the background"), tasks)
