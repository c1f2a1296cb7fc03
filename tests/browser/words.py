"""What a person reads on a Thai page. Tests name texts by their English source, so better Thai breaks nothing."""

import re

from django.utils.translation import gettext, ngettext, override

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
THAI = re.compile("[ก-๛]")


def thai(text: str, plural: str = "") -> str | re.Pattern:
    """The Thai for a source text; with placeholders, a pattern that takes anything in their place."""
    with override("th"):
        words = ngettext(text, plural, 2) if plural else gettext(text)
    assert THAI.search(words), f"no Thai for {text!r}"
    if not PLACEHOLDER.search(words):
        return words
    return re.compile("(.+)".join(re.escape(part) for part in PLACEHOLDER.split(words)))
