"""Private pictures that prove something. Shown only to who added them and to who keeps or audits the fund."""

import datetime as dt

from django.http import FileResponse

from households.models import Community, User
from lib.private_pictures import PrivatePictures
from lib.stored_files import delete as delete_pictures
from welfare.models import Paper

__all__ = ["add", "delete_orphans", "delete_pictures", "response", "take"]

PICTURES = PrivatePictures("private/papers")


def take(file) -> str:
    """Keep an uploaded picture in the private part of the media storage; gives its path.

    Raises `lib.pictures.PictureRefused` with a sentence for the person.
    """
    return PICTURES.take(file)


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
    return PICTURES.delete_orphans(set(Paper.objects.exclude(path="").values_list("path", flat=True)), now)


def response(paper: Paper) -> FileResponse:
    """The picture, for a view that has checked who asks. Kept by no cache. Raises Http404 without one."""
    return PICTURES.response(paper.path)
