"""How often the 95 % intervals of lib.statistics hold the truth, by simulation: `python -m bench.coverage`.

Panels of three communities whose households' changes are lognormal less 1,500 baht, with a middle of their own in
each community; incomes that are lognormal with a standard deviation of 0.5, 0.8 and 1.0 of their logarithm.
"""

import sys
import time
from statistics import NormalDist

import numpy as np

from lib.statistics import gini_interval, paired_change

PANELS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
MIDDLES = np.array([7.0, 7.5, 8.0])
SPREAD = 0.8
LOSS = 1_500
# One change in ten left out at each end has no simple truth: it is taken from a population of this size.
POPULATION = 1_000_000


def truths(strata):
    """Median, mean and trimmed mean of the communities' households together."""
    rng = np.random.default_rng(1)
    places = MIDDLES[rng.choice(strata, POPULATION)]
    changes = np.sort(rng.lognormal(places, SPREAD)) - LOSS
    tenth = POPULATION // 10
    return np.median(changes), changes.mean(), changes[tenth:-tenth].mean()


def changes_held(sizes):
    """The shares of panels whose interval holds the true median, mean and trimmed mean."""
    rng = np.random.default_rng(20260101)
    strata = np.repeat([0, 1, 2], sizes)
    told, held = truths(strata), np.zeros(3)
    for number in range(PANELS):
        before = rng.lognormal(9, 0.6, strata.size)
        after = before + rng.lognormal(MIDDLES[strata], SPREAD) - LOSS
        change = paired_change(before, after, strata, draws=999, seed=number)
        intervals = (change.median_interval, change.mean_interval, change.trimmed_mean_interval)
        held += [span.low <= truth <= span.high for span, truth in zip(intervals, told, strict=True)]
    return held / PANELS


def gini_held(size, spread):
    """The share of samples whose interval holds the true Gini of a lognormal (Aitchison and Brown 1957)."""
    rng = np.random.default_rng(20260101)
    truth = 2 * NormalDist().cdf(spread / 2**0.5) - 1
    spans = [
        gini_interval(rng.lognormal(9, spread, size), draws=999, seed=number) for number in range(PANELS)
    ]
    return sum(span.low <= truth <= span.high for span in spans if span) / PANELS


def main():
    """Print a line for each size of panel and each spread of incomes."""
    start = time.perf_counter()
    print(f"{PANELS} panels each; a share is uncertain by about {1.96 * (0.95 * 0.05 / PANELS) ** 0.5:.3f}")
    for sizes in ((5, 5, 5), (10, 10, 10), (15, 20, 25), (60, 60, 80), (300, 300, 400)):
        median, mean, trimmed = changes_held(sizes)
        print(
            f"change of {sum(sizes):5} households: median {median:.3f}  mean {mean:.3f}  trimmed mean {trimmed:.3f}"
        )
    for spread in (0.5, 0.8, 1.0):
        for size in (30, 60, 200, 1_000):
            print(f"Gini of {size:5} incomes, spread {spread}: {gini_held(size, spread):.3f}")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
