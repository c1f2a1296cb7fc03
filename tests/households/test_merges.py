"""Joining entries that were made twice, undoing it, and who is suggested."""

import datetime as dt
from decimal import Decimal

import pytest

from households import agreements, consents, memberships, merge_suggestions, merges, rollups, situations
from households.models import (
    Household,
    HouseholdMonth,
    IncomeMonth,
    IncomeRecord,
    Membership,
    Merge,
    Person,
    RegisterEvent,
)
from lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2026, 1, 1)


def enter(home, name, **fields):
    """Somebody without an account."""
    place = {key: fields.pop(key) for key in ("is_representative", "is_deputy", "status") if key in fields}
    person = Person.objects.create(name=name, **fields)
    return Membership.objects.create(person=person, household=home, **{"status": "active", **place})


@pytest.fixture
def home(community):
    return factories.household(community, name="บ้านหนึ่ง")


@pytest.fixture
def other(community):
    return factories.household(community, name="บ้านสอง")


@pytest.fixture
def twins(home, other):
    """One woman, entered in two houses."""
    kept = enter(home, "คำ ตัวอย่าง", is_representative=True, phone="0811110000")
    return kept.person, enter(other, "คํา ตัวอย่าง", birth_year=1950, is_representative=True).person


def join(twins, committee):
    return merges.join_people(kept=twins[0], gone=twins[1], actor=committee)


# People


def test_the_places_of_both_belong_to_the_one_that_stays(twins, home, other, committee):
    join(twins, committee)
    kept, gone = twins
    assert {place.household for place in kept.memberships.active()} == {home, other}
    assert not gone.memberships.exists()
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_what_only_the_other_entry_knew_is_filled_in(twins, committee):
    join(twins, committee)
    twins[0].refresh_from_db()
    assert (twins[0].name, twins[0].phone, twins[0].birth_year) == ("คำ ตัวอย่าง", "0811110000", 1950)


def test_undoing_puts_everything_back(twins, other, committee):
    before = list(Membership.objects.order_by("pk").values())
    merge = join(twins, committee)
    merges.undo(merge=merge, actor=committee)
    assert list(Membership.objects.order_by("pk").values()) == before
    kept, gone = (Person.objects.get(pk=person.pk) for person in twins)
    assert (kept.birth_year, gone.birth_year, gone.merged_into) == (None, 1950, None)
    assert list(RegisterEvent.objects.filter(person=kept).order_by("id").values_list("kind", flat=True)) == [
        "merged",
        "unmerged",
    ]


def test_undoing_twice_undoes_once(twins, committee):
    merge = join(twins, committee)
    first = merges.undo(merge=merge, actor=committee)
    assert merges.undo(merge=merge, actor=committee).undone_at == first.undone_at


def test_of_two_places_in_one_house_one_ends_and_the_seat_is_kept(home, committee):
    kept = enter(home, "ก ตัวอย่าง").person
    gone = enter(home, "ก ตัวอย่าง", is_representative=True).person
    merge = merges.join_people(kept=kept, gone=gone, actor=committee)
    place = kept.memberships.active().get()
    assert place.is_representative
    assert gone.memberships.get().end_reason == "merged"
    merges.undo(merge=merge, actor=committee)
    place.refresh_from_db()
    assert not place.is_representative
    assert gone.memberships.active().get().is_representative


def test_a_later_act_on_a_place_stops_the_undoing(twins, other, committee):
    merge = join(twins, committee)
    memberships.leave(membership=twins[0].memberships.get(household=other), actor=committee)
    with pytest.raises(Refused) as refused:
        merges.undo(merge=merge, actor=committee)
    assert refused.value.code == "touched"
    assert Person.objects.get(pk=twins[1].pk).merged_into_id == twins[0].pk


def test_a_later_correction_of_what_was_filled_in_stops_the_undoing(twins, committee):
    merge = join(twins, committee)
    Person.objects.filter(pk=twins[0].pk).update(birth_year=1951)
    with pytest.raises(Refused):
        merges.undo(merge=merge, actor=committee)


def test_the_only_account_moves_over_and_back(community, home, committee):
    account = factories.representative(community, name="คำ ตัวอย่าง")
    gone, kept = Person.objects.get(user=account), enter(home, "คำ ตัวอย่าง").person
    merge = merges.join_people(kept=kept, gone=gone, actor=committee)
    assert Person.objects.get(user=account) == kept
    merges.undo(merge=merge, actor=committee)
    assert Person.objects.get(user=account) == gone


def test_two_accounts_are_for_the_person_to_choose(buyer, seller, committee):
    people = [Person.objects.get(user=user) for user in (buyer, seller)]
    with pytest.raises(Refused) as refused:
        merges.join_people(kept=people[0], gone=people[1], actor=committee)
    assert refused.value.code == "two_accounts"


