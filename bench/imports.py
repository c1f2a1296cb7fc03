"""Time, memory and the longest write lock of an import of many rows, from the upload to the register.

    python -m bench.imports --database sqlite --rows 20000
    python -m bench.imports --database postgresql --rows 20000 --kind csv

A table of invented people in twelve columns comes in by the pages that the committee uses; the worker's tasks run in the
same process, so that its peak memory is that of server and worker together. Everything is made in a database of its own.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path

from tests.load import harness


def main() -> None:
    """Make the tables and the database, import, print a line for each step."""
    options = read_options()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        url = stack.enter_context(harness.database(options.database, folder))
        site = harness.Site(url, folder)
        # As on a developer's machine: static files as they are, no second step at the door.
        site.environment |= {"DEBUG": "1", "EMAIL_URL": "dummymail://"}
        for command in (["migrate", "--verbosity", "0"], ["createcachetable"], ["catalogue", "--compile"]):
            site.run("manage.py", *command)
        # One process for each import: peak memory never goes down again.
        for kind in [options.kind] if options.kind else ["xlsx", "csv"]:
            print(site.run("-m", "bench.import_one", kind, str(options.rows)), end="")


def read_options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kind", choices=["xlsx", "csv"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
