"""Rows of every part of the fund that must stay as they were, and dates of months that are over."""

import datetime
import itertools
from decimal import Decimal as D

from django.utils import timezone

from households.models import Household
from tests import factories
from welfare import ledger
from welfare.models import (
    Account,
    AidDecision,
    AidRequest,
    Appeal,
    AuditSample,
    BankLine,
    BankMatch,
    BankStatement,
    Benefit,
    BenefitRules,
    Campaign,
    CampaignUpdate,
    ConflictOfInterest,
    ContributionRule,
    Countersign,
    EmergencyOrder,
    Finding,
    FindingAnswer,
    GoodsKind,
    Lot,
    LotMove,
    MatchingArrival,
    MatchingPledge,
    MatchingSource,
    Paper,
    Payout,
    Period,
    PeriodAct,
    Purchase,
    Quote,
    Receipt,
    ReceiptCancellation,
    Slip,
    Store,
    TenureStep,
)

numbers = itertools.count(1)
DAY = datetime.date(2026, 1, 15)


def month_ago(count: int) -> datetime.date:
    """The first day of the month so many months before this one."""
    first = timezone.localdate().replace(day=1)
    for _month in range(count):
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    return first


def enter(community, amount="100.00", *, debit="bank", credit="opening", purpose="", on=None, **changes):
    """An entry of the books by the real action."""
    return ledger.post(
        community=community,
        debit=ledger.account(community, debit, purpose=purpose),
        credit=ledger.account(community, credit, purpose=purpose),
        amount=D(amount),
        value_date=on,
        **{"key": f"entry:{next(numbers)}", "document": "entry 1", **changes},
    )


def aid_request(community, *, household=None, asked_by=None, **changes) -> AidRequest:
    """A request for help."""
    content = {
        "key": f"aid{next(numbers)}",
        "event": Benefit.Event.values[0],
        "words": "ป่วย",
        "for_whom": "ยาย",
        "event_on": DAY,
        "asker": AidRequest.Asker.HELPER,
    }
    return AidRequest.objects.create(
        community=community, household=household, asked_by=asked_by, **{**content, **changes}
    )


def decide(request, decider, step=1, amount="100") -> AidDecision:
    """A yes, straight into the table: only the database stands in its way."""
    return AidDecision.objects.create(
        request=request, step=step, decider=decider, verdict="approve", amount=D(amount), reason="จำเป็น"
    )


def adopted_rules(community, person) -> BenefitRules:
    """Rules in force, with one benefit and one step."""
    rules = BenefitRules.objects.create(
        community=community, number=next(numbers), status=BenefitRules.Status.DRAFT, drafted_by=person
    )
    benefit = Benefit.objects.create(rules=rules, event=Benefit.Event.values[0], amount=D(500))
    TenureStep.objects.create(benefit=benefit, months=12, amount=D(700))
    BenefitRules.objects.filter(pk=rules.pk).update(
        status=BenefitRules.Status.ADOPTED,
        resolution="มติ 1/2569",
        adopted_on=DAY,
        valid_from=DAY,
        adopted_by=factories.with_role(community, "chair"),
    )
    rules.refresh_from_db()
    return rules


def history(community) -> None:
    """One row in each frozen table of the fund."""
    one = factories.with_role(community, "treasurer")
    other = factories.with_role(community, "committee")
    third = factories.with_role(community, "chair")
    entry = enter(community)
    back = ledger.reverse(transfer=enter(community), key="back", reason="ผิด", actor=one)
    _books(community, entry, back, one, other)
    _requests(community, other, third)
    _goods_and_gifts(community, entry, one)
    sample = {"first_day": DAY, "last_day": DAY, "seed": 1, "payouts_then": 0}
    AuditSample.objects.create(community=community, drawn_by=other, **sample)
    finding = Finding.objects.create(community=community, words="ไม่มีบิล", found_by=other)
    FindingAnswer.objects.create(finding=finding, words="แนบแล้ว", said_by=one)


