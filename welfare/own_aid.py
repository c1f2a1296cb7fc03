"""What requests for help hold about a person, and what is taken out of them when a name is removed.

What was asked, decided and paid stays, without name, words and phone; photos of papers go.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Person
from households.personal_data import Part
from welfare.models import AidRequest, Paper
from welfare.papers import delete_pictures


def collect(person: Person) -> list[Part]:
    """Requests for the person, and those that the person sent for others."""
    shown = ("code", "event", "words", "for_whom", "phone", "event_on", "status", "approved", "asked_at")
    mine = AidRequest.objects.filter(person=person).order_by("pk")
    parts = [Part("aid_requests", _("Requests for help for me"), mine, shown)]
    if person.user_id:
        sent = AidRequest.objects.filter(asked_by=person.user_id).exclude(person=person).order_by("pk")
        parts.append(Part("aid_asked", _("Requests for help that I sent for others"), sent, shown))
    return parts


def erase(person: Person) -> None:
    """Name, words and phone go out of the person's requests, words and phone out of those sent for others."""
    of_person = Q(person=person)
    if person.user_id:
        of_person |= Q(asked_by=person.user_id)
    rows = AidRequest.objects.filter(of_person)
    documents = [f"aid {code}" for code in rows.values_list("code", flat=True)]
    rows.update(words="", phone="")
    rows.filter(person=person).update(for_whom="")
    papers = Paper.objects.filter(document__in=documents).exclude(path="")
    paths = list(papers.values_list("path", flat=True))
    papers.update(path="", words="")
    transaction.on_commit(lambda: delete_pictures(paths))
