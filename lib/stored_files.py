"""Files of the media storage that no row points to any more."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage
from django.utils import timezone

# A form that was left half-way keeps its pictures for a day; a week leaves room for clocks and backups.
DAYS_KEPT = 7


def delete(paths: Iterable[str]) -> None:
    """Delete files for good, once no row points to them."""
    for path in paths:
        default_storage.delete(path)


def delete_old(paths: Iterable[str], now: dt.datetime | None = None) -> int:
    """Delete those of `paths` that are older than a week. Returns how many files went."""
    before = (now or timezone.now()) - dt.timedelta(days=DAYS_KEPT)
    old = [path for path in paths if default_storage.get_modified_time(path) < before]
    delete(old)
    return len(old)


def files_below(folder: str) -> Iterator[str]:
    """Every file below a folder of the media storage."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from files_below(f"{folder}/{inner}")
