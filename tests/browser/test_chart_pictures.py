"""The pictures of reports as a browser draws them: our reckoning of words holds for the letters themselves."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lib.chart_text import text_width
from tests.lib.test_charts_sheet import MAKERS

SHEETS = ("foundation", "layout", "components", "market", "reports")
# Every picture that is shown, with the boxes of its words as the browser has set them.
MEASURE = """() => [...document.querySelectorAll("svg.chart-picture")].map((picture) => ({
  shown: picture.getBoundingClientRect().width,
  wide: picture.viewBox.baseVal.width,
  words: [...picture.querySelectorAll("text")].map((text) => {
    const box = text.getBBox();
    return [text.textContent, box.x, box.y, box.width, box.height];
  }),
}))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with every picture, ordinary and awkward, each in a card."""
    static = (settings.BASE_DIR / "static" / "css").as_uri()
    links = "".join(f'<link rel="stylesheet" href="{static}/{name}.css">' for name in SHEETS)
    with translation.override("th"):
        cards = "".join(
            f'<div class="card">{render_to_string("components/chart.html", {"chart": make()})}</div>'
            for make in MAKERS.values()
        )
    page = tmp_path_factory.mktemp("pictures") / "page.html"
    frame = f'<main class="main"><div class="frame stack">{cards}</div></main>'
    page.write_text(
        f'<!doctype html><html lang="th"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{links}<body>{frame}</body></html>'
    )
    return page.as_uri()


@pytest.fixture(params=[320, 360, 1280])
def measured(request, chromium, address):
    page = chromium.new_page(viewport={"width": request.param, "height": 900})
    page.goto(address)
    page.evaluate("document.fonts.ready")
    yield page.evaluate(MEASURE), page.evaluate("document.documentElement.scrollWidth"), request.param
    page.close()


def test_one_size_of_each_picture_is_shown_and_the_page_does_not_scroll_sideways(measured):
    pictures, scrolled, width = measured
    shown = [picture for picture in pictures if picture["shown"]]
    assert len(shown) == len(MAKERS)
    assert {picture["wide"] for picture in shown} == ({300} if width < 1000 else {300, 560})
    assert scrolled == width


def test_no_word_is_wider_than_we_reckon(measured):
    pictures, _scrolled, _width = measured
    words = [word for picture in pictures if picture["shown"] for word in picture["words"]]
    assert len(words) > 200
    assert [word for word, _x, _y, wide, _tall in words if wide > text_width(word) + 0.5] == []


def test_words_stay_in_the_picture_and_apart(measured):
    pictures, _scrolled, _width = measured
    for picture in (picture for picture in pictures if picture["shown"]):
        boxes = picture["words"]
        for place, (word, x, y, wide, tall) in enumerate(boxes):
            assert x >= -0.5, word
            assert x + wide <= picture["wide"] + 1, word
            for other, left, top, other_wide, other_tall in boxes[:place]:
                # A line's box holds room for Thai's tallest letters: 5 above and below may be shared.
                beside = x + wide <= left or left + other_wide <= x
                assert beside or y + tall - 5 <= top + 5 or top + other_tall - 5 <= y + 5, (word, other)
