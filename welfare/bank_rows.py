"""One row of a bank's table as a line: its day, its amount with the sign, and what is wrong with it."""

import datetime as dt
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from lib import sheets
from lib.errors import Refused
from lib.thai import arabic_digits, normalise, search_key
from welfare import bank_columns as columns

ZERO = Decimal("0.00")
TIME_BEHIND = re.compile(r"[\sT,]+\d{1,2}[:.]\d{2}([:.]\d{2})?\s*(น\.?|am|pm)?$", re.IGNORECASE | re.ASCII)
SHORT_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})", re.ASCII)
ENGLISH_SHORT = re.compile(r"(\d{1,2})[\s/.-]*([a-z]{3,9})[\s/.,-]*(\d{2})", re.IGNORECASE | re.ASCII)
SIGN = re.compile(r"[+\-\N{MINUS SIGN}\N{EN DASH}]")
GOES_OUT = {
    "dr",
    "d",
    "debit",
    "ถอน",
    "ถอนเงิน",
    "ออก",
    "เงินออก",
    "จ่าย",
    "โอนออก",
    "เดบิต",
    "withdrawal",
    "withdraw",
    "out",
    "-",
}
COMES_IN = {
    "cr",
    "c",
    "credit",
    "ฝาก",
    "ฝากเงิน",
    "เข้า",
    "เงินเข้า",
    "รับ",
    "รับโอน",
    "โอนเข้า",
    "เครดิต",
    "deposit",
    "in",
    "+",
}
FIRST_YEAR = 2000


@dataclass
class Line:
    """A row of the table, read. `amount` is above zero for money that came in; `problem` is a sentence or empty.

    `is_known` says that it was taken in before, `breaks` that the balance does not follow from the line before it.
    """

    number: int
    booked_on: dt.date | None = None
    time: str = ""
    amount: Decimal = ZERO
    balance: Decimal | None = None
    reference: str = ""
    words: str = ""
    problem: str = ""
    fingerprint: str = ""
    is_known: bool = False
    breaks: bool = False


def read(rows: Sequence[Sequence], places: Mapping[str, int]) -> list[Line]:
    """The lines of a table, oldest first, with fingerprints. Rows that move no money (titles, sums) are left out."""
    lines = [line for number, cells in rows if (line := _line(number, cells, places)) is not None]
    if _newest_first(lines):
        lines.reverse()
    _mark_breaks(lines)
    _fingerprint(lines)
    return lines


def day(text: str) -> dt.date:
    """The day in a cell. Years of two figures are understood: 68 is 2568, 25 is 2025. Raises Refused."""
    plain = TIME_BEHIND.sub("", arabic_digits(normalise(text)).strip())
    if match := SHORT_YEAR.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), match[3])
    if (match := ENGLISH_SHORT.fullmatch(plain)) and not match[2].isdigit():
        month = sheets.day(f"1 {match[2]} 2000").month
        return _date(int(match[1]), month, match[3])
    return sheets.day(plain)


def signed(text: str) -> Decimal:
    """An amount with its sign: "-50", "(50.00)", "50.00-" and "50 DR" go out; zero for an empty cell. Raises Refused."""
    if sheets.is_blank(text):
        return ZERO
    plain = arabic_digits(normalise(text)).strip().lower()
    # "1,250.-" is how baht are written, and no minus.
    plain = re.sub(r"[.,]-$", "", plain)
    goes_out = plain.startswith("(") and plain.endswith(")")
    plain = plain.strip("()").strip()
    if match := re.search(r"\s*(dr|cr)\.?$", plain):
        goes_out = goes_out or match[1] == "dr"
        plain = plain[: match.start()]
    if match := SIGN.match(plain) or SIGN.match(plain[-1:]):
        goes_out = goes_out or match[0] != "+"
        plain = plain[1:] if SIGN.match(plain) else plain[:-1]
    value = sheets.amount(plain.strip())
    return -value if goes_out else value


