"""One of everything for the sweeps: the small circle."""

from tests import factories
from welfare.helpdesk import cases
from welfare.models import CaseSubject, CircleMember


def build(here, there, people) -> dict:
    """The circle with two members, and a sensitive request that complains about the treasurer."""
    chair = factories.with_role(here, "chair", name="ประธานวง ตัวอย่าง")
    for person in (people["circle"], factories.user(name="วงที่สอง ตัวอย่าง")):
        CircleMember.objects.get_or_create(
            community=here, user=person, until=None, defaults={"added_by": chair}
        )
    asked = cases.Asked(
        kind="fraud", for_whom="ลูกบ้าน ตัวอย่าง", place="บ้านเลขที่ 9", urgency="days", phone="0899999991"
    )
    case = cases.receive(
        community=here, asked=asked, key="world-sensitive-0001", user=None, subjects=[people["treasurer"]]
    )
    other = factories.representative(here, name="ผู้ถูกร้อง ตัวอย่าง")
    CaseSubject.objects.create(case=case, user=other, added_by=people["circle"])
    return {"sensitive": case, "complained": other}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments). The chair, who changes it, is no role of the sweep."""
    here, case, circle = (w["community"].code,), (w["sensitive"].code,), {"circle"}
    return {
        "welfare:circle": ("GET", circle, here),
        "welfare:circle_add": ("POST", set(), here),
        "welfare:circle_end": ("POST", set(), here),
        "welfare:case_subjects": ("GET", circle, case),
        "welfare:case_subject_add": ("POST", circle, case),
        "welfare:case_subject_remove": ("POST", circle, case),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    desk, case = f"/desk/{w['community'].code}", f"/desk/case/{w['sensitive'].code}"
    return [
        ("circle", f"{desk}/circle/add/", {"user": "x"}),
        ("circle", f"{desk}/circle/end/", {"user": "x"}),
        ("circle", f"{case}/about/add/", {"user": w["complained"].code}),
        ("circle", f"{case}/about/remove/", {"user": w["complained"].code}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return []
