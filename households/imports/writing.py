"""Entering a checked table into the register: all of it or nothing, prepared before anything is locked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from households.imports.checking import PERSON_FIELDS, differing
from households.imports.columns import HOUSE_NUMBER, NAME
from households.imports.matching import Register
from households.models import (
    Community,
    Household,
    ImportRow,
    Membership,
    Person,
    RegisterEvent,
    RegisterImport,
)
from lib.codes import new_code
from lib.errors import Refused

BATCH = 2_000
# SQLite takes this many values in a list at most, on every build.
FEW = 900


class Entry(NamedTuple):
    """A row that goes in: its household (a new one's group, or the number of one that is there) and its fields."""

    household: str | int
    fields: dict[str, Any]
    person: Person | None


@dataclass
class Plan:
    """What will be written: new households by group, new people, and the rows about people who are there."""

    households: dict[str, Household] = field(default_factory=dict)
    new: list[Entry] = field(default_factory=list)
    seats: list[Membership] = field(default_factory=list)
    same: dict[int, Entry] = field(default_factory=dict)
    houses: dict[int, dict] = field(default_factory=dict)
    skipped: int = 0


def state_of_register(community: Community) -> list[int]:
    """Numbers that change with every household, place and act in the community's register."""
    newest = [
        RegisterEvent.objects.filter(community=community),
        Household.objects.filter(community=community),
        Membership.objects.filter(household__community=community),
    ]
    return [queryset.aggregate(newest=Max("pk"))["newest"] or 0 for queryset in newest]


def prepare(batch: RegisterImport) -> Plan:
    """Everything that needs no lock. Raises Refused ("changed") when the register no longer fits what was checked."""
    rows = list(batch.rows.order_by("number").defer("cells", "problems"))
    if batch.counts.get("seen") != state_of_register(batch.community):
        _still_fits(Register(batch.community), rows)
    plan = Plan()
    names = _household_names(rows)
    for row in rows:
        if row.choice == ImportRow.Choice.SKIP:
            plan.skipped += 1
            continue
        home: str | int = row.same_household_id or row.fields["group"]
        if row.same_household_id:
            _more_about_house(plan, row)
        if row.choice == ImportRow.Choice.SAME:
            if row.same_person_id:
                plan.same[row.same_person_id] = Entry(home, row.fields, None)
            elif row.fields[NAME]:
                raise changed()
            continue
        if isinstance(home, str) and home not in plan.households:
            plan.households[home] = _new_household(batch, row, names[home])
        if row.fields[NAME]:
            plan.new.append(Entry(home, row.fields, _new_person(row.fields)))
    plan.seats = [_seat(entry, plan, batch) for entry in plan.new]
    _give_codes(Household, plan.households.values())
    _give_codes(Person, [entry.person for entry in plan.new if entry.person])
    return plan


def enter(plan: Plan, batch: RegisterImport) -> dict[str, int]:
    """Write the plan, inside the caller's transaction. Returns what was entered.

    Raises Refused ("changed") when a household or person is no longer there.
    """
    homes = _locked_households(plan, batch)
    Household.objects.bulk_create(plan.households.values(), BATCH)
    homes.update(plan.households.items())
    Person.objects.bulk_create([entry.person for entry in plan.new if entry.person], BATCH)
    speakers = set(
        Membership.objects.filter(household__community=batch.community, is_representative=True).values_list(
            "household_id", flat=True
        )
    )
    for seat in plan.seats:
        if seat.is_representative:
            _only_speaker(seat, speakers)
    Membership.objects.bulk_create(plan.seats, BATCH)
    changes = _complete_people(plan, batch, speakers)
    changes |= _complete_houses(plan, homes, batch)
    RegisterEvent.objects.bulk_create(_events(plan, homes, changes, batch), BATCH)
    return {
        "people": len(plan.new),
        "households": len(plan.households),
        "same": len(plan.same),
        "completed": len(changes),
        "skipped": plan.skipped,
    }


def changed() -> Refused:
    """The refusal for a register that moved on since the table was checked."""
    return Refused(
        _("The register has changed since the check. Please check again, look, and then confirm."), "changed"
    )


def _still_fits(register: Register, rows: Iterable[ImportRow]) -> None:
    """Nobody who is to be entered as new has come into the register meanwhile. Raises Refused ("changed")."""
    groups: dict[str, list[ImportRow]] = defaultdict(list)
    for row in rows:
        if row.choice != ImportRow.Choice.SKIP:
            groups[row.fields["group"]].append(row)
    for group in groups.values():
        name = next((row.fields["household"] for row in group if row.fields["household"]), "")
        people = [row.fields[NAME] for row in group if row.fields[NAME]]
        fields = group[0].fields
        try:
            home = register.household(fields[HOUSE_NUMBER], fields["village"], name, people)
        except LookupError as error:
            raise changed() from error
        if home != group[0].same_household_id:
            raise changed()
        for row in group:
            is_new = row.choice == ImportRow.Choice.NEW and row.likeness is None
            if home and is_new and row.fields[NAME] and register.people.lives_in(home, row.fields[NAME]):
                raise changed()


def _household_names(rows: Iterable[ImportRow]) -> dict[str, str]:
    names: dict[str, str] = defaultdict(str)
    for row in rows:
        group = row.fields["group"]
        names[group] = names[group] or row.fields["household"]
    return names


def _new_household(batch: RegisterImport, row: ImportRow, name: str) -> Household:
    return Household(
        community_id=batch.community_id,
        name=name or _("House %(number)s") % {"number": row.fields[HOUSE_NUMBER]},
        house_number=row.fields[HOUSE_NUMBER],
        village=row.fields["village"],
        address=row.fields["address"],
        created_at=timezone.now(),
    )


def _new_person(fields: dict) -> Person:
    return Person(**{name: fields[name] for name in PERSON_FIELDS})


def _more_about_house(plan: Plan, row: ImportRow) -> None:
    told = plan.houses.setdefault(row.same_household_id, {})  # type: ignore[arg-type]
    for name in ("village", "address"):
        told[name] = told.get(name) or row.fields[name]


def _give_codes(model, rows: Iterable) -> None:
    """Codes that no other row has: among many thousands a random one may be taken."""
    rows = list(rows)
    used: set[str] = set()
    todo = rows
    while todo:
        for row in todo:
            while row.code in used:
                row.code = new_code()
            used.add(row.code)
        codes = [row.code for row in todo]
        taken: set[str] = set()
        for start in range(0, len(codes), FEW):
            found = model.objects.filter(code__in=codes[start : start + FEW])
            taken.update(found.values_list("code", flat=True))
        used |= taken
        todo = [row for row in todo if row.code in taken]


def _locked_households(plan: Plan, batch: RegisterImport) -> dict[str | int, Household]:
    """The households that are there already, locked in the order of their numbers."""
    wanted = set(plan.houses)
    found: dict[str | int, Household] = dict(_locked(Household, wanted).items())
    if len(found) != len(wanted) or any(
        home.status != Household.Status.ACTIVE or home.community_id != batch.community_id
        for home in found.values()
    ):
        raise changed()
    return found


def _locked(model, keys: Iterable[int]) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), FEW):
        queryset = model.objects.filter(pk__in=ordered[start : start + FEW]).order_by("pk")
        rows |= {row.pk: row for row in queryset.select_for_update(of=("self",))}
    return rows


