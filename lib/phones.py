"""Thai telephone numbers: one way to keep them, one way to show them, one way to call them.

Kept as "0812345678", or "053121585 ต่อ 18,19" when there are extensions. Lengths by the numbering plan
of the NBTC: mobiles have ten figures (06, 08, 09), land lines nine (02 to 07), services three or four
(191, 1669) or ten (1800).
"""

import re

from django.utils.translation import gettext as _

from lib.thai import arabic_digits, normalise

MOBILE = re.compile(r"0[689][0-9]{8}")
LANDLINE = re.compile(r"0[23457][0-9]{7}")
SHORT = re.compile(r"1[0-9]{2,3}")
TOLL_FREE = re.compile(r"1[89]00[0-9]{6}")
KINDS = (MOBILE, LANDLINE, SHORT, TOLL_FREE)
EXTENSION = re.compile(r"\s*(?:ต่อ|extension|ext\.?|x|#)[\s:.]*", re.IGNORECASE)
LABEL = re.compile(r"^(?:เบอร์)?(?:โทรศัพท์|โทร|มือถือ|tel)?\s*[.:]?\s*", re.IGNORECASE)
EXTENSIONS_ALLOWED = re.compile(r"[0-9]{1,6}(?:[,-][0-9]{1,6})*")


def split_phone(text: str) -> tuple[str, str]:
    """The number and its extensions: "๐๕๓ ๑๒๑ ๕๘๕ ต่อ ๑๘,๑๙" gives ("053121585", "18,19").

    Understands Thai figures, +66, spaces, dashes and brackets. Raises ValueError for what is no Thai number.
    """
    plain = LABEL.sub("", arabic_digits(normalise(text)))
    written, *rest = EXTENSION.split(plain, maxsplit=1)
    number = re.sub(r"[\s().\-\u2010-\u2015]", "", written)
    number = re.sub(r"^(?:\+|00)?66(?=0?[2-9]\d{7,8}$)", "0", number)
    number = re.sub(r"^00(?=[2-9])", "0", number)
    if (
        not any(kind.fullmatch(number) for kind in (MOBILE, LANDLINE, SHORT, TOLL_FREE))
        or not number.isascii()
    ):
        raise ValueError("not a Thai telephone number")
    if not rest:
        return number, ""
    extensions = re.sub(r"(?:[,/\s]|และ|หรือ)+", ",", rest[0].strip()).strip(",")
    if not EXTENSIONS_ALLOWED.fullmatch(extensions):
        raise ValueError("not an extension")
    return number, extensions


def normalise_phone(text: str) -> str:
    """The number as it is kept. Raises ValueError for what is no Thai number."""
    number, extensions = split_phone(text)
    return f"{number} ต่อ {extensions}" if extensions else number


def is_mobile(text: str) -> bool:
    """True for a number that can receive messages."""
    try:
        number, _extensions = split_phone(text)
    except ValueError:
        return False
    return bool(MOBILE.fullmatch(number))


def tel_href(text: str) -> str:
    """The address of a link that calls the number (without its extension), or "" when it is none."""
    try:
        number, _extensions = split_phone(text)
    except ValueError:
        return ""
    return f"tel:+66{number[1:]}" if number.startswith("0") else f"tel:{number}"


def format_phone(text: str) -> str:
    """The number in groups that are easy to read: 081-234-5678, 02-123-4567; any other text as it is."""
    try:
        number, extensions = split_phone(text)
    except ValueError:
        return text
    if number.startswith("02"):
        number = f"{number[:2]}-{number[2:5]}-{number[5:]}"
    elif TOLL_FREE.fullmatch(number):
        number = f"{number[:4]}-{number[4:7]}-{number[7:]}"
    elif len(number) > 4:
        number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    if not extensions:
        return number
    return _("%(number)s ext. %(extensions)s") % {"number": number, "extensions": extensions}
