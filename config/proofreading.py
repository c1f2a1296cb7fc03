"""What may be wrong with a translation: the faults that a machine can see."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

from config.catalogues import BOOKS, Book, key, messages, texts

PLACEHOLDER = re.compile(r"%\((\w+)\)[.\d]*[a-z]|%[.\d]*[sdrf]|\{(\w*)(?::\w+)?\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
THAI = re.compile(r"[\u0e00-\u0e7f]")
LATIN = re.compile(r"[A-Za-z]+(?:[-.][A-Za-z]+)*")
# E-mail and web addresses, and codes with a figure in them.
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|/[a-z]+/|@/\./\+/-/_|[\w-]*\d[\w-]*")
# Latin words that a Thai reader meets every day, and names that have no Thai form.
ALLOWED_LATIN = {
    "LINE",
    "QR",
    "PIN",
    "SMS",
    "GPS",
    "IP",
    "IPv",
    "URL",
    "ID",
    "Excel",
    "PDF",
    "CSV",
    "XLSX",
    "JSON",
}
ALLOWED_LATIN |= {
    # Names of methods in reports, beside their Thai.
    "Gini",
    "bootstrap",
    "P",
    "n",
    "mend",
    "UUID",
    "HTML",
    "Google",
    "Authenticator",
    "JPEG",
    "PNG",
    "WebP",
    "HEIC",
    "KB",
    "MB",
    "GB",
    "TB",
    "PB",
}


def faults() -> list[str]:
    """Everything that is wrong with the books, one line each; empty when they are ready to print."""
    return [f"{book.path.name} in {book.folder}: {fault}" for book in BOOKS for fault in faults_of(book)]


def faults_of(book: Book) -> Iterator[str]:
    """What is missing from a book, what it has too much, and what is wrong with each message in it."""
    have = {key(message): message for message in messages(book.read())}
    want = {key(message): message for message in messages(book.wanted())}
    for missing in want.keys() - have.keys():
        yield f"not collected, run `make catalogue`: {missing[1]!r}"
    for gone in have.keys() - want.keys():
        yield f"no longer in the code, run `make catalogue`: {gone[1]!r}"
    for name in sorted(have.keys() & want.keys(), key=str):
        if isinstance(want[name].id, tuple) != isinstance(have[name].id, tuple):
            yield f"singular here and plural in the code, run `make catalogue`: {name[1]!r}"
        for fault in faults_in(have[name]):
            yield f"{fault}: {name[1]!r}"


def faults_in(message: Message) -> Iterator[str]:
    """What is wrong with one translated message."""
    if message.fuzzy:
        yield "marked as doubtful"
    if not texts(message):
        yield "has no Thai"
        return
    thai = texts(message)[0]
    # Thai has one form for any number, so it must hold what the plural holds.
    english = message.id[-1] if isinstance(message.id, tuple | list) else message.id
    if placeholders(thai) != placeholders(english):
        yield "other placeholders than the English"
    if sorted(TAG.findall(thai)) != sorted(TAG.findall(english)):
        yield "other HTML tags than the English"
    if english.startswith("\n") != thai.startswith("\n") or english.endswith("\n") != thai.endswith("\n"):
        yield "begins or ends with a new line in one language only"
    words = foreign_words(thai)
    if words:
        yield f"English left in the Thai ({', '.join(words)})"


def placeholders(text: str) -> tuple[frozenset[str], list[str]]:
    """The named placeholders in any order, and the nameless ones in theirs."""
    found = [match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))]
    named = frozenset(item for item in found if "(" in item or re.match(r"\{\w", item))
    return named, [item for item in found if item not in named]


def foreign_words(thai: str) -> list[str]:
    """The Latin words in a translation that no Thai reader should meet."""
    plain = ADDRESS.sub(" ", TAG.sub(" ", PLACEHOLDER.sub(" ", thai)))
    return [word for word in LATIN.findall(plain) if word not in ALLOWED_LATIN]
