"""What the cells of a table mean: each function takes the text of one cell and returns a value.

All raise `Refused` with a sentence for the list of bad rows, in the language in use. An empty cell is refused
like any other that says nothing: ask `is_blank` first where nothing may be said.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import NamedTuple, NoReturn

from django.utils.translation import gettext as _

from lib.dates import LAST_COMMON_YEAR, month_start, parse_thai_date, parse_thai_month
from lib.errors import Refused
from lib.forms import MOST_FIGURES, plain_number
from lib.phones import normalise_phone
from lib.sheets.names import sex_of_title, split_name
from lib.thai import arabic_digits, normalise

__all__ = [
    "House",
    "amount",
    "birth_year",
    "day",
    "house_number",
    "is_blank",
    "month",
    "phone",
    "sex",
    "split_name",
    "yes_no",
]

OLDEST = 120
BLANKS = {"", "-", "--", "---", "–", "—", ".", "..", "...", "n/a", "na", "#n/a", "null", "none", "nan"}
TIME_BEHIND = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ t]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ERA = re.compile(r"^(?:(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|ปี|เกิด|เมื่อ)\s*)+(?=\d)")
AGE = re.compile(r"(?:อายุ|age)?\s*(\d{1,3})\s*(?:ปี|ขวบ|years?|yrs?|y)?\s*(?:\d{1,2}\s*เดือน)?")
SAYS_AGE = re.compile("อายุ|ปี|ขวบ|age|year|yr|y$")
BABY = re.compile(r"(?:อายุ\s*)?\d{1,2}\s*(?:เดือน|months?)")
FEMALE = {"ญ", "หญิง", "เพศหญิง", "ผู้หญิง", "ญิง", "f", "female", "woman", "girl"}
MALE = {"ช", "ชาย", "เพศชาย", "ผู้ชาย", "m", "male", "man", "boy"}
OTHER = {"อื่น", "อื่นๆ", "อื่นฯ", "other", "lgbtq", "lgbtq+"}
YES = {"ใช่", "มี", "เป็น", "ได้", "ถูก", "1", "y", "yes", "true", "t", "✓", "✔", "☑", "✅", "√", "/"}
NO = {"ไม่", "ไม่ใช่", "ไม่มี", "ไม่เป็น", "ไม่ได้", "0", "n", "no", "false", "f", "✗", "✘", "❌", "☐"}
# "100 200" may be two numbers or one; nobody can know.
APART = re.compile(r"\d\s+\d", re.ASCII)
SEVERAL = re.compile(r"\s*(?:[,;/\n]|หรือ|และ)\s*")

VILLAGE = re.compile(
    r"[\s,]*(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.|ม(?=\s*\d)|moo\.?|mu\.?|m\.)\s*(?:ที่\s*)?(\d{1,2})(?!\d)", re.IGNORECASE
)
HOUSE_LABEL = re.compile(
    r"^(?:บ้านเลขที่|เลขที่บ้าน|เลขที่|บ้าน|house\s*(?:no\.?|number)?|no\.)\s*:?\s*", re.IGNORECASE
)
# 12, 12/1, 12/1-3, 12 ก, 12/ก, ชค. 5 (temporary).
HOUSE = re.compile(
    r"(?:[ก-ฮ]{1,3}\.?\s?)?\d{1,5}(?:/(?:\d{1,5}|[ก-ฮ]))*(?:-\d{1,5})?(?:\s?[ก-ฮa-z])?",
    re.IGNORECASE | re.ASCII,
)


class House(NamedTuple):
    """A house number as it is kept ("12/1") and the number of its village (หมู่), None when not written."""

    number: str
    village: int | None


def is_blank(text: str) -> bool:
    """True for an empty cell and for what people put where nothing is to be said, such as "-".

    "ไม่ทราบ" (don't know) and "ไม่มี" (none) are answers, so they are not blank.
    """
    return normalise(text).lower() in BLANKS


def birth_year(text: str, on: dt.date, *, is_age: bool = False) -> int:
    """The common year of birth from a year, a date or an age on the day `on`.

    Years above 2400 are Buddhist. An age is understood when the cell says so ("อายุ 45", "45 ปี"), or as a bare
    number in a column of ages (`is_age`); the year is then `on.year` less the age and may be one too late.
    Refuses the future and more than 120 years ago.
    """
    plain = _plain(text).rstrip(" .")
    year = _year_from_age(plain, on, is_age)
    if year is None:
        year = _year_written(plain, on)
    if year > on.year:
        raise Refused(_("The year of birth lies in the future. Please check it."), "future")
    if on.year - year > OLDEST:
        raise Refused(
            _("The year of birth is more than %(count)s years ago. Please check it.") % {"count": OLDEST},
            "too_old",
        )
    return year


def sex(text: str) -> str:
    """ "female", "male" or "other", from a word, a letter or a title such as นาย."""
    plain = re.sub(r"[\s.]", "", _plain(text))
    if plain in FEMALE:
        return "female"
    if plain in MALE:
        return "male"
    if plain in OTHER:
        return "other"
    of_title = sex_of_title(normalise(text))
    if not of_title:
        raise Refused(_("Write the sex as male or female (ชาย or หญิง)."), "sex")
    return of_title


def yes_no(text: str) -> bool:
    """True for ใช่, มี, ✓, 1 and the like, False for their opposites."""
    plain = re.sub(r"(?:ค่ะ|ครับ|คะ)$|[.\s]", "", _plain(text).replace("\ufe0f", ""))
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise Refused(_("Write yes or no (ใช่ or ไม่)."), "yes_no")


def month(text: str) -> dt.date:
    """The first day of the month written ("ม.ค. 69", "1/2569"), or of the month in which a date lies."""
    plain = _without_time(text)
    for parse in (parse_thai_month, parse_thai_date):
        try:
            return month_start(parse(plain))
        except (ValueError, OverflowError):
            continue
    raise Refused(_("Please write the month and the year, such as January 2026 or 1/2026."), "month")


def day(text: str) -> dt.date:
    """The date written in any of the ways Thai people write one; a time of day behind it is left away."""
    try:
        return parse_thai_date(_without_time(text))
    except (ValueError, OverflowError) as error:
        raise Refused(_("Please write the date as day/month/year, such as 5/1/2026."), "date") from error


def amount(text: str) -> Decimal:
    """Baht, zero or more, to the satang: from "๑,๒๕๐", "1,250.-", "฿1250.50" or "1,250 บาท"."""
    plain = arabic_digits(normalise(text))
    if APART.search(plain):
        _refuse_amount()
    try:
        value = Decimal(plain_number(plain))
    except ValueError as error:
        _refuse_amount(error)
    if value < 0:
        raise Refused(_("The amount must be zero or more."), "negative")
    if value >= Decimal(10) ** (MOST_FIGURES - 2):
        raise Refused(_("This number is too large. Please check it."), "too_large")
    if value != round(value, 2):
        raise Refused(_("Write the amount with at most two figures after the dot."), "satang")
    return value


def phone(text: str) -> str:
    """The telephone number as `lib.phones` keeps it; the zero that Excel takes from the front is put back."""
    plain = normalise(text)
    digits = re.sub(r"[\s-]", "", arabic_digits(plain))
    if re.fullmatch(r"[689]\d{8}|[23457]\d{7}", digits, re.ASCII):
        plain = f"0{digits}"
    try:
        return normalise_phone(plain)
    except ValueError as error:
        if len([part for part in SEVERAL.split(plain) if len(re.sub(r"\D", "", part)) >= 8]) > 1:
            raise Refused(_("Write one telephone number in the cell."), "several") from error
        raise Refused(_("This is no Thai telephone number. Write it like 081-234-5678."), "phone") from error


def house_number(text: str) -> House:
    """The house number and the village: "12/1 ม.3" and "๑๒/๑ หมู่ที่ ๓" give ("12/1", 3).

    Refuses what Excel made a date of (12/1 becomes 12 January), and everything that is more than these two.
    """
    plain = re.sub(r"\s*([/-])\s*", r"\1", arabic_digits(normalise(text)))
    if ISO_DAY.match(plain):
        raise Refused(
            _(
                "Excel made a date of this house number. Set the column to Text in Excel and write the number "
                "again, such as 12/1."
            ),
            "made_a_date",
        )
    plain = HOUSE_LABEL.sub("", plain)
    village = None
    if match := VILLAGE.search(plain):
        village = int(match[1])
        plain = plain[: match.start()] + plain[match.end() :]
    plain = plain.strip(" ,")
    if not HOUSE.fullmatch(plain) or village == 0:
        raise Refused(_("Write only the house number and the village number, such as 12/1 หมู่ 3."), "house")
    return House(plain, village)


def _plain(text: str) -> str:
    return arabic_digits(normalise(text)).lower()


def _without_time(text: str) -> str:
    plain = _plain(text)
    match = TIME_BEHIND.fullmatch(plain)
    return match[1] if match else plain


def _year_from_age(plain: str, on: dt.date, is_age: bool) -> int | None:
    """The year of birth if `plain` is an age, else None."""
    if BABY.fullmatch(plain):
        months = int(re.search(r"\d+", plain)[0])  # type: ignore[index]
        return (on.year * 12 + on.month - 1 - months) // 12
    match = AGE.fullmatch(plain)
    if match and (is_age or SAYS_AGE.search(plain)):
        return on.year - int(match[1])
    return None


def _year_written(plain: str, on: dt.date) -> int:
    """The common year in a year, month or date that may not lie after `on`."""
    written = ERA.sub("", plain).strip()
    if re.fullmatch(r"\d{4}", written, re.ASCII):
        year = int(written)
        return year - 543 if year > LAST_COMMON_YEAR else year
    for parse in (parse_thai_date, parse_thai_month):
        try:
            found = parse(_without_time(plain))
        except (ValueError, OverflowError):
            continue
        # A day later in this year is in the future as well.
        return found.year if found <= on else max(found.year, on.year + 1)
    raise Refused(
        _("Write the year of birth with four figures, such as 2510, or the age, such as อายุ 45."),
        "birth_year",
    )


def _refuse_amount(error: Exception | None = None) -> NoReturn:
    raise Refused(_("Write the amount with figures only, such as 1250 or 1,250.50."), "amount") from error
