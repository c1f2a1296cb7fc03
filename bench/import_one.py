"""One import for `bench.imports`, in a process of its own: peak memory never goes down again."""

import contextlib
import csv
import io
import os
import random
import resource
import sys
import time

import xlsxwriter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.transaction import Atomic
from django.test import Client
from django_tasks_db.models import DBTaskResult

from households.models import Community, Municipality, RegisterImport, Role, User

GIVEN = [
    "สมชาย",
    "สมศรี",
    "บุญมี",
    "วิไล",
    "ประเสริฐ",
    "มาลี",
    "อนันต์",
    "จันทร์",
    "ศิริพร",
    "ณัฐพล",
    "สุนีย์",
    "พรทิพย์",
    "อุดม",
    "เพ็ญ",
    "วิชัย",
    "กมล",
    "ชูศรี",
    "ไพโรจน์",
    "ดวงใจ",
    "ธนา",
]
MORE = ["", "พร", "ชัย", "ศักดิ์", "วรรณ", "ศรี", "รัตน์", "พงษ์"]
PARTS = [
    "ทอง",
    "ศรี",
    "บุญ",
    "แสง",
    "จันทร์",
    "สุข",
    "ใจ",
    "คำ",
    "แก้ว",
    "วงศ์",
    "พันธ์",
    "ชัย",
    "ดี",
    "งาม",
    "รักษ์",
    "เมือง",
    "ป่า",
    "ไร่",
    "นา",
    "สวน",
]
RELATIONS = ["หัวหน้าครัวเรือน", "ภรรยา", "ลูก", "หลาน"]
HOUSE_SIZE = 4
VILLAGES = 12


def main(kind: str, count: int) -> None:
    """Import one table of `count` rows and print what it took."""
    # Otherwise every statement would be kept.
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["*"]
    community, committee = cast(kind)
    content = as_xlsx(count) if kind == "xlsx" else as_csv(count)
    before = peak()
    measure = Measure(community, committee)
    measure.through(content, kind)
    print(f"{kind}: {count} rows, {len(content) / 1e6:.1f} MB, {measure.vendor}")
    for label, (seconds, worked) in measure.steps.items():
        lock, lock_worked = measure.locks[label]
        print(
            f"  {label:13} {seconds:7.2f} s ({worked:6.2f} s of this process), "
            f"longest write lock {lock:6.2f} s ({lock_worked:5.2f} s)"
        )
    print(f"  peak memory {peak():.0f} MB (before the import {before:.0f} MB)")
    print(f"  in the register: {measure.entered}")


class Measure:
    """The journey of one table, timed."""

    def __init__(self, community, committee):

        self.community, self.committee = community, committee
        self.vendor = connection.vendor
        self.steps: dict[str, tuple[float, float]] = {}
        self.locks: dict[str, tuple[float, float]] = {}
        self.entered: dict = {}

    def through(self, content: bytes, kind: str) -> None:
        """Upload, columns, check, confirmation, and the same table once more."""

        client = Client()
        client.force_login(self.committee)
        home = f"/office/{self.community.code}/import/"
        for turn in ("", " again"):
            file = SimpleUploadedFile(f"people.{kind}", content)
            with self.step(f"upload{turn}"):
                answer = client.post(f"{home}upload/", {"table": file})
            del file
            address = answer["Location"].removesuffix("columns/")
            columns = self.batch(address).columns
            sent = {f"column{place}": field for field, place in columns.items()}
            client.post(f"{address}columns/save/", sent)
            with self.step(f"check{turn}"):
                work()
            batch = self.batch(address)
            if batch.rows_bad or batch.status != "checked":
                raise SystemExit(
                    f"{batch.rows_bad} bad rows, {batch.status}: {batch.rows.exclude(problems=[]).first().problems}"
                )
            for path in ("", "rows/", "rows/?show=alike"):
                start = time.perf_counter()
                client.get(f"{address}{path}")
                print(f"  page {path or 'of the import':22} {1000 * (time.perf_counter() - start):7.0f} ms")
            client.post(f"{address}confirm/")
            with self.step(f"enter{turn}"):
                work()
            self.entered[turn.strip() or "first"] = {
                name: self.batch(address).counts.get(name) for name in ("people", "households", "same")
            }
        start = time.perf_counter()
        answer = client.post(
            f"/office/{self.community.code}/export/make/", {"purpose": "measuring", "kind": kind}
        )
        print(f"  take away ({len(answer.content) / 1e6:.1f} MB) {time.perf_counter() - start:12.2f} s")

    @contextlib.contextmanager
    def step(self, label: str):
        """Time a step, and the longest transaction in it."""
        with longest_transaction() as longest:
            start, worked = time.perf_counter(), time.process_time()
            yield
            self.steps[label] = (time.perf_counter() - start, time.process_time() - worked)
        self.locks[label] = (longest[0], longest[1])

    def batch(self, address: str):
        """The import at this address."""

        return RegisterImport.objects.get(code=address.rstrip("/").rpartition("/")[2])


