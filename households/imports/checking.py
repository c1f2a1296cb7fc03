"""The dry run: every row read, put into its household and held against register and table. Nothing is entered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from households.imports.cells import name_key, read_row, village_key
from households.imports.columns import HOUSE_NUMBER, NAME, SAME_AS_ABOVE
from households.imports.matching import EXACT, Known, Likeness, People, Register, fold_name, house_key
from households.models import ImportRow, Membership, Person, RegisterImport
from lib.thai import normalise

HOUSE_FIELDS = (HOUSE_NUMBER, "village", "household", "address")
PERSON_FIELDS = (NAME, "birth_year", "sex", "occupation", "activity", "phone")
# What people decided and must not be lost when the table is checked again.
DECIDED = "decided"
CHUNK = 500
WRITTEN = ["fields", "problems", "same_household", "same_person", "likeness", "choice"]


class Check:
    """One dry run over all rows of an import."""

    def __init__(self, batch: RegisterImport):
        self.batch = batch
        self.register = Register(batch.community)
        self.rows = list(batch.rows.order_by("number"))
        self.twins = People()
        self.people = self._people()
        self.speakers = dict(
            Membership.objects.filter(
                household__community=batch.community, is_representative=True
            ).values_list("household_id", "person_id")
        )

    def _people(self) -> dict[int, tuple]:
        """What the register holds of each person, in the order of PERSON_FIELDS, and the relation."""
        seats = Membership.objects.active().filter(household__community=self.batch.community)
        return {
            pk: tuple(rest)
            for pk, *rest in seats.values_list(
                "person_id", *(f"person__{field}" for field in PERSON_FIELDS), "relation"
            )
        }

    def chunks(self) -> Iterator[list[ImportRow]]:
        """The rows with what was found, some hundred at a time, in their order."""
        self._read()
        households = self._households()
        chunk = []
        for row in self.rows:
            self._place(row, households[row.fields["group"]])
            if not row.problems:
                self._compare(row)
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _read(self) -> None:
        on, columns = timezone.localdate(), self.batch.columns
        above: list[str] = []
        for row in self.rows:
            cells = list(row.cells)
            if columns.get(SAME_AS_ABOVE):
                cells = _filled_down(cells, above, columns)
            above = cells
            reading = read_row(cells, columns, on, self.register.numbers)
            before, row.fields = row.fields, dict(reading.fields)
            row.problems = reading.problems
            if before.get(DECIDED):
                row.fields[DECIDED] = before[DECIDED]
            row.same_person_before = row.same_person_id
        self._group()

    def _group(self) -> None:
        """Rows of one household: the same number, village and name; the name may stand in one row only."""
        names: dict[tuple, set[str]] = defaultdict(set)
        for row in self.rows:
            if row.fields["household"]:
                names[_address(row)].add(name_key(row.fields["household"]))
        for row in self.rows:
            known = names[_address(row)]
            name = name_key(row.fields["household"])
            if not name and len(known) == 1:
                name = next(iter(known))
            elif not name and len(known) > 1:
                row.problems.append(["household", _several()])
            row.fields["group"] = "|".join([*_address(row), name])

    def _households(self) -> dict[str, int | LookupError | None]:
        """Each group's household in the register, if it has one."""
        groups: dict[str, list[ImportRow]] = defaultdict(list)
        for row in self.rows:
            groups[row.fields["group"]].append(row)
        found: dict[str, int | LookupError | None] = {}
        for group, rows in groups.items():
            fields = rows[0].fields
            name = next((row.fields["household"] for row in rows if row.fields["household"]), "")
            people = [row.fields[NAME] for row in rows if row.fields[NAME]]
            try:
                found[group] = self.register.household(fields[HOUSE_NUMBER], fields["village"], name, people)
            except LookupError as error:
                found[group] = error
            self._one_speaker(rows, found[group])
        return found

    def _one_speaker(self, rows: list[ImportRow], household: Any) -> None:
        """A household has one representative; changing one is no matter for a table."""
        marked = [row for row in rows if row.fields["representative"]]
        for row in marked[1:]:
            row.problems.append(
                ["representative", _("Somebody else of this household is marked in row %(row)s.") % {"row": marked[0].number}]
            )  # fmt: skip
        speaker = self.speakers.get(household) if isinstance(household, int) else None
        if marked and speaker and name_key(self.people[speaker][0]) != name_key(marked[0].fields[NAME]):
            marked[0].problems.append(
                [
                    "representative",
                    _(
                        "The household has another representative. Empty this cell; change the representative on the "
                        "household's page."
                    ),
                ]
            )

    def _place(self, row: ImportRow, household: int | LookupError | None) -> None:
        row.same_household_id = household if isinstance(household, int) else None
        if isinstance(household, LookupError):
            row.problems.append(["household", _several()])

    def _compare(self, row: ImportRow) -> None:
        row.same_person_id, row.likeness, choice = None, None, ImportRow.Choice.NEW
        fields = row.fields
        if fields[NAME]:
            village = village_key(fields["village"])
            sought = Known(
                row.number,
                fold_name(fields[NAME]),
                row.same_household_id,
                village,
                fields["phone"],
                fields["birth_year"],
            )
            # In the table a household is known by its group, new or not.
            among_rows = sought._replace(house=fields["group"])
            known, twin = self.register.people.most_like(sought), self.twins.most_like(among_rows)
            if twin and twin.percent == EXACT:
                row.likeness, choice = EXACT, ImportRow.Choice.SKIP
                fields["twin"] = twin.ref
            elif known and (not twin or known.percent >= twin.percent):
                self._same_person(row, known)
                choice = ImportRow.Choice.SAME if known.percent == EXACT else choice
            elif twin:
                row.likeness, fields["twin"], fields["why"] = twin.percent, twin.ref, twin.why
            self.twins.add(among_rows)
        elif row.same_household_id:
            choice = ImportRow.Choice.SAME
        self._keep_decision(row, choice)

    def _same_person(self, row: ImportRow, known: Likeness) -> None:
        row.same_person_id, row.likeness = known.ref, known.percent
        row.fields["why"] = known.why
        held = dict(zip((*PERSON_FIELDS, "relation"), self.people[known.ref], strict=True))
        differs = {
            field: value
            for field, value in held.items()
            if value and row.fields[field] and not _equal(field, value, row.fields[field])
        }
        if differs:
            row.fields["differs"] = differs

    def _keep_decision(self, row: ImportRow, choice: str) -> None:
        """What a person decided stays, while it is about the same two people."""
        decided = row.fields.get(DECIDED)
        still = decided == ImportRow.Choice.SKIP or row.same_person_id == row.same_person_before
        if decided and still and (decided != ImportRow.Choice.SAME or row.same_person_id):
            row.choice = decided
        else:
            row.fields.pop(DECIDED, None)
            row.choice = choice


def differing(held: Person | Membership, fields: dict, names: Iterable[str]) -> list[str]:
    """Those of `names` of which the register says something and the table something else."""
    return [
        name
        for name in names
        if getattr(held, name) and fields[name] and not _equal(name, getattr(held, name), fields[name])
    ]


def _equal(field: str, one: Any, other: Any) -> bool:
    return name_key(one) == name_key(other) if field == NAME else one == other


def _address(row: ImportRow) -> tuple[str, str]:
    number = row.fields[HOUSE_NUMBER]
    # Rows without a number are nobody's neighbours.
    return (house_key(number) if number else f"?{row.number}", village_key(row.fields["village"]))


def _filled_down(cells: list[str], above: list[str], columns: dict) -> list[str]:
    """The cells with the house of the row above, where the house number is empty."""
    place = columns[HOUSE_NUMBER]
    if not above or place >= len(cells) or normalise(cells[place]):
        return cells
    places = [columns[field] for field in HOUSE_FIELDS if field in columns]
    return [
        above[place] if place in places and not cell and place < len(above) else cell
        for place, cell in enumerate(cells)
    ]


def _several() -> str:
    return _("Several households have this house number. Write the name of the household.")
