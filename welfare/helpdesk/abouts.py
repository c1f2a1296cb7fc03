"""What a request is about in other rooms of the site, such as an order of the market, kept as plain words.

The other rooms say here which of their things somebody may name: the desk knows nothing of orders and shops.
"""

from collections.abc import Callable
from typing import Any

LONGEST = 60
Named = Callable[[Any, str], str]
_NAMED: dict[str, Named] = {}


def register(kind: str, named: Named) -> None:
    """A room gives, for a user and a code, what the thing is called; "" when this person may not name it."""
    _NAMED[kind] = named


def read(text: str, user: Any) -> tuple[str, str]:
    """Of "order:abcd2345" what is kept ("order abcd2345") and what it is called; both empty for what may not be named."""
    kind, _colon, code = text.partition(":")
    named = _NAMED.get(kind)
    words = named(user, code) if named and code.isalnum() and code.isascii() and len(text) <= LONGEST else ""
    return (f"{kind} {code}", words) if words else ("", "")
