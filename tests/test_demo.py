"""`manage.py demo`: a small one, told twice, and what must hold in it."""

import datetime as dt
from io import StringIO
from itertools import pairwise

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.demo import goods, photos
from config.demo.build import build
from config.demo.story import Size
from households.demo_people import PEOPLE
from households.models import (
    Community,
    Household,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Notice,
    Role,
    User,
)
from lib import pictures
from market.models import Listing, Order, OrderEvent, Shop, Variant
from tests import factories
from welfare import ledger, shares
from welfare.models import SharePayment, Transfer

SMALL = Size(orders=40, homes=16, shops=3, listings=45, days=100)
NOW = timezone.now()


def told() -> list:
    """What two demos of one day have in common."""
    return [
        *Listing.objects.order_by("id").values_list("code", "name", "price", "stock"),
        *Order.objects.order_by("id").values_list("code", "total", "status", "placed_at"),
        *Transfer.objects.order_by("id").values_list("key", "amount"),
        *IncomeRecord.objects.order_by("id").values_list("month", "gross", "costs"),
    ]


@pytest.fixture(scope="module")
def first_telling(django_db_setup, django_db_blocker):
    """The demo told once, and forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(now=NOW, size=SMALL)
        rows = told()
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def demo(first_telling, django_db_blocker):
    """The demo, for every test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(now=NOW, size=SMALL)
        yield
        transaction.set_rollback(True)


def of_cast(code: str) -> User:
    return User.objects.get(code=code)


def test_the_same_day_gives_the_same_demo(demo, first_telling):
    assert told() == first_telling


def test_there_is_as_much_as_was_asked_for(demo):
    assert Community.objects.first().code == "sirisuk"
    assert Community.objects.count() == 4
    assert Household.objects.count() == 4 * SMALL.homes
    assert Shop.objects.count() == 4 * SMALL.shops
    assert Listing.objects.count() == SMALL.listings
    assert Order.objects.count() >= SMALL.orders


def test_the_books_of_every_fund_balance(demo):
    for place in Community.objects.all():
        lines = ledger.trial_balance(place)
        assert sum(line.debit for line in lines) == sum(line.credit for line in lines) > 0


def test_every_completed_order_reached_fund_and_household_and_no_other_did(demo):
    posted = set(Transfer.objects.filter(reverses=None).values_list("key", flat=True))
    proposed = set(IncomeProposal.objects.values_list("key", flat=True))
    for order in Order.objects.all():
        is_completed = order.status == "completed"
        assert (f"order:{order.code}:share" in posted) == (is_completed and order.share > 0)
        assert (f"order:{order.code}:income" in proposed) == (is_completed and order.total > 0)


def test_no_stock_is_below_zero_and_listings_repeat_their_variants(demo):
    assert not Variant.objects.filter(stock__lt=0).exists()
    for listing in Listing.objects.all():
        assert listing.stock == listing.variants.filter(is_active=True).aggregate(sum=Sum("stock"))["sum"]


def test_nothing_happens_before_its_time(demo):
    assert not OrderEvent.objects.filter(at__gt=NOW).exists()
    for order in Order.objects.all():
        moments = [order.placed_at, *order.events.order_by("id").values_list("at", flat=True)]
        assert all(earlier <= later for earlier, later in pairwise(moments))
    assert Order.objects.earliest("placed_at").placed_at < NOW - dt.timedelta(days=30)


def test_every_person_of_the_sign_in_page_is_there_with_their_role(demo):
    assert {code for code, *_words in PEOPLE.values()} <= set(User.objects.values_list("code", flat=True))
    for kind in ("committee", "chair", "treasurer", "auditor", "rider", "volunteer", "case_worker", "seller"):
        assert Role.objects.filter(community__code="sirisuk", kind=kind).exists(), kind
    assert Role.objects.filter(community__code="sirisuk", kind="committee").count() == 3
    assert of_cast("demo-officer").is_trusted
    assert of_cast("demo-commit").is_staff
    assert not of_cast("demo-buyer").is_staff


