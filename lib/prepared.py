"""Statements that are compiled once and then run again with other values.

Making SQL out of a queryset costs several times as much as running it on a page's few rows. A prepared
statement is written as a queryset like any other, and keeps only its SQL, never its rows.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

MOST = 512
# Stand-ins for values while a statement is compiled: nothing that anybody looks for.
A_NUMBER = 4_611_686_018_427_000_000
A_WORD = "\ue000stand-in-{}\ue000"


@dataclass(frozen=True)
class Statement:
    """SQL, its parameters, where each value belongs among them, and how its rows become Python's."""

    using: str
    sql: str
    params: tuple
    places: tuple[tuple[int, int], ...]
    converters: tuple[tuple[int, tuple[Callable, ...], Any], ...]

    def rows(self, values: tuple) -> list[tuple]:
        """Run it with these values."""
        connection = connections[self.using]
        params = list(self.params)
        for place, number in self.places:
            params[place] = type(params[place])(values[number])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if not self.converters:
            return found
        rows = [list(row) for row in found]
        for column, functions, expression in self.converters:
            for row in rows:
                value = row[column]
                for function in functions:
                    value = function(value, expression, connection)
                row[column] = value
        return [tuple(row) for row in rows]


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list[tuple]]:
    """Turn a function that builds a `.values_list()` into one that returns its rows, compiled once.

    What is given by position may change the statement itself, so each combination has its own; `values`
    (whole numbers and words) follow after them and must go into the statement as they are.
    """
    kept: dict[Hashable, Statement | None] = {}

    @wraps(build)
    def rows(*shape: Hashable, values: tuple[int | str, ...] = ()) -> list[tuple]:
        key = (shape, tuple(map(type, values)))
        try:
            statement = kept[key]
        except KeyError:
            if len(kept) >= MOST:
                kept.clear()
            statement = kept[key] = _compile(build, shape, values)
        return statement.rows(values) if statement else []

    return rows


def _compile(build: Callable[..., QuerySet], shape: tuple, values: tuple) -> Statement | None:
    """The statement, or None for one that can never find anything."""
    marks = [_mark(number, value) for number, value in enumerate(values)]
    queryset = build(*shape, *marks)
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = tuple(
        (place, marks.index(param))
        for place, param in enumerate(params)
        if isinstance(param, (int, str)) and param in marks
    )
    if {number for _place, number in places} != set(range(len(marks))):
        raise ValueError("a value did not come into the statement as it is")
    found = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
    converters = tuple(
        (column, tuple(functions), expression) for column, (functions, expression) in found.items()
    )
    return Statement(queryset.db, sql, tuple(params), places, converters)


def _mark(number: int, value: int | str) -> int | str:
    if type(value) is int:
        return A_NUMBER + number
    if type(value) is str:
        return A_WORD.format(number)
    raise TypeError(f"a prepared statement takes no {type(value).__name__}")