def test_nobody_is_joined_with_themselves_or_twice(twins, home, committee):
    with pytest.raises(Refused):
        merges.join_people(kept=twins[0], gone=twins[0], actor=committee)
    join(twins, committee)
    with pytest.raises(Refused):
        merges.join_people(kept=enter(home, "อื่น").person, gone=twins[1], actor=committee)


def test_needs_for_help_move_over_and_one_known_twice_runs_once(twins, committee):
    for person in twins:
        place = person.memberships.get()
        situations.add(membership=place, kind="no_income", source="self", since=JANUARY, actor=committee)
    situations.add(
        membership=twins[1].memberships.get(),
        kind="single_parent",
        source="self",
        since=JANUARY,
        actor=committee,
    )
    merge = join(twins, committee)
    running = twins[0].situations.filter(until__isnull=True).order_by("kind")
    assert list(running.values_list("kind", flat=True)) == ["no_income", "single_parent"]
    assert not twins[1].situations.exists()
    merges.undo(merge=merge, actor=committee)
    assert twins[1].situations.filter(until__isnull=True).count() == 2


@pytest.mark.parametrize(("kept_says", "gone_says"), [(True, False), (False, True), (None, True)])
def test_the_newest_answer_of_both_holds_for_the_one_that_stays(twins, committee, kept_says, gone_says):
    for person, word in zip(twins, (kept_says, gone_says), strict=True):
        if word is not None:
            consents.answer(
                person=person, purpose="income", is_given=word, way="paper", recorded_by=committee
            )
    merge = join(twins, committee)
    assert agreements.has_consent(twins[0], "income") is gone_says
    merges.undo(merge=merge, actor=committee)
    assert agreements.has_consent(twins[0], "income") is bool(kept_says)


# Households


def say(home, source, gross, by):
    IncomeRecord.objects.create(
        household=home, community=home.community, month=JANUARY, source=source, gross=gross, recorded_by=by
    )
    if not IncomeMonth.objects.filter(household=home, month=JANUARY).exists():
        IncomeMonth.objects.create(
            household=home, community=home.community, month=JANUARY, answer="complete", recorded_by=by
        )
    rollups.refresh(household=home, months=[JANUARY])


def test_people_move_over_and_one_seat_stays(twins, home, other, committee):
    child = enter(other, "ลูก ตัวอย่าง", is_deputy=True)
    merges.join_households(kept=home, gone=other, actor=committee)
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("merged", home)
    assert set(home.memberships.active().values_list("person", flat=True)) == {
        twins[0].pk,
        twins[1].pk,
        child.person_id,
    }
    assert home.memberships.get(is_representative=True).person == twins[0]
    assert home.memberships.get(is_deputy=True).person == child.person


def test_undoing_gives_the_old_household_its_people_and_seat_back(twins, home, other, committee):
    before = list(Membership.objects.order_by("pk").values())
    merge = merges.join_households(kept=home, gone=other, actor=committee)
    merges.undo(merge=merge, actor=committee)
    assert list(Membership.objects.order_by("pk").values()) == before
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("active", None)


def test_incomes_stay_with_their_row_and_are_read_together(home, other, committee):
    say(home, "wage", 5000, committee)
    say(other, "remittance", 1000, committee)
    merge = merges.join_households(kept=home, gone=other, actor=committee)
    assert IncomeRecord.objects.get(source="remittance").household == other
    assert HouseholdMonth.objects.get().household == home
    merges.undo(merge=merge, actor=committee)
    assert dict(HouseholdMonth.objects.values_list("household", "gross")) == {
        home.pk: Decimal(5000),
        other.pk: Decimal(1000),
    }


def test_somebody_in_both_has_one_place_afterwards(home, other, committee):
    place = enter(home, "ก ตัวอย่าง", status="asked")
    Membership.objects.create(person=place.person, household=other, status="active", is_representative=True)
    merge = merges.join_households(kept=home, gone=other, actor=committee)
    assert home.memberships.active().get().person == place.person
    merges.undo(merge=merge, actor=committee)
    place.refresh_from_db()
    assert place.status == "asked"
    assert other.memberships.active().get().is_representative


def test_a_later_act_stops_the_undoing_of_households(twins, home, other, committee):
    merge = merges.join_households(kept=home, gone=other, actor=committee)
    moved = home.memberships.get(person=twins[1])
    memberships.leave(membership=moved, actor=committee)
    with pytest.raises(Refused):
        merges.undo(merge=merge, actor=committee)
    other.refresh_from_db()
    assert other.status == "merged"


def test_a_household_with_a_shop_is_the_one_that_stays(shop, home, committee):
    with pytest.raises(Refused) as refused:
        merges.join_households(kept=home, gone=shop.household, actor=committee)
    assert refused.value.code == "in_use"
    merges.join_households(kept=shop.household, gone=home, actor=committee)


