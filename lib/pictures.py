"""Pictures that people send: checked before they are decoded, turned upright, stripped, re-encoded.

Whatever comes in, what is kept is a WebP that we wrote ourselves from the pixels: no EXIF, no place where a
home stands, nothing appended. The file's own header decides what may be decoded at all, so a tiny file that
claims a huge picture costs nothing; one picture is decoded at a time in each process, so memory stays
bounded.
"""

import hashlib
import io
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

WIDTHS = (320, 640, 1280)
PRIVATE_SIDE = 1600
MAX_BYTES = 12 * 1024 * 1024
# A baseline JPEG can be decoded at an eighth of its size (27 MB of memory for 50 million pixels), the
# others only whole: these limits keep any picture under 200 MB, for the part of a second that it takes.
MAX_PIXELS_BASELINE = 50_000_000
MAX_PIXELS_WHOLE = {"PNG": 16_800_000, "JPEG": 25_000_000, "WEBP": 12_600_000}
# Progressive pictures have about ten scans. Each costs as much as the whole picture.
MAX_SCANS = 32
# A long screenshot stays readable; a ribbon does not become a tower of pixels.
MAX_ASPECT = 4
# Deflate cannot shrink below this, so a PNG that claims more is cut off, or a bomb.
DEFLATE_LIMIT = 1032
SECONDS_TO_WAIT = 30
QUALITY, METHOD = 78, 4

ORIENTATION = 0x0112
UPRIGHT = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}
COLOUR_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

_one_at_a_time = threading.Lock()


class PictureRefused(ValueError):
    """A file that we do not take. The message tells the person what to do."""


@dataclass(frozen=True)
class Renditions:
    """A picture in several widths. `width` and `height` are those of the largest, turned upright."""

    digest: str
    width: int
    height: int
    files: dict[int, bytes]


def renditions(file: BinaryIO | bytes, widths: tuple[int, ...] = WIDTHS) -> Renditions:
    """`file` as WebP in each of `widths`, never wider than it came. The digest names the result, not the
    upload.

    Raises PictureRefused.
    """
    largest = max(widths)
    with opened(file, largest, largest * MAX_ASPECT) as picture:
        width, height = picture.size
        files: dict[int, bytes] = {}
        for wanted in sorted(widths, reverse=True):
            if wanted < picture.width:
                picture = picture.resize(
                    (wanted, max(1, round(height * wanted / width))), Image.Resampling.LANCZOS, reducing_gap=3
                )
                files[wanted] = _webp(picture)
            else:
                files[wanted] = files[max(files)] if files else _webp(picture)
    digest = hashlib.sha256(files[largest]).hexdigest()[:32]
    return Renditions(digest, width, height, dict(sorted(files.items())))


def private_rendition(file: BinaryIO | bytes) -> bytes:
    """`file` as one WebP of at most 1600 pixels a side, for evidence such as slips. Raises PictureRefused."""
    with opened(file, PRIVATE_SIDE) as picture:
        return _webp(picture)


@contextmanager
def opened(file: BinaryIO | bytes, max_width: int, max_height: int | None = None) -> Iterator[Image.Image]:
    """The upright sRGB picture in `file`, scaled down into `max_width` x `max_height` (a square by default).

    No other picture is decoded in this process meanwhile. Raises PictureRefused.
    """
    content = _read(file)
    _check_kind(content)
    if not _one_at_a_time.acquire(timeout=SECONDS_TO_WAIT):
        raise PictureRefused(
            _("Many pictures are being prepared right now. Please send this one again in a minute.")
        )
    try:
        yield _decode(content, (max_width, max_height or max_width))
    finally:
        _one_at_a_time.release()


def store(pictures: Renditions, folder: str = "pictures") -> None:
    """Keep every rendition in the media storage; of what is there already, only the day becomes today's."""
    for width, content in pictures.files.items():
        name = path(pictures.digest, width, folder)
        if default_storage.exists(name):
            # A file that somebody sends again is not an old one that nothing shows. On disk its day can be set; any
            # other storage gives a day only to what is written.
            has_path = isinstance(default_storage, FileSystemStorage)
            if has_path and default_storage.size(name) == len(content):
                os.utime(default_storage.path(name))
                continue
            default_storage.delete(name)
        default_storage.save(name, ContentFile(content))


def path(digest: str, width: int, folder: str = "pictures") -> str:
    """The name of a stored rendition inside the media storage."""
    return f"{folder}/{digest[:2]}/{digest}-{width}.webp"


def url(digest: str, width: int, folder: str = "pictures") -> str:
    """The address of a stored rendition."""
    return default_storage.url(path(digest, width, folder))


def srcset(digest: str, own_width: int | None = None, folder: str = "pictures") -> str:
    """All stored widths for an `srcset` attribute. `own_width` is `Renditions.width` when that is known."""
    candidates = {min(width, own_width or width): url(digest, width, folder) for width in WIDTHS}
    return ", ".join(f"{address} {width}w" for width, address in candidates.items())


