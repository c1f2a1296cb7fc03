"""Voice notes: what phones record is written anew; what is none, or too much, is refused in words."""

import io
import subprocess

import av
import pytest

from lib import voices
from tests.welfare.cases_builders import sound

RECORDERS = {
    "chrome": ("webm", "libopus", 48_000),
    "firefox": ("ogg", "libopus", 48_000),
    "iphone": ("mp4", "aac", 48_000),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
    "old android": ("3gp", "libopencore_amrnb", 8_000),
    "older android": ("amr", "libopencore_amrnb", 8_000),
}


@pytest.mark.parametrize("recorder", RECORDERS)
def test_what_phones_record_is_kept_as_one_kind_of_file(recorder):
    container, codec, rate = RECORDERS[recorder]
    voice = voices.rendition(sound(container, codec, rate=rate))
    assert voice.seconds == 2
    with av.open(io.BytesIO(voice.content), format="mov") as kept:
        [stream] = kept.streams
        assert (stream.codec_context.name, stream.codec_context.channels) == ("aac", 1)


def test_nothing_that_stood_beside_the_sound_is_kept():
    taken = sound("mp4", "aac", title="บ้านยายแก้ว 19.1,99.9")
    assert "บ้านยายแก้ว".encode() in taken
    assert "บ้านยายแก้ว".encode() not in voices.rendition(taken).content


def test_a_page_behind_the_sound_is_gone():
    assert (
        b"<script>" not in voices.rendition(sound("mp3", "libmp3lame") + b"<script>alert(1)</script>").content
    )


def test_a_note_of_more_than_three_minutes_is_refused_in_words():
    with pytest.raises(voices.VoiceRefused, match="3"):
        voices.rendition(sound("ogg", "libopus", seconds=185))


def test_a_note_of_three_minutes_is_taken():
    assert voices.rendition(sound("ogg", "libopus", seconds=179, rate=16_000)).seconds == 179


def test_a_note_of_more_than_three_megabytes_is_refused_without_being_read(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_named: pytest.fail("it was opened"))
    with pytest.raises(voices.VoiceRefused, match="3 MB"):
        voices.rendition(io.BytesIO(b"OggS" + b"\0" * voices.MAX_BYTES))


WEBM = b"\x1a\x45\xdf\xa3"
HOSTILE = {
    "nothing": b"",
    "one byte": b"\xff",
    "a page": b"<html><script>alert(1)</script>" * 9,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "an svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 5,
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n" * 9,
    "a list of files": b"ffconcat version 1.0\nfile /etc/passwd\n" * 9,
    "webm in name only": WEBM + b"x" * 500,
    "a webm that claims much": WEBM + b"\x01\xff\xff\xff\xff\xff\xff\xff" + b"\x18\x53\x80\x67" * 100,
    "ogg in name only": b"OggS" + b"\xff" * 500,
    "m4a in name only": b"\0\0\0\x20ftypM4A " + b"\xff" * 500,
    "m4a of the heaviest atom": b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0\xff\xff\xff\xffmoov"
    + b"\0" * 90,
    "mp3 in name only": b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 500,
    "wav in name only": b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + b"\0" * 500,
    "wav with a playlist inside": b"RIFF\x24\0\0\0WAVE#EXTM3U\nfile:///etc/passwd\n" * 5,
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 400,
    "half a note": sound("mp4", "aac")[:900],
    "no more than a click": sound("wav", "pcm_s16le", seconds=0.1),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words(kind):
    with pytest.raises(voices.VoiceRefused):
        voices.rendition(HOSTILE[kind])


def test_a_film_without_sound_is_refused():
    output = io.BytesIO()
    with av.open(output, "w", format="mp4") as made:
        picture = made.add_stream("libx264", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for number in range(5):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts = number
            made.mux(picture.encode(frame))
        made.mux(picture.encode(None))
    with pytest.raises(voices.VoiceRefused):
        voices.rendition(output.getvalue())


def test_a_reader_that_breaks_is_a_file_that_cannot_be_heard(monkeypatch):
    broken = subprocess.CompletedProcess([], -11, stdout=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_named: broken)
    with pytest.raises(voices.VoiceRefused):
        voices.rendition(sound("ogg", "libopus"))
