"""Finding the wanted columns among headings as people write them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from lib.similarity import Sought
from lib.thai import bigrams, normalise, search_key

# Under this a heading is no answer. Between "ปีเกิด" and "วันเกิด" (different things) and "เลขที่บ้าน" and
# "บ้านเลขที่" (the same), see tests/lib/test_sheets_columns.py.
CUT_OFF = 78
EXACT = 100.0
# Without the words in brackets, such as a unit: just under the exact heading.
WITHOUT_BRACKETS = 95.0
BRACKETS = re.compile(r"[(\[{（][^)\]}）]*[)\]}）]?")
SHORT = 3
SAME_LENGTH = 0.75
# Sound alone puts "เลขที่บัตร" beside "เลขที่บ้าน"; spelling alone knows no homophones. Both must agree.
SOUNDS_ALIKE = 70


def guess_columns(heads: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int | None]:
    """For each field of `wanted` (name → what it may be called, Thai and English) the index in `heads` or None.

    The best fit first, each column once; among equals the field and the column that come first. Headings that
    are the same but for spaces, punctuation, tone marks and case fit exactly; misspelt ones fit by their sound.
    """
    sought = {field: [_Name(synonym) for synonym in synonyms] for field, synonyms in wanted.items()}
    fits = []
    for column, head in enumerate(heads):
        name = _Name(head)
        for order, (field, synonyms) in enumerate(sought.items()):
            score = max((_likeness(name, synonym) for synonym in synonyms), default=0)
            if score >= CUT_OFF:
                fits.append((-score, order, column, field))
    found: dict[str, int | None] = dict.fromkeys(wanted)
    used: set[int] = set()
    for _score, _order, column, field in sorted(fits):
        if found[field] is None and column not in used:
            found[field] = column
            used.add(column)
    return found


class _Name:
    """A heading or a synonym, folded once."""

    def __init__(self, text: str):
        self.text = normalise(text)
        self.key = _plain(self.text)
        self.bare = _plain(BRACKETS.sub(" ", self.text))
        self.sought = Sought(self.text)
        self.pairs = set(bigrams(self.key).split())


def _plain(text: str) -> str:
    return "".join(char for char in search_key(text) if unicodedata.category(char)[0] in "LMN")


def _likeness(head: _Name, synonym: _Name) -> float:
    if not head.key or not synonym.key:
        return 0
    if head.key == synonym.key:
        return EXACT
    if head.bare and head.bare == synonym.bare:
        return WITHOUT_BRACKETS
    if min(len(head.key), len(synonym.key)) <= SHORT:
        return 0
    lengths = sorted((len(head.key), len(synonym.key)))
    # "นามสกุล" is not "ชื่อ-นามสกุล", nor "ชื่อ" "ชื่อพ่อ": what is much longer is another thing.
    if lengths[0] < SAME_LENGTH * lengths[1] or _sound(head, synonym) < SOUNDS_ALIKE:
        return 0
    return min(
        max(fuzz.ratio(head.key, synonym.key), _shared(head.pairs, synonym.pairs)), WITHOUT_BRACKETS - 1
    )


def _sound(head: _Name, synonym: _Name) -> float:
    """How alike they sound, 0 to 100, in either order of the syllables."""
    as_written = min(synonym.sought.score(head.text), head.sought.score(synonym.text))
    return max(as_written, _shared(head.sought.pairs, synonym.sought.pairs))


def _shared(one: set[str], other: set[str]) -> float:
    """The share of pairs of letters that both have, 0 to 100 (Dice's coefficient)."""
    return 200 * len(one & other) / max(1, len(one) + len(other))
