"""No combination of published groups rests on fewer households than the threshold."""

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.disclosure import HIDDEN, Guard, Published, TooTangled, changed_households, derivable, span

MONTHS = tuple(range(1, 13))


def households(first, last):
    return frozenset(range(first, last + 1))


def rank(matrix):
    return np.linalg.matrix_rank(matrix) if matrix.size else 0


def leaks_by_trying_all(published, threshold):
    """Every small set of households, smallest first, that some combination of sums rests on; by numpy's rank.

    A combination rests on S alone exactly when taking away the columns of S lowers the rank.
    """
    published = [Published(frozenset(one.group), one.periods or (None,)) for one in published]
    units = sorted({(h, p) for one in published for h in one.group for p in one.periods}, key=repr)
    matrix = np.array(
        [[h in one.group and p in one.periods for h, p in units] for one in published], dtype=float
    )
    everybody = sorted({unit[0] for unit in units})
    found = []
    for size in range(1, threshold):
        for small in combinations(everybody, size):
            rest = [place for place, unit in enumerate(units) if unit[0] not in small]
            if rank(matrix[:, rest]) < rank(matrix) and not any(set(one) < set(small) for one in found):
                found.append(frozenset(small))
    return sorted(found, key=lambda group: (len(group), sorted(map(repr, group))))


