"""Tables of people as committees send them, made for tests; everybody in them is invented."""

import csv
import io

import xlsxwriter

HEADS = ["บ้านเลขที่", "หมู่", "ชื่อ-สกุล", "ปีเกิด", "เพศ", "เกี่ยวข้องเป็น", "อาชีพ", "เบอร์โทร", "ตัวแทน"]
FAMILY = [
    ["12/1", "3", "นายสมมติ ตัวอย่าง", "2510", "", "หัวหน้าครัวเรือน", "ทำสวน", "081-234-5678", "ใช่"],
    ["12/1", "3", "นางสมใจ ตัวอย่าง", "2512", "", "ภรรยา", "ค้าขาย", "", ""],
    ["12/1", "3", "ด.ญ.สมหญิง ตัวอย่าง", "อายุ 9", "", "หลาน", "", "", ""],
    ["14", "3", "สมศักดิ์ สมมุติ", "๒๕๒๐", "ชาย", "", "รับจ้าง", "", ""],
]


def as_csv(rows, heads=HEADS, encoding="utf-8-sig") -> io.BytesIO:
    """The table as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows, heads=HEADS) -> io.BytesIO:
    """The table as an Excel file in which every cell is text."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, [str(cell) for cell in row])
    output.seek(0)
    return output
