"""What decisions and payouts hold about a person, and what is taken out of them when a name is removed.

Who decided, how much and when stays; names, accounts, words about the person and photos go.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from households.models import Person
from households.personal_data import Part
from welfare.models import AidDecision, Appeal, ConflictOfInterest, EmergencyOrder, Paper, Payout
from welfare.papers import delete_pictures

# A decision and an order always hold a reason: this stands where one was.
REMOVED = "–"


def collect(person: Person) -> list[Part]:
    """What was decided for the person, and what was paid."""
    decisions = AidDecision.objects.filter(request__person=person).order_by("pk")
    payouts = Payout.objects.filter(request__person=person).order_by("pk")
    shown = ("code", "amount", "status", "way", "payee_name", "payee_account", "witness", "paid_at")
    return [
        Part(
            "aid_decisions",
            _("What was decided on my requests"),
            decisions,
            ("verdict", "amount", "reason", "decided_at"),
        ),
        Part("payouts", _("What the fund paid for me"), payouts, shown),
    ]


def erase(person: Person) -> None:
    """Names, accounts, words and photos go out of what was decided and paid for the person."""
    payouts = Payout.objects.filter(request__person=person)
    documents = [f"payout {code}" for code in payouts.values_list("code", flat=True)]
    payouts.update(payee_name="", payee_account="", differs_because="", witness="", reason="")
    AidDecision.objects.filter(request__person=person).update(reason=REMOVED)
    EmergencyOrder.objects.filter(request__person=person).update(reason=REMOVED)
    Appeal.objects.filter(request__person=person).update(words="")
    ConflictOfInterest.objects.filter(request__person=person).update(words="")
    papers = Paper.objects.filter(document__in=documents).exclude(path="")
    paths = list(papers.values_list("path", flat=True))
    papers.update(path="", words="")
    transaction.on_commit(lambda: delete_pictures(paths))
