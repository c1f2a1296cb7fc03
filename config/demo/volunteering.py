"""The demo's volunteers: who signed up with what, whom the committee has looked at, and the hours of a year."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone, translation

from config.demo.clock import codes_from
from config.demo.places import Place, phone
from config.demo.story import SEED, Story
from households import agreements
from households.models import User
from welfare.models import Hours, Mission, Skill, Volunteer
from welfare.volunteering import hours, skills, volunteers

Kind, Work = Volunteer.Kind, Mission.Kind
DAY = dt.timedelta(days=1)
# So long ago the centre began to look for volunteers, where the story is long enough.
BEGAN_DAYS = 400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
DAYTIME = tuple(f"{day}-{part}" for day in WEEKDAYS for part in ("morning", "afternoon"))
EVENINGS = tuple(f"{day}-evening" for day in (*WEEKDAYS, "sat", "sun"))
WEEKEND = tuple(f"{day}-{part}" for day in ("sat", "sun") for part in ("morning", "afternoon"))


@dataclass(frozen=True)
class Helper:
    """A volunteer as planned. `account` is a code of the cast, or the name of somebody who has no household here."""

    key: str
    account: str
    can: tuple[str, ...] = ()
    area: str = "ทั้งชุมชน"
    times: tuple[str, ...] = ()
    words: str = ""
    kind: str = Kind.PERSON
    name: str = ""
    people: int = 1
    # Days ago; since the beginning where there is none.
    joined: float | None = None
    # Whether the committee has looked at what needs it.
    is_checked: bool = True


# Skills and tools by their English names in `skills.USUAL`.
HELPERS = [
    Helper("helper", "demo-helper", ("first aid", "caring for old or ill people at home", "motorcycle",
           "telephone and writing"), "หมู่ 1 หมู่ 2", DAYTIME, "ไปได้ทุกวันที่ไม่ได้เก็บเงินออม"),
    Helper("rider", "demo-rider", ("driving people", "motorcycle", "packing and carrying"),
           times=EVENINGS, words="ส่งของอยู่แล้ว แวะให้ได้"),
    Helper("repr", "demo-repr", ("carpentry and building", "chain saw"), "หมู่ 3", WEEKEND),
    Helper("buyer", "demo-buyer", ("cooking", "child care"), "หมู่ 2", WEEKEND, "เพิ่งย้ายกะทำงาน มีเวลาแล้ว",
           joined=12, is_checked=False),
    Helper("somkid", "นายสมคิด ตัวอย่าง", ("electricity", "plumbing"), times=EVENINGS, words="ช่างไฟ มีเครื่องมือเอง"),
    Helper("kaew", "นางสาวแก้ว สมมุติ", ("nursing", "first aid"), "หมู่ 1 หมู่ 4", WEEKEND, "พยาบาลเกษียณ"),
    Helper("chai", "นายชัย จำลอง", ("driving people", "pickup truck"), "ถึงโรงพยาบาลในเมือง", DAYTIME),
    Helper("lek", "นางเล็ก ลองดู", ("cooking", "large kitchen"), "หมู่ 4", DAYTIME, "ทำกับข้าวได้ทีละห้าสิบกล่อง"),
    Helper("noi", "นางสาวน้อย ตัวอย่าง", ("teaching", "another language"), times=EVENINGS, words="พูดพม่าได้"),
    Helper("phon", "นายพล ทดลองใช้", ("boat", "swimming and water rescue"), "ริมคลอง", WEEKEND),
    Helper("yai", "นายใหญ่ สมมุติ", ("chain saw", "carpentry and building", "packing and carrying"), "หมู่ 3 หมู่ 4",
           WEEKEND),
    Helper("duean", "นางเดือน จำลอง", ("caring for old or ill people at home", "cooking"), "หมู่ 2", DAYTIME),
    Helper("met", "นายเมธ ตัวอย่าง", ("walkie-talkie", "swimming and water rescue", "first aid"), times=EVENINGS),
    Helper("pui", "นางสาวปุ้ย ลองดู", ("telephone and writing", "teaching"), times=WEEKEND,
           words="เรียนอยู่ปีสาม ว่างวันหยุด"),
    Helper("oi", "นางสาวอ้อย สมมุติ", ("driving people", "pickup truck"), "หมู่ 1", DAYTIME, joined=6,
           is_checked=False),
    Helper("fon", "นางฝน จำลอง", ("cooking", "packing and carrying"), "หมู่ 4", WEEKEND, "เพิ่งคลอด ขอพักก่อน"),
    Helper("tui", "นายตุ้ย ทดลองใช้", ("packing and carrying",), "หมู่ 2", WEEKEND),
    Helper("temple", "พระสมุห์สมมุติ ตัวอย่าง", ("hall or room to sleep in", "large kitchen"), "ศาลาวัด", DAYTIME,
           "ศาลาวัดพักได้สี่สิบคน", Kind.TEMPLE, "วัดสมมุติริมคลอง", 8),
    Helper("school", "นางสาวพรรณี สมมุติ", ("teaching", "packing and carrying"), "โรงเรียน", WEEKEND,
           "นักเรียนมัธยมกับครูที่ปรึกษา", Kind.SCHOOL, "โรงเรียนบ้านตัวอย่าง", 25),
    Helper("company", "นายทวีสุข ตัวอย่าง", ("pickup truck", "generator", "carpentry and building"), "ทั้งชุมชน",
           ("sat-morning",), "ให้ช่างมาช่วยเดือนละครั้ง", Kind.COMPANY, "บริษัทก่อสร้างสมมุติ จำกัด", 6),
    Helper("shop", "demo-seller", ("cooking", "packing and carrying"), "หน้าศาลา", ("sat-morning",),
           "มีกับข้าวให้คนที่มาช่วยงาน", Kind.SHOP, "ร้านยายบุญ", 2),
]  # fmt: skip
# In the second community.
FEW = [
    Helper("one", "นายอำพล จำลอง", ("driving people", "pickup truck"), "ในสวน", DAYTIME),
    Helper("two", "นางสาวสายฝน สมมุติ", ("first aid", "cooking"), "หมู่ 1", WEEKEND),
    Helper("three", "นายก้าน ลองดู", ("carpentry and building",), "หมู่ 2", WEEKEND, joined=40),
]
# What volunteers write down besides missions, and for how many minutes.
DONE = {
    Work.CARE: ("แวะเยี่ยมยายที่อยู่คนเดียว", 90),
    Work.RIDE: ("พาลุงไปตรวจตามนัด รอรับกลับ", 210),
    Work.FOOD: ("ช่วยครัวกลาง ห่อข้าวส่งตามบ้าน", 150),
    Work.REPAIR: ("ซ่อมบันไดกับราวจับ", 120),
    Work.SAFETY: ("เดินเวรหัวค่ำ", 120),
    Work.TEACHING: ("สอนการบ้านเด็กที่ศาลา", 90),
    Work.OFFICE: ("รับโทรศัพท์ที่ศูนย์", 180),
}
# Hours that were written down in these last days still wait.
LATELY = 5


class Volunteering:
    """Volunteers of one community; in the first one with the hours of a year."""

    def __init__(self, story: Story, place: Place, helpers: list[Helper]):
        self.story, self.place, self.community = story, place, place.community
        # Chance of its own: other parts of the demo stay as they are.
        self.rng = random.Random(f"{SEED}-{place.community.code}")  # noqa: S311
        self.today = self.story.today
        self.began = max(self.story.market_day + 3 * DAY, self.today - BEGAN_DAYS * DAY)
        self.helpers = {helper.key: helper for helper in helpers}
        self.of: dict[str, Volunteer] = {}
        self.cast = {home.user.code: home.user for home in place.homes}
        self.worker = place.holder("case_worker")
        self.committee = place.holder("committee")
        self.at(self.since(0, 9), self.take_list)
        for number, helper in enumerate(helpers):
            moment = self.since(1 + number % 9, 10) if helper.joined is None else self.ago(helper.joined, 10)
            self.at(moment, self.join, helper)

    # When

    def at(self, moment: dt.datetime, act: Callable, *args) -> None:
        """Let it happen then, with codes of its own chance."""
        self.story.at(moment, self.do, act, *args)

    def do(self, act: Callable, *args) -> None:
        """Do it now."""
        with codes_from(self.rng):
            act(*args)

    def since(self, days: float, hour: float) -> dt.datetime:
        """An hour of a day so long after the beginning."""
        return self.story.on(self.began + int(days) * DAY, hour)

    def ago(self, days: float, hour: float = 10) -> dt.datetime:
        """An hour of a day so long ago; below two days, exactly so long ago."""
        return self.story.moment(int(days), hour) if days >= 2 else self.story.now - days * DAY

    # Volunteers

    def take_list(self) -> None:
        """The committee takes over the usual list, and adds what only this place has."""
        skills.take_usual(community=self.community, actor=self.committee)
        skills.add(
            community=self.community,
            kind=Skill.Kind.SKILL,
            name="อ่านระดับน้ำ",
            needs_check=False,
            actor=self.committee,
        )
        named = {(skill.kind, skill.name): skill for skill in Skill.objects.filter(community=self.community)}
        self.skills: dict[str, Skill] = {}
        for kind, words, _needs_check in skills.USUAL:
            with translation.override("en"):
                key = str(words)
            self.skills[key] = named[kind, str(words)]

    def user(self, helper: Helper) -> User:
        """The account of the cast, or a new one."""
        if found := self.cast.get(helper.account):
            return found
        number = 640 + len(self.of) + 40 * (self.community.code != "sirisuk")
        user = User.objects.create_user(name=helper.account, phone=phone(number), wants_email=False)
        if privacy := agreements.current("privacy"):
            agreements.accept(user=user, version=privacy, recorded_by=user)
        return user

    def join(self, helper: Helper) -> None:
        """Somebody signs up; a few days later the committee has looked at who works in homes or with people."""
        user = self.user(helper)
        chosen = [self.skills[name] for name in helper.can]
        self.of[helper.key] = volunteers.join(
            user=user,
            community=self.community,
            offer=volunteers.Offer(
                kind=helper.kind,
                name=helper.name or user.name,
                phone=user.phone,
                people=helper.people,
                area=helper.area,
                times=helper.times,
                words=helper.words,
                skills=chosen,
            ),
            consented=True,
        )
        if helper.is_checked and any(skill.needs_check for skill in chosen):
            self.at(self.story.later(50, 90), self.check, helper.key)

    def check(self, key: str) -> None:
        """The committee has talked with this person and their neighbours."""
        for row in self.of[key].skills.select_related("skill"):
            if row.skill.needs_check:
                skills.check(volunteer=self.of[key], skill=row.skill, actor=self.committee)

    def plan_days(self) -> None:
        """Who rests and who has left, and hours month by month."""
        self.at(self.ago(48, 9), self.rest, "fon")
        self.at(self.ago(75, 9), self.leave, "tui")
        self.plan_hours()

    def rest(self, key: str) -> None:
        """Rests for a while."""
        volunteers.pause(volunteer=self.of[key], actor=self.of[key].user)

    def leave(self, key: str) -> None:
        """Has left; the hours stay."""
        volunteers.leave(volunteer=self.of[key], actor=self.of[key].user)

    # Hours

    def plan_hours(self) -> None:
        """Every month most of them write something down, more when it rains, and the centre confirms it."""
        old = [helper for helper in self.helpers.values() if helper.joined is None]
        works, last = list(DONE), (self.today - self.began).days
        for month in range(14, last, 30):
            rains = (self.began + month * DAY).month in (9, 10, 11)
            for number, helper in enumerate(old):
                day = month + number * 7 % 26
                if day < last and (rains or (number + month // 30) % 6):
                    work = works[(number + month // 30) % len(works)]
                    self.at(self.since(day, 19), self.say, helper.key, work, 2 if rains else 1)
            self.at(self.since(min(month + 28, last - LATELY), 16), self.confirm)
        self.at(self.ago(LATELY, 16), self.confirm)
        self.at(self.ago(9, 20), self.say_too_much, "yai")
        for days, key in ((3, "helper"), (2, "lek"), (1.2, "chai"), (0.4, "kaew")):
            self.at(self.ago(days, 20), self.say, key, works[int(days)], 1)

    def say(self, key: str, work: str, times: int) -> Hours | None:
        """Somebody writes down what was done today, unless they rest or have left."""
        volunteer = self.of.get(key)
        if volunteer is None or not Volunteer.objects.active().filter(pk=volunteer.pk).exists():
            return None
        words, minutes = DONE[Work(work)]
        return hours.log(
            volunteer=volunteer,
            kind=work,
            day=timezone.localdate(),
            minutes=minutes * times + self.rng.choice((-30, 0, 0, 30)),
            key=f"demo-hours-{key}-{self.story.clock.moment:%y%m%d%H}",
            actor=volunteer.user,
            words=words,
        )

    def say_too_much(self, key: str) -> None:
        """A day too many was written down, and not confirmed."""
        said = self.say(key, Work.REPAIR, 4)
        if said:
            reason = "งานนี้นับไปแล้วในภารกิจวันเดียวกัน"
            hours.refuse(hours=said, reason=reason, actor=self.worker)

    def confirm(self) -> None:
        """A case worker looks through what was written down."""
        for row in hours.waiting(self.community):
            hours.confirm(hours=row, actor=self.worker)
