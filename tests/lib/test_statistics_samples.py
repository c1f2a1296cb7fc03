"""Samples are as large as the published tables say, fair, and can be drawn again by anybody; prices are put right."""

import hashlib
from decimal import Decimal

import pytest
from scipy import stats

from lib.statistics import deflate, draw_sample, sample_size

HOUSEHOLDS = list(range(101, 141))


@pytest.mark.parametrize(
    ("population", "size"),
    [(10, 10), (50, 44), (100, 80), (120, 92), (500, 217), (1_000, 278), (1_200, 291), (10_000, 370)],
)
def test_sizes_are_those_of_krejcie_and_morgan(population, size):
    # Educational and Psychological Measurement 30 (1970), table 1: 95 %, 5 %. They round to the nearest, we round up.
    assert sample_size(population) in (size, size + 1)


@pytest.mark.parametrize(
    ("population", "size"), [(60, 53), (120, 92), (400, 197), (1_000, 278), (1_000_000_000, 385)]
)
def test_sizes_are_rounded_up(population, size):
    # 384.146 without end; of 60 households 52.01, of 400 196.2.
    assert sample_size(population) == size


def test_more_confidence_asks_for_more_visits():
    # Cochran 1977, section 4.4: z = 2.576, n0 = 663.5; of 13,191 households 632.
    assert sample_size(13_191, confidence=0.99) == 632
    assert sample_size(10**12, confidence=0.99) == 664


def test_a_wider_margin_asks_for_fewer_visits():
    # 0.9604 / 0.01 = 96.04 without end; of 300 households 72.9.
    assert (sample_size(10**12, margin=0.1), sample_size(300, margin=0.1)) == (97, 73)


def test_an_expected_share_far_from_half_asks_for_fewer_visits():
    # 3.8415 x 0.1 x 0.9 / 0.0025 = 138.3.
    assert sample_size(10**12, proportion=0.1) == 139


@pytest.mark.parametrize("population", [0, 1, 2, 5])
def test_a_few_households_are_all_visited(population):
    assert sample_size(population) == population


@pytest.mark.parametrize("wrong", [{"confidence": 95}, {"margin": 0}, {"proportion": 1}])
def test_shares_lie_between_nothing_and_all(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        sample_size(100, **wrong)


def test_a_population_below_zero_is_refused():
    with pytest.raises(ValueError, match="population"):
        sample_size(-1)


def test_the_same_seed_draws_the_same_households_whatever_their_order():
    assert (
        draw_sample(HOUSEHOLDS, 8, 2569)
        == draw_sample(HOUSEHOLDS[::-1], 8, 2569)
        != draw_sample(HOUSEHOLDS, 8, 2570)
    )


def test_a_larger_sample_begins_with_the_smaller():
    assert draw_sample(HOUSEHOLDS, 20, 7)[:8] == draw_sample(HOUSEHOLDS, 8, 7)


def test_nobody_is_drawn_twice_and_nobody_from_outside():
    drawn = draw_sample(HOUSEHOLDS, 40, 7)
    assert sorted(drawn) == HOUSEHOLDS


def test_a_draw_can_be_checked_with_any_tool():
    # printf '%s' 2569:101 | sha256sum
    tickets = {one: hashlib.sha256(b"2569:%d" % one).hexdigest() for one in HOUSEHOLDS}
    assert tickets[101].startswith("4ca2ab65fbdd")
    assert draw_sample(HOUSEHOLDS, 1, 2569) == [min(tickets, key=tickets.get)]


def test_each_household_is_drawn_as_often_as_the_next():
    drawn = dict.fromkeys(HOUSEHOLDS, 0)
    for seed in range(4_000):
        for one in draw_sample(HOUSEHOLDS, 10, seed):
            drawn[one] += 1
    assert stats.chisquare(list(drawn.values())).pvalue > 0.001


def test_each_pair_is_drawn_as_often_as_the_next():
    few = ["A-1", "A-2", "B-1", "B-2", "C-1", "C-2"]
    pairs = {}
    for seed in range(6_000):
        pair = tuple(sorted(draw_sample(few, 2, seed)))
        pairs[pair] = pairs.get(pair, 0) + 1
    assert len(pairs) == 15
    assert stats.chisquare(list(pairs.values())).pvalue > 0.001


@pytest.mark.parametrize("size", [-1, 41])
def test_more_than_there_are_cannot_be_drawn(size):
    with pytest.raises(ValueError, match="larger"):
        draw_sample(HOUSEHOLDS, size, 1)


def test_an_id_that_repeats_is_refused():
    with pytest.raises(ValueError, match="once"):
        draw_sample([1, 2, 2], 1, 1)


def test_deflated_amount_is_that_of_the_textbook():
    # OpenStax, Principles of Macroeconomics: 543.3 of 1960 at an index of 19.0 are 2,859.5 at 100.
    assert deflate(543.3, 19.0, 100.0) == pytest.approx(2_859.5, abs=0.05)


def test_money_stays_decimal():
    assert deflate(Decimal("1071.50"), Decimal("107.15"), Decimal(100)) == Decimal(1000)


def test_money_of_the_base_is_itself():
    assert deflate(Decimal("812.25"), Decimal("107.15"), Decimal("107.15")) == Decimal("812.25")


@pytest.mark.parametrize(("index", "base"), [(0, 100), (100, 0), (-5, 100), (float("nan"), 100)])
def test_an_index_that_is_not_above_zero_is_refused(index, base):
    with pytest.raises(ValueError, match="price index"):
        deflate(100.0, index, base)
