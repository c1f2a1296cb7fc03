"""What all parts of the filling share: chance, batches, progress, rows, codes that never repeat."""

import itertools
import random
import time
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from lib.codes import ALPHABET

BATCH = 2000
PREFIX = "fill"
SHARE_PERCENT = 2


class Filler:
    """Makes rows, and says how far it is."""

    def __init__(self, seed: int, say: Callable[[str], None]):
        self.rng = random.Random(seed)  # noqa: S311
        self.say = say
        self.now = timezone.now()

    def batches(self, what: str, count: int) -> Iterator[range]:
        """Ranges of at most BATCH numbers up to `count`, each in a transaction of its own, with a line of progress."""
        started = said = time.monotonic()
        for start in range(0, count, BATCH):
            stop = min(start + BATCH, count)
            with transaction.atomic():
                yield range(start, stop)
            now = time.monotonic()
            if stop == count or now - said > 5:
                said = now
                self.say(f"  {what}: {stop:,} of {count:,} ({stop / (now - started):,.0f} a second)")


class Codes:
    """Short codes that never repeat, however many: running numbers, well stirred."""

    LENGTH = 8
    STIR = 21_474_836_487

    def __init__(self, model: type[Model]):
        self.numbers = itertools.count(last_id(model) + 1)

    def next(self) -> str:
        """The next code."""
        rest = next(self.numbers) * self.STIR % len(ALPHABET) ** self.LENGTH
        letters = []
        for _place in range(self.LENGTH):
            rest, letter = divmod(rest, len(ALPHABET))
            letters.append(ALPHABET[letter])
        return "".join(letters)


def make(rows: Iterable[Model]) -> list:
    """Write rows at once. Returns them with their ids."""
    rows = list(rows)
    return type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []


def pour(model: type[Model], columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Write rows of plain values as the database keeps them (satang, its own dates): a million in half a minute."""
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def last_id(model: type[Model]) -> int:
    """The newest id in a table."""
    return model._default_manager.aggregate(last=Max("id"))["last"] or 0
