"""What the style guide shows: every component in every state, with the longest words that we expect."""

import re
from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config import styleguide_charts
from lib import charts, money, promptpay, qr
from welfare.forms.slips import SlipForm

LONG_NAME = "น้ำพริกหนุ่มสูตรคุณยายย่างเตาถ่านไม่ใส่ผงชูรสกระปุกใหญ่พิเศษสำหรับงานบุญ"


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("name"), help_text=_("As buyers will see it."))
    price = forms.CharField(label=_("price"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    story = forms.CharField(label=_("story"), widget=forms.Textarea, required=False)
    unit = forms.ChoiceField(label=_("unit"), choices=[("kg", "กิโลกรัม"), ("piece", "ชิ้น")])
    payment = forms.ChoiceField(
        label=_("payment"), widget=forms.RadioSelect, choices=[("cash", "เงินสด"), ("promptpay", "พร้อมเพย์")]
    )
    ways = forms.MultipleChoiceField(
        label=_("delivery"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("pickup", "มารับเอง"), ("near", "ส่งในชุมชน")],
        required=False,
    )
    photo = forms.FileField(label=_("picture"), required=False)
    agrees = forms.BooleanField(label=_("I have read the market rules and agree."))


def goods() -> list[dict]:
    """Cards of listings: plain, made to order, long, sold out, given away; none has a picture."""
    rows = [
        ("กล้วยน้ำว้าสวนหลังบ้าน", "฿25", "หวี", "turmeric", "fruit", "ร้านป้าละม่อม", "เหลือ 12 หวี", "", ""),
        ("ผักกาดปลอดสาร", "฿20", "กำ", "leaf", "vegetable", "กลุ่มผักบ้านเรา", "เก็บเช้านี้", "ยืนยันแล้ว", "leaf"),
        (LONG_NAME, "฿1,250", "กระปุก 2 กิโลกรัม", "chilli", "chilli", "ครัวยายบุญ", "", "ทำตามสั่ง 1 วัน", "accent"),
        ("ไข่เป็ดไล่ทุ่ง", "฿120", "ถาด 30 ฟอง", "sea", "egg", "ฟาร์มลุงมี", "", "หมดแล้ว", "danger"),
        ("เสื้อผ้าเด็กมือสอง", "ให้ฟรี", "", "mist", "", "บ้านเลขที่ 12", "", "มือสอง", "info"),
        ("ตะกร้าไม้ไผ่สาน", "฿180", "ใบ", "mist", "craft", "กลุ่มจักสานบ้านดอน", "เหลือ 4 ใบ", "", ""),
    ]
    keys = ("name", "price", "unit", "tone", "sign", "line", "note", "badge", "badge_kind")
    return [{**dict(zip(keys, row, strict=True)), "gone": row[7] == "หมดแล้ว"} for row in rows]


def icon_names() -> list[str]:
    """The signs in the sprite, in its order."""
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    return re.findall(r'<symbol id="([^"]+)"', sprite)


def examples() -> dict:
    """The context of the style guide."""
    filled = {"name": "", "price": "สิบบาท", "unit": "kg", "payment": "cash"}
    return {
        "form": ExampleForm(initial={"payment": "cash"}),
        "wrong": ExampleForm(filled, prefix=None, auto_id="wrong_%s"),
        "goods": goods(),
        "long_name": LONG_NAME,
        "tones": ["leaf", "turmeric", "chilli", "sea", "clay", "plum", "mist"],
        "order_steps": [
            {"label": "สั่งแล้ว", "state": "done", "note": "5 ม.ค. 2569 08.10 น."},
            {"label": "ร้านรับแล้ว", "state": "done", "note": "08.25 น."},
            {"label": "กำลังเตรียมของ", "state": "now", "note": "พร้อมพรุ่งนี้ 10 โมง"},
            {"label": "รับของ", "state": ""},
            {"label": "เรียบร้อย", "state": ""},
        ],
        "stopped_steps": [
            {"label": "สั่งแล้ว", "state": "done"},
            {"label": "ร้านรับไม่ได้", "state": "stopped", "note": "พริกหมดสวน ขอโทษด้วยนะคะ"},
        ],
        "events": [
            {"when": "08.25 น.", "what": "ร้านรับคำสั่งซื้อ", "who": "ยายบุญ", "note": ""},
            {"when": "08.10 น.", "what": "ส่งคำสั่งซื้อ", "who": "สมใจ", "note": "ขอเผ็ดน้อย"},
        ],
        "rows": [("รับของ", "ศาลาชุมชน หรือส่งถึงบ้าน ฿10"), ("จ่ายเงิน", "พร้อมเพย์ หรือเงินสด")],
        "total": ("รวม 2 ร้าน", "฿345"),
        "links": [("/styleguide/", "ดูคำสั่งซื้อเก่า"), ("/styleguide/", "แก้หน้าร้าน รูป และวันเปิด")],
        "crumbs": [("/", "ตลาด"), ("/styleguide/", "น้ำพริก แกง กับข้าว")],
        "heads": ["แหล่ง", "ก่อน", "หลัง", "เปลี่ยน"],
        "table": [["ขายในตลาดชุมชน", "0", "1,150", "+1,150"], ["รับจ้าง", "5,400", "5,300", "−100"]],
        "foot": ["รวม", "5,400", "6,450", "+1,050"],
        "chart": charts.bars(
            "เดือนนี้ขายได้มากกว่าเดือนก่อน 640 บาท",
            [("พ.ย. 2568", Decimal(5600)), ("ธ.ค. 2568", Decimal(5240)), ("ม.ค. 2569", Decimal(5880))],
            show=money.baht,
            label="เดือน",
        ),
        "pictures": styleguide_charts.examples(),
        "icons": icon_names(),
        "qr": qr.svg(promptpay.payload("0801234567", Decimal("1250.50")), "จ่าย 1,250.50 บาท ด้วยพร้อมเพย์"),
        "slip": SlipForm(auto_id="slip-%s"),
    }
