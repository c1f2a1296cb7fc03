"""The programme whose before and after is compared: rounds, prices, visits that check, reports that were published."""

import datetime as dt
import math
from decimal import Decimal

from django.utils import timezone

from config.demo import people
from config.demo.places import Home, Place
from config.demo.story import Story
from households import prices, privacy, programmes, report_pages, rounds, verifications
from households.income_rows import months_before
from households.models import (
    Household,
    IncomeLook,
    Municipality,
    Programme,
    ReportEdition,
    User,
    Verification,
    VerificationSample,
)
from households.reports import editions
from households.reports.places import Parameters, Period, ended_periods
from households.reports.places import Place as ReportPlace

PROGRAMME = "ตลาดชุมชนออนไลน์"
ABOUT = "ชุมชนเปิดตลาดของตัวเองบนเว็บ แล้วดูว่ารายได้ของครัวเรือนก่อนและหลังเปลี่ยนไปอย่างไร"
# Invented, and it says so wherever it is shown. Its shape is a slow rise with the seasons.
PRICES_FROM = "ตัวเลขสมมุติสำหรับตัวอย่าง ไม่ใช่ดัชนีจริง"
RISE, SWING = 0.0011, 0.004
CONFIDENCE, MARGIN = 90, 10
MOST_LOOKS = 3


