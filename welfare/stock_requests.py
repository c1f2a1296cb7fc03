"""Goods and requests for help: what can be given now, and what a household got already."""

from django.db.models import Q, Sum
from django.utils import timezone

from households.models import Community
from welfare.models import AidRequest, Lot, LotMove
from welfare.stock_levels import Level, left

SHOWN = 20


def to_give(community: Community) -> list[Level]:
    """Every kind with what can be given of it today: without what has passed its date."""
    expired = Lot.objects.filter(community=community, left__gt=0, expires_on__lt=timezone.localdate())
    gone = dict(expired.order_by().values_list("kind").annotate(Sum("left")))
    return [
        Level(level.kind, level.quantity - gone.get(level.kind.pk, 0), level.stores)
        for level in left(community)
    ]


def given_to(request: AidRequest) -> list[LotMove]:
    """What the request's household was given out of the store, newest first, for this request and for others."""
    whose = Q(request=request)
    if request.household_id:
        whose |= Q(request__household=request.household_id)
    moves = LotMove.objects.filter(whose, kind__in=[LotMove.Kind.GIVEN_OUT, LotMove.Kind.RETURNED])
    return list(moves.select_related("lot__kind", "lot__store", "actor").order_by("-id")[:SHOWN])
