"""Help from the demo's community fund: its rules, requests in every state, decisions, and what was paid out."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from config.demo.evidence import evidence
from config.demo.fund import DAY, Fund
from config.demo.places import Home
from households.models import Membership, User
from welfare import (
    aid_deciders,
    aid_decisions,
    aid_requests,
    benefit_rules,
    payouts,
    stock,
)
from welfare.models import AidRequest, Benefit, GoodsKind, Paper, Payout

Event, Per, Urgency, Asker = Benefit.Event, Benefit.Per, AidRequest.Urgency, AidRequest.Asker
BANK, CASH, GOODS = Payout.Way.TRANSFER, Payout.Way.CASH, Payout.Way.GOODS
LIMITS = {
    "one_up_to": Decimal(500),
    "two_up_to": Decimal(3000),
    "emergency_up_to": Decimal(1000),
    "ratify_days": 7,
    "appeal_days": 30,
    "quotes_above": Decimal(5000),
}
# what happened, baht, for what, at most in a year, months paid before, steps by months paid, papers, words
BENEFITS: list[tuple[str, int, str, int | None, int, list[tuple[int, int]], str, str]] = [
    (Event.BIRTH, 500, Per.EVENT, None, 3, [], "สูติบัตร", "รับขวัญเด็กเกิดใหม่"),
    (Event.HOSPITAL, 100, Per.NIGHT, 1000, 3, [], "ใบรับรองแพทย์หรือใบเสร็จ", "นอนโรงพยาบาลคืนละร้อย"),
    (Event.BEDRIDDEN, 500, Per.MONTH, 3000, 0, [], "", "ค่าผ้าอ้อมและของใช้"),
    (Event.SCHOOLING, 500, Per.YEAR, None, 6, [], "ใบเสร็จหรือหนังสือจากโรงเรียน", "ปีละครั้งต่อเด็กหนึ่งคน"),
    (Event.DEATH, 2000, Per.EVENT, None, 3, [(6, 3500), (24, 5000)], "มรณบัตร", "ช่วยงานศพ"),
    (Event.DISASTER, 2000, Per.EVENT, None, 0, [], "รูปถ่ายความเสียหาย", "บ้านเสียหายจากไฟ น้ำ ลม"),
    (Event.HARDSHIP, 500, Per.EVENT, 1500, 0, [], "", "ไม่มีข้าวกินหรือไม่มีค่ายา"),
]
WHY_YES = ["ไปดูที่บ้านมาแล้ว ลำบากจริง", "เอกสารครบ ตรงตามระเบียบ", "คุยกับเพื่อนบ้านแล้ว เห็นควรช่วย"]
# When nothing in the rules says how much.
USUAL = Decimal(500)


@dataclass
class Case:
    """A request as it was planned: days ago, what happened, for whose house, and what is done some days after."""

    days: float
    event: str
    words: str
    house: int | str
    steps: list[tuple] = field(default_factory=list)
    urgency: str = Urgency.WEEK
    units: int = 1
    # Who asks, when it is not the house itself: an account's code, or "" for somebody without an account.
    by: str | None = None
    # For whom, when it is not who speaks for the house.
    name: str = ""
    # Set once it was asked, which is the first step.
    request: AidRequest = field(init=False)


# The steps name methods of `Help`; the number before is the days after the request.
CASES = [
    Case(120, Event.HOSPITAL, "นอนโรงพยาบาลห้าคืน ผ่าตัดไส้ติ่ง", "demo-buyer",
         [(1, "show_paper"), (2, "agree"), (3, "pay", BANK)], units=5),
    Case(104, Event.DISASTER, "ลมพัดหลังคาครัวเปิดครึ่งหลัง", 1, [(1, "agree"), (2, "agree"), (4, "pay", BANK)]),
    Case(92, Event.HARDSHIP, "ไม่มีเงินซื้อข้าวกับยาความดัน", 2, [(1, "agree"), (1, "pay", CASH)], Urgency.NOW),
    Case(85, Event.DEATH, "ช่วยงานศพพ่อ ตั้งสวดที่วัดสามคืน", "demo-repr",
         [(1, "agree"), (1, "agree"), (2, "agree"), (3, "pay", BANK)], name="นายคำปัน สมมุติ"),
    Case(70, Event.BEDRIDDEN, "ผ้าอ้อมกับแผ่นรองซับ สองเดือน", 3,
         [(1, "agree"), (3, "agree"), (4, "pay", BANK), (6, "give_back"), (8, "pay", BANK)], units=2),
    Case(58, Event.HARDSHIP, "ตกงานทั้งบ้าน ลูกเล็กไม่มีนม", 4,
         [(0.2, "at_once", 800), (0.3, "pay", CASH), (2, "agree"), (3, "agree"), (4, "agree")], Urgency.NOW),
    Case(44, Event.BIRTH, "ลูกคนที่สองเพิ่งคลอด", 5, [(2, "agree"), (3, "pay", CASH)]),
    Case(40, Event.OTHER, "ขอเงินช่วยซ่อมรถมอเตอร์ไซค์ไปทำงาน", 6, [(3, "refuse", "ระเบียบของกองทุนไม่มีเรื่องซ่อมรถ")]),
    Case(24, Event.SCHOOLING, "ค่าชุดนักเรียนกับรองเท้า ลูกขึ้นชั้นใหม่", 7,
         [(2, "refuse", "ปีนี้เคยช่วยเด็กคนนี้ไปแล้วหรือยัง ขอใบเสร็จจากโรงเรียนก่อน"),
          (6, "appeal", "ยังไม่เคยได้ปีนี้ ใบเสร็จโรงเรียนแนบมาแล้ว ขอให้ดูใหม่")]),
    Case(21, Event.HARDSHIP, "ไฟไหม้ครัว ไม่มีที่หุงข้าว", 8,
         [(0.2, "at_once", 1000), (0.3, "pay", CASH)], Urgency.NOW),
    Case(14, Event.HARDSHIP, "เดือนนี้ไม่มีงาน ข้าวสารหมด", 9, [(1, "agree"), (2, "give_goods")]),
    Case(12, Event.HOSPITAL, "นอนโรงพยาบาลสามคืน ปอดอักเสบ", 10, [(2, "withdraw")], units=3),
    Case(7, Event.DISASTER, "น้ำท่วมขัง ที่นอนกับตู้เสียหาย", 11, [(2, "agree_late"), (3, "agree_late")]),
    Case(5, Event.BEDRIDDEN, "ผ้าอ้อมผู้ใหญ่สองเดือน", 12, [(2, "agree_late")], units=2),
    Case(2, Event.HARDSHIP, "ยายเก็บขวดขายอยู่คนเดียว หลายวันไม่เห็นออกจากบ้าน", "", [], by="", name="ยายพริ้ง จำลอง"),
    Case(0.25, Event.BEDRIDDEN, "ยายนอนติดเตียง ผ้าอ้อมหมดตั้งแต่เมื่อวาน เริ่มมีแผลกดทับ", "grandmother",
         [(0.1, "link")], Urgency.NOW, units=1, by="demo-helper"),
]  # fmt: skip


class Help:
    """Rules, requests, decisions and payouts."""

    def __init__(self, fund: Fund):
        self.fund, self.story, self.place = fund, fund.story, fund.place
        self.community = fund.community
        kept = {"committee", "chair", "treasurer", "auditor"}
        keepers = {user.pk for kind in kept for user in self.place.posts[kind]}
        self.homes = [home for home in fund.homes if home.user.pk not in keepers]
        self.plain = [home for home in self.homes if not home.is_cast]
        self.deciders = [*self.place.posts["committee"], *self.place.posts["chair"]]
        fund.story.at(self.story.on(fund.first_day, 11), self.adopt)
        fund.at(8, 20, self.draft)
        for number, case in enumerate(CASES):
            fund.at(case.days, 8 + number % 4, self.ask, number, Case(**vars(case)))

    def adopt(self) -> None:
        """The first version: drafted by one, entered as adopted by another."""
        writer = self.place.holder("committee")
        rules = benefit_rules.draft(community=self.community, actor=writer)
        benefit_rules.save_limits(rules=rules, actor=writer, **LIMITS)
        for row in BENEFITS:
            self.put(rules, writer, row)
        today = timezone.localdate()
        benefit_rules.adopt(
            rules=rules,
            resolution="มติประชาคม ครั้งที่ 1 ข้อ 4 เห็นชอบระเบียบสวัสดิการ",
            adopted_on=today,
            valid_from=today,
            actor=self.place.holder("chair"),
        )

    def put(self, rules, writer: User, row: tuple) -> None:
        """What the draft says about one kind of event."""
        event, amount, per, most, months, steps, shown, words = row
        benefit_rules.put_benefit(
            rules=rules,
            event=event,
            steps=[(paid, Decimal(each)) for paid, each in steps],
            actor=writer,
            amount=Decimal(amount),
            per=per,
            most_per_event=None,
            most_per_year=None if most is None else Decimal(most),
            most_per_lifetime=None,
            months_needed=months,
            papers=shown,
            words=words,
        )

    def draft(self) -> None:
        """A second version is being worked on: more for a night in hospital."""
        writer = self.place.posts["committee"][1]
        rules = benefit_rules.draft(community=self.community, actor=writer)
        row: tuple[Any, ...] = (
            Event.HOSPITAL,
            150,
            Per.NIGHT,
            1500,
            3,
            [],
            "ใบรับรองแพทย์หรือใบเสร็จ",
            "นอนโรงพยาบาลคืนละร้อยห้าสิบ",
        )
        self.put(rules, writer, row)

    # Requests

    def ask(self, number: int, case: Case) -> None:
        """Somebody asks; what follows is planned from then."""
        home, person = self.home(case), None
        user = None if case.by == "" else self.fund.cast[case.by].user if case.by else home.user
        name, asker = case.name, Asker.HELPER
        if case.house == "grandmother":
            name = self.oldest()[1].person.name
        elif case.by is None:
            asker = Asker.RELATIVE if case.name else Asker.SELF
            person = None if case.name else self.seat(home).person
        case.request = aid_requests.ask(
            community=self.community,
            event=case.event,
            words=case.words,
            for_whom=name or home.user.name,
            urgency=case.urgency,
            phone=user.phone if user else self.community.phone,
            asker=asker,
            user=user,
            event_on=timezone.localdate() - DAY,
            key=f"demo-aid-{number}",
            units=case.units,
            household=home.household if case.by is None else None,
            person=person,
        )
        asked = self.story.clock.moment
        for days, step, *args in case.steps:
            self.story.at(asked + dt.timedelta(days=days), getattr(self, step), number, case, *args)

    def home(self, case: Case) -> Home:
        """The house that it is for."""
        if case.house == "grandmother":
            return self.oldest()[0]
        if isinstance(case.house, int):
            return self.plain[case.house % len(self.plain)]
        return self.fund.cast.get(case.house, self.plain[0])

    def seat(self, home: Home) -> Membership:
        """The place of who speaks for the house."""
        places = home.household.memberships.active().select_related("person")
        return places.get(is_representative=True)

    def oldest(self) -> tuple[Home, Membership]:
        """The oldest woman of all these houses."""
        found = []
        for home in self.plain:
            for seat in home.household.memberships.active().select_related("person").order_by("pk"):
                if seat.person.sex == "female" and seat.person.birth_year:
                    found.append((seat.person.birth_year, seat.pk, home, seat))
        _year, _pk, home, seat = min(found)
        return home, seat

    def show_paper(self, number: int, case: Case) -> None:
        """A photo of what the hospital gave."""
        path = evidence("Hospital note", f"Nights: {case.units}", "Name: example")
        aid_requests.add_papers(request=case.request, paths=[path], user=self.home(case).user)

    def link(self, number: int, case: Case) -> None:
        """The committee finds in the register whom it is for."""
        home, seat = self.oldest()
        aid_requests.link(
            request=case.request,
            household=home.household,
            person=seat.person,
            actor=self.place.posts["committee"][1],
        )

    def withdraw(self, number: int, case: Case) -> None:
        """The insurance paid after all."""
        aid_requests.withdraw(request=case.request, user=self.home(case).user)

    # Decisions

    def able(self, number: int, case: Case, first: int = 0) -> User:
        """Who of the committee may decide this, each time beginning with somebody else."""
        turn = (number + first) % len(self.deciders)
        order = self.deciders[turn:] + self.deciders[:turn]
        request = self.now(case)
        return next(user for user in order if aid_deciders.why_not_decide(request, user) is None)

    def now(self, case: Case) -> AidRequest:
        """The request as it stands."""
        return AidRequest.objects.select_related("household", "person", "rules").get(pk=case.request.pk)

    def agree(self, number: int, case: Case, actor: User | None = None) -> None:
        """One person agrees, if it still waits for somebody."""
        request = self.now(case)
        if request.status != AidRequest.Status.ASKED:
            return
        amount = aid_decisions.fixed_amount(request) or request.proposed or USUAL
        aid_decisions.decide(
            request=request,
            verdict=aid_decisions.APPROVE,
            amount=amount,
            reason=self.story.rng.choice(WHY_YES),
            actor=actor or self.able(number, case),
        )

    def agree_late(self, number: int, case: Case) -> None:
        """One of the others agrees first, so that the committee member of the sign-in page has the last word."""
        request = self.now(case)
        able = [user for user in self.deciders[1:] if aid_deciders.why_not_decide(request, user) is None]
        self.agree(number, case, able[0])

    def refuse(self, number: int, case: Case, reason: str) -> None:
        """One person does not agree, and says why."""
        aid_decisions.decide(
            request=self.now(case),
            verdict=aid_decisions.REFUSE,
            amount=None,
            reason=reason,
            actor=self.able(number, case),
        )

    def appeal(self, number: int, case: Case, words: str) -> None:
        """Whoever asked wants it looked at again."""
        aid_decisions.appeal(request=case.request, words=words, user=self.home(case).user)

    def at_once(self, number: int, case: Case, amount: int) -> None:
        """One of the committee lets the fund pay before the decision."""
        aid_decisions.order_emergency(
            request=self.now(case),
            amount=Decimal(amount),
            reason="เด็กกับคนแก่รอไม่ได้ จ่ายก่อนแล้วให้ที่ประชุมรับรอง",
            actor=self.able(number, case),
        )

    # Payouts

    def treasurer(self, case: Case) -> User:
        """A treasurer who may pay this."""
        request = self.now(case)
        able = (u for u in self.place.posts["treasurer"] if aid_deciders.why_not_pay(request, u) is None)
        return next(able)

    def pay(self, number: int, case: Case, way: str) -> None:
        """By transfer or in cash, with its proof."""
        actor, home = self.treasurer(case), self.home(case)
        payout = aid_decisions.standing_payout(case.request)
        if payout is None:
            payout = payouts.begin_again(request=case.request, actor=actor)
        is_cash = way == CASH
        kind = Paper.Kind.SIGNATURE if is_cash else Paper.Kind.TRANSFER
        heading = "Received in cash" if is_cash else "Transfer done"
        payouts.pay(
            payout=payout,
            way=way,
            payee_name=home.user.name,
            payee_account="" if is_cash else f"ธนาคารตัวอย่าง 000-0-{home.household.pk:05d}-0",
            differs_because="จ่ายให้ลูกที่เป็นเจ้าภาพงานศพ" if case.name else "",
            pictures=[(kind, evidence(heading, f"{payout.amount:,.2f} THB", f"No. {payout.code}"))],
            actor=actor,
        )

    def standing(self, case: Case) -> Payout:
        """The payout that was agreed to and stands."""
        payout = aid_decisions.standing_payout(case.request)
        if payout is None:
            raise LookupError(case.words)
        return payout

    def give_back(self, number: int, case: Case) -> None:
        """The account was closed, so the money came back."""
        payout = self.standing(case)
        reason = "บัญชีปลายทางปิดแล้ว ธนาคารคืนเงิน"
        payouts.give_back(payout=payout, reason=reason, actor=self.treasurer(case))

    def give_goods(self, number: int, case: Case) -> None:
        """Rice and water out of the store instead of money."""
        request, payout = self.now(case), self.standing(case)
        actor = self.able(number, case)
        kinds = GoodsKind.objects.filter(community=self.community)
        wanted = {kinds.get(name="ข้าวสาร"): Decimal(15), kinds.get(name="น้ำดื่ม"): Decimal(12)}
        stock.give_out(request=request, wanted=wanted, key=f"demo-{number}", actor=actor)
        payouts.pay(
            payout=payout,
            way=GOODS,
            payee_name=self.home(case).user.name,
            pictures=[(Paper.Kind.SIGNATURE, evidence("Received goods", "Rice 15 kg", "Water 12"))],
            actor=self.treasurer(case),
        )
