"""The demo's centre: how it is set up, what people ask of it, and every step until it is solved."""

import datetime as dt
import re
from decimal import Decimal
from typing import BinaryIO, cast

from django.core.files.base import ContentFile

from config.demo import photos, village
from config.demo.centre_cases import CIRCLE, FEW, NOW, OLD, SECOND, Told
from config.demo.college import College
from config.demo.evidence import photo_of
from config.demo.help import Help
from config.demo.missions import FEW as FEW_MISSIONS
from config.demo.missions import FROM_CASES, MISSIONS, Missions
from config.demo.places import Home, Place, phone
from config.demo.story import Story
from config.demo.volunteering import FEW as FEW_HELPERS
from config.demo.volunteering import HELPERS, Volunteering
from households.models import User
from welfare.helpdesk import (
    answers,
    cases,
    circle,
    files,
    linking,
    map_pictures,
    maps,
    merging,
    sorting,
    steps,
    targets,
    times,
)
from welfare.models import AidRequest, HelpCase

# How long ago the centre opened.
OPENED_DAYS = 95
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
Urgency = HelpCase.Urgency
# Where the drawn temple stands, in degrees: in the open sea, so that it is nobody's village. A thousandth of the
# picture is 1.2 metres wide and 0.9 metres high.
TEMPLE = (Decimal("9.45000"), Decimal("99.45000"))
NORTH, EAST = Decimal("0.9") / 110600, Decimal("1.2") / 109809
# Who told no name asked for all who pass there.
NOBODY = "คนแถวนั้น"
PHONES = 700


def plan(story: Story, help_: Help, towns: list[Place]) -> None:
    """The centre, its volunteers and their college in the first community, and a little in the second."""
    helpers = Volunteering(story, towns[0], HELPERS)
    helpers.plan_days()
    college = College(helpers)
    missions = Missions(helpers, college, MISSIONS)
    missions.plan_ends()
    centre = Centre(help_, helpers, missions)
    helpers.at(helpers.ago(OPENED_DAYS, 9), centre.set_up)
    centre.plan(OLD, NOW)
    few = Volunteering(story, towns[1], FEW_HELPERS)
    Centre(help_, few, Missions(few, None, FEW_MISSIONS)).plan(FEW, [])


def degrees(x: int, y: int) -> tuple[Decimal, Decimal]:
    """Latitude and longitude of a place on the picture, in thousandths."""
    left, top = village.SPOTS["temple"]
    return round(TEMPLE[0] - (y - top) * NORTH, 5), round(TEMPLE[1] + (x - left) * EAST, 5)


