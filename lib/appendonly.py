"""Tables whose rows, once written, stay as they are: triggers for SQLite and PostgreSQL."""

from django.db import migrations


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
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on_table}", params=None)

    return migrations.RunPython(forwards, backwards)


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