@contextlib.contextmanager
def longest_transaction():
    """The longest time between BEGIN and COMMIT, and this process's own part of it, in seconds.

    On SQLite that is how long others cannot write; on PostgreSQL they can.
    """

    longest: list[float] = [0.0, 0.0]
    begun: list[tuple[float, float]] = []
    enter, leave = Atomic.__enter__, Atomic.__exit__

    def on_enter(self):
        begun.append((time.perf_counter(), time.process_time()))
        return enter(self)

    def on_exit(self, *error):
        answer = leave(self, *error)
        start, worked = begun.pop()
        if not begun and time.perf_counter() - start > longest[0]:
            longest[:] = [time.perf_counter() - start, time.process_time() - worked]
        return answer

    Atomic.__enter__, Atomic.__exit__ = on_enter, on_exit
    try:
        yield longest
    finally:
        Atomic.__enter__, Atomic.__exit__ = enter, leave


def cast(code: str):
    """A community with one person on its committee."""

    town = Municipality.objects.create(code=f"town-{code}", name="เมืองตัวอย่าง")
    community = Community.objects.create(code=f"bench-{code}", name="ชุมชนตัวอย่าง", municipality=town)
    person = User.objects.create_user(
        f"{code}@example.com", "banana-leaf-9", name="กรรมการ ตัวอย่าง", is_staff=True
    )
    Role.objects.create(user=person, kind="committee", community=community)
    return community, person


def work() -> None:
    """Do what waits for the worker."""

    while task := DBTaskResult.objects.ready().first():
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        task.delete()


def table(count: int):
    """Heads, then `count` invented people, four to a house."""
    dice = random.Random(7)
    yield [
        "บ้านเลขที่",
        "หมู่",
        "ชื่อครัวเรือน",
        "ที่อยู่",
        "ชื่อ-สกุล",
        "ปีเกิด",
        "เพศ",
        "ความสัมพันธ์",
        "อาชีพ",
        "ทำอะไรอยู่",
        "โทรศัพท์",
        "ตัวแทน",
    ]
    for number in range(count):
        house, place = divmod(number, HOUSE_SIZE)
        if place == 0:
            family = "".join(dice.choice(PARTS) for _part in range(3))
        sex = dice.choice(["ชาย", "หญิง"])
        name = f"{'นาย' if sex == 'ชาย' else 'นาง'}{dice.choice(GIVEN)}{dice.choice(MORE)} {family}"
        yield [
            f"{house // VILLAGES + 1}/{place_of(house)}", str(house % VILLAGES + 1), "", "ใกล้ศาลาตัวอย่าง", name,
            str(dice.randint(2480, 2565)), sex, RELATIONS[place], "รับจ้าง", "ทำงาน",
            f"08{dice.randint(10_000_000, 99_999_999)}" if place < 2 else "", "ใช่" if place == 0 else "",
        ]  # fmt: skip


def place_of(house: int) -> int:
    """The figure after the stroke of a house number."""
    return house % 9 + 1


def as_csv(count: int) -> bytes:
    """The table as an old Excel writes it: Windows Thai."""
    text = io.StringIO()
    csv.writer(text).writerows(table(count))
    return text.getvalue().encode("cp874")


def as_xlsx(count: int) -> bytes:
    """The table as an Excel file."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table(count)):
            sheet.write_row(number, 0, row)
    return output.getvalue()


def peak() -> float:
    """The most memory that this process ever held, in MB; what read the workbook is a child and not in it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
