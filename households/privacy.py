"""Who from outside looks at a household's income is written down, for the household to read."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from households.models import Household, IncomeLook, Membership, User

ONE_LOOK = dt.timedelta(minutes=10)


@transaction.atomic
def note_looks(*, households: Iterable[Household], viewer: User, reason: str) -> int:
    """Write down that `viewer` saw the income of these households, for a reason of `IncomeLook.Reason`.

    Members of a household are no outsiders. The same look within ten minutes is written once. Returns how many
    were written.
    """
    keys = {household.pk for household in households}
    own = Membership.objects.active().filter(person__user=viewer, household__in=keys)
    since = timezone.now() - ONE_LOOK
    recent = IncomeLook.objects.filter(household__in=keys, viewer=viewer, reason=reason, seen_at__gte=since)
    keys -= set(own.values_list("household_id", flat=True)) | set(
        recent.values_list("household_id", flat=True)
    )
    IncomeLook.objects.bulk_create(
        IncomeLook(household_id=key, viewer=viewer, reason=reason) for key in sorted(keys)
    )
    return len(keys)
