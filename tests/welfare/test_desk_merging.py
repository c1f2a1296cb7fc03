"""Requests told twice: what looks alike, counting one in the other, and taking them apart."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from lib.errors import Refused
from tests import factories
from tests.welfare import desk_builders as make
from welfare.helpdesk import hints, merging, sorting, steps
from welfare.models import CaseSubject, HelpCase


@pytest.fixture
def worker(community):
    return make.worker(community)


@pytest.fixture
def pair(community):
    return make.ask(community), make.ask(community)


def refused(why, act, /, **given):
    with pytest.raises(Refused) as error:
        act(**given)
    assert error.value.code == why


def fresh(case):
    return HelpCase.objects.get(pk=case.pk)


def test_counted_in_another_it_leaves_the_board_and_both_say_so(pair, worker):
    case, into = pair
    merging.merge(case=case, into=into, actor=worker)
    assert list(HelpCase.objects.open()) == [into]
    facts = [row.events.get(kind="merged").facts for row in pair]
    assert facts == [{"into": into.code}, {"from": case.code}]


def test_it_ends_and_opens_again_with_the_other_one(pair, worker):
    case, into = pair
    merging.merge(case=case, into=into, actor=worker)
    steps.close(case=into, outcome="helped", words="", actor=worker)
    assert (fresh(case).status, fresh(case).outcome) == ("closed", "helped")
    assert case.events.get(kind="closed").facts["with"] == into.code
    steps.reopen(case=into, words="ยังไม่เสร็จ", actor=worker)
    assert [fresh(row).status for row in pair] == ["waiting", "waiting"]
    assert fresh(case).merged_into == into


def test_on_one_that_is_counted_elsewhere_nothing_is_done(pair, worker, community):
    case, into = pair
    merging.merge(case=case, into=into, actor=worker)
    refused("merged", steps.take, case=case, actor=worker)
    refused("merged", steps.close, case=case, outcome="helped", words="", actor=worker)
    refused("merged", merging.merge, case=case, into=make.ask(community), actor=worker)
    refused("merged", merging.merge, case=make.ask(community), into=case, actor=worker)


def test_one_level_only(pair, worker, community):
    case, into = pair
    merging.merge(case=case, into=into, actor=worker)
    refused("has_merged", merging.merge, case=into, into=make.ask(community), actor=worker)


def test_closed_ones_and_itself_are_not_merged(pair, worker):
    case, into = pair
    refused("same", merging.merge, case=case, into=case, actor=worker)
    steps.close(case=into, outcome="helped", words="", actor=worker)
    refused("closed", merging.merge, case=case, into=into, actor=worker)
    refused("closed", merging.merge, case=into, into=case, actor=worker)


def test_not_across_communities_nor_across_the_circle(pair, worker, community):
    far = factories.community(name="ชุมชนไกล")
    make.in_circle(community, worker)
    factories.Role.objects.create(user=worker, kind="case_worker", community=far)
    refused("whose", merging.merge, case=pair[0], into=make.ask(far), actor=worker)
    refused("circle", merging.merge, case=pair[0], into=make.ask(community, kind="fraud"), actor=worker)


def test_taken_apart_it_stands_as_it_was(pair, worker, community):
    case, into = pair
    volunteer = make.volunteer(community)
    refused("alone", merging.unmerge, case=case, actor=worker)
    steps.give(case=case, to=volunteer, actor=worker)
    merging.merge(case=case, into=into, actor=worker)
    assert not HelpCase.objects.given_to(volunteer).exists()
    merging.unmerge(case=case, actor=worker)
    assert (fresh(case).merged_into, fresh(case).assignee) == (None, volunteer)
    assert HelpCase.objects.given_to(volunteer).get() == case
    assert [row.events.filter(kind="unmerged").count() for row in pair] == [1, 1]


def test_into_the_circle_they_go_together(pair, worker, community):
    case, into = pair
    make.in_circle(community)
    merging.merge(case=case, into=into, actor=worker)
    sorting.sort(case=into, kind="abuse", urgency="today", actor=worker)
    assert fresh(case).is_sensitive


def reasons(case, user):
    return [{str(reason) for reason in hint.reasons} for hint in hints.like(case, user=user)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"for_whom": "ตาคำ", "place": "วัด"}, "the same phone"),
        ({"for_whom": "ตาคำ", "phone": "0899999999", "place": "บ้าน เลขที่ ๗"}, "the same place"),
        ({"phone": "0899999999", "place": "วัด", "for_whom": "ยายแก้ว  ตัวอย่าง"}, "the same name"),
        ({"phone": "0899999999", "place": "วัด", "for_whom": "ยายแก้ว ตัวอย่างๆ"}, "a name much alike"),
    ],
)
def test_what_looks_alike_is_found_with_its_reason(community, worker, other, expected):
    case = make.ask(community)
    make.ask(community, **{"kind": "food", **other})
    with override("en"):
        assert [expected in found for found in reasons(case, worker)] == [True]


def test_what_is_different_or_long_ago_or_elsewhere_is_no_hint(community, worker):
    case = make.ask(community)
    make.ask(community, for_whom="ตาคำ ใจดี", place="วัด", phone="0899999999")
    old = make.ask(community)
    HelpCase.objects.filter(pk=old.pk).update(asked_at=timezone.now() - dt.timedelta(days=40))
    make.ask(factories.community(name="ชุมชนไกล"))
    assert hints.like(case, user=worker) == []


def test_no_hint_tells_of_what_one_may_not_read(community, worker):
    case = make.ask(community)
    make.ask(community, kind="abuse")
    about = make.ask(community)
    CaseSubject.objects.create(case=about, user=worker)
    assert hints.like(case, user=worker) == []
    member = make.in_circle(community)
    assert [hint.case.kind for hint in hints.like(make.ask(community, kind="fraud"), user=member)] == [
        "abuse"
    ]


def test_hints_take_three_statements(community, worker, django_assert_max_num_queries):
    case = make.ask(community)
    make.many(community, 50, phone=case.phone)
    with django_assert_max_num_queries(3):
        assert len(hints.like(case, user=worker)) == 6
