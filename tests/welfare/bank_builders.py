"""Tables as Thai banks save them, and statements that were taken in."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from welfare import bank_import
from welfare.models import BankLine

HEADS = ["วันที่", "เวลา", "รายการ", "ถอนเงิน", "ฝากเงิน", "ยอดคงเหลือ", "เลขที่อ้างอิง"]
# Two deposits of the same day and amount, a withdrawal, and a line on the next day.
ROWS = [
    ["01/10/68", "09:15", "รับโอนเงิน", "", "100.00", "1,100.00", "014ABC0000001"],
    ["01/10/68", "09:15", "รับโอนเงิน", "", "100.00", "1,200.00", "014ABC0000002"],
    ["02/10/68", "13:00", "โอนเงิน", "50.50", "", "1,149.50", ""],
    ["03/10/68", "08:00", "ดอกเบี้ย", "", "0.75", "1,150.25", ""],
]


def table(rows=ROWS, heads=HEADS, encoding="utf-8", name="statement.csv"):
    """The table as an uploaded file."""
    written = io.StringIO()
    csv.writer(written).writerows([heads, *rows])
    return SimpleUploadedFile(name, written.getvalue().encode(encoding))


def uploaded(community, actor, rows=ROWS, heads=HEADS, kind="bank", **about):
    """A statement that waits to be taken in."""
    file = table(rows, heads, **about)
    return bank_import.upload(community=community, kind=kind, file=file, name=file.name, actor=actor)


def taken_in(community, actor, rows=ROWS, heads=HEADS, kind="bank", **about):
    """A statement that is taken in, its columns as guessed."""
    return bank_import.take_in(statement=uploaded(community, actor, rows, heads, kind, **about), actor=actor)


def line(community, actor, amount, on="01/10/68", reference="", words="", kind="bank"):
    """One line of the bank, from a statement without balances."""
    heads = ["วันที่", "จำนวนเงิน", "เลขที่อ้างอิง", "รายการ"]
    before = set(BankLine.objects.values_list("pk", flat=True))
    taken_in(community, actor, [[on, amount, reference, words], ["", "", "", "รวม"]], heads, kind)
    return BankLine.objects.exclude(pk__in=before).get()
