"""A sheet to draw a picture on: shapes by class, words that never leave it nor lie over each other.

Shared by the pictures of reports. Nothing here knows a colour: that is the style sheet's, so dark mode and
print follow. A figure that is not there is a `Gap`, never a number, and gets the same small mark everywhere.
"""

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.chart_text import FONT, LINE, text_width, wrap
from lib.charts import Chart
from lib.money import MINUS

Number = Decimal | int | float
Write = Callable[[Any], str]
# Drawn twice, in these units: for a phone, and for a desk or paper. The style sheet shows one of them.
NARROW, WIDE = 300, 560
MARK = 12
ASCENT, DESCENT = 0.95 * FONT, 0.35 * FONT
# How much of a text lies left of its place.
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Gap(Enum):
    """Why there is no figure: a group too small to show, nothing there, not known, or not said."""

    HIDDEN = "hidden"
    MISSING = "missing"
    UNKNOWN = "unknown"
    UNTOLD = "untold"

    def words(self) -> str:
        """The reason as the table says it."""
        return {
            "hidden": _("small group, not shown"),
            "missing": _("no entry"),
            "unknown": _("don't know"),
            "untold": _("prefer not to say"),
        }[self.value]


Cell = Number | Gap | None
Box = tuple[float, float, float, float]


def known(cell: Cell) -> float | None:
    """The figure of a cell for the drawing, None when there is none."""
    return None if cell is None or isinstance(cell, Gap) else float(cell)


def written(cell: Cell, write: Write, empty: Gap = Gap.HIDDEN) -> str:
    """A cell in words; None is taken for `empty`."""
    if cell is None:
        return empty.words()
    return cell.words() if isinstance(cell, Gap) else write(cell)


def plain(number: Number) -> str:
    """A figure with commas and a real minus sign."""
    return f"{number:,}".replace("-", MINUS)


def signed(number: Number) -> str:
    """A change: +640, −120, 0."""
    return f"{number:+,}".replace("-", MINUS) if number else "0"


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[Decimal]:
    """Round numbers from at or below `low` to at or above `high`, in at most `most` steps."""
    span = Decimal(repr(max(high - low, 1e-9)))
    power = Decimal(10) ** (math.floor(math.log10(span / most)))
    sizes = [step * power * shift for shift in (1, 10) for step in STEPS]
    sizes = [size for size in sizes if not whole or size == size.to_integral_value()] or [Decimal(1)]
    for size in sizes:
        first, last = math.floor(Decimal(repr(low)) / size), math.ceil(Decimal(repr(high)) / size)
        if last - first <= most:
            break
    return [_tidy(size * place) for place in range(first, max(last, first + 1) + 1)]


def ticks_between(low: float, high: float, most: int) -> list[Decimal]:
    """The round numbers that lie from `low` to `high`."""
    return [mark for mark in ticks(low, high, most) if low <= mark <= high]


def both_sizes(
    title: str,
    draw: Callable[["Sheet"], float],
    heads: list[str],
    rows: list[list[str]],
    description: str = "",
    sizes: Sequence[int] = (NARROW, WIDE),
) -> Chart:
    """The chart that `draw` puts on a sheet (it returns the height), for a phone and for a desk."""
    said = description or describe(heads, rows)
    pictures = []
    for size, css in zip(sizes, ("chart-narrow", "chart-wide"), strict=False):
        sheet = Sheet(size)
        height = draw(sheet)
        pictures.append(sheet.svg(title, said, height, css if len(sizes) > 1 else "chart-only"))
    inside = format_html_join("", "{}", ((picture,) for picture in pictures))
    svg = format_html('<div class="chart-sizes">{}</div>', inside)
    return Chart(title, svg, heads, rows)


def describe(heads: list[str], rows: list[list[str]]) -> str:
    """The table in one breath, for those who hear the picture."""
    return "; ".join(
        f"{row[0]}: {', '.join(f'{head} {cell}' for head, cell in zip(heads[1:], row[1:], strict=True))}"
        for row in rows
    )


