"""Samples drawn by lot: their size, a draw that anybody can repeat, visits, and what they found."""

import csv
import datetime as dt
import hashlib
from decimal import Decimal

import numpy as np
import pytest
from django.utils import timezone

from households import income_rows, verifications
from households.models import RegisterEvent, Verification
from lib.dates import month_start
from lib.errors import Refused
from tests import factories, incomes

LAST = income_rows.months_before(month_start(timezone.now()), 1)
TODAY = timezone.localdate()


def drawn(community, actor, *, count=3, amount=9000, confidence=90, margin=10):
    """So many households that all reported the amount, and the sample drawn from them."""
    for home in incomes.homes(community, count):
        incomes.tell(home, [LAST], amount)
    return verifications.draw(
        community=community, month=LAST, confidence=confidence, margin=margin, actor=actor
    )


def refusal(act, **given) -> str:
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value.code


@pytest.mark.parametrize(
    ("count", "confidence", "margin", "size"),
    # Published: Krejcie and Morgan (1970) give 278 of 1,000 and 370 of 10,000 at 95 % and 5 %; 80 of 100.
    [(1000, 95, 5, 278), (10_000, 95, 5, 370), (100, 95, 5, 80), (1, 90, 10, 1)],
)
def test_sizes_are_those_of_the_published_table(count, confidence, margin, size):
    assert verifications.size_for(count, confidence=confidence, margin=margin) == size


def test_only_complete_figures_of_households_that_agreed_are_drawn_from(community, committee):
    agreed, partly, unasked, silent = (*incomes.homes(community, 2), *incomes.homes(community, 1, consent=None),
                                       *incomes.homes(community, 1))  # fmt: skip
    incomes.tell(agreed, [LAST], 8000)
    incomes.tell(partly, [LAST], 8000, source="trade")
    incomes.tell(unasked, [LAST], 8000)
    sample = verifications.draw(community=community, month=LAST, confidence=90, margin=10, actor=committee)
    assert sample.population == 1
    assert [visit.household for visit in sample.visits.all()] == [agreed]
    assert silent not in [visit.household for visit in sample.visits.all()]


def test_the_draw_can_be_repeated_from_the_table_with_any_tool(community, committee):
    sample = drawn(community, committee, count=12, confidence=80, margin=30)
    assert 0 < sample.size < 12
    rows = list(csv.DictReader(verifications.draw_table(sample).splitlines()))
    tickets = {
        row["code"]: hashlib.sha256(f"{sample.seed}:{row['code']}".encode()).hexdigest() for row in rows
    }
    lowest = sorted(tickets, key=tickets.get)[: sample.size]
    assert len(rows) == 12
    assert set(lowest) == set(sample.visits.values_list("household__code", flat=True))
    assert {row["code"] for row in rows if row["drawn"] == "1"} == set(lowest)


def test_the_seed_is_not_the_same_twice(community, committee):
    other = factories.community()
    seeds = {drawn(place, committee, count=1).seed for place in (community, other)}
    assert len(seeds) == 2


def test_a_month_is_drawn_once(community, committee):
    drawn(community, committee)
    given = {"community": community, "month": LAST, "confidence": 90, "margin": 10, "actor": committee}
    assert refusal(verifications.draw, **given) == "drawn_already"


def test_a_running_month_and_one_without_figures_are_not_drawn(community, committee):
    given = {"community": community, "confidence": 90, "margin": 10, "actor": committee}
    assert refusal(verifications.draw, month=TODAY, **given) == "not_over"
    assert refusal(verifications.draw, month=LAST, **given) == "nobody"


def test_what_was_reported_is_kept_at_the_draw(community, committee):
    sample = drawn(community, committee, count=1, amount=9000)
    visit = sample.visits.get()
    incomes.rollups.HouseholdMonth.objects.filter(household=visit.household).update(net=Decimal(5000))
    recorded = verifications.record(
        visit=visit, status="done", verified=Decimal(5000), visited_on=TODAY, actor=committee
    )
    assert (recorded.reported, recorded.verified) == (Decimal(9000), Decimal(5000))


