"""Invented names of the demo's places and people. Nobody here exists."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# The line of income is an example as well: real ones differ from province to province and from year to year.
MUNICIPALITY = {
    "code": "tuayang",
    "kind": "เทศบาลนคร",
    "name": "ตัวอย่าง",
    "province": "จังหวัดตัวอย่าง",
    "reference_line": Decimal(2803),
}
NETWORK = "เครือข่ายตลาดชุมชนตัวอย่าง"
# code, name, about, share in percent, opening balance in bank and cash box
COMMUNITIES = [
    (
        "sirisuk",
        "ชุมชนสิริสุข",
        "ชุมชนริมคลอง สามร้อยหลังคาเรือน ขึ้นชื่อเรื่องน้ำพริก ไข่เค็ม และงานสาน ทุกวันเสาร์มีตลาดนัดหน้าศาลา",
        3,
        (48250, 3100),
    ),
    (
        "bansuan",
        "ชุมชนบ้านสวนจำลอง",
        "สวนผลไม้กับนาข้าวพื้นเมือง เพื่อนบ้านแบ่งกันกินมาแต่เดิม ตอนนี้แบ่งกันขายด้วย",
        2,
        (21400, 1500),
    ),
    (
        "pakkhlong",
        "ชุมชนปากคลองสมมุติ",
        "ชุมชนประมงพื้นบ้าน เรือเข้าฝั่งหกโมงเช้า ของทะเลสดถึงมือก่อนแปดโมง",
        2.5,
        (33900, 2200),
    ),
    (
        "rimkhao",
        "ชุมชนริมเขาตัวอย่าง",
        "สวนยาง สวนกาแฟ กับช่างฝีมือรุ่นลุงรุ่นป้า",
        1.5,
        (9800, 900),
    ),
]
PICKUP_PLACES = ["ศาลาชุมชน", "หน้าร้านสหกรณ์", "ลานวัด", "บ้านเจ้าของร้าน", "หน้าโรงเรียน"]
STREETS = ["ซอยต้นจิก", "ซอยริมน้ำ", "ซอยหลังวัด", "ถนนสายใน", "ซอยต้นมะขาม", "ซอยท่าเรือ"]

WOMEN = [
    "บุญ",
    "แย้ม",
    "สมใจ",
    "มะลิ",
    "จำปา",
    "บัว",
    "ทองดี",
    "พิกุล",
    "ลำดวน",
    "สายหยุด",
    "กุหลาบ",
    "ดาวเรือง",
    "ชบา",
    "ราตรี",
    "เพ็ญ",
    "จันทร์",
    "ประไพ",
    "สมศรี",
    "วันดี",
    "ละมัย",
    "ลำไย",
    "อารี",
    "สุดา",
    "วรรณา",
    "มาลัย",
    "อุไร",
    "พะยอม",
    "ผ่อง",
    "เนียม",
    "เฟื่อง",
    "ถนอม",
    "ฉวี",
    "บังอร",
    "ประนอม",
    "สำลี",
    "สมพร",
    "สายใจ",
    "กิมลี้",
    "อำไพ",
    "แจ่ม",
    "นวล",
    "พริ้ง",
    "หวาน",
    "เยื้อน",
    "แฉล้ม",
    "ชื่น",
    "เอื้อง",
    "ทับทิม",
    "ไข่มุก",
    "ปราณี",
    "วิไล",
    "นิภา",
    "รัตนา",
    "กัลยา",
    "ศรีนวล",
    "เสงี่ยม",
    "ยุพิน",
    "สุนีย์",
    "พรทิพย์",
    "จงกล",
]
MEN = [
    "ประเสริฐ",
    "สมศักดิ์",
    "วิชัย",
    "สมชาย",
    "ทองคำ",
    "บุญมี",
    "คำปัน",
    "ชูชาติ",
    "สมหมาย",
    "ประยูร",
    "เสริม",
    "สุทิน",
    "มานพ",
    "วินัย",
    "ปรีชา",
    "ถวิล",
    "สนิท",
    "เจริญ",
    "ประจวบ",
    "อุทัย",
    "สมพงษ์",
    "ไพโรจน์",
    "ชาญ",
    "วิรัตน์",
    "สุชาติ",
    "อำนวย",
    "บุญเลิศ",
    "พินิจ",
    "ทวี",
    "ณรงค์",
    "เลื่อน",
    "จรูญ",
    "สวัสดิ์",
    "ประพันธ์",
    "สายัณห์",
    "สำราญ",
    "เปลื้อง",
    "แดง",
    "ดำ",
    "เขียว",
    "อ่อน",
    "หมาน",
    "บ่าว",
    "ยงยุทธ์",
    "ธีระ",
    "นิพนธ์",
    "ศักดา",
    "ชัยยศ",
    "โกมล",
    "สมบัติ",
    "มนัส",
    "เดชา",
    "ทนง",
    "พงษ์",
    "เกรียงไกร",
    "อดุลย์",
    "ประสงค์",
    "วีระ",
    "ชลอ",
    "กำธร",
]
TITLE = re.compile("^(?:นางสาว|นาง|นาย)")
SURNAMES = ["ตัวอย่าง", "สมมุติ", "จำลอง", "ลองดู", "ทดลองใช้"]


@dataclass(frozen=True)
class Name:
    """Somebody's full name, and what neighbours say."""

    full: str
    called: str
    surname: str


