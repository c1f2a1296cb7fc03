"""Member households of the fund for tests, through the real actions."""

import datetime as dt
import itertools
from decimal import Decimal

from django.utils import timezone

from households.models import Household
from welfare import contributions, slips
from welfare.models import ContributionRule, FundMember

keys = itertools.count(1)


def days_ago(count: int) -> dt.date:
    """A day in the past."""
    return timezone.localdate() - dt.timedelta(days=count)


def baht_a_day(community, actor, since: dt.date | None = None) -> ContributionRule:
    """The rule that most funds have."""
    since = since or days_ago(100)
    return ContributionRule.objects.create(
        community=community,
        amount=Decimal(1),
        per="day",
        valid_from=since,
        resolution="ประชุม 1/2569",
        decided_by=actor,
    )


def take_part(user, actor, **changes) -> FundMember:
    """The user's household takes part since a hundred days ago."""
    home = Household.objects.of_member(user).get()
    content = {"joined_on": days_ago(100), "pays": "monthly", **changes}
    return FundMember.objects.create(household=home, community=home.community, entered_by=actor, **content)


def paid(member, amount, way, actor, **changes):
    """A payment of today."""
    content = {"paid_on": timezone.localdate(), "key": f"pay-{next(keys)}", **changes}
    return contributions.pay(member=member, amount=Decimal(amount), way=way, actor=actor, **content)


def sent(member, amount, user, reference=None, **changes):
    """A transfer of today with its slip."""
    shown = {"bank": "006", "reference": reference or f"CONTRIBUTION{next(keys)}"}
    slip = slips.show(document=f"contribution {member.household.code}", user=user, **shown)
    return paid(member, amount, "bank", user, slip=slip, **changes)
