"""The open requests on the map: each a mark of its own, or many counted together where there are too many."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import (
    Case,
    Count,
    Expression,
    F,
    FloatField,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused
from welfare.helpdesk import board
from welfare.helpdesk import cases as desk_cases
from welfare.helpdesk.map_bases import Base, Linear
from welfare.models import CaseEvent, HelpCase

MOST_MARKS = 300
MOST_WITHOUT = 100
# So many fields a side when marks are counted together.
SIDE = 12
FIELD = 1000 / SIDE
URGENCIES = HelpCase.Urgency.values


@dataclass(frozen=True)
class Mark:
    """One sign on the map, in units of its drawing: a case, or a field with several."""

    x: int
    y: int
    urgency: str
    case: HelpCase | None = None
    number: int = 0
    count: int = 1
    field: str = ""

    @property
    def due(self) -> str:
        """By when, in words."""
        return board.due_words(self.case.due_at) if self.case else ""


@dataclass(frozen=True)
class Marks:
    """What is drawn. `is_grouped`: there were too many, each mark counts a field."""

    marks: list[Mark]
    is_grouped: bool = False
    is_cut: bool = False


def marks(rows: QuerySet, base: Base, field: str = "") -> Marks:
    """What to draw of these open ones: at most 300 marks, more are counted field by field by the database.

    `field` ("3-7") looks into one of these fields; what is not one is passed over.
    """
    placed = on_map(rows, base)
    if field := read_field(field):
        column, row = (int(part) for part in field.split("-"))
        placed = placed.filter(column=column, row=row)
    found = list(placed.order_by("due_at", "id")[: MOST_MARKS + 1])
    if len(found) > MOST_MARKS and not field:
        return Marks(_grouped(placed, base), is_grouped=True)
    own = [
        Mark(x, y, case.urgency, case, number)
        for number, case in enumerate(found[:MOST_MARKS], 1)
        for x, y in [_drawn(case.on_x, case.on_y, base)]
    ]
    return Marks(own, is_cut=len(found) > MOST_MARKS)


def without_place(rows: QuerySet, base: Base | None) -> list[HelpCase]:
    """Those that cannot be drawn, soonest first: at most 100, and one more if there are more."""
    if base is not None:
        rows = _positioned(rows, base).exclude(_on_map())
    return list(rows.order_by("due_at", "id")[: MOST_WITHOUT + 1])


def on_map(rows: QuerySet, base: Base) -> QuerySet:
    """Those with a place on the base, with the field in which it lies (`column`, `row`)."""
    fields = {
        name: Cast(
            Case(
                When(**{f"{place}__gte": 1000}, then=Value(float(SIDE - 1))), default=Floor(F(place) / FIELD)
            ),
            IntegerField(),
        )
        for name, place in (("column", "on_x"), ("row", "on_y"))
    }
    return _positioned(rows, base).filter(_on_map()).annotate(**fields)


@transaction.atomic
def place(*, case: HelpCase, x: int, y: int, actor: User) -> HelpCase:
    """Put a case on the community's picture, in thousandths. Raises Refused ("not_theirs", "outside")."""
    case = desk_cases.locked_for(case, actor)
    if not (0 <= x <= 1000 and 0 <= y <= 1000):
        raise Refused(_("This is outside of the picture. Please press on the picture."), "outside")
    if (case.map_x, case.map_y) == (x, y):
        return case
    case.map_x, case.map_y = x, y
    case.save(update_fields=["map_x", "map_y"])
    desk_cases.record(case, CaseEvent.Kind.SORTED, actor=actor, facts={"place": "map"})
    return case


@transaction.atomic
def take_off(*, case: HelpCase, actor: User) -> HelpCase:
    """Take a case off the picture again. Raises Refused ("not_theirs")."""
    case = desk_cases.locked_for(case, actor)
    if case.map_x is not None:
        case.map_x = case.map_y = None
        case.save(update_fields=["map_x", "map_y"])
        desk_cases.record(case, CaseEvent.Kind.SORTED, actor=actor, facts={"place": ""})
    return case


def _positioned(rows: QuerySet, base: Base) -> QuerySet:
    """With `on_x` and `on_y` in thousandths: what was pressed, else worked out from the degrees."""
    return rows.annotate(on_x=_position("map_x", base.x, base), on_y=_position("map_y", base.y, base))


def _position(pressed: str, linear: Linear | None, base: Base):
    ways: list[Expression] = [Cast(F(pressed), FloatField())] if base.is_picture else []
    if linear:
        north, east = Cast(F("latitude"), FloatField()), Cast(F("longitude"), FloatField())
        ways.append(north * Value(linear.a) + east * Value(linear.b) + Value(linear.c))
    return Coalesce(*ways, output_field=FloatField()) if len(ways) > 1 else ways[0]


def _on_map() -> Q:
    # Written so that what has no place is surely not on it, also where the condition is turned round.
    inside = Q(on_x__gte=0, on_x__lte=1000, on_y__gte=0, on_y__lte=1000)
    return inside & Q(on_x__isnull=False, on_y__isnull=False)


def _grouped(placed: QuerySet, base: Base) -> list[Mark]:
    rank = Case(*(When(urgency=urgency, then=Value(n)) for n, urgency in enumerate(URGENCIES)))
    fields = placed.order_by().values("column", "row").annotate(count=Count("pk"), worst=Min(rank))
    return [
        Mark(
            *_drawn((found["column"] + 0.5) * FIELD, (found["row"] + 0.5) * FIELD, base),
            URGENCIES[found["worst"]],
            count=found["count"],
            field=f"{found['column']}-{found['row']}",
        )
        for found in fields.order_by("row", "column")
    ]


def _drawn(x: float, y: float, base: Base) -> tuple[int, int]:
    return round(x), round(y * base.height / 1000)


def read_field(text: str) -> str:
    """The field as it is, or empty where it is none."""
    parts = text.split("-")
    is_field = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 3 for part in parts)
    return text if is_field and all(int(part) < SIDE for part in parts) else ""
