"""Charts: named, never cut, no inline style, and the same figures as rows."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from lib import chart_text, charts, money

MONTHS = [("ม.ค. 2569", Decimal("1000")), ("ก.พ. 2569", Decimal("500")), ("มี.ค. 2569", None)]


def parsed(chart):
    return ElementTree.fromstring(chart.svg)


def bars_of(chart):
    return [float(rect.get("width")) for rect in parsed(chart).iter("rect")]


def test_bars_are_as_long_as_their_numbers():
    first, second = bars_of(charts.bars("ยอดขาย", MONTHS, show=money.baht))
    assert first == pytest.approx(2 * second, abs=0.2)


def test_every_name_and_value_is_written_beside_its_bar():
    texts = [text.text for text in parsed(charts.bars("ยอดขาย", MONTHS, show=money.baht)).iter("text")]
    assert texts == ["ม.ค. 2569", "฿1,000", "ก.พ. 2569", "฿500", "มี.ค. 2569", "–"]


def test_the_table_has_the_same_figures():
    chart = charts.bars("ยอดขาย", MONTHS, show=money.baht, label="เดือน", unit="บาท")
    assert chart.heads == ["เดือน", "บาท"]
    assert chart.rows == [["ม.ค. 2569", "฿1,000"], ["ก.พ. 2569", "฿500"], ["มี.ค. 2569", "–"]]


def test_the_chart_has_a_name_and_a_description():
    chart = parsed(charts.bars("ขายดี <b>", MONTHS, "บาท"))
    assert chart.get("role") == "img"
    assert chart.find("title").text == "ขายดี <b>"
    assert chart.find("desc").text == "ม.ค. 2569: 1,000 บาท; ก.พ. 2569: 500 บาท; มี.ค. 2569: –"


def test_no_inline_style_and_no_script_come_out_of_names():
    svg = charts.bars("x", [('"><script>alert(1)</script>', 1)]).svg
    assert "<script" not in svg
    assert "style=" not in svg


def test_two_numbers_are_told_apart_by_words():
    chart = charts.bars("รายได้", [("บ้านสวน", 100, 150)], "บาท", series=["ก่อน", "หลัง"])
    texts = [text.text for text in parsed(chart).iter("text")]
    assert texts == ["บ้านสวน", "ก่อน 100 บาท", "หลัง 150 บาท"]
    assert [rect.get("class") for rect in parsed(chart).iter("rect")] == ["chart-then", "chart-now"]


def test_nothing_leaves_the_picture():
    name = "กลุ่มแม่บ้านเกษตรกรบ้านสวนพัฒนาอาชีพและผลิตภัณฑ์ชุมชนเข้มแข็ง"
    chart = charts.bars("x", [(name, 12345678), ("ก", 1)], "บาทต่อครัวเรือนต่อเดือน", width=320)
    root = parsed(chart)
    height = float(root.get("height"))
    for text in root.iter("text"):
        assert float(text.get("x")) + chart_text.text_width(text.text) <= 320
        assert float(text.get("y")) < height
    for rect in root.iter("rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= 320


def test_a_loss_points_to_the_other_side_of_zero():
    gain, loss = parsed(charts.bars("x", [("a", 100), ("b", -100)])).iter("rect")
    assert float(loss.get("x")) + float(loss.get("width")) == pytest.approx(float(gain.get("x")), abs=0.2)


def test_a_chart_of_nothing_or_of_zeros_is_still_a_chart():
    assert parsed(charts.bars("x", [])).get("role") == "img"
    assert bars_of(charts.bars("x", [("a", 0), ("b", 0)])) == [1.0, 1.0]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_wrapped_name_loses_nothing_and_parts_no_sign_from_its_letter(width):
    name = "น้ำพริกหนุ่มสูตรเชียงใหม่ ครัวยายบุญ"
    lines = chart_text.wrap(name, width)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert not any(re.match("[ัิีึืฺุู็่้๊๋์ํะาำ]", line) for line in lines)
    assert not any(line.endswith(("เ", "แ", "โ", "ใ", "ไ")) for line in lines)


def test_columns_stand_on_one_floor_and_are_as_high_as_their_numbers():
    chart = charts.columns("ยอดขาย", MONTHS, show=money.baht)
    first, second, missing = chart.bars
    assert first["y"] + first["height"] == second["y"] + second["height"]
    assert first["height"] == pytest.approx(2 * second["height"], abs=0.2)
    assert missing["height"] == 0


def test_many_columns_name_the_highest_and_do_not_overlap():
    points = [(str(day), Decimal(day * 100 if day != 12 else 99999)) for day in range(1, 32)]
    chart = charts.columns("ยอดขาย", points, show=money.baht)
    assert [bar["value"] for bar in chart.bars if bar["value"]] == ["฿99,999", "฿3,100"]
    named = [bar for bar in chart.bars if bar["label"]]
    for one, other in zip(named, named[1:], strict=False):
        room = (chart_text.text_width(one["label"]) + chart_text.text_width(other["label"])) / 2
        assert other["label_x"] - one["label_x"] >= room - 1
    for bar in chart.bars:
        half = max(chart_text.text_width(bar["label"]), chart_text.text_width(bar["value"])) / 2
        assert half <= bar["label_x"] <= chart.width - half
    assert len(chart.rows) == 31


def test_columns_of_nothing_are_an_empty_chart():
    with translation.override("en"):
        chart = charts.columns("x", [])
    assert (chart.bars, chart.rows, chart.heads) == ([], [], ["", "Amount"])
