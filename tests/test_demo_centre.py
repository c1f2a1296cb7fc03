"""The demo's centre, its volunteers and their college: what lives in them."""

import datetime as dt
from collections import Counter

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from config.demo import centre, places
from config.demo.centre import degrees
from config.demo.missions import FROM_CASES, MISSIONS
from config.demo.places import Place
from config.demo.story import Size, Story
from config.demo.village import SPOTS, drawn
from config.demo.volunteering import HELPERS
from households.models import Community, User
from lib.disclosure import Hidden
from welfare import aid_requests
from welfare.helpdesk import hints, map_bases, map_pictures, targets
from welfare.models import (
    AidRequest,
    CaseFile,
    CaseLink,
    CaseSubject,
    Certificate,
    CircleMember,
    Enrolment,
    HelpCase,
    Hours,
    Mission,
    SignUp,
    Volunteer,
)
from welfare.volunteering import certificates, figures, shifts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# Long enough for certificates to run out.
LONG = Size(orders=0, homes=20, shops=4, listings=0, days=430, lead=0)


class Neighbour:
    """In place of the fund's help: one request for the house with the oldest woman."""

    def __init__(self, story: Story, place: Place):
        self.home = place.homes[-1]
        self.community = place.community
        story.at(story.now - dt.timedelta(hours=7), self.ask)

    def oldest(self):
        """The house, and who speaks for it."""
        return self.home, self.home.household.memberships.active().get(is_representative=True)

    def ask(self) -> None:
        """The fund is asked first."""
        aid_requests.ask(
            community=self.community,
            event=AidRequest._meta.get_field("event").choices[0][0],
            words="",
            for_whom=self.home.user.name,
            urgency=AidRequest.Urgency.NOW,
            phone=self.home.user.phone,
            asker=AidRequest.Asker.HELPER,
            user=None,
            event_on=timezone.localdate(),
            key="demo-aid-of-a-test",
        )


def begin(story: Story) -> None:
    """The communities and their centres alone: the rest of the demo has its own tests."""
    towns = places.found(story)
    centre.plan(story, Neighbour(story, towns[0]), towns)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The centre's part of the demo, for every test of this file."""
    story = Story(NOW, LONG, say=lambda line: None)
    with django_db_blocker.unblock(), transaction.atomic():
        story.at(story.clock.moment, begin, story)
        story.tell()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def place(demo) -> Community:
    """The community whose centre has all of it."""
    return Community.objects.get(code="sirisuk")


@pytest.fixture
def worker(place) -> User:
    """The case worker of the sign-in page."""
    return User.objects.get(code="demo-worker")


@pytest.fixture
def helper(place) -> User:
    """The volunteer of the sign-in page."""
    return User.objects.get(code="demo-helper")


def volunteer_of(user: User) -> Volunteer:
    return Volunteer.objects.get(user=user)


# Requests


def test_requests_came_by_every_way_for_everything_and_ended_in_every_way(place):
    rows = HelpCase.objects.filter(community=place)
    assert 40 <= rows.count() <= 50
    assert set(rows.values_list("channel", flat=True)) == set(HelpCase.Channel.values)
    assert set(rows.values_list("urgency", flat=True)) == set(HelpCase.Urgency.values)
    assert set(rows.values_list("outcome", flat=True)) - {""} == set(HelpCase.Outcome.values)
    assert set(rows.exclude(topic="").values_list("topic", flat=True)) == set(HelpCase.Topic.values)
    kinds = set(rows.values_list("kind", flat=True))
    assert {"food", "medicine", "ride", "care", "repair", "safety", "rescue", "other"} <= kinds
    assert rows.exclude(household=None).count() >= 10
    assert rows.filter(asked_at__lt=NOW - dt.timedelta(days=80)).exists()


def test_a_few_wait_one_is_late_one_is_dangerous_and_one_was_not_solved(place):
    waiting = HelpCase.objects.open().filter(community=place, status="waiting")
    assert 3 <= waiting.count() <= 5
    assert waiting.late(NOW).count() == 1
    danger = waiting.get(urgency="danger")
    assert danger.due_at > NOW
    assert waiting.filter(reopened=1, events__kind="not_solved").exists()


def test_somebody_could_not_be_reached_and_is_called_later(place):
    case = HelpCase.objects.open().get(community=place, tries=2)
    assert case.call_at > NOW
    assert case.assignee.code == "demo-worker"


def test_what_was_told_twice_is_counted_once(place):
    merged = HelpCase.objects.filter(community=place).exclude(merged_into=None)
    assert merged.count() == 2
    assert {case.status == "closed" for case in merged} == {True, False}
    for case in merged:
        assert case.merged_into.phone == case.phone


