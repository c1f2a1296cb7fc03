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
