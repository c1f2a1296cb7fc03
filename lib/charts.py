"""Bar charts, one message each, readable without colour and by a screen reader.

`bars` draws rows: the name of each point on a line of its own, the bar and its value under it, so that no
Thai word is ever cut. `columns` places columns for the months or days of a series, for the page's component
to draw. Colours, type and dark mode come from the classes in the style sheet; only sizes are set here. Both
carry `heads` and `rows`, the same figures for a table in `<details>`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.chart_text import FONT, LINE, text_width, wrap

Number = Decimal | int | float | None

BAR = 16
ROW_GAP = 10
GRID_LINES = 4
MIN_BAR_ROOM = 80


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `svg` for the page, `heads` and `rows` (of text) for the table under it."""

    title: str
    svg: SafeString
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)


def bars(
    title: str,
    points: Sequence[tuple],
    unit: str = "",
    *,
    show: Callable[[Any], str] | None = None,
    series: Sequence[str] = (),
    label: str = "",
    description: str = "",
    width: int = 320,
) -> Chart:
    """Horizontal bars for `points`, each a name and one or two numbers (None for "not known").

    `title` is the chart's message; `series` names the two numbers when there are two ("before", "after");
    `show` writes a number (`lib.money.baht`), otherwise it is followed by `unit`; `label` heads the table's
    first column.
    """
    write = show or (lambda number: f"{number:,} {unit}".rstrip())
    points = [(str(point[0]), *point[1:]) for point in points]
    rows = [[name, *(_text(number, write) for number in numbers)] for name, *numbers in points]
    texts = [_with_series(row[1:], series) for row in rows]
    room = max((text_width(text) for row in texts for text in row), default=0)
    plot = max(MIN_BAR_ROOM, width - room - 8)
    # A value that would leave too little room for the bars stands on a line of its own.
    below = room + 8 + MIN_BAR_ROOM > width
    plot = width if below else plot
    scale = _Scale([number for _name, *numbers in points for number in numbers if number is not None], plot)
    pieces: list[SafeString] = []
    y = 0
    for (name, *numbers), values in zip(points, texts, strict=True):
        for line in wrap(name, width):
            y += LINE
            pieces.append(_label(0, y - 7, line))
        for place, (number, text) in enumerate(zip(numbers, values, strict=True)):
            is_latest = place == len(numbers) - 1
            pieces.append(_bar(scale, number, y, "chart-now" if is_latest else "chart-then"))
            if below:
                for line in wrap(text, width):
                    y += LINE
                    pieces.append(_label(0, y + BAR - 4, line, "chart-label"))
            else:
                pieces.append(_label(scale.end(number) + 6, y + BAR - 3, text, "chart-label"))
            y += BAR + 4
        y += ROW_GAP
    height = max(y, LINE)
    heads = [label, *(series or [unit or _("Amount")])]
    return Chart(
        title, _svg(title, description or _summary(rows, series), pieces, scale, width, height), heads, rows
    )


@dataclass(frozen=True)
class Columns:
    """A series placed for `components/chart.html`, which takes these fields as its parameters."""

    title: str
    unit: str
    bars: list[dict]
    grid: list[float]
    width: int
    height: int
    heads: list[str]
    rows: list[list[str]]


