"""One row of every register of the desk, the volunteers and their college, for the tests of the office: straight into the tables."""

import datetime as dt

from django.db.models import Model
from django.utils import timezone

from tests import factories
from welfare import models


def rows(place, name: str) -> dict[type[Model], Model]:
    """Rows by their model. `name` stands in each that has words of its own."""
    who = factories.with_role(place, "committee", name=f"{name} ศูนย์")
    made = [*_desk(place, name, who), *_volunteers(place, name, who), *_college(place, name, who)]
    return {row.__class__: row for row in made}


def case(place, name: str, **fields) -> models.HelpCase:
    """A request to the desk, with a step, a link and a photo."""
    kept = {"kind": "food", "is_sensitive": False, **fields}
    made = models.HelpCase.objects.create(
        key=f"{place.code}:{name}:{kept['kind']}", community=place, for_whom=name, place=f"ที่อยู่ {name}",
        phone="0812345670", due_at=timezone.now(), **kept,
    )  # fmt: skip
    made.events.create(kind="received", words=name)
    made.files.create(kind="photo")
    return made


def _desk(place, name, who):
    made = case(place, name)
    made.links.create(document="aid abcd2345", added_by=who)
    yield made
    yield models.CircleMember.objects.create(community=place, user=who, added_by=who)
    yield models.TargetTime.objects.create(
        community=place, urgency="today", answer_minutes=30, solve_minutes=60
    )
    yield models.VillageMap.objects.create(
        community=place, picture="x", width=800, height=600, credit=name, set_by=who
    )


def _volunteers(place, name, who):
    skill = models.Skill.objects.create(community=place, name=name)
    volunteer = models.Volunteer.objects.create(community=place, user=who, name=name, phone="0812345671")
    volunteer.skills.create(skill=skill)
    mission = models.Mission.objects.create(
        community=place, kind="care", title=name, place=name, contact_name=name, contact_phone="0812345672",
        address=f"ที่อยู่ {name}", coordinator=who,
    )  # fmt: skip
    mission.callouts.create(words=name, asked=1, sent_by=who)
    starts = timezone.now()
    shift = mission.shifts.create(starts_at=starts, ends_at=starts + dt.timedelta(hours=1), places=1)
    yield from (skill, volunteer, mission)
    yield shift.signups.create(volunteer=volunteer)
    yield volunteer.hours.create(
        key=f"h{place.pk}", kind="care", day=timezone.localdate(), minutes=60, words=name
    )


def _college(place, name, who):
    course = models.Course.objects.create(community=place, title=name, words=name, made_by=who)
    course.lessons.create(title=name, words=name)
    course.questions.create(words=name, answers=["ก", "ข"], right=0)
    volunteer = models.Volunteer.objects.get(community=place)
    yield course
    yield course.enrolments.create(volunteer=volunteer)
    yield models.Certificate.objects.create(
        community=place,
        year=2026,
        number=1,
        kind="course",
        volunteer=volunteer,
        name=name,
        title=name,
        course=course,
    )
