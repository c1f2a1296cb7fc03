"""Raw SQL tries to bend the fund's history: the database itself refuses every one."""

import datetime
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import factories
from tests.welfare import books_builders as build
from welfare import ledger
from welfare.models import (
    AidDecision,
    AidRequest,
    Benefit,
    BenefitRules,
    ConflictOfInterest,
    Countersign,
    EmergencyOrder,
    Payout,
    Period,
    TenureStep,
    Transfer,
)

# Frozen tables of the fund, each with a column that must not change.
FROZEN = {
    "welfare_account": "kind",
    "welfare_aiddecision": "amount",
    "welfare_appeal": "words",
    "welfare_auditsample": "seed",
    "welfare_bankline": "amount",
    "welfare_bankmatch": "amount",
    "welfare_campaignupdate": "words",
    "welfare_conflictofinterest": "words",
    "welfare_contributionrule": "amount",
    "welfare_countersign": "amount",
    "welfare_emergencyorder": "amount",
    "welfare_findinganswer": "words",
    "welfare_lotmove": "quantity",
    "welfare_matchingarrival": "amount",
    "welfare_paper": "path",
    "welfare_periodact": "held",
    "welfare_quote": "amount",
    "welfare_receipt": "amount",
    "welfare_receiptcancellation": "reason",
    "welfare_slip": "reference",
    "welfare_transfer": "amount",
}


