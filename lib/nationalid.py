"""The Thai national id (and tax id): its check digit, and how it is shown."""

import re

from lib.thai import arabic_digits


def normalise_national_id(text: str) -> str:
    """The 13 digits of `text`, which may have Thai digits, dashes and spaces.

    Check digit: (11 - sum of digit_i x (14 - i) mod 11) mod 10. Raises ValueError when it does not fit.
    """
    number = re.sub(r"[\s\-.]", "", arabic_digits(text))
    if not is_national_id(number):
        raise ValueError("not a national id: 13 digits whose check digit fits are needed")
    return number


def is_national_id(number: str) -> bool:
    """True when `number` is 13 ASCII digits and the last one is the right check digit."""
    if not re.fullmatch(r"[0-9]{13}", number):
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(number[:12]))
    return (11 - total % 11) % 10 == int(number[12])


def mask_national_id(number: str) -> str:
    """The id with only its last four digits left, grouped as on the card: x-xxxx-xxxx0-12-1."""
    if not re.fullmatch(r"[0-9]{13}", number):
        return "x-xxxx-xxxxx-xx-x"
    return f"x-xxxx-xxxx{number[9]}-{number[10:12]}-{number[12]}"