def test_the_seller_has_something_in_every_pile_and_owes_the_fund(demo):
    shop = Shop.objects.managed_by(of_cast("demo-seller")).get()
    piles = set(Order.objects.filter(shop=shop).under_way().values_list("status", "payment"))
    assert {
        ("placed", "slip_shown"),
        ("placed", "unpaid"),
        ("accepted", "paid"),
        ("ready", "unpaid"),
    } <= piles
    assert shares.owed_by(shop.community, shop.code) > 0


def test_the_slip_that_waits_can_be_looked_at_and_was_read(demo):
    order = Order.objects.filter(shop__household__name="บ้านยายบุญ", payment="slip_shown").get()
    slip = order.slips.get().slip
    assert slip.was_read_from_picture
    assert default_storage.exists(slip.picture)


def test_the_buyer_has_one_order_to_pay_and_one_to_fetch(demo):
    mine = Order.objects.filter(buyer=of_cast("demo-buyer"))
    assert mine.filter(status="accepted", payment="unpaid", pay_by="promptpay", total__gt=0).exists()
    assert mine.filter(status="ready").exists()


def test_the_committee_has_something_to_decide(demo):
    committee = of_cast("demo-commit")
    assert Membership.objects.decidable_by(committee).exists()
    assert Shop.objects.governed_by(committee).filter(verified_at=None).exists()
    assert Membership.objects.decidable_by(of_cast("demo-repr")).exists()


def test_shares_have_arrived_and_households_have_written_down_their_income(demo):
    assert SharePayment.objects.filter(status="arrived").exists()
    assert IncomeRecord.objects.filter(source="market").exists()
    assert IncomeRecord.objects.exclude(source="market").exists()


def test_the_inbox_holds_only_what_is_news_and_no_task_is_overdue(demo):
    assert Notice.objects.filter(user=of_cast("demo-seller"), read_at=None).exists()
    assert not Notice.objects.filter(created_at__lt=NOW - dt.timedelta(days=22)).exists()
    assert not DBTaskResult.objects.filter(run_after__lte=NOW).exists()


def test_nobody_in_it_could_be_real(demo):
    phones = {
        *User.objects.values_list("phone", flat=True),
        *Shop.objects.values_list("phone", flat=True),
    } - {""}
    assert all(phone.startswith("077000") for phone in phones)
    receivers = set(Shop.objects.exclude(promptpay_id="").values_list("promptpay_id", flat=True))
    assert all(receiver.startswith("00000") for receiver in receivers)
    assert not User.objects.exclude(email=None).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_nearly_every_listing_has_a_picture_that_is_there(demo):
    with_picture = [
        listing for listing in Listing.objects.prefetch_related("pictures") if listing.pictures.all()
    ]
    assert len(with_picture) > SMALL.listings * 0.9
    for listing in with_picture[:10]:
        assert default_storage.exists(pictures.path(listing.pictures.first().digest, 320))


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("demo-seller", "/sell/"),
        ("demo-buyer", "/orders/"),
        ("demo-repr", "/household/"),
        ("demo-commit", "/admin/"),
        ("demo-treasur", "/fund/sirisuk/treasurer/"),
        ("demo-officer", "/reports/income/"),
    ],
)
def test_the_cast_enters_and_sees_its_own_page(demo, client, code, path):
    client.force_login(of_cast(code))
    assert client.get(path).status_code == 200


def test_every_good_has_a_picture_a_unit_and_a_category_of_the_market(demo):
    for trade in goods.trades().values():
        for good in trade.goods:
            assert photos.emoji_picture(good.sign).size == (256, 256)
            assert len(good.name) <= 100


def test_a_site_set_up_for_production_gets_no_demo(db, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="never on a site"):
        call_command("demo", "--if-empty")
    assert not Community.objects.exists()


def test_a_database_with_something_in_it_stays_as_it_is(db):
    factories.community()
    with pytest.raises(CommandError, match="not the demo's"):
        call_command("demo")
    out = StringIO()
    call_command("demo", "--if-empty", stdout=out)
    assert "stays as it is" in out.getvalue()
    assert Community.objects.count() == 1


def test_a_second_demo_is_refused(db):
    municipality = factories.community().municipality
    municipality.code = "tuayang"
    municipality.save()
    with pytest.raises(CommandError, match="there already"):
        call_command("demo")
