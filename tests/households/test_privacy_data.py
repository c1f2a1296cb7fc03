"""A person's own data, to read and to take away."""

import json

import pytest
from auditlog.models import LogEntry

from households import agreements, consents, entrycodes, notices
from households.models import Household, IncomeLook, IncomeRecord, Membership, Person
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/accounts/my-data/"


@pytest.fixture
def mine(client, buyer, listing, privacy, committee):
    """Somjai with something in every room, signed in."""
    home = Household.objects.of_member(buyer).get()
    Person.objects.filter(user=buyer).update(birth_year=1960)
    agreements.accept(user=buyer, version=privacy, recorded_by=buyer)
    consents.answer_for_oneself(user=buyer, purpose="income", is_given=True)
    entrycodes.issue(user=buyer, actor=committee)
    notices.send(to=buyer, text="ข่าวถึงสมใจ", url="/inbox/")
    IncomeRecord.objects.create(
        household=home, community=home.community, month="2026-01-01", source="wage", gross="4321.50",
        note="ค่าแรงสวน", recorded_by=buyer,
    )  # fmt: skip
    factories.order(buyer, factories.wish(listing), note="ใส่ถุงแดง")
    client.force_login(buyer)
    return buyer


@pytest.fixture
def data(client, mine, work):
    work()
    return json.loads(client.get(f"{PAGE}data.json").content)["sections"]


@pytest.mark.parametrize(
    ("section", "part", "field", "value"),
    [
        ("register", "person", "name", "สมใจ ตัวอย่าง"),
        ("register", "memberships", "household_name", "บ้านสมใจ"),
        ("register", "consents", "purpose", "income"),
        ("register", "agreements", "version_agreement_kind", "privacy"),
        ("register", "notices", "text", "ข่าวถึงสมใจ"),
        ("incomes", "incomes", "gross", "4321.50"),
        ("incomes", "incomes", "note", "ค่าแรงสวน"),
        ("market", "orders", "note", "ใส่ถุงแดง"),
        ("market", "order_lines", "name", "น้ำพริกหนุ่ม"),
    ],
)
def test_the_data_hold_what_each_room_knows(data, section, part, field, value):
    assert value in [row[field] for row in data[section][part]]


def test_an_entry_code_is_listed_without_its_hash(data):
    (code,) = data["register"]["entry_codes"]
    assert set(code) == {"created_at", "expires_at", "used_at"}


def test_the_session_one_reads_from_is_listed(data):
    assert len(data["register"]["sessions"]) == 1


def test_nothing_of_another_person_is_in_it(client, mine, seller, shop):
    for ending in ("", "data.json", "data.html"):
        text = client.get(f"{PAGE}{ending}").content.decode()
        assert "สมใจ" in text
        assert "บุญ ใจดี" not in text


def test_the_page_to_keep_says_the_same_in_words(client, mine):
    response = client.get(f"{PAGE}data.html")
    text = response.content.decode()
    assert "4,321.50" in text
    assert "2503" in text
    assert "ค่าแรงสวน" in text
    assert response["Content-Disposition"].startswith("attachment;")


def test_changes_to_ones_own_entry_are_told_in_words(client, mine):
    client.post("/accounts/save/", {"name": "สมใจ ใหม่", "language": "th"})
    text = client.get(f"{PAGE}data.html").content.decode()
    assert "ชื่อ: สมใจ ตัวอย่าง → สมใจ ใหม่" in text


@pytest.mark.parametrize("ending", ["", "data.json", "data.html"])
def test_no_cache_keeps_it(client, mine, ending):
    assert "no-store" in client.get(f"{PAGE}{ending}")["Cache-Control"]


@pytest.fixture
def grandmother(buyer):
    person = Person.objects.create(name="ยาย ตัวอย่าง", phone="0898765432")
    home = Household.objects.of_member(buyer).get()
    return Membership.objects.create(person=person, household=home, status="active")


def test_the_committee_takes_the_data_of_somebody_without_an_account_and_it_is_logged(
    client, grandmother, committee
):
    client.force_login(committee)
    text = client.get(f"/household/members/{grandmother.pk}/data.html").content.decode()
    assert "0898765432" in text
    look = IncomeLook.objects.get()
    assert (look.household_id, look.viewer, look.reason) == (grandmother.household_id, committee, "export")
    entry = LogEntry.objects.get_for_object(grandmother.person).get(action=LogEntry.Action.ACCESS)
    assert entry.actor == committee


def test_the_account_book_is_not_in_what_the_committee_takes(client, grandmother, committee):
    client.force_login(committee)
    data = json.loads(client.get(f"/household/members/{grandmother.pk}/data.json").content)
    assert "expenses" not in data["sections"]["incomes"]


def test_nobody_else_takes_the_data_of_somebody_with_an_account(client, buyer, committee):
    client.force_login(committee)
    place = Membership.objects.get(person__user=buyer)
    assert client.get(f"/household/members/{place.pk}/data.json").status_code == 404


def test_the_representative_writes_down_the_consent_of_somebody_without_an_account(
    client, grandmother, buyer
):
    client.force_login(buyer)
    page = f"/household/members/{grandmother.pk}/consent/"
    sent = {"purpose": "income", "answer": "yes", "way": "spoken", "given_by": "ลูก ตัวอย่าง"}
    assert client.post(page, sent)["Location"] == page
    consent = grandmother.person.consents.get()
    assert (consent.is_given, consent.way, consent.given_by, consent.recorded_by) == (
        True, "spoken", "ลูก ตัวอย่าง", buyer,
    )  # fmt: skip
    assert "ลูก ตัวอย่าง" in client.get(page).content.decode()


def test_the_representative_does_not_answer_for_somebody_with_an_account(client, grandmother, buyer):
    home = grandmother.household
    other = Membership.objects.get(person__user=factories.member(home, name="พี่ ตัวอย่าง"))
    client.force_login(buyer)
    assert client.get(f"/household/members/{other.pk}/consent/").status_code == 404


def test_an_answer_without_a_way_is_asked_again_and_keeps_what_was_typed(client, grandmother, buyer):
    client.force_login(buyer)
    page = f"/household/members/{grandmother.pk}/consent/"
    response = client.post(page, {"purpose": "income", "answer": "yes", "given_by": "ลูก ตัวอย่าง"})
    assert response.status_code == 200
    assert 'value="ลูก ตัวอย่าง"' in response.content.decode()
    assert not grandmother.person.consents.exists()
