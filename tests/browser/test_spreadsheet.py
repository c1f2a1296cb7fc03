"""The committee brings the list it has: a title above it, old encoding, mistakes, people twice. Nothing is lost."""

import io
import re
import sqlite3

import pytest
import xlsxwriter
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.people import DESK
from tests.browser.words import thai

HEADS = ["ลำดับ", "บ้านเลขที่", "หมู่", "คำนำหน้า", "ชื่อ", "นามสกุล", "เกิดเมื่อไร", "เพศ", "เบอร์โทร"]
ROWS = [
    ["1", "901/1", "3", "นาย", "ประยูร", "ตัวอย่าง", "๒๕๐๕", "ชาย", ""],
    # Its house stands in the row above, as in merged cells.
    ["2", "", "", "นาง", "ละเมียด", "ตัวอย่าง", "2510", "หญิง", ""],
    ["3", "901/2", "ม.3", "น.ส.", "มะลิวัลย์", "ตัวอย่าง", "25100", "หญิง", ""],
    ["4", "901/2", "ม.3", "นาย", "", "", "2520", "ชาย", ""],
    # The first one again, and somebody who may be the second.
    ["5", "901/1", "หมู่ที่ 3", "นาย", "ประยูร", "ตัวอย่าง", "2505", "ชาย", ""],
    ["6", "901/1", "3", "", "ละเมียด", "ตัวอยาง", "", "", ""],
]
TITLES = [["รายชื่อคนในชุมชน สำรวจเมื่อต้นปี"], [""]]
# In the file the first person stands in this row.
FIRST = len(TITLES) + 2


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def committee(request, arrive, own_site):
    """Somebody of the committee, at a desk."""
    person = arrive("committee", at=own_site, java_script_enabled=request.param, viewport=DESK)
    yield person
    assert person.faults == []


def test_a_messy_list_comes_into_the_register(committee, own_site):
    known = somebody_known(own_site)
    brings(committee, known)
    says_what_the_columns_hold(committee)
    sees_what_is_wrong(committee)
    mends_a_row(committee)
    goes_on_without_the_other(committee)
    decides_about_the_alike(committee)
    confirms(committee)
    finds_them_in_the_register(committee, known)


