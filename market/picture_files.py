"""Files of pictures that no shop, no listing and no campaign shows any more."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.core.files.storage import default_storage

from lib import pictures
from lib.stored_files import delete, delete_old
from market.models import ListingPicture, ShopPicture
from welfare.models import CampaignPicture, CampaignUpdate

FOLDER = "pictures"
NAME = re.compile(r"([0-9a-f]{16,64})-\d{2,4}\.webp")


def delete_unused(digests: Iterable[str]) -> int:
    """Delete the files of those pictures that nothing shows. Returns how many files went."""
    unused = set(digests) - _used()
    paths = [pictures.path(digest, width) for digest in unused for width in pictures.WIDTHS]
    found = [path for path in paths if default_storage.exists(path)]
    delete(found)
    return len(found)


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete files that nothing shows and that are older than a week: of forms that were never sent.

    Returns how many files went.
    """
    used = _used()
    named = ((path, NAME.fullmatch(PurePosixPath(path).name)) for path in _files())
    return delete_old([path for path, name in named if name and name[1] not in used], now)


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
