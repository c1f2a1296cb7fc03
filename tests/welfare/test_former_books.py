"""Books that were kept before transfers had numbers and seals come along whole.

The migration's own functions are run over rows brought back to their former state; triggers that this drops are back
when the test's transaction is undone.
"""

import datetime
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from lib import appendonly
from tests import factories
from welfare import chain, ledger
from welfare.migrations import _former_books
from welfare.models import AccountMonth, Balance, Fund, Transfer

# Fund, amount, from, to, day, reason: the books of two funds, mixed as they were written.
ROWS = [
    ("here", "100.00", "opening", "bank", datetime.date(2026, 1, 31), ""),
    ("there", "7.07", "opening", "cash", datetime.date(2026, 2, 1), ""),
    ("here", "20.25", "share_expected", "owed_by_shop", datetime.date(2026, 2, 1), ""),
    ("here", "0.25", "owed_by_shop", "share_expected", datetime.date(2026, 2, 2), "คืนเงินบางส่วน"),
    ("here", "20.00", "owed_by_shop", "bank", datetime.date(2026, 2, 28), ""),
]


class Editor(SimpleNamespace):
    """What a migration's functions ask of a schema editor."""

    def execute(self, statement):
        """Run it at once."""
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def brought_along(community):
    """The books after the migration's two functions."""
    places = {"here": community, "there": factories.community()}
    for number, (place, amount, credit, debit, on, reason) in enumerate(ROWS):
        ledger.post(
            key=f"k{number}",
            community=places[place],
            debit=ledger.account(places[place], debit),
            credit=ledger.account(places[place], credit),
            amount=D(amount),
            value_date=on,
            document="d",
            reason=reason,
        )
    with appendonly.lifted("welfare_transfer"):
        for row in Transfer.objects.all():
            Transfer.objects.filter(pk=row.pk).update(
                number=row.pk + 1000, seal="", reason_salt="", reason_digest=""
            )
    for model in (Balance, AccountMonth, Fund):
        model.objects.all().delete()
    editor = Editor(connection=connection)
    _former_books.number_and_seal(apps, editor)
    _former_books.count_what_was_posted(apps, editor)
    return places


def test_each_fund_counts_its_own_entries_from_one(brought_along):
    numbers = Transfer.objects.order_by("id").values_list("key", "community__code", "number")
    there = brought_along["there"].code
    assert list(numbers) == [
        ("k0", "bansuan", 1),
        ("k1", there, 1),
        ("k2", "bansuan", 2),
        ("k3", "bansuan", 3),
        ("k4", "bansuan", 4),
    ]


def test_each_seal_holds_the_one_before(brought_along):
    before = chain.FIRST
    for row in Transfer.objects.filter(community=brought_along["here"]).order_by("number"):
        assert row.seal == chain.seal(row, before)
        before = row.seal
    fund = Fund.objects.get(community=brought_along["here"])
    assert (fund.last_number, fund.last_hash) == (4, before)


def test_a_reason_is_sealed_with_its_salt(brought_along):
    row = Transfer.objects.get(key="k3")
    assert row.reason_digest == chain.reason_digest(row.reason_salt, "คืนเงินบางส่วน")
    assert len(row.reason_salt) == 32


def test_balances_are_counted(brought_along):
    rows = Balance.objects.filter(account__community=brought_along["here"])
    assert set(rows.values_list("account__kind", "debits", "credits", "is_money")) == {
        ("bank", D(120), D(0), True),
        ("opening", D(0), D(100), False),
        ("owed_by_shop", D("20.25"), D("20.25"), False),
        ("share_expected", D("0.25"), D("20.25"), False),
    }


def test_months_are_counted(brought_along):
    rows = AccountMonth.objects.filter(account__community=brought_along["here"], account__kind="bank")
    assert list(rows.order_by("month").values_list("month", "debits")) == [
        (datetime.date(2026, 1, 1), D(100)),
        (datetime.date(2026, 2, 1), D(20)),
    ]


def test_posting_goes_on_after_the_last_number(brought_along):
    here = brought_along["here"]
    bank, costs = ledger.account(here, "bank"), ledger.account(here, "costs")
    row = ledger.post(key="next", community=here, debit=costs, credit=bank, amount=D(120), document="entry 1")
    assert row.number == 5
    assert ledger.balance(bank) == D(0)
