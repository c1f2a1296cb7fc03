"""One of everything for the sweeps: the books: closed months, second signatures, papers, costs."""

from decimal import Decimal

from welfare import countersigns, papers
from welfare.models import Countersign, Paper

KEEPERS = {"committee", "treasurer"}
READERS = {*KEEPERS, "auditor"}


def build(here, there, people) -> dict:
    """Objects by the name under which `rows` uses them."""
    asked = countersigns.ask(
        community=here,
        kind=Countersign.Kind.COST,
        document="cost",
        reason="ค่าถ่ายเอกสาร",
        amount=Decimal(50),
        actor=people["committee"],
        particulars={"way": "bank", "purpose": ""},
    )
    paper = papers.add(
        community=here, document=asked.document, kind=Paper.Kind.RECEIPT, path="", actor=people["committee"]
    )
    return {"asked": asked, "paper": paper}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    code, get, post = w["community"].code, "GET", "POST"
    return {
        "welfare:countersigns": (get, READERS, (code,)),
        "welfare:countersign_agree": (post, KEEPERS, (code, w["asked"].code)),
        "welfare:countersign_refuse": (post, KEEPERS, (code, w["asked"].code)),
        "welfare:periods": (get, READERS, (code,)),
        "welfare:period_close": (post, {"treasurer"}, (code,)),
        "welfare:period_reopen": (post, KEEPERS, (code,)),
        "welfare:costs": (get, {"treasurer"}, (code,)),
        "welfare:cost_ask": (post, {"treasurer"}, (code,)),
        "welfare:income_ask": (post, {"treasurer"}, (code,)),
        "welfare:deposit_move": (post, {"treasurer"}, (code,)),
        "welfare:correction_ask": (post, {"treasurer"}, (code,)),
        # Who may see a paper finds no picture behind this one.
        "welfare:paper": (get, set(), (w["paper"].code,)),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    fund, asked = f"/fund/{w['community'].code}", w["asked"].code
    key = "bcdfghjkmnpq"
    cost = {"key": key, "words": "x", "amount": "1", "way": "bank", "purpose": ""}
    move = {
        "key": key,
        "from_kind": "cash",
        "to_kind": "bank",
        "amount": "1",
        "purpose": "",
        "on": "1/1/2569",
    }
    return [
        ("committee", f"{fund}/signatures/{asked}/agree/", {"words": "x"}),
        ("committee", f"{fund}/signatures/{asked}/refuse/", {"words": "x"}),
        ("treasurer", f"{fund}/months/close/", {"month": "2026-01", "reason": "x"}),
        ("treasurer", f"{fund}/months/reopen/", {"month": "2026-01", "reason": "x"}),
        ("treasurer", f"{fund}/costs/ask/", cost),
        ("treasurer", f"{fund}/costs/income/", cost),
        ("treasurer", f"{fund}/costs/move/", move),
        ("treasurer", f"{fund}/costs/take-back/", {"number": "1", "reason": "x"}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return [("treasurer", f"/fund/{w['community'].code}/costs/ask/", "bill")]
