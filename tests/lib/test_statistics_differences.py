"""Difference in differences beside Card and Krueger's published figures, scipy, and statsmodels' regression."""

import numpy as np
import pytest
from scipy import stats

from lib.statistics import difference_in_differences, difference_of_changes, earlier_trend

TREATED = (
    [4200, 6100, 5300, 8800, 7400, 3900, 9100, 5600],
    [5100, 6900, 5200, 10400, 8800, 4700, 9000, 7300],
)
COMPARISON = (
    [4800, 5900, 7300, 6200, 8100, 3600, 5500],
    [5000, 6100, 7000, 6900, 8300, 3500, 5900],
)


def stores(size, before, change, error, seed):
    """A panel whose mean before, mean change and standard error of the change are just those given."""
    changes = stats.zscore(np.random.default_rng(seed).normal(size=size), ddof=1) * error * size**0.5 + change
    levels = np.random.default_rng(seed + 1).normal(before, 9, size)
    levels += before - levels.mean()
    return levels, levels + changes


def test_means_of_card_and_kruegers_third_table():
    # Full-time equivalents in New Jersey and Pennsylvania, American Economic Review 84 (1994), table 3, rows 1 to 3:
    # printed as 2.76, from means that are rounded here.
    assert difference_of_changes(20.44, 21.03, 23.33, 21.17) == pytest.approx(2.76, abs=0.015)


def test_estimate_and_standard_error_of_card_and_kruegers_balanced_sample():
    # Table 3, row 4: changes 0.47 (0.48) and -2.28 (1.25), difference 2.75 (1.34); 309 and 75 stores.
    found = difference_in_differences(*stores(309, 20.44, 0.47, 0.48, 1), *stores(75, 23.33, -2.28, 1.25, 5))
    assert found.estimate == pytest.approx(2.75)
    assert found.standard_error == pytest.approx(1.34, abs=0.005)
    assert found.interval.low < 2.75 < found.interval.high
    assert (found.interval.high - found.interval.low) / 2 == pytest.approx(1.96 * 1.34, rel=0.1)


def test_estimate_and_error_are_those_of_the_regression():
    # statsmodels 0.15.0: OLS of the change on the group with HC2 errors; the regression of the level on household
    # and round effects gives the same estimate.
    found = difference_in_differences(*TREATED, *COMPARISON)
    assert found.estimate == pytest.approx(689.2857142857)
    assert found.standard_error == pytest.approx(274.93815013)


def test_error_and_degrees_of_freedom_are_those_of_welchs_test():
    found = difference_in_differences(*TREATED, *COMPARISON)
    welch = stats.ttest_ind(np.subtract(*TREATED[::-1]), np.subtract(*COMPARISON[::-1]), equal_var=False)
    assert found.estimate / found.standard_error == pytest.approx(welch.statistic)
    assert found.degrees_of_freedom == pytest.approx(welch.df)


def test_medians_by_hand():
    # Changes 900, 800, -100, 1600, 1400, 800, -100, 1700 and 200, 200, -300, 700, 200, -100, 400.
    assert difference_in_differences(*TREATED, *COMPARISON).median_estimate == 850 - 200


def panel(size, seed, growth):
    """Incomes before and after, growing by `growth` and skewed."""
    rng = np.random.default_rng(seed)
    before = rng.lognormal(9, 0.6, size)
    return before, before + rng.lognormal(7, 0.8, size) + growth


@pytest.mark.parametrize(("name", "statistic"), [("interval", np.mean), ("median_interval", np.median)])
def test_intervals_agree_with_scipy(name, statistic):
    treated, comparison = panel(120, 1, 700), panel(80, 2, 0)

    def difference(own, others, axis):
        return statistic(own, axis=axis) - statistic(others, axis=axis)

    theirs = stats.bootstrap(
        (treated[1] - treated[0], comparison[1] - comparison[0]),
        difference,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    ours = getattr(difference_in_differences(*treated, *comparison, draws=20_000), name)
    room = 0.06 * (theirs.high - theirs.low)
    assert ours.low == pytest.approx(theirs.low, abs=room)
    assert ours.high == pytest.approx(theirs.high, abs=room)


def test_what_moves_both_groups_alike_is_not_counted():
    treated, comparison = panel(60, 1, 700), panel(60, 2, 0)
    plain = difference_in_differences(*treated, *comparison)
    lifted = difference_in_differences(treated[0], treated[1] + 5_000, comparison[0], comparison[1] + 5_000)
    assert lifted.estimate == pytest.approx(plain.estimate)
    assert lifted.interval.high == pytest.approx(plain.interval.high)


def test_groups_never_mix_in_a_draw():
    found = difference_in_differences([1_000] * 9, [1_500] * 9, [1_000] * 7, [1_200] * 7)
    assert (found.interval.low, found.interval.high) == pytest.approx((300, 300))
    assert (found.median_interval.low, found.median_interval.high) == (300, 300)
    assert (found.standard_error, found.degrees_of_freedom) == (0, None)


def test_differences_between_communities_do_not_widen_the_interval():
    strata = np.repeat(["a", "b"], 20)
    before, after = np.full(40, 5_000.0), 5_000 + np.repeat([0.0, 2_000.0], 20) + np.arange(40) % 20
    groups = (before, after, before, after)
    within = difference_in_differences(*groups, treated_strata=strata, comparison_strata=strata).interval
    across = difference_in_differences(*groups).interval
    assert within.high - within.low < 0.02 * (across.high - across.low)


def test_the_same_seed_gives_the_same_interval():
    groups = (*panel(60, 1, 700), *panel(60, 2, 0))
    assert difference_in_differences(*groups) == difference_in_differences(*groups)
    assert difference_in_differences(*groups).interval != difference_in_differences(*groups, seed=4).interval


def test_a_group_of_five_gets_no_interval():
    found = difference_in_differences(*TREATED, COMPARISON[0][:5], COMPARISON[1][:5])
    assert found.interval is found.median_interval is None
    assert found.standard_error > 0


def test_a_group_of_one_has_no_error():
    found = difference_in_differences(*TREATED, [4_800], [5_000])
    assert (found.standard_error, found.degrees_of_freedom) == (None, None)
    assert found.estimate == 875 - 200


def test_households_without_both_figures_are_refused():
    with pytest.raises(ValueError, match="both rounds"):
        difference_in_differences(TREATED[0], TREATED[1][:-1], *COMPARISON)
    with pytest.raises(ValueError, match="must be"):
        difference_in_differences(*TREATED, [], [])


def test_earlier_slopes_are_those_of_scipys_regression():
    treated, comparison = [5_100, 5_400, 5_350, 5_900, 6_000], [4_800, 4_850, 5_000, 4_900, 5_150]
    found = earlier_trend(treated, comparison)
    assert found.periods == 5
    assert found.treated == pytest.approx(stats.linregress(range(5), treated).slope)
    assert found.comparison == pytest.approx(stats.linregress(range(5), comparison).slope)
    assert found.difference == pytest.approx(found.treated - found.comparison)


def test_slope_over_two_periods_is_their_difference():
    assert earlier_trend([5_000, 5_300], [4_000, 4_100]).difference == pytest.approx(200)


@pytest.mark.parametrize(
    ("treated", "comparison"), [([5_000], [4_000]), ([1, 2, 3], [1, 2]), ([1, float("nan")], [1, 2])]
)
def test_a_trend_needs_two_periods_of_both(treated, comparison):
    with pytest.raises(ValueError, match=r"two periods|must be"):
        earlier_trend(treated, comparison)
