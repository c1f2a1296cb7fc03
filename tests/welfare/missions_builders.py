"""Volunteers, missions, shifts and hours for tests, through the real actions where one is tested by them."""

import datetime as dt
import itertools

from django.utils import timezone

from tests import factories
from welfare.models import (
    Certificate,
    Course,
    HelpCase,
    Mission,
    Shift,
    SignUp,
    Skill,
    Volunteer,
    VolunteerSkill,
)
from welfare.volunteering import missions, shifts

numbers = itertools.count(1)
HOUR = dt.timedelta(hours=1)


def volunteer(community, user=None, name="สมชาย ใจดี", **fields) -> Volunteer:
    """Somebody who helps."""
    user = user or factories.user(name=name)
    return Volunteer.objects.create(community=community, user=user, name=name, phone="0812345678", **fields)


def skill(community, name="ขับรถกระบะ", **fields) -> Skill:
    """Something on the community's list."""
    return Skill.objects.create(community=community, name=name, **fields)


def can(one: Volunteer, what: Skill, checked_by=None) -> VolunteerSkill:
    """This volunteer can do it; looked at where `checked_by` is given."""
    at = timezone.now() if checked_by else None
    return VolunteerSkill.objects.create(volunteer=one, skill=what, checked_by=checked_by, checked_at=at)


def course(community, title="ปฐมพยาบาล") -> Course:
    """An open course."""
    maker = factories.user()
    return Course.objects.create(
        community=community, title=title, words="เรียนครึ่งวัน", status="open", made_by=maker
    )


def certificate(one: Volunteer, what: Course, **fields) -> Certificate:
    """A certificate that holds."""
    number = next(numbers)
    return Certificate.objects.create(
        community=one.community,
        year=2026,
        number=number,
        kind="course",
        volunteer=one,
        name=one.name,
        title=what.title,
        course=what,
        **fields,
    )


def told(**changes) -> missions.Told:
    """What a mission says."""
    said = {
        "kind": "food",
        "title": "ส่งข้าวกล่อง",
        "words": "ส่งตามบ้านผู้สูงอายุ",
        "place": "หมู่ 3",
        "address": "บ้านเลขที่ 99 ซอยลึก",
        "contact_name": "มะลิ",
        "contact_phone": "0899999999",
    }
    return missions.Told(**{**said, **changes})


def time(days=1, places=2, hours=2, starts_at=None) -> missions.Time:
    """At nine in the morning in so many days."""
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    starts = starts_at or morning + dt.timedelta(days=days)
    return missions.Time(starts, starts + hours * HOUR, places)


def mission(community, actor, *, first=None, skills=(), opens=True, case=None, **changes) -> Mission:
    """An open mission with one shift tomorrow, for two."""
    return missions.write(
        community=community,
        told=told(**changes),
        skills=skills,
        first=first or time(),
        actor=actor,
        case=case,
        opens=opens,
    )


def shift(community, actor, **given) -> Shift:
    """The first shift of a new open mission."""
    return mission(community, actor, **given).shifts.get()


def move(row: Shift, *, starts_in: dt.timedelta, hours=2) -> Shift:
    """The same shift at another time, also one that is over."""
    row.starts_at = timezone.now() + starts_in
    row.ends_at = row.starts_at + hours * HOUR
    row.save()
    return row


def going(row: Shift, one: Volunteer) -> SignUp:
    """A place in the shift."""
    return shifts.join(shift=row, volunteer=one)


def over(row: Shift) -> Shift:
    """The shift ended an hour ago, and lasted two."""
    return move(row, starts_in=-3 * HOUR)


def case(community, **changes) -> HelpCase:
    """A request to the desk that waits."""
    said = {
        "kind": "food",
        "for_whom": "ยายแก้ว",
        "place": "บ้านเลขที่ 7",
        "area": "หมู่ 5",
        "urgency": "today",
        "due_at": timezone.now() + HOUR,
        "key": f"case-key-{next(numbers):08}",
    }
    return HelpCase.objects.create(community=community, **{**said, **changes})
