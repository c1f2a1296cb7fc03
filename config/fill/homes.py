"""Many households, each with its people, their consent, a programme that they take part in, and their income."""

from collections.abc import Callable

from config.demo import people
from config.fill import incomes
from config.fill.tools import PREFIX, SHARE_PERCENT, Codes, Filler, make
from households.models import (
    Community,
    Consent,
    Household,
    Membership,
    Municipality,
    Participation,
    Person,
    Programme,
    Round,
    RoundAsk,
    User,
)

HOMES_PER_COMMUNITY = 200
MOST_COMMUNITIES = 200
MONTHS_OF_INCOME = 12
MONTHS_IN_ROUND = 3
FIRST_NAMES = [*people.WOMEN, *people.MEN]


class Homes(Filler):
    """Households, in communities of their own."""

    def __init__(self, seed: int, say: Callable[[str], None], months: int = MONTHS_OF_INCOME):
        super().__init__(seed, say)
        self.months = incomes.months_before(self.now, months)
        # Every second community's market starts here; the others wait.
        self.middle = self.months[months // 2]

    def households(self, count: int) -> None:
        """Households in communities of their own, each with its representative, others, and months of income."""
        if not count:
            return
        places = self.communities(-(-count // HOMES_PER_COMMUNITY))
        codes = {model: Codes(model) for model in (User, Household, Person)}
        started = {place.pk: self.middle for place in places[::2]}
        for numbers in self.batches("households", count):
            names = [self.person_name() for _number in numbers]
            users = make(
                User(code=codes[User].next(), name=name, password="!", wants_email=False)  # noqa: S106
                for name in names
            )
            homes = make(
                Household(
                    code=codes[Household].next(),
                    community=places[number % len(places)],
                    name=f"บ้าน{user.name.split()[0]}",
                    house_number=f"{number // len(places) + 1}",
                )
                for number, user in zip(numbers, users, strict=True)
            )
            purses = [incomes.purse(self.rng) for _home in homes]
            self.people(codes[Person], homes, users, purses)
            make(
                Consent(user=user, purpose=Consent.Purpose.INCOME, is_given=True, recorded_by=user)
                for user in users
                if self.rng.random() < 0.9
            )
            for step, month in enumerate(self.months):
                incomes.write_month(
                    rng=self.rng,
                    month=month,
                    step=step,
                    homes=homes,
                    users=users,
                    purses=purses,
                    started=started,
                )
            self.ask(homes, users)
        for programme in Programme.objects.filter(municipality__code=PREFIX):
            Participation.objects.bulk_create(
                (
                    Participation(programme=programme, community=place, started_on=started.get(place.pk))
                    for place in places
                ),
                ignore_conflicts=True,
            )

    def communities(self, count: int) -> list[Community]:
        """As many communities as are wanted, in one municipality."""
        municipality, _is_new = Municipality.objects.get_or_create(
            code=PREFIX, defaults={"name": "ข้อมูลจำนวนมาก", "kind": "เทศบาล"}
        )
        count = min(count, MOST_COMMUNITIES)
        for number in range(1, count + 1):
            Community.objects.get_or_create(
                code=f"{PREFIX}{number}",
                defaults={
                    "name": f"ชุมชนทดลองที่ {number}",
                    "municipality": municipality,
                    "share_percent": SHARE_PERCENT,
                },
            )
        return list(Community.objects.filter(municipality=municipality).order_by("id")[:count])

    def people(
        self, codes: Codes, homes: list[Household], users: list[User], purses: list[incomes.Purse]
    ) -> None:
        """The representative, who has an account, and as many others as live from the purse."""
        year = self.now.year
        heads = [
            Person(code=codes.next(), name=user.name, user=user, birth_year=year - self.rng.randint(25, 75))
            for user in users
        ]
        others = [
            (
                home,
                Person(code=codes.next(), name=self.person_name(), birth_year=year - self.rng.randint(0, 90)),
            )
            for home, usual in zip(homes, purses, strict=True)
            for _other in range(usual.members - 1)
        ]
        make([*heads, *(person for _home, person in others)])
        make(
            Membership(
                person=person,
                household=home,
                status="active",
                is_representative=person.user_id is not None,
                since=self.months[0],
            )
            for home, person in [*zip(homes, heads, strict=True), *others]
        )

    def ask(self, homes: list[Household], users: list[User]) -> None:
        """A programme with a baseline before the markets' start and a follow-up at the end; all were asked."""
        if len(self.months) < 2 * MONTHS_IN_ROUND:
            return
        programme, _is_new = Programme.objects.get_or_create(
            municipality=homes[0].community.municipality,
            name="เปิดตลาดชุมชน (ข้อมูลจำนวนมาก)",
            defaults={"created_by": users[0]},
        )
        middle = len(self.months) // 2
        for number, last in enumerate([middle, len(self.months)]):
            asked, _is_new = Round.objects.get_or_create(
                programme=programme,
                number=number,
                defaults={
                    "first_month": self.months[last - MONTHS_IN_ROUND],
                    "last_month": self.months[last - 1],
                    "created_by": users[0],
                },
            )
            make(
                RoundAsk(round=asked, household=home, community_id=home.community_id, asked_by=user)
                for home, user in zip(homes, users, strict=True)
            )

    def person_name(self) -> str:
        """Somebody invented."""
        return f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(people.SURNAMES)}"
