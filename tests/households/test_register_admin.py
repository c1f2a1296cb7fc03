"""The register in the committee's office: buttons call the acts, and needs for help stay with those who need to know."""

import pytest
from django.urls import reverse

from households import register, situations
from households.models import RegisterEvent
from tests import factories
from tests.pages import form_to


@pytest.fixture
def child(home, committee):
    """Nok's place in Somjai's household, with a need for help on record."""
    place = factories.member(home, name="นก ตัวอย่าง").person.memberships.get()
    situations.add(
        membership=place, kind="no_income", source="family", since=place.asked_at.date(), actor=committee
    )
    return place


def url(page, *args):
    return reverse(f"admin:households_{page}", args=args)


def save(client, page, **typed):
    """Fill in the form of a row and send it."""
    form = form_to(client.get(page).content.decode(), page, "name")
    return client.post(page, {**dict(form.fields), **typed})


def test_a_household_moves_and_comes_back_by_buttons(client, committee, home):
    client.force_login(committee)
    client.post(url("household_button", home.pk, "moved"), {"reason": "ไปลำปาง"})
    home.refresh_from_db()
    assert home.status == "moved"
    assert RegisterEvent.objects.get(kind="status").reason == "ไปลำปาง"
    client.post(url("household_button", home.pk, "active"))
    home.refresh_from_db()
    assert home.status == "active"


def test_a_household_with_people_is_not_closed(client, committee, home):
    client.force_login(committee)
    client.post(url("household_button", home.pk, "closed"), {"reason": "ว่าง"})
    home.refresh_from_db()
    assert home.status == "active"


def test_a_correction_in_the_office_is_on_record(client, committee, home):
    client.force_login(committee)
    save(client, url("household_change", home.pk), village="หมู่ 3")
    home.refresh_from_db()
    assert home.village == "หมู่ 3"
    assert RegisterEvent.objects.get(kind="corrected").facts["fields"] == ["village"]


def test_a_person_is_corrected_with_a_year_in_either_era(client, committee, child):
    client.force_login(committee)
    save(client, url("person_change", child.person_id), birth_year="๒๔๙๘", occupation="ทำนา")
    child.person.refresh_from_db()
    assert (child.person.birth_year, child.person.occupation) == (1955, "ทำนา")
    assert RegisterEvent.objects.get(kind="corrected").facts["fields"] == ["birth_year", "occupation"]


def test_a_wrong_year_is_said_in_words(client, committee, child):
    client.force_login(committee)
    answer = save(client, url("person_change", child.person_id), birth_year="ปีจอ")
    assert answer.context["adminform"].form.errors["birth_year"]


def test_deputies_and_checks_have_buttons(client, committee, buyer, home, child):
    entered = register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=buyer)
    client.force_login(committee)
    client.post(url("membership_button", child.pk, "deputy"))
    client.post(url("membership_button", entered.pk, "right"))
    child.refresh_from_db()
    entered.refresh_from_db()
    assert (child.is_deputy, entered.needs_check) == (True, False)
    client.post(url("membership_button", child.pk, "no-deputy"))
    child.refresh_from_db()
    assert child.is_deputy is False


def test_the_committee_sees_needs_and_the_auditor_does_not(client, committee, community, home, child):
    auditor = factories.with_role(community, "auditor")
    pages = [url("person_change", child.person_id), url("household_change", home.pk)]
    words = ["ไม่มีรายได้", "เรื่องที่ต้องดูแล"]
    client.force_login(committee)
    assert [word in client.get(page).content.decode() for page, word in zip(pages, words, strict=True)] == [
        True
    ] * 2
    client.force_login(auditor)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert not [word for word in words if word in answer.content.decode()]
