"""A flood: many phones ask the centre for help at once, and send again when no answer comes; on both databases.

Nobody has an account, and all come from one address, as through one mast: after the first thirty each answers a small sum.
"""

import os
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.load import harness

pytestmark = pytest.mark.load

REQUESTS = int(os.environ.get("DESK_RUSH_REQUESTS", "500"))
CLIENTS = int(os.environ.get("DESK_RUSH_CLIENTS", "200"))
SECONDS = int(os.environ.get("DESK_RUSH_SECONDS", "60"))
# So many of a hundred are sent again with the same key, at the same moment or a little later.
SENT_AGAIN = 50
CSRF = "0123456789abcdefghijklmnopqrstuv"
COOKIES = f"csrftoken={CSRF}"
SUM = re.compile(r'for="id_answer"[^>]*>[^<0-9]*(\d+)[^<0-9]+(\d+)')


@pytest.fixture(params=["sqlite", "postgresql"])
def vendor(request):
    return request.param


@dataclass
class Told:
    """One request of one client: when it begins, whether it is sent again, and what came of it."""

    number: int
    begins: float
    is_sent_again: bool
    pause: float
    statuses: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


def plan(requests: int, seconds: float) -> list[Told]:
    """The flood, the same each time."""
    dice = random.Random(5)
    return [
        Told(
            number=number,
            begins=dice.uniform(0, seconds),
            is_sent_again=dice.randrange(100) < SENT_AGAIN,
            pause=dice.choice([0, 0, 0.05, 0.5]),
        )
        for number in range(requests)
    ]


def send(site, told: Told, path: str, form) -> harness.Answer:
    """Press the button; what came back is noted."""
    started = time.perf_counter()
    answer = site.post(path, form, COOKIES)
    told.took.append((time.perf_counter() - started) * 1000)
    told.statuses.append(answer.status)
    return answer


def filled(form, number: int) -> list[tuple[str, str]]:
    """The form as somebody fills it in."""
    typed = {
        "kind": "food",
        "for_whom": f"บ้านน้ำท่วม {number}",
        "place": f"หมู่ 3 บ้านเลขที่ {number}",
        "urgency": "danger",
        "phone": f"08{number:08d}",
        "words": f"ข้อความที่ {number}",
        "csrfmiddlewaretoken": CSRF,
    }
    return [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())


def ask(site, path: str, told: Told) -> None:
    """Open the form, fill it in and send it; perhaps send the same once more, with the same key."""
    opened = site.get(path, COOKIES)
    told.statuses.append(opened.status)
    form = filled(opened.form(path, "key"), told.number)
    told.places.append(send_through(site, told, path, form))
    if told.is_sent_again:
        time.sleep(told.pause)
        told.places.append(send_through(site, told, path, form))


def send_through(site, told: Told, path: str, form) -> str:
    """Send the form, and the small sum where one is asked for. Where it leads to."""
    answer = send(site, told, path, form)
    if answer.status == 200 and (numbers := SUM.search(answer.text)):
        fields = filled(answer.form(path, "key"), told.number)
        right = str(int(numbers[1]) + int(numbers[2]))
        form = [*((name, value) for name, value in fields if name != "answer"), ("answer", right)]
        answer = send(site, told, path, form)
    return answer.location


def flood(site, path: str, everything: list[Told]) -> None:
    """Each client sends its requests one after the other, each not before its time."""
    started = time.monotonic()

    def client(mine: list[Told]) -> None:
        for told in sorted(mine, key=lambda one: one.begins):
            time.sleep(max(0.0, told.begins - (time.monotonic() - started)))
            ask(site, path, told)

    clients = min(CLIENTS, len(everything))
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, [everything[number::clients] for number in range(clients)]))


def run(vendor: str, folder, wsgi: str, everything: list[Told]) -> dict:
    """The flood on a site of its own; what the database holds afterwards."""
    with harness.database(vendor, folder) as url:
        site = harness.Site(url, folder, wsgi)
        code = site.prepare("seed_desk")["code"]
        with site:
            flood(site, f"/help/{code}/ask/", everything)
        return harness.json.loads(site.run("-m", "tests.load.count_cases"))


def test_nothing_is_lost_and_nothing_doubled(vendor, tmp_path, capsys):
    everything = plan(REQUESTS, SECONDS)
    counted = run(vendor, tmp_path, "config.wsgi", everything)
    took = sorted(milliseconds for told in everything for milliseconds in told.took)
    with capsys.disabled():
        sent = f"{len(took)} sent for {REQUESTS} requests of {min(CLIENTS, REQUESTS)} clients in {SECONDS} s"
        print(f"\n{vendor}: {sent}, p95 {took[int(len(took) * 0.95) - 1]:.0f} ms, longest {took[-1]:.0f} ms")
    statuses = Counter(status for told in everything for status in told.statuses)
    assert set(statuses) <= {200, 302}, statuses
    assert counted["by_words"] == {f"ข้อความที่ {number}": 1 for number in range(REQUESTS)}
    assert counted["steps"] == {"received": REQUESTS}
    for told in everything:
        code = counted["codes"][f"ข้อความที่ {told.number}"]
        assert set(told.places) == {f"/help/follow/{code}/"}, told


def test_without_the_key_what_is_sent_again_is_there_twice(vendor, tmp_path):
    everything = plan(min(REQUESTS, 40), 4)
    counted = run(vendor, tmp_path, "tests.load.keyless_wsgi", everything)
    again = sum(told.is_sent_again for told in everything)
    assert sum(counted["by_words"].values()) == len(everything) + again > len(everything)
