"""A centre with its people, and requests to it, made through the real actions."""

import datetime as dt
import itertools

from tests import factories
from welfare.helpdesk import cases
from welfare.models import CircleMember, HelpCase

numbers = itertools.count(1)


def worker(community, name: str = "ผู้ประสาน ตัวอย่าง"):
    """A case worker."""
    return factories.with_role(community, "case_worker", name=name)


def volunteer(community, name: str = "จิตอาสา ตัวอย่าง"):
    """Somebody with the role of a volunteer."""
    return factories.with_role(community, "volunteer", name=name)


def in_circle(community, user=None):
    """Somebody of the small circle."""
    user = user or factories.user(name="วงเล็ก ตัวอย่าง")
    CircleMember.objects.create(community=community, user=user, added_by=user)
    return user


def ask(community, *, user=None, subjects=(), household=None, channel="site", **told) -> HelpCase:
    """A request to the centre, without an account unless somebody is given."""
    asked = cases.Asked(
        **{
            "kind": "ride",
            "for_whom": "ยายแก้ว ตัวอย่าง",
            "place": "บ้านเลขที่ 7",
            "urgency": "today",
            "phone": "0812345678",
            "words": "ไปโรงพยาบาล",
            **told,
        }
    )
    return cases.receive(
        community=community,
        asked=asked,
        key=f"case-of-a-test-{next(numbers)}",
        user=user,
        subjects=subjects,
        household=household,
        channel=channel,
    )


def many(community, count: int, **given) -> list[HelpCase]:
    """So many at once, without anybody being told, each due a minute after the one before."""
    first = ask(community)
    rows = []
    for number in range(count):
        fields = {
            field.attname: getattr(first, field.attname)
            for field in HelpCase._meta.concrete_fields
            if field.attname not in ("id", "code", "key")
        }
        fields |= {
            "key": f"many-{first.pk}-{number}",
            "phone": f"08{number:08d}",
            "due_at": first.due_at + dt.timedelta(minutes=number),
        }
        row = HelpCase(**fields)
        for name, value in given.items():
            setattr(row, name, value)
        rows.append(row)
    return HelpCase.objects.bulk_create(rows, batch_size=2000)
