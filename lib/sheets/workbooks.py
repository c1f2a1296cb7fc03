"""XLSX, XLS and ODS: what a workbook may weigh, and its rows, read in a process with limits of its own."""

import io
import json
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from lib.errors import Refused

CHILD = Path(__file__).with_name("workbook_child.py")
MEGABYTE = 1024 * 1024
# Address space of the child: 25,000 × 60 cells need about half of it.
MEMORY = 768 * MEGABYTE
CPU_SECONDS = 40
WALL_SECONDS = 60
# A workbook unpacked: 25,000 × 60 short cells are about 90 MB of XML.
UNPACKED = 200 * MEGABYTE
MOST_PARTS = 2_000
# Repetitive sheets pack 50 times smaller, bombs 1,000 times. Small parts may pack as they like.
MOST_PACKED = 200
SMALL = 20 * MEGABYTE
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
# One workbook at a time in each server process, so that a few uploads at once cannot take all memory.
TURN = threading.BoundedSemaphore(1)
# What `zipfile` raises for files that are broken, locked, or packed in a way that it does not know (the last two are
# RuntimeErrors).
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    LookupError,
    RuntimeError,
    OverflowError,
)


Row = tuple[int, list[str]]


class Book(NamedTuple):
    """One sheet's filled rows with the numbers Excel shows, its name, and the names of all visible sheets.

    Going through the rows raises Refused where they cannot all be taken.
    """

    rows: Iterator[Row]
    name: str
    names: list[str]


def zip_parts(data: bytes) -> set[str]:
    """The names of the parts in a zip file that is safe to unpack; raises Refused for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except ZIP_FAULTS as error:
        raise damaged() from error
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if packed > len(data):
        raise damaged()
    if (
        len(parts) > MOST_PARTS
        or unpacked > UNPACKED
        or any(part.file_size > max(SMALL, MOST_PACKED * part.compress_size) for part in parts)
    ):
        raise too_heavy()
    return {part.filename for part in parts}


def is_encrypted(data: bytes) -> bool:
    """True for an old-style container that holds a workbook locked with a password."""
    return ENCRYPTED_PART in data


def rows(data: bytes, sheet: str, max_rows: int, max_columns: int) -> Book:
    """The filled rows of `sheet`, or of the first visible sheet with something in it when that is "".

    Raises Refused for locked, damaged, empty and too large workbooks, and when another one is being read for
    over a minute.
    """
    if not TURN.acquire(timeout=WALL_SECONDS):
        raise Refused(_("Another file is being read just now. Please try again in a minute."), "busy")
    try:
        output = _output_of_child(data, sheet, max_rows, max_columns)
    finally:
        TURN.release()
    lines = iter(io.BytesIO(output))
    first = json.loads(next(lines, b'{"refused": "damaged"}'))
    if "refused" in first:
        raise refusals(max_rows, max_columns)[first["refused"]]
    return Book(_rows(lines, max_rows, max_columns), first["sheet"], first["sheets"])


def _rows(lines: Iterator[bytes], max_rows: int, max_columns: int) -> Iterator[Row]:
    for line in map(json.loads, lines):
        if isinstance(line, dict):
            raise refusals(max_rows, max_columns)[line["refused"]]
        if line == "end":
            return
        yield line[0], line[1]
    raise damaged()


def _output_of_child(data: bytes, sheet: str, max_rows: int, max_columns: int) -> bytes:
    limits = [str(limit) for limit in (MEMORY, CPU_SECONDS, max_rows, max_columns)]
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD), *limits, sheet.replace("\0", "")],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_heavy() from error
    if done.returncode == 1:
        raise damaged()
    if done.returncode:
        # The limits ended it: an abort for want of memory, or too much time.
        raise too_heavy()
    return done.stdout


def refusals(max_rows: int, max_columns: int) -> dict[str, Refused]:
    """What to say to a table that cannot be taken, by the reason's code."""
    return {
        "damaged": damaged(),
        "password": locked(),
        "too_heavy": too_heavy(),
        "empty": Refused(
            _("There is nothing in this file. Please check that it is the right one and try again."), "empty"
        ),
        "no_sheet": Refused(_("The file has no such sheet. Please choose one of its sheets."), "no_sheet"),
        "text": Refused(
            _("The file holds too much text. Split it into several files and try again."), "text"
        ),
        "rows": Refused(
            _("The file has more than %(count)s rows. Split it into several files and try again.")
            % {"count": f"{max_rows:,}"},
            "rows",
        ),
        "columns": Refused(
            _(
                "The file has more than %(count)s columns. Delete the columns that are not needed and try again."
            )
            % {"count": max_columns},
            "columns",
        ),
    }


def damaged() -> Refused:
    """For a workbook that cannot be opened."""
    return Refused(
        _("The file is damaged or incomplete. Open it in Excel, save it again as .xlsx and try again."),
        "damaged",
    )


def locked() -> Refused:
    """For a workbook with a password."""
    return Refused(
        _("The file is locked with a password. Take the password off in Excel, save it and try again."),
        "password",
    )


def too_heavy() -> Refused:
    """For a workbook that needs more memory or time than it may have."""
    return Refused(
        _(
            "The file is much larger inside than it should be. Copy only the table into a new Excel file and "
            "try again."
        ),
        "too_heavy",
    )
