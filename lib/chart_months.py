"""Pictures over time: two groups by quarter, and a household's account book by month."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from lib.chart_sheet import (
    MARK,
    Cell,
    Gap,
    Sheet,
    Write,
    both_sizes,
    known,
    plain,
    signed,
    ticks,
    ticks_between,
    written,
)
from lib.chart_text import LINE, text_width, wrap
from lib.charts import Chart

MOST_MONTHS_NARROW, MOST_MONTHS = 12, 24


def trend(
    title: str,
    periods: Sequence[str],
    series: Sequence[tuple[str, Sequence[Cell]]],
    *,
    start: int | None = None,
    start_words: str = "",
    show: Write = plain,
    show_axis: Write | None = None,
    label: str = "",
    description: str = "",
) -> Chart:
    """A line for each of at most two groups over `periods`; the first solid, the second broken.

    `start` is the period at whose beginning the market opened: a mark stands before it, so that the earlier
    trend can be compared. None or `Gap.HIDDEN` breaks the line and has the neutral mark on the floor,
    `Gap.MISSING` only breaks it. The axis need not begin at zero: it compares slopes. Raises ValueError for
    more groups, or figures that do not fit the periods.
    """
    if len(series) > 2 or any(len(cells) != len(periods) for _name, cells in series):
        raise ValueError("a trend has one or two series, with a figure for each period")
    rows = [
        [str(period), *(written(cells[place], show) for _name, cells in series)]
        for place, period in enumerate(periods)
    ]

    def draw(sheet: Sheet) -> float:
        return _Trend(sheet, list(periods), series, show, show_axis or show).draw(
            start, start_words or _("Market opened")
        )

    heads = [label or _("Quarter"), *(name for name, _cells in series)]
    return both_sizes(title, draw, heads, rows, description)


class _End(NamedTuple):
    """Where a line ends, and the words for it: its name and last figure."""

    x: float
    y: float
    lines: list[str]
    css: str

    @property
    def height(self) -> float:
        return float(LINE * len(self.lines))


class _Trend:
    """The lines on one sheet. Their names stand at their right ends: beside on a desk, else above and below."""

    def __init__(
        self,
        sheet: Sheet,
        periods: list[str],
        series: Sequence[tuple[str, Sequence[Cell]]],
        show: Write,
        show_axis: Write,
    ):
        self.sheet, self.periods, self.series = sheet, periods, series
        self.show, self.show_axis = show, show_axis
        self.lines = [[known(cell) for cell in cells] for _name, cells in series]
        numbers = [number for line in self.lines for number in line if number is not None]
        low, high = min(numbers, default=0.0), max(numbers, default=1.0)
        # Without any figure there is nothing to measure by.
        self.has_scale = bool(numbers)
        self.marks = ticks(0.0 if 0 <= low < high * 0.4 else low, high if high > low else low + 1, 4)
        self.left = max(text_width(show_axis(mark)) for mark in self.marks) + 10
        widest = max((text_width(name) for name, _cells in series), default=0.0)
        room = min(widest + 20, 240.0) if sheet.is_wide else 0.0
        self.right = sheet.width - room
        self.says = [self.words(place, room) for place in range(len(series))]
        # On a phone the names need a place above and a place below the lines.
        most = max((len(lines) for lines in self.says), default=0)
        self.spare = 0 if sheet.is_wide else LINE * most
        self.top = LINE + 4.0
        self.hidden = [
            place
            for place in range(len(periods))
            if any(cells[place] in (None, Gap.HIDDEN) for _name, cells in series)
        ]
        # The marks of hidden quarters have a strip of their own on the floor.
        self.foot = self.top + 2 * self.spare + (220 if sheet.is_wide else 142)
        self.floor = self.foot + (MARK + 6 if self.hidden else 0)

    def words(self, place: int, room: float) -> list[str]:
        """A line's name and last figure, in lines that fit where they will stand."""
        name, cells = self.series[place]
        figures = [cell for cell in cells if known(cell) is not None]
        if not figures:
            return []
        if room:
            return [*wrap(name, room - 14), self.show(figures[-1])]
        return wrap(f"{name} {self.show(figures[-1])}", self.right - self.left - 8)

    def x(self, place: float) -> float:
        pitch = (self.right - self.left) / max(len(self.periods), 1)
        return self.left + (place + 0.5) * pitch

    def y(self, number: float) -> float:
        low, high = float(self.marks[0]), float(self.marks[-1])
        tall = self.foot - self.top - 2 * self.spare
        return self.foot - self.spare - (number - low) / (high - low) * tall

    def draw(self, start: int | None, start_words: str) -> float:
        sheet = self.sheet
        for mark in self.marks if self.has_scale else []:
            y = self.y(float(mark))
            sheet.line("chart-grid", self.left, y, self.right, y)
            sheet.words(self.left - 6, y + 5, self.show_axis(mark), "chart-text", "end")
        if start is not None:
            at = self.x(start - 0.5)
            sheet.line("chart-start", at, LINE, at, self.floor)
            sheet.words(at, LINE - 7, start_words, "chart-label", "middle")
        for css, line in zip(("chart-trend-now", "chart-trend-then"), self.lines, strict=False):
            self.draw_line(css, line)
        for place in self.hidden:
            sheet.hidden(self.x(place), self.floor - 2)
        self.name_lines()
        return sheet.key_of_gaps(self.name_periods(), [Gap.HIDDEN] if self.hidden else [])

    def draw_line(self, css: str, cells: list[float | None]) -> None:
        """The line in as many pieces as gaps leave, and a dot for each figure."""
        runs: list[list[tuple[float, float]]] = [[]]
        for place, number in enumerate(cells):
            if number is None:
                runs.append([])
            else:
                runs[-1].append((self.x(place), self.y(number)))
        for run in runs:
            if len(run) > 1:
                self.sheet.path(css, run)
        for run in runs:
            for x, y in run:
                self.sheet.dot("chart-now" if css == "chart-trend-now" else "chart-open", x, y, 4)

    def name_lines(self) -> None:
        """Each line's name and its last figure, the upper line first."""
        ends = []
        for css, line, says in zip(("now", "then"), self.lines, self.says, strict=False):
            figures = [(place, number) for place, number in enumerate(line) if number is not None]
            if figures:
                x, y = self.x(figures[-1][0]), self.y(figures[-1][1])
                ends.append(_End(x, y, says, f"chart-label chart-name-{css}"))
        ends.sort(key=lambda end: end.y)
        if self.sheet.is_wide:
            self.name_beside(ends)
        else:
            self.name_over_and_under(ends)

    def name_beside(self, ends: list[_End]) -> None:
        """At the right of the ends, moved apart where they would meet, and never under the floor."""
        ceiling = self.foot - sum(end.height for end in ends)
        below = 0.0
        for end in ends:
            y = max(min(end.y - end.height / 2, ceiling), below)
            ceiling += end.height
            for text in end.lines:
                y += LINE
                self.sheet.words(self.right + 14, y - 7, text, end.css)
            below = y

    def name_over_and_under(self, ends: list[_End]) -> None:
        """The upper line's name above all that is drawn beside it, the lower one's below."""
        wide = [max(map(text_width, end.lines)) for end in ends]
        rights = [
            min(self.right, max(end.x + 8, self.left + room + 4))
            for end, room in zip(ends, wide, strict=True)
        ]
        from_x = min((right - room for right, room in zip(rights, wide, strict=True)), default=0.0)
        drawn = [
            self.y(number)
            for line in self.lines
            for place, number in enumerate(line)
            if number is not None and self.x(place + 1) > from_x
        ]
        for place, (end, right) in enumerate(zip(ends, rights, strict=True)):
            y = max(drawn) + 22 if place else min(drawn) - 12 - end.height + LINE
            for text in end.lines:
                self.sheet.words(right, y, text, end.css, "end")
                y += LINE

    def name_periods(self) -> float:
        """The names of the periods that fit, the last one first; returns the place below."""
        y = self.floor + LINE - 5
        self.sheet.line("chart-zero", self.left, self.floor, self.right, self.floor)
        for place in _spread(self.periods, _step(self.periods, self.x(1) - self.x(0))):
            self.sheet.words(self.x(place), y, self.periods[place], "chart-text", "middle", if_free=True)
        return y + 8


