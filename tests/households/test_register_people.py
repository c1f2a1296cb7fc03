"""Entering and correcting people, with the households they belong to."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from households import register
from households.forms.register import BirthYearField
from households.models import Household, Membership, Person, RegisterEvent, User
from lib.errors import Refused
from tests import factories


@pytest.fixture
def child(home):
    """Nok, Somjai's daughter, with an account."""
    return factories.member(home, name="นก ตัวอย่าง")


FORM = {"name": "ยายมา ตัวอย่าง", "birth_year": "๒๔๙๘", "sex": "female", "relation": "parent", "activity": "retired",
        "occupation": "ทำนา", "phone": "๐๘๑ ๒๓๔ ๕๖๗๘", "lives_here": "on", "since": "1/2/2560"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"), [("2498", 1955), ("๒๔๙๘", 1955), ("พ.ศ. 2498", 1955), ("1955", 1955), ("", None)]
)
def test_a_year_of_birth_is_taken_in_both_eras(typed, kept):
    assert BirthYearField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["98", "2700", "1700", "ปีจอ", "24985", "-2498"])
def test_a_year_that_nobody_alive_was_born_in_is_refused(typed):
    with pytest.raises(Exception, match=r"\S"):
        BirthYearField(required=False).clean(typed)


def test_a_year_of_birth_is_shown_as_it_is_counted_here():
    with translation.override("th"):
        assert BirthYearField().prepare_value(1955) == 2498
    with translation.override("en"):
        assert BirthYearField().prepare_value(1955) == 1955


def test_the_representative_enters_somebody_without_an_account(client, buyer, home):
    client.force_login(buyer)
    accounts = User.objects.count()
    assert client.post(f"/household/{home.code}/add/", FORM).status_code == 302
    person = Person.objects.get(name="ยายมา ตัวอย่าง")
    place = person.memberships.get()
    assert (person.birth_year, person.sex, person.activity, person.phone) == (
        1955,
        "female",
        "retired",
        "0812345678",
    )
    assert (place.relation, place.lives_here, place.since) == ("parent", True, dt.date(2017, 2, 1))
    assert (place.status, place.is_representative, place.needs_check) == ("active", False, True)
    assert User.objects.count() == accounts


def test_whom_the_committee_enters_needs_no_look(home, committee):
    place = register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=committee)
    assert place.needs_check is False


def test_somebody_of_the_committee_enters_at_home_like_everybody_else(community, home, buyer):
    community.roles.create(user=buyer, kind="committee")
    place = register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=buyer)
    assert place.needs_check is True


def test_an_act_is_on_record_without_names(home, buyer):
    place = register.enter_person(household=home, entry=register.Entry("ยายมา", birth_year=1955), actor=buyer)
    event = RegisterEvent.objects.get(kind="member_added")
    assert (event.household, event.person, event.actor) == (home, place.person, buyer)
    assert event.facts == {"membership": place.pk, "as": "representative", "check": True}


def test_nobody_enters_people_into_other_peoples_households(client, home, child, seller):
    for person in (child, seller):
        client.force_login(person)
        assert client.post(f"/household/{home.code}/add/", FORM).status_code == 404
    assert home.memberships.count() == 2


def test_a_household_that_is_closed_takes_nobody(home, committee):
    Household.objects.update(status="closed")
    with pytest.raises(Refused) as refusal:
        register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=committee)
    assert refusal.value.code == "not_active"


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_year": timezone.localdate().year + 1},
        {"since": timezone.localdate() + dt.timedelta(days=1)},
        {"birth_year": 2010, "since": dt.date(2009, 12, 31)},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused(home, committee, wrong):
    with pytest.raises(Refused):
        register.enter_person(household=home, entry=register.Entry(**{"name": "ก", **wrong}), actor=committee)


def test_age_follows_from_the_year_in_both_eras(client, buyer, home):
    client.force_login(buyer)
    client.post(f"/household/{home.code}/add/", FORM)
    place = Membership.objects.get(person__name="ยายมา ตัวอย่าง")
    page = client.get(f"/household/members/{place.pk}/").content.decode()
    assert f"2498 ({timezone.localdate().year - 1955} ปี)" in page
    assert "1955" not in page


