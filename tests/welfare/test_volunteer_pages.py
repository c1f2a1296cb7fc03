"""The pages of volunteers and of those who look after them, from signing up to leaving; wrong input first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from households.models import Community, Role
from lib.remember import forget_all
from tests import factories, pages
from tests.welfare import volunteer_builders as make
from welfare.models import Skill, Volunteer, VolunteerSkill
from welfare.volunteering import volunteers


@pytest.fixture
def boat(community):
    return make.skill(community, "เรือ", kind="tool")


@pytest.fixture
def nursing(community):
    return make.skill(community, "พยาบาล", needs_check=True)


@pytest.fixture
def helper(community, buyer, nursing):
    return make.volunteer(community, buyer, nursing, area="ซอยสอง", times=["sat-morning"], words="มีเวลา")


@pytest.fixture
def enter(client):
    """A browser of somebody."""

    def as_somebody(person):
        client.force_login(person)
        return client

    return as_somebody


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_is_sent_to_sign_in_with_the_way_back(client, community):
    to = at("volunteer_join", community.code)
    assert client.get(to)["Location"] == f"/accounts/login/?next={to}"
    assert to in text(client.get(at("volunteers", community.code)))


def test_signing_up_on_a_phone(enter, community, buyer, boat, nursing):
    browser, to = enter(buyer), at("volunteer_join", community.code)
    page = text(browser.get(to))
    assert "พยาบาล – กรรมการขอดูก่อน" in page
    form = dict(pages.form_to(page, to).fields)
    assert form["name"] == buyer.name
    chosen = {**form, "phone": "12", "brings": [boat.pk], "times": ["sat-morning"], "words": "มีเรือ<b>"}
    wrong = text(browser.post(to, chosen))
    assert "มีเรือ&lt;b&gt;" in wrong
    assert (
        f'value="{boat.pk}" id="id_brings_0" checked' in wrong.replace(" required", "") or "checked" in wrong
    )
    assert not Volunteer.objects.exists()
    done = browser.post(to, {**chosen, "phone": "081-234-5678", "consent": "on"})
    assert done["Location"] == at("volunteer_me")
    one = Volunteer.objects.get()
    assert (one.phone, one.times, one.skills.get().skill) == ("0812345678", ["sat-morning"], boat)
    assert "มีเรือ&lt;b&gt;" in text(browser.get(at("volunteer_me")))


def test_the_second_tab_is_led_to_what_is_kept(enter, community, buyer, helper):
    browser, to = enter(buyer), at("volunteer_join", community.code)
    said = {"kind": "person", "name": "x", "phone": "0812345678", "consent": "on"}
    assert browser.get(to)["Location"] == at("volunteer_me")
    assert browser.post(to, said)["Location"] == at("volunteer_me")
    assert Volunteer.objects.get().name == buyer.name


def test_a_shop_needs_its_name_and_consent_is_asked_in_words(enter, community, buyer):
    page = text(
        enter(buyer).post(at("volunteer_join", community.code), {"kind": "shop", "phone": "0812345678"})
    )
    assert "ใส่ชื่อด้วย" in page
    assert "กรุณาติ๊กช่องนี้" in page


def test_a_skill_of_another_community_cannot_be_ticked(enter, community, buyer, boat):
    foreign = make.skill(factories.community(name="ไกล"), "เครน", kind="tool")
    said = {"kind": "person", "name": "x", "phone": "0812345678", "consent": "on", "brings": [foreign.pk]}
    text(enter(buyer).post(at("volunteer_join", community.code), said))
    assert not Volunteer.objects.exists()


def test_my_page_changes_rests_comes_back_and_leaves(enter, community, buyer, helper, boat):
    browser = enter(buyer)
    to = at("volunteer_edit", helper.code)
    form = dict(pages.form_to(text(browser.get(to)), to).fields)
    assert (form["area"], form["times"], form["can"]) == (
        "ซอยสอง",
        "sat-morning",
        str(helper.skills.get().skill_id),
    )
    browser.post(to, {**form, "brings": [boat.pk], "area": "ทั้งหมู่บ้าน"})
    helper.refresh_from_db()
    assert (helper.area, helper.skills.count()) == ("ทั้งหมู่บ้าน", 2)
    for name, status in (("pause", "paused"), ("back", "active"), ("leave", "left"), ("leave", "left")):
        page = text(browser.get(at("volunteer_me")))
        if Volunteer.objects.get().status != "left":
            pages.form_to(page, at(f"volunteer_{name}", helper.code))
        browser.post(at(f"volunteer_{name}", helper.code))
        assert Volunteer.objects.get().status == status
    assert at("volunteer_join", community.code) in text(browser.get(at("volunteer_me")))
    assert at("volunteer_me") in text(browser.get("/household/"))


def test_my_page_shows_shifts_hours_courses_and_certificates(enter, community, committee, buyer, helper):
    going = make.shift(community, committee)
    make.place(going, helper)
    waiting = make.shift(community, committee, title="ล้างบ้าน", address="บ้านลับ", contact_phone="0891112222")
    make.place(waiting, helper, status="waiting")
    past = make.shift(community, committee, title="เมื่อวาน", days=-2)
    make.place(past, helper)
    make.hours(helper, 90, day=dt.date(2025, 5, 4), by=committee)
    make.hours(helper, 30, day=dt.date(2025, 5, 5))
    make.certificate(helper, committee, title="ใบปฐมพยาบาล")
    page = text(enter(buyer).get(at("volunteer_me")))
    for words in ("แจกข้าวกล่อง", "บ้านเลขที่ 9 หลังวัด", "089-888-7777", "2568", "1 ชั่วโมง 30 นาที", "ใบปฐมพยาบาล"):
        assert words in page, words
    # The exact place and the phone are for who takes part.
    for words in ("บ้านลับ", "089-111-2222", "เมื่อวาน"):
        assert words not in page, words


def test_other_peoples_places_are_not_found(enter, outsider, helper):
    browser = enter(outsider)
    assert browser.get(at("volunteer_edit", helper.code)).status_code == 404
    for name in ("volunteer_pause", "volunteer_back", "volunteer_leave"):
        assert browser.post(at(name, helper.code)).status_code == 404


def test_the_public_page_says_no_names_and_no_phones(client, community, helper):
    page = text(client.get(at("volunteers", community.code)))
    for words in (helper.name, helper.phone, "081-234-5678", "ซอยสอง", helper.code):
        assert words not in page


def many(community, count, **fields):
    people = [factories.user(name=f"คนที่ {number}") for number in range(count)]
    return Volunteer.objects.bulk_create(
        [
            Volunteer(community=community, user=one, name=one.name, phone="0812345678", **fields)
            for one in people
        ]
    )


def test_small_groups_are_hidden_and_large_ones_shown(client, community, committee):
    Community.objects.update(public_threshold=5)
    many(community, 4)
    address = at("volunteers", community.code)
    assert 'class="stat-value">4<' not in text(client.get(address))
    forget_all()
    many(community, 3, joined_on=dt.date(2020, 1, 1))
    page = text(client.get(address))
    assert 'class="stat-value">7<' in page
    # Four are new: fewer than five, and three are not.
    assert 'class="stat-value">4<' not in page
    assert 'class="stat-value">3<' not in page


def test_hours_of_few_are_shown_together_with_others_or_not_at_all(client, community, committee):
    Community.objects.update(public_threshold=5)
    people, last = many(community, 6), timezone.localdate().replace(day=1) - dt.timedelta(days=3)
    address = at("volunteers", community.code)
    for one in people[:4]:
        make.hours(one, 60, day=last, by=committee)
    assert "chart-picture" not in text(client.get(address))
    forget_all()
    for one in people:
        make.hours(one, 120, day=last, kind="ride", by=committee)
    make.hours(people[0], 600, day=last, kind="care", by=committee)
    page = text(client.get(address))
    # Care is of one person and food of four: together with rides they are of six.
    assert "งานหลายอย่างรวมกัน" in page
    assert "26 ชั่วโมง" in page
    assert "10 ชั่วโมง" not in page


def test_hours_that_wait_do_not_count(client, community, committee):
    Community.objects.update(public_threshold=3)
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=3)
    for one in many(community, 3):
        make.hours(one, 60, day=last)
    assert "chart-picture" not in text(client.get(at("volunteers", community.code)))


def test_the_office_finds_by_every_condition(enter, community, committee, helper, boat, nursing):
    browser, address = enter(committee), at("volunteer_office", community.code)
    shop = make.volunteer(community, None, boat, kind="shop", name="ร้านป้าแดง", people=5, area="ตลาด")
    resting = make.volunteer(community, None, name="พักอยู่ ตัวอย่าง")
    volunteers.pause(volunteer=resting, actor=resting.user)
    make.certificate(shop, committee)

    def found(**asked):
        page = text(browser.get(address, asked))
        return {one.pk for one in (helper, shop, resting) if at("volunteer", one.code) in page}

    assert found() == {helper.pk, shop.pk}
    assert found(skill=boat.pk) == {shop.pk}
    assert found(kind="shop") == {shop.pk}
    assert found(area="ตลาด") == {shop.pk}
    assert found(status="paused") == {resting.pk}
    assert found(check="waits") == {helper.pk}
    assert found(check="trained") == {shop.pk}
    assert found(check="untrained") == {helper.pk}
    # Who ticked no time is asked each time.
    assert found(day="sat") == {helper.pk, shop.pk}
    assert found(day="sun", part="morning") == {shop.pk}
    assert found(part="morning") == {helper.pk, shop.pk}
    assert found(skill="x", status="x", day="x", after="x") == {helper.pk, shop.pk}


def test_the_office_names_gaps(enter, community, committee, helper, boat):
    going = make.shift(community, committee, places=3)
    make.place(going, helper)
    page = text(enter(committee).get(at("volunteer_office", community.code)))
    assert "แจกข้าวกล่อง" in page
    assert "ขาด 2 คน" in page
    assert "เรือ" in page


@pytest.mark.parametrize("kind", ["committee", "chair", "case_worker"])
def test_who_looks_after_volunteers_sees_the_phone(enter, community, helper, kind):
    person = factories.with_role(community, kind)
    browser = enter(person)
    page = text(browser.get(at("volunteer", helper.code)))
    assert "081-234-5678" in page
    may_check = at("volunteer_check", helper.code, helper.skills.get().skill_id) in page
    assert may_check == (kind != "case_worker")
    text(browser.get(at("volunteer_office", community.code)))


@pytest.mark.parametrize("kind", ["treasurer", "auditor", "volunteer", "seller"])
def test_others_find_no_such_page(enter, community, helper, kind):
    browser = enter(factories.with_role(community, kind))
    for address in (
        at("volunteer", helper.code),
        at("volunteer_office", community.code),
        at("skills", community.code),
    ):
        assert browser.get(address).status_code == 404


def test_the_committee_looks_takes_back_and_trusts(enter, community, committee, buyer, helper, nursing):
    browser, page = enter(committee), at("volunteer", helper.code)
    steps = [
        (at("volunteer_check", helper.code, nursing.pk), True, False),
        (at("volunteer_trust", helper.code), True, True),
        (at("volunteer_uncheck", helper.code, nursing.pk), False, True),
        (at("volunteer_trust_end", helper.code), False, False),
    ]
    for address, is_checked, is_trusted in steps:
        pages.form_to(text(browser.get(page)), address)
        for _press in range(2):
            assert browser.post(address)["Location"] == page
        assert VolunteerSkill.objects.get().checked_by == (committee if is_checked else None)
        assert Role.objects.held_by(buyer, "volunteer").exists() == is_trusted


def test_a_case_worker_neither_looks_nor_trusts(enter, community, helper, nursing):
    browser = enter(factories.with_role(community, "case_worker"))
    for address in (
        at("volunteer_check", helper.code, nursing.pk),
        at("volunteer_uncheck", helper.code, nursing.pk),
        at("volunteer_trust", helper.code),
        at("volunteer_trust_end", helper.code),
    ):
        assert browser.post(address).status_code == 404


def test_nobody_is_offered_to_look_at_oneself(enter, community, committee, nursing):
    one = make.volunteer(community, committee, nursing)
    browser, to = enter(committee), at("volunteer_check", one.code, nursing.pk)
    assert to not in text(browser.get(at("volunteer", one.code)))
    browser.post(to)
    assert VolunteerSkill.objects.get().checked_at is None


def test_who_has_left_shows_no_phone(enter, committee, buyer, helper):
    volunteers.leave(volunteer=helper, actor=buyer)
    page = text(enter(committee).get(at("volunteer", helper.code)))
    assert "081-234-5678" not in page
    assert "ซอยสอง" not in page


def test_the_list_is_begun_changed_and_shortened_on_the_page(enter, community, committee):
    browser, page = enter(committee), at("skills", community.code)
    pages.form_to(text(browser.get(page)), at("skills_usual", community.code))
    browser.post(at("skills_usual", community.code))
    browser.post(at("skill_add", community.code), {"kind": "tool", "name": "โดรน", "needs_check": "on"})
    drone = Skill.objects.get(name="โดรน")
    twice = text(browser.post(at("skill_add", community.code), {"kind": "tool", "name": "โดรน"}))
    assert 'value="โดรน"' in twice
    edit = at("skill_edit", drone.pk)
    wrong = text(browser.post(edit, {"name": "เรือ"}))
    assert wrong.count("<details open>") == 1
    browser.post(edit, {"name": "โดรนถ่ายภาพ"})
    drone.refresh_from_db()
    assert (drone.name, drone.needs_check) == ("โดรนถ่ายภาพ", False)
    for answer, is_offered in (("no", False), ("no", False), ("yes", True)):
        browser.post(at("skill_retire", drone.pk), {"offer": answer})
        drone.refresh_from_db()
        assert drone.is_offered == is_offered
    text(browser.get(page))


def test_another_committee_does_not_keep_the_list(enter, community, boat):
    browser = enter(factories.with_role(factories.community(name="ไกล"), "committee"))
    assert browser.get(at("skills", community.code)).status_code == 404
    for address in (at("skill_edit", boat.pk), at("skill_retire", boat.pk), at("skill_add", community.code)):
        assert browser.post(address, {"name": "x", "kind": "tool"}).status_code == 404


def asked(browser, address) -> int:
    """How many statements a page takes when the process remembers nothing."""
    forget_all()
    with CaptureQueriesContext(connection) as questions:
        text(browser.get(address))
    return len(questions)


@pytest.mark.parametrize("query", ["", "?check=waits", "?day=sat&part=morning", "?check=trained"])
def test_the_office_asks_as_little_for_a_thousand_volunteers(
    enter, community, committee, boat, nursing, query
):
    address = at("volunteer_office", community.code) + query
    for one in many(community, 25, times=["sat-morning"]):
        VolunteerSkill.objects.create(volunteer=one, skill=nursing)
        make.certificate(one, committee)
    browser = enter(committee)
    asked(browser, address)
    few = asked(browser, address)
    VolunteerSkill.objects.bulk_create(
        VolunteerSkill(volunteer=one, skill=skill)
        for one in many(community, 1000, times=["sat-morning"])
        for skill in (boat, nursing)
    )
    assert asked(browser, address) == few <= 16


def test_the_public_page_asks_little(client, community, committee):
    many(community, 25)
    assert asked(client, at("volunteers", community.code)) <= 12
