"""Pieces of pages that are printed once for what they show, and then remembered, with holes for the rest.

What differs from request to request (the form token, the way back, the words looked for) is left open while a
piece is printed, and filled in each time. A piece must be a pure function of its parameters and the language.
"""

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

KEPT = 1024
# Drawn anew in each process, so that nobody can write a hole into a text.
SECRET = secrets.token_hex(8)
HOLE = re.compile(f"{SECRET}-([a-z_]+)-")


class Piece:
    """Printed text with holes."""

    def __init__(self, text: str):
        self.parts = HOLE.split(text)

    def fill(self, values: Mapping[str, Any]) -> SafeString:
        """The text with these values, escaped like in any template, in its holes."""
        parts = self.parts.copy()
        for place in range(1, len(parts), 2):
            parts[place] = conditional_escape(values[parts[place]])
        return SafeString("".join(parts))


def hole(name: str) -> SafeString:
    """What stands for the value `name` while a piece is printed."""
    return SafeString(f"{SECRET}-{name}-")


@lru_cache(KEPT)
def piece(
    template: str, language: str, holes: tuple[str, ...], given: tuple[tuple[str, object], ...]
) -> Piece:
    """The template printed with the parameters `given`, and with `holes`. `language` is the one that is on."""
    context = {**dict(given), **{name: hole(name) for name in holes}, "language": language}
    return Piece(get_template(template).render(context))