def test_a_call_of_today_and_its_double_are_alike_to_the_desk(place, worker):
    case = HelpCase.objects.filter(community=place).exclude(merged_into=None).latest("pk")
    found = [hint.case for hint in hints.like(case, user=worker)]
    assert case.merged_into in found


def test_the_cast_has_its_hands_full(worker, helper, place):
    assert HelpCase.objects.given_to(worker).count() == 3
    assert HelpCase.objects.given_to(helper).count() == 1
    second = User.objects.filter(help_cases__status="in_hand", roles__kind="case_worker").exclude(
        pk=worker.pk
    )
    assert second.exists()


def test_the_small_circle_of_three_has_two_requests_and_one_is_hidden_from_whom_it_is_about(place):
    members = CircleMember.objects.filter(community=place, until=None)
    assert members.count() == 3
    rows = HelpCase.objects.filter(community=place, is_sensitive=True)
    assert rows.count() == 2
    subject = CaseSubject.objects.get()
    assert not HelpCase.objects.handled_by(subject.user).filter(pk=subject.case_id).exists()
    auditor = members.get(user__code="demo-auditor").user
    assert HelpCase.objects.handled_by(auditor).count() == 2
    committee = User.objects.get(code="demo-commit")
    assert not HelpCase.objects.handled_by(committee).filter(is_sensitive=True).exists()


def test_photos_are_there_and_links_lead_to_what_they_name(place):
    files = CaseFile.objects.filter(case__community=place)
    assert files.count() >= 8
    assert all(default_storage.exists(file.path) for file in files)
    documents = {link.document.split()[0] for link in CaseLink.objects.filter(case__community=place)}
    assert documents == {"aid", "mission"}


def test_the_drawn_village_shows_where_open_requests_are(place):
    picture = map_pictures.of(place)
    assert picture is not None
    assert len(picture.points) == 2
    base = map_bases.of(place, HelpCase.objects.none())
    assert base is not None
    opened = HelpCase.objects.open().filter(community=place)
    placed = [case for case in opened if base.place(case)]
    assert len(placed) >= 8
    located = opened.get(latitude__isnull=False)
    x, y = SPOTS["school"]
    assert base.place(located) == pytest.approx((x, y * base.height / 1000), abs=4)
    assert (located.latitude, located.longitude) == degrees(x, y)


def test_the_drawing_is_the_same_each_time():
    assert drawn() == drawn()


def test_the_centre_has_target_times_of_its_own(place):
    assert targets.of(place) != targets.USUAL


# Volunteers


def test_volunteers_of_every_kind_help_one_rests_and_one_has_left(place):
    rows = Volunteer.objects.filter(community=place)
    assert rows.count() == len(HELPERS)
    assert {"person", "temple", "school", "company", "shop"} == set(rows.values_list("kind", flat=True))
    assert Counter(rows.values_list("status", flat=True)) == {
        "active": len(HELPERS) - 2,
        "paused": 1,
        "left": 1,
    }
    assert figures.count_to_check(place) == 2
    assert figures.skills_of(place).filter(able__gt=0).count() > 10


def test_missions_stand_in_every_state(place):
    rows = Mission.objects.filter(community=place)
    assert rows.count() == len(MISSIONS) + len(FROM_CASES)
    assert Counter(rows.values_list("status", flat=True)) == {
        "open": 4,
        "done": 2,
        "cancelled": 1,
        "draft": 1,
    }
    assert rows.exclude(case=None).count() == 2
    assert rows.filter(course__isnull=False, status="open").exists()
    assert rows.filter(callouts__isnull=False).exists()
    coming = shifts.counted(
        shifts.Shift.objects.filter(mission__in=rows.filter(status="open"), starts_at__gt=NOW)
    )
    soon = coming.filter(starts_at__lt=NOW + dt.timedelta(days=7))
    assert soon.filter(holding__lt=F("places")).exists()
    assert coming.filter(holding=F("places"), waiting=2).exists()


def test_who_came_was_confirmed_and_who_could_not_come_was_missed(place):
    rows = SignUp.objects.filter(shift__mission__community=place)
    assert set(rows.values_list("status", flat=True)) == set(SignUp.Status.values)
    assert rows.filter(status="came", hours__status="confirmed").count() >= 15
    assert rows.filter(reminded_at__isnull=False).exists()


def test_hours_of_a_year_are_confirmed_and_a_few_wait(place):
    rows = Hours.objects.filter(volunteer__community=place)
    statuses = Counter(rows.values_list("status", flat=True))
    assert statuses["confirmed"] > 100
    assert 3 <= statuses["waiting"] <= 12
    assert statuses["refused"] >= 1
    months = {(day.year, day.month) for day in rows.values_list("day", flat=True)}
    assert len(months) >= 12
    assert not rows.filter(Q(answered_by=F("volunteer__user"))).exists()
    found = figures.public(place.pk, place.public_threshold)
    assert not isinstance(found.active, Hidden)
    assert len([hours for _month, hours in found.months if hours]) >= 8


