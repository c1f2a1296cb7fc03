"""The demo's communities: households, people with tasks, rules, fund."""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.files.base import ContentFile

from config.demo import families, people
from config.demo.families import Member
from config.demo.story import Story
from config.start import NATIONAL_NUMBERS
from households import agreements, imports, memberships, roles
from households.imports.columns import BY_FIELD
from households.models import (
    Community,
    Consent,
    EmergencyNumber,
    Household,
    Membership,
    Municipality,
    Network,
    Person,
    RegisterImport,
    User,
)
from lib.nationalid import is_national_id
from welfare import funds

# The columns of the committee's tables.
FIELDS = [
    "house_number",
    "village",
    "household",
    "name",
    "birth_year",
    "sex",
    "relation",
    "occupation",
    "activity",
]


@dataclass
class Home:
    """A household with the one who speaks for it."""

    household: Household
    user: User
    name: people.Name
    family: list[Member]
    # Whether its figures may be counted.
    has_agreed: bool = True
    leaves_on: dt.date = dt.date.max

    @property
    def is_cast(self) -> bool:
        """Whether somebody of the sign-in page lives here."""
        return self.user.code.startswith("demo-")


@dataclass
class Place:
    """A community and its people. The first homes keep shops."""

    community: Community
    opens_on: dt.date
    homes: list[Home] = field(default_factory=list)
    posts: dict[str, list[User]] = field(default_factory=dict)

    def holder(self, kind: str) -> User:
        """The first person who holds this role."""
        return self.posts[kind][0]


def found(story: Story) -> list[Place]:
    """Everything that is there on the first day."""
    municipality = Municipality.objects.create(**people.MUNICIPALITY)
    network = Network.objects.create(name=people.NETWORK)
    names = people.names(story.rng)
    places = []
    for number, row in enumerate(people.COMMUNITIES):
        is_late = number == len(people.COMMUNITIES) - 1
        opens_on = story.late_day if is_late else story.market_day
        place = Place(found_community(municipality, network, number, row), opens_on)
        cast = people.CAST if number == 0 else []
        shops = story.size.shops
        for at in range(story.size.homes):
            # The seller keeps the first shop, the others of the cast have the first homes without one.
            part = 0 if at == 0 else at - shops + 1 if at >= shops else len(cast)
            code, name = cast_member(cast[part]) if part < len(cast) else (None, next(names))
            place.homes.append(found_home(story, place, at, name, code))
        give_posts(story, place, cast)
        publish(story, place)
        bring_families(place)
        story.at(story.on(opens_on, 8), open_fund, place, number, row[4])
        places.append(place)
    code, full = people.OFFICER
    officer = User.objects.create_user(name=full, code=code, wants_email=False)
    roles.grant(user=officer, kind="officer", municipality=municipality, actor=None)
    if privacy := agreements.current("privacy"):
        agreements.accept(user=officer, version=privacy, recorded_by=officer)
    return places


def cast_member(row: tuple) -> tuple[str, people.Name]:
    """The code and the name of somebody in the cast."""
    code, full, called, _role = row
    return code, people.Name(full, called, full.split()[-1])


def found_community(municipality: Municipality, network: Network, number: int, row: tuple) -> Community:
    """A community with its contacts and emergency numbers."""
    code, name, about, share, _opening = row
    community = Community.objects.create(
        code=code,
        municipality=municipality,
        network=network,
        name=name,
        about=about,
        share_percent=Decimal(str(share)),
        contact_name="คุณมะลิ ตัวอย่าง" if number == 0 else "กรรมการเวร",
        phone=phone(900 + number),
        address=f"ศาลาชุมชน {people.STREETS[number]}",
        pickup_place=people.PICKUP_PLACES[0],
    )
    numbers = [*NATIONAL_NUMBERS, ("กรรมการเวรของชุมชน", phone(900 + number))]
    EmergencyNumber.objects.bulk_create(
        EmergencyNumber(community=community, label=label, phone=number, position=position)
        for position, (label, number) in enumerate(numbers)
    )
    return community


def found_home(story: Story, place: Place, number: int, name: people.Name, code: str | None) -> Home:
    """A household, the one who speaks for it, and the others in the house."""
    rng = story.rng
    extra = {"code": code} if code else {}
    user = User.objects.create_user(
        name=name.full, phone=phone(rng.randrange(900)), wants_email=False, **extra
    )
    household = memberships.create_household(
        community=place.community,
        name=f"บ้าน{name.called}",
        house_number=f"{rng.randint(1, 99)}/{number + 1}",
        village=f"หมู่ {number % 4 + 1}",
        address=rng.choice(people.STREETS),
        user=user,
    )
    family = families.family(name, story.first_month.year, rng)
    if number < story.size.shops:
        family[0] = replace(family[0], occupation="ค้าขาย", activity=Person.Activity.WORKING)
    return Home(household, user, name, family)


