"""Re-encodes one voice note in a process of its own: run by `lib.voices`, never imported.

A crafted file can break the reader in ways that no `except` catches; here that ends only this process, whose memory
and time are limited. The file comes on stdin; on stdout goes one JSON line, `{"seconds": 12}` and the M4A behind it,
or `{"refused": code}`.
"""

import io
import json
import resource
import sys

import av

# The decoders of what phones record; nothing else of the library is ever started.
CODECS = "opus,libopus,vorbis,aac,aac_fixed,mp3,mp3float,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,pcm_s16le,pcm_u8,pcm_f32le"
RATE, BITS = 24_000, 40_000
LEAST_SECONDS = 0.3


def main(memory: int, seconds: int, longest: int, container: str) -> None:
    """Limit this process, then write the sound on stdin anew; any failure ends with a status other than 0."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    av.logging.set_level(None)
    source = io.BytesIO(sys.stdin.buffer.read())
    output = io.BytesIO()
    options = {"codec_whitelist": CODECS, "format_whitelist": container_names(container)}
    with av.open(source, format=container, options=options) as taken:
        if not taken.streams.audio:
            refuse("damaged")
        samples = re_encode(taken, output, longest)
    if samples < LEAST_SECONDS * RATE:
        refuse("damaged")
    write({"seconds": max(1, round(samples / RATE))})
    sys.stdout.buffer.write(output.getvalue())


def container_names(container: str) -> str:
    """The reader's own name for a container may be a list of names."""
    return av.ContainerFormat(container, "r").name


def re_encode(taken, output: io.BytesIO, longest: int) -> int:
    """Write the first sound of `taken` into `output`. Returns how many samples it has."""
    samples = 0
    with av.open(output, "w", format="mp4") as made:
        kept = made.add_stream("aac", rate=RATE)
        kept.codec_context.layout = "mono"
        kept.codec_context.bit_rate = BITS
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        for frame in heard(taken, resampler):
            frame.pts = samples
            samples += frame.samples
            if samples > (longest + 1) * RATE:
                refuse("long")
            made.mux(kept.encode(frame))
        made.mux(kept.encode(None))
    return samples


def heard(taken, resampler):
    """The decoded sound piece by piece. What is broken at the end is left out; what was heard before it counts."""
    stream = taken.streams.audio[0]
    try:
        for frame in taken.decode(stream):
            frame.pts = None
            yield from resampler.resample(frame)
    except av.error.FFmpegError:
        pass
    yield from resampler.resample(None)


def write(line: dict) -> None:
    """The line that comes first."""
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")


def refuse(code: str) -> None:
    """Say why it cannot be taken, and end."""
    write({"refused": code})
    sys.stdout.buffer.flush()
    sys.exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
