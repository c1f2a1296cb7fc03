"""One of everything for the sweeps: campaigns, statements and shops' shares."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from welfare import shares, statements
from welfare.models import Campaign, CampaignPicture

EVERYONE = {
    "visitor", "outsider", "buyer", "seller", "foreign_seller", "committee", "foreign_committee",
    "treasurer", "foreign_treasurer", "auditor", "officer", "foreign_officer",
}  # fmt: skip
DIGEST = "0123456789abcdef0123456789abcdef"


def build(here, there, people) -> dict:
    """A draft, an open campaign with a picture, one that has ended, and a shop that owes."""
    today = timezone.localdate()
    found = {}
    for status in ("draft", "open", "ended"):
        found[f"campaign_{status}"] = Campaign.objects.create(
            community=here,
            name="หลังคาบ้านป้าคำ",
            story="ลมพัดหลังคาไป",
            goal=Decimal(1000),
            starts_on=today,
            ends_on=today + dt.timedelta(days=30),
            status=status,
            created_by=people["treasurer"],
        )
    CampaignPicture.objects.create(campaign=found["campaign_open"], digest=DIGEST, width=640, height=480)
    shares.owe(
        community=here,
        shop_code="shopowes",
        shop_name="ร้านค้างส่ง",
        amount=Decimal(12),
        order_code="owes1",
        actor=people["seller"],
    )
    return found


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post = "GET", "POST"
    here = w["community"].code
    draft, asking, ended = (w[f"campaign_{status}"].code for status in ("draft", "open", "ended"))
    committee, readers, keepers = {"committee"}, {"committee", "treasurer", "auditor"}, {"treasurer"}
    month = statements.month_key(timezone.localdate())
    return {
        "welfare:statement": (get, EVERYONE, (here, month)),
        "welfare:follow": (get, EVERYONE, (here,)),
        "welfare:campaigns": (get, EVERYONE, (here,)),
        "welfare:campaign": (get, EVERYONE, (asking,)),
        "welfare:campaign_new": (get, committee, (here,)),
        "welfare:campaign_desk": (get, committee, (asking,)),
        "welfare:campaign_change": (get, committee, (draft,)),
        "welfare:campaign_open": (post, committee, (draft,)),
        "welfare:campaign_end": (post, committee, (asking,)),
        "welfare:campaign_settle": (post, committee, (ended,)),
        "welfare:campaign_picture_add": (post, committee, (asking,)),
        "welfare:campaign_picture_remove": (post, committee, (asking, DIGEST)),
        "welfare:campaign_news": (post, committee, (asking,)),
        "welfare:shares": (get, readers, (here,)),
        "welfare:share_statement": (get, readers, (here, "shopowes")),
        "welfare:share_statement_csv": (get, readers, (here, "shopowes")),
        "welfare:share_remind": (post, keepers, (here, "shopowes")),
        "welfare:share_write_off": (post, keepers, (here, "shopowes")),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    here = w["community"].code
    draft, asking, ended = (w[f"campaign_{status}"].code for status in ("draft", "open", "ended"))
    promises = {
        "name": "หลังคา",
        "story": "ลมพัดหลังคาไป",
        "goal": "1000",
        "starts_on": "1/11/2569",
        "ends_on": "31/12/2570",
        "leftover": "fund",
        "leftover_campaign": "",
    }
    return [
        ("committee", f"/fund/{here}/campaigns/new/", promises),
        ("committee", f"/campaigns/{draft}/change/", promises),
        ("committee", f"/campaigns/{asking}/news/", {"words": "ซื้อแล้ว", "entry": ""}),
        ("committee", f"/campaigns/{asking}/pictures/add/", {"alt": "หลังคา"}),
        ("committee", f"/campaigns/{ended}/settle/", {"reason": "ซ่อมเสร็จ"}),
        ("treasurer", f"/fund/{here}/shares/shopowes/write-off/", {"amount": "1", "reason": "ร้านปิด"}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken: public pictures."""
    asking = w["campaign_open"].code
    return [
        ("committee", f"/campaigns/{asking}/pictures/add/", "photo"),
        ("committee", f"/campaigns/{asking}/news/", "photo"),
    ]
