"""Dates as Thai people write and read them."""

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.dates import (
    ago,
    month_start,
    parse_thai_date,
    parse_thai_month,
    thai_date,
    thai_fiscal_year,
    thai_month,
)

DAY = dt.date(2026, 1, 5)
UTC = dt.UTC


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("short", "5 ม.ค. 2569", "5 Jan 2026"),
        ("long", "5 มกราคม 2569", "5 January 2026"),
        ("month", "มกราคม 2569", "January 2026"),
        ("numbers", "5/1/2569", "5/1/2026"),
        ("time", "5 ม.ค. 2569", "5 Jan 2026"),
    ],
)
def test_a_date_is_written_in_the_language_of_the_page(style, thai, english):
    with override("th"):
        assert thai_date(DAY, style) == thai
    with override("en"):
        assert thai_date(DAY, style) == english


def test_times_are_shown_in_bangkok():
    evening_in_london = dt.datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
    with override("th"):
        assert thai_date(evening_in_london, "time") == "5 ม.ค. 2569 01.30 น."
        assert thai_date(evening_in_london) == "5 ม.ค. 2569"
    with override("en"):
        assert thai_date(evening_in_london, "time") == "5 Jan 2026 01:30"


def test_no_date_is_no_text():
    assert thai_date(None) == thai_month(None) == ago(None) == ""


def test_an_unknown_style_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="style"):
        thai_date(DAY, "fancy")


@pytest.mark.parametrize(
    "text",
    [
        "5/1/2569",
        "๕/๑/๒๕๖๙",
        "05-01-2569",
        "5.1.2569",
        " 5 / 1 / 2569 ",
        "5 ม.ค. 2569",
        "5ม.ค.2569",
        "๕ มค ๒๕๖๙",
        "5 มกราคม 2569",
        "5 มกรา 2569",
        "5 มกราคม พ.ศ. 2569",
        "วันที่ 5 เดือนมกราคม พ.ศ.2569",
        "5 ม.ค. 69",
        "2569-01-05",
        "2026-01-05",
        "5/1/2026",
        "5 Jan 2026",
        "5 January 2026",
    ],
)
def test_a_date_is_understood(text):
    assert parse_thai_date(text) == DAY


def test_a_leap_day_of_a_buddhist_year_is_a_day():
    assert parse_thai_date("29/2/2567") == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "พรุ่งนี้", "29/2/2568", "31/4/2569", "5/13/2569", "0/1/2569", "5/1/69", "5/1", "5 ม.ค.", "5 ฟู 2569", "5 Jan 26",
     "5/1/1200", "5/1/25699", "1/5/1/2569", "2569", "5 1 2569 7", "٥/١/٢٥٦٩"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_thai_date(text)


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2300, 12, 31)), st.sampled_from(["short", "long", "numbers"]))
def test_every_date_that_we_write_we_also_read(day, style):
    for language in ("th", "en"):
        with override(language):
            assert parse_thai_date(thai_date(day, style)) == day


@pytest.mark.parametrize(
    "text", ["มกราคม 2569", "ม.ค. 69", "1/2569", "๑/๒๕๖๙", "2569-01", "2026-01", "January 2026"]
)
def test_a_month_is_understood(text):
    assert parse_thai_month(text) == dt.date(2026, 1, 1)


@pytest.mark.parametrize("text", ["", "13/2569", "เดือนหน้า", "2569", "5/1/2569"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_thai_month(text)


def test_a_month_starts_by_bangkoks_calendar():
    assert month_start(dt.date(2026, 2, 28)) == dt.date(2026, 2, 1)
    assert month_start(dt.datetime(2026, 1, 31, 17, 0, tzinfo=UTC)) == dt.date(2026, 2, 1)


def test_the_fiscal_year_begins_in_october():
    assert thai_fiscal_year(dt.date(2025, 9, 30)) == 2568
    assert thai_fiscal_year(dt.date(2025, 10, 1)) == 2569
    assert thai_fiscal_year(dt.date(2026, 9, 30)) == 2569


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-30, "Just now"),
        (59, "Just now"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (7200, "2 hours ago"),
        (86400, "1 day ago"),
        (6 * 86400, "6 days ago"),
        (7 * 86400, "29 Dec 2025"),
    ],
)
def test_how_long_ago_is_told_in_words(seconds, words):
    now = dt.datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    with override("en"):
        assert ago(now - dt.timedelta(seconds=seconds), now=now) == words
