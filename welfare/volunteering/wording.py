"""Times, days and hours of volunteers in words."""

import datetime as dt

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lib.dates import thai_date
from welfare.models import Shift, Volunteer


def _when(shift: Shift) -> str:
    starts, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    english = (get_language() or "th").startswith("en")
    clock = "{:%H:%M}–{:%H:%M}" if english else "{:%H.%M}–{:%H.%M} น."
    day = f"{WEEKDAYS[starts.weekday()]} {thai_date(starts)}"
    return f"{day} {clock.format(starts, ends)}"


def _start(shift: Shift) -> str:
    starts = timezone.localtime(shift.starts_at)
    return f"{starts:%H:%M}" if (get_language() or "th").startswith("en") else f"{starts:%H.%M} น."


def _long(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    words = [ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}] if hours else []
    if rest or not hours:
        words.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(words)


# "Saturday 5 Jan 2026 09:00–12:00", in each reader's own language.
when = lazy(_when, str)
# "09:00", in each reader's own language.
start = lazy(_start, str)
# "5 Jan 2026", in each reader's own language.
day = lazy(thai_date, str)
# "2 hours 30 minutes", in each reader's own language.
long = lazy(_long, str)


def minutes_of(shift: Shift) -> int:
    """How long a shift is."""
    return int((shift.ends_at - shift.starts_at) / dt.timedelta(minutes=1))


def shown_name(volunteer: Volunteer) -> str:
    """What other volunteers may read: of a person the first name, of a company, temple or school all of it."""
    is_person = volunteer.kind == Volunteer.Kind.PERSON
    return (volunteer.name.split(" ")[0] if is_person else volunteer.name) or _("somebody")
