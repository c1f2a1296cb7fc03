"""Short codes for addresses and for reading aloud, without characters that look alike."""

import re
import secrets

# No 0 and o, no 1, i and l, no 5 and s, no 2 and z, no 8 and b, no 9, g and q together, no u and v.
ALPHABET = "3467acdefghjkmnprtwxy"
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def new_code(length: int = 8) -> str:
    """A random code of `length` lower-case letters and figures; eight of them are 35 bits."""
    return "".join(secrets.choice(ALPHABET) for _position in range(length))


def normalise_code(text: str) -> str:
    """The code that a person meant: lower case, Arabic figures, without spaces, dashes and other signs."""
    return re.sub(r"[^0-9a-z]", "", text.translate(THAI_DIGITS).lower())


def digits(length: int = 4) -> str:
    """A random handover code of `length` figures, leading zeros kept."""
    return "".join(secrets.choice("0123456789") for _position in range(length))
