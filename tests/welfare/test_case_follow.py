"""Following a request to the centre by its code: what is told, to whom, and what whoever asked can still say."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare.cases_builders import ask_centre
from welfare.helpdesk import answers, merging, standing, steps
from welfare.models import CaseEvent, CircleMember, HelpCase


@pytest.fixture
def case(community):
    return ask_centre(community)


@pytest.fixture
def case_worker(community):
    return factories.with_role(community, "case_worker", name="นารี ศรีสุข")


@pytest.fixture
def volunteer(community):
    return factories.with_role(community, "volunteer", name="ปรีชา มานะ")


def address(name, case):
    return reverse(f"welfare:{name}", args=[case.code])


def follow(case, user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(address("case_follow", case)).content.decode()


def labels(case):
    return [step["label"] for step in standing.standing(HelpCase.objects.get(pk=case.pk)).steps]


def close(case, actor, outcome="helped", words=""):
    steps.close(case=case, outcome=outcome, words=words, actor=actor)
    case.refresh_from_db()


@pytest.mark.parametrize("typed", ["{0}-{1}", " {0} {1} "])
def test_the_code_leads_to_the_page_however_it_is_typed(case, typed):
    code = typed.format(case.code[:4].upper(), case.code[4:].upper())
    assert Client().get(reverse("welfare:aid_find"), {"code": code}).url == address("case_follow", case)


def test_the_page_names_nobody_who_is_helped(case, case_worker):
    text = follow(case)
    for secret in (case.for_whom, case.place, case.phone, "081-234-5678", "081 234 5678"):
        assert secret not in text
    assert case.code in text


def test_the_page_is_found_by_no_search(case):
    response = Client().get(address("case_follow", case))
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")
    assert "no-store" in response["Cache-Control"]


def test_a_code_that_is_none_is_not_found(community):
    assert Client().get(reverse("welfare:case_follow", args=["abcd2345"])).status_code == 404


def test_a_waiting_request_tells_by_when_and_whom_to_call(case, community):
    case.due_at = timezone.now() + dt.timedelta(days=3)
    case.save()
    text = follow(case)
    assert standing.soon(case.due_at) in text
    assert f"tel:+66{community.phone[1:]}" in text


def test_a_late_request_asks_to_call(case):
    HelpCase.objects.filter(pk=case.pk).update(due_at=timezone.now() - dt.timedelta(minutes=1))
    case.refresh_from_db()
    assert standing.soon(case.due_at) not in " ".join(standing.standing(case).expect)


def test_a_request_in_hand_tells_the_first_name_alone(case, case_worker, volunteer):
    steps.give(case=case, to=volunteer, actor=case_worker)
    text = follow(case)
    assert "ปรีชา" in text
    assert "มานะ" not in text


def test_a_sensitive_request_names_nobody_and_nothing(community, volunteer):
    CircleMember.objects.create(community=community, user=volunteer, added_by=volunteer)
    case = ask_centre(community, "violence")
    steps.take(case=case, actor=volunteer)
    text = follow(case)
    for secret in ("ปรีชา", str(HelpCase.Kind.VIOLENCE.label), case.for_whom):
        assert secret not in text


def test_what_the_centre_writes_is_read_and_notes_are_not(case, case_worker):
    steps.tell(case=case, words="รถมารับพรุ่งนี้เช้า", actor=case_worker)
    steps.note(case=case, words="บ้านนี้มีหมาดุ", actor=case_worker)
    text = follow(case)
    assert "รถมารับพรุ่งนี้เช้า" in text
    assert "บ้านนี้มีหมาดุ" not in text


def test_calls_that_nobody_answered_are_told(case, case_worker):
    before = follow(case)
    steps.tried(case=case, actor=case_worker)
    case.refresh_from_db()
    assert case.tries == 1
    assert len(standing.standing(case).expect) == 2
    assert follow(case) != before


def test_danger_is_told_to_call_first(community):
    case = ask_centre(community, "rescue", urgency="danger")
    assert "1669" in standing.standing(case).expect[0]


def test_one_that_was_told_twice_follows_the_other_one(community, case, case_worker, volunteer):
    twin = ask_centre(community)
    merging.merge(case=twin, into=case, actor=case_worker)
    steps.give(case=case, to=volunteer, actor=case_worker)
    steps.tell(case=case, words="รถกำลังไป", actor=case_worker)
    text = follow(twin)
    assert "ปรีชา" in text
    assert "รถกำลังไป" in text
    assert address("case_withdraw", twin) not in text
    close(case, case_worker)
    assert HelpCase.Outcome.HELPED.label in labels(twin)


def test_a_closed_request_shows_how_it_ended(case, case_worker):
    close(case, case_worker, "not_possible", "ไม่มีเรือ")
    found = standing.standing(case)
    assert found.steps[-1]["state"] == "stopped"
    assert not found.is_open
    assert address("case_files", case) not in follow(case)


def test_who_has_the_code_says_that_it_is_not_solved(case, case_worker, volunteer, work):
    steps.give(case=case, to=volunteer, actor=case_worker)
    close(case, case_worker)
    work()
    Notice.objects.all().delete()
    Client().post(address("case_not_solved", case), {"words": "น้ำยังไม่มา"})
    case.refresh_from_db()
    assert (case.status, case.outcome, case.closed_at, case.reopened) == ("waiting", "", None, 1)
    event = case.events.get(kind=CaseEvent.Kind.NOT_SOLVED)
    assert (event.words, event.actor) == ("น้ำยังไม่มา", None)
    assert case.due_at > timezone.now()
    work()
    assert Notice.objects.filter(user=case_worker).exists()


def test_not_solved_of_one_told_twice_opens_the_other_one(community, case, case_worker):
    twin = ask_centre(community)
    merging.merge(case=twin, into=case, actor=case_worker)
    close(case, case_worker)
    Client().post(address("case_not_solved", twin))
    case.refresh_from_db()
    assert case.status == "waiting"


def test_an_open_request_cannot_be_unsolved(case):
    with pytest.raises(Refused) as refused:
        answers.not_solved(case=case, user=None)
    assert refused.value.code == "open"


def test_after_long_it_is_asked_anew(case, case_worker):
    close(case, case_worker)
    HelpCase.objects.filter(pk=case.pk).update(closed_at=timezone.now() - dt.timedelta(days=91))
    with pytest.raises(Refused) as refused:
        answers.not_solved(case=case, user=None)
    assert refused.value.code == "long_ago"
    assert address("case_not_solved", case) not in follow(case)


def test_who_asked_no_longer_needs_it(case, case_worker, volunteer, work):
    steps.give(case=case, to=volunteer, actor=case_worker)
    work()
    Notice.objects.all().delete()
    Client().post(address("case_withdraw", case))
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "not_needed")
    assert case.events.filter(kind=CaseEvent.Kind.CLOSED).count() == 1
    work()
    assert Notice.objects.filter(user=volunteer).exists()


def test_pressing_twice_closes_once(case):
    for _time in range(2):
        Client().post(address("case_withdraw", case))
    assert case.events.filter(kind=CaseEvent.Kind.CLOSED).count() == 1


def test_a_request_with_an_account_behind_it_is_not_taken_back_by_the_code_alone(community, buyer):
    case = ask_centre(community, user=buyer)
    assert address("case_withdraw", case) not in follow(case)
    Client().post(address("case_withdraw", case))
    case.refresh_from_db()
    assert case.status == "waiting"
    assert address("case_withdraw", case) in follow(case, buyer)
    answers.withdraw(case=case, user=buyer)
    case.refresh_from_db()
    assert case.status == "closed"


def test_nobody_closes_what_others_asked_for_too(community, case, case_worker):
    twin = ask_centre(community)
    merging.merge(case=twin, into=case, actor=case_worker)
    for one in (case, twin):
        with pytest.raises(Refused) as refused:
            answers.withdraw(case=one, user=None)
        assert refused.value.code == "others"


def test_the_page_asks_the_database_as_often_for_one_word_as_for_many(
    case, case_worker, django_assert_max_num_queries
):
    for number in range(30):
        steps.tell(case=case, words=f"ข่าว {number}", actor=case_worker)
    with django_assert_max_num_queries(12):
        follow(case)
