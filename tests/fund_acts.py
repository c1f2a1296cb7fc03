"""What people do in a walk through a fund: give and collect, ask and decide, pay, and sign by two."""

import datetime as dt
from decimal import Decimal as D

from households.models import Person
from lib.dates import month_start
from tests.welfare import decisions_builders as make
from welfare import (
    aid_decisions,
    aid_requests,
    campaigns,
    cash_counts,
    contributions,
    costs,
    countersigns,
    deposits,
    donations,
    handovers,
    matching,
    payouts,
    periods,
    receipts,
    slips,
)
from welfare.models import (
    Account,
    AidRequest,
    Campaign,
    Contribution,
    Countersign,
    Donation,
    Handover,
    Payout,
    Receipt,
)

EVENTS = ["birth", "hospital", "bedridden", "hardship", "disaster"]


class MoneyIn:
    """Gifts, contributions, collectors and promises."""

    def donate(self) -> None:
        """Cash at the office, or a gift by transfer with its slip; perhaps to a campaign."""
        campaign, key, amount = (
            self.rng.choice([None, None, *self.campaigns]),
            f"gift{self.number()}",
            self.amount(),
        )
        if campaign:
            campaign.refresh_from_db()
        if self.rng.random() < 0.5:
            actor = self.anybody()
            self.attempt(
                f"cash gift {amount}",
                lambda: donations.record_cash(community=self.place, amount=amount, key=key, campaign=campaign, actor=actor),
                is_keyed=True,
            )  # fmt: skip
            return
        user = self.rng.choice([None, self.rng.choice(self.people)])
        reference = f"WALK{self.numbers:010d}"

        def give():
            given = donations.give(community=self.place, amount=amount, key=key, campaign=campaign, user=user)
            if given.status == Donation.Status.PROMISED:
                donations.show_slip(donation=given, bank="014", reference=reference, user=user)

        self.attempt(f"gift {amount}", give, is_keyed=True)

    def answer_donation(self) -> None:
        """A treasurer (or somebody else) answers a gift, perhaps with another amount."""
        given = self.one_of(Donation.objects.exclude(status="promised"))
        if not given:
            return
        actor, amount = self.anybody(), self.rng.choice([given.amount, given.amount, self.amount()])
        if self.rng.random() < 0.15:
            self.attempt(
                "gift not found", lambda: donations.not_found(donation=given, reason="ไม่พบ", actor=actor)
            )
        else:
            call = lambda: donations.confirm(donation=given, amount=amount, actor=actor)  # noqa: E731
            self.attempt(f"gift arrived {amount}", call, is_keyed=True)

    def contribute(self) -> None:
        """A household pays: at the office, to its collector, or by transfer."""
        waiting = self.one_of(Contribution.objects.filter(status="sent"))
        if waiting and self.rng.random() < 0.5:
            actor = self.anybody()
            self.attempt(
                "contribution arrived", lambda: contributions.confirm(contribution=waiting, actor=actor)
            )
            return
        member, key = self.rng.choice(self.members), f"pay{self.number()}"
        way = self.rng.choice(["cash", "collector", "collector", "bank"])
        amount, on = self.rng.choice([D(30), D("0.50"), D(365)]), self.today()
        representative = self.people[self.homes.index(member.household)]
        actor = {
            "cash": self.anybody(),
            "collector": self.rng.choice(self.collectors),
            "bank": representative,
        }[way]
        slip = {"bank": "014", "reference": f"PAID{self.numbers:010d}", "document": "fund", "user": actor}
        if way == "bank":
            shown = slips.show(**slip)
            call = lambda: contributions.pay(  # noqa: E731
                member=member, amount=amount, way=way, paid_on=on, key=key, actor=actor, slip=shown
            )
        else:
            call = lambda: contributions.pay(  # noqa: E731
                member=member, amount=amount, way=way, paid_on=on, key=key, actor=actor
            )
        self.attempt(f"contribution {amount} {way}", call, is_keyed=True)

    def hand_over(self) -> None:
        """A collector brings what was collected; somebody counts it."""
        brought = self.one_of(Handover.objects.filter(status="brought"))
        if not brought:
            collector, amount = self.rng.choice(self.collectors), self.rng.choice([D(30), D(100), D(365)])
            self.attempt(
                f"bring {amount}",
                lambda: handovers.bring(community=self.place, collector=collector, amount=amount),
            )
            return
        actor = self.rng.choice([*self.treasurers, self.anybody(), brought.collector])
        counted = self.rng.choice([brought.amount, brought.amount, D(20)])
        if self.rng.random() < 0.2:
            self.attempt(
                "not taken in", lambda: handovers.refuse(handover=brought, reason="นับไม่ตรง", actor=actor)
            )
        else:
            self.attempt(
                f"count {counted}", lambda: handovers.count(handover=brought, amount=counted, actor=actor)
            )

    def match(self) -> None:
        """The town promises, and something of it comes."""
        pledge = self.one_of(self.source.pledges)
        if not pledge or self.rng.random() < 0.2:
            day, actor = self.today(), self.treasurers[0]
            content = {
                "pledged_on": day,
                "due_on": day + dt.timedelta(days=30),
                "document": "หนังสือ",
                "actor": actor,
            }
            self.attempt(
                "promise", lambda: matching.pledge(source=self.source, amount=self.amount(), **content)
            )
            return
        key, amount, actor, on = f"match{self.number()}", self.amount(), self.anybody(), self.today()
        self.attempt(
            f"matching {amount}",
            lambda: matching.arrive(pledge=pledge, amount=amount, on=on, key=key, actor=actor),
            is_keyed=True,
        )


