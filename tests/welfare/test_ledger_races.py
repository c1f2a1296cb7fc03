"""Many payments at once: together they never spend more than there is, and one key counts once. On both databases.

PostgreSQL is tried with threads in this process; SQLite with processes of their own over a copy of the test database,
because there the whole file is what is locked.
"""

import itertools
import os
import random
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.models import Sum

from lib.errors import Refused
from tests.racing import together
from tests.welfare.books_builders import enter
from welfare import ledger
from welfare.models import Balance, Fund, Transfer

AT_ONCE = 20
ROOT = Path(__file__).resolve().parents[2]
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side")
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="tries one file with many processes")


@pytest.fixture
def pay(community):
    """A payment of 30 baht out of 100; all accounts have been used before."""
    enter(community, "100.00")
    enter(community, "30.00", debit="costs", credit="bank", key="first")
    enter(community, "30.00")
    return lambda number: enter(community, "30.00", debit="costs", credit="bank", key=f"pay{number}").pk


def spent():
    return Transfer.objects.filter(key__startswith="pay").aggregate(sum=Sum("amount"))["sum"]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_payments_at_once_never_spend_more_than_there_is(community, pay):
    outcomes = together(pay, AT_ONCE, told=DatabaseError)
    assert outcomes.count("short") == AT_ONCE - 3
    assert (spent(), ledger.money(community)["bank"]) == (D(90), D(10))


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_lock_and_condition_they_would(pay, monkeypatch):
    """The control: looking first and writing afterwards, without the fund's lock, spends the same money again."""
    numbers = itertools.count(1000)

    def look_then_write(account, on, *, debits=ledger.ZERO, credits=ledger.ZERO):
        kept = Balance.objects.get(account=account)
        if not kept.is_money:
            # Its row, once written, would let the others wait in line.
            return
        if kept.debits + debits < kept.credits + credits:
            raise Refused("short", "short")
        time.sleep(random.random() / 10)
        Balance.objects.filter(account=account).update(
            debits=kept.debits + debits, credits=kept.credits + credits
        )

    def without_lock(community):
        return Fund(pk=-1, community=community, last_number=next(numbers))

    monkeypatch.setattr(ledger, "_count", look_then_write)
    monkeypatch.setattr(ledger, "locked_fund", without_lock)
    together(pay, AT_ONCE, told=DatabaseError)
    assert spent() > D(90)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_one_key_sent_twenty_times_at_once_is_one_row(community, pay):
    assert len(set(together(lambda _number: pay("same"), AT_ONCE, told=DatabaseError))) == 1
    assert (spent(), ledger.money(community)["bank"]) == (D(30), D(70))


SCRIPT = """
import pathlib, sys, time
import django
django.setup()
from households.models import Community
from lib.errors import Refused
from tests import factories
from tests.racing import together
from tests.welfare.books_builders import enter
place = Community.objects.filter(code="bansuan").first()
if place is None:
    place = factories.community(code="bansuan")
    enter(place, "100.00", key="opening")
go, keys = pathlib.Path(sys.argv[1]), sys.argv[2:]
print("ready", flush=True)
while not go.exists():
    time.sleep(0.01)
for key in keys:
    try:
        print(enter(place, "30.00", debit="costs", credit="bank", key=key).pk)
    except Refused as refused:
        print(refused.code)
"""


@pytest.fixture
def in_processes(django_db_setup, django_db_blocker, tmp_path):
    """What each of four processes got for its five keys, all started in the same moment, on a file of their own."""
    path = tmp_path / "fund.sqlite"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
    }

    def start(*arguments):
        command = [sys.executable, "-c", SCRIPT, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    def run(keys_of):
        go = tmp_path / "go"
        start(str(path)).communicate()
        workers = [start(str(go), *keys_of(worker)) for worker in range(4)]
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        go.touch()
        lines = [line for worker in workers for line in worker.communicate()[0].split()]
        with sqlite3.connect(path) as file:
            (sum_spent,) = file.execute(
                "SELECT sum(amount) FROM welfare_transfer WHERE key LIKE 'pay%'"
            ).fetchone()
        return lines, sum_spent

    return run


@only_sqlite
def test_processes_at_once_never_spend_more_than_there_is(in_processes):
    lines, satang = in_processes(lambda worker: [f"pay{worker}{number}" for number in range(5)])
    assert (len(lines), lines.count("short"), satang) == (20, 17, 9000)


@only_sqlite
def test_one_key_sent_by_processes_is_one_row(in_processes):
    lines, satang = in_processes(lambda _worker: ["pay"] * 5)
    assert (len(lines), len(set(lines)), satang) == (20, 1, 3000)
