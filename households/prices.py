"""The consumer price index as an officer brings it: read, and kept as it was brought."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.income_rows import months_before
from households.models import Municipality, Price, PriceTable, User
from lib import sheets
from lib.errors import Refused
from lib.forms import plain_number

MOST_MONTHS = 720
HIGHEST = Decimal(10_000)
PLACES = 3
# Between the month and its index: tabs, commas, semicolons, bars or spaces. The index stands last and has no spaces.
LINE = re.compile(r"(?P<month>.*?)[\s,;|]+(?P<index>[^\s,;|]+)[\s,;|]*")
WANTED = {
    "month": ["เดือน", "เดือน ปี", "เดือน/ปี", "งวด", "ช่วงเวลา", "month", "period", "date"],
    "index": ["ดัชนี", "ดัชนีราคาผู้บริโภค", "ดัชนีราคา", "ค่าดัชนี", "index", "cpi", "consumer price index", "value"],
}  # fmt: skip


class Fault(NamedTuple):
    """A line that cannot be taken: its number (the first is 1), what stands there, and why not."""

    number: int
    text: str
    why: str


class Reading(NamedTuple):
    """What a pasted table says: the index by month, lines that cannot be taken, and months without an index."""

    prices: dict[dt.date, Decimal]
    faults: list[Fault]

    @property
    def gaps(self) -> list[dt.date]:
        """Months between the first and the last that have no index."""
        if not self.prices:
            return []
        first, last = min(self.prices), max(self.prices)
        count = (last.year - first.year) * 12 + last.month - first.month
        months = [months_before(first, -step) for step in range(count + 1)] if count <= MOST_MONTHS else []
        return [month for month in months if month not in self.prices]


def read(text: str) -> Reading:
    """Read a table of two columns, month and index, one month in each line; a line of headings on top is left out.

    Months as Thai people write them ("ม.ค. 2567", "1/2567", "2024-01"), Thai figures, and between the two columns
    tabs, commas, semicolons or spaces.
    """
    prices: dict[dt.date, Decimal] = {}
    faults: list[Fault] = []
    is_top = True
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.replace('"', "").strip(" \t,;|")
        if not plain or (is_top and not re.search(r"\d", plain)):
            continue
        is_top = False
        try:
            month, index = _line(plain)
            if month in prices:
                raise Refused(_("This month stands in an earlier line already."), "twice")
            prices[month] = index
        except Refused as error:
            faults.append(Fault(number, line.strip()[:80], str(error)))
    return Reading(prices, faults)


def text_of(file, name: str) -> str:
    """The table in an uploaded file as lines for `read`, each with the number of its row in the file. Raises Refused."""
    sheet = sheets.read(file, name, max_bytes=2 * 1024 * 1024, max_rows=2000)
    found = sheets.guess_columns(sheet.heads, WANTED)
    month, index = found["month"], found["index"]
    if month is None or index is None:
        if len(sheet.heads) != 2:
            raise Refused(
                _("The table needs two columns: the month and the index. Delete the others and try again."),
                "columns",
            )
        month, index = 0, 1
    lines: list[str] = []
    # Without headings the first month stands where they were looked for; `read` leaves words out.
    for number, cells in [(sheet.header_row, sheet.heads), *sheet.rows]:
        lines += [""] * (number - 1 - len(lines))
        lines.append(f"{cells[month]}\t{cells[index]}")
    return "\n".join(lines)


@transaction.atomic
def save(
    *, municipality: Municipality, source: str, base_year: int, prices: Mapping[dt.date, Decimal], actor: User
) -> PriceTable:
    """Keep a table as it is; new figures are a new table, and reports use the newest. Raises Refused.

    `base_year` is the common year in which the index is 100.
    """
    Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
    if not prices:
        raise Refused(gettext_lazy("There is no month in the table yet."), "empty")
    if len(prices) > MOST_MONTHS:
        raise Refused(gettext_lazy("The table is too long. Leave out the oldest years."), "too_long")
    table = PriceTable.objects.create(
        municipality=municipality, source=source, base_year=base_year, entered_by=actor
    )
    Price.objects.bulk_create(
        Price(table=table, month=month, index=index) for month, index in sorted(prices.items())
    )
    return table


def newest(municipality: Municipality) -> PriceTable | None:
    """The table that reports use."""
    return municipality.price_tables.order_by("-pk").first()


def _line(plain: str) -> tuple[dt.date, Decimal]:
    """The month and the index in a line. Raises Refused."""
    match = LINE.fullmatch(plain)
    if not match:
        raise Refused(_("Write the month, a space, and the index."), "line")
    month = sheets.month(match["month"])
    try:
        index = Decimal(plain_number(match["index"]))
    except ValueError as error:
        raise Refused(_("Write the index with figures only, such as 107.25."), "index") from error
    if not 0 < index < HIGHEST:
        raise Refused(_("The index lies above zero and below ten thousand."), "range")
    if index != round(index, PLACES):
        raise Refused(_("Write the index with at most three figures after the dot."), "places")
    return month, index
