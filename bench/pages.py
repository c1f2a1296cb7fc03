"""Requests a second and p95 of the market's pages on a large database, beside their bare templates.

    python -m bench.pages --database sqlite --listings 100000
    python -m bench.pages --database postgresql --listings 100000 --seconds 8

Needs `wrk` (a Debian package). Everything runs on 127.0.0.1 and stops by itself.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests.load import harness

ROOT = Path(__file__).resolve().parent.parent
REPORT = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %.3f %.3f\\n",
    summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000))
end
"""


def main() -> None:
    """Fill, measure each page and its bare template, print a table."""
    options = read_options()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        (folder / "report.lua").write_text(REPORT)
        url = options.url or stack.enter_context(harness.database(options.database, folder))
        site = harness.Site(url, folder)
        site.environment |= {"WEB_WORKERS": "2", "WEB_THREADS": "1"}
        for command in (
            ["migrate"],
            ["createcachetable"],
            ["collectstatic", "--noinput"],
            ["catalogue", "--compile"],
        ):
            site.run("manage.py", *command, *([] if command[0] == "catalogue" else ["--verbosity", "0"]))
        if not options.url:
            site.run(
                "manage.py",
                "fill",
                "--listings",
                str(options.listings),
                "--orders",
                "1000",
                "--households",
                "500",
                DEBUG="1",
            )
        pages = paths(site)
        print(
            f"{options.database}, {options.listings} listings, 2 workers, 4 connections, {options.seconds} s a page, rounds {options.rounds}"
        )
        print(
            f"{'page':12} {'requests/s':>10} {'p95 ms':>8} {'errors':>7}   {'bare/s':>8} {'ratio':>6} {'statements':>10}"
        )
        for label, path in pages.items():
            measure(site, folder, label, path, options)


def measure(site, folder: Path, label: str, path: str, options) -> None:
    """One row of the table: the page and its bare template in turn, medians of the rounds."""
    full, bare = [], []
    for _round in range(options.rounds):
        with site:
            full.append(load(site, folder, path, options.seconds))
        with bare_server(site, path):
            bare.append(load(site, folder, "/", options.seconds))
    page, template = median(full), median(bare)
    statements = site.run("-m", "bench.statements", path).strip()
    print(
        f"{label:12} {page[0]:10.0f} {page[1]:8.1f} {sum(row[2] for row in full):7d}   "
        f"{template[0]:8.0f} {page[0] / template[0]:6.2f} {statements:>10}",
        flush=True,
    )


def paths(site) -> dict[str, str]:
    """One address of each kind of page, from the filled database."""
    found = dict(line.split(" ", 1) for line in site.run("-m", "bench.addresses").splitlines())
    words = {"search": "น้ำพริก", "search 2": "ไข่"}
    return found | {label: f"/search/?q={quote(word)}" for label, word in words.items()}


def load(site, folder: Path, path: str, seconds: int) -> tuple[float, float, int]:
    """Requests a second, p95 in milliseconds, errors."""
    address = f"http://127.0.0.1:{site.port}{path}"
    subprocess.run(["wrk", "-t1", "-c4", "-d2", address], capture_output=True, check=True)
    done = subprocess.run(
        ["wrk", "-t1", "-c4", f"-d{seconds}", "-s", str(folder / "report.lua"), address],
        capture_output=True,
        text=True,
        check=True,
    )
    _requests, errors, rate, p95 = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+)", done.stdout).groups()
    return float(rate), float(p95), int(errors)


@contextlib.contextmanager
def bare_server(site, path: str):
    """The bare template under the same server."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "bench.bare",
            "-w",
            "2",
            "-b",
            f"127.0.0.1:{site.port}",
            "--log-level",
            "error",
        ],
        cwd=ROOT,
        env={**site.environment, "PAGE": path},
    )
    try:
        wait_for(site)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(site) -> None:
    """Until the server answers."""
    for _try in range(150):
        with contextlib.suppress(OSError):
            site.get("/")
            return
        harness.time.sleep(0.1)
    raise TimeoutError("the bare server does not answer")


def median(rows: list[tuple[float, float, int]]) -> tuple[float, float, int]:
    """The row in the middle by rate."""
    return sorted(rows)[len(rows) // 2]


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--url", default=os.environ.get("BENCH_DATABASE_URL", ""), help="a database filled before"
    )
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
