"""Pages of the fund over HTTP with a million entries in one fund's books, and how long the check of the books takes.

    python -m bench.fund --database sqlite
    python -m bench.fund --database postgresql --transfers 1000000

Everything runs on 127.0.0.1 and stops by itself. Every page below /fund/ that needs no more than a community or a
month is measured, as the treasurer sees it.
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
    """Fill, check, then ask for each page."""
    options = read_options()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        url = options.url or stack.enter_context(harness.database(options.database, folder))
        site = harness.Site(url, folder)
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            site.run("manage.py", *command)
        site.run("manage.py", "catalogue", "--compile")
        if not options.url:
            took = timed(site, "fill", "--transfers", str(options.transfers), DEBUG="1")
            print(f"{options.transfers:,} entries written in {took:.0f} s")
        print(f"ledger_check takes {timed(site, 'ledger_check'):.0f} s")
        told = json.loads(site.run("-m", "bench.report_pages", "fund/"))
        print(f"{'page':60} {'median':>8} {'p95 ms':>8} {'statements':>10} {'kB':>7}")
        with site:
            for page in told["pages"]:
                show(page, ask(site, page["path"], told["cookies"][page["role"]], options))


def timed(site: harness.Site, *command: str, **environment: str) -> float:
    """Seconds that a command of the site takes."""
    started = time.monotonic()
    site.run("manage.py", *command, **environment)
    return time.monotonic() - started


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--url", default=os.environ.get("BENCH_DATABASE_URL", ""), help="a database filled before"
    )
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--clients", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
