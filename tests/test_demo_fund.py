"""The demo's community fund: what lives in it, and that its books are whole."""

import datetime as dt
from collections import Counter
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from config.demo.build import build
from households.models import Community, Role, User
from tests.test_demo import SMALL
from welfare import (
    aid_decisions,
    audits,
    bank_lines,
    contributions,
    handovers,
    ledger,
    matching,
    payouts,
    stock,
)
from welfare.models import (
    AidRequest,
    AuditSample,
    BankLine,
    BenefitRules,
    Campaign,
    CashCount,
    Contribution,
    ContributionRule,
    Countersign,
    Donation,
    FundMember,
    Handover,
    Paper,
    Payout,
    Period,
    Purchase,
    ReceiptCancellation,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, for every test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(now=NOW, size=SMALL)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def place(demo) -> Community:
    """The community whose fund has all of it."""
    return Community.objects.get(code="sirisuk")


def of_cast(code: str) -> User:
    return User.objects.get(code=code)


def test_the_check_of_the_books_finds_nothing(demo):
    out = StringIO()
    call_command("ledger_check", stdout=out)
    assert len(out.getvalue().splitlines()) == 4


def test_every_fund_has_a_rule_and_two_treasurers_keep_the_first(place):
    assert set(ContributionRule.objects.values_list("community__code", "amount", "per")) == {
        (code, D(1), "day") for code in ("sirisuk", "bansuan", "pakkhlong", "rimkhao")
    }
    roles = Role.objects.active().filter(community=place)
    assert roles.filter(kind="treasurer").count() == 2
    assert roles.filter(kind__in=["committee", "chair"]).count() == 4


def test_some_households_are_late_and_some_have_paid_ahead(place):
    members = list(FundMember.objects.filter(community=place).select_related("household"))
    assert len(members) == SMALL.homes - 5
    found = [contributions.standing(member.household) for member in members]
    assert any(one.arrears > 0 for one in found)
    assert any(one.paid_until > timezone.localdate(NOW) + dt.timedelta(days=60) for one in found)
    assert Counter(one.arrears > 0 for one in found).most_common(1)[0][0] is False
    assert set(Contribution.objects.values_list("way", flat=True)) == {"cash", "collector", "bank"}


def test_the_collector_has_cash_in_hand_and_a_handover_waits(place):
    helper = of_cast("demo-helper")
    brought = Handover.objects.get(community=place, status="brought")
    assert brought.collector == helper
    assert handovers.in_hand(place, helper) == brought.amount + 60
    assert Contribution.objects.filter(status="sent", recorded_by=of_cast("demo-buyer")).exists()


def test_one_campaign_passed_on_what_was_left_and_one_has_half_of_its_goal(place):
    over = Campaign.objects.get(community=place, status="settled")
    assert not any(ledger.money(place, purpose=over.code).values())
    assert Countersign.objects.filter(kind="leftover", verdict="agreed", amount=D(1700)).exists()
    runs = Campaign.objects.get(community=place, status="open")
    assert sum(ledger.money(place, purpose=runs.code).values()) * 2 == runs.goal
    assert runs.pictures.exists()
    assert runs.updates.count() == 2


def test_one_receipt_was_taken_back_and_one_gift_waits(place):
    assert ReceiptCancellation.objects.count() == 1
    assert Counter(Donation.objects.values_list("status", flat=True)) == {
        "arrived": 11,
        "taken_back": 1,
        "sent": 1,
    }
    paid, late = matching.by_source(place)
    assert (paid.received, paid.late) == (D(12000), 0)
    assert (late.received, late.late) == (0, D(15000))


def test_rules_are_adopted_and_the_next_version_is_a_draft(place):
    rules = BenefitRules.objects.order_by("number").values_list("number", "status")
    assert list(rules) == [(1, "adopted"), (2, "draft")]


def test_requests_stand_in_every_state(place):
    rows = AidRequest.objects.filter(community=place)
    assert set(rows.values_list("status", flat=True)) == set(AidRequest.Status.values)
    waiting = rows.get(status="asked", urgency="now", asker="helper")
    assert (waiting.event, waiting.asked_by.code) == ("bedridden", "demo-helper")
    assert waiting.person.sex == "female"
    assert rows.filter(status="asked", household=None).count() == 1
    appealed = rows.get(status="asked", is_appealed=True)
    assert appealed.decisions.get().verdict == "refuse"
    by_two = [row for row in rows.filter(status="paid") if row.decisions.count() == 2]
    assert any(payouts.evidence(row.payouts.get(status="paid")) for row in by_two)


def test_one_emergency_was_agreed_to_afterwards_and_one_was_not(place):
    orders = AidRequest.objects.filter(emergency__isnull=False)
    assert sorted(orders.values_list("status", flat=True)) == ["asked", "paid"]
    assert [order.request.status for order in aid_decisions.not_ratified(place)] == ["asked"]


def test_help_was_paid_in_every_way_each_with_its_picture(place):
    paid = Payout.objects.filter(status="paid")
    assert set(paid.values_list("way", flat=True)) == {"bank", "cash", "goods"}
    assert Payout.objects.filter(status="returned").count() == 1
    assert Payout.objects.filter(status="to_pay").count() == 1
    assert not payouts.without_evidence(place)
    assert all(default_storage.exists(paper.path) for paper in Paper.objects.all())


def test_the_committee_member_can_have_the_last_word_on_a_request(place):
    one_more = [
        row
        for row in AidRequest.objects.filter(status="asked", is_appealed=False)
        if aid_decisions.approvals(row).count() == aid_decisions.needed(row) - 1 > 0
    ]
    assert one_more
    committee = of_cast("demo-commit")
    for row in one_more:
        amount = aid_decisions.fixed_amount(row)
        aid_decisions.decide(request=row, verdict="approve", amount=amount, reason="ควรช่วย", actor=committee)
        row.refresh_from_db()
        assert row.status == "approved"


def test_the_store_has_something_low_and_something_that_expires(place):
    assert [level.kind.name for level in stock.low(place)] == ["น้ำดื่ม"]
    assert [lot.kind.name for lot in stock.expiring(place)] == ["หน้ากากอนามัย"]
    waiting = Purchase.objects.get(status="received")
    assert waiting.quotes.count() == 3


def test_bank_and_books_differ_by_nothing_that_is_not_known(place):
    found = bank_lines.reconcile(place, "bank")
    assert found.bank is not None
    assert found.unexplained == 0
    assert 3 <= bank_lines.open_lines(place).count() < BankLine.objects.count()


def test_the_cash_box_was_counted_twice_and_two_acts_wait_for_a_second_person(place):
    assert sorted(CashCount.objects.values_list("status", flat=True)) == ["agrees", "waiting"]
    waiting = Countersign.objects.waiting().filter(community=place)
    assert sorted(waiting.values_list("kind", flat=True)) == ["cost", "difference"]


def test_months_are_closed_but_the_last_that_is_over(place):
    assert Period.objects.filter(community=place, is_closed=True).count() >= 2
    last = (timezone.localdate(NOW).replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    assert not Period.objects.filter(first_day=last).exists()


def test_the_auditor_has_visited_and_asked(place):
    sample = AuditSample.objects.get(community=place)
    results = list(sample.visits.order_by("id").values_list("result", flat=True))
    assert results == ["right", "right", "not_met", ""]
    assert [finding.status for finding in audits.findings(place)] == ["open", "answered"]


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("demo-helper", "/fund/sirisuk/collect/"),
        ("demo-repr", "/fund/sirisuk/give/"),
        ("demo-commit", "/fund/sirisuk/requests/"),
        ("demo-commit", "/fund/sirisuk/goods/"),
        ("demo-commit", "/fund/sirisuk/rules/draft/"),
        ("demo-chair", "/fund/sirisuk/signatures/"),
        ("demo-treasur", "/fund/sirisuk/treasurer/"),
        ("demo-treasur", "/fund/sirisuk/payouts/"),
        ("demo-treasur", "/fund/sirisuk/bank/lines/"),
        ("demo-treasur", "/fund/sirisuk/contributions/"),
        ("demo-treasur", "/fund/sirisuk/purchases/"),
        ("demo-auditor", "/fund/sirisuk/audit/"),
        ("demo-auditor", "/fund/sirisuk/findings/"),
        ("demo-buyer", "/fund/sirisuk/"),
        ("demo-buyer", "/fund/sirisuk/campaigns/"),
    ],
)
def test_the_cast_enters_and_sees_its_page_of_the_fund(demo, client, code, path):
    client.force_login(of_cast(code))
    assert client.get(path).status_code == 200
