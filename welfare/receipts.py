"""Receipts with numbers that have no gap: each is taken in the transaction in which the money is entered.

A receipt is never changed. Two people together take one back: its money is reversed, its number stays.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.codes import new_code
from lib.errors import Refused
from welfare import countersigns, ledger
from welfare.models import (
    Contribution,
    Countersign,
    Donation,
    Receipt,
    ReceiptBook,
    ReceiptCancellation,
    Transfer,
)

# A receipt's page is open to whoever knows its code: twelve letters are 52 bits.
CODE_LENGTH = 12


@transaction.atomic
def issue(
    *,
    transfer: Transfer,
    document: str,
    name: str,
    purpose: str,
    way: str,
    actor: User,
    address: str = "",
    tax_id: str = "",
) -> Receipt:
    """Give the next number of the fund's year to money that came in by `transfer`; once for each transfer.

    Call it in the transaction that posts the transfer: when that is taken back, so is the number. `way` is a value of
    `Donation.Way` or `Contribution.Way`; `purpose` says in words what the money is for.
    """
    year = transfer.value_date.year
    ReceiptBook.objects.get_or_create(community=transfer.community, year=year)
    book = ReceiptBook.objects.select_for_update(no_key=True).get(community=transfer.community, year=year)
    earlier = Receipt.objects.filter(transfer=transfer).first()
    if earlier:
        return earlier
    book.last_number += 1
    book.save(update_fields=["last_number"])
    return Receipt.objects.create(
        code=new_code(CODE_LENGTH),
        community=transfer.community,
        year=year,
        number=book.last_number,
        transfer=transfer,
        document=document,
        name=name,
        address=address,
        tax_id=tax_id,
        purpose=purpose,
        way=way,
        amount=transfer.amount,
        dated=transfer.value_date,
        issued_by=actor,
    )


@transaction.atomic
def ask_to_cancel(*, receipt: Receipt, reason: str, actor: User) -> Countersign:
    """One person asks to take a receipt back, with a reason; a second one has to agree.

    Raises Refused ("cancelled") when it was taken back already, and as `countersigns.ask`.
    """
    if ReceiptCancellation.objects.filter(receipt=receipt).exists():
        raise Refused(_("This receipt was taken back already."), "cancelled")
    return countersigns.ask(
        community=receipt.community,
        kind=Countersign.Kind.CANCEL_RECEIPT,
        document=f"receipt {receipt.code}",
        amount=receipt.amount,
        reason=reason,
        actor=actor,
    )


@transaction.atomic
def cancel(asked: Countersign, actor: User) -> None:
    """The second person agreed: the money goes out of the books again, and what it was for is taken back.

    Raises Refused ("cancelled"), and as `ledger.reverse` ("short" when the money was spent already).
    """
    receipt = Receipt.objects.select_related("transfer__community").get(
        code=asked.document.removeprefix("receipt "), community=asked.community
    )
    source = _source(receipt)
    if ReceiptCancellation.objects.filter(receipt=receipt).exists():
        raise Refused(_("This receipt was taken back already."), "cancelled")
    if source:
        source.status, source.reason = source.Status.TAKEN_BACK, asked.reason
        source.save(update_fields=["status", "reason"])
    reversal = ledger.reverse(
        transfer=receipt.transfer, key=f"receipt:{receipt.code}:cancelled", reason=asked.reason, actor=actor
    )
    ReceiptCancellation.objects.create(
        receipt=receipt, reversal=reversal, reason=asked.reason, asked_by=asked.asked_by, agreed_by=actor
    )


def years(community: Community) -> list[int]:
    """The years in which this fund has receipts, the latest first."""
    books = ReceiptBook.objects.filter(community=community, last_number__gt=0)
    return list(books.order_by("-year").values_list("year", flat=True))


def missing(community: Community, year: int) -> list[int]:
    """Numbers of the year's book without a receipt. In sound books there are none."""
    book = ReceiptBook.objects.filter(community=community, year=year).first()
    written = set(
        Receipt.objects.filter(community=community, year=year)
        .order_by("number")
        .values_list("number", flat=True)
    )
    last = max([book.last_number if book else 0, *written])
    return [number for number in range(1, last + 1) if number not in written]


def _source(receipt: Receipt) -> Donation | Contribution | None:
    """The gift or the contribution for which the receipt was written, locked."""
    for model in (Donation, Contribution):
        rows = model.objects.select_for_update(of=("self",), no_key=True)
        if found := rows.filter(transfer=receipt.transfer).first():
            return found
    return None
