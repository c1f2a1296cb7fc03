"""The screen on the wall and the day's list: what they tell, to whom, and what they never tell."""

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.welfare.places_builders import told
from welfare.helpdesk import day_list
from welfare.models import CaseSubject, CircleMember, HelpCase


@pytest.fixture
def worker(community):
    return factories.with_role(community, "case_worker", name="ผู้ประสาน ตัวอย่าง")


@pytest.fixture
def browser(worker):
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def wall(community):
    return reverse("welfare:desk_screen", args=[community.code])


@pytest.fixture
def paper(community):
    return reverse("welfare:desk_list", args=[community.code])


def close(case):
    HelpCase.objects.filter(pk=case.pk).update(status="closed", outcome="helped", closed_at=timezone.now())


def numbers(community, viewer) -> tuple:
    found = day_list.screen(community, viewer)
    return found.waiting, found.in_hand, found.late, found.done_today


def test_the_wall_counts_what_waits_is_in_hand_is_late_and_was_done_today(community, worker):
    told(community)
    late, in_hand = told(community), told(community)
    HelpCase.objects.filter(pk=late.pk).update(due_at=timezone.now() - timezone.timedelta(hours=1))
    HelpCase.objects.filter(pk=in_hand.pk).update(status="in_hand", assignee=worker)
    close(told(community))
    close(told(factories.community()))
    assert numbers(community, worker) == (2, 1, 1, 1)


def test_what_was_done_yesterday_is_not_done_today(community, worker):
    case = told(community)
    close(case)
    HelpCase.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timezone.timedelta(days=1))
    assert numbers(community, worker) == (0, 0, 0, 0)


def test_a_sensitive_one_is_not_on_the_wall_in_any_number(community, worker, browser, wall):
    close(told(community, kind="fraud"))
    told(community, kind="violence", area="หมู่ 9")
    assert numbers(community, worker) == (0, 0, 0, 0)
    assert "หมู่ 9" not in browser.get(wall).content.decode()


def test_one_about_the_viewer_does_not_count(community, worker):
    CaseSubject.objects.create(case=told(community), user=worker)
    assert numbers(community, worker) == (0, 0, 0, 0)


def test_the_wall_tells_kind_area_and_waiting_time_and_nobody(community, browser, wall):
    told(community, kind="ride", area="หมู่ 4")
    page = browser.get(wall).content.decode()
    assert "หมู่ 4" in page
    for private in ("ยายแก้ว", "บ้าน 12", "081", "ข้าวหมด"):
        assert private not in page


def test_the_wall_refreshes_itself_with_and_without_javascript(browser, wall):
    page = browser.get(wall).content.decode()
    assert 'hx-trigger="every 30s"' in page
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page


def test_a_wall_that_was_signed_out_goes_to_the_door_as_a_whole(wall):
    answer = Client().get(wall, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == wall
    assert Client().get(wall).url.startswith("/accounts/login/")


def test_the_most_pressing_stand_first_and_are_few(community, worker):
    for urgency in ["later"] * 10 + ["danger"]:
        told(community, urgency=urgency)
    pressing = day_list.screen(community, worker).pressing
    assert pressing[0].urgency == "danger"
    assert len(pressing) == day_list.MOST_ON_SCREEN


def test_the_list_stands_by_area_the_urgent_first(community, browser, paper):
    for area, urgency in (("หมู่ 2", "later"), ("", "today"), ("หมู่ 2", "danger"), ("หมู่ 1", "days")):
        told(community, area=area, urgency=urgency)
    areas = browser.get(paper).context["areas"]
    assert [(area.name, [case.urgency for case in area.cases]) for area in areas] == [
        ("หมู่ 1", ["days"]),
        ("หมู่ 2", ["danger", "later"]),
        ("", ["today"]),
    ]


def test_the_list_has_what_one_needs_on_the_way(community, browser, paper):
    case = told(community)
    page = browser.get(paper).content.decode()
    for needed in (case.code, "ยายแก้ว", "บ้าน 12", "081", "day-box"):
        assert needed in page


def test_a_sensitive_one_is_never_on_paper_not_even_for_the_circle(community, worker, browser, paper):
    CircleMember.objects.create(community=community, user=worker, added_by=worker)
    case = told(community, kind="violence")
    assert HelpCase.objects.handled_by(worker).filter(pk=case.pk).exists()
    assert case.code not in browser.get(paper).content.decode()


def test_the_list_is_cut_where_it_would_have_no_end(community, browser, paper, monkeypatch):
    monkeypatch.setattr(day_list, "MOST_LISTED", 3)
    for _number in range(4):
        told(community)
    answer = browser.get(paper)
    assert (answer.context["count"], answer.context["is_cut"]) == (3, True)


def test_a_look_at_the_list_is_written_down_once(community, worker, browser, paper):
    told(community)
    browser.get(paper)
    browser.get(paper)
    look = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (look.actor, look.object_id) == (worker, community.pk)
    assert look.additional_data == {"list": day_list.LIST, "requests": 1}


def test_an_empty_list_is_no_look(browser, paper):
    browser.get(paper)
    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists()


@pytest.mark.parametrize("page", ["desk_screen", "desk_list"])
@pytest.mark.parametrize("role", ["treasurer", "volunteer"])
def test_only_the_desk_sees_them(community, page, role):
    client = Client()
    client.force_login(factories.with_role(community, role))
    assert client.get(reverse(f"welfare:{page}", args=[community.code])).status_code == 404


@pytest.mark.parametrize("page", ["desk_screen", "desk_list"])
def test_ten_and_many_requests_take_as_many_questions(
    community, browser, page, django_assert_max_num_queries
):
    for number in range(60):
        told(community, area=f"หมู่ {number % 5}")
    with django_assert_max_num_queries(12):
        browser.get(reverse(f"welfare:{page}", args=[community.code]))
