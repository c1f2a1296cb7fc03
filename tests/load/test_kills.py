"""Processes that post to the fund's books are killed with SIGKILL in the middle of it; nothing is lost or halved."""

import json
import os

import pytest

from tests.load import harness

pytestmark = pytest.mark.load

KILLS = int(os.environ.get("KILLS", "100"))


@pytest.fixture(params=["sqlite", "postgresql"])
def vendor(request):
    return request.param


def kill(vendor, folder, how) -> dict[str, int]:
    with harness.database(vendor, folder) as url:
        site = harness.Site(url, folder)
        site.run("manage.py", "migrate", "-v0")
        return json.loads(site.run("-m", "tests.load.kill_posting", str(KILLS), how))


def test_what_was_acknowledged_is_there_once_and_whole(vendor, tmp_path):
    found = kill(vendor, tmp_path, "guarded")
    assert found["kills"] >= KILLS
    assert found["acknowledged"] > 0
    wrong = ("lost", "halves", "doubled", "broken", "sums_wrong")
    assert {name: found[name] for name in wrong} == dict.fromkeys(wrong, 0)


def test_without_the_transaction_halves_are_left(vendor, tmp_path):
    assert kill(vendor, tmp_path, "unguarded")["halves"] > 0
