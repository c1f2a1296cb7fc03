"""The auditor: payouts drawn by lot, visits, findings and their answers."""

import datetime as dt
import hashlib
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lib.appendonly import lifted
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from tests.welfare import goods_builders
from welfare import audit_concerns, audits, costs, countersigns, ledger, payouts, purchases
from welfare.models import Account, AuditVisit, Finding, FindingAnswer, Paper, Payout, Transfer


@pytest.fixture
def auditor(community):
    return factories.with_role(community, "auditor", name="สมศักดิ์ ตัวอย่าง")


@pytest.fixture
def pay(community, committee, treasurer):
    """Help of 2,000 baht agreed to by two and paid in cash."""
    make.fill(community, bank="0", cash="50000")
    seats, rules = make.committee(community, 2), make.rules(community, committee)

    def pay(way="cash", pictures=(("signature", make.PATH),), **changes):
        asked = make.aid(community, rules=rules, **changes)
        for seat in seats:
            make.yes(asked, seat)
        paid = payouts.pay(
            payout=asked.payouts.get(),
            way=way,
            payee_name=asked.person.name,
            payee_account="พร้อมเพย์ 0812223333" if way == "bank" else "",
            pictures=list(pictures),
            actor=treasurer,
        )
        return paid

    return pay


@pytest.fixture
def days():
    today = timezone.localdate()
    return {"first_day": today - dt.timedelta(days=30), "last_day": today}


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def concern(community, code):
    return next(found for found in audit_concerns.all_of(community) if found.code == code)


def test_the_lowest_tickets_are_drawn(community, auditor, pay, days):
    codes = [pay().code for _number in range(5)]
    sample = audits.draw(community=community, size=2, actor=auditor, seed="7", **days)
    tickets = sorted(codes, key=lambda code: hashlib.sha256(f"7:{code}".encode()).hexdigest())
    assert {visit.payout.code for visit in sample.visits.all()} == set(tickets[:2])
    assert sample.payouts_then == 5


def test_a_sample_larger_than_what_was_paid_takes_all(community, auditor, pay, days):
    pay()
    assert audits.draw(community=community, size=10, actor=auditor, **days).visits.count() == 1


def test_nothing_is_drawn_where_nothing_was_paid(community, auditor, days):
    with refused("nothing"):
        audits.draw(community=community, size=5, actor=auditor, **days)


def test_what_came_back_is_not_drawn(community, auditor, treasurer, pay, days):
    kept = pay()
    payouts.give_back(payout=pay(), reason="บัญชีปิด", actor=treasurer)
    sample = audits.draw(community=community, size=5, actor=auditor, **days)
    assert [visit.payout for visit in sample.visits.all()] == [kept]


def test_days_to_come_are_not_drawn_from(community, auditor, days):
    with refused("days"):
        audits.draw(
            community=community,
            size=5,
            actor=auditor,
            first_day=days["first_day"],
            last_day=days["last_day"] + dt.timedelta(days=1),
        )


def test_only_the_auditor_draws(community, treasurer, pay, days):
    pay()
    with refused("role"):
        audits.draw(community=community, size=1, actor=treasurer, **days)


@pytest.fixture
def visit(community, auditor, pay, days):
    pay()
    return audits.draw(community=community, size=1, actor=auditor, **days).visits.get()


def record(visit, auditor, result="right", words="", **changes):
    given = {"result": result, "words": words, "visited_on": timezone.localdate()} | changes
    return audits.record_visit(visit=visit, actor=auditor, **given)


def test_what_is_not_right_becomes_a_finding_without_a_name(visit, auditor):
    record(visit, auditor, "wrong", "ยายจันทร์ ได้เงินไม่ครบ")
    found = Finding.objects.get()
    assert found.document == f"payout {visit.payout.code}"
    assert "จันทร์" not in found.words


def test_a_visit_is_written_down_once(visit, auditor):
    record(visit, auditor)
    with refused("answered"):
        record(visit, auditor, "wrong", "x")
    assert AuditVisit.objects.get().result == "right"


def test_what_is_not_right_needs_words(visit, auditor):
    with refused("words"):
        record(visit, auditor, "wrong")


def test_nobody_visits_in_the_future(visit, auditor):
    with refused("day"):
        record(visit, auditor, visited_on=timezone.localdate() + dt.timedelta(days=1))


def test_the_auditor_does_not_visit_their_own_household(community, visit):
    home = visit.payout.request.household
    neighbour = factories.member(home, name="ลูกหลาน ตัวอย่าง")
    neighbour.roles.create(kind="auditor", community=community)
    with refused("own_household"):
        record(visit, neighbour)


def test_a_finding_is_answered_and_closed(community, auditor, treasurer):
    found = audits.find(community=community, words="ใบเสร็จหายสองใบ", actor=auditor)
    audits.answer(finding=found, words="หาเจอแล้ว", actor=treasurer)
    found = audits.close(finding=found, words="เห็นแล้ว ครบ", actor=auditor)
    assert found.status == "closed"
    assert list(found.answers.values_list("words", flat=True)) == ["หาเจอแล้ว", "เห็นแล้ว ครบ"]
    with refused("closed"):
        audits.answer(finding=found, words="อีก", actor=treasurer)


