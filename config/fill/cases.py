"""Requests to the help desk in great number: most of them closed, some open, all in the first community."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from config.fill.tools import PREFIX, Codes, Filler, last_id, pour
from households.models import Community, Role, User
from lib.thai import search_key
from welfare.helpdesk.targets import USUAL
from welfare.models import CaseEvent, HelpCase, VillageMap

DAYS = 365
WORKERS = 12
AREAS = [f"หมู่ {number}" for number in range(1, 11)]
LANDMARKS = ["ศาลาริมน้ำ", "วัด", "โรงเรียน", "สะพานไม้", "ร้านป้าแดง", "ท่าเรือ", "สวนยาง", "บ้านใหญ่ริมคลอง"]
NAMES = ["ยายแก้ว", "ลุงคำ", "ป้าแดง", "น้าเล็ก", "ตาสี", "พี่นก", "ครูบุญ", "แม่จันทร์"]
# One of so many is still open; the newest.
OPEN = 10
SENSITIVE = 50
COLUMNS = (
    "code", "key", "community_id", "kind", "topic", "is_sensitive", "words", "for_whom", "place", "area", "latitude",
    "longitude", "map_x", "map_y", "phone", "place_key", "name_key", "urgency", "channel", "about", "asked_at", "status",
    "assignee_id", "due_at", "tries", "outcome", "answered_at", "closed_at", "reopened",
)  # fmt: skip
STEPS = ("case_id", "kind", "words", "facts", "actor_id", "at")


@dataclass(frozen=True)
class Made:
    """What the steps of a request are made from."""

    code: str
    asked_at: dt.datetime
    worker: int | None
    closed_at: dt.datetime | None


class Cases(Filler):
    """Requests with their steps."""

    def __init__(self, seed: int, say: Callable[[str], None]):
        super().__init__(seed, say)
        self.plain = [kind.value for kind in HelpCase.Kind if kind not in HelpCase.SENSITIVE]

    def cases(self, count: int) -> None:
        """So many requests over a year in the first community; the last tenth is open."""
        if not count:
            return
        place = Community.objects.filter(code__startswith=PREFIX).earliest("id")
        workers, codes = self.workers(place), Codes(HelpCase)
        VillageMap.objects.get_or_create(
            community=place,
            defaults={"picture": "fill", "width": 1600, "height": 1000, "set_by_id": workers[0]},
        )
        before = last_id(HelpCase)
        for numbers in self.batches("requests to the desk", count):
            made = [self.case(place, workers, codes.next(), number, count) for number in numbers]
            pour(HelpCase, COLUMNS, [row for row, _facts in made])
            self.steps([facts for _row, facts in made], before)

    def workers(self, place: Community) -> list[int]:
        """Case workers of the community, made once."""
        for number in range(WORKERS):
            user, _is_new = User.objects.get_or_create(
                email=f"{PREFIX}.worker{number}@example.com",
                defaults={"name": f"ผู้ประสาน {number}", "password": "!", "wants_email": False},
            )
            Role.objects.get_or_create(user=user, kind=Role.Kind.CASE_WORKER, community=place)
        rows = User.objects.filter(email__startswith=f"{PREFIX}.worker")
        return list(rows.order_by("id").values_list("pk", flat=True))

    def case(
        self, place: Community, workers: list[int], code: str, number: int, count: int
    ) -> tuple[tuple, Made]:
        """One request, as the database keeps it."""
        is_open = number >= count - count // OPEN
        is_waiting = is_open and self.rng.random() < 0.5
        is_sensitive = number % SENSITIVE == 0
        kind = "abuse" if is_sensitive else self.rng.choice(self.plain)
        urgency = self.rng.choice(list(USUAL))
        asked = self.now - dt.timedelta(days=DAYS) * (1 - number / count)
        worker = None if is_waiting else self.rng.choice(workers)
        closed = None if is_open else asked + dt.timedelta(hours=self.rng.randint(1, 90))
        target = USUAL[urgency]
        due = asked + dt.timedelta(minutes=target.answer if is_waiting else target.solve)
        name = f"{self.rng.choice(NAMES)} {number % 3000}"
        where = f"{self.rng.choice(LANDMARKS)} บ้านเลขที่ {number % 1500}"
        status = "waiting" if is_waiting else "in_hand" if is_open else "closed"
        row = (
            code, f"fill:{code}", place.pk, kind, "", is_sensitive, "ขอความช่วยเหลือ", name, where,
            self.rng.choice(AREAS), *self.spot(), f"08{self.rng.randint(10_000_000, 99_999_999)}", search_key(where),
            search_key(name), urgency.value, "site", "", self.at(asked), status, worker, self.at(due), 0,
            "" if is_open else "helped", self.at(asked) if worker else None, self.at(closed), 0,
        )  # fmt: skip
        return row, Made(code, asked, worker, closed)

    def spot(self) -> tuple[str | None, str | None, int | None, int | None]:
        """Degrees, a place on the picture, or neither."""
        chance = self.rng.random()
        if chance < 0.4:
            return f"{9.13 + self.rng.random() / 50:.5f}", f"{99.31 + self.rng.random() / 50:.5f}", None, None
        if chance < 0.8:
            return None, None, self.rng.randint(0, 1000), self.rng.randint(0, 1000)
        return None, None, None, None

    def steps(self, made: list[Made], before: int) -> None:
        """Asked, taken in hand and closed, for those that were."""
        codes = [one.code for one in made]
        ids = dict(HelpCase.objects.filter(pk__gt=before, code__in=codes).values_list("code", "pk"))
        facts = json.dumps({"channel": "site"})
        rows: list[tuple] = []
        for one in made:
            case = ids[one.code]
            rows.append((case, CaseEvent.Kind.RECEIVED.value, "", facts, None, self.at(one.asked_at)))
            if one.worker:
                rows.append((case, CaseEvent.Kind.TAKEN.value, "", "{}", one.worker, self.at(one.asked_at)))
            if one.closed_at:
                rows.append((case, CaseEvent.Kind.CLOSED.value, "", "{}", one.worker, self.at(one.closed_at)))
        pour(CaseEvent, STEPS, rows)

    def at(self, moment: dt.datetime | None):
        """A time as the database keeps it."""
        return connection.ops.adapt_datetimefield_value(moment)
