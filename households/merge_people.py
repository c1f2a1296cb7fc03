"""Joining two entries of the same person: places, needs for help, account and what was known move over."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import agreements, memberships, rollups
from households.models import Consent, Household, Membership, Merge, Person, RegisterEvent, Situation, User
from households.register import OF_PERSON
from households.register_events import note
from lib.errors import Refused

Kind = RegisterEvent.Kind
Status = Membership.Status
OPEN = (Status.ASKED, Status.ACTIVE)
PLACE = ("person_id", "household_id", "status", "is_representative", "is_deputy")
FILLED = tuple(name for name in OF_PERSON if name != "name")


@transaction.atomic
def join_people(*, kept: Person, gone: Person, actor: User) -> Merge:
    """`gone` was the same person as `kept`. One identity stays; what only the other entry knew is filled in.

    Raises Refused, also when both have an account: which one to use, only the person can say.
    """
    kept, gone = _locked(kept, gone)
    _refuse_joining(kept, gone)
    home = Household.objects.filter(memberships__person__in=[kept, gone]).order_by("pk").first()
    if home is None:
        raise Refused(_("Neither of them belongs to a household."), "no_household")
    moved: dict[str, Any] = {
        "account": gone.user_id,
        "filled": _fill(kept, gone),
        "places": [row for place in _places(gone) for row in _move(place, kept)],
        "needs": _move_needs(kept, gone),
        "answers": _carry_answers(kept, gone, actor),
    }
    if gone.user_id:
        account, gone.user = gone.user, None
        gone.save(update_fields=["user"])
        kept.user = account
        kept.save(update_fields=["user"])
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    rollups.mark_stale(people=Person.objects.filter(pk=kept.pk))
    merge = Merge.objects.create(
        community=home.community, kept_person=kept, gone_person=gone, moved=moved, made_by=actor
    )
    _note(Kind.MERGED, merge, kept, gone, actor)
    return merge


def part_people(*, merge: Merge, actor: User) -> None:
    """Two entries again. Raises Refused when what moved over was changed since. Part of `merges.undo`."""
    if merge.kept_person is None or merge.gone_person is None:
        raise TypeError("this merge is of two households")
    kept, gone = _locked(merge.kept_person, merge.gone_person)
    moved = merge.moved
    if gone.merged_into_id != kept.pk or kept.merged_into_id or kept.erased_at:
        raise touched()
    if moved["account"] and kept.user_id != moved["account"]:
        raise touched()
    for row in reversed(moved["places"]):
        _put_back(row)
    for pk, was_ended in moved["needs"]:
        if not Situation.objects.filter(pk=pk, person=kept).update(person=gone):
            raise touched()
        if was_ended:
            Situation.objects.filter(pk=pk).update(until=None)
    for name, value in moved["filled"].items():
        if getattr(kept, name) != value:
            raise touched()
        setattr(kept, name, None if name == "birth_year" else "")
    if moved["account"]:
        account, kept.user = kept.user, None
        kept.save(update_fields=["user"])
        gone.user = account
    kept.save(update_fields=[*moved["filled"], "user"])
    gone.merged_into = None
    gone.save(update_fields=["merged_into", "user"])
    _take_answers_back(kept, moved["answers"], actor)
    rollups.mark_stale(people=Person.objects.filter(pk__in=[kept.pk, gone.pk]))
    _note(Kind.UNMERGED, merge, kept, gone, actor)


def touched() -> Refused:
    """What is said when undoing would lose somebody's later work."""
    return Refused(
        _("This was changed after the entries were joined. Please put it right by hand, person by person."),
        "touched",
    )


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Households first, then both people, in the order in which everybody locks them."""
    homes = Household.objects.filter(memberships__person__in=[kept, gone])
    memberships.lock_households(*homes.values_list("pk", flat=True))
    rows = Person.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk])}
    return found[kept.pk], found[gone.pk]


def _refuse_joining(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("Please choose two different entries."), "same")
    if kept.merged_into_id or gone.merged_into_id or kept.erased_at or gone.erased_at:
        raise Refused(_("One of these entries is no longer in use."), "not_in_use")
    if kept.user_id and gone.user_id:
        raise Refused(
            _("Both have an account. Let the person choose one, and switch the other off first."),
            "two_accounts",
        )


def _fill(kept: Person, gone: Person) -> dict[str, Any]:
    """What only the entry that goes knows. Returns what was filled in."""
    filled = {name: getattr(gone, name) for name in FILLED if getattr(gone, name) and not getattr(kept, name)}
    for name, value in filled.items():
        setattr(kept, name, value)
    if filled:
        kept.save(update_fields=list(filled))
    return filled


def _places(gone: Person) -> list[Membership]:
    return [memberships.lock(place) for place in gone.memberships.order_by("pk")]


def _move(place: Membership, kept: Person) -> list[dict[str, Any]]:
    """The place is the kept entry's now. Where that one has a place in the house already, this one ends."""
    before = _as_it_is(place)
    twin = kept.memberships.filter(household=place.household_id, status__in=OPEN).first()
    if place.status not in OPEN or twin is None:
        place.person = kept
        place.save(update_fields=["person"])
        return [{"pk": place.pk, "before": before, "after": _as_it_is(place)}]
    memberships.end(place, Membership.EndReason.MERGED)
    rows = [{"pk": place.pk, "before": before, "after": _as_it_is(place)}]
    twin = memberships.lock(twin)
    twin_before = _as_it_is(twin)
    if before["status"] == Status.ACTIVE:
        twin.status = Status.ACTIVE
        twin.is_representative |= before["is_representative"]
        twin.is_deputy = not twin.is_representative and (twin.is_deputy or before["is_deputy"])
    if _as_it_is(twin) != twin_before:
        twin.save(update_fields=["status", "is_representative", "is_deputy"])
        rows.append({"pk": twin.pk, "before": twin_before, "after": _as_it_is(twin)})
    return rows


