"""One of everything for the sweeps: asking the centre for help and following it."""

from welfare.helpdesk import cases


def build(here, there, people) -> dict:
    """A request to the centre that somebody sent without an account."""
    asked = cases.Asked(
        kind="food",
        for_whom="ยายแก้ว ตัวอย่าง",
        place="บ้านเลขที่ 12 ใกล้วัด",
        urgency="today",
        phone="0812345678",
        words="ไม่มีข้าว",
    )
    case = cases.receive(community=here, asked=asked, key="world-case-asked-1", user=None)
    return {"case_asked": case}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    everyone = {
        f"{far}{role}" for role in ("seller", "committee", "treasurer", "officer") for far in ("", "foreign_")
    } | {"visitor", "outsider", "buyer", "auditor"}
    here, asked = (w["community"].code,), (w["case_asked"].code,)
    return {
        "welfare:case_ask": ("GET", everyone, here),
        "welfare:case_form": ("GET", everyone, here),
        "welfare:case_follow": ("GET", everyone, asked),
        "welfare:case_files": ("POST", everyone, asked),
        "welfare:case_not_solved": ("POST", everyone, asked),
        "welfare:case_withdraw": ("POST", everyone, asked),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    follow = f"/help/follow/{w['case_asked'].code}"
    asked = {
        "kind": "other",
        "topic": "stranger",
        "hidden_from": "1",
        "who": "else",
        "for_whom": "x",
        "place": "x",
        "urgency": "today",
        "phone": "0812345678",
        "words": "x",
        "latitude": "19.1",
        "longitude": "99.9",
        "puzzle": "x",
        "answer": "1",
        "key": "a-key-of-sixteen-2",
    }
    return [
        ("visitor", f"/help/{w['community'].code}/ask/", asked),
        ("buyer", f"/help/{w['community'].code}/ask/?about=order:{w['order'].code}", asked),
        ("visitor", f"{follow}/files/", {"photos": "x", "voice": "x"}),
        ("visitor", f"{follow}/not-solved/", {"words": "x"}),
        ("visitor", f"{follow}/withdraw/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    follow, ask = f"/help/follow/{w['case_asked'].code}/files/", f"/help/{w['community'].code}/ask/"
    return [
        ("visitor", follow, "photos"),
        ("visitor", follow, "voice"),
        ("visitor", ask, "photos"),
        ("visitor", ask, "voice"),
    ]
