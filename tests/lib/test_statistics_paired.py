"""The change of the same households, beside what scipy finds, by hand and when somebody is left out."""

import time

import numpy as np
import pytest
from scipy import stats

from lib.statistics import paired_change, verified_difference, without_largest
from lib.statistics.paired import _headline
from lib.statistics.resampling import resamples, stratum_codes

BEFORE = [4200, 6100, 5300, 8800, 7400, 3900, 9100, 5600, 4800, 5900]
AFTER = [5100, 6900, 5200, 10400, 8800, 3900, 9000, 7300, 12800, 5900]
# Changes: 900, 800, -100, 1600, 1400, 0, -100, 1700, 8000, 0.


def panel(size, seed, communities=3):
    """Before, after and community of households whose change is skewed and differs by community."""
    rng = np.random.default_rng(seed)
    strata = rng.integers(0, communities, size)
    before = rng.lognormal(9, 0.6, size)
    return before, before + rng.lognormal(7 + strata / 4, 0.8, size) - 1_500, strata


def close(interval, expected, share=0.06):
    """Whether both ends are within `share` of the expected interval's width."""
    room = share * (expected.high - expected.low)
    return abs(interval.low - expected.low) < room and abs(interval.high - expected.high) < room


def test_ten_households_by_hand():
    change = paired_change(BEFORE, AFTER)
    assert (change.n, change.median, change.mean) == (10, 850, 1420)
    # Without -100 and 8000 there are 8 that sum to 6300.
    assert change.trimmed_mean == 787.5
    assert (change.up, change.down, change.same) == (6, 2, 2)
    assert (change.share_up, change.share_down, change.share_same) == (0.6, 0.2, 0.2)


def test_a_change_within_the_tolerance_is_the_same():
    change = paired_change(BEFORE, AFTER, tolerance=100)
    assert (change.up, change.down, change.same) == (6, 0, 4)


@pytest.mark.parametrize("size", [6, 9, 10, 11, 57, 400])
def test_trimmed_mean_is_scipys(size):
    before, after, strata = panel(size, seed=size)
    change = paired_change(before, after, strata)
    assert change.trimmed_mean == pytest.approx(stats.trim_mean(after - before, 0.1))


@pytest.mark.parametrize("size", [9, 24, 61])
def test_each_draw_has_the_figures_of_its_households(size):
    before, after, _strata = panel(size, seed=1)
    changes = np.sort(after - before)
    (counts,) = resamples(stratum_codes(None, size), 150, seed=2)
    drawn = [np.repeat(changes, row) for row in counts]
    expected = [[np.median(row), row.mean(), stats.trim_mean(row, 0.1)] for row in drawn]
    assert _headline(counts, changes) == pytest.approx(np.array(expected))


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("median_interval", np.median),
        ("mean_interval", np.mean),
        ("trimmed_mean_interval", lambda row, axis: stats.trim_mean(row, 0.1, axis=axis)),
    ],
)
def test_intervals_within_communities_agree_with_scipy(name, statistic):
    before, after, strata = panel(300, seed=4)
    changes = after - before

    def together(*samples, axis):
        return statistic(np.concatenate(samples, axis=axis), axis=axis)

    theirs = stats.bootstrap(
        [changes[strata == code] for code in range(3)],
        together,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    ours = paired_change(before, after, strata, draws=20_000)
    assert close(getattr(ours, name), theirs)


def test_differences_between_communities_do_not_widen_the_interval():
    before, strata = np.full(60, 5_000.0), np.repeat([0, 1, 2], 20)
    after = before + strata * 1_000 + np.arange(60) % 20
    within = paired_change(before, after, strata).mean_interval
    across = paired_change(before, after).mean_interval
    assert within.high - within.low < 5
    assert across.high - across.low > 300


def test_the_same_seed_gives_the_same_interval():
    assert paired_change(*panel(80, 1)) == paired_change(*panel(80, 1))
    assert paired_change(*panel(80, 1)).mean_interval != paired_change(*panel(80, 1), seed=2).mean_interval


def test_the_order_of_households_does_not_matter():
    before, after, strata = panel(80, seed=1)
    order = np.random.default_rng(1).permutation(80)
    told = paired_change(before[order], after[order], strata[order])
    expected = paired_change(before, after, strata)
    assert told.median_interval == expected.median_interval
    assert told.mean_interval.low == pytest.approx(expected.mean_interval.low)


def test_names_of_communities_may_be_words():
    before, after, strata = panel(80, seed=1)
    words = np.array(["canal", "market", "temple"])[strata]
    assert paired_change(before, after, words) == paired_change(before, after, strata)


def test_more_confidence_is_wider():
    narrow, wide = (paired_change(*panel(80, 1), confidence=share).median_interval for share in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_five_households_get_no_interval():
    change = paired_change(BEFORE[:5], AFTER[:5])
    assert change.median == 900
    assert change.median_interval is change.mean_interval is change.trimmed_mean_interval is None


def test_one_household_has_its_own_change():
    change = paired_change([5_000], [5_600])
    assert (change.n, change.median, change.mean, change.trimmed_mean, change.share_up) == (
        1,
        600,
        600,
        600,
        1,
    )


def test_households_that_all_changed_alike_leave_no_doubt():
    change = paired_change([1_000] * 8, [1_250] * 8)
    assert (change.median_interval.low, change.median_interval.high) == (250, 250)


def test_figures_are_plain_numbers():
    change = paired_change(*panel(80, 1))
    assert {
        type(value) for value in (change.median, change.mean, change.trimmed_mean, change.mean_interval.low)
    } == {float}
    assert {type(value) for value in (change.n, change.up, change.down, change.same)} == {int}


def test_without_the_largest_seller_the_mean_falls_and_the_median_hardly_moves():
    everybody = paired_change(BEFORE, AFTER)
    rest = without_largest(BEFORE, AFTER, largest=8)
    assert (everybody.mean, everybody.median) == (1420, 850)
    assert (rest.n, rest.mean, rest.median) == (9, pytest.approx(6200 / 9), 800)


def test_without_one_household_its_community_stays_in_step():
    before, after, strata = panel(50, seed=2)
    kept = np.arange(50) != 31
    told = without_largest(before, after, strata, largest=31, tolerance=50, draws=500, seed=9, confidence=0.9)
    assert told == paired_change(
        before[kept], after[kept], strata[kept], tolerance=50, draws=500, seed=9, confidence=0.9
    )


@pytest.mark.parametrize("place", [-1, 10])
def test_a_household_that_is_not_there_cannot_be_left_out(place):
    with pytest.raises(IndexError):
        without_largest(BEFORE, AFTER, largest=place)


@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([1, 2], [1]), ([1, float("nan")], [1, 2]), ([1, 2], [1, float("inf")])]
)
def test_households_without_both_figures_are_refused(before, after):
    with pytest.raises(ValueError, match=r"household|must be"):
        paired_change(before, after)