def _seat(entry: Entry, plan: Plan, batch: RegisterImport) -> Membership:
    """The person's place; the numbers of a new household and person come in when these are written."""
    home: dict[str, Any] = (
        {"household_id": entry.household}
        if isinstance(entry.household, int)
        else {"household": plan.households[entry.household]}
    )
    return Membership(
        person=entry.person,
        status=Membership.Status.ACTIVE,
        relation=entry.fields["relation"],
        is_representative=bool(entry.fields["representative"]),
        decided_at=timezone.now(),
        decided_by=batch.confirmed_by,
        **home,
    )


def _only_speaker(seat: Membership, speakers: set[int]) -> None:
    """Note that this household has its representative now. Raises Refused when it got another one meanwhile."""
    home = seat.household_id or seat.household.pk
    if home in speakers:
        raise changed()
    speakers.add(home)


def _complete_people(
    plan: Plan, batch: RegisterImport, speakers: set[int]
) -> dict[tuple[int, str], list[str]]:
    """Fill what the register does not know of people who are there; replace only where the file is right.

    Returns the names of the fields by (household, person's code).
    """
    people = _locked(Person, plan.same)
    if len(people) != len(plan.same) or any(one.merged_into_id or one.erased_at for one in people.values()):
        raise changed()
    seats = {seat.person_id: seat for seat in _places_of(plan.same, batch)}
    if len(seats) != len(plan.same):
        raise changed()
    log, done = [], {}
    changed_people: list[Person | Membership] = []
    changed_seats: list[Person | Membership] = []
    for pk, entry in plan.same.items():
        person, seat = people[pk], seats[pk]
        of_person = _completed(person, entry.fields, PERSON_FIELDS, batch)
        of_seat = _completed(seat, entry.fields, ("relation",), batch)
        if entry.fields["representative"] and seat.household_id == entry.household:
            of_seat |= _made_speaker(seat, speakers)
        for row, change, kept in ((person, of_person, changed_people), (seat, of_seat, changed_seats)):
            if change:
                kept.append(row)
                log.append(_log(row, str(person), change, batch))
        if of_person or of_seat:
            done[seat.household_id, person.code] = [*of_person, *of_seat]
    _update(Person, changed_people, PERSON_FIELDS)
    _update(Membership, changed_seats, ("relation", "is_representative", "is_deputy"))
    LogEntry.objects.bulk_create(log, BATCH)
    return done