def _line(number: int, cells: Sequence[str], places: Mapping[str, int]) -> Line | None:
    """The row as a line; None for one that moves no money."""

    def cell(field: str) -> str:
        place = places.get(field)
        return cells[place] if place is not None and place < len(cells) else ""

    line = Line(number, time=cell(columns.TIME)[:20])
    line.reference, line.words = cell(columns.REFERENCE)[:60], cell(columns.WORDS)[:200]
    problems = []
    try:
        line.amount = _amount(cell)
    except Refused as refused:
        problems.append(str(refused))
    date = cell(columns.DATE)
    if sheets.is_blank(date) or not re.search(r"\d", arabic_digits(date)):
        # A sum, a title or the balance brought forward.
        if line.amount == 0 or _is_sum(cells):
            return None
        problems.append(_("The date is missing."))
    else:
        try:
            line.booked_on = day(date)
        except Refused as refused:
            problems.append(str(refused))
    if line.booked_on and line.booked_on > timezone.localdate():
        problems.append(_("The day cannot be in the future."))
    if line.amount == 0 and not problems:
        return None
    try:
        line.balance = None if sheets.is_blank(cell(columns.BALANCE)) else signed(cell(columns.BALANCE))
    except Refused as refused:
        problems.append(str(refused))
    line.problem = " ".join(problems)
    return line


def _amount(cell) -> Decimal:
    goes_out, comes_in = abs(signed(cell(columns.OUT))), abs(signed(cell(columns.IN)))
    if goes_out and comes_in:
        raise Refused(_("The row has a withdrawal and a deposit. One of them must be empty."), "both")
    if goes_out or comes_in:
        return comes_in - goes_out
    amount = signed(cell(columns.AMOUNT))
    way = re.sub(r"[\s.]", "", normalise(cell(columns.DIRECTION)).lower())
    if not way or not amount:
        return amount
    if way in GOES_OUT:
        return -abs(amount)
    if way in COMES_IN:
        return abs(amount)
    raise Refused(_("Is this money that came in or went out? Write ฝาก or ถอน."), "direction")


def _is_sum(cells: Sequence[str]) -> bool:
    return any(re.match(r"รวม|ยอดรวม|total|sum\b|ยอดยกมา|ยกมา", cell.strip().lower()) for cell in cells)


def _date(day_: int, month: int, short_year: str) -> dt.date:
    """Of the two years that two figures can mean the one nearest to today."""
    today = timezone.localdate()
    figures = int(short_year)
    years = (FIRST_YEAR + figures, FIRST_YEAR + figures - 43, FIRST_YEAR + figures + 57)
    year = min(years, key=lambda year: (year > today.year, abs(today.year - year)))
    try:
        return dt.date(year, month, day_)
    except ValueError as error:
        raise Refused(_("Please write the date as day/month/year, such as 5/1/2026."), "date") from error


def _newest_first(lines: Sequence[Line]) -> bool:
    """Whether the table runs backwards: by its days, or on one day by its balances."""
    days = [line.booked_on for line in lines if line.booked_on]
    if not days or days[0] != days[-1]:
        return bool(days) and days[0] > days[-1]
    pairs = list(itertools.pairwise(lines))
    forwards = sum(_follows(first, second) for first, second in pairs)
    return sum(_follows(second, first) for first, second in pairs) > forwards


def _follows(first: Line, second: Line) -> bool:
    return first.balance is not None and second.balance == first.balance + second.amount


def _mark_breaks(lines: Sequence[Line]) -> None:
    for first, second in itertools.pairwise(lines):
        if first.balance is not None and second.balance is not None and not second.problem:
            second.breaks = not _follows(first, second)


def _fingerprint(lines: Sequence[Line]) -> None:
    """What makes a line itself, the same in every table in which the bank writes it.

    With the balance after it: day, amount and balance, so that another layout with other words is no other line. Without:
    day, time, amount, reference and words. Lines that are the same in all of this are counted: the second is another one.
    """
    seen: Counter = Counter()
    for line in lines:
        if line.booked_on is None:
            continue
        parts = [line.booked_on.isoformat(), f"{line.amount:.2f}"]
        if line.balance is not None:
            parts.append(f"{line.balance:.2f}")
        else:
            parts += [line.time, search_key(line.reference), search_key(line.words)]
        seen[tuple(parts)] += 1
        parts.append(str(seen[tuple(parts)]))
        line.fingerprint = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
