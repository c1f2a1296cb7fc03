"""The steps on a request: who has it in hand, calls and notes, how it ended, and opening it again."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import User
from lib.errors import Refused
from welfare.helpdesk import cases, hands, targets
from welfare.models import CaseEvent, HelpCase

Outcome, Status, Step, Urgency = HelpCase.Outcome, HelpCase.Status, CaseEvent.Kind, HelpCase.Urgency
# Why it was not done, and who does it now, has to be said.
IN_WORDS = (Outcome.NOT_POSSIBLE, Outcome.PASSED_ON)
LATEST_CALL = dt.timedelta(days=60)
# When to try again after a call that nobody answered.
TRY_AGAIN = {
    Urgency.DANGER: dt.timedelta(minutes=10),
    Urgency.TODAY: dt.timedelta(minutes=60),
    Urgency.DAYS: dt.timedelta(hours=6),
    Urgency.LATER: dt.timedelta(days=1),
}


@transaction.atomic
def give(*, case: HelpCase, to: User, actor: User, words: str = "") -> HelpCase:
    """Give a request to somebody of the desk or to a volunteer; the former hand is free of it. Both are told.

    Raises Refused ("not_theirs", "closed", "merged"), ("has_it") when it is there already, ("whom") for somebody who
    may not have it: no part in the centre, complained about, or outside the circle when it is sensitive.
    """
    case = at_desk(case, actor)
    need_open(case)
    if case.status == Status.IN_HAND and case.assignee_id == to.pk:
        raise Refused(_("This person has it in hand already."), "has_it")
    if not hands.for_case(case).filter(pk=to.pk).exists():
        raise Refused(_("This request cannot be given to this person. Please choose another one."), "whom")
    former = case.assignee if case.status == Status.IN_HAND else None
    _put_into(case, to)
    cases.record(case, Step.GIVEN, actor=actor, words=words, facts={"to": to.pk, "name": to.name})
    if former and former != actor:
        _send(
            former, _("Somebody else does a request now that was in your hand."), reverse("welfare:desk_mine")
        )
    if to != actor:
        text = format_lazy(
            _("A request was given to you. How urgent: {urgency}."), urgency=Urgency(case.urgency).label
        )
        _send(to, text, _page(case))
    return case


@transaction.atomic
def take(*, case: HelpCase, actor: User) -> HelpCase:
    """Take a waiting request in hand oneself.

    Raises Refused ("not_theirs", "closed", "merged"), ("in_hand") when somebody was quicker.
    """
    case = at_desk(case, actor)
    need_open(case)
    if case.status == Status.IN_HAND:
        raise Refused(
            format_lazy(_("{name} has this in hand already."), name=case.assignee.name)
            if case.assignee and case.assignee != actor
            else _("You have this in hand already."),
            "in_hand",
        )
    _put_into(case, actor)
    cases.record(case, Step.TAKEN, actor=actor)
    return case


@transaction.atomic
def put_back(*, case: HelpCase, actor: User, words: str = "") -> HelpCase:
    """Put a request back to wait for somebody else. The desk is told.

    Raises Refused ("not_theirs", "closed", "merged"), ("waits") when nobody has it.
    """
    case = cases.locked_for(case, actor)
    need_open(case)
    if case.status != Status.IN_HAND:
        raise Refused(_("This request waits already."), "waits")
    former = case.assignee
    leave(case)
    cases.record(case, Step.LEFT, actor=actor, words=words, facts={"from": former.name if former else ""})
    if former and former != actor:
        _send(former, _("A request is no longer in your hand."), reverse("welfare:desk_mine"))
    hands.tell_readers(case, _("A request waits again for somebody to take it."), besides=actor)
    return case


@transaction.atomic
def tried(*, case: HelpCase, actor: User, call_at: dt.datetime | None = None, words: str = "") -> HelpCase:
    """Nobody answered the call: one try more, and the next call planned, soon when it is urgent.

    Raises Refused ("not_theirs", "closed", "merged", "when").
    """
    case = cases.locked_for(case, actor)
    need_open(case)
    case.tries = min(case.tries + 1, 999)
    _plan(case, call_at or timezone.now() + TRY_AGAIN[Urgency(case.urgency)])
    case.save(update_fields=["tries", "call_at", "due_at"])
    cases.record(
        case, Step.TRIED, actor=actor, words=words, facts={"tries": case.tries, "at": _moment(case.call_at)}
    )
    return case


@transaction.atomic
def call_back(*, case: HelpCase, at: dt.datetime, actor: User, words: str = "") -> HelpCase:
    """Promise to call back at a time. Raises Refused ("not_theirs", "closed", "merged", "when")."""
    case = cases.locked_for(case, actor)
    need_open(case)
    _plan(case, at)
    case.save(update_fields=["call_at", "due_at"])
    cases.record(case, Step.CALL, actor=actor, words=words, facts={"at": _moment(at)})
    return case


@transaction.atomic
def note(*, case: HelpCase, words: str, actor: User) -> CaseEvent:
    """Write something down for those who handle it. Raises Refused ("not_theirs", "empty")."""
    case = cases.locked_for(case, actor)
    _need_words(words)
    return cases.record(case, Step.NOTE, actor=actor, words=words)


@transaction.atomic
def tell(*, case: HelpCase, words: str, actor: User) -> CaseEvent:
    """Write to the person: it stands on the page that they follow. A call that was promised is kept with it.

    Raises Refused ("not_theirs", "empty").
    """
    case = cases.locked_for(case, actor)
    _need_words(words)
    if case.call_at and case.is_open:
        case.call_at = None
        case.due_at = due(case)
        case.save(update_fields=["call_at", "due_at"])
    event = cases.record(case, Step.TOLD, actor=actor, words=words)
    if case.asked_by and case.asked_by != actor:
        url = reverse("welfare:case_follow", args=[case.code])
        _send(case.asked_by, _("The centre has written to you about your request."), url)
    return event


@transaction.atomic
def close(*, case: HelpCase, outcome: str, words: str, actor: User) -> HelpCase:
    """Close a request with its outcome, and with it those that told the same.

    Raises Refused ("not_theirs", "closed", "merged"), ("outcome") without one, ("empty") where words are needed.
    """
    case = cases.locked_for(case, actor)
    need_open(case)
    if outcome not in Outcome.values:
        raise Refused(_("Say how it ended before it is closed."), "outcome")
    if outcome in IN_WORDS:
        _need_words(words)
    for one in (case, *followers(case)):
        if not one.is_open:
            continue
        one.status, one.outcome, one.closed_at, one.call_at = Status.CLOSED, outcome, timezone.now(), None
        one.save(update_fields=["status", "outcome", "closed_at", "call_at"])
        facts = {"outcome": outcome} | ({"with": case.code} if one.pk != case.pk else {})
        cases.record(one, Step.CLOSED, actor=actor, words=words, facts=facts)
        if one.asked_by and one.asked_by != actor:
            url = reverse("welfare:case_follow", args=[one.code])
            _send(one.asked_by, _("Your request to the centre is closed. Was it solved?"), url)
    return case


@transaction.atomic
def reopen(*, case: HelpCase, words: str, actor: User) -> HelpCase:
    """The desk opens a closed request again, and with it those that told the same. The desk is told.

    Raises Refused ("not_theirs", "merged", "empty"), ("open") when it is not closed.
    """
    case = at_desk(case, actor)
    _need_words(words)
    open_again(case, Step.REOPENED, actor=actor, words=words)
    return case


def open_again(case: HelpCase, kind: str, *, actor: User | None, words: str) -> None:
    """Let a locked, closed request wait again, and with it those that told the same.

    Raises Refused ("merged"), ("open") when it is not closed.
    """
    _need_unmerged(case)
    if case.is_open:
        raise Refused(_("This request is open already."), "open")
    for one in (case, *followers(case)):
        if one.is_open:
            continue
        one.status, one.outcome, one.closed_at, one.assignee, one.call_at = (
            Status.WAITING,
            "",
            None,
            None,
            None,
        )
        one.reopened = min(one.reopened + 1, 999)
        one.due_at = targets.due_at(one, now=timezone.now())
        one.save(
            update_fields=["status", "outcome", "closed_at", "assignee", "call_at", "reopened", "due_at"]
        )
        cases.record(
            one, kind, actor=actor, words=words, facts={"with": case.code} if one is not case else {}
        )
    hands.tell_readers(case, _("A request was not solved and waits again."), besides=actor)


def at_desk(case: HelpCase, actor: User) -> HelpCase:
    """The case, locked, for somebody who handles it at the desk. Raises Refused ("not_theirs")."""
    case = cases.locked(case)
    if not HelpCase.objects.handled_by(actor).filter(pk=case.pk).exists():
        raise Refused(_("This request is not in your hands."), "not_theirs")
    return case


def need_open(case: HelpCase) -> None:
    """Raise Refused ("closed", "merged") where there is nothing left to do."""
    _need_unmerged(case)
    if not case.is_open:
        raise Refused(_("This request is closed. Open it again first."), "closed")


def due(case: HelpCase) -> dt.datetime:
    """By when the next thing has to happen; of one that was opened again counted from then."""
    if not case.reopened:
        return targets.due_at(case)
    again = case.events.filter(kind__in=(Step.REOPENED, Step.NOT_SOLVED)).order_by("-id").first()
    return targets.due_at(case, now=again.at if again else None)


def leave(case: HelpCase) -> None:
    """Out of the hand: it waits for an answer from now on, but not longer than it had."""
    answer = targets.of(case.community)[Urgency(case.urgency)].answer
    case.due_at = min(case.due_at, timezone.now() + dt.timedelta(minutes=answer))
    case.status, case.assignee = Status.WAITING, None
    case.save(update_fields=["status", "assignee", "due_at"])


def followers(case: HelpCase) -> list[HelpCase]:
    """Those that told the same as this locked case, locked too."""
    rows = HelpCase.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=case)
    return list(rows.select_related("community", "asked_by").order_by("pk"))


def _put_into(case: HelpCase, hand: User) -> None:
    case.status, case.assignee = Status.IN_HAND, hand
    case.answered_at = case.answered_at or timezone.now()
    case.due_at = due(case)
    case.save(update_fields=["status", "assignee", "answered_at", "due_at"])


def _plan(case: HelpCase, at: dt.datetime) -> None:
    """Put the next call down; the time by which something has to happen follows it."""
    now = timezone.now()
    if not now < at <= now + LATEST_CALL:
        raise Refused(_("Choose a time from now on, within two months."), "when")
    case.call_at = at
    case.due_at = due(case)


def _need_unmerged(case: HelpCase) -> None:
    if case.merged_into_id:
        raise Refused(_("This was told twice: everything is done on the other request."), "merged")


def _need_words(words: str) -> None:
    if not words.strip():
        raise Refused(_("Please say it in a few words."), "empty")


def _moment(at: dt.datetime | None) -> str:
    return at.isoformat() if at else ""


def _page(case: HelpCase) -> str:
    return reverse("welfare:case", args=[case.code])


def _send(to: User, text, url: str) -> None:
    """No names and no places: whoever may read it opens the page."""
    notices.send(to=to, text=text, url=url)
