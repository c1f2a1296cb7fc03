"""Hours that volunteers write down: what is refused, what waits, who confirms, and what counts."""

import datetime as dt

import pytest
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import Hours, Mission
from welfare.volunteering import hours


@pytest.fixture
def one(community):
    return make.volunteer(community)


def log(one, minutes=120, *, key=None, days_ago=0, actor=None, **changes):
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    said = {"kind": "care", "day": day, "words": "พายายไปหาหมอ", "actor": actor or one.user}
    return hours.log(
        volunteer=one, minutes=minutes, key=key or f"key-{next(make.numbers):016}", **{**said, **changes}
    )


def refused(act, *args, **given):
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    return caught.value.code


def test_nobody_writes_down_hours_of_others_or_after_leaving(community, one, outsider):
    assert refused(log, one, actor=outsider) == "not_theirs"
    left = make.volunteer(community, status="left", left_on=timezone.localdate())
    assert refused(log, left) == "not_theirs"


def test_odd_hours_are_refused(one):
    assert refused(log, one, days_ago=-1) == "day"
    assert refused(log, one, days_ago=91) == "day"
    assert refused(log, one, minutes=0) == "minutes"
    assert refused(log, one, minutes=24 * 60 + 1) == "minutes"
    assert refused(log, one, kind="war") == "unknown"
    assert not Hours.objects.exists()


def test_a_day_has_24_hours_in_sum_and_refused_ones_do_not_count(one, committee):
    first = log(one, 20 * 60)
    assert refused(log, one, 5 * 60) == "too_much"
    log(one, 4 * 60)
    log(one, 20 * 60, days_ago=1)
    hours.refuse(hours=first, reason="เกินจริง", actor=committee)
    assert log(one, 5 * 60).status == "waiting"


def test_pressing_twice_writes_once(one):
    assert log(one, key="a-key-of-the-form-1") == log(one, key="a-key-of-the-form-1")


def test_hours_wait_and_count_once_somebody_confirmed_them(community, one, committee):
    row = log(one)
    assert (list(hours.waiting(community)), hours.confirmed_minutes(one)) == ([row], 0)
    hours.confirm(hours=row, actor=committee)
    assert (hours.count_waiting(community), hours.confirmed_minutes(one)) == (0, 120)
    year = row.day.year
    assert (hours.confirmed_minutes(one, year=year), hours.confirmed_minutes(one, year=year - 1)) == (120, 0)


def test_who_does_not_look_after_volunteers_confirms_nothing(community, one, treasurer, outsider):
    row = log(one)
    far = factories.with_role(factories.community(), "committee")
    for actor in (treasurer, outsider, far, one.user):
        assert refused(hours.confirm, hours=row, actor=actor) == "not_theirs"
        assert refused(hours.refuse, hours=row, reason="x", actor=actor) == "not_theirs"


def test_own_hours_are_confirmed_and_refused_by_somebody_else(community, committee):
    own = make.volunteer(community, user=committee)
    row = log(own)
    assert refused(hours.confirm, hours=row, actor=committee) == "own"
    assert refused(hours.refuse, hours=row, reason="x", actor=committee) == "own"
    hours.confirm(hours=row, actor=factories.with_role(community, "case_worker"))
    assert hours.confirmed_minutes(own) == 120


def test_a_refusal_needs_a_reason_that_the_volunteer_reads(one, committee, work):
    row = log(one)
    assert refused(hours.refuse, hours=row, reason="", actor=committee) == "reason"
    hours.refuse(hours=row, reason="วันนั้นไม่มีงาน", actor=committee)
    hours.refuse(hours=row, reason="วันนั้นไม่มีงาน", actor=committee)
    work()
    told = Notice.objects.get()
    assert (told.user, "วันนั้นไม่มีงาน" in told.text) == (one.user, True)
    assert refused(hours.confirm, hours=row, actor=committee) == "answered"


def test_what_was_confirmed_is_not_refused_afterwards(one, committee):
    row = hours.confirm(hours=log(one), actor=committee)
    assert refused(hours.refuse, hours=row, reason="x", actor=committee) == "answered"
    assert hours.confirmed_minutes(one) == 120


def test_hours_of_a_shift_are_written_once_and_after_it(community, one, committee):
    shift = make.shift(community, committee)
    signup = make.going(shift, one)
    assert refused(log, one, signup=signup) == "not_yet"
    make.over(shift)
    row = log(one, signup=signup)
    assert (row.kind, row.day) == (Mission.Kind.FOOD, timezone.localdate(shift.starts_at))
    assert refused(log, one, signup=signup) == "twice"
    assert not hours.shifts_of(one).exists()
    hours.confirm(hours=row, actor=committee)
    signup.refresh_from_db()
    assert signup.status == "came"


def test_hours_of_somebody_elses_shift_are_refused(community, one, committee):
    shift = make.shift(community, committee)
    other = make.going(shift, make.volunteer(community))
    make.over(shift)
    assert refused(log, one, signup=other) == "whose"


def test_hours_of_a_shift_that_was_answered_are_not_written_down(community, one, committee):
    signup = make.going(make.shift(community, committee), one)
    make.over(signup.shift)
    type(signup).objects.update(status="absent")
    assert refused(log, one, signup=signup) == "answered"


def test_hours_may_be_for_a_request_in_hand_or_just_closed(community, one, committee):
    now = timezone.now()
    mine = make.case(community, status="in_hand", assignee=one.user)
    closed = make.case(
        community, status="closed", assignee=one.user, outcome="helped", closed_at=now - dt.timedelta(days=5)
    )
    long_ago = make.case(
        community, status="closed", assignee=one.user, outcome="helped", closed_at=now - dt.timedelta(days=31)
    )
    others = make.case(community, status="in_hand", assignee=committee)
    assert log(one, 60, case=mine).case == mine
    assert log(one, 60, case=closed).case == closed
    for case in (long_ago, others, make.case(community)):
        assert refused(log, one, 60, case=case) == "whose"


def test_a_shift_that_runs_waits_for_nobody(community, one, committee):
    shift = make.shift(community, committee)
    signup = make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    hours.write(
        volunteer=one,
        kind="food",
        day=timezone.localdate(),
        minutes=60,
        key=hours.key_of(signup),
        signup=signup,
    )
    assert hours.count_waiting(community) == 0
    make.over(shift)
    assert hours.count_waiting(community) == 1
