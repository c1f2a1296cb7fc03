"""What the treasurer fills in beside the bank's statement, and when counting."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from lib.money import baht
from welfare.bank_columns import COLUMNS
from welfare.bank_matches import Part
from welfare.cash_counts import PIECES
from welfare.models import Account, BankStatement

ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
# A heading is shown with this many of its first values.
VALUES = 2
KINDS = [(Account.Kind.BANK, _("Bank")), (Account.Kind.WALLET, _("E-wallet"))]
COUNTED = [(Account.Kind.CASH, _("Cash box")), (Account.Kind.WALLET, _("E-wallet"))]


def money(**about) -> ThaiDecimalField:
    """A field for baht."""
    return ThaiDecimalField(**{"max_digits": 12, "decimal_places": 2, **about})


class StatementForm(forms.Form):
    """A bank's table."""

    table = forms.FileField(
        label=_("The file from the bank"),
        help_text=_("An Excel or CSV file, as the bank's site or app saves it."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": _("Please choose a file."), "invalid": _("Please choose a file.")},
    )
    kind = forms.ChoiceField(
        label=_("Of which account?"), choices=KINDS, initial=Account.Kind.BANK, widget=forms.RadioSelect
    )


class ColumnsForm(forms.Form):
    """For each thing that a line says: in which column of the table it stands."""

    def __init__(self, *args, statement: BankStatement, **kwargs):
        super().__init__(*args, **kwargs)
        self.statement = statement
        choices = [("", _("not in the table")), *((str(place), label) for place, label in _labels(statement))]
        for column in COLUMNS:
            place = statement.columns.get(column.field)
            self.fields[column.field] = forms.ChoiceField(
                label=column.heading,
                choices=choices,
                required=False,
                initial="" if place is None else str(place),
            )

    @property
    def places(self) -> dict[str, int]:
        """Which column holds what."""
        return {field: int(place) for field, place in self.cleaned_data.items() if place}


class MatchForm(forms.Form):
    """Which of the proposed things the line is, and how much of it each takes."""

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        self.rows = []
        for number, proposal in enumerate(proposals):
            label = f"{proposal.words}, {baht(proposal.amount)}"
            self.fields[f"is{number}"] = forms.BooleanField(
                label=label, required=False, initial=proposal.is_chosen
            )
            self.fields[f"amount{number}"] = money(
                label=_("of it"), required=False, min_value=Decimal("0.01"), initial=proposal.takes
            )
            self.fields[f"choice{number}"] = forms.CharField(
                widget=forms.HiddenInput, initial=proposal.choice, max_length=60
            )
            names = (f"is{number}", f"amount{number}", f"choice{number}")
            self.rows.append((proposal, *(self[name] for name in names)))

    def parts(self) -> list[Part]:
        """What was ticked."""
        return [
            Part(
                self.cleaned_data[f"choice{number}"],
                self.cleaned_data[f"amount{number}"] or proposal.takes,
            )
            for number, proposal in enumerate(self.proposals)
            if self.cleaned_data[f"is{number}"]
        ]


class SearchForm(forms.Form):
    """Looking for an entry that was not proposed."""

    amount = money(label=_("Amount"), required=False, min_value=Decimal("0.01"))
    on = ThaiDateField(label=_("Day"), required=False)


class AsideForm(forms.Form):
    """Why a line of the bank is not the fund's."""

    reason = ThaiCharField(
        label=_("Why is this line not the fund's?"),
        max_length=200,
        help_text=_("For example: sent to the wrong account and sent back on 5 May."),
    )


class CountForm(forms.Form):
    """What lies in the cash box: as a sum, or by notes and coins."""

    kind = forms.ChoiceField(
        label=_("What did you count?"), choices=COUNTED, initial=Account.Kind.CASH, widget=forms.RadioSelect
    )
    counted = money(
        label=_("There is altogether"),
        required=False,
        min_value=0,
        help_text=_("Leave it empty when you write down the notes and coins below."),
    )
    words = ThaiCharField(
        label=_("If it differs from the books: how may that be?"), required=False, max_length=200
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, piece in enumerate(PIECES):
            self.fields[f"piece{number}"] = ThaiIntegerField(
                label=baht(piece), required=False, min_value=0, max_value=100_000
            )
        self.pieces_shown = [self[f"piece{number}"] for number in range(len(PIECES))]

    def clean(self) -> dict:
        """A sum or pieces; adds `pieces`."""
        cleaned = super().clean() or {}
        pieces = {
            piece: cleaned[f"piece{number}"]
            for number, piece in enumerate(PIECES)
            if cleaned.get(f"piece{number}")
        }
        total = sum((piece * number for piece, number in pieces.items()), Decimal(0))
        if cleaned.get("counted") is None and not pieces and not self.errors:
            raise forms.ValidationError(_("Write how much there is, or how many notes and coins."), "nothing")
        if cleaned.get("counted") is None:
            cleaned["counted"] = total
        return {**cleaned, "pieces": pieces}


def _labels(statement: BankStatement):
    for place, head in enumerate(statement.heads):
        values: list[str] = []
        for _number, cells in statement.rows[:50]:
            cell = cells[place] if place < len(cells) else ""
            if cell and cell not in values and len(values) < VALUES:
                values.append(cell[:30])
        yield place, f"{head} ({', '.join(values)})" if values else head
