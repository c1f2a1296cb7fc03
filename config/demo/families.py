"""Who lives in each of the demo's houses, and what each of them does. Nobody here exists."""

import datetime as dt
import random
from dataclasses import dataclass

from config.demo import people
from households.models import Membership, Person

Relation, Activity, Sex = Membership.Relation, Person.Activity, Person.Sex
GIRLS = ["ใบบัว", "น้ำฝน", "ข้าวหอม", "ฟ้าใส", "ปลายฝน", "ขวัญข้าว", "ใบตอง", "มีนา", "เดือนเต็ม", "แก้มใส"]
BOYS = ["ต้นกล้า", "ภูผา", "ตะวัน", "ต้นน้ำ", "เมฆา", "กล้า", "ไผ่", "ก้องภพ", "ข้าวปั้น", "ต้นไม้"]
# How many live in a house, and how often.
SIZES = {1: 2, 2: 5, 3: 7, 4: 7, 5: 5, 6: 3, 7: 1}
# Who else lives with somebody of that age, in the order in which a house fills.
OTHERS = {
    45: [Relation.SPOUSE, Relation.CHILD, Relation.CHILD, Relation.PARENT, Relation.CHILD, Relation.SIBLING],
    62: [Relation.SPOUSE, Relation.CHILD, Relation.CHILD, Relation.PARENT, Relation.IN_LAW, Relation.GRANDCHILD],
    99: [Relation.SPOUSE, Relation.CHILD, Relation.GRANDCHILD, Relation.IN_LAW, Relation.GRANDCHILD, Relation.CHILD],
}  # fmt: skip
# Least and most years older than the head of the household.
APART = {
    Relation.SPOUSE: (-5, 5),
    Relation.CHILD: (-34, -20),
    Relation.IN_LAW: (-32, -21),
    Relation.GRANDCHILD: (-58, -44),
    Relation.PARENT: (20, 28),
    Relation.SIBLING: (-8, 8),
}
# By what neighbours call somebody: least and most age.
AGES = {"ยาย": (64, 79), "ตา": (64, 79), "ป้า": (49, 63), "ลุง": (49, 63), "น้า": (37, 50), "พี่": (27, 42)}
OLDEST = 94
WORK = [
    *["ทำสวน", "ทำนา", "รับจ้างทั่วไป", "ค้าขาย", "ประมงพื้นบ้าน", "พนักงานโรงงาน", "ช่างก่อสร้าง", "เย็บผ้า"],
    *["ขับรถรับจ้าง", "พนักงานร้านค้า", "ทำขนม", "กรีดยาง", "ช่างซ่อมรถ", "ลูกจ้างเทศบาล", "ครูศูนย์เด็กเล็ก"],
]


@dataclass(frozen=True)
class Member:
    """Somebody in a house. Years are common ones; `since` is the day from which the person belongs to it."""

    name: str
    birth_year: int
    sex: str
    relation: str
    occupation: str
    activity: str
    since: dt.date


def family(head: people.Name, year: int, rng: random.Random) -> list[Member]:
    """Everybody in a house as of a year, the one who speaks for it first."""
    least, most = next(ages for prefix, ages in AGES.items() if head.called.startswith(prefix))
    age = rng.randint(least, most)
    is_woman = not head.full.startswith("นาย")
    bare = people.TITLE.sub("", head.full)
    found = [member(bare, age, is_woman, Relation.HEAD, year, rng)]
    size = rng.choices(list(SIZES), list(SIZES.values()))[0]
    relations = next(others for limit, others in OTHERS.items() if age < limit)
    start = 0 if rng.random() < 0.75 else 1
    taken = {bare}
    for relation in relations[start:][: size - 1]:
        younger, older = APART[relation]
        years = age + rng.randint(younger, older)
        if not 0 <= years <= OLDEST:
            continue
        other_is_woman = not is_woman if relation == Relation.SPOUSE else rng.random() < 0.5
        name = first_name(years, other_is_woman, head.surname, taken, rng)
        found.append(member(name, years, other_is_woman, relation, year, rng))
    return found


def first_name(age: int, is_woman: bool, surname: str, taken: set[str], rng: random.Random) -> str:
    """A name that nobody else in the house has."""
    names = (GIRLS if is_woman else BOYS) if age < 18 else (people.WOMEN if is_woman else people.MEN)
    name = next(each for each in rng.sample(names, len(names)) if f"{each} {surname}" not in taken)
    taken.add(f"{name} {surname}")
    return f"{name} {surname}"


def member(name: str, age: int, is_woman: bool, relation: str, year: int, rng: random.Random) -> Member:
    """What somebody of this age may do, and since when they live here."""
    occupation, activity = work(age, is_woman, rng)
    came = year - age if relation in (Relation.CHILD, Relation.GRANDCHILD) else year - min(age, 30) // 2
    since = dt.date(came, rng.randint(1, 12), rng.randint(1, 28))
    sex = Sex.FEMALE if is_woman else Sex.MALE
    # Who was born this year is not here before the year's end.
    return Member(name, year - age, sex, relation, occupation, activity, min(since, dt.date(year, 1, 1)))


def work(age: int, is_woman: bool, rng: random.Random) -> tuple[str, str]:
    """Occupation and activity by age; the smallest have neither."""
    luck = rng.random()
    if age < 2:
        return "", ""
    if age < 6:
        return "อยู่ศูนย์เด็กเล็ก", Activity.SCHOOL
    if age < 18 or (age < 23 and luck < 0.6):
        return ("นักเรียน" if age < 18 else "นักศึกษา"), Activity.SCHOOL
    if age < 60:
        if luck < 0.07:
            return "ว่างงาน", Activity.UNEMPLOYED
        if luck < 0.2:
            return ("แม่บ้าน" if is_woman else "ดูแลพ่อแม่ที่บ้าน"), Activity.HOME
        return rng.choice(WORK), Activity.WORKING
    if luck < (0.45 if age < 70 else 0.12):
        return rng.choice(["ทำสวน", "ค้าขาย", "ทำขนม", "งานสาน"]), Activity.WORKING
    return "พักอยู่บ้าน", Activity.RETIRED
