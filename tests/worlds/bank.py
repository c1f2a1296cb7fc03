"""One of everything for the sweeps: bank statements, matching and cash counts."""

from decimal import Decimal

from django.utils import timezone

from welfare import bank_matches, cash_counts, funds
from welfare.bank_matches import Part
from welfare.models import BankLine, BankStatement, Transfer

HEADS = ["วันที่", "จำนวนเงิน", "รายการ", "เลขที่อ้างอิง"]


def build(here, there, people) -> dict:
    """Open books, a table that waits, a line without an entry, one that was set aside, and one with its entry."""
    treasurer, today = people["treasurer"], timezone.localdate()
    if not Transfer.objects.filter(community=here, credit__kind="opening").exists():
        funds.open_books(community=here, bank=Decimal(900), cash=Decimal(100), on=today, actor=treasurer)
    about = {"community": here, "kind": "bank", "heads": HEADS, "uploaded_by": treasurer}
    waiting = BankStatement.objects.create(
        file_name="table.csv",
        rows=[[2, ["1/10/2568", "25.00", "ฝาก", "0123456789ABCDEF"]]],
        columns={"date": 0, "amount": 1, "words": 2, "reference": 3},
        **about,
    )
    done = BankStatement.objects.create(file_name="done.csv", status="done", lines_new=3, **about)

    def line(number: int, amount: str) -> BankLine:
        return BankLine.objects.create(
            statement=done,
            community=here,
            kind="bank",
            booked_on=today,
            amount=Decimal(amount),
            words=f"รายการ {number}",
            fingerprint=f"world {number}",
        )

    found, aside, known = line(1, "77"), line(2, "55"), line(3, "900")
    bank_matches.set_aside(line=aside, reason="โอนผิดบัญชี", actor=treasurer)
    entry = Transfer.objects.get(community=here, debit__kind="bank", credit__kind="opening")
    (match,) = bank_matches.confirm(
        line=known, parts=[Part(f"entry:{entry.pk}", Decimal(900))], actor=treasurer
    )
    cash_counts.count(
        community=here,
        kind="cash",
        counted=cash_counts.booked(here, "cash"),
        actor=treasurer,
        words="นับแล้ว",
    )
    return {"bank_statement": waiting, "bank_line": found, "bank_aside": aside, "bank_match": match}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post, treasurer = "GET", "POST", {"treasurer"}
    code = w["community"].code
    statement, line = (code, w["bank_statement"].code), (code, w["bank_line"].code)
    return {
        "welfare:fund_settings": (get, treasurer, (code,)),
        "welfare:bank": (get, treasurer, (code,)),
        "welfare:bank_upload": (post, treasurer, (code,)),
        "welfare:bank_statement": (get, treasurer, statement),
        "welfare:bank_columns": (post, treasurer, statement),
        "welfare:bank_take_in": (post, treasurer, statement),
        "welfare:bank_drop": (post, treasurer, statement),
        "welfare:bank_lines": (get, treasurer, (code,)),
        "welfare:bank_match_certain": (post, treasurer, (code,)),
        "welfare:bank_line": (get, treasurer, line),
        "welfare:bank_match": (post, treasurer, line),
        "welfare:bank_aside": (post, treasurer, line),
        "welfare:bank_take_up": (post, treasurer, (code, w["bank_aside"].code)),
        "welfare:bank_unmatch": (post, treasurer, (code, w["bank_match"].pk)),
        "welfare:bank_entries": (get, treasurer, (code,)),
        "welfare:cash_counts": (get, treasurer, (code,)),
        "welfare:cash_count_save": (post, treasurer, (code,)),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, what is sent) for odd numbers, dates and texts in every field."""
    fund, line = f"/fund/{w['community'].code}", w["bank_line"].code
    statement = f"{fund}/bank/statements/{w['bank_statement'].code}"
    return [
        ("treasurer", f"{fund}/bank/upload/", {"kind": "bank"}),
        ("treasurer", f"{statement}/columns/", {"date": "0", "amount": "1", "words": "2"}),
        (
            "treasurer",
            f"{fund}/bank/line/{line}/match/",
            {"is0": "on", "amount0": "77", "choice0": "entry:1"},
        ),
        (
            "treasurer",
            f"{fund}/bank/line/{line}/match/",
            {"is0": "on", "amount0": "77", "choice0": "share:x"},
        ),
        ("treasurer", f"{fund}/bank/line/{line}/aside/", {"reason": "x"}),
        ("treasurer", f"{fund}/counts/save/", {"kind": "cash", "counted": "5", "words": "x", "piece0": "1"}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken: tables are read and not kept, and a photo is refused."""
    return [("treasurer", f"/fund/{w['community'].code}/bank/upload/", "table")]
