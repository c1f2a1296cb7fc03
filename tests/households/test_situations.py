"""Needs for help: dated, with a source, health by consent, seen only by those who need to know."""

import datetime as dt

import pytest
from django.utils import timezone

from households import departures, register, situations
from households.models import Consent, RegisterEvent, Situation
from lib.errors import Refused
from tests import factories

DAY = dt.date(2026, 1, 5)


def note(child, actor, kind="disabled", **other):
    given = {"source": "family", "since": DAY, "has_consented": True, **other}
    return situations.add(membership=child, kind=kind, actor=actor, **given)


@pytest.mark.parametrize("kind", Situation.HEALTH)
def test_health_is_noted_only_with_consent(buyer, child, kind):
    with pytest.raises(Refused) as refusal:
        note(child, buyer, kind, has_consented=False)
    assert refusal.value.code == "no_consent"
    assert not Situation.objects.exists()
    assert not Consent.objects.exists()


def test_the_consent_is_on_record_with_how_and_who_answered(buyer, child, privacy):
    noted = note(child, buyer, way="paper", given_by="แม่ ตัวอย่าง")
    consent = Consent.objects.get()
    assert noted.consent == consent
    assert (consent.purpose, consent.is_given, consent.way, consent.given_by) == (
        "health",
        True,
        "paper",
        "แม่ ตัวอย่าง",
    )
    assert (consent.person, consent.user, consent.recorded_by) == (child.person, child.person.user, buyer)
    assert consent.notice == privacy


def test_what_is_not_health_needs_no_consent(buyer, child):
    note(child, buyer, "no_income", has_consented=False)
    assert not Consent.objects.exists()


def test_the_same_need_runs_once(buyer, child):
    note(child, buyer)
    with pytest.raises(Refused) as refusal:
        note(child, buyer)
    assert refusal.value.code == "on_record"
    assert Consent.objects.count() == 1


def test_a_need_that_ended_may_come_again(buyer, child):
    situations.end(situation=note(child, buyer), until=dt.date(2026, 2, 1), actor=buyer)
    note(child, buyer, since=dt.date(2026, 3, 1))
    assert Situation.objects.running().count() == 1


def test_a_need_does_not_end_before_it_began(buyer, child):
    with pytest.raises(Refused):
        situations.end(situation=note(child, buyer), until=DAY - dt.timedelta(days=1), actor=buyer)


def test_taking_the_yes_back_ends_health_and_leaves_the_rest(client, child, buyer):
    note(child, buyer, "bedridden")
    note(child, buyer, "no_income")
    client.force_login(child.person.user)
    client.post(f"/household/members/{child.pk}/needs/withdraw/")
    assert [row.kind for row in Situation.objects.filter(until__isnull=True)] == ["no_income"]
    newest = Consent.objects.latest("id")
    assert (newest.is_given, newest.person, newest.way) == (False, child.person, "site")


def test_nobody_says_yes_or_no_for_a_person_who_enters_the_site(client, buyer, child):
    client.force_login(buyer)
    form = {
        "kind": "chronic",
        "since": "5/1/2569",
        "source": "family",
        "has_consented": "on",
        "way": "spoken",
    }
    page = client.post(f"/household/members/{child.pk}/needs/add/", form)
    assert "kind" in page.context["form"].errors
    assert client.post(f"/household/members/{child.pk}/needs/withdraw/").status_code == 404
    assert not Consent.objects.exists()


def test_a_person_says_yes_on_the_site(client, child):
    client.force_login(child.person.user)
    form = {"kind": "chronic", "since": "5/1/2569", "source": "self", "has_consented": "on", "way": "spoken"}
    client.post(f"/household/members/{child.pk}/needs/add/", form)
    assert Situation.objects.get().consent.way == "site"


def test_a_death_ends_what_was_noted(committee, child):
    noted = note(child, committee)
    departures.record_death(membership=child, on=dt.date(2026, 3, 1), actor=committee)
    noted.refresh_from_db()
    assert noted.until == dt.date(2026, 3, 1)


def test_the_act_on_record_does_not_say_what_it_is(buyer, child):
    note(child, buyer)
    event = RegisterEvent.objects.get(kind="situation_added")
    assert (event.reason, set(event.facts)) == ("", {"membership", "as"})


def test_the_committee_has_looked_at_what_it_notes_itself(committee, buyer, child):
    assert note(child, committee).checked_by == committee
    assert note(child, buyer, "chronic").checked_by is None


# Who sees it


def seen_by(user) -> int:
    return Situation.objects.visible_to(user).count()


def test_those_who_need_to_know_see_it(buyer, committee, community, child):
    note(child, buyer)
    deputy = factories.member(child.household, name="ป้า ตัวอย่าง")
    deputy.person.memberships.update(is_deputy=True)
    case_worker = factories.with_role(community, "case_worker")
    chair = factories.with_role(community, "chair")
    for user in (buyer, child.person.user, deputy, committee, chair, case_worker):
        assert seen_by(user) == 1, user


