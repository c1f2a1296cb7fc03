"""A real server on a database of its own, on 127.0.0.1 only, that is gone when the test is over."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests import pages

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRESQL = os.environ.get("DATABASE_URL_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")

# Seconds for a server to start or to end, on a slow and busy machine.
PATIENCE = 90


@contextlib.contextmanager
def database(vendor: str, folder: Path):
    """The address of an empty database."""
    if vendor == "sqlite":
        yield f"sqlite:///{folder / 'load.sqlite3'}"
        return
    name = f"sirisuk_load_{os.getpid()}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            yield POSTGRESQL.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Site:
    """A running site: gunicorn with two workers of four threads."""

    def __init__(self, url: str, folder: Path, wsgi: str = "config.wsgi"):
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(folder / "media"),
            "DEBUG": "0",
            "DEMO": "0",
            "SECRET_KEY": "only-for-a-load-test-on-this-machine-0123456789",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "LOG_LEVEL": "ERROR",
            "WEB_WORKERS": "2",
            "WEB_THREADS": "4",
        }
        self.environment.pop("CACHE_URL", None)
        self.wsgi = wsgi
        self.log = folder / "server.log"
        self.server: subprocess.Popen | None = None

    def prepare(self, seed: str, *arguments: str) -> dict:
        """Make the tables, run a seeding module of tests.load and return what it prints as JSON."""
        for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
            self.run("manage.py", *command, "--verbosity", "0")
        return json.loads(self.run("-m", f"tests.load.{seed}", *arguments))

    def run(self, *arguments: str, **environment: str) -> str:
        """Run Python in the site's environment (and these variables) and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def __enter__(self):
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    self.wsgi,
                    "-c",
                    "config/gunicorn.conf.py",
                    "-b",
                    f"127.0.0.1:{self.port}",
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if self.get("/healthz").status == 200:
                    return self
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def __exit__(self, *_exception):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(PATIENCE)

    def get(self, path: str, cookies: str = "") -> "Answer":
        """GET a page."""
        return self.ask("GET", path, cookies)

    def post(self, path: str, fields: list[tuple[str, str]], cookies: str) -> "Answer":
        """POST a form."""
        return self.ask("POST", path, cookies, urlencode(fields))

    def ask(self, method: str, path: str, cookies: str, body: str | None = None) -> "Answer":
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheader("Location", ""), response.read().decode())
        finally:
            connection.close()


class Answer:
    """What came back."""

    def __init__(self, status: int, location: str, text: str):
        self.status, self.location, self.text = status, location, text

    def form(self, path: str, has_field: str = "") -> pages.Form:
        """A form of the page."""
        return pages.form_to(self.text, path, has_field)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
