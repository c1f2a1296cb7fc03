"""The demo's college: three courses, who learns them, and certificates that hold, are over, or were taken back."""

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.base import ContentFile

from config.demo import photos
from config.demo.volunteering import Volunteering
from welfare.models import Certificate, Course, CourseSession, Enrolment
from welfare.volunteering import certificates, course_days, courses, enrolments, lessons, quizzes, thanks

FIRST_AID, FLOOD, CARE = "aid", "flood", "care"


@dataclass(frozen=True)
class Planned:
    """A course as it was written. A question is followed by its answers, the right one first."""

    title: str
    words: str
    lessons: list[tuple[str, str]]
    questions: list[tuple[str, ...]]
    needs_session: bool
    valid_months: int | None
    picture: tuple[str, str]
    picture_words: str


COURSES = {
    FLOOD: Planned(
        "เฝ้าระวังน้ำท่วม",
        "อ่านระดับน้ำเป็น เตือนบ้านไหนก่อน พาคนแก่ออกทางไหน ทบทวนปีละครั้งก่อนหน้าฝน",
        [
            ("อ่านระดับน้ำที่สะพาน", "หลักวัดน้ำอยู่ตอม่อสะพานฝั่งวัด\n- เขียว ต่ำกว่า 1 เมตร ปกติ\n- เหลือง 1 ถึง 1.5 เมตร "
             "ดูทุกชั่วโมง\n- แดง เกิน 1.5 เมตร โทรบอกศูนย์ทันที"),
            ("บ้านไหนต้องเตือนก่อน", "บ้านริมคลองกับบ้านที่มีคนติดเตียงก่อนเสมอ ไปเคาะประตู อย่าแค่ส่งข้อความ "
             "บอกให้ยกของขึ้นที่สูง ตัดไฟชั้นล่าง เตรียมยากับบัตรไว้ในถุงกันน้ำ"),
            ("พาออกจากบ้าน", "เดินเป็นแถว ใช้ไม้แตะพื้นนำหน้า อย่าลุยน้ำที่ไหลแรงเกินเข่า ไปรวมกันที่ศาลาวัด แล้วนับคนทุกครั้ง"),
        ],
        [
            ("น้ำถึงขีดแดงต้องทำอะไรก่อน", "โทรบอกศูนย์", "ถ่ายรูปลงกลุ่ม", "รอดูอีกชั่วโมง"),
            ("เตือนบ้านไหนก่อน", "บ้านริมคลองกับบ้านที่มีคนติดเตียง", "บ้านที่อยู่ใกล้ศูนย์", "บ้านญาติ"),
            ("น้ำไหลแรงสูงแค่ไหนที่ห้ามลุย", "เกินเข่า", "เกินข้อเท้า", "เกินอก"),
        ],
        needs_session=False,
        valid_months=12,
        picture=("🦆", "sea"),
        picture_words="เป็ดลอยน้ำ น้ำเริ่มสูง",
    ),
    FIRST_AID: Planned(
        "ปฐมพยาบาลเบื้องต้น",
        "ห้ามเลือด ปั๊มหัวใจ ช่วยคนสำลัก คนเป็นลม แล้วฝึกกับหุ่นจริงหนึ่งวัน",
        [
            ("ก่อนเข้าไปช่วย", "ดูรอบตัวก่อนว่าเราปลอดภัย มีไฟฟ้า รถ หรือน้ำไหลแรงไหม เรียกคนช่วย แล้วโทร 1669 "
             "บอกสามอย่าง อยู่ที่ไหน เกิดอะไร กี่คน"),
            ("ห้ามเลือด", "ใช้ผ้าสะอาดกดตรงแผลให้แน่นสิบนาที อย่าเปิดดูบ่อย ยกแขนขาให้สูง ถ้าเลือดซึมให้วางผ้าทับอีกผืน "
             "อย่าโรยยาหรือผงกาแฟ"),
            ("ปั๊มหัวใจ", "คนไม่รู้สึกตัว ไม่หายใจ ให้กดกลางอก ลึกห้าเซนติเมตร นาทีละร้อยถึงร้อยยี่สิบครั้ง กดไปเรื่อย ๆ "
             "จนกว่ารถพยาบาลจะมา เหนื่อยให้เปลี่ยนคน"),
            ("สำลักอาหาร", "ยังไอได้ให้ไอต่อ ไอไม่ออกพูดไม่ได้ ให้ตบกลางหลังห้าครั้ง แล้วรัดท้องห้าครั้ง สลับกันจนหลุด"),
        ],
        [
            ("เจอคนนอนนิ่ง ทำอะไรก่อน", "ดูว่าเราปลอดภัยไหม", "อุ้มขึ้นรถ", "ให้กินน้ำ"),
            ("เบอร์รถพยาบาลฉุกเฉิน", "1669", "191", "199"),
            ("เลือดออกมากทำอย่างไร", "กดแผลด้วยผ้าสะอาดให้แน่น", "โรยผงกาแฟ", "ล้างน้ำไปเรื่อย ๆ"),
            ("ปั๊มหัวใจนาทีละกี่ครั้ง", "100 ถึง 120", "40 ถึง 60", "เท่าไรก็ได้"),
            ("สำลักแต่ยังไอได้ ทำอย่างไร", "ให้ไอต่อ", "ล้วงคอ", "ให้นอนราบ"),
        ],
        needs_session=True,
        valid_months=24,
        picture=("🧰", "leaf"),
        picture_words="กล่องยาประจำศูนย์",
    ),
    CARE: Planned(
        "ดูแลคนแก่ที่บ้าน",
        "พลิกตัว ป้อนข้าว ดูแผลกดทับ คุยกับคนหลง ๆ ลืม ๆ และดูแลใจตัวเองด้วย",
        [
            ("พลิกตัวไม่ให้เป็นแผล", "พลิกทุกสองชั่วโมง ดูสะโพก ก้นกบ ส้นเท้า แดงแล้วกดไม่จางให้บอกพยาบาล ใช้หมอนรองข้อเท้า"),
            ("ป้อนข้าวไม่ให้สำลัก", "ให้นั่งตรงหรือหัวสูง ป้อนคำเล็ก ๆ รอให้กลืนก่อน อย่าชวนคุยตอนเคี้ยว กินเสร็จนั่งต่อครึ่งชั่วโมง"),
            ("คนหลง ๆ ลืม ๆ", "อย่าเถียง พูดช้า ๆ ทีละเรื่อง ชวนทำอะไรที่มือเคยทำ เช่น เด็ดผัก พับผ้า "
             "ติดเบอร์โทรไว้ในเสื้อเผื่อเดินหลง"),
        ],
        [
            ("พลิกตัวบ่อยแค่ไหน", "ทุกสองชั่วโมง", "วันละครั้ง", "เมื่อเจ็บ"),
            ("ป้อนข้าวท่าไหน", "นั่งตรงหรือหัวสูง", "นอนราบ", "นอนคว่ำ"),
            ("ผิวแดงกดไม่จาง ทำอย่างไร", "บอกพยาบาล", "นวดแรง ๆ", "ทาแป้ง"),
            ("คนหลงบอกว่าจะกลับบ้าน ทั้งที่อยู่บ้าน", "ชวนคุยเรื่องอื่นช้า ๆ", "เถียงให้รู้ความจริง", "ล็อกประตู"),
        ],
        needs_session=True,
        valid_months=None,
        picture=("🧑‍🦽", "turmeric"),
        picture_words="คนแก่นั่งรถเข็น",
    ),
}  # fmt: skip


