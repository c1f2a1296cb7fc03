"""Households as a whole: they move away, close, come back, and divide."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import departures, memberships
from households.models import Household, Membership, RegisterEvent, User
from households.register_events import hat_of, note_about, note_at
from lib.errors import Refused

Kind = RegisterEvent.Kind
Status = Household.Status
Why = Membership.EndReason


@transaction.atomic
def change_status(
    *, household: Household, status: str, on: dt.date, actor: User, reason: str = ""
) -> Household:
    """The household moved away, was closed, or is back, since a day. Raises Refused.

    Nobody may live in a household that is closed. One that moved keeps its people.
    """
    (home,) = memberships.lock_households(household.pk)
    if status not in (Status.ACTIVE, Status.MOVED, Status.CLOSED):
        raise Refused(_("Please choose what happened to the household."), code="unknown_status")
    if home.status == Status.MERGED:
        raise Refused(_("This household was joined with another. Undo that first."), code="merged")
    if on > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    if home.status == status:
        return home
    if status == Status.CLOSED and home.memberships.active().exists():
        raise Refused(
            _("People still live here. First write down where each of them went."), code="people_live_here"
        )
    _set_status(home, status, on, actor, reason)
    return home


@transaction.atomic
def split(
    *,
    household: Household,
    leaving: Sequence[Membership],
    representative: Membership,
    name: str,
    house_number: str,
    village: str,
    address: str,
    on: dt.date,
    actor: User,
) -> Household:
    """Some people of a household become a household of their own. Returns the new one. Raises Refused.

    Where nobody stays, the old one counts as divided. People keep who they are; each gets a new place.
    """
    (home,) = memberships.lock_households(household.pk)
    if home.status != Status.ACTIVE:
        raise Refused(_("This household is no longer active. Please ask the committee."), code="not_active")
    if on > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    chosen = {place.pk for place in leaving}
    places = [memberships.lock(place) for place in home.memberships.active().order_by("pk")]
    going = [place for place in places if place.pk in chosen]
    if not going or len(going) != len(chosen):
        raise Refused(_("Please choose who leaves. Each of them has to be a member."), code="nobody_leaves")
    if representative.pk not in chosen:
        raise Refused(
            _("The new household is represented by somebody who belongs to it."), code="represents_others"
        )
    is_whole = len(going) == len(places)
    if not is_whole:
        for place in going:
            memberships.refuse_empty_seat(place)
    new = memberships.create_household(
        community=home.community,
        name=name,
        house_number=house_number,
        village=village,
        address=address,
        origin=home,
        actor=actor,
    )
    is_sure = hat_of(actor, home) == "committee"
    note_at(Kind.SPLIT, home, actor=actor, happened_on=on, new=new.code, people=len(going))
    for place in going:
        _go(
            place,
            new,
            on,
            actor,
            is_sure=is_sure,
            is_representative=place.pk == representative.pk,
        )
    if is_whole:
        _set_status(home, Status.SPLIT, on, actor)
    return new


@transaction.atomic
def undo_split(*, household: Household, actor: User) -> Household:
    """Everybody who came from the old household goes back, and this one closes. Returns the old one. Raises Refused."""
    if household.origin_id is None:
        raise Refused(_("This household did not come out of another."), code="no_origin")
    memberships.lock_households(household.pk, household.origin_id)
    places = list(household.memberships.active().order_by("-is_representative", "pk"))
    if not places or not all(_place_before(place) for place in places):
        raise Refused(
            _("Others live here by now. Move each person back one by one."), code="others_live_here"
        )
    for place in places:
        go_back(membership=place, actor=actor)
    return Household.objects.get(pk=household.origin_id)


@transaction.atomic
def go_back(*, membership: Membership, actor: User) -> Membership:
    """Somebody who left by a split belongs to the old household again. The last one closes the new household.

    Returns the old place. Raises Refused.
    """
    household = membership.household
    memberships.lock_households(household.pk, household.origin_id or household.pk)
    locked = memberships.lock(membership)
    before = _place_before(locked)
    if locked.status != Membership.Status.ACTIVE or before is None:
        raise Refused(_("This person did not come out of another household."), code="no_origin")
    is_head, today = locked.is_representative, timezone.localdate()
    others = locked.household.memberships.active().exclude(pk=locked.pk)
    memberships.end(locked, Why.MISTAKE, max(today, locked.since or today))
    locked.needs_check = False
    locked.save(update_fields=["needs_check"])
    note_about(Kind.MEMBER_MOVED, locked, actor=actor, to=before.household.code, place=before.pk)
    old_home = before.household
    if old_home.status == Status.SPLIT:
        _set_status(old_home, Status.ACTIVE, today, actor)
    old = departures.reopen(memberships.lock(before), actor)
    if others.exists():
        if is_head:
            memberships.fill_seat(locked.household, actor)
    else:
        _set_status(locked.household, Status.CLOSED, today, actor)
    return old


def _go(
    place: Membership, new: Household, on: dt.date, actor: User, *, is_sure: bool, is_representative: bool
) -> None:
    memberships.end(place, Why.SPLIT, on)
    now = Membership.objects.create(
        person=place.person,
        household=new,
        status=Membership.Status.ACTIVE,
        is_representative=is_representative,
        lives_here=place.lives_here,
        since=on,
        needs_check=not is_sure,
        decided_at=timezone.now(),
        decided_by=actor,
    )
    note_about(
        Kind.SPLIT,
        now,
        actor=actor,
        happened_on=on,
        needs_check=not is_sure,
        came_from=place.household.code,
    )


def _place_before(place: Membership) -> Membership | None:
    """The place that ended when this one began by a split."""
    if place.household.origin_id is None:
        return None
    ended = Membership.objects.filter(
        person=place.person_id, household=place.household.origin_id, end_reason=Why.SPLIT
    )
    return ended.select_related("household__community").order_by("-pk").first()


def _set_status(home: Household, status: str, on: dt.date, actor: User, reason: str = "") -> None:
    before, home.status, home.status_since = home.status, status, on
    home.save(update_fields=["status", "status_since"])
    note_at(
        Kind.STATUS_CHANGED,
        home,
        actor=actor,
        happened_on=on,
        reason=reason,
        **{"from": before, "to": status},
    )
