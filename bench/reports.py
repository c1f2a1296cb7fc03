"""Report, office and income pages over HTTP with a million records behind them, and what keeping the sums costs.

    python -m bench.reports --database sqlite
    python -m bench.reports --database postgresql --households 10000 --months 36
    python -m bench.reports --url postgres://…  (a database filled before; accounts and acts are added to it)

Everything runs on 127.0.0.1 and stops by itself. Every page that exists under the prefixes is measured.
"""

import argparse
import contextlib
import json
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.load import harness

PREFIXES = ("reports/", "office/", "household/")
# A page may take so long (milliseconds, 95 of 100 times), and so many statements.
GOAL, MOST_STATEMENTS = 150, 10


def main() -> None:
    """Fill, say what the sums cost, then ask for each page."""
    options = read_options()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        url = options.url or stack.enter_context(harness.database(options.database, folder))
        site = harness.Site(url, folder)
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            site.run("manage.py", *command)
        site.run("manage.py", "catalogue", "--compile")
        if not options.url:
            print(fill(site, options))
        if not options.pages_only:
            for line in site.run("-m", "bench.report_costs").splitlines():
                label, figure = line.split("\t")
                print(f"{label:44} {figure:>40}")
        told = json.loads(site.run("-m", "bench.report_pages", *options.prefix))
        print(f"{'page':60} {'median':>8} {'p95 ms':>8} {'statements':>10} {'kB':>7}")
        with site:
            for page in told["pages"]:
                show(page, ask(site, page["path"], told["cookies"][page["role"]], options))


def fill(site: harness.Site, options) -> str:
    """Make the data; how long it took."""
    started = time.monotonic()
    site.run(
        "manage.py",
        "fill",
        "--households",
        str(options.households),
        "--months",
        str(options.months),
        DEBUG="1",
    )
    took = time.monotonic() - started
    return f"{options.households:,} households, {options.months} months, filled in {took:.0f} s"


def ask(site: harness.Site, path: str, cookies: str, options) -> list[float]:
    """Milliseconds of each request, `clients` at a time, after each worker has seen the page."""

    def once(_number: int) -> float:
        started = time.perf_counter()
        answer = site.get(path, cookies)
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}.")
        return took

    with ThreadPoolExecutor(options.clients) as pool:
        list(pool.map(once, range(8)))
        return sorted(pool.map(once, range(options.requests)))


def show(page: dict, took: list[float]) -> None:
    """A row of the table; a mark where a goal is missed."""
    p95 = took[int(len(took) * 0.95) - 1]
    is_missed = p95 > GOAL or page["statements"] > MOST_STATEMENTS
    print(
        f"{page['path']:60} {statistics.median(took):8.1f} {p95:8.1f} {page['statements']:10d} "
        f"{page['kilobytes']:7.1f}{' !' if is_missed else ''}",
        flush=True,
    )


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--url", default=os.environ.get("BENCH_DATABASE_URL", ""), help="a database filled before"
    )
    parser.add_argument("--households", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--prefix", nargs="+", default=list(PREFIXES), help="only pages under these")
    parser.add_argument("--pages-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
