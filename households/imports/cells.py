"""One row of the committee's table: what its cells say, and what is wrong with them, in sentences."""

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from households.imports.columns import AGE, BY_FIELD, HOUSE_NUMBER, NAME
from households.models import Household, Membership, Person
from lib import sheets
from lib.errors import Refused
from lib.sheets.cells import BLANKS
from lib.sheets.names import sex_of_title
from lib.thai import arabic_digits, normalise, search_key

# Titles that everybody has. Ranks and a monk's title belong to the name and stay.
PLAIN_TITLES = {
    "นาย", "นาง", "นางสาว", "น.ส.", "น.ส", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ช", "ดช.", "ด.ญ.", "ด.ญ", "ดญ.",
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "คุณ",
}  # fmt: skip
MOO = re.compile(r"(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.|moo|m\.)?\s*(?:ที่\s*)?(\d{1,2})", re.IGNORECASE)
RELATIONS: dict[str, str] = {
    Membership.Relation.HEAD: "หัวหน้า หัวหน้าครอบครัว หัวหน้าครัวเรือน เจ้าบ้าน เจ้าของบ้าน head",
    Membership.Relation.SPOUSE: "สามี ภรรยา ภริยา คู่สมรส เมีย ผัว แฟน husband wife spouse",
    Membership.Relation.CHILD: "ลูก บุตร บุตรชาย บุตรสาว บุตรหญิง ธิดา ลูกชาย ลูกสาว บุตรบุญธรรม ลูกเลี้ยง son daughter child",
    Membership.Relation.PARENT: "พ่อ แม่ บิดา มารดา พ่อแม่ father mother parent",
    Membership.Relation.GRANDCHILD: "หลาน หลานชาย หลานสาว grandchild grandson granddaughter",
    Membership.Relation.GRANDPARENT: "ปู่ ย่า ตา ยาย ทวด grandfather grandmother grandparent",
    Membership.Relation.SIBLING: "พี่ น้อง พี่น้อง พี่ชาย พี่สาว น้องชาย น้องสาว brother sister sibling",
    Membership.Relation.IN_LAW: "เขย สะใภ้ ลูกเขย ลูกสะใภ้ บุตรเขย บุตรสะใภ้ พี่เขย น้องเขย พี่สะใภ้ น้องสะใภ้ พ่อตา แม่ยาย พ่อผัว แม่ผัว",
    Membership.Relation.RELATIVE: "ญาติ ลุง ป้า น้า อา เหลน ลูกพี่ลูกน้อง หลานเขย หลานสะใภ้ uncle aunt cousin relative",
    Membership.Relation.OTHER: "อื่นๆ อื่น ผู้อาศัย ผู้เช่า ลูกจ้าง ไม่ใช่ญาติ เพื่อน other lodger tenant",
}
ACTIVITIES: dict[str, str] = {
    Person.Activity.SCHOOL: "เรียน เรียนหนังสือ กำลังเรียน กำลังศึกษา นักเรียน นักศึกษา school student",
    Person.Activity.WORKING: "ทำงาน มีงานทำ ทำงานอยู่ มีงาน working works employed",
    Person.Activity.HOME: "แม่บ้าน พ่อบ้าน งานบ้าน ทำงานบ้าน ดูแลบ้าน ดูแลคนในบ้าน เลี้ยงลูก เลี้ยงหลาน home housewife carer",
    Person.Activity.UNEMPLOYED: "ว่างงาน ตกงาน หางาน กำลังหางาน ไม่มีงานทำ ไม่มีงาน unemployed",
    Person.Activity.RETIRED: "เกษียณ เกษียณแล้ว ชรา เลิกทำงาน เลิกทำงานแล้ว ไม่ได้ทำงานแล้ว หยุดทำงาน retired",
}
Problem = list[str]


class Reading(NamedTuple):
    """A row understood: field to value ("" and None where nothing is said), and [field, sentence] of each mistake."""

    fields: dict[str, Any]
    problems: list[Problem]


def read_row(
    cells: Sequence[str], columns: Mapping[str, int], on: dt.date, numbers: Container[str] = ()
) -> Reading:
    """What the row's cells, as `lib.sheets.read` gives them, say on the day `on`; every mistake at once, so that it is mended in one go.

    `numbers` are house numbers that the register holds already: they are taken as they are.
    """
    texts = {
        field: cells[place] if place < len(cells) else ""
        for field, place in columns.items()
        if field in BY_FIELD
    }
    texts = {field: "" if text.lower() in BLANKS else text for field, text in texts.items()}
    problems: list[Problem] = []

    def take(field: str, read: Callable[[str], Any], nothing: Any = "") -> Any:
        text = texts.get(field, "")
        if not text:
            return nothing
        try:
            return read(text)
        except Refused as error:
            problems.append([field, str(error)])
            return nothing

    fields = {
        **_house(texts, problems, numbers),
        "household": take("household", lambda text: _short(text, Household, "name")),
        "address": take("address", lambda text: _short(text, Household, "address")),
        **_name(texts, problems),
        "birth_year": take("birth_year", lambda text: sheets.birth_year(text, on), None),
        "relation": take("relation", _relation),
        "occupation": take("occupation", lambda text: _short(text, Person, "occupation")),
        "activity": take("activity", _activity),
        "phone": take("phone", sheets.phone),
        "representative": take("representative", sheets.yes_no, False),
    }
    if fields["birth_year"] is None and not any(field == "birth_year" for field, _sentence in problems):
        fields["birth_year"] = take(AGE, lambda text: sheets.birth_year(text, on, is_age=True), None)
    fields["sex"] = take("sex", sheets.sex) or fields.pop("sex_of_title")
    fields.pop("sex_of_title", None)
    _name_is_there(fields, texts, problems)
    return Reading(fields, problems)


