"""What is where: what is left, what runs low, what expires, and what the public may know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community
from lib.templatetags.sirisuk import quantity as in_figures
from welfare.models import GoodsKind, Lot, LotMove

ZERO = Decimal(0)
DAYS_BEFORE = 30


@dataclass(frozen=True)
class InStore:
    """How much of one kind is in one store, and when the first of it expires."""

    store: str
    quantity: Decimal
    expires_on: date | None


@dataclass(frozen=True)
class Level:
    """How much there is of one kind, in all and by store. Low: less than the community wants to have."""

    kind: GoodsKind
    quantity: Decimal
    stores: list[InStore]

    @property
    def is_low(self) -> bool:
        """Less than the community wants to have."""
        return self.kind.low_below is not None and self.quantity < self.kind.low_below


@dataclass(frozen=True)
class PublicLevel:
    """One kind in numbers that name nobody. `households` is None where fewer than the public threshold got some."""

    name: str
    unit: str
    left: Decimal
    received: Decimal
    given_out: Decimal
    households: int | None


def left(community: Community) -> list[Level]:
    """Every kind of goods of the community with what is left of it, by name; in two questions to the database."""
    lots = Lot.objects.filter(community=community, left__gt=0).order_by()
    rows = lots.values("kind", "store__name").annotate(quantity=Sum("left"), first=Min("expires_on"))
    stores: dict[int, list[InStore]] = {}
    for row in sorted(rows, key=lambda row: row["store__name"]):
        stores.setdefault(row["kind"], []).append(InStore(row["store__name"], row["quantity"], row["first"]))
    return [
        Level(kind, sum((part.quantity for part in stores.get(kind.pk, [])), ZERO), stores.get(kind.pk, []))
        for kind in GoodsKind.objects.filter(community=community).order_by("name", "id")
    ]


def low(community: Community) -> list[Level]:
    """The kinds of which there is less than the community wants to have."""
    return [level for level in left(community) if level.is_low]


def expiring(community: Community, days: int = DAYS_BEFORE) -> list[Lot]:
    """Lots with something left that expire within so many days or have expired, the first ones first."""
    last = timezone.localdate() + timedelta(days=days)
    lots = Lot.objects.filter(community=community, left__gt=0, expires_on__lte=last)
    return list(lots.select_related("kind", "store").order_by("expires_on", "id"))


def count_to_look_at(community: Community) -> int:
    """How many kinds run low and how many lots expire soon, together."""
    return len(low(community)) + len(expiring(community))


def public(community: Community, year: int | None = None) -> list[PublicLevel]:
    """What is there of each kind, and what was received and given out in a year (this one): numbers without names.

    What came back counts as not given out. Kinds of which there never was anything are left out.
    """
    year = year or timezone.localdate().year
    moves = LotMove.objects.filter(lot__community=community, moved_at__year=year).order_by()
    out = Q(kind__in=[LotMove.Kind.GIVEN_OUT, LotMove.Kind.RETURNED])
    moved: dict[int, dict[str, Any]] = {
        row["lot__kind"]: {**row}
        for row in moves.values("lot__kind").annotate(
            came=Sum("quantity", filter=Q(kind=LotMove.Kind.RECEIVED)),
            went=Sum("quantity", filter=out),
            households=Count("request__household", filter=Q(kind=LotMove.Kind.GIVEN_OUT), distinct=True),
        )
    }
    shown = []
    for level in left(community):
        row = moved.get(level.kind.pk) or {}
        helped = row.get("households", 0)
        if not row and not level.quantity:
            continue
        shown.append(
            PublicLevel(
                level.kind.name,
                level.kind.unit,
                level.quantity,
                row.get("came") or ZERO,
                -(row.get("went") or ZERO),
                helped if not 0 < helped < community.public_threshold else None,
            )
        )
    return shown


def faults(community: Community) -> list[str]:
    """What is wrong with the store's book, in plain words: lots of which another quantity is left than their moves say."""
    return list(_faults(community))


def _faults(community: Community) -> Iterator[str]:
    lots = Lot.objects.filter(community=community).annotate(moved=Sum("moves__quantity")).order_by("id")
    for lot in lots.exclude(left=F("moved"), moved__isnull=False).select_related("kind"):
        yield _("Lot %(code)s (%(kind)s): %(left)s are said to be left, its moves make %(moved)s.") % {
            "code": lot.code,
            "kind": lot.kind,
            "left": in_figures(lot.left),
            "moved": in_figures(lot.moved or ZERO),
        }