groups_of_ten = st.lists(
    st.frozensets(st.integers(min_value=0, max_value=9), min_size=1).map(Published), min_size=1, max_size=7
)
groups_over_time = st.lists(
    st.builds(
        Published,
        st.frozensets(st.integers(min_value=0, max_value=6), min_size=1),
        st.sampled_from([(1,), (2,), (3,), (1, 2), (1, 2, 3)]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(groups_of_ten | groups_over_time, st.integers(min_value=2, max_value=5))
def test_the_auditor_finds_what_trying_every_small_set_finds(published, threshold):
    assert derivable(published, threshold) == leaks_by_trying_all(published, threshold)


@settings(max_examples=150, deadline=None)
@given(groups_of_ten | groups_over_time, st.integers(min_value=2, max_value=5))
def test_the_guard_lets_out_nothing_that_leaks_and_refuses_nothing_else(published, threshold):
    guard = Guard(threshold)
    out = []
    for one in published:
        if guard.admit("income", one.group, one.periods):
            out.append(one)
        else:
            assert leaks_by_trying_all([*out, one], threshold)
    assert not out or leaks_by_trying_all(out, threshold) == []
    assert derivable(out, threshold) == []


def test_a_small_group_is_refused_and_one_of_the_threshold_admitted():
    guard = Guard(10)
    assert not guard.admit("income", households(1, 9))
    assert guard.admit("income", households(1, 10))


def test_nobody_at_all_may_be_shown_as_zero():
    assert Guard(10).admit("income", frozenset())
    assert Guard(10).admit("income", households(1, 3), periods=())


def test_a_total_and_all_children_but_a_small_one():
    planted = [households(1, 40), households(1, 20), households(21, 36)]
    assert derivable(planted, 10) == [households(37, 40)]
    assert derivable(planted, 4) == []
    guard = Guard(10)
    assert [guard.admit("income", group) for group in planted] == [True, True, False]


def test_the_smallest_of_three_children_hides_a_second_with_it():
    guard = Guard(10)
    everybody, large, middle = households(1, 60), households(1, 40), households(41, 56)
    assert guard.admit("income", everybody)
    assert guard.admit("income", large)
    assert not guard.admit("income", middle)
    assert not guard.admit("income", households(57, 60))


def test_a_year_less_three_quarters_is_the_fourth():
    few = households(1, 4)
    year = Published(households(1, 30), MONTHS)
    quarters = [Published(households(1, 30), MONTHS[first : first + 3]) for first in (0, 3, 6)]
    assert derivable([year, *quarters], 10) == []
    # In the last quarter only four reported, and their quarter itself is not published.
    year = [Published(households(1, 30), MONTHS[:9]), Published(few, MONTHS[9:])]
    assert derivable([*year, *quarters], 10) == [few]


def test_three_months_of_four_households_are_four_households():
    everybody, most = households(1, 50), households(1, 46)
    assert derivable([Published(everybody, MONTHS[:3]), Published(most, MONTHS[:3])], 5) == [
        households(47, 50)
    ]
    guard = Guard(5)
    assert guard.admit("income", everybody, MONTHS[:3])
    for month in MONTHS[:2]:
        assert guard.admit("income", everybody, [month])
        assert not guard.admit("income", most, [month])
    assert not guard.admit("income", most, [MONTHS[2]])


def test_a_year_of_those_who_stayed_does_not_give_away_who_left():
    # The quarters were about everybody then there; over the year, three households are no longer counted.
    guard = Guard(10)
    for first in (0, 3, 6, 9):
        assert guard.admit("income", households(1, 40), MONTHS[first : first + 3])
    assert not guard.admit("income", households(4, 40), MONTHS)
    assert guard.admit("income", households(11, 40), MONTHS)


def test_two_overlapping_areas_and_what_they_share():
    # Together less the one less the other: the overlap.
    left, right = households(1, 20), households(18, 40)
    planted = [left, right, left | right]
    assert households(18, 20) in derivable(planted, 10)
    guard = Guard(10)
    assert [guard.admit("income", group) for group in planted] == [True, True, False]


def test_two_groups_that_differ_by_few_on_either_side():
    assert derivable([households(1, 30), households(4, 32)], 10) == [frozenset({1, 2, 3, 31, 32})]


def test_the_complement_within_a_group():
    everybody = households(1, 100)
    assert derivable([everybody, households(1, 97)], 10) == [households(98, 100)]
    assert derivable([everybody, households(1, 90)], 10) == []


def test_a_difference_of_differences_is_found_where_no_pair_tells():
    # Four areas in a ring: (a+b) - (b+c) + (c+d) - (d+e) leaves a less e, of two households each.
    a, b, c, d, e = (
        households(1, 2),
        households(11, 30),
        households(31, 50),
        households(51, 70),
        households(71, 72),
    )
    ring = [a | b, b | c, c | d, d | e]
    assert all(derivable(pair, 10) == [] for pair in combinations(ring, 2))
    assert derivable(ring, 10) == [a | e]


def test_each_measure_has_a_memory_of_its_own():
    guard = Guard(10)
    assert guard.admit("income", households(1, 40))
    assert guard.admit("costs", households(1, 36))
    assert not guard.admit("income", households(1, 36))


def test_what_was_refused_is_not_remembered_as_published():
    guard = Guard(10)
    assert guard.admit("income", households(1, 40))
    assert not guard.admit("income", households(1, 36))
    assert guard.admit("income", households(27, 36))


def test_the_same_group_may_be_published_again():
    guard = Guard(10)
    assert guard.admit("income", households(1, 40))
    assert guard.admit("income", np.arange(1, 41))
    mask = np.zeros(60, dtype=bool)
    mask[1:41] = True
    assert guard.admit("income", mask)
    mask[40] = False
    assert not guard.admit("income", mask)


def test_show_gives_the_value_or_the_hidden_mark():
    guard = Guard(5)
    assert guard.show("income", households(1, 5), 1200) == 1200
    assert guard.show("income", households(1, 4), 900) is HIDDEN


def test_a_threshold_that_hides_nothing_is_refused():
    with pytest.raises(ValueError, match="hides nothing"):
        Guard(1)


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        (households(1, 40), households(1, 40), True),
        (households(1, 40), households(1, 43), False),
        (households(1, 40), households(4, 40), False),
        (households(1, 40), households(1, 50), True),
        (households(1, 40), households(11, 50), True),
        # Twenty came, but three went; once the twenty are known from elsewhere, the three are.
        (households(1, 40), households(4, 60), False),
        (frozenset(), households(1, 10), True),
        (frozenset(), households(1, 9), False),
    ],
)
def test_a_new_edition_may_change_nobody_or_many(old, new, may):
    assert changed_households(old, new, 10) is may
    assert changed_households(new, old, 10) is may


def test_a_tangle_that_cannot_be_searched_is_refused_and_reported(monkeypatch):
    monkeypatch.setattr(span, "MOST_STEPS", 0)
    pieces = [households(first, first + 3) for first in range(1, 41, 4)]
    tangle = [
        pieces[left] | pieces[right] | pieces[third] for left, right, third in combinations(range(6), 3)
    ]
    with pytest.raises(TooTangled):
        derivable(tangle, 5)
    guard = Guard(5)
    assert not all(guard.admit("income", group) for group in tangle)


def test_sixty_groups_of_ten_thousand_households_take_no_time():
    area = np.arange(10_000) % 40
    groups = [np.ones(10_000, dtype=bool)]
    groups += [area // 8 == municipality for municipality in range(5)] + [area == one for one in range(40)]
    groups += [(np.arange(10_000) * step) % 97 < 90 for step in range(2, 16)]
    guard = Guard(10)
    started = time.perf_counter()
    for group in groups:
        guard.admit("income", group)
    assert time.perf_counter() - started < 3


def test_groups_that_mix_everybody_are_seen_to_be_safe_at_once():
    # No two households are alike in these groups, so any few of them might be what a combination leaves over.
    random = np.random.default_rng(7)
    groups = [random.random(400) < 0.5 for _ in range(12)]
    guard = Guard(5)
    assert all(guard.admit("income", group) for group in groups)
    assert derivable(groups, 5) == []
    few = groups[3].copy()
    few[:3] = ~few[:3]
    assert not guard.admit("income", few)
    assert derivable([*groups, few], 5) == [frozenset({0, 1, 2})]


def test_nothing_published_gives_nothing_away():
    assert derivable([], 5) == []
    assert derivable([frozenset(), Published(households(1, 3), ())], 5) == []


def test_the_prime_is_one_and_sums_of_products_fit():
    assert all(span.PRIME % divisor for divisor in range(2, int(span.PRIME**0.5) + 1))
    assert span.BLOCK * (span.PRIME - 1) ** 2 + span.PRIME < 2**63
