"""What a household owes, what its money covers and how long it has paid: worked out by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from welfare.contribution_dues import cost, covered_until, stand, whole_months
from welfare.models import ContributionRule, FundMember


def rule(amount, per, since):
    return ContributionRule(amount=D(amount), per=per, valid_from=since)


def member(joined, pays="monthly", left=None):
    return FundMember(joined_on=joined, pays=pays, left_on=left)


BAHT_A_DAY = [rule("1", "day", date(2026, 1, 1))]


def test_a_baht_a_day_is_31_baht_in_january():
    assert cost(BAHT_A_DAY, date(2026, 1, 1), date(2026, 1, 31)) == D("31.00")


def test_february_of_a_leap_year_has_one_day_more():
    assert cost(BAHT_A_DAY, date(2028, 2, 1), date(2028, 2, 29)) == D("29.00")


@pytest.mark.parametrize(("year", "until_29_june"), [(2027, "180.00"), (2028, "180.51")])
def test_an_amount_a_year_is_whole_in_leap_years_too(year, until_29_june):
    # 365 baht a year: 180 of 365 days are 180 baht; 181 of 366 days are 180.5068… baht.
    rules = [rule("365", "year", date(2026, 1, 1))]
    assert cost(rules, date(year, 1, 1), date(year, 12, 31)) == D("365.00")
    assert cost(rules, date(year, 1, 1), date(year, 6, 29)) == D(until_29_june)


def test_an_amount_a_month_is_whole_for_each_month_and_shared_by_its_days():
    rules = [rule("30", "month", date(2026, 1, 1))]
    assert cost(rules, date(2026, 2, 1), date(2026, 2, 28)) == D("30.00")
    # 10 of 31 days: 9.677…
    assert cost(rules, date(2026, 1, 1), date(2026, 1, 10)) == D("9.68")
    # From 16 January to 14 February: 16/31 and 14/28 of 30 baht are 15.4838… and 15.
    assert cost(rules, date(2026, 1, 16), date(2026, 2, 14)) == D("30.48")


def test_an_amount_a_week_is_whole_after_seven_days():
    rules = [rule("7", "week", date(2026, 1, 1))]
    assert cost(rules, date(2026, 1, 3), date(2026, 1, 9)) == D("7.00")
    assert cost(rules, date(2026, 1, 3), date(2026, 1, 3)) == D("1.00")


def test_each_day_costs_what_its_rule_says_when_the_rule_changes():
    # 31 days of one baht, then 10 days of two.
    rules = [*BAHT_A_DAY, rule("2", "day", date(2026, 2, 1))]
    assert cost(rules, date(2026, 1, 1), date(2026, 2, 10)) == D("51.00")


def test_a_rule_that_changes_from_days_to_months_in_mid_month():
    # 15 days of one baht, then 17 of the 31 days of March at 62 baht a month.
    rules = [rule("1", "day", date(2026, 3, 1)), rule("62", "month", date(2026, 3, 15))]
    assert cost(rules, date(2026, 3, 1), date(2026, 3, 31)) == D("14") + D("34")


def test_days_before_the_first_rule_cost_nothing_and_count_as_paid():
    there = stand(member(date(2024, 1, 1)), BAHT_A_DAY, D(0), date(2026, 1, 1))
    assert (there.arrears, there.paid_until, there.months_paid) == (D(0), date(2025, 12, 31), 24)


def test_a_household_that_pays_monthly_owes_only_months_that_are_over():
    there = stand(member(date(2026, 1, 1)), BAHT_A_DAY, D("31"), date(2026, 3, 15))
    # January and February are over: 59 baht; 31 are paid.
    assert (there.due, there.paid, there.arrears) == (D("59.00"), D("31"), D("28.00"))
    assert there.paid_until == date(2026, 1, 31)
    assert there.months_paid == 1
    # Until the end of March it owes 28 and 31 more.
    assert (there.usual, there.usual_until) == (D("59.00"), date(2026, 3, 31))
    assert not there.is_paid_now


def test_a_household_that_pays_weekly_owes_weeks_that_are_over():
    # Joined on Thursday 1 January 2026; on Wednesday the 14th the weeks until Sunday the 11th are over.
    there = stand(member(date(2026, 1, 1), "weekly"), BAHT_A_DAY, D("4"), date(2026, 1, 14))
    assert (there.due, there.arrears, there.paid_until) == (D("11.00"), D("7.00"), date(2026, 1, 4))
    assert (there.usual, there.usual_until) == (D("14.00"), date(2026, 1, 18))


def test_a_household_that_pays_yearly_owes_nothing_before_the_year_is_over():
    there = stand(member(date(2026, 1, 1), "yearly"), BAHT_A_DAY, D(0), date(2026, 12, 31))
    assert (there.arrears, there.usual, there.months_paid) == (D(0), D("365.00"), 0)
    late = stand(member(date(2026, 1, 1), "yearly"), BAHT_A_DAY, D(0), date(2027, 1, 1))
    assert late.arrears == D("365.00")


def test_paid_ahead_covers_days_to_come_but_is_no_time_yet():
    there = stand(member(date(2026, 1, 1)), BAHT_A_DAY, D("365"), date(2026, 3, 14))
    assert (there.paid_until, there.arrears, there.is_paid_now) == (date(2026, 12, 31), D(0), True)
    assert there.months_paid == 2
    # One press more pays the month after.
    assert (there.usual, there.usual_until) == (D("31.00"), date(2027, 1, 31))


def test_overpaid_by_less_than_a_day_stays_as_a_credit():
    there = stand(member(date(2026, 1, 1)), BAHT_A_DAY, D("31.50"), date(2026, 2, 1))
    assert there.paid_until == date(2026, 1, 31)
    assert there.usual == D("27.50")


def test_a_rule_that_falls_lets_the_same_money_reach_further():
    rules = [rule("2", "day", date(2026, 1, 1)), rule("1", "day", date(2026, 1, 11))]
    # Twenty baht for ten days, then five more days of one baht.
    assert covered_until(rules, date(2026, 1, 1), D("25"), date(2026, 1, 5)) == date(2026, 1, 15)


def test_months_count_from_the_day_of_joining():
    # 15 January to 14 April: 17 + 28 + 31 + 14 days.
    there = stand(member(date(2026, 1, 15)), BAHT_A_DAY, D("90"), date(2026, 6, 1))
    assert (there.paid_until, there.months_paid) == (date(2026, 4, 14), 3)
    one_baht_less = stand(member(date(2026, 1, 15)), BAHT_A_DAY, D("89"), date(2026, 6, 1))
    assert one_baht_less.months_paid == 2


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2028, 2, 29), date(2029, 2, 28), 11),
        (date(2028, 2, 29), date(2029, 3, 1), 12),
        (date(2026, 1, 1), date(2027, 1, 1), 12),
    ],
)
def test_whole_months(start, end, months):
    assert whole_months(start, end) == months


def test_who_left_owes_up_to_the_last_day_and_is_no_member_after_it():
    gone = member(date(2026, 1, 1), left=date(2026, 2, 10))
    last = stand(gone, BAHT_A_DAY, D("31"), date(2026, 2, 10))
    assert (last.is_member, last.due) == (True, D("41.00"))
    after = stand(gone, BAHT_A_DAY, D("31"), date(2026, 6, 1))
    assert (after.is_member, after.due, after.arrears, after.usual) == (False, D("41.00"), D("10.00"), D(0))


def test_while_nothing_is_to_be_paid_everything_is_covered_until_today():
    there = stand(member(date(2026, 1, 1)), [], D(0), date(2026, 3, 31))
    assert (there.paid_until, there.months_paid, there.usual) == (date(2026, 3, 31), 3, D(0))


def test_who_has_paid_nothing_is_covered_on_no_day():
    there = stand(member(date(2026, 1, 1)), BAHT_A_DAY, D(0), date(2026, 1, 1))
    assert (there.paid_until, there.months_paid, there.arrears) == (None, 0, D(0))
