"""One of everything for the sweeps: the village's map, the screen, the day's list and writing down without a net."""

from welfare.helpdesk import cases, offline
from welfare.models import VillageMap

# A picture that nobody took: its page is there, its file is not.
PICTURE = "private/maps/2026/01/0123456789abcdef01234567.webp"


def build(here, there, people) -> dict:
    """A village with a picture, and a request that waits in it."""
    VillageMap.objects.create(
        community=here, picture=PICTURE, width=800, height=600, credit="ครูแดง", set_by=people["committee"]
    )
    asked = cases.Asked(
        kind="food",
        for_whom="ยายแก้ว ตัวอย่าง",
        place="บ้านเลขที่ 12",
        urgency="today",
        phone="0812345678",
        area="หมู่ 4",
    )
    placed = cases.receive(community=here, asked=asked, key="world-case-on-the-map-1", user=None)
    return {"desk_placed": placed, "offline_mark": offline.mark_of(people["volunteer"])}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    here, case = (w["community"].code,), (w["desk_placed"].code,)
    desk, committee = {"committee", "case_worker"}, {"committee"}
    return {
        "welfare:desk_map": ("GET", desk | {"circle"}, here),
        "welfare:desk_map_file": ("GET", set(), here),
        "welfare:desk_map_picture": ("GET", committee, here),
        "welfare:desk_map_point": ("POST", committee, here),
        "welfare:desk_map_points_clear": ("POST", committee, here),
        "welfare:case_place": ("POST", desk, case),
        "welfare:desk_screen": ("GET", desk, here),
        "welfare:desk_list": ("GET", desk, here),
        "welfare:desk_times": ("GET", committee, here),
        "welfare:desk_times_reset": ("POST", committee, here),
        "welfare:desk_offline": ("GET", desk | {"volunteer"}, here),
        "welfare:desk_offline_send": ("POST", desk | {"volunteer"}, here),
        "welfare:desk_offline_worker": ("GET", desk | {"volunteer"}, here),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    desk, case = f"/desk/{w['community'].code}", f"/desk/case/{w['desk_placed'].code}"
    entry = {
        "kind": "food", "topic": "", "for_whom": "x", "place": "x", "phone": "0812345678", "urgency": "today", "words": "x",
        "area": "x", "key": "0123456789abcdef0123", "mark": w["offline_mark"], "typed_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    spot = {"small.x": "10", "small.y": "10", "across": "", "down": ""}
    times = {
        f"{urgency}_{part}{unit}": "1"
        for urgency in ("danger", "today", "days", "later")
        for part in ("answer", "solve")
        for unit in ("", "_unit")
    }
    return [
        ("volunteer", f"{desk}/offline/send/", entry),
        ("case_worker", f"{case}/place/", spot),
        ("committee", f"{desk}/map/picture/", {"credit": "x"}),
        ("committee", f"{desk}/map/point/", {"where": "18.7, 98.9", **spot}),
        ("committee", f"{desk}/map/points-away/", {}),
        ("committee", f"{desk}/times/", times),
        ("committee", f"{desk}/times/reset/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return [("committee", f"/desk/{w['community'].code}/map/picture/", "village")]
