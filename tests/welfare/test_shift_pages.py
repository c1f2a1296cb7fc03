"""Places in shifts over HTTP: one button, cancelling, passing on, checking in, who came; wrong input first."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories, pages
from tests.welfare import missions_builders as make
from welfare.models import Hours, SignUp
from welfare.volunteering import hours, shifts


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def browser(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def one(community):
    return make.volunteer(community, name="สมชาย ใจดี")


@pytest.fixture
def shift(community, committee):
    return make.shift(community, committee)


@pytest.fixture
def enter(one):
    cache.clear()
    return browser(one.user)


def press(client, name, shift, **sent):
    """Press the button that stands on the mission's page."""
    html = client.get(at("mission", shift.mission.code)).content.decode()
    (form,) = (form for form in pages.forms(html) if form.action == at(name, shift.pk))
    return client.post(form.action, {**dict(form.fields), **sent}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status(one):
    return SignUp.objects.filter(volunteer=one).latest("pk").status


def test_who_is_no_volunteer_here_finds_no_shift(shift, outsider):
    far = make.volunteer(factories.community())
    for user in (outsider, far.user):
        for name in ("shift_join", "shift_off", "shift_offer", "shift_checkin"):
            assert browser(user).post(at(name, shift.pk)).status_code == 404
    assert "/accounts/login/" in browser().post(at("shift_join", shift.pk)).url
    assert not SignUp.objects.exists()


def test_one_button_signs_up_and_another_cancels(enter, shift, one):
    press(enter, "shift_join", shift)
    assert status(one) == "going"
    press(enter, "shift_off", shift)
    assert status(one) == "off"


def test_a_full_shift_has_a_waiting_list(community, enter, shift, one):
    for _number in range(2):
        make.going(shift, make.volunteer(community))
    press(enter, "shift_join", shift)
    assert status(one) == "waiting"
    press(enter, "shift_off", shift)
    assert status(one) == "off"


def test_a_clash_is_gone_on_with_by_a_second_button(community, committee, enter, shift, one):
    other = make.shift(community, committee, title="งานอื่น")
    make.going(other, one)
    response = enter.post(at("shift_join", shift.pk), follow=True)
    assert "งานอื่น" in said(response)
    assert not shift.signups.exists()
    press(enter, "shift_join", shift)
    assert shift.signups.get().status == "going"


def test_what_is_missing_is_refused_in_words(community, committee, enter):
    shift = make.shift(community, committee, skills=[make.skill(community, name="ทำแผล")])
    assert "ทำแผล" in said(enter.post(at("shift_join", shift.pk), follow=True))


def test_a_place_is_offered_and_accepted_on_the_page(community, enter, shift, one):
    other = make.volunteer(community, name="สมหญิง นามสกุลลับ", area="หมู่ 3")
    press(enter, "shift_join", shift)
    html = enter.get(at("mission", shift.mission.code)).content.decode()
    assert ("สมหญิง" in html, "นามสกุลลับ" in html) == (True, False)
    wrong = enter.post(at("shift_offer", shift.pk), {"to": "999999"})
    assert (wrong.status_code, "to" in _offer_form(wrong, shift).errors) == (200, True)
    press(enter, "shift_offer", shift, to=other.pk)
    signup = SignUp.objects.get()
    assert signup.offered_to == other
    html = browser(other.user).get(at("mission", shift.mission.code)).content.decode()
    assert ("สมชาย" in html, at("shift_accept", signup.pk) in html) == (True, True)
    assert browser(one.user).post(at("shift_accept", signup.pk)).status_code == 404
    browser(other.user).post(at("shift_accept", signup.pk))
    assert (status(one), status(other)) == ("off", "going")


def _offer_form(response, shift):
    (card,) = (card for card in response.context["coming"] if card.shift == shift)
    return card.offer_form


def test_an_offer_is_taken_back_or_declined(community, enter, shift, one):
    other = make.volunteer(community)
    press(enter, "shift_join", shift)
    press(enter, "shift_offer", shift, to=other.pk)
    press(enter, "shift_offer", shift)
    assert SignUp.objects.get().offered_to is None
    press(enter, "shift_offer", shift, to=other.pk)
    browser(other.user).post(at("shift_accept", SignUp.objects.get().pk), {"answer": "no"})
    assert (SignUp.objects.get().offered_to, status(one)) == (None, "going")


def test_checking_in_stands_on_the_page_when_it_is_time(enter, shift, one):
    press(enter, "shift_join", shift)
    page = at("mission", shift.mission.code)
    assert at("shift_checkin", shift.pk) not in enter.get(page).content.decode()
    make.move(shift, starts_in=dt.timedelta(minutes=20))
    press(enter, "shift_checkin", shift, code=shift.checkin)
    assert SignUp.objects.get().checked_in_at
    assert shift.checkin not in enter.get(page).content.decode()


def test_five_wrong_codes_are_enough(enter, shift, one):
    make.going(shift, one)
    make.move(shift, starts_in=dt.timedelta(0))
    wrong = f"{(int(shift.checkin) + 1) % 10000:04}"
    send = at("shift_checkin", shift.pk)
    for _number in range(3):
        enter.post(send, {"code": ""})
    for _number in range(5):
        enter.post(send, {"code": wrong})
    enter.post(send, {"code": shift.checkin})
    assert not SignUp.objects.get().checked_in_at
    cache.clear()
    enter.post(send, {"code": shift.checkin})
    assert SignUp.objects.get().checked_in_at


def test_the_people_of_a_shift_are_for_who_looks_after_it(shift, one, committee, outsider, treasurer):
    make.going(shift, one)
    far = factories.with_role(factories.community(), "committee")
    for user in (outsider, one.user, treasurer, far):
        assert browser(user).get(at("shift_people", shift.pk)).status_code == 404
        assert browser(user).post(at("shift_attend", shift.pk)).status_code == 404
    html = browser(committee).get(at("shift_people", shift.pk)).content.decode()
    assert (one.name in html, shift.checkin in html, "081-234-5678" in html) == (True, True, True)


def test_hours_that_are_none_are_said_beside_the_person_and_nothing_is_kept(shift, one, committee):
    signup = make.going(shift, one)
    make.over(shift)
    client = browser(committee)
    for length in ("", "0", "25", "มาก"):
        sent = {f"came_{signup.pk}": "came", f"length_{signup.pk}": length}
        response = client.post(at("shift_attend", shift.pk), sent)
        assert f"length_{signup.pk}" in response.context["form"].errors
    response = client.post(at("shift_attend", shift.pk), {f"came_{signup.pk}": "perhaps"})
    assert f"came_{signup.pk}" in response.context["form"].errors
    assert not Hours.objects.exists()


def test_the_coordinator_ticks_who_came_with_the_length_of_the_shift_filled_in(
    community, shift, one, committee
):
    absent = make.going(shift, make.volunteer(community))
    came = make.going(shift, one)
    make.over(shift)
    client = browser(committee)
    html = client.get(at("shift_people", shift.pk)).content.decode()
    (form,) = (form for form in pages.forms(html) if form.action == at("shift_attend", shift.pk))
    sent = dict(form.fields)
    assert sent[f"length_{came.pk}"] == "2"
    client.post(form.action, {**sent, f"came_{came.pk}": "came", f"came_{absent.pk}": "absent"})
    assert hours.confirmed_minutes(one) == 120
    assert (status(one), status(absent.volunteer)) == ("came", "absent")
    # What was answered is no longer asked.
    assert f"came_{came.pk}" not in client.get(at("shift_people", shift.pk)).content.decode()


def test_own_attendance_is_not_offered_to_oneself(community, shift, committee):
    own = make.going(shift, make.volunteer(community, user=committee))
    make.over(shift)
    client = browser(committee)
    assert f"came_{own.pk}" not in client.get(at("shift_people", shift.pk)).content.decode()
    client.post(at("shift_attend", shift.pk), {f"came_{own.pk}": "came", f"length_{own.pk}": "2"})
    assert not Hours.objects.exists()


def test_a_shift_to_come_asks_for_no_attendance(shift, one, committee):
    signup = make.going(shift, one)
    client = browser(committee)
    assert at("shift_attend", shift.pk) not in client.get(at("shift_people", shift.pk)).content.decode()
    sent = {f"came_{signup.pk}": "came", f"length_{signup.pk}": "2"}
    assert client.post(at("shift_attend", shift.pk), sent).context["form"].non_field_errors()


def test_the_people_page_takes_as_many_questions_for_a_hundred(
    community, committee, django_assert_max_num_queries
):
    shift = make.shift(community, committee, first=make.time(places=100))
    client = browser(committee)
    for count in (10, 90):
        for _number in range(count):
            make.going(shift, make.volunteer(community))
        with django_assert_max_num_queries(10):
            assert client.get(at("shift_people", shift.pk)).status_code == 200
    assert shifts.free(shift) == 0
