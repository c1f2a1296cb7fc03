"""Proving a fund's receipts: numbers without gaps, and each as much as its entry of the books."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from households.models import Community
from lib.dates import BUDDHIST_YEARS
from welfare.models import Receipt, ReceiptBook, Transfer

CHUNK = 2000


def faults(community: Community) -> Iterator[str]:
    """Gaps, amounts that differ, and receipts whose money went back while the receipt did not."""
    last: dict[int, int] = {}
    rows = Receipt.objects.filter(community=community).order_by("year", "number")
    rows = rows.annotate(is_back=Exists(Transfer.objects.filter(reverses=OuterRef("transfer"))))
    fields = (
        "year",
        "number",
        "amount",
        "transfer__amount",
        "is_back",
        "cancellation__reversal__reverses",
        "transfer",
    )
    for year, number, amount, entered, is_back, reversed_, transfer in rows.values_list(*fields).iterator(
        chunk_size=CHUNK
    ):
        name = {"number": number, "year": year + BUDDHIST_YEARS}
        if number != last.get(year, 0) + 1:
            yield _("Before receipt %(number)s/%(year)s a number is missing.") % name
        last[year] = number
        if amount != entered:
            yield _("Receipt %(number)s/%(year)s and its entry differ in the amount.") % name
        if (reversed_ is None and is_back) or (reversed_ is not None and reversed_ != transfer):
            yield _("Receipt %(number)s/%(year)s and its entry were not taken back together.") % name
    for book in ReceiptBook.objects.filter(community=community).order_by("year"):
        if book.last_number != last.get(book.year, 0):
            yield _("The receipts of %(year)s end at %(last)s, but %(kept)s numbers were given out.") % {
                "year": book.year + BUDDHIST_YEARS,
                "last": last.get(book.year, 0),
                "kept": book.last_number,
            }
