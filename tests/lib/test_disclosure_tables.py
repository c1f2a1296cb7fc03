"""Tables with margins keep their small cells, against a linear program and against who knows the rules."""

from collections import defaultdict
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from lib.disclosure import HIDDEN, Guard, protect_rows, protect_table


def shown(protected):
    return {area: count for area, count in protected.rows.items() if count is not HIDDEN}


def test_a_small_area_takes_the_next_smallest_with_it():
    protected = protect_rows({"a": 60, "b": 3, "c": 12, "d": 50}, 125, 10)
    assert protected.rows == {"a": 60, "b": HIDDEN, "c": HIDDEN, "d": 50}
    assert protected.total == 125


def test_areas_are_hidden_until_what_is_hidden_is_large_enough():
    assert shown(protect_rows({"a": 3, "b": 5, "c": 12, "d": 50}, 70, 10)) == {"d": 50}
    assert shown(protect_rows({"a": 3, "b": 8, "c": 12, "d": 50}, 73, 10)) == {"c": 12, "d": 50}


def test_nothing_is_hidden_where_all_are_large_or_empty():
    assert shown(protect_rows({"a": 10, "b": 0, "c": 12}, 22, 10)) == {"a": 10, "b": 0, "c": 12}
    assert protect_rows({}, 0, 10) == ({}, 0)


def test_among_equals_the_earlier_area_is_hidden():
    assert shown(protect_rows({"a": 20, "b": 4, "c": 20}, 44, 10)) == {"c": 20}