class Month(NamedTuple):
    """A month of the account book: its short name, and what came in and went out."""

    name: str
    money_in: Cell
    money_out: Cell

    @property
    def rest(self) -> Cell:
        """What was left over; not known where either is not."""
        for cell in (self.money_in, self.money_out):
            if cell is None or isinstance(cell, Gap):
                return Gap.MISSING if cell is None else cell
        return self.money_in - self.money_out  # type: ignore[operator]


def in_and_out(
    title: str,
    months: Sequence[Month | tuple],
    *,
    show: Write = plain,
    show_axis: Write | None = None,
    show_rest: Write = signed,
    label: str = "",
    description: str = "",
) -> Chart:
    """A household's own book: for each month what came in (up), what went out (down) and what was left.

    None is a month, or a side of it, without an entry, and visibly empty; `Gap.UNKNOWN` and `Gap.UNTOLD`
    are answers and have signs of their own; a real zero is written as 0. A phone shows the last 12 months,
    a desk the last 24; the table has them all.
    """
    book = [Month(*month) for month in months]
    rows = [
        [
            month.name,
            written(month.money_in, show, Gap.MISSING),
            written(month.money_out, show, Gap.MISSING),
            written(month.rest, show_rest, Gap.MISSING),
        ]
        for month in book
    ]

    def draw(sheet: Sheet) -> float:
        last = book[-(MOST_MONTHS if sheet.is_wide else MOST_MONTHS_NARROW) :]
        return _Book(sheet, last).draw(show_axis or show, show_rest)

    heads = [label or _("Month"), _("Money in"), _("Money out"), _("Left over")]
    return both_sizes(title, draw, heads, rows, description)


