"""Who came: by the code at the place and by the coordinator; what counts, what waits, and a kind word."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import Hours, SignUp
from welfare.volunteering import attendance, hours, missions
from welfare.volunteering.attendance import Answer


def refused(act, **given):
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value.code


@pytest.fixture
def shift(community, committee):
    return make.shift(community, committee)


@pytest.fixture
def one(community):
    return make.volunteer(community)


def settle(shift, actor, *answers):
    given = [Answer(signup, came, minutes) for signup, came, minutes in answers]
    return attendance.settle(shift=shift, answers=given, actor=actor)


def check_in(shift, one, code=None):
    return attendance.check_in(shift=shift, volunteer=one, code=code or shift.checkin)


def wrong(code):
    return f"{(int(code) + 1) % 10000:04}"


@pytest.mark.parametrize(
    ("starts_in", "code"), [(31, "early"), (29, None), (-60, None), (-119, None), (-121, "over")]
)
def test_one_checks_in_from_half_an_hour_before_until_the_end(shift, one, starts_in, code):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(minutes=starts_in))
    if code:
        assert refused(check_in, shift=shift, one=one) == code
    else:
        assert check_in(shift, one).checked_in_at


def test_only_the_right_code_and_only_who_takes_part(community, shift, one):
    make.move(shift, starts_in=dt.timedelta(0))
    assert refused(check_in, shift=shift, one=one) == "not_there"
    make.going(shift, one)
    for code in (wrong(shift.checkin), "", "ก", f"{shift.checkin}0"):
        assert refused(attendance.check_in, shift=shift, volunteer=one, code=code) == "wrong_code"
    assert not Hours.objects.exists()


def test_the_code_may_be_typed_in_thai_figures(shift, one):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    thai = shift.checkin.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert check_in(shift, one, f" {thai} ").checked_in_at


def test_nobody_checks_in_for_what_was_called_off(shift, one, committee):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    missions.cancel(mission=shift.mission, reason="x", actor=committee)
    assert refused(check_in, shift=shift, one=one) == "not_there"


def test_checking_in_alone_counts_nothing_yet(shift, one):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    first = check_in(shift, one)
    assert check_in(shift, one) == first
    row = Hours.objects.get()
    assert (row.status, row.minutes, row.signup, row.kind) == ("waiting", 120, first, "food")
    assert hours.confirmed_minutes(one) == 0


def test_one_press_of_the_coordinator_confirms_a_check_in_once_it_is_over(shift, one, committee):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    check_in(shift, one)
    row = Hours.objects.get()
    assert refused(hours.confirm, hours=row, actor=committee) == "running"
    make.over(shift)
    hours.confirm(hours=row, actor=committee)
    hours.confirm(hours=row, actor=committee)
    assert hours.confirmed_minutes(one) == 120
    assert SignUp.objects.get().status == "came"


def test_the_coordinator_says_who_came_and_for_how_long(community, shift, one, committee, work):
    other = make.volunteer(community, name="ไม่มา ตัวอย่าง")
    came, missed = make.going(shift, one), make.going(shift, other)
    make.over(shift)
    settle(shift, committee, (came, True, 90), (missed, False, 0))
    work()
    row = Hours.objects.get()
    assert (row.status, row.minutes, row.answered_by) == ("confirmed", 90, committee)
    assert dict(SignUp.objects.values_list("volunteer", "status")) == {one.pk: "came", other.pk: "absent"}
    assert Notice.objects.get().user == other.user
    settle(shift, committee, (came, True, 90), (missed, False, 0))
    work()
    assert (Hours.objects.count(), Notice.objects.count()) == (1, 1)


def test_the_minutes_of_a_check_in_may_be_put_right_when_it_is_confirmed(shift, one, committee):
    signup = make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    check_in(shift, one)
    settle(shift, committee, (signup, True, 45))
    assert hours.confirmed_minutes(one) == 45


def test_who_checked_in_and_was_not_there_has_no_hours(shift, one, committee):
    signup = make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    check_in(shift, one)
    settle(shift, committee, (signup, False, 0))
    row = Hours.objects.get()
    assert (row.status, bool(row.reason), hours.confirmed_minutes(one)) == ("refused", True, 0)
    assert SignUp.objects.get().status == "absent"


def test_what_was_answered_stays(shift, one, committee):
    signup = make.going(shift, one)
    make.over(shift)
    settle(shift, committee, (signup, True, 60))
    assert refused(settle_kw, shift=shift, actor=committee, answer=(signup, True, 90)) == "answered"
    assert refused(settle_kw, shift=shift, actor=committee, answer=(signup, False, 0)) == "answered"
    assert hours.confirmed_minutes(one) == 60


def settle_kw(shift, actor, answer):
    return settle(shift, actor, answer)


def test_who_was_said_not_to_have_come_may_have_come_after_all(shift, one, committee):
    signup = make.going(shift, one)
    make.over(shift)
    settle(shift, committee, (signup, False, 0))
    settle(shift, committee, (signup, True, 60))
    assert (hours.confirmed_minutes(one), SignUp.objects.get().status) == (60, "came")


def test_nobody_says_who_came_before_it_begins_or_without_looking_after_it(shift, one, committee, outsider):
    answer = (make.going(shift, one), True, 60)
    assert refused(settle_kw, shift=shift, actor=committee, answer=answer) == "early"
    make.over(shift)
    assert refused(settle_kw, shift=shift, actor=outsider, answer=answer) == "not_theirs"
    assert refused(settle_kw, shift=shift, actor=one.user, answer=answer) == "not_theirs"
    for minutes in (0, -5, 24 * 60 + 1):
        answer = (answer[0], True, minutes)
        assert refused(settle_kw, shift=shift, actor=committee, answer=answer) == "minutes"


def test_a_place_of_another_shift_or_one_given_back_is_not_answered(community, committee, shift, one):
    other = make.going(make.shift(community, committee), one)
    make.over(shift)
    assert refused(settle_kw, shift=shift, actor=committee, answer=(other, True, 60)) == "whose"


def test_one_wrong_answer_keeps_none(community, committee, shift, one):
    other = make.volunteer(community)
    rows = [make.going(shift, one), make.going(shift, other)]
    make.over(shift)
    with pytest.raises(Refused):
        settle(shift, committee, (rows[0], True, 60), (rows[1], True, 0))
    assert not Hours.objects.exists()


def test_nobody_confirms_the_own_attendance(community, committee, shift):
    own = make.volunteer(community, user=committee)
    signup = make.going(shift, own)
    make.over(shift)
    assert refused(settle_kw, shift=shift, actor=committee, answer=(signup, True, 60)) == "own"
    assert refused(settle_kw, shift=shift, actor=committee, answer=(signup, False, 0)) == "own"
    second = factories.with_role(community, "chair")
    settle(shift, second, (signup, True, 60))
    assert hours.confirmed_minutes(own) == 60


def test_the_database_confirms_nobodys_own_hours_and_keeps_what_counts(community, committee, shift, one):
    signup = make.going(shift, one)
    make.over(shift)
    settle(shift, committee, (signup, True, 60))
    rows = Hours.objects.all()
    own = {"status": "confirmed", "answered_by": one.user, "answered_at": timezone.now()}
    waiting = Hours.objects.create(
        key="a-key-of-hours", volunteer=one, kind="food", day=timezone.localdate(), minutes=5
    )
    for act in (
        lambda: rows.filter(pk=waiting.pk).update(**own),
        lambda: rows.filter(status="confirmed").update(minutes=500),
        lambda: rows.filter(status="confirmed").update(status="refused"),
        lambda: rows.filter(status="confirmed").delete(),
        lambda: Hours.objects.create(
            key="another", volunteer=one, kind="food", day=timezone.localdate(), minutes=5, **own
        ),
        lambda: Hours.objects.create(
            key="once more", volunteer=one, kind="food", day=timezone.localdate(), minutes=5, signup=signup
        ),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()
    assert hours.confirmed_minutes(one) == 60


def test_somebody_of_the_waiting_list_who_came_has_hours_too(community, committee, one):
    shift = make.shift(community, committee, first=make.time(places=1))
    make.going(shift, one)
    other = make.volunteer(community)
    waits = make.going(shift, other)
    assert waits.status == "waiting"
    make.over(shift)
    settle(shift, committee, (waits, True, 60))
    assert hours.confirmed_minutes(other) == 60
