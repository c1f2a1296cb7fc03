"""The demo's missions: one for every state that there is, with who takes part, waits, or could not come."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from config.demo.college import FLOOD, College
from config.demo.places import phone
from config.demo.volunteering import Volunteering
from welfare.models import HelpCase, Mission, Shift, SignUp
from welfare.volunteering import attendance, callouts, missions, reminders, shifts

Work = Mission.Kind


@dataclass(frozen=True)
class Planned:
    """A mission as it was written, so many days ago. Shifts: days from today, hour, hours, places, who signs up."""

    kind: str
    title: str
    words: str
    place: str
    address: str
    written: float
    shifts: list[tuple[int, float, float, int, str]]
    needs: tuple[str, ...] = ()
    course: str = ""
    is_draft: bool = False


MISSIONS = {
    "drain": Planned(
        Work.REPAIR, "ลอกท่อก่อนหน้าฝน", "ลอกท่อสายในตั้งแต่หน้าตลาดถึงสะพาน เทศบาลให้รถขนเลน",
        "ถนนสายใน", "เริ่มที่หน้าตลาด", 74, [(-62, 8, 4, 20, "school company temple yai repr chai somkid pui"),
                                         (-61, 8, 4, 20, "school company yai phon met rider")],
    ),
    "meals": Planned(
        Work.FOOD, "ส่งข้าวกล่องให้คนแก่ที่อยู่คนเดียว", "ครัววัดทำกับข้าว เราห่อแล้วเดินส่งสิบแปดบ้าน "
        "แวะคุยบ้านละห้านาที ใครไม่เปิดประตูให้โทรบอกศูนย์", "หมู่ 1 หมู่ 2", "ครัววัดสมมุติริมคลอง", 40,
        [(-26, 9, 3, 6, "lek helper shop duean"), (-12, 9, 3, 6, "lek helper pui temple noi"),
         (-2, 9, 3, 6, "lek helper duean chai"), (2, 9, 3, 6, "helper lek pui"), (9, 9, 3, 6, "lek")],
    ),
    "canal": Planned(
        Work.OTHER, "เก็บขยะริมคลอง", "พายเรือเก็บสองฝั่ง มีถุงมือให้", "ริมคลอง", "ท่าเรือฝั่งวัด", 33,
        [(-20, 7, 3, 15, "phon met school yai")],
    ),
    "paint": Planned(
        Work.REPAIR, "ทาสีสนามเด็กเล่น", "สีกับแปรงมีแล้ว ขอแรงสามคนพอ พื้นที่แคบ", "ศูนย์เด็กเล็ก หมู่ 2",
        "ประตูหลัง ถนนสายใน", 9, [(4, 8, 4, 3, "repr yai pui noi met")],
    ),
    "watch": Planned(
        Work.SAFETY, "เวรเฝ้าน้ำกลางคืน", "ดูหลักวัดน้ำที่สะพานทุกชั่วโมง จดลงสมุด ถึงขีดแดงโทรศูนย์",
        "สะพานข้ามคลอง", "ศาลาเวรตอม่อฝั่งวัด", 12, [(1, 20, 4, 2, "met yai"), (3, 20, 4, 2, "chai"),
                                                  (5, 20, 4, 2, "")],
        course=FLOOD,
    ),
    "camp": Planned(
        Work.TEACHING, "ค่ายเด็กปิดเทอม", "สอนว่ายน้ำ ทำขนม ปลูกผัก ยังหาวันอยู่", "ศาลาชุมชน", "ศาลาชุมชน", 4,
        [(24, 9, 6, 8, "")], is_draft=True,
    ),
}  # fmt: skip
# What came of requests to the centre: written from the request.
FROM_CASES = {
    "storm": Planned(
        Work.REPAIR, "ตัดต้นไม้ล้มขวางทางหลังลม", "เอาเลื่อยกับเชือกมา ใส่รองเท้าหุ้มส้น มีข้าวเที่ยงเลี้ยง",
        "หมู่ 3", "ปากซอยหลังวัด ข้างต้นไทร", 39, [(-38, 8, 4, 6, "yai repr company school")],
    ),
    "roof": Planned(
        Work.REPAIR, "มุงหลังคาบ้านที่รั่ว", "สังกะสีกับตะปูกองทุนซื้อให้แล้ว ขอคนขึ้นหลังคาได้สองคน คนส่งของสองคน", "หมู่ 4",
        "ศูนย์จะบอกบ้านให้ตอนเช้า นัดพบที่ศาลา", 0.9, [(3, 8, 5, 4, "repr")], needs=("carpentry and building",),
    ),
}  # fmt: skip
FEW = {"hospital": Planned(
    Work.RIDE, "รับส่งหมอนัดวันพุธ", "ไปเช้ากลับบ่าย มีค่าน้ำมันให้", "โรงพยาบาลในเมือง", "นัดพบหน้าศาลา", 6,
    [(-3, 7, 6, 2, "one"), (4, 7, 6, 2, "one")], needs=("driving people",),
)}  # fmt: skip
# These were called, and could not come.
ABSENT = {("storm", "school"), ("drain", "pui"), ("meals", "noi")}


class Missions:
    """What volunteers were asked to do, from writing it to confirming who was there."""

    def __init__(self, helpers: Volunteering, college: College | None, plans: dict[str, Planned]):
        self.helpers, self.college, self.story = helpers, college, helpers.story
        self.of: dict[str, Mission] = {}
        for key, planned in plans.items():
            helpers.at(helpers.ago(planned.written, 11), self.write, key, planned)

    def plan_ends(self) -> None:
        """What is done, what is called off, a place to take over, and a word for tomorrow."""
        at, ago = self.helpers.at, self.helpers.ago
        at(ago(37, 18), self.finish, "storm")
        at(ago(60, 18), self.finish, "drain")
        at(ago(22, 18), self.cancel, "canal", "น้ำขึ้นสูงหลังฝนสองวัน ลงคลองไม่ปลอดภัย ไว้นัดใหม่เมื่อน้ำลด")
        at(ago(0.5), self.offer, "paint", "yai", "helper")
        at(ago(0.001), self.remind)

    def write(self, key: str, planned: Planned, case: HelpCase | None = None) -> Mission:
        """A case worker writes it with its times, and opens it."""
        first, *others = [self.time(row) for row in planned.shifts if self.time(row).ends_at > self.now()]
        mission = missions.write(
            community=self.helpers.community,
            told=missions.Told(
                kind=planned.kind,
                title=planned.title,
                place=planned.place,
                contact_name=self.helpers.worker.get_short_name(),
                contact_phone=phone(900),
                words=planned.words,
                address=planned.address,
                course=self.college.courses[planned.course] if self.college and planned.course else None,
            ),
            skills=[self.helpers.skills[name] for name in planned.needs],
            first=first,
            actor=self.helpers.worker,
            case=case,
            opens=not planned.is_draft,
        )
        for time in others:
            missions.add_shift(mission=mission, time=time, actor=self.helpers.worker)
        self.of[key] = mission
        for row, shift in zip(planned.shifts, mission.shifts.order_by("starts_at"), strict=True):
            self.plan_shift(key, shift, row[4].split())
        return mission

    def first_day(self, key: str) -> dt.date:
        """The day of the first shift."""
        return timezone.localdate(self.of[key].shifts.earliest("starts_at").starts_at)

    def now(self) -> dt.datetime:
        """The moment at which the story stands."""
        return self.story.clock.moment

    def time(self, row: tuple) -> missions.Time:
        """When a shift is."""
        days, hour, hours, places, _names = row
        starts = self.story.on(self.helpers.today + dt.timedelta(days=days), hour)
        return missions.Time(starts, starts + dt.timedelta(hours=hours), places)

    def plan_shift(self, key: str, shift: Shift, names: list[str]) -> None:
        """Who signs up in the next hours, checks in, and is confirmed in the evening."""
        at = self.helpers.at
        apart = min(dt.timedelta(hours=5), (shift.starts_at - self.now()) / (len(names) + 2))
        for number, name in enumerate(names, 1):
            at(self.now() + number * apart, self.join, shift, name)
            if (key, name) not in ABSENT and number != 3:
                at(shift.starts_at + dt.timedelta(minutes=2 * number), self.check_in, shift, name)
        if shift.ends_at < self.story.now - dt.timedelta(days=3):
            at(shift.ends_at + dt.timedelta(hours=1), self.settle, key, shift)

    def join(self, shift: Shift, name: str) -> None:
        """Signs up, or waits for a place."""
        shifts.join(shift=shift, volunteer=self.helpers.of[name], anyway=True)

    def check_in(self, shift: Shift, name: str) -> None:
        """With the figures said at the place; nobody comes to what was called off."""
        volunteer = self.helpers.of[name]
        if SignUp.objects.filter(shift=shift, volunteer=volunteer, status=SignUp.Status.GOING).exists():
            attendance.check_in(shift=shift, volunteer=volunteer, code=shift.checkin)

    def settle(self, key: str, shift: Shift) -> None:
        """The coordinator says who was there."""
        minutes = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
        named = {self.helpers.of[name].pk for mission, name in ABSENT if mission == key}
        rows = shift.signups.filter(status=SignUp.Status.GOING)
        answers = [attendance.Answer(row, row.volunteer_id not in named, minutes) for row in rows]
        if answers:
            attendance.settle(shift=shift, answers=answers, actor=self.helpers.worker)

    def finish(self, key: str) -> None:
        """It is done."""
        missions.finish(mission=self.of[key], actor=self.helpers.worker)

    def cancel(self, key: str, reason: str) -> None:
        """It does not take place."""
        missions.cancel(mission=self.of[key], reason=reason, actor=self.helpers.worker)

    def offer(self, key: str, name: str, to: str) -> None:
        """Somebody cannot come, and asks another volunteer."""
        shift = self.of[key].shifts.get()
        shifts.offer(shift=shift, volunteer=self.helpers.of[name], to=self.helpers.of[to])

    def remind(self) -> None:
        """A word the day before."""
        reminders.remind(self.now())

    def call(self, key: str, words: str) -> None:
        """Everybody who can is asked."""
        callouts.call(mission=self.of[key], words=words, actor=self.helpers.worker)
