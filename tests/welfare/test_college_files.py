"""Files of lessons: a PDF is known by its content, hostile ones are refused, and only learners get them."""

import datetime as dt
import os
import zlib

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.market import files
from tests.welfare import college_builders as make
from welfare.models import Lesson
from welfare.volunteering import lesson_files, lessons

HEAD, TAIL = b"%PDF-1.5\n", b"\nstartxref\n9\n%%EOF"


def packed(inside: bytes) -> bytes:
    """A part of a PDF as newer programs pack it."""
    return b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(inside) + b"\nendstream"


HOSTILE = {
    "nothing but a name": b"hello",
    "page": b"<html><script>alert(1)</script>",
    "page before it": b"<html>" + make.PDF,
    "page behind it": make.PDF + b"<html><script>alert(1)</script>",
    "archive behind it": make.PDF + b"PK\x03\x04" + b"x" * 3000,
    "photo": files.photo().read(),
    "svg": files.drawing().read(),
    "half": make.PDF[:40],
    "script": HEAD + b"1 0 obj<</S/JavaScript/JS(app.alert(1))>>" + TAIL,
    "script written in figures": HEAD + b"1 0 obj<</S/#4aav#61Script>>" + TAIL,
    "script packed away": HEAD + packed(b"<</S/JavaScript>>") + TAIL,
    "program to start": HEAD + b"1 0 obj<</S/Launch/F(cmd.exe)>>" + TAIL,
    "files within": HEAD + b"1 0 obj<</Names<</EmbeddedFiles 2 0 R>>>>" + TAIL,
    "lock": HEAD + b"trailer<</Encrypt 5 0 R>>" + TAIL,
    "packed part that is none": HEAD + b"<</Type/ObjStm>>stream\nxx\nendstream" + TAIL,
    "bomb": HEAD + packed(b"\0" * 30_000_000) + TAIL,
    "six megabytes": HEAD + b"0" * 6 * 1024 * 1024 + TAIL,
}


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def course(community, committee, media):
    return make.course(community, committee)


@pytest.fixture
def page(course, committee):
    """A lesson with a picture and a file."""
    given = {"picture": files.photo(), "picture_words": "ผ้าพันแผล", "file": make.pdf()}
    return make.lesson(course, committee, title="มีไฟล์", **given)


def kept(media):
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_not_kept(course, committee, media, kind):
    client = Client()
    client.force_login(committee)
    sent = {
        "title": "x",
        "words": "x",
        "file": make.pdf(HOSTILE[kind]),
        "photo": files.photo(),
        "picture_words": "x",
    }
    response = client.post(reverse("welfare:lesson_write", args=[course.code]), sent)
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert not Lesson.objects.filter(title="x").exists()
    assert kept(media) == []


@pytest.mark.parametrize(
    "content",
    [
        make.PDF,
        HEAD + b"1 0 obj<</OpenAction[3 0 R/Fit]>>" + TAIL + b"\r\n",
        HEAD + b"<</Filter/FlateDecode>>stream\n/JS /Launch\nendstream" + TAIL,
        HEAD + packed(b"<</Type/Page>>") + TAIL,
    ],
)
def test_control_a_plain_pdf_is_taken_as_it_is(content, media):
    """What stands in pictures and text looks like anything and does nothing."""
    path = lesson_files.keep(lesson_files.checked(make.pdf(content)))
    assert default_storage.open(path).read() == content


def test_a_hostile_picture_is_refused_and_the_file_beside_it_not_kept(course, committee, media):
    client = Client()
    client.force_login(committee)
    sent = {"title": "x", "words": "x", "photo": files.drawing(), "file": make.pdf(), "picture_words": "x"}
    response = client.post(reverse("welfare:lesson_write", args=[course.code]), sent)
    assert {"photo", "file"} <= set(response.context["form"].errors)
    assert kept(media) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\x\\ใบความรู้ ๑.pdf", "ใบความรู้ ๑.pdf"),
        ("a.pdf.exe", "a.pdf.exe.pdf"),
        ('"><script>.pdf.PDF', "script.pdf"),
        ("\r\nSet-Cookie: x.pdf", "Set-Cookie x.pdf"),
        ("", "lesson.pdf"),
        ("...", "lesson.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 100 + ".pdf"),
    ],
)
def test_a_file_is_handed_out_under_a_plain_name(name, plain):
    assert lesson_files.plain_name(name) == plain


def addresses(page):
    given = [page.course.code, page.pk]
    return reverse("welfare:lesson_picture", args=given), reverse("welfare:lesson_file", args=given)


def test_only_who_learns_or_keeps_the_course_gets_picture_and_file(page, community, committee, seller, buyer):
    make.learner(page.course, seller)
    make.volunteer(community, buyer)
    far = factories.with_role(factories.community(), "committee")
    for user, status in ((seller, 200), (committee, 200), (buyer, 404), (far, 404)):
        client = Client()
        client.force_login(user)
        assert [client.get(path).status_code for path in addresses(page)] == [status, status]
    assert [Client().get(path).status_code for path in addresses(page)] == [302, 302]


def test_the_file_comes_as_one_to_save(page, committee):
    client = Client()
    client.force_login(committee)
    picture, file = (client.get(path) for path in addresses(page))
    assert file["Content-Disposition"].startswith("attachment;")
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert (file["Cache-Control"], b"".join(file.streaming_content)) == ("private, no-store", make.PDF)
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/webp", "nosniff")


def test_a_path_that_is_none_of_ours_is_not_opened(page, committee):
    client = Client()
    client.force_login(committee)
    for path in (
        "../db.sqlite3",
        "private/slips/2026/01/x.pdf",
        "private/lessons/2026/01/" + "a" * 24 + ".pdf",
    ):
        Lesson.objects.filter(pk=page.pk).update(file=path, picture=path)
        assert [client.get(address).status_code for address in addresses(page)] == [404, 404]


def test_a_lesson_loses_picture_and_file_when_asked_to_and_keeps_them_otherwise(page, committee):
    given = {"course": page.course, "lesson": page, "title": "x", "words": "x", "actor": committee}
    row = lessons.put(**given, picture_words="ผ้าพันแผล")
    assert (row.picture, row.file, row.file_name) == (page.picture, page.file, "ใบความรู้.pdf")
    row = lessons.put(**given, drops_picture=True, drops_file=True)
    assert (row.picture, row.picture_words, row.file, row.file_name) == ("", "", "", "")


def test_files_that_no_lesson_shows_are_deleted_after_a_week(page, committee, media):
    lessons.put(course=page.course, lesson=page, title="x", words="x", file=make.pdf(), actor=committee)
    assert len(kept(media)) == 3
    long_ago = (timezone.now() - dt.timedelta(days=8)).timestamp()
    for path in kept(media):
        os.utime(path, (long_ago, long_ago))
    assert lessons.delete_orphans() == 1
    assert len(kept(media)) == 2
