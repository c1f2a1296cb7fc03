"""Which version of the fund's rules applies on a day."""

import datetime as dt

from django.utils import timezone

from households.models import Community
from welfare.models import BenefitRules


def current(community: Community, on: dt.date | None = None) -> BenefitRules | None:
    """The version in force on a day (today): of those adopted, the one that began last."""
    on = on or timezone.localdate()
    begun = BenefitRules.objects.filter(
        community=community, status=BenefitRules.Status.ADOPTED, valid_from__lte=on
    )
    return begun.order_by("-valid_from", "-number").first()


def on_day(community: Community, on: dt.date) -> BenefitRules | None:
    """The version for what happened on a day; for what was before the first one, that of today."""
    return current(community, on) or current(community)