def test_the_auditor_does_not_answer_for_the_committee(community, auditor, outsider):
    found = audits.find(community=community, words="ใบเสร็จหายสองใบ", actor=auditor)
    for person in (auditor, outsider):
        with refused("role"):
            audits.answer(finding=found, words="หาเจอแล้ว", actor=person)


def test_those_who_keep_the_fund_do_not_close_findings(community, auditor, treasurer):
    found = audits.find(community=community, words="ใบเสร็จหายสองใบ", actor=auditor)
    with refused("role"):
        audits.close(finding=found, words="พอแล้ว", actor=treasurer)


def test_answers_stay_as_they_were(community, auditor, treasurer):
    found = audits.find(community=community, words="ใบเสร็จหายสองใบ", actor=auditor)
    audits.answer(finding=found, words="หาเจอแล้ว", actor=treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingAnswer.objects.update(words="อย่างอื่น")


def test_a_quiet_fund_raises_no_question(community):
    assert all(not found.rows for found in audit_concerns.all_of(community))


def test_a_missing_entry_is_named(community):
    make.fill(community)
    community.fund.refresh_from_db()
    community.fund.last_number += 1
    community.fund.save()
    (row,) = concern(community, "gaps").rows
    assert "3" in row.words


def test_an_entry_taken_back_is_shown_with_its_reason(community, treasurer):
    make.fill(community, cash="0")
    ledger.reverse(transfer=Transfer.objects.get(), key="back", reason="ลงผิด", actor=treasurer)
    (row,) = concern(community, "reversals").rows
    assert "ลงผิด" in row.words
    assert row.amount == D(10000)


def test_help_for_the_household_of_a_keeper_is_shown(community, treasurer, pay):
    home = factories.household(community)
    keeper = factories.member(home, name="กรรมการใหม่ ตัวอย่าง")
    keeper.roles.create(kind="committee", community=community)
    paid = pay(household=home)
    (row,) = concern(community, "self-dealing").rows
    assert paid.code in row.words


def test_a_payout_without_a_picture_is_shown(community, pay, treasurer):
    pay()
    assert concern(community, "evidence").rows == []
    make.fill(community, cash="0")
    paid = pay(way="bank", pictures=[])
    (row,) = concern(community, "evidence").rows
    assert paid.code in row.words


def test_a_payout_whose_picture_came_late_is_shown(community, pay, treasurer):
    make.fill(community, cash="0")
    paid = pay(way="bank", pictures=[])
    Payout.objects.update(paid_at=timezone.now() - dt.timedelta(days=4))
    payouts.add_evidence(payout=paid, pictures=[("transfer", make.PATH)], actor=treasurer)
    (row,) = concern(community, "evidence").rows
    assert paid.code in row.words


def test_a_cost_without_a_bill_is_shown(community, committee, treasurer):
    make.fill(community)
    asked = [
        costs.ask(community=community, amount=D(5), words="x", way="bank", paths=paths, actor=treasurer)
        for paths in ([make.PATH], [])
    ]
    for one in asked:
        countersigns.agree(countersign=one, actor=committee)
    (row,) = concern(community, "evidence").rows
    assert asked[1].code in row.words


@pytest.fixture
def bought(community, committee, treasurer):
    """Rice of 900 baht, received with its bill and paid."""
    goods_builders.money(community, "5000")
    second = factories.with_role(community, "committee")
    came = goods_builders.received(committee, second, community)
    return purchases.pay(purchase=came, amount=D(900), way="bank", actor=treasurer)


def test_a_purchase_without_a_bill_is_shown(community, bought):
    assert concern(community, "evidence").rows == []
    with lifted("welfare_paper"):
        Paper.objects.filter(document=f"purchase {bought.code}").delete()
    (row,) = concern(community, "evidence").rows
    assert bought.what in row.words


def test_a_seller_named_like_a_keeper_is_shown(community, bought):
    assert concern(community, "self-dealing").rows == []
    factories.with_role(community, "treasurer", name=bought.chosen.seller)
    (row,) = concern(community, "self-dealing").rows
    assert (bought.what in row.words, row.amount) == (True, D(900))


def test_a_payout_to_another_name_is_shown(community, committee, treasurer):
    make.fill(community)
    asked = make.aid(community, rules=make.rules(community, committee))
    for seat in make.committee(community, 2):
        make.yes(asked, seat)
    named = {"payee_name": "ดวงใจ ทองดี", "payee_account": "1234567890", "differs_because": "ลูกสาวถือบัญชี"}
    paid = payouts.pay(payout=asked.payouts.get(), way="bank", actor=treasurer, **named)
    (row,) = concern(community, "self-dealing").rows
    assert paid.code in row.words


def test_more_than_the_rules_say_is_shown(community, committee):
    make.fill(community)
    asked = make.aid(community, rules=make.rules(community, committee, gives="1500"))
    for seat in make.committee(community, 3):
        asked.refresh_from_db()
        if asked.status == "asked":
            make.yes(asked, seat)
    (row,) = concern(community, "above-rules").rows
    assert row.amount == D(2000)


def test_cash_that_differed_is_shown(community, treasurer):
    make.fill(community)
    box = ledger.account(community, Account.Kind.CASH)
    box.counts.create(counted=D(2990), booked=D(3000), status="waiting", counted_by=treasurer)
    (row,) = concern(community, "differences").rows
    assert row.amount == D(-10)
