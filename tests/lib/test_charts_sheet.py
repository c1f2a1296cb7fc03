"""Every picture of a report, with ordinary and with awkward figures: whole, named, and nothing over anything."""

import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from config import styleguide_charts
from lib import chart_pictures as pictures
from lib import chart_sheet, chart_text
from lib.chart_pictures import Gap

LONG = "ชุมชนบ้านสวนริมน้ำพัฒนาอาชีพและผลิตภัณฑ์เข้มแข็งยั่งยืนหมู่ที่ 12"
NASTY = '"><script>alert(1)</script> & <b>'
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
QUARTERS = [f"{quarter}/{year}" for year in (2567, 2568, 2569) for quarter in (1, 2, 3, 4)]
SAME = dict.fromkeys((10, 25, 50, 75, 90), 5000)
EDGES = [0, 4000, 8000, 12000]


def histogram(before, after, edges=EDGES, low=SAME, high=SAME, **options):
    return pictures.distribution("ก", before, after, edges, low, high, unit="ครัวเรือน", axis="บาท", **options)


AWKWARD = {
    "histogram of nothing": lambda: histogram([0, 0, 0], [0, 0, 0]),
    "histogram all hidden": lambda: histogram([None] * 3, [Gap.HIDDEN] * 3, low=None, high={}),
    "histogram of thousands": lambda: histogram([98765, 1, 0], [1, 98765, 3]),
    "histogram of uneven bins": lambda: histogram([3, 9, 2], [2, 8, 4], [0, 1000, 9000, None]),
    "histogram of open ends": lambda: histogram([3, 9], [2, 8], [None, 5000.0, None]),
    "histogram with long names": lambda: histogram([3, 3, 3], [3, 3, 3], series=(LONG[:30], LONG[:28])),
    "histogram of twenty bins": lambda: histogram([5, 6] * 10, [6, 5] * 10, list(range(0, 210_000, 10_000))),
    "interval of nothing": lambda: pictures.interval("ก", []),
    "interval all hidden": lambda: pictures.interval("ก", [(LONG, None), ("ข", Gap.HIDDEN, None, None)]),
    "interval far from zero": lambda: pictures.interval("ก", [(LONG, 9000, 8999, 9001), ("ข", 1, 0, 2)]),
    "interval all below zero": lambda: pictures.interval("ก", [("ข", -1250000, -2250000, -1)]),
    "interval all zero": lambda: pictures.interval("ก", [("ข", 0, 0, 0)]),
    "interval beside names": lambda: pictures.interval("ก", [("ข", 5, -1, 9), ("ค", None), ("ง", 2)]),
    "trend of nothing": lambda: pictures.trend("ก", [], []),
    "trend all hidden": lambda: pictures.trend("ก", QUARTERS[:2], [(LONG, [None, None])], start=1),
    "trend of one point": lambda: pictures.trend("ก", ["1/68"], [("ข", [5]), ("ค", [5])], start=0),
    "trend with long names": lambda: pictures.trend(
        "ก", QUARTERS, [(f"{LONG} ก", range(12)), (f"{LONG} ข", range(1, 13))], start=11
    ),
    "trend that ends early": lambda: pictures.trend(
        "ก", QUARTERS, [("เริ่มแล้ว", [5, 6] + [None] * 10), ("เริ่มทีหลัง", [None] * 9 + [9, 1, 5])]
    ),
    "trend ending low": lambda: pictures.trend(
        "ก", QUARTERS[:3], [("เริ่มแล้ว", [9000, 9500, 8000]), ("เริ่มทีหลัง", [9000, 9500, 8000])]
    ),
    "flow of nothing": lambda: pictures.flow("ก", []),
    "flow with long names": lambda: pictures.flow(
        "ก", [(LONG, 12000), (LONG * 2, 9000, f"%(count)s {LONG}")]
    ),
    "flow all hidden": lambda: pictures.flow("ก", [("ข", None), ("ค", Gap.HIDDEN)]),
    "flow that grows": lambda: pictures.flow("ก", [("ข", 0), ("ค", 7), ("ง", 7)]),
    "book of nothing": lambda: pictures.in_and_out("ก", []),
    "book of gaps": lambda: pictures.in_and_out(
        "ก", [("ม.ค.", None, None), ("ก.พ.", Gap.UNKNOWN, Gap.UNTOLD), ("มี.ค.", 0, 0), ("เม.ย.", None, 5)]
    ),
    "book of large sums": lambda: pictures.in_and_out(
        "ก", [(name, Decimal("1234567.50"), Decimal("2234567.25")) for name in MONTHS]
    ),
    "book of two years": lambda: pictures.in_and_out("ก", [(name, 9, 8) for name in MONTHS * 2]),
    "book of one month": lambda: pictures.in_and_out("ก", [("มกราคม 2569", 9000, 12000)]),
    "lorenz hidden": lambda: pictures.lorenz("ก", [0, None, 100], [0, 30, 100]),
}


GUIDE = {f"guide {place}": lambda place=place: styleguide_charts.examples()[place] for place in range(6)}
MAKERS = {**GUIDE, **AWKWARD}