def somebody_known(site) -> tuple[str, str, str]:
    """House number, village and name of somebody who is in the register already."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT h.house_number, h.village, p.name FROM households_membership m"
            " JOIN households_person p ON p.id = m.person_id JOIN households_household h ON h.id = m.household_id"
            " JOIN households_user u ON u.id = p.user_id WHERE u.code = 'demo-repr'"
        ).fetchone()


def brings(committee, known):
    """A picture is no table; then the file as the old program saves it."""
    committee.go("/office/")
    committee.follow(thai("People from a spreadsheet"))
    house, village, name = known
    rows = [*TITLES, HEADS, *ROWS, ["7", house, village, "", name, "", "", "", ""]]
    table = "\r\n".join(",".join(cells) for cells in rows).encode("cp874")
    field = committee.field(thai("The file"))
    field.set_input_files(
        {"name": "people.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" * 9}
    )
    committee.press(thai("Upload the file"))
    expect(committee.main.get_by_role("alert")).to_be_visible()
    field.set_input_files({"name": "รายชื่อ.csv", "mimeType": "text/csv", "buffer": table})
    committee.press(thai("Upload the file"))


def says_what_the_columns_hold(committee):
    """Most is guessed. The names are needed; the year stands under a heading that nobody could know."""
    committee.sees("รายชื่อ.csv")
    name = committee.field("ชื่อ", committee.main.get_by_role("combobox", name="ชื่อ", exact=True).locator(".."))
    expect(name.locator("option:checked")).to_have_text(thai("Name and family name"))
    name.select_option(label=thai("leave this column out"))
    committee.press(thai("Save and check the list"))
    committee.sees(
        thai("Choose the columns with the house number and with the name. Without them people cannot be told apart.")
    )  # fmt: skip
    name.select_option(label=thai("Name and family name"))
    committee.field("เกิดเมื่อไร").select_option(label=thai("Year of birth"))
    committee.field(
        thai("Where the house number is empty, the row belongs to the house of the row above")
    ).check()
    committee.press(thai("Save and check the list"))


def sees_what_is_wrong(committee):
    """The check runs by itself; the page says which rows of the file, what stands there, and why it cannot be."""
    committee.sees(thai("%(rows)s row has a mistake", "%(rows)s rows have mistakes"))
    expect(committee.main.get_by_role("button", name=thai("Confirm and enter"))).to_be_disabled()
    committee.follow(thai("See what is wrong in each row"))
    bad = committee.main.get_by_role("listitem").filter(has_text=thai("mistake"))
    expect(bad.filter(has_text=f"แถวที่ {FIRST + 2}")).to_contain_text("25100")
    expect(bad.filter(has_text=f"แถวที่ {FIRST + 3}")).to_contain_text(thai("The name is missing."))
    committee.follow("รายชื่อ.csv", committee.main)


def mends_a_row(committee):
    """The bad rows go out as a table and come back mended."""
    with committee.page.expect_download() as download:
        committee.follow(thai("Take the rows with mistakes away"))
    book = CalamineWorkbook.from_path(str(download.value.path()))
    heads, *rows = book.get_sheet_by_index(0).to_python()
    rows[0][heads.index("เกิดเมื่อไร")] = "2500"
    mended = io.BytesIO()
    with xlsxwriter.Workbook(mended) as again:
        sheet = again.add_worksheet()
        for number, cells in enumerate([heads, *rows]):
            sheet.write_row(number, 0, cells)
    table = {"name": "mended.xlsx", "mimeType": "application/octet-stream", "buffer": mended.getvalue()}
    committee.field(thai("The mended file")).set_input_files(table)
    committee.press(thai("Bring the mended rows"))


def goes_on_without_the_other(committee):
    """Nobody knows any more who that was."""
    one_row = thai("%(rows)s row has a mistake", "%(rows)s rows have mistakes").pattern.replace("(.+)", "1")
    committee.sees(re.compile(one_row))
    committee.press(thai("Go on without these rows"))
    expect(committee.main.locator("#bad")).to_have_count(0)


def decides_about_the_alike(committee):
    """Nearly the same name in the same house: this time it is a slip of the pen."""
    committee.follow(thai("Look at them one by one"))
    row = committee.main.get_by_role("listitem").filter(has_text="ละเมียด ตัวอยาง")
    committee.press(thai("Leave out"), row)
    committee.follow("รายชื่อ.csv", committee.main)


def confirms(committee):
    """One press; then everybody is there or nobody."""
    committee.press(thai("Confirm and enter"))
    committee.sees(thai("The list is in the register"))
    assert number(committee, "New people") == 3
    assert number(committee, "New households") == 2
    assert number(committee, "Were there already") == 1
    assert number(committee, "Left out") == 3


def number(committee, name) -> int:
    """The number that stands with this name."""
    stat = committee.main.get_by_text(thai(name), exact=True).first.locator("xpath=..")
    return int("".join(char for char in stat.inner_text() if char.isdigit()))


def finds_them_in_the_register(committee, known):
    """With house and year; whoever was there is there once."""
    committee.go("/office/")
    committee.follow(thai("People in the community"))
    for name, words in (("ละเมียด ตัวอย่าง", "901/1"), ("มะลิวัลย์ ตัวอย่าง", "901/2"), (known[2], known[0])):
        search = committee.main.get_by_role("search")
        search.get_by_role("searchbox").or_(search.get_by_role("textbox")).first.fill(name)
        committee.press(thai("Find"))
        found = committee.main.get_by_role("listitem").filter(has_text=name)
        expect(found).to_have_count(1)
        expect(found).to_contain_text(words)
