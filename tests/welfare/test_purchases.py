"""Buying: offers, order, receipt and payment by different people, and never twice."""

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from lib.errors import Refused
from tests import factories
from tests.welfare import goods_builders as make
from welfare import ledger, purchases
from welfare.models import Account, BenefitRules, Lot, Paper, Purchase, Transfer


@pytest.fixture
def second(community):
    """Another member of the committee."""
    return factories.with_role(community, "committee", name="จันทร์ ตัวอย่าง")


@pytest.fixture
def rules(community, committee):
    """Three offers above 2,000 baht."""
    return BenefitRules.objects.create(
        community=community,
        number=1,
        status="adopted",
        quotes_above=D(2000),
        resolution="ที่ประชุมเห็นชอบ",
        adopted_on="2026-01-05",
        valid_from="2026-01-05",
        drafted_by=committee,
        adopted_by=committee,
    )


@pytest.fixture
def came(community, committee, second):
    """Rice for 900 baht was ordered by one and received by another; 5,000 baht are in the bank."""
    make.money(community, "5000")
    return make.received(committee, second, community)


def refused(act, *args, **given):
    with pytest.raises(Refused) as error:
        act(*args, **given)
    return error.value.code


def order(purchase, quote, actor, reason=""):
    return purchases.order(purchase=purchase, quote=quote, actor=actor, reason=reason)


def pay(purchase, actor, amount="900", way="bank", **changes):
    return purchases.pay(purchase=purchase, amount=D(amount), way=way, actor=actor, **changes)


@pytest.mark.parametrize("estimate", ["0", "-5", "1.005", "NaN"])
def test_an_estimate_that_makes_no_sense_is_refused(committee, community, estimate):
    assert refused(make.purchase, committee, community, estimate) == "amount"


def test_who_asks_keeps_the_fund_and_says_what_and_why(committee, outsider, community):
    assert refused(make.purchase, outsider, community) == "role"
    assert refused(make.purchase, committee, community, what=" ") == "words"
    assert refused(make.purchase, committee, community, why="") == "words"


def test_pressing_twice_asks_once(committee, community):
    assert make.purchase(committee, community, key="k") == make.purchase(committee, community, key="k")
    assert Purchase.objects.count() == 1


def test_a_seller_offers_once_however_the_name_is_written(committee, community):
    bought = make.purchase(committee, community)
    make.quote(committee, bought, seller="Somchai Shop")
    assert refused(make.quote, committee, bought, seller="somchai  shop ") == "seller_again"
    assert refused(make.quote, committee, bought, seller="  ") == "seller"
    assert refused(make.quote, committee, bought, seller="ร้านอื่น", amount="0") == "amount"


def test_an_offer_keeps_its_photo_and_above_the_limit_needs_one(committee, community, rules):
    small, large = (make.purchase(committee, community, estimate) for estimate in ("2000", "2000.01"))
    make.quote(committee, small, picture="")
    assert refused(make.quote, committee, large, picture="") == "picture"
    assert refused(make.quote, committee, small, seller="ร้านแพง", amount="2500", picture="") == "picture"
    quote = make.quote(committee, large)
    assert Paper.objects.get().document == f"quote {quote.code}"


def test_above_the_limit_three_offers_are_needed(committee, community, rules):
    bought = make.purchase(committee, community, "2500")
    first = make.quote(committee, bought, "ร้านหนึ่ง", "2400")
    make.quote(committee, bought, "ร้านสอง", "2450")
    assert refused(order, bought, first, committee) == "offers"
    make.quote(committee, bought, "ร้านสาม", "2600")
    assert order(bought, first, committee).status == "ordered"


def test_a_low_estimate_does_not_help_an_offer_above_the_limit(committee, community, rules):
    bought = make.purchase(committee, community, "1900")
    assert purchases.offers_needed(bought) == 1
    assert refused(order, bought, make.quote(committee, bought, amount="2100"), committee) == "offers"


def test_without_rules_the_limit_is_that_with_which_rules_begin(committee, community):
    assert purchases.limit(community) == D(5000)


def test_a_dearer_offer_needs_a_reason(committee, community):
    bought = make.purchase(committee, community)
    make.quote(committee, bought, "ร้านถูก", "800")
    dear = make.quote(committee, bought, "ร้านแพง", "850")
    assert refused(order, bought, dear, committee) == "reason"
    assert order(bought, dear, committee, "ส่งถึงบ้านวันนี้").choice_reason == "ส่งถึงบ้านวันนี้"


def test_only_the_committee_orders_and_only_while_it_is_asked(committee, treasurer, second, community):
    bought = make.purchase(committee, community)
    quote = make.quote(committee, bought)
    assert refused(order, bought, quote, treasurer) == "role"
    order(bought, quote, committee)
    assert order(bought, quote, committee).ordered_by == committee
    assert refused(order, bought, quote, second) == "not_asked"
    assert refused(make.quote, committee, bought, seller="ร้านสาย") == "not_asked"


def test_an_offer_for_something_else_cannot_be_ordered(committee, community):
    other = make.quote(committee, make.purchase(committee, community))
    with pytest.raises(ValueError, match="something else"):
        order(make.purchase(committee, community), other, committee)


