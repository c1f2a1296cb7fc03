"""Pictures of rows, one under the other: estimates with their intervals, and a group that shrinks."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from lib.chart_sheet import Cell, Gap, Sheet, Write, both_sizes, known, plain, signed, ticks_between, written
from lib.chart_text import LINE, text_width
from lib.charts import Chart

# Names stand beside the strips only where this much is left for them.
LEAST_PLOT = 160
STRIP = 22
BAR = 18
ROW_GAP = 12


class Estimate(NamedTuple):
    """A row of `interval`: its name, the estimate and the ends of its interval, None where not shown."""

    name: str
    value: Cell
    low: Cell = None
    high: Cell = None


class Step(NamedTuple):
    """A step of `flow`: its name, how many are left, and what became of the others, with %(count)s in it."""

    name: str
    size: Cell
    lost: str = ""


def interval(
    title: str,
    rows: Sequence[Estimate | tuple],
    *,
    show: Write = signed,
    label: str = "",
    value_head: str = "",
    zero: str = "",
    description: str = "",
) -> Chart:
    """A dot with its 95 % interval for each row, the first (overall) in bold, over a marked zero line.

    `zero` says what zero means ("No change"). A row whose value is None or a `Gap` has no dot and no line,
    only the neutral mark; a value without ends is a dot alone.
    """
    estimates = [Estimate(*row) for row in rows]
    heads = [label, value_head or _("How much it changed"), _("95 % interval from"), _("95 % interval to")]
    table = [[row.name, *(written(cell, show) for cell in row[1:])] for row in estimates]

    def draw(sheet: Sheet) -> float:
        return _Intervals(sheet, estimates, show, zero or _("No change")).draw()

    return both_sizes(title, draw, heads, table, description)


class _Intervals:
    """The rows of `interval` on one sheet: names beside their strips where there is room, else above them."""

    def __init__(self, sheet: Sheet, rows: list[Estimate], show: Write, zero: str):
        self.sheet, self.rows, self.show, self.zero = sheet, rows, show, zero
        numbers = [number for row in rows for cell in row[1:] if (number := known(cell)) is not None]
        low, high = min([0.0, *numbers]), max([0.0, *numbers])
        spare = (high - low) * 0.04 or 1.0
        self.low, self.high = low - spare, high + spare
        self.marks = ticks_between(self.low, self.high, 5) if numbers else [Decimal(0)]
        names = max((text_width(row.name) for row in rows), default=0.0) + 20
        says = max((text_width(self.says(row)) for row in rows), default=0.0) + 36
        self.is_beside = sheet.width - names - says >= LEAST_PLOT
        self.left, self.right = (names, sheet.width - says) if self.is_beside else (0.0, sheet.width)

    def x(self, number: float) -> float:
        return self.left + (number - self.low) / (self.high - self.low) * (self.right - self.left)

    def draw(self) -> float:
        sheet = self.sheet
        y = float(LINE)
        sheet.words(self.x(0.0), y - 7, self.zero, "chart-text", "middle")
        for place, row in enumerate(self.rows):
            css = "chart-label" if place == 0 else "chart-text"
            y = self.row_beside(row, y, css) if self.is_beside else self.row_below(row, y, css)
        sheet.line("chart-grid", self.left, y, self.right, y)
        for mark in sorted(self.marks, key=abs):
            sheet.line("chart-zero", self.x(float(mark)), y, self.x(float(mark)), y + 5)
            css = "chart-text" if mark else "chart-label"
            sheet.words(self.x(float(mark)), y + LINE - 3, self.show(mark), css, "middle", if_free=True)
        return y + LINE + 4

    def row_beside(self, row: Estimate, top: float, css: str) -> float:
        """One row below `top`: its name, its strip on a grid and its figures; returns the place below."""
        sheet, bottom = self.sheet, top + LINE + ROW_GAP
        for mark in self.marks:
            line = "chart-grid" if mark else "chart-zero"
            sheet.line(line, self.x(float(mark)), top, self.x(float(mark)), bottom)
        middle = (top + bottom) / 2
        sheet.words(0, middle + 5, row.name, css)
        sheet.words(self.right + 34, middle + 5, self.says(row), css)
        if known(row.value) is None:
            sheet.hidden(self.right + 20, middle + 6)
        else:
            self.estimate(row, middle, css)
        return bottom

    def row_below(self, row: Estimate, top: float, css: str) -> float:
        """One row below `top`: its name and figures over its strip; returns the place below."""
        sheet, says = self.sheet, self.says(row)
        is_shown = known(row.value) is not None
        fits = text_width(row.name) + text_width(says) + 26 <= sheet.width
        y = sheet.lines(0, top, row.name, sheet.width, css) + (0 if fits else LINE)
        sheet.words(sheet.width, y - 7, says, css, "end")
        if not is_shown:
            sheet.hidden(sheet.width - text_width(says) - 12, y - 5)
            return y + ROW_GAP / 2
        sheet.line("chart-zero", self.x(0.0), y, self.x(0.0), y + STRIP)
        self.estimate(row, y + STRIP / 2, css)
        return y + STRIP + ROW_GAP / 2

    def says(self, row: Estimate) -> str:
        """The figures of a row in words."""
        if known(row.value) is None or known(row.low) is None or known(row.high) is None:
            return written(row.value, self.show)
        return _("%(value)s (%(low)s to %(high)s)") % {
            "value": self.show(row.value),
            "low": self.show(row.low),
            "high": self.show(row.high),
        }

    def estimate(self, row: Estimate, y: float, css: str) -> None:
        """The dot, and the line of its interval with an end at each side."""
        value, low, high = (known(cell) for cell in row[1:])
        if low is not None and high is not None:
            self.sheet.line("chart-span", self.x(low), y, self.x(high), y)
            for end in (low, high):
                self.sheet.line("chart-span", self.x(end), y - 4, self.x(end), y + 4)
        self.sheet.dot("chart-now", self.x(value or 0.0), y, 6 if css == "chart-label" else 5)


def flow(title: str, steps: Sequence[Step | tuple], *, label: str = "", description: str = "") -> Chart:
    """How a group shrinks: a bar and a count for each step, and between them in words who was lost.

    The last step is what the report rests on, and drawn strongest. A count that is None or a `Gap` has the
    neutral mark instead of a bar, and the losses beside it are not said either.
    """
    taken = [Step(*step) for step in steps]
    losses: list[Cell] = [None, *(_lost(before, now) for before, now in pairwise(taken))][: len(taken)]
    heads = [label, _("Households"), _("Fewer than before")]
    rows = [
        [step.name, written(step.size, plain), "" if loss is None else written(loss, plain)]
        for step, loss in zip(taken, losses, strict=True)
    ]
    most = max([number for step in taken if (number := known(step.size)) is not None], default=0.0) or 1.0

    def draw(sheet: Sheet) -> float:
        y = 0.0
        for place, (step, loss) in enumerate(zip(taken, losses, strict=True)):
            if loss is not None and known(loss) != 0:
                y = sheet.lines(12, y - 2, _loss_words(step, loss), sheet.width - 12) + 2
            y = _step(sheet, step, y, most, is_last=place == len(taken) - 1) + ROW_GAP / 2
        return max(y, float(LINE))

    return both_sizes(title, draw, heads, rows, description)


def _lost(before: Step, now: Step) -> Cell:
    """How many fewer; not said when either count is not."""
    if known(before.size) is None or known(now.size) is None:
        return Gap.HIDDEN
    return int(known(before.size) or 0) - int(known(now.size) or 0)


def _loss_words(step: Step, loss: Cell) -> str:
    if isinstance(loss, Gap):
        return "↓ " + _("not shown")
    if (known(loss) or 0) < 0:
        return "↓ " + _("%(count)s more") % {"count": plain(-int(known(loss) or 0))}
    return "↓ " + (step.lost or _("%(count)s fewer")) % {"count": plain(int(known(loss) or 0))}


def _step(sheet: Sheet, step: Step, y: float, most: float, *, is_last: bool) -> float:
    """A step's name, its count at the right edge, and the bar under them; returns the place below."""
    css = "chart-label" if is_last else "chart-text"
    says = written(step.size, plain)
    count = known(step.size)
    beside = text_width(step.name) + text_width(says) + 26 <= sheet.width
    y = sheet.lines(0, y, step.name, sheet.width, css)
    y = y if beside else y + LINE
    sheet.words(sheet.width, y - 7, says, "chart-label", "end")
    if count is None:
        sheet.hidden(6, y + BAR - 2)
    else:
        bar = "chart-now" if is_last else "chart-then chart-edge"
        sheet.rect(bar, 0.5, y, max(count / most * (sheet.width - 1), 1.0), BAR)
    return y + BAR
