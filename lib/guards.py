"""Rows that the database itself refuses: conditions over several tables, which no check constraint can hold."""

from django.db import migrations


def refuse(
    table: str, name: str, condition: str, message: str, *, event: str = "INSERT"
) -> migrations.RunPython:
    """A migration operation: `event` on `table` is refused with `message` where `condition` is true.

    `condition` is SQL that both databases read alike; the row is `NEW` (and `OLD` where there is one). The trigger is called `{table}_{name}`. A
    migration that rebuilds the table on SQLite loses it and calls this again.
    """
    trigger = f"{table}_{name}"

    def forwards(apps, schema_editor):
        backwards(apps, schema_editor)
        if schema_editor.connection.vendor == "sqlite":
            statements = [
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ]
        else:
            statements = [
                f"CREATE OR REPLACE FUNCTION sirisuk_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
                "END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION sirisuk_{trigger}()",
            ]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on_table}", params=None)
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS sirisuk_{trigger}()", params=None)

    return migrations.RunPython(forwards, backwards)
