"""Files that go with a lesson: a PDF to take along, kept privately and handed out as it came, never shown in a page.

A PDF is known by its content. What could act by itself (scripts, programs to start, files within) is refused.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.codes import new_code
from lib.private_pictures import PrivatePictures
from lib.stored_files import delete_old, files_below
from lib.thai import normalise

FOLDER = "private/lessons"
PICTURES = PrivatePictures(FOLDER)
MOST_BYTES = 5 * 1024 * 1024
MOST_LETTERS = 100
PATH = re.compile(rf"{FOLDER}/[0-9]{{4}}/[0-9]{{2}}/[a-z0-9]{{24}}\.pdf")
HEAD = re.compile(rb"%PDF-[12]\.\d[\r\n ]")
TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\0]*\Z")
# How far from its end a PDF says where its table is.
TAIL_BYTES = 1024
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# A name may be written in figures: /J#53 is /JS.
FIGURES = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTS = re.compile(
    rb"/(?:JS|JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Encrypt)\b"
)
# Parts of a PDF may be packed; so much is unpacked to be looked at.
MOST_UNPACKED = 20 * 1024 * 1024


class FileRefused(ValueError):
    """A file that we do not take. The message tells the person what to do."""


def keep(content: bytes) -> str:
    """Put a PDF that was checked into the private part of the media storage; gives its path."""
    name = f"{FOLDER}/{timezone.localdate():%Y/%m}/{new_code(24)}.pdf"
    return default_storage.save(name, ContentFile(content))


def plain_name(name: str) -> str:
    """The name under which a file is handed out: without folders, signs that mean something, and other endings."""
    name = normalise(name.replace("\\", "/").rpartition("/")[2])
    # Letters, their marks (Thai vowels and tones) and figures.
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] in "LMN" or sign in " .()-_")
    name = re.sub(r"(?i)(\.pdf)+$", "", plain).strip(" .")
    return f"{name[:MOST_LETTERS] or 'lesson'}.pdf"


def response(path: str, name: str) -> FileResponse:
    """The file to save, for a view that has checked who asks. Raises Http404 without one."""
    if not PATH.fullmatch(path):
        raise Http404
    try:
        content = default_storage.open(path, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    found = FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
    found["Cache-Control"] = "private, no-store"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def delete_orphans(kept: set[str], now=None) -> int:
    """Delete pictures and files older than a week that no lesson shows. Returns how many went."""
    return delete_old([path for path in files_below(FOLDER) if path not in kept], now)


def checked(file: BinaryIO) -> bytes:
    """What is in the file, when it is a PDF that does nothing by itself. Raises FileRefused."""
    size = getattr(file, "size", None)
    if isinstance(size, int) and size > MOST_BYTES:
        raise _too_heavy()
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_heavy()
    if not HEAD.match(content):
        raise FileRefused(_("This file is not a PDF. Please save it as PDF and choose it again."))
    if not TAIL.search(content[-TAIL_BYTES:]):
        raise _damaged()
    if any(ACTS.search(FIGURES.sub(_letter, part)) for part in _parts(content)):
        raise FileRefused(
            _(
                "This PDF has a lock, a program or other files in it. Please print it as a new PDF and choose that."
            )
        )
    return content


def _parts(content: bytes) -> Iterator[bytes]:
    """What says what the PDF does: everything but pictures and text, which look like anything."""
    yield STREAM.sub(b" ", content)
    room = MOST_UNPACKED
    for found in STREAM.finditer(content):
        if b"/ObjStm" not in FIGURES.sub(
            _letter, content[max(0, found.start() - TAIL_BYTES) : found.start()]
        ):
            continue
        try:
            part = zlib.decompressobj().decompress(found[1], room)
        except zlib.error as error:
            raise _damaged() from error
        room -= len(part)
        if room <= 0:
            raise _too_heavy()
        yield part


def _letter(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _damaged() -> FileRefused:
    return FileRefused(_("This PDF is damaged or not complete. Please save it again and choose it anew."))


def _too_heavy() -> FileRefused:
    return FileRefused(_("This file is larger than 5 MB. Please make it smaller, or leave out pictures."))
