"""Inequality, beside R's published examples, sums over every pair, and incomes that fall below zero."""

import numpy as np
import pytest
from scipy import stats

from lib.statistics import gini, gini_interval, lorenz, percentiles, share_below, share_of_poorest
from lib.statistics.inequality import _gini_and_error
from lib.statistics.resampling import resamples, stratum_codes

# The incomes of the help pages of R's ineq and DescTools, with the figures that those print.
INEQ = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
TWELVE = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200]


def incomes(size, seed, spread=0.8):
    """Lognormal incomes in baht."""
    return np.random.default_rng(seed).lognormal(9, spread, size)


def test_gini_is_that_of_rs_ineq():
    assert gini(INEQ).raw == pytest.approx(0.462091130267624, abs=1e-12)


def test_corrected_gini_is_that_of_rs_acid():
    assert gini(INEQ).corrected == pytest.approx(0.5134346, abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_gini_is_half_the_relative_mean_difference_over_every_pair(seed):
    values = incomes(70, seed)
    pairs = np.abs(values[:, None] - values[None, :])
    assert gini(values).raw == pytest.approx(pairs.mean() / (2 * values.mean()))
    assert gini(values).corrected == pytest.approx(pairs.sum() / (70 * 69) / (2 * values.mean()))


def test_gini_is_twice_the_area_between_the_curve_and_the_diagonal():
    curve = lorenz(INEQ, steps=10)
    area = np.trapezoid(curve.income, curve.population)
    assert gini(INEQ).raw == pytest.approx(1 - 2 * area)


def test_equal_incomes_have_no_inequality():
    assert (gini([8_000] * 5).raw, gini([8_000] * 5).corrected) == (0, 0)


def test_one_who_has_all_is_complete_inequality_once_corrected():
    assert (gini([0, 0, 0, 900]).raw, gini([0, 0, 0, 900]).corrected) == (0.75, 1)


def test_the_correction_takes_away_the_bias_of_a_small_group():
    rng = np.random.default_rng(1)
    found = [gini(rng.exponential(1, 8)) for _sample in range(4_000)]
    # An exponential distribution's Gini is one half.
    assert np.mean([one.raw for one in found]) < 0.45
    assert np.mean([one.corrected for one in found]) == pytest.approx(0.5, abs=0.01)


def test_losses_are_counted_and_may_push_the_gini_past_one():
    found = gini([-500, -400, 0, 1_000])
    assert (found.negatives, found.is_defined) == (2, True)
    assert found.raw > 1


@pytest.mark.parametrize("values", [[0, 0, 0], [-500, 200, 300], [-700, 100]])
def test_incomes_that_sum_to_nothing_have_no_gini(values):
    found = gini(values)
    assert (found.raw, found.corrected, found.is_defined) == (None, None, False)
    assert found.negatives == sum(value < 0 for value in values)


def test_one_household_has_no_corrected_gini():
    assert (gini([5_000]).raw, gini([5_000]).corrected) == (0, None)


@pytest.mark.parametrize("values", [[], [1, float("nan")]])
def test_missing_incomes_are_refused(values):
    for figure in (gini, gini_interval, lorenz):
        with pytest.raises(ValueError, match="values must be"):
            figure(values)


def test_standard_error_of_the_gini_is_that_of_the_jackknife():
    values = np.sort(incomes(600, 3, spread=0.5))
    each = np.array([gini(np.delete(values, place)).corrected for place in range(600)])
    jackknife = np.sqrt(599 / 600 * ((each - each.mean()) ** 2).sum())
    (found,) = _gini_and_error(np.ones((1, 600), dtype=np.int64), values)
    assert found[1] == pytest.approx(jackknife, rel=0.02)


def test_each_draw_has_the_gini_of_its_households():
    values = np.sort(incomes(40, 2))
    counts = np.random.default_rng(1).multinomial(40, [1 / 40] * 40, size=30)
    found = _gini_and_error(counts, values)
    for row, (figure, error) in zip(counts, found, strict=True):
        drawn = np.repeat(values, row)
        assert figure == pytest.approx(gini(drawn).raw)
        assert error == pytest.approx(_gini_and_error(np.ones((1, 40), dtype=np.int64), drawn)[0, 1])


def test_interval_of_the_gini_is_near_that_of_scipys_bca():
    values = incomes(800, 7, spread=0.5)

    def figure(sample, axis):
        ordered = np.sort(sample, axis=axis)
        size = ordered.shape[-1]
        weights = 2 * np.arange(1, size + 1) - size - 1
        return (ordered * weights).sum(axis=axis) / ((size - 1) * ordered.sum(axis=axis))

    theirs = stats.bootstrap((values,), figure, n_resamples=4_000, method="BCa", rng=np.random.default_rng(1))
    ours = gini_interval(values, draws=4_000)
    low, high = theirs.confidence_interval
    assert ours.low == pytest.approx(low, abs=0.15 * (high - low))
    assert ours.high == pytest.approx(high, abs=0.15 * (high - low))
    assert ours.low < gini(values).corrected < ours.high


def test_communities_that_differ_narrow_the_interval_of_the_gini():
    values = np.concatenate([np.linspace(3_000, 3_500, 40), np.linspace(9_000, 9_500, 40)])
    within, across = gini_interval(values, np.repeat([0, 1], 40)), gini_interval(values)
    assert within.high - within.low < 0.5 * (across.high - across.low)


def test_interval_of_the_gini_does_not_depend_on_the_order_and_repeats():
    values = incomes(60, 1)
    assert gini_interval(values) == gini_interval(values[::-1]) != gini_interval(values, seed=1)


def test_interval_of_the_gini_stays_between_nothing_and_all():
    interval = gini_interval([8, 8, 8, 2, 1, 9], draws=1_000)
    assert (interval.low, interval.high) == (0, 1)


def test_losses_may_push_the_interval_past_one():
    values = [
        3_800,
        2_000,
        2_300,
        5_000,
        2_300,
        2_900,
        4_000,
        5_600,
        4_600,
        2_400,
        2_000,
        -1_600,
        2_200,
        -1_100,
    ]
    assert gini_interval(values).high > 1


def pulls(values):
    """How each household's weight pulls at the Gini, by moving a little weight to it (the infinitesimal jackknife)."""
    values = np.asarray(values, dtype=float)
    size, little = values.size, 1e-6
    pairs = np.abs(values[:, None] - values[None, :])

    def weighted(weights):
        return weights @ pairs @ weights / (2 * weights @ values)

    even = np.full(size, 1 / size)
    return np.array(
        [(weighted(even + little * (row - even)) - weighted(even)) / little for row in np.eye(size)]
    )


def test_standard_error_of_the_gini_is_that_of_the_infinitesimal_jackknife():
    # Efron and Tibshirani 1993, section 21.2.
    expected = np.sqrt((pulls(INEQ) ** 2).sum()) / 10
    assert _gini_and_error(np.ones((1, 10), dtype=np.int64), np.array(INEQ, dtype=float))[
        0, 1
    ] == pytest.approx(expected, rel=1e-4)


def test_interval_of_the_gini_is_the_bootstrap_t_done_by_hand():
    values = np.sort(incomes(12, 4, spread=0.4))
    (counts,) = resamples(stratum_codes(None, 12), 400, seed=3)
    scores = []
    for row in counts:
        drawn = np.repeat(values, row)
        error = np.sqrt((pulls(drawn) ** 2).sum()) / 12
        scores.append((gini(drawn).corrected - gini(values).raw) / error)
    error = np.sqrt((pulls(values) ** 2).sum()) / 12
    low, high = gini(values).corrected - np.quantile(scores, [0.975, 0.025]) * error
    found = gini_interval(values, draws=400, seed=3)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-4)


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5], [0] * 8, [0, 0, 0, 0, 0, 0, 900], [5, 5, 5, 5, 5, 9]])
def test_there_is_no_interval_where_draws_cannot_carry_one(values):
    assert gini_interval(values) is None


