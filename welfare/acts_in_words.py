"""What a second person is asked to agree to, in words: besides the amount and the reason, what belongs to each kind."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from lib.dates import thai_month
from lib.documents import in_words
from lib.money import baht
from lib.words import Words
from welfare.models import Account, Campaign, Countersign, Transfer

Kind = Countersign.Kind


def rows(asked: Countersign) -> list[tuple[Words, str]]:
    """Names and values of what is asked, in the order in which one reads them."""
    particulars = asked.particulars
    if asked.kind == Kind.REOPEN:
        return [(_("Month"), thai_month(date.fromisoformat(particulars["month"])))]
    if asked.kind in (Kind.COST, Kind.OTHER_INCOME):
        return [(_("Paid out of") if asked.kind == Kind.COST else _("Comes into"), _place(particulars))]
    if asked.kind == Kind.CORRECTION:
        return _entries(particulars)
    if asked.kind == Kind.WRITE_OFF:
        return [(_("Shop"), particulars.get("name", ""))]
    if asked.kind == Kind.DIFFERENCE:
        return [
            (_("Counted"), _amount(particulars["counted"])),
            (_("In the books"), _amount(particulars["booked"])),
        ]
    if asked.kind == Kind.STOCK:
        return [(_("Counted"), particulars["counted"]), (_("In the store's book"), particulars["left"])]
    return [(_("About"), in_words(asked.document))]


def _place(particulars: dict) -> str:
    place = str(Account.Kind(particulars["way"]).label)
    campaign = (
        Campaign.objects.filter(code=particulars["purpose"]).first() if particulars["purpose"] else None
    )
    return (
        _("%(place)s, money of %(campaign)s") % {"place": place, "campaign": campaign} if campaign else place
    )


def _entries(particulars: dict) -> list[tuple[Words, str]]:
    found = Transfer.objects.filter(pk__in=particulars["entries"]).select_related("debit", "credit")
    moves = [
        (
            _("Entry %(number)s") % {"number": row.number},
            _("%(amount)s from %(credit)s to %(debit)s")
            % {"amount": baht(row.amount), "credit": row.credit, "debit": row.debit},
        )
        for row in found.order_by("number")
    ]
    return [(_("About"), in_words(particulars["of"])), *moves]


def _amount(text: str) -> str:
    try:
        return baht(Decimal(text))
    except InvalidOperation:
        return text