class Sheet:
    """One picture while it is drawn; `taken` are the boxes of its words."""

    def __init__(self, width: float):
        self.width = width
        self.pieces: list[SafeString] = []
        self.taken: list[Box] = []

    @property
    def is_wide(self) -> bool:
        """Whether it is the picture for a desk."""
        return self.width >= WIDE

    def line(self, css: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        places = [round(place, 1) for place in (x1, y1, x2, y2)]
        self.pieces.append(format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, *places))

    def path(self, css: str, points: Sequence[tuple[float, float]]) -> None:
        """A line through points."""
        ways = " ".join(f"{'L' if place else 'M'}{x:.1f} {y:.1f}" for place, (x, y) in enumerate(points))
        self.pieces.append(format_html('<path class="{}" d="{}"/>', css, ways))

    def rect(self, css: str, x: float, y: float, width: float, height: float) -> None:
        """A bar."""
        places = [round(place, 1) for place in (x, y, width, height)]
        self.pieces.append(
            format_html('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>', css, *places)
        )

    def dot(self, css: str, x: float, y: float, radius: float) -> None:
        """A point."""
        places = [round(place, 1) for place in (x, y, radius)]
        self.pieces.append(format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', css, *places))

    def hidden(self, x: float, floor: float) -> None:
        """The neutral mark, always of one size, its middle at `x`: a box with three strokes."""
        left, top, end = x - MARK / 2, floor - MARK, MARK - 1
        strokes = ((0, 5, 5, 0), (1, end, end, 1), (6, end, end, 6))
        ways = " ".join(
            f"M{left + a:.1f} {top + b:.1f}L{left + c:.1f} {top + d:.1f}" for a, b, c, d in strokes
        )
        self.pieces.append(
            format_html(
                '<g class="chart-hidden"><rect x="{}" y="{}" width="{}" height="{}" rx="2"/><path d="{}"/></g>',
                round(left, 1),
                round(top, 1),
                MARK,
                MARK,
                ways,
            )
        )

    def words(
        self,
        x: float,
        y: float,
        text: str,
        css: str = "chart-text",
        anchor: str = "start",
        *,
        if_free: bool = False,
    ) -> bool:
        """One line of words on the baseline `y`, moved sideways when it would leave the sheet.

        With `if_free` it is written only where no other words are; returns whether it was.
        """
        box = self.box(x, y, text, anchor)
        if if_free and not self.is_free(box):
            return False
        self.taken.append(box)
        self.pieces.append(
            format_html(
                '<text class="{}" x="{}" y="{}" font-size="{}" text-anchor="{}">{}</text>',
                css,
                round(box[0] + (box[2] - box[0]) * ANCHORS[anchor], 1),
                round(y, 1),
                FONT,
                anchor,
                text,
            )
        )
        return True

    def lines(self, x: float, y: float, text: str, width: float, css: str = "chart-text") -> float:
        """Words on as many lines as they need below `y`; returns the place below them."""
        for line in wrap(text, width):
            y += LINE
            self.words(x, y - 7, line, css)
        return y

    def box(self, x: float, y: float, text: str, anchor: str = "start") -> Box:
        """Where words would stand: left, top, right, bottom; shifted to stay on the sheet."""
        wide = text_width(text)
        left = x - wide * ANCHORS[anchor]
        left = max(0.0, min(left, self.width - wide))
        return (left, y - ASCENT, left + wide, y + DESCENT)

    def is_free(self, box: Box, spare: float = 4) -> bool:
        """Whether no words stand in `box`, nor close beside it."""
        left, top, right, bottom = box
        return all(
            right + spare <= other[0] or other[2] + spare <= left or bottom <= other[1] or other[3] <= top
            for other in self.taken
        )

    def key_of_gaps(self, y: float, gaps: Sequence[Gap]) -> float:
        """What the marks that were drawn mean, side by side where they fit, below `y`; returns the place below."""
        x = self.width
        for gap in gaps:
            wide = MARK + 8 + text_width(gap.words())
            if x + wide > self.width:
                x, y = 0.0, y + LINE
            self.gap(gap, x + MARK / 2, y - 5)
            self.words(x + MARK + 8, y - 7, gap.words())
            x += wide + 20
        return y

    def gap(self, gap: Gap, x: float, floor: float) -> None:
        """The sign of a gap, its foot at `floor`: strokes, an empty box, a question mark, or three dots."""
        if gap is Gap.HIDDEN:
            self.hidden(x, floor)
        elif gap is Gap.MISSING:
            self.rect("chart-missing", x - MARK / 2, floor - MARK, MARK, MARK)
        else:
            self.words(x, floor - 2, "?" if gap is Gap.UNKNOWN else "...", "chart-label", "middle")

    def svg(self, title: str, description: str, height: float, css: str) -> SafeString:
        """The picture, named for those who cannot see it."""
        return format_html(
            '<svg class="chart-picture {css}" role="img" aria-label="{title}" width="{width}" height="{height}"'
            ' viewBox="0 0 {width} {height}"><title>{title}</title><desc>{description}</desc>{pieces}</svg>',
            css=css,
            title=title,
            description=description,
            width=self.width,
            height=math.ceil(height),
            pieces=format_html_join("", "{}", ((piece,) for piece in self.pieces)),
        )


def _tidy(number: Decimal) -> Decimal:
    """Without trailing zeros or an exponent: 5000, 2.5."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
