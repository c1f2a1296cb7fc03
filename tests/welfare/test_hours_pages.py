"""Hours over HTTP: written down by the volunteer, confirmed by the centre; wrong input first."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories, pages
from tests.welfare import missions_builders as make
from welfare.models import Hours
from welfare.volunteering import hours


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def browser(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def one(community):
    return make.volunteer(community)


@pytest.fixture
def enter(one):
    return browser(one.user)


def send(client, query="", **typed):
    """Open the form, fill it in and send it."""
    page = at("hours_log")
    html = client.get(page + query).content.decode()
    (form,) = (form for form in pages.forms(html) if any(name == "key" for name, _value in form.fields))
    said = {"length": "1.5", "kind": "care", "words": "พายายไปหาหมอ"}
    return client.post(page, {**dict(form.fields), **said, **typed})


def test_who_is_no_volunteer_has_no_hours(community, outsider):
    left = make.volunteer(community, status="left", left_on=timezone.localdate())
    for user in (outsider, left.user):
        assert browser(user).get(at("hours_log")).status_code == 404
    assert "/accounts/login/" in browser().get(at("hours_log")).url


@pytest.mark.parametrize(
    ("field", "value"),
    [("length", ""), ("length", "0"), ("length", "25"), ("kind", ""), ("words", ""), ("day", "31/2/2569"), ("day", ""), ("key", "x"), ("case", "1"), ("signup", "1")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(enter, field, value):
    response = send(enter, **{field: value})
    if field in ("case", "signup"):
        # There is nothing to choose from, so the field is not there.
        assert response.status_code == 302
        return
    assert field in response.context["form"].errors
    assert "พายายไปหาหมอ" in response.content.decode() or field == "words"
    assert not Hours.objects.exists()


def test_a_day_to_come_is_refused_with_everything_kept(enter):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = send(enter, day=f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + 543}")
    assert response.context["form"].non_field_errors()
    assert "พายายไปหาหมอ" in response.content.decode()


def test_hours_are_written_down_once_and_wait(enter, one):
    assert send(enter, length="๑.๕", key="a-key-of-the-form-1").url == at("hours_log")
    send(enter, length="1.5", key="a-key-of-the-form-1")
    row = Hours.objects.get()
    assert (row.minutes, row.day, row.status, row.volunteer) == (90, timezone.localdate(), "waiting", one)
    assert "พายายไปหาหมอ" in enter.get(at("hours_log")).content.decode()


def test_one_persons_key_is_not_anothers(community, enter):
    send(enter, key="a-key-of-the-form-1")
    send(browser(make.volunteer(community).user), key="a-key-of-the-form-1")
    assert Hours.objects.count() == 2


def test_of_a_shift_day_and_kind_come_by_themselves(community, committee, enter, one):
    signup = make.going(make.shift(community, committee), one)
    make.over(signup.shift)
    send(enter, f"?shift={signup.pk}", kind="", day="")
    row = Hours.objects.get()
    assert (row.signup, row.kind, row.day) == (signup, "food", timezone.localdate(signup.shift.starts_at))


def test_somebody_elses_shift_or_request_is_no_choice(community, committee, enter, one):
    mine = make.going(make.shift(community, committee), one)
    other = make.going(make.shift(community, committee), make.volunteer(community))
    make.over(mine.shift)
    make.over(other.shift)
    make.case(community, status="in_hand", assignee=one.user)
    theirs = make.case(community, status="in_hand", assignee=committee)
    assert "signup" in send(enter, signup=other.pk).context["form"].errors
    assert "case" in send(enter, case=theirs.pk).context["form"].errors


def test_a_volunteer_of_two_communities_says_where(enter, one):
    far = make.volunteer(factories.community(), user=one.user)
    other = make.volunteer(factories.community())
    assert "volunteer" in send(enter, volunteer=other.pk).context["form"].errors
    send(enter, volunteer=far.pk)
    assert Hours.objects.get().volunteer == far


def test_the_waiting_hours_are_for_the_centre_of_the_community(
    community, one, outsider, treasurer, committee
):
    row = _waiting(one)
    far = factories.with_role(factories.community(), "committee")
    for user in (outsider, treasurer, far, one.user):
        assert browser(user).get(at("hours_waiting", community.code)).status_code == 404
        assert browser(user).post(at("hours_answer", row.code)).status_code == 404
    assert row.words in browser(committee).get(at("hours_waiting", community.code)).content.decode()


def _waiting(one, **changes):
    said = {"kind": "care", "day": timezone.localdate(), "minutes": 60, "words": "พายายไปหาหมอ"}
    return Hours.objects.create(volunteer=one, key=f"key-{next(make.numbers)}", **{**said, **changes})


def test_one_press_confirms(community, one, committee):
    row = _waiting(one)
    client = browser(committee)
    html = client.get(at("hours_waiting", community.code)).content.decode()
    form = next(form for form in pages.forms(html) if form.action == at("hours_answer", row.code))
    client.post(form.action, dict(form.fields))
    assert hours.confirmed_minutes(one) == 60


def test_a_refusal_without_a_reason_stays_open_on_the_page(community, one, committee):
    row = _waiting(one)
    client = browser(committee)
    response = client.post(at("hours_answer", row.code), {"answer": "refuse", "reason": ""})
    assert "reason" in response.context["rows"][0]["form"].errors
    client.post(at("hours_answer", row.code), {"answer": "refuse", "reason": "วันนั้นไม่มีงาน"})
    row.refresh_from_db()
    assert (row.status, row.reason) == ("refused", "วันนั้นไม่มีงาน")
    assert "วันนั้นไม่มีงาน" in browser(one.user).get(at("hours_log")).content.decode()


def test_own_hours_stand_there_without_a_button(community, committee):
    row = _waiting(make.volunteer(community, user=committee))
    client = browser(committee)
    html = client.get(at("hours_waiting", community.code)).content.decode()
    assert (row.words in html, at("hours_answer", row.code) in html) == (True, False)
    client.post(at("hours_answer", row.code))
    row.refresh_from_db()
    assert row.status == "waiting"


def test_the_lists_take_as_many_questions_for_a_thousand(
    community, one, committee, django_assert_max_num_queries
):
    for count in (10, 990):
        Hours.objects.bulk_create(
            Hours(
                volunteer=one,
                kind="care",
                day=timezone.localdate(),
                minutes=1,
                key=f"many-{next(make.numbers)}",
            )
            for _number in range(count)
        )
        for who, page, most in (
            (committee, at("hours_waiting", community.code), 10),
            (one.user, at("hours_log"), 14),
        ):
            client = browser(who)
            with django_assert_max_num_queries(most):
                response = client.get(page)
            assert response.status_code == 200
    rest = browser(committee).get(at("hours_waiting", community.code))
    assert rest.context["next_url"]
