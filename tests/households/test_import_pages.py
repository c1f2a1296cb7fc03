"""The committee's way through an import on the site, step by step, and taking the register away."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from households import imports
from households.models import (
    Household,
    ImportRow,
    Membership,
    Person,
    RegisterEvent,
    RegisterImport,
    Situation,
)
from lib import sheets
from tests import factories, pages
from tests.households.tables import FAMILY, HEADS, as_csv, as_xlsx

HOME = "/office/bansuan/import/"
EXPORT = "/office/bansuan/export/"


@pytest.fixture
def browser(client, committee):
    """Mali, signed in."""
    client.force_login(committee)
    return client


def file(content: io.BytesIO, name="people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.read())


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser, html: str, to: str, has_field: str, **typed):
    """Fill in the form that stands on the page and send it."""
    form = pages.form_to(html, to, has_field)
    sent: dict[str, list] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return browser.post(to, {**sent, **typed})


@pytest.fixture
def checked(browser, work):
    """Bring a table through upload, columns and check. Returns the address of its page."""

    def through(rows=FAMILY, heads=HEADS) -> str:
        answer = browser.post(f"{HOME}upload/", {"table": file(as_csv(rows, heads))})
        address = answer["Location"].removesuffix("columns/")
        send(browser, page(browser, f"{address}columns/"), f"{address}columns/save/", "column0")
        work()
        return address

    return through


def test_the_journey_from_the_file_to_the_register(browser, committee, work):
    answer = browser.post(f"{HOME}upload/", {"table": file(as_xlsx(FAMILY), "คน.xlsx")})
    columns = answer["Location"]
    html = page(browser, columns)
    assert "นายสมมติ ตัวอย่าง · นางสมใจ ตัวอย่าง · ด.ญ.สมหญิง ตัวอย่าง" in html
    address = columns.removesuffix("columns/")
    assert send(browser, html, f"{address}columns/save/", "column0")["Location"] == address
    assert "0 จาก 4" in page(browser, address)
    work()
    html = page(browser, address)
    assert send(browser, html, f"{address}confirm/", "csrfmiddlewaretoken")["Location"] == address
    assert "hx-trigger" in page(browser, address)
    work()
    html = page(browser, address)
    assert "hx-trigger" not in html.split('id="import-state"')[1].split(">")[0]
    assert "มะลิ ตัวอย่าง" in html
    assert Household.objects.get(house_number="12/1").memberships.count() == 3
    assert "คน.xlsx" in page(browser, HOME)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b"\xff\xd8\xff\xe0" + b"x" * 50, "a.xlsx"), (b"a,b\n", "a.csv"), (b"x" * 11_000_000, "a.csv")],
)  # fmt: skip
def test_a_wrong_file_is_answered_in_words_and_not_kept(browser, content, name):
    answer = browser.post(f"{HOME}upload/", {"table": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert 'class="field-error"' in answer.content.decode()
    assert not RegisterImport.objects.exists()


def test_no_file_at_all_is_answered_in_words(browser):
    assert 'class="field-error"' in browser.post(f"{HOME}upload/", {}).content.decode()


def test_one_of_our_fields_in_two_columns_is_refused(browser, committee, community):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    answer = browser.post(f"{HOME}{batch.code}/columns/save/", {"column0": "name", "column1": "name"})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    batch.refresh_from_db()
    assert batch.status == "uploaded"


def test_without_house_and_name_nothing_is_checked(browser, committee, community):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    assert browser.post(f"{HOME}{batch.code}/columns/save/", {"column2": "name"}).status_code == 200
    batch.refresh_from_db()
    assert batch.status == "uploaded"


def test_bad_rows_are_taken_away_mended_and_brought_back(browser, checked, work):
    address = checked([["", "3", "สมมติ ตัวอย่าง", "x", "", "", "", "", ""], FAMILY[3]])
    html = page(browser, f"{address}rows/?show=bad")
    assert "แถวที่ 2" in html
    assert "“x”" in html
    assert "สมศักดิ์" not in html
    sheet = sheets.read(io.BytesIO(browser.get(f"{address}rows/bad.xlsx").content), "bad.xlsx")
    number, cells = sheet.rows[0]
    assert (number, cells[0], len(sheet.rows)) == (2, "2", 1)
    assert "ปีเกิด" in cells[-1]
    cells[sheet.heads.index("บ้านเลขที่")], cells[sheet.heads.index("ปีเกิด")] = "12/9", "2510"
    mended = as_xlsx([cells], sheet.heads)
    assert browser.post(f"{address}mend/", {"table": file(mended, "mended.xlsx")})["Location"] == address
    work()
    row = ImportRow.objects.get(number=2)
    assert (row.problems, row.fields["house_number"]) == ([], "12/9")


def test_another_file_instead_of_the_mended_one_is_refused_in_words(browser, checked):
    address = checked([["", "3", "สมมติ ตัวอย่าง", "x", "", "", "", "", ""], FAMILY[3]])
    answer = browser.post(f"{address}mend/", {"table": file(as_csv(FAMILY))})
    assert answer.status_code == 200
    assert 'class="field-error"' in answer.content.decode()


def test_bad_rows_are_left_out_by_one_press(browser, checked, work):
    address = checked([["", "3", "สมมติ ตัวอย่าง", "x", "", "", "", "", ""], FAMILY[3]])
    browser.post(f"{address}leave-out/")
    browser.post(f"{address}confirm/")
    work()
    assert list(Person.objects.filter(user=None).values_list("name", flat=True)) == ["สมศักดิ์ สมมุติ"]


def test_formulas_in_bad_rows_come_out_harmless(browser, checked):
    address = checked([["", "3", '=HYPERLINK("http://x","y")', "", "", "", "", "", ""], FAMILY[3]])
    parts = zipfile.ZipFile(io.BytesIO(browser.get(f"{address}rows/bad.xlsx").content))
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    texts = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "'=HYPERLINK(" in texts


def test_somebody_who_may_be_there_is_decided_on_the_page(browser, community, checked):
    home = Household.objects.create(community=community, name="บ้านเก่า", house_number="12/1", village="หมู่ 3")
    person = Person.objects.create(name="สมมุติ ตัวอย่าง")
    Membership.objects.create(person=person, household=home, status="active")
    address = checked()
    html = page(browser, f"{address}rows/?show=alike")
    assert "สมมุติ ตัวอย่าง" in html
    answer = send(browser, html, f"{address}rows/2/decide/", "show", choice="same")
    assert answer["Location"] == f"{address}rows/?show=alike#row-2"
    assert ImportRow.objects.get(number=2).choice == "same"
    assert browser.post(f"{address}rows/99/decide/", {"choice": "new"}).status_code == 404
    browser.post(f"{address}rows/decide/", {"which": "alike", "choice": "skip", "show": "alike"})
    assert ImportRow.objects.get(number=2).choice == "skip"


def test_the_list_of_rows_costs_the_same_for_few_and_many(
    browser, checked, community, django_assert_max_num_queries
):
    home = Household.objects.create(community=community, name="บ้านเก่า", house_number="12/1", village="หมู่ 3")
    for name in ("สมมติ ตัวอย่าง", "สมใจ ตัวอย่าง", "สมหญิง ตัวอย่าง"):
        person = Person.objects.create(name=name)
        Membership.objects.create(person=person, household=home, status="active")
    address = checked()
    with django_assert_max_num_queries(12):
        page(browser, f"{address}rows/?show=exact")
    many = [[f"{number}", "3", f"คน{chr(3585 + number)} ตัวอย่าง", *[""] * 6] for number in range(1, 40)]
    address = checked(many)
    with django_assert_max_num_queries(12):
        page(browser, f"{address}rows/")


def test_people_without_business_find_no_page(client, community, committee, treasurer, officer, seller):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    others = [
        treasurer,
        officer,
        seller,
        factories.with_role(factories.community(code="far"), "committee"),
    ]
    for person in others:
        client.force_login(person)
        for address in (HOME, f"{HOME}{batch.code}/", f"{HOME}{batch.code}/rows/bad.xlsx", EXPORT):
            assert client.get(address).status_code == 404
        for address in (f"{HOME}upload/", f"{HOME}{batch.code}/confirm/", f"{EXPORT}make/"):
            assert client.post(address).status_code == 404


def test_an_import_of_another_community_is_not_found_under_this_one(browser, committee):
    other = factories.community(code="far")
    batch = imports.upload(community=other, file=as_csv(FAMILY), name="a.csv", actor=committee)
    assert browser.get(f"{HOME}{batch.code}/").status_code == 404


@pytest.mark.parametrize("name", ["template.xlsx", "template.csv"])
def test_the_template_explains_itself_and_is_understood(browser, name):
    content = browser.get(f"{HOME}{name}").content
    sheet = sheets.read(io.BytesIO(content), name)
    assert len(sheet.heads) == 12
    assert len(sheet.rows) == 2
    answer = browser.post(f"{HOME}upload/", {"table": SimpleUploadedFile(name, content)})
    assert 'class="field-error"' in answer.content.decode()


def test_the_templates_columns_are_all_guessed(community, committee, browser):
    content = browser.get(f"{HOME}template.xlsx").content
    sheet = sheets.read(io.BytesIO(content), "people.xlsx")
    filled = as_xlsx([["12/1", "3", "", "", "สมปอง สมมุติ", *[""] * 7]], sheet.heads)
    batch = imports.upload(community=community, file=filled, name="a.xlsx", actor=committee)
    assert len(batch.columns) == 12
    assert batch.columns["name"] == 4


def test_excel_makes_no_dates_of_house_numbers_in_the_template(browser):
    parts = zipfile.ZipFile(io.BytesIO(browser.get(f"{HOME}template.xlsx").content))
    assert b'numFmtId="49"' in parts.read("xl/styles.xml")
    assert b"<col " in parts.read("xl/worksheets/sheet1.xml")
    assert len([name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]) == 2


def register(community) -> None:
    home = Household.objects.create(
        community=community, name="บ้านตัวอย่าง", house_number="12/1", village="หมู่ 3", address="หลังวัด"
    )
    head = Person.objects.create(
        name="สมมติ ตัวอย่าง",
        birth_year=1967,
        sex="male",
        activity="home",
        occupation="=1+1",
        phone="0812345678",
    )
    Membership.objects.create(
        person=head, household=home, status="active", relation="head", is_representative=True
    )
    Situation.objects.create(person=head, kind="single_parent", source="self", recorded_by=factories.user())
    odd = Household.objects.create(community=community, name="กระท่อม", house_number="บ้านสวนเก่า")
    child = Person.objects.create(name="-สมหญิง ตัวอย่าง")
    Membership.objects.create(person=child, household=odd, status="active")
    Household.objects.create(community=community, name="บ้านว่าง", house_number="99")
    gone = Household.objects.create(community=community, name="ย้ายแล้ว", house_number="5", status="moved")
    Membership.objects.create(person=Person.objects.create(name="ไปแล้ว"), household=gone, status="active")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_taken_away_is_found_again_when_it_comes_back(
    browser, community, committee, work, kind, language
):
    register(community)
    committee.language = language
    committee.save()
    browser.post("/preferences/language/", {"language": language, "next": "/"})
    before = list(Person.objects.order_by("pk").values())
    answer = browser.post(f"{EXPORT}make/", {"purpose": "เตรียมการเลือกตั้ง", "kind": kind})
    assert answer["Content-Disposition"].endswith(f'register-bansuan.{kind}"')
    batch = imports.upload(
        community=community, file=io.BytesIO(answer.content), name=f"a.{kind}", actor=committee
    )
    imports.match(batch=batch, places=batch.columns, actor=committee)
    work()
    batch.refresh_from_db()
    assert [row.problems for row in batch.rows.all() if row.problems] == []
    assert set(batch.rows.values_list("choice", flat=True)) == {"same"}
    assert batch.rows_total == 3
    imports.confirm(batch=batch, file_is_right=True, actor=committee)
    work()
    assert list(Person.objects.order_by("pk").values()) == before
    assert Household.objects.count() == 4


def test_what_is_taken_away_holds_no_formula_and_no_needs(browser, community):
    register(community)
    text = browser.post(f"{EXPORT}make/", {"purpose": "เตรียมการเลือกตั้ง", "kind": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert ",'=1+1," in text
    assert ",'-สมหญิง" in text
    assert "ไปแล้ว" not in text
    assert str(Situation.Kind.SINGLE_PARENT.label) not in text


def test_the_purpose_is_asked_for_and_stays_on_record(browser, community, committee):
    register(community)
    for purpose in ("", "x"):
        answer = browser.post(f"{EXPORT}make/", {"purpose": purpose, "kind": "csv"})
        assert "attachment" not in answer.get("Content-Disposition", "")
        assert 'class="field-error"' in answer.content.decode()
    assert not RegisterEvent.objects.exists()
    browser.post(f"{EXPORT}make/", {"purpose": "เตรียมการเลือกตั้ง", "kind": "csv"})
    event = RegisterEvent.objects.get()
    assert (event.actor, event.reason, event.facts["people"]) == (committee, "เตรียมการเลือกตั้ง", 2)


def test_a_list_put_away_is_gone_from_the_page(browser, checked):
    address = checked()
    assert browser.post(f"{address}put-away/")["Location"] == HOME
    assert "people.csv" not in page(browser, HOME)
    assert not ImportRow.objects.exists()
