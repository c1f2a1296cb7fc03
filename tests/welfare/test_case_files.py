"""Photos and voice notes with a request to the centre: taken, private, refused in words, thrown away."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lib.errors import Refused
from tests.market import files as uploads
from tests.welfare.cases_builders import ask_centre, sound
from tests.welfare.test_case_ask import fill
from welfare.helpdesk import answers, files
from welfare.models import CaseFile, HelpCase


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(community):
    return ask_centre(community)


@pytest.fixture
def page(community):
    return reverse("welfare:case_ask", args=[community.code])


def voice(name="voice.webm"):
    return SimpleUploadedFile(name, sound("webm", "libopus", seconds=3), "audio/webm")


def photo():
    return SimpleUploadedFile("roof.jpg", uploads.photo().read(), "image/jpeg")


def send(case, **given):
    return Client().post(reverse("welfare:case_files", args=[case.code]), given, follow=True)


def kept(media):
    return sorted(path.suffix for path in media.rglob("*") if path.is_file())


def test_photos_and_a_voice_note_come_with_the_request(page, media):
    assert fill(Client(), page, photos=[photo(), photo()], voice=voice()).status_code == 302
    case = HelpCase.objects.get()
    assert [(file.kind, file.seconds) for file in case.files.all()] == [
        ("photo", None),
        ("photo", None),
        ("voice", 3),
    ]
    assert kept(media) == [".m4a", ".webp", ".webp"]


def test_sent_twice_they_are_there_once(page):
    for _time in range(2):
        fill(Client(), page, key="a-key-of-the-form-9", voice=voice())
    assert CaseFile.objects.count() == 1


def test_something_else_may_be_spoken_instead_of_written(page):
    assert fill(Client(), page, kind="other", voice=voice()).status_code == 302


@pytest.mark.parametrize("field", ["photos", "voice"])
def test_what_is_none_stops_the_request_with_a_word_and_keeps_what_was_typed(page, media, field):
    hostile = SimpleUploadedFile("x.jpg", b"<html><script>alert(1)</script>" * 5, "image/jpeg")
    response = fill(Client(), page, words="หลังคาเปิด", **{field: hostile})
    assert field in response.context["form"].errors
    assert "หลังคาเปิด" in response.content.decode()
    assert not HelpCase.objects.exists()
    assert kept(media) == []


def test_they_come_later_too_and_the_desk_finds_a_line_about_them(case):
    send(case, photos=[photo()], voice=voice())
    assert case.files.count() == 2
    assert case.events.filter(kind="note", facts={"files": 2}).exists()


def test_nothing_chosen_is_answered_in_words(case):
    assert list(send(case).context["messages"])


def test_a_hostile_voice_note_is_answered_in_words(case, media):
    answer = send(case, voice=SimpleUploadedFile("x.ogg", b"OggS" + b"\xff" * 900, "audio/ogg"))
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert kept(media) == []


def test_a_closed_request_takes_no_more(case):
    answers.withdraw(case=case, user=None)
    send(case, photos=[photo()])
    assert not case.files.exists()


def test_there_is_an_end_to_it(case):
    taken = [
        files.Taken("photo", f"private/cases/2026/01/{number:024}.webp") for number in range(files.MOST_FILES)
    ]
    files.add(case=case, taken=taken, user=None)
    with pytest.raises(Refused) as refused:
        files.add(case=case, taken=taken[:1], user=None)
    assert refused.value.code == "too_many"


def test_a_voice_note_is_played_and_kept_by_no_cache(case):
    [file] = files.add(case=case, taken=[files.take_voice(voice())], user=None)
    answer = files.response(file)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("audio/mp4", "private, no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_photo_is_shown(case):
    [file] = files.add(case=case, taken=[files.take_photo(photo())], user=None)
    assert files.response(file)["Content-Type"] == "image/webp"


@pytest.mark.parametrize("kind", ["photo", "voice"])
@pytest.mark.parametrize(
    "path", ["", "../../etc/passwd", "private/slips/2026/01/x.webp", "private/cases/2026/01/x.m4a"]
)
def test_a_row_with_a_foreign_path_shows_nothing(case, kind, path):
    with pytest.raises(Http404):
        files.response(CaseFile.objects.create(case=case, kind=kind, path=path))


def test_files_of_forms_that_were_never_sent_go_after_a_week(case):
    files.add(case=case, taken=[files.take_voice(voice())], user=None)
    left = files.take_photo(photo())
    assert files.delete_orphans() == 0
    assert files.delete_orphans(timezone.now() + dt.timedelta(days=8)) == 1
    assert not default_storage.exists(left.path)
    assert default_storage.exists(case.files.get().path)
