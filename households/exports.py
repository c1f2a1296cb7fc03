"""The register as a table to take away, in the columns of the template. Never with needs for help or health in it.

Who takes it away says what for, and that stays on record.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from households import register_events
from households.imports.columns import IN_TEMPLATE, buddhist, template_heads
from households.models import Community, Household, Membership, Person, RegisterEvent, User
from lib.dates import BUDDHIST_YEARS
from lib.errors import Refused
from lib.phones import format_phone

SHORTEST_PURPOSE = 5
CHUNK = 2_000


class Table(NamedTuple):
    """Headings and rows, in the reader's language."""

    heads: list[str]
    rows: Iterator[list]


@transaction.atomic
def take_away(*, community: Community, purpose: str, kind: str, actor: User) -> Table:
    """The community's register, once the purpose is on record. `kind` is "xlsx" or "csv". Raises Refused without one."""
    if len(purpose) < SHORTEST_PURPOSE:
        raise Refused(_("Write in a few words what you need the list for."), "purpose")
    register_events.note(
        RegisterEvent.Kind.EXPORTED,
        community=community,
        actor=actor,
        reason=purpose,
        facts={"as": "committee", "export": kind, "people": places(community).count()},
    )
    return Table(template_heads(), rows(community))


def places(community: Community):
    """The places of people who live in the community's households today."""
    return Membership.objects.active().filter(
        household__community=community,
        household__status=Household.Status.ACTIVE,
        person__erased_at__isnull=True,
        person__merged_into__isnull=True,
    )


def rows(community: Community) -> Iterator[list]:
    """One row for each person, household by household; a household without people has a row of its own."""
    people = (
        places(community)
        .order_by("household_id", "-is_representative", "pk")
        .select_related("household", "person")
    )
    empty = (
        Household.objects.filter(community=community, status=Household.Status.ACTIVE)
        .exclude(pk__in=places(community).values("household"))
        .order_by("pk")
    )
    for place in people.iterator(chunk_size=CHUNK):
        yield _row(place.household, place)
    for household in empty.iterator(chunk_size=CHUNK):
        yield _row(household, None)


def _row(household: Household, place: Membership | None) -> list:
    person = place.person if place else Person()
    values = {
        "house_number": household.house_number,
        "village": household.village,
        "household": household.name,
        "address": household.address,
        "name": person.name,
        "birth_year": _year(person.birth_year),
        "sex": person.get_sex_display() if person.sex else "",
        "relation": place.get_relation_display() if place and place.relation else "",
        "occupation": person.occupation,
        "activity": person.get_activity_display() if person.activity else "",
        "phone": format_phone(person.phone) if person.phone else "",
        "representative": _("yes") if place and place.is_representative else "",
    }
    return [values[column.field] for column in IN_TEMPLATE]


def _year(year: int | None) -> int | None:
    return year + BUDDHIST_YEARS if year and buddhist() else year
