"""What a record of money is about, in words."""

import pytest
from django.utils import translation

from lib.documents import in_words


@pytest.mark.parametrize(
    ("document", "thai"),
    [
        ("order abcd2345", "คำสั่งซื้อ abcd2345"),
        ("share payment abcd2345", "การส่งเงินส่วนแบ่ง abcd2345"),
        ("share abcd2345", "เงินส่วนแบ่งของร้าน abcd2345"),
        ("opening balance", "ยอดตั้งต้น"),
        ("ใบเสร็จเล่ม 3", "ใบเสร็จเล่ม 3"),
    ],
)
def test_a_document_is_said_in_thai(document, thai):
    with translation.override("th"):
        assert in_words(document) == thai


def test_a_move_within_the_fund_names_no_key():
    with translation.override("th"):
        assert in_words("move 0f3c-demo-bank") == "การย้ายเงินระหว่างธนาคาร กล่องเงินสด และกระเป๋าเงินอิเล็กทรอนิกส์"
