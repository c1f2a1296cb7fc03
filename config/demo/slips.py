"""A picture of a transfer slip that no bank made, with the small code that real ones carry."""

import io
from decimal import Decimal

import segno
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from lib import emv

PAPER, INK, BAND = "#f6f8f7", "#2b3a33", "#1f6f4a"


def slip_code(bank: str, reference: str) -> str:
    """The text in a slip's code: which bank, which reference."""
    inner = emv.field("00", "000001") + emv.field("01", bank) + emv.field("02", reference)
    text = emv.field("00", inner) + emv.field("51", "TH") + "9104"
    return text + emv.checksum(text)


def slip_picture(bank: str, reference: str, amount: Decimal) -> ContentFile:
    """The slip as a photo on a phone."""
    picture = Image.new("RGB", (720, 1080), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 720, 150), fill=BAND)
    draw.text((60, 50), "DEMO SLIP - NOT REAL MONEY", fill="white", font_size=38)
    draw.text((60, 220), f"{amount:,.2f} THB", fill=INK, font_size=76)
    draw.text((60, 360), f"Bank {bank}", fill=INK, font_size=36)
    draw.text((60, 420), f"Ref. {reference}", fill=INK, font_size=36)
    stored = io.BytesIO()
    segno.make_qr(slip_code(bank, reference), error="m").save(stored, kind="png", scale=10, border=4)
    code = Image.open(stored).convert("RGB")
    picture.paste(code, ((720 - code.width) // 2, 540))
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=90)
    return ContentFile(output.getvalue(), name="slip.jpg")