def _as_it_is(place: Membership) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PLACE}


def _put_back(row: dict[str, Any]) -> None:
    place = memberships.lock(Membership(pk=row["pk"]))
    if _as_it_is(place) != row["after"]:
        raise touched()
    was_ended = place.status == Status.LEFT and row["before"]["status"] != Status.LEFT
    for name, value in row["before"].items():
        setattr(place, name, value)
    if was_ended:
        place.until, place.end_reason, place.ended_at = None, "", None
    place.save(
        update_fields=[
            "person", "household", "status", "is_representative", "is_deputy", "until", "end_reason", "ended_at",
        ]
    )  # fmt: skip


def _move_needs(kept: Person, gone: Person) -> list[tuple[int, bool]]:
    """Needs for help move over. One that runs in both entries ends in the one that goes: number and whether it did."""
    running = set(kept.situations.filter(until__isnull=True).values_list("kind", flat=True))
    rows = []
    for need in gone.situations.order_by("pk"):
        is_twin = need.until is None and need.kind in running
        if is_twin:
            need.until = max(timezone.localdate(), need.since)
        need.person = kept
        need.save(update_fields=["person", "until"])
        rows.append((need.pk, is_twin))
    return rows


def _carry_answers(kept: Person, gone: Person, actor: User) -> dict[str, bool | None]:
    """The newest answer of both counts. Where that is the other entry's, it is said again for the one that stays.

    Returns what the kept entry said before, by purpose; None where it had said nothing.
    """
    before: dict[str, bool | None] = {}
    for purpose in Consent.Purpose.values:
        theirs = agreements.answers_of(gone).filter(purpose=purpose).first()
        own = agreements.answers_of(kept).filter(purpose=purpose).first()
        if theirs is None or (own and own.pk > theirs.pk) or (own and own.is_given == theirs.is_given):
            continue
        before[purpose] = own.is_given if own else None
        _say(kept, purpose, theirs.is_given, theirs.way, theirs.given_by, actor)
    return before


def _take_answers_back(kept: Person, before: dict[str, bool | None], actor: User) -> None:
    for purpose, was_given in before.items():
        _say(kept, purpose, bool(was_given), Consent.Way.PAPER, "", actor)


def _say(person: Person, purpose: str, is_given: bool, way: str, given_by: str, actor: User) -> None:
    agreements.record_person_consent(
        person=person, purpose=purpose, is_given=is_given, way=way, given_by=given_by, recorded_by=actor
    )


def _note(kind: str, merge: Merge, kept: Person, gone: Person, actor: User) -> None:
    note(
        kind,
        community=merge.community,
        person=kept,
        actor=actor,
        facts={"merge": merge.pk, "gone": gone.code},
    )
