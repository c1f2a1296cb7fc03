"""Pieces that are printed once: what differs each time still does."""

import pytest
from django.template import Context, Template
from django.utils import translation

from lib import printed

SEARCH = Template('{% printed "components/search.html" %}')


def test_a_piece_shows_the_words_of_this_request_and_escapes_them():
    assert 'value="ไข่"' in SEARCH.render(Context({"query": "ไข่"}))
    assert 'value="&lt;b&gt;"' in SEARCH.render(Context({"query": "<b>"}))
    assert 'value=""' in SEARCH.render(Context({}))


def test_a_piece_has_one_print_for_each_language():
    with translation.override("th"):
        thai = SEARCH.render(Context({}))
    with translation.override("en"):
        english = SEARCH.render(Context({}))
    assert "Find eggs" in english
    assert "Find eggs" not in thai


def test_the_form_token_is_never_kept():
    tools = Template('{% printed "components/frame_tools.html" is_known=False unread_count=0 size="2" %}')
    first = tools.render(Context({"csrf_token": "one"}))
    second = tools.render(Context({"csrf_token": "two"}))
    assert 'value="one"' in first
    assert 'value="two"' in second
    assert "one" not in second


def test_a_text_that_looks_like_a_hole_stays_a_text():
    text = printed.Piece(f"0123456789abcdef-query- {printed.hole('query')}").fill({"query": "query-"})
    assert text == "0123456789abcdef-query- query-"


def test_a_hole_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        printed.Piece(printed.hole("query")).fill({})
