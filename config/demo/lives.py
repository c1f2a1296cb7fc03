"""What happens to the demo's households in two years: deputies, needs for help, a death, a move, a split, mistakes.

What the committee still has to look at lies at the end: entries by households, two entries of one house, a table.
"""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from config.demo.families import Member
from config.demo.people import TITLE
from config.demo.places import Home, Place, bring
from config.demo.story import Story
from households import departures, divisions, memberships, merges, register, situations
from households.income_rows import months_before
from households.models import Consent, Household, Membership, Situation, User
from households.register import Entry

Kind, Source, Relation = Situation.Kind, Situation.Source, Membership.Relation
# How many of each community have a deputy.
DEPUTIES = 6
# A volunteer's list as such lists are: figures missing, words that nobody expects, people who are there already.
MESSY = [
    ["7/41", "2", "บ้านลุงเลื่อน", "นายเลื่อน ลองดู", "2501", "ชาย", "หัวหน้าครัวเรือน", "ทำสวน", "ทำงาน"],
    ["7/41", "2", "บ้านลุงเลื่อน", "นางแฉล้ม ลองดู", "๒๕๐๔", "หญิง", "ภรรยา", "แม่บ้าน", "งานบ้าน"],
    ["7/41", "2", "บ้านลุงเลื่อน", "ด.ช.ก้องภพ ลองดู", "2659", "ชาย", "หลาน", "นักเรียน", "เรียน"],
    ["7/42", "ม.2", "บ้านป้าเยื้อน", "น.ส.เยื้อน จำลอง", "2509", "หญิง", "หัวหน้า", "ค้าขาย", "ทำงาน"],
    ["7/42", "ม.2", "บ้านป้าเยื้อน", "นายอ่อน จำลอง", "จำไม่ได้", "ชาย", "สามี", "รับจ้าง", "ทำงาน"],
    ["", "2", "", "นางหวาน สมมุติ", "2498", "หญิง", "หัวหน้า", "", "เลิกทำงาน"],
    ["7/43", "2", "บ้านน้าเกรียงไกร", "นายเกรียงไกร ทดลองใช้", "2515", "ชาย", "หัวหน้า", "ขับรถ", "ทำงาน"],
    ["7/43", "2", "บ้านน้าเกรียงไกร", "นางจงกล ทดลองใช้", "2518", "หญิง", "เจ้าหนี้", "ทำขนม", "ทำงาน"],
    ["7/43", "2", "บ้านน้าเกรียงไกร", "ด.ญ.มีนา ทดลองใช้", "2558", "หญิง", "ลูกสาว", "นักเรียน", "เรียน"],
]


