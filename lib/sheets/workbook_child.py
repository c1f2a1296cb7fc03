"""Opens one workbook in a process of its own and prints its rows: run by `lib.sheets.workbooks`, never imported.

A crafted workbook can make the reader take all memory and abort, which no `except` catches; here that ends
only this process, whose memory and time are limited. The workbook comes on stdin; on stdout go JSON lines:
`{"sheet", "sheets"}`, then `[row number, [cells as text]]` for each row that is not empty, then `"end"`;
or `{"refused": code}`. Formulas are never evaluated: their last result, kept in the file, is read.
"""

import datetime as dt
import io
import json
import resource
import sys

import python_calamine as calamine

LONGEST_CELL = 32_767  # Excel's own limit.
MOST_TEXT = 30_000_000


def main(limits: list[str], wanted: str) -> None:
    """Limit this process, then print the workbook on stdin; any failure ends with a status other than 0.

    `limits` are bytes of memory, seconds of work, rows and columns; `wanted` a sheet's name or "".
    """
    memory, seconds, max_rows, max_columns = map(int, limits)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if wanted and wanted not in names:
            refuse("no_sheet")
        for name in [wanted] if wanted else names:
            if write_sheet(book, name, names, max_rows, max_columns):
                return
        refuse("empty")
    except calamine.PasswordError:
        refuse("password")
    except MemoryError:
        refuse("too_heavy")


def write_sheet(book, name: str, names: list[str], max_rows: int, max_columns: int) -> bool:
    """Print one sheet; False, and nothing printed, when there is nothing in it."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return False
    left = [""] * sheet.start[1]
    merged = Merged(sheet)
    written, text = 0, 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = left + [as_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        cells = merged.filled(number - 1, cells)
        text += sum(map(len, cells))
        if len(cells) > max_columns:
            refuse("columns")
        if max(map(len, cells)) > LONGEST_CELL or text > MOST_TEXT:
            refuse("text")
        if written == max_rows:
            refuse("rows")
        if not written:
            write({"sheet": name, "sheets": names})
        write([number, cells])
        written += 1
    if written:
        write("end")
    return bool(written)


class Merged:
    """Cells merged over several rows of one column: what stands in the first holds for all of them.

    So committees write one house number beside all people of the house. Cells merged over several columns are
    titles and headings, and stay as they are.
    """

    def __init__(self, sheet):
        ranges = sheet.merged_cell_ranges or []
        self.ends = {
            (top, left): bottom for (top, left), (bottom, right) in ranges if left == right and top < bottom
        }
        self.carried: dict[int, tuple[int, str]] = {}

    def filled(self, row: int, cells: list[str]) -> list[str]:
        """The cells of `row` (from 0), which has something of its own, with what the rows above it gave."""
        if not self.ends:
            return cells
        for column, (end, text) in list(self.carried.items()):
            if row > end:
                del self.carried[column]
                continue
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or text
        for column, cell in enumerate(cells):
            if cell and (row, column) in self.ends:
                self.carried[column] = (self.ends[row, column], cell)
        return cells


def as_text(value) -> str:
    """A cell as a person reads it: 12 not 12.0, dates as 2026-01-31, TRUE and FALSE as Excel writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        # Excel itself keeps 15 figures; the rest is the noise of binary fractions.
        return str(int(value)) if value == int(value) else plain(f"{value:.15g}")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def plain(number: str) -> str:
    """`number` without an exponent: 1e-07 becomes 0.0000001."""
    if "e" not in number:
        return number
    return f"{float(number):.20f}".rstrip("0")


def write(line) -> None:
    """One line of output."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def refuse(code: str) -> None:
    """Say why the workbook cannot be taken, and end."""
    write({"refused": code})
    sys.stdout.buffer.flush()
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:5], sys.argv[5])
