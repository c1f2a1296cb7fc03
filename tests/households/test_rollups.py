"""The sums that reports read are what the records come to, after every act."""

from datetime import date
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import agreements, incomes, rollup_check, rollups
from households.models import (
    CommunityQuarter,
    Consent,
    Household,
    HouseholdMonth,
    IncomeMonth,
    IncomeRecord,
)
from tests import factories

APRIL, MAY, JUNE = (date(2026, month, 1) for month in (4, 5, 6))


def agree(user, *, is_given=True):
    agreements.record_consent(user=user, purpose=Consent.Purpose.INCOME, is_given=is_given, recorded_by=user)


@pytest.fixture
def home(seller):
    agree(seller)
    return Household.objects.of_member(seller).get()


@pytest.fixture
def other(buyer):
    agree(buyer)
    return Household.objects.of_member(buyer).get()


@pytest.fixture
def say(home, seller):
    """Write rows as an act would, then refresh. An amount is what came in, or that with its costs."""

    def say(*, month=MAY, word="complete", household=home, origin="household", **amounts):
        for source, amount in amounts.items():
            gross, costs = amount if isinstance(amount, tuple) else (amount, None)
            IncomeRecord.objects.create(
                household=household,
                community=household.community,
                month=month,
                source=source,
                answer="dont_know" if gross is None else "amount",
                gross=gross,
                costs=costs,
                recorded_by=seller,
            )
        if word:
            IncomeMonth.objects.create(
                household=household,
                community=household.community,
                month=month,
                answer=word,
                members=4,
                origin=origin,
                recorded_by=seller,
            )
        rollups.refresh(household=household, months=[month])
        return HouseholdMonth.objects.get(household=household, month=month)

    return say


@pytest.fixture
def joined(home, other):
    """Other was the same household as home, entered twice."""

    def join():
        Household.objects.filter(pk=other.pk).update(status="merged", merged_into=home)
        rollups.apply_merge(root=home, gone=other)

    return join


def test_what_was_sold_counts_after_its_costs(say):
    row = say(wage=D("9000"), farming=(D("2500.50"), D("700.25")))
    assert (row.answer, row.gross, row.net) == ("complete", D("11500.50"), D("10800.25"))
    assert (row.wage, row.farming, row.trade) == (D("9000"), D("1800.25"), D(0))


def test_costs_above_what_came_in_leave_less_than_nothing(say):
    assert say(trade=(D(100), D("250.50"))).net == D("-150.50")


def test_without_that_is_everything_other_sources_are_unknown_not_zero(say):
    row = say(word="", wage=D(9000))
    assert (row.answer, row.net, row.wage, row.farming) == ("partial", None, D(9000), None)


def test_everything_said_and_nothing_earned_is_zero(say):
    row = say()
    assert (row.answer, row.net, row.gross, row.members) == ("complete", D(0), D(0), 4)


@pytest.mark.parametrize("word", ["dont_know", "refused"])
def test_a_month_that_nobody_can_tell_has_no_sum(say, word):
    row = say(word=word, wage=D(9000))
    assert (row.answer, row.net, row.wage) == (word, None, D(9000))


@pytest.mark.parametrize("cell", [None, (D(500), None)], ids=["don't know", "costs not known"])
def test_one_figure_that_is_not_known_leaves_the_month_without_a_sum(say, cell):
    row = say(wage=D(9000), farming=cell)
    assert (row.answer, row.net, row.farming, row.other) == ("partial", None, None, D(0))


def test_wages_need_no_costs_and_nothing_sold_needs_none(say):
    assert say(wage=D(9000), farming=D(0)).answer == "complete"


def test_sales_that_wait_leave_the_month_open_until_they_are_answered(say, home, seller):
    say(wage=D(9000))
    incomes.propose(household=home, month=MAY, gross=D(45), document="order a", key="a")
    row = HouseholdMonth.objects.get()
    assert (row.answer, row.market, row.wage) == ("partial", None, D(9000))
    incomes.decline(household=home, month=MAY, actor=seller)
    row.refresh_from_db()
    assert (row.answer, row.market) == ("complete", D(0))


def test_sales_alone_are_nobodys_word(home):
    incomes.propose(household=home, month=MAY, gross=D(45), document="order a", key="a")
    assert not HouseholdMonth.objects.exists()


