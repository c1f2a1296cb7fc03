"""Places in shifts: signing up, what is missing, the waiting list, clashes, cancelling and passing one's place on."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import SignUp
from welfare.volunteering import abilities, missions, reminders, shifts


def refused(act, **given):
    with pytest.raises(Refused) as caught:
        act(**given)
    assert str(caught.value.message)
    return caught.value.code


@pytest.fixture
def shift(community, committee):
    """Tomorrow from nine to eleven, for two."""
    return make.shift(community, committee)


@pytest.fixture
def people(community):
    return [make.volunteer(community, name=name) for name in ("หนึ่ง ก", "สอง ข", "สาม ค", "สี่ ง")]


def statuses(shift):
    return [signup.status for signup in shift.signups.order_by("pk")]


def test_nobody_signs_up_for_what_is_over_called_off_or_a_draft(community, committee, people):
    draft = make.shift(community, committee, opens=False)
    ended = make.over(make.shift(community, committee))
    off = make.shift(community, committee)
    missions.cancel(mission=off.mission, reason="ฝนตก", actor=committee)
    for shift in (draft, ended, off):
        assert refused(shifts.join, shift=shift, volunteer=people[0]) == "over"
    assert not SignUp.objects.exists()


def test_who_rests_has_left_or_helps_elsewhere_does_not_sign_up(community, shift):
    today = timezone.localdate()
    resting = make.volunteer(community, status="paused")
    left = make.volunteer(community, status="left", left_on=today)
    far = make.volunteer(factories.community())
    codes = [refused(shifts.join, shift=shift, volunteer=one) for one in (resting, left, far)]
    assert codes == ["not_active", "not_active", "elsewhere"]


def test_a_skill_that_is_missing_or_not_looked_at_is_said_by_name(community, committee, people):
    plain, careful = make.skill(community), make.skill(community, name="ดูแลเด็ก", needs_check=True)
    shift = make.shift(community, committee, skills=[plain, careful])
    one = people[0]
    with pytest.raises(Refused, match="ขับรถกระบะ, ดูแลเด็ก|ดูแลเด็ก, ขับรถกระบะ"):
        shifts.join(shift=shift, volunteer=one)
    make.can(one, plain)
    assert refused(shifts.join, shift=shift, volunteer=one) == "skill"
    row = make.can(one, careful)
    assert refused(shifts.join, shift=shift, volunteer=one) == "unchecked"
    row.checked_by, row.checked_at = committee, timezone.now()
    row.save()
    assert shifts.join(shift=shift, volunteer=one).status == "going"


def test_a_course_needs_a_certificate_that_holds(community, committee, people):
    course = make.course(community)
    shift = make.shift(community, committee, course=course)
    one = people[0]
    assert refused(shifts.join, shift=shift, volunteer=one) == "course"
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make.certificate(one, course, expires_on=yesterday)
    make.certificate(one, course, revoked_on=yesterday, revoked_by=committee, revoke_reason="x")
    assert refused(shifts.join, shift=shift, volunteer=one) == "course"
    make.certificate(one, course)
    assert shifts.join(shift=shift, volunteer=one).status == "going"


def test_who_can_is_who_may_sign_up(community, committee, people):
    plain, careful = make.skill(community), make.skill(community, name="ดูแลเด็ก", needs_check=True)
    course = make.course(community)
    mission = make.mission(community, committee, skills=[plain, careful], course=course)
    for one in people[:3]:
        make.can(one, plain)
        make.certificate(one, course)
    make.can(people[0], careful, checked_by=committee)
    make.can(people[1], careful)
    make.can(people[3], careful, checked_by=committee)
    assert abilities.who_can([mission]) == {mission.pk: [people[0]]}
    make.going(mission.shifts.get(), people[0])
    assert abilities.who_can([mission]) == {mission.pk: []}
    assert abilities.who_can([mission], also_busy=True) == {mission.pk: [people[0]]}


def test_the_third_of_two_places_waits(shift, people):
    for one in people[:3]:
        make.going(shift, one)
    assert statuses(shift) == ["going", "going", "waiting"]


def test_signing_up_twice_is_one_place(shift, people):
    first = make.going(shift, people[0])
    assert make.going(shift, people[0]) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.create(shift=shift, volunteer=people[0])


def test_when_somebody_cancels_the_first_who_waits_moves_up_and_is_told(shift, people, work):
    for one in people:
        make.going(shift, one)
    shifts.cancel(shift=shift, volunteer=people[0])
    work()
    assert statuses(shift) == ["off", "going", "going", "waiting"]
    assert Notice.objects.filter(user=people[2].user, url=missions.url(shift.mission)).count() == 1
    assert not Notice.objects.filter(user=people[3].user).exists()
    assert Notice.objects.get(user=shift.mission.coordinator).url == shifts.people_url(shift)


def test_who_waits_and_rests_meanwhile_is_passed_over(shift, people):
    for one in people:
        make.going(shift, one)
    people[2].status = "paused"
    people[2].save()
    shifts.cancel(shift=shift, volunteer=people[0])
    assert statuses(shift) == ["off", "going", "waiting", "going"]


def test_who_waited_and_cancels_moves_nobody(shift, people, work):
    for one in people:
        make.going(shift, one)
    shifts.cancel(shift=shift, volunteer=people[2])
    work()
    assert statuses(shift) == ["going", "going", "off", "waiting"]
    assert not Notice.objects.exists()


def test_who_cancelled_may_come_back_at_the_end_of_the_line(shift, people):
    for one in people[:3]:
        make.going(shift, one)
    shifts.cancel(shift=shift, volunteer=people[0])
    assert make.going(shift, people[0]).status == "waiting"


def test_only_who_is_signed_up_cancels_and_not_after_the_end(shift, people):
    assert refused(shifts.cancel, shift=shift, volunteer=people[0]) == "not_there"
    make.going(shift, people[0])
    make.over(shift)
    assert refused(shifts.cancel, shift=shift, volunteer=people[0]) == "over"
    assert statuses(shift) == ["going"]


def test_two_shifts_at_one_time_are_warned_of_and_may_be(community, committee, shift, people):
    make.going(shift, people[0])
    other = make.shift(community, committee, title="ล้างบ้าน")
    touching = make.move(make.shift(community, committee), starts_in=shift.ends_at - timezone.now())
    touching.starts_at = shift.ends_at
    touching.save()
    with pytest.raises(Refused, match="ส่งข้าวกล่อง") as caught:
        shifts.join(shift=other, volunteer=people[0])
    assert caught.value.code == "clash"
    assert shifts.join(shift=touching, volunteer=people[0]).status == "going"
    assert shifts.join(shift=other, volunteer=people[0], anyway=True).status == "going"


def test_a_waiting_list_is_no_clash(community, committee, shift, people):
    for one in people[:3]:
        make.going(shift, one)
    other = make.shift(community, committee)
    assert shifts.join(shift=other, volunteer=people[2]).status == "going"


def test_a_place_is_offered_accepted_and_changes_hands(shift, people, work):
    signup = make.going(shift, people[0])
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    work()
    told = Notice.objects.get()
    assert told.user == people[1].user
    assert ("หนึ่ง" in told.text, "หนึ่ง ก" in told.text) == (True, False)
    shifts.accept(signup=signup, actor=people[1].user)
    work()
    assert [(row.volunteer, row.status) for row in shift.signups.order_by("pk")] == [
        (people[0], "off"),
        (people[1], "going"),
    ]
    assert Notice.objects.filter(user=people[0].user).count() == 1


def test_who_waits_takes_the_offered_place_before_others(shift, people):
    rows = [make.going(shift, one) for one in people]
    shifts.offer(shift=shift, volunteer=people[0], to=people[3])
    shifts.accept(signup=rows[0], actor=people[3].user)
    assert statuses(shift) == ["off", "going", "waiting", "going"]


def test_an_offer_is_only_for_the_one_and_only_as_long_as_it_stands(shift, people):
    signup = make.going(shift, people[0])
    assert refused(shifts.accept, signup=signup, actor=people[1].user) == "gone"
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    assert refused(shifts.accept, signup=signup, actor=people[2].user) == "gone"
    shifts.offer(shift=shift, volunteer=people[0], to=None)
    assert refused(shifts.accept, signup=signup, actor=people[1].user) == "gone"
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    shifts.cancel(shift=shift, volunteer=people[0])
    assert refused(shifts.accept, signup=signup, actor=people[1].user) == "gone"


def test_who_declines_leaves_the_place_where_it_is(shift, people, work):
    signup = make.going(shift, people[0])
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    assert refused(shifts.decline, signup=signup, actor=people[2].user) == "gone"
    shifts.decline(signup=signup, actor=people[1].user)
    work()
    signup.refresh_from_db()
    assert (signup.status, signup.offered_to) == ("going", None)
    assert Notice.objects.filter(user=people[0].user).count() == 1


def test_a_place_is_not_offered_to_oneself_to_who_is_there_or_to_who_cannot(community, committee, people):
    wanted = make.skill(community)
    shift = make.shift(community, committee, skills=[wanted])
    for one in people[:2]:
        make.can(one, wanted)
        make.going(shift, one)
    for other in people[:3]:
        assert refused(shifts.offer, shift=shift, volunteer=people[0], to=other) == "whom"
    assert refused(shifts.offer, shift=shift, volunteer=people[3], to=people[0]) == "not_there"


def test_a_place_in_the_waiting_list_is_not_passed_on(shift, people):
    for one in people[:3]:
        make.going(shift, one)
    assert refused(shifts.offer, shift=shift, volunteer=people[2], to=people[3]) == "not_going"


def test_who_accepts_is_looked_at_like_everybody(community, committee, shift, people):
    signup = make.going(shift, people[0])
    shifts.offer(shift=shift, volunteer=people[0], to=people[1])
    other = make.shift(community, committee)
    make.going(other, people[1])
    assert refused(shifts.accept, signup=signup, actor=people[1].user) == "clash"
    people[1].status = "paused"
    people[1].save()
    assert refused(shifts.accept, signup=signup, actor=people[1].user, anyway=True) == "not_active"


def test_who_leaves_gives_all_coming_places_back(community, committee, shift, people):
    other = make.shift(community, committee, first=make.time(days=2, places=1))
    for one in people[:2]:
        make.going(other, one)
    make.going(shift, people[0])
    assert list(shifts.of_volunteer(people[0]).values_list("shift", flat=True)) == [shift.pk, other.pk]
    assert shifts.release(people[0]) == 2
    assert not shifts.of_volunteer(people[0]).exists()
    assert statuses(other) == ["off", "going"]


def test_who_helps_tomorrow_is_reminded_once(community, committee, shift, people, work):
    for one in people[:3]:
        make.going(shift, one)
    later = make.shift(community, committee, first=make.time(days=2))
    make.going(later, people[3])
    shifts.cancel(shift=shift, volunteer=people[0])
    work()
    Notice.objects.all().delete()
    assert (reminders.remind(), reminders.remind()) == (2, 0)
    work()
    assert {notice.user for notice in Notice.objects.all()} == {people[1].user, people[2].user}
    assert "09.00" in Notice.objects.first().text


def test_nobody_is_reminded_of_what_was_called_off(shift, people, committee):
    make.going(shift, people[0])
    missions.cancel(mission=shift.mission, reason="ฝนตก", actor=committee)
    assert reminders.remind() == 0
