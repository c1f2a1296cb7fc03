"""Gifts: promised, sent, confirmed, not found; and what stands in the books and on the receipt."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from households.models import Membership, Notice, Person
from lib.errors import Refused
from tests import factories
from tests.welfare.gifts_builders import arrived, campaign, promise, sent
from welfare import donations, ledger, slips
from welfare.models import Account, Campaign, Donation, Fund, Receipt, Slip, Transfer

Kind = Account.Kind


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_promise_is_no_money(community):
    gift = promise(community, "300")
    assert (gift.status, gift.transfer, len(gift.code)) == ("promised", None, 12)
    assert not Transfer.objects.exists()


def test_pressing_twice_promises_once(community):
    first = donations.give(community=community, amount=D(50), key="k")
    assert donations.give(community=community, amount=D(50), key="k") == first
    assert Donation.objects.count() == 1


def test_the_same_press_with_another_amount_is_refused(community):
    donations.give(community=community, amount=D(50), key="k")
    with refused("key_reused"):
        donations.give(community=community, amount=D(500), key="k")


@pytest.mark.parametrize("amount", ["0", "-5", "1.005"])
def test_an_amount_that_cannot_be_is_refused(community, amount):
    with refused("amount"):
        promise(community, amount)


def test_a_campaign_that_asks_no_more_takes_no_promise(community, committee):
    with refused("campaign"):
        promise(community, campaign=campaign(community, committee, status="ended"))


def test_a_shown_slip_waits_for_the_treasurer_who_is_told(community, treasurer, work):
    gift = sent(community, "250")
    work()
    assert gift.status == "sent"
    assert list(donations.waiting(community)) == [gift]
    assert "250" in Notice.objects.get(user=treasurer).text


def test_a_slip_serves_once_for_gifts_and_shops_together(community, seller):
    slips.show(bank="004", reference="SHOPREF0000001", document="share x", user=seller)
    gift = promise(community)
    with refused("slip_used"):
        donations.show_slip(donation=gift, bank="014", reference="SHOPREF0000001")
    gift.refresh_from_db()
    assert gift.status == "promised"


def test_the_same_slip_shown_twice_for_one_gift_counts_once(community):
    gift = sent(community, reference="GIFTREF0000001")
    donations.show_slip(donation=gift, bank="004", reference="GIFTREF0000001")
    assert Slip.objects.count() == 1
    with refused("sent"):
        donations.show_slip(donation=gift, bank="004", reference="GIFTREF0000002")


def test_confirmed_money_is_income_with_a_receipt(community, treasurer):
    gift = sent(community, "100.50", name="สมศรี ใจบุญ", address="12 หมู่ 3")
    donations.confirm(donation=gift, amount=D("100.50"), on=dt.date(2026, 2, 3), actor=treasurer)
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.year, receipt.amount) == (1, 2026, D("100.50"))
    assert (receipt.name, receipt.address, receipt.dated) == ("สมศรี ใจบุญ", "12 หมู่ 3", dt.date(2026, 2, 3))
    assert str(receipt) == "1/2569"
    bank = Account.objects.get(kind=Kind.BANK)
    income = Account.objects.get(kind=Kind.DONATION)
    assert (ledger.balance(bank), ledger.balance(income)) == (D("100.50"), D("100.50"))
    transfer = Transfer.objects.get()
    assert (transfer.key, transfer.document) == (f"donation:{gift.code}", f"donation {gift.code}")


def test_money_for_a_campaign_is_bound_to_it(community, treasurer, committee):
    roof = campaign(community, committee)
    arrived(community, treasurer, "400", campaign=roof)
    assert ledger.money(community, purpose=roof.code)[Kind.BANK] == D(400)
    assert ledger.money(community)[Kind.BANK] == D(0)
    assert "หลังคาศาลา" in Receipt.objects.get().purpose


def closed(campaign, **promise):
    """All used: its books are closed."""
    Campaign.objects.filter(pk=campaign.pk).update(status="settled", **promise)


def test_money_after_a_campaign_was_used_up_goes_to_the_fund(community, treasurer, committee, buyer, work):
    roof = campaign(community, committee)
    gift = sent(community, "400", campaign=roof, user=buyer)
    closed(roof)
    gift = donations.confirm(donation=gift, amount=D(400), actor=treasurer)
    assert (ledger.money(community)[Kind.BANK], ledger.money(community, purpose=roof.code)[Kind.BANK]) == (
        400,
        0,
    )
    assert donations.confirm(donation=gift, amount=D(400), actor=treasurer).campaign is None
    assert "หลังคาศาลา" not in Receipt.objects.get().purpose
    work()
    assert "โครงการ" in Notice.objects.filter(user=buyer).latest("id").text


def test_or_to_the_campaign_to_which_its_rest_was_promised(community, treasurer, committee):
    roof, well, road = (campaign(community, committee, name=name) for name in ("หลังคาศาลา", "บ่อน้ำ", "ถนน"))
    gift = sent(community, "400", campaign=roof)
    closed(roof, leftover="campaign", leftover_campaign=well)
    closed(well, leftover="campaign", leftover_campaign=road)
    donations.confirm(donation=gift, amount=D(400), actor=treasurer)
    assert ledger.money(community, purpose=road.code)[Kind.BANK] == D(400)
    assert "ถนน" in Receipt.objects.get().purpose


def test_campaigns_that_point_at_one_another_end_in_the_fund(community, treasurer, committee):
    roof, well = (campaign(community, committee, name=name) for name in ("หลังคาศาลา", "บ่อน้ำ"))
    gift = sent(community, "400", campaign=roof)
    closed(roof, leftover="campaign", leftover_campaign=well)
    closed(well, leftover="campaign", leftover_campaign=roof)
    donations.confirm(donation=gift, amount=D(400), actor=treasurer)
    assert ledger.money(community)[Kind.BANK] == D(400)


def test_confirming_twice_counts_once_and_another_amount_is_refused(community, treasurer):
    gift = arrived(community, treasurer, "100")
    donations.confirm(donation=gift, amount=D(100), actor=treasurer)
    assert (Transfer.objects.count(), Receipt.objects.count()) == (1, 1)
    with refused("answered"):
        donations.confirm(donation=gift, amount=D(99), actor=treasurer)


def test_what_arrived_counts_not_what_was_promised(community, treasurer):
    gift = donations.confirm(donation=sent(community, "500"), amount=D(50), actor=treasurer)
    assert (gift.amount, gift.arrived_amount, Receipt.objects.get().amount) == (D(500), D(50), D(50))


def test_cash_that_was_brought_is_in_the_cash_box(community, treasurer):
    gift = donations.bring_cash(donation=promise(community, "20"))
    donations.confirm(donation=gift, amount=D(20), actor=treasurer)
    assert ledger.money(community)[Kind.CASH] == D(20)


def test_a_promptpay_number_of_a_wallet_fills_the_wallet(community, treasurer):
    Fund.objects.create(community=community, promptpay_id="123456789012345", receiver_name="กองทุน")
    arrived(community, treasurer, "20")
    assert ledger.money(community)[Kind.WALLET] == D(20)


def test_a_treasurer_does_not_confirm_an_own_gift(community, treasurer):
    gift = sent(community, user=treasurer)
    with refused("own_household"):
        donations.confirm(donation=gift, amount=D(100), actor=treasurer)
    with refused("own_household"):
        donations.not_found(donation=gift, reason="ไม่มี", actor=treasurer)


def test_a_treasurer_does_not_confirm_a_gift_of_the_own_household(community, treasurer):
    home = factories.household(community)
    giver = factories.member(home, name="น้อง ตัวอย่าง")
    person = Person.objects.create(name="เหรัญญิก", user=treasurer)
    Membership.objects.create(person=person, household=home, status="active")
    with refused("own_household"):
        donations.confirm(donation=sent(community, user=giver), amount=D(100), actor=treasurer)


def test_not_found_is_told_with_its_reason_and_may_still_arrive(community, treasurer, buyer, work):
    gift = donations.not_found(donation=sent(community, user=buyer), reason="ไม่มียอด", actor=treasurer)
    work()
    assert gift.status == "not_found"
    assert "ไม่มียอด" in Notice.objects.filter(user=buyer).latest("id").text
    assert donations.confirm(donation=gift, amount=D(100), actor=treasurer).status == "arrived"


def test_not_found_needs_a_reason(community, treasurer):
    with refused("reason"):
        donations.not_found(donation=sent(community), reason=" ", actor=treasurer)


def test_another_slip_may_be_shown_after_not_found(community, treasurer):
    gift = donations.not_found(donation=sent(community), reason="ไม่มียอด", actor=treasurer)
    again = donations.show_slip(donation=gift, bank="004", reference="GIFTREFSECOND1")
    assert (again.status, again.slip.reference, again.reason) == ("sent", "GIFTREFSECOND1", "")


def test_cash_at_the_office_gets_its_receipt_at_once(community, treasurer):
    for _press in range(2):
        gift = donations.record_cash(
            community=community, amount=D(60), key="k", name="วัดบ้านสวน", giver="temple", actor=treasurer
        )
    assert (gift.status, gift.recorded_by, gift.answered_by) == ("arrived", treasurer, treasurer)
    assert ledger.money(community)[Kind.CASH] == D(60)
    assert Receipt.objects.get().name == "วัดบ้านสวน"


def test_money_that_is_there_may_be_entered_for_a_campaign_that_has_ended(community, treasurer, committee):
    ended = campaign(community, committee, status="ended")
    gift = donations.record(
        community=community, amount=D(60), way="bank", key="k", campaign=ended, actor=treasurer
    )
    assert gift.transfer.debit.purpose == ended.code


def test_a_closed_month_leaves_neither_money_nor_receipt(community, treasurer):
    gift = sent(community)
    with refused("future"):
        donations.confirm(
            donation=gift, amount=D(100), on=timezone.localdate() + dt.timedelta(days=1), actor=treasurer
        )
    gift.refresh_from_db()
    assert (gift.status, Receipt.objects.count()) == ("sent", 0)


def test_promises_that_never_came_leave_the_list_after_thirty_days(community):
    old, new = promise(community), promise(community)
    Donation.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    assert list(donations.awaited(community)) == [new]


def test_promises_that_never_came_are_forgotten_after_a_year(community, treasurer):
    for gift in (promise(community), sent(community), arrived(community, treasurer)):
        Donation.objects.filter(pk=gift.pk).update(created_at=timezone.now() - dt.timedelta(days=400))
    assert donations.forget_promises() == 1
    assert set(Donation.objects.values_list("status", flat=True)) == {"sent", "arrived"}


def test_the_public_list_names_those_alone_who_wished_it(community, treasurer):
    arrived(community, treasurer, "10", name="สมศรี", is_anonymous=False)
    arrived(community, treasurer, "20", name="สมชาย", is_anonymous=True)
    arrived(community, treasurer, "30", is_anonymous=False)
    sent(community, "40", name="ยังไม่มา", is_anonymous=False)
    shown = [(gift.name, gift.amount) for gift in donations.public_list(community)]
    assert shown == [("", D(30)), ("", D(20)), ("สมศรี", D(10))]


def test_the_public_list_of_a_campaign_holds_its_gifts_alone(community, treasurer, committee):
    roof = campaign(community, committee)
    arrived(community, treasurer, "10")
    arrived(community, treasurer, "20", campaign=roof)
    assert [gift.amount for gift in donations.public_list(community, roof)] == [D(20)]