def test_answers_of_the_committee_and_of_the_household_are_mixed(say):
    assert say(wage=D(9000), origin="committee").origin == ""
    assert say(month=JUNE, origin="committee").origin == "committee"


def test_a_correction_replaces_the_former_figure(say, home, seller):
    say(wage=D(9000))
    incomes.correct(record=IncomeRecord.objects.get(), gross=D(8000), actor=seller)
    assert HouseholdMonth.objects.get().net == D(8000)


def test_joined_households_speak_as_one_and_the_one_that_stays_counts_first(say, home, other, joined):
    say(wage=D(9000))
    say(household=other, wage=D(1), farming=(D(50), D(20)))
    say(household=other, month=JUNE, wage=D(7))
    joined()
    rows = HouseholdMonth.objects.order_by("month")
    assert [(row.household, row.wage, row.farming) for row in rows] == [
        (home, D(9000), D(30)),
        (home, D(7), D(0)),
    ]


def test_parting_gives_each_its_own_sums_back(say, home, other, joined):
    say(wage=D(9000))
    say(household=other, month=JUNE, wage=D(7))
    before = list(HouseholdMonth.objects.order_by("month").values_list("household", "month", "net"))
    joined()
    Household.objects.filter(pk=other.pk).update(status="active", merged_into=None)
    rollups.undo_merge(root=home, gone=other)
    assert list(HouseholdMonth.objects.order_by("month").values_list("household", "month", "net")) == before


def test_what_is_said_for_a_joined_household_counts_for_the_one_that_stays(say, home, other, joined):
    joined()
    with pytest.raises(HouseholdMonth.DoesNotExist):
        say(household=other, wage=D(7))
    assert HouseholdMonth.objects.get().household == home
    assert rollups.root_of(other) == home


def test_one_act_takes_three_statements_for_any_number_of_months(say, home):
    for month in (APRIL, MAY, JUNE):
        say(month=month, wage=D(9000))
    for months in ([MAY], [APRIL, MAY, JUNE]):
        with CaptureQueriesContext(connection) as queries:
            rollups.refresh(household=home, months=months)
        said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(said) == 3


def test_a_quarter_counts_households_with_three_complete_months(say, home, other, community):
    for month, wage in [(APRIL, "9000"), (MAY, "9000.01"), (JUNE, "9000")]:
        say(month=month, wage=D(wage))
        say(month=month, wage=D(300), household=other, word="complete" if month != JUNE else "")
    row = rollups.quarter(community, APRIL)
    assert (row.households, row.median, row.mean, row.total) == (1, D("9000"), D("9000"), D("27000.01"))


def test_the_middle_of_two_households_is_between_them(say, other, community):
    for month in (APRIL, MAY, JUNE):
        say(month=month, wage=D(9000))
        say(month=month, wage=D("9000.01"), household=other)
    row = rollups.quarter(community, APRIL)
    assert (row.households, row.median, row.total) == (2, D("9000.01"), D("54000.03"))


def test_a_quarter_is_worked_out_again_only_after_something_was_said(
    say, community, django_assert_num_queries
):
    say(wage=D(9000))
    rollups.quarter(community, APRIL)
    with django_assert_num_queries(1):
        rollups.quarter(community, APRIL)
    say(month=JUNE, wage=D(9000))
    assert CommunityQuarter.objects.get().is_stale
    assert rollups.quarter(community, date(2026, 1, 1)) is None


def test_a_household_counts_in_its_quarter_while_it_agrees(say, community, seller):
    for month in (APRIL, MAY, JUNE):
        say(month=month, wage=D(9000))
    assert rollups.quarter(community, APRIL).households == 1
    agree(seller, is_given=False)
    assert rollups.quarter(community, APRIL).households == 0
    agree(seller)
    assert rollups.quarter(community, APRIL).households == 1


def test_all_quarters_are_read_in_two_statements(say, home, other, community, django_assert_num_queries):
    for month in (APRIL, MAY, JUNE):
        say(month=month, wage=D(9000))
        say(month=month, wage=D(300), household=other, word="complete" if month != JUNE else "")
    say(month=date(2026, 7, 1), wage=D(1))
    with django_assert_num_queries(2):
        rows = rollups.quarter_rows(
            households=Household.objects.filter(community=community), quarters=[APRIL, date(2026, 7, 1)]
        )
    assert rows == [(home.pk, community.pk, APRIL, 2_700_000)]