class Counted:
    """What officer and committee do with the incomes."""

    # There from the day on which the first round opens.
    programme: Programme

    def __init__(self, story: Story, places: list[Place]):
        self.story, self.places = story, places
        self.town = Municipality.objects.get(code=people.MUNICIPALITY["code"])
        self.officer = User.objects.get(code=people.OFFICER[0])
        self.plan_rounds()
        self.plan_prices()
        self.plan_editions(places[0])
        self.plan_samples(places[0])
        self.plan_looks(places[0])

    def on(self, months_ago: int, day: int, hour: float = 10) -> dt.datetime:
        """A day of the month so many months ago; 0 is the present one."""
        return self.story.on(months_before(self.story.month, months_ago) + dt.timedelta(days=day - 1), hour)

    def rounds(self) -> list[tuple[dt.date, dt.date]]:
        """First and last months: before the market, a year later where there was time, and of late.

        All end before the last community joined, which makes it the comparison.
        """
        start = self.story.market_day.replace(day=1)
        a_year_later = (months_before(start, -9), months_before(start, -11))
        of_late = (months_before(self.story.month, 4), months_before(self.story.month, 2))
        found = [(months_before(start, 3), months_before(start, 1))]
        return [*found, *([a_year_later] if a_year_later[1] < of_late[0] else []), of_late]

    def plan_rounds(self) -> None:
        """Each is entered when its first month is here."""
        for number, (first, last) in enumerate(self.rounds()):
            self.story.at(
                self.story.on(first + dt.timedelta(days=2), 10), self.open_round, number, first, last
            )
        for place in self.places:
            self.story.at(self.story.on(place.opens_on, 12), self.start, place)
        self.story.at(self.on(1, 10), self.remind, self.places[0])

    def open_round(self, number: int, first: dt.date, last: dt.date) -> None:
        """The officer enters the round and asks everybody; with the first one, the programme."""
        if number == 0:
            self.programme = programmes.create(
                municipality=self.town, name=PROGRAMME, about=ABOUT, actor=self.officer
            )
            for place in self.places:
                self.take_part(place, None)
        opened = programmes.add_round(
            programme=self.programme, first_month=first, last_month=last, actor=self.officer
        )
        rounds.ask(round=opened, communities=[place.community for place in self.places], actor=self.officer)

    def start(self, place: Place) -> None:
        """The community's market opens today."""
        self.take_part(place, place.opens_on)

    def take_part(self, place: Place, started_on: dt.date | None) -> None:
        """The officer says since when."""
        programmes.take_part(
            programme=self.programme, community=place.community, started_on=started_on, actor=self.officer
        )

    def remind(self, place: Place) -> None:
        """Those who have not answered hear from the committee."""
        self.story.add_up()
        rounds.remind(
            round=self.programme.rounds.latest("number"),
            community=place.community,
            actor=place.holder("committee"),
        )

    def plan_prices(self) -> None:
        """A new index early in every month; the demo keeps the last two."""
        for months_ago in (1, 0):
            self.story.at(
                self.on(months_ago, 6, 9), self.enter_prices, months_before(self.story.month, months_ago + 1)
            )

    def enter_prices(self, last: dt.date) -> None:
        """Invented figures up to this month; the year before the first answers is the base."""
        first = months_before(self.story.first_month, 12).replace(month=1)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        table = {}
        for number in range(count):
            month = months_before(first, -number)
            swing = SWING * math.sin(2 * math.pi * (month.month - 2) / 12)
            table[month] = Decimal(str(round(100 * math.exp(RISE * (number - 5.5) + swing), 2)))
        prices.save(
            municipality=self.town, source=PRICES_FROM, base_year=first.year, prices=table, actor=self.officer
        )

    def plan_editions(self, place: Place) -> None:
        """Published, then corrected when the slow ones had answered, then for everybody."""
        self.story.at(self.on(1, 11), self.publish, place, "officers")
        self.story.at(self.on(1, 22), self.correct, place)
        self.story.at(self.on(1, 23), self.publish, place, "public")

    def parameters(self, place: Place, audience: str) -> Parameters:
        """The latest round against the baseline, in baht of one year."""
        first, last = (self.programme.rounds.order_by("number")[at] for at in (0, len(self.rounds()) - 1))
        return Parameters(
            place=ReportPlace(self.town, place.community),
            kind="round",
            baseline=Period(first.first_month, first.last_month),
            followup=Period(last.first_month, last.last_month),
            audience=audience,
            programme=self.programme,
            round=last,
            prices=prices.newest(self.town),
            line=self.town.reference_line,
        )

    def publish(self, place: Place, audience: str) -> None:
        """The chair publishes what the committee has agreed on."""
        self.story.add_up()
        parameters = self.parameters(place, audience)
        editions.publish(
            parameters=parameters, title=report_pages.usual_title(parameters), actor=place.holder("chair")
        )

    def correct(self, place: Place) -> None:
        """A new edition that says what changed."""
        self.story.add_up()
        former = ReportEdition.objects.get(community=place.community)
        editions.publish(
            parameters=self.parameters(place, "officers"),
            title=former.title,
            actor=place.holder("chair"),
            corrects=former,
            what_changed="บางครัวเรือนส่งคำตอบที่ขาดอยู่มาแล้ว จึงคิดตัวเลขใหม่ทั้งหมด",
        )

    def plan_samples(self, place: Place) -> None:
        """One of the last quarter that is over (or the month before), all visited; one of last month, half done."""
        story = self.story
        is_early = story.today.day < 11
        latest = months_before(story.month, 2 if is_early else 1)
        quarter = ended_periods("quarter", 1, story.today)[0].last
        older = quarter if quarter < latest else months_before(latest, 1)
        drawn_on = {
            latest: self.on(1, 25) if is_early else self.on(0, 9),
            older: story.on(months_before(older, -1) + dt.timedelta(days=11), 10),
        }
        for month, moment in drawn_on.items():
            story.at(moment, self.draw, place, month, month == latest)

    def draw(self, place: Place, month: dt.date, is_latest: bool) -> None:
        """The committee draws, and goes from house to house in the days after."""
        self.story.add_up()
        sample = verifications.draw(
            community=place.community,
            month=month,
            confidence=CONFIDENCE,
            margin=MARGIN,
            actor=place.holder("committee"),
        )
        visits = list(sample.visits.order_by("pk"))
        some = visits[: math.ceil(len(visits) / 2)] if is_latest else visits
        hours = min((self.story.now - self.story.clock.moment) / dt.timedelta(hours=1), 12 * 24)
        for number, visit in enumerate(some):
            moment = self.story.clock.moment + dt.timedelta(hours=hours * (number + 0.5) / len(some))
            by_day = timezone.localtime(moment).replace(hour=10 + number % 7)
            self.story.at(min(by_day, self.story.now), self.visit, place, sample, visit, number)

    def visit(self, place: Place, sample: VerificationSample, visit: Verification, number: int) -> None:
        """Most figures are right; some differ, one was not met, one would rather not."""
        Status, rng = Verification.Status, self.story.rng
        actors = [user for user in place.posts["committee"] if not verifications.is_own(visit, user)]
        status = {1: Status.NOT_MET, 4: Status.REFUSED}.get(number, Status.DONE)
        found = visit.reported
        if found is not None and number % 3 == 0:
            found = (found * rng.randint(93, 108) / 100).quantize(Decimal(1))
        verifications.record(
            visit=visit,
            status=status,
            verified=found if status == Status.DONE else None,
            note="ดูสมุดบัญชีด้วยกัน" if found != visit.reported else "",
            visited_on=timezone.localdate(),
            actor=actors[0],
        )
        self.look(visit.household, actors[0], IncomeLook.Reason.VERIFICATION)

    def plan_looks(self, place: Place) -> None:
        """The committee had reasons to look at the incomes of the sign-in page's households."""
        homes = [home for home in place.homes if home.user.code in ("demo-seller", "demo-repr", "demo-buyer")]
        for number, home in enumerate(homes * MOST_LOOKS):
            moment = self.story.moment(2 + 3 * number, 10 + number / 2)
            self.story.at(moment, self.look_in_register, place, home)

    def look_in_register(self, place: Place, home: Home) -> None:
        """Somebody asked what was on record."""
        self.look(home.household, place.holder("committee"), IncomeLook.Reason.REGISTER)

    def look(self, household: Household, viewer: User, reason: str) -> None:
        """Written down, as the pages do it."""
        privacy.note_looks(households=[household], viewer=viewer, reason=reason)
