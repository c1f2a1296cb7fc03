"""Many at once at the college, on both databases: numbers have no gap, a day no more people than places.

The controls show that the tests see what goes wrong without the lock.
"""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from tests.racing import side_by_side
from tests.welfare import college_builders as make
from tests.welfare.test_gifts_races import shared
from welfare.models import Certificate, Enrolment
from welfare.volunteering import certificates, enrolments, thanks

# On SQLite the threads work in a copy, so that what they write ends with it: certificates cannot be deleted.
pytestmark = pytest.mark.django_db(transaction=connection.vendor != "sqlite")
AT_ONCE = 8
in_threads = partial(side_by_side, told=Exception)


@pytest.fixture
def course(community, committee):
    return make.course(community, committee, pages=1)


def numbers():
    """What stands in the shared database."""
    [found] = in_threads(
        lambda: list(Certificate.objects.order_by("number").values_list("number", flat=True))
    )
    return found


def finishing(enrolment, *, fails=False):
    def act():
        with transaction.atomic():
            make.read_all(enrolment)
            if fails:
                raise RuntimeError
        return "passed"

    return act


def test_eight_who_pass_at_once_get_eight_numbers_without_a_gap(course, tmp_path):
    learners = [make.learner(course) for _number in range(AT_ONCE)]
    with shared(tmp_path):
        assert in_threads(*(finishing(one) for one in learners)) == ["passed"] * AT_ONCE
        assert numbers() == list(range(1, AT_ONCE + 1))


def test_those_whose_transaction_fails_leave_no_gap(course, tmp_path):
    learners = [make.learner(course) for _number in range(AT_ONCE)]
    with shared(tmp_path):
        in_threads(*(finishing(one, fails=place % 2 == 0) for place, one in enumerate(learners)))
        assert numbers() == list(range(1, AT_ONCE // 2 + 1))


def test_one_who_finishes_in_eight_windows_gets_one_certificate(course, tmp_path):
    one = make.learner(course)
    with shared(tmp_path):
        in_threads(*[finishing(one)] * AT_ONCE)
        assert numbers() == [1]


def test_the_thanks_pressed_eight_times_at_once_are_issued_once(community, committee, tmp_path):
    for _number in range(3):
        make.hours(make.volunteer(community), 60, by=committee)
    year = thanks.years(community)[0]
    issue = partial(thanks.issue_all, community=community, year=year, actor=committee)
    with shared(tmp_path):
        assert sorted(in_threads(*[issue] * AT_ONCE)) == [0] * (AT_ONCE - 1) + [3]
        assert numbers() == [1, 2, 3]


def test_the_last_places_of_a_day_go_to_as_many_as_there_are(course, committee, tmp_path):
    day = make.day(course, committee, places=3)
    users = [make.volunteer(course.community).user for _number in range(AT_ONCE)]

    def join(user):
        return lambda: enrolments.join(course=course, user=user, session=day).status

    with shared(tmp_path):
        outcomes = in_threads(*(join(user) for user in users))
        assert sorted(outcomes) == ["full"] * (AT_ONCE - 3) + ["learning"] * 3
        assert in_threads(Enrolment.objects.filter(session=day).count) == [3]


def test_moving_to_a_day_and_joining_on_it_at_once_do_not_overfill_it(course, committee, tmp_path):
    day = make.day(course, committee, places=2)
    learning = [make.learner(course) for _number in range(AT_ONCE // 2)]
    users = [make.volunteer(course.community).user for _number in range(AT_ONCE // 2)]

    def move(one):
        return lambda: enrolments.choose_day(enrolment=one, session=day, user=one.volunteer.user).status

    def join(user):
        return lambda: enrolments.join(course=course, user=user, session=day).status

    with shared(tmp_path):
        outcomes = in_threads(*(move(one) for one in learning), *(join(user) for user in users))
        assert sorted(outcomes) == ["full"] * (AT_ONCE - 2) + ["learning"] * 2
        assert in_threads(Enrolment.objects.filter(session=day).count) == [2]


def test_one_volunteer_who_joins_in_eight_windows_has_one_place(course, tmp_path):
    user = make.volunteer(course.community).user
    with shared(tmp_path):
        outcomes = in_threads(*[lambda: enrolments.join(course=course, user=user).status] * AT_ONCE)
        assert sorted(outcomes) == ["learning"] + ["there"] * (AT_ONCE - 1)


def test_control_numbers_read_without_a_lock_are_doubled(course, tmp_path):
    make.passed(course)
    year, gate = Certificate.objects.get().year, threading.Barrier(AT_ONCE)

    def careless():
        number = certificates.last_number(course.community, year) + 1
        gate.wait()
        return number

    with shared(tmp_path):
        assert in_threads(*[careless] * AT_ONCE) == [2] * AT_ONCE


def test_control_places_counted_without_a_lock_are_given_twice(course, committee, tmp_path):
    day = make.day(course, committee, places=1)
    learning = [make.learner(course) for _number in range(AT_ONCE)]
    gate = threading.Barrier(AT_ONCE)

    def careless(one):
        def act():
            is_free = enrolments.taken(day) < day.places
            gate.wait()
            return is_free and Enrolment.objects.filter(pk=one.pk).update(session=day)

        return act

    with shared(tmp_path):
        in_threads(*(careless(one) for one in learning))
        [taken] = in_threads(Enrolment.objects.filter(session=day).count)
        assert taken > day.places
