"""Titles before Thai names: kept as written, and what they say about the sex."""

import re

from lib.thai import normalise

# Longest first, so that นางสาว is not taken for นาง.
FEMALE_TITLES = [
    "นางสาว", "น.ส.", "น.ส", "นส.", "นาง", "เด็กหญิง", "ด.ญ.", "ด.ญ", "ดญ.", "แม่ชี", "Mrs.", "Mrs", "Miss", "Ms.", "Ms",
]  # fmt: skip
MALE_TITLES = [
    "นาย", "เด็กชาย", "ด.ช.", "ด.ช", "ดช.", "สามเณร", "พระภิกษุ", "พระครู", "พระมหา", "พระอธิการ", "พระ", "Mr.", "Mr",
]  # fmt: skip
RANKS = [
    "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ ร้อยตรี", "ว่าที่", "หม่อมราชวงศ์", "หม่อมหลวง", "ศาสตราจารย์", "นายแพทย์", "แพทย์หญิง",
    "ดอกเตอร์", "พลทหาร", "จ่าสิบเอก", "จ่าสิบโท", "จ่าสิบตรี", "สิบเอก", "สิบโท", "สิบตรี", "ร้อยเอก", "ร้อยโท", "ร้อยตรี",
    "พันเอก", "พันโท", "พันตรี", "ดาบตำรวจ", "คุณ", "Dr.", "Dr",
    "นพ.", "พญ.", "ทพ.", "ดร.", "ผศ.", "รศ.", "พลฯ",
]  # fmt: skip
# These are titles only before a space: they also begin given names (คุณวุฒิ, พระพาย, น.สมศรี, Missara).
BEFORE_SPACE = {"คุณ", "พระ", "ว่าที่", "น.ส", "ด.ช", "ด.ญ", "Mr", "Mrs", "Ms", "Miss", "Dr"}
# ร.ต.อ., จ.ส.อ., ม.ร.ว.: two or more dotted letters, with หญิง for women of a rank. One letter may be an initial.
DOTTED = r"(?:[ก-ฮ]{1,3}\.\s?){2,5}(?:หญิง)?"


def _title_pattern() -> re.Pattern:
    titles = sorted({*FEMALE_TITLES, *MALE_TITLES, *RANKS}, key=len, reverse=True)
    words = [re.escape(title) + (r"(?=\s|$)" if title in BEFORE_SPACE else "") for title in titles]
    # What follows must be able to begin a name: no vowel that hangs on the letter before it (นายิกา).
    return re.compile(f"(?:{'|'.join([DOTTED, *words])})(?![ะ-ฺๅ็-๎])\\s*", re.IGNORECASE)


TITLE = _title_pattern()


def split_name(text: str) -> tuple[str, str]:
    """The title, as written, and the name without it: "นางสาวสมศรี  ตัวอย่าง" gives ("นางสาว", "สมศรี ตัวอย่าง").

    Several titles stay together ("ว่าที่ ร.ต. ดร."). Without one the first is "".
    """
    name = normalise(text)
    end = 0
    while match := TITLE.match(name, end):
        end = match.end()
        if _title(match[0]) in {*map(_title, FEMALE_TITLES), *map(_title, MALE_TITLES)}:
            break
    return name[:end].strip(), name[end:].strip()


def sex_of_title(text: str) -> str:
    """ "female" or "male" when `text` is or begins with a title that tells, else ""."""
    title, _name = split_name(text)
    known = _title(title)
    if known in map(_title, FEMALE_TITLES) or known.endswith("หญิง"):
        return "female"
    return "male" if known in map(_title, MALE_TITLES) else ""


def _title(text: str) -> str:
    return re.sub(r"[.\s]", "", text).lower()
