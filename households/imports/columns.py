"""What a table of people may hold: our fields, what people call them, and the template to fill in."""

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from households.models import Membership, Person
from lib.sheets import guess_columns

HOUSE_NUMBER, NAME, AGE = "house_number", "name", "age"
# Kept beside the columns: an empty house number means the house of the row above, as in merged cells.
SAME_AS_ABOVE = "same_as_above"


class Column(NamedTuple):
    """One of our fields: its heading, how to fill it in, two invented examples, and what others call it."""

    field: str
    heading: Promise
    explanation: Promise
    examples: tuple[str, str]
    others: tuple[str, ...]
    in_template: bool = True


def _words(choices) -> Promise:
    """The choices' labels in a row, in the reader's language."""
    return format_lazy(", ".join(["{}"] * len(choices)), *(label for _value, label in choices))


COLUMNS = (
    Column(
        HOUSE_NUMBER,
        _("House number"),
        _("Needed. As on the house, for example 12/1. People with the same number are one household."),
        ("99/1", "99/1"),
        (
            "บ้านเลขที่",
            "เลขที่บ้าน",
            "เลขที่",
            "บ้าน เลขที่",
            "ที่อยู่เลขที่",
            "house number",
            "house no",
            "house",
        ),
    ),
    Column(
        "village",
        _("Village (moo)"),
        _("The number of the village, or the name of the part of the community."),
        ("3", "3"),
        ("หมู่", "หมู่ที่", "หมู่บ้าน", "ม.", "ซอย", "ชุมชนย่อย", "village", "moo", "village or part"),
    ),
    Column(
        "household",
        _("Name of the household"),
        _("As neighbours call it. Only needed when several households share one house number."),
        ("บ้านตัวอย่าง", "บ้านตัวอย่าง"),
        ("ชื่อครัวเรือน", "ครัวเรือน", "ชื่อบ้าน", "ครอบครัว", "household", "name of the household", "household name"),
    ),
    Column(
        "address",
        _("Address in words"),
        _("How to find the house, if the number does not say it."),
        ("หลังศาลาชุมชน", ""),
        ("ที่อยู่", "ที่ตั้ง", "รายละเอียดที่อยู่", "address", "address in words"),
    ),
    Column(
        NAME,
        _("Name and family name"),
        _("Needed. One person in each row."),
        ("สมมติ ตัวอย่าง", "สมใจ ตัวอย่าง"),
        (
            "ชื่อ",
            "ชื่อ-สกุล",
            "ชื่อ-นามสกุล",
            "ชื่อ นามสกุล",
            "ชื่อและนามสกุล",
            "ชื่อสมาชิก",
            "ชื่อตัว",
            "รายชื่อ",
            "name",
            "full name",
            "first name",
        ),
    ),
    Column(
        "title",
        _("Title before the name"),
        _("If it has a column of its own."),
        ("", ""),
        ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "title", "prefix"),
        in_template=False,
    ),
    Column(
        "surname",
        _("Family name"),
        _("If it has a column of its own."),
        ("", ""),
        ("นามสกุล", "สกุล", "ชื่อสกุล", "surname", "last name", "family name"),
        in_template=False,
    ),
    Column(
        "birth_year",
        _("Year of birth"),
        _("Four figures, for example 2510. A full date will do too."),
        ("2510", "2512"),
        (
            "ปีเกิด",
            "ปี พ.ศ. เกิด",
            "วันเกิด",
            "วันเดือนปีเกิด",
            "เกิดปี",
            "birth year",
            "year of birth",
            "birthday",
            "date of birth",
        ),
    ),
    Column(
        AGE,
        _("Age"),
        _("In years. Used when there is no year of birth."),
        ("", ""),
        ("อายุ", "อายุ (ปี)", "age"),
        in_template=False,
    ),
    Column(
        "sex",
        _("Sex"),
        _words(Person.Sex.choices),
        ("ชาย", "หญิง"),
        ("เพศ", "sex", "gender"),
    ),
    Column(
        "relation",
        _("Relation to the head of the household"),
        _words(Membership.Relation.choices),
        ("หัวหน้าครัวเรือน", "ภรรยา"),
        ("ความสัมพันธ์", "ความสัมพันธ์กับหัวหน้าครัวเรือน", "เกี่ยวข้องเป็น", "สถานะในครัวเรือน", "relation", "relationship"),
    ),
    Column(
        "occupation",
        _("Occupation"),
        _("In your own words."),
        ("ทำสวน", "ค้าขาย"),
        ("อาชีพ", "อาชีพหลัก", "occupation", "job"),
    ),
    Column(
        "activity",
        _("What the person does"),
        _words(Person.Activity.choices),
        ("ทำงาน", "ทำงาน"),
        ("สถานะการทำงาน", "ทำอะไรอยู่", "สถานภาพการทำงาน", "activity", "work status"),
    ),
    Column(
        "phone",
        _("Phone"),
        _("One number, for example 081-234-5678."),
        ("", ""),
        (
            "โทรศัพท์",
            "เบอร์โทร",
            "เบอร์โทรศัพท์",
            "เบอร์",
            "โทร",
            "มือถือ",
            "หมายเลขโทรศัพท์",
            "phone",
            "telephone",
            "mobile",
        ),
    ),
    Column(
        "representative",
        _("Speaks for the household"),
        _("Write yes for one person in each household, leave the others empty."),
        ("ใช่", ""),
        ("ตัวแทน", "ตัวแทนครัวเรือน", "ผู้แทน", "ผู้แทนครัวเรือน", "representative", "speaks for the household"),
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}
IN_TEMPLATE = tuple(column for column in COLUMNS if column.in_template)


def guess(heads: list[str]) -> dict[str, int]:
    """Our field → position in `heads`, for those that could be found."""
    wanted = {column.field: (*_headings(column), *column.others) for column in COLUMNS}
    return {field: place for field, place in guess_columns(heads, wanted).items() if place is not None}


def _headings(column: Column) -> list[str]:
    """Our heading in each language of the site: the table may have been taken away in another one."""
    headings = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            headings.append(str(column.heading))
    return headings


def template_heads() -> list[str]:
    """The headings of the template, in the reader's language."""
    return [str(column.heading) for column in IN_TEMPLATE]


def template_rows() -> list[list[str]]:
    """Two people who do not exist, to show how it is meant."""
    return [[column.examples[number] for column in IN_TEMPLATE] for number in (0, 1)]


def is_example(cells: list[str]) -> bool:
    """True for an example of the template that was left standing."""
    return [cell for cell in cells if cell] in [[cell for cell in row if cell] for row in template_rows()]


def buddhist() -> bool:
    """True where years are shown as Thai people write them."""
    return (get_language() or "").startswith("th")
