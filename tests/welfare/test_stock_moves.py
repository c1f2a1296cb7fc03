"""Lots that come back, move, spoil or are counted."""

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from lib.errors import Refused
from tests import factories
from tests.welfare import goods_builders as make
from welfare import countersigns, stock, stock_moves
from welfare.models import Countersign, Lot, LotMove


@pytest.fixture
def row(committee, community):
    """20 kg of rice in the hall."""
    return make.lot(
        committee, make.hall(committee, community), make.rice(committee, community), "20", worth=D(600)
    )


@pytest.fixture
def given(committee, community, row):
    """8 of them were given out."""
    wanted = {row.kind: D(8)}
    return stock.give_out(request=make.request(community), wanted=wanted, key="k", actor=committee)[0]


def refused(act, **given):
    with pytest.raises(Refused) as error:
        act(**given)
    return error.value.code


def left(row):
    return Lot.objects.get(pk=row.pk).left


def test_what_comes_back_is_there_again_and_never_more_than_went_out(committee, row, given):
    back = {"move": given, "reason": "ย้ายไปแล้ว", "actor": committee}
    stock_moves.give_back(quantity=D(5), key="a", **back)
    stock_moves.give_back(quantity=D(5), key="a", **back)
    assert left(row) == D(17)
    assert refused(stock_moves.give_back, quantity=D(4), key="b", **back) == "too_much"
    assert refused(stock_moves.give_back, quantity=D(3), key="b", **{**back, "reason": " "}) == "reason"
    stock_moves.give_back(quantity=D(3), key="b", **back)
    assert left(row) == D(20)


def test_what_came_back_is_told_to_the_public_as_not_given_out(committee, community, row, given):
    stock_moves.give_back(move=given, quantity=D(5), reason="ย้ายไปแล้ว", key="a", actor=committee)
    shown = stock.public(community)[0]
    assert (shown.given_out, shown.left) == (D(3), D(17))


def test_only_what_was_given_out_comes_back(committee, row):
    received = row.moves.get()
    back = {"move": received, "quantity": D(1), "reason": "x", "key": "a", "actor": committee}
    assert refused(stock_moves.give_back, **back) == "not_given"


def test_goods_go_to_another_store_with_their_share_of_the_worth(committee, community, row):
    temple = make.hall(committee, community, "วัด")
    moved = {"lot": row, "store": temple, "quantity": D(5), "actor": committee}
    there = stock_moves.move_to(key="a", **moved)
    assert stock_moves.move_to(key="a", **moved) == there
    assert (left(row), there.left, there.worth, there.giver) == (D(15), D(5), D(150), "ร้านใจดี")
    assert sorted(LotMove.objects.filter(kind="moved").values_list("quantity", flat=True)) == [D(-5), D(5)]
    assert stock.faults(community) == []


def test_more_than_there_is_does_not_move_and_nothing_moves_to_where_it_is(committee, community, row):
    temple = make.hall(committee, community, "วัด")
    moved = {"lot": row, "actor": committee, "key": "a"}
    assert refused(stock_moves.move_to, store=temple, quantity=D("20.001"), **moved) == "short"
    assert refused(stock_moves.move_to, store=row.store, quantity=D(1), **moved) == "same_store"
    assert (Lot.objects.count(), LotMove.objects.count()) == (1, 1)


def test_what_spoils_is_written_off_once_with_its_reason(committee, row):
    spoiled = {"lot": row, "quantity": D(3), "actor": committee, "key": "a"}
    assert refused(stock_moves.spoil, reason="", **spoiled) == "reason"
    stock_moves.spoil(reason="มอดกิน", **spoiled)
    stock_moves.spoil(reason="มอดกิน", **spoiled)
    assert left(row) == D(17)
    over = {**spoiled, "quantity": D(18), "key": "b"}
    assert refused(stock_moves.spoil, reason="มอดกิน", **over) == "short"


def test_a_count_that_agrees_asks_for_nothing(committee, row):
    assert stock_moves.count(lot=row, counted=D(20), reason="", actor=committee) is None
    assert Countersign.objects.count() == 0


def test_a_difference_is_entered_when_a_second_person_agrees(committee, treasurer, community, row, given):
    asked = stock_moves.count(lot=row, counted=D(11), reason="หนูกินไปถุงหนึ่ง", actor=committee)
    assert left(row) == D(12)
    # Meanwhile two more go out: the difference that was found stays the same.
    stock.give_out(request=make.request(community), wanted={row.kind: D(2)}, key="k", actor=committee)
    countersigns.agree(countersign=asked, actor=treasurer)
    countersigns.agree(countersign=asked, actor=treasurer)
    assert left(row) == D(9)
    move = row.moves.get(kind="counted")
    assert (move.quantity, move.actor, move.second) == (D(-1), committee, treasurer)
    assert stock.faults(community) == []


def test_who_counted_does_not_agree_and_an_outsider_does_not_count(committee, outsider, row):
    asked = stock_moves.count(lot=row, counted=D(25), reason="เจอเพิ่ม", actor=committee)
    assert refused(countersigns.agree, countersign=asked, actor=committee) == "same_person"
    assert refused(countersigns.agree, countersign=asked, actor=outsider) == "role"
    assert refused(stock_moves.count, lot=row, counted=D(20), reason="x", actor=outsider) == "role"
    assert left(row) == D(20)


@pytest.mark.parametrize("counted", ["-1", "NaN", "1.0005"])
def test_a_count_that_makes_no_sense_is_refused(committee, row, counted):
    assert refused(stock_moves.count, lot=row, counted=D(counted), reason="x", actor=committee) == "quantity"


def test_a_difference_that_would_leave_less_than_nothing_is_not_entered(committee, treasurer, community, row):
    asked = stock_moves.count(lot=row, counted=D(5), reason="หาย", actor=committee)
    stock.give_out(request=make.request(community), wanted={row.kind: D(10)}, key="k", actor=committee)
    assert refused(countersigns.agree, countersign=asked, actor=treasurer) == "short"
    asked.refresh_from_db()
    assert (left(row), asked.verdict) == (D(10), "")


def test_the_database_takes_no_count_of_one_person(committee, community, row):
    second = factories.with_role(community, "committee")
    content = {"lot": row, "kind": "counted", "quantity": D(1), "actor": committee}
    for wrong in (None, committee):
        with pytest.raises(DatabaseError), transaction.atomic():
            LotMove.objects.create(key="a", second=wrong, **content)
    LotMove.objects.create(key="b", second=second, **content)


def test_the_database_lets_no_lot_fall_below_zero(row):
    with pytest.raises(DatabaseError), transaction.atomic():
        Lot.objects.filter(pk=row.pk).update(left=D(-1))