class _Book:
    """The account book on one sheet."""

    def __init__(self, sheet: Sheet, months: list[Month]):
        self.sheet, self.months = sheet, months
        up = max([known(month.money_in) or 0.0 for month in months], default=0.0)
        down = max([known(month.money_out) or 0.0 for month in months], default=0.0)
        # Signs of gaps need a little room on both sides of zero, whatever the figures are.
        self.low, self.high = -max(down, 0.16 * up, 1.0), max(up, 0.16 * down, 1.0)
        self.marks = ticks_between(self.low, self.high, 6) if up or down else [Decimal(0)]
        self.top = LINE + 4.0
        self.floor = self.top + (230 if sheet.is_wide else 200)
        self.left, self.right = 0.0, float(sheet.width)

    def x(self, place: float) -> float:
        return self.left + (place + 0.5) * self.pitch

    @property
    def pitch(self) -> float:
        return (self.right - self.left) / max(len(self.months), 1)

    def y(self, number: float) -> float:
        return self.floor - (number - self.low) / (self.high - self.low) * (self.floor - self.top)

    def draw(self, show_axis: Write, show_rest: Write) -> float:
        sheet = self.sheet
        self.left = max(text_width(show_axis(abs(mark))) for mark in self.marks) + 10
        for mark in self.marks:
            y = self.y(float(mark))
            sheet.line("chart-grid" if mark else "chart-zero", self.left, y, self.right, y)
            sheet.words(self.left - 6, y + 5, show_axis(abs(mark)), "chart-text", "end")
        sheet.words(self.left, LINE - 7, "↑ " + _("Money in"), "chart-label chart-name-now")
        sheet.words(self.left, self.floor + LINE - 7, "↓ " + _("Money out"), "chart-label chart-name-then")
        for place, month in enumerate(self.months):
            self.month(place, month)
        return self.under(show_rest)

    def month(self, place: int, month: Month) -> None:
        """One month's bars, or the signs of why there are none, and the dot of what was left."""
        sheet, zero = self.sheet, self.y(0.0)
        if month.money_in is None and month.money_out is None:
            wide = min(self.pitch * 0.64, 26)
            sheet.rect("chart-missing", self.x(place) - wide / 2, zero - 22, wide, 44)
            return
        wide = min(self.pitch * 0.64, 36)
        for cell, is_in in ((month.money_in, True), (month.money_out, False)):
            number = known(cell)
            foot = zero - 6 if is_in else zero + 18
            if number:
                end = self.y(number if is_in else -number)
                css = "chart-now" if is_in else "chart-then chart-edge"
                sheet.rect(css, self.x(place) - wide / 2, min(zero, end), wide, abs(end - zero))
            elif number is None:
                gap = cell if isinstance(cell, Gap) else Gap.MISSING
                sheet.gap(gap, self.x(place), foot + (2 if is_in else 0))
            else:
                sheet.words(self.x(place), foot, "0", "chart-label", "middle")
        rest = known(month.rest)
        if rest is not None:
            sheet.dot("chart-rest", self.x(place), self.y(rest), 5)

    def under(self, show_rest: Write) -> float:
        """The months' names, what was left of each, and the meaning of the signs; returns the place below."""
        sheet = self.sheet
        y = self.floor + 2 * LINE
        names = [month.name for month in self.months]
        rests = ["" if known(month.rest) is None else show_rest(month.rest) for month in self.months]
        # A remainder is written only under a month that is named.
        name_step, rest_step = _step(names, self.pitch), _step(rests, self.pitch)
        name_step = name_step if rest_step % name_step == 0 else max(name_step, rest_step)
        for place in _spread(names, name_step):
            sheet.words(self.x(place), y - 7, names[place], "chart-text", "middle", if_free=True)
        y += LINE + 4
        sheet.dot("chart-rest", 6, y - 12, 5)
        sheet.words(18, y - 7, _("Left over"), "chart-label")
        y += LINE
        for place in _spread(rests, max(name_step, rest_step)):
            if rests[place]:
                sheet.words(self.x(place), y - 7, rests[place], "chart-label", "middle", if_free=True)
        used = {
            cell if isinstance(cell, Gap) else Gap.MISSING for cell in self.cells() if known(cell) is None
        }
        return sheet.key_of_gaps(y, [gap for gap in Gap if gap in used])

    def cells(self) -> list[Cell]:
        """Every figure of the book that is drawn."""
        return [cell for month in self.months for cell in (month.money_in, month.money_out)]


def _step(texts: Sequence[str], pitch: float) -> int:
    """Every which of evenly spaced texts can be written so that they keep apart."""
    widest = max(map(text_width, texts), default=0.0) + 4
    return max(1, -int(-widest // pitch))


def _spread(texts: Sequence[str], step: int) -> list[int]:
    """Every `step`th place, counted back from the last."""
    return list(range(len(texts) - 1, -1, -step))
