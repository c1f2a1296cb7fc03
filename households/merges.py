"""Joining two entries of the same person or the same household, and undoing it.

Nothing is deleted. The entry that goes points to the one that stays; what moved over is written into `Merge.moved`
as it was before and after, so that undoing can put it back, and can tell when somebody has touched it since.
"""

from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import memberships, rollups
from households.merge_people import join_people, part_people, touched
from households.models import Household, Membership, Merge, RegisterEvent, User
from households.register_events import note_at
from lib.errors import Refused

Kind = RegisterEvent.Kind
Status = Membership.Status
PLACE = ("household_id", "status", "is_representative", "is_deputy")

__all__ = ["join_households", "join_people", "undo"]


@transaction.atomic
def join_households(*, kept: Household, gone: Household, actor: User) -> Merge:
    """`gone` was the same household as `kept`: its people move over, its incomes are read with the other's.

    Raises Refused, also when `gone` has something in another room, such as a shop: then that one has to stay.
    """
    if kept.pk == gone.pk:
        raise Refused(_("Please choose two different entries."), "same")
    locked = {home.pk: home for home in memberships.lock_households(kept.pk, gone.pk)}
    kept, gone = locked[kept.pk], locked[gone.pk]
    if kept.community_id != gone.community_id:
        raise Refused(_("These households belong to different communities."), "other_community")
    if {kept.status, gone.status} != {Household.Status.ACTIVE}:
        raise Refused(_("This household is no longer active. Please ask the committee."), "not_active")
    _refuse_what_hangs_on(kept, gone)
    moved = [_move(place, kept, actor) for place in _places(gone)]
    gone.merged_into, gone.status, gone.status_since = kept, Household.Status.MERGED, timezone.localdate()
    gone.save(update_fields=["merged_into", "status", "status_since"])
    rollups.apply_merge(root=kept, gone=gone)
    merge = Merge.objects.create(
        community=kept.community,
        kept_household=kept,
        gone_household=gone,
        moved={"places": moved},
        made_by=actor,
    )
    note_at(Kind.MERGED, kept, actor=actor, merge=merge.pk, gone=gone.code)
    note_at(Kind.MERGED, gone, actor=actor, merge=merge.pk, kept=kept.code)
    return merge


@transaction.atomic
def undo(*, merge: Merge, actor: User) -> Merge:
    """Two entries again, as before. Doing it twice does it once.

    Raises Refused when what moved over was changed since: then somebody has to put it right by hand.
    """
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if locked.undone_at is not None:
        return locked
    if locked.kept_household_id is None:
        part_people(merge=locked, actor=actor)
    else:
        _part_households(locked, actor)
    locked.undone_by, locked.undone_at = actor, timezone.now()
    locked.save(update_fields=["undone_by", "undone_at"])
    return locked


def _part_households(merge: Merge, actor: User) -> None:
    if merge.kept_household is None or merge.gone_household is None:
        raise TypeError("this merge is of two people")
    rows = memberships.lock_households(merge.kept_household.pk, merge.gone_household.pk)
    homes = {home.pk: home for home in rows}
    kept, gone = homes[merge.kept_household.pk], homes[merge.gone_household.pk]
    if kept.status != Household.Status.ACTIVE or gone.merged_into_id != kept.pk:
        raise touched()
    for row in merge.moved["places"]:
        _put_back(row)
    gone.merged_into, gone.status, gone.status_since = None, Household.Status.ACTIVE, timezone.localdate()
    gone.save(update_fields=["merged_into", "status", "status_since"])
    rollups.undo_merge(root=kept, gone=gone)
    for home in (kept, gone):
        note_at(Kind.UNMERGED, home, actor=actor, merge=merge.pk)


def _places(gone: Household) -> list[Membership]:
    """Those who belong or ask to; whoever left stays in the history of the old entry."""
    rows = gone.memberships.filter(status__in=[Status.ASKED, Status.ACTIVE]).order_by("pk")
    return [memberships.lock(place) for place in rows]


def _move(place: Membership, kept: Household, actor: User) -> dict[str, Any]:
    """The place now belongs to the household that stays; one that is there twice ends."""
    before = _as_it_is(place)
    twin = kept.memberships.filter(person=place.person_id, status__in=[Status.ASKED, Status.ACTIVE]).first()
    if twin:
        memberships.end(place, Membership.EndReason.MERGED)
        if twin.status == Status.ASKED and before["status"] == Status.ACTIVE:
            twin_before = _as_it_is(twin)
            twin.status, twin.decided_by, twin.decided_at = Status.ACTIVE, actor, timezone.now()
            twin.save(update_fields=["status", "decided_by", "decided_at"])
            also = {"pk": twin.pk, "before": twin_before, "after": _as_it_is(twin)}
            return {"pk": place.pk, "before": before, "after": _as_it_is(place), "also": also}
        return {"pk": place.pk, "before": before, "after": _as_it_is(place)}
    place.household = kept
    here = kept.memberships.active()
    place.is_representative &= not here.filter(is_representative=True).exists()
    place.is_deputy &= not here.filter(is_deputy=True).exists()
    place.save(update_fields=["household", "is_representative", "is_deputy"])
    return {"pk": place.pk, "before": before, "after": _as_it_is(place)}


def _as_it_is(place: Membership) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PLACE}


def _put_back(row: dict[str, Any]) -> None:
    if "also" in row:
        _put_back(row["also"])
    place = memberships.lock(Membership(pk=row["pk"]))
    if _as_it_is(place) != row["after"]:
        raise touched()
    has_ended = place.status != row["before"]["status"] and place.status == Status.LEFT
    for name, value in row["before"].items():
        setattr(place, name, value)
    if has_ended:
        place.until, place.end_reason, place.ended_at = None, "", None
    place.save(update_fields=[*PLACE, "until", "end_reason", "ended_at"])


def _refuse_what_hangs_on(kept: Household, gone: Household) -> None:
    """Rows of other rooms cannot move from here: what has them stays."""
    if not (names := _foreign(gone)):
        return
    if _foreign(kept):
        raise Refused(
            format_lazy(
                _("Both have {things} in the market. Close one of them first, then join the households."),
                things=names,
            ),
            "both_in_use",
        )
    raise Refused(
        format_lazy(
            _("This household has {things}. Keep this one, and join the other with it."), things=names
        ),
        "in_use",
    )


def _foreign(home: Household) -> str:
    """What other rooms have for this household, in words; empty for nothing."""
    found = []
    for relation in Household._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or isinstance(relation.related_model, str):
            continue
        model = relation.related_model
        if model._meta.app_label == "households":
            continue
        if model._base_manager.filter(**{relation.field.name: home}).exists():
            found.append(str(model._meta.verbose_name_plural))
    return ", ".join(found)
