"""CSV as Excel and other programs write it: its encoding, its delimiter, its records."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from lib.errors import Refused
from lib.sheets.workbooks import Row, refusals
from lib.thai import MARKS

DELIMITERS = ",;\t"
LONGEST_CELL = 32_767
LONGEST_LINE = 500_000
LOOKED_AT = 50
SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
THAI = re.compile("[ก-๛]")
# A sign for above or below a consonant that stands on none: no Thai is written so, bytes read wrongly are.
STRAY_MARK = re.compile(f"(?<![ก-ฮฤฦ{MARKS}])[{MARKS}]")
# The beginnings of UTF-8 Thai letters read as cp874.
MISREAD_UTF8 = re.compile("เธ|เน")


class Text(NamedTuple):
    """A text file's records with their numbers, and the name of its encoding."""

    rows: Iterator[Row]
    encoding: str


def rows(data: bytes, max_rows: int, max_columns: int) -> Text:
    """The filled records of a CSV, numbered as Excel numbers its rows (a quoted line break makes no new row).

    Raises Refused for an unknown encoding and what is no text; going through the rows raises it for an endless
    quotation and too large tables.
    """
    text, encoding = decode(data)
    if sep := SEP_LINE.match(text):
        # Excel obeys this line and does not show it.
        delimiter, text = sep[1], text[sep.end() :]
    else:
        delimiter = sniff(text)
    return Text(_filled(text, delimiter, max_rows, max_columns), encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: "utf-8", "utf-16" or "cp874". Raises Refused for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if (text := _decoded(data, "utf-16")) is None:
            raise _unreadable()
        return _without_nul(text), "utf-16"
    _without_nul(data)
    if (text := _decoded(data, "utf-8-sig")) is not None:
        return text, "utf-8"
    text = _decoded(data, "cp874")
    if text is None or not _is_likely_thai(text):
        raise _unreadable()
    return text, "cp874"


def sniff(text: str) -> str:
    """The delimiter that cuts the first lines into the most regular table; a comma when none does."""
    start = "".join(islice(_lines(text), LOOKED_AT * 4))

    def regularity(delimiter: str) -> tuple[int, int]:
        records = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(record) for record in islice(records, LOOKED_AT) if len(record) > 1)
        except csv.Error:
            return (0, 0)
        if not widths:
            return (0, 0)
        width, count = max(widths.items(), key=lambda item: (item[1] * item[0], item[0]))
        return (count * width, width)

    return max(DELIMITERS, key=regularity)


def _filled(text: str, delimiter: str, max_rows: int, max_columns: int) -> Iterator[Row]:
    refused = refusals(max_rows, max_columns)
    heard = _Heard(text)
    records = csv.reader(heard, delimiter=delimiter)
    written = number = 0
    is_open = False
    try:
        for number, record in enumerate(records, start=1):
            is_open = heard.quotes % 2 == 1 and heard.lines > 1
            heard.quotes = heard.lines = 0
            while record and not record[-1].strip():
                record.pop()
            if not record:
                continue
            if max(map(len, record)) > LONGEST_CELL:
                raise refused["text"]
            if len(record) > max_columns:
                raise refused["columns"]
            if written == max_rows:
                raise refused["rows"]
            written += 1
            yield number, record
    except csv.Error as error:
        raise refused["text"] from error
    if is_open:
        # The last record swallowed the lines that follow its quotation mark.
        raise _never_closed(number)


class _Heard:
    """The lines of a text, counting the lines and quotation marks handed out since they were last reset."""

    def __init__(self, text: str):
        self.source = _lines(text)
        self.quotes = self.lines = 0

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = next(self.source)
        self.quotes += line.count('"')
        self.lines += 1
        return line


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; raises Refused at one that no table has."""
    source = io.StringIO(text, newline="")
    for number, line in enumerate(iter(lambda: source.readline(LONGEST_LINE), ""), start=1):
        if len(line) == LONGEST_LINE:
            raise Refused(
                _(
                    "Line %(number)s is far too long for a table. Save the file in Excel as .xlsx or CSV UTF-8 "
                    "and try again."
                )
                % {"number": number},
                "line",
            )
        yield line


def _never_closed(number: int) -> Refused:
    return Refused(
        _(
            "A quotation mark in row %(number)s is never closed. Put it right, or save the file in Excel as "
            ".xlsx, and try again."
        )
        % {"number": number},
        "quotation",
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unreadable() -> Refused:
    return Refused(
        _("The letters of this file cannot be read. Save it in Excel as .xlsx or CSV UTF-8 and try again."),
        "encoding",
    )


def _without_nul(text):
    """`text` unless it holds NUL characters, which no text has."""
    if (b"\0" if isinstance(text, bytes) else "\0") in text:
        raise Refused(
            _("This file is not a table. Save it in Excel as .xlsx or CSV UTF-8 and try again."),
            "not_a_table",
        )
    return text


def _is_likely_thai(text: str) -> bool:
    letters = len(THAI.findall(text))
    return (
        letters > 0
        and len(STRAY_MARK.findall(text)) <= letters / 20
        and 3 * len(MISREAD_UTF8.findall(text)) <= letters / 3
    )
