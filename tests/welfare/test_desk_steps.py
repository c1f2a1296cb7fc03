"""Each step on a request: what it does, what it refuses, and who may not."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from households.models import Notice, Role
from lib.errors import Refused
from tests import factories
from tests.welfare import desk_builders as make
from tests.welfare.requests_builders import ask as ask_fund
from welfare.helpdesk import linking, merging, sorting, steps
from welfare.models import CaseEvent, CaseSubject, HelpCase, Volunteer


@pytest.fixture
def worker(community):
    return make.worker(community)


@pytest.fixture
def volunteer(community):
    return make.volunteer(community)


@pytest.fixture
def case(community):
    return make.ask(community)


def refused(why, act, /, **given):
    """It is refused with this code, and no step is written down."""
    before = CaseEvent.objects.count()
    with pytest.raises(Refused) as error:
        act(**given)
    assert error.value.code == why
    assert CaseEvent.objects.count() == before


def last(case):
    return case.events.order_by("-id").first()


def sort(case, actor, **given):
    kept = {"kind": case.kind, "urgency": case.urgency}
    return sorting.sort(case=case, actor=actor, **{**kept, **given})


def every_step(case, actor, volunteer):
    """Each step as (action, what it is given)."""
    later = timezone.now() + dt.timedelta(hours=1)
    return [
        (steps.give, {"to": volunteer}),
        (steps.take, {}),
        (steps.put_back, {}),
        (steps.tried, {}),
        (steps.call_back, {"at": later}),
        (steps.note, {"words": "x"}),
        (steps.tell, {"words": "x"}),
        (steps.close, {"outcome": "helped", "words": ""}),
        (steps.reopen, {"words": "x"}),
        (sorting.sort, {"kind": "food", "urgency": "today"}),
        (linking.link, {"kind": "order", "code": "abcdef34"}),
    ]


@pytest.mark.parametrize(
    "role", ["outsider", "foreign", "volunteer", "seller", "treasurer", "subject", "circle"]
)
def test_nobody_else_takes_any_step(case, community, volunteer, role, request):
    far = factories.community(name="ชุมชนไกล")
    if role == "foreign":
        actor = make.worker(far)
    elif role == "subject":
        actor = make.worker(community, name="ผู้ถูกร้อง ตัวอย่าง")
        CaseSubject.objects.create(case=case, user=actor)
    elif role == "circle":
        actor = make.in_circle(community)
    else:
        actor = volunteer if role == "volunteer" else request.getfixturevalue(role)
    for act, given in every_step(case, actor, volunteer):
        refused("not_theirs", act, case=case, actor=actor, **given)
    refused("not_theirs", merging.merge, case=case, into=make.ask(community), actor=actor)
    refused("not_theirs", merging.unmerge, case=case, actor=actor)


def test_a_volunteer_gets_it_in_hand_and_is_told_without_names(case, worker, volunteer, work):
    steps.give(case=case, to=volunteer, actor=worker, words="รับตอนเก้าโมง")
    work()
    case.refresh_from_db()
    assert (case.status, case.assignee, last(case).facts["to"]) == ("in_hand", volunteer, volunteer.pk)
    assert case.answered_at
    assert case.due_at > timezone.now() + dt.timedelta(hours=11)
    notice = Notice.objects.get(user=volunteer)
    assert case.code in notice.url
    assert not any(word in notice.text for word in (case.for_whom, case.place, case.phone))


def test_an_active_volunteer_without_a_role_may_have_it_but_one_who_rests_may_not(case, worker, community):
    helper = factories.user(name="รถกระบะ ตัวอย่าง")
    row = Volunteer.objects.create(community=community, user=helper, name="รถกระบะ", phone="0811111111")
    steps.give(case=case, to=helper, actor=worker)
    steps.put_back(case=case, actor=worker)
    row.status = "paused"
    row.save()
    refused("whom", steps.give, case=case, to=helper, actor=worker)


def test_it_is_given_to_nobody_outside_the_centre(case, worker, outsider, seller):
    for person in (outsider, seller, make.volunteer(factories.community(name="ชุมชนไกล"))):
        refused("whom", steps.give, case=case, to=person, actor=worker)


def test_who_is_complained_about_never_gets_it(case, worker, volunteer):
    CaseSubject.objects.create(case=case, user=volunteer)
    refused("whom", steps.give, case=case, to=volunteer, actor=worker)


def test_handing_over_frees_the_former_hand(case, worker, volunteer, community, work):
    other = make.volunteer(community, name="คนที่สอง ตัวอย่าง")
    steps.give(case=case, to=volunteer, actor=worker)
    refused("has_it", steps.give, case=case, to=volunteer, actor=worker)
    steps.give(case=case, to=other, actor=worker)
    assert not HelpCase.objects.given_to(volunteer).exists()
    work()
    assert Notice.objects.filter(user=volunteer).count() == 2
    refused("not_theirs", steps.note, case=case, words="x", actor=volunteer)


def test_taking_what_somebody_has_says_who(case, worker, committee):
    steps.take(case=case, actor=worker)
    with pytest.raises(Refused, match=worker.name):
        steps.take(case=case, actor=committee)
    refused("in_hand", steps.take, case=case, actor=worker)


def test_put_back_waits_again_no_longer_than_it_had(case, worker, volunteer):
    refused("waits", steps.put_back, case=case, actor=worker)
    steps.give(case=case, to=volunteer, actor=worker)
    case.refresh_from_db()
    had = case.due_at
    steps.put_back(case=case, actor=volunteer, words="รถเสีย")
    case.refresh_from_db()
    assert (case.status, case.assignee) == ("waiting", None)
    assert timezone.now() < case.due_at <= had
    assert last(case).words == "รถเสีย"


def test_a_call_that_nobody_answered_plans_the_next_one_by_urgency(community, worker):
    for urgency, minutes in (("danger", 10), ("today", 60), ("days", 360), ("later", 1440)):
        case = make.ask(community, urgency=urgency)
        steps.tried(case=case, actor=worker)
        case.refresh_from_db()
        planned = (case.call_at - timezone.now()).total_seconds() / 60
        assert (case.tries, round(planned)) == (1, minutes)
    steps.tried(case=case, actor=worker)
    case.refresh_from_db()
    assert case.tries == 2


def test_a_promised_call_is_what_is_due_until_the_person_was_told(case, worker):
    at = timezone.now() + dt.timedelta(minutes=20)
    steps.call_back(case=case, at=at, actor=worker)
    case.refresh_from_db()
    assert case.call_at == case.due_at == at
    steps.tell(case=case, words="รถมาแล้ว", actor=worker)
    case.refresh_from_db()
    assert case.call_at is None
    assert case.due_at > at


def test_a_call_lies_ahead_and_not_in_another_year(case, worker):
    for days in (-1, 61):
        at = timezone.now() + dt.timedelta(days=days)
        refused("when", steps.call_back, case=case, at=at, actor=worker)


def test_notes_and_words_to_the_person_are_not_empty(case, worker):
    refused("empty", steps.note, case=case, words="  ", actor=worker)
    refused("empty", steps.tell, case=case, words="", actor=worker)
    assert steps.note(case=case, words="สุนัขดุ", actor=worker).kind == "note"
    assert steps.tell(case=case, words="รถออกแล้ว", actor=worker).kind == "told"


def test_nothing_is_closed_without_an_outcome(case, worker):
    for outcome in ("", "solved"):
        refused("outcome", steps.close, case=case, outcome=outcome, words="x", actor=worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpCase.objects.filter(pk=case.pk).update(status="closed", closed_at=timezone.now())


@pytest.mark.parametrize("outcome", ["not_possible", "passed_on"])
def test_what_was_not_done_here_is_said_in_words(case, worker, outcome):
    refused("empty", steps.close, case=case, outcome=outcome, words=" ", actor=worker)
    assert steps.close(case=case, outcome=outcome, words="ส่งต่อ รพ.", actor=worker).status == "closed"


def test_a_closed_one_takes_no_more_steps_but_notes(case, worker, volunteer):
    steps.close(case=case, outcome="helped", words="", actor=worker)
    for act, given in every_step(case, worker, volunteer):
        if act in (steps.note, steps.tell, steps.reopen, linking.link):
            continue
        refused("closed", act, case=case, actor=worker, **given)
    assert steps.note(case=case, words="ขอบคุณ", actor=worker)


def test_opened_again_it_waits_anew_and_counts_it(case, worker):
    refused("open", steps.reopen, case=case, words="x", actor=worker)
    steps.take(case=case, actor=worker)
    steps.close(case=case, outcome="helped", words="", actor=worker)
    HelpCase.objects.filter(pk=case.pk).update(asked_at=timezone.now() - dt.timedelta(days=3))
    refused("empty", steps.reopen, case=case, words="", actor=worker)
    steps.reopen(case=case, words="ยังเจ็บ", actor=worker)
    case.refresh_from_db()
    assert (case.status, case.outcome, case.reopened, case.assignee) == ("waiting", "", 1, None)
    assert case.due_at > timezone.now()
    steps.take(case=case, actor=worker)
    case.refresh_from_db()
    assert case.due_at > timezone.now() + dt.timedelta(hours=11)


def test_the_volunteer_who_has_it_closes_it(case, worker, volunteer):
    steps.give(case=case, to=volunteer, actor=worker)
    steps.close(case=case, outcome="helped", words="", actor=volunteer)
    refused("not_theirs", steps.note, case=case, words="x", actor=volunteer)


def test_whoever_asked_with_an_account_is_told_of_answer_and_end(community, worker, buyer, work):
    case = make.ask(community, user=buyer)
    steps.tell(case=case, words="รถออกแล้ว", actor=worker)
    steps.close(case=case, outcome="helped", words="", actor=worker)
    work()
    assert Notice.objects.filter(user=buyer, url__contains=case.code).count() == 2


def test_sorting_says_what_changed_and_moves_the_time(case, worker, community):
    home = factories.household(community)
    due = case.due_at
    sort(case, worker, kind="safety", topic="hazard", urgency="danger", area="หมู่ 3", household=home)
    case.refresh_from_db()
    assert (case.kind, case.topic, case.area, case.household) == ("safety", "hazard", "หมู่ 3", home)
    assert case.due_at < due
    assert last(case).facts == {
        "kind": "safety", "topic": "hazard", "urgency": "danger", "area": "หมู่ 3", "household": home.code,
    }  # fmt: skip
    count = case.events.count()
    sort(case, worker, topic="hazard", area="หมู่ 3", household=home)
    assert case.events.count() == count


def test_sorting_takes_no_unknown_words_and_no_household_from_elsewhere(case, worker):
    refused("unknown", sort, case=case, actor=worker, kind="war")
    refused("unknown", sort, case=case, actor=worker, urgency="soon")
    refused("unknown", sort, case=case, actor=worker, topic="x")
    far = factories.household(factories.community(name="ชุมชนไกล"))
    refused("whose", sort, case=case, actor=worker, household=far)


def test_a_sensitive_kind_moves_into_the_circle_out_of_the_hand_and_off_the_desk(
    case, worker, volunteer, community, work
):
    refused("no_circle", sort, case=case, actor=worker, kind="violence")
    member = make.in_circle(community)
    steps.give(case=case, to=volunteer, actor=worker)
    work()
    Notice.objects.all().delete()
    sort(case, worker, kind="violence")
    case.refresh_from_db()
    assert (case.is_sensitive, case.status, case.assignee) == (True, "waiting", None)
    for person in (worker, volunteer):
        assert not HelpCase.objects.workable_by(person).filter(pk=case.pk).exists()
    assert HelpCase.objects.handled_by(member).get() == case
    work()
    assert [notice.user for notice in Notice.objects.all()] == [member]
    refused("not_theirs", sort, case=case, actor=worker, kind="ride", words="x")


def test_only_the_circle_lets_it_out_with_a_reason(case, worker, community):
    member = make.in_circle(community)
    sort(case, worker, is_sensitive=True)
    refused("reason", sort, case=case, actor=member, kind="ride")
    sort(case, member, kind="ride", words="ไม่ใช่เรื่องลับ")
    case.refresh_from_db()
    assert not case.is_sensitive
    assert HelpCase.objects.handled_by(worker).filter(pk=case.pk).exists()


def test_a_sensitive_one_is_given_only_inside_the_circle(community, worker, volunteer):
    member, other = make.in_circle(community), make.in_circle(community)
    case = make.ask(community, kind="abuse")
    for person in (worker, volunteer):
        refused("whom", steps.give, case=case, to=person, actor=member)
    steps.give(case=case, to=other, actor=member)
    case.refresh_from_db()
    assert case.assignee == other


def test_a_circle_in_which_only_the_accused_sits_takes_nothing(case, worker, community):
    CaseSubject.objects.create(case=case, user=make.in_circle(community))
    refused("no_circle", sort, case=case, actor=worker, kind="fraud")


def test_what_it_is_linked_with_is_there_in_the_community(case, worker, community):
    far = factories.community(name="ชุมชนไกล")
    aid = ask_fund(community)
    elsewhere = ask_fund(far)
    assert (
        linking.link(case=case, kind="aid", code=f" {aid.code.upper()} ", actor=worker).document
        == f"aid {aid.code}"
    )
    count = case.events.count()
    linking.link(case=case, kind="aid", code=aid.code, actor=worker)
    assert (case.links.count(), case.events.count()) == (1, count)
    for kind, code in (
        ("aid", elsewhere.code),
        ("aid", ""),
        ("goods", "abcd3467"),
        ("mission", "x"),
        ("order", "-"),
    ):
        refused("code", linking.link, case=case, kind=kind, code=code, actor=worker)
    refused("kind", linking.link, case=case, kind="payout", code=aid.code, actor=worker)
    linking.link(case=case, kind="order", code="abcd3467", actor=worker)
    assert [link.code for link in linking.of(case, worker)] == [aid.code, "abcd3467"]


def test_roles_that_ended_count_no_more(case, worker):
    Role.objects.filter(user=worker).update(until=timezone.localdate() - dt.timedelta(days=1))
    refused("not_theirs", steps.take, case=case, actor=worker)