class Help:
    """Requests, decisions and payouts."""

    def ask(self) -> None:
        """Somebody asks for a household, perhaps their own; it is found in the register at once."""
        number, asker = self.number(), self.rng.choice([None, self.anybody(), self.rng.choice(self.people)])
        home = self.rng.choice(self.homes)
        person = Person.objects.filter(memberships__household=home).first()
        on, campaign = self.today(), self.rng.choice([None, None, None, *self.campaigns])
        event = self.rng.choice(EVENTS)

        def send():
            asked = aid_requests.ask(
                community=self.place, event=event, words="ช่วยด้วย", for_whom=person.name, urgency="week",
                phone="0812345678", asker="helper", user=asker, event_on=on, key=f"ask{number}", household=home, person=person,
            )  # fmt: skip
            aid_requests.pay_out_of(request=asked, campaign=campaign, actor=self.keepers[3])

        self.attempt(f"ask for {home}", send)

    def decide(self) -> None:
        """Somebody says yes or no."""
        asked = self.one_of(AidRequest.objects.filter(status="asked"))
        if not asked:
            return
        actor, first = self.anybody(), aid_decisions.fixed_amount(asked)
        amount = self.rng.choice([first, first, self.amount()]) if first else self.amount()
        verdict = "refuse" if self.rng.random() < 0.12 else "approve"
        self.attempt(
            f"{verdict} {amount} {asked.code}",
            lambda: aid_decisions.decide(request=asked, verdict=verdict, amount=amount, reason="เห็นว่า", actor=actor),
            is_keyed=True,
        )  # fmt: skip

    def emergency(self) -> None:
        """Somebody lets the fund pay at once."""
        if asked := self.one_of(AidRequest.objects.filter(status="asked")):
            actor, amount = self.anybody(), self.rng.choice([D(300), D(1000), D("1000.01")])
            self.attempt(
                f"at once {amount} {asked.code}",
                lambda: aid_decisions.order_emergency(
                    request=asked, amount=amount, reason="ด่วน", actor=actor
                ),
            )

    def conflict(self) -> None:
        """Somebody is too close."""
        if asked := self.one_of(AidRequest.objects.filter(status="asked")):
            actor = self.anybody()
            self.attempt(
                f"too close {asked.code}",
                lambda: aid_decisions.declare_conflict(request=asked, words="ญาติ", actor=actor),
            )

    def appeal(self) -> None:
        """A refusal is to be heard again."""
        if asked := self.one_of(AidRequest.objects.filter(status="refused")):
            self.attempt(
                f"appeal {asked.code}", lambda: aid_decisions.appeal(request=asked, words="ขอให้ดูใหม่")
            )

    def pay_out(self) -> None:
        """Somebody pays what was decided, perhaps what was paid before."""
        statuses = ["to_pay"] * 6 + ["paid", "stopped", "returned"]
        if payout := self.one_of(
            Payout.objects.filter(status=self.rng.choice(statuses)).select_related("request")
        ):
            actor, way = (
                self.rng.choice([*self.treasurers, self.anybody()]),
                self.rng.choice(["cash", "bank"]),
            )
            account = (
                f"กรุงไทย {1000000000 + self.homes.index(payout.request.household)}" if way == "bank" else ""
            )
            self.attempt(
                f"pay {payout.code} {payout.amount} {way}",
                lambda: payouts.pay(
                    payout=payout, way=way, payee_name=payout.request.for_whom, payee_account=account,
                    pictures=[("signature" if way == "cash" else "transfer", make.PATH)], actor=actor,
                ),
                is_keyed=True,
            )  # fmt: skip

    def come_back(self) -> None:
        """Paid money comes back, a payout is stopped, or one is begun anew."""
        payout = self.one_of(Payout.objects.select_related("request"))
        if not payout:
            return
        actor = self.rng.choice([*self.treasurers, self.anybody()])
        act = self.rng.choice([payouts.give_back, payouts.stop, payouts.begin_again])
        if act is payouts.begin_again:
            self.attempt(f"anew {payout.code}", lambda: act(request=payout.request, actor=actor))
        else:
            self.attempt(f"back {payout.code}", lambda: act(payout=payout, reason="คืน", actor=actor))


