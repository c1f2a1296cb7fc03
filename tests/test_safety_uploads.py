"""Files over HTTP: each is answered in words, and nothing of it lands outside its place or can be fetched by guessing."""

import io
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import factories
from tests import world as worlds
from tests.market import files
from tests.worlds import PARTS
from welfare import slips
from welfare.models import Slip


def made(kind: str, **options) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(output, kind, **options)
    return output.getvalue()


def zip_of_zeros() -> bytes:
    """A PNG of three bytes' worth that unfolds into a hundred megabytes."""
    bomb = files.bomb().read()
    data = zlib.compress(b"\0" * 20_000_000, 9)
    return (
        bomb + len(data).to_bytes(4, "big") + b"IDAT" + data + zlib.crc32(b"IDAT" + data).to_bytes(4, "big")
    )


HOSTILE = {
    "bomb": files.bomb().read(),
    "larger bomb": zip_of_zeros(),
    "page": b"<html><script>alert(1)</script>",
    "svg": files.drawing().read(),
    "svg with a byte order mark": b"\xef\xbb\xbf" + files.drawing().read(),
    "gif": made("GIF"),
    "gif with a script": b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "pdf": b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>",
    "tiff": made("TIFF"),
    "bmp": made("BMP"),
    "icon": made("ICO"),
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 40,
    "half a jpeg": made("JPEG")[:200],
    "half a png": made("PNG")[:60],
    "jpeg in name only": b"\xff\xd8\xff" + b"x" * 500,
    "webp in name only": b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 60,
    "nothing": b"",
    "one byte": b"\xff",
    "13 megabytes": files.heavy().read(),
}
NAMES = [
    "../../../etc/passwd.jpg", "..\\..\\windows\\x.jpg", "/etc/passwd", "รูปถ่าย ๑.jpg", "ก" * 250 + ".jpg", "x" * 5000, ".htaccess",
    "a.php.jpg", "con.jpg", "a\x00b.jpg", "a\r\nb.jpg", '"><script pwned>.jpg', "%2e%2e%2fx.jpg", "\u202egpj.exe", "", ".", "..", "/",
]  # fmt: skip


