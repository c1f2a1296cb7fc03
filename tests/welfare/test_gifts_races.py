"""Twenty at the same moment, on both databases: receipts have no gap and no double. The controls show that the test sees."""

import threading
from contextlib import contextmanager
from decimal import Decimal as D
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.db.models import Max

from tests.racing import side_by_side
from tests.welfare.gifts_builders import promise, sent
from welfare import donations
from welfare.models import Donation, Receipt, ReceiptBook, Transfer

# On SQLite the threads work in a copy, so that what they write ends with it: tables that only grow cannot be emptied.
pytestmark = pytest.mark.django_db(transaction=connection.vendor != "sqlite")
AT_ONCE = 20
in_threads = partial(side_by_side, told=Exception)


@contextmanager
def shared(tmp_path):
    """A database that many connections can open: on SQLite a file with what the test's memory holds."""
    settings = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        settings["NAME"] = str(tmp_path / "shared.sqlite3")
    try:
        if connection.vendor == "sqlite":
            copy_into(connections.create_connection("default"))
        yield
    finally:
        settings["NAME"] = name


def copy_into(wrapper):
    """Write what this test's transaction sees in SQLite's memory into a file: rows first, then what guards them."""
    wrapper.ensure_connection()
    copy = wrapper.connection
    copy.execute("BEGIN")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        )
        parts = cursor.fetchall()
        # A search index makes its own tables; nothing here searches.
        parts = [part for part in parts if "_search" not in part[1]]
        tables = {name: sql for kind, name, sql in parts if kind == "table"}
        for sql in tables.values():
            copy.execute(sql)
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            places = ", ".join("?" * len(cursor.description))
            copy.executemany(f'INSERT INTO "{name}" VALUES ({places})', cursor.fetchall())  # noqa: S608
    for sql in [sql for kind, _name, sql in parts if kind != "table" and "_search" not in sql]:
        copy.execute(sql)
    copy.execute("COMMIT")
    wrapper.close()


def seen():
    """What stands in the shared database: the receipts' numbers in order, the book's last one, the transfers."""
    [found] = in_threads(
        lambda: (
            list(Receipt.objects.order_by("number").values_list("number", flat=True)),
            ReceiptBook.objects.values_list("last_number", flat=True).first(),
            Transfer.objects.count(),
        )
    )
    return found


def confirming(gift, treasurer, *, fails=False):
    def act():
        with transaction.atomic():
            donations.confirm(donation=gift, amount=gift.amount, actor=treasurer)
            if fails:
                raise RuntimeError
        return "done"

    return act


def test_twenty_receipts_at_once_have_no_gap_and_no_double(community, treasurer, tmp_path):
    gifts = [sent(community, str(number + 1)) for number in range(AT_ONCE)]
    with shared(tmp_path):
        outcomes = in_threads(*(confirming(gift, treasurer) for gift in gifts))
        assert outcomes == ["done"] * AT_ONCE
        assert seen() == (list(range(1, AT_ONCE + 1)), AT_ONCE, AT_ONCE)


def test_confirmations_that_fail_among_others_leave_no_gap(community, treasurer, tmp_path):
    gifts = [sent(community) for _number in range(AT_ONCE)]
    with shared(tmp_path):
        in_threads(*(confirming(gift, treasurer, fails=place % 2 == 0) for place, gift in enumerate(gifts)))
        assert seen() == (list(range(1, AT_ONCE // 2 + 1)), AT_ONCE // 2, AT_ONCE // 2)


def test_one_gift_confirmed_by_twenty_presses_is_one_receipt(community, treasurer, tmp_path):
    gift = sent(community)
    with shared(tmp_path):
        in_threads(*[confirming(gift, treasurer)] * AT_ONCE)
        assert seen() == ([1], 1, 1)


def test_one_form_sent_twenty_times_is_one_gift(community, tmp_path):
    with shared(tmp_path):
        codes = in_threads(
            *[lambda: donations.give(community=community, amount=D(5), key="k").code] * AT_ONCE
        )
        assert len(set(codes)) == 1
        assert in_threads(Donation.objects.count) == [1]


def test_one_slip_proves_one_gift(community, tmp_path):
    gifts = [promise(community) for _number in range(AT_ONCE)]

    def show(gift):
        return lambda: donations.show_slip(donation=gift, bank="004", reference="GIFTREFSAME001").status

    with shared(tmp_path):
        outcomes = in_threads(*(show(gift) for gift in gifts))
        assert sorted(outcomes) == ["sent"] + ["slip_used"] * (AT_ONCE - 1)


def test_control_numbers_read_without_a_lock_are_doubled(community, treasurer, tmp_path):
    donations.confirm(donation=sent(community), amount=D(100), actor=treasurer)
    gate = threading.Barrier(AT_ONCE)

    def careless():
        last = Receipt.objects.aggregate(last=Max("number"))["last"]
        gate.wait()
        return last + 1

    with shared(tmp_path):
        assert in_threads(*[careless] * AT_ONCE) == [2] * AT_ONCE


def test_control_numbers_taken_before_the_money_leave_gaps(community, treasurer, tmp_path):
    ReceiptBook.objects.create(community=community, year=2026)
    kept = []

    def careless(place):
        def act():
            with transaction.atomic():
                book = ReceiptBook.objects.select_for_update(no_key=True).get()
                book.last_number += 1
                book.save(update_fields=["last_number"])
            if place % 2:
                kept.append(book.last_number)

        return act

    with shared(tmp_path):
        in_threads(*(careless(place) for place in range(AT_ONCE)))
        last = in_threads(lambda: ReceiptBook.objects.get().last_number)[0]
        assert (len(kept), last) == (AT_ONCE // 2, AT_ONCE)
