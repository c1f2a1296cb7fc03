"""Tables whose rows, once written, stay as they are: triggers for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction

EVENTS = ("update", "delete")


def forbid_changes(table: str, *, columns: tuple[str, ...] = ()) -> migrations.RunPython:
    """A migration operation: the database itself refuses UPDATE and DELETE on `table`.

    With `columns`, only those columns are frozen for UPDATE; DELETE stays forbidden. `INSERT OR REPLACE`
    on SQLite deletes first, which `recursive_triggers` turns into the same refusal.
    """

    def forwards(apps, schema_editor):
        # A migration that rebuilds the table on SQLite loses the triggers and calls this again.
        backwards(apps, schema_editor)
        statements = (
            _sqlite(table, columns)
            if schema_editor.connection.vendor == "sqlite"
            else _postgresql(table, columns)
        )
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on_table}", params=None)

    return migrations.RunPython(forwards, backwards)


@contextmanager
def lifted(*tables: str) -> Iterator[None]:
    """Inside, and in this transaction alone, rows of these tables can be changed. Only for removing a name.

    The triggers are back before anybody else can see the tables: both databases undo and redo them with the
    transaction, and an error inside takes everything back. Raises RuntimeError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("append-only tables are opened only inside a transaction")
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            kept = _triggers(cursor, tables)
            for name in kept:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for statement in kept.values():
                cursor.execute(statement)
        else:
            _switch(cursor, tables, "DISABLE")
            yield
            _switch(cursor, tables, "ENABLE")


def frozen() -> set[str]:
    """The tables that have such guards now."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {name for (name,) in cursor.fetchall()}
    return {name.removesuffix("_no_delete") for name in names if name.endswith("_no_delete")}


def _triggers(cursor, tables: tuple[str, ...]) -> dict[str, str]:
    """The guards of these tables on SQLite: name to statement. Raises RuntimeError when one is missing."""
    names = [f"{table}_no_{event}" for table in tables for event in EVENTS]
    places = ", ".join(["%s"] * len(names))
    cursor.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({places})",  # noqa: S608
        names,
    )
    found = dict(cursor.fetchall())
    if missing := set(names) - set(found):
        raise RuntimeError(f"not append-only: {', '.join(sorted(missing))}")
    return found


def _switch(cursor, tables: tuple[str, ...], how: str) -> None:
    """PostgreSQL alters no table with checks still to come, so references are looked at now, then late again."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        for event in EVENTS:
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {table}_no_{event}")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    update_of = f" OF {', '.join(columns)}" if columns else ""
    return [
        f"CREATE TRIGGER {table}_no_{event.split()[0].lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for event in (f"UPDATE{update_of}", "DELETE")
    ]


def _postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    update_of = f" OF {', '.join(columns)}" if columns else ""
    function = (
        "CREATE OR REPLACE FUNCTION sirisuk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {table}_no_{event.split()[0].lower()} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION sirisuk_append_only()"
        for event in (f"UPDATE{update_of}", "DELETE")
    ]
