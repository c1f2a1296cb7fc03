"""Every pair, and every sum and difference, of what reports show: none may rest on a few households."""

import dataclasses
import random

import pytest

from households.reports import book, places
from households.reports.places import Period
from lib import disclosure
from tests import factories
from tests.households.reports.differencing import every_report, everything_shown, few_between, look_at
from tests.households.reports.test_figures import parameters
from tests.incomes import BASELINE, FOLLOWUP, homes, tell


@pytest.fixture
def town(community):
    """Communities of 3, 8 and 13 households that answer most months, of more than two years, and forget some."""
    rng = random.Random(7)
    months = [places.months_later(places.ended_periods("month", 1)[0].first, -back) for back in range(27)]
    spots = [community, *(factories.community(municipality=community.municipality) for _ in range(2))]
    for place, count in zip(spots, (13, 8, 3), strict=True):
        for home in homes(place, count):
            told = [month for month in months if rng.random() < 0.97]
            tell(home, told, rng.randint(3000, 20000))
    return community.municipality


@pytest.mark.parametrize("order", [1, -1])
def test_no_sum_or_difference_of_reports_is_about_a_few(town, order):
    results = look_at(every_report(town)[::order])
    assert sum(result["is_shown"] for result in results) >= 6
    shown = everything_shown("officers")
    assert len(shown) >= 4
    assert disclosure.derivable(shown, 5) == []


def test_without_the_book_somebody_would_be_found(community, monkeypatch):
    """Two households answered the first and the last month only: the months less the quarter are about them."""
    for home in homes(community, 10):
        tell(home, BASELINE + FOLLOWUP, 8000)
    for home in homes(community, 2):
        tell(home, [BASELINE[0], BASELINE[2], FOLLOWUP[0], FOLLOWUP[2]], 9000)
    quarter = parameters(community)
    months = [
        dataclasses.replace(quarter, kind="month", baseline=Period(one, one), followup=Period(two, two))
        for one, two in zip(BASELINE, FOLLOWUP, strict=True)
    ]
    monkeypatch.setattr(book, "shows_means", lambda *args: True)
    look_at([quarter, *months])
    assert disclosure.derivable(everything_shown("officers"), 5)


def test_counts_of_the_whole_less_its_communities_are_not_about_a_few(town):
    reports = [one for one in every_report(town) if one.kind == "quarter"]
    results = {(one.place.community, one.followup.first): look_at([one])[0] for one in reports}
    compared = 0
    for period in {first for _place, first in results}:
        whole = results[None, period]
        parts = [
            row for (place, first), row in results.items() if place and first == period and row["is_shown"]
        ]
        if whole["is_shown"]:
            compared += 1
            found = few_between(
                whole["headline"], [row["headline"] for row in parts], ("up", "same", "down"), 5
            )
            assert found == []
    assert compared
