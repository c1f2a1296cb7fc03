"""Laying the books and the documents side by side, in both directions."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _

from households.models import Community
from lib.documents import in_words
from lib.money import baht
from welfare import documents
from welfare.models import Transfer

CHUNK = 1000


def faults(community: Community, chunk: list) -> Iterator[str]:
    """Entries whose document does not exist, does not say that money moved, or says another amount."""
    taken_back = _taken_back(chunk)
    by_words = defaultdict(list)
    for row in chunk:
        if not row.reverses_id and row.id not in taken_back:
            words, _space, code = row.document.rpartition(" ")
            by_words[words].append((code, row))
    for words, rows in by_words.items():
        if not documents.is_known(words):
            for _code, row in rows:
                yield _("Entry %(number)s names a document that nobody knows: %(document)s.") % {
                    "number": row.number,
                    "document": row.document,
                }
        elif documents.has_rows(words):
            said = documents.amounts(words, community, {code for code, _row in rows})
            for code, row in rows:
                yield from _agrees(row, said.get(code, ...))


def missing(community: Community) -> Iterator[str]:
    """Documents that say that money moved, but the books do not say it, or say it with another sum."""
    stream = documents.entered(community)
    while chunk := list(islice(stream, CHUNK)):
        standing, corrected = _in_the_books(community, [row.document for row in chunk])
        for row in chunk:
            there = standing[row.document]
            if not there and corrected[row.document]:
                continue
            if there != Counter({row.amount: row.entries}):
                yield _("%(document)s over %(amount)s does not stand in the books as it should.") % {
                    "document": in_words(row.document),
                    "amount": baht(row.amount),
                }


def _agrees(row, said) -> Iterator[str]:
    if said is ...:
        yield _("Entry %(number)s says %(document)s, but there it is not said that money moved.") % {
            "number": row.number,
            "document": in_words(row.document),
        }
    elif said is not None and said != row.amount:
        yield _("Entry %(number)s over %(amount)s says %(document)s, but there it is %(said)s.") % {
            "number": row.number,
            "amount": baht(row.amount),
            "document": in_words(row.document),
            "said": baht(said),
        }


def _taken_back(chunk: list) -> set[int]:
    rows = Transfer.objects.filter(reverses__in=[row.id for row in chunk])
    return set(rows.values_list("reverses_id", flat=True))


def _in_the_books(community: Community, names: list[str]) -> tuple[dict[str, Counter], Counter]:
    """By document: the amounts of its entries that stand, and how many were taken back by a correction of two people."""
    rows = Transfer.objects.filter(community=community, document__in=names)
    taken_back: set[int | None] = set()
    corrected: Counter[str] = Counter()
    for first, key, document in rows.exclude(reverses=None).values_list("reverses_id", "key", "document"):
        taken_back.add(first)
        corrected[document] += key.startswith("correction:")
    standing: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for pk, document, amount in rows.filter(reverses=None).values_list("pk", "document", "amount"):
        if pk not in taken_back:
            standing[document][amount] += 1
    return standing, corrected
