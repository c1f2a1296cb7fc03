"""Counts of households in a report: chains, shares, sources; the hidden mark; rounding."""

import copy
import json
import pickle
from collections import defaultdict
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.disclosure import HIDDEN, Guard, Source, as_json, nested_counts, rounded, shares, sources

D = Decimal


def test_a_chain_with_wide_steps_is_shown_whole():
    chain = [("matched", 60), ("answered", 75), ("asked", 90), ("registered", 120)]
    assert nested_counts(chain, 10).steps == dict(chain)


def test_a_step_of_few_households_is_kept_back_and_the_more_important_count_stays():
    chain = [("matched", 60), ("registered", 100), ("answered", 64), ("asked", 97)]
    assert nested_counts(chain, 10).steps == {
        "matched": 60,
        "registered": 100,
        "answered": HIDDEN,
        "asked": HIDDEN,
    }


def test_nobody_lost_is_a_step_that_may_be_seen():
    assert nested_counts([("answered", 50), ("asked", 50)], 10).steps == {"answered": 50, "asked": 50}


def test_a_small_count_is_kept_back_though_it_stands_alone():
    assert nested_counts([("matched", 4), ("asked", 0)], 10).steps == {"matched": HIDDEN, "asked": 0}


def test_leavers_are_shown_only_beside_both_of_their_ends():
    leavers = {"leavers": ("answered", "matched")}
    far = nested_counts([("matched", 60), ("answered", 75)], 10, differences=leavers)
    assert far.differences == {"leavers": 15}
    near = nested_counts([("matched", 60), ("answered", 66)], 10, differences=leavers)
    assert near.steps == {"matched": 60, "answered": HIDDEN}
    assert near.differences == {"leavers": HIDDEN}
    turned = nested_counts([("answered", 66), ("matched", 60)], 10, differences=leavers)
    assert (turned.steps["answered"], turned.differences) == (66, {"leavers": HIDDEN})
    between = nested_counts([("asked", 80), ("matched", 60), ("answered", 75)], 10, differences=leavers)
    assert between.differences == {"leavers": HIDDEN}


def test_a_chain_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        nested_counts([("asked", -1)], 10)
    with pytest.raises(ValueError, match="within the whole"):
        nested_counts([("asked", 50), ("matched", 60)], 10, differences={"left": ("asked", "matched")})


@given(st.permutations(range(4)), st.lists(st.integers(0, 40), min_size=4, max_size=4), st.integers(2, 10))
def test_no_two_shown_counts_of_a_chain_differ_by_few(order, counts, threshold):
    chain = sorted(counts, reverse=True)
    answer = nested_counts([(str(place), chain[place]) for place in order], threshold).steps
    seen = [0, *(value for value in answer.values() if value is not HIDDEN)]
    assert all(abs(one - two) == 0 or abs(one - two) >= threshold for one, two in combinations(seen, 2))


@pytest.mark.parametrize(
    ("categories", "hidden"),
    [
        ({"up": 30, "same": 20, "down": 15}, set()),
        ({"up": 30, "same": 3, "down": 15}, {"same", "down"}),
        ({"up": 30, "same": 4, "down": 6}, {"same", "down"}),
        ({"up": 30, "same": 3, "down": 4}, {"up", "same", "down"}),
        ({"up": 30, "same": 0, "down": 15}, set()),
        # The zero beside a small one would leave the small one as the only unknown: the large one goes too.
        ({"up": 30, "same": 0, "down": 4}, {"up", "down"}),
        # Everybody fell: that would be each household's answer.
        ({"up": 0, "same": 0, "down": 40}, {"up", "same", "down"}),
        ({"up": 2, "same": 3, "down": 1}, {"up", "same", "down"}),
        # 18 missing beside a 10 can only be 9 and 9: the 10 goes too.
        ({"up": 10, "same": 9, "down": 9}, {"up", "same", "down"}),
        ({"up": 2, "same": 0, "down": 4}, {"up", "same", "down"}),
        ({"up": 0, "same": 0, "down": 0}, set()),
        ({"all": 12}, set()),
        ({"all": 9}, {"all"}),
    ],
)
def test_a_small_share_is_never_the_rest_of_the_others(categories, hidden):
    assert shares(categories, 10) == hidden


@pytest.mark.parametrize("threshold", [3, 5, 10])
@pytest.mark.parametrize("number", [3, 4, 8, 11, 17, 24, 31])
def test_who_knows_how_shares_are_hidden_still_cannot_tell_one(threshold, number):
    alike = defaultdict(list)
    for counts in product(range(number + 1), repeat=3):
        if sum(counts) == number:
            hidden = shares(dict(enumerate(counts)), threshold)
            alike[tuple(None if place in hidden else counts[place] for place in range(3))].append(counts)
    for answer, possible in alike.items():
        for place, value in enumerate(answer):
            if value is None:
                assert len({counts[place] for counts in possible}) > 1, (answer, possible)


def test_a_count_below_zero_is_no_share():
    with pytest.raises(ValueError, match="below zero"):
        shares({"up": -1}, 10)


