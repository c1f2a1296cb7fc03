"""Who of a table may be there already: in the register, or further up in the same table.

A suggestion is only that. What is exactly the same (name and house) is worth 100, everything else less, and a person
decides. Years of birth that lie apart speak against it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from households.imports.cells import name_key, village_key
from households.models import Community, Household, Membership
from lib.sheets import split_name
from lib.similarity import CUT_OFF, Folded, Sought, alike, fold
from lib.thai import search_key

EXACT = 100
SAME_NAME_ELSEWHERE = 90
SAME_PHONE = 85
SAME_NAME_OTHER_AGE = 75
# Before the careful comparison of sounds, a quick one of letters.
QUICK = 85
MOST_CANDIDATES = 5
# A place with more people is searched by exact names only; comparing all with all would take minutes.
LARGEST_PLACE = 6_000
# People count years differently, and ages give the year only nearly.
YEARS_APART = 2


class Name(NamedTuple):
    """A name folded once, to be held against many: as a whole, and its given and family names for themselves.

    Compared as one, brothers and sisters would all be alike.
    """

    key: str
    given: Folded
    family: Folded | None

    @property
    def sound(self) -> str:
        """How all of it sounds."""
        return self.given.sound + (self.family.sound if self.family else "")

    def like(self, other: "Name", least: "Least") -> int:
        """Percent, or 0 when one of the parts is less alike than `least`. Without a family name the given one decides."""
        given = alike(self.given, other.given)
        if given < least.given:
            return 0
        if self.family is None or other.family is None:
            return given
        family = alike(self.family, other.family)
        return round((given + family) / 2) if family >= least.family else 0


def fold_name(text: str) -> Name:
    """The name in `text`, which may have a title before it."""
    _title, bare = split_name(text)
    given, _space, family = (bare or text).partition(" ")
    return Name(name_key(bare or text), fold(given), fold(family) if family else None)


class Known(NamedTuple):
    """Somebody to compare with. `ref` is the person's number, or the number of the row in the table."""

    ref: int
    name: Name
    house: Any
    village: str
    phone: str
    birth_year: int | None


class Least(NamedTuple):
    """How alike given names and family names must be, in percent; below, two people are taken for two."""

    given: int
    family: int


IN_HOUSE = Least(85, 70)
IN_VILLAGE = Least(90, 90)
# Family names change by marriage.
WITH_PHONE = Least(85, 0)


class Likeness(NamedTuple):
    """How likely a row is somebody known: percent, and why ("exact", "name", "phone", "house", "village")."""

    ref: int
    percent: int
    why: str


class People:
    """Known people, found by name, house, village and phone."""

    def __init__(self, known: Iterable[Known] = ()):
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._by_house: dict[Any, list[Known]] = defaultdict(list)
        self._by_phone: dict[str, list[Known]] = defaultdict(list)
        self._by_village: dict[str, tuple[list[str], list[Known]]] = defaultdict(lambda: ([], []))
        for person in known:
            self.add(person)

    def add(self, person: Known) -> None:
        """From now on this person is found too."""
        self._by_name[person.name.key].append(person)
        self._by_house[person.house].append(person)
        if person.phone:
            self._by_phone[person.phone].append(person)
        sounds, people = self._by_village[person.village]
        sounds.append(person.name.sound)
        people.append(person)

    def lives_in(self, house: Any, name: str) -> bool:
        """True when somebody of exactly this name is in the house."""
        return any(person.house == house for person in self._by_name.get(name_key(name), ()))

    def most_like(self, sought: Known) -> Likeness | None:
        """The one whom `sought` resembles most, or None when nobody comes near."""
        found = self._by_exact_name(sought)
        if found and found.percent == EXACT:
            return found
        likely = [found, self._with_phone(sought), self._in_house(sought), self._in_village(sought)]
        return max((one for one in likely if one), key=lambda one: one.percent, default=None)

    def _by_exact_name(self, sought: Known) -> Likeness | None:
        best = None
        for person in self._by_name.get(sought.name.key, ()):
            is_here = sought.house is not None and person.house == sought.house
            if _may_be(person, sought):
                found = Likeness(
                    person.ref, EXACT if is_here else SAME_NAME_ELSEWHERE, "exact" if is_here else "name"
                )
            elif is_here:
                found = Likeness(person.ref, SAME_NAME_OTHER_AGE, "name")
            else:
                continue
            best = found if best is None or found.percent > best.percent else best
        return best

    def _with_phone(self, sought: Known) -> Likeness | None:
        """The same phone and a name that is not quite another one: families share a phone."""
        if not sought.phone:
            return None
        for person in self._by_phone.get(sought.phone, ()):
            if _may_be(person, sought) and sought.name.like(person.name, WITH_PHONE):
                return Likeness(person.ref, SAME_PHONE, "phone")
        return None

    def _in_house(self, sought: Known) -> Likeness | None:
        if sought.house is None:
            return None
        people = self._by_house.get(sought.house, [])
        return _nearest(sought, people, IN_HOUSE, "house")

    def _in_village(self, sought: Known) -> Likeness | None:
        sounds, people = self._by_village.get(sought.village, ([], []))
        if not sought.village or len(sounds) > LARGEST_PLACE:
            return None
        near = process.extract(
            sought.name.sound, sounds, scorer=fuzz.ratio, score_cutoff=QUICK, limit=MOST_CANDIDATES
        )
        return _nearest(sought, [people[place] for _sound, _score, place in near], IN_VILLAGE, "village")