def test_a_tolerance_below_zero_is_refused():
    with pytest.raises(ValueError, match="tolerance"):
        paired_change(BEFORE, AFTER, tolerance=-1)


def test_ten_thousand_households_take_a_moment():
    before, after, strata = panel(10_000, seed=1, communities=30)
    spent = []
    for _again in range(2):
        start = time.process_time()
        paired_change(before, after, strata)
        spent.append(time.process_time() - start)
    # 0.33 s on one core of a small server; sorting every draw takes several times as long.
    assert min(spent) < 2


def test_a_visit_by_hand():
    found = verified_difference([1_000, 2_000, 3_000, 4_000], [1_500, 2_000, 2_700, 5_800])
    assert (found.n, found.mean, found.median) == (4, 500, 250)
    assert found.ratio == pytest.approx(1.2)
    assert found.mean_interval is found.median_interval is found.ratio_interval is None


def test_intervals_of_a_visit_agree_with_scipy():
    rng = np.random.default_rng(3)
    reported = rng.lognormal(8.5, 0.7, 90)
    verified = reported * rng.lognormal(0.1, 0.3, 90)

    def ratio(told, found, axis):
        return found.sum(axis=axis) / told.sum(axis=axis)

    ours = verified_difference(reported, verified, draws=20_000)
    options = {"n_resamples": 20_000, "method": "percentile", "rng": np.random.default_rng(1)}
    theirs = stats.bootstrap((reported, verified), ratio, paired=True, **options).confidence_interval
    assert close(ours.ratio_interval, theirs)
    theirs = stats.bootstrap((verified - reported,), np.mean, **options).confidence_interval
    assert close(ours.mean_interval, theirs)
    theirs = stats.bootstrap((verified - reported,), np.median, **options).confidence_interval
    assert close(ours.median_interval, theirs)


def test_nothing_reported_has_no_ratio():
    found = verified_difference([0] * 7, [0, 100, 0, 300, 0, 0, 50])
    assert found.ratio is found.ratio_interval is None
    assert found.mean_interval.high > 0


def test_a_ratio_that_a_draw_could_leave_without_is_not_given_an_interval():
    found = verified_difference([0] * 6 + [1_000], [0, 100, 0, 300, 0, 0, 1_000])
    assert found.ratio == pytest.approx(1.4)
    assert found.ratio_interval is None


def test_the_order_of_visits_does_not_matter():
    reported, verified, strata = panel(40, seed=8)
    order = np.random.default_rng(2).permutation(40)
    told = verified_difference(reported[order], verified[order], strata[order])
    assert told.ratio_interval.low == pytest.approx(
        verified_difference(reported, verified, strata).ratio_interval.low
    )