class Lives:
    """The register's acts after the first day."""

    def __init__(self, story: Story, places: list[Place]):
        self.story, self.places = story, places
        for place in places:
            self.plan_needs(place)
            self.plan_deputies(place)
            self.at(30, self.live_elsewhere, place, self.free(place)[0])
        first, second, third, fourth = places
        self.at(200, self.split, second)
        self.moves_away(third)
        self.at(260, self.pass_on, fourth)
        self.plan_deaths(first)
        self.plan_mistakes(first)
        self.plan_checks(first)

    def at(self, day: int, act, *args) -> None:
        """Let it happen so many days after the market's first day, or halfway where the story is shorter."""
        days = day if day < self.story.size.days - 40 else self.story.size.days // 3
        self.story.at(self.story.on(self.story.market_day + dt.timedelta(days=days), 10), act, *args)

    def free(self, place: Place) -> list[Home]:
        """Homes in which nobody has a task."""
        busy = {user.pk for holders in place.posts.values() for user in holders}
        return [home for home in place.homes if home.user.pk not in busy and not home.is_cast]

    def seat(self, home: Home, member: Member | None = None) -> Membership:
        """Somebody's place in the house; without `member`, the representative's."""
        places = home.household.memberships.active().select_related("person__user", "household__community")
        if member is None:
            return places.get(is_representative=True)
        return next(place for place in places if TITLE.sub("", place.person.name) == member.name)

    def plan_needs(self, place: Place) -> None:
        """Needs for help, as the committee learns of them."""
        rng, year = self.story.rng, self.story.today.year
        for home in place.homes:
            alone = not any(member.relation == Relation.SPOUSE for member in home.family)
            children = [member for member in home.family if year - member.birth_year < 18]
            for member in home.family:
                age, luck = year - member.birth_year, rng.random()
                if age >= 75 and luck < 0.3:
                    self.at(
                        rng.randint(5, 400),
                        self.need,
                        place,
                        home,
                        member,
                        rng.choice([Kind.BEDRIDDEN, Kind.CHRONIC]),
                    )
                elif 20 < age < 75 and luck < 0.012:
                    self.at(rng.randint(5, 400), self.need, place, home, member, Kind.DISABLED)
                elif member.occupation == "ว่างงาน" and luck < 0.4:
                    self.at(rng.randint(5, 400), self.need, place, home, member, Kind.NO_INCOME)
                elif member.relation == Relation.HEAD and alone and children and age < 60:
                    self.at(rng.randint(5, 400), self.need, place, home, member, Kind.SINGLE_PARENT)

    def need(self, place: Place, home: Home, member: Member, kind: str) -> None:
        """The committee notes it; for health there is a paper, signed by the family where the person cannot."""
        is_health = kind in Situation.HEALTH
        situations.add(
            membership=self.seat(home, member),
            kind=kind,
            source=Source.CARD if kind == Kind.DISABLED else Source.VOLUNTEER if is_health else Source.FAMILY,
            since=timezone.localdate() - dt.timedelta(days=self.story.rng.randint(30, 900)),
            actor=place.holder("committee"),
            has_consented=is_health,
            way=Consent.Way.PAPER if is_health else Consent.Way.SPOKEN,
            given_by="ลูกสาวของผู้ป่วย" if kind == Kind.BEDRIDDEN else "",
        )

    def plan_deputies(self, place: Place) -> None:
        """Some households let a second person speak, among them the representative of the sign-in page."""
        homes = sorted(place.homes, key=lambda home: home.user.code != "demo-repr")
        able = [(home, adult) for home in homes if (adult := self.adult(home))]
        for home, adult in able[:DEPUTIES]:
            self.at(10, self.name_deputy, home, adult)

    def adult(self, home: Home) -> Member | None:
        """Somebody grown up besides the one who speaks."""
        year = self.story.first_month.year
        return next((member for member in home.family[1:] if 20 <= year - member.birth_year < 80), None)

    def name_deputy(self, home: Home, member: Member) -> None:
        """The representative chooses."""
        memberships.make_deputy(membership=self.seat(home, member), actor=home.user)

    def live_elsewhere(self, place: Place, home: Home) -> None:
        """The one who speaks for this house works in town and comes on Sundays."""
        seat = self.seat(home)
        entry = replace(register.entry_of(seat), lives_here=False, occupation="ทำงานในเมือง กลับบ้านวันอาทิตย์")
        register.correct_person(membership=seat, entry=entry, actor=place.holder("committee"))

    def split(self, place: Place) -> None:
        """A grown child moves out with the youngest, into a house of their own."""
        home = next(home for home in reversed(place.homes) if not home.is_cast and self.children(home))
        leaving = [self.seat(home, member) for member in self.children(home)]
        actor = place.holder("committee")
        new = divisions.split(
            household=home.household,
            leaving=leaving,
            representative=leaving[0],
            name=f"บ้านใหม่ของ{leaving[0].person.name.split()[0]}",
            house_number=f"{home.household.house_number}ก",
            village=home.household.village,
            address=home.household.address,
            on=timezone.localdate(),
            actor=actor,
        )
        for seat in new.memberships.active().select_related("person").order_by("pk"):
            relation = Relation.HEAD if seat.is_representative else Relation.SIBLING
            entry = replace(register.entry_of(seat), relation=relation)
            register.correct_person(membership=seat, entry=entry, actor=actor)

    def children(self, home: Home) -> list[Member]:
        """The children of a house, if the eldest is grown up."""
        found = sorted((m for m in home.family if m.relation == Relation.CHILD), key=lambda m: m.birth_year)
        return found if found and self.story.first_month.year - found[0].birth_year >= 21 else []

    def moves_away(self, place: Place) -> None:
        """One household follows its children to another province."""
        home = self.free(place)[-1]
        home.leaves_on = self.story.market_day + dt.timedelta(days=self.story.size.days // 2)
        self.story.at(self.story.on(home.leaves_on, 11), self.move_away, place, home)

    def move_away(self, place: Place, home: Home) -> None:
        """The committee writes it down."""
        divisions.change_status(
            household=home.household,
            status=Household.Status.MOVED,
            on=home.leaves_on,
            actor=place.holder("committee"),
            reason="ย้ายตามลูกไปทำงานต่างจังหวัด",
        )

    def pass_on(self, place: Place) -> None:
        """An old representative hands the task on."""
        home = next(
            home for home in reversed(place.homes) if self.adult(home) and home is not self.free(place)[0]
        )
        adult = self.adult(home)
        memberships.make_representative(membership=self.seat(home, adult), actor=place.holder("committee"))

    def plan_deaths(self, place: Place) -> None:
        """One that the committee wrote down, and one that a household told yesterday."""
        year = self.story.first_month.year
        old = [
            (home, member)
            for home in place.homes
            if not home.is_cast
            for member in home.family[1:]
            if year - member.birth_year >= 55
        ]
        old.sort(key=lambda pair: pair[1].birth_year)
        for number, (home, member) in enumerate(old[:2]):
            hours = (22, 24 * 70)[number]
            actor = (home.user, place.holder("committee"))[number]
            self.story.at(self.story.now - dt.timedelta(hours=hours), self.die, home, member, actor)

    def die(self, home: Home, member: Member, actor: User) -> None:
        """Somebody's place ends; deputies and needs with it."""
        day = timezone.localdate() - dt.timedelta(days=1)
        departures.record_death(membership=self.seat(home, member), on=day, actor=actor, reason="เสียชีวิตที่บ้าน")

    def plan_mistakes(self, place: Place) -> None:
        """A house that was entered twice, and two houses that were taken for one, which was undone."""
        one, other = self.free(place)[:2]
        day = months_before(self.story.month, 2) + dt.timedelta(days=19)
        self.story.at(self.story.on(day, 10), self.take_for_one, place, one, other)
        self.story.at(self.story.now - dt.timedelta(days=33), self.enter_twice, place, other)

    def take_for_one(self, place: Place, one: Home, other: Home) -> None:
        """Joined by mistake in the morning, put right at once when somebody noticed."""
        actor = place.holder("committee")
        merge = merges.join_households(kept=one.household, gone=other.household, actor=actor)
        merges.undo(merge=merge, actor=actor)

    def enter_twice(self, place: Place, home: Home) -> None:
        """Somebody of the committee did not find the house, and entered it again."""
        actor, house = place.posts["committee"][-1], home.household
        again = memberships.create_household(
            community=place.community,
            name=house.name,
            house_number=house.house_number,
            village=house.village,
            actor=actor,
        )
        head = home.family[0]
        entry = Entry(
            head.name,
            head.birth_year,
            head.sex,
            Relation.HEAD,
            head.occupation,
            head.activity,
            since=head.since,
        )
        register.enter_person(household=again, entry=entry, actor=actor)

    def plan_checks(self, place: Place) -> None:
        """What households entered themselves, and a table whose rows need a word."""
        homes = {home.user.code: home for home in place.homes}
        now = self.story.now
        self.story.at(now - dt.timedelta(hours=46), self.add_child, homes["demo-repr"])
        self.story.at(now - dt.timedelta(hours=19), self.correct_year, homes["demo-buyer"])
        self.story.at(now - dt.timedelta(hours=27), self.bring_messy, place)

    def add_child(self, home: Home) -> None:
        """A grandchild was born."""
        today = timezone.localdate()
        child = Entry(
            f"ขวัญข้าว {home.name.surname}",
            today.year,
            "female",
            Relation.GRANDCHILD,
            since=today - dt.timedelta(days=min(today.timetuple().tm_yday - 1, 12)),
        )
        register.enter_person(household=home.household, entry=child, actor=home.user)

    def correct_year(self, home: Home) -> None:
        """The year in the list was wrong by one."""
        seat = self.seat(home)
        if year := seat.person.birth_year:
            entry = replace(register.entry_of(seat), birth_year=year - 1)
            register.correct_person(membership=seat, entry=entry, actor=home.user)

    def bring_messy(self, place: Place) -> None:
        """A volunteer's list, checked and waiting: rows with mistakes, and people who are there already."""
        known = self.free(place)[-1]
        house, head = known.household, known.family[0]
        lines = [
            *MESSY,
            [house.house_number, house.village, house.name, head.name, "", "", "", "ทำสวนกับค้าขาย", ""],
        ]
        bring(place, "อสม. สำรวจ หมู่ 2.csv", lines)
