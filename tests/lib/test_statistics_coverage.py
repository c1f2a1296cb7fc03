"""The 95 % interval holds the truth in 93 to 97 of 100 panels; one that is too narrow or breaks the pairs does not."""

from statistics import NormalDist

import numpy as np
import pytest

from lib.statistics import gini_interval, paired_change

PANELS = 1_000
SIZES = (15, 20, 25)
# Changes are lognormal less 1,500 baht, with a middle of their own in each community.
MIDDLES = (7.0, 7.5, 8.0)
SPREAD = 0.8
LOSS = 1_500
TRUTH_WITHIN = (0.93, 0.97)


def true_median():
    """The change that half of the communities' households, weighted by their number, stay under."""
    low, high = 0.0, 1e5
    for _halving in range(60):
        middle = (low + high) / 2
        below = sum(
            size * NormalDist(place, SPREAD).cdf(np.log(middle))
            for size, place in zip(SIZES, MIDDLES, strict=True)
        )
        low, high = (middle, high) if below < sum(SIZES) / 2 else (low, middle)
    return low - LOSS


def covered(panels, *, confidence=0.95, paired=True):
    """The share of simulated panels of 60 households whose interval holds the true median change."""
    rng = np.random.default_rng(20260101)
    strata = np.repeat([0, 1, 2], SIZES)
    truth, held = true_median(), 0
    for number in range(panels):
        before = rng.lognormal(9, 0.6, strata.size)
        after = before + rng.lognormal(np.array(MIDDLES)[strata], SPREAD) - LOSS
        if not paired:
            after = rng.permutation(after)
        interval = paired_change(
            before, after, strata, draws=600, seed=number, confidence=confidence
        ).median_interval
        held += interval.low <= truth <= interval.high
    return held / panels


def test_interval_of_the_median_holds_the_truth_as_often_as_it_says():
    assert TRUTH_WITHIN[0] <= covered(PANELS) <= TRUTH_WITHIN[1]


def test_a_narrower_interval_is_caught():
    assert covered(300, confidence=0.85) < TRUTH_WITHIN[0]


def test_an_interval_that_breaks_the_pairs_is_caught():
    share = covered(300, paired=False)
    assert not TRUTH_WITHIN[0] <= share <= TRUTH_WITHIN[1]


def test_interval_of_the_gini_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    # A lognormal's Gini is 2 F(s / sqrt 2) - 1 (Aitchison and Brown 1957): 0.4284 for s = 0.8.
    truth = 2 * NormalDist().cdf(0.8 / 2**0.5) - 1
    assert truth == pytest.approx(0.4284, abs=0.0001)
    held = 0
    for number in range(500):
        interval = gini_interval(rng.lognormal(9, 0.8, 200), draws=400, seed=number)
        held += interval.low <= truth <= interval.high
    assert 0.92 <= held / 500 <= 0.97
