"""What random walks share: their own time, the list of faults that they have to notice, and telling where one went wrong."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

# One in the morning of 1 June in Bangkok, still 31 May in UTC.
BEGIN = dt.datetime(2026, 5, 31, 18, 0, tzinfo=dt.UTC)


class Clock:
    """What `timezone.now` says during a walk."""

    def __init__(self):
        self.moment = BEGIN

    def __call__(self) -> dt.datetime:
        """Now; no two moments are the same."""
        self.moment += dt.timedelta(milliseconds=1)
        return self.moment


class Faults(list[tuple[Callable, int]]):
    """Faults to plant, each with the number of a walk that soon notices it."""

    def fault(self, seed: int) -> Callable[[Callable], Callable]:
        """Put a fault on the list."""

        def put(plant: Callable) -> Callable:
            self.append((plant, seed))
            return plant

        return put


@contextmanager
def retold(seed: int, number: int, done: list[str]) -> Iterator[None]:
    """Whatever goes wrong in a step is told with the steps that led there."""
    try:
        yield
    except Exception as fault:
        fault.add_note("\n".join([f"walk {seed}, step {number}, after:", *done[-25:]]))
        raise


def goes_wrong(go: Callable, *how) -> bool:
    """Whether a walk, forgotten afterwards, finds a fault."""
    try:
        with transaction.atomic():
            go(*how)
            transaction.set_rollback(True)
    except Exception as fault:
        print(fault.__notes__[0].splitlines()[0], repr(fault)[:100])  # shown when the test fails, or by -s
        return True
    return False
