"""After a name was removed its bytes are nowhere: in the database and its journal, in pictures, in memory.

On SQLite the file itself is read. On PostgreSQL every text of every table is: what dead rows leave goes with VACUUM,
which `manage.py retention` runs.
"""

import io
import json
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from PIL import Image

from households import agreements, consents, entrycodes, erasures, memberships, notices, situations
from households.models import (
    Consent,
    Household,
    IncomeRecord,
    Membership,
    Notice,
    Person,
    RegisterImport,
    User,
)
from lib import pictures
from market import orders
from market.models import ShopPicture
from tests import factories
from welfare import slips

NAME, PHONE, EMAIL = "วิไลลักษณ์ ทดสอบลบ", "0865551234", "wilailak.gone@example.com"
WRITTEN = [NAME, PHONE, "086-555-1234", EMAIL, "U4af4980629wilai", "หนองจอกซอยสาม"]
# As UTF-8, and as JSON writes letters that are not English.
NEEDLES = [form for text in WRITTEN for form in {text.encode(), json.dumps(text)[1:-1].encode()}]


def picture(colour):
    content = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(content, "JPEG")
    return SimpleUploadedFile("x.jpg", content.getvalue(), "image/jpeg")


def database_bytes() -> bytes:
    """The database as it lies on the disk, or every text in it."""
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        return b"".join(
            file.read_bytes()
            for ending in ("", "-wal", "-journal")
            if (file := Path(f"{path}{ending}")).exists()
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables ORDER BY relname")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows).encode()


def media_bytes() -> dict[str, bytes]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.webp")}


def found(content: bytes) -> list[str]:
    return sorted({needle.decode() for needle in NEEDLES if needle in content})


@pytest.fixture
def on_disk(request, tmp_path, settings, django_db_setup, django_db_blocker):
    """A database in a file with the settings of the real one (on PostgreSQL the tests' own); media of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    if connection.vendor != "sqlite":
        yield request.getfixturevalue("db")
        return
    with django_db_blocker.unblock():
        usual, file = connections["default"], tmp_path / "site.sqlite3"
        with usual.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        connections["default"] = type(usual)({**usual.settings_dict, "NAME": str(file)}, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = usual


@pytest.fixture
def remove(traces, django_capture_on_commit_callbacks):
    """Remove the name, with all that follows after the commit."""
    committee, person = traces

    def do():
        with django_capture_on_commit_callbacks(execute=True):
            erasures.carry_out(person=person, actor=committee, reason="ขอเอง")

    return do


@pytest.fixture
def traces(on_disk, client):
    """Somebody whose name, phone, e-mail and address stand in every place where the site lets people write."""
    place = factories.community(name="ชุมชนบ้านสวน", code="bansuan", share_percent=2)
    committee = factories.with_role(place, "committee", name="มะลิ ตัวอย่าง")
    privacy = agreements.publish(
        kind="privacy", community=None, summary="ก", body="ข", adopted="", actor=committee
    )
    user = factories.user(name=NAME, email=EMAIL, phone=PHONE)
    home = memberships.create_household(
        community=place, name=f"บ้าน{NAME}", house_number="9/9", address="หนองจอกซอยสาม", user=user
    )
    person = Person.objects.get(user=user)
    person.phone, person.occupation = PHONE, "ช่างทอผ้า"
    person.save()
    seat = Membership.objects.get(person=person)
    agreements.accept(user=user, version=privacy, recorded_by=user)
    consents.answer(
        person=person, purpose="income", is_given=True, way="paper", recorded_by=committee, given_by=NAME
    )
    situations.add(
        membership=seat, kind="chronic", source="self", since=seat.since, actor=committee, has_consented=True
    )
    SocialAccount.objects.create(
        user=user, provider="line", uid="U4af4980629wilai", extra_data={"displayName": NAME}
    )
    entrycodes.issue(user=user, actor=committee)
    notices.send(to=committee, text=f"{NAME} โทร 086-555-1234", url="/inbox/")
    IncomeRecord.objects.create(
        household=home, community=place, month="2026-01-01", source="wage", gross=5000, note=f"{NAME} บอก",
        evidence="สมุดบัญชี", recorded_by=user,
    )  # fmt: skip
    batch = RegisterImport.objects.create(community=place, file_name="x.xlsx", uploaded_by=committee)
    batch.rows.create(
        number=2, cells=[NAME, PHONE], fields={"name": NAME, "phone": PHONE}, same_person=person
    )
    _trade(place, user, person)
    client.force_login(user)
    client.get("/household/")
    Notice.objects.create(user=committee, text=f"{EMAIL} เขียนมา")
    return committee, person


def _trade(place, user, person):
    """An order delivered to the house, cancelled with words, and a slip with a picture; a shop with a face."""
    seller = factories.representative(place, name="ผู้ขาย ตัวอย่าง")
    shop = factories.shop(seller, name="ร้านข้าง ๆ")
    item = factories.listing(shop, name="น้ำพริกหนุ่ม")
    own = factories.shop(user, name=f"ผ้าทอ {NAME}", phone=PHONE, promptpay_id=PHONE, receiver_name=NAME)
    made = pictures.renditions(picture("red"))
    pictures.store(made)
    ShopPicture.objects.create(shop=own, digest=made.digest, width=made.width, height=made.height, alt=NAME)
    bought = factories.order(
        user, factories.wish(item), method="delivery", place="หนองจอกซอยสาม", note=f"โทร {PHONE}"
    )
    orders.cancel(order=bought, actor=user, reason=f"{NAME} ไม่ว่าง")
    taken = slips.take(picture("blue"))
    slips.show(bank="014", reference="0123456789ABCDEF", picture=taken.path, document="share", user=user)


def test_no_byte_is_left(traces, remove):
    _committee, person = traces
    before = found(database_bytes())
    assert len(media_bytes()) == 4
    assert set(WRITTEN) <= set(before)

    remove()

    assert found(database_bytes()) == []
    assert media_bytes() == {}
    assert not EmailAddress.objects.filter(email=EMAIL).exists()
    assert User.objects.get(pk=person.user_id).name == "ผู้ใช้ที่ลบชื่อแล้ว"
    assert Household.objects.filter(memberships__person=person).exists()
    assert Consent.objects.filter(person=person).count() == 2
    assert IncomeRecord.objects.get().gross == 5000


def test_without_the_sweep_bytes_would_be_left(remove, monkeypatch):
    """The search above can find something."""
    monkeypatch.setattr(erasures, "sweep", lambda needles: 0)
    remove()
    assert NAME in found(database_bytes())


def test_without_emptying_the_journal_bytes_would_be_left(remove, monkeypatch):
    """Pages as they were before lie in SQLite's journal until it is emptied."""
    if connection.vendor != "sqlite":
        return
    assert Path(f"{connection.settings_dict['NAME']}-wal").exists()
    monkeypatch.setattr(erasures, "empty_journal", lambda: True)
    remove()
    assert found(database_bytes())
