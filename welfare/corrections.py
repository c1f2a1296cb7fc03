"""Taking an entry of the books back by its opposite, by two people: the last way, for what has no way of its own."""

from django.db import transaction
from django.utils.translation import gettext as _

from households.models import User
from lib.errors import Refused
from welfare import countersigns, ledger
from welfare.models import Countersign, Transfer

# These are taken back where they were entered, because more than the books follows: a receipt, a request, an order.
WITH_A_WAY_OF_THEIR_OWN = ("order", "donation", "contribution", "payout")
# Both entries of such a document go together.
WHOLE = ("share payment",)


@transaction.atomic
def ask(*, transfer: Transfer, reason: str, actor: User) -> Countersign:
    """Ask a second person to agree that an entry be taken back, with all entries of one payment of a shop.

    Raises Refused ("is_reversal"), ("reversed"), ("own_way"), and as `countersigns.ask`.
    """
    if transfer.reverses_id:
        raise Refused(_("This entry takes another one back. Record the right amount anew."), "is_reversal")
    if Transfer.objects.filter(reverses=transfer).exists():
        raise Refused(_("This entry was taken back already."), "reversed")
    if _words(transfer) in WITH_A_WAY_OF_THEIR_OWN:
        raise Refused(
            _(
                "This is taken back where it was entered: by the order, the receipt, the contribution or the payout."
            ),
            "own_way",
        )
    rows = _together(transfer)
    return countersigns.ask(
        community=transfer.community,
        kind=Countersign.Kind.CORRECTION,
        document=f"entry {transfer.community.code}-{rows[0].number}",
        amount=transfer.amount,
        reason=reason,
        actor=actor,
        particulars={"entries": [row.pk for row in rows], "of": transfer.document},
    )


def take_back(asked: Countersign, actor: User) -> None:
    """A second person agreed: the opposite entries are written, dated today. Raises as `ledger.reverse`."""
    rows = Transfer.objects.filter(pk__in=asked.particulars["entries"]).select_related(
        "community", "debit", "credit"
    )
    for row in rows.order_by("number"):
        ledger.reverse(
            transfer=row, key=f"correction:{asked.code}:{row.number}", reason=asked.reason, actor=actor
        )


def _together(transfer: Transfer) -> list[Transfer]:
    if _words(transfer) not in WHOLE:
        return [transfer]
    rows = Transfer.objects.filter(community=transfer.community, document=transfer.document)
    return list(rows.filter(reverses=None).order_by("number"))


def _words(transfer: Transfer) -> str:
    return transfer.document.rpartition(" ")[0]
