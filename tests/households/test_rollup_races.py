"""Several people at once write for one household, or read what others write. On PostgreSQL only."""

import threading
import time
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, connections, transaction

from households import rollups
from households.models import CommunityQuarter, Consent, Household, IncomeMonth, IncomeRecord
from tests.households import rollup_truth as truth
from tests.racing import AT_ONCE, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]
APRIL = date(2026, 4, 1)
MONTHS = [date(2026, month, 1) for month in (4, 5, 6)]
SOURCES = IncomeRecord.Source.values


@pytest.fixture
def home(seller):
    Consent.objects.create(user=seller, purpose="income", is_given=True, recorded_by=seller)
    return Household.objects.of_member(seller).get()


@pytest.fixture
def say_all(home, seller):
    """The household says of April to June that it told everything."""
    IncomeMonth.objects.bulk_create(
        IncomeMonth(
            household=home, community=home.community, month=month, answer="complete", recorded_by=seller
        )
        for month in MONTHS
    )
    rollups.refresh(household=home, months=MONTHS)


def write(home, seller, number):
    """One more figure, without any lock of its own before the sums."""
    with transaction.atomic():
        IncomeRecord.objects.create(
            household=home,
            community_id=home.community_id,
            month=MONTHS[number % 3],
            source=SOURCES[number % len(SOURCES)],
            gross=D(1000 + number),
            costs=D(1),
            recorded_by=seller,
        )
        rollups.refresh(household=home, months=[MONTHS[number % 3]])


def test_sums_hold_all_that_was_written_at_the_same_time(home, seller, say_all):
    for start in range(0, 2 * AT_ONCE, AT_ONCE):
        together(lambda number, start=start: write(home, seller, start + number))
    assert IncomeRecord.objects.count() == 2 * AT_ONCE
    assert truth.written() == truth.months()


def test_a_quarter_read_while_somebody_writes_is_right_afterwards(home, seller, say_all):
    rollups.quarter(home.community, APRIL)

    def write_or_read(number):
        if number % 2:
            write(home, seller, number)
        else:
            rollups.quarter(home.community, APRIL)

    together(write_or_read)
    row = rollups.quarter(home.community, APRIL)
    assert (row.households, truth.satang(row.median), truth.satang(row.total)) == truth.quarter(
        home.community, APRIL
    )


def read_beside_a_writer(home, seller):
    """The quarter's total after one reads it, stale, while another has written and not yet finished."""
    CommunityQuarter.objects.update(is_stale=True)
    has_written = threading.Event()

    def writer():
        try:
            with transaction.atomic():
                write(home, seller, 0)
                has_written.set()
                time.sleep(0.7)
        finally:
            connections.close_all()

    def reader():
        try:
            has_written.wait()
            rollups.quarter(home.community, APRIL)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=writer), threading.Thread(target=reader)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return rollups.quarter(home.community, APRIL).total


def test_a_reader_waits_for_whoever_just_writes(home, seller, say_all):
    assert read_beside_a_writer(home, seller) == D(999)


def test_without_the_lock_the_reader_would_miss_it(home, seller, say_all, monkeypatch):
    """The control: marking only what is not stale yet lets the reader pass."""

    def mark_without_waiting(quarters):
        CommunityQuarter.objects.filter(is_stale=False).update(is_stale=True)

    monkeypatch.setattr(rollups, "_mark", mark_without_waiting)
    assert read_beside_a_writer(home, seller) == D(0)
