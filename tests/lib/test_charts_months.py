"""Pictures over time: lines that break where nothing is known, and a book in which a gap is not a zero."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from lib import chart_pictures as pictures
from lib.chart_pictures import Gap
from tests.lib.test_charts_reports import number, shapes, words

QUARTERS = ["1/68", "2/68", "3/68", "4/68"]
MONTHS = [f"m{month}" for month in range(1, 15)]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sizes(chart):
    return list(ElementTree.fromstring(chart.svg))


def trend(first=(1000, 1100, 1200, 1400), second=(900, 1000, 1100, 1150), **options):
    return pictures.trend("ก", QUARTERS, [("started", first), ("later", second)], **options)


def test_points_lie_in_proportion_to_their_figures():
    drawing = sizes(trend())[0]
    heights = [number(dot, "cy") for dot in shapes(drawing, "circle", "chart-now")]
    rises = [one - other for one, other in zip(heights, heights[1:], strict=False)]
    assert rises == pytest.approx([rises[0], rises[0], 2 * rises[0]], abs=0.3)


def test_parallel_figures_are_parallel_lines():
    drawing = sizes(trend())[0]
    first = [number(dot, "cy") for dot in shapes(drawing, "circle", "chart-now")][:3]
    second = [number(dot, "cy") for dot in shapes(drawing, "circle", "chart-open")][:3]
    gaps = [lower - upper for upper, lower in zip(first, second, strict=True)]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.2)


def test_the_two_lines_differ_without_colour():
    drawing = sizes(trend())[0]
    assert (
        len(shapes(drawing, "path", "chart-trend-now"))
        == len(shapes(drawing, "path", "chart-trend-then"))
        == 1
    )
    assert [text for text in words(drawing) if text.startswith(("started", "later"))] == [
        "started 1,400",
        "later 1,150",
    ]


def test_the_mark_stands_between_the_last_quarter_before_and_the_first_with_the_market():
    drawing = sizes(trend(start=2))[0]
    (mark,) = shapes(drawing, "line", "chart-start")
    dots = [number(dot, "cx") for dot in shapes(drawing, "circle", "chart-now")]
    assert number(mark, "x1") == pytest.approx((dots[1] + dots[2]) / 2, abs=0.2)
    assert "Market opened" in words(drawing)


def test_without_a_start_there_is_no_mark():
    assert shapes(sizes(trend())[0], "line", "chart-start") == []


@pytest.mark.parametrize(
    ("gap", "marks", "says"),
    [
        (None, 2, "small group, not shown"),
        (Gap.HIDDEN, 2, "small group, not shown"),
        (Gap.MISSING, 0, "no entry"),
    ],
)
def test_a_gap_breaks_the_line_and_only_a_hidden_one_is_marked(gap, marks, says):
    chart = trend(first=(1000, 1100, gap, 1400))
    drawing = sizes(chart)[0]
    dots = shapes(drawing, "circle", "chart-now")
    (path,) = shapes(drawing, "path", "chart-trend-now")
    assert len(dots) == 3
    assert path.get("d").count("L") == 1
    assert len(shapes(drawing, "g", "chart-hidden")) == marks
    assert chart.rows[2] == ["3/68", says, "1,100"]


def test_the_mark_of_a_hidden_quarter_stands_on_the_floor_whatever_the_figures():
    feet = set()
    for rise in (1, 5000):
        drawing = sizes(trend(first=(1000, None, 1200, 1400 + rise)))[0]
        feet.add(number(shapes(drawing, "g", "chart-hidden")[0].find("rect"), "y"))
    assert len(feet) == 1


def test_more_than_two_lines_or_a_line_too_short_are_refused():
    with pytest.raises(ValueError, match="series"):
        pictures.trend("ก", QUARTERS, [("a", [1] * 4)] * 3)
    with pytest.raises(ValueError, match="series"):
        pictures.trend("ก", QUARTERS, [("a", [1] * 3)])


def test_money_in_stands_on_zero_and_money_out_hangs_from_it_on_one_scale():
    drawing = sizes(pictures.in_and_out("ก", [("m1", 9000, 6000), ("m2", 3000, 9000)]))[0]
    zero = number(shapes(drawing, "line", "chart-zero")[0], "y1")
    up, down = shapes(drawing, "rect", "chart-now"), shapes(drawing, "rect", "chart-then")
    assert [number(bar, "y") + number(bar, "height") for bar in up] == pytest.approx([zero] * 2, abs=0.2)
    assert [number(bar, "y") for bar in down] == pytest.approx([zero] * 2, abs=0.2)
    tall = [number(bar, "height") for bar in (*up, *down)]
    assert tall == pytest.approx([tall[0], tall[0] / 3, tall[0] * 2 / 3, tall[0]], abs=0.2)


def test_what_is_left_is_in_minus_out_and_lies_at_its_height():
    chart = pictures.in_and_out("ก", [("m1", Decimal("9000.25"), Decimal("6000.00")), ("m2", 3000, 9000)])
    assert [row[3] for row in chart.rows] == ["+3,000.25", "−6,000"]
    drawing = sizes(chart)[0]
    zero = number(shapes(drawing, "line", "chart-zero")[0], "y1")
    over, under = (
        zero - number(dot, "cy") for dot in shapes(drawing, "circle", "chart-rest") if number(dot, "cx") > 30
    )
    assert under == pytest.approx(-2 * over, abs=0.3)


def test_a_missing_month_an_unknown_sum_and_a_zero_look_different():
    book = [("m1", None, None), ("m2", Gap.UNKNOWN, 100), ("m3", 0, 100), ("m4", 100, Gap.UNTOLD)]
    chart = pictures.in_and_out("ก", book)
    drawing = sizes(chart)[0]
    month, key = shapes(drawing, "rect", "chart-missing")
    assert number(month, "height") > number(key, "height")
    said = words(drawing)
    assert said.count("?") == said.count("...") == 2
    assert "0" in said
    assert {"no entry", "don't know", "prefer not to say"} <= set(said)
    assert [row[1:] for row in chart.rows] == [
        ["no entry"] * 3,
        ["don't know", "100", "don't know"],
        ["0", "100", "−100"],
        ["100", "prefer not to say", "prefer not to say"],
    ]


def test_gaps_have_no_bars_and_no_remainder():
    drawing = sizes(pictures.in_and_out("ก", [("m1", None, None), ("m2", Gap.UNKNOWN, Gap.UNTOLD)]))[0]
    assert shapes(drawing, "rect", "chart-now") == shapes(drawing, "rect", "chart-then") == []
    assert [number(dot, "cx") for dot in shapes(drawing, "circle", "chart-rest")] == [6.0]


def test_a_phone_shows_the_last_twelve_months_and_the_table_all():
    chart = pictures.in_and_out("ก", [(name, 10, 5) for name in MONTHS])
    phone, desk = sizes(chart)
    assert len(shapes(phone, "rect", "chart-now")) == 12
    assert len(shapes(desk, "rect", "chart-now")) == 14
    assert [row[0] for row in chart.rows] == MONTHS
    assert "m14" in words(phone)
