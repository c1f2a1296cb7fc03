from decimal import Decimal

import pytest

from market import defaults
from market.models import Category, Unit


@pytest.fixture
def catalogue(db):
    defaults.ensure_catalogue()


def test_the_catalogue_has_thai_units_and_kilograms_in_tenths(catalogue):
    assert Unit.objects.get(name_th="กก.").step == Decimal("0.1")
    assert {"ขีด", "กำ", "มัด", "ถุง", "หวี", "ฟอง", "ครั้ง"} <= set(Unit.objects.values_list("name_th", flat=True))


def test_a_second_run_keeps_what_the_committee_changed(catalogue):
    Category.objects.filter(code="fruit").update(name_th="ผลไม้ตามฤดู")
    before = (Category.objects.count(), Unit.objects.count())
    defaults.ensure_catalogue()
    assert (Category.objects.count(), Unit.objects.count()) == before
    assert Category.objects.get(code="fruit").name_th == "ผลไม้ตามฤดู"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("กล้วยน้ำว้า", "fruit"),
        ("กล้วยฉาบหวาน", "preserves"),
        ("ข้าวต้มมัดใบตอง", "food"),
        ("ไข่เป็ดไล่ทุ่ง", "eggs-meat"),
        ("ผ้าไหมมัดหมี่", "clothes"),
        ("ผักบุ้ง", "vegetables"),
        ("ของแปลก", ""),
    ],
)
def test_the_name_gives_the_category_away(name, code):
    assert defaults.guess_category(name) == code
