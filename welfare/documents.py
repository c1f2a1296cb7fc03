"""What each kind of document says about the books, so that books and documents can be laid side by side.

A transfer names its document by fixed words and a code, such as `payout abcd2345`. A part of the house that posts
registers its words here, with two questions: what its documents say, and which of them must be in the books.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from households.models import Community

# Written by the treasurer or by the books themselves: there is no other row to look at.
WITHOUT_A_ROW = ("opening", "move", "entry")


@dataclass(frozen=True)
class Entered:
    """A document that must be in the books: each of its standing entries (how many) says `amount` baht."""

    document: str
    amount: Decimal
    entries: int = 1


# Codes to the amount that each entry of this document says; None when it may be any. Left out are codes that are not
# known, and documents that do not say that money moved.
Amounts = Callable[[Community, Iterable[str]], dict[str, Decimal | None]]
Rows = Callable[[Community], Iterator[Entered]]
_amounts: dict[str, Amounts] = {}
_rows: dict[str, Rows] = {}


def register(words: str, amounts: Amounts, rows: Rows | None = None) -> None:
    """Say for the documents `words CODE` what they are worth, and which of them must be in the books."""
    _amounts[words] = amounts
    if rows:
        _rows[words] = rows


def is_known(words: str) -> bool:
    """Whether there are such documents."""
    return words in _amounts or words in WITHOUT_A_ROW


def amounts(words: str, community: Community, codes: Iterable[str]) -> dict[str, Decimal | None]:
    """What these documents say, by their code (see `Amounts`). For words with rows."""
    return _amounts[words](community, codes)


def has_rows(words: str) -> bool:
    """Whether a document of these words has a row besides the books."""
    return words in _amounts


def entered(community: Community) -> Iterator[Entered]:
    """Every document of the community that must be in the books, one after the other."""
    for rows in _rows.values():
        yield from rows(community)
