"""From an uploaded file to heads and rows of clean text, whatever program saved it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from lib.errors import Refused
from lib.sheets import textfiles, workbooks
from lib.sheets.workbooks import Row
from lib.thai import normalise

MEGABYTE = 1024 * 1024

# What a file holds, by its first bytes; what none of these begins is text.
BEGINNINGS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
PARTS = (("xl/workbook.xml", "xlsx"), ("content.xml", "ods"), ("word/document.xml", "document"))
HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|!--|div)", re.IGNORECASE)
ENDINGS = {
    "csv": "text",
    "txt": "text",
    "tsv": "text",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "ods": "ods",
}
# Titles, notes and addresses above the table; heads lie within this many filled rows.
MOST_TITLES = 30
# A formula that only says "this is text", as programs write to keep a leading zero: ="0812345678".
TEXT_AS_FORMULA = re.compile(r'="([^"]*)"')
REMEMBERED = 50_000
# Anything that `normalise` might change. Most cells hold none of it and are spared its slow walk.
ABOVE_OR_BELOW = "ัิีึืฺุู็"
TONE_OR_KARAN = "่้๊๋์"
MAY_CHANGE = re.compile(
    f"[^ -~ก-ฺเ-์๐-๙]|^ | $|  |เเ|([ะาำแโใไ])\\1|[ะาำ][{TONE_OR_KARAN}]"
    f"|[{ABOVE_OR_BELOW}]{{2}}|[{TONE_OR_KARAN}][{ABOVE_OR_BELOW}{TONE_OR_KARAN}]"
)


@dataclass(frozen=True)
class Sheet:
    """One table: `heads`, and `rows` as (number shown by Excel, as many cells as there are heads).

    `letters` are Excel's names of the columns, `header_row` the number of the row the heads came from, `name`
    and `names` the sheet read and all visible sheets ("" and [] for text files), `encoding` "utf-8", "utf-16",
    "cp874", or "" for workbooks. Columns and rows without anything in them are left out; cells merged downwards
    (one house number beside all its people) say the same in each row.
    """

    heads: list[str]
    rows: list[Row]
    letters: list[str]
    header_row: int
    encoding: str = ""
    name: str = ""
    names: list[str] = field(default_factory=list)


def read(
    file,
    name: str,
    *,
    max_bytes: int = 10 * MEGABYTE,
    max_rows: int = 25_000,
    max_columns: int = 60,
    header_row: int | None = None,
    sheet: str = "",
) -> Sheet:
    """The table in an uploaded `file` called `name`, every cell as normalised text.

    Takes .xlsx, .xlsm, .xls and .ods (the first visible sheet with something in it, or `sheet`), .csv, .tsv and
    .txt in UTF-8, UTF-16 or cp874. The heads are found below title lines, or in the row numbered `header_row`.
    Raises Refused, with a sentence that says how to mend it, for everything that cannot be read in full.
    """
    data = _content(file, max_bytes)
    kind = _checked_kind(data, name)
    # Room for title lines, so that the limit counts what is under the heads.
    most = max_rows + MOST_TITLES + 1
    about: dict[str, Any]
    if kind == "text":
        text = textfiles.rows(data, most, max_columns)
        about = {"encoding": text.encoding}
        found = text.rows
    else:
        book = workbooks.rows(data, sheet, most, max_columns)
        about = {"name": book.name, "names": book.names}
        found = book.rows
    del data
    rows = _clean(found)
    place = _heads_at(rows, header_row)
    if len(rows) - place - 1 > max_rows:
        raise workbooks.refusals(max_rows, max_columns)["rows"]
    return _table(rows, place, about)


def column_letter(index: int) -> str:
    """Excel's name of the column at `index` (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _content(file, max_bytes: int) -> bytes:
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Refused(
            _("The file is larger than %(count)s MB. Split it into several files and try again.")
            % {"count": max(1, max_bytes // MEGABYTE)},
            "too_large",
        )
    if not data.strip():
        raise workbooks.refusals(0, 0)["empty"]
    return data


def _checked_kind(data: bytes, name: str) -> str:
    """ "text", "xlsx", "xls" or "ods"; raises Refused unless the content is one of these and `name` says so."""
    kind = _kind(data)
    ending = PurePath(name.strip().lower()).suffix.removeprefix(".")
    if kind in REFUSED_KINDS:
        raise Refused(REFUSED_KINDS[kind](), kind)
    if kind == "xls" and workbooks.is_encrypted(data):
        raise workbooks.locked()
    if ending not in ENDINGS:
        raise Refused(
            _("This kind of file is not taken. Save it in Excel as .xlsx or CSV UTF-8 and try again."),
            "ending",
        )
    if ENDINGS[ending] != kind:
        raise Refused(
            _(
                "The name of the file ends in .%(ending)s, but something else is in it. Open it in Excel, save it "
                "as .xlsx or CSV UTF-8 and try again."
            )
            % {"ending": ending},
            "wrong_ending",
        )
    return kind


def _kind(data: bytes) -> str:
    kind = next((kind for start, kind in BEGINNINGS if data.startswith(start)), "text")
    if data[4:8] == b"ftyp":  # HEIC and AVIF, as phones take pictures.
        return "picture"
    if kind == "zip":
        parts = workbooks.zip_parts(data)
        return next((kind for part, kind in PARTS if part in parts), "archive")
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")
    if kind == "text" and HTML.match(start):
        return "html"
    # "BM" and "RIFF" may also begin a word; pictures have NUL bytes early on.
    return "text" if kind == "picture" and b"\0" not in data[:64] and data[:1].isalpha() else kind


REFUSED_KINDS: dict[str, Callable[[], str]] = {
    "picture": lambda: _("This is a picture, not a table. Please choose an Excel or CSV file."),
    "pdf": lambda: _("This is a PDF, not a table. Please choose the Excel or CSV file it was made from."),
    "document": lambda: _(
        "This is a document, not a table. Copy the table into Excel, save it as .xlsx and try again."
    ),
    "archive": lambda: _("This is not an Excel file. Save it in Excel as .xlsx or CSV UTF-8 and try again."),
    "html": lambda: _(
        "This is a web page under another name. Open it in Excel, save it as .xlsx or CSV UTF-8 and try again."
    ),
}


def _clean(found: Iterable[Row]) -> list[Row]:
    """The rows with normalised cells, without those in which nothing visible is left."""
    remembered: dict[str, str] = {}

    def clean(cell: str) -> str:
        if not cell:
            return ""
        known = remembered.get(cell)
        if known is None:
            known = _clean_cell(cell)
            if len(remembered) < REMEMBERED:
                remembered[cell] = known
        return known

    rows = ((number, [clean(cell) for cell in cells]) for number, cells in found)
    return [(number, cells) for number, cells in rows if any(cells)]


def _clean_cell(cell: str) -> str:
    text = normalise(cell) if MAY_CHANGE.search(cell) else cell
    if match := TEXT_AS_FORMULA.fullmatch(text):
        text = match[1].strip()
    # Excel's sign for "this is text", kept by programs that do not know it.
    return text[1:].strip() if text.startswith("'") else text


def _heads_at(rows: Sequence[Row], header_row: int | None) -> int:
    """Where in `rows` the heads are; raises Refused when there is nothing under them."""
    if not rows:
        raise workbooks.refusals(0, 0)["empty"]
    if header_row is not None:
        place = next((place for place, (number, _cells) in enumerate(rows) if number == header_row), None)
        if place is None:
            raise Refused(
                _("There is nothing in row %(number)s. Please choose the row with the headings.")
                % {"number": header_row},
                "header_row",
            )
    else:
        place = _likely_heads(rows)
    if place == len(rows) - 1:
        raise Refused(
            _("Only headings were found. Write the data in the rows under them and try again."), "only_heads"
        )
    return place


def _likely_heads(rows: Sequence[Row]) -> int:
    """The first row at least half as wide as what follows it; a title or "หมู่ที่ | 3" above it is narrower."""
    filled = [sum(map(bool, cells)) for _number, cells in rows[: 2 * MOST_TITLES]]
    for place, count in enumerate(filled[:MOST_TITLES]):
        below = filled[place + 1 :]
        if count >= 2 and below and 2 * count >= max(below):
            return place
    if len(filled) > 1 and max(filled) < 2:
        raise Refused(
            _(
                "No table was found: the headings and the data need at least two columns. Check the file, save it "
                "in Excel as .xlsx or CSV UTF-8 and try again."
            ),
            "no_table",
        )
    return next((place for place, count in enumerate(filled) if count >= 2), 0)


def _table(rows: list[Row], place: int, about: dict[str, Any]) -> Sheet:
    number, heads = rows[place]
    below = rows[place + 1 :]
    width = max(len(cells) for _number, cells in rows[place:])
    used = [False] * width
    for _number, cells in rows[place:]:
        for column, cell in enumerate(cells):
            used[column] = used[column] or bool(cell)
    columns = [column for column in range(width) if used[column]]
    padding = [""] * width
    table = []
    for row_number, cells in below:
        wide = cells + padding[len(cells) :]
        table.append((row_number, [wide[column] for column in columns]))
    letters = [column_letter(column) for column in columns]
    wide_heads = heads + padding[len(heads) :]
    named = _distinct([wide_heads[column] for column in columns], letters)
    return Sheet(heads=named, rows=table, letters=letters, header_row=number, **about)


def _distinct(heads: Sequence[str], letters: Sequence[str]) -> list[str]:
    """Each head once: empty ones by their column's letter, repeated ones with a number behind."""
    given = {head for head in heads if head}
    seen: set[str] = set()
    distinct = []
    for head, letter in zip(heads, letters, strict=True):
        name = base = head or _("column %(letter)s") % {"letter": letter}
        count = 1
        while name in seen or (count > 1 and name in given):
            count += 1
            name = f"{base} ({count})"
        seen.add(name)
        distinct.append(name)
    return distinct