class TakesTwo:
    """Costs, signatures, closed months, campaigns that end, and counting."""

    def cost(self) -> None:
        """A cost of the fund or of a campaign, or interest."""
        key, actor, amount = f"cost{self.number()}", self.anybody(), self.amount()
        way = self.rng.choice(["bank", "cash"])
        if self.rng.random() < 0.3:
            call = lambda: costs.ask_income(  # noqa: E731
                community=self.place, amount=amount, words="ดอกเบี้ย", way=way, key=key, actor=actor
            )
        else:
            purpose = self.rng.choice(["", self.campaigns[0].code])
            call = lambda: costs.ask(  # noqa: E731
                community=self.place,
                amount=amount,
                words="ค่าไฟ",
                way=way,
                purpose=purpose,
                key=key,
                actor=actor,
            )
        self.attempt(f"cost {amount}", call)

    def sign(self) -> None:
        """Somebody answers what waits for a second person."""
        asked = self.one_of(Countersign.objects.filter(verdict=""))
        if not asked:
            return
        actor = self.rng.choice([self.anybody(), asked.asked_by])
        if self.rng.random() < 0.1:
            self.attempt(
                "not agreed", lambda: countersigns.refuse(countersign=asked, actor=actor, words="ไม่ควร")
            )
        else:
            self.attempt(
                f"sign {asked.kind} {asked.amount}",
                lambda: countersigns.agree(countersign=asked, actor=actor),
                is_keyed=True,
            )

    def close(self) -> None:
        """The month before is closed."""
        month, actor = month_start(month_start(self.today()) - dt.timedelta(days=1)), self.anybody()
        self.attempt(f"close {month}", lambda: periods.close(community=self.place, month=month, actor=actor))

    def reopen(self) -> None:
        """Somebody wants the last closed month open again."""
        if month := periods.reopenable(self.place):
            actor = self.anybody()
            self.attempt(
                f"open {month}",
                lambda: periods.ask_reopen(community=self.place, month=month, reason="ลืม", actor=actor),
            )

    def settle(self) -> None:
        """A campaign ends and passes on what is left; another begins."""
        campaign, actor = self.rng.choice(self.campaigns), self.anybody()
        campaign.refresh_from_db()
        if campaign.status == Campaign.Status.OPEN and self.rng.random() < 0.7:
            self.attempt(f"end {campaign}", lambda: campaigns.end(campaign=campaign, actor=actor))
        elif campaign.status == Campaign.Status.SETTLED:
            self.campaigns[self.campaigns.index(campaign)] = self.campaign(self.number())
        else:
            self.attempt(
                f"settle {campaign}", lambda: campaigns.settle(campaign=campaign, reason="จบแล้ว", actor=actor)
            )

    def cancel_receipt(self) -> None:
        """A receipt is to be taken back."""
        if receipt := self.one_of(Receipt.objects.filter(cancellation__isnull=True)):
            actor = self.anybody()
            self.attempt(
                f"receipt {receipt}",
                lambda: receipts.ask_to_cancel(receipt=receipt, reason="ผิด", actor=actor),
            )

    def count_cash(self) -> None:
        """The box is counted, sometimes with a difference."""
        booked = cash_counts.booked(self.place, Account.Kind.CASH)
        counted, actor = max(D(0), booked + self.rng.choice([D(0), D(0), D(-5), D(20)])), self.anybody()
        self.attempt(
            f"count {counted}",
            lambda: cash_counts.count(
                community=self.place, kind=Account.Kind.CASH, counted=counted, actor=actor, words="ทอนผิด"
            ),
        )

    def move(self) -> None:
        """Cash is brought to the bank, or fetched."""
        kinds, key, actor = [Account.Kind.BANK, Account.Kind.CASH], f"move{self.number()}", self.anybody()
        self.rng.shuffle(kinds)
        amount, on, purpose = self.amount(), self.today(), self.rng.choice(["", self.campaigns[0].code])
        self.attempt(
            f"move {amount} {kinds}",
            lambda: deposits.move(
                community=self.place, from_kind=kinds[0], to_kind=kinds[1], amount=amount, purpose=purpose, on=on, key=key, actor=actor
            ),
            is_keyed=True,
        )  # fmt: skip
