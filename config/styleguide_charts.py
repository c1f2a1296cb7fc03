"""The pictures of reports in the style guide: invented figures, with every kind of gap that there is."""

from decimal import Decimal

from lib import chart_pictures as pictures
from lib.charts import Chart
from lib.money import baht

HIDDEN, MISSING = pictures.Gap.HIDDEN, pictures.Gap.MISSING
QUARTERS = ["1/68", "2/68", "3/68", "4/68", "1/69", "2/69", "3/69", "4/69"]
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


def examples() -> list[Chart]:
    """One of each, in the order of a report."""
    return [_distribution(), _interval(), _trend(), _flow(), _in_and_out(), _lorenz()]


def _distribution() -> Chart:
    return pictures.distribution(
        "ครัวเรือนที่มีรายได้ต่ำกว่า 4,000 บาทต่อเดือนลดจาก 21 เหลือ 9 หลัง",
        [21, 26, 18, 12, 6, HIDDEN, HIDDEN],
        [9, 20, 24, 17, 9, 6, HIDDEN],
        [0, 4000, 8000, 12000, 16000, 20000, 24000, None],
        {10: Decimal(1900), 25: Decimal(4100), 50: Decimal(7400), 75: Decimal(11800), 90: Decimal(16100)},
        {10: Decimal(3600), 25: Decimal(6200), 50: Decimal(9300), 75: Decimal(13900), 90: Decimal(18700)},
        series=("ก่อน", "หลัง"),
        show=baht,
        show_edge=lambda edge: f"{edge / 1000:g}",
        unit="จำนวนครัวเรือน",
        axis="พันบาทต่อเดือน",
        label="รายได้ต่อเดือน",
    )


def _interval() -> Chart:
    return pictures.interval(
        "ครึ่งหนึ่งของครัวเรือนมีรายได้เปลี่ยนไปตั้งแต่ +640 บาทต่อเดือนขึ้นไป",
        [
            ("ทุกชุมชน", Decimal(640), Decimal(310), Decimal(980)),
            ("ชุมชนสิริสุข", Decimal(720), Decimal(350), Decimal(1100)),
            ("ชุมชนบ้านสวนริมน้ำพัฒนาอาชีพ", Decimal(-80), Decimal(-420), Decimal(290)),
            ("ชุมชนบ้านดอน", HIDDEN, HIDDEN, HIDDEN),
        ],
        label="ชุมชน",
    )


def _trend() -> Chart:
    return pictures.trend(
        "ก่อนมีตลาด รายได้ของสองกลุ่มขึ้นลงไปด้วยกัน",
        QUARTERS,
        [
            ("ชุมชนที่เริ่มแล้ว", [7900, 8050, 8000, 8200, 8650, 8900, MISSING, 9300]),
            ("ชุมชนที่เริ่มทีหลัง", [7600, 7700, HIDDEN, 7900, 7950, 8100, 8050, 8150]),
        ],
        start=4,
        show=baht,
        show_axis=pictures.plain,
    )


def _flow() -> Chart:
    return pictures.flow(
        "เทียบได้ 86 จาก 112 หลังที่ขึ้นทะเบียน",
        [
            ("ขึ้นทะเบียน", 112),
            ("ถูกถามก่อนมีตลาด", 108, "อีก %(count)s หลังไม่ได้ถูกถาม"),
            ("ตอบก่อนมีตลาด", 97, "อีก %(count)s หลังไม่ได้ตอบ"),
            ("ตอบหลังมีตลาด", HIDDEN),
            ("เทียบกันได้", 86),
        ],
        label="ขั้น",
    )


def _in_and_out() -> Chart:
    money_in = [9200, 8800, 9400, None, 10100, 9900, 0, 11200, 10800, pictures.Gap.UNKNOWN, 11900, 12400]
    money_out = [8100, 9100, 8700, None, 8900, pictures.Gap.UNTOLD, 4200, 9600, 9900, 9300, 10100, 10900]
    return pictures.in_and_out(
        "เดือนธันวาคมเหลือเงิน 1,500 บาท",
        [
            (name, _baht(cell_in), _baht(cell_out))
            for name, cell_in, cell_out in zip(MONTHS, money_in, money_out, strict=True)
        ],
        show=baht,
        show_axis=pictures.plain,
    )


def _baht(figure):
    return Decimal(figure) if isinstance(figure, int) else figure


def _lorenz() -> Chart:
    return pictures.lorenz(
        "ครัวเรือนที่มีน้อยที่สุดหนึ่งในห้ามีรายได้รวมกันร้อยละ 7 ของทั้งหมด",
        [0, 1.5, 5, 10, 16, 24, 33, 44, 57, 74, 100],
        [0, 2.5, 7, 13, 20, 28, 37.5, 48.5, 61, 77, 100],
        series=("ก่อน", "หลัง"),
    )