@pytest.fixture
def media(settings, tmp_path):
    """An empty place for pictures, with a neighbour that must stay empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def world(db, media):
    return worlds.build()


def kept(media) -> list[str]:
    return sorted(str(path.relative_to(media.parent)) for path in media.parent.rglob("*") if path.is_file())


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return [
        ("seller", f"/sell/listings/{w['listing'].code}/pictures/add/", "pictures"),
        ("seller", f"/sell/shops/{w['shop'].code}/pictures/add/", "pictures"),
        ("seller", f"/sell/shops/{w['shop'].code}/new/", "pictures"),
        ("seller", "/sell/shops/new/1/", "pictures"),
        ("seller", f"/sell/{w['shop'].code}/share/sent/", "picture"),
        ("buyer", f"/orders/{w['order'].code}/slip/", "picture"),
        ("seller", f"/contributions/{w['fund_home'].code}/sent/", "picture"),
        # Tables: read and forgotten, so no file of theirs is kept, and a photo is refused.
        ("committee", "/office/{}/import/upload/".format(w["import"][0]), "table"),
        ("committee", "/office/{}/import/{}/mend/".format(*w["import"]), "table"),
        ("officer", "/reports/prices/check/", "table"),
        *[row for part in PARTS if hasattr(part, "places") for row in part.places(w)],
    ]


def send(world, content: bytes, name: str, kind: str = "image/jpeg", where=slice(None)) -> list[tuple]:
    """Put one file into every place (or some), its name as it is. Returns (where, status, page after it)."""
    answers = []
    for role, path, field in places(world.arguments)[where]:
        client = Client(raise_request_exception=False)
        if world.people[role]:
            client.force_login(world.people[role])
        head = f'--cut\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        body = head.encode() + content + b"\r\n--cut--\r\n"
        answer = client.generic("POST", path, body, content_type="multipart/form-data; boundary=cut")
        status = answer.status_code
        if status == 302:
            answer = client.get(answer["Location"])
            status = answer.status_code
        answers.append((path, status, answer.content.decode(errors="replace")))
    return answers


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_answered_in_words_and_not_kept(world, media, kind):
    for path, status, page in send(world, HOSTILE[kind], "photo.jpg"):
        assert status == 200, path
        assert "<h1" in page
    assert kept(media) == []


def test_a_good_photo_is_kept_in_every_place(world, media):
    """Control: the same way leads in for what is a photo."""
    answers = send(world, files.photo().read(), "photo.jpg")
    assert [status for _path, status, _page in answers] == [200] * len(answers)
    assert sum(name.startswith("media/private/slips/") for name in kept(media)) == 4
    assert sum(name.startswith("media/pictures/") for name in kept(media)) == 3
    rows = [row for part in PARTS if hasattr(part, "places") for row in part.places(world.arguments)]
    # A request for help that is not whole keeps no photo; one that was sent takes more of them.
    papers = [
        path
        for _who, path, field in rows
        if (field in ("picture", "bill") and not path.endswith("/slip/")) or path.startswith("/follow/")
    ]
    assert sum(name.startswith("media/private/papers/") for name in kept(media)) == len(papers) == 8


def test_a_photo_with_a_page_behind_it_is_kept_as_pixels_only(world, media):
    send(world, files.polyglot().read(), "both.html", "text/html")
    assert len(kept(media)) > 5
    for name in kept(media):
        content = (media.parent / name).read_bytes()
        assert content[:4] == b"RIFF"
        assert b"script" not in content


def test_no_file_name_chooses_where_a_file_lands(world, media):
    for number, name in enumerate(NAMES):
        answers = send(world, files.photo().read(), name, where=slice(number % 3, None, 3))
        assert not [answer[:2] for answer in answers if answer[1] >= 500], name
    assert len(kept(media)) > 5
    names = [
        name
        for name in kept(media)
        if not name.startswith(("media/pictures/", "media/private/slips/", "media/private/papers/"))
    ]
    assert names == []
    assert all(name.endswith(".webp") for name in kept(media))


def test_a_refused_files_name_becomes_no_markup(world, media):
    for _path, _status, page in send(world, b"no picture", "&quot;><script pwned>x.jpg"):
        assert "<script pwned" not in page


def test_twelve_files_at_once_keep_eight_and_a_hundred_are_refused(world, media):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["seller"])
    path = places(world.arguments)[0][1]
    many = [files.photo(colour=(number, 90, 120)) for number in range(12)]
    assert client.post(path, {"pictures": many}).status_code == 302
    assert world.arguments["listing"].pictures.count() == 8
    hundred = [SimpleUploadedFile("x.jpg", b"x") for _ in range(100)]
    assert client.post(path, {"pictures": hundred}).status_code == 400


@pytest.fixture
def private(world, media):
    """A slip with its picture: (the slip, its name below MEDIA_ROOT)."""
    taken = slips.take(files.photo())
    slip = slips.show(
        bank="014", reference="9999888877776666", picture=taken.path, document="x", user=world.people["buyer"]
    )
    return slip, taken.path


def test_a_slip_is_not_fetched_by_its_name_in_the_media(private, world):
    _slip, name = private
    inside = name.removeprefix("private/")
    tries = [
        f"/media/{name}", f"/media//{name}", f"/media/./{name}", f"/media/pictures/../{name}", f"/media/pictures/ab/..%2f..%2f{name}",
        f"/media/%70rivate/{inside}", f"/media/private%2f{inside}", f"/media/PRIVATE/{inside}", f"/media/..%2fmedia%2f{name}",
        f"/media/pictures/%2e%2e/{name}", f"/media/pictures/..\\{name}", f"/media/{name}%00.webp", f"/media/{name}?x=pictures/",
        f"/media/pictures/00/{'0' * 32}-320.webp/../../../{name}", f"/media/pictures/00/{'0' * 32}-320.webp%0a", f"/static/../media/{name}",
        f"/static/..%2f..%2fmedia/{name}", f"/{name}", f"/media/pictures/00/%2e%2e%2f%2e%2e%2f{name}",
    ]  # fmt: skip
    assert default_storage.exists(name)
    for person in (None, world.people["seller"], world.people["committee"], world.people["buyer"]):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        assert {path: client.get(path).status_code for path in tries} == dict.fromkeys(tries, 404)


def test_a_slip_is_shown_to_whom_it_concerns_and_kept_by_no_cache(private, world):
    """Control: the picture is there, for the right person and by the right address."""
    slip, _name = private
    client = Client()
    client.force_login(world.people["buyer"])
    answer = client.get(f"/slips/{slip.pk}/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/webp"
    client.force_login(factories.user())
    assert client.get(f"/slips/{slip.pk}/").status_code == 404


@pytest.mark.parametrize(
    "name", ["../../config/settings.py", "/etc/passwd", "private/slips/../../db.sqlite3", "pictures/x.webp"]
)
def test_a_slip_row_with_a_foreign_path_shows_nothing(world, name):
    slip = Slip.objects.create(
        bank="014", reference="A1B2C3D4E5F6", picture=name, document="x", shown_by=world.people["buyer"]
    )
    client = Client()
    client.force_login(world.people["buyer"])
    assert client.get(f"/slips/{slip.pk}/").status_code == 404
