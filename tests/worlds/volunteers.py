"""One of everything for the sweeps: volunteers, what they can do, and who looks after them."""

from welfare.models import Skill
from welfare.volunteering import volunteers

SAID = {"kind": "person", "name": "สมใจ ตัวอย่าง", "phone": "0812345678"}


def build(here, there, people) -> dict:
    """A skill that needs a look, and the buyer as a volunteer who has it."""
    skill = Skill.objects.create(community=here, name="พยาบาล", needs_check=True)
    offer = volunteers.Offer(**SAID, skills=[skill])
    one = volunteers.join(user=people["buyer"], community=here, offer=offer, consented=True)
    return {"skill": skill, "helper": one}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    roles = ("seller", "committee", "treasurer", "officer")
    known = {f"{far}{role}" for role in roles for far in ("", "foreign_")} | {"outsider", "buyer", "auditor"}
    here, helper, skill = (w["community"].code,), (w["helper"].code,), (w["skill"].pk,)
    own, office, centre = {"buyer"}, {"committee"}, {"committee", "case_worker"}
    return {
        "welfare:volunteers": ("GET", known | {"visitor"}, here),
        "welfare:volunteer_join": ("GET", known, here),
        "welfare:volunteer_me": ("GET", known, ()),
        "welfare:volunteer_edit": ("GET", own, helper),
        "welfare:volunteer_pause": ("POST", own, helper),
        "welfare:volunteer_back": ("POST", own, helper),
        "welfare:volunteer_leave": ("POST", own, helper),
        "welfare:volunteer_office": ("GET", centre, here),
        "welfare:volunteer": ("GET", centre, helper),
        "welfare:volunteer_check": ("POST", office, (*helper, *skill)),
        "welfare:volunteer_uncheck": ("POST", office, (*helper, *skill)),
        "welfare:volunteer_trust": ("POST", office, helper),
        "welfare:volunteer_trust_end": ("POST", office, helper),
        "welfare:skills": ("GET", office, here),
        "welfare:skill_add": ("POST", office, here),
        "welfare:skills_usual": ("POST", office, here),
        "welfare:skill_edit": ("POST", office, skill),
        "welfare:skill_retire": ("POST", office, skill),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    here, helper, skill = w["community"].code, w["helper"].code, w["skill"].pk
    said = {
        **SAID, "people": "1", "can": str(skill), "brings": "x", "area": "x", "times": "sat-morning", "words": "x",
    }  # fmt: skip
    listed = {"name": "x", "needs_check": "on"}
    return [
        ("outsider", f"/volunteers/{here}/join/", {**said, "consent": "on"}),
        ("buyer", f"/volunteers/me/{helper}/edit/", said),
        ("buyer", f"/volunteers/me/{helper}/pause/", {}),
        ("buyer", f"/volunteers/me/{helper}/back/", {}),
        ("committee", f"/volunteers/{here}/skills/add/", {**listed, "kind": "skill"}),
        ("committee", f"/volunteers/{here}/skills/usual/", {}),
        ("committee", f"/volunteers/skill/{skill}/edit/", listed),
        ("committee", f"/volunteers/skill/{skill}/retire/", {"offer": "yes"}),
        ("committee", f"/volunteer/{helper}/check/{skill}/", {}),
        ("committee", f"/volunteer/{helper}/uncheck/{skill}/", {}),
        ("committee", f"/volunteer/{helper}/trust/", {}),
        ("committee", f"/volunteer/{helper}/trust/end/", {}),
        ("buyer", f"/volunteers/me/{helper}/leave/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return []
