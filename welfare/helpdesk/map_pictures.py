"""The picture of the village on which the centre puts its requests: kept private, with two known points on it."""

import datetime as dt
from decimal import Decimal
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from households.models import Community, User
from lib.errors import Refused
from lib.private_pictures import PrivatePictures
from welfare.models import HelpCase, VillageMap

PICTURES = PrivatePictures("private/maps")
# Thousandths of the picture: two points that lie closer say too little about the rest.
LEAST_APART = 100
# About ten metres.
LEAST_DEGREES = 0.0001
response = PICTURES.response


def of(community: Community) -> VillageMap | None:
    """The community's picture, if it has one."""
    return VillageMap.objects.select_related("community").filter(community=community).first()


def put(*, community: Community, file: BinaryIO | bytes, credit: str, actor: User) -> VillageMap:
    """Keep a new picture. What was pressed on the one before no longer fits, and goes.

    Raises `lib.pictures.PictureRefused`, and Refused ("not_theirs") for somebody not on the committee.
    """
    _check_actor(community, actor)
    path = PICTURES.take(file)
    with default_storage.open(path, "rb") as kept, Image.open(kept) as picture:
        width, height = picture.size
    with transaction.atomic():
        found, _is_new = VillageMap.objects.update_or_create(
            community=community,
            defaults={
                "picture": path,
                "width": width,
                "height": height,
                "credit": credit,
                "points": [],
                "set_by": actor,
            },
        )
        placed = HelpCase.objects.filter(community=community, map_x__isnull=False)
        placed.update(map_x=None, map_y=None)
    return found


@transaction.atomic
def set_credit(*, village: VillageMap, credit: str, actor: User) -> None:
    """Say who made the picture. Raises Refused ("not_theirs")."""
    _check_actor(village.community, actor)
    village.credit, village.set_by = credit, actor
    village.save(update_fields=["credit", "set_by", "set_at"])


@transaction.atomic
def add_point(
    *, village: VillageMap, x: int, y: int, latitude: Decimal, longitude: Decimal, actor: User
) -> VillageMap:
    """Say where a place of the picture (thousandths) is on the earth (degrees). Two such points are enough.

    Raises Refused: "not_theirs", "two" when there are two already, "near" when it is too near the other one.
    """
    _check_actor(village.community, actor)
    village = VillageMap.objects.select_for_update().get(pk=village.pk)
    if len(village.points) >= 2:
        raise Refused(_("There are two points already. Take one away first."), "two")
    for other in village.points:
        is_near = abs(other["x"] - x) < LEAST_APART and abs(other["y"] - y) < LEAST_APART
        north, east = other["latitude"] - float(latitude), other["longitude"] - float(longitude)
        if is_near or (abs(north) < LEAST_DEGREES and abs(east) < LEAST_DEGREES):
            raise Refused(
                _("This is too near the first point. Choose one at the other end of the picture."), "near"
            )
    point = {"x": x, "y": y, "latitude": float(latitude), "longitude": float(longitude)}
    village.points, village.set_by = [*village.points, point], actor
    village.save(update_fields=["points", "set_by", "set_at"])
    return village


@transaction.atomic
def clear_points(*, village: VillageMap, actor: User) -> None:
    """Begin anew with the points. Raises Refused ("not_theirs")."""
    _check_actor(village.community, actor)
    village.points, village.set_by = [], actor
    village.save(update_fields=["points", "set_by", "set_at"])


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete pictures of villages that were replaced more than a week ago. Returns how many files went."""
    return PICTURES.delete_orphans(set(VillageMap.objects.values_list("picture", flat=True)), now)


def _check_actor(community: Community, actor: User) -> None:
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee changes the picture of the village."), "not_theirs")