def test_a_period_has_a_row_for_each_household_with_a_complete_month(say, home, other, community):
    say(month=MAY, wage=D(9000), farming=(D(100), D("49.50")))
    say(month=JUNE, wage=D(8000))
    say(month=JUNE, household=other, word="dont_know")
    rows = rollups.panel_rows(households=Household.objects.filter(community=community), first=MAY, last=JUNE)
    (row,) = rows
    assert (row.household, row.community, row.months, row.net) == (home.pk, community.pk, 2, 1_705_050)
    assert (row.gross, row.wage, row.farming, row.other) == (1_710_000, 1_700_000, 5_050, 0)
    assert (row.members, row.origin, row.questions) == (4.0, "household", 1)


def test_a_period_leaves_out_whom_nobody_asked_for(say, home, other):
    say(wage=D(9000))
    assert rollups.panel_rows(households=Household.objects.filter(pk=other.pk), first=MAY, last=MAY) == []
    assert rollups.panel_rows(households=Household.objects.none(), first=MAY, last=MAY) == []


def plant_satang(home):
    HouseholdMonth.objects.update(net=D("9000.01"))


def plant_lost(home):
    HouseholdMonth.objects.all().delete()


def plant_invented(home):
    HouseholdMonth.objects.create(household=home, community=home.community, month=JUNE, answer="partial")


def plant_elsewhere(home):
    HouseholdMonth.objects.update(community=factories.community())


def plant_members(home):
    HouseholdMonth.objects.update(members=None)


def plant_joined(home):
    into = factories.household(home.community)
    Household.objects.filter(pk=home.pk).update(status="merged", merged_into=into)


def plant_line(home):
    CommunityQuarter.objects.update(is_stale=False, households=7)


def plant_no_line(home):
    CommunityQuarter.objects.all().delete()


FAULTS = [
    (plant_satang, "net should be 9000.00 and is 9000.01"),
    (plant_lost, "there are records, but no sums"),
    (plant_invented, "there are sums, but no records"),
    (plant_elsewhere, "community_id should be"),
    (plant_members, "members should be 4 and is None"),
    (plant_joined, "it was joined with another one"),
    (plant_line, "its line is not what its months come to"),
    (plant_no_line, "there are answers, but it has no line"),
]


@pytest.mark.parametrize(("plant", "words"), FAULTS, ids=[plant.__name__ for plant, _words in FAULTS])
def test_the_check_finds_each_fault_and_mends_it(say, home, plant, words, settings):
    settings.LANGUAGE_CODE = "en"
    say(wage=D(9000))
    plant(home)
    out = StringIO()
    with pytest.raises(CommandError, match="--mend"):
        call_command("income_check", stdout=out)
    assert words in out.getvalue()
    call_command("income_check", "--mend", stdout=out)
    assert "to the satang" in out.getvalue().splitlines()[-1]
    call_command("income_check", stdout=StringIO())


def test_two_entries_that_both_answered_are_told_but_are_no_fault(say, other, joined, settings):
    settings.LANGUAGE_CODE = "en"
    say(wage=D(9000))
    say(household=other, wage=D(1))
    joined()
    out = StringIO()
    call_command("income_check", stdout=out)
    assert "both entries have figures for “wages”" in out.getvalue()
    assert "both entries have figures for “the whole month”" in out.getvalue()


def test_one_community_can_be_checked_and_rebuilt_alone(say, home, other, community):
    other_place = factories.community(code="elsewhere")
    Household.objects.filter(pk=other.pk).update(community=other_place)
    other.refresh_from_db()
    say(wage=D(9000))
    say(household=other, wage=D(1))
    HouseholdMonth.objects.update(wage=D(5))
    out = StringIO()
    call_command("income_rebuild", "--community", "bansuan", stdout=out)
    assert list(rollup_check.check(community=community)) == []
    assert [finding.is_wrong for finding in rollup_check.check(community=other_place)] == [True]
    for command in ("income_check", "income_rebuild"):
        with pytest.raises(CommandError):
            call_command(command, "--community", "nowhere", stdout=out)
