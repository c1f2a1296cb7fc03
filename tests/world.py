"""Two communities side by side, with one of everything that has an address, for sweeps over pages and roles."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from households import agreements
from households.models import (
    Agreement,
    Household,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Notice,
    Person,
    User,
)
from market import orders
from market.models import ListingPicture, ShopPicture
from tests import factories
from welfare import shares, slips
from welfare.models import Fund

DIGEST = "0123456789abcdef0123456789abcdef"


@dataclass
class World:
    """People by role, and objects that belong to the seller's household in the first community."""

    people: dict[str, User | None] = field(default_factory=dict)
    arguments: dict[str, object] = field(default_factory=dict)


def build() -> World:
    """Make it. The people named `foreign_…` hold the same roles in the other community."""
    here = factories.community(name="ชุมชนบ้านสวน", code="bansuan", share_percent=2)
    there = factories.community(name="ชุมชนไกล", code="faraway", share_percent=2)
    people = {
        "visitor": None,
        "outsider": factories.user(name="คนนอก ตัวอย่าง"),
        "buyer": factories.representative(here, name="สมใจ ตัวอย่าง"),
        "seller": factories.representative(here, name="บุญ ใจดี"),
        "foreign_seller": factories.representative(there, name="ไกล ตัวอย่าง"),
        "committee": factories.with_role(here, "committee", name="มะลิ ตัวอย่าง"),
        "foreign_committee": factories.with_role(there, "committee", name="มะลิวัลย์ ตัวอย่าง"),
        "treasurer": factories.with_role(here, "treasurer", name="ประเสริฐ ตัวอย่าง"),
        "foreign_treasurer": factories.with_role(there, "treasurer", name="ประสิทธิ์ ตัวอย่าง"),
        "officer": factories.officer(here.municipality, name="วิชัย ตัวอย่าง"),
        "foreign_officer": factories.officer(there.municipality, name="วินัย ตัวอย่าง"),
    }
    factories.shop(people["foreign_seller"], name="ร้านไกล")
    return World(people, {**_texts(here, people), **_trade(people), **_home(people)})


def _texts(here, people) -> dict:
    for kind in Agreement.Kind.values:
        agreements.publish(
            kind=kind, community=None, summary="สั้น", body="ยาว", adopted="ประชุม", actor=people["committee"]
        )
    for person in people.values():
        for kind in Agreement.Kind.values if person else ():
            agreements.accept(user=person, version=agreements.current(kind), recorded_by=person)
    Fund.objects.update_or_create(
        community=here, defaults={"promptpay_id": "0812223333", "receiver_name": "กองทุนบ้านสวน"}
    )
    return {"community": here}


def _trade(people) -> dict:
    seller, buyer = people["seller"], people["buyer"]
    shop = factories.shop(seller, name="ครัวยายบุญ", verified_at=timezone.now())
    listing = factories.listing(shop, name="น้ำพริกหนุ่ม", price="45", stock="20")
    ShopPicture.objects.create(shop=shop, digest=DIGEST, width=640, height=480)
    ListingPicture.objects.create(listing=listing, digest=DIGEST, width=640, height=480)
    order = factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")
    shown = orders.show_slip(order=order, bank="014", reference="0123456789ABCDEF", actor=buyer)
    shares.owe(
        community=shop.community,
        shop_code=shop.code,
        shop_name=shop.name,
        amount=Decimal("1.80"),
        order_code="earlier1",
        actor=seller,
    )
    slip = slips.show(bank="014", reference="FEDCBA9876543210", document="share", user=seller)
    payment = shares.send_payment(
        community=shop.community,
        shop_code=shop.code,
        shop_name=shop.name,
        amount=Decimal("1.80"),
        slip=slip,
        user=seller,
    )
    return {
        "shop": shop,
        "listing": listing,
        "order": order,
        "shown": shown,
        "slip": slip,
        "payment": payment,
    }


def _home(people) -> dict:
    home = Household.objects.of_member(people["seller"]).get()
    asking = Membership.objects.create(
        person=Person.objects.create(name="ขอเข้า ตัวอย่าง", user=factories.user(name="ขอเข้า ตัวอย่าง")),
        household=home,
    )
    member = Membership.objects.get(person__user=factories.member(home, name="ลูก ใจดี"))
    month = timezone.localdate().replace(day=1)
    IncomeProposal.objects.create(
        household=home, community=home.community, month=month, gross=Decimal(90), document="order x", key="x"
    )
    record = IncomeRecord.objects.create(
        household=home,
        community=home.community,
        month=(month - datetime.timedelta(days=1)).replace(day=1),
        source="wage",
        gross=Decimal(5000),
        recorded_by=people["seller"],
    )
    notice = Notice.objects.create(user=people["seller"], text="ข่าว", url="/inbox/")
    return {
        "home": home,
        "asking": asking,
        "member": member,
        "record": record,
        "notice": notice,
        "month": month,
    }
