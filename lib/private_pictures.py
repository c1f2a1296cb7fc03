"""Private pictures of one folder of the media storage: taken, shown to who may see them, cleared away.

A path below `private/` has no public address. Who may see a picture is for the view to check.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone

from lib.codes import new_code
from lib.pictures import private_rendition
from lib.stored_files import delete_old, files_below


@dataclass(frozen=True)
class PrivatePictures:
    """The pictures of one folder, such as `private/slips`; each lies there by year and month."""

    folder: str

    def take(self, file: BinaryIO | bytes) -> str:
        """Keep an uploaded picture, re-encoded; gives its path.

        Raises `lib.pictures.PictureRefused` with a sentence for the person.
        """
        name = f"{self.folder}/{timezone.localdate():%Y/%m}/{new_code(24)}.webp"
        return default_storage.save(name, ContentFile(private_rendition(file)))

    def response(self, path: str) -> FileResponse:
        """The picture, for a view that has checked who asks. Kept by no cache. Raises Http404 without one."""
        if not re.fullmatch(rf"{re.escape(self.folder)}/[0-9]{{4}}/[0-9]{{2}}/[a-z0-9]{{24}}\.webp", path):
            raise Http404
        try:
            found = FileResponse(default_storage.open(path, "rb"), content_type="image/webp")
        except FileNotFoundError as error:
            raise Http404 from error
        found["Cache-Control"] = "private, no-store"
        found["X-Content-Type-Options"] = "nosniff"
        return found

    def delete_orphans(self, kept: Collection[str], now: dt.datetime | None = None) -> int:
        """Delete what is older than a week and not among the paths `kept`. Returns how many files went."""
        orphans = [path for path in files_below(self.folder) if path not in kept]
        return delete_old(orphans, now)
