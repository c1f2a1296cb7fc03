"""The fund's figures for everybody: equal to its transfers to the satang, in whatever order things happen."""

import datetime as dt
import random
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.dates import month_start
from tests import factories
from welfare import ledger, moves, statements
from welfare.models import Account, Period, Transfer
from welfare.statements import Parts

Kind = Account.Kind
JAN, FEB, MAR = (dt.date(2026, month, 1) for month in (1, 2, 3))


@pytest.fixture
def move(community, treasurer):
    """Money from one account to another, on a day."""
    number = iter(range(10_000))

    def move(debit, credit, amount, on, purpose="", holder="", document="entry x"):
        return ledger.post(
            key=f"t{next(number)}",
            community=community,
            debit=ledger.account(community, debit, holder if debit == Kind.BENEFIT else "", purpose=purpose),
            credit=ledger.account(community, credit, purpose=purpose),
            amount=D(amount),
            value_date=on,
            document=document,
            actor=treasurer,
        )

    return move


def release(community, treasurer, amount, key="r1"):
    ledger.release(
        key=key,
        community=community,
        kind=Kind.BANK,
        from_purpose="rain",
        to_purpose="",
        amount=D(amount),
        document="leftover rain",
        actor=treasurer,
        reason="เหลือ",
    )


def told(lines):
    return {line.kind: line.parts.total for line in lines}


