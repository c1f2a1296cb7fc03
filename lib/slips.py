"""Bank transfer slips: the small QR code on them, which names the sending bank and its reference.

The code holds no amount, no date and no receiver. So it proves nothing by itself: the pair (bank, reference)
only stops a slip from being used twice.
"""

import io
import re
from dataclasses import dataclass

import zxingcpp
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from lib import emv, pictures
from lib.thai import arabic_digits, normalise

SLIP_CODE = "000001"
# The Bank of Thailand's three-digit codes of the banks whose apps make slips.
BANKS = {
    "002": gettext_lazy("Bangkok Bank"),
    "004": gettext_lazy("Kasikornbank"),
    "006": gettext_lazy("Krungthai Bank"),
    "011": gettext_lazy("TMBThanachart Bank"),
    "014": gettext_lazy("Siam Commercial Bank"),
    "020": gettext_lazy("Standard Chartered Bank"),
    "022": gettext_lazy("CIMB Thai Bank"),
    "024": gettext_lazy("UOB Thailand"),
    "025": gettext_lazy("Bank of Ayudhya (Krungsri)"),
    "030": gettext_lazy("Government Savings Bank"),
    "033": gettext_lazy("Government Housing Bank"),
    "034": gettext_lazy("Bank for Agriculture and Agricultural Cooperatives"),
    "066": gettext_lazy("Islamic Bank of Thailand"),
    "067": gettext_lazy("TISCO Bank"),
    "069": gettext_lazy("Kiatnakin Phatra Bank"),
    "070": gettext_lazy("ICBC (Thai)"),
    "071": gettext_lazy("Thai Credit Bank"),
    "073": gettext_lazy("Land and Houses Bank"),
}
# Small enough to be quick, large enough for the small code on a photo of a printed slip.
READING_SIDE = 2400


@dataclass(frozen=True)
class SlipReference:
    """A slip's identity: the sending bank's three-digit code and the bank's own reference, upper case."""

    bank: str
    reference: str

    @property
    def bank_name(self) -> str:
        """The bank's name in the reader's language."""
        return bank_name(self.bank)


def bank_name(code: str) -> str:
    """The name of the bank with this three-digit code, or the code itself when we do not know it."""
    return str(BANKS[code]) if code in BANKS else _("bank %(code)s") % {"code": code}


def read_mini_qr(payload: str) -> SlipReference:
    """The bank and the reference in the text of a slip's QR code. Raises ValueError when it is no slip's.

    Some apps drop the leading zeros of the checksum; its figures may be lower case.
    """
    parts = re.fullmatch(r"(.+)9104([0-9A-Fa-f]{1,4})", payload.strip())
    if parts is None:
        raise ValueError("no checksum at the end")
    body, checksum = parts.groups()
    if emv.checksum(f"{body}9104") != checksum.upper().zfill(4):
        raise ValueError("the checksum does not fit")
    fields = emv.fields(body)
    slip = emv.fields(fields.get("00", ""))
    if slip.get("00") != SLIP_CODE or fields.get("51") != "TH":
        raise ValueError("not the code of a slip")
    bank, reference = slip.get("01", ""), slip.get("02", "").upper()
    if not re.fullmatch(r"[0-9]{3}", bank) or not re.fullmatch(r"[0-9A-Z]{1,35}", reference):
        raise ValueError("not a bank and a reference")
    return SlipReference(bank, reference)


def read_slip(image: bytes | Image.Image) -> SlipReference | None:
    """The reference in the QR code of a slip's picture, or None when no slip's code can be read.

    Raises `pictures.PictureRefused` for bytes that are no picture we take.
    """
    if isinstance(image, Image.Image):
        return _read_codes(image)
    with pictures.opened(io.BytesIO(image), READING_SIDE) as picture:
        return _read_codes(picture)


def normalise_reference(text: str) -> str:
    """A reference as a person typed it, made comparable: upper case, Arabic figures, no spaces and dashes.

    Raises ValueError with a sentence for the person unless 8 to 35 letters and figures remain.
    """
    reference = re.sub(r"[\s\-‐‑–._/:#]", "", arabic_digits(normalise(text))).upper()
    if not re.fullmatch(r"[0-9A-Z]{8,35}", reference):
        raise ValueError(
            _(
                "Type the reference on the slip: 8 to 35 letters and figures, "
                "the long number beside “Reference”."
            )
        )
    return reference


def _read_codes(image: Image.Image) -> SlipReference | None:
    for code in zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode):  # type: ignore[arg-type]
        try:
            return read_mini_qr(code.text)
        except ValueError:
            continue
    return None
