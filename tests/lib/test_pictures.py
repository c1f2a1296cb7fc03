"""Pictures: hostile files are refused in words or made harmless, and what is kept holds only pixels."""

import io
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from lib import pictures
from lib.pictures import PictureRefused, private_rendition, renditions


def saved(picture, kind="JPEG", **options):
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def halves(size=(800, 600), left="red", right="blue"):
    """A picture whose left half has one colour and whose right half another."""
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, size[0], size[1]))
    return picture


def webp(content):
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    return picture.convert("RGB")


def is_near(colour, wanted, slack=12):
    return all(abs(part - other) <= slack for part, other in zip(colour, wanted, strict=True))


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_header(width, height, depth=8, colour=2):
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    )


def png_bomb(width, height, rows):
    """A PNG that claims `width` x `height` and holds `rows` rows of zeros."""
    data = zlib.compress(b"\0" * (rows * (1 + width * 3)), 9)
    return png_header(width, height) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


JPEG = saved(halves())
GIF = saved(halves(), "GIF")
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
REFUSED = {
    "nothing": b"",
    "one byte": b"\xff",
    "svg": SVG,
    "svg with a bom": b"\xef\xbb\xbf" + SVG,
    "html": HTML,
    "gif": GIF,
    "gif that is a script too": GIF[:6] + b"/*" + GIF[8:] + b"*/=1;alert(1)",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "bmp": saved(halves((8, 8)), "BMP"),
    "tiff": saved(halves((8, 8)), "TIFF"),
    "ico": saved(halves((16, 16)), "ICO"),
    "zip": b"PK\x03\x04" + b"\0" * 40,
    "html after a jpeg's first bytes": b"\xff\xd8\xff\xe0" + HTML,
    "html after a png's first bytes": b"\x89PNG\r\n\x1a\n" + HTML,
    "html after a webp's first bytes": b"RIFF\x10\0\0\0WEBP" + HTML,
    "cut off jpeg": JPEG[: len(JPEG) // 2],
    "jpeg without pixels": JPEG[:300],
    "cut off png": saved(halves(), "PNG")[:-60],
    "cut off webp": saved(halves(), "WEBP")[:-60],
    "png that claims 30000 x 30000": png_bomb(30000, 30000, 10),
    "png that claims 4000 x 4000 in 2 kB": png_bomb(4000, 4000, 50),
    "png of no size": png_header(0, 10) + chunk(b"IEND", b""),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_sound_photo_is_refused(kind):
    with pytest.raises(PictureRefused):
        renditions(REFUSED[kind])


@pytest.mark.parametrize("kind", REFUSED)
def test_the_same_files_are_refused_as_evidence(kind):
    with pytest.raises(PictureRefused):
        private_rendition(REFUSED[kind])


def test_a_name_and_type_that_lie_change_nothing():
    upload = SimpleUploadedFile("photo.jpg", HTML, content_type="image/jpeg")
    with translation.override("en"), pytest.raises(PictureRefused, match="not a picture that we can open"):
        renditions(upload)


def test_a_heic_photo_is_refused_with_advice():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
    with translation.override("en"), pytest.raises(PictureRefused, match="screenshot"):
        renditions(heic)


def test_fifty_megabytes_are_refused_without_being_read():
    class Upload(io.BytesIO):
        size = 50 * 1024 * 1024

        def read(self, *_sizes):
            raise AssertionError("read")

    with translation.override("en"), pytest.raises(PictureRefused, match="larger than 12 MB"):
        renditions(Upload())


def test_fifty_megabytes_that_claim_to_be_less_are_refused():
    with pytest.raises(PictureRefused):
        renditions(io.BytesIO(JPEG + b"\0" * 50 * 1024 * 1024))


@pytest.mark.parametrize(
    "content",
    [png_bomb(30000, 30000, 3000), png_bomb(5000, 5000, 5000)],
    ids=["900 million points", "25 million points"],
)
def test_a_bomb_is_refused_before_any_pixel_is_decoded(content, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with translation.override("en"), pytest.raises(PictureRefused, match="too many points"):
        renditions(content)


def test_a_webp_that_claims_too_much_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("opened"))
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xfe\x3f\0" + b"\xfe\x3f\0"
    with pytest.raises(PictureRefused):
        renditions(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


def test_a_lossless_webp_that_claims_too_much_is_refused():
    body = b"VP8L" + struct.pack("<I", 5) + b"\x2f" + (0x3FFF | 0x3FFF << 14).to_bytes(4, "little")
    with translation.override("en"), pytest.raises(PictureRefused, match="too many points"):
        renditions(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


def test_a_jpeg_with_hundreds_of_scans_is_refused():
    progressive = saved(halves(), progressive=True)
    scan = progressive.rindex(b"\xff\xda")
    many = progressive[:scan] + progressive[scan:-2] * 200 + b"\xff\xd9"
    with translation.override("en"), pytest.raises(PictureRefused, match="unusual"):
        renditions(many)


def test_an_ordinary_progressive_jpeg_is_taken():
    assert renditions(saved(halves(), progressive=True)).width == 800


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_appended_to_a_photo_does_not_survive(kind):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("evil.html", HTML)
    polyglot = saved(halves(), kind) + HTML + archive.getvalue()
    for content in [*renditions(polyglot).files.values(), private_rendition(polyglot)]:
        assert b"script" not in content
        assert b"PK" not in content
        assert webp(content).size


def test_no_place_no_camera_and_no_note_survive():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 47.0, 20.0), 3: "E", 4: (98.0, 59.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = saved(
        halves(),
        exif=exif,
        icc_profile=profile,
        xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>",
        comment=b"SecretNote",
    )
    assert b"Secret" in photo
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825)
    for content in [*renditions(photo).files.values(), private_rendition(photo)]:
        kept = Image.open(io.BytesIO(content))
        assert b"Secret" not in content
        assert not dict(kept.getexif())
        assert not {"exif", "xmp", "icc_profile"} & set(kept.info)


# Where the red half of a red-and-blue picture must appear for each EXIF orientation.
@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (80, 60), "left"),
        (2, (80, 60), "right"),
        (3, (80, 60), "right"),
        (4, (80, 60), "left"),
        (5, (60, 80), "top"),
        (6, (60, 80), "top"),
        (7, (60, 80), "bottom"),
        (8, (60, 80), "bottom"),
    ],
)
def test_a_photo_stands_upright(orientation, size, red):
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = renditions(saved(halves((80, 60)), exif=exif, quality=95))
    width, height = size
    spots = {
        "left": (5, height // 2),
        "right": (width - 6, height // 2),
        "top": (width // 2, 5),
        "bottom": (width // 2, height - 6),
    }
    assert (result.width, result.height) == size
    assert is_near(webp(result.files[1280]).getpixel(spots[red]), (254, 0, 0), slack=25)


def test_a_large_photo_comes_in_three_widths():
    result = renditions(saved(halves((4000, 3000))))
    assert (result.width, result.height) == (1280, 960)
    assert {width: webp(content).size for width, content in result.files.items()} == {
        320: (320, 240),
        640: (640, 480),
        1280: (1280, 960),
    }


def test_a_small_photo_is_never_enlarged_and_has_every_width():
    result = renditions(saved(halves((500, 400))))
    assert (result.width, result.height) == (500, 400)
    assert {width: webp(content).width for width, content in result.files.items()} == {
        320: 320,
        640: 500,
        1280: 500,
    }


def test_a_tall_screenshot_stays_a_picture_of_bounded_height():
    result = renditions(saved(Image.new("RGB", (300, 16000), "white"), "PNG"))
    assert result.height == 5120


def test_one_photo_always_has_the_same_digest_and_another_has_another():
    digest = renditions(JPEG).digest
    assert renditions(JPEG + b"appended").digest == digest
    assert renditions(saved(halves(right="green"))).digest != digest


def test_transparent_parts_become_white():
    picture = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    assert is_near(webp(private_rendition(saved(picture, "PNG"))).getpixel((25, 25)), (255, 255, 255))


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        (Image.new("1", (50, 50), 1), (255, 255, 255)),
        (Image.new("L", (50, 50), 100), (100, 100, 100)),
        (Image.new("LA", (50, 50), (0, 0)), (255, 255, 255)),
        (Image.new("P", (50, 50), 0), (0, 0, 0)),
        (Image.new("I;16", (50, 50), 30000), (117, 117, 117)),
        (Image.new("RGBA", (50, 50), (0, 0, 255, 255)), (0, 0, 255)),
    ],
    ids=["bits", "grey", "grey with alpha", "palette", "sixteen bits", "colour with alpha"],
)
def test_every_kind_of_png_keeps_its_colours(picture, colour):
    assert is_near(webp(private_rendition(saved(picture, "PNG"))).getpixel((25, 25)), colour)


def test_a_cmyk_photo_keeps_its_colours():
    photo = saved(Image.new("CMYK", (50, 50), (0, 255, 255, 0)), quality=95)
    assert is_near(webp(private_rendition(photo)).getpixel((25, 25)), (254, 0, 0), slack=25)


def test_a_broken_colour_profile_is_left_out():
    assert renditions(saved(halves(), icc_profile=b"nonsense" * 40)).width == 800


def test_evidence_stays_large_enough_to_read():
    assert webp(private_rendition(saved(halves((3000, 4000))))).size == (1200, 1600)


def test_only_one_picture_is_decoded_at_a_time(monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS_TO_WAIT", 0.05)
    outcome = []

    def second():
        try:
            renditions(JPEG)
        except PictureRefused as refusal:
            outcome.append(refusal)

    with pictures.opened(JPEG, 100):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(outcome) == 1
    assert renditions(JPEG).digest


def test_the_next_picture_is_taken_after_one_was_refused():
    with pytest.raises(PictureRefused):
        renditions(REFUSED["cut off jpeg"])
    assert renditions(JPEG).width == 800


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_stored_files_lie_under_the_first_letters_of_their_digest(media):
    result = renditions(JPEG)
    pictures.store(result)
    pictures.store(result)
    folder = media / "pictures" / result.digest[:2]
    assert sorted(file.name for file in folder.iterdir()) == [
        f"{result.digest}-{width}.webp" for width in (1280, 320, 640)
    ]
    assert (folder / f"{result.digest}-640.webp").read_bytes() == result.files[640]


def test_a_half_written_file_is_replaced(media):
    result = renditions(JPEG)
    pictures.store(result)
    name = pictures.path(result.digest, 320)
    (media / name).write_bytes(b"half")
    pictures.store(result)
    assert default_storage.size(name) == len(result.files[320])


def test_addresses_name_every_width():
    assert pictures.url("abcd", 640) == "/media/pictures/ab/abcd-640.webp"
    assert pictures.srcset("abcd") == (
        "/media/pictures/ab/abcd-320.webp 320w, /media/pictures/ab/abcd-640.webp 640w, "
        "/media/pictures/ab/abcd-1280.webp 1280w"
    )


def test_a_small_picture_does_not_promise_more_than_it_has():
    assert [part.split()[1] for part in pictures.srcset("abcd", 500).split(", ")] == ["320w", "500w"]


MEASURE = """
import pathlib, re, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from lib import pictures
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = peak()
pictures.renditions(pathlib.Path(sys.argv[1]).read_bytes())
print(peak() - before)
"""


@pytest.mark.parametrize(
    ("picture", "kind", "megabytes"),
    [(Image.new("RGB", (8000, 6000)), "JPEG", 60), (Image.new("RGBA", (4000, 4000)), "PNG", 200)],
    ids=["a photo of 48 million points", "a transparent picture of 16 million points"],
)
def test_memory_stays_bounded_for_the_largest_pictures_we_take(picture, kind, megabytes, tmp_path):
    file = tmp_path / "picture"
    picture.save(file, kind)
    run = subprocess.run([sys.executable, "-c", MEASURE, file], capture_output=True, text=True, check=True)
    assert int(run.stdout) < megabytes * 1024


@pytest.mark.parametrize(
    "backend",
    ["django.core.files.storage.FileSystemStorage", "django.core.files.storage.InMemoryStorage"],
)
def test_a_picture_that_is_sent_again_is_as_new_in_every_storage(settings, tmp_path, backend):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend}}
    made = renditions(saved(halves()))
    pictures.store(made)
    name = pictures.path(made.digest, 320)
    before = default_storage.get_modified_time(name)
    time.sleep(0.02)
    pictures.store(made)
    assert default_storage.get_modified_time(name) > before
    with default_storage.open(name) as kept:
        assert kept.read() == made.files[320]
