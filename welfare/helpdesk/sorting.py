"""Looking at a request first: what it is, how urgent, where, whose, and whether only the small circle reads it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from households.models import Household, User
from lib.errors import Refused
from welfare.helpdesk import cases, hands, steps
from welfare.models import CaseEvent, HelpCase

Kind, Status, Urgency = HelpCase.Kind, HelpCase.Status, HelpCase.Urgency
FIELDS = ("kind", "topic", "urgency", "area", "household", "is_sensitive")


@transaction.atomic
def sort(
    *,
    case: HelpCase,
    kind: str,
    urgency: str,
    actor: User,
    topic: str = "",
    area: str = "",
    household: Household | None = None,
    is_sensitive: bool = False,
    words: str = "",
) -> HelpCase:
    """Say what a request is. A sensitive kind moves it into the small circle; only the circle lets it out, with a reason.

    Raises Refused ("not_theirs", "closed", "merged", "unknown", "whose"), ("no_circle") while nobody is in the circle,
    ("reason") for one that leaves the circle without words.
    """
    case = steps.at_desk(case, actor)
    steps.need_open(case)
    if kind not in Kind.values or urgency not in Urgency.values or topic not in ("", *HelpCase.Topic.values):
        raise Refused(_("Please choose what is needed, and how soon."), "unknown")
    if household is not None and household.community_id != case.community_id:
        raise Refused(_("This household belongs to another community."), "whose")
    wanted = {
        "kind": kind,
        "topic": topic if kind == Kind.SAFETY else "",
        "urgency": urgency,
        "area": area,
        "household": household,
        "is_sensitive": is_sensitive or kind in HelpCase.SENSITIVE,
    }
    _check_circle(case, bool(wanted["is_sensitive"]), words)
    changed = [name for name in FIELDS if getattr(case, name) != wanted[name]]
    if not changed and not words:
        return case
    was_sensitive = case.is_sensitive
    for name in changed:
        setattr(case, name, wanted[name])
    if "household" in changed:
        case.person = None
    if "urgency" in changed:
        case.due_at = steps.due(case)
    case.save(update_fields=[*FIELDS, "person", "due_at"])
    facts = {name: wanted[name] for name in changed if name != "household"}
    if "household" in changed:
        facts["household"] = household.code if household else ""
    cases.record(case, CaseEvent.Kind.SORTED, actor=actor, words=words, facts=facts)
    if case.is_sensitive != was_sensitive:
        _move(case, actor)
    return case


def _check_circle(case: HelpCase, is_sensitive: bool, words: str) -> None:
    if is_sensitive and not case.is_sensitive and not hands.has_circle(case):
        raise Refused(
            _("Nobody is in the small circle yet. The committee says first who is in it."), "no_circle"
        )
    if case.is_sensitive and not is_sensitive and not words.strip():
        raise Refused(_("Say why others than the small circle may read it."), "reason")


def _move(case: HelpCase, actor: User) -> None:
    """In or out of the circle: with those that told the same, and out of a hand that may no longer have it."""
    for one in steps.followers(case):
        one.is_sensitive = case.is_sensitive or one.kind in HelpCase.SENSITIVE
        one.save(update_fields=["is_sensitive"])
    hand = case.assignee if case.status == Status.IN_HAND else None
    if hand and not hands.for_case(case).filter(pk=hand.pk).exists():
        steps.leave(case)
        cases.record(case, CaseEvent.Kind.LEFT, actor=actor)
    text = (
        _("A request for the small circle has arrived.")
        if case.is_sensitive
        else _("The small circle has passed a request on to the desk.")
    )
    hands.tell_readers(case, text, besides=actor)