def test_nobody_else_sees_it(buyer, community, child, seller, treasurer, officer, outsider):
    note(child, buyer)
    sibling = factories.member(child.household, name="น้อง ตัวอย่าง")
    volunteer, auditor, rider = (
        factories.with_role(community, kind) for kind in ("volunteer", "auditor", "rider")
    )
    far = factories.with_role(factories.community(), "committee")
    for user in (sibling, volunteer, auditor, rider, far, seller, treasurer, officer, outsider):
        assert seen_by(user) == 0, user


def test_whoever_no_longer_keeps_the_household_no_longer_sees_it(buyer, committee, child):
    note(child, committee)
    departures.leave(membership=child, why="away", on=timezone.localdate(), actor=buyer)
    assert (seen_by(buyer), seen_by(committee), seen_by(child.person.user)) == (0, 0, 1)


def test_the_page_of_the_person_shows_it_to_the_representative(client, buyer, child):
    note(child, buyer)
    client.force_login(buyer)
    assert "พิการ" in client.get(f"/household/members/{child.pk}/").content.decode()


def test_the_history_hides_needs_from_other_members(client, buyer, child, home):
    note(child, buyer)
    sibling = factories.member(home, name="น้อง ตัวอย่าง")
    page = f"/household/{home.code}/history/"
    client.force_login(buyer)
    assert len(client.get(page).context["events"]) == 1
    client.force_login(sibling)
    assert client.get(page).context["events"] == []


def test_a_need_is_ended_on_the_page_of_its_own_person_only(client, buyer, child, home):
    noted = note(child, buyer)
    other = factories.member(home, name="น้อง ตัวอย่าง").person.memberships.get()
    client.force_login(buyer)
    assert client.post(f"/household/members/{other.pk}/needs/{noted.pk}/end/").status_code == 404
    assert client.post(f"/household/members/{child.pk}/needs/{noted.pk}/end/").status_code == 302
    noted.refresh_from_db()
    assert noted.until == timezone.localdate()


def test_the_form_asks_for_the_yes_and_keeps_what_was_chosen(client, buyer, home):
    child = register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=buyer)
    client.force_login(buyer)
    form = {"kind": "chronic", "since": "5/1/2569", "source": "family", "way": "spoken"}
    page = client.post(f"/household/members/{child.pk}/needs/add/", form)
    assert "has_consented" in page.context["form"].errors
    client.post(f"/household/members/{child.pk}/needs/add/", {**form, "has_consented": "on"})
    assert Situation.objects.get().since == DAY


# The committee's list of people


@pytest.fixture
def people(home, committee):
    """An old woman in village 3 and a pupil in village 4."""
    home.village = "หมู่ 3"
    home.save()
    other = factories.household(home.community)
    other.village = "หมู่ 4"
    other.save()
    year = timezone.localdate().year
    old = register.Entry("ยายมา ตัวอย่าง", birth_year=year - 60, activity="retired")
    young = register.Entry("หลานน้อย ตัวอย่าง", birth_year=year - 59, activity="school")
    return (
        register.enter_person(household=home, entry=old, actor=committee),
        register.enter_person(household=other, entry=young, actor=committee),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"age": "elderly"}, {"ยายมา ตัวอย่าง"}),
        ({"activity": "school"}, {"หลานน้อย ตัวอย่าง"}),
        ({"village": "หมู่ 4"}, {"หลานน้อย ตัวอย่าง"}),
        ({"q": "หลาน"}, {"หลานน้อย ตัวอย่าง"}),
        ({"need": "disabled"}, {"หลานน้อย ตัวอย่าง"}),
        ({"need": "chronic"}, set()),
        ({"need": "any", "age": "elderly"}, set()),
        ({}, {"ยายมา ตัวอย่าง", "หลานน้อย ตัวอย่าง", "สมใจ ตัวอย่าง"}),
    ],
)
def test_people_are_found_by_age_village_activity_name_and_need(
    client, committee, community, people, query, found
):
    note(people[1], committee)
    client.force_login(committee)
    page = client.get(f"/office/{community.code}/people/", query)
    assert {row.person.name for row in page.context["page"].items} == found


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_of_people_takes_the_same_few_statements_for_few_and_for_many(
    client, committee, community, home, rows, django_assert_max_num_queries
):
    for number in range(rows):
        place = register.enter_person(household=home, entry=register.Entry(f"คน {number}"), actor=committee)
        note(place, committee)
    client.force_login(committee)
    client.get(f"/office/{community.code}/people/")
    with django_assert_max_num_queries(8):
        client.get(f"/office/{community.code}/people/")


def test_the_list_goes_on_where_the_page_ended(client, committee, community, home):
    for number in range(30):
        register.enter_person(household=home, entry=register.Entry(f"คน {number}"), actor=committee)
    client.force_login(committee)
    seen, address = [], f"/office/{community.code}/people/"
    while address:
        context = client.get(address).context
        seen += [row.pk for row in context["page"].items]
        address = context["next_url"] and f"/office/{community.code}/people/{context['next_url']}"
    assert len(seen) == len(set(seen)) == 31
