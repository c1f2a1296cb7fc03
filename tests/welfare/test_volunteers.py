"""Signing up as a volunteer, saying it anew, resting, leaving and coming back; who can do what."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from households.models import Notice, Role
from lib.errors import Refused
from tests import factories
from tests.welfare import volunteer_builders as make
from welfare.helpdesk import cases
from welfare.models import CaseEvent, HelpCase, SignUp, Volunteer, VolunteerSkill
from welfare.volunteering import certificates, hours, skills, volunteers


@pytest.fixture
def boat(community):
    return make.skill(community, "เรือ", kind="tool")


@pytest.fixture
def nursing(community):
    return make.skill(community, "พยาบาล", needs_check=True)


def refused(code, act, **given):
    with pytest.raises(Refused) as error, transaction.atomic():
        act(**given)
    assert error.value.code == code


def test_signing_up_keeps_what_was_said_in_the_order_of_the_week(community, buyer, boat):
    one = make.volunteer(
        community, buyer, boat, times=["sun-evening", "mon-morning"], area="ซอยสอง", people=9
    )
    assert (one.times, one.area, one.phone) == (["mon-morning", "sun-evening"], "ซอยสอง", "0812345678")
    assert one.people == 1
    assert list(one.skills.values_list("skill", flat=True)) == [boat.pk]
    assert volunteers.of_user(buyer, community) == one


def test_the_desk_is_told_without_name_and_phone(community, committee, buyer, work):
    one = make.volunteer(community, buyer)
    work()
    notice = Notice.objects.get(user=committee)
    assert notice.url == f"/volunteer/{one.code}/"
    assert one.name not in notice.text
    assert one.phone not in notice.text


def test_nobody_signs_up_without_consent(community, buyer):
    refused("consent", volunteers.join, user=buyer, community=community, offer=make.offer(), consented=False)
    assert not Volunteer.objects.exists()


def test_signing_up_twice_is_refused_and_changes_nothing(community, buyer):
    make.volunteer(community, buyer, area="ซอยหนึ่ง")
    second = make.offer(area="ซอยสอง")
    refused("already", volunteers.join, user=buyer, community=community, offer=second, consented=True)
    assert Volunteer.objects.get().area == "ซอยหนึ่ง"


def test_the_database_itself_keeps_one_place_for_each_person(community, buyer):
    make.volunteer(community, buyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.create(community=community, user=buyer, name="x", phone="0812345678")


def test_one_person_can_help_in_two_communities(community, buyer):
    far = factories.community(name="ไกล")
    here, there = make.volunteer(community, buyer), make.volunteer(far, buyer)
    assert volunteers.of_user(buyer, community) == here
    assert volunteers.of_user(buyer, far) == there


@pytest.mark.parametrize(
    ("said", "code"),
    [({"kind": "ghost"}, "unknown"), ({"times": ["moonday-noon"]}, "unknown"), ({"people": 0}, "people")],
)
def test_odd_answers_are_refused(community, buyer, said, code):
    offer = make.offer(**said)
    refused(code, volunteers.join, user=buyer, community=community, offer=offer, consented=True)


def test_a_skill_of_another_community_is_refused(community, buyer):
    foreign = make.skill(factories.community(name="ไกล"))
    refused(
        "whose", volunteers.join, user=buyer, community=community, offer=make.offer(foreign), consented=True
    )
    assert not Volunteer.objects.exists()


def test_what_is_off_the_list_stays_with_who_has_it_and_comes_to_nobody_new(community, buyer, boat):
    one = make.volunteer(community, buyer, boat)
    boat.is_offered = False
    boat.save()
    volunteers.change(volunteer=one, offer=make.offer(boat), actor=buyer)
    assert one.skills.count() == 1
    new = factories.user()
    refused(
        "off_list", volunteers.join, user=new, community=community, offer=make.offer(boat), consented=True
    )


def test_saying_it_anew_keeps_the_look_at_what_stays(community, committee, buyer, boat, nursing):
    one = make.volunteer(community, buyer, nursing)
    skills.check(volunteer=one, skill=nursing, actor=committee)
    volunteers.change(volunteer=one, offer=make.offer(nursing, boat, words="มีเรือ"), actor=buyer)
    assert one.skills.get(skill=nursing).checked_by == committee
    volunteers.change(volunteer=one, offer=make.offer(boat), actor=buyer)
    volunteers.change(volunteer=one, offer=make.offer(boat, nursing), actor=buyer)
    assert one.skills.get(skill=nursing).checked_at is None


def test_nobody_changes_the_place_of_somebody_else(community, buyer, committee):
    one = make.volunteer(community, buyer)
    refused("not_theirs", volunteers.change, volunteer=one, offer=make.offer(), actor=committee)
    for act in (volunteers.pause, volunteers.come_back, volunteers.leave):
        refused("not_theirs", act, volunteer=one, actor=committee)


def test_who_rests_is_not_asked_until_back(community, buyer, boat):
    one = make.volunteer(community, buyer, boat)
    for _press in range(2):
        volunteers.pause(volunteer=one, actor=buyer)
    assert not volunteers.who_can(community, [boat]).exists()
    assert volunteers.of_user(buyer, community) == one
    volunteers.come_back(volunteer=one, actor=buyer)
    assert list(volunteers.who_can(community, [boat])) == [one]


def test_leaving_keeps_hours_and_certificates_and_forgets_the_phone(community, committee, buyer, boat):
    one = make.volunteer(community, buyer, boat, area="ซอยสอง", words="คำ", times=["mon-morning"])
    make.hours(one, 90, by=committee)
    paper = make.certificate(one, committee)
    for _press in range(2):
        one = volunteers.leave(volunteer=one, actor=buyer)
    one.refresh_from_db()
    assert (one.status, one.phone, one.area, one.words, one.times) == ("left", "", "", "", [])
    assert not VolunteerSkill.objects.exists()
    assert hours.confirmed_minutes(one) == 90
    assert certificates.holds(one, paper.course)
    assert volunteers.of_user(buyer, community) is None
    refused("left", volunteers.come_back, volunteer=one, actor=buyer)
    refused("left", volunteers.change, volunteer=one, offer=make.offer(), actor=buyer)


def test_leaving_and_coming_back_brings_the_old_hours(community, committee, buyer):
    one = make.volunteer(community, buyer)
    Volunteer.objects.update(joined_on=dt.date(2024, 5, 1))
    make.hours(one, 90, by=committee)
    volunteers.leave(volunteer=one, actor=buyer)
    again = make.volunteer(community, buyer, phone="0899999999")
    assert (again.pk, again.status, again.left_on) == (one.pk, "active", None)
    assert (again.phone, again.joined_on) == ("0899999999", dt.date(2024, 5, 1))
    assert hours.confirmed_minutes(again) == 90


def test_who_comes_back_as_a_shop_does_not_bring_the_hours_of_a_person(community, buyer):
    one = make.volunteer(community, buyer)
    volunteers.leave(volunteer=one, actor=buyer)
    shop = make.volunteer(community, buyer, kind="shop", name="ร้านป้า", people=4)
    assert shop.pk != one.pk
    assert (shop.people, shop.name) == (4, "ร้านป้า")


def test_leaving_ends_the_task_and_frees_the_places_in_shifts(community, committee, buyer):
    one, next_one = make.volunteer(community, buyer), make.volunteer(community)
    volunteers.trust(volunteer=one, actor=committee)
    at = make.shift(community, committee, places=1)
    going, waiting = make.place(at, one), make.place(at, next_one, status="waiting")
    volunteers.leave(volunteer=one, actor=buyer)
    assert not Role.objects.held_by(buyer).exists()
    assert SignUp.objects.get(pk=going.pk).status == "off"
    assert SignUp.objects.get(pk=waiting.pk).status == "going"


def test_the_desk_hears_that_requests_are_in_the_hand_of_who_leaves(community, committee, buyer, work):
    one = make.volunteer(community, buyer)
    asked = cases.Asked(kind="food", for_whom="ยายแก้ว", place="ซอยสอง", urgency="today")
    case = cases.receive(community=community, asked=asked, key="a-key-of-sixteen-1", user=None)
    HelpCase.objects.filter(pk=case.pk).update(status="in_hand", assignee=buyer)
    work()
    Notice.objects.all().delete()
    volunteers.leave(volunteer=one, actor=buyer)
    work()
    assert Notice.objects.filter(user=committee, url=f"/volunteer/{one.code}/").count() == 1
    assert CaseEvent.objects.count() == 1


def test_who_can_needs_every_skill_and_the_look_where_it_is_needed(community, committee, boat, nursing):
    both, only_boat = make.volunteer(community, None, boat, nursing), make.volunteer(community, None, boat)
    assert set(volunteers.who_can(community, [boat])) == {both, only_boat}
    assert set(volunteers.who_can(community, [])) == {both, only_boat}
    assert not volunteers.who_can(community, [boat, nursing]).exists()
    skills.check(volunteer=both, skill=nursing, actor=committee)
    assert list(volunteers.who_can(community, [boat, nursing])) == [both]
    assert not volunteers.who_can(factories.community(name="ไกล"), [boat]).exists()


def test_the_committee_trusts_a_volunteer_once(community, committee, buyer, treasurer):
    one = make.volunteer(community, buyer)
    refused("role", volunteers.trust, volunteer=one, actor=treasurer)
    volunteers.trust(volunteer=one, actor=committee)
    refused("held_already", volunteers.trust, volunteer=one, actor=committee)
    assert cases.may_enter(buyer, community)
    volunteers.leave(volunteer=one, actor=buyer)
    one.refresh_from_db()
    refused("left", volunteers.trust, volunteer=one, actor=committee)
