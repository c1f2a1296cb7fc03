"""Demo sites for the browser: one is built for the whole run, each test that changes something gets a copy."""

import fcntl
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.load.harness import PATIENCE, ROOT, Site

PREPARE = (
    ["migrate", "--verbosity", "0"],
    ["createcachetable", "--verbosity", "0"],
    ["collectstatic", "--noinput", "--verbosity", "0"],
)
# Few orders: enough for each page to have something on it.
DEMO = ["demo", "--orders", "40"]


class RunningSite(Site):
    """Server and worker on a database of their own. `demo=False` makes it as empty as a real one on its first day."""

    def __init__(self, folder: Path, *, demo: bool = True):
        self.file = folder / "site.sqlite3"
        super().__init__(f"sqlite:///{self.file}", folder)
        self.environment |= {"DEBUG": "1", "DEMO": "1", "WEB_WORKERS": "1"} if demo else {"WEB_WORKERS": "1"}
        self.worker: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        """Where the site answers, without a slash at the end."""
        return self.environment["SITE_URL"]

    def build(self, *commands: list[str]) -> None:
        """Make tables and static files, then run management commands."""
        for command in (*PREPARE, *commands):
            self.run("manage.py", *command)

    def __enter__(self):
        super().__enter__()
        with self.log.open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "manage.py", "db_worker", "--interval", "0.2"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(self, *exception):
        self.worker.send_signal(signal.SIGTERM)
        super().__exit__(*exception)
        self.worker.wait(PATIENCE)


def built_demo(folder: Path) -> Path:
    """A folder with a demo's database and pictures. Whoever asks first builds it; the others wait."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            RunningSite(folder).build(DEMO)
            (folder / "done").touch()
    return folder


def copied(demo: Path, folder: Path) -> RunningSite:
    """A site of its own on a copy of the demo. Pictures never change once they are written: they are linked."""
    for name in ("site.sqlite3", "site.sqlite3-wal"):
        if (demo / name).exists():
            shutil.copy(demo / name, folder / name)
    shutil.copytree(demo / "media", folder / "media", copy_function=shutil.os.link)
    return RunningSite(folder)
