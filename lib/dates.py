"""Dates as Thai people read and write them: Buddhist years, Bangkok time, Thai months."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lib.thai import arabic_digits, normalise

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_YEARS = 543
# A year above this is a Buddhist one; 2400 is 1857, before anyone alive was born.
LAST_COMMON_YEAR = 2400
FIRST_COMMON_YEAR = 1858

# fmt: off
THAI_MONTHS = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน",
    "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
    "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
]
THAI_MONTHS_SHORT = [
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.",
    "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.",
    "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
]
ENGLISH_MONTHS = [
    "January", "February", "March", "April",
    "May", "June", "July", "August",
    "September", "October", "November", "December",
]
# fmt: on
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", re.ASCII)
DAY_AND_NAME = re.compile(r"(\d{1,2})([^\d]+?)(\d{4}|\d{2})", re.ASCII)
MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
YEAR_AND_MONTH = re.compile(r"(\d{4})[/-](\d{1,2})", re.ASCII)
NAME_AND_YEAR = re.compile(r"([^\d]+?)(\d{4}|\d{2})", re.ASCII)


def _month_names() -> dict[str, int]:
    names = {}
    for number in range(1, 13):
        full, english = THAI_MONTHS[number - 1], ENGLISH_MONTHS[number - 1].lower()
        stem = re.sub("(คม|ยน|พันธ์)$", "", full)
        for name in (full, stem, THAI_MONTHS_SHORT[number - 1].replace(".", ""), english, english[:3]):
            names[name] = number
    return names


MONTH_BY_NAME = _month_names()


def thai_date(value: dt.date | dt.datetime | None, style: str = "short") -> str:
    """`value` in words: in Thai with a Buddhist year, or in English when that language is on.

    Styles: "short" 5 ม.ค. 2569, "long" 5 มกราคม 2569, "time" 5 ม.ค. 2569 14.30 น., "month" มกราคม 2569,
    "numbers" 5/1/2569. Times are shown in Bangkok's zone (a naive one is taken as such); None gives "".
    """
    if value is None or value == "":
        return ""
    if style not in {"short", "long", "time", "month", "numbers"}:
        raise ValueError(f"unknown style of date: {style}")
    value = _in_bangkok(value)
    english = (get_language() or "th").startswith("en")
    year = value.year if english else value.year + BUDDHIST_YEARS
    name = (ENGLISH_MONTHS if english else THAI_MONTHS)[value.month - 1]
    short = name[:3] if english else THAI_MONTHS_SHORT[value.month - 1]
    if style == "month":
        return f"{name} {year}"
    if style == "numbers":
        return f"{value.day}/{value.month}/{year}"
    if style == "time" and isinstance(value, dt.datetime):
        clock = f"{value:%H:%M}" if english else f"{value:%H.%M} น."
        return f"{value.day} {short} {year} {clock}"
    return f"{value.day} {name if style == 'long' else short} {year}"


def thai_month(value: dt.date | dt.datetime | None) -> str:
    """The month and year of `value`: มกราคม 2569, or January 2026 in English."""
    return thai_date(value, "month")


def parse_thai_date(text: str) -> dt.date:
    """The day that a person wrote. Raises ValueError for what is no day in the calendar.

    Understands 5/1/2569, ๕/๑/๒๕๖๙, 5 ม.ค. 2569, 5 มกราคม 69, 2569-01-05, 2026-01-05 and 5 Jan 2026. A year
    above 2400 is Buddhist; two figures are taken as 25xx, and only beside a Thai month's name.
    """
    text = _plain(text)
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return dt.date(_common_year(year), int(month), int(day))
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return dt.date(_common_year(year), int(month), int(day))
    if match := DAY_AND_NAME.fullmatch(text):
        day, name, year = match.groups()
        return dt.date(_common_year(year, name), _month_number(name), int(day))
    raise ValueError("not a date")


def parse_thai_month(text: str) -> dt.date:
    """The first day of the month that a person wrote: มกราคม 2569, ม.ค. 69, 1/2569, 2569-01 or 2026-01.

    Raises ValueError for anything else.
    """
    text = _plain(text)
    if match := MONTH_FIRST.fullmatch(text):
        return dt.date(_common_year(match[2]), int(match[1]), 1)
    if match := YEAR_AND_MONTH.fullmatch(text):
        return dt.date(_common_year(match[1]), int(match[2]), 1)
    if match := NAME_AND_YEAR.fullmatch(text):
        return dt.date(_common_year(match[2], match[1]), _month_number(match[1]), 1)
    raise ValueError("not a month")


def month_start(value: dt.date | dt.datetime) -> dt.date:
    """The first day of the month of `value`, by Bangkok's calendar."""
    value = _in_bangkok(value)
    return dt.date(value.year, value.month, 1)


def thai_fiscal_year(value: dt.date | dt.datetime) -> int:
    """The Buddhist number of the government's fiscal year: October 2568 to September 2569 is 2569."""
    value = _in_bangkok(value)
    return value.year + BUDDHIST_YEARS + (value.month >= 10)


def ago(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """How long ago `value` was, in words; the date itself when that is over a week. None gives ""."""
    if value is None:
        return ""
    seconds = int(((now or timezone.now()) - value).total_seconds())
    if seconds < 60:
        return _("Just now")
    if seconds < 3600:
        count = seconds // 60
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", count) % {"count": count}
    if seconds < 86400:
        count = seconds // 3600
        return ngettext("%(count)s hour ago", "%(count)s hours ago", count) % {"count": count}
    if seconds < 7 * 86400:
        count = seconds // 86400
        return ngettext("%(count)s day ago", "%(count)s days ago", count) % {"count": count}
    return thai_date(value)


def _in_bangkok(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return value.astimezone(BANGKOK)
    return value


def _plain(text: str) -> str:
    text = arabic_digits(normalise(text)).lower()
    text = re.sub(r"^วันที่|พ\.?ศ\.?\s*(?=\d)|ค\.?ศ\.?\s*(?=\d)", "", text)
    text = re.sub(r"\s*([/-])\s*", r"\1", text.strip())
    return re.sub(r"\s+", "", text) if re.search(r"[^\d\s/.-]", text) else text


def _month_number(name: str) -> int:
    number = MONTH_BY_NAME.get(re.sub(r"[\s.,/-]|เดือน", "", name))
    if number is None:
        raise ValueError("not the name of a month")
    return number


def _common_year(written: str, name: str = "") -> int:
    year = int(written)
    if len(written) == 2:
        if re.search("[a-z]", name):
            raise ValueError("the year needs four figures")
        year += 2500
    if year > LAST_COMMON_YEAR:
        year -= BUDDHIST_YEARS
    if year < FIRST_COMMON_YEAR:
        raise ValueError("the year is too long ago")
    return year
