"""Tables to take away, for people who live in a spreadsheet: CSV and XLSX without a formula in them."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet takes text that begins like this for a formula; full-width forms too.
FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"
MAX_ROWS = 1_048_576
MAX_CELL = 32_767
# In widths of a figure.
FILL_IN_WIDTH = 18
NOTE_WIDTHS = (32, 90)
# The built-in number format "Text".
TEXT_FORMAT = 49
# A spreadsheet keeps 15 figures; longer numbers are written as text.
EXACT_NUMBER = 10**15
EXACT_DECIMAL = Decimal(10) ** 13


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV to download: UTF-8 with a byte order mark, without which Excel garbles Thai.

    Numbers stay numbers, dates are 2026-01-31, times are Bangkok time, text is made harmless.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([_for_csv(cell) for cell in header])
    writer.writerows([_for_csv(cell) for cell in row] for row in rows)
    content = output.getvalue().encode("utf-8-sig", "replace")
    return _download(content, "text/csv; charset=utf-8", filename)


def csv_stream(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """As `csv_response`, sent line by line while `rows` are read: for tables that may have a million of them."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)

    def lines() -> Iterator[bytes]:
        yield "\ufeff".encode()
        for row in chain([header], rows):
            writer.writerow([_for_csv(cell) for cell in row])
            yield line.getvalue().encode("utf-8", "replace")
            line.seek(0)
            line.truncate()

    return StreamingHttpResponse(lines(), headers=_headers("text/csv; charset=utf-8", filename))


def xlsx_response(
    filename: str,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    notes: tuple[str, Sequence[Sequence[str]]] | None = None,
    to_fill_in: bool = False,
) -> HttpResponse:
    """An Excel file to download, written row by row in constant memory.

    Numbers and dates are real ones, text is text. `notes` is a second sheet (its name, its rows of words). With
    `to_fill_in` what people type into the columns stays text, so that Excel makes no date of the house number 12/1.
    Raises ValueError for more rows than a sheet holds.
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        formats = {
            "header": book.add_format({"bold": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "decimal": book.add_format({"num_format": "#,##0.00"}),
        }
        sheet.freeze_panes(1, 0)
        for column, cell in enumerate(header):
            sheet.write_string(0, column, harmless(str(cell)), formats["header"])
        for number, row in enumerate(rows, start=1):
            if number >= MAX_ROWS:
                raise ValueError(f"a sheet holds at most {MAX_ROWS} rows")
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, formats)
        if to_fill_in:
            sheet.set_column(
                0, max(0, len(header) - 1), FILL_IN_WIDTH, book.add_format({"num_format": TEXT_FORMAT})
            )
        if notes:
            _write_notes(book, *notes)
    return _download(output.getvalue(), XLSX_TYPE, filename)


def _write_notes(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, NOTE_WIDTHS[0])
    sheet.set_column(1, 1, NOTE_WIDTHS[1])
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, harmless(str(cell))[:MAX_CELL])


def harmless(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet could take it for a formula."""
    if text[:1] in ("\t", "\r", "\n"):
        return f"'{text}"
    visible = next((char for char in text if not char.isspace() and unicodedata.category(char)[0] != "C"), "")
    return f"'{text}" if visible and visible in FORMULA_STARTS else text


def _for_csv(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _local(cell).isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if _is_number(cell):
        return f"{cell:f}" if isinstance(cell, Decimal) else cell
    return harmless(str(cell))


def _write(sheet, row: int, column: int, cell: Any, formats: dict) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, _local(cell), formats["datetime"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["date"])
    elif _is_number(cell):
        sheet.write_number(row, column, cell, formats["decimal"] if isinstance(cell, Decimal) else None)
    else:
        sheet.write_string(row, column, harmless(str(cell))[:MAX_CELL])


def _is_number(cell: Any) -> bool:
    """True for what a spreadsheet can hold as a number without changing it."""
    if isinstance(cell, Decimal):
        return cell.is_finite() and abs(cell) < EXACT_DECIMAL
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) < EXACT_NUMBER


def _local(moment: datetime) -> datetime:
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment).replace(tzinfo=None)
    return moment


def _download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    return HttpResponse(content, headers=_headers(content_type, filename))


def _headers(content_type: str, filename: str) -> dict[str, str]:
    disposition = content_disposition_header(True, filename) or "attachment"
    return {
        "Content-Type": content_type,
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-store",
    }