class College:
    """Courses from the first day of the centre to today."""

    def __init__(self, helpers: Volunteering):
        self.helpers, self.story, self.worker = helpers, helpers.story, helpers.worker
        self.courses: dict[str, Course] = {}
        self.days: dict[str, CourseSession] = {}
        self.pages: dict[str, list] = {}
        at, since, ago = helpers.at, helpers.since, helpers.ago
        at(since(2, 13), self.write, FLOOD)
        at(since(4, 13), self.write, FIRST_AID)
        at(ago(120, 13), self.write, CARE)
        for number, key in enumerate(("phon", "met", "yai", "temple", "rider")):
            at(since(14 + number, 20), self.learn, FLOOD, key)
        # After a year most have learned it again.
        for number, key in enumerate(("met", "yai", "chai", "somkid")):
            at(ago(20 - number, 20), self.learn, FLOOD, key)
        at(ago(3, 20), self.learn, FLOOD, "lek", 1)
        self.plan_day(FIRST_AID, "first", since(32, 9), ["helper", "kaew", "met", "pui", "duean"], lead=9)
        self.plan_day(FIRST_AID, "second", ago(95, 9), ["rider", "lek", "noi", "somkid"], lead=8)
        self.plan_day(CARE, "care", ago(92, 9), ["duean", "kaew", "pui", "noi"], lead=12)
        self.plan_day(FIRST_AID, "next", self.story.on(helpers.today + dt.timedelta(days=8), 9), [], lead=15)
        self.plan_day(CARE, "later", self.story.on(helpers.today + dt.timedelta(days=15), 9), [], lead=22)
        at(ago(5, 20), self.learn, FIRST_AID, "repr", None, "next")
        at(ago(4, 20), self.begin, FIRST_AID, "oi", "next")
        at(ago(6, 20), self.begin, CARE, "helper", "later")
        at(ago(60, 15), self.revoke, CARE, "pui")
        at(self.january(), self.thank)

    # Courses

    def write(self, key: str) -> None:
        """A case worker writes the course, with lessons and questions, and opens it."""
        planned, worker = COURSES[key], self.worker
        course = courses.write(
            community=self.helpers.community,
            title=planned.title,
            words=planned.words,
            pass_percent=80 if len(planned.questions) > 3 else 100,
            needs_session=planned.needs_session,
            valid_months=planned.valid_months,
            actor=worker,
        )
        for number, (title, words) in enumerate(planned.lessons):
            lessons.put(
                course=course,
                title=title,
                words=words,
                actor=worker,
                picture=None if number else self.picture(*planned.picture),
                picture_words="" if number else planned.picture_words,
            )
        for number, (words, *answers) in enumerate(planned.questions):
            # The right one is not always the first.
            turned = answers[number % 3 :] + answers[: number % 3]
            quizzes.put(
                course=course, words=words, answers=turned, right=turned.index(answers[0]), actor=worker
            )
        self.courses[key] = courses.open_it(course=course, actor=worker)

    def picture(self, sign: str, tone: str) -> BinaryIO:
        """A painted picture as a phone would send it."""
        return cast(BinaryIO, ContentFile(photos.painted(sign, tone, "one"), name="photo.jpg"))

    def plan_day(self, key: str, day: str, starts: dt.datetime, names: list[str], lead: int) -> None:
        """A day is set and those people take a place; on the day the worker confirms who was there."""
        at = self.helpers.at
        at(starts - dt.timedelta(days=lead), self.set_day, key, day, starts)
        for number, name in enumerate(names):
            at(starts - dt.timedelta(days=lead - 2, hours=-number), self.learn, key, name, None, day)
            at(starts + dt.timedelta(hours=7, minutes=number), self.attend, key, name)

    def set_day(self, key: str, day: str, starts: dt.datetime) -> None:
        """When, where, and who teaches."""
        teacher = "พยาบาลแก้ว สมมุติ" if key == CARE else "ครูฝึกกู้ชีพ (ตัวอย่าง)"
        self.days[day] = course_days.put(
            course=self.courses[key],
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=6),
            place="ศาลาชุมชน",
            trainers=teacher,
            places=12,
            actor=self.worker,
        )

    # Learning

    def begin(self, key: str, name: str, day: str = "") -> Enrolment:
        """Takes a place, and has seen the first lesson."""
        volunteer, course = self.helpers.of[name], self.courses[key]
        session = self.days[day] if day else None
        enrolment = enrolments.join(course=course, user=volunteer.user, session=session)
        first = course.lessons.order_by("position").first()
        if first:
            enrolments.see(enrolment=enrolment, lesson=first, user=volunteer.user)
        return enrolment

    def learn(self, key: str, name: str, wrong: int | None = None, day: str = "") -> None:
        """Sees every lesson and answers the questions, as many wrong as said; unless the certificate holds still."""
        volunteer, course = self.helpers.of.get(name), self.courses[key]
        if volunteer is None or certificates.holds_on(volunteer, course):
            return
        enrolment = self.begin(key, name, day)
        for lesson in course.lessons.order_by("position")[1:]:
            enrolments.see(enrolment=enrolment, lesson=lesson, user=volunteer.user)
        answers = {
            question.pk: (question.right + (number < (wrong or 0))) % len(question.answers)
            for number, question in enumerate(course.questions.all())
        }
        quizzes.answer(enrolment=enrolment, answers=answers, user=volunteer.user)

    def attend(self, key: str, name: str) -> None:
        """Was there: that was the last thing missing, so that the certificate comes by itself."""
        rows = Enrolment.objects.filter(course=self.courses[key], volunteer=self.helpers.of[name])
        enrolment = rows.filter(status=Enrolment.Status.LEARNING).first()
        if enrolment:
            enrolments.attend(enrolment=enrolment, actor=self.worker)

    # Certificates

    def revoke(self, key: str, name: str) -> None:
        """Somebody had gone home at noon: the committee takes the certificate back."""
        rows = Certificate.objects.filter(course=self.courses[key], volunteer=self.helpers.of[name])
        for certificate in rows.filter(revoked_on=None):
            certificates.revoke(
                certificate=certificate,
                reason="วันอบรมอยู่แค่ครึ่งวันเช้า ยังไม่ได้ฝึกพลิกตัวกับป้อนข้าว เชิญมาใหม่รอบหน้า",
                actor=self.helpers.committee,
            )

    def january(self) -> dt.datetime:
        """The tenth of January that was last."""
        year = self.helpers.today.year
        day = dt.date(year, 1, 10)
        return self.story.on(day if day < self.helpers.today else day.replace(year=year - 1), 14)

    def thank(self) -> None:
        """Certificates for the hours of the year that is over."""
        year = self.january().year - 1
        thanks.issue_all(community=self.helpers.community, year=year, actor=self.worker)
