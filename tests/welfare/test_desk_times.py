"""Target times of the centre: set in plain words, taken back, and what is open counted anew."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lib.errors import Refused
from tests import factories, pages
from tests.welfare.places_builders import told
from welfare.helpdesk import targets, times
from welfare.helpdesk.targets import Target
from welfare.models import CaseEvent, HelpCase, TargetTime

QUICK = {
    "danger": Target(5, 60),
    "today": Target(30, 300),
    "days": Target(600, 6000),
    "later": Target(1000, 10000),
}


@pytest.fixture
def browser(committee):
    client = Client()
    client.force_login(committee)
    return client


@pytest.fixture
def page(community):
    return reverse("welfare:desk_times", args=[community.code])


def fields(browser, page) -> dict:
    html = browser.get(page).content.decode()
    return dict(next(form for form in pages.forms(html) if "danger_answer" in dict(form.fields)).fields)


def minutes_after(case) -> float:
    case.refresh_from_db()
    return (case.due_at - case.asked_at) / dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(90, "1 ชั่วโมง 30 นาที"), (1440, "1 วัน"), (10, "10 นาที"), (1501, "1 วัน 1 ชั่วโมง 1 นาที")],
)
def test_a_time_is_said_in_words(minutes, words):
    assert times.in_words(minutes) == words


def test_the_form_shows_what_holds_and_sending_it_back_changes_nothing(browser, page, community):
    sent = fields(browser, page)
    assert (sent["danger_answer"], sent["danger_answer_unit"]) == ("10", "1")
    assert (sent["later_solve"], sent["later_solve_unit"]) == ("14", "1440")
    assert browser.post(page, sent).url == page
    assert not TargetTime.objects.exists()


def test_hours_and_minutes_are_kept_as_minutes_in_thai_figures_too(browser, page, community):
    sent = {
        **fields(browser, page),
        "today_answer": "๙๐",
        "today_answer_unit": "1",
        "today_solve": "8",
        "today_solve_unit": "60",
    }
    assert browser.post(page, sent).status_code == 302
    assert targets.of(community)["today"] == Target(90, 480)
    assert TargetTime.objects.get().urgency == "today"


def test_solving_before_answering_is_refused_and_what_was_typed_stays(browser, page, community):
    sent = {
        **fields(browser, page),
        "today_answer": "7",
        "today_answer_unit": "60",
        "today_solve": "6",
        "today_solve_unit": "60",
    }
    answer = browser.post(page, sent)
    assert "today_solve" in answer.context["form"].errors
    assert 'value="7"' in answer.content.decode()
    assert not TargetTime.objects.exists()


def test_what_is_open_is_counted_anew(community, committee):
    waiting = told(community)
    in_hand = told(community, urgency="danger")
    HelpCase.objects.filter(pk=in_hand.pk).update(status="in_hand", assignee=committee)
    assert times.choose(community=community, times=QUICK, actor=committee) == 2
    assert (minutes_after(waiting), minutes_after(in_hand)) == (30, 60)


def test_a_promised_call_stays_first(community, committee):
    case = told(community)
    call = case.asked_at + dt.timedelta(minutes=20)
    HelpCase.objects.filter(pk=case.pk).update(call_at=call)
    times.choose(community=community, times=QUICK, actor=committee)
    case.refresh_from_db()
    assert case.due_at == call


def test_one_that_was_opened_again_counts_from_then(community, committee):
    case = told(community)
    HelpCase.objects.filter(pk=case.pk).update(reopened=1)
    event = CaseEvent.objects.create(case=case, kind="not_solved", actor=None)
    times.choose(community=community, times=QUICK, actor=committee)
    case.refresh_from_db()
    assert case.due_at == event.at + dt.timedelta(minutes=30)


def test_closed_ones_and_those_of_others_keep_their_time(community, committee):
    elsewhere = told(factories.community())
    before = elsewhere.due_at
    assert times.choose(community=community, times=QUICK, actor=committee) == 0
    elsewhere.refresh_from_db()
    assert elsewhere.due_at == before


def test_the_usual_times_come_back(browser, community, committee):
    case = told(community)
    times.choose(community=community, times=QUICK, actor=committee)
    browser.post(reverse("welfare:desk_times_reset", args=[community.code]))
    assert targets.of(community) == targets.USUAL
    assert minutes_after(case) == 60


def test_only_the_committee_sets_them(community):
    worker = factories.with_role(community, "case_worker")
    with pytest.raises(Refused) as refused:
        times.choose(community=community, times=QUICK, actor=worker)
    assert refused.value.code == "not_theirs"
    client = Client()
    client.force_login(worker)
    assert client.get(reverse("welfare:desk_times", args=[community.code])).status_code == 404


def test_counting_many_anew_asks_a_bounded_number_of_times(
    community, committee, django_assert_max_num_queries
):
    for _number in range(30):
        told(community)
    with django_assert_max_num_queries(40):
        times.choose(community=community, times=QUICK, actor=committee)
