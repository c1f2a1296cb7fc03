"""Calls to volunteers and the gaps to fill: who is asked, how far away, and how often."""

import pytest
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests.welfare import missions_builders as make
from welfare.models import CallOut
from welfare.volunteering import callouts, missions


def refused(**given):
    with pytest.raises(Refused) as caught:
        callouts.call(**{"words": "", **given})
    return caught.value.code


@pytest.mark.parametrize(
    ("area", "place", "far"),
    [
        ("หมู่ 3", "หมู่ 3", "same"),
        ("ม.3 บ้านสวน", "บ้านสวน ม. 3", "same"),
        ("บ้านสวน", "บ้านสวน หมู่ 3", "same"),
        ("หมู่ 1", "หมู่ 12", "other"),
        ("หมู่ 3 บ้านสวน", "หมู่ 3 บ้านไร่", "near"),
        ("หมู่ 5", "ตลาดเก่า", "other"),
        ("", "หมู่ 3", "unknown"),
        ("หมู่ 3", "", "unknown"),
    ],
)
def test_distance_is_said_by_the_words_alone(area, place, far):
    assert callouts.distance(area, place) == far


def test_who_can_and_is_not_signed_up_is_asked_once(community, committee, work):
    wanted = make.skill(community)
    mission = make.mission(community, committee, skills=[wanted])
    able = [make.volunteer(community, area=area) for area in ("หมู่ 3", "หมู่ 9", "")]
    goes, rests = make.volunteer(community), make.volunteer(community, status="paused")
    make.volunteer(community)
    for one in (*able, goes, rests):
        make.can(one, wanted)
    make.going(mission.shifts.get(), goes)
    sent = callouts.call(mission=mission, words="ขอคนขับอีกคน", actor=committee)
    work()
    assert (sent.asked, sent.words, sent.sent_by) == (3, "ขอคนขับอีกคน", committee)
    texts = {notice.user: notice.text for notice in Notice.objects.all()}
    assert set(texts) == {one.user for one in able}
    assert len({text.split("ขอคนขับ")[0] for text in texts.values()}) == 3
    assert all("ส่งข้าวกล่อง" in text and "99" not in text for text in texts.values())


def test_volunteers_are_called_once_a_day_for_a_mission(community, committee):
    make.volunteer(community)
    mission = make.mission(community, committee)
    callouts.call(mission=mission, words="", actor=committee)
    assert refused(mission=mission, actor=committee) == "today"
    callouts.call(mission=make.mission(community, committee), words="", actor=committee)
    assert CallOut.objects.count() == 2


def test_tomorrow_they_may_be_called_again(community, committee, monkeypatch):
    make.volunteer(community)
    mission = make.mission(community, committee, first=make.time(days=5))
    callouts.call(mission=mission, words="", actor=committee)
    tomorrow = timezone.now() + 24 * make.HOUR
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert callouts.call(mission=mission, words="", actor=committee).asked == 1


def test_a_call_is_refused_where_it_makes_no_sense(community, committee, outsider):
    draft = make.mission(community, committee, opens=False)
    assert refused(mission=draft, actor=outsider) == "not_theirs"
    assert refused(mission=draft, actor=committee) == "over"
    missions.open_to_volunteers(mission=draft, actor=committee)
    assert refused(mission=draft, actor=committee) == "nobody"
    for _number in range(2):
        make.going(draft.shifts.get(), make.volunteer(community))
    make.volunteer(community)
    assert refused(mission=draft, actor=committee) == "full"


def test_gaps_are_shifts_with_places_free_within_14_days(community, committee):
    soon = make.mission(community, committee, first=make.time(days=3))
    make.mission(community, committee, first=make.time(days=20))
    make.mission(community, committee, opens=False)
    full = make.shift(community, committee, first=make.time(places=1))
    make.going(full, make.volunteer(community, area="หมู่ 3"))
    make.volunteer(community, area="หมู่ 9")
    (gap,) = callouts.gaps(community)
    assert (gap.shift.mission, gap.free, gap.can, gap.called_today) == (soon, 2, 2, False)
    assert gap.by_distance == {"same": 1, "other": 1}
    callouts.call(mission=soon, words="", actor=committee)
    assert callouts.gaps(community)[0].called_today


def test_gaps_take_the_same_few_questions_for_any_number(community, committee, django_assert_max_num_queries):
    wanted, course = make.skill(community), make.course(community)
    for number in range(12):
        make.mission(community, committee, first=make.time(days=number + 1), skills=[wanted], course=course)
    for _number in range(5):
        make.can(make.volunteer(community), wanted)
    with django_assert_max_num_queries(8):
        assert len(callouts.gaps(community)) == 12