def test_the_form_is_filled_with_what_is_known(client, buyer, home):
    client.force_login(buyer)
    client.post(f"/household/{home.code}/add/", FORM)
    place = Membership.objects.get(person__name="ยายมา ตัวอย่าง")
    page = client.get(f"/household/members/{place.pk}/edit/").content.decode()
    assert 'value="2498"' in page
    assert 'value="1/2/2560"' in page


def test_saving_the_same_again_writes_nothing(client, buyer, home):
    client.force_login(buyer)
    client.post(f"/household/{home.code}/add/", FORM)
    place = Membership.objects.get(person__name="ยายมา ตัวอย่าง")
    client.post(f"/household/members/{place.pk}/edit/", FORM)
    assert not RegisterEvent.objects.filter(kind="corrected").exists()


def test_a_correction_names_the_fields_and_only_a_year_of_birth_needs_a_look(buyer, child, home):
    place = child.person.memberships.get()
    entry = register.Entry("นก ตัวอย่าง", occupation="ครู", lives_here=False)
    register.correct_person(membership=place, entry=entry, actor=buyer)
    place.refresh_from_db()
    assert place.needs_check is False
    assert RegisterEvent.objects.get(kind="corrected").facts["fields"] == ["occupation", "lives_here"]
    register.correct_person(membership=place, entry=register.Entry("นก ตัวอย่าง", birth_year=1990), actor=buyer)
    place.refresh_from_db()
    assert place.needs_check is True


def test_a_person_reads_and_corrects_the_own_entry_and_nobody_elses(client, buyer, child):
    own, other = child.person.memberships.get(), buyer.person.memberships.get()
    client.force_login(child)
    assert client.get(f"/household/members/{own.pk}/").status_code == 200
    assert client.post(f"/household/members/{own.pk}/edit/", {"name": "นก ใหม่"}).status_code == 302
    assert client.get(f"/household/members/{other.pk}/").status_code == 404
    assert client.post(f"/household/members/{other.pk}/edit/", {"name": "x"}).status_code == 404
    child.person.refresh_from_db()
    assert child.person.name == "นก ใหม่"


def test_a_correction_of_the_household_is_on_record(client, buyer, home):
    client.force_login(buyer)
    form = {"name": home.name, "house_number": home.house_number, "village": "หมู่ 3", "address": "ริมคลอง"}
    client.post(f"/household/{home.code}/edit/", form)
    home.refresh_from_db()
    assert (home.village, home.address) == ("หมู่ 3", "ริมคลอง")
    assert RegisterEvent.objects.get(kind="corrected").facts["fields"] == ["village", "address"]


def test_the_history_says_what_when_and_who_to_the_household_and_the_committee(
    client, buyer, home, committee, seller
):
    register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=buyer)
    for person in (buyer, committee):
        client.force_login(person)
        page = client.get(f"/household/{home.code}/history/").content.decode()
        assert "ยายมา" in page
        assert buyer.name in page
    client.force_login(seller)
    assert client.get(f"/household/{home.code}/history/").status_code == 404


@pytest.mark.parametrize("rows", [3, 30])
def test_the_history_takes_the_same_few_statements_for_few_and_for_many(
    client, buyer, home, rows, django_assert_max_num_queries
):
    for number in range(rows):
        register.enter_person(household=home, entry=register.Entry(f"คน {number}"), actor=buyer)
    client.force_login(buyer)
    client.get(f"/household/{home.code}/history/")
    with django_assert_max_num_queries(9):
        client.get(f"/household/{home.code}/history/")


def test_the_card_shows_the_code_and_a_picture_that_leads_to_joining(client, buyer, home):
    client.force_login(buyer)
    response = client.get(f"/household/{home.code}/card/")
    assert response.context["join_url"].endswith(f"/household/join/?code={home.code}")
    assert response.content.decode().count("<svg") >= 5
