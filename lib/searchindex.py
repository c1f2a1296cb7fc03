"""Indexes that find any part of a name, kept by the database itself: FTS5 on SQLite, GIN on PostgreSQL.

A table that is searched has the columns `search_key` (lib.thai.search_key) and `search_bigrams`
(lib.thai.bigrams of that key).

SQLite: an FTS5 table over the pairs of letters; triggers follow every insert, update and delete.
PostgreSQL: a GIN index over the pairs as an array (a pg_trgm index cannot find two letters, and the array
needs no locale), and a pg_trgm index that a function asks for the names most like a misspelt word.
"""

from django.db import migrations
from django.db.models import Q
from django.db.models.expressions import RawSQL

from lib.thai import any_bigram_query, bigram_query, bigrams

# What FTS5 keeps inside a word; without Mn and Mc it would split at Thai vowels.
TOKENIZER = "unicode61 remove_diacritics 0 categories ''L* N* Co Mn Mc''"
# Names under this likeness are no candidates; pg_trgm's own default, 0.6, loses short misspelt words.
LEAST_LIKE = 0.2


def follow(table: str) -> migrations.RunPython:
    """A migration operation that indexes `table`. On SQLite a later rebuild of the table drops its triggers,
    so a migration that changes its columns ends with this again."""

    def forwards(apps, schema_editor):
        statements = _sqlite(table) if schema_editor.connection.vendor == "sqlite" else _postgresql(table)
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        for statement in _drop(table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards)


def containing(table: str, key: str, vendor: str) -> Q:
    """The rows whose name contains `key`. A key without letters is in no name."""
    pairs = bigrams(key).split()
    if not pairs:
        return Q(pk__in=[])
    if vendor == "sqlite":
        part = f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH %s"  # noqa: S608
        return Q(pk__in=RawSQL(part, [bigram_query(key)]))  # noqa: S611
    if len(key) != 2:
        return Q(search_key__contains=key)
    # pg_trgm cannot look up two letters. OFFSET 0 keeps the planner from walking the table in the page's order.
    part = f"SELECT id FROM {table} WHERE string_to_array(search_bigrams, ' ') @> %s::text[] OFFSET 0"  # noqa: S608
    return Q(pk__in=RawSQL(part, [pairs]))  # noqa: S611


def most_like(table: str, key: str, vendor: str, most: int) -> RawSQL:
    """The ids of the `most` rows that share most with `key`, as a subquery, in no order."""
    if vendor == "sqlite":
        return RawSQL(  # noqa: S611
            f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH %s ORDER BY rank LIMIT %s",  # noqa: S608
            [any_bigram_query(key), most],
        )
    return RawSQL(f"SELECT {table}_like(%s, %s)", [key, most])  # noqa: S611


def _sqlite(table: str) -> list[str]:
    index = f"{table}_search"
    add = f"INSERT INTO {index}(rowid, search_bigrams) VALUES (new.id, new.search_bigrams);"  # noqa: S608
    drop = (
        f"INSERT INTO {index}({index}, rowid, search_bigrams) VALUES ('delete', old.id, old.search_bigrams);"  # noqa: S608
    )
    return [
        *_drop(table, "sqlite"),
        f"CREATE VIRTUAL TABLE {index} USING fts5(search_bigrams, content='{table}', content_rowid='id', "
        f"tokenize='{TOKENIZER}')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF id, search_bigrams ON {table} "
        "WHEN old.id IS NOT new.id OR old.search_bigrams IS NOT new.search_bigrams "
        f"BEGIN {drop} {add} END",
        f"INSERT INTO {index}({index}) VALUES ('rebuild')",  # noqa: S608
    ]


def _postgresql(table: str) -> list[str]:
    return [
        *_drop(table, "postgresql"),
        f"CREATE INDEX {table}_pairs ON {table} USING gin (string_to_array(search_bigrams, ' '))",
        f"CREATE INDEX {table}_alike ON {table} USING gin (search_key gin_trgm_ops)",
        f"CREATE FUNCTION {table}_like(sought text, most bigint) RETURNS SETOF bigint LANGUAGE sql STABLE "  # noqa: S608
        f"SET pg_trgm.word_similarity_threshold = '{LEAST_LIKE}' AS $$ "
        f"SELECT id FROM {table} WHERE search_key %> sought "
        "ORDER BY word_similarity(sought, search_key) DESC LIMIT most $$",
    ]


def _drop(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        triggers = [
            f"DROP TRIGGER IF EXISTS {table}_search_{event}" for event in ("insert", "delete", "update")
        ]
        return [*triggers, f"DROP TABLE IF EXISTS {table}_search"]
    return [
        f"DROP FUNCTION IF EXISTS {table}_like(text, bigint)",
        f"DROP INDEX IF EXISTS {table}_pairs",
        f"DROP INDEX IF EXISTS {table}_alike",
    ]
