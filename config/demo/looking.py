"""Looking after the demo's fund: costs by two, the bank's statement, the cash box counted, and the auditor's visits."""

import csv
import datetime as dt
import io
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from config.demo.evidence import evidence
from config.demo.fund import DAY, Fund
from welfare import (
    audits,
    bank_import,
    bank_lines,
    bank_matches,
    cash_counts,
    costs,
    countersigns,
    deposits,
    ledger,
)
from welfare.bank_proposals import ENTRY
from welfare.models import Account, AuditVisit, BankLine, Finding

BANK, CASH = Account.Kind.BANK, Account.Kind.CASH
HEADS = ["วันที่", "รายการ", "ถอนเงิน", "ฝากเงิน", "ยอดคงเหลือ", "เลขที่อ้างอิง"]
# The statement tells of these days before today.
STATEMENT_DAYS = (45, 2)
# Of so many entries the newest have not been looked at.
LEFT_OPEN = 3
# What the bank knows and the books do not: days ago, baht, words.
UNKNOWN = [
    (31, "42.15", "ดอกเบี้ยเงินฝาก"),
    (12, "250.00", "รับโอนเงิน ไม่แจ้งชื่อ"),
    (5, "-20.00", "ค่าธรรมเนียมรายการ"),
]
Result = AuditVisit.Result
VISITS = [
    (Result.RIGHT, "ได้รับครบ ผู้รับยืนยันเอง"),
    (Result.RIGHT, "ได้รับครบ ลูกสาวเป็นคนเซ็นรับ"),
    (Result.NOT_MET, "ไปสองครั้งไม่พบ เพื่อนบ้านว่าไปเยี่ยมหลาน"),
]


