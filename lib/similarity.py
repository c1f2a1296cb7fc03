"""Putting titles in order for a query that no title contains: how alike they sound, in any order of words."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from lib.thai import bigrams, fuzzy_key, normalise, search_key

# Titles below this score are no answer. Chosen on half of tests/lib/misspellings.csv and checked on the other,
# with queries for things that nobody sells: lower lets nonsense in, higher loses short misspelt words.
CUT_OFF = 67
# How much of the score is the likeness of sounds in a row; the rest is the share of pairs found anywhere.
ALIKE_WEIGHT = 0.65


class Match(NamedTuple):
    """One title's place in the list and how well it fits, 0 to 100."""

    index: int  # type: ignore[assignment]
    score: float


def rank(query: str, titles: Sequence[str], cut_off: float = CUT_OFF) -> list[Match]:
    """The titles that a misspelt `query` may mean, best first; those under `cut_off` are left out."""
    sought = Sought(query)
    if len(sought.key) < 2:
        return []
    matches = [Match(index, sought.score(title)) for index, title in enumerate(titles)]
    return sorted((match for match in matches if match.score >= cut_off), key=lambda match: -match.score)


class Folded(NamedTuple):
    """A name, folded once, to be held against many."""

    sound: str
    letters: str


def fold(name: str) -> Folded:
    """How a name sounds and looks."""
    return Folded(fuzzy_key(name), search_key(name))


def alike(one: Folded, other: Folded) -> int:
    """How equal two names sound or look, 0 to 100. Unlike a query, a name is not found inside a longer one."""
    return int(max(fuzz.ratio(one.sound, other.sound), fuzz.ratio(one.letters, other.letters)))


class Sought:
    """A query, folded once, to be held against many titles."""

    def __init__(self, query: str):
        self.search_key = search_key(query)
        self.key = fuzzy_key(query)
        self.pairs = set(bigrams(self.key).split())
        words = [fuzzy_key(word) for word in normalise(query).split()]
        self.words = [word for word in words if word]

    def score(self, title: str) -> float:
        """0 to 100: mostly how much of the query's sound the title holds, a little how equal they are."""
        key = fuzzy_key(title)
        if not key:
            return 0
        held = max(self._as_one(key), self._word_by_word(key))
        whole = max(fuzz.ratio(self.key, key), fuzz.ratio(self.search_key, search_key(title)))
        return round(0.85 * held + 0.15 * whole, 1)

    def _as_one(self, key: str) -> float:
        alike = fuzz.partial_ratio(self.key, key) if len(key) >= len(self.key) else fuzz.ratio(self.key, key)
        return ALIKE_WEIGHT * alike + (1 - ALIKE_WEIGHT) * self._shared_pairs(key)

    def _word_by_word(self, key: str) -> float:
        if len(self.words) < 2:
            return 0
        letters = sum(map(len, self.words))
        return (
            sum(len(word) * fuzz.partial_ratio(word, key) for word in self.words if len(word) <= len(key))
            / letters
        )

    def _shared_pairs(self, key: str) -> float:
        return 100 * len(self.pairs & set(bigrams(key).split())) / len(self.pairs)
