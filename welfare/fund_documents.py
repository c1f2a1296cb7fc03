"""The fund's own documents, as `welfare.documents` asks for them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Model

from households.models import Community
from welfare import documents
from welfare.documents import Entered
from welfare.models import (
    Campaign,
    CashCount,
    Contribution,
    Countersign,
    Donation,
    Handover,
    MatchingArrival,
    Payout,
    Purchase,
    SharePayment,
)

AT_ONCE = 2000


def register_all() -> None:
    """Tell `documents` about each kind. Called once, when the site starts."""
    _register("contribution", Contribution, "amount", {"status": "arrived"})
    # What was counted is posted, which may be less or more than the collector had said.
    _register("handover", Handover, "transfer__amount", {"status": "counted"})
    _register("donation", Donation, "arrived_amount", {"status": "arrived"})
    _register("matching", MatchingArrival, "amount", {}, community="pledge__source__community")
    _register("payout", Payout, "amount", {"status": "paid", "way__in": ["bank", "cash"]})
    _register("purchase", Purchase, "paid_amount", {"status": "paid"})
    _register(
        "share payment",
        SharePayment,
        "arrived_amount",
        {"status": "arrived"},
        community="owed__community",
        entries=2,
    )
    for words, kind in (
        ("cost", Countersign.Kind.COST),
        ("income", Countersign.Kind.OTHER_INCOME),
        ("write-off", Countersign.Kind.WRITE_OFF),
    ):
        _register(words, Countersign, "amount", {"kind": kind, "verdict": "agreed"})
    documents.register("count", _counted, _counts)
    documents.register("leftover", _campaigns)


def _register(
    words: str,
    model: type[Model],
    amount: str,
    in_the_books: dict[str, Any],
    *,
    community: str = "community",
    entries: int = 1,
) -> None:
    """Documents of one model whose rows with these values are in the books with `amount`."""

    def amounts(place: Community, codes: Iterable[str]) -> dict[str, Decimal | None]:
        rows = model._default_manager.filter(**{community: place}, **in_the_books, code__in=codes)
        return dict(rows.order_by().values_list("code", amount))

    def rows(place: Community) -> Iterator[Entered]:
        found = model._default_manager.filter(**{community: place}, **in_the_books).order_by("pk")
        for code, baht in found.values_list("code", amount).iterator(chunk_size=AT_ONCE):
            yield Entered(f"{words} {code}", baht, entries)

    documents.register(words, amounts, rows)


def _counted(place: Community, codes: Iterable[str]) -> dict[str, Decimal | None]:
    entered = CashCount.objects.filter(account__community=place, status=CashCount.Status.ENTERED)
    rows = entered.filter(code__in=codes)
    return {
        code: abs(counted - booked) for code, counted, booked in rows.values_list("code", "counted", "booked")
    }


def _counts(place: Community) -> Iterator[Entered]:
    rows = CashCount.objects.filter(account__community=place, status=CashCount.Status.ENTERED).order_by("pk")
    for code, counted, booked in rows.values_list("code", "counted", "booked").iterator(chunk_size=AT_ONCE):
        yield Entered(f"count {code}", abs(counted - booked))


def _campaigns(place: Community, codes: Iterable[str]) -> dict[str, Decimal | None]:
    """What is left over of a campaign goes in parts, one for each place where it lies."""
    found = Campaign.objects.filter(community=place, code__in=codes)
    return dict.fromkeys(found.values_list("code", flat=True))