class Looking:
    """What treasurers and the auditor do."""

    def __init__(self, fund: Fund):
        self.fund, self.story, self.place = fund, fund.story, fund.place
        self.community = fund.community
        self.treasurers = self.place.posts["treasurer"]
        self.auditor = self.place.holder("auditor")
        fund.at(62, 10, self.spend, "ค่าน้ำมันรถไปส่งของบ้านผู้ป่วย", 320, True)
        fund.at(1.2, 10, self.spend, "ค่าหมึกพิมพ์กับกระดาษใบเสร็จ", 480, False)
        fund.at(57, 14, self.carry_to_bank)
        fund.at(15, 16, self.count, 0, "")
        fund.at(1.1, 16, self.count, -20, "นับสองรอบแล้วขาดยี่สิบ น่าจะทอนเกินตอนรับเงินหน้างาน")
        fund.at(1.5, 11, self.bring_statement)
        fund.at(19, 10, self.draw)
        fund.at(17, 10, self.find)

    def spend(self, words: str, amount: int, is_agreed: bool) -> None:
        """A cost of the fund itself: one asks, another agrees, or has not yet."""
        asked = costs.ask(
            community=self.community,
            amount=Decimal(amount),
            words=words,
            way=CASH,
            paths=[evidence("Bill", f"{amount} THB")],
            actor=self.treasurers[1],
        )
        if is_agreed:
            countersigns.agree(countersign=asked, actor=self.place.holder("chair"))

    def carry_to_bank(self) -> None:
        """Cash that is not needed goes to the bank."""
        account = ledger.account(self.community, CASH)
        amount = ledger.balance(account) - 2500
        if amount > 0:
            deposits.move(
                community=self.community,
                from_kind=CASH,
                to_kind=BANK,
                amount=amount,
                purpose="",
                on=timezone.localdate(),
                key="demo:bank",
                actor=self.treasurers[1],
            )

    def count(self, difference: int, words: str) -> None:
        """Somebody counts the cash box; a difference waits for another one."""
        cash_counts.count(
            community=self.community,
            kind=CASH,
            counted=cash_counts.booked(self.community, CASH) + difference,
            words=words,
            actor=self.treasurers[1],
        )

    # The bank

    def bring_statement(self) -> None:
        """The bank's table of the last weeks; most lines have found their entry, some wait."""
        actor = self.treasurers[0]
        table = io.StringIO()
        csv.writer(table).writerows([HEADS, *self.rows()])
        file = ContentFile(table.getvalue().encode("utf-8-sig"), name="statement.csv")
        statement = bank_import.upload(
            community=self.community, kind=BANK, file=file, name="รายการเดินบัญชี.csv", actor=actor
        )
        bank_import.match_columns(statement=statement, places=statement.columns, actor=actor)
        bank_import.take_in(statement=statement, actor=actor)
        self.match_most(actor)

    def entries(self) -> list:
        """What moved the bank account in those days, by day."""
        first, last = (self.story.today - days * DAY for days in STATEMENT_DAYS)
        found = bank_lines.entries(self.community, BANK).filter(value_date__range=(first, last))
        return sorted(found, key=lambda entry: (entry.value_date, entry.number))

    def rows(self) -> list[list[str]]:
        """The statement as the bank would write it, with balances that follow from each other."""
        lines: list[tuple[dt.date, Decimal, str, str]] = [
            (entry.value_date, entry.moved, "รับโอนเงิน" if entry.moved > 0 else "โอนเงินออก", f"DM{entry.number:010d}")
            for entry in self.entries()
        ]  # fmt: skip
        for number, (days, unknown, words) in enumerate(UNKNOWN):
            day = self.story.today - days * DAY
            lines.append((day, Decimal(unknown), words, f"DX{number:010d}"))
        lines.sort(key=lambda line: line[0])
        last = lines[-1][0]
        moved = bank_lines.entries(self.community, BANK).filter(
            value_date__lt=self.story.today - STATEMENT_DAYS[0] * DAY
        )
        moves = [entry.moved for entry in moved if entry.value_date <= last]  # type: ignore[attr-defined]  # annotated
        held = sum(moves, Decimal(0))
        rows = []
        for day, amount, words, reference in lines:
            held += amount
            went, came = (f"{-amount}", "") if amount < 0 else ("", f"{amount}")
            rows.append([f"{day:%d/%m}/{day.year + 543}", words, went, came, f"{held}", reference])
        return rows

    def match_most(self, actor) -> None:
        """Lines and entries of the same amount belong together; the newest are left for the treasurer."""
        by_reference = {f"DM{entry.number:010d}": entry for entry in self.entries()}
        lines = BankLine.objects.filter(community=self.community, reference__in=by_reference).order_by("id")
        for line in list(lines)[:-LEFT_OPEN]:
            entry = by_reference[line.reference]
            part = bank_matches.Part(f"{ENTRY}:{entry.pk}", abs(line.amount))
            bank_matches.confirm(line=line, parts=[part], actor=actor)

    # The auditor

    def draw(self) -> None:
        """Payouts of three months drawn by lot; three of four were visited."""
        today = timezone.localdate()
        sample = audits.draw(
            community=self.community,
            first_day=today - 95 * DAY,
            last_day=today,
            size=4,
            actor=self.auditor,
            seed="demo-2569",
        )
        for number, (result, words) in enumerate(VISITS):
            self.fund.at(18 - number, 13, self.visit, sample, number, result, words)

    def visit(self, sample, number: int, result: str, words: str) -> None:
        """What the auditor found at the door."""
        audits.record_visit(
            visit=sample.visits.order_by("id")[number],
            result=result,
            words=words,
            visited_on=timezone.localdate(),
            actor=self.auditor,
        )

    def find(self) -> None:
        """Two findings: one is answered, one waits."""
        found = audits.find(
            community=self.community,
            words="เงินสดในมือผู้เก็บเงินบางเดือนเกินหนึ่งสัปดาห์กว่าจะส่ง ขอให้ส่งเร็วขึ้น",
            actor=self.auditor,
        )
        self.fund.at(13, 19, self.answer, found)
        self.fund.at(8, 10, self.find_more)

    def answer(self, found: Finding) -> None:
        """The treasurer says what changes."""
        words = "ตกลงกับผู้เก็บเงินแล้ว ต่อไปส่งทุกวันศุกร์ และเหรัญญิกจะโทรเตือน"
        audits.answer(finding=found, words=words, actor=self.treasurers[0])

    def find_more(self) -> None:
        """Something that nobody has answered yet."""
        words = "จ่ายด่วนหนึ่งรายการเกินเจ็ดวันแล้วยังไม่มีมติรับรอง ขอให้กรรมการพิจารณา"
        audits.find(community=self.community, words=words, actor=self.auditor)
