"""The filters and tags that every template has."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|baht }}", Decimal("1250"), "฿1,250"),
        ("{{ value|baht }}", None, ""),
        ("{{ value|quantity }}", Decimal("1.500"), "1.5"),
        ("{{ value|quantity }}", Decimal("2.000"), "2"),
        ("{{ value|quantity }}", Decimal("1000"), "1,000"),
        ("{{ value|quantity }}", Decimal("100"), "100"),
        ("{{ value|quantity }}", Decimal("0.000"), "0"),
        ("{{ value|quantity }}", Decimal("-0.25"), "−0.25"),
        ("{{ value|quantity }}", None, ""),
        ("{{ value|thai_date }}", date(2026, 1, 5), "5 ม.ค. 2569"),
        ("{{ value|thai_date:'long' }}", date(2026, 1, 5), "5 มกราคม 2569"),
        ("{{ value|thai_month }}", date(2026, 1, 5), "มกราคม 2569"),
        ("{{ value|thai_datetime }}", datetime(2026, 1, 5, 7, 30, tzinfo=UTC), "5 ม.ค. 2569 14.30 น."),
        ("{{ value|thai_datetime }}", None, ""),
        ("{{ value|phone }}", "0812345678", "081-234-5678"),
        ("{{ value|phone }}", "", ""),
        ("{{ value|phone }}", None, ""),
        ("{{ value|phone }}", "<b>", "&lt;b&gt;"),
        ("{{ value|tel }}", "0812345678", "tel:+66812345678"),
        ("{{ value|tel }}", "1669", "tel:1669"),
        ("{{ value|tel }}", None, ""),
        ("{{ value|tel }}", "javascript:alert(1)", ""),
        ("{{ value|picture_url:320 }}", "abcd", "/media/pictures/ab/abcd-320.webp"),
        ("{{ value|picture_url }}", "abcd", "/media/pictures/ab/abcd-640.webp"),
        ("{{ value|picture_url }}", "", ""),
        ("{{ value|picture_srcset:320 }}", "abcd", "/media/pictures/ab/abcd-1280.webp 320w"),
        ("{{ value|picture_srcset }}", None, ""),
    ],
)
def test_a_filter_writes_for_people(source, value, text):
    assert render(source, value=value) == text


def test_an_icon_is_a_decoration_from_the_sprite():
    svg = render('{% icon "basket" %}')
    assert '<use href="/static/icons.svg#basket"/>' in svg
    assert 'aria-hidden="true"' in svg


@pytest.mark.parametrize("name", ["a b", '"><script>', ""])
def test_an_icon_with_an_impossible_name_is_a_mistake(name):
    with pytest.raises(TemplateSyntaxError):
        render("{% icon name %}", name=name)
