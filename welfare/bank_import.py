"""From a bank's table to lines: upload, say what the columns hold, look, take in. All or nothing, each line once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib import sheets
from lib.errors import Refused
from welfare import bank_columns, bank_rows
from welfare.bank_rows import Line
from welfare.models import BankLine, BankStatement

MOST_ROWS = 5_000
BATCH = 500
# Pressing the upload twice gives one statement.
TWICE = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Preview:
    """What a statement would bring, oldest line first. `likely` are new lines beside one of the same day and amount."""

    lines: list[Line]
    bad: list[Line]
    new: list[Line]
    known: int
    breaks: list[Line]
    likely: list[Line]

    @property
    def came_in(self) -> Decimal:
        """What the new lines brought, in baht."""
        return sum((line.amount for line in self.new if line.amount > 0), bank_rows.ZERO)

    @property
    def went_out(self) -> Decimal:
        """What the new lines took, in baht, above zero."""
        return -sum((line.amount for line in self.new if line.amount < 0), bank_rows.ZERO)

    @property
    def closing(self) -> Decimal | None:
        """The balance after the newest line, as the bank says."""
        return next((line.balance for line in reversed(self.lines) if line.balance is not None), None)


def upload(*, community: Community, kind: str, file, name: str, actor: User) -> BankStatement:
    """Keep the table as the bank wrote it, with a proposal of what its columns hold. Raises Refused for what is no table."""
    sheet = sheets.read(file, name, max_rows=MOST_ROWS)
    file_name = name.rpartition("/")[2].rpartition("\\")[2].replace("\0", "")[-200:]
    rows = [[number, cells] for number, cells in sheet.rows]
    with transaction.atomic():
        Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        waiting = BankStatement.objects.filter(
            community=community,
            kind=kind,
            uploaded_by=actor,
            file_name=file_name,
            status=BankStatement.Status.UPLOADED,
            uploaded_at__gt=timezone.now() - TWICE,
        )
        for before in waiting:
            if before.heads == sheet.heads and before.rows == rows:
                return before
        return BankStatement.objects.create(
            community=community,
            kind=kind,
            file_name=file_name,
            heads=sheet.heads,
            rows=rows,
            columns=bank_columns.proposed(community, sheet.heads),
            uploaded_by=actor,
        )


@transaction.atomic
def match_columns(*, statement: BankStatement, places: Mapping[str, int], actor: User) -> BankStatement:
    """Say which column holds what; kept for the next table with the same headings. Raises Refused."""
    locked = _locked(statement)
    _refuse_when_done(locked)
    bank_columns.check(places, locked.heads)
    bank_columns.keep(locked.community, locked.heads, places)
    locked.columns = dict(places)
    locked.save(update_fields=["columns"])
    return locked


def preview(statement: BankStatement) -> Preview:
    """The lines of a statement that is not taken in yet. Raises Refused while the columns do not tell day and amount."""
    bank_columns.check(statement.columns, statement.heads)
    lines = bank_rows.read(statement.rows, statement.columns)
    there = BankLine.objects.filter(community=statement.community, kind=statement.kind)
    days = {line.booked_on for line in lines if line.booked_on}
    known, beside = set(), set()
    if days:
        earlier = there.filter(booked_on__range=(min(days), max(days)))
        for fingerprint, booked_on, amount in earlier.values_list("fingerprint", "booked_on", "amount"):
            known.add(fingerprint)
            beside.add((booked_on, amount))
    for line in lines:
        line.is_known = line.fingerprint in known
    good = [line for line in lines if not line.problem]
    new = [line for line in good if not line.is_known]
    return Preview(
        lines=lines,
        bad=[line for line in lines if line.problem],
        new=new,
        known=len(good) - len(new),
        breaks=[line for line in lines if line.breaks],
        likely=[line for line in new if (line.booked_on, line.amount) in beside],
    )


@transaction.atomic
def take_in(*, statement: BankStatement, actor: User) -> BankStatement:
    """Enter the new lines, all of them or none. Pressing twice enters once.

    Raises Refused ("bad_rows") while a row cannot be read, ("nothing") when no row moves money, or as `preview`.
    """
    Community.objects.select_for_update(no_key=True).get(pk=statement.community_id)
    locked = _locked(statement)
    if locked.status == BankStatement.Status.DONE:
        return locked
    found = preview(locked)
    if found.bad:
        raise Refused(
            _(
                "Some rows cannot be read. Mend the table, or choose other columns; until then nothing is taken in."
            ),
            "bad_rows",
        )
    if not found.lines:
        raise Refused(_("No row of this table moves money. Please look at the columns again."), "nothing")
    BankLine.objects.bulk_create(
        [
            BankLine(
                statement=locked,
                community=locked.community,
                kind=locked.kind,
                booked_on=line.booked_on,  # type: ignore[misc]  # a row without a day is a bad one
                amount=line.amount,
                reference=line.reference,
                words=line.words,
                balance=line.balance,
                fingerprint=line.fingerprint,
            )
            for line in found.new
        ],
        BATCH,
    )
    locked.status = BankStatement.Status.DONE
    locked.lines_new, locked.lines_known, locked.closing = len(found.new), found.known, found.closing
    locked.save(update_fields=["status", "lines_new", "lines_known", "closing"])
    return locked


@transaction.atomic
def drop(*, statement: BankStatement, actor: User) -> None:
    """Put a table away that was not taken in. Raises Refused ("done") when it was."""
    locked = _locked(statement)
    _refuse_when_done(locked)
    locked.delete()


def _locked(statement: BankStatement) -> BankStatement:
    rows = BankStatement.objects.select_for_update(of=("self",), no_key=True).select_related("community")
    found = rows.filter(pk=statement.pk).first()
    if found is None:
        raise Refused(_("This table was put away. Please bring it again."), "gone")
    return found


def _refuse_when_done(statement: BankStatement) -> None:
    if statement.status == BankStatement.Status.DONE:
        raise Refused(_("This statement is taken in already."), "done")
