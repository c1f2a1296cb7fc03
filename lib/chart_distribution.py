"""Pictures of who has how much: a histogram before and after with percentiles, and the Lorenz curve."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from lib.chart_sheet import Cell, Gap, Number, Sheet, Write, both_sizes, known, plain, ticks, written
from lib.chart_text import LINE, text_width
from lib.charts import Chart

PERCENTILES = (10, 25, 50, 75, 90)
# Which names are written first when dots lie close.
FIRST_NAMED = (50, 10, 90, 25, 75)
Percentiles = Mapping[int, Cell]


def distribution(
    title: str,
    before_bins: Sequence[Cell],
    after_bins: Sequence[Cell],
    edges: Sequence[Number | None],
    percentiles_before: Percentiles | None,
    percentiles_after: Percentiles | None,
    *,
    series: tuple[str, str] | None = None,
    show: Write = plain,
    show_edge: Write | None = None,
    show_count: Write = plain,
    unit: str = "",
    axis: str = "",
    label: str = "",
    description: str = "",
) -> Chart:
    """Two histograms over the same `edges` (after as bars, before as an outline), and their percentiles.

    `edges` are one more than the bins; the first may be None ("less than") and the last ("and more"). Areas
    are in proportion to the counts: where bins differ in width, heights are counts for the narrowest width,
    and the scale says so. `show` writes amounts, `show_edge` those under the axis, `show_count` the counts; `unit` names
    what is counted, `axis` what the amounts are. A bin that is None or a `Gap` has the neutral mark. Raises
    ValueError when bins and edges do not fit.
    """
    if not len(before_bins) == len(after_bins) == len(edges) - 1:
        raise ValueError("there is one more edge than bins")
    names = series or (_("Before"), _("After"))
    sets = [percentiles or {} for percentiles in (percentiles_before, percentiles_after)]
    amounts = _Amounts(edges)
    rows = [
        [_bin_name(low, high, show), written(before, show_count), written(after, show_count)]
        for low, high, before, after in zip(edges, edges[1:], before_bins, after_bins, strict=False)
    ]
    rows += [
        [_percentile_name(part), *(written(found.get(part), show) for found in sets)] for part in PERCENTILES
    ]

    def draw(sheet: Sheet) -> float:
        picture = _Histogram(sheet, amounts, [before_bins, after_bins], names)
        y = picture.draw(show_edge or show, show_count, unit, axis)
        for place, found in enumerate(sets):
            y = picture.percentiles(y, place, found, show)
        bins = [*before_bins, *after_bins]
        return sheet.key_of_gaps(y, [Gap.HIDDEN] if any(known(cell) is None for cell in bins) else [])

    return both_sizes(title, draw, [label or axis or _("Amount"), *names], rows, description)


def _bin_name(low: Number | None, high: Number | None, show: Write) -> str:
    if low is None:
        return _("Less than %(amount)s") % {"amount": show(_whole(high or 0))}
    if high is None:
        return _("%(amount)s and more") % {"amount": show(_whole(low))}
    return f"{show(_whole(low))}–{show(_whole(high))}"


def _percentile_name(part: int) -> str:
    if part == 50:
        return _("Middle value (P50)")
    return _("Percentile %(number)s (P%(number)s)") % {"number": part}


class _Amounts:
    """The edges in figures: an open bin is drawn as wide as its neighbour."""

    def __init__(self, edges: Sequence[Number | None]):
        self.is_open_below, self.is_open = edges[0] is None, edges[-1] is None
        numbers = [float(edge) for edge in edges if edge is not None]
        if len(numbers) < len(edges) - self.is_open_below - self.is_open or not numbers:
            raise ValueError("only the first and the last edge may be open")
        lone = abs(numbers[0]) or 1.0
        if self.is_open_below:
            numbers.insert(0, numbers[0] - (numbers[1] - numbers[0] if len(numbers) > 1 else lone))
        if self.is_open:
            numbers.append(2 * numbers[-1] - numbers[-2] if len(numbers) > 1 else numbers[-1] + lone)
        self.edges = numbers
        self.widths = [high - low for low, high in pairwise(numbers)]
        if min(self.widths) <= 0:
            raise ValueError("edges rise")
        self.narrowest = min(self.widths)
        self.are_equal = max(self.widths) - self.narrowest < self.narrowest / 1000

    def heights(self, cells: Sequence[Cell]) -> list[float | None]:
        """Counts for the narrowest width, so that areas compare."""
        return [
            None if (count := known(cell)) is None else count * self.narrowest / width
            for cell, width in zip(cells, self.widths, strict=True)
        ]

    def place(self, amount: float) -> float:
        """Where an amount lies from 0 to 1; beyond a closed end at it, beyond an open one amid its bin."""
        low, high = self.edges[0], self.edges[-1]
        if self.is_open and amount > self.edges[-2]:
            amount = (self.edges[-2] + high) / 2
        if self.is_open_below and amount < self.edges[1]:
            amount = (low + self.edges[1]) / 2
        return (min(max(amount, low), high) - low) / (high - low)


class _Histogram:
    """The two histograms on one sheet."""

    def __init__(self, sheet: Sheet, amounts: _Amounts, bins: list[Sequence[Cell]], names: tuple[str, str]):
        self.sheet, self.amounts, self.names = sheet, amounts, names
        self.before, self.after = (amounts.heights(cells) for cells in bins)
        highest = max([tall for tall in [*self.before, *self.after] if tall is not None], default=0.0)
        self.marks = ticks(0.0, max(highest, 1.0), 4, whole=True)
        # Without any count there is nothing to measure by.
        self.has_figures = highest > 0
        self.top, self.floor = 2.0 * LINE + 8, 2.0 * LINE + 8 + (200 if sheet.is_wide else 150)
        self.left, self.right = 8.0, sheet.width - 8.0

    def x(self, amount: float) -> float:
        return self.left + self.amounts.place(amount) * (self.right - self.left)

    def edge(self, place: int) -> float:
        edges = self.amounts.edges
        return self.left + (edges[place] - edges[0]) / (edges[-1] - edges[0]) * (self.right - self.left)

    def y(self, tall: float) -> float:
        return self.floor - tall / float(self.marks[-1]) * (self.floor - self.top)

    def draw(self, show_edge: Write, show_count: Write, unit: str, axis: str) -> float:
        """Grid, bars, outline, names and edges; returns the place below."""
        sheet = self.sheet
        if self.has_figures:
            widest = max(text_width(show_count(mark)) for mark in self.marks)
            self.left = widest + 10
        for mark in self.marks if self.has_figures else []:
            sheet.line("chart-grid", self.left, self.y(float(mark)), self.right, self.y(float(mark)))
            if mark:
                sheet.words(self.left - 6, self.y(float(mark)) + 5, show_count(mark), "chart-text", "end")
        if unit and self.has_figures:
            if not self.amounts.are_equal:
                each = show_edge(_whole(self.amounts.narrowest))
                unit = _("%(unit)s for each %(width)s") % {"unit": unit, "width": each}
            sheet.words(0, LINE - 7, unit, "chart-text")
        self.bars()
        self.outline()
        for place in range(len(self.before)):
            self.hidden(place)
        sheet.line("chart-zero", self.left, self.floor, self.right, self.floor)
        self.name(self.names[0], self.before, self.after, "chart-label chart-name-then")
        self.name(self.names[1], self.after, self.before, "chart-label chart-name-now")
        return self.under(show_edge, axis)

    def bars(self) -> None:
        for place, tall in enumerate(self.after):
            if tall is not None and tall > 0:
                left, right = self.edge(place) + 1.5, self.edge(place + 1) - 1.5
                self.sheet.rect("chart-now", left, self.y(tall), right - left, self.floor - self.y(tall))

    def outline(self) -> None:
        """The steps of before, broken at hidden bins; first its halo, so that it shows over dark bars."""
        runs: list[list[tuple[float, float]]] = []
        is_going = False
        for place, tall in enumerate(self.before):
            if tall is None:
                is_going = False
                continue
            steps = [(self.edge(place), self.y(tall)), (self.edge(place + 1), self.y(tall))]
            if is_going:
                runs[-1] += steps
            else:
                runs.append([(self.edge(place), self.floor), *steps])
            is_going = True
            if place + 1 == len(self.before) or self.before[place + 1] is None:
                runs[-1].append((self.edge(place + 1), self.floor))
        for css in ("chart-halo", "chart-outline"):
            for run in runs:
                self.sheet.path(css, run)

    def hidden(self, place: int) -> None:
        """The neutral mark on the floor: in the middle when both are hidden, else on its own side."""
        left, right = self.edge(place), self.edge(place + 1)
        gone = [self.before[place] is None, self.after[place] is None]
        if any(gone):
            at = 0.5 if all(gone) else 0.3 if gone[0] else 0.7
            self.sheet.hidden(left + (right - left) * at, self.floor - 3)

    def name(self, words: str, own: list[float | None], other: list[float | None], css: str) -> None:
        """Names one of the two where it stands out most, above everything that is drawn there."""
        lead = [((tall or 0.0) - (rival or 0.0), place) for place, (tall, rival) in self.pairs(own, other)]
        for _lead, place in sorted(lead, key=lambda pair: -pair[0]):
            x = (self.edge(place) + self.edge(place + 1)) / 2
            left, _top, right, _bottom = self.sheet.box(x, 0, words, "middle")
            under = [
                max(self.before[near] or 0.0, self.after[near] or 0.0)
                for near in range(len(own))
                if self.edge(near) < right and self.edge(near + 1) > left
            ]
            if self.sheet.words(x, self.y(max(under)) - 9, words, css, "middle", if_free=True):
                return
        if lead:
            self.sheet.words(self.right, LINE - 7, words, css, "end", if_free=True)

    @staticmethod
    def pairs(own: list[float | None], other: list[float | None]):
        """The bins where there is something of one's own to name."""
        both = enumerate(zip(own, other, strict=True))
        return [(place, pair) for place, pair in both if pair[0]]

    def under(self, show_edge: Write, axis: str) -> float:
        """The edges under the axis, each that fits, and what they are."""
        y = self.floor + LINE - 5
        first, last = int(self.amounts.is_open_below), len(self.before) - int(self.amounts.is_open)
        texts = [show_edge(_whole(edge)) for edge in self.amounts.edges]
        if self.amounts.is_open:
            texts[last] = f"{texts[last]}+"
        for place in [first, *([last] if last > first else []), *range(first + 1, last)]:
            self.sheet.words(self.edge(place), y, texts[place], "chart-text", "middle", if_free=True)
        y += 8
        return self.sheet.lines(self.left, y - 4, axis, self.right - self.left) if axis else y

    def percentiles(self, y: float, place: int, found: Percentiles, show: Write) -> float:
        """A row of dots for one of the two below `y`, named, with its middle value in words."""
        sheet = self.sheet
        values = {part: number for part in PERCENTILES if (number := known(found.get(part))) is not None}
        now = place == 1
        middle = written(found.get(50), show)
        says = f"{self.names[place]}: {middle}"
        if 50 in values:
            says = _("%(name)s: middle value %(amount)s") % {"name": self.names[place], "amount": middle}
        y = sheet.lines(0, y + 6, says, sheet.width, f"chart-label chart-name-{'now' if now else 'then'}")
        y += 9
        for low, high, css in ((10, 90, "chart-span chart-thin"), (25, 75, "chart-span")):
            if low in values and high in values:
                sheet.line(css, self.x(values[low]), y, self.x(values[high]), y)
        for part, value in values.items():
            sheet.dot("chart-now" if now else "chart-open", self.x(value), y, 6 if part == 50 else 4)
        y += LINE - 4
        for part in FIRST_NAMED:
            if part in values:
                sheet.words(self.x(values[part]), y, f"P{part}", "chart-text", "middle", if_free=True)
        if not values:
            sheet.hidden(6, y - LINE + 10)
        return y + 8


