"""Missions over HTTP: writing, the public list, a mission's page for each kind of reader; wrong input first."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories, pages
from tests.welfare import missions_builders as make
from welfare.models import CallOut, CaseSubject, CircleMember, Mission, Shift
from welfare.volunteering import missions, shifts


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def browser(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


def text(client, *where):
    response = client.get(at(*where))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def worker(community):
    return factories.with_role(community, "case_worker", name="ผู้ประสาน ตัวอย่าง")


@pytest.fixture
def one(community):
    return make.volunteer(community)


def said(**changes):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    day = f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + 543}"
    return {
        "kind": "food",
        "title": "ส่งข้าวกล่อง",
        "place": "หมู่ 3",
        "address": "บ้านเลขที่ 99",
        "contact_name": "มะลิ",
        "contact_phone": "089-999-9999",
        "day": day,
        "start": "09:00",
        "end": "12:00",
        "places": "๓",
        "opens": "yes",
        **changes,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("title", " "),
        ("place", ""),
        ("contact_name", ""),
        ("contact_phone", "12"),
        ("day", "31/2/2569"),
        ("day", "1/1/2560"),
        ("start", "25:00"),
        ("start", ""),
        ("end", "08:30"),
        ("end", "09:00"),
        ("places", "0"),
        ("places", "หลายคน"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(community, worker, field, value):
    sent = said(**{"words": "เล่าให้ฟัง", field: value})
    response = browser(worker).post(at("mission_write", community.code), sent)
    wrong = {**response.context["form"].errors, **response.context["time"].errors}
    assert set(wrong) == {field}
    assert "เล่าให้ฟัง" in response.content.decode()
    assert not Mission.objects.exists()


def test_a_mission_with_its_first_time_is_written_and_opened_in_one_form(community, worker):
    response = browser(worker).post(at("mission_write", community.code), said())
    mission = Mission.objects.get()
    row = mission.shifts.get()
    assert response.url == at("mission", mission.code)
    assert (mission.status, mission.coordinator, mission.contact_phone) == ("open", worker, "0899999999")
    local = timezone.localtime(row.starts_at)
    assert (local.hour, timezone.localtime(row.ends_at).hour, row.places) == (9, 12, 3)


def test_a_night_that_ends_in_the_morning_is_one_shift(community, worker):
    browser(worker).post(at("mission_write", community.code), said(start="20.00", end="๐๖.๐๐ น."))
    row = Shift.objects.get()
    assert row.ends_at - row.starts_at == 10 * make.HOUR


def test_a_draft_is_seen_by_who_looks_after_volunteers_alone(community, worker, committee, one, outsider):
    browser(worker).post(at("mission_write", community.code), said(opens="no"))
    mission = Mission.objects.get()
    page = at("mission", mission.code)
    statuses = [browser(who).get(page).status_code for who in (None, outsider, one.user, committee, worker)]
    assert (mission.status, statuses) == ("draft", [404, 404, 404, 200, 200])
    assert browser(committee).post(at("mission_open", mission.code)).url == page
    assert browser().get(page).status_code == 200


def test_a_skill_and_a_course_are_chosen_from_the_communitys_own(community, worker):
    wanted, course = make.skill(community, needs_check=True), make.course(community)
    far = make.skill(factories.community())
    gone = make.skill(community, name="เลิกใช้", is_offered=False)
    client, page = browser(worker), at("mission_write", community.code)
    for other in (far, gone):
        assert "skills" in client.post(page, said(skills=[other.pk])).context["form"].errors
    client.post(page, said(skills=[wanted.pk], course=course.pk))
    mission = Mission.objects.get()
    assert (list(mission.skills.all()), mission.course) == ([wanted], course)


def test_from_a_request_come_kind_and_area_and_the_house_only_as_the_exact_place(community, worker):
    case = make.case(community)
    page = f"{at('mission_write', community.code)}?case={case.code}"
    client = browser(worker)
    (form,) = (
        form
        for form in pages.forms(client.get(page).content.decode())
        if any(name == "title" for name, _value in form.fields)
    )
    found = dict(form.fields)
    assert [found[name] for name in ("kind", "place", "address")] == ["food", "หมู่ 5", "บ้านเลขที่ 7"]
    client.post(page, said())
    assert Mission.objects.get().case == case


def test_of_what_a_small_circle_keeps_nothing_is_filled_in(community, worker):
    case = make.case(community, kind="violence", is_sensitive=True)
    page = f"{at('mission_write', community.code)}?case={case.code}"
    client = browser(worker)
    assert client.get(page).status_code == 404
    CircleMember.objects.create(community=community, user=worker, added_by=worker)
    html = client.get(page).content.decode()
    assert ("บ้านเลขที่ 7" in html, "ยายแก้ว" in html) == (False, False)


def test_a_request_of_others_leads_nowhere(community, worker):
    far = make.case(factories.community())
    about = make.case(community)
    CaseSubject.objects.create(case=about, user=worker)
    for case in (far, about):
        assert (
            browser(worker).get(f"{at('mission_write', community.code)}?case={case.code}").status_code == 404
        )


def test_words_are_changed_and_mistakes_keep_what_was_typed(community, worker):
    mission = make.mission(community, worker)
    client, page = browser(worker), at("mission_edit", mission.code)
    response = client.post(page, said(title="", words="ยังอยู่"))
    assert "title" in response.context["form"].errors
    assert "ยังอยู่" in response.content.decode()
    assert client.post(page, said(title="ล้างบ้าน")).url == at("mission", mission.code)
    mission.refresh_from_db()
    assert mission.title == "ล้างบ้าน"


def test_another_time_is_added(community, worker):
    mission = make.mission(community, worker)
    client, page = browser(worker), at("shift_add", mission.code)
    response = client.post(page, said(end="", places="4"))
    assert "end" in response.context["form"].errors
    sent = said(start="13:00", end="15:00")
    assert client.post(page, sent).url == at("mission", mission.code)
    assert client.post(page, sent).context["form"].non_field_errors()
    assert mission.shifts.count() == 2


def test_the_list_shows_open_missions_by_their_next_time_to_everybody(community, worker):
    later = make.mission(community, worker, first=make.time(days=5), title="อีกนาน")
    sooner = make.mission(community, worker, first=make.time(days=2), title="เร็วๆ นี้")
    missions.add_shift(mission=later, time=make.time(days=9), actor=worker)
    draft = make.mission(community, worker, opens=False, title="ร่าง")
    ended = make.mission(community, worker, title="จบแล้ว")
    make.over(ended.shifts.get())
    response = browser().get(at("missions", community.code))
    assert [card["mission"] for card in response.context["cards"]] == [sooner, later]
    assert [card["needed"] for card in response.context["cards"]] == [2, 4]
    html = response.content.decode()
    assert (draft.title in html, ended.title in html, "บ้านเลขที่ 99" in html) == (False, False, False)


def test_the_list_is_paged_and_a_wrong_cursor_shows_its_beginning(community, worker):
    for number in range(25):
        make.mission(community, worker, first=make.time(days=number % 7 + 1), title=f"งาน {number}")
    client, page = browser(), at("missions", community.code)
    first = client.get(page)
    rest = client.get(page + first.context["next_url"])
    found = [card["mission"].pk for response in (first, rest) for card in response.context["cards"]]
    assert (len(found), len(set(found)), rest.context["next_url"]) == (25, 25, "")
    assert len(client.get(f"{page}?after=x").context["cards"]) == 20


@pytest.mark.parametrize("reader", ["visitor", "worker"])
def test_the_list_takes_as_many_questions_for_a_thousand_as_for_ten(
    community, worker, django_assert_max_num_queries, reader
):
    def grow(count):
        rows = Mission.objects.bulk_create(
            Mission(
                community=community, kind="food", title="งาน", place="หมู่ 3", contact_name="ก",
                contact_phone="0812345678", coordinator=worker, status="open",
            )
            for _number in range(count)
        )  # fmt: skip
        Shift.objects.bulk_create(Shift(mission=row, **vars(make.time(days=2))) for row in rows)

    page = at("missions", community.code)
    for count in (10, 990):
        grow(count)
        client = browser(worker if reader == "worker" else None)
        with django_assert_max_num_queries(18 if reader == "worker" else 6):
            assert client.get(page).status_code == 200


def test_who_looks_after_volunteers_sees_the_gaps_and_drafts_there(community, worker, one):
    make.mission(community, worker, title="ยังขาดคน")
    make.mission(community, worker, opens=False, title="ร่างไว้")
    html = text(browser(worker), "missions", community.code)
    assert ("ร่างไว้" in html, at("hours_waiting", community.code) in html) == (True, True)
    response = browser(one.user).get(at("missions", community.code))
    assert "gaps" not in response.context
    assert browser(worker).get(at("missions", community.code)).context["gaps"][0].free == 2


def test_a_visitor_reads_what_where_and_when_but_no_address_phone_or_name(community, worker, one):
    mission = make.mission(community, worker)
    make.going(mission.shifts.get(), one)
    html = text(browser(), "mission", mission.code)
    assert ("ส่งข้าวกล่อง" in html, "หมู่ 3" in html) == (True, True)
    for kept in ("บ้านเลขที่ 99", "0899999999", "089-999-9999", "มะลิ", one.name, mission.shifts.get().checkin):
        assert kept not in html
    assert at("volunteer_join", community.code) in html


def test_who_takes_part_sees_address_and_phone_who_waits_only_the_phone(community, worker, one):
    mission = make.mission(community, worker, first=make.time(places=1))
    waits, other = make.volunteer(community), make.volunteer(community)
    make.going(mission.shifts.get(), one)
    make.going(mission.shifts.get(), waits)
    seen = [
        ("บ้านเลขที่ 99" in html, "089-999-9999" in html)
        for html in (text(browser(who.user), "mission", mission.code) for who in (one, waits, other))
    ]
    assert seen == [(True, True), (False, True), (False, False)]
    shifts.cancel(shift=mission.shifts.get(), volunteer=one)
    assert "บ้านเลขที่ 99" not in text(browser(one.user), "mission", mission.code)


def test_what_is_missing_is_said_with_the_way_to_the_course(community, worker, one):
    course = make.course(community)
    mission = make.mission(community, worker, course=course)
    html = text(browser(one.user), "mission", mission.code)
    assert at("course", course.code) in html
    assert at("shift_join", mission.shifts.get().pk) not in html
    make.certificate(one, course)
    assert at("shift_join", mission.shifts.get().pk) in text(browser(one.user), "mission", mission.code)


def test_a_clash_is_warned_of_before_one_presses(community, worker, one):
    make.going(make.shift(community, worker, title="งานอื่น"), one)
    mission = make.mission(community, worker)
    html = text(browser(one.user), "mission", mission.code)
    assert ("งานอื่น" in html, 'name="anyway"' in html) == (True, True)


def test_the_mission_page_takes_few_questions_for_many_times_and_people(
    community, worker, django_assert_max_num_queries
):
    mission = make.mission(community, worker, skills=[make.skill(community)])
    for number in range(2, 12):
        missions.add_shift(mission=mission, time=make.time(days=number, places=50), actor=worker)
    people = [make.volunteer(community) for _number in range(30)]
    for one in people:
        make.can(one, mission.skills.get())
        for row in mission.shifts.all():
            make.going(row, one)
    for who, most in ((None, 8), (people[0].user, 26), (worker, 24)):
        client = browser(who)
        with django_assert_max_num_queries(most):
            assert client.get(at("mission", mission.code)).status_code == 200


def test_who_was_signed_up_reads_why_it_was_called_off_and_nobody_else(community, worker, one, outsider):
    mission = make.mission(community, worker)
    make.going(mission.shifts.get(), one)
    client = browser(worker)
    response = client.post(at("mission_cancel", mission.code), {"reason": " "})
    assert "reason" in response.context["cancel_form"].errors
    client.post(at("mission_cancel", mission.code), {"reason": "ฝนตกหนัก"})
    assert "ฝนตกหนัก" in text(browser(one.user), "mission", mission.code)
    assert browser(outsider).get(at("mission", mission.code)).status_code == 404
    assert browser().get(at("mission", mission.code)).status_code == 404


def test_when_its_mission_is_done_the_request_is_offered_for_closing(community, worker):
    case = make.case(community)
    mission = make.mission(community, worker, case=case)
    html = text(browser(worker), "mission", mission.code)
    assert at("case", case.code) in html
    browser(worker).post(at("mission_done", mission.code))
    mission.refresh_from_db()
    assert mission.status == "done"
    assert "เสร็จแล้ว" in text(browser(worker), "mission", mission.code)
    # Coordinators alone see the request; to whom it complains about it does not exist.
    assert case.code not in text(browser(), "mission", mission.code)
    CaseSubject.objects.create(case=case, user=worker)
    assert case.code not in text(browser(worker), "mission", mission.code)


def test_volunteers_are_called_from_the_page_once(community, worker, one):
    mission = make.mission(community, worker)
    client, page = browser(worker), at("mission_call", mission.code)
    assert "words" in client.post(page, {"words": "ก" * 200}).context["call_form"].errors
    assert client.post(page, {"words": "ช่วยกันหน่อย"}).status_code == 302
    assert CallOut.objects.get().asked == 1
    assert client.post(page, {"words": ""}).context["call_form"].non_field_errors()


def test_others_find_none_of_the_coordinators_addresses(community, worker, one, outsider, treasurer):
    mission = make.mission(community, worker)
    far = factories.with_role(factories.community(), "committee")
    names = ["mission_open", "mission_done", "mission_cancel", "mission_call", "mission_edit", "shift_add"]
    for who in (outsider, one.user, treasurer, far):
        client = browser(who)
        assert {client.post(at(name, mission.code), {"reason": "x"}).status_code for name in names} == {404}
        assert client.get(at("mission_write", community.code)).status_code == 404
    mission.refresh_from_db()
    assert mission.status == "open"


def test_the_page_of_a_request_leads_to_a_mission_for_it_but_not_of_what_a_small_circle_keeps(
    community, worker
):
    CircleMember.objects.create(community=community, user=worker, added_by=worker)
    plain, sensitive = make.case(community), make.case(community, kind="violence", is_sensitive=True)
    found = [
        at("mission_write", community.code) in text(browser(worker), "case", one.code)
        for one in (plain, sensitive)
    ]
    assert found == [True, False]
