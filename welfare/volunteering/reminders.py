"""A word the day before: tomorrow you help. Once for each place in a shift."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from welfare.models import Mission, SignUp
from welfare.volunteering import wording

AT_A_TIME = 200


def remind(now: dt.datetime | None = None) -> int:
    """Remind everybody who takes part in a shift of tomorrow. Returns how many; running it again sends nothing twice."""
    today = timezone.localtime(now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = today + dt.timedelta(days=1)
    rows = SignUp.objects.filter(
        status=SignUp.Status.GOING,
        reminded_at__isnull=True,
        shift__starts_at__gte=tomorrow,
        shift__starts_at__lt=tomorrow + dt.timedelta(days=1),
        shift__mission__status=Mission.Status.OPEN,
    )
    count = 0
    while some := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        count += _remind_some(some, rows)
    return count


@transaction.atomic
def _remind_some(keys: list[int], rows) -> int:
    """Remind those who were not reminded meanwhile; two runs at once wait for each other here."""
    waiting = rows.filter(pk__in=keys).select_for_update(of=("self",), no_key=True)
    signups = list(waiting.select_related("volunteer__user", "shift__mission").order_by("pk"))
    for signup in signups:
        mission = signup.shift.mission
        text = format_lazy(
            _("Tomorrow at {time} you help at “{title}”, {place}. You cannot come? Please cancel today."),
            time=wording.start(signup.shift),
            title=mission.title,
            place=mission.place,
        )
        url = reverse("welfare:mission", args=[mission.code])
        notices.send(to=signup.volunteer.user, text=text, url=url)
    SignUp.objects.filter(pk__in=[one.pk for one in signups]).update(reminded_at=timezone.now())
    return len(signups)
