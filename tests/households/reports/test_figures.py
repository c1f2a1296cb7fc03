"""What a report says of households whose answers are known."""

import datetime as dt
from decimal import Decimal

import pytest

from households import rollups
from households.models import Consent, IncomeRecord, Participation, PriceTable, Programme, Round, RoundAsk
from households.reports import figures
from households.reports.inputs import Inputs, gather
from households.reports.places import Parameters, Period, Place
from tests import factories
from tests.incomes import BASELINE, FOLLOWUP, homes, tell, teller

HIDDEN = {"hidden": True}


def parameters(place, **fields) -> Parameters:
    return Parameters(
        place=place if isinstance(place, Place) else Place(place.municipality, place),
        kind="quarter",
        baseline=Period(BASELINE[0], BASELINE[-1]),
        followup=Period(FOLLOWUP[0], FOLLOWUP[-1]),
        **fields,
    )


def result_of(place, **fields) -> dict:
    chosen = parameters(place, **fields)
    return figures.work_out(gather(chosen), chosen.as_json())


@pytest.fixture
def twelve(community):
    """Twelve households: 5,000 to 16,000 baht before; each 1,000 more after, but the last three 500 less."""
    made = homes(community, 12)
    for number, home in enumerate(made):
        before = 5000 + 1000 * number
        tell(home, BASELINE, before)
        tell(home, FOLLOWUP, before + (1000 if number < 9 else -500))
    return made


def test_the_headline_is_the_median_of_what_changed_for_the_same_households(community, twelve):
    headline = result_of(community)["headline"]
    assert headline["n"] == 12
    assert headline["median_change"]["value"] == "1000"
    assert headline["mean_change"]["value"] == "630"  # (9 x 1,000 - 3 x 500) / 12 = 625, to the nearest ten
    assert (headline["baseline_median"], headline["followup_median"]) == ("10500", "11500")


def test_few_who_went_down_are_hidden_together_with_the_next_smallest(community, twelve):
    headline = result_of(community)["headline"]
    assert headline["down"] == HIDDEN
    assert headline["up"] == HIDDEN
    assert headline["same"] == "0"


def test_a_month_that_is_missing_is_not_zero(community, twelve):
    late = homes(community, 1)[0]
    tell(late, BASELINE, 9000)
    tell(late, FOLLOWUP[:2], 9000)
    assert result_of(community)["headline"]["n"] == 12


def test_a_household_that_does_not_know_is_not_in_the_panel(community, twelve):
    unsure = homes(community, 1)[0]
    tell(unsure, BASELINE, 9000)
    tell(unsure, FOLLOWUP[:2], 9000)
    tell(unsure, FOLLOWUP[2:], 9000, answer="dont_know")
    assert result_of(community)["headline"]["n"] == 12


@pytest.mark.parametrize("consent", [None, False])
def test_who_did_not_agree_is_not_counted(community, twelve, consent):
    for home in homes(community, 6, consent=consent):
        tell(home, BASELINE + FOLLOWUP, 9000)
    result = result_of(community)
    assert result["headline"]["n"] == 12
    assert result["flow"]["answered"] == 20  # 18, to the nearest five


def test_the_newest_answer_to_the_question_of_consent_counts(community, twelve):
    user = teller(twelve[0])
    Consent.objects.create(user=user, purpose="income", is_given=False, recorded_by=user)
    assert gather(parameters(community)).panel.households == [home.pk for home in twelve[1:]]


def test_one_member_who_refuses_is_enough(community, twelve):
    other = factories.member(twelve[0])
    Consent.objects.create(user=other, purpose="income", is_given=False, recorded_by=other)
    assert gather(parameters(community)).panel.households == [home.pk for home in twelve[1:]]


def test_what_the_committee_wrote_is_not_compared_with_what_the_household_said(community, twelve):
    for home in homes(community, 5):
        tell(home, BASELINE, 9000, origin="committee")
        tell(home, FOLLOWUP, 9000)
    result = result_of(community)
    assert result["headline"]["n"] == 12
    assert "mixed_origin" in result["warnings"]


def test_answers_to_other_questions_are_not_compared(community, twelve):
    for home in homes(community, 5):
        tell(home, BASELINE, 9000, questions=2)
        tell(home, FOLLOWUP, 9000)
    result = result_of(community)
    assert result["headline"]["n"] == 12
    assert "different_questions" in result["warnings"]


def test_who_left_is_counted_with_what_they_had_before(community, twelve):
    gone = homes(community, 5)
    for home in gone:
        tell(home, BASELINE, 4000)
        home.status = "moved"
        home.save()
    result = result_of(community)
    assert result["leavers"] == {"count": 5, "baseline_median": "4000"}
    assert result["flow"]["registered"] == 12


def test_few_who_left_are_hidden(community, twelve):
    for home in homes(community, 4):
        tell(home, BASELINE, 4000)
    assert result_of(community)["leavers"] == {"count": HIDDEN, "baseline_median": HIDDEN}


def test_fewer_households_than_the_threshold_show_nothing(community):
    for home in homes(community, 4):
        tell(home, BASELINE + FOLLOWUP, 9000)
    result = result_of(community)
    assert result["is_shown"] is False
    assert result["headline"] is None
    assert result["distribution"] is None


def test_the_public_sees_larger_groups_only(community):
    for home in homes(community, 9):
        tell(home, BASELINE + FOLLOWUP, 9000)
    assert result_of(community)["is_shown"] is True
    assert result_of(community, audience="public")["is_shown"] is False


