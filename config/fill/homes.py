"""Many households, each with its representative and a year of income."""

import datetime as dt
from decimal import Decimal

from config.demo import people
from config.fill.tools import PREFIX, SHARE_PERCENT, Codes, Filler, make
from households.models import (
    Community,
    Consent,
    Household,
    IncomeRecord,
    Membership,
    Municipality,
    Person,
    User,
)
from lib.dates import month_start

HOMES_PER_COMMUNITY = 300
MOST_COMMUNITIES = 200
MONTHS_OF_INCOME = 12
FIRST_NAMES = [*people.WOMEN, *people.MEN]


class Homes(Filler):
    """Households, in communities of their own."""

    def households(self, count: int) -> None:
        """Households in communities of their own, each with its representative and a year of income."""
        if not count:
            return
        places = self.communities(-(-count // HOMES_PER_COMMUNITY))
        codes = {model: Codes(model) for model in (User, Household, Person)}
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
            persons = make(Person(code=codes[Person].next(), name=user.name, user=user) for user in users)
            make(
                Membership(person=person, household=home, status="active", is_representative=True)
                for person, home in zip(persons, homes, strict=True)
            )
            make(
                Consent(user=user, purpose=Consent.Purpose.INCOME, is_given=True, recorded_by=user)
                for user in users
                if self.rng.random() < 0.9
            )
            self.incomes(homes, users)

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

    def incomes(self, homes: list[Household], users: list[User]) -> None:
        """One figure for each of the last twelve months."""
        months = [month_start(self.now)]
        while len(months) < MONTHS_OF_INCOME:
            months.append(month_start(months[-1] - dt.timedelta(days=1)))
        sources = [IncomeRecord.Source.WAGE, IncomeRecord.Source.FARMING, IncomeRecord.Source.TRADE]
        rng = self.rng
        usual = {home.pk: (rng.choice(sources), rng.randint(3000, 15000)) for home in homes}
        make(
            IncomeRecord(
                household=home,
                community_id=home.community_id,
                month=month,
                source=usual[home.pk][0],
                gross=Decimal(usual[home.pk][1] + rng.randint(-900, 900)),
                recorded_by=user,
            )
            for month in reversed(months)
            for home, user in zip(homes, users, strict=True)
        )

    def person_name(self) -> str:
        """Somebody invented."""
        return f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(people.SURNAMES)}"
