"""The change log: who did what to what, from where, and never a secret in it."""

import pytest
from auditlog.models import LogEntry

from households import entrycodes
from households.models import User
from lib.errors import Refused


def test_a_change_through_the_site_names_who_and_from_where(client, buyer):
    client.force_login(buyer)
    client.post("/accounts/save/", {"name": "ชื่อใหม่", "language": "th"}, REMOTE_ADDR="10.9.8.7")
    entry = LogEntry.objects.get_for_object(buyer).first()
    assert (entry.actor, entry.remote_addr) == (buyer, "10.9.8.7")
    assert entry.changes_dict["name"] == ["สมใจ ตัวอย่าง", "ชื่อใหม่"]


def test_neither_passwords_nor_codes_reach_the_log(buyer, committee):
    buyer.set_password("a-new-secret-9")
    buyer.save()
    entrycodes.issue(user=buyer, actor=committee)
    fields = {name for entry in LogEntry.objects.all() for name in (entry.changes_dict or {})}
    assert {"name", "email"} <= fields
    assert not {"password", "last_login", "code_hash"} & fields


def test_signing_in_writes_no_line_about_the_account(client, buyer, sign_in):
    before = LogEntry.objects.get_for_object(buyer).count()
    sign_in(buyer)
    assert LogEntry.objects.get_for_object(buyer).count() == before


def test_nobody_is_deleted_one_by_one_or_in_a_row(buyer):
    with pytest.raises(Refused):
        buyer.delete()
    with pytest.raises(Refused):
        User.objects.all().delete()
    assert User.objects.filter(pk=buyer.pk).exists()


def test_an_account_without_a_name_still_has_words(db):
    assert str(User()) != ""


def test_empty_e_mails_do_not_collide(db):
    for _person in range(2):
        user = User(name="x", email="")
        user.save()
    assert User.objects.filter(email=None).count() == 2