def test_equal_incomes_leave_no_doubt():
    interval = gini_interval([700] * 9)
    assert (interval.low, interval.high) == (0, 0)


def test_poorest_fifth_of_twelve_is_two_households_and_two_fifths_of_the_third():
    # 100 + 200 + 0.4 x 300 of 7,800.
    assert share_of_poorest(TWELVE, 0.2) == pytest.approx(420 / 7_800)


def test_poorest_two_fifths_of_ten_are_four_households():
    assert share_of_poorest(INEQ, 0.4) == pytest.approx((541 + 1463 + 2445 + 3438) / 66_586)


def test_the_order_of_incomes_does_not_matter():
    assert share_of_poorest(INEQ[::-1], 0.4) == share_of_poorest(INEQ, 0.4)


@pytest.mark.parametrize("fraction", [0, 0.2, 0.55, 1])
def test_equal_incomes_are_shared_equally(fraction):
    assert share_of_poorest([300] * 7, fraction) == pytest.approx(fraction)


def test_losses_of_the_poorest_show():
    assert share_of_poorest([-100, 100, 200, 300, 500], 0.2) == pytest.approx(-0.1)


def test_shares_of_nothing_are_unknown():
    assert share_of_poorest([0, 0, 0], 0.2) is None
    assert lorenz([0, 0, 0]) is None


@pytest.mark.parametrize("fraction", [-0.1, 20])
def test_fraction_is_a_share(fraction):
    with pytest.raises(ValueError, match="fraction"):
        share_of_poorest(INEQ, fraction)


def test_lorenz_curve_runs_from_none_to_all_and_sags():
    curve = lorenz(INEQ, steps=5)
    assert curve.population == pytest.approx((0, 0.2, 0.4, 0.6, 0.8, 1))
    sums = np.cumsum([0, *INEQ])[::2] / 66_586
    assert curve.income == pytest.approx(tuple(sums))


def test_lorenz_curve_has_no_point_for_each_household():
    assert len(lorenz(incomes(500, 1)).income) == 21


def test_a_curve_without_steps_is_refused():
    with pytest.raises(ValueError, match="step"):
        lorenz(INEQ, steps=0)


def test_percentile_is_that_of_the_spreadsheets_manual():
    # The example of PERCENTILE.INC in Microsoft's manual.
    assert percentiles([1, 3, 2, 4], [30]) == (pytest.approx(1.9),)


def test_percentiles_come_in_the_order_asked():
    assert percentiles(TWELVE, [90, 50, 0, 100]) == pytest.approx((1_090, 650, 100, 1_200))


def test_a_percentile_beyond_a_hundred_is_refused():
    with pytest.raises(ValueError, match=r"[Pp]ercentiles"):
        percentiles(TWELVE, [101])


def test_a_household_on_the_line_is_not_below_it():
    below = share_below(TWELVE, 400)
    assert (below.n, below.count, below.share) == (12, 3, 0.25)
