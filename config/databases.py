"""Where the data lives: one embedded SQLite file, or PostgreSQL through DATABASE_URL."""

import sqlite3
import sys
from pathlib import Path

import environ

# Before 3.51.3 a checkpoint at the wrong moment can corrupt a database in WAL mode.
WAL_IS_SAFE_FROM = (3, 51, 3)


def use_newest_sqlite() -> tuple[int, ...]:
    """Put pysqlite3 in the place of the system's sqlite3 when it is newer. Returns the version in use."""
    try:
        import pysqlite3  # noqa: PLC0415  must be optional: some platforms have no build of it
    except ImportError:
        return sqlite3.sqlite_version_info
    if pysqlite3.sqlite_version_info <= sqlite3.sqlite_version_info:
        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return pysqlite3.sqlite_version_info


SQLITE_VERSION = use_newest_sqlite()


def from_url(url: str, default_file: Path) -> dict:
    """Django's settings of one database. An empty url means the SQLite file `default_file`."""
    if not url:
        default_file.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{default_file}"
    settings = environ.Env.db_url_config(url)
    settings["CONN_MAX_AGE"] = 600
    if settings["ENGINE"].endswith("sqlite3"):
        journal = "WAL" if SQLITE_VERSION >= WAL_IS_SAFE_FROM else "DELETE"
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                "PRAGMA recursive_triggers=ON;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456;"
                "PRAGMA cache_size=-16000"
            ),
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