def _places_of(people: Iterable[int], batch: RegisterImport) -> Iterable[Membership]:
    """Where these people live in the community; of several places the newest is last."""
    ordered = sorted(people)
    for start in range(0, len(ordered), FEW):
        yield from (
            Membership.objects.active()
            .filter(household__community=batch.community, person__in=ordered[start : start + FEW])
            .order_by("pk")
        )


def _completed(row, fields: dict, names: Iterable[str], batch: RegisterImport) -> dict[str, list[str]]:
    """Set the fields on `row`; returns each changed one with what it was and is, as the change log keeps it."""
    may_replace = differing(row, fields, names) if batch.counts.get("file_is_right") else []
    change = {}
    for name in names:
        held, told = getattr(row, name), fields.get(name)
        if told and (not held or name in may_replace):
            change[name] = [str(held or ""), str(told)]
            setattr(row, name, told)
    return change


def _made_speaker(seat: Membership, speakers: set[int]) -> dict[str, list[str]]:
    if seat.is_representative:
        return {}
    if seat.household_id in speakers:
        raise changed()
    speakers.add(seat.household_id)
    seat.is_representative, seat.is_deputy = True, False
    return {"is_representative": ["False", "True"]}


def _complete_houses(
    plan: Plan, homes: dict[str | int, Household], batch: RegisterImport
) -> dict[tuple[int, str], list[str]]:
    """Village and address of households that had none."""
    done, touched, log = {}, [], []
    for pk, told in plan.houses.items():
        home = homes[pk]
        change = {}
        for name in ("village", "address"):
            if told[name] and not getattr(home, name):
                change[name] = ["", told[name]]
                setattr(home, name, told[name])
        if change:
            touched.append(home)
            log.append(_log(home, str(home), change, batch))
            done[home.pk, ""] = list(change)
    _update(Household, touched, ("village", "address"))
    LogEntry.objects.bulk_create(log, BATCH)
    return done


def _update(model, rows: list, names: Iterable[str]) -> None:
    """Many rows at once: an insert that meets its own row and changes these fields of it."""
    model.objects.bulk_create(
        rows, BATCH, update_conflicts=True, update_fields=[*names], unique_fields=["id"]
    )


def _log(row, name: str, change: dict[str, list[str]], batch: RegisterImport) -> LogEntry:
    return LogEntry(
        content_type=ContentType.objects.get_for_model(row),
        object_pk=str(row.pk),
        object_id=row.pk,
        object_repr=name,
        action=LogEntry.Action.UPDATE,
        changes=change,
        actor=batch.confirmed_by,
    )


def _events(plan: Plan, homes: dict, changes: dict, batch: RegisterImport) -> list[RegisterEvent]:
    """One act for each household that the table touched, and one for the whole."""
    people: dict[int, list[str]] = defaultdict(list)
    touched = dict.fromkeys(home.pk for home in plan.households.values())
    for entry in plan.new:
        home = homes[entry.household]
        people[home.pk].append(entry.person.code)  # type: ignore[union-attr]
        touched[home.pk] = None
    completed: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for (home_pk, person), names in changes.items():
        completed[home_pk][person] = names
        touched[home_pk] = None
    made = {home.pk for home in plan.households.values()}
    return [
        RegisterEvent(
            community_id=batch.community_id,
            household_id=pk,
            kind=RegisterEvent.Kind.IMPORTED,
            actor=batch.confirmed_by,
            facts={
                "as": "committee",
                "import": batch.code,
                "new": pk in made,
                "people": people.get(pk, []),
                "completed": completed.get(pk, {}),
            },
        )
        for pk in touched
    ]
