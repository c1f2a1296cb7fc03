"""PromptPay: the text of a QR code that pays one receiver, with or without an exact amount.

EMVCo merchant-presented QR with the Bank of Thailand's application id. No library refuses a wrong id or a
negative amount, so everything that cannot be right is refused here before it is encoded.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from lib import emv
from lib.nationalid import is_national_id, mask_national_id
from lib.thai import arabic_digits, normalise

APPLICATION = "A000000677010111"
PHONE, NATIONAL_ID, EWALLET = "01", "02", "03"
KINDS = {PHONE: "phone", NATIONAL_ID: "national_id", EWALLET: "ewallet"}
STATIC, DYNAMIC = "11", "12"
BAHT, THAILAND = "764", "TH"
# EMV gives the amount at most 13 characters.
MAX_AMOUNT = Decimal("9999999999.99")


def payload(receiver: str, amount: Decimal | None = None) -> str:
    """The text to put into a QR code so that a banking app pays `receiver`, `amount` baht when it is given.

    `receiver` is a ten-digit phone number (or +66…), a 13-digit national or tax id, or a 15-digit e-wallet
    id. Raises TypeError for an amount that is no Decimal, ValueError for a receiver or an amount that
    cannot be right.
    """
    kind, number = _read_receiver(receiver)
    target = f"0066{number[1:]}" if kind == PHONE else number
    text = emv.field("00", "01")
    text += emv.field("01", STATIC if amount is None else DYNAMIC)
    text += emv.field("29", emv.field("00", APPLICATION) + emv.field(kind, target))
    text += emv.field("53", BAHT) + emv.field("58", THAILAND)
    if amount is not None:
        text += emv.field("54", f"{_checked_amount(amount):.2f}")
    text += "6304"
    return text + emv.checksum(text)


def normalise_receiver(text: str) -> str:
    """What a person typed as PromptPay number, as 10, 13 or 15 Arabic digits.

    Accepts Thai digits, +66, spaces and dashes. Raises ValueError with a sentence for the person.
    """
    kind, number = _read_receiver(text)
    if kind == PHONE and number[1] not in "6789":
        raise ValueError(_("PromptPay needs a mobile number. It starts with 06, 08 or 09."))
    return number


def mask_receiver(text: str) -> str:
    """The receiver with only its last four digits left, for showing to others."""
    kind, number = _read_receiver(text)
    if kind == PHONE:
        return f"xxx-xxx-{number[-4:]}"
    if kind == NATIONAL_ID:
        return mask_national_id(number)
    return "x" * 11 + number[-4:]


def decode(payload: str) -> dict:
    """What a PromptPay payload says. Raises ValueError when the checksum or anything else does not fit.

    Keys: `receiver`, `kind` (phone, national_id, ewallet), `amount` (Decimal or None), `is_reusable`.
    """
    fields = emv.fields(payload)
    if list(fields)[:1] != ["00"] or list(fields)[-1:] != ["63"] or fields["00"] != "01":
        raise ValueError("not an EMV payment code")
    if fields["63"] != emv.checksum(payload[:-4]):
        raise ValueError("the checksum does not fit")
    account = emv.fields(fields.get("29", ""))
    kinds = [kind for kind in KINDS if kind in account]
    if account.get("00") != APPLICATION or len(kinds) != 1:
        raise ValueError("not a PromptPay code")
    if fields.get("53") != BAHT or fields.get("58") != THAILAND or fields.get("01") not in (STATIC, DYNAMIC):
        raise ValueError("not a payment in baht in Thailand")
    target = account[kinds[0]]
    if kinds[0] == PHONE:
        if not re.fullmatch(r"0066[0-9]{9}", target):
            raise ValueError("not a Thai phone number")
        target = f"0{target[4:]}"
    kind, number = _read_receiver(target)
    if kind != kinds[0]:
        raise ValueError("the receiver has the wrong number of digits")
    amount = fields.get("54")
    if amount is not None and not re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", amount):
        raise ValueError("not an amount")
    return {
        "receiver": number,
        "kind": KINDS[kind],
        "amount": None if amount is None else _checked_amount(Decimal(amount)),
        "is_reusable": fields["01"] == STATIC,
    }


def _read_receiver(text: str) -> tuple[str, str]:
    if not isinstance(text, str):
        raise TypeError("a receiver is text")
    number = re.sub(r"[\s\-‐‑–().]", "", arabic_digits(normalise(text)))
    if international := re.fullmatch(r"(?:\+|00)?660?([1-9][0-9]{8})", number):
        number = f"0{international[1]}"
    if re.fullmatch(r"0[0-9]{9}", number):
        return PHONE, number
    if re.fullmatch(r"[0-9]{13}", number):
        if not is_national_id(number):
            raise ValueError(_("This 13-digit number has a wrong digit. Please check it with the card."))
        return NATIONAL_ID, number
    if re.fullmatch(r"[0-9]{15}", number):
        return EWALLET, number
    raise ValueError(
        _(
            "Type the phone number (10 digits), the national or tax id (13 digits) "
            "or the e-wallet number (15 digits)."
        )
    )


def _checked_amount(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError("an amount is a Decimal, never a float, a whole number or text")
    if not amount.is_finite():
        raise ValueError("an amount is a number")
    if amount <= 0 or amount > MAX_AMOUNT:
        raise ValueError(f"an amount is more than zero and at most {MAX_AMOUNT} baht")
    if int(amount.as_tuple().exponent) < -2:
        raise ValueError("an amount has at most two decimals")
    return amount
