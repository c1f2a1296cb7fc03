"""One of everything for the sweeps: goods and purchases."""

from decimal import Decimal

from tests import factories
from tests.welfare import goods_builders as make
from welfare import stock

READERS = {"committee", "treasurer", "auditor"}
KEEPERS = {"committee", "treasurer"}


def build(here, there, people) -> dict:
    """Objects by the name under which `rows` uses them."""
    committee = people["committee"]
    store, rice = make.hall(committee, here), make.rice(committee, here, low_below="60")
    make.hall(committee, here, "วัด")
    lot = make.lot(committee, store, rice, "50", days=20)
    request = make.request(here, factories.household(here, name="บ้านหิวข้าว"))
    moves = stock.give_out(request=request, wanted={rice: Decimal(5)}, key="world", actor=committee)
    bought = make.purchase(committee, here)
    return {
        "store": store,
        "lot": lot,
        "goods_request": request,
        "lot_move": moves[0],
        "purchase": bought,
        "quote": make.quote(committee, bought),
    }


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    here, lot, bought = (w["community"].code,), (w["lot"].code,), (w["purchase"].code,)
    return {
        "welfare:goods": ("GET", READERS, here),
        "welfare:goods_receive": ("GET", {"committee"}, here),
        "welfare:goods_give": ("GET", {"committee"}, here),
        "welfare:goods_count": ("GET", KEEPERS, here),
        "welfare:goods_out": ("GET", {"committee"}, (w["goods_request"].code,)),
        "welfare:lots": ("GET", READERS, here),
        "welfare:lot": ("GET", READERS, lot),
        "welfare:lot_move": ("POST", {"committee"}, lot),
        "welfare:lot_spoil": ("POST", {"committee"}, lot),
        "welfare:lot_back": ("POST", {"committee"}, (w["lot_move"].pk,)),
        "welfare:stores": ("GET", {"committee"}, here),
        "welfare:store_add": ("POST", {"committee"}, here),
        "welfare:goods_kind_add": ("POST", {"committee"}, here),
        "welfare:goods_kind_low": ("POST", {"committee"}, (w["lot"].kind.code,)),
        "welfare:store_switch": ("POST", {"committee"}, (w["store"].code,)),
        "welfare:purchases": ("GET", READERS, here),
        "welfare:purchase_ask": ("GET", KEEPERS, here),
        "welfare:purchase": ("GET", READERS, bought),
        "welfare:purchase_quote": ("POST", KEEPERS, bought),
        "welfare:purchase_order": ("POST", {"committee"}, (*bought, w["quote"].code)),
        "welfare:purchase_receive": ("POST", KEEPERS, bought),
        "welfare:purchase_pay": ("POST", {"treasurer"}, bought),
        "welfare:purchase_cancel": ("POST", {"committee"}, bought),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, what is sent) for odd numbers, dates and texts in every field."""
    fund, lot = f"/fund/{w['community'].code}", w["lot"]
    bought, kind = f"/purchases/{w['purchase'].code}", lot.kind
    came = {
        "key": "x", "kind": kind.pk, "quantity": "1", "store": lot.store_id, "origin": "given", "giver": "x",
        "is_anonymous": "on", "worth": "1", "expires_on": "1/1/2599", "received_on": "1/1/2569",
    }  # fmt: skip
    loss = {"key": "x", "quantity": "1", "reason": "x"}
    arrival = {
        "words": "x",
        "kind": kind.pk,
        "quantity": "1",
        "store": lot.store_id,
        "expires_on": "1/1/2599",
    }
    return [
        ("committee", f"{fund}/goods/receive/", came),
        ("committee", f"{fund}/goods/count/", {f"lot-{lot.code}": "1", "reason": "x"}),
        ("committee", f"{fund}/goods/places/store/", {"name": "x"}),
        ("committee", f"{fund}/goods/places/kind/", {"name": "x", "unit": "x", "low_below": "1"}),
        ("committee", f"/store/kinds/{kind.code}/low/", {"low_below": "1"}),
        ("committee", f"/store/requests/{w['goods_request'].code}/", {"key": "x", f"kind-{kind.code}": "1", "store": lot.store_id}),
        ("committee", f"/store/lots/{lot.code}/move/", {"key": "x", "store": lot.store_id, "quantity": "1"}),
        ("committee", f"/store/lots/{lot.code}/spoiled/", loss),
        ("committee", f"/store/moves/{w['lot_move'].pk}/back/", loss),
        ("committee", f"{fund}/purchases/ask/", {"key": "x", "what": "x", "why": "x", "estimate": "1", "campaign": "1"}),
        ("committee", f"{bought}/offer/", {"seller": "x", "amount": "1", "words": "x", "taken": "x"}),
        ("committee", f"{bought}/order/{w['quote'].code}/", {"reason": "x"}),
        ("committee", f"{bought}/receive/", {**arrival, "taken": "x"}),
        ("treasurer", f"{bought}/pay/", {"amount": "1", "way": "bank", "taken": "x"}),
        ("committee", f"{bought}/cancel/", {"reason": "x"}),
    ]  # fmt: skip


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    bought = f"/purchases/{w['purchase'].code}"
    return [
        ("committee", f"{bought}/offer/", "picture"),
        ("committee", f"{bought}/receive/", "picture"),
        ("treasurer", f"{bought}/pay/", "picture"),
    ]
