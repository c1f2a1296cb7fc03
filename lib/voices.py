"""Voice notes that people send: looked at before they are opened, re-encoded, nothing of the file itself kept.

Whatever comes in, what is kept is an M4A that we wrote ourselves from the sound: one channel, as much as a telephone
carries, playable on every phone, without the place, the name and the pictures that recorders put beside it. The work
is done in a child process with limits, for a crafted file can break the reader.
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

MAX_BYTES = 3 * 1024 * 1024
MAX_SECONDS = 3 * 60
CONTENT_TYPE = "audio/mp4"
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS, WALL_SECONDS = 20, 40
CHILD = Path(__file__).with_name("voice_child.py")
# Beyond the few bytes of a header there is no sound yet.
LEAST_BYTES = 64

_one_at_a_time = threading.Lock()


class VoiceRefused(ValueError):
    """A file that we do not take. The message tells the person what to do."""


@dataclass(frozen=True)
class Voice:
    """A voice note as it is kept: an M4A, and how many seconds it lasts."""

    content: bytes
    seconds: int


def rendition(file: BinaryIO | bytes) -> Voice:
    """`file` (WebM, Ogg, M4A, 3GP, MP3, WAV or AMR, at most 3 MB and 3 minutes) as we keep it. Raises VoiceRefused."""
    content = file if isinstance(file, bytes) else file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise VoiceRefused(
            _("This voice note is larger than %(limit)s MB. Please say it shorter.")
            % {"limit": MAX_BYTES // (1024 * 1024)}
        )
    container = container_of(content)
    if not container or len(content) < LEAST_BYTES:
        raise _no_sound()
    return _re_encoded(content, container)


def container_of(content: bytes) -> str:
    """The name of the container by its first bytes, as the reader calls it; "" for what we do not take."""
    head = content[:12]
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mov"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"#!AMR"):
        return "amr"
    is_frame = head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2
    return "mp3" if head.startswith(b"ID3") or is_frame else ""


def _re_encoded(content: bytes, container: str) -> Voice:
    if not _one_at_a_time.acquire(timeout=WALL_SECONDS):
        raise VoiceRefused(_("Many voice notes arrive just now. Please send it again in a minute."))
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD), str(MEMORY), str(CPU_SECONDS), str(MAX_SECONDS), container],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _no_sound() from error
    finally:
        _one_at_a_time.release()
    head, _newline, sound = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head) if done.returncode == 0 and head else {"refused": "damaged"}
    if answer.get("refused") == "long":
        raise VoiceRefused(
            _("This voice note is longer than %(minutes)s minutes. Please say it in two parts.")
            % {"minutes": MAX_SECONDS // 60}
        )
    if "refused" in answer or not sound:
        raise _no_sound()
    return Voice(sound, answer["seconds"])


def _no_sound() -> VoiceRefused:
    return VoiceRefused(
        _("This file cannot be heard. Please record it once more with your phone, or write it in words.")
    )
