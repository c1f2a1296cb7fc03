"""Pages of the help desk over HTTP with a hundred thousand requests behind them.

    python -m bench.desk --database sqlite
    python -m bench.desk --database postgresql --cases 100000

Everything runs on 127.0.0.1 and stops by itself. One in ten of the requests is open. Board, map, screen, list and the
page of a request are measured as a case worker sees them; asking and following as somebody without an account.
"""

import argparse
import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

from bench.reports import ask, show
from tests.load import harness


def main() -> None:
    """Fill, then ask for each page."""
    options = read_options()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        url = options.url or stack.enter_context(harness.database(options.database, folder))
        site = harness.Site(url, folder)
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            site.run("manage.py", *command)
        site.run("manage.py", "catalogue", "--compile")
        if not options.url:
            started = time.monotonic()
            site.run("manage.py", "fill", "--cases", str(options.cases), DEBUG="1")
            print(f"{options.cases:,} requests written in {time.monotonic() - started:.0f} s")
        told = json.loads(site.run("-m", "bench.desk_pages"))
        print(f"{'page':60} {'median':>8} {'p95 ms':>8} {'statements':>10} {'kB':>7}")
        with site:
            for page in told["pages"]:
                show(page, ask(site, page["path"], told["cookies"][page["role"]], options))


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--url", default=os.environ.get("BENCH_DATABASE_URL", ""), help="a database filled before"
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--clients", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