def test_nobody_visits_the_own_household(community, committee):
    visit = drawn(community, committee, count=1).visits.get()
    own = incomes.teller(visit.household)
    given = {"visit": visit, "status": "done", "verified": Decimal(1), "visited_on": TODAY}
    assert refusal(verifications.record, actor=own, **given) == "own"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"verified": None}, "no_figure"),
        ({"status": "waiting"}, "status"),
        ({"visited_on": TODAY + dt.timedelta(days=1)}, "future"),
        ({"visited_on": TODAY - dt.timedelta(days=1)}, "before_draw"),
    ],
)
def test_visits_that_make_no_sense_are_refused(community, committee, changes, why):
    visit = drawn(community, committee, count=1).visits.get()
    given = {"status": "done", "verified": Decimal(1), "visited_on": TODAY, **changes}
    assert refusal(verifications.record, visit=visit, actor=committee, **given) == why
    assert Verification.objects.get().status == "waiting"


def test_a_household_that_took_its_yes_back_is_no_longer_verified(community, committee):
    visit = drawn(community, committee, count=1).visits.get()
    user = incomes.teller(visit.household)
    incomes.Consent.objects.create(user=user, purpose="income", is_given=False, recorded_by=user)
    given = {"visit": visit, "visited_on": TODAY, "actor": committee}
    assert refusal(verifications.record, status="done", verified=Decimal(1), **given) == "no_consent"
    assert verifications.record(status="refused", **given).status == "refused"


def test_a_correction_is_on_record_without_amounts(community, committee):
    visit = drawn(community, committee, count=1).visits.get()
    for amount in (7000, 7500):
        verifications.record(
            visit=visit, status="done", verified=Decimal(amount), visited_on=TODAY, actor=committee
        )
    events = RegisterEvent.objects.filter(household=visit.household).order_by("id")
    assert [event.facts["corrected"] for event in events] == [False, True]
    assert all("7" not in str(event.facts.get("verified", "")) for event in events)
    assert verifications.finding(visit.sample).corrected == 1
    assert Verification.objects.get().verified == Decimal(7500)


def test_a_corrected_visit_without_a_figure_keeps_none(community, committee):
    visit = drawn(community, committee, count=1).visits.get()
    given = {"visit": visit, "visited_on": TODAY, "actor": committee}
    verifications.record(status="done", verified=Decimal(7000), **given)
    assert verifications.record(status="not_met", **given).verified is None


def test_the_finding_compares_means_and_gives_an_interval(community, committee):
    sample = drawn(community, committee, count=9)
    found = [9000, 8000, 8500, 9000, 7000, 9500, 9000, 8000]
    *visited, missed = sample.visits.order_by("pk")
    given = {"visited_on": TODAY, "actor": committee}
    for visit, amount in zip(visited, found, strict=True):
        verifications.record(visit=visit, status="done", verified=Decimal(amount), **given)
    verifications.record(visit=missed, status="not_met", **given)
    finding = verifications.finding(sample)
    assert (finding.drawn, finding.done, finding.not_met, finding.waiting) == (9, 8, 1, 0)
    # By hand: 68,000 / 8 = 8,500, less 9,000.
    assert (finding.reported, finding.verified, finding.mean) == (Decimal(9000), Decimal(8500), Decimal(-500))
    # Against numpy's own resampling of the differences, within the noise of 2,000 draws.
    draws = np.random.default_rng(1).choice(np.array(found) - 9000, (20_000, 8)).mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5])
    assert abs(float(finding.low) - low) <= 65
    assert abs(float(finding.high) - high) <= 65


def test_one_visit_alone_is_no_mean(community, committee):
    sample = drawn(community, committee, count=2)
    visit = sample.visits.first()
    verifications.record(visit=visit, status="done", verified=Decimal(1), visited_on=TODAY, actor=committee)
    finding = verifications.finding(sample)
    assert (finding.done, finding.mean, finding.reported) == (1, None, None)
