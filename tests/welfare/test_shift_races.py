"""Many at once at one shift: never do more take part than there are places. On both databases.

PostgreSQL is tried with threads in this process; SQLite with processes of their own over a copy of the test database,
because there the whole file is what is locked.
"""

import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from tests import factories
from tests.racing import side_by_side
from tests.welfare import missions_builders as make
from welfare.models import Hours
from welfare.volunteering import attendance, hours, missions, shifts

ROOT = Path(__file__).resolve().parents[2]
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="tries one file with many processes")


def only_postgresql(test):
    """Threads side by side, each with its own connection."""
    skip = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side")
    return skip(pytest.mark.django_db(transaction=True)(test))


@pytest.fixture
def people(community):
    return [make.volunteer(community, name=f"คน{number}") for number in range(8)]


@pytest.fixture
def shift(community, committee):
    """For three."""
    return make.shift(community, committee, first=make.time(places=3))


def going(shift):
    return shift.signups.filter(status="going").count()


@only_postgresql
def test_eight_who_sign_up_at_once_get_three_places_and_five_wait(shift, people):
    outcomes = side_by_side(
        *(lambda one=one: shifts.join(shift=shift, volunteer=one).status for one in people)
    )
    assert (outcomes.count("going"), outcomes.count("waiting"), going(shift)) == (3, 5, 3)


@only_postgresql
def test_without_the_lock_more_would_take_part_than_there_are_places(shift, people, monkeypatch):
    """Control: all look first and write later."""
    looked = threading.Barrier(len(people))
    count = shifts.free

    def look(row):
        left = count(row)
        looked.wait(timeout=5)
        return left

    def not_locked(row):
        return type(row).objects.select_related("mission").get(pk=row.pk)

    monkeypatch.setattr(shifts, "locked", not_locked)
    monkeypatch.setattr(shifts, "free", look)
    side_by_side(*(lambda one=one: shifts.join(shift=shift, volunteer=one).status for one in people))
    assert going(shift) == 8


@only_postgresql
def test_a_place_given_back_goes_to_one_while_others_sign_up(shift, people):
    for one in people[:5]:
        make.going(shift, one)
    cancels = [partial(shifts.cancel, shift=shift, volunteer=one) for one in people[:2]]
    joins = [partial(shifts.join, shift=shift, volunteer=one) for one in people[5:]]
    assert len(side_by_side(*cancels, *joins)) == 5
    assert going(shift) == 3
    assert (
        list(shift.signups.filter(volunteer__in=people[3:5]).values_list("status", flat=True))
        == ["going"] * 2
    )


@only_postgresql
def test_one_offered_place_pressed_in_many_windows_changes_hands_once(shift, people):
    signup = make.going(shift, people[0])
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    accept = partial(shifts.accept, signup=signup, actor=people[1].user)
    outcomes = side_by_side(*[accept] * 4)
    assert outcomes.count("gone") == 3
    assert going(shift) == 1


@only_postgresql
def test_who_signs_up_while_it_is_called_off_is_told_or_refused(shift, people, committee):
    def join(one):
        return lambda: shifts.join(shift=shift, volunteer=one).status

    off = partial(missions.cancel, mission=shift.mission, reason="ฝนตก", actor=committee)
    outcomes = side_by_side(off, *(join(one) for one in people[:3]))
    assert len(outcomes) == 4
    assert going(shift) == 0


@only_postgresql
def test_two_coordinators_and_the_volunteer_write_the_hours_of_a_shift_once(
    community, committee, shift, people
):
    signup = make.going(shift, people[0])
    make.over(shift)
    second = factories.with_role(community, "case_worker")
    answer = [attendance.Answer(signup, True, 120)]
    acts = [partial(attendance.settle, shift=shift, answers=answer, actor=who) for who in (committee, second)]
    said = {"kind": "food", "minutes": 120, "day": None, "key": "a-key-of-the-form-1", "signup": signup}
    own = partial(
        hours.log, volunteer=people[0], actor=people[0].user, **{**said, "day": shift.ends_at.date()}
    )
    side_by_side(*acts, own)
    assert Hours.objects.count() == 1
    assert hours.confirmed_minutes(people[0]) == 120


@only_postgresql
def test_a_day_written_down_in_many_windows_has_24_hours(people):
    day = make.time(days=0).starts_at.date()

    def log(number):
        return hours.log(
            volunteer=people[0],
            kind="care",
            day=day,
            minutes=600,
            key=f"window-{number:010}",
            actor=people[0].user,
        ).status

    outcomes = side_by_side(*(partial(log, number) for number in range(6)))
    assert (outcomes.count("waiting"), outcomes.count("too_much")) == (2, 4)


SCRIPT = """
import pathlib, sys, time
import django
django.setup()
from households.models import Community
from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import Shift, Volunteer
from welfare.volunteering import shifts
place = Community.objects.filter(code="races").first()
if place is None:
    place = factories.community(code="races")
    make.shift(place, factories.with_role(place, "committee"), first=make.time(places=3))
    for number in range(12):
        make.volunteer(place)
if "careless" in sys.argv:
    def free(shift, count=shifts.free):
        left = count(shift)
        time.sleep(0.3)
        return left
    shifts.free = free
    join = shifts.join.__wrapped__
else:
    join = shifts.join
go, worker = pathlib.Path(sys.argv[1]), int(sys.argv[2])
shift = Shift.objects.get(mission__community=place)
mine = list(Volunteer.objects.filter(community=place).order_by("pk"))[worker * 3 : worker * 3 + 3]
print("ready", flush=True)
while not go.exists():
    time.sleep(0.01)
for one in mine:
    print(join(shift=shift, volunteer=one).status)
"""


@pytest.fixture
def in_processes(django_db_setup, django_db_blocker, tmp_path):
    """What twelve volunteers in four processes got, all started in the same moment, on a file of their own."""
    path = tmp_path / "shifts.sqlite"
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

    def run(*how):
        go = tmp_path / "go"
        start(str(path), "9").communicate()
        workers = [start(str(go), str(worker), *how) for worker in range(4)]
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        go.touch()
        return [line for worker in workers for line in worker.communicate()[0].split()]

    return run


@only_sqlite
def test_twelve_in_processes_get_three_places(in_processes):
    lines = in_processes()
    assert (lines.count("going"), lines.count("waiting")) == (3, 9)


@only_sqlite
def test_twelve_in_processes_without_a_transaction_would_get_more(in_processes):
    """Control: the same steps without their transaction, with a moment between looking and writing."""
    assert in_processes("careless").count("going") > 3