def test_prices_turn_the_baht_of_the_baseline_into_those_of_the_follow_up(community, twelve, officer):
    table = PriceTable.objects.create(
        municipality=community.municipality, base_year=2023, source="ตัวอย่าง", entered_by=officer
    )
    for month in BASELINE:
        table.prices.create(month=month, index=Decimal(100))
    for month in FOLLOWUP:
        table.prices.create(month=month, index=Decimal(110))
    result = result_of(community, prices=table)
    assert result["headline"]["baseline_median"] == "11550"
    assert result["headline"]["followup_median"] == "11500"
    assert "no_prices" not in result["warnings"]


def test_months_without_a_price_are_named(community, twelve, officer):
    table = PriceTable.objects.create(
        municipality=community.municipality, base_year=2023, source="ตัวอย่าง", entered_by=officer
    )
    table.prices.create(month=BASELINE[0], index=Decimal(100))
    result = result_of(community, prices=table)
    assert "prices_missing_months" in result["warnings"]
    assert result["prices"]["missing"] == [month.isoformat() for month in BASELINE[1:] + FOLLOWUP]
    assert result["headline"]["baseline_median"] == "10500"


def test_only_who_was_asked_counts_in_a_round(community, twelve, officer):
    programme = Programme.objects.create(municipality=community.municipality, name="ตลาด", created_by=officer)
    asked = Round.objects.create(
        programme=programme, number=1, first_month=FOLLOWUP[0], last_month=FOLLOWUP[-1], created_by=officer
    )
    for home in twelve[:7]:
        RoundAsk.objects.create(round=asked, household=home, community=community, asked_by=officer)
    result = result_of(community, programme=programme, round=asked)
    assert (result["flow"]["asked"], result["flow"]["matched"]) == (7, 7)


def test_communities_that_join_later_are_the_comparison(community, officer):
    later = factories.community(municipality=community.municipality)
    programme = Programme.objects.create(municipality=community.municipality, name="ตลาด", created_by=officer)
    Participation.objects.create(programme=programme, community=community, started_on=dt.date(2025, 10, 1))
    Participation.objects.create(programme=programme, community=later, started_on=dt.date(2026, 11, 1))
    for place, change in ((community, 900), (later, 200)):
        for number, home in enumerate(homes(place, 10)):
            tell(home, BASELINE, 5000 + 100 * number)
            tell(home, FOLLOWUP, 5000 + 100 * number + change)
    found = result_of(Place(community.municipality), programme=programme)["comparison"]
    assert (found["n_started"], found["n_later"]) == (10, 10)
    assert found["did"]["value"] == found["did_median"]["value"] == "700"


def test_no_step_of_the_chain_is_below_the_next(community, twelve):
    """All twelve answered and agreed, which rounds to ten."""
    flow = result_of(community)["flow"]
    assert [flow[name] for name in ("registered", "asked", "answered", "agreed", "matched")] == [12] * 5


def test_without_later_communities_there_is_no_comparison(community, twelve):
    assert result_of(community)["comparison"] is None


def test_a_small_community_is_left_out_of_the_whole(community, twelve):
    """Else the whole less the large community would be the small one."""
    small = factories.community(municipality=community.municipality)
    for home in homes(small, 3):
        tell(home, BASELINE + FOLLOWUP, 9000)
    result = result_of(Place(community.municipality))
    rows = {row["code"]: row for row in result["communities"]}
    assert (result["headline"]["n"], result["left_out"]) == (12, 1)
    assert (rows[small.code]["n"], rows[small.code]["median_change"]) == (HIDDEN, HIDDEN)
    assert rows[community.code]["median_change"]["value"] == "1000"


def test_shares_over_several_communities_are_rounded_so_that_none_is_left_over(community, twelve):
    other = factories.community(municipality=community.municipality)
    for home in homes(other, 11):
        tell(home, BASELINE, 9000)
        tell(home, FOLLOWUP, 9900)
    headline = result_of(Place(community.municipality))["headline"]
    # 20 of 23 went up; 3 went down, which is hidden with the next smallest.
    assert (headline["up"], headline["down"]) == (HIDDEN, HIDDEN)
    for home in homes(other, 11):
        tell(home, BASELINE, 9000)
        tell(home, FOLLOWUP, 8000)
    headline = result_of(Place(community.municipality))["headline"]
    # 20 up and 14 down: rounded to 20 and 15 of 35.
    assert (headline["up"], headline["down"], headline["same"]) == ("57", "43", "0")


def test_a_source_of_few_is_in_other_for_the_whole_too(community, twelve):
    for home in twelve[:3]:
        IncomeRecord.objects.create(
            household=home, community=community, month=FOLLOWUP[0], source="trade", gross=Decimal(900),
            costs=Decimal(0), recorded_by=teller(home),
        )  # fmt: skip
        rollups.refresh(household=home, months=FOLLOWUP)
    other = factories.community(municipality=community.municipality)
    for home in homes(other, 8):
        tell(home, BASELINE + FOLLOWUP, 3000, source="trade", costs=0)
    lines = {tuple(line["sources"]): line for line in result_of(Place(community.municipality))["sources"]}
    assert lines["trade",]["households"] == 10  # the other community's 8 alone, to the nearest five
    assert lines["trade",]["after"] == "1200"  # 8 x 3,000 over 20 households
    assert "trade" in next(names for names in lines if "other" in names)


def test_inputs_come_back_from_a_file_as_they_were(community, twelve):
    chosen = parameters(community)
    inputs = gather(chosen)
    again = Inputs.from_json(inputs.as_json())
    assert figures.work_out(again, chosen.as_json()) == figures.work_out(inputs, chosen.as_json())
