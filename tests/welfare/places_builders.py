"""Requests to the help desk for tests of the map, the screen, the list and the times."""

import itertools

from welfare.helpdesk import cases
from welfare.models import HelpCase

numbers = itertools.count(1)


def told(community, *, key="", user=None, channel="site", **facts) -> HelpCase:
    """Somebody asks; what is not said is usual."""
    asked = {
        "kind": "food",
        "for_whom": "ยายแก้ว ตัวอย่าง",
        "place": "บ้าน 12 ตรงข้ามวัด",
        "urgency": "today",
        "phone": "0812345678",
        "words": "ข้าวหมด",
        **facts,
    }
    key = key or f"a-key-of-the-tests-{next(numbers)}"
    return cases.receive(community=community, asked=cases.Asked(**asked), key=key, user=user, channel=channel)