class Centre:
    """One community's centre and what it was told."""

    def __init__(self, help_: Help, helpers: Volunteering, missions: Missions):
        self.help, self.helpers, self.missions = help_, helpers, missions
        self.story, self.place, self.community = helpers.story, helpers.place, helpers.community
        self.worker = helpers.worker
        # Households whose entries in the register nothing else happens to.
        self.homes = [home for home in self.place.homes[: self.story.size.shops] if not home.is_cast]
        self.of: dict[str, HelpCase] = {}

    def plan(self, old: list[Told], now: list[Told]) -> None:
        """What is long over at hours when people are awake, what is open now just so long ago."""
        for number, told in enumerate([*old, *now]):
            moment = self.helpers.ago(told.days, 8 + number * 7 % 11 + number % 3 / 4)
            if told in now:
                moment = self.story.now - told.days * 24 * HOUR
            self.helpers.at(moment, self.ask, number, told)

    def set_up(self) -> None:
        """The picture of the village, target times of its own, and who reads what is told in confidence."""
        actor, community = self.helpers.committee, self.community
        drawn = cast(BinaryIO, ContentFile(village.drawn(), name="village.png"))
        picture = map_pictures.put(community=community, file=drawn, credit="ภาพวาดสมมุติ ไม่ใช่ที่จริง", actor=actor)
        for x, y in (village.SPOTS["temple"], village.SPOTS["canal"]):
            north, east = degrees(x, y)
            map_pictures.add_point(village=picture, x=x, y=y, latitude=north, longitude=east, actor=actor)
        chosen: dict[str, targets.Target] = {str(urgency): usual for urgency, usual in targets.USUAL.items()}
        chosen[Urgency.TODAY] = targets.Target(45, 10 * 60)
        chosen[Urgency.DANGER] = targets.Target(10, 60)
        times.choose(community=community, times=chosen, actor=actor)
        for user in (self.who(CIRCLE), self.worker, self.helpers.cast["demo-repr"]):
            circle.add(community=community, user=user, actor=self.place.holder("chair"))

    # Asking

    def ask(self, number: int, told: Told) -> None:
        """Somebody asks, or somebody writes down what was told; what follows is planned from then."""
        home, name = self.home(told)
        is_site = told.channel == HelpCase.Channel.SITE
        user = (home.user if home else None) if is_site else self.who(told.by)
        case = cases.receive(
            community=self.community,
            asked=self.asked(number, told, home, name),
            key=f"demo-case-{self.community.code}-{number}",
            user=user,
            channel=told.channel,
            household=home.household if home and is_site else None,
        )
        self.of[told.key or str(number)] = case
        if told.photo:
            files.add(case=case, taken=[files.take_photo(self.photo(told.photo))], user=user)
        asked = self.story.clock.moment
        if home and not is_site:
            self.helpers.at(asked + 2 * MINUTE, self.sort, case, home)
        if told.spot and not told.is_located:
            self.helpers.at(asked + 3 * MINUTE, self.put_on_map, case, self.spot(told))
        for hours, step, *args in told.steps:
            self.helpers.at(asked + hours * HOUR, getattr(self, step), case, *args)

    def asked(self, number: int, told: Told, home: Home | None, name: str) -> cases.Asked:
        """What the form took."""
        place, number_of = told.place, phone(PHONES + number) if told.by and name != NOBODY else ""
        area = re.search(r"หมู่ \d", place)
        if home:
            house = home.household
            place, number_of = f"บ้านเลขที่ {house.house_number} {house.address}", home.user.phone
        into = next((self.of[args[0]] for _hours, step, *args in told.steps if step == "merge"), None)
        north, east = degrees(*self.spot(told)) if told.is_located and told.spot else (None, None)
        return cases.Asked(
            kind=told.kind,
            for_whom=name,
            place=place,
            urgency=told.urgency,
            phone=into.phone if into else number_of,
            words=told.words,
            topic=told.topic,
            area=home.household.village if home else area[0] if area else "",
            latitude=north,
            longitude=east,
        )

    def home(self, told: Told) -> tuple[Home | None, str]:
        """The house, if it is known, and for whom it is."""
        if told.who == "grandmother":
            home, seat = self.help.oldest()
            return home, seat.person.name
        if isinstance(told.who, int):
            home = self.homes[told.who % len(self.homes)]
            return home, home.user.name
        return None, told.who or NOBODY

    def spot(self, told: Told) -> tuple[int, int]:
        """Where it is on the picture."""
        return village.SPOTS[told.spot] if isinstance(told.spot, str) else told.spot

    def photo(self, shown: tuple[str, ...]) -> BinaryIO:
        """A painted picture, or a paper."""
        if shown[-1] in photos.GROUNDS:
            sign, tone = shown
            return cast(BinaryIO, ContentFile(photos.painted(sign, tone, "some"), name="photo.jpg"))
        return cast(BinaryIO, photo_of(*shown))

    def who(self, key: str) -> User:
        """The account of somebody in the plan."""
        posts = self.place.posts
        known = {"worker": self.worker, SECOND: posts["case_worker"][-1], CIRCLE: posts["auditor"][0]}
        return known.get(key) or self.helpers.of[key].user

    # Steps

    def hand(self, case: HelpCase) -> User:
        """Who has it in hand, else a case worker."""
        case.refresh_from_db()
        return case.assignee or self.worker

    def sort(self, case: HelpCase, home: Home) -> None:
        """The desk finds the household in the register."""
        household = home.household
        sorting.sort(
            case=case,
            kind=case.kind,
            urgency=case.urgency,
            actor=self.worker,
            topic=case.topic,
            area=household.village,
            household=household,
        )

    def put_on_map(self, case: HelpCase, spot: tuple[int, int]) -> None:
        """The desk presses where it is."""
        maps.place(case=case, x=spot[0], y=spot[1], actor=self.worker)

    def give(self, case: HelpCase, to: str) -> None:
        """Given to a volunteer, or to the other case worker."""
        steps.give(case=case, to=self.who(to), actor=self.worker)

    def take(self, case: HelpCase, key: str = "worker") -> None:
        """Taken in hand by somebody of the desk or of the small circle."""
        steps.take(case=case, actor=self.who(key))

    def note(self, case: HelpCase, words: str) -> None:
        """For those who handle it."""
        steps.note(case=case, words=words, actor=self.hand(case))

    def tell(self, case: HelpCase, words: str) -> None:
        """For the person."""
        steps.tell(case=case, words=words, actor=self.hand(case))

    def tried(self, case: HelpCase, hours: float, words: str) -> None:
        """Nobody answered; the next call is planned."""
        call_at = self.story.clock.moment + hours * HOUR
        steps.tried(case=case, actor=self.hand(case), call_at=call_at, words=words)

    def close(self, case: HelpCase, outcome: str, words: str) -> None:
        """How it ended, says who had it in hand."""
        steps.close(case=case, outcome=outcome, words=words, actor=self.hand(case))

    def withdraw(self, case: HelpCase) -> None:
        """Who asked needs it no longer."""
        answers.withdraw(case=case, user=case.asked_by)

    def not_solved(self, case: HelpCase, words: str) -> None:
        """Who asked says that it is not solved."""
        answers.not_solved(case=case, user=case.asked_by, words=words)

    def merge(self, case: HelpCase, key: str) -> None:
        """Told before."""
        merging.merge(case=case, into=self.of[key], actor=self.worker)

    def about(self, case: HelpCase) -> None:
        """The circle writes down whom it is about: to this person it does not exist from now on."""
        subject = self.place.posts["committee"][1]
        circle.add_subject(case=case, user=subject, actor=self.who(CIRCLE))

    def link_aid(self, case: HelpCase) -> None:
        """The household has asked the fund as well."""
        aid = AidRequest.objects.filter(community=self.community, for_whom=case.for_whom).latest("pk")
        linking.link(case=case, kind="aid", code=aid.code, actor=self.worker)

    def mission(self, case: HelpCase, key: str) -> None:
        """It takes more than one: a mission, and a call to all who can."""
        self.missions.write(key, FROM_CASES[key], case)
        if not self.helpers.today < self.missions.first_day(key):
            return
        words = "ฝนจะมาอีกวันศุกร์ อยากให้เสร็จก่อน"
        self.helpers.at(self.story.clock.moment + HOUR, self.missions.call, key, words)
