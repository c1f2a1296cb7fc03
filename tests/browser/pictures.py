"""Pictures as phones make them: a photo that tells where it was taken, and a bank's slip."""

import io
import random

import segno
from PIL import Image

from lib import emv

GPS, MAKER, TURNED = 0x8825, 0x010F, 0x0112


def photo() -> dict:
    """A photo of four megapixels with camera, direction and place in it."""
    image = Image.effect_mandelbrot((2304, 1728), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    exif = Image.Exif()
    exif[MAKER] = "Neighbour's phone"
    exif[TURNED] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (9.0, 8.0, 24.0), 3: "E", 4: (99.0, 19.0, 12.0)})
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif, quality=85)
    assert Image.open(io.BytesIO(output.getvalue())).getexif().get_ifd(GPS)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": output.getvalue()}


def slip(reference: str, bank: str = "014") -> dict:
    """A slip's picture with the small code that banks print on it."""
    body = emv.field("00", emv.field("00", "000001") + emv.field("01", bank) + emv.field("02", reference))
    body += emv.field("51", "TH") + "9104"
    return _paper(segno.make(body + emv.checksum(body), micro=False))


def unreadable_slip() -> dict:
    """A slip without a code."""
    return _paper(None)


def _paper(code) -> dict:
    paper = Image.new("RGB", (1080, 1600), "white")
    dots = random.Random(7)
    for _line in range(12):
        left, top = dots.randrange(80, 300), dots.randrange(80, 1000)
        paper.paste((20, 60, 120), (left, top, left + dots.randrange(200, 500), top + 18))
    if code:
        drawn = io.BytesIO()
        code.save(drawn, kind="png", scale=6, border=4)
        drawn.seek(0)
        paper.paste(Image.open(drawn).convert("RGB"), (700, 1200))
    output = io.BytesIO()
    paper.save(output, "PNG")
    return {"name": "slip.png", "mimeType": "image/png", "buffer": output.getvalue()}