def group(first, last):
    return set(range(first, last + 1))


EVERYBODY = group(1, 60)


def test_small_sources_become_one_line():
    having = {
        "market": group(1, 40),
        "wage": group(20, 45),
        "remittance": group(1, 6),
        "trade": group(50, 56),
    }
    assert sources(having, EVERYBODY, 10) == [
        Source(("market",), 40, True),
        Source(("wage",), 26, True),
        Source(("remittance", "trade"), 13, True),
    ]


def test_small_sources_of_the_same_households_take_a_larger_one_in():
    # Six and six, but the same six: together they are six households, not twelve.
    having = {"market": group(1, 40), "wage": group(20, 45), "remittance": group(1, 6), "trade": group(1, 6)}
    assert sources(having, EVERYBODY, 10) == [
        Source(("market",), 40, True),
        Source(("wage", "remittance", "trade"), 32, True),
    ]


def test_the_line_of_other_sources_is_the_first_to_take_small_ones_in():
    having = {"market": group(1, 40), "other": group(1, 45), "wage": group(20, 45), "trade": group(1, 3)}
    assert sources(having, EVERYBODY, 10) == [
        Source(("market",), 40, True),
        Source(("wage",), 26, True),
        Source(("other", "trade"), 45, True),
    ]


def test_sources_that_are_never_enough_are_hidden_together():
    assert sources({"wage": group(1, 3), "trade": group(2, 5), "market": set()}, group(1, 5), 10) == [
        Source(("market",), HIDDEN, False),
        Source(("wage", "trade"), HIDDEN, False),
    ]
    assert sources({"wage": group(1, 3), "market": set()}, EVERYBODY, 10) == [
        Source(("market",), 0, True),
        Source(("wage",), HIDDEN, False),
    ]


def test_a_source_that_nearly_all_have_does_not_count_those_without():
    assert sources({"welfare": group(1, 57)}, EVERYBODY, 10) == [Source(("welfare",), HIDDEN, True)]
    assert sources({"welfare": EVERYBODY}, EVERYBODY, 10) == [Source(("welfare",), 60, True)]


def test_a_stranger_among_the_sources_is_refused():
    with pytest.raises(ValueError, match="among everybody"):
        sources({"wage": {99}}, EVERYBODY, 10)


@given(
    st.dictionaries(
        st.sampled_from(["market", "wage", "trade", "welfare", "other"]),
        st.sets(st.integers(1, 20)),
        min_size=1,
    ),
    st.integers(2, 8),
)
def test_the_amounts_of_sources_give_no_small_group_away(having, threshold):
    everybody = set().union(*having.values())
    lines = sources(having, everybody, threshold)
    assert sorted(name for line in lines for name in line.names) == sorted(having)
    # An amount is a sum over households and over the sources of its line, as others are over months.
    guard = Guard(threshold)
    for line in lines:
        together = set().union(*(having[name] for name in line.names))
        assert not line.shown or not together or guard.admit("income", together, line.names)
        if line.households is not HIDDEN:
            assert not 0 < line.households < threshold
            assert not 0 < len(everybody) - line.households < threshold


def test_hidden_is_not_unknown_and_not_zero():
    assert not HIDDEN
    assert HIDDEN is not None
    assert HIDDEN != 0
    assert HIDDEN.is_hidden
    assert (str(HIDDEN), f"{HIDDEN:,.2f}", repr(HIDDEN)) == ("–", "–", "HIDDEN")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_hidden_stays_itself_through_copies_and_caches(again):
    assert again(HIDDEN) is HIDDEN
    assert type(HIDDEN)() is HIDDEN


@pytest.mark.parametrize("wrong", [lambda: HIDDEN + 1, lambda: HIDDEN < 3, lambda: sum([1, HIDDEN])])
def test_hidden_never_ends_in_a_sum(wrong):
    with pytest.raises(TypeError):
        wrong()


def test_hidden_is_flagged_in_json():
    assert json.dumps(as_json(HIDDEN)) == '{"value": null, "hidden": true}'
    assert json.dumps(as_json(None)) == '{"value": null, "hidden": false}'
    assert as_json(0) == {"value": 0, "hidden": False}


@pytest.mark.parametrize(
    ("amount", "step", "nearest"),
    [
        ("1234.56", "10", "1230"),
        ("1235", "10", "1240"),
        ("1225", "10", "1230"),
        ("-1235", "10", "-1240"),
        ("-4", "10", "0"),
        ("149.99", "100", "100"),
        ("12.3", "0.25", "12.25"),
        ("12.375", "0.25", "12.50"),
        ("0", "50", "0"),
    ],
)
def test_amounts_are_rounded_to_the_step(amount, step, nearest):
    assert str(rounded(D(amount), D(step))) == nearest


def test_rounding_refuses_floats_and_steps_of_nothing():
    with pytest.raises(TypeError):
        rounded(12.5, 10)
    with pytest.raises(ValueError, match="above zero"):
        rounded(D(12), 0)
