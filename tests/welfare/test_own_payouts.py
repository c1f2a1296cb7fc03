"""What decisions and payouts hold about a person, handed out and removed."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from lib.appendonly import frozen, lifted
from tests.welfare import decisions_builders as make
from tests.welfare.test_payouts_pay import PROOF, due, pay, seats
from welfare import own_payouts
from welfare.models import AidDecision, Paper, Payout

__all__ = ["due", "seats"]


def test_a_person_reads_what_was_decided_and_paid(due, treasurer):
    pay(due, treasurer)
    decisions, payouts = own_payouts.collect(due.request.person)
    assert [row.reason for row in decisions.rows] == ["จำเป็น", "จำเป็น"]
    assert [row.payee_name for row in payouts.rows] == ["นางจันทร์ ทองดี"]


def test_removing_a_name_keeps_the_amount_and_takes_the_rest(due, treasurer, community):
    pay(due, treasurer, pictures=PROOF, differs_because="ลูกสาว")
    with transaction.atomic(), lifted(*sorted(frozen())):
        own_payouts.erase(due.request.person)
    row = Payout.objects.get()
    assert (row.payee_name, row.payee_account, row.differs_because, row.status) == ("", "", "", "paid")
    assert row.amount == 2000
    assert set(AidDecision.objects.values_list("reason", flat=True)) == {own_payouts.REMOVED}
    assert Paper.objects.get().path == ""
    assert make.held(community, "bank") == 8000


def test_the_photos_themselves_go_too(due, treasurer, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    path = default_storage.save("private/papers/proof.webp", ContentFile(b"photo"))
    pay(due, treasurer, pictures=[("transfer", path)])
    with lifted(*sorted(frozen())), django_capture_on_commit_callbacks(execute=True):
        own_payouts.erase(due.request.person)
    assert not default_storage.exists(path)
