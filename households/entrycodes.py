"""One-time codes on paper, for members who enter without e-mail and without LINE."""

import datetime as dt

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import EntryCode, User
from lib.codes import new_code, normalise_code
from lib.errors import Refused

LENGTH = 12
GROUP = 4
VALID_DAYS = 14
# Only wrong tries count, so a hall full of people may enter from one address.
LIMIT = "entry_code"


@transaction.atomic
def issue(*, user: User, actor: User) -> str:
    """A new code for this person, in groups of four. It is shown once and kept only as a keyed hash.

    Codes that the person has not used become invalid. Raises Refused for accounts that see other people's
    money or incomes: whoever prints a code could enter in their place.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused(_("This account is switched off."), code="inactive")
    if user.is_trusted or user.is_superuser:
        raise Refused(
            _("People of the committee enter with their own e-mail or LINE. No code is printed for them."),
            code="trusted",
        )
    code = new_code(LENGTH)
    now = timezone.now()
    EntryCode.objects.filter(user=user, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    EntryCode.objects.create(
        user=user, code_hash=_hash(code), created_by=actor, expires_at=now + dt.timedelta(days=VALID_DAYS)
    )
    notices.send(
        to=user,
        text=format_lazy(_("{name} of the committee printed an entry code for you."), name=actor.name),
        url="/household/",
    )
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def use(*, code: str, request) -> User:
    """The person whose code this is; the code is spent. Raises Refused, always with the same words.

    At most five wrong tries from one address in five minutes (see ACCOUNT_RATE_LIMITS).
    """
    usage = ratelimit.consume(request, app="allauth.account", action=LIMIT, key="everyone")
    if usage is None:
        raise Refused(_("Too many tries. Please wait five minutes, then try again."), code="too_many_tries")
    user = _spend(code)
    if user is None:
        raise Refused(
            _(
                "This code does not open anything. It may be mistyped, used or too old. Please ask the committee for a new one."
            ),
            code="wrong_code",
        )
    usage.rollback()
    return user


@transaction.atomic
def _spend(code: str) -> User | None:
    now = timezone.now()
    right = EntryCode.objects.filter(
        code_hash=_hash(normalise_code(code)), used_at__isnull=True, expires_at__gt=now, user__is_active=True
    )
    # One statement decides: of two presses at once, one finds the code unused.
    found = right.select_related("user").first()
    if found is None or not EntryCode.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=now):
        return None
    return found.user


def _hash(code: str) -> str:
    return salted_hmac(
        "households.entrycodes", code, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
