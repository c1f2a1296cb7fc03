"""One of everything for the sweeps: the desk: its board, its requests and their steps."""

from io import BytesIO

from PIL import Image

from welfare.helpdesk import cases, files, steps
from welfare.models import CaseFile

STEPS = (
    "sort", "give", "take", "put_back", "tried", "call", "note", "tell", "link", "merge", "unmerge", "close", "reopen",
)  # fmt: skip
IN_HAND = {"put_back", "tried", "call", "note", "tell", "close"}


def build(here, there, people) -> dict:
    """A request that the case worker gave to the volunteer, and another one that waits."""
    asked = cases.Asked(
        kind="ride",
        for_whom="ยายแก้ว ตัวอย่าง",
        place="บ้านเลขที่ 7",
        urgency="today",
        phone="0812345678",
        words="ไปโรงพยาบาล",
    )
    given = cases.receive(community=here, asked=asked, key="world-desk-case-0001", user=None)
    steps.give(case=given, to=people["volunteer"], actor=people["case_worker"], words="รับตอนเก้าโมง")
    waits = cases.receive(community=here, asked=asked, key="world-desk-case-0002", user=people["buyer"])
    kept = CaseFile.objects.create(case=given, kind="photo", path=_picture())
    return {"desk_given": given, "desk_waits": waits, "desk_file": kept}


def _picture() -> str:
    """A photo of one colour, kept as an uploaded one is."""
    image = BytesIO()
    Image.new("RGB", (40, 30), "#0b4a6f").save(image, "PNG")
    image.seek(0)
    return files.take_photo(image).path


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    desk, here, case = {"committee", "case_worker"}, (w["community"].code,), (w["desk_given"].code,)
    everybody = {
        f"{far}{role}" for role in ("seller", "committee", "treasurer", "officer") for far in ("", "foreign_")
    } | {"outsider", "buyer", "auditor"}
    return {
        "welfare:desk": ("GET", desk | {"circle"}, here),
        "welfare:desk_mine": ("GET", everybody, ()),
        "welfare:desk_enter": ("GET", desk | {"volunteer"}, here),
        "welfare:case_file": ("GET", desk | {"volunteer"}, (w["desk_file"].code,)),
        "welfare:case": ("GET", desk | {"volunteer"}, case),
        **{
            f"welfare:case_{step}": ("POST", desk | ({"volunteer"} if step in IN_HAND else set()), case)
            for step in STEPS
        },
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    case = f"/desk/case/{w['desk_waits'].code}"
    told = {
        "kind": "food", "topic": "", "for_whom": "x", "place": "x", "phone": "0812345678", "urgency": "today", "words": "x",
        "area": "x", "channel": "phone", "key": "a-key-of-sixteen-1",
    }  # fmt: skip
    sent = {
        "note": {"words": "x"},
        "tell": {"words": "x"},
        "call": {"when": "day", "day": "1/1/2599", "clock": "09:00", "words": "x"},
        "tried": {},
        "sort": {
            "kind": "safety",
            "topic": "theft",
            "urgency": "days",
            "area": "x",
            "household": "x",
            "words": "x",
        },
        "give": {"to": "1", "words": "x"},
        "link": {"kind": "order", "code": "abcdef34"},
        "merge": {"code": w["desk_given"].code},
        "close": {"outcome": "helped", "words": "x"},
        "reopen": {"words": "x"},
        "put-back": {"words": "x"},
    }
    return [
        ("committee", f"/desk/{w['community'].code}/enter/", told),
        *(("committee", f"{case}/{verb}/", fields) for verb, fields in sent.items()),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return []
