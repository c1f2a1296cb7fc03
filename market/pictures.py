"""Pictures of shops and listings: taken several at once, put in order, described, removed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lib import pictures
from lib.thai import normalise
from market.models import Listing, Shop

MOST = 8
SALT = "market.pictures.kept"
SECONDS_KEPT = 24 * 60 * 60

FIRST, EARLIER, LATER = "first", "earlier", "later"


@dataclass(frozen=True)
class Taken:
    """A picture that is checked, re-encoded and stored, but belongs to nothing yet."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class Selection:
    """What became of the files that a person chose: pictures in order, and a sentence for each file refused."""

    taken: list[Taken]
    refusals: list[str]


def take(files: Iterable[Any], before: Iterable[Taken] = (), most: int = MOST) -> Selection:
    """Check and store uploaded files after those taken `before`. Good ones are kept when others are refused.

    No file beyond the first `most` pictures is even opened.
    """
    taken, refusals = list(before), []
    for file in files:
        if len(taken) >= most:
            refusals.append(too_many(most))
            break
        try:
            made = pictures.renditions(file)
        except pictures.PictureRefused as refusal:
            refusals.append(
                _("%(file)s: %(reason)s") % {"file": normalise(file.name)[:60], "reason": refusal}
            )
            continue
        pictures.store(made)
        picture = Taken(made.digest, made.width, made.height)
        if picture not in taken:
            taken.append(picture)
    return Selection(taken, refusals)


def too_many(most: int = MOST) -> str:
    """The sentence for pictures beyond the limit."""
    return _("There is room for %(most)s pictures. The others were left out.") % {"most": most}


def keep(taken: Iterable[Taken]) -> str:
    """Pictures as signed text for a hidden field, so that a form that comes back still has them."""
    return signing.dumps([asdict(picture) for picture in taken], salt=SALT)


def kept(text: str) -> list[Taken]:
    """The pictures in a text written by `keep` within the last day; nothing for any other text."""
    try:
        rows = signing.loads(text, salt=SALT, max_age=SECONDS_KEPT)
    except signing.BadSignature:
        return []
    return [Taken(**row) for row in rows]


@transaction.atomic
def add(*, owner: Shop | Listing, taken: Iterable[Taken]) -> int:
    """Put pictures after those that a shop or listing has. Returns how many had no room.

    One that is there already is not added again.
    """
    _lock(owner)
    rows = list(owner.pictures.all())
    digests = {row.digest for row in rows}
    fresh = [picture for picture in taken if picture.digest not in digests]
    room = MOST - len(rows)
    model = owner.pictures.model
    _write(owner, [*rows, *(model(**asdict(picture)) for picture in fresh[:room])])
    return max(0, len(fresh) - room)


@transaction.atomic
def move(*, owner: Shop | Listing, digest: str, to: str) -> None:
    """Bring a picture to the front (`FIRST`), or one place `EARLIER` or `LATER`."""
    _lock(owner)
    rows = list(owner.pictures.all())
    places = [place for place, row in enumerate(rows) if row.digest == digest]
    if not places:
        return
    place = places[0]
    target = {FIRST: 0, EARLIER: max(0, place - 1), LATER: place + 1}[to]
    rows.insert(target, rows.pop(place))
    _write(owner, rows)


@transaction.atomic
def remove(*, owner: Shop | Listing, digest: str) -> None:
    """Take a picture away from a shop or listing. Its files stay: orders and copies may show them."""
    _lock(owner)
    _write(owner, [row for row in owner.pictures.all() if row.digest != digest])


@transaction.atomic
def describe(*, owner: Shop | Listing, digest: str, alt: str) -> None:
    """Say in words what a picture shows, for people who cannot see it."""
    _lock(owner)
    owner.pictures.filter(digest=digest).update(alt=alt)
    _touch(owner)


def _lock(owner: Shop | Listing) -> None:
    type(owner).objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)


def _write(owner: Shop | Listing, rows: list) -> None:
    """All pictures anew, since the place of each is unique."""
    owner.pictures.all().delete()
    for position, row in enumerate(rows):
        row.pk, row.position = None, position
        setattr(row, "shop" if isinstance(owner, Shop) else "listing", owner)
    owner.pictures.bulk_create(rows)
    _touch(owner)


def _touch(owner: Shop | Listing) -> None:
    """Cards and pages that are kept rendered notice the change."""
    if isinstance(owner, Shop):
        Shop.objects.filter(pk=owner.pk).update(version=F("version") + 1)
    else:
        Listing.objects.filter(pk=owner.pk).update(changed_at=timezone.now())
