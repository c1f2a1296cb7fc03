"""What the committee tells when it brings a table, and when it takes one away."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from households.imports.columns import COLUMNS, HOUSE_NUMBER, NAME, SAME_AS_ABOVE
from households.models import RegisterImport
from lib.forms import ThaiCharField

ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
# A heading is shown with this many of its values.
VALUES = 3


class TableForm(forms.Form):
    """A file with a table in it."""

    table = forms.FileField(
        label=_("The file"),
        help_text=_("An Excel or CSV file, at most 10 MB and 25,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": _("Please choose a file."), "invalid": _("Please choose a file.")},
    )


class ColumnsForm(forms.Form):
    """For each column of the file: what it holds. Shown with its first values."""

    def __init__(self, *args, batch: RegisterImport, **kwargs):
        super().__init__(*args, **kwargs)
        self.batch = batch
        guessed = {place: field for field, place in batch.columns.items() if field != SAME_AS_ABOVE}
        first = first_values(batch)
        choices = [("", _("leave this column out")), *((column.field, column.heading) for column in COLUMNS)]
        for place, head in enumerate(batch.heads):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=head,
                choices=choices,
                required=False,
                initial=guessed.get(place, ""),
                help_text="",
            )
        self.shown = [
            (self[f"column{place}"], first[place], bool(guessed.get(place)))
            for place in range(len(batch.heads))
        ]
        self.fields[SAME_AS_ABOVE] = forms.BooleanField(
            label=_("Where the house number is empty, the row belongs to the house of the row above"),
            required=False,
            initial=bool(batch.columns.get(SAME_AS_ABOVE)),
        )

    def clean(self) -> dict:
        """Each of our fields once, with house and name among them. Adds `places` and `same_as_above`."""
        cleaned = super().clean() or {}
        places: dict[str, int] = {}
        for place in range(len(self.batch.heads)):
            field = cleaned.get(f"column{place}")
            if field and field in places:
                self.add_error(f"column{place}", _("Another column holds this already. Choose one of them."))
            elif field:
                places[field] = place
        if not self.errors and (HOUSE_NUMBER not in places or NAME not in places):
            raise forms.ValidationError(
                _("Choose the columns with the house number and with the name. Without them people cannot be told apart."),
                "incomplete",
            )  # fmt: skip
        return {"places": places, SAME_AS_ABOVE: cleaned.get(SAME_AS_ABOVE, False)}


class ConfirmForm(forms.Form):
    """The last word before the table goes into the register."""

    file_is_right = forms.BooleanField(
        label=_("Where the table and the register say different things of a person, the table is right"),
        required=False,
    )


class ExportForm(forms.Form):
    """What the list is needed for, and as what kind of file."""

    purpose = ThaiCharField(
        label=_("What do you need the list for?"),
        min_length=5,
        max_length=200,
        help_text=_("For example: preparing the election of the committee. It stays on record, with your name and the day."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("As"),
        choices=[("xlsx", _("Excel file")), ("csv", _("CSV, for other programs"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


def first_values(batch: RegisterImport) -> Sequence[list[str]]:
    """The first few different values of each column."""
    found: list[list[str]] = [[] for _head in batch.heads]
    for cells in batch.rows.order_by("number").values_list("cells", flat=True)[:50]:
        for place, cell in enumerate(cells[: len(found)]):
            if cell and cell not in found[place] and len(found[place]) < VALUES:
                found[place].append(cell)
    return found
