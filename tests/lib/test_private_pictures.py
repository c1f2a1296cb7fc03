"""Private pictures: kept re-encoded, shown only from their own folder, cleared away when nothing points to them."""

import datetime as dt
import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone
from PIL import Image

from lib.pictures import PictureRefused
from lib.private_pictures import PrivatePictures

PICTURES = PrivatePictures("private/papers")
NAME = "a" * 24 + ".webp"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(colour="red"):
    output = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(output, "JPEG")
    return output.getvalue()


def in_days(count):
    return timezone.now() + dt.timedelta(days=count)


def test_a_picture_is_kept_as_webp_by_year_and_month():
    path = PICTURES.take(photo())
    assert re.fullmatch(r"private/papers/[0-9]{4}/[0-9]{2}/[a-z0-9]{24}\.webp", path)
    with Image.open(default_storage.open(path)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (400, 300))


def test_two_pictures_alike_are_kept_apart():
    assert PICTURES.take(photo()) != PICTURES.take(photo())


def test_what_is_no_picture_is_refused_and_leaves_no_file(media):
    with pytest.raises(PictureRefused):
        PICTURES.take(b"<svg onload=alert(1)>")
    assert list(media.iterdir()) == []


def test_a_picture_is_shown_and_kept_by_no_cache():
    path = PICTURES.take(photo())
    shown = PICTURES.response(path)
    assert b"".join(shown) == default_storage.open(path).read()
    assert shown["Content-Type"] == "image/webp"
    assert shown["Cache-Control"] == "private, no-store"
    assert shown["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        f"private/slips/2026/05/{NAME}",
        f"private/papers/2026/05/../05/{NAME}",
        f"private/papers/{NAME}",
        f"private/papers/2026/05/{NAME}\n",
        f"private/papers/2026/05/{NAME}.html",
        f"other/private/papers/2026/05/{NAME}",
        "",
    ],
)
def test_a_file_elsewhere_is_never_shown(path, media):
    inside = path.strip().lstrip("/")
    if inside:
        file = media / inside
        file.parent.mkdir(parents=True, exist_ok=True)
        (media / "private/papers/2026/05").mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    with pytest.raises(Http404):
        PICTURES.response(path)


def test_a_dot_in_the_folders_name_means_a_dot():
    default_storage.save(f"private/paxers/2026/05/{NAME}", ContentFile(b"x"))
    with pytest.raises(Http404):
        PrivatePictures("private/pa.ers").response(f"private/paxers/2026/05/{NAME}")


def test_a_picture_that_is_gone_is_not_found():
    with pytest.raises(Http404):
        PICTURES.response(f"private/papers/2026/05/{NAME}")


def test_only_old_pictures_that_nothing_points_to_go():
    kept, lost = PICTURES.take(photo()), PICTURES.take(photo("blue"))
    assert PICTURES.delete_orphans({kept}, in_days(6)) == 0
    assert PICTURES.delete_orphans({kept}, in_days(8)) == 1
    assert [default_storage.exists(path) for path in (kept, lost)] == [True, False]


def test_pictures_of_other_folders_stay():
    slip = PrivatePictures("private/slips").take(photo())
    assert PICTURES.delete_orphans(set(), in_days(8)) == 0
    assert default_storage.exists(slip)
