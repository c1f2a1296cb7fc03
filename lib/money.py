"""Baht: sharing out to the satang, and writing amounts for people. Amounts are Decimal baht everywhere."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from num2words import num2words

SATANG = Decimal("0.01")
MINUS = "\N{MINUS SIGN}"


def split(total: Decimal, weights: Iterable[Decimal | int]) -> list[Decimal]:
    """`total` divided in proportion to `weights`, to the satang; the parts always sum to `total`.

    Largest remainder (Hamilton): each part is rounded down, then the satang left over go to the largest
    remainders, the earlier one among equals. A negative total is split like its opposite. Raises ValueError
    for fractions of a satang, negative weights or weights without a sum, TypeError for floats.
    """
    shares = [_exact(weight) for weight in weights]
    if any(share < 0 for share in shares) or not sum(shares):
        raise ValueError("weights are at least zero and not all zero")
    satang = _exact(total) * 100
    if satang.denominator != 1:
        raise ValueError("a total has whole satang")
    quotas = [abs(satang) * share / sum(shares) for share in shares]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - quotas[place])
    for place in by_remainder[: int(abs(satang)) - sum(parts)]:
        parts[place] += 1
    sign = -1 if satang < 0 else 1
    return [Decimal(sign * part).scaleb(-2) for part in parts]


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` per cent of `amount`, half a satang rounded up (away from zero)."""
    return round_satang(amount * percent / 100)


def round_satang(amount: Decimal) -> Decimal:
    """`amount` with two decimals, half a satang rounded up (away from zero)."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def baht(value: Decimal | int | None) -> str:
    """An amount for lists and cards: ฿1,250, ฿1,250.50, −฿20. Empty for None."""
    if value is None:
        return ""
    amount = round_satang(Decimal(value))
    figures = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"{MINUS if amount < 0 else ''}฿{figures}"


def baht_document(value: Decimal | int | None) -> str:
    """An amount for receipts and statements: 1,250.50 บาท. Empty for None."""
    if value is None:
        return ""
    amount = round_satang(Decimal(value))
    figures = f"{MINUS if amount < 0 else ''}{abs(amount):,.2f}"
    return _("%(amount)s baht") % {"amount": figures}


def baht_text(value: Decimal | int) -> str:
    """An amount in Thai words, as on receipts: หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์."""
    return num2words(round_satang(Decimal(value)), lang="th", to="currency", currency="THB")


def _exact(number: Decimal | int) -> Fraction:
    if not isinstance(number, (Decimal, int)):
        raise TypeError("money is counted in Decimal, never in float")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError("not a number")
    return Fraction(number)
