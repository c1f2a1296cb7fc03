"""Files that people send: photos, and what is none."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo(name: str = "photo.jpg", colour: str = "green", size: tuple[int, int] = (640, 480)):
    """A small JPEG as a phone sends it."""
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, "JPEG")
    return SimpleUploadedFile(name, output.getvalue(), "image/jpeg")


def page(name: str = "picture.jpg"):
    """A web page that calls itself a picture."""
    return SimpleUploadedFile(name, b"<html><script>alert(1)</script>", "image/jpeg")


def drawing(name: str = "drawing.svg"):
    """An SVG with a script in it."""
    return SimpleUploadedFile(
        name, b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml"
    )


def bomb(name: str = "bomb.png"):
    """A few bytes that claim 60,000 x 60,000 points."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk
    return SimpleUploadedFile(name, content + struct.pack(">I", zlib.crc32(chunk)), "image/png")


def heavy(name: str = "heavy.jpg", megabytes: int = 13):
    """More than anybody's camera makes."""
    return SimpleUploadedFile(name, b"\xff\xd8\xff" + b"0" * megabytes * 1024 * 1024, "image/jpeg")


def polyglot(name: str = "both.jpg"):
    """A good photo with a web page behind it."""
    file = photo(name)
    return SimpleUploadedFile(name, file.read() + b"<script>alert(1)</script>", "image/jpeg")