def lorenz(
    title: str,
    before: Sequence[Cell],
    after: Sequence[Cell],
    *,
    series: tuple[str, str] | None = None,
    label: str = "",
    description: str = "",
) -> Chart:
    """The Lorenz curves before and after: which share of all income the poorest part has together.

    Each curve is its shares in per cent of all income at equal steps of households from the poorest (0) to
    all (100), both ends included; None or a `Gap` anywhere hides that whole curve, since its other points
    would tell. (M. O. Lorenz, 1905.)
    """
    names = series or (_("Before"), _("After"))
    curves = [_whole_curve(cells) for cells in (before, after)]
    fifths = [Decimal(20) * fifth for fifth in range(1, 5)]
    rows = [
        [
            _("The poorest %(percent)s %%") % {"percent": fifth},
            *(
                Gap.HIDDEN.words() if curve is None else f"{_share_at(curve, float(fifth)):.1f} %"
                for curve in curves
            ),
        ]
        for fifth in fifths
    ]

    def draw(sheet: Sheet) -> float:
        return _lorenz_picture(sheet, curves, names)

    return both_sizes(title, draw, [label or _("Households"), *names], rows, description, sizes=(300,))


def _lorenz_picture(sheet: Sheet, curves: list[list[float] | None], names: tuple[str, str]) -> float:
    y, side, left = 0.0, 240.0, 50.0
    lines = ["chart-trend-then", "chart-trend-now"]
    keys = [
        *zip(lines, names, curves, strict=True),
        ("chart-grid chart-equal", _("If all had the same"), [0.0]),
    ]
    for css, name, curve in keys:
        y += LINE
        if curve is None:
            sheet.hidden(14, y - 5)
            name = f"{name}: {Gap.HIDDEN.words()}"
        else:
            sheet.line(css, 0, y - 12, 28, y - 12)
        sheet.words(36, y - 7, name, "chart-label" if css in lines else "chart-text")
    y += LINE + 6
    sheet.words(0, y - 7, _("Share of all income"))
    top, floor = y + 8, y + 8 + side
    for quarter in range(5):
        at = quarter / 4
        sheet.line("chart-grid", left, floor - at * side, left + side, floor - at * side)
        sheet.words(left - 8, floor - at * side + 5, f"{quarter * 25} %", "chart-text", "end")
    sheet.path("chart-grid chart-equal", [(left, floor), (left + side, top)])
    for css, curve in zip(lines, curves, strict=True):
        if curve is not None:
            steps = len(curve) - 1
            points = [
                (left + place / steps * side, floor - share / 100 * side) for place, share in enumerate(curve)
            ]
            sheet.path(css, points)
    for words, anchor, x in (("0 %", "start", left), ("100 %", "end", left + side)):
        sheet.words(x, floor + LINE - 5, words, "chart-text", anchor)
    return sheet.lines(left, floor + LINE, _("Households, from the poorest"), side)


def _whole_curve(cells: Sequence[Cell]) -> list[float] | None:
    numbers = [number for cell in cells if (number := known(cell)) is not None]
    return numbers if len(numbers) == len(cells) and len(numbers) > 1 else None


def _share_at(curve: list[float], percent: float) -> float:
    """The curve at a share of households, straight between its points."""
    at = percent / 100 * (len(curve) - 1)
    low = min(int(at), len(curve) - 2)
    return curve[low] + (curve[low + 1] - curve[low]) * (at - low)


def _whole(number: Number) -> Decimal:
    """A figure as `show` writes it: without .0."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
