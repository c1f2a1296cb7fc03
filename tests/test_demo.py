"""`manage.py demo`: a small one, told twice, and what must hold in it."""

import datetime as dt
from collections import Counter
from io import StringIO
from itertools import pairwise

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.demo import goods, photos
from config.demo.build import build
from config.demo.story import Size
from households import checks, imports, prices, rollup_check
from households.demo_people import PEOPLE
from households.income_rows import months_before
from households.models import (
    Community,
    ExpenseRecord,
    Household,
    IncomeLook,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Merge,
    Municipality,
    Notice,
    Participation,
    Person,
    Programme,
    RegisterEvent,
    RegisterImport,
    ReportEdition,
    Role,
    Situation,
    User,
    Verification,
    VerificationSample,
)
from households.reports import editions, snapshots
from households.reports.places import Parameters, Period, Place
from lib import disclosure, pictures
from lib.dates import month_start
from market.models import Listing, Order, OrderEvent, Shop, Variant
from tests import factories
from tests.households.reports import differencing
from welfare import ledger, shares
from welfare.models import SharePayment, Transfer

SMALL = Size(orders=40, homes=20, shops=3, listings=45, days=155, lead=3)
NOW = timezone.now()


def told() -> list:
    """What two demos of one day have in common."""
    return [
        *Listing.objects.order_by("id").values_list("code", "name", "price", "stock"),
        *Order.objects.order_by("id").values_list("code", "total", "status", "placed_at"),
        *Transfer.objects.order_by("id").values_list("key", "amount"),
        *IncomeRecord.objects.order_by("id").values_list("month", "gross", "costs"),
        *Person.objects.order_by("id").values_list("code", "name", "birth_year", "activity"),
        *Situation.objects.order_by("id").values_list("kind", "since", "person__code"),
        *Verification.objects.order_by("id").values_list("household__code", "status", "verified"),
        *ReportEdition.objects.order_by("id").values_list("code", "result__headline"),
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
    # One came out of another, and one was entered twice.
    assert Household.objects.count() == 4 * SMALL.homes + 2
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


def test_everybody_in_the_register_is_known_by_age_sex_work_and_since_when(demo):
    seats = Membership.objects.active().select_related("person")
    assert seats.count() > 2 * 4 * SMALL.homes
    for seat in seats:
        person = seat.person
        assert person.birth_year
        assert person.sex
        assert seat.since
        assert seat.relation
        assert (person.occupation and person.activity) or person.age() < 5, person
    sizes = Counter(seats.filter(lives_here=True).values_list("household", flat=True)).values()
    assert min(sizes) == 1
    assert max(sizes) >= 6


def test_households_moved_divided_and_lost_somebody(demo):
    status = Counter(Household.objects.values_list("status", flat=True))
    assert status["moved"] == 1
    assert Household.objects.filter(origin__isnull=False, memberships__status="active").exists()
    assert Person.objects.exclude(died_on=None).exists()
    assert Membership.objects.active().filter(is_representative=True, lives_here=False).count() == 4
    assert Membership.objects.active().filter(is_deputy=True).count() >= 12
    kinds = set(RegisterEvent.objects.values_list("kind", flat=True))
    assert {"imported", "split", "status", "died", "representative", "deputy", "merged", "unmerged"} <= kinds


def test_needs_for_help_are_on_record_with_their_papers(demo):
    kinds = Counter(Situation.objects.values_list("kind", flat=True))
    assert kinds.total() >= 8
    for need in Situation.objects.filter(kind__in=Situation.HEALTH).select_related("consent"):
        assert need.consent.way == "paper"
        assert need.consent.person == need.person


def test_the_committee_has_entries_to_look_at_a_house_entered_twice_and_a_table_with_mistakes(demo):
    sirisuk = Community.objects.get(code="sirisuk")
    assert checks.count(sirisuk) >= 2
    names = Counter(Household.objects.filter(community=sirisuk).values_list("name", "house_number"))
    assert max(names.values()) == 2
    assert Merge.objects.exclude(undone_at=None).exists()
    waiting = RegisterImport.objects.get(community=sirisuk, status="checked")
    assert waiting.rows_bad == imports.bad_rows(waiting).count() == 4
    assert waiting.rows.filter(likeness=100).exists()
    assert RegisterImport.objects.filter(status="done").count() == 4


def test_months_hold_all_kinds_of_answers_and_every_sum_is_what_its_records_come_to(demo):
    assert [finding.words for finding in rollup_check.check()] == []
    assert set(IncomeMonth.objects.values_list("answer", flat=True)) >= {"complete"}
    assert set(IncomeRecord.objects.values_list("origin", flat=True)) == {"household", "market", "committee"}
    assert IncomeRecord.objects.exclude(replaces=None).exists()
    written_for = IncomeMonth.objects.filter(origin="committee").values("household").distinct()
    assert written_for.count() == 2
    assert ExpenseRecord.objects.filter(household__memberships__person__user__code="demo-seller").exists()


def test_the_months_form_waits_for_the_seller_and_the_representative(demo):
    last = months_before(month_start(NOW), 1)
    for code in ("demo-seller", "demo-repr"):
        own = IncomeMonth.objects.filter(household__memberships__person__user__code=code)
        assert own.filter(month=months_before(last, 1)).exists()
        assert not own.filter(month=last).exists()


def of_programme(place: Community | None) -> Parameters:
    """The latest round against the baseline, for officers."""
    programme = Programme.objects.get()
    first, last = programme.rounds.order_by("number").first(), programme.rounds.order_by("number").last()
    return Parameters(
        place=Place(programme.municipality, place),
        kind="round",
        baseline=Period(first.first_month, first.last_month),
        followup=Period(last.first_month, last.last_month),
        programme=programme,
        round=last,
        prices=prices.newest(programme.municipality),
        line=programme.municipality.reference_line,
    )


def test_the_programmes_report_has_nearly_everybody_and_a_comparison(demo):
    result = snapshots.look(of_programme(None)).result
    assert result["flow"]["asked"] == 4 * SMALL.homes
    assert result["headline"]["n"] > 0.6 * 4 * SMALL.homes
    assert result["comparison"]["n_started"] > result["comparison"]["n_later"] > 5
    assert result["verification"]
    assert result["prices"]["missing"] == []
    assert {row["code"] for row in result["communities"]} == {"sirisuk", "bansuan", "pakkhlong", "rimkhao"}


def test_the_last_community_joined_after_the_round_and_sold_nothing_before(demo):
    late = Participation.objects.get(community__code="rimkhao")
    assert of_programme(None).followup.last < late.started_on
    orders = Order.objects.filter(community__code="rimkhao")
    assert timezone.localdate(orders.earliest("placed_at").placed_at) >= late.started_on


def test_one_report_is_published_for_everybody_and_one_was_corrected_for_officers(demo):
    public = ReportEdition.objects.get(audience="public")
    assert public.number == 1
    first, second = ReportEdition.objects.filter(audience="officers").order_by("number")
    assert second.corrects == first
    assert second.what_changed
    for edition in (public, first, second):
        assert editions.worked_out_again(edition) == edition.result


def test_last_months_sample_is_half_visited(demo):
    sample = VerificationSample.objects.order_by("month").last()
    statuses = Counter(sample.visits.values_list("status", flat=True))
    assert statuses["waiting"] == sample.size // 2
    assert statuses["done"] >= 3
    assert statuses["not_met"] == statuses["refused"] == 1
    done = sample.visits.filter(status="done")
    assert done.exclude(verified=F("reported")).exists()
    assert IncomeLook.objects.filter(viewer=of_cast("demo-commit"), reason="register").count() == 9


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("demo-seller", "/sell/"),
        ("demo-seller", "/household/book/"),
        ("demo-buyer", "/orders/"),
        ("demo-repr", "/household/"),
        ("demo-repr", "/household/looks/"),
        ("demo-commit", "/admin/"),
        ("demo-commit", "/office/sirisuk/"),
        ("demo-commit", "/office/sirisuk/checks/"),
        ("demo-commit", "/office/sirisuk/people/"),
        ("demo-commit", "/office/sirisuk/import/"),
        ("demo-commit", "/office/sirisuk/coverage/"),
        ("demo-commit", "/office/sirisuk/rounds/"),
        ("demo-commit", "/office/sirisuk/samples/"),
        ("demo-treasur", "/fund/sirisuk/treasurer/"),
        ("demo-officer", "/reports/"),
        ("demo-officer", "/reports/published/"),
        ("demo-officer", "/reports/programmes/"),
        ("demo-officer", "/reports/prices/"),
    ],
)
def test_the_cast_enters_and_sees_its_own_page(demo, client, code, path):
    client.force_login(of_cast(code))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(("audience", "threshold"), [("officers", 5), ("public", 10)])
def test_no_reports_of_the_demo_can_be_subtracted_down_to_a_few(demo, audience, threshold):
    differencing.look_at(differencing.every_report(Municipality.objects.get(), audience))
    shown = differencing.everything_shown(audience)
    assert len(shown) >= 2
    assert disclosure.derivable(shown, threshold) == []


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
