"""A household beside the middle of its community: shown only where nobody can be guessed."""

from decimal import Decimal as D

import pytest

from households import agreements, income_comparison, incomes
from households.income_rows import months_before, months_open
from households.incomes import Figure
from households.models import Community, Household
from households.rollups import quarter_start
from tests import factories


@pytest.fixture
def quarter():
    """The three months of the last ended quarter."""
    last = months_before(quarter_start(months_open()[1]), 1)
    return [months_before(last, count) for count in (2, 1, 0)]


@pytest.fixture
def earn(quarter):
    def earn(user, *amounts):
        home = Household.objects.of_member(user).get()
        agreements.record_consent(user=user, purpose="income", is_given=True, recorded_by=user)
        for month, amount in zip(quarter, amounts, strict=False):
            incomes.save_month(household=home, month=month, figures={"wage": Figure(D(amount))}, actor=user)
        return Household.objects.select_related("community").get(pk=home.pk)

    return earn


@pytest.fixture
def neighbours(community, earn):
    """Others who earn 1,000, 2,000 … baht in each month of the quarter."""

    def neighbours(count):
        for number in range(1, count + 1):
            earn(factories.representative(community), *[number * 1000] * 3)

    return neighbours


def test_ones_own_figure_is_the_mean_of_three_complete_months(seller, earn):
    assert income_comparison.with_community(earn(seller, 9000, 9300, 9900)).own == D(9400)


def test_two_months_are_no_quarter(seller, earn):
    assert income_comparison.with_community(earn(seller, 9000, 9300)).own is None


@pytest.mark.parametrize(("others", "median"), [(8, None), (9, D(5500))])
def test_the_middle_is_shown_from_the_communitys_threshold_on(
    community, seller, earn, neighbours, others, median
):
    Community.objects.filter(pk=community.pk).update(public_threshold=10)
    neighbours(others)
    home = earn(seller, *[10000] * 3)
    # 1,000 … 9,000 and 10,000: the middle is 5,500.
    assert income_comparison.with_community(home).median == median


def test_the_middle_is_shown_in_round_hundreds(community, seller, earn, neighbours):
    Community.objects.filter(pk=community.pk).update(public_threshold=3)
    neighbours(2)
    assert income_comparison.with_community(earn(seller, 1849, 1849, 1849)).median == D(1800)


def test_a_household_that_wrote_nothing_reads_the_community_alone(community, seller, earn, neighbours):
    Community.objects.filter(pk=community.pk).update(public_threshold=3)
    neighbours(3)
    found = income_comparison.with_community(earn(seller))
    assert (found.own, found.median) == (None, D(2000))
