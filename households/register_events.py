"""What happens to the register, on record: one row for each act."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from households.models import Community, Household, Membership, Person, RegisterEvent, User

# Acts whose very existence tells that somebody needs help.
OF_NEEDS = (RegisterEvent.Kind.SITUATION_ADDED, RegisterEvent.Kind.SITUATION_ENDED)


def note(
    kind: str,
    *,
    community: Community,
    household: Household | None = None,
    person: Person | None = None,
    actor: User | None,
    happened_on: dt.date | None = None,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> RegisterEvent:
    """Write down an act of the register, inside the act's own transaction.

    `kind` is one of `RegisterEvent.Kind`; `facts` holds codes and dates as text, never names, so that a name that
    is removed later stays removed. `actor` is None only when nobody acted, as in a set-up.
    """
    return RegisterEvent.objects.create(
        kind=kind,
        community=community,
        household=household,
        person=person,
        actor=actor,
        happened_on=happened_on or timezone.localdate(),
        reason=reason[:200],
        facts=dict(facts or {}),
    )


def hat_of(actor: User | None, household: Household) -> str:
    """As what a person acts on this household: "representative", "deputy", "member", "committee", or "".

    Somebody of the committee acts at home as the member that they are, so that others of the committee look at it.
    """
    if actor is None:
        return ""
    seat = Membership.objects.active().filter(household=household, person__user=actor).first()
    if seat:
        return "representative" if seat.is_representative else "deputy" if seat.is_deputy else "member"
    return "committee" if Household.objects.governed_by(actor).filter(pk=household.pk).exists() else ""


def note_about(
    kind: str,
    membership: Membership,
    *,
    actor: User | None,
    happened_on: dt.date | None = None,
    reason: str = "",
    needs_check: bool = False,
    **facts: object,
) -> RegisterEvent:
    """Write down an act on somebody's place in a household. With `needs_check` the committee has to look at it."""
    household = membership.household
    known: dict[str, object] = {"membership": membership.pk, "as": hat_of(actor, household), **facts}
    if needs_check:
        known["check"] = True
    return note(
        kind,
        community=household.community,
        household=household,
        person=membership.person,
        actor=actor,
        happened_on=happened_on,
        reason=reason,
        facts=known,
    )


def note_at(
    kind: str,
    household: Household,
    *,
    actor: User | None,
    happened_on: dt.date | None = None,
    reason: str = "",
    **facts: object,
) -> RegisterEvent:
    """Write down an act on a household as a whole."""
    return note(
        kind,
        community=household.community,
        household=household,
        actor=actor,
        happened_on=happened_on,
        reason=reason,
        facts={"as": hat_of(actor, household), **facts},
    )
