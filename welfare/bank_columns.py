"""What the columns of a bank's table may hold: our fields, what Thai banks call them, and the layout kept from last time."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Community
from lib.errors import Refused
from lib.sheets import guess_columns
from lib.words import Words
from welfare.models import BankLayout

DATE, TIME, AMOUNT, OUT, IN, DIRECTION, BALANCE, REFERENCE, WORDS = (
    "date",
    "time",
    "amount",
    "withdrawal",
    "deposit",
    "direction",
    "balance",
    "reference",
    "words",
)


class Column(NamedTuple):
    """One of our fields: its heading for the treasurer, and what banks call it."""

    field: str
    heading: Words
    others: tuple[str, ...]


COLUMNS = (
    Column(
        DATE,
        gettext_lazy("Date"),
        ("วันที่", "วันที่ทำรายการ", "วันที่รายการ", "วัน เดือน ปี", "date", "transaction date", "tran date", "posting date"),
    ),
    Column(
        TIME,
        gettext_lazy("Time"),
        ("เวลา", "เวลาทำรายการ", "เวลา/วันที่มีผล", "time", "transaction time", "time/eff.date"),
    ),
    Column(
        OUT,
        gettext_lazy("Withdrawals"),
        ("ถอน", "ถอนเงิน", "จำนวนเงินถอน", "รายการถอน", "เงินออก", "จ่าย", "เดบิต", "debit", "dr", "withdrawal", "withdrawals",
         "withdraw", "debit amount", "withdrawal amount", "paid out", "money out"),
    ),
    Column(
        IN,
        gettext_lazy("Deposits"),
        ("ฝาก", "ฝากเงิน", "จำนวนเงินฝาก", "รายการฝาก", "เงินเข้า", "รับ", "เครดิต", "credit", "cr", "deposit", "deposits",
         "credit amount", "deposit amount", "paid in", "money in"),
    ),
    Column(
        AMOUNT,
        gettext_lazy("Amount, in one column"),
        ("จำนวนเงิน", "จำนวน", "ยอดเงิน", "ถอนเงิน/ฝากเงิน", "ฝาก/ถอน", "amount", "transaction amount", "amount (thb)"),
    ),
    Column(
        DIRECTION,
        gettext_lazy("In or out"),
        ("ประเภท", "ประเภทรายการ", "เข้า/ออก", "dr/cr", "debit/credit", "d/c", "type", "transaction type", "ฝากหรือถอน"),
    ),
    Column(
        BALANCE,
        gettext_lazy("Balance after it"),
        ("คงเหลือ", "ยอดคงเหลือ", "ยอดเงินคงเหลือ", "จำนวนเงินคงเหลือ", "ยอดคงเหลือ (บาท)", "balance", "outstanding balance",
         "ledger balance", "running balance", "account balance"),
    ),
    Column(
        REFERENCE,
        gettext_lazy("Reference"),
        ("เลขที่อ้างอิง", "หมายเลขอ้างอิง", "รหัสอ้างอิง", "อ้างอิง", "เลขที่รายการ", "reference", "reference no", "ref", "ref no",
         "transaction id", "reference number", "transaction reference"),
    ),
    Column(
        WORDS,
        gettext_lazy("What the bank wrote"),
        ("รายการ", "รายละเอียด", "คำอธิบาย", "คำอธิบายรายการ", "หมายเหตุ", "บันทึก", "description", "descriptions", "details",
         "particulars", "remark", "remarks", "memo", "narration", "transaction"),
    ),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}


def proposed(community: Community, heads: Sequence[str]) -> dict[str, int]:
    """Which column probably holds what: as the last time for a table with these headings, else guessed."""
    kept = BankLayout.objects.filter(community=community, heads_digest=_digest(heads)).first()
    if kept:
        return {field: place for field, place in kept.columns.items() if field in BY_FIELD}
    found = guess_columns(heads, {column.field: column.others for column in COLUMNS})
    places = {field: place for field, place in found.items() if place is not None}
    # Two columns for the amount say more than one.
    if OUT in places and IN in places:
        places.pop(AMOUNT, None)
        places.pop(DIRECTION, None)
    elif AMOUNT in places:
        places.pop(OUT, None)
        places.pop(IN, None)
    return places


def keep(community: Community, heads: Sequence[str], places: Mapping[str, int]) -> None:
    """Remember for the next table with these headings."""
    BankLayout.objects.update_or_create(
        community=community, heads_digest=_digest(heads), defaults={"columns": dict(places)}
    )


def check(places: Mapping[str, int], heads: Sequence[str]) -> None:
    """Raises Refused unless the columns together tell day and amount, each column used once."""
    if any(field not in BY_FIELD or not 0 <= place < len(heads) for field, place in places.items()):
        raise Refused(_("There is no such column in the file."), "column")
    if len(set(places.values())) != len(places):
        raise Refused(_("One column is chosen twice. Each holds one thing."), "twice")
    if DATE not in places:
        raise Refused(_("Choose the column with the date."), "no_date")
    in_one, in_two = AMOUNT in places, OUT in places or IN in places
    if in_one == in_two:
        raise Refused(
            _("Choose the amount either in one column, or in one for withdrawals and one for deposits."),
            "no_amount",
        )


def _digest(heads: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(heads).encode()).hexdigest()