def columns(
    title: str,
    points: Sequence[tuple[str, Number]],
    unit: str = "",
    *,
    show: Callable[[Any], str] | None = None,
    label: str = "",
    width: int = 360,
    height: int = 260,
) -> Columns:
    """Columns for a series such as takings by month: `points` are names and numbers from zero up, or None.

    Names and values are written where they fit beside each other: first the highest value, then the last.
    """
    write = show or (lambda number: f"{number:,}")
    names = [str(name) for name, _number in points]
    texts = [_text(number, write) for _name, number in points]
    known = [float(number) if number is not None else 0.0 for _name, number in points]
    top, floor = LINE, height - LINE
    highest = max([*known, 0.0]) or 1.0
    half = max(map(text_width, [*names, *texts]), default=0) / 2
    # A text wider than its column must not leave the picture at either end.
    inset = half if half * 2 * len(points) > width else 0
    pitch = (width - 2 * inset) / max(len(points), 1)
    last = len(points) - 1
    valued = set(range(len(points)))
    if max(map(text_width, texts), default=0) > pitch:
        valued = _apart([known.index(max(known)), last], texts, pitch) if points else set()
    step = max(1, math.ceil(max(map(text_width, names), default=0) / pitch))
    placed = [
        _column(
            inset + place * pitch,
            pitch,
            floor,
            max(number, 0.0) / highest * (floor - top),
            name if (last - place) % step == 0 else "",
            text if place in valued else "",
        )
        for place, (name, text, number) in enumerate(zip(names, texts, known, strict=True))
    ]
    grid = [round(floor - (floor - top) * line / GRID_LINES, 1) for line in range(GRID_LINES + 1)]
    rows = [[name, text] for name, text in zip(names, texts, strict=True)]
    return Columns(title, unit, placed, grid, width, height, [label, unit or _("Amount")], rows)


def _column(
    left: float, pitch: float, floor: float, tall: float, name: str, value: str
) -> dict[str, float | str]:
    """One column, and where its name and value stand."""
    return {
        "label": name,
        "value": value,
        "x": round(left + pitch * 0.12, 1),
        "y": round(floor - tall, 1),
        "width": round(pitch * 0.76, 1),
        "height": round(tall, 1),
        "kind": "now",
        "label_x": round(left + pitch / 2, 1),
        "value_y": round(floor - tall - 6, 1),
    }


def _apart(places: list[int], texts: list[str], pitch: float) -> set[int]:
    """Those of `places` whose texts do not run into one that comes before them in the list."""
    kept: list[int] = []
    for place in places:
        room = [(text_width(texts[place]) + text_width(texts[other])) / 2 for other in kept]
        if all(abs(place - other) * pitch >= need for other, need in zip(kept, room, strict=True)):
            kept.append(place)
    return set(kept)


class _Scale:
    """From numbers to places on the plot; zero is always on it."""

    def __init__(self, numbers: Sequence[Decimal | int | float], plot: float):
        values = [float(number) for number in numbers]
        self.low, self.high = min([0.0, *values]), max([0.0, *values])
        self.plot = plot
        self.span = (self.high - self.low) or 1.0

    def x(self, number: float) -> float:
        return round((number - self.low) / self.span * self.plot, 1)

    def end(self, number: Number) -> float:
        return self.x(max(0.0, float(number or 0)))


def _bar(scale: _Scale, number: Number, y: int, css: str) -> SafeString:
    if number is None:
        return SafeString("")
    left, right = sorted((scale.x(0.0), scale.x(float(number))))
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>',
        css,
        left,
        y,
        round(max(right - left, 1.0), 1),
        BAR,
    )


def _label(x: float, y: float, text: str, css: str = "chart-text") -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" font-size="{}" fill="currentColor">{}</text>', css, x, y, FONT, text
    )


def _svg(
    title: str, description: str, pieces: list[SafeString], scale: _Scale, width: int, height: int
) -> SafeString:
    steps = [round(scale.plot * step / GRID_LINES, 1) for step in range(GRID_LINES + 1)]
    grid = format_html_join(
        "", '<line class="chart-grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', ((step, height) for step in steps)
    )
    return format_html(
        '<svg class="chart-picture" role="img" aria-label="{title}" width="{width}" height="{height}"'
        ' viewBox="0 0 {width} {height}"><title>{title}</title><desc>{description}</desc>'
        "{grid}{pieces}</svg>",
        title=title,
        description=description,
        width=width,
        height=height,
        grid=grid,
        pieces=format_html_join("", "{}", ((piece,) for piece in pieces)),
    )


def _summary(rows: list[list[str]], series: Sequence[str]) -> str:
    return "; ".join(f"{row[0]}: {', '.join(_with_series(row[1:], series))}" for row in rows)


def _text(number: Number, write: Callable[[Number], str]) -> str:
    return "–" if number is None else write(number)


def _with_series(texts: list[str], series: Sequence[str]) -> list[str]:
    if not series:
        return texts
    return [f"{name} {text}" for name, text in zip(series, texts, strict=True)]
