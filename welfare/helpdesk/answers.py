"""What whoever asked says later: no longer needed, or not solved."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Household, User
from lib.errors import Refused
from welfare.helpdesk import cases, steps
from welfare.models import CaseEvent, HelpCase

# Later it is asked anew: other people, another situation.
NOT_SOLVED_WITHIN = dt.timedelta(days=90)


@transaction.atomic
def withdraw(*, case: HelpCase, user: User | None) -> HelpCase:
    """Who asked no longer needs it: the request is closed. Who had it in hand is told.

    Raises Refused ("not_theirs"), ("closed"), ("others") when others asked for the same.
    """
    case = cases.locked(case)
    if not may_withdraw(case, user):
        raise Refused(_("Only who asked can take the request back."), "not_theirs")
    if case.merged_into_id or steps.followers(case):
        raise Refused(_("Somebody else asked for the same. Please call the centre and tell them."), "others")
    if not case.is_open:
        raise Refused(_("This request is closed already."), "closed")
    hand = case.assignee if case.status == HelpCase.Status.IN_HAND else None
    case.status, case.outcome = HelpCase.Status.CLOSED, HelpCase.Outcome.NOT_NEEDED
    case.closed_at, case.call_at = timezone.now(), None
    case.save(update_fields=["status", "outcome", "closed_at", "call_at"])
    cases.record(case, CaseEvent.Kind.CLOSED, actor=user, facts={"outcome": case.outcome, "by": "person"})
    if hand:
        text = _("A request that was in your hand is no longer needed.")
        notices.send(to=hand, text=text, url=reverse("welfare:desk_mine"))
    return case


@transaction.atomic
def not_solved(*, case: HelpCase, user: User | None, words: str = "") -> HelpCase:
    """Whoever has the code says that a closed request is not solved: it waits again, and the centre is told.

    One that was told twice opens the one in which it is counted. Raises Refused ("open"), ("long_ago").
    """
    # The one in which it is counted is locked first, as whoever merges and closes does.
    main = cases.locked(case.merged_into or case)
    if main.closed_at and timezone.now() - main.closed_at > NOT_SOLVED_WITHIN:
        raise Refused(_("This was closed long ago. Please ask once more, it goes quicker."), "long_ago")
    steps.open_again(main, CaseEvent.Kind.NOT_SOLVED, actor=user, words=words)
    return main


def may_withdraw(case: HelpCase, user: User | None) -> bool:
    """Whether this person may take the request back: who asked, or who speaks for the household.

    One without an account behind it is taken back by whoever has its code.
    """
    if case.asked_by_id is None:
        return True
    if user is None or not user.is_authenticated:
        return False
    speaks = Household.objects.represented_by(user).filter(pk=case.household_id)
    return case.asked_by_id == user.pk or speaks.exists()
