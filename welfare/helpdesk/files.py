"""Photos and voice notes that come with a request: written anew, private, shown only to who may read the request."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib import voices
from lib.codes import new_code
from lib.errors import Refused
from lib.pictures import PictureRefused
from lib.private_pictures import PrivatePictures
from welfare.helpdesk import cases
from welfare.models import CaseEvent, CaseFile, HelpCase

PICTURES = PrivatePictures("private/cases")
VOICE_PATH = re.compile(r"private/cases/[0-9]{4}/[0-9]{2}/[a-z0-9]{24}\.m4a")
MOST_FILES = 12
# What to catch where files are taken.
FILE_REFUSED = (PictureRefused, voices.VoiceRefused)


@dataclass(frozen=True)
class Taken:
    """A file that is kept already and belongs to no request yet."""

    kind: str
    path: str
    seconds: int | None = None


def take_photo(file: BinaryIO) -> Taken:
    """Keep an uploaded photo. Raises `lib.pictures.PictureRefused` with a sentence for the person."""
    return Taken(CaseFile.Kind.PHOTO, PICTURES.take(file))


def take_voice(file: BinaryIO) -> Taken:
    """Keep an uploaded voice note. Raises `lib.voices.VoiceRefused` with a sentence for the person."""
    voice = voices.rendition(file)
    name = f"{PICTURES.folder}/{timezone.localdate():%Y/%m}/{new_code(24)}.m4a"
    path = default_storage.save(name, ContentFile(voice.content))
    return Taken(CaseFile.Kind.VOICE, path, voice.seconds)


@transaction.atomic
def add(*, case: HelpCase, taken: Sequence[Taken], user: User | None) -> list[CaseFile]:
    """Put files with an open request; who handles it finds a line about them on its record.

    Raises Refused ("closed"), ("too_many").
    """
    case = cases.locked(case)
    main = case.merged_into or case
    if not main.is_open:
        raise Refused(_("This request is closed. If it is not solved, say so first."), "closed")
    if case.files.count() + len(taken) > MOST_FILES:
        raise Refused(_("There are enough files now. Please call the centre if one is missing."), "too_many")
    added = [
        CaseFile.objects.create(case=case, kind=one.kind, path=one.path, seconds=one.seconds, added_by=user)
        for one in taken
    ]
    if added:
        cases.record(case, CaseEvent.Kind.NOTE, actor=user, facts={"files": len(added)})
    return added


def response(file: CaseFile) -> FileResponse:
    """The photo or voice note, for a view that has checked who asks. Kept by no cache. Raises Http404 without one."""
    if file.kind == CaseFile.Kind.PHOTO:
        return PICTURES.response(file.path)
    if not VOICE_PATH.fullmatch(file.path):
        raise Http404
    try:
        found = FileResponse(default_storage.open(file.path, "rb"), content_type=voices.CONTENT_TYPE)
    except FileNotFoundError as error:
        raise Http404 from error
    found["Content-Disposition"] = 'inline; filename="voice.m4a"'
    found["Cache-Control"] = "private, no-store"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete files older than a week that belong to no request: of forms that were never sent. Returns how many went."""
    kept = set(CaseFile.objects.exclude(path="").values_list("path", flat=True))
    return PICTURES.delete_orphans(kept, now)