def refused(statement, *values):
    """The database refuses the statement, and nothing of it stays."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(caught.value)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return cursor.fetchall()


def columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize("table", FROZEN)
def test_no_statement_changes_or_deletes_history(community, table):
    build.history(community)
    before = rows(table)
    assert before
    for statement in (
        f"UPDATE {table} SET {FROZEN[table]} = {FROZEN[table]}",
        f"UPDATE {table} SET {FROZEN[table]} = '9'",
        f"DELETE FROM {table}",
    ):
        assert "append-only" in refused(statement)
    assert rows(table) == before


@pytest.mark.parametrize("table", FROZEN)
def test_no_insert_takes_the_place_of_a_row(community, table):
    """`INSERT OR REPLACE` on SQLite, `ON CONFLICT DO UPDATE` on PostgreSQL."""
    build.history(community)
    before, names = rows(table), ", ".join(columns(table))
    changed = names.replace(FROZEN[table], "'9'", 1)
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {changed} FROM {table}"
    else:
        column = FROZEN[table]
        statement = (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = (SELECT min(id) FROM {table}) "
            f"ON CONFLICT (id) DO UPDATE SET {column} = EXCLUDED.{column}"
        )
    refused(statement)
    assert rows(table) == before


def insert_transfer(**changes):
    """A copy of the newest entry under new keys, with changes, straight into the table."""
    newest = Transfer.objects.order_by("-id").values().first()
    newest.pop("id")
    row = {**newest, "key": "raw", "number": newest["number"] + 1, **changes}
    row["amount"] = int(row["amount"].scaleb(2))
    names = list(row)
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO welfare_transfer ({', '.join(names)}) VALUES ({places})", list(row.values())


def test_a_copy_of_an_entry_can_be_written_when_it_obeys(community):
    """Without this, the refusals below would prove nothing."""
    build.enter(community)
    statement, values = insert_transfer()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert Transfer.objects.count() == 2


def test_a_closed_month_takes_no_entry(community):
    first = build.month_ago(2)
    build.enter(community, on=first)
    Period.objects.create(
        community=community, first_day=first, last_day=build.month_ago(1) - datetime.timedelta(days=1)
    )
    statement, values = insert_transfer()
    assert "closed" in refused(statement, *values)


def test_the_month_of_another_fund_closes_nothing_here(community):
    first = build.month_ago(2)
    build.enter(community, on=first)
    Period.objects.create(
        community=factories.community(), first_day=first, last_day=first.replace(day=28), is_closed=True
    )
    statement, values = insert_transfer()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert Transfer.objects.count() == 2


def test_bound_money_pays_for_nothing_else(community):
    build.enter(community, credit="donation", purpose="flood")
    bound = ledger.account(community, "bank", purpose="flood")
    costs = ledger.account(community, "costs")
    statement, values = insert_transfer(debit_id=costs.pk, credit_id=bound.pk)
    assert "bound" in refused(statement, *values)


def test_unbinding_moves_money_and_nothing_else(community):
    build.enter(community, credit="donation", purpose="flood")
    bound = ledger.account(community, "bank", purpose="flood")
    costs = ledger.account(community, "costs")
    statement, values = insert_transfer(debit_id=costs.pk, credit_id=bound.pk, is_release=True)
    assert "bound" in refused(statement, *values)


def test_an_entry_takes_no_account_of_another_fund(community):
    build.enter(community)
    elsewhere = ledger.account(factories.community(), "cash")
    statement, values = insert_transfer(debit_id=elsewhere.pk)
    assert "one fund" in refused(statement, *values)


@pytest.mark.parametrize("change", [{"amount": D(0)}, {"amount": D(-5)}, {"number": 1}, {"key": "first"}])
def test_an_entry_needs_an_amount_and_its_own_number_and_key(community, change):
    build.enter(community, key="first")
    statement, values = insert_transfer(**change)
    refused(statement, *values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE welfare_balance SET credits = debits + 1 WHERE is_money",
        "UPDATE welfare_balance SET debits = credits - 1 WHERE is_money",
    ],
)
def test_no_money_falls_below_zero(community, statement):
    build.enter(community)
    refused(statement)


@pytest.fixture
def request_of_boon(community, seller, committee):
    return build.aid_request(community, household=build.own_household(seller), asked_by=committee)


def test_somebody_else_decides(request_of_boon, community):
    """Without this, the refusals below would prove nothing."""
    build.decide(request_of_boon, factories.with_role(community, "committee"))
    assert AidDecision.objects.count() == 1


def test_who_asked_does_not_decide(request_of_boon, committee):
    with pytest.raises(IntegrityError, match="not decided by"), transaction.atomic():
        build.decide(request_of_boon, committee)


def test_the_household_does_not_decide(request_of_boon, seller):
    with pytest.raises(IntegrityError, match="not decided by"), transaction.atomic():
        build.decide(request_of_boon, seller)


def test_who_declared_a_conflict_does_not_decide(request_of_boon, treasurer):
    ConflictOfInterest.objects.create(request=request_of_boon, user=treasurer, words="ลูกพี่ลูกน้อง")
    with pytest.raises(IntegrityError, match="not decided by"), transaction.atomic():
        build.decide(request_of_boon, treasurer)


def test_who_ordered_the_emergency_payment_does_not_ratify_it(request_of_boon, treasurer):
    EmergencyOrder.objects.create(
        request=request_of_boon, amount=D(5), reason="ด่วน", ordered_by=treasurer, ratify_by=build.DAY
    )
    with pytest.raises(IntegrityError, match="not decided by"), transaction.atomic():
        build.decide(request_of_boon, treasurer)


@pytest.mark.parametrize("who", ["seller", "committee"])
def test_no_emergency_payment_is_ordered_by_who_is_close(request_of_boon, seller, committee, who):
    person = {"seller": seller, "committee": committee}[who]
    with pytest.raises(IntegrityError, match="not ordered by"), transaction.atomic():
        EmergencyOrder.objects.create(
            request=request_of_boon, amount=D(5), reason="ด่วน", ordered_by=person, ratify_by=build.DAY
        )


def test_nobody_decides_twice(request_of_boon, treasurer):
    build.decide(request_of_boon, treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.decide(request_of_boon, treasurer, step=2)


@pytest.mark.parametrize("who", ["decider", "household", "asker"])
def test_a_payout_is_paid_by_somebody_else(request_of_boon, community, seller, committee, treasurer, who):
    decider = factories.with_role(community, "chair")
    build.decide(request_of_boon, decider)
    paying = build.payout(request_of_boon)
    person = {"decider": decider, "household": seller, "asker": committee}[who]
    refused(f"UPDATE welfare_payout SET paid_by_id = {person.pk}")
    Payout.objects.filter(pk=paying.pk).update(paid_by=treasurer)


def test_who_declared_a_conflict_does_not_pay(request_of_boon, treasurer):
    ConflictOfInterest.objects.create(request=request_of_boon, user=treasurer, words="ลูกพี่ลูกน้อง")
    paying = build.payout(request_of_boon)
    refused(f"UPDATE welfare_payout SET paid_by_id = {treasurer.pk} WHERE id = {paying.pk}")


def test_a_payout_stays_paid_by_whom_it_was(request_of_boon, seller, treasurer):
    paying = build.payout(request_of_boon)
    Payout.objects.filter(pk=paying.pk).update(paid_by=treasurer)
    refused(f"UPDATE welfare_payout SET paid_by_id = {seller.pk} WHERE id = {paying.pk}")


def test_a_payout_does_not_begin_paid(request_of_boon, treasurer):
    with pytest.raises(IntegrityError, match="begins unpaid"), transaction.atomic():
        Payout.objects.create(
            request=request_of_boon,
            community=request_of_boon.community,
            amount=D(5),
            status="paid",
            way="goods",
            paid_by=treasurer,
            paid_at=timezone.now(),
        )


def test_a_decided_request_stays_with_its_household(request_of_boon, treasurer, community):
    build.decide(request_of_boon, treasurer)
    other = factories.household(community)
    refused(f"UPDATE welfare_aidrequest SET household_id = {other.pk}")


def test_so_does_one_that_was_let_through_at_once(request_of_boon, treasurer, community):
    EmergencyOrder.objects.create(
        request=request_of_boon, amount=D(5), reason="ด่วน", ordered_by=treasurer, ratify_by=build.DAY
    )
    other = factories.household(community)
    refused(f"UPDATE welfare_aidrequest SET household_id = {other.pk}")


def test_so_does_one_for_which_something_is_to_be_paid(request_of_boon, community):
    build.payout(request_of_boon)
    other = factories.household(community)
    refused(f"UPDATE welfare_aidrequest SET household_id = {other.pk}")


def test_one_that_nobody_has_decided_may_go_to_another_household(request_of_boon, community):
    other = factories.household(community)
    assert AidRequest.objects.filter(pk=request_of_boon.pk).update(household=other) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE welfare_benefitrules SET emergency_up_to = 999900",
        "DELETE FROM welfare_benefitrules",
        "UPDATE welfare_benefit SET amount = 1",
        "DELETE FROM welfare_benefit",
        "UPDATE welfare_tenurestep SET amount = 1",
        "DELETE FROM welfare_tenurestep",
    ],
)
def test_adopted_rules_stay(community, committee, statement):
    build.adopted_rules(community, committee)
    assert "adopted" in refused(statement)
    assert (BenefitRules.objects.count(), Benefit.objects.count(), TenureStep.objects.count()) == (1, 1, 1)


def test_adopted_rules_get_no_further_benefit(community, committee):
    rules = build.adopted_rules(community, committee)
    with pytest.raises(IntegrityError, match="adopted"), transaction.atomic():
        Benefit.objects.create(rules=rules, event=Benefit.Event.values[1], amount=D(1))
    with pytest.raises(IntegrityError, match="adopted"), transaction.atomic():
        TenureStep.objects.create(benefit=rules.benefits.get(), months=24, amount=D(1))


def test_nobody_answers_what_they_asked(community, treasurer):
    Countersign.objects.create(
        community=community, kind="cost", document="cost 1", amount=D(5), reason="ค่าไฟ", asked_by=treasurer
    )
    refused(
        "UPDATE welfare_countersign SET verdict = 'agreed', answered_by_id = asked_by_id, answered_at = asked_at"
    )


def test_a_month_is_not_opened_again_by_one(community, treasurer):
    period = Period.objects.create(
        community=community, first_day=build.month_ago(1), last_day=build.month_ago(1).replace(day=28)
    )
    refused(
        "INSERT INTO welfare_periodact (period_id, kind, actor_id, second_id, reason, held, last_number, done_at) "
        "VALUES (%s, 'reopened', %s, %s, 'why', 0, 0, %s)",
        period.pk,
        treasurer.pk,
        treasurer.pk,
        timezone.now(),
    )