def test_a_statement_goes_from_the_beginning_over_in_and_out_to_the_end(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    move(Kind.BANK, Kind.CONTRIBUTION, "365.25", FEB)
    move(Kind.BENEFIT, Kind.BANK, "500", FEB, holder="birth")
    move(Kind.COSTS, Kind.BANK, "20", MAR)
    found = statements.month(community, FEB)
    assert (found.opening.total, found.closing.total) == (D(1000), D("865.25"))
    assert told(found.came_in) == {Kind.CONTRIBUTION: D("365.25")}
    assert told(found.went_out) == {Kind.BENEFIT: D(500)}


def test_moving_money_from_the_bank_to_the_cash_box_is_neither_in_nor_out(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    move(Kind.CASH, Kind.BANK, "300", FEB)
    found = statements.month(community, FEB)
    assert (found.came_in, found.went_out, found.closing.total) == ([], [], D(1000))
    assert (found.places[Kind.BANK], found.places[Kind.CASH]) == (D(700), D(300))


def test_help_that_came_back_in_a_later_month_stands_among_what_came_in(community, move, treasurer):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    paid = move(Kind.BENEFIT, Kind.BANK, "500", JAN, holder="birth")
    ledger.reverse(transfer=paid, key="back", reason="บัญชีผิด", actor=treasurer)
    found = statements.month(community, timezone.localdate().replace(day=1))
    assert told(found.came_in) == {Kind.BENEFIT: D(500)}
    assert found.closing.total == D(1000)


def test_what_a_campaign_passes_on_changes_hands_and_not_the_sum(community, move, treasurer):
    move(Kind.BANK, Kind.DONATION, "800", JAN, purpose="rain")
    release(community, treasurer, "300")
    found = statements.month(community, timezone.localdate().replace(day=1))
    assert (found.opening, found.passed_on) == (Parts(bound=D(800)), Parts(free=D(300), bound=D(-300)))
    assert found.closing == Parts(free=D(300), bound=D(500))


def test_a_share_that_is_owed_is_in_no_statement(community, owe):
    owe("20.25")
    found = statements.month(community, timezone.localdate().replace(day=1))
    assert not found.came_in
    assert found.closing.total == D(0)


def test_half_of_a_pair_stands_by_itself_and_is_nothing_that_was_passed_on(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    move(Kind.BANK, Kind.OWED_BY_SHOP, "9.25", FEB)
    month = statements.month(community, FEB)
    assert (month.total_in, month.total_out, month.closing.total) == (D(0), D(0), D("1009.25"))
    assert (month.halves, month.passed_on) == (Parts(free=D("9.25")), Parts())


def test_a_month_is_over_when_the_next_one_has_begun(community, move):
    today = month_start(timezone.localdate())
    before = today - dt.timedelta(days=1)
    move(Kind.BANK, Kind.OPENING, "1000", before)
    assert statements.month(community, month_start(before)).is_over
    assert not statements.month(community, today).is_over


def test_a_closed_month_says_so(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    Period.objects.create(community=community, first_day=JAN, last_day=dt.date(2026, 1, 31))
    assert statements.month(community, JAN).is_closed
    assert not statements.month(community, FEB).is_closed
    assert statements.months_of(community)[-1] == (JAN, True)


def test_a_month_reads_the_same_with_a_buddhist_and_with_a_common_year():
    assert statements.month_key(dt.date(2026, 11, 1)) == "2569-11"
    assert statements.month_of_key("2569-11") == statements.month_of_key("2026-11") == dt.date(2026, 11, 1)


def random_moves(community, move, treasurer, seed):
    """Money in and out of anything, some of it bound, some of it taken back."""
    dice = random.Random(seed)
    posted = []
    for number in range(80):
        purpose = dice.choice(["", "", "rain"])
        on = dt.date(2026, dice.randint(1, 6), dice.randint(1, 28))
        debit, credit = dice.choice(
            [
                *((dice.choice(Account.MONEY), kind) for kind in Account.INCOME),
                *((kind, dice.choice(Account.MONEY)) for kind in Account.SPENDING),
                (Kind.CASH, Kind.BANK),
                (Kind.OWED_BY_SHOP, Kind.SHARE_EXPECTED),
            ]
        )
        try:
            if posted and dice.random() < 0.15:
                ledger.reverse(transfer=dice.choice(posted), key=f"rev{number}", reason="ผิด", actor=treasurer)
            else:
                amount = D(dice.randint(1, 50_000)) / 100
                posted.append(
                    move(debit, credit, amount, on, purpose, holder=dice.choice(["birth", "death"]))
                )
        except ledger.Refused:
            continue


@pytest.mark.parametrize("seed", range(6))
def test_every_month_equals_the_transfers_to_the_satang(community, move, treasurer, seed):
    random_moves(community, move, treasurer, seed)
    rows = list(Transfer.objects.select_related("debit", "credit"))
    for month, _closed in statements.months_of(community):
        found = statements.month(community, month)
        last = (month + dt.timedelta(days=32)).replace(day=1)
        held = [transfer for transfer in rows if transfer.value_date < last]
        for part, is_bound in (("free", False), ("bound", True)):
            there = sum(
                transfer.amount * ((account is transfer.debit) * 2 - 1)
                for transfer in held
                for account in (transfer.debit, transfer.credit)
                if account.kind in Account.MONEY and bool(account.purpose) == is_bound
            )
            assert getattr(found.closing, part) == there
        came, went = statements.sum_of(found.came_in), statements.sum_of(found.went_out)
        assert found.opening + came - went + found.passed_on + found.halves == found.closing
        assert not found.halves.total


@pytest.mark.parametrize("seed", range(3))
def test_the_page_the_last_statement_and_the_table_end_at_the_same_satang(community, move, treasurer, seed):
    random_moves(community, move, treasurer, seed)
    overview = statements.overview(community)
    last = statements.month(community, timezone.localdate().replace(day=1))
    *_rows, (_move, balance) = moves.running(community)
    assert overview.balance == last.closing.total == balance
    assert overview.parts == last.closing
    flows = statements.flows(community, dt.date(2026, 1, 1))
    assert sum(flow.total_in - flow.total_out for flow in flows) == overview.balance


def test_each_fund_has_its_own_statement(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    assert statements.month(factories.community(), JAN).closing.total == D(0)


@pytest.mark.parametrize(
    ("debit", "credit", "document", "words"),
    [
        (Kind.BANK, Kind.OPENING, "opening balance", "เปิดบัญชี"),
        (Kind.BANK, Kind.DONATION, "donation abcd2345", "บริจาค"),
        (Kind.CASH, Kind.CONTRIBUTION, "contribution abcd2345", "สมทบ"),
        (Kind.BENEFIT, Kind.BANK, "payout abcd2345", "จ่ายช่วยเหลือครัวเรือน"),
        (Kind.COSTS, Kind.BANK, "cost abcd2345", "ค่าใช้จ่าย"),
    ],
)
def test_a_move_is_told_without_code_and_without_what_happened(
    community, move, debit, credit, document, words
):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    told = moves.in_words(move(debit, credit, "500", FEB, holder="birth", document=document))
    assert words in told.words
    assert "abcd2345" not in told.words
    assert "คลอด" not in told.words


def test_a_move_between_two_places_changes_nothing(community, move):
    move(Kind.BANK, Kind.OPENING, "1000", JAN)
    told = moves.in_words(move(Kind.CASH, Kind.BANK, "300", FEB, document="move x"))
    assert (told.amount, told.within) == (D(0), D(300))
