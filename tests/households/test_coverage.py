"""How many households of each community take part, in full for the committee and without small groups for officers."""

import datetime as dt

import pytest
from allauth.socialaccount.models import SocialAccount

from households import consents, coverage
from households.models import Household, HouseholdMonth, Membership, Person
from lib.disclosure import HIDDEN
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


def homes(place, count, *, represented=0, account=0):
    """Households, the first of them with a representative, the first of these with an account."""
    made = []
    for number in range(count):
        home = factories.household(place)
        if number < max(represented, account):
            user = factories.user() if number < account else None
            person = Person.objects.create(name="คน ตัวอย่าง", user=user)
            Membership.objects.create(
                person=person, household=home, status="active", is_representative=number < represented
            )
        made.append(home)
    return made


def only(place):
    (row,) = coverage.rows([place], today=TODAY)
    return row


def test_each_measure_counts_its_own_households(community, committee):
    made = homes(community, 10, represented=6, account=4)
    account = made[0].memberships.get().person
    SocialAccount.objects.create(user=account.user, provider="line", uid="U1")
    for home in made[:3]:
        person = home.memberships.get().person
        consents.answer(person=person, purpose="income", is_given=True, way="paper", recorded_by=committee)
    for home, month in ((made[0], 3), (made[0], 2), (made[1], 2), (made[2], 1)):
        HouseholdMonth.objects.create(
            household=home, community=community, month=dt.date(2026, month, 1), answer="refused"
        )
    row = only(community)
    assert row.households == 10
    assert row.counts == {
        "represented": 6, "account": 4, "line": 1, "consent": 3, "this_month": 1, "last_month": 2,
    }  # fmt: skip
    assert row.percent("represented") == 60


def test_households_that_are_gone_are_not_counted(community):
    gone, _stays = homes(community, 2, represented=2)
    Household.objects.filter(pk=gone.pk).update(status="moved")
    row = only(community)
    assert (row.households, row.counts["represented"]) == (1, 1)


def test_an_account_that_is_switched_off_does_not_count(community):
    (home,) = homes(community, 1, represented=1, account=1)
    user = home.memberships.get().person.user
    user.is_active = False
    user.save()
    assert only(community).counts["account"] == 0


def test_two_members_with_accounts_are_one_household(community):
    (home,) = homes(community, 1, represented=1, account=1)
    factories.member(home)
    assert only(community).counts["account"] == 1


def test_a_community_without_households_divides_by_nothing(community):
    row = only(community)
    assert (row.households, row.percent("line")) == (0, None)


def officers(*numbers):
    """The officer's copy for communities with so many households, and so many of them with an account."""
    full = [
        coverage.Row(None, total, dict.fromkeys(coverage.MEASURES, with_account))
        for total, with_account in numbers
    ]
    rows, total = coverage.for_officers(full, 5)
    return [row.counts["account"] for row in rows], total.counts["account"], [row.households for row in rows]


def test_large_groups_on_both_sides_are_shown():
    assert officers((20, 10), (30, 12)) == ([10, 12], 22, [20, 30])


def test_few_with_and_few_without_are_hidden_alike():
    assert officers((20, 3)) == ([HIDDEN], HIDDEN, [20])
    assert officers((20, 17)) == ([HIDDEN], HIDDEN, [20])


def test_what_is_hidden_cannot_be_worked_out_from_the_total():
    counts, total, _homes = officers((20, 10), (30, 12), (25, 2))
    shown = [count for count in counts if count is not HIDDEN]
    assert counts[2] is HIDDEN
    assert total is HIDDEN or len(shown) < 2


def test_a_small_community_shows_nothing():
    counts, total, households = officers((4, 4))
    assert counts == [HIDDEN]
    assert households == [HIDDEN]


def test_the_committee_reads_its_own_community(client, community, committee):
    homes(community, 3, represented=1)
    client.force_login(committee)
    text = client.get(f"/office/{community.code}/coverage/").content.decode()
    assert "33 %" in text or "33%" in text


def test_an_officer_reads_numbers_of_the_municipality_without_small_groups(client, community, officer):
    homes(community, 12, represented=6, account=2)
    neighbour = factories.community(name="ชุมชนข้าง", code="next", municipality=community.municipality)
    homes(neighbour, 14, represented=7)
    factories.community(name="ชุมชนไกล", code="faraway")
    client.force_login(officer)
    text = client.get("/reports/coverage/").content.decode()
    assert "ชุมชนข้าง" in text
    assert "ชุมชนไกล" not in text
    assert str(HIDDEN) in text


@pytest.mark.parametrize("count", [1, 6])
def test_many_communities_cost_as_many_statements_as_one(community, count, django_assert_num_queries):
    places = [community, *(factories.community() for _number in range(count - 1))]
    with django_assert_num_queries(7):
        coverage.rows(places, today=TODAY)
