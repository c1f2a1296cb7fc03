"""Who and what may be in the register twice. A suggestion is only that: a person looks and decides.

People are held against each other only where something speaks for it: the same name, house or phone, or the same
village and year of birth. So a place of ten thousand is looked through in a second or two.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from households.imports.cells import name_key, village_key
from households.imports.matching import Known, People, fold_name, house_key
from households.models import Community, Household, Membership
from lib.similarity import alike, fold

# A phone or a name that so many share tells nothing.
LARGEST_GROUP = 60
MOST_SHOWN = 50
SAME_ADDRESS, NEAR_NAME = 80, 70
LEAST_ALIKE = 85


class Pair(NamedTuple):
    """Two entries that may be one: their numbers, how alike in percent, and why.

    Why is "exact" (name and house), "name", "phone", "house" or "village" (a near name there), "address".
    """

    one: int
    other: int
    percent: int
    why: str


def people(community: Community) -> list[Pair]:
    """Pairs of people, the most alike first. One statement."""
    known = list(_known(community))
    best: dict[tuple[int, int], Pair] = {}
    for group in _groups(known):
        seen = People()
        for person in group:
            found = seen.most_like(person)
            if found and found.ref != person.ref:
                one, other = sorted((found.ref, person.ref))
                pair = Pair(one, other, found.percent, found.why)
                if (one, other) not in best or best[one, other].percent < pair.percent:
                    best[one, other] = pair
            seen.add(person)
    return _first(best.values())


def households(community: Community) -> list[Pair]:
    """Pairs of households at one house number of one village, or of one name beside each other. One statement."""
    rows = Household.objects.filter(community=community, status=Household.Status.ACTIVE).order_by("pk")
    places: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for pk, name, number, village in rows.values_list("pk", "name", "house_number", "village"):
        places[house_key(number), village_key(village)].append((pk, name))
    pairs = []
    for (number, _village), homes in places.items():
        if not number or len(homes) > LARGEST_GROUP:
            continue
        for place, (one, name) in enumerate(homes):
            for other, other_name in homes[place + 1 :]:
                is_same = name_key(name) == name_key(other_name)
                is_near = alike(fold(name), fold(other_name)) >= LEAST_ALIKE
                percent = 100 if is_same else SAME_ADDRESS if is_near else NEAR_NAME
                pairs.append(Pair(one, other, percent, "exact" if is_same else "address"))
    return _first(pairs)


def _first(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.percent, pair.one, pair.other))[:MOST_SHOWN]


def _known(community: Community) -> Iterator[Known]:
    places = Membership.objects.active().filter(
        household__community=community,
        household__status=Household.Status.ACTIVE,
        person__erased_at__isnull=True,
        person__merged_into__isnull=True,
    )
    columns = (
        "person_id", "person__name", "household_id", "household__village", "person__phone", "person__birth_year",
    )  # fmt: skip
    for pk, name, home, village, phone, year in places.order_by("pk").values_list(*columns):
        yield Known(pk, fold_name(name), home, village_key(village), phone, year)


def _groups(known: list[Known]) -> Iterator[list[Known]]:
    """Those who have something in common, each group small enough to compare everybody with everybody."""
    groups: dict[tuple[Hashable, ...], list[Known]] = defaultdict(list)
    for person in known:
        groups["name", person.name.key].append(person)
        groups["house", person.house].append(person)
        if person.phone:
            groups["phone", person.phone].append(person)
        if person.village and person.birth_year:
            groups["age", person.village, person.birth_year].append(person)
    yield from (group for group in groups.values() if 1 < len(group) <= LARGEST_GROUP)
