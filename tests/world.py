"""Two communities side by side, with one of everything that has an address, for sweeps over pages and roles."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from households import agreements, merges, prices, programmes
from households.imports import background
from households.models import (
    Agreement,
    Household,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Notice,
    Person,
    RegisterImport,
    ReportEdition,
    Situation,
    User,
    VerificationSample,
)
from households.reports import figures
from households.reports.inputs import gather
from households.reports.places import Parameters, Period, Place
from market import orders
from market.models import ListingPicture, ShopPicture
from tests import factories
from tests.worlds import PARTS
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
        "auditor": factories.with_role(here, "auditor", name="สมศักดิ์ ตัวอย่าง"),
        "officer": factories.officer(here.municipality, name="วิชัย ตัวอย่าง"),
        "foreign_officer": factories.officer(there.municipality, name="วินัย ตัวอย่าง"),
    }
    factories.shop(people["foreign_seller"], name="ร้านไกล")
    arguments = _texts(here, people)
    for part in PARTS:
        arguments |= part.build(here, there, people)
    return World(
        people,
        {
            **arguments,
            **_trade(people),
            **_home(people),
            **_twice(here, people),
            **_table(here, people),
            **_programme(here, people),
            **_report(here, people),
        },
    )


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


def _table(here, people) -> dict:
    """A checked table: row 2 is wrong, row 3 may be entered."""
    batch = RegisterImport.objects.create(
        community=here,
        file_name="people.csv",
        status=RegisterImport.Status.CHECKING,
        heads=["บ้านเลขที่", "ชื่อ"],
        columns={"house_number": 0, "name": 1},
        rows_total=2,
        counts={"run": 1},
        uploaded_by=people["committee"],
    )
    batch.rows.create(number=2, cells=["", "สมหมาย ตัวอย่าง"])
    batch.rows.create(number=3, cells=["88", "สมปอง ตัวอย่าง"])
    background.check(batch.pk, run=1)
    return {"import": (here.code, batch.code)}


def _twice(here, people) -> dict:
    """Two people and two households that were entered twice, and two people who are joined already."""
    homes = [factories.household(here, name="บ้านซ้ำ ตัวอย่าง") for _number in range(2)]
    entries = [Person.objects.create(name="ซ้ำ ตัวอย่าง") for _number in range(4)]
    for place, person in enumerate(entries):
        Membership.objects.create(person=person, household=homes[place % 2], status="active")
    merge = merges.join_people(kept=entries[2], gone=entries[3], actor=people["committee"])
    return {
        "twins": (entries[0].code, entries[1].code),
        "twin_homes": (homes[0].code, homes[1].code),
        "merge": merge,
    }


def _programme(here, people) -> dict:
    """A programme with a baseline, a household to visit, and a price index."""
    officer, month = people["officer"], datetime.date(2025, 7, 1)
    programme = programmes.create(
        municipality=here.municipality, community=here, name="ตลาดนัด", about="", actor=officer
    )
    programmes.add_round(programme=programme, first_month=month, last_month=month, actor=officer)
    sample = VerificationSample.objects.create(
        community=here, month=month, population=2, size=1, seed=7, drawn_by=people["committee"]
    )
    visit = sample.visits.create(
        household=Household.objects.of_member(people["buyer"]).get(), reported=Decimal(4000)
    )
    table = prices.save(
        municipality=here.municipality,
        source="กระทรวงพาณิชย์",
        base_year=2023,
        prices={month: Decimal("100.5")},
        actor=officer,
    )
    return {"programme": programme, "visit": visit, "prices": table}


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
    left = Membership.objects.create(
        person=Person.objects.create(name="ย้ายไป ตัวอย่าง"), household=home, status="left", end_reason="away"
    )
    unseen = Membership.objects.create(
        person=Person.objects.create(name="เพิ่มใหม่ ตัวอย่าง"), household=home, status="active", needs_check=True
    )
    need = Situation.objects.create(
        person=member.person, kind="single_parent", source="self", recorded_by=people["seller"]
    )
    notice = Notice.objects.create(user=people["seller"], text="ข่าว", url="/inbox/")
    return {
        "home": home,
        "asking": asking,
        "member": member,
        "left": left,
        "unseen": unseen,
        "need": need,
        "record": record,
        "notice": notice,
        "month": month,
    }


def _report(here, people) -> dict:
    """A published report for officers and committees, of nobody yet."""
    quarter = Period(datetime.date(2026, 7, 1), datetime.date(2026, 9, 1))
    parameters = Parameters(
        place=Place(here.municipality, here),
        kind="quarter",
        baseline=Period(datetime.date(2025, 7, 1), datetime.date(2025, 9, 1)),
        followup=quarter,
    )
    inputs = gather(parameters)
    edition = ReportEdition.objects.create(
        municipality=here.municipality,
        community=here,
        title="รายได้ ไตรมาส 4/2569",
        audience="officers",
        parameters=parameters.as_json(),
        result=figures.work_out(inputs, parameters.as_json()),
        inputs=inputs.as_json(),
        method=figures.METHOD,
        published_by=people["committee"],
    )
    return {"edition": edition}
