"""What the site holds about one person, section by section: each room says what it has and how it is removed.

A room registers its sections in its `AppConfig.ready`; nothing here knows of rooms above.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Person
from households.people_words import year_in_words
from lib.dates import thai_date
from lib.documents import in_words
from lib.words import Words

VERSION = 1


class Part(NamedTuple):
    """Rows of one kind. A field is a name, a path with `__`, or a pair of path and label."""

    key: str
    title: Words
    rows: Iterable[Any]
    fields: tuple[str | tuple[str, Words], ...]


class Section(NamedTuple):
    """What one room holds about a person.

    `erase` takes name and contact away inside the transaction of `households.erasures`, and leaves amounts.
    `obstacles` are sentences that say what has to be settled first.
    """

    collect: Callable[[Person], list[Part]]
    erase: Callable[[Person], None]
    obstacles: Callable[[Person], list[Words]]


SECTIONS: dict[str, Section] = {}


def register(
    section_name: str,
    collect: Callable[[Person], list[Part]],
    erase: Callable[[Person], None],
    obstacles: Callable[[Person], list[Words]] = lambda person: [],
) -> None:
    """A room tells what it holds about people. Doing it again replaces what was told before."""
    SECTIONS[section_name] = Section(collect, erase, obstacles)


def as_json(person: Person) -> dict[str, Any]:
    """Everything as plain values: amounts as text, days and times in ISO form, choices by their code."""
    return {
        "version": VERSION,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "person": person.code,
        "sections": {
            name: {
                part.key: [
                    {
                        _path(field).replace("__", "_"): _plain(_value(row, _path(field)))
                        for field in part.fields
                    }
                    for row in part.rows
                ]
                for part in section.collect(person)
            }
            for name, section in SECTIONS.items()
        },
    }


def as_tables(person: Person) -> list[dict[str, Any]]:
    """Everything in words: for each part with rows its `title`, and `cards` of pairs of label and words."""
    tables = []
    for section in SECTIONS.values():
        for part in section.collect(person):
            cards = [
                [(label, words) for label, words in _pairs(row, part.fields) if words] for row in part.rows
            ]
            if cards := [card for card in cards if card]:
                tables.append({"title": part.title, "cards": cards})
    return tables


def _pairs(row: Model, fields) -> list[tuple[str, str]]:
    return [(_label(row, field), _words(row, _path(field))) for field in fields]


def _path(field: str | tuple[str, Words]) -> str:
    return field if isinstance(field, str) else field[0]


def _owner(row: Model, path: str) -> tuple[Any, str]:
    """The row that holds the last step of the path, and the step's name."""
    *steps, last = path.split("__")
    owner: Any = row
    for step in steps:
        owner = getattr(owner, step, None)
    return owner, last


def _value(row: Model, path: str) -> Any:
    owner, name = _owner(row, path)
    return None if owner is None else getattr(owner, name)


def _label(row: Model, field: str | tuple[str, Words]) -> str:
    if not isinstance(field, str):
        return str(field[1])
    model: Any = row._meta.model
    *steps, last = field.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return str(model._meta.get_field(last).verbose_name)


def _words(row: Model, path: str) -> str:
    owner, name = _owner(row, path)
    if owner is None:
        return ""
    if name == "birth_year":
        return year_in_words(owner.birth_year)
    if name == "document":
        return in_words(owner.document)
    show = getattr(owner, f"get_{name}_display", None)
    return str(show()) if callable(show) else _in_words(getattr(owner, name))


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return f"{thai_date(value)} {timezone.localtime(value):%H:%M}"
    if isinstance(value, dt.date):
        return thai_date(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}" if value == round(value, 2) else f"{value.normalize():,f}"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_words(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return " · ".join(_in_words(inner) or "–" for inner in value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str, dict, list)):
        return value
    return str(value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value)
