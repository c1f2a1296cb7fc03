"""Requests that tell the same: one is counted in the other. Nothing moves; both keep their own record."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from welfare.helpdesk import cases, circle, steps
from welfare.models import CaseEvent, HelpCase


@transaction.atomic
def merge(*, case: HelpCase, into: HelpCase, actor: User) -> HelpCase:
    """Count `case` in `into`, which told the same: it leaves the board, and ends when the other one does.

    Raises Refused ("not_theirs", "closed", "merged"), ("same") for one and the same, ("whose") across communities,
    ("has_merged") for one in which others are counted, ("circle") when only one of them is for the small circle.
    """
    if case.pk == into.pk:
        raise Refused(_("This is one and the same request."), "same")
    case, into = _both(case, into, actor)
    if case.community_id != into.community_id:
        raise Refused(_("These requests belong to two communities."), "whose")
    steps.need_open(into)
    if HelpCase.objects.filter(merged_into=case).exists():
        raise Refused(
            _("Others are counted in this request. Count the other one in this, or take them apart first."),
            "has_merged",
        )
    if case.is_sensitive != into.is_sensitive:
        raise Refused(
            _("One of the two is only for the small circle. Sort the other one in the same way first."),
            "circle",
        )
    case.merged_into = into
    case.save(update_fields=["merged_into"])
    circle.share_subjects(case, into, actor)
    cases.record(case, CaseEvent.Kind.MERGED, actor=actor, facts={"into": into.code})
    cases.record(into, CaseEvent.Kind.MERGED, actor=actor, facts={"from": case.code})
    return case


@transaction.atomic
def unmerge(*, case: HelpCase, actor: User) -> HelpCase:
    """They were not the same after all: this one stands on its own again, as it was.

    Raises Refused ("not_theirs"), ("alone") when it is counted in no other.
    """
    known = HelpCase.objects.select_related("merged_into").get(pk=case.pk)
    # First the one in which it is counted, as closing does.
    into = cases.locked(known.merged_into) if known.merged_into else None
    case = steps.at_desk(case, actor)
    if into is None or case.merged_into_id != into.pk:
        raise Refused(_("This request is counted in no other."), "alone")
    case.merged_into = None
    case.save(update_fields=["merged_into"])
    cases.record(case, CaseEvent.Kind.UNMERGED, actor=actor, facts={"into": into.code})
    cases.record(into, CaseEvent.Kind.UNMERGED, actor=actor, facts={"from": case.code})
    return case


def _both(case: HelpCase, into: HelpCase, actor: User) -> tuple[HelpCase, HelpCase]:
    """Both, locked by number. What is counted elsewhere already is refused before the second lock is asked for."""
    locked = {}
    for one in sorted((case, into), key=lambda row: row.pk):
        locked[one.pk] = steps.at_desk(one, actor)
        if one.pk == case.pk:
            steps.need_open(locked[one.pk])
        elif locked[one.pk].merged_into_id:
            raise Refused(
                format_lazy(
                    _("{code} is itself counted in another request. Choose that one."), code=one.code
                ),
                "merged",
            )
    return locked[case.pk], locked[into.pk]
