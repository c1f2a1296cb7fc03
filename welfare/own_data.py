"""What this room holds about a person: slips shown, shares sent, gifts. The books keep amounts, never a name."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from households.models import Person
from households.personal_data import Part
from lib import stored_files
from welfare import slips
from welfare.models import Account, Contribution, Donation, Handover, SharePayment, Slip, Transfer


def collect(person: Person) -> list[Part]:
    """Slips that the person showed, shares that the person sent for a shop, and gifts sent from the own account."""
    if person.user_id is None:
        return []
    return [
        Part(
            "slips",
            _("Slips that I showed"),
            Slip.objects.filter(shown_by=person.user_id).order_by("pk"),
            ("bank", "reference", "document", "shown_at"),
        ),
        Part(
            "share_payments",
            _("Shares that I sent to the fund"),
            SharePayment.objects.filter(sent_by=person.user_id).select_related("owed").order_by("pk"),
            ("code", "owed__name", "amount", "status", "sent_at"),
        ),
        Part(
            "donations",
            _("Gifts to the fund that I sent"),
            Donation.objects.filter(given_by=person.user_id).order_by("pk"),
            ("code", "name", "address", "tax_id", "amount", "status", "created_at"),
        ),
        Part(
            "contributions",
            _("Contributions that I sent or took"),
            Contribution.objects.filter(recorded_by=person.user_id).order_by("pk"),
            ("code", "member__household__name", "amount", "way", "paid_on", "status"),
        ),
    ]


def erase(person: Person) -> None:
    """Pictures of slips go, which show a name and an account; the reference stays, so that it never serves again."""
    if person.user_id is None:
        return
    shown = Slip.objects.filter(shown_by=person.user_id).exclude(picture="")
    paths = list(shown.values_list("picture", flat=True))
    shown.update(picture="")
    SharePayment.objects.filter(sent_by=person.user_id).exclude(reason="").update(reason="")
    # A receipt stays as it was written: the law asks for it. What the giver said beside it goes.
    gifts = Donation.objects.filter(given_by=person.user_id)
    gifts.update(name="", address="", tax_id="", is_anonymous=True, reason="")
    Contribution.objects.filter(recorded_by=person.user_id).exclude(reason="").update(reason="")
    Handover.objects.filter(collector=person.user_id).exclude(reason="").update(reason="")
    Account.objects.filter(kind=Account.Kind.COLLECTOR, holder=str(person.user_id)).update(name="")
    Transfer.objects.filter(actor=person.user_id).exclude(reason="").update(reason="", reason_salt="")
    transaction.on_commit(lambda: stored_files.delete(paths))


def delete_orphans(now: dt.datetime | None = None) -> int:
    """Delete pictures of slips older than a week that belong to no slip: of forms that were never sent.

    Returns how many files went.
    """
    return slips.PICTURES.delete_orphans(
        set(Slip.objects.exclude(picture="").values_list("picture", flat=True)), now
    )
