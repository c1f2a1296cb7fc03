"""Pictures of papers that nobody signed: small, plain, and marked as the demo's."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from welfare import papers

PAPER, INK, BAND = "#fbfaf5", "#35423b", "#1f6f4a"
SIZE = (420, 560)


def evidence(heading: str, *lines: str) -> str:
    """Keep an invented paper as a private picture; gives its path. Heading and lines are in Latin letters."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 64), fill=BAND)
    draw.text((24, 18), "DEMO - NOT REAL", fill="white", font_size=24)
    draw.text((24, 100), heading, fill=INK, font_size=32)
    for number, line in enumerate(lines):
        draw.text((24, 170 + 44 * number), line, fill=INK, font_size=24)
    # A scribble where a signature would be.
    draw.line([(60 + 14 * x, 480 + (9, -16, 12, -7)[x % 4]) for x in range(20)], fill=INK, width=3)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=85)
    return papers.take(ContentFile(output.getvalue(), name="paper.jpg"))