def test_the_volunteer_of_the_sign_in_page_has_something_of_everything(helper):
    volunteer = volunteer_of(helper)
    assert shifts.of_volunteer(volunteer).exists()
    assert Hours.objects.filter(volunteer=volunteer, status="confirmed").exists()
    assert certificates.valid().filter(volunteer=volunteer, kind="course").count() == 1
    assert SignUp.objects.filter(offered_to=volunteer, status="going").exists()
    assert Enrolment.objects.filter(volunteer=volunteer, status="learning").exists()


# College


def test_three_courses_are_taught_and_certificates_hold_ran_out_and_were_taken_back(place):
    assert place.courses.filter(status="open").count() == 3
    assert all(course.lessons.exists() and course.questions.exists() for course in place.courses.all())
    papers = Certificate.objects.filter(community=place, kind="course")
    today = timezone.localdate(NOW)
    assert certificates.valid(today).filter(community=place, kind="course").count() >= 10
    assert papers.filter(expires_on__lt=today, revoked_on=None).exists()
    assert papers.exclude(revoked_on=None).count() == 1
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"learning", "passed"}
    assert place.courses.filter(sessions__starts_at__gt=NOW).count() == 2
    assert Enrolment.objects.filter(status="learning", best_percent__lt=80).exists()


def test_the_hours_of_the_year_before_were_thanked_for(place):
    papers = Certificate.objects.filter(community=place, kind="hours")
    assert papers.exists()
    assert all(paper.minutes > 0 and paper.year == papers[0].year for paper in papers)


def test_every_number_of_a_years_certificates_was_given_once(place):
    for year in set(Certificate.objects.values_list("year", flat=True)):
        numbers = Certificate.objects.filter(community=place, year=year).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_the_second_community_has_a_little_of_it(demo):
    other = Community.objects.get(code="bansuan")
    assert HelpCase.objects.filter(community=other).count() == 4
    assert Volunteer.objects.filter(community=other).count() == 3
    assert Mission.objects.filter(community=other, status="open").count() == 1
    assert not HelpCase.objects.filter(community__code__in=("pakkhlong", "rimkhao")).exists()


def test_nobody_in_it_could_be_real(demo):
    phones = {
        *HelpCase.objects.values_list("phone", flat=True),
        *Volunteer.objects.values_list("phone", flat=True),
        *Mission.objects.values_list("contact_phone", flat=True),
    } - {""}
    assert all(phone.startswith("077000") for phone in phones)


# Pages


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("demo-worker", "/desk/sirisuk/"),
        ("demo-worker", "/desk/mine/"),
        ("demo-worker", "/desk/sirisuk/map/"),
        ("demo-worker", "/desk/sirisuk/screen/"),
        ("demo-worker", "/desk/sirisuk/list/"),
        ("demo-worker", "/desk/sirisuk/enter/"),
        ("demo-worker", "/volunteers/sirisuk/office/"),
        ("demo-worker", "/volunteers/sirisuk/hours/"),
        ("demo-worker", "/college/sirisuk/"),
        ("demo-worker", "/college/sirisuk/thanks/"),
        ("demo-commit", "/desk/sirisuk/times/"),
        ("demo-commit", "/volunteers/sirisuk/skills/"),
        ("demo-chair", "/desk/sirisuk/circle/"),
        ("demo-auditor", "/desk/sirisuk/"),
        ("demo-helper", "/desk/mine/"),
        ("demo-helper", "/volunteers/me/"),
        ("demo-helper", "/volunteers/hours/"),
        ("demo-buyer", "/help/sirisuk/ask/"),
        ("demo-buyer", "/volunteers/sirisuk/"),
        ("demo-buyer", "/missions/sirisuk/"),
        ("demo-buyer", "/certificate/"),
    ],
)
def test_the_cast_enters_and_sees_its_own_page(demo, client, code, path):
    client.force_login(User.objects.get(code=code))
    assert client.get(path).status_code == 200


def test_every_request_every_mission_and_every_course_has_its_page(place, client, worker):
    client.force_login(worker)
    for case in HelpCase.objects.handled_by(worker):
        assert client.get(f"/desk/case/{case.code}/").status_code == 200
        assert client.get(f"/help/follow/{case.code}/").status_code == 200
    for mission in place.missions.all():
        assert client.get(f"/mission/{mission.code}/").status_code == 200
    for course in place.courses.all():
        assert client.get(f"/course/{course.code}/").status_code == 200
    for paper in Certificate.objects.filter(community=place):
        assert client.get(f"/certificate/{paper.code}/").status_code == 200