def test_somebody_else_receives_with_words_and_a_bill(committee, second, community):
    bought = make.ordered(committee, community)
    content = {"words": "ครบ", "picture": make.PICTURE}
    assert refused(purchases.receive, purchase=bought, actor=committee, **content) == "same_person"
    assert refused(purchases.receive, purchase=bought, actor=second, **{**content, "words": ""}) == "words"
    assert (
        refused(purchases.receive, purchase=bought, actor=second, **{**content, "picture": ""}) == "picture"
    )
    purchases.receive(purchase=bought, actor=second, **content)
    purchases.receive(purchase=bought, actor=second, **content)
    assert Paper.objects.filter(document=f"purchase {bought.code}").count() == 1


def test_what_came_can_become_a_lot_once(committee, second, community):
    store, rice = make.hall(committee, community), make.rice(committee, community)
    bought = make.ordered(committee, community)
    goods = purchases.Goods(store, rice, D(50))
    content = {"purchase": bought, "words": "ครบ", "picture": make.PICTURE, "goods": goods, "actor": second}
    purchases.receive(**content)
    purchases.receive(**content)
    row = Lot.objects.get()
    assert (row.left, row.worth, row.giver, row.origin) == (D(50), D(900), "ร้านข้าว", "bought")
    assert purchases.lot_of(bought) == row


def test_a_third_person_pays_and_the_books_say_so(community, treasurer, came):
    paid = pay(came, treasurer)
    assert (paid.transfer.document, paid.transfer.key) == (f"purchase {came.code}", f"purchase:{came.code}")
    assert ledger.balance(ledger.account(community, Account.Kind.PROCUREMENT)) == D(900)
    assert ledger.balance(ledger.account(community, Account.Kind.BANK)) == D(4100)


def test_pressing_twice_pays_once_and_another_amount_is_refused(treasurer, came):
    assert pay(came, treasurer).transfer == pay(came, treasurer).transfer
    assert refused(pay, came, treasurer, "800") == "paid"
    assert Transfer.objects.filter(document=f"purchase {came.code}").count() == 1


def test_never_more_than_was_ordered_is_paid_and_never_what_is_not_there(treasurer, came):
    assert refused(pay, came, treasurer, "900.01") == "too_much"
    assert refused(pay, came, treasurer, "0") == "amount"
    assert refused(pay, came, treasurer, way="cash") == "short"
    came.refresh_from_db()
    assert (came.status, came.transfer) == ("received", None)


def test_only_a_treasurer_who_did_nothing_before_pays(community, committee, second, treasurer, came):
    assert refused(pay, came, second) == "role"
    second.roles.create(kind="treasurer", community=community)
    assert refused(pay, came, second) == "same_person"
    committee.roles.create(kind="treasurer", community=community)
    assert refused(pay, came, committee) == "same_person"
    assert pay(came, treasurer).status == "paid"


def test_nothing_is_paid_before_it_came(committee, treasurer, community):
    make.money(community, "5000")
    assert refused(pay, make.ordered(committee, community), treasurer) == "not_received"


def test_the_database_too_wants_three_people(committee, second, community, came):
    for changes in ({"received_by": committee}, {"paid_by": committee}, {"paid_by": second}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Purchase.objects.filter(pk=came.pk).update(**changes)


def test_a_campaigns_money_pays_for_its_own_purchases_alone(committee, second, treasurer, community):
    campaign = community.campaigns.create(
        name="น้ำท่วม", story="ช่วยบ้านริมน้ำ", goal=D(5000), starts_on="2026-01-01", ends_on="2026-12-31",
        status="open", created_by=committee,
    )  # fmt: skip
    make.money(community, "5000")
    bought = make.received(committee, second, community, campaign=campaign)
    assert refused(pay, bought, treasurer) == "short"
    make.money(community, "1000", purpose=campaign.code)
    assert pay(bought, treasurer).transfer.debit.purpose == campaign.code
    assert ledger.balance(ledger.account(community, Account.Kind.BANK)) == D(5000)


def test_a_draft_of_a_campaign_or_anothers_pays_for_nothing(committee, community):
    other = factories.community()
    content = {"name": "x", "story": "x", "goal": D(1), "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    draft = community.campaigns.create(created_by=committee, **content)
    foreign = other.campaigns.create(created_by=committee, status="open", **content)
    for campaign in (draft, foreign):
        assert refused(make.purchase, committee, community, campaign=campaign) == "campaign"


def test_a_purchase_is_given_up_with_a_reason_before_it_is_paid(committee, treasurer, community, came):
    give_up = {"purchase": came, "actor": committee}
    assert refused(purchases.cancel, reason=" ", **give_up) == "reason"
    assert refused(purchases.cancel, purchase=came, reason="x", actor=treasurer) == "role"
    assert purchases.cancel(reason="ข้าวเสีย ส่งคืนร้าน", **give_up).cancelled_by == committee
    assert refused(pay, came, treasurer) == "not_received"


def test_what_is_paid_or_in_the_store_is_not_given_up(committee, second, treasurer, community, came):
    goods = purchases.Goods(make.hall(committee, community), make.rice(committee, community), D(50))
    stored = make.ordered(committee, community)
    purchases.receive(purchase=stored, words="ครบ", picture=make.PICTURE, goods=goods, actor=second)
    assert refused(purchases.cancel, purchase=stored, reason="x", actor=committee) == "in_store"
    pay(came, treasurer)
    assert refused(purchases.cancel, purchase=came, reason="x", actor=committee) == "paid"