def name(first: str, surname: str, rng: random.Random) -> Name:
    """A name with a title and what neighbours call this person."""
    if first in WOMEN:
        title, prefix = rng.choice(["นาง", "นาง", "นางสาว"]), rng.choice(["ยาย", "ป้า", "ป้า", "น้า", "พี่"])
    else:
        title, prefix = "นาย", rng.choice(["ตา", "ลุง", "ลุง", "น้า", "พี่"])
    return Name(f"{title}{first} {surname}", f"{prefix}{first}", surname)


def names(rng: random.Random) -> Iterator[Name]:
    """Each first name once, in an order that chance decides, without those of the cast."""
    taken = {TITLE.sub("", full.split()[0]) for _code, full, _called, _role in CAST}
    firsts = [first for first in [*WOMEN, *MEN] if first not in taken]
    rng.shuffle(firsts)
    for first in firsts:
        yield name(first, rng.choice(SURNAMES), rng)


# code of the account (the sign-in page knows it), name, what neighbours say, role in the first community
CAST = [
    ("demo-seller", "นางบุญ ตัวอย่าง", "ยายบุญ", "seller"),
    ("demo-buyer", "นางสาวสมใจ ตัวอย่าง", "พี่สมใจ", ""),
    ("demo-repr", "นายสมศักดิ์ สมมุติ", "ลุงสมศักดิ์", ""),
    ("demo-commit", "นางสาวมะลิ ตัวอย่าง", "น้ามะลิ", "committee"),
    ("demo-chair", "นายบุญมี จำลอง", "ลุงบุญมี", "chair"),
    ("demo-treasur", "นายประเสริฐ ตัวอย่าง", "ลุงประเสริฐ", "treasurer"),
    ("demo-auditor", "นางสาววิไล สมมุติ", "ป้าวิไล", "auditor"),
    ("demo-rider", "นายสมชาย ลองดู", "พี่สมชาย", "rider"),
    ("demo-helper", "นางสาวปราณี จำลอง", "น้าปราณี", "volunteer"),
]
OFFICER = ("demo-officer", "นายวิชัย ตัวอย่าง")
# Who does what in the first community, besides the cast: acts with the fund's money take two.
POSTS_BESIDES_CAST = ["committee", "committee", "case_worker", "treasurer"]
# Who does what in each of the others.
POSTS = [
    "committee",
    "committee",
    "case_worker",
    "committee",
    "chair",
    "treasurer",
    "auditor",
    "rider",
    "volunteer",
]
