import pytest
from auditlog.models import LogEntry

from households import agreements
from households.models import Household, Notice
from lib.errors import Refused
from lib.thai import search_key
from market import listings, shops
from market.models import Listing, Shop
from tests import factories

WAYS = {"takes_cash": True, "offers_pickup": True, "pickup_place": "ศาลากลางบ้าน"}


@pytest.fixture
def home(seller):
    return Household.objects.of_member(seller).get()


def test_a_member_opens_a_shop_for_the_household(seller, home):
    shop = shops.open_shop(household=home, user=seller, name="สวนยายบุญ", **WAYS)
    assert shop.household == home
    assert shop.community == home.community
    assert shop.search_key == search_key("สวนยายบุญ")


def test_somebody_from_another_household_cannot_open_it(home, buyer):
    with pytest.raises(Refused) as refusal:
        shops.open_shop(household=home, user=buyer, name="ร้านปลอม", **WAYS)
    assert refusal.value.code == "not_a_member"
    assert not Shop.objects.exists()


def test_a_person_who_only_asked_to_join_cannot_open_it(home, outsider):
    person = factories.Person.objects.create(name="คนใหม่", user=outsider)
    factories.Membership.objects.create(person=person, household=home, status="asked")
    with pytest.raises(Refused):
        shops.open_shop(household=home, user=outsider, name="ร้านคนใหม่", **WAYS)


def test_the_market_rules_are_accepted_before_a_shop_opens(seller, home, committee):
    version = agreements.publish(
        kind="market",
        community=home.community,
        summary="ซื่อตรง",
        body="ขายของตรงตามที่บอก",
        adopted="",
        actor=committee,
    )
    with pytest.raises(Refused) as refusal:
        shops.open_shop(household=home, user=seller, name="สวนยายบุญ", **WAYS)
    assert refusal.value.code == "rules"
    agreements.accept(user=seller, version=version, recorded_by=seller)
    assert shops.open_shop(household=home, user=seller, name="สวนยายบุญ", **WAYS).pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"takes_cash": False}, "no_payment"),
        ({"offers_pickup": False}, "no_delivery"),
        ({"takes_promptpay": True, "promptpay_id": "0812223333"}, "promptpay"),
        ({"takes_promptpay": True, "receiver_name": "นางบุญ"}, "promptpay"),
    ],
)
def test_a_shop_can_be_paid_and_its_goods_can_be_had(seller, home, changes, code):
    with pytest.raises(Refused) as refusal:
        shops.open_shop(household=home, user=seller, name="สวนยายบุญ", **{**WAYS, **changes})
    assert refusal.value.code == code


def test_a_shop_does_not_take_what_the_committee_decides(shop):
    with pytest.raises(TypeError):
        shops.change_shop(shop=shop, verified_at=None)


def test_a_change_of_name_is_found_under_the_new_name(shop):
    before = shop.version
    changed = shops.change_shop(shop=shop, name="สวนลุงมี")
    assert changed.search_key == search_key("สวนลุงมี")
    assert changed.version > before


def test_a_holiday_closes_the_shop_and_ends_again(shop):
    assert shop.is_open_today
    assert not shops.set_holiday(shop=shop, is_on_holiday=True).is_open_today
    assert shops.set_holiday(shop=shop, is_on_holiday=False).is_open_today


def test_verifying_gives_the_badge_and_tells_the_household(seller, committee, work):
    shop = factories.shop(seller)
    shops.verify(shop=shop, actor=committee)
    shop.refresh_from_db()
    assert shop.verified_by == committee
    work()
    assert shop.name in Notice.objects.get(user=seller).text


def test_verifying_twice_tells_once(seller, committee, work):
    shop = factories.shop(seller)
    shops.verify(shop=shop, actor=committee)
    shops.verify(shop=shop, actor=committee)
    work()
    assert Notice.objects.filter(user=seller).count() == 1


def test_unverifying_takes_the_badge_away(shop, committee):
    shops.unverify(shop=shop, actor=committee)
    shop.refresh_from_db()
    assert shop.verified_at is None


def test_suspending_hides_every_listing_of_this_shop_only(shop, listing, buyer, committee):
    other = factories.listing(factories.shop(buyer))
    shops.suspend(shop=shop, reason="ของไม่ตรงกับรูป", actor=committee)
    assert set(Listing.objects.public()) == {other}
    shop.refresh_from_db()
    assert shop.suspension_reason == "ของไม่ตรงกับรูป"
    assert shop.suspended_by == committee


def test_everyone_of_the_household_reads_the_reason(shop, seller, committee, work):
    child = factories.member(shop.household, name="หลาน ใจดี")
    shops.suspend(shop=shop, reason="ของไม่ตรงกับรูป {shop}", actor=committee)
    work()
    for person in (seller, child):
        notice = Notice.objects.get(user=person)
        assert "ของไม่ตรงกับรูป {shop}" in notice.text
        assert notice.url.endswith(f"/{shop.code}/")


def test_a_suspension_needs_a_reason(shop, committee):
    with pytest.raises(Refused):
        shops.suspend(shop=shop, reason="  ", actor=committee)
    shop.refresh_from_db()
    assert shop.suspended_at is None


def test_after_a_suspension_only_what_the_seller_had_withdrawn_stays_hidden(shop, listing, committee):
    withdrawn = factories.listing(shop, name="ของเก่า")
    listings.withdraw(listing=withdrawn)
    shops.suspend(shop=shop, reason="ตรวจสอบ", actor=committee)
    shops.unsuspend(shop=shop, actor=committee)
    assert set(Listing.objects.public()) == {listing}
    shop.refresh_from_db()
    assert shop.suspension_reason == ""


def test_the_change_log_keeps_names_but_not_the_whole_promptpay_number(shop):
    shops.change_shop(shop=shop, name="สวนลุงมี", promptpay_id="0898887777")
    entry = LogEntry.objects.get_for_object(shop).first()
    assert entry.changes["name"] == ["ครัวยายบุญ", "สวนลุงมี"]
    assert "0898887777" not in str(entry.changes)
    assert "search_key" not in entry.changes