def drawings(chart):
    """Each size of the picture."""
    return list(ElementTree.fromstring(chart.svg))


def box(text):
    """Left, top, right and bottom of words, from their place and letters alone."""
    wide = chart_text.text_width(text.text)
    left = float(text.get("x")) - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
    y = float(text.get("y"))
    return left, y - 12, left + wide, y + 4


@pytest.fixture(params=MAKERS, ids=lambda name: name.replace(" ", "-"))
def chart(request):
    with translation.override("th"):
        return MAKERS[request.param]()


def test_a_picture_is_named_and_described_in_every_size(chart):
    for drawing in drawings(chart):
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label") == drawing.find("title").text == chart.title
        assert (drawing.find("desc").text or "") == chart_sheet.describe(chart.heads, chart.rows)


def test_a_picture_carries_no_style_no_script_and_no_name_that_could_meet_another(chart):
    assert not re.search(r"style=|<script|<style|\sid=|url\(|\sfill=|\sstroke=", chart.svg)


def test_nothing_leaves_the_picture(chart):
    for drawing in drawings(chart):
        _x, _y, width, height = map(float, drawing.get("viewBox").split())
        for text in drawing.iter("text"):
            left, top, right, bottom = box(text)
            assert left >= -0.1, text.text
            assert right <= width + 0.1, text.text
            assert top >= 0, text.text
            assert bottom <= height, text.text
        for bar in drawing.iter("rect"):
            x, y, wide, tall = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
            assert min(x, y, wide, tall) >= 0
            assert x + wide <= width
            assert y + tall <= height


def test_no_words_lie_over_others(chart):
    for drawing in drawings(chart):
        for one, other in itertools.combinations(drawing.iter("text"), 2):
            a, b = box(one), box(other)
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (one.text, other.text)


def test_no_sign_of_a_gap_lies_over_words(chart):
    for drawing in drawings(chart):
        signs = [sign for sign in drawing.iter("rect") if sign.get("class") == "chart-missing"]
        signs += [group.find("rect") for group in drawing.iter("g")]
        for sign, text in itertools.product(signs, drawing.iter("text")):
            x, y, wide, tall = (float(sign.get(name)) for name in ("x", "y", "width", "height"))
            left, top, right, bottom = box(text)
            assert x + wide <= left or right <= x or y + tall <= top or bottom <= y, text.text


def test_every_row_of_the_table_fits_its_heads(chart):
    assert all(len(row) == len(chart.heads) for row in chart.rows)
    assert all(isinstance(cell, str) for row in chart.rows for cell in row)


@pytest.mark.parametrize(
    "make",
    [
        lambda: pictures.distribution(
            NASTY, [1], [2], [0, 1], SAME, SAME, series=(NASTY, NASTY), unit=NASTY, axis=NASTY
        ),
        lambda: pictures.interval(NASTY, [(NASTY, 1, 0, 2)], zero=NASTY),
        lambda: pictures.trend(NASTY, [NASTY], [(NASTY, [1])], start=0, start_words=NASTY),
        lambda: pictures.flow(NASTY, [(NASTY, 2), (NASTY, 1, NASTY)]),
        lambda: pictures.in_and_out(NASTY, [(NASTY, 2, 1)]),
        lambda: pictures.lorenz(NASTY, [0, 100], [0, 100], series=(NASTY, NASTY)),
    ],
)
def test_names_are_words_never_marks(make):
    chart = make()
    drawing = drawings(chart)[0]
    assert drawing.find("title").text == NASTY
    assert "<script" not in chart.svg
    assert "<b>" not in chart.svg


@pytest.mark.parametrize(
    ("low", "high", "most", "marks"),
    [
        (0, 26, 4, [0, 10, 20, 30]),
        (-420, 1100, 4, [-500, 0, 500, 1000, 1500]),
        (0, 1, 4, [0, Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), 1]),
        (7600, 9300, 4, [7500, 8000, 8500, 9000, 9500]),
        (0, 98765, 4, [0, 25000, 50000, 75000, 100000]),
    ],
)
def test_grid_lines_stand_at_round_numbers(low, high, most, marks):
    assert chart_sheet.ticks(low, high, most) == marks


def test_counts_have_no_fractions_on_their_scale():
    assert chart_sheet.ticks(0, 2, 4, whole=True) == [0, 1, 2]


def test_a_figure_is_written_with_commas_and_a_true_minus():
    assert (chart_sheet.plain(-1250), chart_sheet.signed(-1250), chart_sheet.signed(640)) == (
        "−1,250",
        "−1,250",
        "+640",
    )
    assert chart_sheet.signed(Decimal("0.00")) == "0"


def test_a_name_is_broken_between_thai_words_where_they_are_marked():
    name = "กลุ่ม\N{ZERO WIDTH SPACE}แม่บ้าน\N{ZERO WIDTH SPACE}เกษตรกร บ้านสวน"
    assert chart_text.wrap(name, 80) == ["กลุ่มแม่บ้าน", "เกษตรกร", "บ้านสวน"]


def test_marks_above_and_below_take_no_room():
    assert chart_text.text_width("ที่นี่") == chart_text.text_width("ทน")
