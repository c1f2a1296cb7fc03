"""`make run`: prepare the demo, then keep server and worker running until told to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Prepare, start both processes, wait; stop both cleanly on SIGINT or SIGTERM. Returns the exit status."""
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.append(True))
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    address = f"[{host}]" if ":" in host else host
    os.environ.setdefault("SITE_URL", f"http://{address}:{port}")
    hosts = {host, "127.0.0.1", "localhost", "[::1]"} - {"0.0.0.0"}  # noqa: S104
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(sorted(hosts)))
    for arguments in (
        ["migrate", "--verbosity", "0"],
        ["createcachetable", "--verbosity", "0"],
        ["catalogue", "--compile"],
        ["collectstatic", "--noinput", "--verbosity", "0"],
        ["demo", "--if-empty"],
    ):
        if stopping or manage(*arguments).wait() != 0:
            return 1
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--config",
            "config/gunicorn.conf.py",
            "--bind",
            f"{address}:{port}",
        ],
        cwd=ROOT,
    )
    worker = manage("db_worker", "--interval", "1")
    print(welcome(f"http://{address}:{port}"), flush=True)  # noqa: T201
    while not stopping and server.poll() is None and worker.poll() is None:
        time.sleep(0.2)
    return stop(server, worker) if stopping else stop(server, worker) or 1


def manage(*arguments: str) -> subprocess.Popen:
    """A management command in a process of its own, deaf to Ctrl-C so that it is stopped in order."""
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, start_new_session=True)


def stop(*processes: subprocess.Popen) -> int:
    """Ask each to finish, wait ten seconds, then insist."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return 0


def welcome(address: str) -> str:
    """Where the site is and how to enter as each role."""
    return (
        f"\n  Sirisuk is ready: {address}/\n"
        f"  Enter as any role, one press each: {address}/accounts/login/\n"
        "    buyer · seller · household representative · rider · volunteer\n"
        "    committee · chair · treasurer · auditor · municipal officer\n"
        f"  The committee's office: {address}/admin/ (enter as committee, chair, treasurer or auditor first)\n"
        "  Stop with Ctrl-C.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
