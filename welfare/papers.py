"""Private pictures that prove something. Shown only to who added them and to who keeps or audits the fund."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone

from households.models import Community, User
from lib.codes import new_code
from lib.pictures import private_rendition
from welfare.models import Paper

FOLDER = "private/papers"
DAYS_KEPT = 7
PICTURE_PATH = re.compile(r"private/papers/[0-9]{4}/[0-9]{2}/[a-z0-9]{24}\.webp")


def take(file) -> str:
    """Keep an uploaded picture in the private part of the media storage; gives its path.

    Raises `lib.pictures.PictureRefused` with a sentence for the person.
    """
    name = f"{FOLDER}/{timezone.localdate():%Y/%m}/{new_code(24)}.webp"
    return default_storage.save(name, ContentFile(private_rendition(file)))


def delete_pictures(paths: Iterable[str]) -> None:
    """Delete kept pictures for good, once the rows no longer point to them."""
    for path in paths:
        default_storage.delete(path)


def add(
    *, community: Community, document: str, kind: str, path: str, words: str = "", actor: User | None
) -> Paper:
    """Put a picture taken by `take` with what it belongs to, such as `payout abcd2345`."""
    return Paper.objects.create(
        community=community, document=document, kind=kind, path=path, words=words, added_by=actor
    )


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete pictures older than a week that belong to nothing: of forms that were never finished.

    Returns how many went.
    """
    before = (now or timezone.now()) - dt.timedelta(days=DAYS_KEPT)
    kept = set(Paper.objects.exclude(path="").values_list("path", flat=True))
    old = [path for path in files_below(FOLDER) if path not in kept]
    gone = [path for path in old if default_storage.get_modified_time(path) < before]
    delete_pictures(gone)
    return len(gone)


def response(paper: Paper) -> FileResponse:
    """The picture, for a view that has checked who asks. Kept by no cache. Raises Http404 without one."""
    if not PICTURE_PATH.fullmatch(paper.path):
        raise Http404
    try:
        found = FileResponse(default_storage.open(paper.path, "rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    found["Cache-Control"] = "private, no-store"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def files_below(folder: str) -> Iterator[str]:
    """Every file below a folder of the media storage."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from files_below(f"{folder}/{inner}")
