"""What the pictures of a report show: heights as their numbers, gaps without height, the table the same."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from lib import chart_pictures as pictures
from lib.chart_pictures import Gap
from lib.money import baht

LOW = {10: 1000, 25: 2000, 50: 4000, 75: 7000, 90: 8000}
HIGH = {10: 2000, 25: 3000, 50: 6000, 75: 9000, 90: 10000}
EDGES = [0, 4000, 8000, 12000]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def narrow(chart):
    return next(iter(ElementTree.fromstring(chart.svg)))


def shapes(drawing, tag, css):
    """The shapes of one kind whose classes hold `css`."""
    return [shape for shape in drawing.iter(tag) if css in shape.get("class", "").split()]


def words(drawing):
    return [text.text for text in drawing.iter("text")]


def number(shape, name):
    return float(shape.get(name))


def outline(drawing):
    """The corners of the steps of before."""
    steps = shapes(drawing, "path", "chart-outline")
    return [[tuple(map(float, part[1:].split())) for part in _parts(step)] for step in steps]


def _parts(path):
    return path.get("d").replace(" L", "|L").split("|")


def distribution(before=(4, 8, 2), after=(2, 10, 4), edges=EDGES, low=LOW, high=HIGH):
    return pictures.distribution("ก", before, after, edges, low, high, show=baht, unit="households")


def test_bars_of_after_are_as_high_as_their_counts():
    first, second, third = shapes(narrow(distribution()), "rect", "chart-now")
    assert number(second, "height") == pytest.approx(5 * number(first, "height"), abs=0.5)
    assert number(third, "height") == pytest.approx(2 * number(first, "height"), abs=0.5)


def test_before_is_an_outline_on_the_same_scale():
    drawing = narrow(distribution(before=(10, 8, 2)))
    (steps,) = outline(drawing)
    tallest = shapes(drawing, "rect", "chart-now")[1]
    assert min(y for _x, y in steps) == pytest.approx(number(tallest, "y"), abs=0.2)
    assert (
        steps[0][1]
        == steps[-1][1]
        == pytest.approx(number(tallest, "y") + number(tallest, "height"), abs=0.2)
    )


def test_a_bin_twice_as_wide_with_the_same_count_is_half_as_high():
    chart = distribution(after=(6, 6, 6), edges=[0, 2000, 4000, 8000])
    first, second, third = shapes(narrow(chart), "rect", "chart-now")
    assert number(first, "height") == number(second, "height")
    assert number(third, "height") == pytest.approx(number(first, "height") / 2, abs=0.1)


def test_a_scale_of_uneven_bins_says_for_which_width_it_counts():
    assert "households for each ฿2,000" in words(narrow(distribution(edges=[0, 2000, 4000, 8000])))
    assert "households" in words(narrow(distribution()))


def test_bins_may_be_open_at_both_ends():
    chart = distribution(edges=[None, 0.0, 4000.0, None], low={**LOW, 10: -90_000})
    assert [row[0] for row in chart.rows[:3]] == ["Less than ฿0", "฿0–฿4,000", "฿4,000 and more"]
    drawing = narrow(chart)
    first = shapes(drawing, "rect", "chart-now")[0]
    nearest = min(number(dot, "cx") for dot in shapes(drawing, "circle", "chart-open"))
    assert nearest == pytest.approx(number(first, "x") + number(first, "width") / 2, abs=0.3)
    assert {"฿0", "฿4,000+"} <= set(words(drawing))


def test_a_hidden_bin_has_the_same_mark_whatever_stands_beside_it_and_no_height():
    marks = set()
    for others in ((1, 2), (900, 3)):
        drawing = narrow(distribution(before=(others[0], None, 1), after=(1, Gap.HIDDEN, others[1])))
        assert len(shapes(drawing, "rect", "chart-now")) == 2
        assert len(outline(drawing)) == 2
        mark, key = shapes(drawing, "g", "chart-hidden")
        marks |= {
            (number(one.find("rect"), "width"), number(one.find("rect"), "height")) for one in (mark, key)
        }
    assert marks == {(12.0, 12.0)}


def test_the_outline_stops_at_a_hidden_bin_and_goes_on_after_it():
    one, other = outline(narrow(distribution(before=(4, None, 2))))
    floor = max(y for _x, y in one)
    assert one[-1][1] == other[0][1] == floor
    assert one[-1][0] < other[0][0]


def test_zero_has_no_mark_and_no_bar():
    drawing = narrow(distribution(after=(2, 0, 4)))
    assert len(shapes(drawing, "rect", "chart-now")) == 2
    assert shapes(drawing, "g", "chart-hidden") == []


def test_percentiles_lie_in_proportion_on_the_axis_of_the_bars():
    drawing = narrow(distribution())
    bars = shapes(drawing, "rect", "chart-now")
    dots = sorted(number(dot, "cx") for dot in shapes(drawing, "circle", "chart-open"))
    left, right = number(bars[0], "x") - 1.5, number(bars[2], "x") + number(bars[2], "width") + 1.5
    expected = [left + (right - left) * value / 12000 for value in LOW.values()]
    assert dots == pytest.approx(expected, abs=0.3)
    assert len(shapes(drawing, "circle", "chart-now")) == 5


def test_a_percentile_in_the_open_bin_stands_in_its_middle():
    high = {**HIGH, 90: 250_000}
    drawing = narrow(distribution(edges=[0, 4000, 8000, None], high=high))
    last = shapes(drawing, "rect", "chart-now")[-1]
    farthest = max(number(dot, "cx") for dot in shapes(drawing, "circle", "chart-now"))
    assert farthest == pytest.approx(number(last, "x") + number(last, "width") / 2, abs=0.3)


def test_both_names_and_middle_values_are_written_in_the_picture():
    said = words(narrow(distribution()))
    assert {
        "Before",
        "After",
        "households",
        "Before: middle value ฿4,000",
        "After: middle value ฿6,000",
    } <= set(said)


def test_hidden_percentiles_are_said_and_not_drawn():
    drawing = narrow(distribution(low=None))
    assert "Before: small group, not shown" in words(drawing)
    assert shapes(drawing, "circle", "chart-open") == []


def test_the_table_of_a_distribution_has_every_bin_and_percentile():
    chart = distribution(before=(4, None, 2), edges=[0, 4000, 8000, None])
    assert chart.heads[1:] == ["Before", "After"]
    assert chart.rows[:3] == [
        ["฿0–฿4,000", "4", "2"],
        ["฿4,000–฿8,000", "small group, not shown", "10"],
        ["฿8,000 and more", "2", "4"],
    ]
    assert chart.rows[3] == ["Percentile 10 (P10)", "฿1,000", "฿2,000"]
    assert chart.rows[5] == ["Middle value (P50)", "฿4,000", "฿6,000"]
    assert len(chart.rows) == 8


@pytest.mark.parametrize(
    ("before", "edges"),
    [
        ((1, 2), EDGES),
        ((1, 2, 3), [0, 2, 2, 3]),
        ((1, 2, 3), [0, 1]),
        ((1, 2, 3), [0, None, 5, 6]),
        ((1,), [None, None]),
    ],
)
def test_bins_that_do_not_fit_their_edges_are_refused(before, edges):
    with pytest.raises(ValueError, match="edge"):
        distribution(before=before, after=before, edges=edges)


def test_an_interval_is_drawn_to_scale_around_its_zero():
    chart = pictures.interval("ก", [("all", 600, 300, 900), ("one", -300, -600, 0)])
    drawing = narrow(chart)
    zero = number(shapes(drawing, "line", "chart-zero")[0], "x1")
    up, down = (number(dot, "cx") - zero for dot in shapes(drawing, "circle", "chart-now"))
    assert up == pytest.approx(-2 * down, abs=0.3)
    spans = [line for line in shapes(drawing, "line", "chart-span") if line.get("y1") == line.get("y2")]
    assert number(spans[0], "x2") - zero == pytest.approx(3 * (number(spans[0], "x1") - zero), abs=0.5)
    assert number(spans[1], "x2") == zero


def test_an_interval_is_written_beside_its_row_and_in_the_table():
    chart = pictures.interval("ก", [("all", Decimal(640), Decimal(310), Decimal(980))])
    assert "+640 (+310 to +980)" in words(narrow(chart))
    assert chart.rows == [["all", "+640", "+310", "+980"]]


def test_a_hidden_row_has_no_dot_and_does_not_move_the_others():
    shown = [("all", 600, 300, 900)]
    with_hidden = narrow(pictures.interval("ก", [*shown, ("few", None, None, None)]))
    alone = narrow(pictures.interval("ก", shown))
    place = [number(dot, "cx") for dot in shapes(with_hidden, "circle", "chart-now")]
    assert place == [number(dot, "cx") for dot in shapes(alone, "circle", "chart-now")]
    assert len(shapes(with_hidden, "g", "chart-hidden")) == 1
    assert "small group, not shown" in words(with_hidden)


def test_each_step_of_a_flow_is_as_long_as_its_count_and_says_who_was_lost():
    chart = pictures.flow("ก", [("registered", 100), ("asked", 80, "%(count)s were away"), ("matched", 50)])
    drawing = narrow(chart)
    lengths = [number(bar, "width") for bar in drawing.iter("rect")]
    assert lengths == pytest.approx([299, 239.2, 149.5], abs=0.1)
    assert [text for text in words(drawing) if "↓" in text] == ["↓ 20 were away", "↓ 30 fewer"]
    assert chart.rows == [["registered", "100", ""], ["asked", "80", "20"], ["matched", "50", "30"]]


def test_a_hidden_step_tells_nothing_by_the_losses_beside_it():
    chart = pictures.flow("ก", [("registered", 100), ("asked", None), ("matched", 50)])
    assert [text for text in words(narrow(chart)) if "↓" in text] == ["↓ not shown"] * 2
    assert [row[2] for row in chart.rows] == ["", "small group, not shown", "small group, not shown"]
    assert len(shapes(narrow(chart), "g", "chart-hidden")) == 1
    assert len(shapes(narrow(chart), "rect", "chart-edge")) == 1


def test_a_curve_of_equal_shares_is_the_diagonal():
    drawing = narrow(pictures.lorenz("ก", [0, 25, 50, 75, 100], [0, 10, 30, 60, 100]))
    (equal,) = shapes(drawing, "path", "chart-equal")
    (before,) = shapes(drawing, "path", "chart-trend-then")
    ends = [_parts(equal)[0], _parts(equal)[-1]]
    assert [_parts(before)[0], _parts(before)[-1]] == ends
    corners = [tuple(map(float, part[1:].split())) for part in _parts(before)]
    assert {round((y - corners[0][1]) / (x - corners[0][0]), 3) for x, y in corners[1:]} == {-1.0}


def test_the_table_of_a_curve_says_what_the_poorest_fifths_have():
    chart = pictures.lorenz("ก", [0, 7, 20, 40, 65, 100], [0, 30, 100])
    assert [row[1] for row in chart.rows] == ["7.0 %", "20.0 %", "40.0 %", "65.0 %"]
    assert [row[2] for row in chart.rows] == ["12.0 %", "24.0 %", "44.0 %", "72.0 %"]


def test_one_hidden_point_hides_the_whole_curve():
    chart = pictures.lorenz("ก", [0, 7, None, 40, 65, 100], [0, 30, 100])
    assert shapes(narrow(chart), "path", "chart-trend-then") == []
    assert {row[1] for row in chart.rows} == {"small group, not shown"}
