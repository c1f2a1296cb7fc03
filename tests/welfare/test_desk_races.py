"""Two at once at the desk: who takes it, closing while it is merged, merging each into the other."""

import threading

import pytest
from django.db import connection

from tests.racing import AT_ONCE, side_by_side, together
from tests.welfare import desk_builders as make
from welfare.helpdesk import linking, merging, steps
from welfare.models import CaseLink, HelpCase

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


@pytest.fixture
def workers(community):
    return [make.worker(community, name=f"คนที่ {number} ตัวอย่าง") for number in range(AT_ONCE)]


@pytest.fixture
def case(community):
    return make.ask(community)


def test_eight_who_take_it_at_once_one_has_it(case, workers):
    outcomes = together(lambda number: steps.take(case=case, actor=workers[number]).assignee.pk)
    assert outcomes.count("in_hand") == AT_ONCE - 1
    case.refresh_from_db()
    assert case.assignee.pk in outcomes
    assert case.events.filter(kind="taken").count() == 1


def test_taking_and_giving_away_at_once_leaves_it_in_one_hand(case, workers, community):
    helper = make.volunteer(community)
    side_by_side(
        lambda: steps.take(case=case, actor=workers[0]),
        lambda: steps.give(case=case, to=helper, actor=workers[1]),
    )
    case.refresh_from_db()
    last = case.events.order_by("-id").first()
    assert case.assignee_id == (helper.pk if last.kind == "given" else workers[0].pk)


def test_eight_who_close_it_close_it_once(case, workers):
    outcomes = together(
        lambda number: steps.close(case=case, outcome="helped", words="", actor=workers[number]).status
    )
    assert outcomes == ["closed"] * AT_ONCE
    assert case.events.filter(kind="closed").count() == 1


def test_eight_calls_that_nobody_answered_are_eight(case, workers):
    together(lambda number: steps.tried(case=case, actor=workers[number]).tries)
    case.refresh_from_db()
    assert case.tries == AT_ONCE


@pytest.mark.parametrize("turned", [False, True])
def test_closing_while_another_is_counted_in_it_never_leaves_one_behind(case, workers, community, turned):
    for _round in range(5):
        pair = [make.ask(community), make.ask(community)]
        main, twice = reversed(pair) if turned else pair
        side_by_side(
            lambda main=main: steps.close(case=main, outcome="helped", words="", actor=workers[0]),
            lambda main=main, twice=twice: merging.merge(case=twice, into=main, actor=workers[1]),
        )
        main.refresh_from_db()
        twice.refresh_from_db()
        assert main.status == "closed"
        assert (twice.merged_into_id, twice.status) in [(main.pk, "closed"), (None, "waiting")]


@pytest.mark.parametrize("turned", [False, True])
def test_closing_while_it_is_taken_apart_ends_it_or_leaves_it_whole(case, workers, community, turned):
    for _round in range(5):
        pair = [make.ask(community), make.ask(community)]
        main, twice = reversed(pair) if turned else pair
        merging.merge(case=twice, into=main, actor=workers[0])
        outcomes = side_by_side(
            lambda main=main: steps.close(case=main, outcome="helped", words="", actor=workers[0]).status,
            lambda twice=twice: merging.unmerge(case=twice, actor=workers[1]).status,
        )
        assert len(outcomes) == 2
        twice.refresh_from_db()
        assert twice.merged_into_id is None
        assert twice.status == ("closed" if twice.events.filter(kind="closed").exists() else "waiting")


def test_each_counted_in_the_other_at_once_one_stays(workers, community):
    one, other = make.ask(community), make.ask(community)
    outcomes = side_by_side(
        lambda: merging.merge(case=one, into=other, actor=workers[0]).code,
        lambda: merging.merge(case=other, into=one, actor=workers[1]).code,
    )
    assert len(outcomes) == 2
    assert HelpCase.objects.filter(merged_into__isnull=False).count() == 1


def test_linked_eight_times_it_is_linked_once(case, workers):
    together(lambda number: linking.link(case=case, kind="order", code="abcd3467", actor=workers[number]).pk)
    assert CaseLink.objects.count() == 1
    assert case.events.filter(kind="linked").count() == 1


def test_the_control_fails_without_the_lock(case, workers, monkeypatch):
    """Two read that it waits before either writes: without the lock both have it."""
    gate = threading.Barrier(2)

    def unlocked(case, actor):
        row = HelpCase.objects.select_related("community", "assignee").get(pk=case.pk)
        gate.wait()
        return row

    monkeypatch.setattr(steps, "at_desk", unlocked)
    outcomes = side_by_side(
        *(lambda who=who: steps.take(case=case, actor=who).assignee.pk for who in workers[:2])
    )
    assert sorted(outcomes) == sorted(who.pk for who in workers[:2])
