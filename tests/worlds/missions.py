"""One of everything for the sweeps: missions, shifts and hours."""

import datetime as dt

from django.utils import timezone

from tests import factories
from tests.welfare import missions_builders as make
from welfare.models import Hours, Volunteer
from welfare.volunteering import shifts


def build(here, there, people) -> dict:
    """A mission with a shift to come, hours that wait, and a place that is offered to the volunteer."""
    rows = Volunteer.objects.filter(community=here, user=people["volunteer"])
    own = rows.first() or make.volunteer(here, user=people["volunteer"], name="จิตอาสา ตัวอย่าง")
    other = make.volunteer(here, user=factories.user(name="ชวนเพื่อน ตัวอย่าง"))
    mission = make.mission(here, people["committee"])
    draft = make.mission(here, people["committee"], opens=False)
    shift = mission.shifts.get()
    offered = shifts.offer(shift=make.going(shift, other).shift, volunteer=other, to=own)
    waiting = Hours.objects.create(
        key="world-hours-0001",
        volunteer=own,
        kind="care",
        day=timezone.localdate(),
        minutes=60,
        words="เยี่ยมบ้าน",
    )
    begun = make.move(make.shift(here, people["committee"]), starts_in=-dt.timedelta(minutes=30))
    return {
        "mission": mission,
        "mission_draft": draft,
        "shift": shift,
        "shift_begun": begun,
        "place_offered": offered,
        "came": make.going(begun, other),
        "hours_waiting": waiting,
        "keys": {role: person.pk for role, person in people.items() if person},
    }


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    roles = ("seller", "committee", "treasurer", "officer")
    everyone = {f"{far}{role}" for role in roles for far in ("", "foreign_")}
    everyone |= {"visitor", "outsider", "buyer", "auditor"}
    here, mission, shift = (w["community"].code,), (w["mission"].code,), (w["shift"].pk,)
    centre = {"committee", "case_worker"}
    # Other parts of the world sign more people up; each of them has shifts and hours.
    helpers = set(Volunteer.objects.filter(community=w["community"]).values_list("user", flat=True))
    own = {role for role, key in w["keys"].items() if key in helpers}
    return {
        "welfare:missions": ("GET", everyone, here),
        "welfare:mission": ("GET", everyone, mission),
        "welfare:mission_write": ("GET", centre, here),
        "welfare:mission_edit": ("GET", centre, mission),
        "welfare:shift_add": ("GET", centre, mission),
        "welfare:mission_open": ("POST", centre, (w["mission_draft"].code,)),
        "welfare:mission_done": ("POST", centre, mission),
        "welfare:mission_cancel": ("POST", centre, mission),
        "welfare:mission_call": ("POST", centre, mission),
        "welfare:shift_people": ("GET", centre, shift),
        "welfare:shift_attend": ("POST", centre, (w["shift_begun"].pk,)),
        "welfare:shift_join": ("POST", own, shift),
        "welfare:shift_off": ("POST", own, shift),
        "welfare:shift_offer": ("POST", own, shift),
        "welfare:shift_checkin": ("POST", own, shift),
        "welfare:shift_accept": ("POST", {"volunteer"}, (w["place_offered"].pk,)),
        "welfare:hours_log": ("GET", own, ()),
        "welfare:hours_waiting": ("GET", centre, here),
        "welfare:hours_answer": ("POST", centre, (w["hours_waiting"].code,)),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    here, mission, draft = w["community"].code, w["mission"].code, w["mission_draft"].code
    shift, begun, came = w["shift"].pk, w["shift_begun"].pk, w["came"].pk
    time = {"day": "1/1/2570", "start": "09:00", "end": "12:00", "places": "2"}
    said = {
        "kind": "food", "title": "x", "words": "x", "place": "x", "address": "x", "contact_name": "x",
        "contact_phone": "0812345678", "skills": "1", "course": "1",
    }  # fmt: skip
    hours = {
        "volunteer": "1", "signup": "1", "day": "1/1/2569", "length": "1", "kind": "care", "words": "x", "case": "1",
        "key": "a-key-of-sixteen-1",
    }  # fmt: skip
    return [
        ("committee", f"/missions/{here}/write/", {**said, **time, "opens": "yes"}),
        ("committee", f"/mission/{mission}/edit/", said),
        ("committee", f"/mission/{mission}/shift/", time),
        ("committee", f"/mission/{draft}/open/", {}),
        ("committee", f"/mission/{mission}/call/", {"words": "x"}),
        ("committee", f"/shift/{begun}/attend/", {f"came_{came}": "came", f"length_{came}": "1"}),
        ("volunteer", f"/shift/{shift}/join/", {"anyway": "yes"}),
        ("volunteer", f"/shift/{shift}/offer/", {"to": "1", "back": ""}),
        ("volunteer", f"/shift/{shift}/checkin/", {"code": "1234"}),
        ("volunteer", f"/shift/{shift}/off/", {}),
        ("volunteer", f"/shift/place/{w['place_offered'].pk}/accept/", {"answer": "no", "anyway": "yes"}),
        ("volunteer", "/volunteers/hours/", hours),
        (
            "committee",
            f"/volunteers/hours/{w['hours_waiting'].code}/answer/",
            {"answer": "refuse", "reason": "x"},
        ),
        ("committee", f"/mission/{mission}/cancel/", {"reason": "x"}),
        ("committee", f"/mission/{draft}/done/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return []