class Register:
    """The community's households and people as they are now, to hold a table against."""

    def __init__(self, community: Community):
        households = Household.objects.filter(community=community, status=Household.Status.ACTIVE)
        self.houses: dict[int, tuple[str, str, str]] = {}
        self.at: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_number: dict[str, list[int]] = defaultdict(list)
        self.numbers: set[str] = set()
        for pk, name, number, village in households.order_by("pk").values_list(
            "pk", "name", "house_number", "village"
        ):
            self.houses[pk] = (name, house_key(number), village_key(village))
            self.at[self.houses[pk][1:]].append(pk)
            self.by_number[house_key(number)].append(pk)
            self.numbers.add(number)
        self.people = People(self._known(community))

    def _known(self, community: Community) -> Iterable[Known]:
        places = Membership.objects.active().filter(
            household__community=community,
            household__status=Household.Status.ACTIVE,
            person__erased_at__isnull=True,
            person__merged_into__isnull=True,
        )
        for pk, name, household, phone, year in places.order_by("pk").values_list(
            "person_id", "person__name", "household_id", "person__phone", "person__birth_year"
        ):
            yield Known(pk, fold_name(name), household, self.houses[household][2], phone, year)

    def household(self, number: str, village: str, name: str, people: Iterable[str]) -> int | None:
        """The household at this address, or None for a new one. Raises LookupError when it may be several.

        `name` is what the table calls it, `people` are its people there: one known face says more than the name.
        """
        here = self._at(number, village)
        if not name:
            if len(here) > 1:
                raise LookupError(number)
            return here[0] if here else None
        same = [pk for pk in here if name_key(self.houses[pk][0]) == name_key(name)]
        if same:
            return same[0]
        familiar = [pk for pk in here if any(self.people.lives_in(pk, person) for person in people)]
        if familiar:
            return familiar[0]
        is_near = len(here) == 1 and Sought(name).score(self.houses[here[0]][0]) >= CUT_OFF
        return here[0] if is_near else None

    def _at(self, number: str, village: str) -> list[int]:
        """Households at the number. One side may have left the village out, when the number is there only once."""
        here = self.at.get((house_key(number), village_key(village)), [])
        everywhere = self.by_number.get(house_key(number), [])
        if not here and len(everywhere) == 1 and (not village or not self.houses[everywhere[0]][2]):
            return everywhere
        return here


def house_key(number: str) -> str:
    """What two spellings of one house number have in common."""
    return search_key(number)


def _nearest(sought: Known, people: Iterable[Known], least: Least, why: str) -> Likeness | None:
    best = None
    for person in people:
        score = sought.name.like(person.name, least)
        if score and _may_be(person, sought) and (best is None or score > best.percent):
            best = Likeness(person.ref, min(score, EXACT - 1), why)
    return best


def _may_be(one: Known, other: Known) -> bool:
    """Nothing in their years of birth speaks against it."""
    if one.birth_year is None or other.birth_year is None:
        return True
    return abs(one.birth_year - other.birth_year) <= YEARS_APART
