"""The quarter's report: right numbers, and none made of few households."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from households import agreements, income_reports, incomes
from households.models import Consent, Household
from tests import factories

# July to September 2026 is the fourth quarter of fiscal year 2569.
QUARTER = income_reports.Quarter(date(2026, 7, 1))
AUGUST = date(2026, 8, 1)


@pytest.fixture
def households(community):
    """Make `count` households whose representatives agree to be counted."""

    def make(count, *, consent=True):
        people = [factories.representative(community) for _number in range(count)]
        for person in people:
            agreements.record_consent(
                user=person, purpose=Consent.Purpose.INCOME, is_given=consent, recorded_by=person
            )
        return people

    return make


def earn(person, gross, costs=None, source="wage", month=AUGUST):
    incomes.record(
        household=Household.objects.of_member(person).get(),
        month=month,
        source=source,
        gross=D(gross),
        costs=costs,
        actor=person,
    )


def sell(person, gross, key):
    home = Household.objects.of_member(person).get()
    incomes.propose(household=home, month=AUGUST, gross=D(gross), document="order x", key=key)


def test_the_fiscal_year_begins_in_october():
    quarters = income_reports.ended_quarters(date(2026, 11, 20))
    assert [quarter.code for quarter in quarters[:4]] == ["2569-4", "2569-3", "2569-2", "2569-1"]
    assert (quarters[3].start, quarters[3].end) == (date(2025, 10, 1), date(2026, 1, 1))


def test_a_running_quarter_is_not_offered():
    assert income_reports.ended_quarters(date(2026, 9, 30))[0].code == "2569-3"
    assert income_reports.ended_quarters(date(2026, 10, 1))[0].code == "2569-4"


def test_the_median_is_of_what_each_household_has_left(community, households):
    for person, gross in zip(households(5), ["1000", "3000", "5000", "70000", "2000"], strict=True):
        earn(person, gross)
    earn_more = Household.objects.order_by("id").first().representative.user
    earn(earn_more, "900", D("200"), source="farming")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.reporting, lines.median) == (5, D(3000))


def test_the_newest_version_of_a_record_counts(community, households):
    people = households(5)
    for person in people:
        earn(person, "1000")
        record = Household.objects.of_member(person).get().incomes.get()
        incomes.correct(record=record, gross=D(2000), costs=None, actor=person)
    assert income_reports.lines(community, QUARTER).median == D(2000)


def test_months_outside_the_quarter_do_not_count(community, households):
    for person in households(5):
        earn(person, "1000")
        earn(person, "9000", month=date(2026, 6, 1))
        earn(person, "9000", month=date(2026, 10, 1))
    assert income_reports.lines(community, QUARTER).median == D(1000)


def test_missing_is_not_zero(community, households):
    people = households(9)
    for person in people[:5]:
        earn(person, "1000")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.registered, lines.consenting, lines.reporting, lines.median) == (9, 9, 5, D(1000))


def test_four_households_are_too_few(community, households):
    for person in households(4):
        earn(person, "1000")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.registered, lines.reporting, lines.median) == (None, None, None)


def test_the_communitys_own_threshold_counts(community, households):
    community.officer_threshold = 7
    for person in households(6):
        earn(person, "1000")
    assert income_reports.lines(community, QUARTER).median is None


def test_households_that_did_not_agree_are_not_counted(community, households):
    for person in households(5):
        earn(person, "1000")
    for person in households(6, consent=False):
        earn(person, "90000")
    unasked = factories.representative(community)
    earn(unasked, "90000")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.registered, lines.consenting, lines.median) == (12, 5, D(1000))


def test_who_takes_the_consent_back_is_not_counted(community, households):
    people = households(6)
    for person in people:
        earn(person, "1000")
    agreements.record_consent(
        user=people[0], purpose=Consent.Purpose.INCOME, is_given=False, recorded_by=people[0]
    )
    assert income_reports.lines(community, QUARTER).consenting == 5


def test_one_member_who_refuses_keeps_the_household_out(community, households):
    people = households(6)
    other = factories.member(Household.objects.of_member(people[0]).get())
    agreements.record_consent(user=other, purpose=Consent.Purpose.INCOME, is_given=False, recorded_by=other)
    assert income_reports.lines(community, QUARTER).consenting == 5


def test_sales_are_summed_over_enough_sellers(community, households):
    for number, person in enumerate(households(5)):
        sell(person, "110", f"k{number}")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.selling, lines.sales) == (5, D(600))


def test_a_seller_whose_sales_were_all_given_back_is_no_seller(community, households):
    people = households(5)
    for number, person in enumerate(people):
        sell(person, "110", f"k{number}")
    sell(people[0], "-110", "back")
    lines = income_reports.lines(community, QUARTER)
    assert (lines.selling, lines.sales) == (None, None)


def test_the_officer_reads_the_report_without_names(client, community, officer, households):
    for person in households(5):
        earn(person, "1000")
    client.force_login(officer)
    page = client.get(reverse("households:income_report")).content.decode()
    assert "ชุมชนบ้านสวน" in page
    assert "ตัวแทน ตัวอย่าง" not in page


def test_the_committee_reads_about_its_own_community_only(client, committee, community):
    factories.community(name="ชุมชนอื่น")
    client.force_login(committee)
    page = client.get(reverse("households:income_report")).content.decode()
    assert "ชุมชนอื่น" not in page


@pytest.mark.parametrize("who", ["buyer", "seller", "outsider"])
def test_others_do_not_find_the_report(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("households:income_report")).status_code == 404


def test_an_officer_of_another_town_reads_nothing_here(client, community):
    elsewhere = factories.community(name="ชุมชนเมืองอื่น")
    client.force_login(factories.officer(elsewhere.municipality))
    page = client.get(reverse("households:income_report")).content.decode()
    assert "ชุมชนบ้านสวน" not in page


def test_there_is_no_total_from_which_a_small_group_could_be_subtracted(
    client, community, officer, households
):
    small = factories.community(name="ชุมชนเล็ก", municipality=community.municipality)
    for number, person in enumerate(households(5)):
        sell(person, "1000", f"k{number}")
    sell(factories.representative(small), "777000", "small")
    client.force_login(officer)
    page = client.get(reverse("households:income_report")).content.decode()
    assert "777" not in page
    assert "782" not in page