def village_name(text: str) -> str:
    """The village as it is kept: "3", "ม.3" and "หมู่ที่ ๓" are "หมู่ 3"; other words stay."""
    match = MOO.fullmatch(arabic_digits(normalise(text)))
    return f"หมู่ {int(match[1])}" if match else normalise(text)


def village_key(text: str) -> str:
    """What two spellings of one village have in common."""
    return search_key(village_name(text))


def bare_name(text: str) -> str:
    """The name as it is kept: without the titles that everybody has."""
    title, name = sheets.split_name(text)
    if not name:
        return normalise(text)
    return name if title.lower().replace(" ", "") in PLAIN_TITLES else normalise(text)


def name_key(text: str) -> str:
    """What two spellings of one name have in common: no title, no spaces, no case."""
    _title, name = sheets.split_name(text)
    return normalise(name or text).replace(" ", "").casefold()


def _house(texts: Mapping[str, str], problems: list[Problem], numbers: Container[str]) -> dict:
    text, village = texts.get(HOUSE_NUMBER, ""), texts.get("village", "")
    number = ""
    if not text:
        problems.append([HOUSE_NUMBER, _("The house number is missing.")])
    elif text in numbers:
        number = text
    else:
        try:
            found = sheets.house_number(text)
            number = found.number
            village = village or (str(found.village) if found.village else "")
        except Refused as error:
            problems.append([HOUSE_NUMBER, str(error)])
    try:
        number = _short(number, Household, "house_number", HOUSE_NUMBER)
        village = _short(village_name(village), Household, "village")
    except Refused as error:
        problems.append([error.code, str(error)])
        village = ""
    return {HOUSE_NUMBER: number, "village": village}


def _name(texts: Mapping[str, str], problems: list[Problem]) -> dict:
    """The name without title, and the sex that the title tells."""
    parts = [texts.get(field, "") for field in ("title", NAME, "surname")]
    whole = " ".join(part for part in parts if part) if parts[1] else ""
    try:
        name = _short(bare_name(whole), Person, "name")
    except Refused as error:
        problems.append([NAME, str(error)])
        name = ""
    if any(char.isdigit() for char in name):
        problems.append([NAME, _("There is a figure in the name. Please check it.")])
    return {NAME: name, "sex_of_title": "" if texts.get("sex") else sex_of_title(whole)}


def _name_is_there(fields: dict, texts: Mapping[str, str], problems: list[Problem]) -> None:
    """A house may stand in the list before its people do; anything about a person needs the name."""
    about_house = {HOUSE_NUMBER, "village", "household", "address"}
    says_something = any(text for field, text in texts.items() if field not in about_house)
    if not fields[NAME] and not any(field == NAME for field, _sentence in problems) and says_something:
        problems.append([NAME, _("The name is missing.")])


def _short(text: str, model, field: str, column: str = "") -> str:
    most = model._meta.get_field(field).max_length
    if len(text) > most:
        raise Refused(_("This is too long: at most %(count)s letters.") % {"count": most}, column or field)
    return text


def _relation(text: str) -> str:
    if found := _meanings(Membership.Relation, RELATIONS).get(_folded(text)):
        return found
    raise Refused(
        _("This relation is not known. Write for example: %(words)s.")
        % {"words": ", ".join(str(label) for label in Membership.Relation.labels[:4])},
        "relation",
    )


def _activity(text: str) -> str:
    if found := _meanings(Person.Activity, ACTIVITIES).get(_folded(text)):
        return found
    raise Refused(
        _("This is not known. Write one of these: %(words)s.")
        % {"words": ", ".join(map(str, Person.Activity.labels))},
        "activity",
    )


def _folded(text: str) -> str:
    return re.sub(r"[^\w]", "", search_key(text).replace("ๆ", ""))


def _meanings(choices, words: Mapping[str, str]) -> dict[str, str]:
    return _all_meanings(choices.__qualname__, tuple(words.items()), choices)


@cache
def _all_meanings(_name_of_choices: str, words: tuple[tuple[str, str], ...], choices) -> dict[str, str]:
    """Each way of saying a choice, folded: the listed words, and the labels in every language of the site."""
    found = {_folded(word): value for value, listed in words for word in listed.split()}
    for language, _label in settings.LANGUAGES:
        with override(language):
            found |= {_folded(str(choice.label)): choice.value for choice in choices}
    return found
