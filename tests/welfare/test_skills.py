"""The community's list of skills and tools, the usual list, and the committee's look at volunteers."""

import pytest

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import volunteer_builders as make
from welfare.models import Skill
from welfare.volunteering import figures, skills


def refused(code, act, **given):
    with pytest.raises(Refused) as error:
        act(**given)
    assert error.value.code == code


@pytest.fixture
def nursing(community):
    return make.skill(community, "พยาบาล", needs_check=True)


def test_the_usual_list_is_taken_over_once_and_leaves_what_is_there(community, committee):
    skills.add(community=community, kind="skill", name="ปฐมพยาบาล", needs_check=True, actor=committee)
    count = skills.take_usual(community=community, actor=committee)
    assert count == len(skills.USUAL) - 1
    assert skills.take_usual(community=community, actor=committee) == 0
    assert skills.usual(community) == []
    first_aid = Skill.objects.get(community=community, name="ปฐมพยาบาล")
    assert first_aid.needs_check is True
    assert set(Skill.objects.filter(kind="tool").values_list("name", flat=True)) >= {
        "เรือ",
        "รถกระบะ",
        "เครื่องปั่นไฟ",
    }
    assert Skill.objects.get(name="ดูแลเด็ก").needs_check


def test_a_name_stands_once_on_the_list(community, committee, nursing):
    given = {"community": community, "kind": "skill", "needs_check": False, "actor": committee}
    refused("twice", skills.add, name="พยาบาล", **given)
    other = skills.add(name="ทำอาหาร", **given)
    refused("twice", skills.change, skill=other, name="พยาบาล", needs_check=False, actor=committee)
    assert Skill.objects.get(pk=other.pk).name == "ทำอาหาร"
    refused("unknown", skills.add, **{**given, "kind": "magic"}, name="x")


def test_adding_what_was_taken_off_brings_it_back(community, committee, nursing):
    skills.offer(skill=nursing, is_offered=False, actor=committee)
    back = skills.add(community=community, kind="skill", name="พยาบาล", needs_check=True, actor=committee)
    assert (back.pk, back.is_offered) == (nursing.pk, True)


def test_only_the_committee_keeps_the_list(community, treasurer, nursing):
    worker = factories.with_role(community, "case_worker")
    far = factories.with_role(factories.community(name="ไกล"), "committee")
    for person in (treasurer, worker, far):
        refused("role", skills.take_usual, community=community, actor=person)
        refused("role", skills.offer, skill=nursing, is_offered=False, actor=person)
        refused("role", skills.change, skill=nursing, name="x", needs_check=False, actor=person)


def test_a_look_is_on_record_with_who_and_when_and_the_first_counts(community, committee, nursing, work):
    one = make.volunteer(community, None, nursing)
    assert figures.count_to_check(community) == 1
    row = skills.check(volunteer=one, skill=nursing, actor=committee)
    chair = factories.with_role(community, "chair")
    again = skills.check(volunteer=one, skill=nursing, actor=chair)
    assert (again.checked_by, again.checked_at) == (committee, row.checked_at)
    assert figures.count_to_check(community) == 0
    work()
    assert Notice.objects.filter(user=one.user).count() == 1


def test_nobody_looks_at_oneself(community, committee, nursing):
    one = make.volunteer(community, committee, nursing)
    refused("self", skills.check, volunteer=one, skill=nursing, actor=committee)
    refused("self", skills.uncheck, volunteer=one, skill=nursing, actor=committee)
    assert one.skills.get().checked_at is None


def test_a_case_worker_and_another_committee_do_not_look(community, nursing):
    one = make.volunteer(community, None, nursing)
    worker = factories.with_role(community, "case_worker")
    far = factories.with_role(factories.community(name="ไกล"), "committee")
    for person in (worker, far):
        refused("role", skills.check, volunteer=one, skill=nursing, actor=person)


def test_a_look_is_for_what_is_offered_and_needs_it(community, committee, nursing):
    boat = make.skill(community, "เรือ", kind="tool")
    one = make.volunteer(community, None, boat)
    refused("not_offered", skills.check, volunteer=one, skill=nursing, actor=committee)
    refused("no_check", skills.check, volunteer=one, skill=boat, actor=committee)


def test_a_look_can_be_taken_back(community, committee, nursing):
    one = make.volunteer(community, None, nursing)
    skills.check(volunteer=one, skill=nursing, actor=committee)
    for _press in range(2):
        skills.uncheck(volunteer=one, skill=nursing, actor=committee)
    assert (one.skills.get().checked_by, one.skills.get().checked_at) == (None, None)


def test_who_had_it_before_the_look_was_asked_for_waits(community, committee):
    cooking = make.skill(community, "ทำอาหาร")
    make.volunteer(community, None, cooking)
    skills.change(skill=cooking, name="ทำอาหาร", needs_check=True, actor=committee)
    found = figures.skills_of(community).get()
    assert (found.able, found.waiting) == (0, 1)
