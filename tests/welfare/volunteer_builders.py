"""Skills, volunteers, missions and hours for tests of volunteers."""

import datetime as dt
import itertools

from django.utils import timezone

from tests import factories
from welfare.models import Certificate, Course, Hours, Mission, Shift, SignUp, Skill, Volunteer
from welfare.volunteering import volunteers

numbers = itertools.count(1)


def skill(community, name="ปฐมพยาบาล", **fields) -> Skill:
    """Something on the community's list."""
    return Skill.objects.create(community=community, name=name, **fields)


def offer(*skills, **said) -> volunteers.Offer:
    """What a person says who signs up."""
    given = {"kind": "person", "name": "สมใจ ตัวอย่าง", "phone": "0812345678", **said}
    return volunteers.Offer(**given, skills=skills)


def volunteer(community, user=None, *skills, **said) -> Volunteer:
    """Somebody who signed up."""
    user = user or factories.user(name=f"จิตอาสา คนที่{next(numbers)}")
    given = offer(*skills, **{"name": user.name, **said})
    return volunteers.join(user=user, community=community, offer=given, consented=True)


def hours(one: Volunteer, minutes=60, day=None, kind="food", by=None) -> Hours:
    """Time that was given, confirmed by somebody (`by`) or still waiting."""
    row = Hours.objects.create(
        volunteer=one,
        key=f"test-{next(numbers)}",
        kind=kind,
        day=day or timezone.localdate(),
        minutes=minutes,
    )
    if by:
        row.status, row.answered_by, row.answered_at = "confirmed", by, timezone.now()
        row.save()
    return row


def shift(community, coordinator, places=2, days=1, **fields) -> Shift:
    """A shift of an open mission."""
    mission = Mission.objects.create(
        **{
            "community": community,
            "kind": "food",
            "title": "แจกข้าวกล่อง",
            "place": "ศาลา",
            "address": "บ้านเลขที่ 9 หลังวัด",
            "contact_name": "มะลิ",
            "contact_phone": "0898887777",
            "coordinator": coordinator,
            "status": "open",
            **fields,
        }
    )
    starts = timezone.now() + dt.timedelta(days=days)
    return Shift.objects.create(
        mission=mission, starts_at=starts, ends_at=starts + dt.timedelta(hours=2), places=places
    )


def place(at: Shift, one: Volunteer, status="going") -> SignUp:
    """A place in a shift."""
    return SignUp.objects.create(shift=at, volunteer=one, status=status)


def certificate(one: Volunteer, maker, **fields) -> Certificate:
    """A certificate of a course."""
    course = Course.objects.create(community=one.community, title="ปฐมพยาบาล", words="x", made_by=maker)
    return Certificate.objects.create(
        **{
            "community": one.community,
            "year": 2026,
            "number": next(numbers),
            "kind": "course",
            "volunteer": one,
            "name": one.name,
            "title": course.title,
            "course": course,
            **fields,
        }
    )
