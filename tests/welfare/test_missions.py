"""Missions: written, opened, given times, changed, done and called off."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import CaseEvent, CaseLink, CaseSubject, CircleMember, Mission, Shift, SignUp
from welfare.volunteering import missions, shifts


def refused(act, **given):
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value.code


@pytest.fixture
def worker(community):
    return factories.with_role(community, "case_worker")


@pytest.mark.parametrize("kind", ["treasurer", "auditor", "volunteer", "collector"])
def test_who_does_not_look_after_volunteers_writes_no_mission(community, kind):
    other = factories.with_role(community, "treasurer" if kind == "collector" else kind)
    given = {"community": community, "told": make.told(), "skills": [], "first": make.time()}
    assert refused(missions.write, actor=other, **given) == "not_theirs"
    assert not Mission.objects.exists()


def test_the_committee_of_another_community_writes_no_mission(community):
    far = factories.with_role(factories.community(), "committee")
    given = {"community": community, "told": make.told(), "skills": [], "first": make.time()}
    assert refused(missions.write, actor=far, **given) == "not_theirs"


def test_a_kind_that_there_is_not_is_refused(community, committee):
    given = {"community": community, "skills": [], "first": make.time(), "actor": committee}
    assert refused(missions.write, told=make.told(kind="war"), **given) == "unknown"


def test_a_skill_or_course_of_another_community_is_refused(community, committee):
    far = factories.community()
    given = {"community": community, "first": make.time(), "actor": committee}
    assert refused(missions.write, told=make.told(), skills=[make.skill(far)], **given) == "elsewhere"
    assert refused(missions.write, told=make.told(course=make.course(far)), skills=[], **given) == "elsewhere"


@pytest.mark.parametrize(
    "first", [make.time(days=-2), make.time(hours=0), make.time(hours=-1), make.time(hours=25)]
)
def test_a_time_that_is_none_is_refused_and_nothing_is_kept(community, committee, first):
    given = {"community": community, "told": make.told(), "skills": [], "actor": committee}
    assert refused(missions.write, first=first, **given) == "time"
    assert not Mission.objects.exists()


def test_a_mission_is_a_draft_or_open_at_once(community, committee, worker):
    draft = make.mission(community, worker, opens=False)
    opened = make.mission(community, committee)
    assert (draft.status, opened.status) == ("draft", "open")
    assert (draft.coordinator, draft.shifts.get().places, len(draft.shifts.get().checkin)) == (worker, 2, 4)


def test_a_draft_without_a_time_to_come_is_not_opened(community, committee):
    draft = make.mission(community, committee, opens=False)
    make.over(draft.shifts.get())
    assert refused(missions.open_to_volunteers, mission=draft, actor=committee) == "no_shift"
    missions.add_shift(mission=draft, time=make.time(), actor=committee)
    assert missions.open_to_volunteers(mission=draft, actor=committee).status == "open"
    assert missions.open_to_volunteers(mission=draft, actor=committee).status == "open"


def test_a_mission_of_a_request_stands_on_the_requests_record(community, worker):
    case = make.case(community)
    mission = make.mission(community, worker, case=case)
    assert mission.case == case
    assert CaseLink.objects.get().document == f"mission {mission.code}"
    event = CaseEvent.objects.get(kind="linked")
    assert (event.actor, event.facts) == (worker, {"document": f"mission {mission.code}"})


def test_a_request_that_one_may_not_see_gets_no_mission(community, worker):
    sensitive = make.case(community, kind="violence", is_sensitive=True)
    about_oneself = make.case(community)
    CaseSubject.objects.create(case=about_oneself, user=worker)
    far = make.case(factories.community())
    given = {"community": community, "told": make.told(), "skills": [], "first": make.time(), "actor": worker}
    for case in (sensitive, about_oneself, far):
        assert refused(missions.write, case=case, **given) == "not_theirs"
    CircleMember.objects.create(community=community, user=worker, added_by=worker)
    assert missions.write(case=sensitive, **given).case == sensitive


def test_a_request_of_another_of_ones_communities_is_refused(community, worker):
    far = factories.community()
    worker.roles.create(kind="case_worker", community=far)
    given = {"community": community, "told": make.told(), "skills": [], "first": make.time(), "actor": worker}
    assert refused(missions.write, case=make.case(far), **given) == "elsewhere"


def test_only_who_looks_after_it_changes_a_mission(community, committee, outsider):
    mission = make.mission(community, committee)
    given = {"mission": mission, "actor": outsider}
    acts = [
        (missions.change, {"told": make.told(), "skills": []}),
        (missions.open_to_volunteers, {}),
        (missions.add_shift, {"time": make.time(days=2)}),
        (missions.finish, {}),
        (missions.cancel, {"reason": "ฝนตก"}),
    ]
    assert [refused(act, **given, **more) for act, more in acts] == ["not_theirs"] * 5


def test_other_words_are_kept_and_another_place_is_told(community, committee, work):
    mission = make.mission(community, committee)
    one = make.volunteer(community)
    make.going(mission.shifts.get(), one)
    wanted = make.skill(community)
    missions.change(mission=mission, told=make.told(title="ล้างบ้าน"), skills=[wanted], actor=committee)
    work()
    assert not Notice.objects.exists()
    missions.change(mission=mission, told=make.told(address="ศาลา"), skills=[], actor=committee)
    work()
    mission.refresh_from_db()
    assert (mission.title, mission.address, mission.skills.count()) == ("ส่งข้าวกล่อง", "ศาลา", 0)
    assert Notice.objects.get().user == one.user


def test_the_same_time_twice_is_refused(community, committee):
    mission = make.mission(community, committee)
    assert refused(missions.add_shift, mission=mission, time=make.time(), actor=committee) == "same"
    missions.add_shift(mission=mission, time=make.time(days=2), actor=committee)
    assert mission.shifts.count() == 2


def test_the_database_keeps_times_and_places_right(community, committee):
    mission = make.mission(community, committee)
    now = timezone.now()
    for ends_at, places in ((now, 1), (now - make.HOUR, 1), (now + make.HOUR, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shift.objects.create(mission=mission, starts_at=now, ends_at=ends_at, places=places)


def test_a_mission_with_people_still_to_come_is_not_done(community, committee):
    mission = make.mission(community, committee)
    signup = make.going(mission.shifts.get(), make.volunteer(community))
    assert refused(missions.finish, mission=mission, actor=committee) == "to_come"
    make.over(signup.shift)
    assert missions.finish(mission=mission, actor=committee).status == "done"
    assert missions.finish(mission=mission, actor=committee).status == "done"
    for act, more in ((missions.cancel, {"reason": "x"}), (missions.add_shift, {"time": make.time()})):
        assert refused(act, mission=mission, actor=committee, **more) == "over"


def test_calling_off_needs_a_reason(community, committee):
    mission = make.mission(community, committee)
    assert refused(missions.cancel, mission=mission, reason="", actor=committee) == "reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        Mission.objects.filter(pk=mission.pk).update(status="cancelled")


def test_everybody_who_is_signed_up_reads_that_it_is_called_off_and_why(community, committee, work):
    mission = make.mission(community, committee, first=make.time(places=1))
    goes, waits, left = (make.volunteer(community, name=name) for name in ("หนึ่ง", "สอง", "สาม"))
    row = mission.shifts.get()
    for one in (goes, waits, left):
        make.going(row, one)
    shifts.cancel(shift=row, volunteer=left)
    missions.cancel(mission=mission, reason="ฝนตกหนัก", actor=committee)
    work()
    told = Notice.objects.filter(text__contains="ฝนตกหนัก")
    assert {notice.user for notice in told} == {goes.user, waits.user}
    assert set(SignUp.objects.values_list("status", flat=True)) == {"off"}


def test_who_was_there_before_it_was_called_off_stays_expected(community, committee):
    mission = make.mission(community, committee)
    row = mission.shifts.get()
    make.going(row, make.volunteer(community))
    make.move(row, starts_in=-dt.timedelta(days=1))
    missions.add_shift(mission=mission, time=make.time(days=3), actor=committee)
    missions.cancel(mission=mission, reason="เลิก", actor=committee)
    assert SignUp.objects.get().status == "going"
