"""Where a request to the centre stands, in words for whoever has its code: no names of those who are helped."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Role
from lib.dates import thai_date
from welfare.helpdesk.answers import NOT_SOLVED_WITHIN
from welfare.helpdesk.cases import DESK
from welfare.models import CaseEvent, HelpCase

Outcome, Status = HelpCase.Outcome, HelpCase.Status
MOST_TOLD = 20


@dataclass
class Standing:
    """The steps (as components/progress.html takes them), what to expect, and what the centre wrote."""

    steps: list[dict[str, str]] = field(default_factory=list)
    expect: list[str] = field(default_factory=list)
    told: list[CaseEvent] = field(default_factory=list)
    is_open: bool = True
    is_merged: bool = False
    may_say_not_solved: bool = False


def standing(case: HelpCase) -> Standing:
    """What may be told without knowing who reads. One that was told twice stands where the other one stands."""
    main = case.merged_into or case
    told = CaseEvent.objects.filter(kind=CaseEvent.Kind.TOLD, case__in={case.pk, main.pk})
    closed = main.closed_at
    return Standing(
        steps=_steps(case, main),
        expect=_expect(main),
        told=list(told.order_by("-id")[:MOST_TOLD]),
        is_open=main.is_open,
        is_merged=main.pk != case.pk,
        may_say_not_solved=closed is not None and timezone.now() - closed <= NOT_SOLVED_WITHIN,
    )


def hand_of(case: HelpCase) -> str:
    """Who does it, as the person may know them: a first name, or of a sensitive request the circle alone."""
    if case.is_sensitive or case.assignee is None:
        return _("somebody of the small circle") if case.is_sensitive else _("the centre")
    is_desk = Role.objects.active().filter(user=case.assignee_id, community=case.community_id, kind__in=DESK)
    name = {"name": case.assignee.get_short_name()}
    return _("%(name)s of the centre") % name if is_desk.exists() else _("the volunteer %(name)s") % name


def soon(value: dt.datetime) -> str:
    """A moment in words that one says: today at 14.30, tomorrow at 9.00, or the date."""
    local, today = timezone.localtime(value), timezone.localdate()
    clock = {"clock": f"{local.hour}.{local:%M}"}
    if local.date() == today:
        return _("today at %(clock)s") % clock
    if local.date() == today + dt.timedelta(days=1):
        return _("tomorrow at %(clock)s") % clock
    return thai_date(value, "time")


def _steps(case: HelpCase, main: HelpCase) -> list[dict[str, str]]:
    received = {"label": _("Received"), "state": "done", "note": thai_date(case.asked_at, "time")}
    if main.status == Status.WAITING:
        waits = {"label": _("Waits for somebody to take it in hand"), "state": "now", "note": ""}
        return [received, waits, {"label": _("Done"), "state": "", "note": ""}]
    hand = {"label": _("In hand: %(who)s") % {"who": hand_of(main)}, "state": "now", "note": ""}
    if main.status == Status.IN_HAND:
        return [received, hand, {"label": _("Done"), "state": "", "note": ""}]
    state = "done" if main.outcome in (Outcome.HELPED, Outcome.PARTLY, Outcome.PASSED_ON) else "stopped"
    ended = {"label": main.get_outcome_display(), "state": state, "note": thai_date(main.closed_at, "time")}
    # What was never in a hand ended without that step.
    return [received, *([hand | {"state": "done"}] if main.assignee_id else []), ended]


def _expect(case: HelpCase) -> list[str]:
    """What happens next, and by when."""
    if not case.is_open:
        return [_at_the_end(case)]
    said = []
    if case.urgency == HelpCase.Urgency.DANGER:
        said.append(_("Is somebody in danger? Call 1669 or 191 now, and do not wait for the centre."))
    if case.tries:
        said.append(
            ngettext(
                "The centre called %(count)s time and nobody answered. Please call back.",
                "The centre called %(count)s times and nobody answered. Please call back.",
                case.tries,
            )
            % {"count": case.tries}
        )
    return [*said, _by_when(case)]


def _by_when(case: HelpCase) -> str:
    now = timezone.now()
    if case.call_at and case.call_at > now:
        return _("The centre calls you: %(when)s.") % {"when": soon(case.call_at)}
    if case.due_at < now:
        return _("It takes longer than it should. Please call, so that it is not forgotten.")
    if case.status == Status.WAITING:
        return _("Somebody takes it in hand by then: %(when)s.") % {"when": soon(case.due_at)}
    return _("It should be solved by then: %(when)s.") % {"when": soon(case.due_at)}


def _at_the_end(case: HelpCase) -> str:
    if case.outcome == Outcome.NOT_NEEDED:
        return _("You can ask again at any time.")
    if case.outcome == Outcome.NOT_REACHED:
        return _("The centre could not reach you. Do you still need help? Then say so below, or call.")
    if case.outcome == Outcome.NOT_POSSIBLE:
        return _("The centre could not do it. You can call and ask, or say below that help is still needed.")
    return _("The centre takes it as solved. If it is not, say so below: then it starts again at once.")
