"""Requests to the centre, made through the real action, and sound as phones record it."""

import io
import itertools

import av
import numpy as np

from welfare.helpdesk import cases
from welfare.models import HelpCase

numbers = itertools.count(1)


def ask_centre(community, kind: str = "food", *, user=None, **given) -> HelpCase:
    """A request as somebody types it on a phone; `given` changes what is asked, or how it is received."""
    how = {
        name: given.pop(name)
        for name in ("channel", "household", "person", "subjects", "key")
        if name in given
    }
    asked = cases.Asked(
        **{
            "kind": kind,
            "for_whom": "ยายแก้ว ตัวอย่าง",
            "place": "บ้านเลขที่ 12 ใกล้วัด",
            "urgency": "today",
            "phone": "0812345678",
            **given,
        }
    )
    return cases.receive(
        community=community, asked=asked, user=user, **{"key": f"case-key-of-tests-{next(numbers)}", **how}
    )


def sound(container: str, codec: str, *, seconds: float = 2, rate: int = 48_000, title: str = "") -> bytes:
    """A tone in a file as phones make it."""
    output = io.BytesIO()
    wave = (np.sin(np.arange(int(rate * seconds)) * 440 * 2 * np.pi / rate) * 8000).astype(np.int16)
    with av.open(output, "w", format=container) as made:
        made.metadata["title"] = title
        stream = made.add_stream(codec, rate=rate)
        stream.codec_context.layout = "mono"
        shaped = av.AudioResampler(
            format=stream.codec_context.format or "s16",
            layout="mono",
            rate=rate,
            frame_size=stream.codec_context.frame_size,
        )
        tone = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        tone.sample_rate, tone.pts = rate, 0
        for frame in (*shaped.resample(tone), *shaped.resample(None)):
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return output.getvalue()
