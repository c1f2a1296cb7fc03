"""What was done about a request, step by step, in words: who and when."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from households.models import User
from lib.dates import thai_date
from welfare.helpdesk import linking
from welfare.models import CaseEvent, HelpCase

Step = CaseEvent.Kind
# What somebody who only does the work needs: tries, promised calls, and what the person was told.
FOR_HANDS = (Step.TRIED, Step.CALL, Step.TOLD)
SHOWN = 100


def steps_of(case: HelpCase, user: User, *, is_desk: bool) -> list[dict[str, str]]:
    """The steps, the newest first, as components/timeline.html takes them.

    Who only has it in hand sees the own steps, the words with which it was given, and `FOR_HANDS`.
    """
    rows = case.events.select_related("actor").order_by("-id")[:SHOWN]
    return [_shown(case, row) for row in rows if is_desk or _needs(row, user)]


def _needs(event: CaseEvent, user: User) -> bool:
    if event.kind == Step.GIVEN:
        return event.facts.get("to") == user.pk
    return event.actor_id == user.pk or event.kind in FOR_HANDS


def _shown(case: HelpCase, event: CaseEvent) -> dict[str, str]:
    said = _facts(event)
    said_shorter = {Step.RECEIVED: _("the request arrived"), Step.SORTED: _("sorted")}
    name = said_shorter.get(Step(event.kind), event.get_kind_display())
    return {
        "what": f"{name}: {said}" if said else name,
        "when": thai_date(event.at, "time"),
        "who": event.actor.name if event.actor else _("whoever asked"),
        "note": event.words,
    }


def _facts(event: CaseEvent) -> str:
    facts = event.facts
    said = {
        Step.RECEIVED: lambda: _label(HelpCase.Channel, facts.get("channel")),
        Step.SORTED: lambda: _sorted(facts),
        Step.GIVEN: lambda: str(facts.get("name", "")),
        Step.TRIED: lambda: _next_call(facts),
        Step.CALL: lambda: _moment(facts.get("at", "")),
        Step.NOTE: lambda: _about(facts),
        Step.LINKED: lambda: _linked(str(facts.get("document", ""))),
        Step.MERGED: lambda: _pair(facts),
        Step.UNMERGED: lambda: _pair(facts),
        Step.CLOSED: lambda: _label(HelpCase.Outcome, facts.get("outcome")),
    }.get(Step(event.kind))
    return said() if said else ""


def _sorted(facts: dict[str, Any]) -> str:
    parts = [
        _label(HelpCase.Kind, facts.get("kind")),
        _label(HelpCase.Topic, facts.get("topic")),
        _label(HelpCase.Urgency, facts.get("urgency")),
        str(facts.get("area", "")),
    ]
    if "household" in facts:
        parts.append(_("household") if facts["household"] else _("no household"))
    if "is_sensitive" in facts:
        parts.append(_("only for the small circle") if facts["is_sensitive"] else _("for the whole desk"))
    return " · ".join(part for part in parts if part)


def _about(facts: dict[str, Any]) -> str:
    """That somebody was written down or taken back, not who: the small circle sees that on the page."""
    words = {"added": _("written down whom it is about"), "removed": _("taken back whom it is about")}
    return words.get(facts.get("subject", ""), "")


def _next_call(facts: dict[str, Any]) -> str:
    at = _moment(facts.get("at", ""))
    return _("next call %(when)s") % {"when": at} if at else ""


def _linked(document: str) -> str:
    kind, _space, code = document.partition(" ")
    return f"{linking.KINDS.get(kind, kind)} {code}"


def _pair(facts: dict[str, Any]) -> str:
    if facts.get("into"):
        return _("counted in %(code)s") % {"code": facts["into"]}
    return _("%(code)s is counted here") % {"code": facts.get("from", "")}


def _label(choices, value) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _moment(written: str) -> str:
    try:
        return thai_date(dt.datetime.fromisoformat(written), "time")
    except ValueError:
        return ""
