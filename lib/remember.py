"""Small facts that every page asks for and that hardly ever change, kept in the process for half a minute."""

import functools
import time
from collections.abc import Callable

SECONDS = 30
MOST = 1000
_forgetters: list[Callable[[], None]] = []


def for_a_while(function):
    """Keep what `function` returned for these arguments for half a minute.

    Each process keeps its own, so others may show the old answer for as long. `forget_all` drops everything.
    """
    kept: dict[tuple, tuple[float, object]] = {}

    @functools.wraps(function)
    def remembering(*args):
        found = kept.get(args)
        now = time.monotonic()
        if found and found[0] > now:
            return found[1]
        value = function(*args)
        if len(kept) >= MOST:
            kept.clear()
        kept[args] = (now + SECONDS, value)
        return value

    remembering.forget = kept.clear  # type: ignore[attr-defined]
    _forgetters.append(kept.clear)
    return remembering


def forget_all() -> None:
    """Drop everything that this process remembers."""
    for forget in _forgetters:
        forget()
