"""Goods come in and go out against requests, first what expires first, and never more than there is."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lib.errors import Refused
from tests import factories
from tests.welfare import goods_builders as make
from welfare import stock, stores
from welfare.models import AidRequest, Benefit, ConflictOfInterest, Lot, LotMove


@pytest.fixture
def hall(committee, community):
    return make.hall(committee, community)


@pytest.fixture
def rice(committee, community):
    return make.rice(committee, community, low_below="20")


@pytest.fixture
def asked(community):
    """Somebody has nothing to eat; nobody has decided yet."""
    return make.request(community)


def give(request, wanted, actor, key="k", **changes):
    amounts = {kind: D(quantity) for kind, quantity in wanted.items()}
    return stock.give_out(request=request, wanted=amounts, actor=actor, key=key, **changes)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as error:
        act(*args, **kwargs)
    return error.value.code


def test_what_comes_in_is_there(committee, hall, rice):
    row = make.lot(committee, hall, rice, "50.5", worth=D(1200))
    assert (row.received, row.left, row.worth) == (D("50.5"), D("50.5"), D(1200))
    assert [(move.kind, move.quantity) for move in row.moves.all()] == [("received", D("50.5"))]


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0005", "NaN", "Infinity"])
def test_a_quantity_that_makes_no_sense_is_refused(committee, hall, rice, quantity):
    assert refused(make.lot, committee, hall, rice, quantity) == "quantity"
    assert Lot.objects.count() == 0


def test_goods_past_their_date_or_of_tomorrow_do_not_come_in(committee, hall, rice):
    today = timezone.localdate()
    late = {"received_on": today, "expires_on": today - timedelta(days=1)}
    assert refused(make.lot, committee, hall, rice, "5", **late) == "expired"
    assert refused(make.lot, committee, hall, rice, "5", received_on=today + timedelta(days=1)) == "future"


def test_pressing_twice_receives_once_and_other_goods_under_the_same_key_are_refused(committee, hall, rice):
    first = make.lot(committee, hall, rice, "5", key="same")
    assert make.lot(committee, hall, rice, "5", key="same") == first
    assert refused(make.lot, committee, hall, rice, "6", key="same") == "key_reused"
    assert LotMove.objects.count() == 1


def test_only_the_committee_receives_and_gives_out(committee, treasurer, outsider, hall, rice, asked):
    make.lot(committee, hall, rice, "5")
    for person in (treasurer, outsider):
        assert refused(make.lot, person, hall, rice, "5") == "role"
        assert refused(give, asked, {rice: "1"}, person) == "role"


def test_what_expires_first_goes_out_first_and_expired_goods_stay(committee, hall, rice, asked):
    late = make.lot(committee, hall, rice, "10", days=90)
    never = make.lot(committee, hall, rice, "10")
    soon = make.lot(committee, hall, rice, "3", days=5)
    gone = make.lot(committee, hall, rice, "10", days=-1)
    give(asked, {rice: "15"}, committee)
    lefts = [Lot.objects.get(pk=row.pk).left for row in (soon, late, never, gone)]
    assert lefts == [D(0), D(0), D(8), D(10)]


def test_goods_go_out_on_their_last_day(committee, hall, rice, asked):
    row = make.lot(committee, hall, rice, "10", days=0)
    give(asked, {rice: "4"}, committee)
    assert Lot.objects.get(pk=row.pk).left == D(6)


def test_several_kinds_go_out_together_or_not_at_all(committee, community, hall, rice, asked):
    water = make.rice(committee, community, name="น้ำ", unit="ขวด")
    make.lot(committee, hall, rice, "5")
    make.lot(committee, hall, water, "2")
    assert refused(give, asked, {rice: "5", water: "3"}, committee) == "short"
    assert sum(Lot.objects.values_list("left", flat=True)) == D(7)
    give(asked, {rice: "5", water: "2"}, committee)
    assert sum(Lot.objects.values_list("left", flat=True)) == D(0)


def test_goods_of_another_store_stay_where_they_are(committee, community, hall, rice, asked):
    temple = make.hall(committee, community, "วัด")
    make.lot(committee, temple, rice, "5")
    assert refused(give, asked, {rice: "1"}, committee, store=hall) == "short"
    give(asked, {rice: "1"}, committee, store=temple)
    assert Lot.objects.get().left == D(4)


def test_pressing_twice_gives_out_once(committee, hall, rice, asked):
    make.lot(committee, hall, rice, "5")
    first = give(asked, {rice: "2"}, committee, key="same")
    assert give(asked, {rice: "2"}, committee, key="same") == first
    assert Lot.objects.get().left == D(3)


def test_the_same_key_for_another_request_is_another_thing(committee, community, hall, rice, asked):
    make.lot(committee, hall, rice, "5")
    give(asked, {rice: "2"}, committee, key="same")
    give(make.request(community), {rice: "2"}, committee, key="same")
    assert Lot.objects.get().left == D(1)


def test_a_key_is_no_pattern(committee, hall, rice, asked):
    make.lot(committee, hall, rice, "5")
    give(asked, {rice: "2"}, committee, key="abc")
    give(asked, {rice: "2"}, committee, key="a%")
    assert Lot.objects.get().left == D(1)


def test_a_stale_look_at_the_store_takes_nothing(committee, hall, rice, asked, monkeypatch):
    """Somebody else took the last between looking and taking: the row itself refuses."""
    row = make.lot(committee, hall, rice, "5")
    stale = Lot.objects.select_related("kind").get(pk=row.pk)
    give(asked, {rice: "5"}, committee, key="first")
    monkeypatch.setattr(stock, "_lots_to_take", lambda *_wanted: [stale])
    assert refused(give, asked, {rice: "5"}, committee, key="second") == "short"
    assert stock.faults(hall.community) == []


@pytest.mark.parametrize("event", [Benefit.Event.HOSPITAL, Benefit.Event.SCHOOLING])
def test_what_is_not_urgent_waits_for_the_decision(committee, community, hall, rice, event):
    make.lot(committee, hall, rice, "5")
    undecided = make.request(community, event=event)
    assert refused(give, undecided, {rice: "1"}, committee) == "undecided"
    AidRequest.objects.filter(pk=undecided.pk).update(status="approved", approved=D(100))
    give(undecided, {rice: "1"}, committee)
    assert Lot.objects.get().left == D(4)


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_nothing_goes_out_for_a_request_that_ended(committee, community, hall, rice, status):
    make.lot(committee, hall, rice, "5")
    assert refused(give, make.request(community, status=status), {rice: "1"}, committee) == "not_open"


def test_nothing_goes_out_before_the_household_is_known(committee, hall, rice, asked):
    AidRequest.objects.filter(pk=asked.pk).update(household=None)
    assert refused(give, asked, {rice: "1"}, committee) == "no_household"


def test_nobody_gives_to_the_own_household_or_on_the_own_request(committee, community, hall, rice):
    make.lot(committee, hall, rice, "5")
    home = factories.household(community)
    member = factories.member(home)
    member.roles.create(kind="committee", community=community)
    assert refused(give, make.request(community, home), {rice: "1"}, member) == "household"
    assert refused(give, make.request(community, asked_by=committee), {rice: "1"}, committee) == "asker"
    close = make.request(community)
    ConflictOfInterest.objects.create(request=close, user=committee, words="น้องสาว")
    assert refused(give, close, {rice: "1"}, committee) == "conflict"


def test_the_database_too_refuses_who_gives_to_the_own_household(committee, community, hall, rice):
    row = make.lot(committee, hall, rice, "5")
    home = factories.household(community)
    member = factories.member(home)
    own = make.request(community, home)
    content = {"lot": row, "kind": "given_out", "quantity": D(-1), "request": own}
    with pytest.raises(DatabaseError), transaction.atomic():
        LotMove.objects.create(key="a", actor=member, **content)
    LotMove.objects.create(key="b", actor=committee, **content)


def test_the_store_says_what_is_where_low_and_expiring(committee, community, hall, rice):
    water = make.rice(committee, community, name="น้ำ", unit="ขวด", low_below="5")
    temple = make.hall(committee, community, "วัด")
    soon = make.lot(committee, hall, rice, "12", days=10)
    make.lot(committee, temple, rice, "7", days=200)
    make.lot(committee, hall, water, "5")
    level = next(level for level in stock.left(community) if level.kind == rice)
    assert level.quantity == D(19)
    assert [(part.store, part.quantity) for part in level.stores] == [("วัด", D(7)), ("ศาลา", D(12))]
    assert [level.kind for level in stock.low(community)] == [rice]
    assert stock.expiring(community) == [soon]


def test_what_is_low_follows_the_limit_as_it_is_now(committee, community, hall, rice):
    make.lot(committee, hall, rice, "25")
    assert stock.low(community) == []
    stores.set_low(kind=rice, low_below=D(30), actor=committee)
    assert [level.kind for level in stock.low(community)] == [rice]
    stores.set_low(kind=rice, low_below=None, actor=committee)
    assert stock.low(community) == []


def test_only_the_committee_sets_the_limit(treasurer, rice):
    with pytest.raises(Refused) as refused:
        stores.set_low(kind=rice, low_below=D(1), actor=treasurer)
    assert refused.value.code == "role"
    rice.refresh_from_db()
    assert rice.low_below == D(20)


@pytest.mark.parametrize("stores_and_kinds", [1, 6])
def test_what_is_where_is_two_questions(committee, community, django_assert_num_queries, stores_and_kinds):
    for number in range(stores_and_kinds):
        make.lot(
            committee,
            make.hall(committee, community, f"ที่ {number}"),
            make.rice(committee, community, name=f"ของ {number}"),
            "1",
        )
    with django_assert_num_queries(2):
        assert len(stock.left(community)) == stores_and_kinds


def test_the_public_sees_kinds_and_numbers_and_no_small_groups(committee, community, hall, rice):
    make.lot(committee, hall, rice, "100")
    for _number in range(9):
        give(make.request(community), {rice: "2"}, committee)
    shown = stock.public(community)
    assert [(row.name, row.received, row.given_out, row.left, row.households) for row in shown] == [
        ("ข้าวสาร", D(100), D(18), D(82), None)
    ]
    give(make.request(community), {rice: "2"}, committee)
    assert stock.public(community)[0].households == 10
    assert stock.public(community, date.today().year - 1)[0].received == D(0)


def test_a_lot_that_does_not_agree_with_its_moves_is_said(committee, community, hall, rice):
    row = make.lot(committee, hall, rice, "5")
    assert stock.faults(community) == []
    Lot.objects.filter(pk=row.pk).update(left=D(4))
    assert [row.code in sentence and "4" in sentence for sentence in stock.faults(community)] == [True]


def test_a_store_with_goods_is_not_put_away(committee, hall, rice):
    make.lot(committee, hall, rice, "5")
    assert refused(stores.set_open, store=hall, is_open=False, actor=committee) == "not_empty"


def test_a_store_and_a_kind_have_a_name_once(committee, community, hall, rice):
    assert refused(make.hall, committee, community) == "twice"
    assert refused(make.rice, committee, community) == "twice"