def test_a_total_that_is_small_is_hidden_with_all_its_areas():
    assert protect_rows({"a": 3, "b": 0, "c": 4}, 7, 10) == ({"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, HIDDEN)


def test_areas_of_one_household_each_are_not_told_by_their_number():
    assert protect_rows({"a": 1, "b": 1, "c": 1}, 3, 3).total is HIDDEN


def test_hidden_areas_that_only_fit_one_way_take_another_with_them():
    # Of 8 missing, with a 5 shown, who knows the rule would tell 4 and 4.
    assert shown(protect_rows({"a": 5, "b": 4, "c": 4, "d": 30}, 43, 5)) == {"d": 30}


def test_households_beside_the_areas_are_not_left_over_either():
    assert shown(protect_rows({"a": 40, "b": 20}, 64, 10)) == {"a": 40}
    assert shown(protect_rows({"a": 40, "b": 20}, 70, 10)) == {"a": 40, "b": 20}


@pytest.mark.parametrize(("counts", "total"), [({"a": 5}, 4), ({"a": -1}, 3)])
def test_areas_that_do_not_fit_their_total_are_refused(counts, total):
    with pytest.raises(ValueError, match="within the total"):
        protect_rows(counts, total, 5)


@given(st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=9), st.integers(2, 12))
def test_what_a_list_shows_the_guard_would_let_out(counts, threshold):
    protected = protect_rows(dict(enumerate(counts)), sum(counts), threshold)
    ends = np.cumsum(counts)
    guard = Guard(threshold)
    if protected.total is not HIDDEN:
        assert guard.admit("income", range(sum(counts)))
    for place, count in protected.rows.items():
        if count is not HIDDEN:
            assert guard.admit("income", range(ends[place] - count, ends[place]))


def unpinned(inputs, protect):
    """For each published answer, every hidden count has two possible values even for who knows the rules."""
    alike = defaultdict(list)
    for counts in inputs:
        alike[protect(counts)].append(counts)
    for answer, possible in alike.items():
        for place, value in enumerate(answer):
            if value is HIDDEN:
                assert len({counts[place] for counts in possible}) > 1, (answer, possible)


@pytest.mark.parametrize(("threshold", "areas"), [(3, 2), (3, 3), (3, 4), (4, 3), (5, 3), (4, 4)])
def test_who_knows_how_areas_are_hidden_still_cannot_tell_a_count(threshold, areas):
    def protect(counts):
        protected = protect_rows(dict(enumerate(counts[:-1])), counts[-1], threshold)
        return (*protected.rows.values(), protected.total)

    everything = product(range(3 * threshold), repeat=areas)
    unpinned(((*counts, sum(counts)) for counts in everything), protect)


# --- tables with two margins


def known_sums(table, hidden):
    """The rows of a linear system over all cells, and their published values."""
    height, width = table.shape
    lines, values = [], []
    for row, column in np.ndindex(height, width):
        if not hidden.cells[row][column]:
            line = np.zeros_like(table)
            line[row, column] = 1
            lines.append(line)
    for row in (row for row in range(height) if not hidden.rows[row]):
        line = np.zeros_like(table)
        line[row] = 1
        lines.append(line)
    for column in (column for column in range(width) if not hidden.columns[column]):
        line = np.zeros_like(table)
        line[:, column] = 1
        lines.append(line)
    if not hidden.total:
        lines.append(np.ones_like(table))
    matrix = np.array([line.ravel() for line in lines], dtype=float).reshape(len(lines), table.size)
    values = matrix @ table.ravel()
    return matrix, values


def interval(matrix, values, cell):
    """The least and the most that a cell can be, when no cell is below zero; unbounded above is infinity."""
    ends = []
    for sign in (1, -1):
        goal = np.zeros(matrix.shape[1])
        goal[cell] = sign
        answer = linprog(goal, A_eq=matrix, b_eq=values, bounds=(0, None))
        assert answer.status in (0, 3)
        ends.append(sign * answer.fun if answer.status == 0 else np.inf)
    return ends


def other_whole_number(matrix, values, table, cell):
    """Whether whole numbers that are not below zero fit in which `cell` is one less or more than it is."""
    for low, high in ((0, table.ravel()[cell] - 1), (table.ravel()[cell] + 1, np.inf)):
        lows, highs = np.zeros(table.size), np.full(table.size, np.inf)
        lows[cell], highs[cell] = low, high
        fits = milp(
            np.zeros(table.size),
            constraints=LinearConstraint(matrix, values, values),
            bounds=Bounds(lows, highs),
            integrality=np.ones(table.size),
        )
        if fits.status == 0:
            return True
    return False


def small_leak(table, hidden, threshold, people):
    """A set of cells of too few households that a combination of shown numbers rests on, if there is one."""
    matrix, _ = known_sums(table, hidden)
    places = [place for place in range(table.size) if table.ravel()[place]]
    matrix = matrix[:, places]
    matrix = matrix[matrix.any(axis=1)]
    if not matrix.size:
        return None
    full = np.linalg.matrix_rank(matrix)
    for size in range(1, len(places) + 1):
        for cells in combinations(range(len(places)), size):
            if people(table, [places[cell] for cell in cells]) < threshold:
                rest = np.delete(matrix, cells, axis=1)
                if not rest.size or np.linalg.matrix_rank(rest) < full:
                    return [places[cell] for cell in cells]
    return None


def summed(table, cells):
    return sum(table.ravel()[cell] for cell in cells)


def most_in_each_row(table, cells):
    rows = defaultdict(int)
    for cell in cells:
        row = cell // table.shape[1]
        rows[row] = max(rows[row], table.ravel()[cell])
    return sum(rows.values())


def tables(most_rows=4, most_columns=4, most=30):
    shape = st.tuples(st.integers(1, most_rows), st.integers(1, most_columns))
    return shape.flatmap(
        lambda size: st.lists(
            st.lists(
                st.integers(0, most) | st.integers(0, 9) | st.integers(10, most),
                min_size=size[1],
                max_size=size[1],
            ),
            min_size=size[0],
            max_size=size[0],
        )
    ).map(np.array)


def test_one_small_cell_hides_a_rectangle_of_four():
    hidden = protect_table([[3, 20, 40], [15, 30, 50], [45, 60, 70]], 10)
    assert hidden.cells == ((True, True, False), (True, True, False), (False, False, False))
    assert (hidden.rows, hidden.columns, hidden.total) == ((False,) * 3, (False,) * 3, False)


def test_a_table_of_large_and_empty_cells_is_shown_whole():
    hidden = protect_table([[10, 0], [30, 12]], 10)
    assert hidden.cells == ((False, False), (False, False))
    assert not any([*hidden.rows, *hidden.columns, hidden.total])


def test_a_zero_in_line_with_a_hidden_cell_is_hidden_too():
    hidden = protect_table([[0, 1, 1, 1, 9], [0, 20, 20, 20, 0]], 3)
    # The first column is empty, as its margin tells.
    assert hidden.cells == ((False, True, True, True, False), (False, True, True, True, True))
    assert not any([*hidden.rows, *hidden.columns, hidden.total])
    turned = protect_table([[0, 0], [1, 20], [1, 20], [1, 20], [9, 0]], 3)
    assert turned.cells == tuple(zip(*hidden.cells, strict=True))


def test_a_small_margin_is_hidden_with_its_cells_and_a_second_one():
    hidden = protect_table([[2, 3], [20, 30], [40, 50]], 10)
    assert hidden.rows == (True, True, False)
    assert hidden.cells[0] == (True, True)


def test_the_same_four_households_over_three_periods_are_not_twelve():
    # A row of four households in each of three periods, and its margin, which in sums of income is about those four.
    table = [[4, 4, 4], [30, 30, 30], [40, 40, 40]]
    assert not protect_table(table, 10).rows[0]
    assert protect_table(table, 10, same_households=True).rows[0]


@settings(max_examples=40, deadline=None)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_no_hidden_cell_is_pinned_to_one_value(table, threshold):
    hidden = protect_table(table.tolist(), threshold)
    matrix, values = known_sums(table, hidden)
    mask = np.array(hidden.cells).ravel()
    cells = [place for place in range(table.size) if mask[place] and table.ravel()[place]]
    assume(cells)
    for cell in cells:
        low, high = interval(matrix, values, cell)
        assert high - low > 0.5
        assert other_whole_number(matrix, values, table, cell)


@settings(max_examples=40, deadline=None)
@given(tables(3, 3), st.sampled_from([3, 5, 10]), st.booleans())
def test_no_few_households_can_be_worked_out_and_no_small_cell_is_shown(table, threshold, same_households):
    hidden = protect_table(table.tolist(), threshold, same_households=same_households)
    people = most_in_each_row if same_households else summed
    assert small_leak(table, hidden, threshold, people) is None
    for row, column in np.ndindex(*table.shape):
        if 0 < table[row, column] < threshold:
            assert hidden.cells[row][column]


@settings(max_examples=40, deadline=None)
@given(tables(3, 3), st.sampled_from([3, 5, 10]), st.booleans())
def test_not_one_cell_more_could_be_shown(table, threshold, same_households):
    hidden = protect_table(table.tolist(), threshold, same_households=same_households)
    people = most_in_each_row if same_households else summed
    for row, column in np.ndindex(*table.shape):
        if hidden.cells[row][column] and table[row, column]:
            cells = [list(line) for line in hidden.cells]
            cells[row][column] = False
            assert small_leak(table, hidden._replace(cells=cells), threshold, people) is not None


def test_the_checks_notice_a_table_with_primary_suppression_only():
    table = np.array([[3, 20], [15, 30]])
    hidden = protect_table(table.tolist(), 10)._replace(cells=((True, False), (False, False)))
    assert interval(*known_sums(table, hidden), 0) == pytest.approx([3, 3])
    assert small_leak(table, hidden, 10, summed) == [0]


@pytest.mark.parametrize("table", [[[1, -1]], [1, 2]])
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(ValueError, match="no count below zero"):
        protect_table(table, 5)
