"""Pages of a list by keyset: each page starts after the last row of the one before.

Any page costs as much as the first, at any size of the table: no OFFSET, no count(*). A cursor is opaque
text for an address; it grants nothing, because the queryset still decides what may be seen. A cursor that
does not fit leads to the first page.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, Value

SIZE = 24
LARGEST_INTEGER = 2**63 - 1
# Beyond this a thousandth no longer fits into 64 bits.
LARGEST_DECIMAL = Decimal(10) ** 15
TAGS: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursor of what comes next (None at the end)."""

    items: list[Any]
    next_cursor: str | None

    @property
    def has_next(self) -> bool:
        """More rows follow."""
        return self.next_cursor is not None


class RowAfter(Func):
    """(a, b) > (x, y) or (a, b) < (x, y): a comparison that both databases answer straight from an index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: Sequence[F], values: Sequence[Value], operator: str):
        super().__init__(*columns, *values)
        self.operator = operator

    def as_sql(self, compiler, connection, **extra):  # type: ignore[override]
        """The comparison of two rows of values."""
        sides: list[str] = []
        params: list[Any] = []
        half = len(self.source_expressions) // 2
        for side in (self.source_expressions[:half], self.source_expressions[half:]):
            parts = [compiler.compile(expression) for expression in side]
            sides.append(f"({', '.join(sql for sql, _params in parts)})")
            params.extend(param for _sql, part in parts for param in part)
        return f"{sides[0]} {self.operator} {sides[1]}", tuple(params)


def page(queryset: QuerySet, order: Sequence[str], cursor: str | None, size: int = SIZE) -> Page:
    """The `size` rows of `queryset` after `cursor`, in `order`.

    `order` names fields, paths or annotations that are never null, "-" for descending; the last one must be
    unique, such as "-id". Rows may be instances, `.values()` or `.values_list()` that contain the keys.
    """
    rows = rows_after(queryset, order, read_cursor(queryset, order, cursor), size)
    return cut(
        list(rows), lambda row: [_value(queryset, row, name.removeprefix("-")) for name in order], size
    )


def read_cursor(queryset: QuerySet, order: Sequence[str], cursor: str | None) -> tuple | None:
    """The values after which the cursor's page starts; None for the first page and for a cursor that does not fit."""
    values = _read_cursor(queryset, _keys(order), cursor) if cursor else None
    return None if values is None else tuple(values)


def rows_after(
    queryset: QuerySet, order: Sequence[str], after: Sequence | None, size: int = SIZE
) -> QuerySet:
    """The rows after these values (see `read_cursor`): a page of them, and one more if there is one."""
    rows = queryset.order_by(*order)
    if after is not None:
        rows = rows.filter(_after(queryset, _keys(order), list(after)))
    return rows[: size + 1]


def cut(rows: Sequence, values_of: Callable[[Any], Sequence], size: int = SIZE) -> Page:
    """A page out of what `rows_after` found. `values_of` gives a row's values of the order."""
    items = list(rows[:size])
    return Page(items, _write_cursor(list(values_of(items[-1]))) if len(rows) > size else None)


def _keys(order: Sequence[str]) -> list[tuple[str, bool]]:
    return [(name.removeprefix("-"), name.startswith("-")) for name in order]


def _after(queryset: QuerySet, keys: list[tuple[str, bool]], values: list) -> Q | RowAfter:
    """The condition for rows that come after the row with these values."""
    if len(keys) > 1 and len({descending for _name, descending in keys}) == 1:
        columns = [F(name) for name, _descending in keys]
        sides = [Value(value, _field(queryset, name)) for (name, _), value in zip(keys, values, strict=True)]
        return RowAfter(columns, sides, "<" if keys[0][1] else ">")
    condition = Q()
    for (name, descending), value in reversed(list(zip(keys, values, strict=True))):
        beyond = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
        condition = beyond | (Q(**{name: value}) & condition) if condition else beyond
    # Says nothing new, but it is what lets an index on the first key find the place.
    first, descending = keys[0]
    return Q(**{f"{first}__{'lte' if descending else 'gte'}": values[0]}) & condition


def _field(queryset: QuerySet, name: str) -> Field:
    return queryset.query.clone().resolve_ref(name).output_field


def _value(queryset: QuerySet, row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    names = queryset._fields  # type: ignore[attr-defined]
    if names is not None:
        return row[names.index(name)] if isinstance(row, tuple) else row
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _write_cursor(values: list) -> str:
    text = json.dumps(
        [_tagged(value) for value in values], ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _tagged(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return {"datetime" if isinstance(value, datetime) else "date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"a list cannot be paged by {type(value).__name__}")


def _read_cursor(queryset: QuerySet, keys: list[tuple[str, bool]], cursor: str) -> list | None:
    """The values in `cursor`, or None when they cannot come from this list."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        values = [_untagged(value) for value in json.loads(text)]
        if len(values) != len(keys):
            return None
        for (name, _descending), value in zip(keys, values, strict=True):
            _check(_field(queryset, name), value)
    except (ValueError, TypeError, ArithmeticError, RecursionError, binascii.Error, ValidationError):
        return None
    return values


def _untagged(value: Any) -> Any:
    if isinstance(value, dict):
        ((tag, text),) = value.items()
        if tag not in TAGS:
            raise ValueError("unknown kind of value")
        return TAGS[tag](text)
    return value


def _check(field: Field, value: Any) -> None:
    """Raise unless `field` could have given `value`: nothing else may reach the database."""
    if value is None or type(field.to_python(value)) is not type(value):
        raise ValueError("a value of another kind")
    if isinstance(value, str) and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("text that no database takes")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("too large a number")
    if isinstance(value, float) and value - value != 0:
        raise ValueError("not a number")
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value) < LARGEST_DECIMAL):
        raise ValueError("not a decimal number of a reasonable size")
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError("a time without its zone")
