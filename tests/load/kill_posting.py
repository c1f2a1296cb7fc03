"""Post to a fund's books from several processes that are killed again and again, then look at what is there.

    python -m tests.load.kill_posting KILLS guarded|unguarded

Each event makes two transfers: money comes in, and a part of it is paid on. A process says "done" only after its
transaction has ended. After each kill the event that was not said to be done is sent again under its key. The control
("unguarded") posts the two without a transaction around them and must leave halves. Prints what was found as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import nullcontext
from decimal import Decimal

import django
from django.db import OperationalError, connections, transaction

django.setup()

from households.models import Community, Municipality  # noqa: E402
from welfare import chain, ledger  # noqa: E402
from welfare.models import Account, AccountMonth, Balance, Transfer  # noqa: E402

CHILDREN = 4
SHORTEST, LONGEST = 0.03, 0.25


def main() -> None:
    """Kill, count and print."""
    kills, is_guarded = int(sys.argv[1]), sys.argv[2] == "guarded"
    rng = random.Random(2569)  # noqa: S311
    place = Community.objects.create(
        name="ชุมชนทดสอบ", code="kills", municipality=Municipality.objects.create(name="เมือง", code="kills")
    )
    for kind in (Account.Kind.BANK, Account.Kind.DONATION, Account.Kind.COSTS):
        ledger.account(place, kind)
    said: Counter[str] = Counter()
    unsaid = [f"{child}-0" for child in range(CHILDREN)]
    killed = 0
    while killed < kills:
        said_now = one_round(unsaid, is_guarded, rng)
        killed += CHILDREN
        for child, done in enumerate(said_now):
            said.update(done)
            unsaid[child] = following(done[-1]) if done else unsaid[child]
            if not is_guarded:
                unsaid[child] = following(unsaid[child])
    print(json.dumps({"kills": killed, **found(said)}))


def one_round(first: list[str], is_guarded: bool, rng: random.Random) -> list[list[str]]:
    """Let all children post at once, kill them at some moment; gives what each said to be done."""
    connections.close_all()
    children = [child_of(event, is_guarded) for event in first]
    time.sleep(rng.uniform(SHORTEST, LONGEST))
    for pid, _reader in children:
        os.kill(pid, signal.SIGKILL)
    said = []
    for pid, reader in children:
        with os.fdopen(reader) as lines:
            said.append([line.strip() for line in lines if line.endswith("\n")])
        os.waitpid(pid, 0)
    return said


def child_of(event: str, is_guarded: bool) -> tuple[int, int]:
    """Start a process that posts this event and those after it: its id, and where it says what is done."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    place = Community.objects.get(code="kills")
    while True:
        try:
            post(place, event, is_guarded)
        except OperationalError:
            connections.close_all()
            continue
        os.write(writer, f"{event}\n".encode())
        event = following(event)


def post(place: Community, event: str, is_guarded: bool) -> None:
    """One event: 3 baht come in, 1 baht is paid on."""
    bank = ledger.account(place, Account.Kind.BANK)
    with transaction.atomic() if is_guarded else nullcontext():
        for part, debit, credit, amount in (
            ("in", bank, ledger.account(place, Account.Kind.DONATION), Decimal(3)),
            ("out", ledger.account(place, Account.Kind.COSTS), bank, Decimal(1)),
        ):
            ledger.post(
                key=f"{event}:{part}",
                community=place,
                debit=debit,
                credit=credit,
                amount=amount,
                document=f"donation {event}",
            )


def following(event: str) -> str:
    """The event after this one of the same child."""
    child, number = event.split("-")
    return f"{child}-{int(number) + 1}"


def found(said: Counter[str]) -> dict[str, int]:
    """What is in the books: events lost, halves, doubles, broken seals, and sums that do not agree."""
    parts: Counter[str] = Counter()
    seal, number, broken = chain.FIRST, 0, 0
    debits: Counter[int] = Counter()
    credits_: Counter[int] = Counter()
    for row in Transfer.objects.order_by("number").iterator():
        parts[row.document.removeprefix("donation ")] += 1
        broken += row.number != number + 1 or row.seal != chain.seal(row, seal)
        seal, number = row.seal, row.number
        debits[row.debit_id] += row.amount
        credits_[row.credit_id] += row.amount
    kept = {row.account_id: (row.debits, row.credits) for row in Balance.objects.all()}
    months = {row.account_id: (row.debits, row.credits) for row in AccountMonth.objects.all()}
    true = {account: (debits[account], credits_[account]) for account in debits.keys() | credits_.keys()}
    return {
        "acknowledged": len(said),
        "written": len(parts),
        "lost": sum(parts[event] == 0 for event in said),
        "halves": sum(count == 1 for count in parts.values()),
        "doubled": sum(count > 2 for count in parts.values()) + sum(times > 1 for times in said.values()),
        "broken": broken,
        "sums_wrong": sum(kept.get(account) != sums for account, sums in true.items())
        + sum(months.get(account) != sums for account, sums in true.items()),
    }


if __name__ == "__main__":
    main()