def _read(file: BinaryIO | bytes) -> bytes:
    if isinstance(file, bytes):
        content = file
    else:
        size = getattr(file, "size", None)
        if isinstance(size, int) and size > MAX_BYTES:
            raise _too_heavy()
        file.seek(0)
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_heavy()
    return content


def _check_kind(content: bytes) -> None:
    """Refuse everything whose first bytes are not those of a JPEG, PNG or WebP."""
    if content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n":
        return
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return
    if content[4:8] == b"ftyp" and content[8:12] in {
        b"heic",
        b"heix",
        b"hevc",
        b"heim",
        b"heis",
        b"mif1",
        b"msf1",
    }:
        raise PictureRefused(
            _(
                "This is an iPhone HEIC picture, which we cannot open. "
                "Take a screenshot of it and send that, or choose JPEG in the camera settings."
            )
        )
    raise PictureRefused(
        _("This file is not a picture that we can open. Please choose a photo: JPEG, PNG or WebP.")
    )


def _decode(content: bytes, box: tuple[int, int]) -> Image.Image:
    _check_webp_size(content)
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "MPO")) as picture:
            _check_header(picture, content)
            return _upright_srgb(picture, box)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders fail in many ways, and each of them is a broken picture
        raise PictureRefused(
            _("This picture is damaged or not complete. Please take it again, or choose another one.")
        ) from error


def _check_header(picture: Image.Image, content: bytes) -> None:
    """Refuse by what the header claims, before any pixel is decoded."""
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    limit = MAX_PIXELS_WHOLE[kind]
    if kind == "JPEG":
        if _scans(content) > MAX_SCANS:
            raise PictureRefused(
                _("This picture is built in an unusual way. Please take a screenshot and send that.")
            )
        if not picture.info.get("progressive"):
            limit = MAX_PIXELS_BASELINE
    if picture.width * picture.height > limit:
        raise _too_many_pixels()
    if kind == "PNG":
        depth, colour = content[24], content[25]
        row = picture.width * depth * PNG_CHANNELS.get(colour, 1) // 8
        if row * picture.height > DEFLATE_LIMIT * len(content):
            raise ValueError("the file is too small for what its header claims")


def _check_webp_size(content: bytes) -> None:
    """Refuse a WebP whose header claims too much: its decoder takes memory as soon as it is opened."""
    if content[8:12] != b"WEBP":
        return
    width = height = 0
    if content[12:16] == b"VP8X":
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
    elif content[12:16] == b"VP8L":
        sizes = int.from_bytes(content[21:25], "little")
        width, height = 1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF)
    elif content[12:16] == b"VP8 ":
        width = int.from_bytes(content[26:28], "little") & 0x3FFF
        height = int.from_bytes(content[28:30], "little") & 0x3FFF
    if width * height > MAX_PIXELS_WHOLE["WEBP"]:
        raise _too_many_pixels()


def _scans(content: bytes) -> int:
    """The number of scans in the first picture of a JPEG file."""
    count, place = 0, 2
    marker = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
    while found := marker.search(content, place):
        place = found.end()
        if found[1] == b"\xd9":
            break
        if found[1] == b"\xd8":
            continue
        count += found[1] == b"\xda"
        place += int.from_bytes(content[place : place + 2], "big")
    return count


def _upright_srgb(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """The decoded picture: scaled down first, so that the later steps work on few pixels."""
    orientation = 1
    with suppress(Exception):  # a broken EXIF block is no reason to refuse a good picture
        orientation = picture.getexif().get(ORIENTATION, 1)
    turns = UPRIGHT.get(orientation, [])
    if orientation in (5, 6, 7, 8):
        box = (box[1], box[0])
    profile = picture.info.get("icc_profile")
    scale = min(1, box[0] / picture.width, box[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture.draft(None, size)
    picture.load()
    small = _workable(picture)
    if small.size != size:
        small = small.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    small = _on_white(small)
    small = _to_srgb(small, profile)
    for turn in turns:
        small = small.transpose(turn)
    small.info = {}
    return small


def _workable(picture: Image.Image) -> Image.Image:
    """`picture` in a mode that can be scaled: grey, RGB, CMYK, or RGB with alpha."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa"):
        return picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "RGBA", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """`picture` as RGB, its colours read by its own profile where that fits and works."""
    if profile:
        with suppress(Exception):  # a broken or foreign profile only shifts colours
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if COLOUR_SPACES.get(own.profile.xcolor_space.strip()) == picture.mode:
                srgb = ImageCms.createProfile("sRGB")
                converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
                return cast(Image.Image, converted)
    return picture.convert("RGB")


def _webp(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=QUALITY, method=METHOD)
    return output.getvalue()


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _(
            "This picture has too many points. "
            "Please choose a smaller size in the camera, or send a screenshot of it."
        )
    )


def _too_heavy() -> PictureRefused:
    return PictureRefused(
        _(
            "This picture is larger than %(limit)s MB. "
            "Please choose a smaller size in the camera, or send a screenshot of it."
        )
        % {"limit": MAX_BYTES // (1024 * 1024)}
    )
