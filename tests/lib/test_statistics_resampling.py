"""Households are drawn again fairly, within their communities, the same way every time and within bounds of memory."""

import tracemalloc

import numpy as np
import pytest
from scipy import stats

from lib.statistics.resampling import (
    DRAWS,
    checked,
    enough,
    medians,
    percentile_interval,
    ranked,
    replicates,
    resamples,
    stratum_codes,
)

# Survival in days of the treated mice: Efron and Tibshirani 1993, table 2.1 (n = 7).
MICE = np.array([16.0, 23, 38, 94, 99, 141, 197])
# How often each of four and three households was drawn, when the first report was written.
PUBLISHED = [[1, 1, 1, 1, 1, 2, 0], [1, 2, 0, 1, 1, 0, 2], [0, 1, 0, 3, 1, 1, 1]]


def test_standard_error_of_the_mices_median_is_the_published_one():
    figures = replicates(stratum_codes(None, 7), lambda counts: medians(counts, MICE), draws=40_000, seed=1)
    assert figures.std() == pytest.approx(37.83, abs=0.5)


def test_standard_error_of_the_mices_mean_is_the_published_one():
    figures = replicates(stratum_codes(None, 7), lambda counts: counts @ MICE / 7, draws=40_000, seed=1)
    assert figures.std() == pytest.approx(23.36, abs=0.3)


def test_each_community_keeps_its_size_in_every_draw():
    codes = stratum_codes(["north"] * 5 + ["south"] * 12 + ["east"] * 3, 20)
    for counts in resamples(codes, 300, seed=1):
        for code in range(3):
            assert (counts[:, codes == code].sum(axis=1) == (codes == code).sum()).all()


def test_each_household_is_drawn_as_often_as_the_next():
    codes = stratum_codes(np.arange(90) % 3, 90)
    drawn = np.concatenate(list(resamples(codes, 5_000, seed=3))).sum(axis=0)
    assert stats.chisquare(drawn[codes == 0]).pvalue > 0.001
    assert stats.chisquare(drawn[codes == 2]).pvalue > 0.001


def test_a_household_is_left_out_as_often_as_chance_has_it():
    counts = np.concatenate(list(resamples(stratum_codes(None, 20), 20_000, seed=5)))
    assert (counts == 0).mean() == pytest.approx((19 / 20) ** 20, abs=0.002)


def test_draws_do_not_depend_on_each_other():
    counts = np.concatenate(list(resamples(stratum_codes(None, 50), 20_000, seed=6))).astype(float)
    following = np.corrcoef(counts[:-1, 7], counts[1:, 7])[0, 1]
    assert abs(following) < 0.03


def test_many_draws_come_in_chunks_that_add_up():
    chunks = list(resamples(stratum_codes(None, 9_000), 100, seed=1))
    assert len(chunks) > 1
    assert sum(len(chunk) for chunk in chunks) == 100
    assert not (chunks[0][0] == chunks[1][0]).all()


def test_draws_of_a_published_report_stay_what_they_were():
    (counts,) = resamples(stratum_codes([1, 1, 1, 1, 2, 2, 2], 7), 3, seed=20260101)
    assert counts.tolist() == PUBLISHED


def test_ten_thousand_households_take_little_memory():
    codes = stratum_codes(np.arange(10_000) % 30, 10_000)
    tracemalloc.start()
    for _counts in resamples(codes, DRAWS, seed=1):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 2**20


def test_a_lone_household_joins_the_smallest_community():
    assert stratum_codes(["a", "a", "a", "b", "b", "c"], 6).tolist() == [0, 0, 0, 1, 1, 1]


def test_lone_households_are_put_together():
    codes = stratum_codes(["a", "x", "a", "y", "z"], 5)
    assert codes[0] == codes[2] != codes[1] == codes[3] == codes[4]


def test_one_household_alone_is_its_own_community():
    assert stratum_codes(["a"], 1).tolist() == [0]


def test_each_household_needs_a_community():
    with pytest.raises(ValueError, match="each household"):
        stratum_codes(["a", "b"], 3)


@pytest.mark.parametrize(
    ("size", "confidence", "answer"),
    [(5, 0.95, False), (6, 0.95, True), (5, 0.9, True), (7, 0.99, False), (8, 0.99, True)],
)
def test_an_interval_needs_as_many_households_as_its_confidence(size, confidence, answer):
    assert enough(size, confidence) is answer


def test_places_within_a_draw_are_those_of_the_sorted_draw():
    values = np.sort(np.random.default_rng(1).lognormal(9, 1, 40))
    (counts,) = resamples(stratum_codes(None, 40), 200, seed=1)
    for rank in (0, 3, 20, 39):
        told = ranked(counts, values, rank)
        assert told.tolist() == [np.sort(np.repeat(values, row))[rank] for row in counts]


def test_interval_leaves_as_much_on_either_side():
    interval = percentile_interval(np.arange(1001.0), 0.9)
    assert (interval.low, interval.high) == pytest.approx((50, 950))
    assert interval.confidence == 0.9


def test_few_draws_are_refused():
    with pytest.raises(ValueError, match="100 draws"):
        replicates(stratum_codes(None, 7), lambda counts: counts @ MICE, draws=99, seed=1)


@pytest.mark.parametrize("values", [[], [1, float("nan")], [1, float("inf")], [[1, 2], [3, 4]]])
def test_missing_and_misshapen_numbers_are_refused(values):
    with pytest.raises(ValueError, match="incomes must be"):
        checked(values, "incomes")


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="confidence"):
        percentile_interval(MICE, confidence)
