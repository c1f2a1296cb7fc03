"""One of everything for the sweeps: donations, receipts and matching money."""

from tests.welfare.gifts_builders import arrived, pledged, promise, sent
from welfare.models import Fund


def build(here, there, people) -> dict:
    """Objects by the name under which `rows` uses them."""
    Fund.objects.update_or_create(
        community=here, defaults={"promptpay_id": "0812223333", "receiver_name": "กองทุนบ้านสวน"}
    )
    told = arrived(here, people["treasurer"], name="ผู้ให้ ตัวอย่าง")
    return {
        "gift": promise(here, name="ผู้ให้ ตัวอย่าง"),
        "gift_sent": sent(here, name="ผู้ให้ ตัวอย่าง"),
        "receipt": told.transfer.receipt,
        "matching": pledged(here, people["treasurer"]),
    }


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post, treasurer = "GET", "POST", {"treasurer"}
    everyone = {"visitor", "outsider", "buyer", "seller", "foreign_seller", "committee", "foreign_committee", "treasurer",
                "foreign_treasurer", "auditor", "officer", "foreign_officer"}  # fmt: skip
    here, gift, sent_gift = w["community"].code, w["gift"].code, w["gift_sent"].code
    receipt, pledge = w["receipt"].code, w["matching"].code
    return {
        "welfare:give": (get, everyone, (here,)),
        "welfare:donation": (get, everyone, (gift,)),
        "welfare:donation_slip": (post, everyone, (gift,)),
        "welfare:donation_cash": (post, everyone, (gift,)),
        "welfare:donation_qr": (get, everyone, (gift,)),
        "welfare:donations": (get, treasurer, (here,)),
        "welfare:donation_record": (get, treasurer, (here,)),
        "welfare:donation_check": (get, treasurer, (here, sent_gift)),
        "welfare:donation_confirm": (post, treasurer, (here, sent_gift)),
        "welfare:donation_not_found": (post, treasurer, (here, sent_gift)),
        "welfare:receipt": (get, everyone, (receipt,)),
        "welfare:receipt_cancel": (get, {"treasurer", "committee"}, (receipt,)),
        "welfare:receipts": (get, {"treasurer", "auditor"}, (here,)),
        "welfare:receipts_csv": (get, {"treasurer", "auditor"}, (here,)),
        "welfare:matching": (get, treasurer, (here,)),
        "welfare:matching_source": (post, treasurer, (here,)),
        "welfare:matching_pledge": (post, treasurer, (here,)),
        "welfare:matching_one": (get, treasurer, (here, pledge)),
        "welfare:matching_arrived": (post, treasurer, (here, pledge)),
        "welfare:matching_given_up": (post, treasurer, (here, pledge)),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    fund, gift, receipt = f"/fund/{w['community'].code}", w["gift"].code, w["receipt"].code
    check, pledge = (
        f"{fund}/donations/{w['gift_sent'].code}",
        f"{fund}/matching/promises/{w['matching'].code}",
    )
    giver = {"giver": "person", "name": "x", "address": "x", "tax_id": "1", "shows_name": "on", "key": "k"}
    promised = {"source": w["matching"].source.pk, "amount": "1", "document": "x"}
    return [
        ("visitor", f"{fund}/give/", {**giver, "choice": "100", "other": "1"}),
        ("visitor", f"/gifts/{gift}/slip/", {"bank": "014", "reference": "x", "taken": "x"}),
        ("visitor", f"/gifts/{gift}/cash/", {}),
        ("treasurer", f"{fund}/donations/new/", {**giver, "amount": "1", "way": "cash", "on": "1/1/2569", "campaign": "1"}),
        ("treasurer", f"{check}/confirm/", {"amount": "1", "on": "1/1/2569"}),
        ("treasurer", f"{check}/not-found/", {"reason": "x"}),
        ("committee", f"/receipts/{receipt}/take-back/", {"reason": "x"}),
        ("treasurer", f"{fund}/matching/sources/", {"name": "x", "kind": "local"}),
        ("treasurer", f"{fund}/matching/promises/", {**promised, "pledged_on": "1/1/2569", "due_on": "1/2/2569"}),
        ("treasurer", f"{pledge}/arrived/", {"amount": "1", "on": "1/2/2569", "key": "k"}),
        ("treasurer", f"{pledge}/given-up/", {"reason": "x"}),
    ]  # fmt: skip


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return [("seller", f"/gifts/{w['gift'].code}/slip/", "picture")]
