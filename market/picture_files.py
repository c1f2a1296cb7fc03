"""Files of pictures that no shop, no listing and no campaign shows any more."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils import timezone

from lib import pictures
from market.models import ListingPicture, ShopPicture
from welfare.models import CampaignPicture, CampaignUpdate

FOLDER = "pictures"
NAME = re.compile(r"([0-9a-f]{16,64})-\d{2,4}\.webp")
# A form that was left half-way keeps its pictures for a day; a week leaves room for clocks and backups.
DAYS_KEPT = 7


def delete_unused(digests: Iterable[str]) -> int:
    """Delete the files of those pictures that nothing shows. Returns how many files went."""
    unused = set(digests) - _used()
    paths = [pictures.path(digest, width) for digest in unused for width in pictures.WIDTHS]
    found = [path for path in paths if default_storage.exists(path)]
    for path in found:
        default_storage.delete(path)
    return len(found)


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete files that nothing shows and that are older than a week: of forms that were never sent.

    Returns how many files went.
    """
    before = (now or timezone.now()) - dt.timedelta(days=DAYS_KEPT)
    used, count = _used(), 0
    for path in list(_files()):
        name = NAME.fullmatch(PurePosixPath(path).name)
        if name and name[1] not in used and default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
            count += 1
    return count


def _used() -> set[str]:
    models = (ShopPicture, ListingPicture, CampaignPicture)
    shown = {digest for model in models for digest in model.objects.values_list("digest", flat=True)}
    return shown | set(CampaignUpdate.objects.exclude(picture="").values_list("picture", flat=True))


def _files() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    folders, _none = default_storage.listdir(FOLDER)
    for folder in folders:
        _inner, files = default_storage.listdir(f"{FOLDER}/{folder}")
        yield from (f"{FOLDER}/{folder}/{name}" for name in files)
