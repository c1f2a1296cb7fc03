"""A quarter that is over, whatever the day, and households that answered before and after it."""

import datetime as dt

import pytest

from households import report_choices
from households.reports.places import ended_periods
from tests.incomes import BASELINE, FOLLOWUP, homes, tell


@pytest.fixture
def in_november(monkeypatch):
    """The reports that could be chosen on 20 November 2569: the last quarter is July to September."""
    today = dt.date(2026, 11, 20)
    monkeypatch.setattr(
        report_choices, "_offered", lambda kind: ended_periods(kind, report_choices.OFFERED[kind], today)
    )


@pytest.fixture
def forty(community, in_november):
    """Forty households: 5,000 to 12,800 baht before; thirty have 1,000 more after, ten 500 less."""
    made = homes(community, 40)
    for number, home in enumerate(made):
        before = 5000 + 200 * number
        tell(home, BASELINE, before)
        tell(home, FOLLOWUP, before + (-500 if number % 4 == 3 else 1000))
    return made


@pytest.fixture
def twelve_more(community):
    """More who answer, enough to be counted: call it."""

    def answer() -> None:
        for home in homes(community, 12):
            tell(home, BASELINE, 9000)
            tell(home, FOLLOWUP, 4000)

    return answer