def bring_families(place: Place) -> None:
    """The committee's list of who lives in which house comes into the register as a spreadsheet does."""
    rows = [(home.household, member) for home in place.homes for member in home.family]
    lines = [
        [
            home.house_number,
            home.village,
            home.name,
            member.name,
            str(member.birth_year + 543),
            str(Person.Sex(member.sex).label),
            str(Membership.Relation(member.relation).label),
            member.occupation,
            str(Person.Activity(member.activity).label) if member.activity else "",
        ]
        for home, member in rows
    ]
    batch = bring(place, "ทะเบียนครัวเรือน.csv", lines)
    imports.confirm(batch=batch, actor=place.holder("committee"))
    imports.drop(batch=RegisterImport.objects.get(pk=batch.pk), actor=place.holder("committee"))
    date_members(place)


def bring(place: Place, name: str, lines: list[list[str]]) -> RegisterImport:
    """Upload a table with these rows and have it checked."""
    table = io.StringIO()
    csv.writer(table).writerows([[str(BY_FIELD[field].heading) for field in FIELDS], *lines])
    file = ContentFile(table.getvalue().encode("utf-8-sig"), name)
    actor = place.holder("committee")
    batch = imports.upload(community=place.community, file=file, name=name, actor=actor)
    imports.match(batch=batch, places=batch.columns, actor=actor)
    return RegisterImport.objects.get(pk=batch.pk)


def date_members(place: Place) -> None:
    """Since when everybody lives in their house: spreadsheets do not say, the committee's book does."""
    since = {(home.household.pk, member.name): member.since for home in place.homes for member in home.family}
    seats = list(Membership.objects.filter(household__community=place.community).select_related("person"))
    for seat in seats:
        seat.since = since[seat.household_id, people.TITLE.sub("", seat.person.name)]
    Membership.objects.bulk_update(seats, ["since"])


def give_posts(story: Story, place: Place, cast: list) -> None:
    """Roles: to the cast where there is one, to the homes without a shop for the rest."""
    shops = story.size.shops
    by_code = {home.user.code: home.user for home in place.homes}
    given = [(by_code[code], role) for code, _full, _name, role in cast if role]
    if cast:
        free = iter(home.user for home in place.homes[shops + len(cast) - 1 :])
        kinds = people.POSTS_BESIDES_CAST
    else:
        free = iter(home.user for home in place.homes[shops:])
        kinds = people.POSTS
    given += [(next(free), kind) for kind in kinds]
    given += [(home.user, "seller") for home in place.homes[:shops] if home.user.code != "demo-seller"]
    chair = next(user for user, role in given if role == "chair")
    for user, role in given:
        roles.grant(user=user, kind=role, community=place.community, actor=None if user == chair else chair)
        place.posts.setdefault(role, []).append(user)


def publish(story: Story, place: Place) -> None:
    """First texts, and everyone's word on them."""
    agreements.publish_defaults(community=place.community, actor=place.holder("chair"))
    kinds = ("market", "privacy", "fund")
    versions = [version for kind in kinds if (version := agreements.current(kind, place.community))]
    for home in place.homes:
        for version in versions:
            agreements.accept(user=home.user, version=version, recorded_by=home.user)
        home.has_agreed = story.rng.random() < 0.93 or home.is_cast
        agreements.record_consent(
            user=home.user,
            purpose=Consent.Purpose.INCOME,
            is_given=home.has_agreed,
            recorded_by=home.user,
        )


def open_fund(place: Place, number: int, opening: tuple[int, int]) -> None:
    """Where money for the fund is sent, and what it held when the market opened."""
    treasurer = place.holder("treasurer")
    funds.set_receiver(
        community=place.community,
        promptpay_id=invented_id(number + 1),
        receiver_name=f"กองทุนสวัสดิการ{place.community.name} (สมมุติ)",
        actor=treasurer,
    )
    bank, cash = opening
    funds.open_books(
        community=place.community,
        bank=Decimal(bank),
        cash=Decimal(cash),
        on=place.opens_on,
        actor=treasurer,
    )


def phone(number: int) -> str:
    """A land line that nobody has."""
    return f"077000{number:03d}"


def invented_id(number: int) -> str:
    """A 13-digit number whose check digit fits, but which is given to nobody: real ones do not begin with 00000."""
    body = f"{number:012d}"
    return next(body + str(digit) for digit in range(10) if is_national_id(body + str(digit)))
