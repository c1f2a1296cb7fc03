"""What was written down where there was no net, sent later: each entry once, and only by the account that typed it."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from households.models import Community, User
from lib.errors import Refused
from welfare.helpdesk import cases
from welfare.models import HelpCase

# What the browser gives each entry.
KEY = re.compile(r"[a-z0-9]{16,32}")


def mark_of(user: User) -> str:
    """By which a phone tells whose an entry is, without a name."""
    return salted_hmac("welfare.offline", str(user.pk)).hexdigest()[:16]


def read_time(text: str) -> dt.datetime | None:
    """When it was typed, as the browser says it; none for what is no moment."""
    try:
        moment = parse_datetime(text[:40])
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else timezone.make_aware(moment)


def send(
    *, community: Community, asked: cases.Asked, key: str, user: User, mark: str, typed_at: str
) -> HelpCase:
    """Take an entry in, once for each account and `key`, however often it is sent.

    Raises Refused ("other_account") for an entry that somebody else typed on the same phone, ("key") for a key that no
    browser of ours gives, and what `cases.receive` refuses.
    """
    if mark != mark_of(user):
        raise Refused(
            _("Somebody else typed this on this phone. That person has to sign in to send it."),
            "other_account",
        )
    if not KEY.fullmatch(key):
        raise Refused(_("Please type this once more."), "key")
    return cases.receive(
        community=community,
        asked=asked,
        # Of this account alone: nobody meets another's entry by its key.
        key=f"offline-{user.pk}-{key}",
        user=user,
        channel=HelpCase.Channel.VISIT,
        typed_at=read_time(typed_at),
    )
