"""QR codes in the page: scannable as drawn, named, and allowed by a strict policy."""

import re
from xml.etree import ElementTree

import zxingcpp
from PIL import Image, ImageDraw

from lib import qr

TEXT = "00020101021229370016A0000006770101110113006681222333353037645802TH540530.0063043CAD"


def drawn(svg, scale=6):
    """The SVG's strokes as a picture, painted by another hand."""
    root = ElementTree.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    picture = Image.new("L", (side * scale, side * scale), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", root[2].get("d")):
        left, top, right = int(x) * scale, int(y) * scale, (int(x) + int(length)) * scale
        draw.rectangle((left, top, right - 1, top + scale - 1), fill=0)
    return picture


def test_the_drawn_code_says_what_was_put_in():
    assert [code.text for code in zxingcpp.read_barcodes(drawn(qr.svg(TEXT, "Pay")))] == [TEXT]


def test_the_code_has_a_name_for_a_screen_reader():
    root = ElementTree.fromstring(qr.svg(TEXT, "จ่าย <30> บาท"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "จ่าย <30> บาท"
    assert root[0].text == "จ่าย <30> บาท"


def test_the_code_needs_no_inline_style():
    svg = qr.svg(TEXT, "Pay")
    assert "style" not in svg
    assert svg.count('class="qr"') == 1


def test_the_file_is_a_png_of_the_asked_size():
    small, large = qr.png(TEXT, scale=2), qr.png(TEXT, scale=10)
    assert small.startswith(b"\x89PNG")
    widths = [int.from_bytes(png[16:20], "big") for png in (small, large)]
    assert widths[1] == 5 * widths[0]
