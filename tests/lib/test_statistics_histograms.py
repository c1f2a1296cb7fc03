"""Columns are readable, the same in both rounds, and never tell of a few households."""

import itertools

import numpy as np
import pytest

from lib.statistics import Bin, histogram
from lib.statistics.histograms import _merged, readable_edges


def rounds(size, seed, loss=0.0):
    """Incomes of two rounds, skewed; `loss` baht lower all over."""
    rng = np.random.default_rng(seed)
    before = rng.lognormal(9, 0.9, size)
    return before - loss, before * rng.lognormal(0.1, 0.5, size) - loss


def test_a_few_households_by_hand():
    found = histogram([500, 1_500, 1_999, 2_000, 9_000], [100, 200, 2_500, 3_000, 3_999], most_bins=6)
    assert found.step == 2_000
    assert found.bins == (
        Bin(0, 2_000, 3, 2),
        Bin(2_000, 4_000, 1, 3),
        Bin(4_000, 6_000, 0, 0),
        Bin(6_000, 8_000, 0, 0),
        Bin(8_000, None, 1, 0),
    )


def test_neighbours_are_merged_until_no_column_is_small():
    found = histogram(
        [500, 1_500, 1_999, 2_000, 9_000], [100, 200, 2_500, 3_000, 3_999], most_bins=6, threshold=2
    )
    assert found.bins == (Bin(0, 2_000, 3, 2), Bin(2_000, None, 2, 3))


@pytest.mark.parametrize("threshold", [1, 5, 10])
@pytest.mark.parametrize("loss", [0, 5_000])
@pytest.mark.parametrize("size", [12, 40, 150, 3_000])
def test_no_column_of_either_round_holds_a_few(size, loss, threshold):
    for seed in range(8):
        before, after = rounds(size, seed, loss)
        found = histogram(before, after, threshold=threshold)
        for column in found.bins:
            assert column.before == 0 or column.before >= threshold
            assert column.after == 0 or column.after >= threshold


@pytest.mark.parametrize("loss", [0, 5_000])
@pytest.mark.parametrize("size", [12, 150, 3_000])
def test_columns_hold_the_households_between_their_edges(size, loss):
    before, after = rounds(size, 3, loss)
    found = histogram(before, after, threshold=5)
    for column in found.bins:
        low = -np.inf if column.lower is None else column.lower
        high = np.inf if column.upper is None else column.upper
        assert column.before == ((before >= low) & (before < high)).sum()
        assert column.after == ((after >= low) & (after < high)).sum()
    assert sum(column.before for column in found.bins) == sum(column.after for column in found.bins) == size


@pytest.mark.parametrize("scale", [0.01, 1, 7, 300])
@pytest.mark.parametrize("loss", [0, 0.3, 1.2])
@pytest.mark.parametrize("most_bins", [4, 8, 12])
def test_edges_are_round_numbers_and_few(scale, loss, most_bins):
    before, after = rounds(500, 1)
    before, after = (before - loss * before.mean()) * scale, (after - loss * before.mean()) * scale
    edges = readable_edges(np.concatenate([before, after]), most_bins)
    steps = set(np.diff(edges))
    assert len(steps) == 1
    assert f"{steps.pop():e}"[:8] in ("1.000000", "2.000000", "5.000000")
    assert 0 in edges
    assert len(edges) + 1 <= most_bins
    assert 1 < len(histogram(before, after, most_bins=most_bins).bins) <= most_bins


def test_a_finer_step_would_be_too_many():
    before, after = rounds(500, 1)
    both = np.concatenate([before, after])
    assert len(readable_edges(both, 12)) > len(readable_edges(both, 5))
    assert len(histogram(before, after).bins) >= 5


def test_first_column_starts_at_zero_and_is_open_only_for_losses_beyond_it():
    assert histogram(*rounds(300, 1)).bins[0].lower == 0
    assert histogram(*rounds(300, 1, loss=4_000)).bins[0].lower == -5_000
    assert histogram([-90_000.0, *range(300)], range(300)).bins[0].lower is None
    assert histogram(*rounds(300, 1)).bins[-1].upper is None


def test_one_huge_income_moves_no_edge():
    before, after = rounds(300, 1)
    richest = np.where(before == before.max(), 9e9, before)
    assert [column.lower for column in histogram(richest, after).bins] == [
        column.lower for column in histogram(before, after).bins
    ]


def test_a_round_below_the_threshold_has_no_picture():
    assert histogram([1_000] * 9, [2_000] * 30, threshold=10) is None
    assert histogram([1_000] * 10, [2_000] * 30, threshold=10) is not None


def test_nobody_with_income_is_one_column():
    assert histogram([0] * 12, [0] * 12, threshold=5).bins == (Bin(0, None, 12, 12),)


def test_no_empty_column_stands_at_the_end():
    found = histogram(range(1_000, 9_000, 100), range(1_000, 9_900, 100))
    assert found.bins[-1].after
    assert found.bins[-1].upper is None


@pytest.mark.parametrize("seed", range(6))
def test_no_other_way_of_merging_keeps_more_columns(seed):
    rng = np.random.default_rng(seed)
    cells = [tuple(pair) for pair in rng.poisson(4, (9, 2)).tolist()]

    def safe(cuts):
        bounds = [0, *cuts, 9]
        sums = [np.sum(cells[start:end], axis=0) for start, end in itertools.pairwise(bounds)]
        return all(number == 0 or number >= 5 for pair in sums for number in pair)

    most = max(
        count + 1 for count in range(9) for cuts in itertools.combinations(range(1, 9), count) if safe(cuts)
    )
    assert len(_merged(cells, 5)) == most


def test_merged_columns_are_as_even_as_can_be():
    assert _merged([(6, 6), (1, 1), (1, 1), (6, 6)], 5) == [(0, 2), (2, 4)]


def test_three_columns_are_no_picture():
    with pytest.raises(ValueError, match="four columns"):
        histogram([1], [2], most_bins=3)


@pytest.mark.parametrize("values", [[], [float("nan")]])
def test_missing_incomes_are_refused(values):
    with pytest.raises(ValueError, match="must be"):
        histogram(values, [1.0])
