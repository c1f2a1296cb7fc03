"""One row of every register of the fund in a community, for the tests of the office: straight into the tables."""

import datetime as dt
from decimal import Decimal as D

from django.db.models import Model
from django.utils import timezone

from tests import factories
from welfare import ledger, models

DAY = dt.date(2026, 1, 15)


def rows(place, name: str, home) -> dict[type[Model], Model]:
    """Rows by their model. `name` stands in each that has words of its own."""
    who = [
        factories.with_role(place, kind, name=f"{name} {kind}")
        for kind in ("treasurer", "committee", "chair")
    ]
    entry = _entry(place, "in", who[0])
    back = ledger.reverse(transfer=entry, key=f"{place.code}:back", reason=name, actor=who[0])
    made = [
        *_books(place, name, who),
        *_bank(place, name, who, entry),
        *_gifts(place, name, who, entry, back),
        *_members(place, name, who, home),
        *_help(place, name, who, home),
        *_goods(place, name, who),
        *_audits(place, name, who),
    ]
    return {row.__class__: row for row in made}


def _entry(place, key, actor):
    return ledger.post(
        key=f"{place.code}:{key}",
        community=place,
        debit=ledger.account(place, "bank"),
        credit=ledger.account(place, "donation"),
        amount=D(100),
        document="entry 1",
        actor=actor,
    )


def _books(place, name, who):
    period = models.Period.objects.create(
        community=place, first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 1, 31)
    )
    yield period
    yield period.acts.create(kind="closed", actor=who[0], held=D(5), reason=name)
    yield models.Countersign.objects.create(
        community=place, kind="cost", document=f"cost {place.pk}", amount=D(5), reason=name, asked_by=who[0]
    )


def _bank(place, name, who, entry):
    statement = models.BankStatement.objects.create(
        community=place, file_name=f"{name}.csv", uploaded_by=who[0]
    )
    line = statement.lines.create(
        community=place, kind="bank", booked_on=DAY, amount=D(100), fingerprint=f"f{place.pk}"
    )
    yield from (statement, line)
    yield models.BankMatch.objects.create(line=line, transfer=entry, amount=D(100), made_by=who[0])
    box = ledger.account(place, "cash")
    yield models.CashCount.objects.create(
        account=box, counted=D(0), booked=D(0), status="agrees", counted_by=who[0]
    )


def _gifts(place, name, who, entry, back):
    one, other = who[:2]
    yield models.Donation.objects.create(
        key=f"gift{place.pk}", community=place, amount=D(5), way="cash", name=name
    )
    receipt = models.Receipt.objects.create(
        community=place, year=2026, number=1, transfer=entry, document="entry 1", purpose=name, way="cash",
        amount=D(100), dated=DAY, issued_by=one,
    )  # fmt: skip
    yield receipt
    yield models.ReceiptCancellation.objects.create(
        receipt=receipt, reversal=back, reason=name, asked_by=one, agreed_by=other
    )
    source = models.MatchingSource.objects.create(community=place, kind="local", name=name)
    pledge = source.pledges.create(amount=D(100), pledged_on=DAY, due_on=DAY, document=name, recorded_by=one)
    arrival = _entry(place, "matching", one)
    yield from (source, pledge)
    yield pledge.arrivals.create(key=f"m{place.pk}", transfer=arrival, amount=D(100), recorded_by=one)
    campaign = models.Campaign.objects.create(
        community=place, name=name, story=name, goal=D(5), starts_on=DAY, ends_on=DAY, created_by=other
    )
    yield campaign
    yield campaign.updates.create(words=name, written_by=other)


def _members(place, name, who, home):
    yield models.ContributionRule.objects.create(
        community=place, amount=D(30), valid_from=DAY, resolution=name, decided_by=who[1]
    )
    member = models.FundMember.objects.create(
        household=home, community=place, joined_on=DAY, entered_by=who[1]
    )
    yield member
    yield models.Contribution.objects.create(
        key=f"c{place.pk}", member=member, community=place, amount=D(30), way="cash", paid_on=DAY,
        status="sent", recorded_by=who[0],
    )  # fmt: skip
    yield models.Handover.objects.create(community=place, collector=who[0], amount=D(30))
    owed = ledger.account(place, "owed_by_shop", holder=f"shop{place.pk}", name=name)
    yield models.ShareReminder.objects.create(owed=owed, amount=D(5), sent_by=who[0])


def _help(place, name, who, home):
    yield models.BenefitRules.objects.create(community=place, number=1, drafted_by=who[1])
    asked = models.AidRequest.objects.create(
        key=f"a{place.pk}", community=place, household=home, event="hardship", words=name, for_whom=name,
        event_on=DAY, asker="helper",
    )  # fmt: skip
    yield asked
    yield asked.decisions.create(step=1, decider=who[1], verdict="refuse", amount=D(0), reason=name)
    yield asked.conflicts.create(user=who[0], words=name)
    yield models.EmergencyOrder.objects.create(
        request=asked, amount=D(5), reason=name, ordered_by=who[2], ratify_by=DAY
    )
    yield models.Appeal.objects.create(request=asked, words=name)
    yield models.Payout.objects.create(request=asked, community=place, amount=D(5))


def _goods(place, name, who):
    store = models.Store.objects.create(community=place, name=name)
    kind = models.GoodsKind.objects.create(community=place, name=name, unit="ถุง")
    lot = models.Lot.objects.create(
        key=f"l{place.pk}", community=place, store=store, kind=kind, origin="given", received=D(5), left=D(5),
        received_on=DAY, received_by=who[0],
    )  # fmt: skip
    yield from (store, kind, lot)
    yield lot.moves.create(key=f"lm{place.pk}", kind="received", quantity=D(5), actor=who[0])
    purchase = models.Purchase.objects.create(
        key=f"p{place.pk}", community=place, what=name, why=name, estimate=D(5), asked_by=who[0]
    )
    yield purchase
    yield purchase.quotes.create(seller=name, amount=D(5), added_by=who[0])


def _audits(place, name, who):
    today = timezone.localdate()
    yield models.AuditSample.objects.create(
        community=place, first_day=DAY, last_day=today, seed=1, payouts_then=0, drawn_by=who[1]
    )
    yield models.Finding.objects.create(community=place, words=name, found_by=who[1])
