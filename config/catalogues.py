"""The texts of the site, from the code to the reader, in Python alone: no gettext tools needed.

Two books are kept. `locale/` holds our own texts. `locale_gaps/` holds what Django and the libraries say to people
and have no Thai for, or poor Thai; theirs is used for everything else.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "th"
OUR_FOLDERS = ("config", "lib", "households", "welfare", "market", "civic", "templates")
THEIR_PACKAGES = (
    "django.apps",
    "django.conf",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.core",
    "django.db",
    "django.forms",
    "django.http",
    "django.template",
    "django.utils",
    "django.views",
    "allauth.account",
    "allauth.core",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.templates",
    "allauth.usersessions",
    "allauth.utils",
    "auditlog",
    "django_tasks",
    "django_tasks_db",
)
# Whose own catalogues the site loads at run time.
THEIR_CATALOGUES = (
    "django.conf",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "allauth",
    "auditlog",
)
# Pages that only a developer meets, before the site is set up or when DEBUG=1.
NOT_FOR_PEOPLE = re.compile(
    r"(/management/|/migrations/|/tests?/|django/views/templates/|django/views/debug|/providers/(?!base|line|oauth2?/)"
    r"|django/conf/global_settings\.py|/static/.*/vendor/|\.min\.js$)"
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: sirisuk\\n"
"Language: th\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Book:
    """One .po file: where it lies and whose texts it holds."""

    folder: str
    domain: str

    @property
    def path(self) -> Path:
        return ROOT / self.folder / LANGUAGE / "LC_MESSAGES" / f"{self.domain}.po"

    def wanted(self) -> Catalog:
        """The messages that the code has today and that this book must translate."""
        if self.folder == "locale":
            return collect([(ROOT / folder, folder) for folder in OUR_FOLDERS], self.domain)
        kept = {key(message) for message in messages(self.read())}
        have = theirs(self.domain)
        wanted = new_catalog()
        for message in messages(collect(places(THEIR_PACKAGES), self.domain)):
            if key(message) not in have or key(message) in kept:
                wanted[message.id] = message
        return wanted

    def read(self) -> Catalog:
        """The book as it stands on disk; empty when there is none yet."""
        return read_catalog(self.path) if self.path.exists() else new_catalog()

    def write(self, catalog: Catalog) -> None:
        """Write it sorted, with files but no line numbers and no dates, so that a change shows only itself."""
        body = BytesIO()
        write_po(body, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(HEADER + body.getvalue().decode(), encoding="utf-8")


BOOKS = (
    Book("locale", "django"),
    Book("locale", "djangojs"),
    Book("locale_gaps", "django"),
    Book("locale_gaps", "djangojs"),
)


def update(book: Book) -> Catalog:
    """Bring a book up to the code: new messages come in empty, gone ones leave, translations stay."""
    before = {key(message): message for message in messages(book.read())}
    catalog = book.wanted()
    for message in messages(catalog):
        old = before.get(key(message))
        if old and not old.fuzzy and isinstance(old.id, tuple) == isinstance(message.id, tuple):
            message.string = old.string
    if book.path.exists() or len(catalog):
        book.write(catalog)
    return catalog


def merge(book: Book, path: Path) -> tuple[int, list[str]]:
    """Fill what is empty in a book from another .po file. Returns how many, and the msgids that the book does not know."""
    catalog = book.read()
    known = {key(message): message for message in messages(catalog)}
    filled, unknown = 0, []
    for message in messages(read_catalog(path)):
        ours = known.get(key(message))
        if ours is None:
            unknown.append(key(message)[1])
        elif texts(message) and not texts(ours):
            ours.string = (texts(message)[0],) if isinstance(ours.id, tuple) else texts(message)[0]
            filled += 1
    book.write(catalog)
    return filled, unknown


def compile_all() -> int:
    """Write a .mo beside each .po that is newer. Safe to call from several processes. Returns how many were written."""
    written = 0
    for book in BOOKS:
        target = book.path.with_suffix(".mo")
        if not book.path.exists() or (
            target.exists() and target.stat().st_mtime_ns > book.path.stat().st_mtime_ns
        ):
            continue
        ready = new_catalog()
        for message in messages(book.read()):
            if texts(message) and not message.fuzzy:
                ready[message.id] = message
        body = BytesIO()
        write_mo(body, ready)
        draft = target.with_name(f"{target.name}.{id(body)}")
        draft.write_bytes(body.getvalue())
        draft.replace(target)
        written += 1
    return written


def collect(folders: Iterable[tuple[Path, str]], domain: str) -> Catalog:
    """Every message of a domain in the given folders; `folders` pairs a folder with the name its files are listed under."""
    catalog = new_catalog()
    suffixes = {".js"} if domain == "djangojs" else {".py", ".html", ".txt"}
    for folder, name in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in suffixes):
            reference = f"{name}/{path.relative_to(folder).as_posix()}"
            if not NOT_FOR_PEOPLE.search(reference) or name == "config":
                for text, context in messages_of(path):
                    catalog.add(text, locations=[(reference, 1)], context=context)
    return catalog


def messages_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The msgid (or singular and plural) and context of each message in a file."""
    source = path.read_text(encoding="utf-8")
    if not re.search(r"gettext|{%\s*(block)?trans|(?<!\w)_\(", source):
        return
    if path.suffix == ".py":
        yield from python_messages(source)
        return
    method = "javascript"
    if path.suffix != ".js":
        # Brackets around it: the text between two messages may be indented in any way.
        method, source = "python", f"(\n{templatize(source, origin=str(path))}\n)"
    options = {"encoding": "utf-8"}
    for _line, text, _comments, context in extract(
        method, BytesIO(source.encode()), KEYWORDS, options=options
    ):
        if text:
            yield text, context


def python_messages(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The same for Python, read as a tree: what is not a plain text, such as names["a"], is no message."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name not in KEYWORDS:
            continue
        context_count, text_count = int("pgettext" in name), 2 if name.startswith("n") else 1
        first: list = [
            getattr(argument, "value", None) for argument in node.args[: context_count + text_count]
        ]
        if len(first) == context_count + text_count and all(isinstance(text, str) and text for text in first):
            text = first[context_count] if text_count == 1 else tuple(first[context_count:])
            yield text, first[0] if context_count else None


def places(packages: Iterable[str]) -> list[tuple[Path, str]]:
    """Where installed packages lie, each with the name its files are listed under."""
    found = []
    for package in packages:
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            found.append((Path(next(iter(spec.submodule_search_locations))), package.replace(".", "/")))
    return found


@cache
def theirs(domain: str) -> frozenset[Key]:
    """What Django and the libraries have Thai for themselves."""
    have = set()
    for folder, _name in places(THEIR_CATALOGUES):
        path = folder / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"
        if path.exists():
            with path.open("rb") as file:
                have |= {key(message) for message in messages(read_mo(file)) if texts(message)}
    return frozenset(have)


def new_catalog() -> Catalog:
    """An empty Thai catalogue."""
    return Catalog(locale=LANGUAGE, fuzzy=False)


def read_catalog(path: Path) -> Catalog:
    """A .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain=path.stem, abort_invalid=True)


def messages(catalog: Catalog) -> Iterator[Message]:
    """Its messages without the header."""
    return (message for message in catalog if message.id)


def key(message: Message) -> Key:
    """What a message is looked up by: its context and its (singular) msgid."""
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context or None, message.id[0] if isinstance(message.id, tuple | list) else message.id


def texts(message: Message) -> list[str]:
    """Its translations that are not empty."""
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [string for string in strings if string]