def _books(community, entry, back, one, other) -> None:
    period = Period.objects.create(
        community=community,
        first_day=datetime.date(2020, 1, 1),
        last_day=datetime.date(2020, 1, 31),
        is_closed=False,
    )
    PeriodAct.objects.create(period=period, kind="closed", actor=one, held=D(5))
    Countersign.objects.create(
        community=community, kind="cost", document="cost 1", amount=D(5), reason="ค่าไฟ", asked_by=one
    )
    Paper.objects.create(community=community, document="cost 1", path="x", added_by=one)
    Slip.objects.create(bank="004", reference="REFERENCE1", document="order 1", shown_by=one)
    statement = BankStatement.objects.create(community=community, file_name="a.csv", uploaded_by=one)
    line = BankLine.objects.create(
        statement=statement, community=community, kind="bank", booked_on=DAY, amount=D(100), fingerprint="f"
    )
    BankMatch.objects.create(line=line, transfer=entry, amount=D(100), made_by=one)
    receipt = Receipt.objects.create(
        community=community,
        year=2026,
        number=1,
        transfer=entry,
        document="entry 1",
        purpose="สวัสดิการ",
        way="cash",
        amount=D(100),
        dated=DAY,
        issued_by=one,
    )
    ReceiptCancellation.objects.create(
        receipt=receipt, reversal=back, reason="ผิด", asked_by=one, agreed_by=other
    )


def _requests(community, other, third) -> None:
    request = aid_request(community, household=factories.household(community))
    decide(request, other)
    ConflictOfInterest.objects.create(request=request, user=third, words="ญาติ")
    fourth = factories.with_role(community, "committee")
    EmergencyOrder.objects.create(
        request=request, amount=D(5), reason="ด่วน", ordered_by=fourth, ratify_by=DAY
    )
    Appeal.objects.create(request=request, words="ขอดูใหม่")


def _goods_and_gifts(community, entry, one) -> None:
    ContributionRule.objects.create(
        community=community, amount=D(1), valid_from=DAY, resolution="มติ", decided_by=one
    )
    campaign = Campaign.objects.create(
        community=community, name="น้ำท่วม", story="x", goal=D(5), starts_on=DAY, ends_on=DAY, created_by=one
    )
    CampaignUpdate.objects.create(campaign=campaign, words="ซื้อข้าวแล้ว", written_by=one)
    source = MatchingSource.objects.create(community=community, kind="local", name="เทศบาล")
    pledge = MatchingPledge.objects.create(
        source=source, amount=D(100), pledged_on=DAY, due_on=DAY, document="หนังสือ", recorded_by=one
    )
    MatchingArrival.objects.create(key="m", pledge=pledge, transfer=entry, amount=D(100), recorded_by=one)
    purchase = Purchase.objects.create(
        community=community, key="p", what="ข้าว", why="แจก", estimate=D(5), asked_by=one
    )
    Quote.objects.create(purchase=purchase, seller="ร้าน", amount=D(5), added_by=one)
    lot = Lot.objects.create(
        key="l",
        community=community,
        store=Store.objects.create(community=community, name="ศาลา"),
        kind=GoodsKind.objects.create(community=community, code="rice", name="ข้าว", unit="ถุง"),
        origin="given",
        received=D(5),
        left=D(5),
        received_on=DAY,
        received_by=one,
    )
    LotMove.objects.create(lot=lot, key="lm", kind="received", quantity=D(5), actor=one)


def payout(request) -> Payout:
    """What is to be paid for a request."""
    return Payout.objects.create(request=request, community=request.community, amount=D(100))


def own_household(user) -> Household:
    """The household of a person."""
    return Household.objects.of_member(user).get()


def account_holds(community, kind, purpose="") -> D:
    """What the account of this kind holds."""
    return ledger.balance(Account.objects.get(community=community, kind=kind, holder="", purpose=purpose))