def test_two_households_with_shops_are_not_joined(shop, buyer, committee):
    second = factories.shop(buyer)
    with pytest.raises(Refused) as refused:
        merges.join_households(kept=second.household, gone=shop.household, actor=committee)
    assert refused.value.code == "both_in_use"


def test_households_of_two_communities_are_not_joined(home, committee):
    far = factories.household(factories.community(code="faraway"))
    with pytest.raises(Refused):
        merges.join_households(kept=home, gone=far, actor=committee)


def test_the_code_on_the_old_card_leads_to_the_household_that_stays(home, other, committee, outsider):
    merges.join_households(kept=home, gone=other, actor=committee)
    assert memberships.find_household(other.code) == home
    assert memberships.ask_to_join(user=outsider, household_code=other.code).household == home


def test_the_entry_that_went_is_in_no_list(client, home, other, committee, community):
    merges.join_households(kept=home, gone=other, actor=committee)
    client.force_login(committee)
    assert "บ้านสอง" not in client.get("/household/codes/").content.decode()
    assert "บ้านสอง" not in client.get(f"/office/{community.code}/people/").content.decode()


# Suggestions


def pairs(found):
    return {(pair.one, pair.other): pair.why for pair in found}


def test_the_same_name_in_another_spelling_is_suggested(twins, community):
    one, other = sorted(person.pk for person in twins)
    assert pairs(merge_suggestions.people(community)) == {(one, other): "name"}


def test_a_similar_name_in_the_same_house_is_suggested(home, community):
    one = enter(home, "สมศักดิ์ ทองดี").person
    other = enter(home, "สมศักด์ ทองดี").person
    assert pairs(merge_suggestions.people(community)) == {(one.pk, other.pk): "house"}


def test_brothers_and_sisters_are_not_suggested(home, community):
    for name in ("สมชาย ทองดี", "สมหญิง ทองดี", "สมพร ทองดี"):
        enter(home, name, phone="0811110000")
    assert merge_suggestions.people(community) == []


def test_years_of_birth_far_apart_speak_against_it(home, other, community):
    enter(home, "สมชาย ทองดี", birth_year=1940)
    enter(other, "สมชาย ทองดี", birth_year=1990)
    assert merge_suggestions.people(community) == []


def test_who_was_joined_is_not_suggested_again(twins, community, committee):
    join(twins, committee)
    assert merge_suggestions.people(community) == []


def test_two_households_at_one_address_are_suggested(home, other, community):
    Household.objects.filter(pk__in=[home.pk, other.pk]).update(house_number="12/3", village="หมู่ 4")
    assert pairs(merge_suggestions.households(community)) == {(home.pk, other.pk): "address"}
    Household.objects.filter(pk=other.pk).update(village="หมู่ 5")
    assert merge_suggestions.households(community) == []


def test_another_community_is_not_looked_at(twins):
    assert merge_suggestions.people(factories.community(code="faraway")) == []


# Pages


def test_the_committee_compares_joins_and_undoes(client, twins, committee, community):
    client.force_login(committee)
    index = f"/office/{community.code}/duplicates/"
    pair = f"{index}people/{twins[0].code}/{twins[1].code}/"
    assert pair in client.get(index).content.decode()
    assert "081-111-0000" in client.get(pair).content.decode()
    assert client.post(f"{pair}join/")["Location"] == index
    merge = Merge.objects.get()
    assert merge.gone_person == twins[1]
    client.post(f"{index}undo/{merge.pk}/")
    assert Person.objects.get(pk=twins[1].pk).merged_into is None


def test_the_committee_joins_households(client, home, other, committee, community):
    client.force_login(committee)
    pair = f"/office/{community.code}/duplicates/households/{other.code}/{home.code}/"
    assert "บ้านหนึ่ง" in client.get(pair).content.decode()
    client.post(f"{pair}join/")
    home.refresh_from_db()
    assert home.merged_into == other


def test_what_is_refused_is_said_on_the_page(client, buyer, seller, committee, community):
    codes = [Person.objects.get(user=user).code for user in (buyer, seller)]
    client.force_login(committee)
    pair = f"/office/{community.code}/duplicates/people/{codes[0]}/{codes[1]}/"
    response = client.post(f"{pair}join/", follow=True)
    assert response.redirect_chain[-1][0] == pair
    assert "message-error" in response.content.decode()


@pytest.mark.parametrize("pairs_there", [1, 8])
def test_the_page_costs_the_same_for_many_pairs(client, home, other, committee, community, pairs_there,
                                                 django_assert_max_num_queries):  # fmt: skip
    for number in range(pairs_there):
        for place in (home, other):
            enter(place, f"คน{number}นี้ ตัวอย่าง{number}", birth_year=1950 + number)
    client.force_login(committee)
    client.get(f"/office/{community.code}/duplicates/")
    with django_assert_max_num_queries(14):
        client.get(f"/office/{community.code}/duplicates/")
